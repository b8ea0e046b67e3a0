/* The status page says which role looked at a citizen's papers, and when; never who. */
#include "office/fair.h"
#include "web/citizen.h"

enum err citizen_seen_fill(struct ctx *c, const struct file_whole *w, struct status_view *v) {
  struct fair_seen *seen;
  TRY(fair_seen_by(c, w, &seen, &v->seen_count));
  struct seen_line *lines = arena_array(c->arena, struct seen_line, v->seen_count + 1);
  for (size_t i = 0; i < v->seen_count; i++) {
    str pages = arena_printf(c->arena, "%d", seen[i].pages);
    lines[i] = (struct seen_line){.who = seen[i].role == ROLE_NONE ? T_FAIR_ROLE_MACHINE
                                                                   : text_key_find(arena_printf(c->arena, "fair.role.%s", role_code(seen[i].role))),
                                  .when = text_moment(c->arena, c->lang, seen[i].at), .iso = rfc3339(c->arena, seen[i].at),
                                  .pages = TEXT(c->arena, c->lang, T_FAIR_PAGES, ARG("n", pages))};
  }
  v->seen = lines;
  return E_OK;
}

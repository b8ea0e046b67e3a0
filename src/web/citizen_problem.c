/* /galat/{code}: what an error code of the API means. The address is the "type" of its problem+json (RFC 9457). */
#include "web/citizen.h"

/* The sentence people read for this fault; one that waits for arguments says nothing by itself. */
static enum text_key sentence_of(struct ctx *c, str code) {
  static const char *const families[] = {"problem.", "rule.", "office.", "office.scan_", "api."};
  for (size_t i = 0; i < COUNT(families); i++) {
    enum text_key key = text_key_find(arena_printf(c->arena, "%s" STR_FMT, families[i], STR_ARG(code)));
    if (key != T_NONE && !str_has(text_plain(c->lang, key), S("{"))) return key;
  }
  return T_NONE;
}

void citizen_problem(struct web_request *rq, struct http_response *rs) {
  enum text_key key = rq->args[0].n <= 40 ? sentence_of(&rq->c, rq->args[0]) : T_NONE;
  if (key == T_NONE) {
    web_error_page(rq, rs, 404);
    return;
  }
  struct problem_view v = {.code = rq->args[0], .text = text_plain(rq->c.lang, key)};
  problem_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

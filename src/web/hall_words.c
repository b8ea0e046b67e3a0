/* Words of the hall: waits, numbers, choices. */
#include "web/citizen.h"
#include "web/hall.h"

static str number(struct ctx *c, i64 n) { return arena_printf(c->arena, "%lld", (long long)n); }

str hall_wait_words(struct ctx *c, struct wait_range w) {
  bool soon = w.low == 0;
  return TEXT(c->arena, c->lang, soon ? T_HALL_WAIT_SOON : T_HALL_WAIT, ARG("low", number(c, w.low)), ARG("high", number(c, w.high)));
}

str hall_number_words(struct ctx *c, enum text_key key, i64 n) { return TEXT(c->arena, c->lang, key, ARG("n", number(c, n))); }

str hall_ahead_words(struct ctx *c, size_t ahead) {
  return ahead ? hall_number_words(c, T_HALL_AHEAD, (i64)ahead) : text_plain(c->lang, T_HALL_AHEAD_NONE);
}

str hall_clock(struct ctx *c, moment m) {
  struct local_time t = local_of(m);
  return arena_printf(c->arena, "%02d.%02d", t.hour, t.minute);
}

struct tag hall_state_tag(enum ticket_state s) {
  static const struct tag tags[TICKET_STATES] = {[TICKET_WAITING] = {T_HALL_STATE_WAITING, "info"}, [TICKET_HELD] = {T_HALL_STATE_HELD, "warn"},
                                                 [TICKET_CALLED] = {T_HALL_STATE_CALLED, "ok"},     [TICKET_DONE] = {T_HALL_STATE_DONE, "plain"},
                                                 [TICKET_MISSED] = {T_HALL_STATE_MISSED, "warn"},   [TICKET_LEFT] = {T_HALL_STATE_LEFT, "plain"}};
  return tags[s];
}

enum text_key hall_priority_key(enum ticket_priority p) {
  static const enum text_key keys[PRIORITIES] = {[PRIORITY_ELDERLY] = T_HALL_PRIORITY_ELDERLY,
                                                 [PRIORITY_PREGNANT] = T_HALL_PRIORITY_PREGNANT,
                                                 [PRIORITY_DISABLED] = T_HALL_PRIORITY_DISABLED,
                                                 [PRIORITY_CHILD] = T_HALL_PRIORITY_CHILD};
  return (size_t)p < PRIORITIES ? keys[p] : T_NONE;
}

str hall_tags(struct ctx *c, const struct ticket *t) {
  struct buf b = buf_new(c->arena, 400);
  enum text_key priority = hall_priority_key(t->priority);
  if (priority) buf_add(&b, text_plain(c->lang, priority));
  if (t->kind == TICKET_APPOINTMENT)
    buf_printf(&b, "%s" STR_FMT " " STR_FMT, b.n ? " · " : "", STR_ARG(text_plain(c->lang, T_HALL_KIND_APPOINTMENT)),
               STR_ARG(hall_clock(c, t->appointment_at)));
  if (t->reason.n) buf_printf(&b, "%s" STR_FMT, b.n ? " · " : "", STR_ARG(t->reason));
  return buf_str(&b);
}

struct line_button *hall_buttons(struct ctx *c, const struct hall_now *now, str chosen, size_t max, size_t *ret_n) {
  struct line_button *list = arena_array(c->arena, struct line_button, now->hall->line_count + 1);
  size_t n = 0;
  for (size_t i = 0; i < now->hall->line_count && n < max; i++) {
    const struct board_line *l = &now->lines[i];
    str waiting = hall_number_words(c, T_HALL_WAITING, (i64)l->n);
    list[n++] = (struct line_button){.letter = l->line->letter,
                                     .name = local(&l->line->name, c->lang),
                                     .waiting = arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(waiting),
                                                             STR_ARG(hall_wait_words(c, l->waits[l->n]))),
                                     .closed = letters_have(now->rules.closed, l->line->letter),
                                     .urgent = letters_have(now->rules.urgent, l->line->letter),
                                     .chosen = str_eq(chosen, l->line->letter)};
  }
  *ret_n = n;
  return list;
}

struct hall_choice *hall_choices(struct ctx *c, const struct hall *chosen, size_t *ret_n) {
  const struct config *cfg = c->office->config;
  struct hall_choice *list = arena_array(c->arena, struct hall_choice, cfg->hall_count + 1);
  for (size_t i = 0; i < cfg->hall_count; i++)
    list[i] = (struct hall_choice){cfg->halls[i].code, local(&cfg->halls[i].name, c->lang), &cfg->halls[i] == chosen};
  *ret_n = cfg->hall_count;
  return list;
}

const struct hall *hall_of(struct web_request *rq, struct http_response *rs) {
  const struct hall *h = rq->args[0].n ? office_hall(rq->c.office, rq->args[0]) : NULL;
  if (!h) web_error_page(rq, rs, 404);
  return h;
}

struct form_errors hall_errors(struct ctx *c) { return citizen_errors(c); }

bool hall_wants_json(const struct web_request *rq) { return str_has(http_header(rq->http, "Accept"), S("application/json")); }

void hall_json(struct web_request *rq, struct http_response *rs, int status, json_t *o) {
  web_json(rq, rs, status, json_text(rq->c.arena, o));
}

json_t *hall_str(str s) { return json_of(s.p ? s : S("")); }

/* /loket/{n}: a counter calls, ends, passes on. The script sends the same forms and gets JSON, so that the next person
 * waits for no page; without it every step is a form and a redirect. */
#include "web/hall.h"
#include "web/officer.h"

#define SHOWN 12

static str desk_url(struct ctx *c, int counter) { return arena_printf(c->arena, "/loket/%d", counter); }

static bool number_of_path(const struct web_request *rq, int *ret) {
  i64 n;
  if (!str_to_i64(rq->args[0], &n) || n < 1 || n > 99) return false;
  *ret = (int)n;
  return office_hall_of_counter(rq->c.office, *ret) != NULL;
}

/* ---- choosing a counter ---------------------------------------------------------------------------------------- */

static str line_names(struct ctx *c, const struct hall *h, const struct hall_counter *k) {
  struct buf b = buf_new(c->arena, 2000);
  for (size_t i = 0; i < h->line_count; i++)
    if (counter_calls(k, h->lines[i].letter)) buf_printf(&b, "%s" STR_FMT, b.n ? ", " : "", STR_ARG(local(&h->lines[i].name, c->lang)));
  return buf_str(&b);
}

void hall_desks(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct config *cfg = c->office->config;
  i64 last;
  if (!web_query(rq, "pilih").n && str_to_i64(http_cookie(rq->http, S("loket_meja")), &last) && office_hall_of_counter(c->office, (int)last)) {
    web_redirect(rq, rs, desk_url(c, (int)last));
    return;
  }
  struct desk_choice *list = arena_array(c->arena, struct desk_choice, MAX_HALLS * MAX_COUNTERS);
  size_t n = 0;
  for (size_t i = 0; i < cfg->hall_count; i++)
    for (size_t k = 0; k < cfg->halls[i].counter_count; k++) {
      const struct hall_counter *counter = &cfg->halls[i].counters[k];
      list[n++] = (struct desk_choice){.number = counter->number, .hall = local(&cfg->halls[i].name, c->lang), .lines = line_names(c, &cfg->halls[i], counter)};
    }
  struct desk_choice_view v = {list, n};
  desk_choice_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- the page ---------------------------------------------------------------------------------------------------- */

static struct desk_ticket ticket_of(struct ctx *c, const struct hall *h, const struct ticket *t) {
  const struct hall_line *line = hall_line_find(h, t->line);
  moment until = t->state == TICKET_CALLED ? t->called_at : c->now;
  str span = officer_span(c, until > t->taken_at ? until - t->taken_at : 0);
  return (struct desk_ticket){.id = t->id, .number = t->number, .line = line ? local(&line->name, c->lang) : t->line, .tags = hall_tags(c, t),
                              .since = TEXT(c->arena, c->lang, T_HALL_DESK_SINCE, ARG("span", span))};
}

static struct desk_ticket *tickets_of(struct ctx *c, const struct hall *h, const struct hall_people *p, size_t *ret_n) {
  size_t n = p->n < SHOWN ? p->n : SHOWN;
  struct desk_ticket *list = arena_array(c->arena, struct desk_ticket, n + 1);
  for (size_t i = 0; i < n; i++) list[i] = ticket_of(c, h, &p->at[i]);
  *ret_n = n;
  return list;
}

static void undo_of(struct ctx *c, const struct counter_undo *u, struct desk_view *v) {
  v->undo = S("");
  if (!u->can) return;
  str step = text_plain(c->lang, text_key_find(arena_printf(c->arena, "hall.desk.%s", ticket_step_code(u->step))));
  v->undo = TEXT(c->arena, c->lang, T_HALL_DESK_UNDO, ARG("step", step), ARG("ticket", u->ticket));
  v->undo_ms = u->left;
}

static enum err fill(struct web_request *rq, int counter, struct desk_view *v) {
  struct ctx *c = &rq->c;
  struct counter_now now;
  struct hall_rules rules;
  TRY(office_counter_now(c, counter, &now));
  TRY(office_hall_rules(c, now.hall, &rules));
  *v = (struct desk_view){.counter = counter, .url = desk_url(c, counter), .hall = local(&now.hall->name, c->lang),
                          .lines = line_names(c, now.hall, now.counter), .error = S(""), .notice = S(""), .busy = now.busy,
                          .application = S(""), .reason = S(""), .cleaning = S(""), .stream_url = hall_stream_url(c, now.hall),
                          .walkin_url = S("/petugas/baru")};
  if (now.busy) {
    v->current = ticket_of(c, now.hall, &now.current);
    v->application = now.current.application;
    v->walkin_url = arena_printf(c->arena, "/petugas/baru?tiket=%lld", (long long)now.current.id);
    v->pickup = now.current.kind == TICKET_PICKUP;
    if (now.current.reason.n) v->reason = TEXT(c->arena, c->lang, T_HALL_DESK_URGENT, ARG("reason", now.current.reason));
  }
  if (rules.protocol && rules.cleaning_minutes) v->cleaning = hall_number_words(c, T_HALL_DESK_CLEANING, rules.cleaning_minutes);
  undo_of(c, &now.undo, v);
  v->waiting = tickets_of(c, now.hall, &now.waiting, &v->waiting_count);
  v->more = now.waiting.n - v->waiting_count;
  v->held = tickets_of(c, now.hall, &now.held, &v->held_count);
  v->missed = tickets_of(c, now.hall, &now.missed, &v->missed_count);
  struct line_button *all = arena_array(c->arena, struct line_button, now.hall->line_count + 1);
  for (size_t i = 0; i < now.hall->line_count; i++)
    all[i] = (struct line_button){.letter = now.hall->lines[i].letter, .name = local(&now.hall->lines[i].name, c->lang)};
  v->all = all;
  v->all_count = now.hall->line_count;
  return E_OK;
}

static json_t *ticket_json(const struct desk_ticket *t) {
  json_t *o = json_object();
  json_object_set_new(o, "id", json_integer(t->id));
  json_object_set_new(o, "number", hall_str(t->number));
  json_object_set_new(o, "line", hall_str(t->line));
  json_object_set_new(o, "tags", hall_str(t->tags));
  json_object_set_new(o, "since", hall_str(t->since));
  return o;
}

static json_t *list_json(const struct desk_ticket *list, size_t n) {
  json_t *a = json_array();
  for (size_t i = 0; i < n; i++) json_array_append_new(a, ticket_json(&list[i]));
  return a;
}

static void send(struct web_request *rq, struct http_response *rs, const struct desk_view *v, int status) {
  if (!hall_wants_json(rq)) {
    desk_page(&rq->page, v);
    web_page(rq, rs, status);
    return;
  }
  json_t *o = json_object();
  json_object_set_new(o, "busy", json_boolean(v->busy));
  if (v->busy) json_object_set_new(o, "current", ticket_json(&v->current));
  json_object_set_new(o, "application", hall_str(v->application));
  json_object_set_new(o, "walkin", hall_str(v->walkin_url));
  json_object_set_new(o, "reason", hall_str(v->reason));
  json_object_set_new(o, "waiting", list_json(v->waiting, v->waiting_count));
  json_object_set_new(o, "missed", list_json(v->missed, v->missed_count));
  json_object_set_new(o, "held", list_json(v->held, v->held_count));
  json_object_set_new(o, "more", json_integer((json_int_t)v->more));
  json_object_set_new(o, "error", hall_str(v->error));
  json_object_set_new(o, "notice", hall_str(v->notice));
  json_object_set_new(o, "undo", hall_str(v->undo));
  json_object_set_new(o, "undo_ms", json_integer(v->undo_ms));
  hall_json(rq, rs, status, o);
}

static void show(struct web_request *rq, struct http_response *rs, int counter, str error, str notice, int status) {
  struct desk_view v;
  enum err e = fill(rq, counter, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.error = error;
  v.notice = notice;
  send(rq, rs, &v, status);
}

/* What was scanned: a ticket of today shows itself, a file opens. */
static bool scanned(struct web_request *rq, struct http_response *rs, int counter) {
  struct ctx *c = &rq->c;
  str typed = web_query(rq, "kode"), number;
  struct ticket t;
  if (!typed.n) return false;
  enum err e = office_queue_find(c, office_hall_of_counter(c->office, counter), typed, &t);
  if (e == E_OK && t.application.n) {
    officer_to_file(rq, rs, t.application, t.kind == TICKET_PICKUP ? "/ambil" : "");
  } else if (e == E_OK) {
    str words = arena_printf(c->arena, STR_FMT ": " STR_FMT ".", STR_ARG(t.number), STR_ARG(text_plain(c->lang, text_key_find(arena_printf(c->arena, "hall.state.%s", ticket_state_code(t.state))))));
    show(rq, rs, counter, S(""), words, 200);
  } else if (officer_number_of(c, typed, &number) == E_OK) {
    struct list found;
    bool known = office_search(c, number, &found) == E_OK && found.n;
    bool pickup = known && (found.rows[0].state == STATE_READY_FOR_PICKUP || found.rows[0].state == STATE_MISMATCH);
    if (known) officer_to_file(rq, rs, number, pickup ? "/ambil" : "");
    else show(rq, rs, counter, text_plain(c->lang, T_HALL_DESK_SCAN_UNKNOWN), S(""), 404);
  } else {
    show(rq, rs, counter, text_plain(c->lang, T_HALL_DESK_SCAN_UNKNOWN), S(""), 404);
  }
  return true;
}

void hall_desk(struct web_request *rq, struct http_response *rs) {
  int counter;
  if (!number_of_path(rq, &counter)) {
    web_error_page(rq, rs, 404);
    return;
  }
  if (scanned(rq, rs, counter)) return;
  show(rq, rs, counter, S(""), S(""), 200);
  if (!hall_wants_json(rq))
    http_set_header(rs, "Set-Cookie", arena_printf(rq->c.arena, "loket_meja=%d; Path=/loket; HttpOnly; SameSite=Lax; Max-Age=31536000", counter));
}

/* ---- steps -------------------------------------------------------------------------------------------------------- */

static str done_words(struct ctx *c, enum ticket_step step, const struct ticket *t) {
  enum text_key key = step == STEP_CALL || step == STEP_RECALL ? T_HALL_DESK_CALLED_SAID : step == STEP_FINISH ? T_HALL_DESK_DONE_SAID : T_NONE;
  return key ? text_fill(c->arena, c->lang, key, (const struct text_arg[]){{"ticket", t->number}}, 1) : S("");
}

static enum err take_back(struct web_request *rq, int counter, str *ret_words) {
  struct ctx *c = &rq->c;
  struct ticket t;
  TRY(office_queue_undo(c, counter, &t));
  *ret_words = TEXT(c->arena, c->lang, T_HALL_DESK_UNDONE_SAID, ARG("ticket", t.number));
  return E_OK;
}

/* "call:0", "transfer:0", "return:17" */
static bool read_step(struct web_request *rq, int counter, struct counter_step *ret) {
  str rest = web_field(rq, "do"), word;
  *ret = (struct counter_step){.counter = counter, .line = web_field(rq, "line")};
  return str_cut(&rest, ':', &word) && rest.p && ticket_step_parse(word, &ret->step) && str_to_i64(rest, &ret->ticket) && ret->ticket >= 0;
}

void hall_desk_step(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct counter_step step;
  struct ticket t;
  int counter;
  str words = S("");
  enum err e;
  if (!number_of_path(rq, &counter)) {
    web_error_page(rq, rs, 404);
    return;
  }
  bool undo = str_eq(web_field(rq, "do"), S("undo:0"));
  if (undo) e = take_back(rq, counter, &words);
  else if (!read_step(rq, counter, &step)) e = ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_ACTION, "unknown_action", STR_NONE);
  else if (step.step == STEP_CALL && !step.ticket) e = office_queue_call(c, counter, &t);
  else e = office_queue_step(c, &step, &t);
  if (e != E_OK && !c->fault_count) {
    web_error(rq, rs, e);
    return;
  }
  bool quiet = e == E_NOTFOUND; /* nobody waits: that is no mistake */
  if (e == E_OK && !hall_wants_json(rq)) {
    web_redirect(rq, rs, desk_url(c, counter));
    return;
  }
  if (e != E_OK) words = fault_text(c, &c->faults[0]);
  else if (!undo) words = done_words(c, step.step, &t);
  show(rq, rs, counter, e == E_OK || quiet ? S("") : words, e == E_OK || quiet ? words : S(""), quiet ? 200 : web_status_of(e));
}

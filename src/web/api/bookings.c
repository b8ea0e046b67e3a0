/* /api/v1/slots and /api/v1/bookings: free seats for everybody; appointments for machines that have a token: a village
 * office, a kiosk of another maker. */
#include "base/limits.h"
#include "domain/identity.h"
#include "office/booking.h"
#include "office/booking_notice.h"
#include "web/api/api.h"

#define MAX_CODE 100
#define MAX_SLOTS 2000

/* ---- GET /slots ------------------------------------------------------------------------------------------- */

static void put_slots(struct json_out *o, const struct seat_slot *slots, size_t n) {
  put_open(o, "items", '[');
  for (size_t i = 0; i < n && i < MAX_SLOTS; i++) {
    put_open(o, NULL, '{');
    put_time(o, "at", slots[i].at);
    put_time(o, "until", slot_end(slots[i].booth, slots[i].at));
    put_text(o, "booth", slots[i].booth->code);
    put_text(o, "hall", slots[i].booth->hall);
    put_text(o, "place", slots[i].booth->place);
    put_bool(o, "accessible", slots[i].booth->accessible);
    put_int(o, "free", slots[i].free);
    put_close(o, '}');
  }
  put_close(o, ']');
}

void api_list_slots(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct seat_slot *slots = NULL;
  size_t n = 0;
  str day = web_query(rq, "day");
  struct seat_query q = {.kind = web_query(rq, "kind"), .accessible = str_eq(web_query(rq, "accessible"), S("yes"))};
  const struct visit_rule *rule = visit_rule_find(q.kind);
  if (!rule || rule->at_home) (void)ctx_fail(c, E_INPUT, T_BOOKING_UNKNOWN_KIND, "unknown_kind", S("kind"));
  if (day.n && !date_parse(day, &q.day)) (void)ctx_fail(c, E_INPUT, T_BOOKING_API_DAY, "field", S("day"));
  enum err e = c->fault_count ? E_INPUT : office_seats(c, &q, &slots, &n);
  if (e != E_OK) {
    api_error(rq, rs, e);
    return;
  }
  struct json_out o = json_out_new(c->arena);
  put_slots(&o, slots, n);
  web_json(rq, rs, 200, json_out_end(&o));
}

/* ---- one booking as JSON ------------------------------------------------------------------------------------ */

static void put_booking(struct json_out *o, struct ctx *c, const struct booking *b) {
  put_text(o, "number", b->number);
  put_text(o, "kind", b->kind);
  put_code(o, "state", booking_state_code(b->state));
  put_int(o, "version", b->version);
  put_opt(o, "booth", b->booth_code);
  put_opt(o, "place", booking_place(b));
  put_time(o, "at", b->starts_at);
  put_time(o, "until", b->ends_at);
  put_code(o, "channel", channel_code(b->channel));
  put_text(o, "name", b->name);
  put_opt(o, "phone", b->phone.n ? phone_masked(c->arena, b->phone) : STR_NONE);
  put_opt(o, "age", str_of(age_code(b->age)));
  put_opt(o, "needs", b->needs);
  put_opt(o, "outcome", b->outcome);
  put_opt(o, "disturbed", b->disturbed);
  put_time(o, "expires_at", b->expires_at);
  put_text(o, "url", booking_url(c, b->id));
}

static str booking_json(struct ctx *c, const struct booking *b) {
  struct json_out o = json_out_new(c->arena);
  put_booking(&o, c, b);
  return json_out_end(&o);
}

static void answer(struct web_request *rq, struct http_response *rs, enum err e, const struct booking *b, int status) {
  if (e != E_OK)
    api_error(rq, rs, e);
  else
    web_json(rq, rs, status, booking_json(&rq->c, b));
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

void api_open_booking(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  answer(rq, rs, office_booking(&rq->c, rq->args[0], &b), &b, 200);
}

void api_list_bookings(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking_day all;
  struct date day = ctx_today(c);
  str typed = web_query(rq, "day");
  enum err e = !typed.n || date_parse(typed, &day) ? office_booking_day(c, day, 0, 0, &all) : ctx_fail(c, E_INPUT, T_BOOKING_API_DAY, "field", S("day"));
  if (e != E_OK) {
    api_error(rq, rs, e);
    return;
  }
  struct json_out o = json_out_new(c->arena);
  put_open(&o, "items", '[');
  for (size_t i = 0; i < all.n; i++) {
    put_open(&o, NULL, '{');
    put_booking(&o, c, &all.rows[i]);
    put_close(&o, '}');
  }
  put_close(&o, ']');
  web_json(rq, rs, 200, json_out_end(&o));
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

static enum err read_new(struct ctx *c, str body, struct new_booking *n, bool *ret_wait) {
  static const char *const members[] = {"kind", "booth", "at", "age", "name", "phone", "needs", "remind", "wait", "address", "reason"};
  CLEANUP(json_freep) json_t *root = NULL;
  TRY(api_parse(c, body, &root));
  struct object o = {c, root, S("")};
  api_known(o, members, COUNT(members));
  str at = api_text(o, "at", MAX_CODE), age = api_text(o, "age", MAX_CODE);
  *n = (struct new_booking){.kind = api_text(o, "kind", MAX_CODE), .booth = api_text(o, "booth", MAX_CODE), .name = api_text(o, "name", 4 * MAX_NAME),
                            .phone = api_text(o, "phone", MAX_CODE), .needs = api_text(o, "needs", MAX_CODE), .remind = api_flag(o, "remind"),
                            .address = api_text(o, "address", MAX_TEXT), .reason = api_text(o, "reason", MAX_CODE), .channel = CHANNEL_API};
  *ret_wait = api_flag(o, "wait");
  const struct visit_rule *rule = visit_rule_find(n->kind);
  bool needs_seat = !*ret_wait && rule && !rule->at_home;
  if (!n->kind.n) (void)api_fail(o, "kind", T_API_NEEDED, "missing");
  if (age.n && !age_parse(age, &n->age)) (void)api_fail(o, "age", T_BOOKING_AGE_NEEDED, "unknown_value");
  if (needs_seat && !rfc3339_parse(at, &n->at)) (void)api_fail(o, "at", T_BOOKING_API_AT, "field");
  if (needs_seat && !n->booth.n) (void)api_fail(o, "booth", T_API_NEEDED, "missing");
  return c->fault_count ? E_INPUT : E_OK;
}

static str tell_booked(struct ctx *c, const void *done) { return booking_json(c, done); }

static enum err book(struct web_request *rq, struct once *once) {
  struct ctx *c = &rq->c;
  struct new_booking n;
  struct booking b;
  bool wait;
  TRY(read_new(c, rq->http->body, &n, &wait));
  TRY(api_once(rq, rq->http->body, 201, tell_booked, once));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(once_find(c, &tx, once));
  if (once->repeated) return db_commit(&tx); /* the first may not be on the disk yet */
  if (str_eq(n.kind, VISIT_HOME)) {
    TRY(booking_request_visit(c, &tx, &n, &b));
  } else if (wait) {
    TRY(booking_wait(c, &tx, &n, &b));
  } else {
    TRY(booking_hold(c, &tx, &n, &b));
    TRY(booking_confirm(c, &tx, &b, &n));
  }
  TRY(once_keep(c, &tx, once, &b));
  return db_commit(&tx);
}

void api_book(struct web_request *rq, struct http_response *rs) {
  struct once once = {0};
  enum err e = book(rq, &once);
  api_done(rq, rs, e, &once);
}

static enum err act(struct web_request *rq, struct booking *ret) {
  static const char *const members[] = {"action", "version", "outcome", "note", "booth", "at"};
  struct ctx *c = &rq->c;
  CLEANUP(json_freep) json_t *root = NULL;
  TRY(api_parse(c, rq->http->body, &root));
  struct object o = {c, root, S("")};
  api_known(o, members, COUNT(members));
  str action = api_text(o, "action", MAX_CODE), booth = api_text(o, "booth", MAX_CODE), at = api_text(o, "at", MAX_CODE);
  struct booking_step step = {.version = api_number(o, "version"), .outcome = api_text(o, "outcome", MAX_CODE), .note = api_text(o, "note", MAX_TEXT)};
  if (!booking_action_parse(action, &step.action) || step.action == BOOKING_BOOK || step.action == BOOKING_OFFER || step.action == BOOKING_LAPSE)
    (void)api_fail(o, "action", T_BOOKING_API_ACTION, "unknown_value");
  if (at.n && !rfc3339_parse(at, &step.at)) (void)api_fail(o, "at", T_BOOKING_API_AT, "field");
  if (c->fault_count) return E_INPUT;
  if (step.action == BOOKING_MOVE) return office_move(c, rq->args[0], booth, step.at, ret);
  return office_booking_act(c, rq->args[0], &step, ret);
}

void api_act_booking(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  answer(rq, rs, act(rq, &b), &b, 200);
}

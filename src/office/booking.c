/* office/booking: every step of an appointment. */
#include "office/booking.h"

#include "base/limits.h"
#include "domain/identity.h"
#include "office/booking_house.h"
#include "office/booking_notice.h"
#include "office/chain.h"
#include "office/inbound.h"
#include "office/json.h"

#define NUMBER_PREFIX S("JT")
#define MAX_ADDRESS 300
#define OFFER_CANDIDATES 200

/* Machines with an agreement book for citizens and may what a citizen may; in a tiny office the admin wears all hats. */
static enum role role_of(const struct ctx *c) {
  bool separate = c->office->config->rules.separate_handover;
  if (c->actor.role == ROLE_ADMIN && !separate) return ROLE_SUPERVISOR;
  return c->actor.role == ROLE_PARTNER || c->actor.role == ROLE_NONE ? ROLE_CITIZEN : c->actor.role;
}
static bool is_house(const struct ctx *c) { return role_of(c) != ROLE_CITIZEN && role_of(c) != ROLE_SYSTEM; }

/* ---- writing --------------------------------------------------------------------------------------- */

static enum err save(struct ctx *c, struct tx *tx, struct booking *b) {
  enum err e = db_change(tx, SQL_BOOKING_SAVE, V(b->id), V(b->version), V(booking_state_code(b->state)), V_STR(b->booth_code),
                         V(b->starts_at), V(b->ends_at), V_OPT(b->chat), V_OPT(b->contact), V_STR(b->name), V_STR(b->phone),
                         V_STR(b->needs), V_STR(b->address), V_STR(b->reason), V_STR(b->note), V_STR(b->outcome),
                         V_STR(b->disturbed), V(b->moves), V_OPT(b->expires_at), V_OPT(b->remind_at), V(b->wish_from),
                         V(b->wish_until), V(c->now));
  if (e == E_CONFLICT) return ctx_fail(c, e, T_OFFICE_CONFLICT, "conflict", STR_NONE);
  b->version++;
  b->changed_at = c->now;
  return e;
}

static enum err tell_chain(struct ctx *c, struct tx *tx, const struct booking *b, const char *action, enum booking_state from) {
  json_t *o = json_object();
  json_object_set_new(o, "booking", json_of(b->number));
  json_object_set_new(o, "kind", json_of(b->kind));
  json_object_set_new(o, "from", json_string(booking_state_code(from)));
  json_object_set_new(o, "to", json_string(booking_state_code(b->state)));
  if (b->booth_code.n) json_object_set_new(o, "booth", json_of(b->booth_code));
  if (b->starts_at) json_object_set_new(o, "at", json_of(rfc3339(c->arena, b->starts_at)));
  if (b->outcome.n) json_object_set_new(o, "outcome", json_of(b->outcome));
  return event_append(c, tx, arena_printf(c->arena, "booking_%s", action).p, b->application, json_text(c->arena, o));
}

static enum err add_row(struct ctx *c, struct tx *tx, const struct new_booking *n, enum booking_state state, struct booking *ret) {
  struct sha256 unknown;
  i64 id;
  random_bytes(unknown.b, sizeof unknown.b);
  {
    CLEANUP(rows_done) struct rows r =
        db_query(tx, SQL_BOOKING_ADD, V(number_new(c->arena, NUMBER_PREFIX)), V_SHA(unknown), V(n->kind),
                 V(booking_state_code(state)), V(channel_code(n->channel)), V_OPT(n->chat), V_OPT(n->contact),
                 V_OPT(n->application), V(age_code(n->age)), V(c->now));
    TRY(rows_one(&r));
    id = col_int(&r, 0);
  }
  struct sha256 hash = token_hash(booking_token(c, id));
  TRY(db_change(tx, SQL_BOOKING_TOKEN, V(id), V_SHA(hash)));
  return booking_by_id(c, tx, id, ret);
}

static enum err take_seat(struct ctx *c, struct tx *tx, struct booking *b, const struct booth *booth, moment at, bool any_time) {
  int place;
  TRY(seat_place(c, tx, booth, at, any_time, b->kind, &place));
  enum err e = db_exec(tx, SQL_SEAT_TAKE, V(booth->code), V(at), V(place), V(b->id));
  if (e == E_CONFLICT) return ctx_fail(c, e, T_BOOKING_SLOT_TAKEN, "slot_taken", S("at"));
  b->booth = booth;
  b->booth_code = booth->code;
  b->starts_at = at;
  b->ends_at = slot_end(booth, at);
  return e;
}

static void set_reminder(const struct ctx *c, struct booking *b) {
  const struct config *cfg = c->office->config;
  b->remind_at = booking_reminder(b->starts_at, MINUTES(cfg->appointments.remind_early_minutes),
                                  MINUTES(cfg->appointments.remind_late_minutes), c->now);
}

/* ---- a free seat goes to who waits ------------------------------------------------------------------- */

static bool wants(const struct ctx *c, const struct booking *b, const struct booth *booth, moment at) {
  moment soonest = c->now + MINUTES(c->office->config->appointments.lead_minutes);
  bool fits = booth_serves(booth, b->kind) && (!str_eq(b->needs, S("wheelchair")) || booth->accessible);
  return fits && at >= soonest && at >= b->wish_from && at < b->wish_until;
}

static enum err offer(struct ctx *c, struct tx *tx, struct booking *b, const struct booth *booth, moment at) {
  moment until = c->now + MINUTES(c->office->config->appointments.offer_minutes), latest = at - MINUTES(15);
  TRY(take_seat(c, tx, b, booth, at, false));
  b->state = BOOKING_OFFERED;
  b->expires_at = until < latest ? until : latest;
  TRY(save(c, tx, b));
  TRY(tell_chain(c, tx, b, "offer", BOOKING_WAITING));
  return booking_notice(c, tx, b, BOOKING_SAYS_OFFER);
}

/* The first who waits for something like it. */
static enum err seat_freed(struct ctx *c, struct tx *tx, const struct booth *booth, moment at) {
  i64 ids[OFFER_CANDIDATES];
  size_t n = 0;
  if (!booth || at <= c->now) return E_OK;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_WAITING, V(OFFER_CANDIDATES));
    while (n < OFFER_CANDIDATES && rows_next(&r)) ids[n++] = col_int(&r, 0);
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) {
    struct booking b;
    TRY(booking_by_id(c, tx, ids[i], &b));
    if (!wants(c, &b, booth, at)) continue;
    size_t faults = c->fault_count;
    enum err e = offer(c, tx, &b, booth, at);
    if (e != E_RULE && e != E_CONFLICT) return e;
    c->fault_count = faults; /* closed or paused meanwhile: nobody gets it */
    return E_OK;
  }
  return E_OK;
}

static enum err leave_seat(struct ctx *c, struct tx *tx, struct booking *b) {
  (void)c;
  return db_exec(tx, SQL_SEAT_FREE, V(b->id));
}

/* Seats that nobody was offered: the horizon moved on, blanks came, a closure was lifted. */
enum err bookings_offer(struct ctx *c, size_t *ret_n) {
  *ret_n = 0;
  for (;;) {
    i64 ids[OFFER_CANDIDATES];
    size_t n = 0, done = 0;
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_begin(c->office->db, &tx));
    {
      CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_BOOKING_WAITING, V(OFFER_CANDIDATES));
      while (n < OFFER_CANDIDATES && rows_next(&r)) ids[n++] = col_int(&r, 0);
      TRY(r.err);
    }
    for (size_t i = 0; i < n && !done; i++) {
      struct booking b;
      struct seat_slot *slots;
      size_t slot_n;
      TRY(booking_by_id(c, &tx, ids[i], &b));
      TRY(seats_free(c, &tx, &(struct seat_query){.kind = b.kind, .accessible = str_eq(b.needs, S("wheelchair"))}, &slots, &slot_n));
      for (size_t k = 0; k < slot_n && !done; k++)
        if (wants(c, &b, slots[k].booth, slots[k].at)) {
          TRY(offer(c, &tx, &b, slots[k].booth, slots[k].at));
          done = 1;
        }
    }
    if (!done) return E_OK;
    TRY(db_commit(&tx));
    ++*ret_n;
  }
}

/* ---- who may come ------------------------------------------------------------------------------------- */

static enum err check_kind(struct ctx *c, struct tx *tx, const struct new_booking *n, const struct visit_rule **ret) {
  const struct visit_rule *rule = visit_rule_find(n->kind);
  struct blanks blanks;
  if (!c->office->config->appointments.enabled) return ctx_fail(c, E_RULE, T_BOOKING_NOT_ENABLED, "not_enabled", STR_NONE);
  if (!rule) return ctx_fail(c, E_INPUT, T_BOOKING_UNKNOWN_KIND, "unknown_kind", S("kind"));
  switch (visit_may_come(rule, n->age)) {
    case COME_TOO_YOUNG: return ctx_fail(c, E_RULE, T_BOOKING_TOO_YOUNG, "too_young", S("age"));
    case COME_ASK_AGE: return ctx_fail(c, E_INPUT, T_BOOKING_AGE_NEEDED, "age_needed", S("age"));
    default: break;
  }
  TRY(blanks_read(tx, &blanks));
  if (visit_paused(rule, blanks_out(&blanks)) && !blanks.expected.year && n->at)
    return ctx_fail(c, E_RULE, T_BOOKING_BLANKS_OUT, "blanks_out", S("kind"));
  *ret = rule;
  return E_OK;
}

static enum err living(struct tx *tx, enum sql q, struct value who, i64 *ret) {
  CLEANUP(rows_done) struct rows r = db_query_(tx, q, &who, 1);
  TRY(rows_one(&r));
  if (col_int(&r, 0) > *ret) *ret = col_int(&r, 0);
  return E_OK;
}

/* A family shares a phone; nobody hoards seats. Officers are trusted to know. */
static enum err check_number_of_bookings(struct ctx *c, struct tx *tx, const struct booking *b) {
  i64 n = 0;
  if (is_house(c)) return E_OK;
  if (b->phone.n) TRY(living(tx, SQL_BOOKING_LIVING_OF_PHONE, V(b->phone), &n));
  if (b->contact) TRY(living(tx, SQL_BOOKING_LIVING_OF_CONTACT, V(b->contact), &n));
  if (n < c->office->config->appointments.per_phone) return E_OK;
  return ctx_fail_arg(c, E_LIMIT, T_BOOKING_TOO_MANY, "too_many_bookings", S("phone"), "n",
                      arena_printf(c->arena, "%d", c->office->config->appointments.per_phone));
}

static bool need_known(str code) {
  static const char *const codes[] = {"", "wheelchair", "deaf", "blind", "carer"};
  for (size_t i = 0; i < COUNT(codes); i++)
    if (str_is(code, codes[i])) return true;
  return false;
}

/* ---- who comes ------------------------------------------------------------------------------------------ */

static enum err fill_person(struct ctx *c, struct booking *b, const struct new_booking *n) {
  str name = str_trim(n->name.n ? n->name : b->name), phone = str_trim(n->phone);
  if (!name.n) (void)ctx_fail(c, E_INPUT, T_BOOKING_NAME_NEEDED, "missing", S("name"));
  if (utf8_count(name) > MAX_NAME) (void)ctx_fail(c, E_INPUT, T_BOOKING_NAME_LONG, "too_long", S("name"));
  if (phone.n && phone_read(c->arena, phone, &phone) != E_OK)
    (void)ctx_fail(c, E_INPUT, T_BOOKING_PHONE_WRONG, "phone", S("phone"));
  if (n->remind && !phone.n && !b->chat) (void)ctx_fail(c, E_INPUT, T_BOOKING_PHONE_NEEDED, "missing", S("phone"));
  if (!need_known(n->needs)) (void)ctx_fail(c, E_INPUT, T_BOOKING_UNKNOWN_NEEDS, "unknown_value", S("needs"));
  if (c->fault_count) return E_INPUT;
  b->name = name;
  if (phone.n) b->phone = phone;
  if (n->needs.n) b->needs = n->needs;
  return E_OK;
}

/* Who asked for reminders on a phone we never heard of gets them as templates. */
static enum err chat_for_phone(struct ctx *c, struct tx *tx, struct booking *b) {
  const struct config *cfg = c->office->config;
  if (b->chat || !b->phone.n || !cfg->whatsapp.number_count) return E_OK;
  return contact_for_phone(c, tx, b->phone, cfg->whatsapp.numbers[0].phone_number_id, &b->contact, &b->chat);
}

/* ---- hold, confirm, move ---------------------------------------------------------------------------------- */

enum err booking_hold(struct ctx *c, struct tx *tx, const struct new_booking *n, struct booking *ret) {
  const struct visit_rule *rule;
  const struct booth *booth = booth_find(c->office, n->booth);
  int place;
  TRY(check_kind(c, tx, n, &rule));
  if (!booth || rule->at_home) return ctx_fail(c, E_RULE, T_BOOKING_NO_SUCH_SLOT, "no_such_slot", S("at"));
  TRY(seat_place(c, tx, booth, n->at, is_house(c), n->kind, &place));
  TRY(add_row(c, tx, n, BOOKING_HELD, ret));
  TRY(take_seat(c, tx, ret, booth, n->at, is_house(c)));
  ret->expires_at = c->now + MINUTES(c->office->config->appointments.hold_minutes);
  return save(c, tx, ret);
}

static enum err forbid(struct ctx *c, enum booking_rule rule) {
  switch (rule) {
    case BOOKING_NOT_YOU: return ctx_fail(c, E_DENIED, T_RULE_ROLE, "role", STR_NONE);
    case BOOKING_TOO_LATE: return ctx_fail(c, E_RULE, T_BOOKING_TOO_LATE, "booking_too_late", STR_NONE);
    case BOOKING_TOO_EARLY: return ctx_fail(c, E_RULE, T_BOOKING_TOO_EARLY, "booking_too_early", STR_NONE);
    default: return ctx_fail(c, E_RULE, T_BOOKING_NOT_NOW, "booking_not_now", STR_NONE);
  }
}

static enum err decide(struct ctx *c, const struct booking *b, enum booking_action action, enum booking_state *ret_to) {
  struct booking_decision d = booking_decide(b->state, action, role_of(c), b->starts_at, c->now);
  if (d.forbidden != BOOKING_FINE) return forbid(c, d.forbidden);
  *ret_to = d.to;
  return E_OK;
}

enum err booking_confirm(struct ctx *c, struct tx *tx, struct booking *b, const struct new_booking *n) {
  enum booking_state to, from = b->state;
  if (b->state == BOOKING_HELD && b->expires_at && b->expires_at <= c->now)
    return ctx_fail(c, E_RULE, T_BOOKING_HOLD_OVER, "hold_over", STR_NONE);
  TRY(decide(c, b, BOOKING_BOOK, &to));
  TRY(fill_person(c, b, n));
  if (str_eq(b->needs, S("wheelchair")) && b->booth && !b->booth->accessible)
    return ctx_fail(c, E_RULE, T_BOOKING_NOT_ACCESSIBLE, "not_accessible", S("needs"));
  TRY(check_number_of_bookings(c, tx, b));
  if (n->remind) TRY(chat_for_phone(c, tx, b));
  b->state = to;
  b->expires_at = 0;
  set_reminder(c, b);
  TRY(save(c, tx, b));
  TRY(tell_chain(c, tx, b, "book", from));
  return booking_notice(c, tx, b, BOOKING_SAYS_BOOKED);
}

enum err booking_move(struct ctx *c, struct tx *tx, struct booking *b, str booth_code, moment at) {
  enum booking_state to, from = b->state;
  const struct booth *booth = booth_find(c->office, booth_code), *old = b->booth;
  moment old_at = b->starts_at;
  TRY(decide(c, b, BOOKING_MOVE, &to));
  if (!booth) return ctx_fail(c, E_RULE, T_BOOKING_NO_SUCH_SLOT, "no_such_slot", S("at"));
  if (str_eq(b->needs, S("wheelchair")) && !booth->accessible)
    return ctx_fail(c, E_RULE, T_BOOKING_NOT_ACCESSIBLE, "not_accessible", S("at"));
  if (booth == old && at == old_at && booking_state_has_seat(from)) return E_OK;
  int place;
  TRY(seat_place(c, tx, booth, at, is_house(c), b->kind, &place)); /* what fails must fail before the old seat is left */
  TRY(leave_seat(c, tx, b));
  TRY(take_seat(c, tx, b, booth, at, is_house(c)));
  b->state = to;
  b->disturbed = STR_NONE;
  if (to == BOOKING_BOOKED) {
    b->moves++;
    b->expires_at = 0;
    set_reminder(c, b);
  }
  TRY(save(c, tx, b));
  if (booking_state_has_seat(from)) TRY(seat_freed(c, tx, old, old_at));
  if (to == BOOKING_HELD) return E_OK;
  TRY(tell_chain(c, tx, b, "move", from));
  return booking_notice(c, tx, b, from == BOOKING_WAITING ? BOOKING_SAYS_BOOKED : BOOKING_SAYS_MOVED);
}

/* The row with its person; nothing is written when he may not. */
static enum err add_person(struct ctx *c, struct tx *tx, const struct new_booking *n, enum booking_state state, struct booking *ret) {
  struct booking who = {.chat = n->chat, .contact = n->contact};
  TRY(fill_person(c, &who, n));
  TRY(check_number_of_bookings(c, tx, &who));
  TRY(add_row(c, tx, n, state, ret));
  ret->name = who.name;
  ret->phone = who.phone;
  ret->needs = who.needs;
  return E_OK;
}

/* ---- no seat needed ------------------------------------------------------------------------------------------ */

enum err booking_wait(struct ctx *c, struct tx *tx, const struct new_booking *n, struct booking *ret) {
  const struct visit_rule *rule;
  TRY(check_kind(c, tx, n, &rule));
  if (rule->at_home) return ctx_fail(c, E_INPUT, T_BOOKING_UNKNOWN_KIND, "unknown_kind", S("kind"));
  TRY(add_person(c, tx, n, BOOKING_WAITING, ret));
  if (n->remind) TRY(chat_for_phone(c, tx, ret));
  ret->wish_from = c->now;
  ret->wish_until = ret->expires_at = c->now + DAYS(c->office->config->appointments.horizon_days);
  TRY(save(c, tx, ret));
  TRY(tell_chain(c, tx, ret, "wait", BOOKING_WAITING));
  return booking_notice(c, tx, ret, BOOKING_SAYS_WAITING);
}

static bool reason_known(str code) {
  static const char *const codes[] = {"old", "ill", "disabled", "disaster"};
  for (size_t i = 0; i < COUNT(codes); i++)
    if (str_is(code, codes[i])) return true;
  return false;
}

enum err booking_request_visit(struct ctx *c, struct tx *tx, const struct new_booking *n, struct booking *ret) {
  const struct visit_rule *rule;
  struct new_booking at_home = *n;
  at_home.kind = VISIT_HOME;
  at_home.at = 0;
  str address = str_trim(n->address);
  TRY(check_kind(c, tx, &at_home, &rule));
  if (utf8_count(address) < 8) (void)ctx_fail(c, E_INPUT, T_BOOKING_ADDRESS_NEEDED, "missing", S("address"));
  if (!reason_known(n->reason)) (void)ctx_fail(c, E_INPUT, T_BOOKING_REASON_NEEDED, "missing", S("reason"));
  if (!n->chat && !str_trim(n->phone).n) (void)ctx_fail(c, E_INPUT, T_BOOKING_PHONE_VISIT, "missing", S("phone"));
  TRY(add_person(c, tx, &at_home, BOOKING_REQUESTED, ret));
  if (n->remind) TRY(chat_for_phone(c, tx, ret));
  ret->address = utf8_cut(address, MAX_ADDRESS);
  ret->reason = n->reason;
  TRY(save(c, tx, ret));
  TRY(tell_chain(c, tx, ret, "request", BOOKING_REQUESTED));
  return booking_notice(c, tx, ret, BOOKING_SAYS_REQUESTED);
}

/* ---- the other steps -------------------------------------------------------------------------------------------- */

static bool outcome_known(str code) {
  static const char *const codes[] = {"recorded", "printed", "later", "refused", "done"};
  for (size_t i = 0; i < COUNT(codes); i++)
    if (str_is(code, codes[i])) return true;
  return false;
}

static enum err finish(struct ctx *c, struct tx *tx, struct booking *b, const struct booking_step *s) {
  if (!outcome_known(s->outcome)) return ctx_fail(c, E_INPUT, T_BOOKING_OUTCOME_NEEDED, "missing", S("outcome"));
  b->outcome = s->outcome;
  if (str_eq(s->outcome, S("printed")) && b->rule->prints) return blanks_used(c, tx);
  return E_OK;
}

static enum err plan(struct ctx *c, struct booking *b, const struct booking_step *s) {
  if (!b->rule->at_home) return forbid(c, BOOKING_NOT_NOW);
  if (s->at <= c->now) return ctx_fail(c, E_INPUT, T_BOOKING_PLAN_PAST, "past", S("at"));
  b->moves += b->starts_at != 0;
  b->starts_at = s->at;
  b->ends_at = s->at + HOURS(1);
  set_reminder(c, b);
  return E_OK;
}

static enum booking_says says_of(enum booking_action a, enum booking_state from) {
  switch (a) {
    case BOOKING_CANCEL: return from == BOOKING_HELD ? BOOKING_SAYS_NOTHING : BOOKING_SAYS_CANCELLED;
    case BOOKING_ACCEPT: return BOOKING_SAYS_BOOKED;
    case BOOKING_DECLINE: return BOOKING_SAYS_CANCELLED;
    case BOOKING_LAPSE: return from == BOOKING_HELD ? BOOKING_SAYS_NOTHING : BOOKING_SAYS_LAPSED;
    case BOOKING_PLAN: return BOOKING_SAYS_PLANNED;
    case BOOKING_MISS: return BOOKING_SAYS_MISSED;
    default: return BOOKING_SAYS_NOTHING;
  }
}

enum err booking_act(struct ctx *c, struct tx *tx, struct booking *b, const struct booking_step *s) {
  enum booking_state to, from = b->state;
  const struct booth *booth = b->booth;
  if (s->version && s->version != b->version) return ctx_fail(c, E_CONFLICT, T_OFFICE_CONFLICT, "conflict", STR_NONE);
  if (s->action == BOOKING_ACCEPT && b->expires_at && b->expires_at <= c->now)
    return ctx_fail(c, E_RULE, T_BOOKING_OFFER_OVER, "offer_over", STR_NONE);
  TRY(decide(c, b, s->action, &to));
  if (s->action == BOOKING_FINISH) TRY(finish(c, tx, b, s));
  if (s->action == BOOKING_PLAN) TRY(plan(c, b, s));
  if (s->action == BOOKING_UNDO && from == BOOKING_DONE) b->outcome = STR_NONE;
  if (s->note.n) b->note = utf8_cut(s->note, 600);
  b->state = to;
  b->expires_at = 0;
  if (to == BOOKING_BOOKED && s->action != BOOKING_PLAN) set_reminder(c, b);
  if (to != BOOKING_BOOKED) b->remind_at = 0;
  bool frees = booking_state_has_seat(from) && !booking_state_has_seat(to);
  if (frees) TRY(leave_seat(c, tx, b));
  TRY(save(c, tx, b));
  if (from != BOOKING_HELD) TRY(tell_chain(c, tx, b, booking_action_code(s->action), from));
  if (frees) TRY(seat_freed(c, tx, booth, b->starts_at));
  return booking_notice(c, tx, b, says_of(s->action, from));
}

enum err office_check_in(struct ctx *c, struct tx *tx, str typed, struct booking *ret) {
  TRY(booking_find(c, tx, typed, ret));
  if (ret->state == BOOKING_ARRIVED) return E_OK;
  if (ret->starts_at && date_days(local_of(ret->starts_at).date) < date_days(ctx_today(c)))
    return ctx_fail(c, E_RULE, T_BOOKING_OTHER_DAY, "booking_other_day", STR_NONE);
  struct actor_id who = c->actor;
  if (!is_house(c)) c->actor = (struct actor_id){.role = ROLE_SYSTEM, .name = S("system")}; /* he stands at our kiosk */
  enum err e = booking_act(c, tx, ret, &(struct booking_step){.action = BOOKING_ARRIVE});
  c->actor = who;
  return e;
}

/* ---- each in a transaction of its own ---------------------------------------------------------------------------- */

enum err office_hold(struct ctx *c, const struct new_booking *n, struct booking *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(booking_hold(c, &tx, n, ret));
  return db_commit(&tx);
}

enum err office_confirm(struct ctx *c, str typed, const struct new_booking *n, struct booking *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(booking_find(c, &tx, typed, ret));
  if (ret->state == BOOKING_BOOKED) return db_commit(&tx); /* a second tap */
  TRY(booking_confirm(c, &tx, ret, n));
  return db_commit(&tx);
}

enum err office_book(struct ctx *c, const struct new_booking *n, struct booking *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(booking_hold(c, &tx, n, ret));
  TRY(booking_confirm(c, &tx, ret, n));
  return db_commit(&tx);
}

enum err office_move(struct ctx *c, str typed, str booth, moment at, struct booking *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(booking_find(c, &tx, typed, ret));
  TRY(booking_move(c, &tx, ret, booth, at));
  return db_commit(&tx);
}

enum err office_wait(struct ctx *c, const struct new_booking *n, struct booking *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(booking_wait(c, &tx, n, ret));
  return db_commit(&tx);
}

enum err office_request_visit(struct ctx *c, const struct new_booking *n, struct booking *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(booking_request_visit(c, &tx, n, ret));
  return db_commit(&tx);
}

enum err office_booking_act(struct ctx *c, str typed, const struct booking_step *s, struct booking *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(booking_find(c, &tx, typed, ret));
  TRY(booking_act(c, &tx, ret, s));
  return db_commit(&tx);
}

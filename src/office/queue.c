#include "office/queue.h"

#include "base/limits.h"
#include "domain/calendar.h"
#include "domain/identity.h"
#include "office/chain.h"
#include "office/hall.h"
#include "office/hours.h"
#include "office/json.h"
#include "domain/conversation.h"
#include "office/notice.h"

#define OPEN_BEFORE MINUTES(90) /* tickets are given out so long before the office opens */

/* ---- finding halls and tickets ------------------------------------------------------------------------------ */

const struct hall *office_hall(const struct office *o, str code) {
  if (!code.n) return &o->config->halls[0];
  for (size_t i = 0; i < o->config->hall_count; i++)
    if (str_eq(o->config->halls[i].code, code)) return &o->config->halls[i];
  return NULL;
}

const struct hall *office_hall_of_counter(const struct office *o, int counter) {
  for (size_t i = 0; i < o->config->hall_count; i++)
    if (hall_counter_find(&o->config->halls[i], counter)) return &o->config->halls[i];
  return NULL;
}

i64 hall_today(const struct ctx *c) { return date_days(ctx_today(c)); }

struct ticket ticket_row(const struct ctx *c, const struct rows *r) {
  struct arena *a = c->arena;
  struct ticket t = {.id = col_int(r, 0), .hall = col_str(r, a, 1), .day = col_int(r, 2), .letter = col_str(r, a, 3),
                     .n = col_int(r, 4), .line = col_str(r, a, 5), .reason = col_str(r, a, 9), .person = col_str(r, a, 11),
                     .chat = col_int(r, 12), .application = col_str(r, a, 13), .taken_at = col_int(r, 14),
                     .order_at = col_int(r, 15), .appointment_at = col_int(r, 16), .came_back = col_int(r, 17),
                     .returns = (int)col_int(r, 18), .invited_at = col_int(r, 19), .called_at = col_int(r, 20),
                     .calls = (int)col_int(r, 21), .counter = (int)col_int(r, 22), .officer = col_int(r, 23),
                     .ended_at = col_int(r, 24)};
  if (!ticket_state_parse(col_peek(r, 6), &t.state) || !ticket_kind_parse(col_peek(r, 7), &t.kind) ||
      !ticket_priority_parse(col_peek(r, 8), &t.priority) || !ticket_channel_parse(col_peek(r, 10), &t.channel))
    log_line(LOG_ERROR, "ticket", "id=%lld holds a word nobody knows", (long long)t.id);
  t.number = ticket_number(a, t.letter, t.n);
  return t;
}

enum err ticket_one(struct ctx *c, struct rows *r, struct ticket *ret) {
  TRY(rows_one(r));
  *ret = ticket_row(c, r);
  return E_OK;
}

enum err ticket_by_id(struct ctx *c, struct tx *tx, i64 id, struct ticket *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_BY_ID, V(id));
  return ticket_one(c, &r, ret);
}

static enum err living_of(struct ctx *c, struct tx *tx, str person, struct ticket *ret) {
  if (!person.n) return E_NOTFOUND;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_LIVING, V(person), V(hall_today(c)));
  return ticket_one(c, &r, ret);
}

/* ---- the link of a ticket -------------------------------------------------------------------------------------- */

/* Made from the office's key, so that every message may carry it and the store does not hold it. */
static str token_of(struct ctx *c, str hall, i64 day, str letter, i64 n) {
  str text = arena_printf(c->arena, "ticket\x1f" STR_FMT "\x1f%lld\x1f" STR_FMT "\x1f%lld", STR_ARG(hall), (long long)day,
                          STR_ARG(letter), (long long)n);
  struct sha256 mac = keys_mac(&c->office->keys, text);
  return base64url_encode(c->arena, mac.b, 16);
}

str queue_token(struct ctx *c, const struct ticket *t) { return token_of(c, t->hall, t->day, t->letter, t->n); }

str queue_url(struct ctx *c, const struct ticket *t) {
  return office_url(c, "/antre/t/", queue_token(c, t));
}

static enum err by_token(struct ctx *c, struct tx *tx, str token, struct ticket *ret) {
  if (token.n != 22) return E_NOTFOUND;
  struct sha256 hash = sha256_of(token);
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_BY_TOKEN, V_SHA(hash));
  return ticket_one(c, &r, ret);
}

/* ---- taking ------------------------------------------------------------------------------------------------------ */

static const struct hall_line *line_of(const struct hall *h, const struct take *take) {
  if (take->line.n) return hall_line_find(h, take->line);
  if (take->kind == TICKET_PICKUP) return hall_pickup_line(h);
  return take->service.n ? hall_line_of_service(h, take->service) : NULL;
}

static enum err check_doors(struct ctx *c, struct tx *tx, const struct hall *h) {
  struct doors doors;
  if (c->office->config->demo) return E_OK;
  TRY(office_doors(c, tx, h->code, c->now, &doors));
  bool soon = doors.opens && doors.opens - c->now <= OPEN_BEFORE;
  if (!doors.open && !soon) return ctx_fail(c, E_RULE, T_HALL_CLOSED_NOW, "queue_closed", STR_NONE);
  return E_OK;
}

static enum err check_line(struct ctx *c, const struct hall_line *line, const struct hall_rules *rules, const struct take *take) {
  if (letters_have(rules->closed, line->letter) && take->channel != TAKEN_OFFICER)
    return ctx_fail(c, E_RULE, T_HALL_LINE_CLOSED, "queue_closed", S("line"));
  if (!letters_have(rules->urgent, line->letter) || take->kind != TICKET_WALKIN) return E_OK;
  for (size_t i = 0; i < rules->reason_count; i++)
    if (str_eq(rules->reasons[i], take->reason)) return E_OK;
  return ctx_fail(c, E_RULE, T_HALL_URGENT_ONLY, "urgent_only", S("reason"));
}

/* Who it is, as far as known: a phone, else a contact without one, else this browser. */
static enum err person_of(struct ctx *c, const struct take *take, str *ret) {
  *ret = S("");
  if (take->phone.n) {
    if (phone_read(c->arena, take->phone, ret) == E_OK) return E_OK;
    return ctx_fail(c, E_INPUT, T_OFFICE_PHONE, "phone", S("phone"));
  }
  if (take->contact) *ret = arena_printf(c->arena, "c%lld", (long long)take->contact);
  else if (take->browser.n) {
    struct sha256 hash = sha256_of(take->browser);
    *ret = arena_printf(c->arena, "b" STR_FMT, STR_ARG(base64url_encode(c->arena, hash.b, 16)));
  }
  return E_OK;
}

/* Who typed a phone that writes to us on WhatsApp hears of the ticket there. */
static enum err chat_of_phone(struct tx *tx, str phone, i64 *ret_chat) {
  i64 contact;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_PHONE, V(phone));
    enum err e = rows_one(&r);
    if (e != E_OK) return e == E_NOTFOUND ? E_OK : e;
    if (col_int(&r, 2)) return E_OK; /* BERHENTI */
    contact = col_int(&r, 0);
  }
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_OF_CONTACT, V(contact));
  enum err e = rows_one(&r);
  if (e == E_OK) *ret_chat = col_int(&r, 0);
  return e == E_NOTFOUND ? E_OK : e;
}

static enum err count(struct rows r, i64 *ret) {
  CLEANUP(rows_done) struct rows rows = r;
  TRY(rows_one(&rows));
  *ret = col_int(&rows, 0);
  return E_OK;
}

/* May the new one come in at once? Without a limit: when only few wait before. With one: when there is room and nobody
 * waits outside. */
static enum err invited_at_once(struct ctx *c, struct tx *tx, const struct hall *h, const struct hall_rules *rules,
                                const struct hall_line *line, bool *ret) {
  i64 n, day = hall_today(c);
  if (!rules->capacity) {
    TRY(count(db_query(tx, SQL_TICKET_FIRST_ONES, V(h->code), V(day), V(line->letter), V(rules->near)), &n));
    *ret = n < rules->near;
    return E_OK;
  }
  struct door_now door;
  TRY(hall_inside(c, tx, h, rules->capacity, &door));
  TRY(count(db_query(tx, SQL_TICKET_OUTSIDE, V(h->code), V(day)), &n));
  int room = rules->capacity - (int)h->counter_count;
  *ret = n == 0 && door.by_tickets < room && door.inside < rules->capacity;
  return E_OK;
}

static enum err next_number(struct ctx *c, struct tx *tx, const struct hall *h, const struct hall_line *line, i64 *ret) {
  TRY(count(db_query(tx, SQL_TICKET_NUMBER, V(h->code), V(hall_today(c)), V(line->letter)), ret));
  bool full = *ret > MAX_TICKET && !c->office->config->demo;
  return full ? ctx_fail(c, E_LIMIT, T_HALL_FULL_DAY, "queue_full", S("line")) : E_OK;
}

static enum err add(struct ctx *c, struct tx *tx, struct ticket *t) {
  struct sha256 hash = sha256_of(queue_token(c, t));
  CLEANUP(rows_done) struct rows r =
      db_query(tx, SQL_TICKET_ADD, V(t->hall), V(t->day), V(t->letter), V(t->n), V(t->line), V(ticket_kind_code(t->kind)),
               V(ticket_priority_code(t->priority)), V_STR(t->reason), V(ticket_channel_code(t->channel)), V_STR(t->person),
               V_OPT(t->chat), V_SHA(hash), V_STR(t->application), V(t->taken_at), V(t->order_at), V(t->appointment_at),
               V(t->invited_at));
  TRY(rows_one(&r));
  t->id = col_int(&r, 0);
  return E_OK;
}

static enum err print_it(struct ctx *c, struct tx *tx, const struct hall *h, const struct ticket *t) {
  if (!h->printer.n) return E_OK;
  i64 ignored;
  return count(db_query(tx, SQL_PRINT_ADD, V(t->id), V(queue_url(c, t)), V(c->now)), &ignored);
}

enum err queue_take(struct ctx *c, struct tx *tx, const struct take *take, struct ticket *ret, bool *ret_new) {
  const struct hall *h = office_hall(c->office, take->hall);
  const struct hall_line *line = h ? line_of(h, take) : NULL;
  struct hall_rules rules;
  struct ticket t = {.state = TICKET_WAITING, .kind = take->kind, .priority = take->priority, .channel = take->channel,
                     .chat = take->chat, .day = hall_today(c), .taken_at = c->now, .order_at = c->now,
                     .appointment_at = take->appointment_at, .application = take->application, .reason = take->reason};
  if (!line) return ctx_fail(c, E_NOTFOUND, T_HALL_NO_LINE, "unknown_line", S("line"));
  TRY(person_of(c, take, &t.person));
  enum err e = living_of(c, tx, t.person, ret);
  *ret_new = e == E_NOTFOUND;
  if (e != E_NOTFOUND) return e;
  TRY(hall_rules_read(c, tx, h, &rules));
  TRY(check_doors(c, tx, h));
  TRY(check_line(c, line, &rules, take));
  if (t.kind == TICKET_APPOINTMENT) t.kind = queue_check_in(take->appointment_at, c->now);
  if (t.kind == TICKET_WALKIN && line->pickup) t.kind = TICKET_PICKUP;
  if (take->phone.n && !t.chat) TRY(chat_of_phone(tx, t.person, &t.chat));
  t.hall = h->code;
  t.letter = t.line = line->letter;
  bool invited;
  TRY(invited_at_once(c, tx, h, &rules, line, &invited));
  if (invited) t.invited_at = c->now;
  TRY(next_number(c, tx, h, line, &t.n));
  t.number = ticket_number(c->arena, t.letter, t.n);
  TRY(add(c, tx, &t));
  if (take->print) TRY(print_it(c, tx, h, &t));
  TRY(db_exec(tx, SQL_HALL_CHANGED, V(h->code)));
  *ret = t;
  return E_OK;
}

enum err office_queue_take(struct ctx *c, const struct take *take, struct ticket *ret, bool *ret_new) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(queue_take(c, &tx, take, ret, ret_new));
  return db_commit(&tx);
}

/* ---- where a ticket stands ------------------------------------------------------------------------------------------ */

enum err hall_people(struct ctx *c, struct tx *tx, const struct hall *h, struct hall_people *ret) {
  struct ticket *list = arena_array(c->arena, struct ticket, MAX_WAITING + 1);
  size_t n = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_LINE, V(h->code), V(hall_today(c)), V(MAX_WAITING));
  while (n < MAX_WAITING && rows_next(&r)) list[n++] = ticket_row(c, &r);
  *ret = (struct hall_people){list, n};
  return r.err;
}

size_t hall_order(struct ctx *c, const struct hall_people *people, const struct hall_rules *r, str line, size_t *ret) {
  struct waiting *list = arena_array(c->arena, struct waiting, people->n + 1);
  i64 *order = arena_array(c->arena, i64, people->n + 1);
  struct queue_rules rules = {.walkin_share = r->walkin_share, .early = QUEUE_EARLY};
  size_t n = 0;
  for (size_t i = 0; i < people->n; i++) {
    const struct ticket *t = &people->at[i];
    if (t->state != TICKET_WAITING || !str_eq(t->line, line)) continue;
    list[n++] = (struct waiting){(i64)i, t->kind, t->priority, t->came_back, t->order_at, t->appointment_at};
  }
  queue_order(list, n, (struct turns){0}, &rules, c->now, MINUTES(2), order);
  for (size_t i = 0; i < n; i++) ret[i] = (size_t)order[i];
  return n;
}

static enum err pace_of(struct ctx *c, struct tx *tx, const struct hall *h, const struct hall_line *line, struct ticket_place *ret) {
  moment lengths[40];
  size_t n = 0;
  int counters = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_CALLED, V(h->code), V(hall_today(c)), V(120));
    while (n < COUNT(lengths) && rows_next(&r)) {
      struct ticket t = ticket_row(c, &r);
      if (t.state == TICKET_DONE && str_eq(t.line, line->letter)) lengths[n++] = t.ended_at - t.called_at;
    }
    TRY(r.err);
  }
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COUNTER_OF_DAY, V(h->code), V(hall_today(c)));
  while (rows_next(&r)) {
    const struct hall_counter *k = hall_counter_find(h, (int)col_int(&r, 0));
    counters += k && counter_calls(k, line->letter) && c->now - col_int(&r, 3) < MINUTES(45);
  }
  ret->pace = queue_pace(lengths, n, line->minutes, counters);
  ret->counters_open = counters > 0;
  return r.err;
}

static enum err paper_of(struct ctx *c, struct tx *tx, struct ticket_place *p) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PRINT_OF_TICKET, V(p->t.id));
  enum err e = rows_one(&r);
  if (e == E_OK) p->print_state = col_str(&r, c->arena, 0), p->print_problem = col_str(&r, c->arena, 1);
  return e == E_NOTFOUND ? E_OK : e;
}

enum err queue_place(struct ctx *c, struct tx *tx, const struct ticket *t, struct ticket_place *ret) {
  struct ticket_place p = {.t = *t, .hall = office_hall(c->office, t->hall)};
  struct hall_rules rules;
  struct hall_people people;
  p.line = p.hall ? hall_line_find(p.hall, t->line) : NULL;
  if (!p.line) return E_NOTFOUND; /* a hall or a line that is no longer there */
  TRY(hall_rules_read(c, tx, p.hall, &rules));
  TRY(hall_people(c, tx, p.hall, &people));
  size_t *order = arena_array(c->arena, size_t, people.n + 1), n = hall_order(c, &people, &rules, t->line, order);
  while (p.ahead < n && people.at[order[p.ahead]].id != t->id) p.ahead++;
  TRY(pace_of(c, tx, p.hall, p.line, &p));
  TRY(paper_of(c, tx, &p));
  p.wait = queue_wait(&p.pace, p.ahead);
  p.back_until = t->ended_at + MINUTES(rules.grace);
  *ret = p;
  return E_OK;
}

enum err office_queue_place(struct ctx *c, str token, struct ticket_place *ret) {
  struct ticket t;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(by_token(c, &tx, token, &t));
  return queue_place(c, &tx, &t, ret);
}

enum err queue_of_visitor(struct ctx *c, struct tx *tx, i64 contact, str phone, struct ticket *ret) {
  return living_of(c, tx, phone.n ? phone : arena_printf(c->arena, "c%lld", (long long)contact), ret);
}

enum err queue_of_chat(struct ctx *c, struct tx *tx, i64 chat, i64 contact, struct ticket *ret) {
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_GET, V(contact));
    TRY(rows_one(&r));
    enum err e = queue_of_visitor(c, tx, contact, col_str(&r, c->arena, 0), ret);
    if (e != E_NOTFOUND) return e;
  }
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_LAST_OF, V(chat), V(hall_today(c)));
  return ticket_one(c, &r, ret);
}

/* ---- what the person does ---------------------------------------------------------------------------------------------- */

/* A ticket that was missed, given up or put aside waits again. */
enum err ticket_back(struct ctx *c, struct tx *tx, const struct ticket *t, const struct hall_rules *rules, str line, bool grace) {
  struct comeback b = {t->came_back, t->order_at};
  if (grace) b = queue_comeback(t->order_at, t->ended_at, t->returns, rules->grace, c->now);
  enum ticket_kind kind = t->kind;
  const struct hall_line *to = hall_line_find(office_hall(c->office, t->hall), line);
  if (kind == TICKET_PICKUP && to && !to->pickup) kind = TICKET_WALKIN;
  else if (kind == TICKET_WALKIN && to && to->pickup) kind = TICKET_PICKUP;
  return db_change(tx, SQL_TICKET_BACK, V(t->id), V(ticket_state_code(t->state)), V(line), V(b.order_at), V(b.front),
                   V(t->returns + grace), V(ticket_kind_code(kind)));
}

static enum err over(struct ctx *c) { return ctx_fail(c, E_RULE, T_HALL_TICKET_OVER, "ticket_over", STR_NONE); }

enum err queue_own(struct ctx *c, struct tx *tx, const struct ticket *t, enum ticket_step step, struct ticket *ret) {
  const struct hall *h = office_hall(c->office, t->hall);
  enum ticket_state to;
  struct hall_rules rules;
  if (!h || t->day != hall_today(c) || !ticket_may(t->state, step, false, &to)) return over(c);
  TRY(hall_rules_read(c, tx, h, &rules));
  if (step == STEP_LEAVE) TRY(db_change(tx, SQL_TICKET_END, V(t->id), V(ticket_state_code(t->state)), V(ticket_state_code(to)), V(c->now)));
  else TRY(ticket_back(c, tx, t, &rules, t->line, step == STEP_RETURN));
  TRY(hall_moved(c, tx, h, &rules));
  return ticket_by_id(c, tx, t->id, ret);
}

enum err office_queue_own(struct ctx *c, str token, enum ticket_step step, struct ticket *ret) {
  struct ticket t;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(by_token(c, &tx, token, &t));
  enum err e = queue_own(c, &tx, &t, step, ret);
  if (e == E_CONFLICT) return over(c); /* the person already has another living ticket, or somebody was faster */
  TRY(e);
  return db_commit(&tx);
}

enum err office_queue_follow(struct ctx *c, str token, str phone) {
  struct ticket t, other;
  struct take who = {.phone = phone};
  str person;
  if (!phone.n) return ctx_fail(c, E_INPUT, T_OFFICE_PHONE, "phone", S("phone"));
  TRY(person_of(c, &who, &person));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(by_token(c, &tx, token, &t));
  enum err e = living_of(c, &tx, person, &other);
  if (e == E_OK && other.id != t.id) return ctx_fail(c, E_RULE, T_HALL_PHONE_HAS_TICKET, "has_ticket", S("phone"));
  if (e != E_OK && e != E_NOTFOUND) return e;
  TRY(chat_of_phone(&tx, person, &t.chat));
  if (!t.chat) return ctx_fail(c, E_RULE, T_HALL_PHONE_UNKNOWN, "phone_unknown", S("phone"));
  TRY(db_exec(&tx, SQL_TICKET_FOLLOW, V(t.id), V(person), V_OPT(t.chat)));
  return db_commit(&tx);
}

enum err office_queue_find(struct ctx *c, const struct hall *hall, str typed, struct ticket *ret) {
  char letter;
  i64 n;
  if (!ticket_number_read(typed, &letter, &n)) return E_INPUT;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  str l = {&letter, 1};
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_TICKET_BY_NUMBER, V(hall->code), V(hall_today(c)), V(l), V(n));
  return ticket_one(c, &r, ret);
}

/* ---- who it is, and what was entered for him ----------------------------------------------------------------------- */

static enum err contact_of_ticket(struct ctx *c, struct tx *tx, const struct ticket *t, i64 *ret) {
  *ret = 0;
  (void)c;
  if (t->chat) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_GET, V(t->chat));
    if (rows_next(&r)) *ret = col_int(&r, 1);
    return r.err;
  }
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_PHONE, V_STR(t->person));
  if (t->person.n && rows_next(&r)) *ret = col_int(&r, 0);
  return r.err;
}

static enum err ticket_of_today(struct ctx *c, struct tx *tx, i64 id, struct ticket *ret) {
  TRY(ticket_by_id(c, tx, id, ret));
  return ret->day == hall_today(c) ? E_OK : E_NOTFOUND;
}

enum err office_ticket_person(struct ctx *c, i64 id, struct ticket_person *ret) {
  i64 contact;
  CLEANUP(db_end) struct tx tx = {0};
  *ret = (struct ticket_person){.name = S(""), .phone = S("")};
  TRY(db_read(c->office->db, &tx));
  TRY(ticket_of_today(c, &tx, id, &ret->ticket));
  if (ret->ticket.person.n && str_all_digits(ret->ticket.person)) ret->phone = ret->ticket.person;
  TRY(contact_of_ticket(c, &tx, &ret->ticket, &contact));
  if (!contact) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_CONTACT_GET, V(contact));
  TRY(rows_one(&r));
  if (!ret->phone.n) ret->phone = col_str(&r, c->arena, 0);
  ret->name = utf8_cut(col_str(&r, c->arena, 2), MAX_NAME);
  return E_OK;
}

enum err ticket_link(struct ctx *c, struct tx *tx, i64 id, i64 application, str number) {
  struct ticket t;
  enum err e = ticket_of_today(c, tx, id, &t);
  if (e == E_NOTFOUND) return E_OK;
  TRY(e);
  json_t *o = json_object();
  json_object_set_new(o, "ticket", json_of(t.number));
  json_object_set_new(o, "counter", json_integer(t.counter));
  TRY(db_exec(tx, SQL_TICKET_LINK, V(t.id), V(number)));
  TRY(event_append(c, tx, "ticket", application, json_text(c->arena, o)));
  return db_exec(tx, SQL_HALL_CHANGED, V(t.hall));
}

/* ---- telling ------------------------------------------------------------------------------------------------------------- */

enum err ticket_tell(struct ctx *c, struct tx *tx, const struct ticket *t, enum text_key key, size_t ahead) {
  const struct hall *h = office_hall(c->office, t->hall);
  if (!t->chat || !h) return E_OK;
  struct say say = {.kind = SAY_TEXT};
  struct hall_rules rules;
  TRY(hall_rules_read(c, tx, h, &rules));
  str number = arena_printf(c->arena, "%d", t->counter), people = arena_printf(c->arena, "%zu", ahead),
      minutes = arena_printf(c->arena, "%d", rules.grace);
  say.body = TEXT(c->arena, LANG_ID, key, ARG("ticket", t->number), ARG("counter", number), ARG("ahead", people),
                  ARG("hall", local(&h->name, LANG_ID)), ARG("minutes", minutes));
  if (key == T_HALL_CHAT_MISSED) {
    say.kind = SAY_BUTTONS;
    say.rows[say.row_count++] = (struct say_row){.id = S("que.return." CHAT_ID_VERSION), .title = text_plain(LANG_ID, T_HALL_CHAT_BUTTON_BACK)};
    say.rows[say.row_count++] = (struct say_row){.id = S("que.leave." CHAT_ID_VERSION), .title = text_plain(LANG_ID, T_HALL_CHAT_BUTTON_LEAVE)};
  }
  return say_put(c, tx, t->chat, 0, &say, 0);
}

static enum err invite(struct ctx *c, struct tx *tx, struct ticket *t, size_t ahead) {
  t->invited_at = c->now;
  TRY(db_exec(tx, SQL_TICKET_INVITE, V(t->id), V(c->now)));
  return ticket_tell(c, tx, t, T_HALL_CHAT_NEAR, ahead);
}

/* Without a limit: the first few of each line are told to come near. */
static enum err invite_near(struct ctx *c, struct tx *tx, const struct hall *h, const struct hall_rules *r, struct hall_people *people) {
  size_t *order = arena_array(c->arena, size_t, people->n + 1);
  for (size_t k = 0; k < h->line_count; k++) {
    size_t n = hall_order(c, people, r, h->lines[k].letter, order);
    for (size_t i = 0; i < n && i < (size_t)r->near; i++)
      if (!people->at[order[i]].invited_at) TRY(invite(c, tx, &people->at[order[i]], i));
  }
  return E_OK;
}

/* With a limit: as many as there is room for, by the time of coming; a place at each counter stays free. */
static enum err invite_room(struct ctx *c, struct tx *tx, const struct hall *h, const struct hall_rules *r, struct hall_people *people) {
  struct door_now door;
  TRY(hall_inside(c, tx, h, r->capacity, &door));
  int waiting_inside = 0;
  for (size_t i = 0; i < people->n; i++) waiting_inside += people->at[i].state != TICKET_CALLED && people->at[i].invited_at > 0;
  int room = r->capacity - (int)h->counter_count - waiting_inside, at_door = r->capacity - door.inside;
  if (at_door < room) room = at_door;
  for (; room > 0; room--) {
    struct ticket *next = NULL;
    for (size_t i = 0; i < people->n; i++) {
      struct ticket *t = &people->at[i];
      if (t->state != TICKET_WAITING || t->invited_at) continue;
      if (!next || t->came_back > next->came_back || (t->came_back == next->came_back && t->order_at < next->order_at)) next = t;
    }
    if (!next) return E_OK;
    size_t ahead = 0;
    for (size_t i = 0; i < people->n; i++)
      ahead += people->at[i].state == TICKET_WAITING && str_eq(people->at[i].line, next->line) && people->at[i].order_at < next->order_at;
    TRY(invite(c, tx, next, ahead));
  }
  return E_OK;
}

enum err hall_moved(struct ctx *c, struct tx *tx, const struct hall *h, const struct hall_rules *r) {
  struct hall_people people;
  TRY(hall_people(c, tx, h, &people));
  TRY(r->capacity ? invite_room(c, tx, h, r, &people) : invite_near(c, tx, h, r, &people));
  return db_exec(tx, SQL_HALL_CHANGED, V(h->code));
}

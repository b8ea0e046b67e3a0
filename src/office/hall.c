#include "office/hall.h"

#include "base/limits.h"
#include "domain/calendar.h"
#include "office/chain.h"
#include "office/hours.h"
#include "office/json.h"

/* ---- rules of the day: the hall's own, with what was changed laid over them -------------------------------------- */

static void read_number(const json_t *o, const char *key, int least, int most, int *ret) {
  const json_t *v = json_object_get(o, key);
  if (!json_is_integer(v)) return;
  json_int_t n = json_integer_value(v);
  if (n >= least && n <= most) *ret = (int)n;
}

static void read_text(struct arena *a, const json_t *o, const char *key, str *ret) {
  str s = json_member(o, key);
  if (s.p) *ret = arena_str(a, s);
}

static void read_texts(struct arena *a, const json_t *o, const char *key, str *ret, size_t max, size_t *ret_n) {
  const json_t *list = json_object_get(o, key);
  if (!json_is_array(list)) return;
  *ret_n = 0;
  for (size_t i = 0; i < json_array_size(list) && *ret_n < max; i++) {
    const json_t *v = json_array_get(list, i);
    if (json_is_string(v)) ret[(*ret_n)++] = arena_str(a, (str){json_string_value(v), json_string_length(v)});
  }
}

static void rules_over(struct arena *a, str text, struct hall_rules *r) {
  if (text.n <= 2) return;
  json_t *o = json_loadb(text.p, text.n, 0, NULL);
  if (!o) return;
  read_number(o, "capacity", 0, 5000, &r->capacity);
  read_number(o, "walkin_share", 10, 90, &r->walkin_share);
  read_number(o, "near", 1, 50, &r->near);
  read_number(o, "grace", 0, 120, &r->grace);
  read_number(o, "cleaning_minutes", 0, 60, &r->cleaning_minutes);
  read_number(o, "spacing_minutes", 0, 240, &r->spacing_minutes);
  r->protocol = json_is_true(json_object_get(o, "protocol"));
  read_texts(a, o, "checks", r->checks, MAX_CHECKS, &r->check_count);
  read_texts(a, o, "reasons", r->reasons, MAX_REASONS, &r->reason_count);
  read_text(a, o, "urgent", &r->urgent);
  read_text(a, o, "closed", &r->closed);
  read_text(a, o, "notice", &r->notice);
  json_decref(o);
}

static json_t *texts_json(const str *list, size_t n) {
  json_t *a = json_array();
  for (size_t i = 0; i < n; i++) json_array_append_new(a, json_of(list[i]));
  return a;
}

static str rules_json(struct arena *a, const struct hall_rules *r) {
  json_t *o = json_object();
  json_object_set_new(o, "capacity", json_integer(r->capacity));
  json_object_set_new(o, "walkin_share", json_integer(r->walkin_share));
  json_object_set_new(o, "near", json_integer(r->near));
  json_object_set_new(o, "grace", json_integer(r->grace));
  json_object_set_new(o, "protocol", json_boolean(r->protocol));
  json_object_set_new(o, "checks", texts_json(r->checks, r->check_count));
  json_object_set_new(o, "cleaning_minutes", json_integer(r->cleaning_minutes));
  json_object_set_new(o, "spacing_minutes", json_integer(r->spacing_minutes));
  json_object_set_new(o, "urgent", json_of(r->urgent));
  json_object_set_new(o, "reasons", texts_json(r->reasons, r->reason_count));
  json_object_set_new(o, "closed", json_of(r->closed));
  json_object_set_new(o, "notice", json_of(r->notice));
  return json_text(a, o);
}

enum err hall_rules_read(struct ctx *c, struct tx *tx, const struct hall *h, struct hall_rules *ret) {
  *ret = hall_rules_usual(h);
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_HALL_GET, V(h->code));
  enum err e = rows_one(&r);
  if (e == E_OK) rules_over(c->arena, col_str(&r, c->arena, 1), ret);
  return e == E_NOTFOUND ? E_OK : e;
}

enum err office_hall_rules(struct ctx *c, const struct hall *h, struct hall_rules *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return hall_rules_read(c, &tx, h, ret);
}

static bool may_set_rules(const struct ctx *c) {
  return c->actor.role == ROLE_HEAD || c->actor.role == ROLE_ADMIN || c->actor.role == ROLE_SUPERVISOR;
}

enum err office_hall_set_rules(struct ctx *c, const struct hall *h, const struct hall_rules *r) {
  if (!may_set_rules(c)) return ctx_fail(c, E_DENIED, T_RULE_ROLE, "role", STR_NONE);
  if (r->capacity < 0 || (r->capacity && (size_t)r->capacity <= h->counter_count)) {
    str least = arena_printf(c->arena, "%zu", h->counter_count + 1);
    return ctx_fail_arg(c, E_INPUT, T_HALL_CAPACITY_SMALL, "capacity", S("capacity"), "n", least);
  }
  bool no_reason = r->urgent.n && !r->reason_count;
  if (no_reason) return ctx_fail(c, E_INPUT, T_HALL_REASONS_NEEDED, "reasons", S("reasons"));
  str text = rules_json(c->arena, r);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_HALL_SET_RULES, V(h->code), V(text)));
  TRY(event_append(c, &tx, "hall_rules", 0, arena_printf(c->arena, "{\"hall\":\"" STR_FMT "\",\"rules\":" STR_FMT "}", STR_ARG(h->code), STR_ARG(text))));
  TRY(hall_moved(c, &tx, h, r)); /* more room: who waits outside hears of it */
  return db_commit(&tx);
}

/* ---- people inside -------------------------------------------------------------------------------------------------- */

enum err hall_inside(struct ctx *c, struct tx *tx, const struct hall *h, int capacity, struct door_now *ret) {
  struct door_now d = {.capacity = capacity};
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_HALL_DAY, V(h->code), V(hall_today(c)));
    enum err e = rows_one(&r);
    if (e == E_OK) d.inside = (int)col_int(&r, 0), d.entered = (int)col_int(&r, 1), d.most = (int)col_int(&r, 2);
    else if (e != E_NOTFOUND) return e;
  }
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_INVITED, V(h->code), V(hall_today(c)), V(MAX_WAITING));
  TRY(rows_one(&r));
  d.by_tickets = (int)col_int(&r, 0);
  *ret = d;
  return E_OK;
}

enum err office_hall_door_now(struct ctx *c, const struct hall *h, struct door_now *ret) {
  struct hall_rules rules;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(hall_rules_read(c, &tx, h, &rules));
  return hall_inside(c, &tx, h, rules.capacity, ret);
}

static enum err pass(struct ctx *c, struct tx *tx, const struct hall *h, enum door_step step, int people, int capacity) {
  struct value hall = V(h->code), day = V(hall_today(c));
  switch (step) {
    case DOOR_IN: {
      enum err e = db_change(tx, SQL_HALL_COME_IN, hall, day, V(capacity));
      return e == E_CONFLICT ? ctx_fail(c, E_LIMIT, T_HALL_IS_FULL, "hall_full", STR_NONE) : e;
    }
    case DOOR_OUT: return db_exec(tx, SQL_HALL_GO_OUT, hall, day);
    case DOOR_UNDO: return db_exec(tx, SQL_HALL_TAKE_BACK, hall, day);
    case DOOR_SET:
      if (people < 0 || people > 5000) return ctx_fail(c, E_INPUT, T_HALL_DOOR_NUMBER, "number", S("people"));
      return db_exec(tx, SQL_HALL_SET_INSIDE, hall, day, V(people));
  }
  return E_BUG;
}

enum err office_hall_door(struct ctx *c, const struct hall *h, enum door_step step, int people, struct door_now *ret) {
  struct hall_rules rules;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(hall_rules_read(c, &tx, h, &rules));
  TRY(db_exec(&tx, SQL_HALL_OPEN_DAY, V(h->code), V(hall_today(c))));
  TRY(pass(c, &tx, h, step, people, rules.capacity));
  TRY(hall_moved(c, &tx, h, &rules));
  TRY(hall_inside(c, &tx, h, rules.capacity, ret));
  return db_commit(&tx);
}

/* ---- what everybody sees ------------------------------------------------------------------------------------------------ */

struct done_length {
  str line;
  moment length;
};

static enum err fill_counters(struct ctx *c, struct tx *tx, struct hall_now *v, const struct hall_people *people) {
  for (size_t i = 0; i < v->hall->counter_count; i++) v->counters[i].number = v->hall->counters[i].number;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COUNTER_OF_DAY, V(v->hall->code), V(hall_today(c)));
    while (rows_next(&r))
      for (size_t i = 0; i < v->hall->counter_count; i++)
        if (v->counters[i].number == (int)col_int(&r, 0)) v->counters[i].open = c->now - col_int(&r, 3) < MINUTES(45);
    TRY(r.err);
  }
  for (size_t k = 0; k < people->n; k++) {
    const struct ticket *t = &people->at[k];
    for (size_t i = 0; t->state == TICKET_CALLED && i < v->hall->counter_count; i++) {
      if (v->counters[i].number != t->counter) continue;
      v->counters[i].ticket = t->number;
      v->counters[i].called_at = t->called_at;
      v->counters[i].open = true;
    }
  }
  return E_OK;
}

static enum err fill_calls(struct ctx *c, struct tx *tx, struct hall_now *v, struct done_length *lengths, size_t max, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_CALLED, V(v->hall->code), V(hall_today(c)), V(160));
  *ret_n = 0;
  while (rows_next(&r)) {
    struct ticket t = ticket_row(c, &r);
    if (v->call_count < BOARD_CALLS && t.state != TICKET_WAITING && t.state != TICKET_HELD)
      v->calls[v->call_count++] = (struct board_call){t.number, t.counter, t.called_at};
    if (t.state == TICKET_MISSED && v->missed_count < BOARD_CALLS) v->missed[v->missed_count++] = t.number;
    if (t.state == TICKET_DONE && *ret_n < max) lengths[(*ret_n)++] = (struct done_length){t.line, t.ended_at - t.called_at};
  }
  return r.err;
}

static void fill_line(struct ctx *c, struct hall_now *v, size_t at, const struct hall_people *people, const struct done_length *done, size_t done_n) {
  struct board_line *b = &v->lines[at];
  b->line = &v->hall->lines[at];
  size_t *order = arena_array(c->arena, size_t, people->n + 1);
  moment lengths[40];
  size_t n = 0;
  for (size_t i = 0; i < done_n && n < COUNT(lengths); i++)
    if (str_eq(done[i].line, b->line->letter)) lengths[n++] = done[i].length;
  for (size_t i = 0; i < v->hall->counter_count; i++)
    b->counters += v->counters[i].open && counter_calls(&v->hall->counters[i], b->line->letter);
  struct hall_pace pace = queue_pace(lengths, n, b->line->minutes, b->counters);
  b->n = hall_order(c, people, &v->rules, b->line->letter, order);
  str *tickets = arena_array(c->arena, str, b->n + 1);
  struct wait_range *waits = arena_array(c->arena, struct wait_range, b->n + 1);
  for (size_t i = 0; i < b->n; i++) {
    tickets[i] = people->at[order[i]].number;
    waits[i] = queue_wait(&pace, i);
  }
  waits[b->n] = queue_wait(&pace, b->n); /* who comes now */
  b->tickets = tickets;
  b->waits = waits;
}

enum err hall_now_read(struct ctx *c, struct tx *tx, const struct hall *h, struct hall_now *ret) {
  struct hall_people people;
  struct done_length done[160];
  struct doors doors;
  size_t done_n;
  *ret = (struct hall_now){.hall = h, .at = c->now};
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_HALL_GET, V(h->code));
    enum err e = rows_one(&r);
    if (e == E_OK) ret->version = col_int(&r, 0);
    else if (e != E_NOTFOUND) return e;
  }
  TRY(hall_rules_read(c, tx, h, &ret->rules));
  TRY(hall_people(c, tx, h, &people));
  TRY(fill_counters(c, tx, ret, &people));
  TRY(fill_calls(c, tx, ret, done, COUNT(done), &done_n));
  for (size_t i = 0; i < h->line_count; i++) fill_line(c, ret, i, &people, done, done_n);
  TRY(office_doors(c, tx, h->code, c->now, &doors));
  ret->open = c->office->config->demo || doors.open;
  return hall_inside(c, tx, h, ret->rules.capacity, &ret->door);
}

enum err office_hall_now(struct ctx *c, const struct hall *h, struct hall_now *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return hall_now_read(c, &tx, h, ret);
}

enum err office_hall_versions(struct ctx *c, struct hall_version ret[MAX_HALLS], size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_HALL_VERSIONS);
  *ret_n = 0;
  while (rows_next(&r)) {
    str code = col_str(&r, c->arena, 0);
    if (office_hall(c->office, code) && *ret_n < MAX_HALLS) ret[(*ret_n)++] = (struct hall_version){code, col_int(&r, 1)};
  }
  return r.err;
}

/* ---- the counter's page ---------------------------------------------------------------------------------------------------- */

static enum err missed_ones(struct ctx *c, struct tx *tx, struct counter_now *v) {
  struct ticket *list = arena_array(c->arena, struct ticket, BOARD_CALLS);
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TICKET_CALLED, V(v->hall->code), V(hall_today(c)), V(120));
  while (v->missed.n < BOARD_CALLS && rows_next(&r)) {
    struct ticket t = ticket_row(c, &r);
    if (t.state == TICKET_MISSED && counter_calls(v->counter, t.line)) list[v->missed.n++] = t;
  }
  v->missed.at = list;
  return r.err;
}

static enum err turns_of(struct ctx *c, struct tx *tx, const struct counter_now *v, struct turns *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COUNTER_GET, V(v->hall->code), V(v->counter->number), V(hall_today(c)));
  enum err e = rows_one(&r);
  *ret = (struct turns){0};
  if (e == E_OK) *ret = (struct turns){(int)col_int(&r, 2), (int)col_int(&r, 3), col_int(&r, 4)};
  return e == E_NOTFOUND ? E_OK : e;
}

static void sort_people(struct ctx *c, const struct hall_people *people, const struct hall_rules *rules, struct turns turns, struct counter_now *v) {
  struct waiting *list = arena_array(c->arena, struct waiting, people->n + 1);
  i64 *order = arena_array(c->arena, i64, people->n + 1);
  struct ticket *waiting = arena_array(c->arena, struct ticket, people->n + 1), *held = arena_array(c->arena, struct ticket, people->n + 1);
  struct queue_rules r = {.walkin_share = rules->walkin_share, .early = QUEUE_EARLY};
  size_t n = 0;
  for (size_t i = 0; i < people->n; i++) {
    const struct ticket *t = &people->at[i];
    if (t->state == TICKET_CALLED && t->counter == v->counter->number) v->busy = true, v->current = *t;
    if (!counter_calls(v->counter, t->line)) continue;
    if (t->state == TICKET_HELD) held[v->held.n++] = *t;
    if (t->state != TICKET_WAITING) continue;
    list[n++] = (struct waiting){(i64)i, t->kind, t->priority, t->came_back, t->order_at, t->appointment_at};
    for (size_t k = 0; k < v->hall->line_count; k++) v->per_line[k] += str_eq(v->hall->lines[k].letter, t->line);
  }
  queue_order(list, n, turns, &r, c->now, MINUTES(2), order);
  for (size_t i = 0; i < n; i++) waiting[i] = people->at[order[i]];
  v->waiting = (struct hall_people){waiting, n};
  v->held.at = held;
}

enum err office_counter_now(struct ctx *c, int counter, struct counter_now *ret) {
  struct hall_rules rules;
  struct hall_people people;
  struct turns turns;
  *ret = (struct counter_now){.hall = office_hall_of_counter(c->office, counter)};
  if (!ret->hall) return E_NOTFOUND;
  ret->counter = hall_counter_find(ret->hall, counter);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_HALL_GET, V(ret->hall->code));
    enum err e = rows_one(&r);
    if (e == E_OK) ret->version = col_int(&r, 0);
    else if (e != E_NOTFOUND) return e;
  }
  TRY(hall_rules_read(c, &tx, ret->hall, &rules));
  TRY(hall_people(c, &tx, ret->hall, &people));
  TRY(turns_of(c, &tx, ret, &turns));
  sort_people(c, &people, &rules, turns, ret);
  TRY(counter_undo(c, &tx, ret->hall, counter, &ret->undo));
  return missed_ones(c, &tx, ret);
}

/* ---- devices -------------------------------------------------------------------------------------------------------------------- */

static const char *const device_codes[DEVICES] = {[DEVICE_KIOSK] = "kiosk", [DEVICE_BOARD] = "board", [DEVICE_DOOR] = "door"};
const char *device_code(enum device_kind k) { return (size_t)k < DEVICES ? device_codes[k] : ""; }
bool device_parse(str code, enum device_kind *ret) {
  for (int i = 0; i < DEVICES; i++)
    if (str_is(code, device_codes[i])) return *ret = (enum device_kind)i, true;
  return false;
}

static enum err device_event(struct ctx *c, struct tx *tx, const char *kind, i64 id) {
  return event_append(c, tx, kind, 0, arena_printf(c->arena, "{\"device\":%lld}", (long long)id));
}

enum err office_device_add(struct ctx *c, enum device_kind kind, const struct hall *h, str name, str *ret_token) {
  if (!name.n || utf8_count(name) > MAX_NAME) return ctx_fail(c, E_INPUT, T_HALL_DEVICE_NAME, "missing", S("name"));
  str token = random_token(c->arena);
  struct sha256 hash = sha256_of(token);
  i64 id;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_DEVICE_ADD, V(device_code(kind)), V(h->code), V(name), V_SHA(hash), V(c->now));
    TRY(rows_one(&r));
    id = col_int(&r, 0);
  }
  TRY(device_event(c, &tx, "device_added", id));
  TRY(db_commit(&tx));
  *ret_token = token;
  return E_OK;
}

static enum err find_device(struct ctx *c, str token, struct device *ret) {
  struct sha256 hash = sha256_of(token);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_DEVICE_FIND, V_SHA(hash));
  TRY(rows_one(&r));
  *ret = (struct device){.id = col_int(&r, 0), .hall = col_str(&r, c->arena, 2), .name = col_str(&r, c->arena, 3), .seen_at = col_int(&r, 4)};
  return device_parse(col_peek(&r, 1), &ret->kind) ? E_OK : E_BUG;
}

#define SEEN_EVERY MINUTES(10)
enum err office_device(struct ctx *c, str token, struct device *ret) {
  if (token.n != 22) return E_DENIED;
  enum err e = find_device(c, token, ret);
  if (e == E_NOTFOUND) return E_DENIED;
  TRY(e);
  if (c->now - ret->seen_at < SEEN_EVERY) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_DEVICE_SEEN, V(ret->id), V(c->now)));
  return db_commit(&tx);
}

enum err office_devices(struct ctx *c, struct device **ret, size_t *ret_n) {
  struct device *list = arena_array(c->arena, struct device, MAX_LIST);
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_DEVICE_LIST, V(MAX_LIST));
  while (n < MAX_LIST && rows_next(&r)) {
    struct device d = {.id = col_int(&r, 0), .hall = col_str(&r, c->arena, 2), .name = col_str(&r, c->arena, 3),
                       .created_at = col_int(&r, 4), .seen_at = col_int(&r, 5)};
    if (device_parse(col_peek(&r, 1), &d.kind)) list[n++] = d;
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

enum err office_device_revoke(struct ctx *c, i64 id) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  enum err e = db_change(&tx, SQL_DEVICE_REVOKE, V(id), V(c->now));
  if (e == E_CONFLICT) return E_NOTFOUND;
  TRY(e);
  TRY(device_event(c, &tx, "device_revoked", id));
  return db_commit(&tx);
}

/* ---- printing ---------------------------------------------------------------------------------------------------------------------- */

enum err office_print_job(struct ctx *c, i64 id, struct print_job *ret) {
  struct print_job p = {0};
  i64 ticket;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PRINT_GET, V(id));
    TRY(rows_one(&r));
    ticket = col_int(&r, 0);
    p = (struct print_job){.url = col_str(&r, c->arena, 1), .state = col_str(&r, c->arena, 2), .tries = (int)col_int(&r, 3), .created_at = col_int(&r, 4)};
  }
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_TICKET_BY_ID, V(ticket));
  TRY(ticket_one(c, &r, &p.ticket));
  *ret = p;
  return E_OK;
}

enum err office_print_done(struct ctx *c, i64 id, const char *state, str problem, int tries, moment due) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_PRINT_DONE, V(id), V(state), V_STR(problem), V(tries), V(due)));
  return db_commit(&tx);
}

/* ---- visits -------------------------------------------------------------------------------------------------------------------------- */

enum err office_visits(struct ctx *c, const struct hall *h, i64 from, i64 to, struct visit_count **ret, size_t *ret_n) {
  struct visit_count *list = NULL;
  size_t n = 0, cap = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_TICKET_VISITS, V(h->code), V(from), V(to));
  while (rows_next(&r)) {
    struct visit_count v = {.day = col_int(&r, 0), .letter = col_str(&r, c->arena, 1), .taken = col_int(&r, 4), .done = col_int(&r, 5)};
    if (!ticket_kind_parse(col_peek(&r, 2), &v.kind) || !ticket_channel_parse(col_peek(&r, 3), &v.channel)) continue;
    arena_grow(c->arena, list, n, &cap);
    list[n++] = v;
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

enum err office_hall_tidy(struct ctx *c) {
  i64 today = hall_today(c);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_TICKET_CLOSE, V(today), V(c->now)));
  TRY(db_exec(&tx, SQL_TICKET_FORGET, V(today)));
  TRY(db_exec(&tx, SQL_PRINT_PURGE, V(c->now - DAYS(2))));
  return db_commit(&tx);
}

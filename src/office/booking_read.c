/* office/booking: reading. */
#include "base/limits.h"
#include "domain/identity.h"
#include "office/booking.h"

#define MAX_DAY 200

str booking_token(struct ctx *c, i64 id) { return keys_token(c->arena, &c->office->keys, "booking", id); }

str booking_url(struct ctx *c, i64 id) {
  return office_url(c, "/janji/", booking_token(c, id));
}

enum err booking_by_id(struct ctx *c, struct tx *tx, i64 id, struct booking *ret) {
  struct arena *a = c->arena;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_GET, V(id));
  TRY(rows_one(&r));
  struct booking b = {.id = id, .number = col_str(&r, a, 0), .kind = col_str(&r, a, 1), .version = col_int(&r, 3),
                      .booth_code = col_str(&r, a, 4), .starts_at = col_int(&r, 5), .ends_at = col_int(&r, 6),
                      .chat = col_int(&r, 8), .contact = col_int(&r, 9), .application = col_int(&r, 10),
                      .name = col_str(&r, a, 11), .phone = col_str(&r, a, 12), .needs = col_str(&r, a, 14),
                      .address = col_str(&r, a, 15), .reason = col_str(&r, a, 16), .note = col_str(&r, a, 17),
                      .outcome = col_str(&r, a, 18), .disturbed = col_str(&r, a, 19), .moves = (int)col_int(&r, 20),
                      .expires_at = col_int(&r, 21), .remind_at = col_int(&r, 22), .wish_from = col_int(&r, 23),
                      .wish_until = col_int(&r, 24), .created_at = col_int(&r, 25), .changed_at = col_int(&r, 26)};
  b.rule = visit_rule_find(b.kind);
  b.booth = booth_find(c->office, b.booth_code);
  bool good = b.rule && booking_state_parse(col_peek(&r, 2), &b.state);
  (void)channel_parse(col_peek(&r, 7), &b.channel);
  (void)age_parse(col_peek(&r, 13), &b.age);
  if (!good) return E_BUG;
  *ret = b;
  return E_OK;
}

static enum err id_of(struct tx *tx, str typed, struct ctx *c, i64 *ret) {
  str number, token = typed;
  for (size_t i = typed.n; i > 0; i--) /* a link ends in its token */
    if (typed.p[i - 1] == '/') {
      token = str_from(typed, i);
      break;
    }
  if (number_read(c->arena, typed, &number) == E_OK) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_BY_NUMBER, V(number));
    TRY(rows_one(&r));
    *ret = col_int(&r, 0);
    return E_OK;
  }
  struct sha256 hash = token_hash(token);
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_BY_TOKEN, V_SHA(hash));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

enum err booking_find(struct ctx *c, struct tx *tx, str typed, struct booking *ret) {
  i64 id;
  typed = str_trim(typed);
  if (!typed.n || typed.n > 300) return E_NOTFOUND;
  TRY(id_of(tx, typed, c, &id));
  return booking_by_id(c, tx, id, ret);
}

enum err office_booking(struct ctx *c, str typed, struct booking *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return booking_find(c, &tx, typed, ret);
}

/* ---- lists ------------------------------------------------------------------------------------------ */

static enum err bookings_of(struct ctx *c, struct tx *tx, struct rows *r, struct booking *ret, size_t max, size_t *ret_n) {
  size_t n = 0;
  while (n < max && rows_next(r)) TRY(booking_by_id(c, tx, col_int(r, 0), &ret[n++]));
  *ret_n = n;
  return r->err;
}

enum err booking_of_contact(struct ctx *c, struct tx *tx, i64 contact, struct booking *ret, size_t max, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_OF_CONTACT, V(contact), V(max));
  return bookings_of(c, tx, &r, ret, max, ret_n);
}

enum err booking_of_visitor(struct ctx *c, struct tx *tx, i64 contact, str phone, struct booking *ret, size_t max, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_OF_VISITOR, V(contact), V_STR(phone), V(c->now), V(max));
  return bookings_of(c, tx, &r, ret, max, ret_n);
}

enum err booking_of_application(struct ctx *c, struct tx *tx, i64 application, struct booking *ret) {
  size_t n;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_OF_APPLICATION, V(application));
  TRY(bookings_of(c, tx, &r, ret, 1, &n));
  return n ? E_OK : E_NOTFOUND;
}

enum err booking_place_in_line(struct ctx *c, struct tx *tx, const struct booking *b, i64 *ret) {
  (void)c;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_WAITING_AHEAD, V(b->kind), V(b->created_at), V(b->id));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0) + 1;
  return E_OK;
}

static enum err counts_of(struct ctx *c, struct tx *tx, moment from, moment until, struct booking_day *ret) {
  size_t cap = 0;
  ret->counts = NULL;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_BOOKING_COUNT_DAY, V(from), V(until));
  while (rows_next(&r)) {
    arena_grow(c->arena, ret->counts, ret->count_n, &cap);
    struct booking_count *one = &ret->counts[ret->count_n++];
    *one = (struct booking_count){.kind = col_str(&r, c->arena, 0), .channel = col_str(&r, c->arena, 1), .n = col_int(&r, 3)};
    if (!booking_state_parse(col_peek(&r, 2), &one->state)) return E_BUG;
  }
  return r.err;
}

enum err office_booking_day(struct ctx *c, struct date day, moment after_at, i64 after_id, struct booking_day *ret) {
  moment from = moment_of_local((struct local_time){.date = day});
  moment until = moment_of_local((struct local_time){.date = date_of_days(date_days(day) + 1)});
  CLEANUP(db_end) struct tx tx = {0};
  *ret = (struct booking_day){.rows = arena_array(c->arena, struct booking, MAX_DAY + 1)};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r =
        db_query(&tx, SQL_BOOKING_DAY, V(from), V(until), V(after_at), V(after_id), V(MAX_DAY + 1));
    TRY(bookings_of(c, &tx, &r, ret->rows, MAX_DAY + 1, &ret->n));
  }
  ret->more = ret->n > MAX_DAY;
  if (ret->more) ret->n = MAX_DAY;
  return counts_of(c, &tx, from, until, ret);
}

enum err office_booking_list(struct ctx *c, enum booking_state state, struct booking **ret, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  *ret = arena_array(c->arena, struct booking, MAX_LIST);
  TRY(db_read(c->office->db, &tx));
  enum sql q = state == BOOKING_REQUESTED ? SQL_BOOKING_REQUESTED : SQL_BOOKING_WAITING;
  CLEANUP(rows_done) struct rows r = db_query(&tx, q, V(MAX_LIST));
  return bookings_of(c, &tx, &r, *ret, MAX_LIST, ret_n);
}

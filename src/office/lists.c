#include "office/lists.h"

#include "base/limits.h"
#include "domain/identity.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/staff.h"

#define THREAD 100
#define EVENTS 500

/* ---- work lists ------------------------------------------------------------------------------------ */

static enum err read_list_row(struct ctx *c, const struct rows *r, struct list_row *ret) {
  struct arena *a = c->arena;
  struct list_row row = {.number = col_str(r, a, 0), .service = catalogue_find(&c->office->catalogue, col_peek(r, 1)),
                         .submitted_at = col_int(r, 3), .owner = col_int(r, 5), .applicant = col_str(r, a, 6),
                         .changed_at = col_int(r, 8), .key_due = col_int(r, 4), .key_id = col_int(r, 9)};
  if (!state_parse(col_peek(r, 2), &row.state) || !channel_parse(col_peek(r, 7), &row.channel)) return E_BUG;
  moment paused_at = col_int(r, 11);
  row.due_at = row.key_due + col_int(r, 10) + (paused_at ? c->now - paused_at : 0);
  *ret = row;
  return E_OK;
}

static enum err read_list(struct ctx *c, struct rows *r, size_t limit, struct list *ret) {
  ret->rows = arena_array(c->arena, struct list_row, limit + 1);
  ret->n = 0;
  while (ret->n <= limit && rows_next(r))
    if (read_list_row(c, r, &ret->rows[ret->n]) == E_OK && ret->rows[ret->n].service) ret->n++;
  ret->more = ret->n > limit;
  if (ret->more) ret->n = limit;
  return r->err;
}

/* Few officers, many rows: each name is looked up once. */
static enum err name_owners(struct ctx *c, struct tx *tx, struct list *l) {
  for (size_t i = 0; i < l->n; i++) {
    struct list_row *row = &l->rows[i];
    row->owner_name = S("");
    if (!row->owner) continue;
    for (size_t k = 0; k < i; k++)
      if (l->rows[k].owner == row->owner) row->owner_name = l->rows[k].owner_name;
    if (!row->owner_name.n) TRY(staff_name(c, tx, row->owner, &row->owner_name));
  }
  return E_OK;
}

static struct rows list_query(struct tx *tx, const struct list_query *q, i64 limit) {
  if (q->owner) {
    str state = q->any_open || q->state == STATE_DRAFT ? S("") : str_of(state_code(q->state));
    return db_query(tx, SQL_APPLICATION_LIST_OWNER, V(q->owner), V(q->after_due), V(q->after_id), V(limit), V(state), V_STR(q->service));
  }
  if (q->any_open && q->service.n)
    return db_query(tx, SQL_APPLICATION_LIST_OPEN_SERVICE, V(q->service), V(q->after_due), V(q->after_id), V(limit));
  if (q->any_open) return db_query(tx, SQL_APPLICATION_LIST_OPEN, V(q->after_due), V(q->after_id), V(limit));
  if (q->service.n)
    return db_query(tx, SQL_APPLICATION_LIST_SERVICE, V(q->service), V(state_code(q->state)), V(q->after_due), V(q->after_id), V(limit));
  return db_query(tx, SQL_APPLICATION_LIST, V(state_code(q->state)), V(q->after_due), V(q->after_id), V(limit));
}

enum err office_list(struct ctx *c, const struct list_query *q, struct list *ret) {
  size_t limit = q->limit < 1 ? 1 : q->limit > MAX_LIST ? MAX_LIST : (size_t)q->limit;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = list_query(&tx, q, (i64)limit + 1);
    TRY(read_list(c, &r, limit, ret));
  }
  return name_owners(c, &tx, ret);
}

enum err office_count(struct ctx *c, i64 ret_counts[STATES]) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_COUNT_STATES);
  memset(ret_counts, 0, sizeof(i64) * STATES);
  while (rows_next(&r)) {
    enum state s;
    if (state_parse(col_peek(&r, 0), &s)) ret_counts[s] = col_int(&r, 1);
  }
  return r.err;
}

enum err office_next_free(struct ctx *c, str *ret_number) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_NEXT_FREE);
  TRY(rows_one(&r));
  *ret_number = col_str(&r, c->arena, 0);
  return E_OK;
}

static str like_pattern(struct arena *a, str words) {
  struct buf b = buf_new(a, 512);
  words = arena_lower(a, utf8_cut(words, 60));
  buf_byte(&b, '%');
  for (size_t i = 0; i < words.n; i++) {
    char ch = words.p[i];
    if (ch == '%' || ch == '_' || ch == '\\') buf_byte(&b, '\\');
    buf_byte(&b, ch);
  }
  buf_byte(&b, '%');
  return buf_str(&b);
}

static enum err search_number(struct ctx *c, struct tx *tx, str number, struct list *ret) {
  struct application f = {0};
  enum err e = file_by_number(c, tx, number, &f);
  if (e == E_NOTFOUND) return E_OK;
  TRY(e);
  ret->rows = arena_new_of(c->arena, struct list_row);
  ret->rows[0] = (struct list_row){.number = f.number, .applicant = f.applicant, .service = f.service, .state = f.state,
                                   .channel = f.channel, .submitted_at = f.submitted_at, .due_at = file_due(&f, c->now),
                                   .changed_at = f.changed_at, .owner = f.owner};
  ret->n = 1;
  return E_OK;
}

enum err office_search(struct ctx *c, str words, struct list *ret) {
  str number, phone;
  words = str_trim(words);
  *ret = (struct list){0};
  if (words.n < 3) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  if (number_read(c->arena, words, &number) == E_OK) {
    TRY(search_number(c, &tx, number, ret));
  } else if (phone_read(c->arena, words, &phone) == E_OK) {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_OF_PHONE, V(phone), V(50));
    TRY(read_list(c, &r, 50, ret));
  } else {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_SEARCH_NAME, V(like_pattern(c->arena, words)), V(50));
    TRY(read_list(c, &r, 50, ret));
  }
  return name_owners(c, &tx, ret);
}

enum err office_track(struct ctx *c, str number, str phone_last4, struct tracked *ret) {
  str canonical;
  if (number_read(c->arena, number, &canonical) != E_OK || phone_last4.n != 4 || !str_all_digits(phone_last4)) return E_NOTFOUND;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_TRACK, V(canonical), V(phone_last4));
  TRY(rows_one(&r));
  struct tracked t = {.number = canonical, .service = catalogue_find(&c->office->catalogue, col_peek(&r, 0)),
                      .submitted_at = col_int(&r, 2), .changed_at = col_int(&r, 3), .due_at = col_int(&r, 5), .id = col_int(&r, 6), .link_round = col_int(&r, 7)};
  if (!t.service || !state_parse(col_peek(&r, 1), &t.state)) return E_BUG;
  *ret = t;
  return E_OK;
}

/* ---- one file ---------------------------------------------------------------------------------------- */

static enum err actor_name(struct ctx *c, struct tx *tx, str actor, str *ret) {
  i64 id = 0;
  *ret = S("");
  if (str_starts(actor, S("officer:")) && str_to_i64(str_from(actor, 8), &id)) return staff_name(c, tx, id, ret);
  if (str_starts(actor, S("token:")) && str_to_i64(str_from(actor, 6), &id)) return staff_name(c, tx, -id, ret);
  return E_OK;
}

/* An event names the one before it, which is older: a wrong number ends the walk. */
static enum err read_event(struct ctx *c, struct tx *tx, i64 seq, struct event_line *e, i64 *ret_before) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_EVENT_GET, V(seq));
  struct arena *a = c->arena;
  TRY(rows_one(&r));
  *e = (struct event_line){.seq = col_int(&r, 0), .at = col_int(&r, 1), .kind = col_str(&r, a, 2), .actor = col_str(&r, a, 3),
                           .data = col_str(&r, a, 4)};
  (void)col_blob(&r, 5, e->hash.b, SHA256_SIZE);
  i64 before = col_int(&r, 6);
  *ret_before = before < seq ? before : 0;
  return E_OK;
}

/* From the last one back, the newest EVENTS; told the oldest first. */
static enum err read_events(struct ctx *c, struct tx *tx, struct file_whole *ret) {
  size_t n = 0, cap = 0;
  struct event_line *events = NULL;
  for (i64 seq = ret->f.last_event; seq && n < EVENTS; n++) {
    arena_grow(c->arena, events, n, &cap);
    TRY(read_event(c, tx, seq, &events[n], &seq));
  }
  for (size_t i = 0; i < n / 2; i++) {
    struct event_line e = events[i];
    events[i] = events[n - 1 - i];
    events[n - 1 - i] = e;
  }
  for (size_t i = 0; i < n; i++) {
    bool same = i && str_eq(events[i].actor, events[i - 1].actor);
    if (same) events[i].actor_name = events[i - 1].actor_name;
    else TRY(actor_name(c, tx, events[i].actor, &events[i].actor_name));
  }
  ret->events = events;
  ret->event_count = n;
  return E_OK;
}

struct message_line message_line_of(struct arena *a, const struct rows *r) {
  return (struct message_line){.id = col_int(r, 0), .ours = str_eq(col_peek(r, 1), S("out")), .kind = col_str(r, a, 2),
                               .at = col_int(r, 3), .body = col_str(r, a, 4), .scan = col_str(r, a, 6), .status = (int)col_int(r, 7),
                               .officer = col_str(r, a, 8), .erased_at = col_int(r, 9), .scan_gone = col_int(r, 10) != 0,
                               .scan_gone_at = col_int(r, 11), .scan_asked = str_eq(col_peek(r, 12), S("request"))};
}

static enum err read_thread(struct ctx *c, struct tx *tx, i64 chat, struct message_line **ret, size_t *ret_n) {
  struct message_line *list = NULL;
  size_t n = 0, cap = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_MESSAGE_THREAD, V(chat), V(INT64_MAX), V(THREAD));
  while (n < THREAD && rows_next(&r)) {
    arena_grow(c->arena, list, n, &cap);
    list[n++] = message_line_of(c->arena, &r);
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

enum err office_file(struct ctx *c, str number, struct file_whole *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(file_and_scans(c, &tx, number, &ret->f, &ret->scans, &ret->scan_count));
  if (ret->f.contact) TRY(file_loose_scans(c, &tx, ret->f.contact, &ret->loose, &ret->loose_count));
  TRY(read_events(c, &tx, ret));
  if (ret->f.chat) TRY(read_thread(c, &tx, ret->f.chat, &ret->messages, &ret->message_count));
  return staff_name(c, &tx, ret->f.owner, &ret->owner_name);
}

enum err office_status(struct ctx *c, str token, struct file_whole *ret) {
  if (token.n != 22) return E_NOTFOUND;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(file_by_status(c, &tx, token, &ret->f));
  if (ret->f.state == STATE_DRAFT) return E_NOTFOUND;
  return read_events(c, &tx, ret);
}

/* ---- who received it -------------------------------------------------------------------------------------- */

enum err office_handover(struct ctx *c, i64 application, struct handover *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  struct handover h;
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_HANDOVER_GET, V(application));
    TRY(rows_one(&r));
    struct arena *a = c->arena;
    h = (struct handover){.at = col_int(&r, 0), .officer = col_int(&r, 1), .receiver = col_str(&r, a, 2), .relation = col_str(&r, a, 3),
                          .identity_kind = col_str(&r, a, 4), .identity_last4 = col_str(&r, a, 5), .proxy = col_int(&r, 6),
                          .proxy_letter = col_int(&r, 7), .note = col_str(&r, a, 8)};
  }
  *ret = h;
  return staff_name(c, &tx, h.officer, &ret->officer_name);
}

/* ---- chats ------------------------------------------------------------------------------------------------ */

static enum err read_chats(struct ctx *c, struct rows *r, size_t limit, struct chat_list *ret) {
  ret->rows = arena_array(c->arena, struct chat_line, limit);
  ret->n = 0;
  while (ret->n < limit && rows_next(r)) {
    struct arena *a = c->arena;
    ret->rows[ret->n++] = (struct chat_line){.id = col_int(r, 0), .name = col_str(r, a, 1), .phone = col_str(r, a, 2),
                                             .number_id = col_str(r, a, 3), .waiting_since = col_int(r, 4), .window_until = col_int(r, 5),
                                             .last_in_at = col_int(r, 6), .last_words = col_str(r, a, 7), .human_until = col_int(r, 8)};
  }
  return r->err;
}

enum err office_chats_waiting(struct ctx *c, struct chat_list *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_CHAT_WAITING, V(MAX_LIST));
  return read_chats(c, &r, MAX_LIST, ret);
}

enum err office_chats_recent(struct ctx *c, moment before, i64 before_id, int limit, struct chat_list *ret) {
  size_t n = limit < 1 ? 1 : limit > MAX_LIST ? MAX_LIST : (size_t)limit;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_CHAT_RECENT, V(before), V(before_id), V(n));
  return read_chats(c, &r, n, ret);
}

enum err office_chat(struct ctx *c, i64 id, struct chat_whole *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_CHAT_GET, V(id));
    TRY(rows_one(&r));
    ret->contact = col_int(&r, 1);
    ret->chat = (struct chat_line){.id = id, .number_id = col_str(&r, c->arena, 0), .window_until = col_int(&r, 4),
                                   .last_in_at = col_int(&r, 5), .waiting_since = col_int(&r, 7), .human_until = col_int(&r, 8)};
  }
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_CONTACT_GET, V(ret->contact));
    TRY(rows_one(&r));
    ret->chat.phone = col_str(&r, c->arena, 0);
    ret->chat.name = col_str(&r, c->arena, 2);
  }
  TRY(read_thread(c, &tx, id, &ret->messages, &ret->message_count));
  TRY(file_loose_scans(c, &tx, ret->contact, &ret->loose, &ret->loose_count));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_LIST_CONTACT, V(ret->contact), V(20));
  return read_list(c, &r, 20, &ret->applications);
}

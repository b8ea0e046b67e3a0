#include "office/requests.h"

#include "base/limits.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/staff.h"

#define OPEN_MOST 3 /* of one application */

static const char *const channel_codes[REQUEST_CHANNELS] = {
    [REQUEST_STATUS] = "status", [REQUEST_COUNTER] = "counter", [REQUEST_WHATSAPP] = "whatsapp", [REQUEST_LETTER] = "letter"};
const char *request_channel_code(enum request_channel c) { return (unsigned)c < REQUEST_CHANNELS ? channel_codes[c] : ""; }
bool request_channel_parse(str code, enum request_channel *ret) {
  for (enum request_channel c = 0; c < REQUEST_CHANNELS; c++)
    if (str_is(code, channel_codes[c])) {
      *ret = c;
      return true;
    }
  return false;
}

/* ---- reading ------------------------------------------------------------------------------------- */

static struct data_request read_row(struct ctx *c, const struct rows *r, i64 *ret_officer) {
  struct data_request q = {.id = col_int(r, 0),
                           .application = col_int(r, 2),
                           .number = col_str(r, c->arena, 3),
                           .asked = col_str(r, c->arena, 5),
                           .received_at = col_int(r, 6),
                           .due_at = col_int(r, 7),
                           .reply = col_str(r, c->arena, 9),
                           .closed_at = col_int(r, 11)};
  (void)data_request_parse(col_peek(r, 1), &q.kind);
  (void)request_channel_parse(col_peek(r, 4), &q.channel);
  (void)data_outcome_parse(col_peek(r, 8), &q.outcome);
  *ret_officer = col_int(r, 10);
  return q;
}

static enum err read_list(struct ctx *c, struct tx *tx, struct rows *r, struct request_list *ret) {
  struct data_request *list = arena_array(c->arena, struct data_request, MAX_LIST);
  i64 officers[MAX_LIST];
  size_t n = 0;
  while (n < MAX_LIST && rows_next(r)) {
    list[n] = read_row(c, r, &officers[n]);
    n++;
  }
  TRY(r->err);
  for (size_t i = 0; i < n; i++) TRY(staff_name(c, tx, officers[i], &list[i].officer_name));
  *ret = (struct request_list){list, n};
  return E_OK;
}

enum err requests_open(struct ctx *c, struct request_list *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PRIVACY_OPEN, V(MAX_LIST));
  return read_list(c, &tx, &r, ret);
}

enum err requests_closed(struct ctx *c, struct request_list *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PRIVACY_CLOSED, V(MAX_LIST / 2));
  return read_list(c, &tx, &r, ret);
}

static enum err list_of(struct ctx *c, struct tx *tx, i64 application, struct request_list *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PRIVACY_OF_APPLICATION, V(application), V(MAX_LIST));
  return read_list(c, tx, &r, ret);
}

enum err requests_of(struct ctx *c, i64 application, struct request_list *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return list_of(c, &tx, application, ret);
}

static enum err get(struct ctx *c, struct tx *tx, i64 id, struct data_request *ret) {
  i64 officer;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PRIVACY_GET, V(id));
    TRY(rows_one(&r));
    *ret = read_row(c, &r, &officer);
  }
  return staff_name(c, tx, officer, &ret->officer_name);
}

enum err request_get(struct ctx *c, i64 id, struct data_request *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return get(c, &tx, id, ret);
}

enum err request_chats(struct ctx *c, const struct data_request *q, enum chat_fate *ret) {
  struct application f = {0};
  i64 contact;
  *ret = CHATS_NONE;
  if (q->kind != DATA_ERASE || q->outcome != DATA_OPEN || !q->application) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(file_by_id(c, &tx, q->application, &f));
  return chats_fate(&tx, &f, &contact, ret);
}

/* ---- adding ----------------------------------------------------------------------------------------- */

static enum err about(struct ctx *c, struct tx *tx, str number, i64 *ret_application) {
  struct application f = {0};
  struct request_list there;
  size_t open = 0;
  *ret_application = 0;
  if (!number.n) return E_OK;
  enum err e = file_by_number(c, tx, number, &f);
  if (e == E_NOTFOUND) return ctx_fail(c, E_INPUT, T_PRIVACY_NO_SUCH_FILE, "unknown_number", S("number"));
  TRY(e);
  TRY(list_of(c, tx, f.id, &there));
  for (size_t i = 0; i < there.n; i++) open += there.rows[i].outcome == DATA_OPEN;
  if (open >= OPEN_MOST) return ctx_fail(c, E_LIMIT, T_PRIVACY_TOO_MANY, "too_many_requests", STR_NONE);
  *ret_application = f.id;
  return E_OK;
}

enum err request_add(struct ctx *c, str number, enum data_request_kind kind, enum request_channel channel, str asked, i64 *ret_id) {
  i64 application;
  CLEANUP(db_end) struct tx tx = {0};
  if (utf8_count(asked) > MAX_REQUEST_TEXT) return ctx_fail(c, E_INPUT, T_PRIVACY_TOO_LONG, "too_long", S("asked"));
  TRY(db_begin(c->office->db, &tx));
  TRY(about(c, &tx, number, &application));
  {
    CLEANUP(rows_done)
    struct rows r = db_query(&tx, SQL_PRIVACY_ADD, V(data_request_code(kind)), V_OPT(application), V(request_channel_code(channel)),
                             V_STR(asked), V(c->now), V(data_request_due(c->now)));
    TRY(rows_one(&r));
    *ret_id = col_int(&r, 0);
  }
  json_t *o = json_object();
  json_object_set_new(o, "request", json_integer(*ret_id));
  json_object_set_new(o, "kind", json_string(data_request_code(kind)));
  json_object_set_new(o, "channel", json_string(request_channel_code(channel)));
  TRY(event_append(c, &tx, "data_request", application, json_text(c->arena, o)));
  return db_commit(&tx);
}

/* ---- answering -------------------------------------------------------------------------------------- */

static enum err check_reply(struct ctx *c, enum data_outcome outcome, str reply) {
  if (outcome == DATA_OPEN) return ctx_fail(c, E_INPUT, T_PRIVACY_NO_OUTCOME, "missing", S("outcome"));
  if (!reply.n) return ctx_fail(c, E_INPUT, T_PRIVACY_NO_REPLY, "missing", S("reply"));
  if (utf8_count(reply) > MAX_REQUEST_TEXT) return ctx_fail(c, E_INPUT, T_PRIVACY_TOO_LONG, "too_long", S("reply"));
  return E_OK;
}

static enum err erase(struct ctx *c, struct tx *tx, const struct data_request *q, struct erased **ret) {
  struct application f = {0};
  if (!q->application) return ctx_fail(c, E_RULE, T_PRIVACY_WITHOUT_FILE, "no_file", S("outcome"));
  TRY(file_by_id(c, tx, q->application, &f));
  return erasure_of_request(c, tx, &f, q->id, ret);
}

enum err request_close(struct ctx *c, i64 id, enum data_outcome outcome, str reply, i64 *ret_record) {
  struct data_request q;
  struct erased *erased = NULL;
  CLEANUP(db_end) struct tx tx = {0};
  *ret_record = 0;
  TRY(check_reply(c, outcome, reply));
  TRY(db_begin(c->office->db, &tx));
  TRY(get(c, &tx, id, &q));
  if (q.outcome != DATA_OPEN) return ctx_fail(c, E_CONFLICT, T_PRIVACY_ANSWERED, "answered", STR_NONE);
  if (q.kind == DATA_ERASE && outcome == DATA_DONE) TRY(erase(c, &tx, &q, &erased));
  TRY(db_change(&tx, SQL_PRIVACY_CLOSE, V(id), V(data_outcome_code(outcome)), V(reply), V(c->actor.officer), V(c->now)));
  json_t *o = json_object();
  json_object_set_new(o, "request", json_integer(id));
  json_object_set_new(o, "outcome", json_string(data_outcome_code(outcome)));
  json_object_set_new(o, "late", json_boolean(c->now > q.due_at));
  TRY(event_append(c, &tx, "data_request_closed", q.application, json_text(c->arena, o)));
  TRY(db_commit(&tx));
  if (erased) erasure_give_back(c, erased);
  if (erased) *ret_record = erased_record(erased);
  return E_OK;
}

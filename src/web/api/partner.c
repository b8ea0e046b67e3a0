/* The partners' part of /api/v1: every call is a signed message, and so is every answer. What a call is about stands in its
 * body, so that the signature binds it. */
#include "office/partner.h"

#include "base/limits.h"
#include "office/json.h"
#include "web/api/api.h"

#define MAX_CODE 100
#define MAX_PROBLEM 500

/* ---- a call ------------------------------------------------------------------------------------------ */

struct call {
  struct partner_caller who;
  json_t *root;
  struct object data;
  str id;
};
static void call_done(struct call *k) { json_decref(k->root); }

static enum err check_signature(struct web_request *rq, const struct partner_caller *who, str *ret_id) {
  static const struct {
    enum text_key key;
    const char *code;
  } says[] = {[WEBHOOK_HEADERS] = {T_PARTNER_HEADERS, "signature_headers"}, [WEBHOOK_TIME] = {T_PARTNER_TIME, "signature_time"},
              [WEBHOOK_WRONG] = {T_PARTNER_SIGNATURE, "signature"}};
  struct webhook_headers h = {http_header(rq->http, "webhook-id"), http_header(rq->http, "webhook-timestamp"),
                              http_header(rq->http, "webhook-signature")};
  enum webhook_check check = webhook_verify(who->public_key, &h, rq->http->body, rq->c.now);
  *ret_id = h.id;
  return check == WEBHOOK_FINE ? E_OK : ctx_fail(&rq->c, E_DENIED, says[check].key, says[check].code, STR_NONE);
}

/* From who calls to what he says; the order is what a stranger may learn: nothing before the signature fits. */
static enum err open_call(struct web_request *rq, enum partner_scope scope, const char *type, struct call *k) {
  static const char *const members[] = {"type", "timestamp", "data"};
  struct ctx *c = &rq->c;
  str bearer = http_header(rq->http, "Authorization");
  if (!web_allow("partner-peer", rq->http->peer, 600)) return ctx_fail(c, E_LIMIT, T_PARTNER_QUOTA, "quota", STR_NONE);
  bearer = str_starts(bearer, S("Bearer ")) ? str_trim(str_from(bearer, 7)) : STR_NONE;
  TRY(partner_admit(c, bearer, rq->http->peer, &k->who));
  TRY(check_signature(rq, &k->who, &k->id));
  if (!web_allow("partner", k->who.partner->code, k->who.partner->agreement.per_minute))
    return ctx_fail(c, E_LIMIT, T_PARTNER_QUOTA, "quota", STR_NONE);
  TRY(api_parse(c, rq->http->body, &k->root));
  struct object o = {c, k->root, S("")};
  api_known(o, members, COUNT(members));
  if (!str_is(api_text(o, "type", MAX_CODE), type)) (void)ctx_fail_arg(c, E_INPUT, T_API_UNKNOWN_VALUE, "unknown_value", S("type"), "known", str_of(type));
  (void)api_text(o, "timestamp", MAX_CODE);
  k->data = api_object(o, "data");
  if (c->fault_count) return E_INPUT;
  return partner_enter(c, &k->who, scope, k->id);
}

static void answer(struct web_request *rq, struct http_response *rs, const struct call *k, const char *type, json_t *data) {
  struct ctx *c = &rq->c;
  struct webhook_key key = partner_signing_key(c->office);
  str body = partner_message(c, type, k->who.sandbox, data), id = webhook_new_id(c->arena);
  i64 seconds = c->now / 1000;
  http_set_header(rs, "webhook-id", id);
  http_set_header(rs, "webhook-timestamp", arena_printf(c->arena, "%lld", (long long)seconds));
  http_set_header(rs, "webhook-signature", webhook_sign(c->arena, &key, id, seconds, body));
  web_json(rq, rs, 200, body);
}

static void refuse(struct web_request *rq, struct http_response *rs, enum err e) {
  const char *code = rq->c.fault_count ? rq->c.faults[0].code : "";
  static const char *const unknown[] = {"unauthorized", "signature", "signature_headers", "signature_time"};
  for (size_t i = 0; i < COUNT(unknown); i++)
    if (e == E_DENIED && strcmp(code, unknown[i]) == 0) {
      web_problem(rq, rs, 401, code, STR_NONE);
      return;
    }
  if (e == E_RULE && strcmp(code, "scope") == 0) web_problem(rq, rs, 403, code, STR_NONE);
  else api_error(rq, rs, e);
}

/* ---- POST /partner/state ----------------------------------------------------------------------------------- */

static enum err ask_state(struct web_request *rq, struct call *k, struct partner_state *ret) {
  static const char *const members[] = {"number"};
  TRY(open_call(rq, PARTNER_READ_STATE, "application.state", k));
  api_known(k->data, members, COUNT(members));
  str number = api_text(k->data, "number", MAX_CODE);
  if (!number.n && !rq->c.fault_count) (void)api_fail(k->data, "number", T_API_NEEDED, "missing");
  if (rq->c.fault_count) return E_INPUT;
  return partner_state(&rq->c, &k->who, number, ret);
}

void api_partner_state(struct web_request *rq, struct http_response *rs) {
  CLEANUP(call_done) struct call k = {0};
  struct partner_state s;
  enum err e = ask_state(rq, &k, &s);
  if (e == E_OK) answer(rq, rs, &k, "application.state", partner_state_json(&rq->c, &s));
  else refuse(rq, rs, e);
}

/* ---- POST /partner/batches ------------------------------------------------------------------------------------ */

static void read_record(struct object o, struct partner_record *r) {
  static const char *const members[] = {"reference", "number", "problem", "works"};
  const json_t *works = json_object_get(o.o, "works");
  api_known(o, members, COUNT(members));
  *r = (struct partner_record){.reference = api_text(o, "reference", MAX_CODE), .number = api_text(o, "number", MAX_CODE),
                               .problem = api_text(o, "problem", MAX_PROBLEM)};
  if (works && !json_is_null(works)) r->works = api_flag(o, "works") ? 1 : -1;
  if (!r->reference.n) (void)api_fail(o, "reference", T_API_NEEDED, "missing");
  if (!r->number.n) (void)api_fail(o, "number", T_API_NEEDED, "missing");
}

static enum err read_records(struct web_request *rq, struct object data, struct partner_record **ret, size_t *ret_n) {
  static const char *const members[] = {"records"};
  api_known(data, members, COUNT(members));
  json_t *list = api_list(data, "records", MAX_PARTNER_RECORDS);
  size_t n = json_array_size(list);
  if (!n && !rq->c.fault_count) (void)api_fail(data, "records", T_API_NEEDED, "missing");
  *ret = arena_array(rq->c.arena, struct partner_record, n + 1);
  for (size_t i = 0; i < n && !rq->c.fault_count; i++) {
    str at = arena_printf(rq->c.arena, STR_FMT "records/%zu/", STR_ARG(data.at), i);
    json_t *one = json_array_get(list, i);
    if (!json_is_object(one)) return ctx_fail(&rq->c, E_INPUT, T_API_NOT_OBJECT, "wrong_type", str_sub(at, 0, at.n - 1));
    read_record((struct object){&rq->c, one, at}, &(*ret)[i]);
  }
  *ret_n = n;
  return rq->c.fault_count ? E_INPUT : E_OK;
}

static json_t *receipts(const struct partner_record *list, size_t n) {
  json_t *records = json_array(), *o = json_object();
  for (size_t i = 0; i < n; i++) {
    json_t *r = json_object();
    json_object_set_new(r, "reference", json_of(list[i].reference));
    json_object_set_new(r, "receipt", json_of(list[i].receipt));
    json_object_set_new(r, "status", json_string(partner_receipt_code(list[i].status)));
    json_array_append_new(records, r);
  }
  json_object_set_new(o, "records", records);
  return o;
}

void api_partner_batch(struct web_request *rq, struct http_response *rs) {
  CLEANUP(call_done) struct call k = {0};
  struct partner_record *list = NULL;
  size_t n = 0;
  enum err e = open_call(rq, PARTNER_SEND_BATCH, "batch.submit", &k);
  if (e == E_OK) e = read_records(rq, k.data, &list, &n);
  if (e == E_OK) e = partner_batch(&rq->c, &k.who, k.id, list, n);
  if (e == E_OK) answer(rq, rs, &k, "batch.receipts", receipts(list, n));
  else refuse(rq, rs, e);
}

/* ---- POST /partner/receipts, /partner/test --------------------------------------------------------------------- */

static enum err ask_receipt(struct web_request *rq, struct call *k, struct partner_receipt *ret) {
  static const char *const members[] = {"receipt"};
  TRY(open_call(rq, PARTNER_READ_RECEIPT, "receipt.state", k));
  api_known(k->data, members, COUNT(members));
  str receipt = api_text(k->data, "receipt", MAX_CODE);
  if (!receipt.n && !rq->c.fault_count) (void)api_fail(k->data, "receipt", T_API_NEEDED, "missing");
  if (rq->c.fault_count) return E_INPUT;
  return partner_receipt(&rq->c, &k->who, receipt, ret);
}

void api_partner_receipt(struct web_request *rq, struct http_response *rs) {
  CLEANUP(call_done) struct call k = {0};
  struct partner_receipt r;
  enum err e = ask_receipt(rq, &k, &r);
  if (e != E_OK) {
    refuse(rq, rs, e);
    return;
  }
  json_t *o = json_object();
  json_object_set_new(o, "receipt", json_of(r.receipt));
  json_object_set_new(o, "reference", json_of(r.reference));
  json_object_set_new(o, "received_at", json_of(rfc3339(rq->c.arena, r.received_at)));
  json_object_set_new(o, "application", r.known ? partner_state_json(&rq->c, &r.state) : json_null());
  answer(rq, rs, &k, "receipt.state", o);
}

void api_partner_test(struct web_request *rq, struct http_response *rs) {
  CLEANUP(call_done) struct call k = {0};
  str id;
  enum err e = open_call(rq, PARTNER_GET_EVENTS, "event.test", &k);
  if (e == E_OK) e = partner_test(&rq->c, &k.who, &id);
  if (e != E_OK) {
    refuse(rq, rs, e);
    return;
  }
  json_t *o = json_object();
  json_object_set_new(o, "webhook_id", json_of(id));
  answer(rq, rs, &k, "event.test", o);
}

/* ---- GET /partner/key: what our signatures are checked with ------------------------------------------------------ */

void api_partner_key(struct web_request *rq, struct http_response *rs) {
  struct webhook_key key = partner_signing_key(rq->c.office);
  struct json_out o = json_out_new(rq->c.arena);
  put_text(&o, "public_key", webhook_public_text(rq->c.arena, key.public_key));
  web_json(rq, rs, 200, json_out_end(&o));
}

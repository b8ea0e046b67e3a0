#include "office/partner.h"

#include "domain/identity.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/sync.h"

#define TOKEN_BYTES 32
#define MOST_KEYS 500

/* ---- keys ---------------------------------------------------------------------------------------- */

struct webhook_key partner_signing_key(const struct office *o) {
  struct sha256 secret = keys_mac(&o->keys, S("partner signing 1"));
  return webhook_key_of((str){(const char *)secret.b, SHA256_SIZE});
}

static str key_data(struct ctx *c, i64 id, str partner, bool sandbox) {
  json_t *o = json_object();
  json_object_set_new(o, "key", json_integer(id));
  json_object_set_new(o, "partner", json_of(partner));
  json_object_set_new(o, "sandbox", json_boolean(sandbox));
  return json_text(c->arena, o);
}

static enum err add_key(struct ctx *c, struct tx *tx, str partner, str token, const u8 *public_key, bool sandbox, i64 *ret) {
  struct sha256 hash = sha256_of(token);
  CLEANUP(rows_done) struct rows r =
      db_query(tx, SQL_PARTNER_KEY_ADD, V(partner), V_SHA(hash), V_BLOB(public_key, WEBHOOK_PUBLIC), V(sandbox), V(c->now));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

enum err partner_key_add(struct ctx *c, str partner, str public_key, bool sandbox, str *ret_token, i64 *ret_id) {
  const struct partner *p = partner_find(&c->office->partners, partner);
  u8 secret[TOKEN_BYTES], key[WEBHOOK_PUBLIC];
  if (!p) return ctx_fail(c, E_INPUT, T_SYNC_PARTNER_UNKNOWN, "unknown_partner", S("partner"));
  if (!sandbox && !partner_agreement_holds(p, ctx_today(c))) return ctx_fail(c, E_INPUT, T_PARTNER_NO_AGREEMENT, "no_agreement", S("partner"));
  if (!webhook_public_read(public_key, key)) return ctx_fail(c, E_INPUT, T_PARTNER_PUBLIC_KEY, "public_key", S("public_key"));
  random_bytes(secret, sizeof secret);
  str token = base64url_encode(c->arena, secret, sizeof secret);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(add_key(c, &tx, p->code, token, key, sandbox, ret_id));
  TRY(event_append(c, &tx, "partner_key_added", 0, key_data(c, *ret_id, p->code, sandbox)));
  TRY(db_commit(&tx));
  *ret_token = token;
  return E_OK;
}

enum err partner_key_revoke(struct ctx *c, i64 id) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  enum err e = db_change(&tx, SQL_PARTNER_KEY_REVOKE, V(id), V(c->now));
  if (e == E_CONFLICT) return E_NOTFOUND;
  TRY(e);
  TRY(event_append(c, &tx, "partner_key_revoked", 0, arena_printf(c->arena, "{\"key\":%lld}", (long long)id)));
  return db_commit(&tx);
}

enum err partner_keys(struct ctx *c, struct partner_key **ret, size_t *ret_n) {
  size_t cap = 0, n = 0;
  struct partner_key *list = NULL;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PARTNER_KEYS, V(MOST_KEYS));
  while (rows_next(&r)) {
    arena_grow(c->arena, list, n, &cap);
    list[n] = (struct partner_key){.id = col_int(&r, 0), .partner = col_str(&r, c->arena, 1), .sandbox = col_int(&r, 3),
                                   .created_at = col_int(&r, 4), .used_at = col_int(&r, 5), .revoked_at = col_int(&r, 6)};
    if (!col_blob(&r, 2, list[n].public_key, WEBHOOK_PUBLIC)) return E_BUG;
    n++;
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

/* ---- who calls ------------------------------------------------------------------------------------- */

static enum err find_key(struct ctx *c, str token, struct partner_caller *ret) {
  struct sha256 hash = sha256_of(token);
  if (token.n < 20 || token.n > 200) return E_NOTFOUND;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PARTNER_KEY_FIND, V_SHA(hash));
  TRY(rows_one(&r));
  *ret = (struct partner_caller){.key = col_int(&r, 0), .sandbox = col_int(&r, 3),
                                 .partner = partner_find(&c->office->partners, col_str(&r, c->arena, 1))};
  return col_blob(&r, 2, ret->public_key, WEBHOOK_PUBLIC) && ret->partner ? E_OK : E_NOTFOUND;
}

/* A sandbox shows invented data only: it may be tried from anywhere, before there is an agreement. */
enum err partner_admit(struct ctx *c, str token, str peer, struct partner_caller *ret) {
  enum err e = find_key(c, token, ret);
  if (e == E_NOTFOUND) return ctx_fail(c, E_DENIED, T_PARTNER_UNAUTHORIZED, "unauthorized", STR_NONE);
  TRY(e);
  if (!ret->sandbox && !partner_agreement_holds(ret->partner, ctx_today(c)))
    return ctx_fail(c, E_DENIED, T_PARTNER_NO_AGREEMENT, "agreement", STR_NONE);
  if (!ret->sandbox && !partner_address_allowed(ret->partner, peer)) return ctx_fail(c, E_DENIED, T_PARTNER_ADDRESS, "address", STR_NONE);
  c->actor = (struct actor_id){.role = ROLE_PARTNER, .name = ret->partner->code};
  return E_OK;
}

static enum err count_call(struct ctx *c, struct tx *tx, const struct partner_caller *who) {
  i64 calls;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PARTNER_DAY_COUNT, V(who->partner->code), V(date_days(ctx_today(c))));
    TRY(rows_one(&r));
    calls = col_int(&r, 0);
  }
  if (calls > who->partner->agreement.per_day) return ctx_fail(c, E_LIMIT, T_PARTNER_QUOTA, "quota", STR_NONE);
  return E_OK;
}

enum err partner_enter(struct ctx *c, const struct partner_caller *who, enum partner_scope scope, str webhook_id) {
  bool may = who->sandbox || (who->partner->agreement.scopes & scope);
  if (!may) return ctx_fail(c, E_RULE, T_PARTNER_SCOPE, "scope", STR_NONE);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  enum err e = db_exec(&tx, SQL_PARTNER_CALL_ADD, V(who->key), V(webhook_id), V(c->now));
  if (e == E_CONFLICT) return ctx_fail(c, e, T_PARTNER_REPLAYED, "replayed", S("webhook-id"));
  TRY(e);
  TRY(count_call(c, &tx, who));
  TRY(db_exec(&tx, SQL_PARTNER_KEY_USED, V(who->key), V(c->now)));
  return db_commit(&tx);
}

/* ---- what a partner may see ---------------------------------------------------------------------------- */

static str nik_last4(struct ctx *c, const struct application *f) {
  json_t *o = json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
  str nik = json_member(o, "applicant_nik");
  str last = nik.n >= 4 ? arena_str(c->arena, str_from(nik, nik.n - 4)) : S("");
  json_decref(o);
  return last;
}

/* The partner of the latest decision, else the one the citizen named; NULL: the request concerns no partner. */
static enum err concerns(struct ctx *c, struct tx *tx, const struct application *f, const struct partner **ret, struct sync_round *last) {
  *ret = NULL;
  *last = (struct sync_round){0};
  if (!f->service->data_sync || f->state == STATE_DRAFT) return E_OK;
  TRY(sync_last_round(c, tx, f->id, last));
  *ret = last->id ? partner_find(&c->office->partners, last->partner) : sync_partner(c, f);
  return E_OK;
}

static struct partner_state state_of(struct ctx *c, const struct partner *p, const struct application *f, const struct sync_round *last) {
  struct partner_state s = {.fields = p->agreement.fields, .number = f->number, .state = f->state, .submitted_at = f->submitted_at,
                            .changed_at = f->changed_at};
  if (last->id) s.outcome = str_of(sync_outcome_code(last->outcome));
  if (last->id && f->state == STATE_SENT) s.retry_on = local_of(last->retry_at).date;
  if (s.fields & PARTNER_NIK_LAST4) s.nik_last4 = nik_last4(c, f);
  return s;
}

static enum err its_file(struct ctx *c, struct tx *tx, const struct partner *who, str number, struct application *f, struct sync_round *last) {
  const struct partner *p;
  str canonical;
  if (number_read(c->arena, number, &canonical) != E_OK) return E_NOTFOUND;
  TRY(file_by_number(c, tx, canonical, f));
  TRY(concerns(c, tx, f, &p, last));
  return p == who ? E_OK : E_NOTFOUND;
}

/* Invented: the same number always stands for the same case. */
static struct partner_state sandbox_state(const struct partner *p, str number) {
  static const struct {
    enum state state;
    enum sync_outcome outcome;
  } cases[] = {{STATE_SUBMITTED, SYNC_UNDECIDED}, {STATE_IN_REVIEW, SYNC_UNDECIDED}, {STATE_SENT, SYNC_PROPOSED},
               {STATE_SENT, SYNC_PARTNER},        {STATE_COMPLETED, SYNC_MATCHED}};
  struct sha256 hash = sha256_of(number);
  size_t at = hash.b[0] % COUNT(cases);
  moment day = moment_of_local((struct local_time){.date = {2026, 11, 2}, .hour = 9});
  struct partner_state s = {.fields = p->agreement.reference.n ? p->agreement.fields : (1u << PARTNER_FIELDS) - 1, .number = number,
                            .state = cases[at].state, .submitted_at = day, .changed_at = day + DAYS(1),
                            .outcome = str_of(sync_outcome_code(cases[at].outcome)), .nik_last4 = S("0001")};
  if (s.state == STATE_SENT) s.retry_on = (struct date){2026, 11, 6};
  return s;
}

static enum err sandbox_find(struct ctx *c, const struct partner *p, str number, struct partner_state *ret) {
  str canonical;
  if (number_read(c->arena, number, &canonical) != E_OK) return E_NOTFOUND;
  *ret = sandbox_state(p, canonical);
  return E_OK;
}

static str told(struct ctx *c, const struct partner *p, const char *name, str value) {
  json_t *o = json_object();
  json_object_set_new(o, "partner", json_of(p->code));
  if (name) json_object_set_new(o, name, json_of(value));
  return json_text(c->arena, o);
}

enum err partner_state(struct ctx *c, const struct partner_caller *who, str number, struct partner_state *ret) {
  struct application f = {0};
  struct sync_round last;
  if (who->sandbox) return sandbox_find(c, who->partner, number, ret);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(its_file(c, &tx, who->partner, number, &f, &last));
  TRY(event_append(c, &tx, "partner_asked", f.id, told(c, who->partner, NULL, STR_NONE)));
  *ret = state_of(c, who->partner, &f, &last);
  return db_commit(&tx);
}

/* ---- batches ---------------------------------------------------------------------------------------------- */

const char *partner_receipt_code(enum partner_receipt_status s) {
  static const char *const codes[RECEIPT_STATUSES] = {"accepted", "unknown", "repeated"};
  return (size_t)s < COUNT(codes) ? codes[s] : "";
}

/* "TT-4K7P2Q9XZ3M8": read aloud without mistakes. */
static str new_receipt(struct ctx *c, bool sandbox) {
  static const char symbols[] = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
  u8 chance[12];
  char text[13] = {0};
  random_bytes(chance, sizeof chance);
  for (size_t i = 0; i < sizeof chance; i++) text[i] = symbols[chance[i] % (sizeof symbols - 1)];
  return arena_printf(c->arena, "%s-%s", sandbox ? "SBX" : "TT", text);
}

static enum err came_before(struct ctx *c, struct tx *tx, const struct partner_caller *who, struct partner_record *r, bool *ret) {
  CLEANUP(rows_done) struct rows q = db_query(tx, SQL_PARTNER_RECORD_BY_REFERENCE, V(who->partner->code), V(r->reference));
  *ret = rows_next(&q);
  if (*ret) {
    r->receipt = col_str(&q, c->arena, 0);
    r->status = RECEIPT_REPEATED;
  }
  return q.err;
}

static enum err take(struct ctx *c, struct tx *tx, const struct partner_caller *who, str batch, struct partner_record *r) {
  struct application f = {0};
  struct sync_round last;
  bool before;
  TRY(came_before(c, tx, who, r, &before));
  if (before) return E_OK;
  enum err e = its_file(c, tx, who->partner, r->number, &f, &last);
  if (e != E_OK && e != E_NOTFOUND) return e;
  bool known = e == E_OK;
  r->status = known ? RECEIPT_ACCEPTED : RECEIPT_UNKNOWN;
  r->receipt = new_receipt(c, false);
  TRY(db_exec(tx, SQL_PARTNER_RECORD_ADD, V(who->partner->code), V(batch), V(r->receipt), V(r->reference), V(utf8_cut(r->number, 40)),
              known ? V(f.id) : V_NULL, V_STR(r->problem), V(r->works), V(c->now)));
  return known ? event_append(c, tx, "partner_record", f.id, told(c, who->partner, "receipt", r->receipt)) : E_OK;
}

static void sandbox_batch(struct ctx *c, const struct partner_caller *who, struct partner_record *records, size_t n) {
  struct partner_state s;
  for (size_t i = 0; i < n; i++) {
    bool known = sandbox_find(c, who->partner, records[i].number, &s) == E_OK;
    records[i].status = known ? RECEIPT_ACCEPTED : RECEIPT_UNKNOWN;
    records[i].receipt = new_receipt(c, true);
  }
}

enum err partner_batch(struct ctx *c, const struct partner_caller *who, str batch, struct partner_record *records, size_t n) {
  if (who->sandbox) {
    sandbox_batch(c, who, records, n);
    return E_OK;
  }
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  for (size_t i = 0; i < n; i++) TRY(take(c, &tx, who, batch, &records[i]));
  json_t *o = json_object();
  json_object_set_new(o, "partner", json_of(who->partner->code));
  json_object_set_new(o, "records", json_integer((json_int_t)n));
  TRY(event_append(c, &tx, "partner_batch", 0, json_text(c->arena, o)));
  return db_commit(&tx);
}

static enum err find_receipt(struct ctx *c, struct tx *tx, const struct partner *p, str receipt, i64 *ret_file, struct partner_receipt *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PARTNER_RECORD_BY_RECEIPT, V(p->code), V(receipt));
  TRY(rows_one(&r));
  *ret = (struct partner_receipt){.receipt = receipt, .reference = col_str(&r, c->arena, 0), .number = col_str(&r, c->arena, 2),
                                  .received_at = col_int(&r, 3)};
  *ret_file = col_int(&r, 1);
  return E_OK;
}

enum err partner_receipt(struct ctx *c, const struct partner_caller *who, str receipt, struct partner_receipt *ret) {
  i64 file;
  struct application f = {0};
  struct sync_round last;
  if (who->sandbox) {
    if (!str_starts(receipt, S("SBX-")) || receipt.n != 16) return E_NOTFOUND;
    *ret = (struct partner_receipt){.receipt = receipt, .reference = S("sandbox"), .known = true,
                                    .received_at = moment_of_local((struct local_time){.date = {2026, 11, 2}, .hour = 9}),
                                    .state = sandbox_state(who->partner, receipt)};
    return E_OK;
  }
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(find_receipt(c, &tx, who->partner, receipt, &file, ret));
  if (!file) return E_OK;
  TRY(file_by_id(c, &tx, file, &f));
  const struct partner *p;
  TRY(concerns(c, &tx, &f, &p, &last));
  ret->known = p == who->partner; /* it may concern another one by now */
  if (ret->known) ret->state = state_of(c, p, &f, &last);
  return E_OK;
}

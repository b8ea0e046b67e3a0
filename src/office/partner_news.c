/* office/partner_news: what partners are told, in the transaction of what it tells; sent by jobs/delivery. */
#include "base/limits.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/partner.h"
#include "office/sync.h"

#define LEASE SECONDS(60)
/* After each failed try; then it is given up, and an officer may send it again. */
static const moment waits[] = {SECONDS(5), MINUTES(5), MINUTES(30), HOURS(2), HOURS(5), HOURS(10), HOURS(14)};

static void put_date(struct ctx *c, json_t *o, const char *name, struct date d) {
  json_object_set_new(o, name, d.year ? json_of(date_iso(c->arena, d)) : json_null());
}

static json_t *allowed_fields(struct ctx *c, const struct partner_state *s) {
  json_t *o = json_object();
  if (s->fields & PARTNER_NUMBER) json_object_set_new(o, "number", json_of(s->number));
  if (s->fields & PARTNER_STATE) json_object_set_new(o, "state", json_string(state_code(s->state)));
  if (s->fields & PARTNER_SUBMITTED_AT) json_object_set_new(o, "submitted_at", json_of(rfc3339(c->arena, s->submitted_at)));
  if (s->fields & PARTNER_CHANGED_AT) json_object_set_new(o, "changed_at", json_of(rfc3339(c->arena, s->changed_at)));
  if (s->fields & PARTNER_OUTCOME) json_object_set_new(o, "outcome", s->outcome.n ? json_of(s->outcome) : json_null());
  if (s->fields & PARTNER_RETRY_ON) put_date(c, o, "retry_on", s->retry_on);
  if (s->fields & PARTNER_NIK_LAST4) json_object_set_new(o, "nik_last4", s->nik_last4.n ? json_of(s->nik_last4) : json_null());
  return o;
}

str partner_message(struct ctx *c, const char *type, bool sandbox, json_t *data) {
  json_t *o = json_object();
  json_object_set_new(o, "type", json_string(type));
  json_object_set_new(o, "timestamp", json_of(rfc3339(c->arena, c->now)));
  json_object_set_new(o, "sandbox", json_boolean(sandbox));
  json_object_set_new(o, "data", data);
  return json_text(c->arena, o);
}

json_t *partner_state_json(struct ctx *c, const struct partner_state *s) { return allowed_fields(c, s); }

static enum err put(struct ctx *c, struct tx *tx, const struct partner *p, str id, const char *kind, str body) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PARTNER_DELIVERY_ADD, V(p->code), V(id), V(kind), V(body), V(c->now));
  return rows_one(&r);
}

static bool hears(struct ctx *c, const struct partner *p) {
  return p && partner_agreement_holds(p, ctx_today(c)) && (p->agreement.scopes & PARTNER_GET_EVENTS) && p->agreement.webhook.n;
}

enum err partner_news(struct ctx *c, struct tx *tx, const struct application *f) {
  struct sync_round last;
  TRY(sync_last_round(c, tx, f->id, &last));
  const struct partner *p = last.id ? partner_find(&c->office->partners, last.partner) : NULL;
  if (!hears(c, p)) return E_OK;
  struct partner_state s = {.fields = p->agreement.fields, .number = f->number, .state = f->state, .submitted_at = f->submitted_at,
                            .changed_at = c->now, .outcome = str_of(sync_outcome_code(last.outcome))};
  if (f->state == STATE_SENT) s.retry_on = local_of(last.retry_at).date;
  s.fields &= ~(unsigned)PARTNER_NIK_LAST4; /* who needs it asks */
  return put(c, tx, p, webhook_new_id(c->arena), "application.updated", partner_message(c, "application.updated", false, allowed_fields(c, &s)));
}

enum err partner_test(struct ctx *c, const struct partner_caller *who, str *ret_webhook_id) {
  if (!who->partner->agreement.webhook.n) return ctx_fail(c, E_RULE, T_PARTNER_NO_WEBHOOK, "no_webhook", STR_NONE);
  str id = webhook_new_id(c->arena);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(put(c, &tx, who->partner, id, "event.test", partner_message(c, "event.test", who->sandbox, json_object())));
  *ret_webhook_id = id;
  return db_commit(&tx);
}

/* ---- delivering -------------------------------------------------------------------------------------- */

static enum err read_delivery(struct ctx *c, struct tx *tx, i64 id, struct partner_delivery *ret) {
  struct arena *a = c->arena;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PARTNER_DELIVERY_GET, V(id));
  TRY(rows_one(&r));
  *ret = (struct partner_delivery){.id = id, .partner = col_str(&r, a, 0), .webhook_id = col_str(&r, a, 1), .kind = col_str(&r, a, 2),
                                   .body = col_str(&r, a, 3), .state = col_str(&r, a, 4), .tries = col_int(&r, 5), .created_at = col_int(&r, 6),
                                   .due_at = col_int(&r, 7), .done_at = col_int(&r, 8), .status = col_int(&r, 9), .problem = col_str(&r, a, 10)};
  return E_OK;
}

enum err delivery_claim(struct ctx *c, i64 id, struct partner_delivery *ret, bool *ret_go) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(read_delivery(c, &tx, id, ret));
  *ret_go = str_eq(ret->state, S("waiting"));
  if (!*ret_go) return E_OK;
  TRY(db_change(&tx, SQL_PARTNER_DELIVERY_TOOK, V(id), V(c->now + LEASE)));
  ret->tries++;
  return db_commit(&tx);
}

enum err delivery_settle(struct ctx *c, const struct partner_delivery *d, moment began, int status, const char *problem) {
  bool good = status >= 200 && status < 300;
  bool over = status == 410 || (size_t)d->tries > COUNT(waits); /* 410 Gone: the partner wants no more of it */
  const char *state = good ? "sent" : over ? "failed" : "waiting";
  moment next = good || over ? c->now : c->now + waits[d->tries - 1];
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_PARTNER_DELIVERY_TRY, V(d->id), V(began), V(c->now - began), V(status), V(problem)));
  TRY(db_exec(&tx, SQL_PARTNER_DELIVERY_END, V(d->id), V(state), V(next), V(good || over ? c->now : 0), V(status), V(problem)));
  return db_commit(&tx);
}

enum err deliveries(struct ctx *c, i64 before, int limit, struct partner_delivery **ret, size_t *ret_n) {
  size_t most = limit < 1 ? 1 : limit > MAX_LIST ? MAX_LIST : (size_t)limit;
  struct partner_delivery *list = arena_array(c->arena, struct partner_delivery, most);
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PARTNER_DELIVERIES, V(before ? before : INT64_MAX), V(most));
  while (n < most && rows_next(&r)) {
    struct arena *a = c->arena;
    list[n++] = (struct partner_delivery){.id = col_int(&r, 0), .partner = col_str(&r, a, 1), .kind = col_str(&r, a, 2), .state = col_str(&r, a, 3),
                                  .tries = col_int(&r, 4), .created_at = col_int(&r, 5), .due_at = col_int(&r, 6), .done_at = col_int(&r, 7),
                                  .status = col_int(&r, 8), .problem = col_str(&r, a, 9)};
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

enum err delivery_open(struct ctx *c, i64 id, struct partner_delivery *ret, struct delivery_try **ret_tries, size_t *ret_n) {
  struct delivery_try *list = arena_array(c->arena, struct delivery_try, MAX_LIST);
  CLEANUP(db_end) struct tx tx = {0};
  *ret_n = 0;
  TRY(db_read(c->office->db, &tx));
  TRY(read_delivery(c, &tx, id, ret));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PARTNER_DELIVERY_TRIES, V(id), V(MAX_LIST));
  while (*ret_n < MAX_LIST && rows_next(&r))
    list[(*ret_n)++] = (struct delivery_try){col_int(&r, 0), col_int(&r, 1), col_int(&r, 2), col_str(&r, c->arena, 3)};
  *ret_tries = list;
  return r.err;
}

bool delivery_may_again(const struct partner_delivery *d, moment now) { return !str_eq(d->state, S("waiting")) || d->due_at > now + LEASE; }

enum err delivery_again(struct ctx *c, i64 id) {
  struct partner_delivery d;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(read_delivery(c, &tx, id, &d));
  if (!delivery_may_again(&d, c->now)) return ctx_fail(c, E_CONFLICT, T_PARTNER_WAITING, "waiting", STR_NONE);
  TRY(db_change(&tx, SQL_PARTNER_DELIVERY_AGAIN, V(id), V(c->now), V(c->now + LEASE)));
  TRY(event_append(c, &tx, "delivery_again", 0, arena_printf(c->arena, "{\"delivery\":%lld}", (long long)id)));
  return db_commit(&tx);
}

enum err partner_uses(struct ctx *c, struct partner_use **ret) {
  const struct partners *all = &c->office->partners;
  struct partner_key *keys;
  size_t n;
  TRY(partner_keys(c, &keys, &n));
  struct partner_use *uses = arena_array(c->arena, struct partner_use, all->n + 1);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  for (size_t i = 0; i < all->n; i++) {
    for (size_t k = 0; k < n; k++) {
      bool live = str_eq(keys[k].partner, all->list[i].code) && !keys[k].revoked_at;
      uses[i].keys += live && !keys[k].sandbox;
      uses[i].sandbox_keys += live && keys[k].sandbox;
    }
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PARTNER_DAY, V(all->list[i].code), V(date_days(ctx_today(c))));
    if (rows_next(&r)) uses[i].calls_today = col_int(&r, 0);
    TRY(r.err);
  }
  *ret = uses;
  return E_OK;
}

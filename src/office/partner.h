/* office/partner: partners' machines: keys, calls that count once, what a partner sees of a request that concerns it,
 * batches with a receipt for every record, and news that are delivered to it. */
#pragma once
#include "domain/partner.h"
#include "base/webhook.h"
#include "office/file.h"

/* ---- keys, given out by an admin; every change is an event ---- */

struct partner_key {
  i64 id;
  str partner;
  u8 public_key[WEBHOOK_PUBLIC];
  bool sandbox;
  moment created_at, used_at, revoked_at; /* 0: never */
};
/* E_INPUT: "unknown_partner", "public_key", "no_agreement" (a sandbox key needs none). ret_token is shown once. */
enum err partner_key_add(struct ctx *c, str partner, str public_key, bool sandbox, str *ret_token, i64 *ret_id);
enum err partner_key_revoke(struct ctx *c, i64 id); /* E_NOTFOUND: none, or revoked before */
enum err partner_keys(struct ctx *c, struct partner_key **ret, size_t *ret_n);
/* The key pair this office signs with; made from link.key. */
struct webhook_key partner_signing_key(const struct office *o);

/* ---- a call ---- */

struct partner_caller {
  const struct partner *partner;
  i64 key;
  bool sandbox;
  u8 public_key[WEBHOOK_PUBLIC];
};
/* By its bearer token and address. E_DENIED with fault "unauthorized", "address" or "agreement". Sets the context's actor. */
enum err partner_admit(struct ctx *c, str token, str peer, struct partner_caller *ret);
/* Counts the call, once. E_RULE "scope"; E_CONFLICT "replayed"; E_LIMIT "quota". */
enum err partner_enter(struct ctx *c, const struct partner_caller *who, enum partner_scope scope, str webhook_id);

struct partner_state { /* only the members of `fields` may leave the house */
  unsigned fields;
  str number;
  enum state state;
  moment submitted_at, changed_at;
  str outcome;           /* code; empty: none */
  struct date retry_on;  /* year 0: none */
  str nik_last4;
};
/* E_NOTFOUND alike: no such number, or it does not concern this partner. The applicant sees that it was asked. */
enum err partner_state(struct ctx *c, const struct partner_caller *who, str number, struct partner_state *ret);

#define MAX_PARTNER_RECORDS 200
enum partner_receipt_status { RECEIPT_ACCEPTED, RECEIPT_UNKNOWN, RECEIPT_REPEATED, RECEIPT_STATUSES };
const char *partner_receipt_code(enum partner_receipt_status s); /* "accepted", "unknown", "repeated" */
struct partner_record {
  str reference, number, problem; /* reference: the partner's own, once for ever */
  int works;                      /* 1: it finds the data, -1: it does not, 0: not said */
  str receipt;                    /* filled */
  enum partner_receipt_status status;
};
/* Every record gets a receipt, also one whose number is none of this partner's. One that came before keeps its own. */
enum err partner_batch(struct ctx *c, const struct partner_caller *who, str batch, struct partner_record *records, size_t n);
struct partner_receipt {
  str reference, receipt, number;
  bool known; /* state is filled */
  moment received_at;
  struct partner_state state;
};
enum err partner_receipt(struct ctx *c, const struct partner_caller *who, str receipt, struct partner_receipt *ret);

/* A message as both sides write it: {"type", "timestamp", "sandbox", "data"}; data is given away. */
typedef struct json_t json_t;
str partner_message(struct ctx *c, const char *type, bool sandbox, json_t *data);
json_t *partner_state_json(struct ctx *c, const struct partner_state *s); /* only what the agreement lists */

/* ---- news ---- */

/* The file moved: its partner hears of it, when its agreement says so. In the transaction of the change. */
enum err partner_news(struct ctx *c, struct tx *tx, const struct application *f);
/* A message without content, to try the way out. ret_id: of the message. E_RULE "no_webhook". */
enum err partner_test(struct ctx *c, const struct partner_caller *who, str *ret_webhook_id);

struct partner_delivery {
  i64 id;
  str partner, webhook_id, kind, body, state, problem;
  i64 tries, status;
  moment created_at, due_at, done_at;
};
enum err delivery_claim(struct ctx *c, i64 id, struct partner_delivery *ret, bool *ret_go); /* for jobs/ */
enum err delivery_settle(struct ctx *c, const struct partner_delivery *d, moment began, int status, const char *problem);
enum err deliveries(struct ctx *c, i64 before, int limit, struct partner_delivery **ret, size_t *ret_n);
struct delivery_try {
  moment at;
  i64 took_ms, status; /* status 0: no answer */
  str problem;
};
enum err delivery_open(struct ctx *c, i64 id, struct partner_delivery *ret, struct delivery_try **ret_tries, size_t *ret_n); /* newest first */
bool delivery_may_again(const struct partner_delivery *d, moment now); /* not while it is sent, or will be within a minute */
enum err delivery_again(struct ctx *c, i64 id); /* E_NOTFOUND; E_CONFLICT: it is about to be sent */
struct partner_use {
  i64 calls_today;
  size_t keys, sandbox_keys;
};
enum err partner_uses(struct ctx *c, struct partner_use **ret); /* in the order of office->partners */

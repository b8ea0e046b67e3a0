#include "office/visit.h"

#include "domain/identity.h"
#include "domain/proof.h"
#include "office/chain.h"
#include "office/notice.h"
#include "office/portal.h"

#define VISIT_LIFE DAYS(14) /* without coming again */
#define SEEN_EVERY HOURS(1)
#define MAX_VISIT_FILES 50
#define MAX_VISIT_BOOKINGS 10

struct proof_row {
  str phone, kind, service, answers;
  struct sha256 token_hash, code_hash;
  struct proof_code code;
};

/* ---- codes ------------------------------------------------------------------------------------------ */

/* Under the link key: who holds the store alone cannot try the million codes. */
static struct sha256 code_hash(const struct ctx *c, const struct sha256 *token_hash, str code) {
  u8 joined[SHA256_SIZE + 16] = {0};
  memcpy(joined, token_hash->b, SHA256_SIZE);
  memcpy(joined + SHA256_SIZE, code.p, code.n < 16 ? code.n : 16);
  return keys_mac(&c->office->keys, (str){(const char *)joined, sizeof joined});
}

static bool same_code(const struct ctx *c, const struct sha256 *token_hash, str typed, const struct sha256 *hash) {
  struct sha256 h = code_hash(c, token_hash, typed);
  return typed.n && same_secret((str){(const char *)h.b, SHA256_SIZE}, (str){(const char *)hash->b, SHA256_SIZE});
}

static enum err read_proof(struct ctx *c, struct tx *tx, str token, struct proof_row *ret) {
  struct proof_row p = {.token_hash = token_hash(token)};
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PROOF_FIND, V_SHA(p.token_hash));
  TRY(rows_one(&r));
  p.phone = col_str(&r, c->arena, 0);
  p.kind = col_str(&r, c->arena, 1);
  if (!col_blob(&r, 2, p.code_hash.b, SHA256_SIZE)) return E_BUG;
  p.service = col_str(&r, c->arena, 3);
  p.answers = col_str(&r, c->arena, 4);
  p.code = (struct proof_code){.tries = col_int(&r, 5), .expires_at = col_int(&r, 7), .used_at = col_int(&r, 8)};
  *ret = p;
  return E_OK;
}

static enum err may_send(struct ctx *c, struct tx *tx, str phone) {
  struct proof_history h;
  {
    CLEANUP(rows_done)
    struct rows r = db_query(tx, SQL_PROOF_HISTORY, V(phone), V(c->now - HOURS(1)), V(c->now - HOURS(24)));
    TRY(rows_one(&r));
    h = (struct proof_history){.last_hour = col_int(&r, 0), .last_day = col_int(&r, 1), .newest = col_int(&r, 2)};
  }
  moment from = proof_next(&h, c->now);
  if (!from) return E_OK;
  bool soon = from - c->now <= PROOF_SPACING;
  return ctx_fail(c, E_LIMIT, soon ? T_PORTAL_CODE_SOON : T_PORTAL_CODE_MANY, "too_many_codes", S("phone"));
}

/* ---- who: a contact and, for a message, a chat --------------------------------------------------------- */

static enum err contact_of_phone(struct ctx *c, struct tx *tx, str phone, i64 *ret) {
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_PHONE, V(phone));
    enum err e = rows_one(&r);
    if (e == E_OK) *ret = col_int(&r, 0);
    if (e != E_NOTFOUND) return e;
  }
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_ADD, V(phone), V_NULL, V_NULL, V(c->now));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

/* The number may belong to somebody else since: what was known under it stays with the one before. */
static enum err contact_proved(struct ctx *c, struct tx *tx, str phone, i64 *ret) {
  bool doubtful = false;
  TRY(contact_of_phone(c, tx, phone, ret));
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_GET, V(*ret));
    TRY(rows_one(&r));
    doubtful = !col_null(&r, 5);
  }
  if (!doubtful) return E_OK;
  TRY(db_exec(tx, SQL_CONTACT_FORGET_PHONE, V(phone)));
  return contact_of_phone(c, tx, phone, ret);
}

static enum err chat_for(struct ctx *c, struct tx *tx, i64 contact, i64 *ret) {
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_OF_CONTACT, V(contact));
    enum err e = rows_one(&r);
    if (e == E_OK) *ret = col_int(&r, 0);
    if (e != E_NOTFOUND) return e;
  }
  CLEANUP(rows_done)
  struct rows r = db_query(tx, SQL_CHAT_ADD, V(c->office->config->whatsapp.numbers[0].phone_number_id), V(contact));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

static enum err send_code(struct ctx *c, struct tx *tx, str phone, str code, i64 *ret_outbox) {
  i64 contact, chat;
  TRY(contact_of_phone(c, tx, phone, &contact));
  TRY(chat_for(c, tx, contact, &chat));
  struct say say = {.kind = SAY_TEXT,
                    .body = TEXT(c->arena, c->lang, T_PORTAL_CODE_MESSAGE, ARG("code", code), ARG("office", c->office->config->office.name)),
                    .shown = text_plain(LANG_ID, T_PORTAL_CODE_SHOWN),
                    .fallback = {.name = S("loket_kode"), .params = {code}, .param_count = 1, .code = true}};
  return say_post(c, tx, chat, 0, &say, 0, ret_outbox);
}

/* ---- asking --------------------------------------------------------------------------------------------- */

static enum err ask(struct ctx *c, struct tx *tx, str phone, bool send, str service, str answers, str *ret_token) {
  str token = random_token(c->arena), code = proof_new_code(c->arena, PROOF_CODE_DIGITS);
  struct sha256 th = token_hash(token), hash;
  i64 outbox = 0;
  if (send) {
    TRY(may_send(c, tx, phone));
    TRY(send_code(c, tx, phone, code, &outbox));
  } else {
    code = random_token(c->arena); /* nobody knows it: this page only takes an officer's code */
  }
  hash = code_hash(c, &th, code);
  TRY(db_exec(tx, SQL_PROOF_ADD, V_SHA(th), V(phone), V(send ? "whatsapp" : "none"), V_SHA(hash), V_STR(service), V_STR(answers),
              V_OPT(outbox), V(c->now), V(c->now + (send ? PROOF_LIFE : HOURS(1)))));
  *ret_token = token;
  return E_OK;
}

enum err visit_ask(struct ctx *c, str typed, bool send, const struct beginning *b, str *ret_token) {
  str phone, token, service = S(""), answers = S("{}");
  if (phone_read(c->arena, typed, &phone) != E_OK) return ctx_fail(c, E_INPUT, T_PORTAL_PHONE_WRONG, "phone", S("phone"));
  if (send && !c->office->config->whatsapp.number_count) return ctx_fail(c, E_RULE, T_PORTAL_NO_WHATSAPP, "no_whatsapp", S("phone"));
  if (b && b->service) {
    service = b->service->code;
    answers = answers_json(c->arena, b->service, &b->answers);
  }
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(ask(c, &tx, phone, send, service, answers, &token));
  TRY(db_commit(&tx));
  *ret_token = token;
  return E_OK;
}

enum err visit_ask_again(struct ctx *c, str token, str *ret_token) {
  struct proof_row p;
  str next;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(read_proof(c, &tx, token, &p));
  if (p.code.used_at || !c->office->config->whatsapp.number_count) return E_NOTFOUND;
  TRY(ask(c, &tx, p.phone, true, p.service, p.answers, &next));
  TRY(db_exec(&tx, SQL_PROOF_END, V_SHA(p.token_hash), V(c->now)));
  TRY(db_commit(&tx));
  *ret_token = next;
  return E_OK;
}

enum err visit_asked(struct ctx *c, str token, struct visit_asked *ret) {
  struct proof_row p;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(read_proof(c, &tx, token, &p));
  *ret = (struct visit_asked){.phone = phone_masked(c->arena, p.phone), .sent = str_eq(p.kind, S("whatsapp")),
                              .open = proof_judge(&p.code, true, c->now) == PROOF_GOOD};
  return E_OK;
}

/* ---- proving ---------------------------------------------------------------------------------------------- */

/* One of the officer's codes for this number; it is spent then. */
static enum err counter_code(struct ctx *c, struct tx *tx, str phone, str code, bool *ret_right) {
  struct sha256 token = {0}, hash;
  *ret_right = false;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_PROOF_COUNTER, V(phone), V(c->now));
    while (!*ret_right && rows_next(&r)) {
      if (!col_blob(&r, 0, token.b, SHA256_SIZE) || !col_blob(&r, 1, hash.b, SHA256_SIZE)) return E_BUG;
      *ret_right = same_code(c, &token, code, &hash);
    }
    TRY(r.err);
  }
  return *ret_right ? db_exec(tx, SQL_PROOF_USE, V_SHA(token), V(c->now)) : E_OK;
}

static enum err refuse_code(struct ctx *c, struct tx *tx, const struct proof_row *p, enum proof_verdict v) {
  if (v == PROOF_WRONG) {
    i64 left = PROOF_TRIES - p->code.tries - 1;
    TRY(db_exec(tx, SQL_PROOF_TRIED, V_SHA(p->token_hash)));
    TRY(db_commit(tx));
    if (left > 0)
      return ctx_fail_arg(c, E_INPUT, T_PORTAL_CODE_WRONG, "code", S("code"), "n", arena_printf(c->arena, "%lld", (long long)left));
    v = PROOF_TOO_OFTEN;
  }
  static const enum text_key words[] = {[PROOF_TOO_LATE] = T_PORTAL_CODE_LATE, [PROOF_TOO_OFTEN] = T_PORTAL_CODE_USED_UP, [PROOF_USED] = T_PORTAL_CODE_SPENT};
  return ctx_fail(c, E_RULE, words[v], "code", S("code"));
}

static enum err open_visit(struct ctx *c, struct tx *tx, i64 contact, str *ret_cookie) {
  str cookie = arena_printf(c->arena, STR_FMT STR_FMT, STR_ARG(random_token(c->arena)), STR_ARG(random_token(c->arena)));
  struct sha256 hash = token_hash(cookie);
  *ret_cookie = cookie;
  return db_exec(tx, SQL_VISIT_ADD, V_SHA(hash), V(contact), V(c->now));
}

static enum err begin(struct ctx *c, struct tx *tx, const struct proof_row *p, i64 contact, struct application *ret_draft) {
  const struct service *s = p->service.n ? catalogue_find(&c->office->catalogue, p->service) : NULL;
  if (!s) return E_OK;
  struct answers answers = answers_of_json(s, p->answers);
  return draft_begin(c, tx, contact, p->phone, s, &answers, ret_draft);
}

enum err visit_prove(struct ctx *c, str token, str typed, str *ret_cookie, struct application *ret_draft) {
  struct proof_row p;
  i64 contact;
  str cookie, code = proof_digits(c->arena, typed);
  CLEANUP(db_end) struct tx tx = {0};
  if (!code.n) return ctx_fail(c, E_INPUT, T_PORTAL_CODE_EMPTY, "code", S("code"));
  TRY(db_begin(c->office->db, &tx));
  TRY(read_proof(c, &tx, token, &p));
  bool right = same_code(c, &p.token_hash, code, &p.code_hash);
  enum proof_verdict v = proof_judge(&p.code, right, c->now);
  if (v == PROOF_WRONG) TRY(counter_code(c, &tx, p.phone, code, &right));
  if (v == PROOF_WRONG && right) v = PROOF_GOOD;
  if (v != PROOF_GOOD) return refuse_code(c, &tx, &p, v);
  TRY(db_exec(&tx, SQL_PROOF_USE, V_SHA(p.token_hash), V(c->now)));
  TRY(contact_proved(c, &tx, p.phone, &contact));
  TRY(open_visit(c, &tx, contact, &cookie));
  TRY(begin(c, &tx, &p, contact, ret_draft));
  TRY(db_commit(&tx));
  *ret_cookie = cookie;
  return E_OK;
}

/* ---- a known browser ---------------------------------------------------------------------------------------- */

enum err visit_open(struct ctx *c, str cookie, struct visit *ret) {
  struct sha256 hash = token_hash(cookie);
  moment seen;
  if (cookie.n != 44) return E_DENIED;
  {
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_read(c->office->db, &tx));
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_VISIT_FIND, V_SHA(hash));
    enum err e = rows_one(&r);
    if (e != E_OK) return e == E_NOTFOUND ? E_DENIED : e;
    seen = col_int(&r, 2);
    if (seen + VISIT_LIFE < c->now || !col_null(&r, 4)) return E_DENIED; /* or: the number may have changed hands */
    *ret = (struct visit){.contact = col_int(&r, 0), .phone = col_str(&r, c->arena, 3)};
  }
  if (c->now - seen < SEEN_EVERY) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_VISIT_SEEN, V_SHA(hash), V(c->now)));
  return db_commit(&tx);
}

enum err visit_end(struct ctx *c, str cookie) {
  struct sha256 hash = token_hash(cookie);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_VISIT_REMOVE, V_SHA(hash)));
  return db_commit(&tx);
}

enum err visit_files(struct ctx *c, const struct visit *v, struct visit_files *ret) {
  i64 ids[MAX_VISIT_FILES];
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_OF_VISITOR, V(v->contact), V_STR(v->phone), V(COUNT(ids)));
    while (n < COUNT(ids) && rows_next(&r)) ids[n++] = col_int(&r, 0);
    TRY(r.err);
  }
  struct application *list = arena_array(c->arena, struct application, n + 1);
  for (size_t i = 0; i < n; i++) TRY(file_by_id(c, &tx, ids[i], &list[i]));
  *ret = (struct visit_files){list, n};
  return E_OK;
}

enum err visit_ahead(struct ctx *c, const struct visit *v, struct visit_ahead *ret) {
  struct ticket ticket;
  struct visit_ahead a = {.bookings = arena_array(c->arena, struct booking, MAX_VISIT_BOOKINGS)};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(booking_of_visitor(c, &tx, v->contact, v->phone, a.bookings, MAX_VISIT_BOOKINGS, &a.booking_count));
  enum err e = queue_of_visitor(c, &tx, v->contact, v->phone, &ticket);
  if (e == E_OK) {
    a.ticket = arena_new_of(c->arena, struct ticket_place);
    e = queue_place(c, &tx, &ticket, a.ticket);
  }
  if (e != E_OK && e != E_NOTFOUND) return e;
  if (e == E_NOTFOUND) a.ticket = NULL; /* its hall is gone from the configuration */
  *ret = a;
  return E_OK;
}

/* ---- the counter, and what becomes old -------------------------------------------------------------------------- */

enum err visit_counter_code(struct ctx *c, str typed, str *ret_code) {
  str phone, code = proof_new_code(c->arena, PROOF_COUNTER_DIGITS);
  if (phone_read(c->arena, typed, &phone) != E_OK) return ctx_fail(c, E_INPUT, T_PORTAL_PHONE_WRONG, "phone", S("phone"));
  struct sha256 th = token_hash(random_token(c->arena)), hash = code_hash(c, &th, code);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_PROOF_ADD, V_SHA(th), V(phone), V("counter"), V_SHA(hash), V(""), V("{}"), V_NULL, V(c->now), V(c->now + PROOF_COUNTER_LIFE)));
  TRY(event_append(c, &tx, "counter_code", 0, STR_NONE));
  TRY(db_commit(&tx));
  *ret_code = code;
  return E_OK;
}

enum err visits_purge(struct ctx *c) {
  struct {
    struct sha256 token;
    i64 outbox;
  } spoken[100];
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PROOF_SPOKEN, V(c->now), V(COUNT(spoken)));
    while (n < COUNT(spoken) && rows_next(&r)) {
      if (!col_blob(&r, 0, spoken[n].token.b, SHA256_SIZE)) return E_BUG;
      spoken[n++].outbox = col_int(&r, 1);
    }
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) {
    TRY(db_exec(&tx, SQL_OUTBOX_BLOT, V(spoken[i].outbox)));
    TRY(db_exec(&tx, SQL_PROOF_BLOTTED, V_SHA(spoken[i].token)));
  }
  TRY(db_exec(&tx, SQL_PROOF_PURGE, V(c->now - DAYS(1))));
  TRY(db_exec(&tx, SQL_VISIT_PURGE, V(c->now - VISIT_LIFE)));
  return db_commit(&tx);
}

#include "office/once.h"

enum err once_find(struct ctx *c, struct tx *tx, struct once *once) {
  struct sha256 body;
  if (!once || !once->key.n) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_IDEMPOTENCY_FIND, V(-c->actor.officer), V(once->key));
  if (!rows_next(&r)) return r.err;
  if (!col_blob(&r, 0, body.b, SHA256_SIZE)) return E_BUG;
  if (memcmp(body.b, once->body.b, SHA256_SIZE) != 0)
    return ctx_fail(c, E_INPUT, T_API_KEY_REUSED, "idempotency_key_reused", STR_NONE);
  once->repeated = true;
  once->status = (int)col_int(&r, 1);
  once->answer = col_str(&r, c->arena, 2);
  return E_OK;
}

enum err once_keep(struct ctx *c, struct tx *tx, struct once *once, const void *done) {
  if (!once) return E_OK;
  once->answer = once->tell(c, done);
  if (!once->key.n) return E_OK;
  return db_exec(tx, SQL_IDEMPOTENCY_KEEP, V(-c->actor.officer), V(once->key), V_SHA(once->body), V(once->status),
                 V(once->answer), V(c->now));
}

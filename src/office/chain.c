#include "office/chain.h"

#define PAGE 1000

struct event_row {
  i64 seq, at, application;
  str kind, actor, data;
};

static void event_hash(const struct sha256 *before, const struct event_row *e, struct sha256 *ret) {
  char seq[I64_DIGITS], at[I64_DIGITS], application[I64_DIGITS];
  const str mark = S("\x1f");
  const str parts[] = {{(const char *)before->b, SHA256_SIZE}, str_from_i64(e->seq, seq), mark, str_from_i64(e->at, at), mark,
                       str_from_i64(e->application, application), mark, e->kind, mark, e->actor, mark, e->data};
  *ret = sha256_of_parts(parts, COUNT(parts));
}

static enum err last_event(struct tx *tx, i64 *ret_seq, struct sha256 *ret_hash) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_EVENT_LAST);
  *ret_seq = 0;
  *ret_hash = (struct sha256){0};
  if (!rows_next(&r)) return r.err;
  *ret_seq = col_int(&r, 0);
  return col_blob(&r, 1, ret_hash->b, SHA256_SIZE) ? E_OK : E_BUG;
}

static struct sha256 head_mac(const struct office_keys *k, i64 seq, const struct sha256 *hash) {
  u8 message[8 + SHA256_SIZE];
  for (int i = 0; i < 8; i++) message[i] = (u8)((u64)seq >> (8 * i));
  memcpy(message + 8, hash->b, SHA256_SIZE);
  return keys_mac(k, (str){(const char *)message, sizeof message});
}

/* Writers who share a transaction know where the chain ends without looking. */
static enum err chain_end(struct office *o, struct tx *tx) {
  struct chain_end *end = &o->chain_end;
  if (end->epoch == db_epoch(tx)) return E_OK;
  TRY(last_event(tx, &end->seq, &end->hash));
  end->epoch = db_epoch(tx);
  return E_OK;
}

enum err chain_seal(void *office, struct tx *tx) {
  struct office *o = office;
  if (!o->chain_end.grown) return E_OK;
  TRY(chain_end(o, tx));
  struct sha256 mac = head_mac(&o->keys, o->chain_end.seq, &o->chain_end.hash);
  TRY(db_exec(tx, SQL_EVENT_SET_HEAD, V(o->chain_end.seq), V_SHA(mac)));
  o->chain_end.grown = false;
  return E_OK;
}

enum err event_append_to(struct ctx *c, struct tx *tx, const char *kind, i64 application, str data, i64 *ret_seq) {
  struct chain_end *end = &c->office->chain_end;
  struct sha256 hash;
  TRY(chain_end(c->office, tx));
  struct event_row e = {end->seq + 1, c->now, application, str_of(kind), actor_string(c), data.p ? data : S("{}")};
  event_hash(&end->hash, &e, &hash);
  TRY(db_exec(tx, SQL_EVENT_ADD, V(e.seq), V(e.at), V(e.kind), V_OPT(application), V(e.actor), V(e.data), V_SHA(hash)));
  end->seq = *ret_seq = e.seq;
  end->hash = hash;
  end->grown = true;
  return E_OK;
}

enum err event_append(struct ctx *c, struct tx *tx, const char *kind, i64 application, str data) {
  i64 seq;
  TRY(event_append_to(c, tx, kind, application, data, &seq));
  return application ? db_exec(tx, SQL_APPLICATION_LAST_EVENT, V(application), V(seq)) : E_OK;
}

/* ---- looking whether it is whole ---------------------------------------------------------------------- */

/* The last event of each application, as far as the chain was walked; 8 bytes an application. */
struct walked {
  struct arena *arena;
  i64 *last;
  size_t n, cap;
};

static i64 *last_of(struct walked *w, i64 application) {
  while (w->n <= (size_t)application) {
    arena_grow(w->arena, w->last, w->n, &w->cap);
    w->last[w->n++] = 0;
  }
  return &w->last[application];
}

static bool broken(struct chain_report *ret, i64 at, const char *what) {
  ret->broken_at = at;
  ret->what = what;
  return false;
}

static bool fits(const struct rows *r, struct arena *a, struct walked *w, struct chain_report *ret) {
  struct event_row e = {col_int(r, 0), col_int(r, 1), col_int(r, 3), col_str(r, a, 2), col_str(r, a, 4), col_str(r, a, 5)};
  struct sha256 hash, stored = {0};
  event_hash(&ret->head, &e, &hash);
  if (e.seq != ret->events + 1) return broken(ret, ret->events + 1, "missing");
  if (!col_blob(r, 6, stored.b, SHA256_SIZE) || memcmp(hash.b, stored.b, SHA256_SIZE) != 0) return broken(ret, e.seq, "changed");
  if (e.application > 0) {
    i64 *last = last_of(w, e.application);
    if (col_int(r, 7) != *last) return broken(ret, e.seq, "unlinked");
    *last = e.seq;
  }
  ret->head = hash;
  ret->events++;
  return true;
}

/* Who reads an application's events begins at the one its row names. */
static enum err check_last_events(struct tx *tx, struct walked *w, struct chain_report *report) {
  i64 id = 0;
  for (bool more = true; more;) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_APPLICATION_LAST_EVENTS, V(id), V(PAGE));
    more = false;
    while (rows_next(&r)) {
      more = true;
      id = col_int(&r, 0);
      i64 named = col_int(&r, 1), last = *last_of(w, id);
      if (named != last && !report->broken_at) (void)broken(report, last ? last : named, "unlinked");
    }
    TRY(r.err);
  }
  return E_OK;
}

/* The chain must end where the head says, and only this office's key can have written the head. */
static enum err check_head(struct office *o, struct tx *tx, struct chain_report *report) {
  struct sha256 stored = {0};
  i64 seq = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_EVENT_HEAD);
    enum err e = rows_one(&r);
    if (e == E_NOTFOUND && report->events == 0) return E_OK; /* nothing ever happened */
    if (e != E_OK && e != E_NOTFOUND) return e;
    if (e == E_OK) seq = col_int(&r, 0), (void)col_blob(&r, 1, stored.b, SHA256_SIZE);
  }
  struct sha256 mac = head_mac(&o->keys, report->events, &report->head);
  if (seq == report->events && memcmp(mac.b, stored.b, SHA256_SIZE) == 0) return E_OK;
  (void)broken(report, report->events + 1, seq > report->events ? "missing" : "head");
  return E_OK;
}

enum err chain_verify(struct office *o, struct chain_report *ret_report) {
  struct chain_report report = {0};
  CLEANUP(arena_freep) struct arena *a = arena_new(256u << 20);
  CLEANUP(arena_freep) struct arena *lasting = arena_new((size_t)1 << 30);
  struct walked walked = {.arena = lasting};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(o->db, &tx));
  for (bool more = true; more && !report.broken_at;) {
    arena_reset(a);
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_EVENT_WALK, V(report.events), V(PAGE));
    more = false;
    while (!report.broken_at && rows_next(&r)) more = fits(&r, a, &walked, &report);
    TRY(r.err);
  }
  if (!report.broken_at) TRY(check_head(o, &tx, &report));
  if (!report.broken_at) TRY(check_last_events(&tx, &walked, &report));
  *ret_report = report;
  return E_OK;
}

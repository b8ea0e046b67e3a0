#include "office/upload.h"

#include "base/limits.h"
#include "office/submit.h"

#define STANDS_STILL MINUTES(15)

static str part_name(struct arena *a, struct sha256 token_hash) { return hex_encode(a, token_hash.b, 16); }

/* ---- may it come ------------------------------------------------------------------------------------ */

static enum err by_link(struct ctx *c, struct tx *tx, str token, struct application *f) {
  struct sha256 hash = token_hash(token);
  enum err e = file_by_status(c, tx, token, f);
  if (e != E_NOTFOUND) return e;
  i64 application;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_LINK_FIND, V_SHA(hash));
    TRY(rows_one(&r));
    if (col_int(&r, 2) < c->now) return E_NOTFOUND;
    application = col_int(&r, 1);
  }
  return file_by_id(c, tx, application, f);
}

/* A draft takes every paper it lists; a running file what is missing, what was asked for again, and further pages of
 * what came and was not judged yet. What an officer marked is told with the correction, not before. */
static bool takes(const struct application *f, const struct item *i) {
  if (!i || (i->requirement->modes & (MODE_UPLOAD | MODE_OFFICER)) != MODE_UPLOAD) return false;
  if (f->state == STATE_DRAFT) return true;
  if (f->state != STATE_SUBMITTED && f->state != STATE_IN_REVIEW && f->state != STATE_NEEDS_CORRECTION) return false;
  if (i->state == ITEM_FAULTY) return f->state == STATE_NEEDS_CORRECTION;
  return i->state == ITEM_MISSING || i->state == ITEM_RECEIVED;
}

static enum err check_room(struct ctx *c, struct tx *tx, const struct application *f, const struct item *i, i64 length) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_UPLOAD_OPEN, V(f->id), V(c->now), V(i->requirement->code));
  TRY(rows_one(&r));
  i64 scans = i->state == ITEM_FAULTY ? 0 : i->scans;
  if (scans + 1 > MAX_SCANS_PER_REQUIREMENT)
    return ctx_fail(c, E_LIMIT, T_OFFICE_TOO_MANY_SCANS, "too_many_scans", i->requirement->code);
  if (col_int(&r, 0) >= MAX_UPLOADS_OPEN || col_int(&r, 1) + length > MAX_UPLOADS_BYTES ||
      col_int(&r, 2) >= 2 * MAX_SCANS_PER_REQUIREMENT)
    return ctx_fail(c, E_LIMIT, T_PROBLEM_TOO_MANY_UPLOADS, "too_many_uploads", i->requirement->code);
  return E_OK;
}

static enum err check_new(struct ctx *c, struct tx *tx, const struct new_upload *n, struct application *f) {
  TRY(by_link(c, tx, n->link, f));
  const struct item *i = file_item(f, n->requirement);
  if (!takes(f, i)) return ctx_fail(c, E_INPUT, T_PROBLEM_NOT_WANTED, "not_wanted", STR_NONE);
  if (n->length <= 0) return ctx_fail(c, E_INPUT, T_OFFICE_SCAN_EMPTY, "empty", STR_NONE);
  if (n->length > MAX_SCAN_SIZE) return ctx_fail(c, E_LIMIT, T_OFFICE_SCAN_TOO_LARGE, "too_large", STR_NONE);
  return check_room(c, tx, f, i, n->length);
}

enum err upload_plan(struct ctx *c, const struct new_upload *n, str *ret_token, struct upload *ret) {
  struct application f = {0};
  str token = random_token(c->arena);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(check_new(c, &tx, n, &f));
  *ret = (struct upload){.application = f.id, .requirement = n->requirement, .file_name = utf8_cut(n->file_name, 120),
                         .metadata = n->metadata, .part = part_name(c->arena, token_hash(token)), .length = n->length,
                         .expires_at = c->now + UPLOAD_LIFE};
  part_key_new(c->office->parts, ret->key);
  *ret_token = token;
  return E_OK;
}

enum err upload_add(struct ctx *c, struct upload *u, str token) {
  struct sha256 hash = token_hash(token);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r =
        db_query(&tx, SQL_UPLOAD_ADD, V_SHA(hash), V(u->application), V(u->requirement), V_STR(u->file_name), V_STR(u->metadata),
                 V(u->length), V_BLOB(u->key, PART_KEY_SIZE), V(c->now), V(u->expires_at));
    TRY(rows_one(&r));
    u->id = col_int(&r, 0);
  }
  return db_commit(&tx);
}

/* ---- on its way --------------------------------------------------------------------------------------- */

enum err upload_find(struct ctx *c, str token, struct upload *ret) {
  struct sha256 hash = token_hash(token);
  struct arena *a = c->arena;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_UPLOAD_FIND, V_SHA(hash));
  TRY(rows_one(&r));
  struct upload u = {.id = col_int(&r, 0), .application = col_int(&r, 1), .requirement = col_str(&r, a, 2),
                     .file_name = col_str(&r, a, 3), .metadata = col_str(&r, a, 4), .length = col_int(&r, 5),
                     .here = {col_int(&r, 6), col_int(&r, 7)}, .part = part_name(a, hash), .expires_at = col_int(&r, 9),
                     .done = !col_null(&r, 10)};
  if (u.expires_at <= c->now) return ctx_fail(c, E_NOTFOUND, T_PROBLEM_UPLOAD_GONE, "upload_gone", STR_NONE);
  if (!u.done && !col_blob(&r, 8, u.key, PART_KEY_SIZE)) return E_NOTFOUND;
  *ret = u;
  return E_OK;
}

enum err upload_moved(struct ctx *c, struct upload *u, struct part_place here) {
  moment now = clock_now(); /* a slow request: it began long ago */
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_change(&tx, SQL_UPLOAD_MOVED, V(u->id), V(u->here.plain), V(here.plain), V(here.sealed), V(now), V(now + UPLOAD_LIFE)));
  TRY(db_commit(&tx));
  u->here = here;
  u->expires_at = now + UPLOAD_LIFE;
  return E_OK;
}

/* ---- the end -------------------------------------------------------------------------------------------- */

/* A corrected file goes back when nothing more is on its way; else the last page would come after it. */
static enum err settle(struct ctx *c, struct tx *tx, struct application *f) {
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_UPLOAD_AWAITED, V(f->id));
    TRY(rows_one(&r));
    if (col_int(&r, 0)) return E_OK;
  }
  return file_back_when_mended(c, tx, f);
}

static enum err has_this(struct tx *tx, const struct upload *u, const struct sealed_scan *scan, bool *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_SAME_PAPER, V(u->application), V(u->requirement), V_SHA(scan->sha256));
  enum err e = rows_one(&r);
  *ret = e == E_OK;
  return e == E_NOTFOUND ? E_OK : e;
}

enum err upload_done(struct ctx *c, struct upload *u, const struct sealed_scan *scan, bool *ret_kept) {
  struct application f = {0};
  struct new_scan n = {.sealed = *scan, .requirement = u->requirement, .file_name = u->file_name};
  bool same;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_change(&tx, SQL_UPLOAD_DONE, V(u->id), V(u->here.plain), V(clock_now())));
  TRY(file_by_id(c, &tx, u->application, &f));
  if (!takes(&f, file_item(&f, u->requirement)))
    return ctx_fail(c, E_RULE, T_PROBLEM_NOT_WANTED, "not_wanted", STR_NONE);
  TRY(has_this(&tx, u, scan, &same));
  if (!same) {
    TRY(file_add_scan(c, &tx, &f, &n, "web"));
    TRY(file_scans_came(c, &tx, &f, 1));
  }
  TRY(settle(c, &tx, &f));
  TRY(db_commit(&tx));
  u->done = true;
  u->here.plain = u->length;
  *ret_kept = !same;
  return E_OK;
}

enum err upload_drop(struct ctx *c, const struct upload *u) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_UPLOAD_DROP, V(u->id)));
  TRY(file_by_id(c, &tx, u->application, &f));
  TRY(settle(c, &tx, &f));
  TRY(db_commit(&tx));
  part_remove(c->office->parts, u->part);
  return E_OK;
}

/* ---- what stays behind ------------------------------------------------------------------------------------- */

static enum err remove_expired(struct ctx *c) {
  struct expired {
    i64 id;
    struct sha256 hash;
  } gone[100];
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_UPLOAD_EXPIRED, V(c->now), V(COUNT(gone)));
    while (n < COUNT(gone) && rows_next(&r)) {
      gone[n].id = col_int(&r, 0);
      if (col_blob(&r, 1, gone[n].hash.b, SHA256_SIZE)) n++;
    }
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) TRY(db_exec(&tx, SQL_UPLOAD_DROP, V(gone[i].id)));
  TRY(db_commit(&tx));
  for (size_t i = 0; i < n; i++) part_remove(c->office->parts, part_name(c->arena, gone[i].hash));
  return E_OK;
}

static enum err wait_no_more(struct ctx *c, i64 application) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_UPLOAD_AWAIT_NO_MORE, V(application), V(c->now - STANDS_STILL)));
  TRY(file_by_id(c, &tx, application, &f));
  TRY(settle(c, &tx, &f));
  return db_commit(&tx);
}

static enum err list_stuck(struct ctx *c, i64 *ret, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  size_t n = 0;
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_UPLOAD_STUCK, V(c->now - STANDS_STILL), V(max));
  while (n < max && rows_next(&r)) ret[n++] = col_int(&r, 0);
  *ret_n = n;
  return r.err;
}

enum err uploads_tidy(struct ctx *c) {
  i64 stuck[50];
  size_t n, swept;
  TRY(remove_expired(c));
  TRY(list_stuck(c, stuck, COUNT(stuck), &n));
  for (size_t i = 0; i < n; i++) TRY(wait_no_more(c, stuck[i]));
  return part_sweep(c->office->parts, c->now - 3 * UPLOAD_LIFE, &swept);
}

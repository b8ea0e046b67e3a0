/* Forward-only migrations (a driver file: it speaks to the engine through a statement list of its own). */
#include <sqlite3.h>

#include "store/migrate.h"

enum err sqlite_script(struct tx *tx, const char *text); /* sqlite.c */

static int newest(void) {
  int n = 0;
  while (migrations[n].version) n++;
  return n ? migrations[n - 1].version : 0;
}

static enum err applied(struct tx *tx, int version, struct sha256 *ret_checksum, bool *ret_there) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_META_MIGRATION, V(version));
  *ret_there = rows_next(&r);
  if (*ret_there && !col_blob(&r, 0, ret_checksum->b, SHA256_SIZE)) return E_BUG;
  return r.err;
}

static enum err apply(struct tx *tx, const struct migration *m, bool *ret_ran) {
  struct sha256 checksum = sha256_of(str_of(m->text)), stored;
  bool there;
  TRY(applied(tx, m->version, &stored, &there));
  *ret_ran = !there;
  if (there) {
    if (same_secret((str){(char *)checksum.b, SHA256_SIZE}, (str){(char *)stored.b, SHA256_SIZE})) return E_OK;
    log_line(LOG_ERROR, "migrate", "file=%s was changed after it had run", m->file);
    return E_BUG;
  }
  TRY(sqlite_script(tx, m->text));
  return db_exec(tx, SQL_META_MIGRATED, V(m->version), V(m->file), V_SHA(checksum), V(clock_now()));
}

enum err migrate(struct db *db, int *ret_from, int *ret_to) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(db, &tx));
  TRY(sqlite_script(&tx,
                    "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, file TEXT NOT NULL,"
                    " checksum BLOB NOT NULL, at INTEGER NOT NULL) STRICT"));
  int from = 0, to = 0;
  for (const struct migration *m = migrations; m->version; m++) {
    bool ran;
    TRY(apply(&tx, m, &ran));
    if (!ran) from = m->version;
    to = m->version;
  }
  TRY(db_extend_log(&tx));
  TRY(db_commit(&tx));
  *ret_from = from;
  *ret_to = to;
  return E_OK;
}

enum err migrate_version(struct db *db, int *ret_version, int *ret_newest) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_META_VERSION);
  *ret_newest = newest();
  enum err e = rows_one(&r);
  *ret_version = e == E_OK ? (int)col_int(&r, 0) : 0;
  return E_OK;
}

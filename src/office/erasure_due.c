/* How many scans are over their time to be kept, counted beside the pages, and destroying them by the clock. */
#include "office/erasure.h"

#define PURGE_RECORDS 10 /* of one run: others want to write too */
#define PURGE_MEMORY (64u << 20)
#define BEHIND DAYS(2) /* then the worker did not do what the office relies on */

enum err papers_count(struct ctx *c) {
  struct due_class due[PAPER_CLASSES];
  i64 scans = 0, held = 0;
  TRY(erasure_due(c, due));
  for (size_t i = 0; i < PAPER_CLASSES; i++) {
    scans += due[i].scans;
    held += due[i].held;
  }
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_RETENTION_COUNT, V(c->now), V(scans), V(held)));
  return db_commit(&tx);
}

enum err papers_due(struct ctx *c, struct papers_due *ret) {
  *ret = (struct papers_due){0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_RETENTION_COUNTED);
  enum err e = rows_one(&r);
  if (e == E_NOTFOUND) return E_OK;
  TRY(e);
  *ret = (struct papers_due){.counted_at = col_int(&r, 0), .scans = col_int(&r, 1), .held = col_int(&r, 2), .purged_at = col_int(&r, 3)};
  return E_OK;
}

enum err papers_to_remind(struct ctx *c, i64 *ret_scans) {
  struct papers_due due;
  TRY(papers_due(c, &due));
  bool by_worker = c->office->config->retention.purge_auto && c->now - due.purged_at < BEHIND;
  *ret_scans = by_worker ? 0 : due.scans;
  return E_OK;
}

static enum err note_purged(struct ctx *c) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_RETENTION_PURGED, V(c->now)));
  return db_commit(&tx);
}

enum err papers_purge(struct ctx *c, i64 *ret_records) {
  struct papers_due due;
  struct erasure_place place = {0};
  enum err e = E_OK;
  *ret_records = 0;
  TRY(papers_due(c, &due));
  if (!c->office->config->retention.purge_auto || c->now - due.purged_at < DAYS(1)) return E_NOTFOUND;
  while (e == E_OK && *ret_records < PURGE_RECORDS) {
    CLEANUP(arena_freep) struct arena *a = arena_new(PURGE_MEMORY);
    struct ctx of_record = *c;
    i64 record;
    of_record.arena = a;
    e = erasure_run(&of_record, &place, &record);
    *ret_records += e == E_OK;
  }
  if (e == E_NOTFOUND) e = note_purged(c); /* else the rest comes with the next run */
  TRY(e);
  return papers_count(c);
}

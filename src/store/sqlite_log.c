/* A file system for SQLite that differs from the usual one in one thing: a page of the log (WAL) and the 24 bytes in front of
 * it go to the file in one write. SQLite makes two of them, and each costs as much as a small query. Nothing is held back
 * longer than from one call to the next. The shape of the log: sqlite.org/fileformat2.html, section 4.1. */
#include "store/sqlite_log.h"

#include <sqlite3.h>

#include "base/base.h"

#define HEAD 24 /* in front of each page */
#define PAGE 4096

struct log_file {
  sqlite3_file base; /* first: what SQLite sees */
  sqlite3_file *real;
  bool held; /* the head is in frame, and belongs at `at` */
  sqlite3_int64 at;
  u8 *frame; /* HEAD + PAGE */
};

static sqlite3_vfs usual, ours;

static struct log_file *log_of(sqlite3_file *f) { return (struct log_file *)(void *)f; }

static int let_go(struct log_file *l) {
  if (!l->held) return SQLITE_OK;
  l->held = false;
  return l->real->pMethods->xWrite(l->real, l->frame, HEAD, l->at);
}

static int on_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at) {
  struct log_file *l = log_of(f);
  if (n == PAGE && l->held && at == l->at + HEAD) {
    l->held = false;
    memcpy(l->frame + HEAD, p, PAGE);
    return l->real->pMethods->xWrite(l->real, l->frame, HEAD + PAGE, l->at);
  }
  int rc = let_go(l);
  if (rc != SQLITE_OK || n != HEAD) return rc != SQLITE_OK ? rc : l->real->pMethods->xWrite(l->real, p, n, at);
  memcpy(l->frame, p, HEAD);
  l->at = at;
  l->held = true;
  return SQLITE_OK;
}

static int on_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) {
  struct log_file *l = log_of(f);
  int rc = let_go(l);
  return rc != SQLITE_OK ? rc : l->real->pMethods->xRead(l->real, p, n, at);
}

static int on_truncate(sqlite3_file *f, sqlite3_int64 size) {
  struct log_file *l = log_of(f);
  int rc = let_go(l);
  return rc != SQLITE_OK ? rc : l->real->pMethods->xTruncate(l->real, size);
}

static int on_sync(sqlite3_file *f, int flags) {
  struct log_file *l = log_of(f);
  int rc = let_go(l);
  return rc != SQLITE_OK ? rc : l->real->pMethods->xSync(l->real, flags);
}

static int on_size(sqlite3_file *f, sqlite3_int64 *ret) {
  struct log_file *l = log_of(f);
  int rc = let_go(l);
  return rc != SQLITE_OK ? rc : l->real->pMethods->xFileSize(l->real, ret);
}

static int on_close(sqlite3_file *f) {
  struct log_file *l = log_of(f);
  int wrote = let_go(l), rc = l->real->pMethods->xClose(l->real);
  sqlite3_free(l->frame);
  return wrote != SQLITE_OK ? wrote : rc;
}

/* A log is never locked: the locks are on the store's file. */
static int on_lock(sqlite3_file *f, int kind) { return log_of(f)->real->pMethods->xLock(log_of(f)->real, kind); }
static int on_unlock(sqlite3_file *f, int kind) { return log_of(f)->real->pMethods->xUnlock(log_of(f)->real, kind); }
static int on_reserved(sqlite3_file *f, int *ret) { return log_of(f)->real->pMethods->xCheckReservedLock(log_of(f)->real, ret); }
static int on_control(sqlite3_file *f, int op, void *arg) { return log_of(f)->real->pMethods->xFileControl(log_of(f)->real, op, arg); }
static int on_sector(sqlite3_file *f) { return log_of(f)->real->pMethods->xSectorSize(log_of(f)->real); }
static int on_device(sqlite3_file *f) { return log_of(f)->real->pMethods->xDeviceCharacteristics(log_of(f)->real); }

static const sqlite3_io_methods methods = {
    .iVersion = 1, .xClose = on_close, .xRead = on_read, .xWrite = on_write, .xTruncate = on_truncate, .xSync = on_sync,
    .xFileSize = on_size, .xLock = on_lock, .xUnlock = on_unlock, .xCheckReservedLock = on_reserved, .xFileControl = on_control,
    .xSectorSize = on_sector, .xDeviceCharacteristics = on_device};

/* Every other file is opened as always. */
static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *ret_flags) {
  (void)vfs;
  if (!(flags & SQLITE_OPEN_WAL)) return usual.xOpen(&usual, name, f, flags, ret_flags);
  struct log_file *l = log_of(f);
  *l = (struct log_file){.real = (sqlite3_file *)(void *)(l + 1), .frame = sqlite3_malloc(HEAD + PAGE)};
  int rc = l->frame ? usual.xOpen(&usual, name, l->real, flags, ret_flags) : SQLITE_NOMEM;
  if (rc == SQLITE_OK) l->base.pMethods = &methods;
  else sqlite3_free(l->frame);
  return rc;
}

const char *sqlite_log_vfs(void) {
  const sqlite3_vfs *found = sqlite3_vfs_find(NULL);
  if (!found) return NULL;
  usual = ours = *found;
  ours.zName = "loket";
  ours.szOsFile = (int)sizeof(struct log_file) + usual.szOsFile;
  ours.xOpen = on_open;
  ours.pNext = NULL;
  return sqlite3_vfs_register(&ours, 0) == SQLITE_OK ? ours.zName : NULL;
}

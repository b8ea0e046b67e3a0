/* The SQLite driver. WAL; the commit writes the log without a flush (synchronous=NORMAL flushes only around
 * checkpoints), then one fdatasync of the log, shared by everybody who committed before it, makes it durable.
 * Writers who wait for the lock while another writes join its transaction, each behind a savepoint of its own; the last
 * of them commits for all. Each is told only when that commit is on the disk. A thread that defers keeps lock and transaction
 * until it settles, so that everything it does in one round is one commit and one flush.
 * Processes take turns at the engine's lock through two locks on the log's file (bytes SQLite never locks): who waits holds
 * the first one, so nobody overtakes him, and the kernel wakes him; the engine itself could only look again and again. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db.h"
#include "store/sqlite_log.h"

#define LOG_BYTES (48 << 20)    /* the log's size on disk: writing over what is there needs no news of the file's size */
#define CHECKPOINT_FRAMES 8000  /* pages in the log after which they are moved into the file, in the background */
#define SHARERS 48              /* writers in one transaction at most */
#define FAILED_KEPT 64
#define YIELD_TIMES 8
#define YIELD_MAX_US 10000
#define BUSY_STEP_US 200
#define BUSY_STEPS 50000 /* 10 seconds */

struct db_conn {
  sqlite3 *sqlite;
  sqlite3_stmt *stmts[SQL_COUNT];
  sqlite3_stmt *begin, *commit, *rollback;
  sqlite3_stmt *mark, *keep, *undo; /* a savepoint inside a transaction that several share */
  int queries; /* whose rows somebody still reads */
  struct db_conn *next_free;
};

/* What this thread has deferred. */
static _Thread_local struct deferred {
  bool on;
  bool holds; /* the writer's lock, and a transaction open behind it */
  u64 ticket; /* the transaction its last write is in; 0 = it wrote nothing */
  u64 owes;   /* as ticket, but of all its writes: who owes will settle */
} deferred;

struct db {
  char path[4096];
  int log_fd; /* of PATH-wal */
  struct db_conn *writer, *checkpointer;
  pthread_mutex_t writer_lock;

  pthread_mutex_t pool_lock;
  pthread_cond_t pool_changed;
  struct db_conn *free_readers;
  struct db_conn **readers;
  int reader_count;

  pthread_mutex_t flush_lock;
  pthread_cond_t flushed_changed;
  u64 committed, flushed; /* shared transactions that ended; that reached the disk */
  u64 failed[FAILED_KEPT]; /* the last ones whose commit failed */
  bool flushing;
  int flush_waiters;

  /* One transaction may be shared by writers who wait for the lock anyway: under writer_lock, but for `waiting`. */
  int waiting;
  u64 shared; /* the number of the one that is open, or was last */
  int sharers;
  bool shared_open;
  u64 epoch; /* moves when what was written in the open transaction may be gone */
  enum err (*before_commit)(void *self, struct tx *tx);
  void *before_commit_self;

  /* A process that lets others go first: under the turn. */
  bool yields;
  i64 turn_since, yield_until;

  pthread_mutex_t checkpoint_lock;
  pthread_cond_t checkpoint_wanted;
  pthread_t checkpoint_thread;
  bool checkpoint_running, stop;
  int log_frames; /* in the log after our last commit */
  int log_tried;  /* when they were last moved: what begins anew is shorter */
};

static const char *vfs; /* of the engine: see sqlite_log.h */

/* ---- connections ---------------------------------------------------------------------------- */

static int on_busy(void *self, int tries) {
  (void)self;
  if (tries >= BUSY_STEPS) return 0;
  usleep(BUSY_STEP_US);
  return 1;
}

static enum err err_of(int rc, sqlite3 *sqlite) {
  switch (rc & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return E_OK;
    case SQLITE_CONSTRAINT: return E_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_NOMEM:
      log_line(LOG_ERROR, "store", "code=%d message=\"%s\"", rc, sqlite ? sqlite3_errmsg(sqlite) : "");
      return E_IO;
    default:
      log_line(LOG_ERROR, "store", "code=%d message=\"%s\"", rc, sqlite ? sqlite3_errmsg(sqlite) : "");
      return E_BUG;
  }
}

static void conn_close(struct db_conn *c) {
  if (!c) return;
  for (int i = 0; i < SQL_COUNT; i++) sqlite3_finalize(c->stmts[i]);
  sqlite3_finalize(c->begin);
  sqlite3_finalize(c->commit);
  sqlite3_finalize(c->rollback);
  sqlite3_finalize(c->mark);
  sqlite3_finalize(c->keep);
  sqlite3_finalize(c->undo);
  sqlite3_close(c->sqlite);
  free(c);
}

static enum err conn_open(const char *path, bool write, struct db_conn **ret) {
  static const char setup[] =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
      "PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;";
  struct db_conn *c = calloc(1, sizeof *c);
  if (!c) return E_IO;
  int rc = sqlite3_open_v2(path, &c->sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, vfs);
  if (rc == SQLITE_OK) rc = sqlite3_busy_handler(c->sqlite, on_busy, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_db_config(c->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* A plan never depends on a bound value: else every new value of a state is planned anew, as there are partial
   * indexes on it, and that costs more than the query. */
  if (rc == SQLITE_OK) rc = sqlite3_db_config(c->sqlite, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_db_config(c->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_exec(c->sqlite, setup, NULL, NULL, NULL);
  const char *begin = write ? "BEGIN IMMEDIATE" : "BEGIN";
  unsigned keep = SQLITE_PREPARE_PERSISTENT;
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v3(c->sqlite, begin, -1, keep, &c->begin, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v3(c->sqlite, "COMMIT", -1, keep, &c->commit, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v3(c->sqlite, "ROLLBACK", -1, keep, &c->rollback, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v3(c->sqlite, "SAVEPOINT one", -1, keep, &c->mark, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v3(c->sqlite, "RELEASE one", -1, keep, &c->keep, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v3(c->sqlite, "ROLLBACK TO one", -1, keep, &c->undo, NULL);
  if (rc != SQLITE_OK) {
    enum err e = err_of(rc, c->sqlite);
    conn_close(c);
    return e;
  }
  *ret = c;
  return E_OK;
}

/* ---- moving the log into the file ----------------------------------------------------------------- */

static void stop_writers(struct db *db);
static void start_writers(struct db *db);

static bool log_full(const struct db *db) {
  int tried = __atomic_load_n(&db->log_tried, __ATOMIC_ACQUIRE);
  return __atomic_load_n(&db->log_frames, __ATOMIC_ACQUIRE) >= tried + CHECKPOINT_FRAMES;
}

static int on_commit(void *self, sqlite3 *sqlite, const char *name, int frames) {
  struct db *db = self;
  (void)sqlite, (void)name;
  if (frames < db->log_frames) __atomic_store_n(&db->log_tried, 0, __ATOMIC_RELEASE);
  __atomic_store_n(&db->log_frames, frames, __ATOMIC_RELEASE);
  if (log_full(db)) pthread_cond_signal(&db->checkpoint_wanted);
  return SQLITE_OK;
}

/* Most of it beside the writers; what they appended meanwhile while they wait, as the log begins anew only when all of it was
 * moved. Who still reads old pages keeps it growing until the next time. */
static void checkpoint(struct db *db) {
  sqlite3 *sqlite = db->checkpointer->sqlite;
  int frames = 0;
  sqlite3_wal_checkpoint_v2(sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  stop_writers(db);
  sqlite3_wal_checkpoint_v2(sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, NULL);
  if (frames < 0) frames = db->log_frames; /* another process is at it */
  __atomic_store_n(&db->log_tried, frames, __ATOMIC_RELEASE);
  start_writers(db);
}

static void *checkpoint_main(void *self) {
  struct db *db = self;
  pthread_mutex_lock(&db->checkpoint_lock);
  while (!db->stop) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    pthread_cond_timedwait(&db->checkpoint_wanted, &db->checkpoint_lock, &until);
    if (!db->stop && log_full(db)) checkpoint(db);
  }
  pthread_mutex_unlock(&db->checkpoint_lock);
  return NULL;
}

void db_checkpoint(struct db *db) {
  pthread_mutex_lock(&db->checkpoint_lock);
  checkpoint(db);
  pthread_mutex_unlock(&db->checkpoint_lock);
}

static enum err start_checkpoints(struct db *db) {
  sqlite3_wal_hook(db->writer->sqlite, on_commit, db);
  db->checkpoint_running = pthread_create(&db->checkpoint_thread, NULL, checkpoint_main, db) == 0;
  return db->checkpoint_running ? E_OK : E_IO;
}

static void stop_checkpoints(struct db *db) {
  if (!db->checkpoint_running) return;
  pthread_mutex_lock(&db->checkpoint_lock);
  db->stop = true;
  pthread_cond_signal(&db->checkpoint_wanted);
  pthread_mutex_unlock(&db->checkpoint_lock);
  pthread_join(db->checkpoint_thread, NULL);
}

/* Zeros behind the log's end are no frames to SQLite. Nobody else may be writing: see db.h. */
enum err db_extend_log(struct tx *tx) {
  static const char zeros[1 << 16];
  struct stat st;
  int fd = tx->db->log_fd;
  if (!tx->writing || fstat(fd, &st) != 0) return E_BUG;
  for (i64 at = st.st_size; at < LOG_BYTES; at += (i64)sizeof zeros)
    if (pwrite(fd, zeros, sizeof zeros, at) != (ssize_t)sizeof zeros) return E_OK; /* a full disk: slower, not wrong */
  return fsync(fd) == 0 ? E_OK : E_IO;
}

/* The log's file must be found again after a power cut: flush its name in the folder once. */
static enum err open_log(struct db *db) {
  char name[4200];
  snprintf(name, sizeof name, "%s-wal", db->path);
  db->log_fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (db->log_fd < 0) return E_IO;
  char *slash = strrchr(name, '/');
  if (slash) *slash = 0;
  int folder = open(slash ? name : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return E_IO;
  int rc = fsync(folder);
  close(folder);
  return rc == 0 ? E_OK : E_IO;
}

/* Counting every allocation behind one lock cost more than the queries. */
static void configure_engine(void) {
  sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  vfs = sqlite_log_vfs();
}

enum err db_open(const char *url, int readers, struct db **ret_db) {
  static const char scheme[] = "sqlite:";
  if (strncmp(url, scheme, sizeof scheme - 1) != 0) return E_INPUT;
  static pthread_once_t configured = PTHREAD_ONCE_INIT;
  pthread_once(&configured, configure_engine);
  struct db *db = calloc(1, sizeof *db);
  if (!db) return E_IO;
  snprintf(db->path, sizeof db->path, "%s", url + sizeof scheme - 1);
  db->log_fd = -1;
  pthread_mutex_init(&db->writer_lock, NULL);
  pthread_mutex_init(&db->pool_lock, NULL);
  pthread_mutex_init(&db->flush_lock, NULL);
  pthread_cond_init(&db->pool_changed, NULL);
  pthread_cond_init(&db->flushed_changed, NULL);
  umask(0077);
  enum err e = conn_open(db->path, true, &db->writer);
  if (e == E_OK) e = conn_open(db->path, true, &db->checkpointer);
  if (e == E_OK) e = open_log(db);
  pthread_mutex_init(&db->checkpoint_lock, NULL);
  pthread_cond_init(&db->checkpoint_wanted, NULL);
  if (e == E_OK) e = start_checkpoints(db);
  db->readers = calloc((size_t)readers, sizeof *db->readers);
  for (int i = 0; e == E_OK && i < readers; i++) {
    e = conn_open(db->path, false, &db->readers[i]);
    if (e != E_OK) break;
    db->reader_count++;
    db->readers[i]->next_free = db->free_readers;
    db->free_readers = db->readers[i];
  }
  if (e != E_OK) {
    db_close(db);
    return e;
  }
  *ret_db = db;
  return E_OK;
}

void db_close(struct db *db) {
  if (!db) return;
  stop_checkpoints(db);
  for (int i = 0; i < db->reader_count; i++) conn_close(db->readers[i]);
  free(db->readers);
  conn_close(db->checkpointer);
  conn_close(db->writer);
  if (db->log_fd >= 0) close(db->log_fd);
  free(db);
}

/* ---- flushing --------------------------------------------------------------------------------- */

static void flush_log(struct db *db) {
  if (fdatasync(db->log_fd) == 0) return;
  log_line(LOG_ERROR, "store", "flush failed: errno=%d; ending, the log is read again at the next start", errno);
  abort(); /* the kernel may have dropped the pages: nothing may be acknowledged any more */
}

/* Waits until commit number `ticket` is on the disk; the first who comes flushes for everybody. */
static enum err wait_flushed(struct db *db, u64 ticket) {
  pthread_mutex_lock(&db->flush_lock);
  while (db->flushed < ticket) {
    if (db->flushing || db->committed < ticket) { /* somebody flushes, or still writes in our transaction */
      db->flush_waiters++;
      pthread_cond_wait(&db->flushed_changed, &db->flush_lock);
      db->flush_waiters--;
      continue;
    }
    db->flushing = true;
    u64 upto = db->committed;
    pthread_mutex_unlock(&db->flush_lock);
    flush_log(db);
    pthread_mutex_lock(&db->flush_lock);
    db->flushing = false;
    if (db->flushed < upto) db->flushed = upto;
    if (db->flush_waiters) pthread_cond_broadcast(&db->flushed_changed);
  }
  enum err e = db->failed[ticket % FAILED_KEPT] == ticket ? E_IO : E_OK;
  pthread_mutex_unlock(&db->flush_lock);
  return e;
}

/* ---- transactions ------------------------------------------------------------------------------ */

static enum err run_plain(struct db_conn *c, sqlite3_stmt *s) {
  int rc = sqlite3_step(s);
  sqlite3_reset(s);
  return err_of(rc, c->sqlite);
}

/* ---- turns between processes --------------------------------------------------------------------------- */

enum { TURN_NEXT, TURN_MINE }; /* bytes of the log's file */

static void turn(struct db *db, int byte, short type) {
  struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
  while (fcntl(db->log_fd, F_OFD_SETLKW, &lock) != 0 && errno == EINTR) continue; /* else: the engine's own lock decides */
}

static bool others_wait(struct db *db) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = TURN_NEXT, .l_len = 1};
  return fcntl(db->log_fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static void turn_take(struct db *db) {
  i64 rest = db->yields ? db->yield_until - clock_monotonic_us() : 0;
  if (rest > 0) usleep((useconds_t)rest);
  turn(db, TURN_NEXT, F_WRLCK);
  turn(db, TURN_MINE, F_WRLCK);
  turn(db, TURN_NEXT, F_UNLCK);
  if (db->yields) db->turn_since = clock_monotonic_us();
}

/* Who yields and was waited for stays away for a multiple of the time he had the turn. */
static void turn_give(struct db *db) {
  if (db->yields && others_wait(db)) {
    i64 now = clock_monotonic_us(), away = (now - db->turn_since) * YIELD_TIMES;
    db->yield_until = now + (away < YIELD_MAX_US ? away : YIELD_MAX_US);
  }
  turn(db, TURN_MINE, F_UNLCK);
}

/* ---- reading and writing --------------------------------------------------------------------------------- */

static void leave(struct tx *tx);

enum err db_read(struct db *db, struct tx *ret_tx) {
  if (deferred.ticket) TRY(db_settle(db, deferred.ticket)); /* else it would not see what this thread has written */
  pthread_mutex_lock(&db->pool_lock);
  while (!db->free_readers) pthread_cond_wait(&db->pool_changed, &db->pool_lock);
  struct db_conn *c = db->free_readers;
  db->free_readers = c->next_free;
  pthread_mutex_unlock(&db->pool_lock);
  *ret_tx = (struct tx){.db = db, .conn = c, .open = true};
  enum err e = run_plain(c, c->begin);
  if (e != E_OK) db_end(ret_tx);
  return e;
}

/* Who has undone his only write will not settle: he keeps neither lock nor transaction. */
static bool will_settle(const struct db *db) { return deferred.on && db->shared_open && deferred.owes == db->shared; }

/* A thread that defers keeps the lock from its first write to the end of its round: handed to and fro for each write, the lock
 * would cost more than the writes. */
static void lock_writer(struct db *db) {
  if (deferred.holds) return;
  __atomic_add_fetch(&db->waiting, 1, __ATOMIC_ACQ_REL);
  pthread_mutex_lock(&db->writer_lock);
  __atomic_sub_fetch(&db->waiting, 1, __ATOMIC_ACQ_REL);
}

static void unlock_writer(struct db *db) {
  deferred.holds = will_settle(db);
  if (!deferred.holds) pthread_mutex_unlock(&db->writer_lock);
}

/* Who finds a transaction open was waiting for the lock while it was written: he joins it, behind a savepoint unless he is
 * sure of what he writes. */
static enum err begin_writing(struct db *db, bool sure, struct tx *ret_tx) {
  lock_writer(db);
  struct db_conn *c = db->writer;
  *ret_tx = (struct tx){.db = db, .conn = c, .writing = true, .open = true, .joined = db->shared_open,
                        .marked = db->shared_open && !sure, .changes_before = sqlite3_total_changes64(c->sqlite)};
  if (!db->shared_open) turn_take(db);
  enum err e = !db->shared_open ? run_plain(c, c->begin) : ret_tx->marked ? run_plain(c, c->mark) : E_OK;
  if (e == E_OK && !db->shared_open) {
    db->shared_open = true;
    db->epoch++;
    db->shared++;
    db->sharers = 0;
  }
  if (e != E_OK && !db->shared_open) turn_give(db);
  if (e != E_OK) leave(ret_tx);
  return e;
}

enum err db_begin(struct db *db, struct tx *ret_tx) { return begin_writing(db, false, ret_tx); }
enum err db_begin_sure(struct db *db, struct tx *ret_tx) { return begin_writing(db, true, ret_tx); }

static void give_back(struct tx *tx) {
  struct db *db = tx->db;
  tx->open = false;
  if (tx->writing) {
    unlock_writer(db);
    return;
  }
  pthread_mutex_lock(&db->pool_lock);
  tx->conn->next_free = db->free_readers;
  db->free_readers = tx->conn;
  pthread_cond_signal(&db->pool_changed);
  pthread_mutex_unlock(&db->pool_lock);
}

/* The shared transaction is over: everybody who wrote in it may be told, once it is flushed. */
static void announce(struct db *db, bool failed) {
  pthread_mutex_lock(&db->flush_lock);
  if (failed) db->failed[db->shared % FAILED_KEPT] = db->shared;
  db->committed = db->shared;
  if (db->flush_waiters) pthread_cond_broadcast(&db->flushed_changed);
  pthread_mutex_unlock(&db->flush_lock);
  db->shared_open = false;
  turn_give(db);
}

static enum err last_words(struct db *db) {
  struct tx tx = {.db = db, .conn = db->writer, .writing = true, .open = true};
  return db->before_commit ? db->before_commit(db->before_commit_self, &tx) : E_OK;
}

static void commit_shared(struct db *db) {
  enum err e = last_words(db);
  if (e == E_OK) e = run_plain(db->writer, db->writer->commit);
  if (e != E_OK && run_plain(db->writer, db->writer->rollback) != E_OK) log_line(LOG_ERROR, "store", "rollback failed");
  announce(db, e != E_OK);
}

/* Gives the writer's place away. The last one, with nobody waiting to join, commits for all. */
static void leave(struct tx *tx) {
  struct db *db = tx->db;
  bool waiting = __atomic_load_n(&db->waiting, __ATOMIC_ACQUIRE) > 0;
  bool full = db->sharers >= SHARERS || (db->yields && waiting && others_wait(db));
  if (db->shared_open && (full || !(waiting || will_settle(db)))) commit_shared(db);
  give_back(tx);
}

/* Who waits for the lock may find a transaction that was left open for him. */
static void stop_writers(struct db *db) {
  lock_writer(db);
  if (db->shared_open) commit_shared(db);
  turn_take(db);
}

static void start_writers(struct db *db) {
  turn_give(db);
  unlock_writer(db);
}

/* First this thread gives the writer's place away: it writes no more for now. */
enum err db_settle(struct db *db, u64 ticket) {
  if (deferred.holds) {
    commit_shared(db);
    unlock_writer(db);
  }
  return wait_flushed(db, ticket);
}

void db_yield(struct db *db) { db->yields = true; }

u64 db_epoch(const struct tx *tx) { return tx->db->epoch; }

void db_before_commit(struct db *db, enum err (*fn)(void *self, struct tx *tx), void *self) {
  db->before_commit = fn;
  db->before_commit_self = self;
}

void db_defer(void) { deferred.on = true; }

u64 db_deferred(void) {
  u64 ticket = deferred.ticket;
  deferred.on = false;
  deferred.ticket = 0;
  return ticket;
}

static void reset_busy(struct db_conn *c) {
  for (int i = 0; c->queries && i < SQL_COUNT; i++)
    if (c->stmts[i] && sqlite3_stmt_busy(c->stmts[i])) sqlite3_reset(c->stmts[i]);
  c->queries = 0;
}

enum err db_commit(struct tx *tx) {
  struct db *db = tx->db;
  reset_busy(tx->conn);
  if (!tx->writing) {
    enum err e = run_plain(tx->conn, tx->conn->commit);
    if (e != E_OK) db_end(tx);
    else give_back(tx);
    return e;
  }
  bool gone = sqlite3_get_autocommit(tx->conn->sqlite) != 0; /* an error that nobody looked at undid everything */
  enum err e = gone ? E_IO : tx->marked ? run_plain(tx->conn, tx->conn->keep) : E_OK;
  if (e != E_OK) {
    db_end(tx);
    return e;
  }
  u64 ticket = db->shared;
  if (deferred.on) deferred.owes = ticket;
  db->sharers++;
  leave(tx);
  if (!deferred.on) return wait_flushed(db, ticket);
  if (deferred.ticket && deferred.ticket != ticket) TRY(db_settle(db, deferred.ticket));
  deferred.ticket = ticket;
  return E_OK;
}

static bool wrote(const struct tx *tx) { return sqlite3_total_changes64(tx->conn->sqlite) != tx->changes_before; }

/* Undoes what this one wrote; what others wrote in the same transaction stays, unless he was sure and yet did not end. */
static void undo(struct tx *tx) {
  struct db_conn *c = tx->conn;
  if (tx->writing) tx->db->epoch++;
  reset_busy(c);
  bool gone = sqlite3_get_autocommit(c->sqlite) != 0; /* the engine itself rolled everything back (disk full) */
  bool part = tx->joined && (tx->marked || !wrote(tx));
  enum err e = E_OK;
  if (!gone && !part) {
    e = run_plain(c, c->rollback);
  } else if (!gone && tx->marked) {
    e = run_plain(c, c->undo);
    if (e == E_OK) e = run_plain(c, c->keep);
  }
  if (e != E_OK) log_line(LOG_ERROR, "store", "rollback failed");
  if (tx->writing && (gone || !part || e != E_OK)) announce(tx->db, gone || tx->joined || e != E_OK);
}

void db_end(struct tx *tx) {
  if (!tx->open) return;
  undo(tx);
  if (tx->writing) leave(tx);
  else give_back(tx);
}

/* ---- statements --------------------------------------------------------------------------------- */

static int bind_one(sqlite3_stmt *s, int at, const struct value *v) {
  switch (v->kind) {
    case VALUE_NULL: return sqlite3_bind_null(s, at);
    case VALUE_INT: return sqlite3_bind_int64(s, at, v->i);
    case VALUE_TEXT: return sqlite3_bind_text(s, at, v->s.p ? v->s.p : "", (int)v->s.n, SQLITE_STATIC);
    case VALUE_BLOB: return sqlite3_bind_blob(s, at, v->s.p, (int)v->s.n, SQLITE_STATIC);
  }
  return SQLITE_MISUSE;
}

static enum err start(struct tx *tx, enum sql q, const struct value *v, size_t n, sqlite3_stmt **ret) {
  struct db_conn *c = tx->conn;
  if (!c->stmts[q]) {
    int rc = sqlite3_prepare_v3(c->sqlite, sql_texts[q], -1, SQLITE_PREPARE_PERSISTENT, &c->stmts[q], NULL);
    if (rc != SQLITE_OK) return err_of(rc, c->sqlite);
  }
  sqlite3_stmt *s = c->stmts[q];
  if (sqlite3_bind_parameter_count(s) != (int)n) {
    log_line(LOG_ERROR, "store", "query=%d takes %d values, got %zu", q, sqlite3_bind_parameter_count(s), n);
    return E_BUG;
  }
  for (size_t i = 0; i < n; i++) {
    int rc = bind_one(s, (int)i + 1, &v[i]);
    if (rc != SQLITE_OK) return err_of(rc, c->sqlite);
  }
  *ret = s;
  return E_OK;
}

enum err db_exec_(struct tx *tx, enum sql q, const struct value *v, size_t n) {
  sqlite3_stmt *s;
  TRY(start(tx, q, v, n, &s));
  int rc = sqlite3_step(s);
  while (rc == SQLITE_ROW) rc = sqlite3_step(s);
  tx->changes = sqlite3_changes64(tx->conn->sqlite);
  enum err e = err_of(rc, tx->conn->sqlite);
  sqlite3_reset(s);
  return e;
}

enum err db_change_(struct tx *tx, enum sql q, const struct value *v, size_t n) {
  TRY(db_exec_(tx, q, v, n));
  return tx->changes > 0 ? E_OK : E_CONFLICT;
}

struct rows db_query_(struct tx *tx, enum sql q, const struct value *v, size_t n) {
  sqlite3_stmt *s = NULL;
  struct rows r = {.tx = tx};
  r.err = start(tx, q, v, n, &s);
  r.stmt = r.err == E_OK ? s : NULL;
  if (r.stmt) tx->conn->queries++;
  return r;
}

bool rows_next(struct rows *r) {
  if (!r->stmt) return false;
  int rc = sqlite3_step(r->stmt);
  if (rc == SQLITE_ROW) return true;
  r->err = err_of(rc, r->tx->conn->sqlite);
  rows_done(r);
  return false;
}

void rows_done(struct rows *r) {
  if (r->stmt && r->tx->open) { /* behind a commit the connection is somebody else's */
    sqlite3_reset(r->stmt);
    r->tx->conn->queries--;
  }
  r->stmt = NULL;
}

enum err rows_one(struct rows *r) {
  if (rows_next(r)) return E_OK;
  return r->err == E_OK ? E_NOTFOUND : r->err;
}

i64 col_int(const struct rows *r, int column) { return sqlite3_column_int64(r->stmt, column); }

bool col_null(const struct rows *r, int column) { return sqlite3_column_type(r->stmt, column) == SQLITE_NULL; }

str col_peek(const struct rows *r, int column) {
  const char *p = (const char *)sqlite3_column_text(r->stmt, column);
  return p ? (str){p, (size_t)sqlite3_column_bytes(r->stmt, column)} : STR_NONE;
}

str col_str(const struct rows *r, struct arena *a, int column) { return arena_str(a, col_peek(r, column)); }

bool col_blob(const struct rows *r, int column, void *ret, size_t n) {
  const void *p = sqlite3_column_blob(r->stmt, column);
  if (!p || (size_t)sqlite3_column_bytes(r->stmt, column) != n) return false;
  memcpy(ret, p, n);
  return true;
}

enum err db_grow_cache(struct db *db, int mebibytes) {
  char text[64];
  snprintf(text, sizeof text, "PRAGMA cache_size=-%d", mebibytes * 1024);
  pthread_mutex_lock(&db->writer_lock);
  int rc = sqlite3_exec(db->writer->sqlite, text, NULL, NULL, NULL);
  pthread_mutex_unlock(&db->writer_lock);
  return err_of(rc, db->writer->sqlite);
}

enum err db_integrity(struct db *db, struct arena *a, str *ret_problem) {
  struct tx tx;
  TRY(db_read(db, &tx));
  sqlite3_stmt *s = NULL;
  int rc = sqlite3_prepare_v2(tx.conn->sqlite, "PRAGMA integrity_check(1)", -1, &s, NULL);
  *ret_problem = STR_NONE;
  if (rc == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW) {
    str first = str_of((const char *)sqlite3_column_text(s, 0));
    if (!str_eq(first, S("ok"))) *ret_problem = arena_str(a, first);
  }
  sqlite3_finalize(s);
  db_end(&tx);
  return err_of(rc, NULL);
}

enum err sqlite_script(struct tx *tx, const char *text);
enum err sqlite_script(struct tx *tx, const char *text) {
  return err_of(sqlite3_exec(tx->conn->sqlite, text, NULL, NULL, NULL), tx->conn->sqlite);
}

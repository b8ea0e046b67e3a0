/* store/db: rows, durable. One text of SQL for every engine; SQLite first.
 *
 * Reading  db_read() gives a snapshot on a connection of its own; any number of threads.
 * Writing  db_begin() waits for the one writer of this process; db_commit() returns only when the transaction has
 *          reached the disk. Many writers share one flush: the commit itself does not flush, and the flush that
 *          follows serves everybody who committed before it (docs/decisions/0003-shared-flush.md).
 * Errors   E_CONFLICT: a UNIQUE or an update that hit no row though it must. E_IO: disk full, locked too long: nothing
 *          changed. A failed flush ends the process: what the disk holds is then unknown, and a restart reads it. */
#pragma once
#include "base/base.h"
#include "store/sql_table.h"

struct db;
struct db_conn;

/* url: "sqlite:PATH". readers: connections for db_read. Applies no migration: see migrate.h. */
enum err db_open(const char *url, int readers, struct db **ret_db);
void db_close(struct db *db);

struct tx {
  struct db *db;
  struct db_conn *conn;
  bool writing, open;
  /* The driver's business: */
  bool joined; /* shares a transaction somebody else began, */
  bool marked; /* behind a savepoint */
  i64 changes_before;
  i64 changes; /* rows changed by the last db_exec */
};
enum err db_read(struct db *db, struct tx *ret_tx);
enum err db_begin(struct db *db, struct tx *ret_tx);
/* The same without a savepoint, for a call that decides before its first write. If it ends without db_commit behind a write
 * all the same, whoever shares the transaction is undone with it and told E_IO. */
enum err db_begin_sure(struct db *db, struct tx *ret_tx);
enum err db_commit(struct tx *tx);  /* also ends a read */
void db_end(struct tx *tx);         /* rolls back what was not committed; for CLEANUP */
/* This process gives way: when another one waited for its transaction it stays away for eight times as long. For what may
 * come a little later, so that taking in never waits for working in. */
void db_yield(struct db *db);
/* For what is kept in memory about the end of a table while writers share a transaction: it holds as long as db_epoch of
 * the write transactions stays the same. fn is called once before each shared transaction is committed. */
u64 db_epoch(const struct tx *tx);
void db_before_commit(struct db *db, enum err (*fn)(void *self, struct tx *tx), void *self);
/* Between these two db_commit of this thread comes back before the commit is on the disk. Nothing may be told to anybody
 * before db_settle(what db_deferred gave) has come back with E_OK; E_IO: all of it was undone. */
void db_defer(void);
u64 db_deferred(void); /* 0: nothing was written */
enum err db_settle(struct db *db, u64 ticket);
/* Moves the log into the file now; a thread does it anyway when the log has grown. For bulk work. */
void db_checkpoint(struct db *db);
/* Gives the log its size on the disk, inside a write transaction (nobody else can append to it then). Once a start. */
enum err db_extend_log(struct tx *tx);

struct value {
  enum { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB } kind;
  i64 i;
  str s;
};
static inline struct value value_int(i64 i) { return (struct value){.kind = VALUE_INT, .i = i}; }
/* An empty str with p == NULL is NULL. */
static inline struct value value_text(str s) { return (struct value){.kind = s.p ? VALUE_TEXT : VALUE_NULL, .s = s}; }
static inline struct value value_cstr(const char *s) { return value_text(str_of(s)); }
#define V(x) \
  _Generic((x), str: value_text, const char *: value_cstr, char *: value_cstr, int: value_int, i64: value_int, \
           long long: value_int, unsigned: value_int, size_t: value_int, bool: value_int)(x)
#define V_BLOB(pointer, size) ((struct value){.kind = VALUE_BLOB, .s = {(const char *)(pointer), (size)}})
#define V_SHA(hash) V_BLOB((hash).b, SHA256_SIZE)
#define V_NULL ((struct value){.kind = VALUE_NULL})
/* A column that is never NULL: nothing becomes the empty text. */
static inline struct value value_never_null(str s) { return value_text(s.p ? s : S("")); }
#define V_STR(s) value_never_null(s)
/* 0 becomes NULL: for optional moments and ids */
static inline struct value value_opt(i64 i) { return i ? value_int(i) : V_NULL; }
#define V_OPT(i) value_opt(i)

#define VALUES(...) (const struct value[]){__VA_ARGS__}, sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)
enum err db_exec_(struct tx *tx, enum sql q, const struct value *v, size_t n);
#define db_exec(tx, q, ...) db_exec_((tx), (q), VALUES(__VA_ARGS__))
/* As db_exec, but E_CONFLICT when no row changed: "only from where it was". */
enum err db_change_(struct tx *tx, enum sql q, const struct value *v, size_t n);
#define db_change(tx, q, ...) db_change_((tx), (q), VALUES(__VA_ARGS__))

struct rows {
  struct tx *tx;
  void *stmt; /* the driver's */
  enum err err;
};
/* CLEANUP(rows_done) struct rows r = db_query(tx, SQL_X, V(id)); while (rows_next(&r)) ... */
struct rows db_query_(struct tx *tx, enum sql q, const struct value *v, size_t n);
#define db_query(tx, q, ...) db_query_((tx), (q), VALUES(__VA_ARGS__))
bool rows_next(struct rows *r);   /* false at the end or on an error: see r->err */
void rows_done(struct rows *r);
/* The one row, or E_NOTFOUND. */
enum err rows_one(struct rows *r);
i64 col_int(const struct rows *r, int column);      /* NULL gives 0 */
bool col_null(const struct rows *r, int column);
str col_str(const struct rows *r, struct arena *a, int column);  /* copied; NULL gives STR_NONE */
str col_peek(const struct rows *r, int column); /* the same, not copied: gone with the row. For codes */
bool col_blob(const struct rows *r, int column, void *ret, size_t n); /* exactly n bytes */

/* The writer keeps that much of the store in memory: for a process that fills a store and then ends. */
enum err db_grow_cache(struct db *db, int mebibytes);
enum err db_integrity(struct db *db, struct arena *a, str *ret_problem); /* E_OK and empty: sound */

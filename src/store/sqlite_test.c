/* The store keeps what it acknowledged, and every query of the closed list is sound SQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "store/migrate.h"

static char folder[] = "/tmp/loket-store-XXXXXX";
static char url[128];

static struct db *open_store(void) {
  struct db *db = NULL;
  assert_int_equal(db_open(url, 4, &db), E_OK);
  return db;
}

static int fresh_store(void **state) {
  memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
  assert_non_null(mkdtemp(folder));
  snprintf(url, sizeof url, "sqlite:%s/loket.db", folder);
  struct db *db = open_store();
  int from, to;
  assert_int_equal(migrate(db, &from, &to), E_OK);
  *state = db;
  return 0;
}

static int remove_store(void **state) {
  db_close(*state);
  char path[160];
  static const char *const names[] = {"loket.db", "loket.db-wal", "loket.db-shm"};
  for (size_t i = 0; i < COUNT(names); i++) {
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    unlink(path);
  }
  return rmdir(folder);
}

static void migrating_again_changes_nothing(void **state) {
  int from, to;
  assert_int_equal(migrate(*state, &from, &to), E_OK);
  assert_int_equal(from, to);
  assert_true(to >= 1);
}

static void every_query_can_be_prepared(void **state) {
  (void)state;
  sqlite3 *raw;
  char path[160];
  snprintf(path, sizeof path, "%s/loket.db", folder);
  assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
  for (int q = 0; q < SQL_COUNT; q++) {
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(raw, sql_texts[q], -1, &s, NULL) != SQLITE_OK)
      fail_msg("query %d: %s\n%s", q, sqlite3_errmsg(raw), sql_texts[q]);
    sqlite3_finalize(s);
  }
  sqlite3_close(raw);
}

/* No list of work may read the whole table: each must use an index. */
static void lists_use_an_index(void **state) {
  (void)state;
  static const enum sql lists[] = {SQL_APPLICATION_LIST, SQL_APPLICATION_LIST_SERVICE, SQL_APPLICATION_LIST_OPEN,
                                   SQL_APPLICATION_LIST_OWNER, SQL_APPLICATION_TRACK, SQL_SCAN_LIST, SQL_WEBHOOK_NEXT_IDS,
                                   SQL_OUTBOX_NEXT, SQL_CHAT_QUIET_DUE, SQL_EVENT_GET, SQL_APPLICATION_NEXT_FREE};
  sqlite3 *raw;
  char path[160], plan[4096];
  snprintf(path, sizeof path, "%s/loket.db", folder);
  assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
  for (size_t i = 0; i < COUNT(lists); i++) {
    sqlite3_stmt *s = NULL;
    snprintf(plan, sizeof plan, "EXPLAIN QUERY PLAN %s", sql_texts[lists[i]]);
    assert_int_equal(sqlite3_prepare_v2(raw, plan, -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
      const char *line = (const char *)sqlite3_column_text(s, 3);
      bool scans_all = strncmp(line, "SCAN ", 5) == 0 && !strstr(line, "USING") && !strstr(line, "CONSTANT");
      if (scans_all || strstr(line, "TEMP B-TREE FOR ORDER BY")) fail_msg("query %d: %s", (int)lists[i], line);
    }
    sqlite3_finalize(s);
  }
  sqlite3_close(raw);
}

static void what_was_not_committed_is_gone(void **state) {
  struct db *db = *state;
  struct tx tx;
  assert_int_equal(db_begin(db, &tx), E_OK);
  assert_int_equal(db_exec(&tx, SQL_WEBHOOK_ADD, V_BLOB("x", 1), V(1)), E_OK);
  db_end(&tx);
  assert_int_equal(db_read(db, &tx), E_OK);
  struct rows r = db_query(&tx, SQL_WEBHOOK_NEXT_IDS, V(10), V(10));
  assert_false(rows_next(&r));
  db_end(&tx);
}

static i64 bodies_kept(struct db *db) {
  struct tx tx;
  assert_int_equal(db_read(db, &tx), E_OK);
  struct rows r = db_query(&tx, SQL_META_COUNTS, V(0));
  assert_int_equal(rows_one(&r), E_OK);
  i64 n = col_int(&r, 3);
  db_end(&tx);
  return n;
}

#define WRITERS 8
#define EACH 200
static void *write_some(void *db) {
  for (int i = 0; i < EACH; i++) {
    struct tx tx;
    if (db_begin(db, &tx) != E_OK) return "begin";
    if (db_exec(&tx, SQL_WEBHOOK_ADD, V_BLOB("body", 4), V(i)) != E_OK) return "insert";
    if (i % 5 == 4) db_end(&tx); /* one that changes its mind takes nothing of the others with it */
    else if (db_commit(&tx) != E_OK) return "commit";
  }
  return NULL;
}

static void many_writers_share_a_flush_and_lose_nothing(void **state) {
  struct db *db = *state;
  pthread_t threads[WRITERS];
  for (int i = 0; i < WRITERS; i++) assert_int_equal(pthread_create(&threads[i], NULL, write_some, db), 0);
  for (int i = 0; i < WRITERS; i++) {
    void *problem;
    pthread_join(threads[i], &problem);
    assert_null(problem);
  }
  assert_int_equal(bodies_kept(db), WRITERS * EACH * 4 / 5);
  struct arena *a = arena_new(1 << 20);
  str problem;
  assert_int_equal(db_integrity(db, a, &problem), E_OK);
  assert_int_equal(problem.n, 0);
  arena_free(a);
}

#define ROUNDS 300
static void *begin_and_dither(void *db) {
  for (int i = 0; i < ROUNDS; i++) {
    struct tx tx;
    if (db_begin(db, &tx) != E_OK || db_exec(&tx, SQL_WEBHOOK_ADD, V_BLOB("body", 4), V(i)) != E_OK) return "insert";
    usleep(200); /* long enough for the other one to stand at the lock */
    if (db_commit(&tx) != E_OK) return "commit";
  }
  return NULL;
}

/* A deferred write that joins the transaction of another thread and is undone has nothing to settle: it leaves no lock behind. */
static void who_defers_and_undoes_holds_nobody_up(void **state) {
  struct db *db = *state;
  pthread_t other;
  void *problem;
  alarm(60);
  assert_int_equal(pthread_create(&other, NULL, begin_and_dither, db), 0);
  for (int i = 0; i < ROUNDS; i++) {
    struct tx tx;
    db_defer();
    assert_int_equal(db_begin(db, &tx), E_OK);
    db_end(&tx);
    assert_int_equal(db_deferred(), 0);
    if (i % 16 == 0) usleep(1000); /* the lock is not fair */
  }
  pthread_join(other, &problem);
  alarm(0);
  assert_null(problem);
}

/* One writes, another who is sure joins him and ends without a commit, with or without having written. */
static enum err share_with_a_sure_one(struct db *db, bool writes) {
  struct tx tx;
  db_defer();
  assert_int_equal(db_begin(db, &tx), E_OK);
  assert_int_equal(db_exec(&tx, SQL_WEBHOOK_ADD, V_BLOB("one", 3), V(1)), E_OK);
  assert_int_equal(db_commit(&tx), E_OK);
  assert_int_equal(db_begin_sure(db, &tx), E_OK);
  assert_true(tx.joined);
  if (writes) assert_int_equal(db_exec(&tx, SQL_WEBHOOK_ADD, V_BLOB("two", 3), V(1)), E_OK);
  db_end(&tx);
  return db_settle(db, db_deferred());
}

static void who_was_sure_and_failed_takes_the_others_along(void **state) {
  struct db *db = *state;
  assert_int_equal(share_with_a_sure_one(db, false), E_OK);
  assert_int_equal(bodies_kept(db), 1);
  assert_int_equal(share_with_a_sure_one(db, true), E_IO);
  assert_int_equal(bodies_kept(db), 1);
  assert_int_equal(share_with_a_sure_one(db, false), E_OK); /* and nothing is stuck behind it */
  assert_int_equal(bodies_kept(db), 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(migrating_again_changes_nothing, fresh_store, remove_store),
      cmocka_unit_test_setup_teardown(every_query_can_be_prepared, fresh_store, remove_store),
      cmocka_unit_test_setup_teardown(lists_use_an_index, fresh_store, remove_store),
      cmocka_unit_test_setup_teardown(what_was_not_committed_is_gone, fresh_store, remove_store),
      cmocka_unit_test_setup_teardown(many_writers_share_a_flush_and_lose_nothing, fresh_store, remove_store),
      cmocka_unit_test_setup_teardown(who_defers_and_undoes_holds_nobody_up, fresh_store, remove_store),
      cmocka_unit_test_setup_teardown(who_was_sure_and_failed_takes_the_others_along, fresh_store, remove_store),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* baselines: what this machine's disk and SQLite can do at best with the work of one office call, nothing around it.
 *
 *   baselines disk    --dir DIR --writers N [--shared] [--seconds S] [--count N]
 *       one application: a row in SQLite (WAL, synchronous=FULL) and 890 KB appended to one file, all of it flushed to
 *       disk before it counts. Alone: each writer flushes for itself. Shared: whoever waits is flushed together.
 *   baselines commits --dir DIR --batch N [--seconds S] [--count N]
 *       N rows to one SQLite commit, flushed; counts rows.
 *
 * DIR must lie on the disk the server writes to; what is made in it is removed. Prints one JSON object. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/base.h"

#define PHOTOS (890u * 1000)
#define MAX_WRITERS 64
#define MAX_DONE (4u << 20)

static struct options {
  const char *dir;
  int writers, batch;
  bool shared;
  double seconds;
  i64 count;
} options = {.writers = 1, .batch = 1, .seconds = 2, .count = 1500};

static struct bench {
  sqlite3 *db;
  sqlite3_stmt *insert;
  int pack;
  char *photos;
  pthread_mutex_t lock;
  pthread_cond_t moved;
  i64 started, done, pack_end;
  i64 waiting, flushed; /* shared: applications written, and how many of them are on disk */
  bool flushing;
  i64 until;
  u32 *samples; /* microseconds */
} bench = {.lock = PTHREAD_MUTEX_INITIALIZER, .moved = PTHREAD_COND_INITIALIZER};

static void die(const char *what, const char *why) {
  fprintf(stderr, "baselines: %s: %s\n", what, why);
  exit(1);
}

/* ---- the store ------------------------------------------------------------------------------------ */

static const char *const files[] = {"baseline.db", "baseline.db-wal", "baseline.db-shm", "baseline.pack"};

static void path_to(const char *name, char ret[512]) { snprintf(ret, 512, "%s/%s", options.dir, name); }

static void remove_files(void) {
  char path[512];
  for (size_t i = 0; i < COUNT(files); i++) {
    path_to(files[i], path);
    unlink(path);
  }
}

static void sql(const char *text) {
  char *fault = NULL;
  if (sqlite3_exec(bench.db, text, NULL, NULL, &fault) != SQLITE_OK) die(text, fault);
}

static void store_open(void) {
  char path[512];
  remove_files();
  path_to(files[0], path);
  if (sqlite3_open(path, &bench.db) != SQLITE_OK) die(path, sqlite3_errmsg(bench.db));
  sql("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
      "CREATE TABLE application (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL,"
      " due_at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;"
      "CREATE INDEX application_due ON application (state, due_at);");
  sqlite3_prepare_v2(bench.db, "INSERT INTO application (number, state, due_at, body) VALUES (?1, 'submitted', ?2, ?3)",
                     -1, &bench.insert, NULL);
  path_to(files[3], path);
  bench.pack = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
  if (bench.pack < 0) die(path, strerror(errno));
}

static void insert_row(i64 n) {
  static const char body[] =
      "{\"applicant\":{\"name\":\"Invented Person\",\"phone\":\"6281200000099\"},\"answers\":{\"special\":\"no\","
      "\"birth_notice\":\"yes\",\"marriage_proof\":\"registered\",\"late\":\"no\"},\"data\":{\"child_name\":\"Invented "
      "Child\","
      "\"child_sex\":\"p\",\"birth_date\":\"2026-11-01\",\"birth_place\":\"Mataram\",\"mother_name\":\"Invented "
      "Mother\","
      "\"father_name\":\"Invented Father\",\"witness1_name\":\"Invented One\",\"witness2_name\":\"Invented Two\"}}";
  char number[32];
  snprintf(number, sizeof number, "MTR-26-%08lld", (long long)n);
  sqlite3_bind_text(bench.insert, 1, number, -1, SQLITE_STATIC);
  sqlite3_bind_int64(bench.insert, 2, n);
  sqlite3_bind_text(bench.insert, 3, body, sizeof body - 1, SQLITE_STATIC);
  if (sqlite3_step(bench.insert) != SQLITE_DONE) die("insert", sqlite3_errmsg(bench.db));
  sqlite3_reset(bench.insert);
}

static void flush_pack(void) {
  if (fdatasync(bench.pack) != 0) die("fdatasync", strerror(errno));
}

/* ---- an application: photos and a row -------------------------------------------------------------- */

static void append_photos(i64 at) {
  for (size_t n = 0; n < PHOTOS;) {
    ssize_t wrote = pwrite(bench.pack, bench.photos + n, PHOTOS - n, at + (i64)n);
    if (wrote <= 0) die("write", strerror(errno));
    n += (size_t)wrote;
  }
}

/* Each for itself: the photos flushed, then the row committed. */
static void finish_alone(i64 n) {
  flush_pack();
  pthread_mutex_lock(&bench.lock);
  insert_row(n);
  pthread_mutex_unlock(&bench.lock);
}

/* The first of those who wait flushes for all of them; who comes meanwhile waits for the next flush. */
static void finish_shared(void) {
  pthread_mutex_lock(&bench.lock);
  i64 mine = ++bench.waiting;
  while (bench.flushed < mine) {
    if (bench.flushing) {
      pthread_cond_wait(&bench.moved, &bench.lock);
      continue;
    }
    i64 from = bench.flushed, to = bench.waiting;
    bench.flushing = true;
    pthread_mutex_unlock(&bench.lock);
    flush_pack();
    sql("BEGIN IMMEDIATE");
    for (i64 n = from; n < to; n++) insert_row(n);
    sql("COMMIT");
    pthread_mutex_lock(&bench.lock);
    bench.flushing = false;
    bench.flushed = to;
    pthread_cond_broadcast(&bench.moved);
  }
  pthread_mutex_unlock(&bench.lock);
}

static void *writer(void *unused) {
  for (;;) {
    pthread_mutex_lock(&bench.lock);
    bool more = bench.started < options.count && clock_monotonic_us() < bench.until;
    i64 n = bench.started, at = bench.pack_end;
    if (more) {
      bench.started++;
      bench.pack_end += PHOTOS;
    }
    pthread_mutex_unlock(&bench.lock);
    if (!more) return unused;
    i64 from = clock_monotonic_us();
    append_photos(at);
    if (options.shared)
      finish_shared();
    else
      finish_alone(n);
    pthread_mutex_lock(&bench.lock);
    bench.samples[bench.done++] = (u32)(clock_monotonic_us() - from);
    pthread_mutex_unlock(&bench.lock);
  }
}

static void run_disk(void) {
  pthread_t threads[MAX_WRITERS];
  bench.photos = malloc(PHOTOS);
  if (!bench.photos) die("memory", "none");
  random_bytes(bench.photos, PHOTOS);
  for (int i = 0; i < options.writers; i++)
    if (pthread_create(&threads[i], NULL, writer, NULL) != 0) die("thread", "cannot start");
  for (int i = 0; i < options.writers; i++) pthread_join(threads[i], NULL);
  free(bench.photos);
}

/* ---- commits ------------------------------------------------------------------------------------------ */

static void run_commits(void) {
  for (i64 n = 0; n + options.batch <= MAX_DONE && clock_monotonic_us() < bench.until; n += options.batch) {
    i64 from = clock_monotonic_us();
    sql("BEGIN IMMEDIATE");
    for (int i = 0; i < options.batch; i++) insert_row(n + i);
    sql("COMMIT");
    u32 took = (u32)(clock_monotonic_us() - from);
    for (int i = 0; i < options.batch; i++) bench.samples[bench.done++] = took;
  }
}

/* ---- start -------------------------------------------------------------------------------------------- */

static int smaller(const void *a, const void *b) {
  u32 x = *(const u32 *)a, y = *(const u32 *)b;
  return (x > y) - (x < y);
}

static void report(double seconds) {
  size_t n = (size_t)bench.done;
  qsort(bench.samples, n, sizeof *bench.samples, smaller);
  printf("{\"count\":%zu,\"seconds\":%.3f,\"rate\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f}\n", n, seconds,
         (double)n / seconds, n ? bench.samples[n / 2] / 1000.0 : 0,
         n ? bench.samples[(n - 1) * 99 / 100] / 1000.0 : 0);
}

static bool read_options(int argc, char **argv) {
  static const struct option longs[] = {{"dir", 1, NULL, 'd'},
                                        {"writers", 1, NULL, 'w'},
                                        {"batch", 1, NULL, 'b'},
                                        {"seconds", 1, NULL, 's'},
                                        {"count", 1, NULL, 'c'},
                                        {"shared", 0, NULL, 'S'},
                                        {0}};
  for (int o; (o = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
    i64 number = 0;
    if ((o == 'w' || o == 'b' || o == 'c') && (!str_to_i64(str_of(optarg), &number) || number < 1 || number > MAX_DONE))
      return false;
    switch (o) {
      case 'd':
        options.dir = optarg;
        break;
      case 'w':
        options.writers = (int)number;
        break;
      case 'b':
        options.batch = (int)number;
        break;
      case 'c':
        options.count = number;
        break;
      case 's':
        options.seconds = strtod(optarg, NULL);
        break;
      case 'S':
        options.shared = true;
        break;
      default:
        return false;
    }
  }
  return options.dir && options.writers <= MAX_WRITERS && options.seconds > 0 && options.seconds <= 60 &&
         optind == argc - 1;
}

int main(int argc, char **argv) {
  bool good = read_options(argc, argv);
  bool disk = good && strcmp(argv[optind], "disk") == 0;
  if (!good || (!disk && strcmp(argv[optind], "commits") != 0)) {
    fprintf(stderr,
            "usage: baselines disk|commits --dir DIR [--writers N] [--shared] [--batch N] [--seconds S] [--count N]\n");
    return 2;
  }
  bench.samples = malloc(MAX_DONE * sizeof *bench.samples);
  if (!bench.samples) die("memory", "none");
  store_open();
  i64 from = clock_monotonic_us();
  bench.until = from + (i64)(options.seconds * 1e6);
  disk ? run_disk() : run_commits();
  report((double)(clock_monotonic_us() - from) / 1e6);
  sqlite3_finalize(bench.insert);
  sqlite3_close(bench.db);
  close(bench.pack);
  remove_files();
  free(bench.samples);
  return 0;
}

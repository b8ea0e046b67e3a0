/* What is taken in comes out again bit for bit, is never plain on the disk, and nothing wrong is taken in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "scans/scans.h"
#include "scans/vault.h"

struct fixture {
  char folder[64], url[80], keys[80], log[80], socket[80];
  pid_t vault;
  struct vault_client *client;
  struct scan_store *store;
  struct arena *arena;
};
static struct fixture f;

/* A true vault, in a process of its own. */
static void start_vault(void) {
  int fd = vault_listen(f.socket);
  assert_true(fd >= 0);
  f.vault = fork();
  if (f.vault == 0) {
    struct vault_config config = {.keys = f.keys, .log = f.log, .listen_fd = fd};
    struct vault *v;
    const char *problem;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (vault_open(&config, &v, &problem) == E_OK && vault_lock_down(v) == E_OK) (void)!vault_serve(v);
    _exit(1);
  }
  close(fd);
}

static int start(void **state) {
  (void)state;
  snprintf(f.folder, sizeof f.folder, "/tmp/loket-scans-XXXXXX");
  if (sodium_init() < 0 || !mkdtemp(f.folder)) return -1;
  snprintf(f.url, sizeof f.url, "file:%s/scans", f.folder);
  snprintf(f.keys, sizeof f.keys, "%s/keys", f.folder);
  bool made;
  assert_int_equal(keys_init(f.keys, &made), E_OK);
  assert_true(made);
  assert_int_equal(keys_init(f.keys, &made), E_OK);
  assert_false(made);
  snprintf(f.log, sizeof f.log, "%s/openings.log", f.folder);
  snprintf(f.socket, sizeof f.socket, "%s/vault.sock", f.folder);
  start_vault();
  f.arena = arena_new(128 << 20);
  f.client = vault_client_new(f.arena, f.socket);
  assert_int_equal(scan_store_open(f.url, f.keys, &f.store), E_OK);
  scan_store_vault(f.store, f.client);
  return 0;
}

static int stop(void **state) {
  (void)state;
  scan_store_close(f.store);
  vault_client_close(f.client);
  kill(f.vault, SIGTERM);
  waitpid(f.vault, NULL, 0);
  arena_free(f.arena);
  return 0; /* the folder stays in /tmp: packs are what a failed test is explained with */
}

/* A JPEG as far as its frame goes: head, noise without marks, end mark. */
static str photo(size_t n) {
  char *p = arena_alloc(f.arena, n);
  for (size_t i = 0; i < n; i++) p[i] = (char)((i * 2654435761u >> 7) % 250);
  memcpy(p, "\xFF\xD8\xFF\xE0\0\x10JFIF", 10);
  memcpy(p + n - 2, "\xFF\xD9", 2);
  return (str){p, n};
}

static enum err take_in(str bytes, size_t piece, struct sealed_scan *ret, enum scan_problem *ret_problem) {
  struct intake *in;
  assert_int_equal(intake_begin(f.store, f.arena, &in), E_OK);
  enum err e = scan_begin(in);
  for (size_t at = 0; e == E_OK && at < bytes.n; at += piece) e = scan_write(in, str_sub(bytes, at, piece));
  if (e == E_OK) e = scan_end(in, ret);
  *ret_problem = intake_problem(in);
  if (e == E_OK) e = intake_flush(in);
  intake_done(in, e == E_OK);
  return e;
}

static str give_out(const struct sealed_scan *scan, size_t piece) {
  struct scan_reader *r;
  const struct scan_opening why = {OPEN_VIEW, S("officer:1")};
  assert_int_equal(scan_open(f.store, scan, &why, &r), E_OK);
  char *out = arena_alloc(f.arena, (size_t)scan->size + piece);
  size_t n = 0;
  for (i64 got; (got = scan_read(r, out + n, piece)) != 0;) {
    if (got < 0) {
      scan_close(r);
      return STR_NONE;
    }
    n += (size_t)got;
  }
  scan_close(r);
  return (str){out, n};
}

static void every_size_comes_out_as_it_went_in(void **state) {
  (void)state;
  static const size_t sizes[] = {12, 100, 65535, 65536, 65537, 131072, 131073, 300000, 1000001};
  static const size_t pieces[] = {1000, 65536, 70000, 2000000};
  for (size_t i = 0; i < COUNT(sizes); i++)
    for (size_t j = 0; j < COUNT(pieces); j++) {
      str in = photo(sizes[i]);
      struct sealed_scan scan;
      enum scan_problem problem;
      assert_int_equal(take_in(in, pieces[j], &scan, &problem), E_OK);
      assert_int_equal(scan.type, SCAN_JPEG);
      struct sha256 sum = sha256_of(in);
      assert_memory_equal(scan.sha256.b, sum.b, SHA256_SIZE);
      str out = give_out(&scan, pieces[j]);
      assert_int_equal(out.n, in.n);
      assert_memory_equal(out.p, in.p, in.n);
    }
}

static void nothing_plain_lies_on_the_disk(void **state) {
  (void)state;
  str in = photo(200000);
  memcpy((char *)in.p + 5000, "KARTU KELUARGA 5271990101900001", 31);
  struct sealed_scan scan;
  enum scan_problem problem;
  assert_int_equal(take_in(in, 4096, &scan, &problem), E_OK);
  char path[160];
  snprintf(path, sizeof path, "%s/scans/" STR_FMT, f.folder, STR_ARG(scan.pack));
  int fd = open(path, O_RDONLY);
  char *bytes = arena_alloc(f.arena, 4 << 20);
  ssize_t n = read(fd, bytes, 4 << 20);
  close(fd);
  assert_true(n > 200000);
  assert_false(str_has((str){bytes, (size_t)n}, S("KARTU")));
  assert_false(str_has((str){bytes, (size_t)n}, S("JFIF")));
}

static void a_changed_byte_is_noticed(void **state) {
  (void)state;
  str in = photo(150000);
  struct sealed_scan scan;
  enum scan_problem problem;
  assert_int_equal(take_in(in, 70000, &scan, &problem), E_OK);
  char path[160], byte;
  snprintf(path, sizeof path, "%s/scans/" STR_FMT, f.folder, STR_ARG(scan.pack));
  int fd = open(path, O_RDWR);
  assert_int_equal(pread(fd, &byte, 1, scan.pack_at + 100000), 1);
  byte ^= 1;
  assert_int_equal(pwrite(fd, &byte, 1, scan.pack_at + 100000), 1);
  close(fd);
  assert_null(give_out(&scan, 300000).p);
  scan.pack_size -= 1;
  assert_null(give_out(&scan, 300000).p);
}

static void wrong_files_are_refused_and_leave_nothing(void **state) {
  (void)state;
  str good = photo(100000);
  str png = S("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\2\0\0\0........................................IEND....");
  str pdf_locked = S("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Encrypt 5 0 R>> startxref 9 %%EOF\n");
  str pdf_cut = S("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<<");
  str zip = S("PK\3\4........................................................................");
  static const struct {
    const char *what;
    enum scan_problem problem;
  } names[] = {{"empty", SCAN_EMPTY},       {"zip", SCAN_WRONG_TYPE},     {"cut jpeg", SCAN_CUT_OFF},
               {"locked pdf", SCAN_LOCKED}, {"cut pdf", SCAN_CUT_OFF},   {"pixel flood", SCAN_TOO_MANY_PIXELS},
               {"html", SCAN_WRONG_TYPE}};
  str files[] = {S(""), zip, str_sub(good, 0, 90000), pdf_locked, pdf_cut, png, S("<html><script>alert(1)</script>")};
  for (size_t i = 0; i < COUNT(files); i++)
    for (size_t piece = 1; piece < 100; piece += 7) {
      struct sealed_scan scan;
      enum scan_problem problem;
      assert_int_equal(take_in(files[i], piece * (i == 2 ? 1000 : 1), &scan, &problem), E_INPUT);
      if (problem != names[i].problem) fail_msg("%s: %s", names[i].what, scan_problem_code(problem));
    }
}

static void more_than_the_limit_is_refused(void **state) {
  (void)state;
  str in = photo(1 << 20);
  struct intake *run;
  assert_int_equal(intake_begin(f.store, f.arena, &run), E_OK);
  assert_int_equal(scan_begin(run), E_OK);
  enum err e = E_OK;
  for (int i = 0; e == E_OK && i < 40; i++) e = scan_write(run, in);
  assert_int_equal(e, E_INPUT);
  assert_int_equal(intake_problem(run), SCAN_TOO_LARGE);
  intake_done(run, false);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_size_comes_out_as_it_went_in), cmocka_unit_test(nothing_plain_lies_on_the_disk),
      cmocka_unit_test(a_changed_byte_is_noticed), cmocka_unit_test(wrong_files_are_refused_and_leave_nothing),
      cmocka_unit_test(more_than_the_limit_is_refused),
  };
  return cmocka_run_group_tests(tests, start, stop);
}

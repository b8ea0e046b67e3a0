/* A file that comes in pieces is the same file in the end, whatever was lost in between; nothing of it lies plain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scans/parts.h"

static struct {
  char folder[64], url[80], keys[80];
  struct office_keys k;
  struct scan_store *scans;
  struct part_store *parts;
  struct arena *arena;
  u8 key[PART_KEY_SIZE];
} f;

static int start(void **state) {
  (void)state;
  bool made;
  snprintf(f.folder, sizeof f.folder, "/tmp/loket-parts-XXXXXX");
  if (sodium_init() < 0 || !mkdtemp(f.folder)) return -1;
  snprintf(f.url, sizeof f.url, "file:%s", f.folder);
  snprintf(f.keys, sizeof f.keys, "%s/keys", f.folder);
  assert_int_equal(keys_init(f.keys, &made), E_OK);
  assert_int_equal(keys_load(f.keys, &f.k), E_OK);
  assert_int_equal(scan_store_open(f.url, f.keys, &f.scans), E_OK);
  assert_int_equal(part_store_open(f.url, &f.k, &f.parts), E_OK);
  f.arena = arena_new(256 << 20);
  part_key_new(f.parts, f.key);
  return 0;
}

static int stop(void **state) {
  (void)state;
  scan_store_close(f.scans);
  part_store_close(f.parts);
  arena_free(f.arena);
  return 0;
}

static str photo(size_t n) {
  char *p = arena_alloc(f.arena, n);
  for (size_t i = 0; i < n; i++) p[i] = (char)((i * 2654435761u >> 7) % 250);
  memcpy(p, "\xFF\xD8\xFF\xE0\0\x10JFIF", 10);
  memcpy(p + n - 2, "\xFF\xD9", 2);
  return (str){p, n};
}

static struct part_place append(str name, struct part_place at, str bytes) {
  struct part *p;
  assert_int_equal(part_open(f.parts, f.arena, name, f.key, at, &p), E_OK);
  assert_int_equal(part_write(p, bytes), E_OK);
  assert_int_equal(part_flush(p, true, &at), E_OK);
  part_close(p);
  return at;
}

static enum err pour(str name, const u8 *key, struct part_place end, struct sealed_scan *ret) {
  struct intake *in;
  assert_int_equal(intake_begin(f.scans, f.arena, &in), E_OK);
  enum err e = scan_begin(in);
  if (e == E_OK) e = part_pour(f.parts, f.arena, name, key, end, in);
  if (e == E_OK) e = scan_end(in, ret);
  intake_done(in, e == E_OK);
  return e;
}

static char *path_of(const char *name) {
  static char path[200];
  snprintf(path, sizeof path, "%s/parts/%s.part", f.folder, name);
  return path;
}

static void test_in_pieces(void **state) {
  (void)state;
  static const size_t sizes[] = {1, 63, 1000, 65535, 65536, 65537, 200000, 300000};
  struct part_place at = {0};
  str all = photo(900000);
  size_t done = 0;
  for (size_t i = 0; done < all.n; i++) {
    str piece = str_sub(all, done, sizes[i % COUNT(sizes)]);
    at = append(S("pieces"), at, piece);
    done += piece.n;
    assert_int_equal(at.plain, done);
  }
  struct sealed_scan scan;
  assert_int_equal(pour(S("pieces"), f.key, at, &scan), E_OK);
  assert_int_equal(scan.size, all.n);
  assert_memory_equal(scan.sha256.b, sha256_of(all).b, SHA256_SIZE);
}

/* A crash in the middle leaves bytes behind the committed place: they were promised to nobody and go. */
static void test_what_was_not_committed_goes(void **state) {
  (void)state;
  str all = photo(300000);
  struct part_place at = append(S("crash"), (struct part_place){0}, str_sub(all, 0, 100000));
  (void)append(S("crash"), at, S("bytes of a request that was never acknowledged"));
  at = append(S("crash"), at, str_from(all, 100000));
  struct sealed_scan scan;
  assert_int_equal(pour(S("crash"), f.key, at, &scan), E_OK);
  assert_memory_equal(scan.sha256.b, sha256_of(all).b, SHA256_SIZE);
}

static void test_nothing_is_plain(void **state) {
  (void)state;
  char bytes[4096];
  str words = S("\xFF\xD8\xFF nama ibu kandung dan nomor keluarga");
  (void)append(S("plain"), (struct part_place){0}, words);
  int fd = open(path_of("plain"), O_RDONLY);
  ssize_t n = read(fd, bytes, sizeof bytes);
  struct stat st;
  fstat(fd, &st);
  close(fd);
  assert_true(n > (ssize_t)words.n);
  assert_false(str_has((str){bytes, (size_t)n}, S("ibu kandung")));
  assert_int_equal(st.st_mode & 0777, 0600);
}

static void test_changes_are_seen(void **state) {
  (void)state;
  str all = photo(200000);
  struct part_place at = append(S("change"), (struct part_place){0}, all);
  struct sealed_scan scan;
  u8 other[PART_KEY_SIZE], byte;
  part_key_new(f.parts, other);
  assert_int_equal(pour(S("change"), other, at, &scan), E_IO);
  other[40] ^= 1;
  assert_int_equal(pour(S("change"), other, at, &scan), E_IO);
  int fd = open(path_of("change"), O_RDWR);
  assert_int_equal(pread(fd, &byte, 1, 70000), 1);
  byte ^= 1;
  assert_int_equal(pwrite(fd, &byte, 1, 70000), 1);
  assert_int_equal(pour(S("change"), f.key, at, &scan), E_IO);
  byte ^= 1;
  assert_int_equal(pwrite(fd, &byte, 1, 70000), 1);
  assert_int_equal(pour(S("change"), f.key, at, &scan), E_OK);
  assert_int_equal(ftruncate(fd, at.sealed - 1), 0);
  assert_int_equal(pour(S("change"), f.key, at, &scan), E_IO);
  struct part *p;
  assert_int_equal(part_open(f.parts, f.arena, S("change"), f.key, at, &p), E_IO);
  close(fd);
}

static void test_going(void **state) {
  (void)state;
  size_t n = 0;
  (void)append(S("gone"), (struct part_place){0}, S("x"));
  part_remove(f.parts, S("gone"));
  part_remove(f.parts, S("gone"));
  assert_int_equal(access(path_of("gone"), F_OK), -1);
  (void)append(S("old"), (struct part_place){0}, S("x"));
  assert_int_equal(part_sweep(f.parts, clock_now() - DAYS(2), &n), E_OK);
  assert_int_equal(n, 0);
  assert_int_equal(part_sweep(f.parts, clock_now() + SECONDS(5), &n), E_OK);
  assert_true(n >= 1);
  assert_int_equal(access(path_of("old"), F_OK), -1);
  struct part *p;
  assert_int_equal(part_open(f.parts, f.arena, S("../escape"), f.key, (struct part_place){0}, &p), E_BUG);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_in_pieces),
      cmocka_unit_test(test_what_was_not_committed_goes),
      cmocka_unit_test(test_nothing_is_plain),
      cmocka_unit_test(test_changes_are_seen),
      cmocka_unit_test(test_going),
  };
  return cmocka_run_group_tests(tests, start, stop);
}

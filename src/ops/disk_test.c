#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ops/disk.h"

static char root[64] = "/tmp/loket-disk-XXXXXX";

static void make_folder(const char *name) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", root, name);
  assert_int_equal(mkdir(path, 0700), 0);
}

/* A device as sysfs shows it: dm/uuid if it is one of the device mapper, slaves/ unless it is a partition. */
static void make_device(const char *name, const char *uuid, bool slaves) {
  char path[256];
  make_folder(name);
  snprintf(path, sizeof path, "%s/slaves", name);
  if (slaves) make_folder(path);
  if (!uuid) return;
  snprintf(path, sizeof path, "%s/dm", name);
  make_folder(path);
  snprintf(path, sizeof path, "%s/%s/dm/uuid", root, name);
  FILE *f = fopen(path, "we");
  assert_non_null(f);
  fputs(uuid, f);
  fclose(f);
}

static void put_on(const char *upper, const char *lower) {
  char from[256], to[256];
  snprintf(from, sizeof from, "%s/%s/slaves/%s", root, upper, lower);
  snprintf(to, sizeof to, "../../%s", lower);
  assert_int_equal(symlink(to, from), 0);
}

static void test_devices(void **state) {
  (void)state;
  static const struct {
    unsigned major, minor;
    enum disk_kind want;
  } rows[] = {
      {8, 0, DISK_PLAIN},         /* a whole disk */
      {8, 1, DISK_PLAIN},         /* its partition */
      {253, 0, DISK_ENCRYPTED},   /* LUKS on the partition */
      {253, 1, DISK_ENCRYPTED},   /* LVM on LUKS */
      {253, 2, DISK_PLAIN},       /* LVM on the partition */
      {253, 3, DISK_PLAIN},       /* LVM over both: half of it can be read */
      {253, 9, DISK_UNKNOWN},     /* one that sits on itself */
      {0, 38, DISK_UNKNOWN},      /* no device: tmpfs, overlay, ZFS */
  };
  make_device("8:0", NULL, true);
  make_device("8:1", NULL, false);
  make_device("253:0", "CRYPT-LUKS2-0123456789abcdef-luks\n", true);
  make_device("253:1", "LVM-abcdef\n", true);
  make_device("253:2", "LVM-abcdef\n", true);
  make_device("253:3", "LVM-abcdef\n", true);
  make_device("253:9", "LVM-abcdef\n", true);
  put_on("253:0", "8:1");
  put_on("253:1", "253:0");
  put_on("253:2", "8:1");
  put_on("253:3", "253:0");
  put_on("253:3", "8:1");
  put_on("253:9", "253:9");
  for (size_t i = 0; i < COUNT(rows); i++)
    if (disk_of_device(root, rows[i].major, rows[i].minor) != rows[i].want) fail_msg("%u:%u", rows[i].major, rows[i].minor);
}

static void test_a_path(void **state) {
  (void)state;
  assert_int_equal(disk_of_path("/no/such/folder"), DISK_UNKNOWN);
  assert_int_equal(disk_of_path("/proc"), DISK_UNKNOWN);
}

static int make_root(void **state) {
  (void)state;
  return mkdtemp(root) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where) {
  (void)st, (void)type, (void)where;
  return remove(path);
}

static int remove_root(void **state) {
  (void)state;
  return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_devices), cmocka_unit_test(test_a_path)};
  return cmocka_run_group_tests(tests, make_root, remove_root);
}

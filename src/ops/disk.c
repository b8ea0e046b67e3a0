#include "ops/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#define MAX_LAYERS 8 /* crypt on LVM on RAID on a partition */

static bool first_line(const char *path, char *ret, size_t n) {
  FILE *f = fopen(path, "re");
  if (!f) return false;
  bool fine = fgets(ret, (int)n, f) != NULL;
  fclose(f);
  return fine;
}

static bool is_crypt(const char *device) {
  char path[4096], uuid[128];
  snprintf(path, sizeof path, "%s/dm/uuid", device);
  return first_line(path, uuid, sizeof uuid) && str_starts(str_of(uuid), S("CRYPT-"));
}

static enum disk_kind kind_of(const char *device, int layers);

/* A layer is as good as the worst disk below it. */
static enum disk_kind kind_below(const char *device, DIR *slaves, int layers) {
  enum disk_kind worst = DISK_ENCRYPTED;
  bool any = false;
  for (const struct dirent *entry; (entry = readdir(slaves));) {
    char path[4096];
    if (entry->d_name[0] == '.') continue;
    any = true;
    snprintf(path, sizeof path, "%s/slaves/%s", device, entry->d_name);
    enum disk_kind kind = kind_of(path, layers - 1);
    if (kind < worst) worst = kind;
  }
  return any ? worst : DISK_PLAIN;
}

static enum disk_kind kind_of(const char *device, int layers) {
  char path[4096];
  struct stat st;
  if (!layers || stat(device, &st) != 0) return DISK_UNKNOWN;
  if (is_crypt(device)) return DISK_ENCRYPTED;
  snprintf(path, sizeof path, "%s/slaves", device);
  DIR *slaves = opendir(path);
  if (!slaves) return DISK_PLAIN; /* a partition has none */
  enum disk_kind kind = kind_below(device, slaves, layers);
  closedir(slaves);
  return kind;
}

enum disk_kind disk_of_device(const char *sys_block, unsigned major, unsigned minor) {
  char device[4096];
  snprintf(device, sizeof device, "%s/%u:%u", sys_block, major, minor);
  return kind_of(device, MAX_LAYERS);
}

enum disk_kind disk_of_path(const char *path) {
  struct statx st;
  if (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &st) != 0) return DISK_UNKNOWN;
  if (st.stx_attributes & STATX_ATTR_ENCRYPTED) return DISK_ENCRYPTED;
  return disk_of_device("/sys/dev/block", st.stx_dev_major, st.stx_dev_minor);
}

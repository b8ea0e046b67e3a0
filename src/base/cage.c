#include "base/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- dumps, rights, limits ------------------------------------------------------------------- */

enum err cage_no_dumps(void) {
  const struct rlimit none = {0, 0};
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && setrlimit(RLIMIT_CORE, &none) == 0 ? E_OK : E_IO;
}

enum err cage_no_new_privs(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? E_OK : E_IO; }

enum err cage_limit(const struct cage_limits *limits) {
  const struct {
    __rlimit_resource_t which;
    i64 value;
  } rows[] = {{RLIMIT_AS, limits->memory_bytes},
              {RLIMIT_CPU, limits->cpu_seconds},
              {RLIMIT_FSIZE, limits->file_bytes},
              {RLIMIT_NOFILE, limits->files},
              {RLIMIT_NPROC, limits->processes}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct rlimit to = {(rlim_t)rows[i].value, (rlim_t)rows[i].value};
    if (rows[i].value != CAGE_KEEP && setrlimit(rows[i].which, &to) != 0) return E_IO;
  }
  return E_OK;
}

/* ---- Landlock: the kernel's own words, as Debian 12's header knows only the first of them ------------ */

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif
#define LANDLOCK_VERSION_FLAG 1u
#define LANDLOCK_PATH_BENEATH 1

#define FS_EXECUTE (1ULL << 0)
#define FS_WRITE_FILE (1ULL << 1)
#define FS_READ_FILE (1ULL << 2)
#define FS_READ_DIR (1ULL << 3)
#define FS_TRUNCATE (1ULL << 14)
#define FS_OF_FILES (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | 1ULL << 15)

struct ruleset_words {
  u64 files, network, scoped;
};
struct place_words {
  u64 rights;
  int folder;
} __attribute__((packed));

/* What each version of Landlock can forbid. */
static u64 files_known(int version) {
  static const int bits[] = {0, 13, 14, 15, 15, 16};
  return (1ULL << bits[version < 5 ? version : 5]) - 1;
}
static u64 network_known(int version) { return version >= 4 ? 3 : 0; } /* bind and connect, TCP */
static u64 scoped_known(int version) { return version >= 6 ? 3 : 0; }  /* abstract sockets, signals to others */

static u64 rights_of(unsigned rights, bool folder, int version) {
  u64 words = 0;
  if (rights & CAGE_READ) words |= FS_READ_FILE | FS_READ_DIR;
  if (rights & CAGE_EXECUTE) words |= FS_EXECUTE | FS_READ_FILE;
  if (rights & CAGE_WRITE) words |= files_known(version) & ~(FS_EXECUTE | FS_READ_FILE | FS_READ_DIR);
  return words & files_known(version) & (folder ? ~0ULL : FS_OF_FILES);
}

static enum err allow_place(int ruleset, const struct cage_place *place, int version) {
  struct stat st;
  int fd = open(place->path, O_PATH | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? E_OK : E_IO;
  struct place_words words = {.folder = fd};
  bool ok = fstat(fd, &st) == 0;
  words.rights = ok ? rights_of(place->rights, S_ISDIR(st.st_mode), version) : 0;
  ok = ok && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_PATH_BENEATH, &words, 0) == 0;
  close(fd);
  return ok ? E_OK : E_IO;
}

static int landlock_version(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION_FLAG);
  return version > 0 ? (int)version : 0;
}

enum err cage_landlock(const struct cage_place *places, size_t n) {
  int version = landlock_version();
  if (!version) return E_NOTFOUND;
  const struct ruleset_words words = {files_known(version), network_known(version), scoped_known(version)};
  size_t size = words.scoped ? sizeof words : words.network ? 2 * sizeof(u64) : sizeof(u64);
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &words, size, 0);
  if (ruleset < 0) return E_IO;
  enum err e = E_OK;
  for (size_t i = 0; i < n && e == E_OK; i++) e = allow_place(ruleset, &places[i], version);
  if (e == E_OK) e = cage_no_new_privs();
  if (e == E_OK && syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) e = E_IO;
  close(ruleset);
  return e;
}

/* ---- seccomp ------------------------------------------------------------------------------------ */

static bool has_seccomp(void) {
  unsigned action = SECCOMP_RET_ERRNO;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static int allow(scmp_filter_ctx filter, const struct cage_call *c) {
  if (!c->arg) return seccomp_rule_add(filter, SCMP_ACT_ALLOW, c->number, 0);
  const struct scmp_arg_cmp compare = {(unsigned)c->arg - 1, SCMP_CMP_MASKED_EQ, c->mask, c->value};
  return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, c->number, 1, &compare);
}

enum err cage_seccomp(const struct cage_call *calls, size_t n, bool kill) {
  if (!has_seccomp()) return E_NOTFOUND;
  scmp_filter_ctx filter = seccomp_init(kill ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM));
  if (!filter) return E_IO;
  int failed = 0;
  for (size_t i = 0; i < n && !failed; i++) failed = allow(filter, &calls[i]);
  if (!failed) failed = seccomp_load(filter); /* sets no_new_privs */
  seccomp_release(filter);
  return failed ? E_IO : E_OK;
}

struct cage_support cage_support(void) {
  return (struct cage_support){.seccomp = has_seccomp(), .landlock = landlock_version()};
}

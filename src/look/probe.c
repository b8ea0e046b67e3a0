/* driver: the test of the cage from inside (loket-look-probe). A child that was taken over would try these. */
#include "look/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "scans/verdict.h"

static bool opens(const char *path, int flags) { return syscall(SYS_openat, AT_FDCWD, path, flags, 0600) >= 0; }

static bool try_read_file(void) { return opens("/etc/passwd", O_RDONLY) || opens("/proc/self/environ", O_RDONLY); }
static bool try_write_file(void) { return opens("/tmp/loket-probe", O_WRONLY | O_CREAT) || opens("/dev/shm/loket-probe", O_RDWR | O_CREAT); }
static bool try_old_open(void) { return syscall(SYS_open, "/etc/passwd", O_RDONLY) >= 0; }
static bool try_socket(void) {
  return syscall(SYS_socket, AF_INET, SOCK_STREAM, 0) >= 0 || syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0) >= 0 ||
         syscall(SYS_socket, AF_NETLINK, SOCK_RAW, 0) >= 0;
}
static bool try_fork(void) {
  return syscall(SYS_fork) >= 0 || syscall(SYS_vfork) >= 0 || syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0;
}
static bool try_exec(void) {
  char *const none[] = {NULL};
  return syscall(SYS_execve, "/bin/true", none, none) >= 0;
}
/* Another scan lies in the memory of who forked us, in the descriptors of our parents, or in the store's folder. */
static bool try_other_scan(void) {
  static char there[64];
  struct iovec to = {there, sizeof there}, from = {there, sizeof there};
  pid_t parent = (pid_t)syscall(SYS_getppid);
  for (int fd = 0; fd < 64; fd++)
    if (syscall(SYS_pread64, fd, there, sizeof there, 0) > 0) return true;
  return syscall(SYS_process_vm_readv, parent > 0 ? parent : 1, &to, 1, &from, 1, 0) > 0 || syscall(SYS_ptrace, PTRACE_ATTACH, parent, 0, 0) == 0 ||
         opens("/proc/1/mem", O_RDONLY) || opens("scans", O_RDONLY | O_DIRECTORY) || syscall(SYS_memfd_create, "x", 0) >= 0;
}
static bool try_kill(void) { return syscall(SYS_kill, syscall(SYS_getppid), 0) == 0 || syscall(SYS_kill, 1, 0) == 0; }
static bool try_code(void) { return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED; }
static bool try_write(void) { return syscall(SYS_write, 1, "x", 1) == 1 || syscall(SYS_write, 2, "x", 1) == 1; }

/* Every number there is: nothing but memory and ending may answer anything but "not allowed". */
static bool try_all(void) {
  static const int kept[] = {SYS_exit_group, SYS_exit, SYS_brk, SYS_mremap, SYS_munmap, SYS_madvise, SYS_rt_sigreturn, SYS_mmap};
  for (long n = 0; n < 460; n++) {
    bool skip = false;
    for (size_t i = 0; i < COUNT(kept); i++) skip |= kept[i] == n;
    if (skip || n == 335 || n == 336) continue; /* uretprobe, uprobe: the kernel's own, they pass every filter */
    errno = 0;
    if (syscall(n, -1, -1, -1, -1, -1, -1) >= 0 || errno != EPERM) return true;
  }
  return false;
}

static bool try_crash(void) {
  volatile int *volatile nowhere = NULL;
  *nowhere = 1;
  return true;
}
static bool try_loop(void) {
  volatile bool always = true;
  while (always) continue;
  return true;
}
static bool try_memory(void) {
  for (int i = 0; i < 4096; i++) {
    char *p = malloc(16u << 20);
    if (!p) return false;
    memset(p, 1, 16u << 20);
  }
  return true;
}

static const struct {
  const char *word;
  bool (*attempt)(void);
} attempts[] = {{"read_file", try_read_file}, {"write_file", try_write_file}, {"old_open", try_old_open}, {"socket", try_socket}, {"fork", try_fork},
                {"exec", try_exec}, {"other_scan", try_other_scan}, {"kill", try_kill}, {"code", try_code}, {"write", try_write}, {"all", try_all},
                {"crash", try_crash}, {"loop", try_loop}, {"memory", try_memory}};

static void lie(str how, struct look_wire *w, char *memory) {
  memcpy(memory + sizeof *w, "\xFF\xD8..\xFF\xD9", 6);
  w->copies[0] = (struct look_copy){.kind = COPY_VIEW, .page = 1, .width = 10, .height = 10, .at = sizeof *w, .size = 6};
  w->copy_count = 1;
  if (str_eq(how, S("lie_far"))) w->copies[0].at = LOOK_OUTPUT - 3;
  if (str_eq(how, S("lie_long"))) w->copies[0].size = 0xFFFFFFFF;
  if (str_eq(how, S("lie_inside"))) w->copies[0].at = 4;
  if (str_eq(how, S("lie_many"))) w->copy_count = 1u << 31;
  if (str_eq(how, S("lie_score"))) w->scores[0] = 1001;
  if (str_eq(how, S("lie_page"))) w->copies[0].page = 0;
  if (str_eq(how, S("lie_text"))) {
    w->read_count = 1;
    memset(w->reads[0].text, 'x', LOOK_TEXT); /* no end */
  }
  if (str_eq(how, S("lie_no_jpeg"))) memory[sizeof *w] = '<';
}

bool probe(str file, char *memory) {
  struct look_wire *w = (struct look_wire *)(void *)memory;
  if (!str_starts(file, S("PROBE "))) return false;
  str what = str_trim(str_from(file, 6));
  const char *answer = "unknown";
  w->magic = LOOK_MAGIC;
  w->version = LOOK_VERSION;
  if (str_starts(what, S("lie_"))) lie(what, w, memory);
  for (size_t i = 0; i < COUNT(attempts); i++)
    if (str_is(what, attempts[i].word)) answer = attempts[i].attempt() ? "done" : "refused";
  if (!w->read_count) {
    w->reads[0].kind = READ_NAME;
    memcpy(w->reads[0].text, answer, strlen(answer) + 1);
    w->read_count = 1;
  }
  w->finished = 1;
  return true;
}

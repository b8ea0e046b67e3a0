/* The vault's cage: what it can still do once its keys are in memory. */
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cage.h"
#include "base/limits.h"
#include "scans/vault.h"

/* Its socket, its log, its memory, the clock. No open, no socket, no fork, no exec. */
static const struct cage_call calls[] = {
    {.number = SCMP_SYS(poll)},
    {.number = SCMP_SYS(ppoll)},
    {.number = SCMP_SYS(accept4)},
    {.number = SCMP_SYS(recvfrom)},
    {.number = SCMP_SYS(sendto)},
    {.number = SCMP_SYS(shutdown)},
    {.number = SCMP_SYS(getsockopt), .arg = 3, .mask = UINT64_MAX, .value = SO_PEERCRED},
    {.number = SCMP_SYS(getuid)},
    {.number = SCMP_SYS(close)},
    {.number = SCMP_SYS(write), .arg = 1, .mask = UINT64_MAX, .value = STDERR_FILENO},
    {.number = SCMP_SYS(pwrite64)},
    {.number = SCMP_SYS(fdatasync)},
    {.number = SCMP_SYS(ftruncate)},
    {.number = SCMP_SYS(fstat)},
    {.number = SCMP_SYS(newfstatat), .arg = 4, .mask = AT_EMPTY_PATH, .value = AT_EMPTY_PATH},
    {.number = SCMP_SYS(getrandom)},
    {.number = SCMP_SYS(getpid)},
    {.number = SCMP_SYS(clock_gettime)},
    {.number = SCMP_SYS(gettimeofday)},
    {.number = SCMP_SYS(brk)},
    {.number = SCMP_SYS(mmap), .arg = 3, .mask = PROT_EXEC, .value = 0},
    {.number = SCMP_SYS(mprotect), .arg = 3, .mask = PROT_EXEC, .value = 0},
    {.number = SCMP_SYS(munmap)},
    {.number = SCMP_SYS(mremap)},
    {.number = SCMP_SYS(madvise)},
    {.number = SCMP_SYS(mlock)},
    {.number = SCMP_SYS(munlock)},
    {.number = SCMP_SYS(futex)},
    {.number = SCMP_SYS(restart_syscall)},
    {.number = SCMP_SYS(rt_sigreturn)},
    {.number = SCMP_SYS(rt_sigprocmask)},
    {.number = SCMP_SYS(exit)},
    {.number = SCMP_SYS(exit_group)},
};

static enum err closed(enum err e, const char *what) {
  if (e == E_NOTFOUND) {
    log_line(LOG_WARN, "vault", "this kernel has no %s: the vault is less locked up than it should be", what);
    return E_OK;
  }
  if (e != E_OK) log_line(LOG_ERROR, "vault", "%s could not be closed", what);
  return e;
}

enum err vault_lock_down(struct vault *v) {
  const struct cage_limits limits = {.memory_bytes = CAGE_KEEP,
                                     .cpu_seconds = CAGE_KEEP,
                                     .file_bytes = CAGE_KEEP,
                                     .files = MAX_VAULT_CONNECTIONS + 32,
                                     .processes = 0};
  (void)v;
  TRY(closed(cage_no_dumps(), "dumps"));
  TRY(closed(cage_landlock(NULL, 0), "Landlock"));
  TRY(closed(cage_limit(&limits), "limits"));
  log_line(LOG_INFO, "vault", "locked up"); /* also makes the log's first memory before seccomp */
  return closed(cage_seccomp(calls, COUNT(calls), false), "seccomp");
}

/* ---- the probe ------------------------------------------------------------------------------------------ */

static bool opens(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC, 0600);
  if (fd >= 0) close(fd);
  return fd >= 0;
}
static bool reads_a_file(void) { return opens("/etc/passwd", O_RDONLY); }
static bool reads_its_own_memory(void) { return opens("/proc/self/mem", O_RDONLY); }
static bool writes_a_file(void) { return opens("/tmp/loket-vault-probe", O_WRONLY | O_CREAT); }
static bool removes_a_file(void) { return unlink("/tmp/loket-vault-probe-none") == 0 || errno == ENOENT; }
static bool speaks_tcp(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool speaks_udp(void) { return socket(AF_INET6, SOCK_DGRAM, 0) >= 0; }
static bool makes_a_unix_socket(void) { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }
static bool makes_a_pipe(void) {
  int fds[2];
  return pipe2(fds, O_CLOEXEC) == 0;
}
static bool forks(void) {
  pid_t pid = fork();
  if (pid == 0) _exit(0);
  return pid > 0;
}
static bool runs_a_program(void) {
  execl("/bin/true", "true", (char *)NULL);
  return false; /* when it works, the probe ends without a word, and the caller sees that */
}
static bool traces(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0; }
static bool signals_others(void) { return kill(getppid(), 0) == 0; }
static bool makes_code(void) {
  return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

int vault_probe(void) {
  static const struct {
    const char *what;
    bool (*works)(void);
  } tries[] = {{"read a file", reads_a_file},
               {"read its own memory as a file", reads_its_own_memory},
               {"write a file", writes_a_file},
               {"remove a file", removes_a_file},
               {"speak TCP", speaks_tcp},
               {"speak UDP", speaks_udp},
               {"make a unix socket", makes_a_unix_socket},
               {"make a pipe", makes_a_pipe},
               {"fork", forks},
               {"run a program", runs_a_program},
               {"trace", traces},
               {"signal another process", signals_others},
               {"make code at run time", makes_code}};
  int worked = 0;
  for (size_t i = 0; i < COUNT(tries); i++) {
    char line[96];
    bool works = tries[i].works();
    int n = snprintf(line, sizeof line, "%-8s %s\n", works ? "WORKS" : "refused", tries[i].what);
    worked += works;
    if (write(STDERR_FILENO, line, (size_t)n) != n) worked++;
  }
  return worked;
}

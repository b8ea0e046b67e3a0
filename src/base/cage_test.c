/* What a cage forbids is forbidden, what it leaves works. Each probe runs in a child, as a cage cannot be opened again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cage.h"

/* Gives what waitpid gave. */
static int in_child(int (*probe)(void)) {
  pid_t pid = fork();
  if (pid == 0) syscall(SYS_exit_group, probe()); /* a sanitizer asks the kernel for more before _exit than a cage allows */
  int how = -1;
  assert_int_equal(waitpid(pid, &how, 0), pid);
  return how;
}

static bool opens(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC, 0600);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

static int none_stays(void) {
  int kept = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
  char byte;
  if (cage_landlock(NULL, 0) != E_OK) return 10;
  if (opens("/etc/passwd", O_RDONLY) || opens("/proc/self/status", O_RDONLY)) return 1;
  if (opens("/tmp/loket-cage-probe", O_WRONLY | O_CREAT)) return 2;
  if (opens("/tmp", O_RDONLY | O_DIRECTORY)) return 3;
  return read(kept, &byte, 1) == 1 ? 0 : 4;
}

static int one_place_stays(void) {
  const struct cage_place places[] = {{"/usr/share", CAGE_READ}, {"/etc/hostname", CAGE_READ}, {"/nowhere/at/all", CAGE_READ}};
  if (cage_landlock(places, COUNT(places)) != E_OK) return 10;
  if (!opens("/usr/share/zoneinfo/Asia/Makassar", O_RDONLY)) return 1;
  if (opens("/usr/share/loket-cage-probe", O_WRONLY | O_CREAT)) return 2;
  return opens("/etc/passwd", O_RDONLY) ? 3 : 0;
}

static void landlock_leaves_what_it_was_told(void **state) {
  (void)state;
  if (!cage_support().landlock) skip();
  assert_int_equal(in_child(none_stays), 0);
  assert_int_equal(in_child(one_place_stays), 0);
}

static const struct cage_call few[] = {{.number = SCMP_SYS(write)}, {.number = SCMP_SYS(exit_group)},
                                       {.number = SCMP_SYS(close), .arg = 1, .mask = UINT64_MAX, .value = 99}};

static int only_few_calls(void) {
  if (cage_seccomp(few, COUNT(few), false) != E_OK) return 10;
  if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM) return 1;
  if (fork() >= 0) return 2;
  if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EPERM) return 3;
  if (close(1) == 0 || errno != EPERM) return 4; /* its argument is not the allowed one */
  if (close(99) == 0 || errno != EBADF) return 5;
  return write(1, "", 0) == 0 ? 0 : 6;
}

static int killed_by_the_wrong_call(void) {
  if (cage_seccomp(few, COUNT(few), true) != E_OK) return 10;
  socket(AF_INET, SOCK_STREAM, 0);
  return 0;
}

static void seccomp_leaves_what_it_was_told(void **state) {
  (void)state;
  if (!cage_support().seccomp) skip();
  assert_int_equal(in_child(only_few_calls), 0);
  int how = in_child(killed_by_the_wrong_call);
  assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGSYS);
}

static int limited(void) {
  const struct cage_limits limits = {.memory_bytes = CAGE_KEEP, .cpu_seconds = 1, .file_bytes = 0, .files = 3, .processes = CAGE_KEEP};
  struct rlimit core, cpu;
  if (cage_no_dumps() != E_OK || cage_limit(&limits) != E_OK) return 10;
  getrlimit(RLIMIT_CORE, &core);
  getrlimit(RLIMIT_CPU, &cpu);
  if (core.rlim_cur || core.rlim_max || cpu.rlim_cur != 1) return 1;
  if (prctl(PR_GET_DUMPABLE) != 0) return 2;
  return opens("/etc/passwd", O_RDONLY) ? 3 : 0;
}

static void limits_hold(void **state) {
  (void)state;
  assert_int_equal(in_child(limited), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(landlock_leaves_what_it_was_told),
      cmocka_unit_test(seccomp_leaves_what_it_was_told),
      cmocka_unit_test(limits_hold),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

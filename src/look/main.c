/* driver: loket-look: waits for files to be looked at, and forks a child for each. It opens none of them itself, holds no key and
 * no secret, and ends when who started it does. */
#include <errno.h>
#include <fcntl.h>
#include <linux/sched/types.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "look/cell.h"
#include "scans/inspect.h"
#include "base/limits.h"

#define LOW 15                     /* nice: pages and chats go first */
#define LONGEST_SLICE_NS 100000000 /* as the kernel counts */

static bool take_order(struct look_order *ret, int ret_fds[2]) {
  struct iovec iov = {ret, sizeof *ret};
  union {
    char room[CMSG_SPACE(2 * sizeof(int))];
    struct cmsghdr align;
  } control;
  struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
  ssize_t n;
  while ((n = recvmsg(LOOK_SOCKET, &m, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) continue;
  struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
  if (n != (ssize_t)sizeof *ret || !c || c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(2 * sizeof(int))) return false;
  memcpy(ret_fds, CMSG_DATA(c), 2 * sizeof(int));
  return ret->magic == LOOK_CALL_MAGIC && ret->size <= MAX_SCAN_SIZE + 1 && ret->type <= SCAN_PDF;
}

/* Kernels since 6.6 let whoever computes finish its slice before somebody who wakes up gets the processor, however nice it is:
 * beside two who compute a flush to the disk took 4 ms in place of 0.1. Only who has a shorter slice goes first at once, so a look asks for the
 * longest there is; its share stays that of its nice value. Older kernels take no notice. */
static bool step_aside(void) {
  struct sched_attr want = {.size = sizeof want, .sched_policy = 0 /* SCHED_OTHER */, .sched_nice = LOW, .sched_runtime = LONGEST_SLICE_NS};
  if (setpriority(PRIO_PROCESS, 0, LOW) != 0) return false;
  (void)syscall(SYS_sched_setattr, 0, &want, 0u);
  return true;
}

/* Waits for the child, but not for ever. */
static enum look_end bury(pid_t pid, u32 wall_seconds) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  i64 until = clock_monotonic_us() + (i64)wall_seconds * 1000000;
  for (int how;;) {
    i64 left = until - clock_monotonic_us();
    bool late = left <= 0;
    if (late) kill(pid, SIGKILL);
    pid_t ended = waitpid(pid, &how, late ? 0 : WNOHANG);
    if (ended == pid && late) return LOOK_OUT_OF_TIME;
    if (ended == pid && WIFSIGNALED(how)) return WTERMSIG(how) == SIGXCPU || WTERMSIG(how) == SIGKILL ? LOOK_OUT_OF_TIME : LOOK_DIED;
    if (ended == pid) return WEXITSTATUS(how) == 0 ? LOOK_ENDED : WEXITSTATUS(how) == CELL_NO_CAGE ? LOOK_NO_CAGE : LOOK_DIED;
    struct timespec wait = {left / 1000000, left % 1000000 * 1000};
    if (!late) sigtimedwait(&child, NULL, &wait);
  }
}

static enum look_end look(const struct look_order *order, const int fds[2]) {
  pid_t pid = fork();
  if (pid < 0) return LOOK_NO_CAGE;
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    cell_look(order, fds[0], fds[1]);
  }
  return bury(pid, order->wall_seconds);
}

int main(int argc, char **argv) {
  sigset_t child;
  struct look_order order;
  int fds[2];
  bool low = argc > 1 && strcmp(argv[1], "--low") == 0;
  prctl(PR_SET_NAME, "loket-look");
  if (low && !step_aside()) return 1;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, NULL);
  signal(SIGPIPE, SIG_IGN);
  bool cage = cell_prepare();
  while (take_order(&order, fds)) {
    struct look_answer answer = {.magic = LOOK_CALL_MAGIC, .end = cage ? look(&order, fds) : LOOK_NO_CAGE};
    close(fds[0]);
    close(fds[1]);
    if (send(LOOK_SOCKET, &answer, sizeof answer, MSG_NOSIGNAL) != (ssize_t)sizeof answer) break;
  }
  _exit(0); /* the model is not given back: nobody waits for that */
}

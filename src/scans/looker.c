/* driver: the socket and the shared memory of looks. */
#include "scans/looker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "scans/look_call.h"

#define ANSWER_SLACK 20 /* seconds behind the time of a look until its program is given up */

struct looker {
  struct looker_options options;
  char program[512];
  pid_t pid;
  int socket, in, out; /* in, out: memory of one file and its verdict */
  char *output;
  const char *why;
};

/* ---- the program ------------------------------------------------------------------------------------- */

static bool beside_us(char *ret, size_t max) {
  static const char name[] = "loket-look";
  ssize_t n = readlink("/proc/self/exe", ret, max);
  if (n < 1 || (size_t)n >= max) return false;
  size_t slash = (size_t)n;
  while (slash > 0 && ret[slash - 1] != '/') slash--;
  if (slash + sizeof name > max) return false;
  memcpy(ret + slash, name, sizeof name);
  return true;
}

enum err looker_new(const struct looker_options *o, struct looker **ret) {
  struct looker *l = calloc(1, sizeof *l);
  if (!l) return E_IO;
  *l = (struct looker){.options = *o, .socket = -1, .in = -1, .out = -1, .why = ""};
  bool found = o->program ? snprintf(l->program, sizeof l->program, "%s", o->program) < (int)sizeof l->program
                          : beside_us(l->program, sizeof l->program);
  l->in = memfd_create("scan", MFD_CLOEXEC);
  l->out = memfd_create("verdict", MFD_CLOEXEC);
  if (l->out >= 0 && ftruncate(l->out, LOOK_OUTPUT) == 0)
    l->output = mmap(NULL, LOOK_OUTPUT, PROT_READ, MAP_SHARED, l->out, 0);
  if (!found || l->in < 0 || !l->output || l->output == MAP_FAILED) {
    if (l->output == MAP_FAILED) l->output = NULL;
    looker_free(l);
    return E_IO;
  }
  *ret = l;
  return E_OK;
}

static void end_program(struct looker *l) {
  if (l->socket >= 0) close(l->socket); /* it ends when it reads this */
  l->socket = -1;
  if (l->pid > 0) {
    kill(l->pid, SIGKILL);
    waitpid(l->pid, NULL, 0);
  }
  l->pid = 0;
}

void looker_free(struct looker *l) {
  if (!l) return;
  end_program(l);
  if (l->output) munmap(l->output, LOOK_OUTPUT);
  if (l->in >= 0) close(l->in);
  if (l->out >= 0) close(l->out);
  free(l);
}

const char *looker_why(const struct looker *l) { return l->why; }

static enum err fail(struct looker *l, const char *why) {
  l->why = why;
  return E_IO;
}

static bool spawn(struct looker *l, int its_socket) {
  /* Nothing of our environment: it may hold secrets, and the decoders read variables of their own. */
  static char *const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1", "HOME=/nonexistent", NULL};
  char *const arguments[] = {l->program, l->options.low ? "--low" : "--usual", NULL};
  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0) return false;
  bool ok = posix_spawn_file_actions_adddup2(&actions, its_socket, LOOK_SOCKET) == 0 &&
            posix_spawn_file_actions_addclosefrom_np(&actions, LOOK_SOCKET + 1) == 0 &&
            posix_spawn(&l->pid, l->program, &actions, NULL, arguments, environment) == 0;
  posix_spawn_file_actions_destroy(&actions);
  if (!ok) l->pid = 0;
  return ok;
}

static enum err start_program(struct looker *l) {
  int pair[2];
  if (l->socket >= 0) return E_OK;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return fail(l, "no socket");
  bool ok = spawn(l, pair[1]);
  close(pair[1]);
  if (!ok) {
    close(pair[0]);
    return fail(l, "loket-look cannot be started");
  }
  l->socket = pair[0];
  return E_OK;
}

/* ---- one look ------------------------------------------------------------------------------------------ */

static bool empty(int fd, i64 size) { return ftruncate(fd, 0) == 0 && ftruncate(fd, size) == 0; }

static bool send_order(struct looker *l, enum scan_type type, i64 size) {
  struct look_order order = {.magic = LOOK_CALL_MAGIC, .type = type, .size = (u64)size, .cpu_seconds = (u32)l->options.cpu_seconds,
                             .wall_seconds = (u32)l->options.wall_seconds, .reads = l->options.reads};
  struct iovec iov = {&order, sizeof order};
  union {
    char room[CMSG_SPACE(2 * sizeof(int))];
    struct cmsghdr align;
  } control = {0};
  struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  *c = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(2 * sizeof(int))};
  memcpy(CMSG_DATA(c), (int[]){l->in, l->out}, 2 * sizeof(int));
  return sendmsg(l->socket, &m, MSG_NOSIGNAL) == (ssize_t)sizeof order;
}

static bool wait_answer(struct looker *l, struct look_answer *ret) {
  struct pollfd p = {.fd = l->socket, .events = POLLIN};
  i64 until = clock_monotonic_us() + (i64)(l->options.wall_seconds + ANSWER_SLACK) * 1000000;
  for (;;) {
    i64 left = (until - clock_monotonic_us()) / 1000;
    int n = left > 0 ? poll(&p, 1, (int)left) : 0;
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    return recv(l->socket, ret, sizeof *ret, 0) == (ssize_t)sizeof *ret && ret->magic == LOOK_CALL_MAGIC;
  }
}

static enum err ask(struct looker *l, struct arena *a, enum scan_type type, i64 size, struct verdict *ret) {
  struct look_answer answer = {0};
  if (!empty(l->out, LOOK_OUTPUT)) return fail(l, "no memory for a verdict");
  for (int try = 0; ; try++) {
    TRY(start_program(l));
    if (send_order(l, type, size) && wait_answer(l, &answer)) break;
    end_program(l); /* lost: the next one is a fresh one */
    if (try > 0) return fail(l, "loket-look does not answer");
  }
  if (answer.end == LOOK_NO_CAGE) return fail(l, "this kernel makes no cage");
  l->why = "";
  if (verdict_read(a, (str){l->output, LOOK_OUTPUT}, ret) == E_OK) return E_OK;
  *ret = (struct verdict){.problem = answer.end == LOOK_OUT_OF_TIME ? LOOK_TOO_LONG : LOOK_CRASHED};
  return E_OK;
}

static bool put(int fd, i64 at, str piece) {
  while (piece.n) {
    ssize_t n = pwrite(fd, piece.p, piece.n, at);
    if (n <= 0) return false;
    at += n;
    piece = str_from(piece, (size_t)n);
  }
  return true;
}

enum err looker_look_at(struct looker *l, struct arena *a, enum scan_type type, str file, struct verdict *ret) {
  if (!empty(l->in, 0) || !put(l->in, 0, file)) return fail(l, "no memory for the file");
  enum err e = ask(l, a, type, (i64)file.n, ret);
  return empty(l->in, 0) ? e : E_IO;
}

enum err looker_look(struct looker *l, struct arena *a, enum scan_type type, struct scan_reader *from, struct verdict *ret) {
  char *piece = arena_alloc(a, 64u << 10);
  i64 size = 0, n;
  if (!empty(l->in, 0)) return fail(l, "no memory for the file");
  while ((n = scan_read(from, piece, 64u << 10)) > 0 && size <= MAX_SCAN_SIZE) {
    if (!put(l->in, size, (str){piece, (size_t)n})) return fail(l, "no memory for the file");
    size += n;
  }
  explicit_bzero(piece, 64u << 10);
  enum err e = n < 0 ? fail(l, "the scan cannot be opened") : ask(l, a, type, size, ret);
  return empty(l->in, 0) ? e : E_IO;
}

#include "cmd/role_start.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cmd/cmd.h"

struct role_words {
  const char *words[12];
  char numbers[3][16];
  size_t n, numbers_n;
};

static void add_descriptor(struct role_words *w, const char *option, int fd) {
  if (fd < 0) return;
  char *number = w->numbers[w->numbers_n++];
  snprintf(number, sizeof w->numbers[0], "%d", fd);
  fcntl(fd, F_SETFD, 0);
  w->words[w->n++] = option;
  w->words[w->n++] = number;
}

static void become_role(const struct role_start *r, int ready_fd, int secret_fd, pid_t parent) {
  struct role_words w = {.words = {"loket", r->verb, "--config", r->config_file}, .n = 4};
  sigset_t none;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(EXIT_FAILED); /* it died before the line above */
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  add_descriptor(&w, "--listen-fd", r->listen_fd);
  add_descriptor(&w, "--ready-fd", ready_fd);
  add_descriptor(&w, "--secret-fd", secret_fd);
  execv("/proc/self/exe", (char **)(uintptr_t)w.words);
  _exit(EXIT_FAILED);
}

/* -1: there is none to give. */
static int secret_pipe(str secret) {
  int fds[2];
  if (!secret.n || pipe2(fds, O_CLOEXEC) != 0) return -1;
  bool put = write(fds[1], secret.p, secret.n) == (ssize_t)secret.n; /* shorter than a pipe is long */
  close(fds[1]);
  if (put) return fds[0];
  close(fds[0]);
  return -1;
}

pid_t role_start(const struct role_start *r, int *ret_ready_fd) {
  int ready[2] = {-1, -1};
  pid_t self = getpid();
  *ret_ready_fd = -1;
  if (r->says_ready && pipe2(ready, O_CLOEXEC) != 0) return -1;
  int secret = secret_pipe(r->secret);
  pid_t pid = fork();
  if (pid == 0) become_role(r, ready[1], secret, self);
  if (secret >= 0) close(secret);
  if (r->says_ready) close(ready[1]);
  if (pid > 0) *ret_ready_fd = ready[0];
  else if (r->says_ready) close(ready[0]);
  return pid;
}

/* `loket serve`: opens the listening socket once, starts the roles and keeps them alive. It parses nothing that comes
 * from outside. A web process or vault that dies is started again on the same socket: callers wait in its backlog, none is
 * turned away. The roles die with this process (PR_SET_PDEATHSIG), so that the next one can bind at once. */
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cage.h"
#include "cmd/cmd.h"
#include "cmd/notify.h"
#include "cmd/role_start.h"
#include "jobs/worker.h"
#include "office/office.h"
#include "scans/secret.h"
#include "scans/vault.h"
#include "web/web.h"

#define END_US (8 * 1000000LL)         /* a role that has not ended by then is killed; all is over within 10 s */
#define BIND_US (3 * 1000000LL)        /* roles of a supervisor that was killed may still be dying */
#define QUICK_DEATH_US (1 * 1000000LL) /* died so soon after its start: pause before the next one */
#define DEATHS_AT_START 8              /* so many before anybody was served: it will not get better by itself */
#define PAUSE_LEAST_US 100000LL
#define PAUSE_MOST_US (2 * 1000000LL)

struct role_process {
  const char *verb;
  int listen_fd;    /* that it is given; -1: none */
  bool says_ready;  /* writes a byte when it serves */
  bool takes_secret;
  int ready_fd;     /* where that byte comes from; -1: not waited for */
  pid_t pid;        /* 0: not running */
  i64 started, due; /* monotonic microseconds; due: when to start it (again) */
  i64 pause;
};
enum { SERVE_VAULT, SERVE_WEB, SERVE_WORKER, SERVE_ROLES };
struct supervisor {
  struct role_process roles[SERVE_ROLES];
  const char *config_file, *host;
  int port, listen_fd, signal_fd, waited_for;
  bool announced, ending, failed;
  int early_deaths;
  i64 kill_at;
  char *secret; /* the passphrase of the office's key when somebody typed it: a vault that dies is given it again */
  size_t secret_n;
};

/* ---- the socket ----------------------------------------------------------------------------- */

static int open_listener(const struct addrinfo *address) {
  int on = 1, fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0) return fd;
  int why = errno;
  close(fd);
  errno = why;
  return -1;
}

static int real_port(int fd) {
  struct sockaddr_storage a;
  socklen_t size = sizeof a;
  char port[16];
  i64 n;
  if (getsockname(fd, (struct sockaddr *)&a, &size) != 0) return 0;
  if (getnameinfo((struct sockaddr *)&a, size, NULL, 0, port, sizeof port, NI_NUMERICSERV) != 0) return 0;
  return str_to_i64(str_of(port), &n) ? (int)n : 0;
}

static int listen_on(struct supervisor *s, const char *port) {
  struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM},
                  *found;
  if (getaddrinfo(s->host, port, &hints, &found) != 0)
    return complain(EXIT_CONFIG, "listen.host \"%s\" is no address; 127.0.0.1 is the usual one", s->host);
  i64 until = clock_monotonic_us() + BIND_US;
  while ((s->listen_fd = open_listener(found)) < 0 && errno == EADDRINUSE && clock_monotonic_us() < until)
    usleep(20000);
  int why = errno;
  freeaddrinfo(found);
  if (s->listen_fd < 0) return complain(EXIT_FAILED, "cannot listen on %s port %s: %s", s->host, port, strerror(why));
  s->port = real_port(s->listen_fd);
  return EXIT_FINE;
}

/* ---- starting and burying roles ----------------------------------------------------------------- */

static void start_role(struct supervisor *s, struct role_process *role) {
  struct role_start how = {.verb = role->verb, .config_file = s->config_file, .listen_fd = role->listen_fd, .says_ready = role->says_ready};
  if (role->takes_secret) how.secret = (str){s->secret, s->secret_n};
  role->started = clock_monotonic_us();
  role->due = role->started + PAUSE_MOST_US; /* when nothing could be started */
  int ready_fd;
  pid_t pid = role_start(&how, &ready_fd);
  if (role->ready_fd >= 0) close(role->ready_fd);
  role->ready_fd = ready_fd;
  if (pid > 0) role->pid = pid;
  log_line(LOG_INFO, "start", "process=%s pid=%d", role->verb, (int)pid);
}

static void role_ended(struct supervisor *s, struct role_process *role, int how) {
  i64 now = clock_monotonic_us();
  bool quick = now - role->started < QUICK_DEATH_US;
  role->pid = 0;
  role->pause = !quick ? 0 : role->pause ? role->pause * 2 : PAUSE_LEAST_US;
  if (role->pause > PAUSE_MOST_US) role->pause = PAUSE_MOST_US;
  role->due = now + role->pause;
  if (s->ending) return;
  log_line(LOG_ERROR, "ended", "process=%s %s=%d again_in_ms=%lld", role->verb, WIFSIGNALED(how) ? "signal" : "status",
           WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how), (long long)role->pause / 1000);
  s->early_deaths += quick && !s->announced;
  if (!s->announced && WIFEXITED(how) && WEXITSTATUS(how) == EXIT_CONFIG) s->early_deaths = DEATHS_AT_START; /* it said why */
}

static void bury(struct supervisor *s) {
  int how;
  for (pid_t pid; (pid = waitpid(-1, &how, WNOHANG)) > 0;)
    for (size_t i = 0; i < COUNT(s->roles); i++)
      if (s->roles[i].pid == pid) role_ended(s, &s->roles[i], how);
}

static void tell_roles(struct supervisor *s, int signal_number) {
  for (size_t i = 0; i < COUNT(s->roles); i++)
    if (s->roles[i].pid) kill(s->roles[i].pid, signal_number);
}

/* ---- what happens ------------------------------------------------------------------------------- */

static void end(struct supervisor *s) {
  tell_roles(s, s->ending ? SIGKILL : SIGTERM); /* asked twice: at once */
  if (s->ending) return;
  s->ending = true;
  s->kill_at = clock_monotonic_us() + END_US;
  notify_systemd("STOPPING=1");
  log_line(LOG_INFO, "end", "asked to end");
}

static void on_signal(struct supervisor *s) {
  struct signalfd_siginfo got;
  while (read(s->signal_fd, &got, sizeof got) == sizeof got) {
    if (got.ssi_signo == SIGCHLD)
      bury(s);
    else
      end(s);
  }
}

static void on_ready(struct supervisor *s, struct role_process *role) {
  char byte;
  bool serves = read(role->ready_fd, &byte, 1) == 1;
  close(role->ready_fd);
  role->ready_fd = -1;
  if (!serves || s->announced || --s->waited_for > 0) return;
  s->announced = true;
  bool v6 = strchr(s->host, ':') != NULL;
  printf("loket: http://%s%s%s:%d/\n", v6 ? "[" : "", s->host, v6 ? "]" : "", s->port);
  fflush(stdout);
  notify_systemd("READY=1");
}

static bool any_running(const struct supervisor *s) {
  for (size_t i = 0; i < COUNT(s->roles); i++)
    if (s->roles[i].pid) return true;
  return false;
}

/* Starts what is due; gives the milliseconds until something else is, -1: nothing is. */
static int next_wait(struct supervisor *s) {
  i64 now = clock_monotonic_us(), next = s->ending ? s->kill_at : INT64_MAX;
  for (size_t i = 0; i < COUNT(s->roles) && !s->ending; i++) {
    struct role_process *role = &s->roles[i];
    if (!role->pid && role->due <= now) start_role(s, role);
    if (!role->pid && role->due < next) next = role->due;
  }
  if (s->ending && now >= s->kill_at) {
    tell_roles(s, SIGKILL);
    next = now + 1000000;
  }
  return next == INT64_MAX ? -1 : next <= now ? 0 : (int)((next - now) / 1000 + 1);
}

static void supervise(struct supervisor *s) {
  while (!s->ending || any_running(s)) {
    int wait = next_wait(s);
    struct pollfd fds[1 + SERVE_ROLES] = {{.fd = s->signal_fd, .events = POLLIN}};
    for (size_t i = 0; i < SERVE_ROLES; i++) fds[1 + i] = (struct pollfd){.fd = s->roles[i].ready_fd, .events = POLLIN};
    if (poll(fds, COUNT(fds), wait) <= 0) continue;
    for (size_t i = 0; i < SERVE_ROLES; i++)
      if (fds[1 + i].revents) on_ready(s, &s->roles[i]);
    if (fds[0].revents) on_signal(s);
    if (s->early_deaths < DEATHS_AT_START || s->ending) continue;
    s->failed = true;
    end(s);
  }
}

/* ---- verbs ------------------------------------------------------------------------------------ */

static int take_signals(struct supervisor *s) {
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, SIGTERM);
  sigaddset(&ours, SIGINT);
  sigaddset(&ours, SIGCHLD);
  sigprocmask(SIG_BLOCK, &ours, NULL);
  signal(SIGPIPE, SIG_IGN);
  s->signal_fd = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
  return s->signal_fd >= 0 ? EXIT_FINE : complain(EXIT_FAILED, "signalfd: %s", strerror(errno));
}

/* What would end every role at once is said here, once, and not in a row of restarts. Also migrates the store before
 * two processes want to. */
static int look_first(struct call *c) {
  struct office *o;
  str problem;
  if (office_open_all(&c->config, 1, &o, &problem) != E_OK)
    return complain(EXIT_FAILED, STR_FMT, STR_ARG(problem));
  office_close(o);
  return EXIT_FINE;
}

/* A protected key needs its passphrase: systemd's credential, which the vault reads itself, or whoever sits here. */
static int ask_secret(struct supervisor *s, struct call *c) {
  u8 public_key[KEY_SIZE];
  char room[PASSPHRASE_MOST];
  size_t n;
  if (secret_look(arena_cstr(c->arena, c->config.keys), "office.key", public_key) != SECRET_PROTECTED) return EXIT_FINE;
  bool laid_out = secret_credential(room, &n);
  sodium_memzero(room, sizeof room);
  if (laid_out) return EXIT_FINE;
  s->secret = sodium_malloc(PASSPHRASE_MOST);
  if (s->secret && cage_no_dumps() == E_OK && ask_passphrase("Passphrase of the office's key: ", s->secret, &s->secret_n)) return EXIT_FINE;
  return complain(EXIT_CONFIG, "the office's key is protected, and there is neither the credential " CREDENTIAL_NAME
                               " nor a terminal to ask for the passphrase (docs/keys.md)");
}

static int listen_for_vault(struct supervisor *s, struct call *c) {
  const char *path = config_beside_store(c->arena, &c->config, "vault.sock");
  s->roles[SERVE_VAULT].listen_fd = vault_listen(path);
  if (s->roles[SERVE_VAULT].listen_fd >= 0) return EXIT_FINE;
  return complain(EXIT_FAILED, "the socket of the vault, %s: %s", path, strerror(errno));
}

int verb_serve(struct call *c) {
  struct supervisor s = {.roles = {[SERVE_VAULT] = {.verb = "role-vault", .says_ready = true, .takes_secret = true, .ready_fd = -1},
                                   [SERVE_WEB] = {.verb = "role-web", .says_ready = true, .ready_fd = -1},
                                   [SERVE_WORKER] = {.verb = "role-worker", .listen_fd = -1, .ready_fd = -1}},
                         .config_file = c->config_file,
                         .host = arena_cstr(c->arena, c->config.listen.host),
                         .listen_fd = -1,
                         .signal_fd = -1,
                         .waited_for = 2};
  char port[16];
  snprintf(port, sizeof port, "%d", c->config.listen.port);
  int status = look_first(c);
  if (!status) status = ask_secret(&s, c);
  if (!status) status = take_signals(&s);
  if (!status) status = listen_on(&s, port);
  if (!status) status = listen_for_vault(&s, c);
  if (status) return status;
  s.roles[SERVE_WEB].listen_fd = s.listen_fd;
  snprintf(port, sizeof port, "%d", s.port);
  setenv("LOKET_LISTEN_PORT", port, 1); /* the roles read the same file; port 0 has become a real one */
  /* A savepoint takes some thirty blocks of one size: with the usual seven kept by each thread most of them cost a search. */
  setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=64", 0);
  supervise(&s);
  sodium_free(s.secret);
  return s.failed ? complain(EXIT_FAILED, "the server ends as soon as it starts; the lines above say why") : EXIT_FINE;
}

int verb_role_web(struct call *c) {
  prctl(PR_SET_NAME, "loket-web");
  return web_main(&c->config, c->listen_fd, c->ready_fd);
}

int verb_role_worker(struct call *c) {
  prctl(PR_SET_NAME, "loket-worker");
  return worker_main(&c->config);
}

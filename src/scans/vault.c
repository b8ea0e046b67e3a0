#include "scans/vault.h"

#include <errno.h>
#include <poll.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/limits.h"
#include "scans/secret.h"
#include "scans/vault_log.h"

/* One caller: web, worker, a verb. */
struct peer {
  int fd;
  pid_t pid;
  size_t answer_n;   /* waits until the log is on the disk */
  u8 answer[1 + SCAN_KEY_SIZE];
  enum err problem;
};
struct meter { /* openings of one actor in this minute */
  char who[MAX_OPENING_WHO + 1];
  moment minute;
  int count;
};
#define METERS 256

struct vault {
  struct secret_ring *ring;
  struct vault_log log;
  int listen_fd;
  struct peer *peers; /* MAX_VAULT_CONNECTIONS, in locked memory: answers hold keys */
  size_t peer_count;
  u8 message[VAULT_MESSAGE], reply[VAULT_MESSAGE];
  struct meter meters[METERS];
  moment complained; /* the minute somebody was last refused for opening too much */
};

/* ---- opening ------------------------------------------------------------------------------------- */

int vault_listen(const char *path) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof a.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(a.sun_path, path, strlen(path) + 1);
  int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  mode_t mask = umask(0177);
  unlink(path);
  bool ok = bind(fd, (struct sockaddr *)&a, sizeof a) == 0 && listen(fd, MAX_VAULT_CONNECTIONS) == 0;
  int why = errno;
  umask(mask);
  if (ok) return fd;
  close(fd);
  errno = why;
  return -1;
}

static const char *key_problem(enum err e) {
  switch (e) {
    case E_NOTFOUND: return "the secret half of the office's key is not there: `loket keys restore`, or bring office.key back";
    case E_INPUT: return "the office's key is protected: a passphrase is needed (docs/keys.md)";
    case E_DENIED: return "the passphrase does not open the office's key";
    default: return "the office's key cannot be read";
  }
}

static const char *log_problem(enum err e) {
  switch (e) {
    case E_CONFLICT: return "another vault writes the log of openings: end it first";
    case E_INPUT: return "the last line of the log of openings is none of ours: move the file away and look into it";
    default: return "the log of openings cannot be written";
  }
}

enum err vault_open(const struct vault_config *config, struct vault **ret_vault, const char **ret_problem) {
  struct vault *v = sodium_malloc(sizeof *v);
  struct peer *peers = sodium_allocarray(MAX_VAULT_CONNECTIONS, sizeof *peers);
  struct secret_ring *ring = ring_new();
  *ret_problem = "no locked memory: raise the limit of locked memory (LimitMEMLOCK)";
  if (!v || !peers || !ring) return E_IO;
  memset(v, 0, sizeof *v);
  memset(peers, 0, MAX_VAULT_CONNECTIONS * sizeof *peers);
  v->ring = ring, v->peers = peers;
  enum err e = ring_load(v->ring, config->keys, config->passphrase);
  *ret_problem = key_problem(e);
  if (e == E_OK) {
    e = vault_log_open(config->log, &v->log);
    *ret_problem = log_problem(e);
  }
  if (e == E_OK) {
    v->listen_fd = config->listen_fd >= 0 ? config->listen_fd : vault_listen(config->socket);
    e = v->listen_fd >= 0 ? E_OK : E_IO;
    *ret_problem = "the socket of the vault cannot be made";
  }
  if (e != E_OK) return e;
  *ret_vault = v;
  return E_OK;
}

/* ---- answering -------------------------------------------------------------------------------------- */

static bool too_many(struct vault *v, const struct vault_request *r, moment now) {
  u64 h = 1469598103934665603u;
  for (size_t i = 0; i < r->who.n; i++) h = (h ^ (u8)r->who.p[i]) * 1099511628211u;
  struct meter *m = &v->meters[(h + (u64)r->why) % METERS];
  if (!str_eq(str_of(m->who), r->who) || m->minute != now / MINUTES(1)) {
    *m = (struct meter){.minute = now / MINUTES(1)};
    memcpy(m->who, r->who.p, r->who.n);
  }
  if (++m->count <= (r->why == OPEN_JUDGE ? MAX_JUDGED_A_MINUTE : MAX_OPENINGS_A_MINUTE)) return false;
  if (v->complained != m->minute) log_line(LOG_ERROR, "openings", "who=" STR_FMT " opens more scans than anybody can look at", STR_ARG(r->who));
  v->complained = m->minute;
  return true;
}

/* The key waits in the peer until the line about it is on the disk. */
static enum err open_scan(struct vault *v, struct peer *p, const struct vault_request *r) {
  moment now = clock_now();
  if (too_many(v, r, now)) return E_LIMIT;
  TRY(ring_unwrap(v->ring, r->wrapped, p->answer + 1));
  TRY(vault_log_add(&v->log, r, p->pid, now));
  p->answer[0] = E_OK;
  p->answer_n = sizeof p->answer;
  return E_OK;
}

static size_t put_head(const struct vault *v, u8 *to) {
  for (int i = 0; i < 8; i++) to[i] = (u8)((u64)v->log.written.seq >> (8 * i));
  memcpy(to + 8, v->log.written.hash.b, SHA256_SIZE);
  return 8 + SHA256_SIZE;
}

static size_t put_keys(const struct vault *v, u8 *to) {
  for (size_t i = 0; i < v->ring->n; i++) memcpy(to + i * KEY_SIZE, v->ring->keys[i].public_key, KEY_SIZE);
  return v->ring->n * KEY_SIZE;
}

/* The new key is one of ours from now on; it becomes the office's when its file and then office.pub are written. */
static enum err make_key(struct vault *v, u8 *to, size_t *ret_n) {
  struct office_secret s;
  secret_make(&s);
  enum err e = ring_add(v->ring, &s);
  if (e == E_OK) {
    memcpy(to, s.public_key, KEY_SIZE);
    *ret_n = KEY_SIZE + secret_encode(&s, &v->ring->protector, to + KEY_SIZE);
  }
  sodium_memzero(&s, sizeof s);
  return e;
}

static enum err rewrap(struct vault *v, const struct vault_request *r, u8 *to, size_t *ret_n) {
  for (size_t i = 0; i < r->count; i++)
    TRY(ring_rewrap(v->ring, r->key_id, r->wrapped + i * WRAPPED_KEY_SIZE, to + i * WRAPPED_KEY_SIZE));
  *ret_n = r->count * WRAPPED_KEY_SIZE;
  return E_OK;
}

static void answer(struct vault *v, struct peer *p, str message) {
  struct vault_request r;
  size_t n = 0;
  u8 *to = v->reply + 1;
  enum err e = vault_read_request(message, &r);
  if (e == E_OK) switch (r.ask) {
      case VAULT_OPEN:
        e = open_scan(v, p, &r);
        if (e == E_OK) return;
        break;
      case VAULT_HEAD: n = put_head(v, to); break;
      case VAULT_KEYS: n = put_keys(v, to); break;
      case VAULT_MAKE: e = make_key(v, to, &n); break;
      case VAULT_REWRAP: e = rewrap(v, &r, to, &n); break;
      case VAULT_FORGET: e = ring_forget(v->ring, r.key_id); break;
      default: e = E_INPUT;
    }
  v->reply[0] = (u8)e;
  if (send(p->fd, v->reply, e == E_OK ? 1 + n : 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) shutdown(p->fd, SHUT_RDWR);
  sodium_memzero(v->reply, 1 + n);
}

/* ---- callers ------------------------------------------------------------------------------------------ */

static void accept_one(struct vault *v) {
  struct ucred who;
  socklen_t size = sizeof who;
  int fd = accept4(v->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0) return;
  bool ours = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && (who.uid == getuid() || who.uid == 0);
  if (!ours || v->peer_count == MAX_VAULT_CONNECTIONS) {
    log_line(LOG_WARN, "vault", ours ? "too many callers" : "a caller of another user was turned away");
    close(fd);
    return;
  }
  v->peers[v->peer_count++] = (struct peer){.fd = fd, .pid = who.pid};
}

/* False: it has gone. */
static bool hear(struct vault *v, struct peer *p) {
  ssize_t n = recv(p->fd, v->message, sizeof v->message, MSG_DONTWAIT);
  if (n < 0) return errno == EAGAIN || errno == EINTR;
  if (n == 0) return false;
  answer(v, p, (str){(const char *)v->message, (size_t)n});
  return true;
}

/* What was opened in this round is on the disk now, or was not opened. */
static void give_keys(struct vault *v, enum err logged) {
  for (size_t i = 0; i < v->peer_count; i++) {
    struct peer *p = &v->peers[i];
    if (!p->answer_n) continue;
    p->answer[0] = (u8)logged;
    if (send(p->fd, p->answer, logged == E_OK ? p->answer_n : 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) shutdown(p->fd, SHUT_RDWR);
    sodium_memzero(p->answer, sizeof p->answer);
    p->answer_n = 0;
  }
}

static void forget_gone(struct vault *v, const bool *gone) {
  size_t kept = 0;
  for (size_t i = 0; i < v->peer_count; i++) {
    if (gone[i]) close(v->peers[i].fd);
    else v->peers[kept++] = v->peers[i];
  }
  v->peer_count = kept;
}

enum err vault_serve(struct vault *v) {
  for (;;) {
    struct pollfd fds[1 + MAX_VAULT_CONNECTIONS] = {{.fd = v->listen_fd, .events = POLLIN}};
    bool gone[MAX_VAULT_CONNECTIONS] = {false};
    size_t n = v->peer_count;
    for (size_t i = 0; i < n; i++) fds[1 + i] = (struct pollfd){.fd = v->peers[i].fd, .events = POLLIN};
    if (poll(fds, 1 + n, -1) < 0 && errno != EINTR) return E_IO;
    for (size_t i = 0; i < n; i++)
      if (fds[1 + i].revents) gone[i] = !hear(v, &v->peers[i]);
    enum err e = vault_log_flush(&v->log);
    give_keys(v, e == E_OK ? E_OK : E_IO);
    if (e != E_OK) log_line(LOG_ERROR, "openings", "the log cannot be written: nothing is opened");
    if (e == E_BUG) return E_IO;
    forget_gone(v, gone);
    if (fds[0].revents & POLLIN) accept_one(v);
  }
}

#include "scans/vault_client.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define IDLE_MOST 64
#define VAULT_PATIENCE_MS 3000
#define AWAY_US (1 * 1000000LL) /* how long nobody asks after nobody answered */

struct vault_client {
  struct sockaddr_un address;
  bool too_long; /* the path does not fit: nobody is reached */
  pthread_mutex_t lock;
  int idle[IDLE_MOST];
  size_t idle_n;
  i64 away_until;
};

struct vault_client *vault_client_new(struct arena *a, const char *socket_path) {
  struct vault_client *v = arena_new_of(a, struct vault_client);
  size_t n = strlen(socket_path);
  v->address.sun_family = AF_UNIX;
  v->too_long = n >= sizeof v->address.sun_path;
  if (!v->too_long) memcpy(v->address.sun_path, socket_path, n + 1);
  pthread_mutex_init(&v->lock, NULL);
  return v;
}

void vault_client_close(struct vault_client *v) {
  while (v && v->idle_n) close(v->idle[--v->idle_n]);
}

/* ---- connections --------------------------------------------------------------------------------- */

static int take_idle(struct vault_client *v) {
  pthread_mutex_lock(&v->lock);
  int fd = v->idle_n ? v->idle[--v->idle_n] : -1;
  pthread_mutex_unlock(&v->lock);
  return fd;
}

static void give_back(struct vault_client *v, int fd) {
  pthread_mutex_lock(&v->lock);
  bool room = v->idle_n < IDLE_MOST;
  if (room) v->idle[v->idle_n++] = fd;
  pthread_mutex_unlock(&v->lock);
  if (!room) close(fd);
}

static bool is_away(struct vault_client *v) {
  pthread_mutex_lock(&v->lock);
  bool away = clock_monotonic_us() < v->away_until;
  pthread_mutex_unlock(&v->lock);
  return away;
}

static void note_away(struct vault_client *v) {
  pthread_mutex_lock(&v->lock);
  v->away_until = clock_monotonic_us() + AWAY_US;
  pthread_mutex_unlock(&v->lock);
}

/* Nobody of another user may play the vault: it would learn which scans are looked at. */
static bool is_ours(int fd) {
  struct ucred who;
  socklen_t size = sizeof who;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && (who.uid == getuid() || who.uid == 0);
}

static int connect_to(struct vault_client *v) {
  const struct timeval patience = {.tv_sec = VAULT_PATIENCE_MS / 1000, .tv_usec = VAULT_PATIENCE_MS % 1000 * 1000};
  int fd = v->too_long ? -1 : socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(fd, (struct sockaddr *)&v->address, sizeof v->address) == 0 && is_ours(fd)) return fd;
  close(fd);
  return -1;
}

bool vault_is_there(struct vault_client *v) {
  int fd = connect_to(v);
  if (fd >= 0) give_back(v, fd);
  return fd >= 0;
}

/* Gives the bytes of the answer, -1: none. */
static ssize_t ask_on(int fd, const u8 *request, size_t n, u8 *ret, size_t max) {
  ssize_t got;
  if (send(fd, request, n, MSG_NOSIGNAL) != (ssize_t)n) return -1;
  do got = recv(fd, ret, max, 0);
  while (got < 0 && errno == EINTR);
  return got > 0 ? got : -1;
}

/* A connection of the pool may be to a vault that has died since: then once more, on a new one. */
static ssize_t ask_bytes(struct vault_client *v, const u8 *request, size_t n, u8 *ret, size_t max) {
  ssize_t got = -1;
  int fd = take_idle(v);
  if (fd >= 0 && (got = ask_on(fd, request, n, ret, max)) < 0) {
    close(fd);
    fd = -1;
  }
  for (int tries = 0; tries < 2 && got < 0; tries++) {
    if (is_away(v) || (fd = connect_to(v)) < 0) return -1;
    got = ask_on(fd, request, n, ret, max);
    if (got >= 0) break;
    bool waited = errno == EAGAIN;
    close(fd);
    if (waited) break;
  }
  if (got < 0) note_away(v);
  else give_back(v, fd);
  return got;
}

/* Room for a request and its answer; most are small, and keys pass through it. */
struct room {
  u8 *p;
  size_t half;
};
#define ROOM(array) ((struct room){(array), sizeof(array) / 2})

/* `want`: how long the body must be; with ret_n at most so long. */
static enum err ask(struct vault_client *v, const struct vault_request *r, struct room room, u8 *ret_body, size_t want, size_t *ret_n) {
  enum err said = E_BUG;
  str body = STR_NONE;
  u8 *answer = room.p + room.half;
  size_t n = vault_write_request(r, room.p, room.half);
  if (!n) return E_BUG;
  ssize_t got = ask_bytes(v, room.p, n, answer, room.half);
  if (got < 0) return E_IO;
  enum err e = vault_read_answer((str){(const char *)answer, (size_t)got}, &said, &body);
  if (e == E_OK) e = said;
  if (e == E_OK && (ret_n ? body.n > want : body.n != want)) e = E_IO;
  if (e == E_OK && body.n) memcpy(ret_body, body.p, body.n);
  if (e == E_OK && ret_n) *ret_n = body.n;
  sodium_memzero(answer, (size_t)got);
  return e;
}

/* ---- questions ------------------------------------------------------------------------------------- */

enum err vault_key(struct vault_client *v, const struct scan_opening *o, str scan, const u8 *wrapped, u8 *ret_key) {
  struct vault_request r = {.ask = VAULT_OPEN, .why = o->why, .who = o->who, .scan = scan, .wrapped = wrapped, .count = 1};
  u8 room[1024];
  return ask(v, &r, ROOM(room), ret_key, SCAN_KEY_SIZE, NULL);
}

enum err vault_head(struct vault_client *v, i64 *ret_seq, struct sha256 *ret_hash) {
  u8 body[8 + SHA256_SIZE], room[256];
  u64 seq = 0;
  TRY(ask(v, &(struct vault_request){.ask = VAULT_HEAD}, ROOM(room), body, sizeof body, NULL));
  for (int i = 7; i >= 0; i--) seq = seq << 8 | body[i];
  *ret_seq = (i64)seq;
  memcpy(ret_hash->b, body + 8, SHA256_SIZE);
  return E_OK;
}

enum err vault_keys(struct vault_client *v, u8 ret_public[][KEY_SIZE], size_t *ret_n) {
  u8 room[1024];
  size_t n;
  TRY(ask(v, &(struct vault_request){.ask = VAULT_KEYS}, ROOM(room), &ret_public[0][0], VAULT_KEYS_MOST * KEY_SIZE, &n));
  *ret_n = n / KEY_SIZE;
  return E_OK;
}

enum err vault_make_key(struct vault_client *v, u8 *ret_public, u8 *ret_file, size_t *ret_file_n) {
  u8 body[KEY_SIZE + SECRET_FILE_MOST], room[1024];
  size_t n;
  TRY(ask(v, &(struct vault_request){.ask = VAULT_MAKE}, ROOM(room), body, sizeof body, &n));
  if (n < 2 * KEY_SIZE) return E_IO;
  memcpy(ret_public, body, KEY_SIZE);
  memcpy(ret_file, body + KEY_SIZE, n - KEY_SIZE);
  *ret_file_n = n - KEY_SIZE;
  sodium_memzero(body, sizeof body);
  return E_OK;
}

enum err vault_rewrap(struct vault_client *v, const u8 *key_id, const u8 *wrapped, size_t count, u8 *ret_wrapped) {
  struct vault_request r = {.ask = VAULT_REWRAP, .key_id = key_id, .wrapped = wrapped, .count = count};
  CLEANUP(arena_freep) struct arena *a = arena_new(4 * VAULT_MESSAGE);
  struct room room = {arena_alloc(a, (size_t)2 * VAULT_MESSAGE), VAULT_MESSAGE};
  return ask(v, &r, room, ret_wrapped, count * WRAPPED_KEY_SIZE, NULL);
}

enum err vault_forget_key(struct vault_client *v, const u8 *key_id) {
  u8 room[256];
  return ask(v, &(struct vault_request){.ask = VAULT_FORGET, .key_id = key_id}, ROOM(room), NULL, 0, NULL);
}

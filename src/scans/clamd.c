/* driver: the socket to clamd. */
#include "scans/clamd.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/limits.h"

#define PATIENCE_MS 20000
#define CHUNK (64u << 10)
#define ANSWER 512

static void close_fd(int *fd) {
  if (*fd >= 0) close(*fd);
}

static int connect_unix(str path) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  int fd = path.n < sizeof to.sun_path ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
  if (fd < 0) return -1;
  memcpy(to.sun_path, path.p, path.n);
  if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0) return fd;
  close(fd);
  return -1;
}

static int connect_tcp(struct arena *a, str address) {
  struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *found;
  size_t colon = address.n;
  while (colon > 0 && address.p[colon - 1] != ':') colon--;
  if (colon < 2 || getaddrinfo(arena_cstr(a, str_sub(address, 0, colon - 1)), arena_cstr(a, str_from(address, colon)), &hints, &found) != 0) return -1;
  int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bool good = fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) == 0;
  freeaddrinfo(found);
  if (good) return fd;
  if (fd >= 0) close(fd);
  return -1;
}

static bool ready(int fd, short what) {
  struct pollfd p = {.fd = fd, .events = what};
  int n;
  while ((n = poll(&p, 1, PATIENCE_MS)) < 0 && errno == EINTR) continue;
  return n > 0;
}

static bool send_all(int fd, const void *bytes, size_t n) {
  const char *p = bytes;
  while (n) {
    if (!ready(fd, POLLOUT)) return false;
    ssize_t sent = send(fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (sent <= 0) return false;
    p += sent;
    n -= (size_t)sent;
  }
  return true;
}

/* A length of four bytes before each piece; zero is the end. */
static bool send_piece(int fd, const char *p, size_t n) {
  u8 length[4] = {(u8)(n >> 24), (u8)(n >> 16), (u8)(n >> 8), (u8)n};
  return send_all(fd, length, sizeof length) && send_all(fd, p, n);
}

static str read_answer(struct arena *a, int fd) {
  char *to = arena_alloc(a, ANSWER);
  size_t n = 0;
  while (n < ANSWER && ready(fd, POLLIN)) {
    ssize_t got = recv(fd, to + n, ANSWER - n, 0);
    if (got <= 0) break;
    n += (size_t)got;
    if (memchr(to, 0, n)) return (str){to, strnlen(to, n)};
  }
  return (str){to, n};
}

enum err clamd_read_answer(struct arena *a, str answer, str *ret_virus) {
  static const str head = {"stream: ", 8}, found = {" FOUND", 6};
  while (answer.n && (answer.p[answer.n - 1] == '\n' || answer.p[answer.n - 1] == 0)) answer.n--;
  if (!str_starts(answer, head)) return E_IO;
  str word = str_from(answer, head.n);
  if (str_eq(word, S("OK"))) {
    *ret_virus = S("");
    return E_OK;
  }
  if (!str_ends(word, found) || word.n <= found.n || word.n > 120 + found.n || !utf8_valid(word)) return E_IO;
  word.n -= found.n;
  for (size_t i = 0; i < word.n; i++)
    if ((u8)word.p[i] <= 0x20 || word.p[i] == 0x7f) return E_IO;
  *ret_virus = arena_str(a, word);
  return E_OK;
}

enum err clamd_check(struct arena *a, str address, struct scan_reader *from, str *ret_virus) {
  static const char call[] = "zINSTREAM"; /* with its zero */
  CLEANUP(close_fd) int fd = str_starts(address, S("unix:")) ? connect_unix(str_from(address, 5)) : connect_tcp(a, address);
  char *piece = arena_alloc(a, CHUNK);
  i64 n = 0;
  if (fd < 0 || !send_all(fd, call, sizeof call)) return E_IO;
  while ((n = scan_read(from, piece, CHUNK)) > 0)
    if (!send_piece(fd, piece, (size_t)n)) break; /* it may have said already that this is too much */
  explicit_bzero(piece, CHUNK);
  if (n < 0 || (n == 0 && !send_piece(fd, "", 0))) return E_IO;
  return clamd_read_answer(a, read_answer(a, fd), ret_virus);
}

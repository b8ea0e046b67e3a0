#include "counter/printer.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECT_MS 3000
#define STATUS_MS 400 /* many printers never answer: then the ticket is sent all the same */
#define SEND_MS 6000

static void close_socket(int *fd) {
  if (*fd >= 0) close(*fd);
}

static bool ready(int fd, short what, int ms) {
  struct pollfd p = {.fd = fd, .events = what};
  int n;
  do n = poll(&p, 1, ms);
  while (n < 0 && errno == EINTR);
  return n == 1 && (p.revents & what);
}

static int connect_to(const struct addrinfo *to) {
  int fd = socket(to->ai_family, to->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), fault = 0;
  socklen_t n = sizeof fault;
  if (fd < 0) return -1;
  if (connect(fd, to->ai_addr, to->ai_addrlen) == 0) return fd;
  bool up = errno == EINPROGRESS && ready(fd, POLLOUT, CONNECT_MS) && getsockopt(fd, SOL_SOCKET, SO_ERROR, &fault, &n) == 0 && fault == 0;
  if (up) return fd;
  close(fd);
  return -1;
}

static int dial(struct arena *a, str address) {
  size_t colon = address.n;
  while (colon > 0 && address.p[colon - 1] != ':') colon--;
  if (colon < 2) return -1;
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
  if (getaddrinfo(arena_cstr(a, str_sub(address, 0, colon - 1)), arena_cstr(a, str_from(address, colon)), &hints, &list) != 0) return -1;
  int fd = -1;
  for (const struct addrinfo *at = list; at && fd < 0; at = at->ai_next) fd = connect_to(at);
  freeaddrinfo(list);
  return fd;
}

static bool send_all(int fd, str s) {
  while (s.n) {
    if (!ready(fd, POLLOUT, SEND_MS)) return false;
    ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (n <= 0) return false;
    s = str_from(s, (size_t)n);
  }
  return true;
}

/* DLE EOT 4: the paper sensor. Bits 5 and 6 set: the roll is at its end. */
static bool out_of_paper(int fd) {
  u8 status = 0;
  if (!send_all(fd, S("\x10\x04\x04")) || !ready(fd, POLLIN, STATUS_MS)) return false;
  return recv(fd, &status, 1, 0) == 1 && (status & 0x60) == 0x60;
}

enum err printer_send(struct arena *a, str address, str bytes, const char **ret_problem) {
  CLEANUP(close_socket) int fd = dial(a, address);
  *ret_problem = fd < 0 ? "unreachable" : NULL;
  if (fd < 0) return E_IO;
  if (out_of_paper(fd)) {
    *ret_problem = "paper";
    return E_IO;
  }
  if (!send_all(fd, bytes)) {
    *ret_problem = "broken";
    return E_IO;
  }
  shutdown(fd, SHUT_WR);
  return E_OK;
}

/* watchers: how soon those who watch a hall hear of a call. Opens N streams of server-sent events, calls the next ticket
 * again and again, and takes the time from the first byte of each call's request to the moment each stream has the news.
 *
 *   watchers PORT PATH STREAMS CALLS CALL-REQUEST-FILE
 *
 * CALL-REQUEST-FILE holds the whole HTTP request of a call, made by bench/hall. Prints one line of JSON. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/base.h"

#define ROOM 16384
#define PATIENCE_US 10000000LL

struct watcher {
  int fd;
  i64 heard;  /* when the last news was whole */
  u64 news;   /* data: lines so far */
  size_t n;
  char got[ROOM]; /* the tail of what came */
};

static struct watcher *watchers;
static int count, poll_fd, port;

static void die(const char *what) {
  fprintf(stderr, "watchers: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int dial(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0) die("connect");
  return fd;
}

static void open_stream(struct watcher *w, const char *path) {
  char text[512];
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = w};
  w->fd = dial();
  int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n", path);
  if (send(w->fd, text, (size_t)n, 0) != n) die("send");
  fcntl(w->fd, F_SETFL, O_NONBLOCK);
  if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, w->fd, &e) != 0) die("epoll_ctl");
}

/* A message is whole at the empty line behind its data. */
static void take(struct watcher *w) {
  for (;;) {
    if (w->n > ROOM - 4096) {
      memmove(w->got, w->got + w->n - 1024, 1024);
      w->n = 1024;
    }
    ssize_t more = recv(w->fd, w->got + w->n, ROOM - 1 - w->n, 0);
    if (more < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (more <= 0) die("a stream ended");
    size_t from = w->n > 3 ? w->n - 3 : 0;
    w->n += (size_t)more;
    w->got[w->n] = 0;
    char *end = w->got + from;
    while ((end = strstr(end, "}\n\n"))) {
      w->news++;
      w->heard = clock_monotonic_us();
      end += 3;
    }
  }
}

/* Until all have more than `news` messages, or the patience is over. Gives how many have not. */
static int listen_until(u64 news) {
  struct epoll_event events[512];
  i64 end = clock_monotonic_us() + PATIENCE_US;
  int left = count;
  while (left > 0 && clock_monotonic_us() < end) {
    int n = epoll_wait(poll_fd, events, COUNT(events), 100);
    for (int i = 0; i < n; i++) take(events[i].data.ptr);
    left = 0;
    for (int i = 0; i < count; i++) left += watchers[i].news <= news;
  }
  return left;
}

static i64 call(int fd, const char *request, size_t n) {
  i64 at = clock_monotonic_us();
  if (send(fd, request, n, 0) != (ssize_t)n) die("call");
  return at;
}

static void read_answer(int fd) {
  char answer[65536];
  ssize_t n = recv(fd, answer, sizeof answer - 1, 0);
  if (n <= 0) die("answer");
  answer[n] = 0;
  if (strncmp(answer, "HTTP/1.1 200", 12) != 0) {
    fprintf(stderr, "watchers: a call was answered with %.60s\n", answer);
    exit(1);
  }
}

static int by_size(const void *a, const void *b) {
  const i64 *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

int main(int argc, char **argv) {
  static char request[8192];
  i64 number[3];
  if (argc != 6 || !str_to_i64(str_of(argv[1]), &number[0]) || !str_to_i64(str_of(argv[3]), &number[1]) || !str_to_i64(str_of(argv[4]), &number[2]))
    return 2;
  port = (int)number[0];
  count = (int)number[1];
  int calls = (int)number[2];
  FILE *f = fopen(argv[5], "rb");
  size_t request_n = f ? fread(request, 1, sizeof request, f) : 0;
  if (!request_n) die(argv[5]);
  fclose(f);
  struct rlimit files = {16384, 16384};
  setrlimit(RLIMIT_NOFILE, &files);
  poll_fd = epoll_create1(EPOLL_CLOEXEC);
  watchers = calloc((size_t)count, sizeof *watchers);
  i64 *took = calloc((size_t)count * (size_t)calls, sizeof *took);
  i64 begun = clock_monotonic_us();
  for (int i = 0; i < count; i++) {
    open_stream(&watchers[i], argv[2]);
    if (i % 64 == 63) usleep(2000); /* the accept queue has an end */
  }
  if (listen_until(0)) die("not every stream began");
  i64 opened = clock_monotonic_us() - begun;
  size_t n = 0;
  int caller = dial(), deaf = 0;
  for (int k = 0; k < calls; k++) {
    for (int i = 0; i < count; i++) watchers[i].news = 0;
    i64 at = call(caller, request, request_n);
    deaf += listen_until(0);
    for (int i = 0; i < count; i++)
      if (watchers[i].news) took[n++] = watchers[i].heard - at;
    read_answer(caller);
    usleep(60000);
    for (int i = 0; i < count; i++) take(&watchers[i]); /* nothing of this call is left */
  }
  qsort(took, n, sizeof *took, by_size);
  printf("{\"streams\": %d, \"calls\": %d, \"opened_ms\": %lld, \"p50_ms\": %.1f, \"p99_ms\": %.1f, \"max_ms\": %.1f, \"never\": %d}\n", count, calls,
         (long long)opened / 1000, (double)took[n / 2] / 1000, (double)took[n * 99 / 100] / 1000, (double)took[n - 1] / 1000, deaf);
  printf("ready\n");
  fflush(stdout);
  (void)getchar(); /* the streams stay open until the memory was read */
  return 0;
}

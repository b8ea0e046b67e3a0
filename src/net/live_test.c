/* Streams as those who watch meet them: the last message at once, each newer one, an end when the server stops. */
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/live.h"

#define MANY 60

static struct live *live;
static struct http_server *server;
static atomic_int done;

static void on_begin(void *self, struct http_request *rq, struct http_response *rs) { (void)self, (void)rq, (void)rs; }
static void on_answer(void *self, struct http_request *rq, struct http_response *rs) {
  (void)self;
  bool watched = live_watch(live, str_eq(rq->path, S("/other")), rs);
  rs->status = watched ? 200 : 503;
  rs->type = watched ? "text/event-stream" : "text/plain";
}
static void on_done(void *self, struct http_request *rq, const struct http_response *rs) {
  (void)self, (void)rq, (void)rs;
  atomic_fetch_add(&done, 1);
}

static int start(void **state) {
  (void)state;
  signal(SIGPIPE, SIG_IGN);
  log_set(LOG_ERROR + 1, "test");
  atomic_store(&done, 0);
  if (live_new(2, MANY, &live) != E_OK) return 1;
  struct http_server_config c = {.host = "127.0.0.1", .listen_fd = -1, .threads = 3, .connections = 300, .idle_seconds = 1, .live = live,
                                 .handler = {NULL, on_begin, on_answer, on_done}};
  return http_server_start(&c, &server) == E_OK ? 0 : 1;
}

static int stop(void **state) {
  (void)state;
  http_server_stop(server);
  live_free(live);
  return 0;
}

static int watch(const char *path) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_server_port(server)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct timeval patience = {.tv_sec = 20};
  char text[200];
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
  int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path);
  assert_int_equal(send(fd, text, (size_t)n, 0), n);
  return fd;
}

/* Reads until `words` came, or the stream ended. */
static bool hears(int fd, const char *words) {
  char got[8192];
  size_t n = 0;
  for (;;) {
    ssize_t more = recv(fd, got + n, sizeof got - 1 - n, 0);
    if (more <= 0) return false;
    n += (size_t)more;
    got[n] = 0;
    if (strstr(got, words)) return true;
    if (n > sizeof got / 2) memmove(got, got + n - 1000, 1000), n = 1000;
  }
}

static void the_last_word_comes_at_once(void **state) {
  (void)state;
  live_tell(live, 0, S("data: one\n\n"));
  live_tell(live, 0, S("data: two\n\n"));
  int fd = watch("/");
  assert_true(hears(fd, "data: two"));
  live_tell(live, 0, S("data: three\n\n"));
  assert_true(hears(fd, "data: three"));
  assert_int_equal(atomic_load(&done), 1); /* the request is over, the stream is not */
  close(fd);
}

static void topics_are_apart(void **state) {
  (void)state;
  int here = watch("/"), there = watch("/other");
  live_tell(live, 0, S("data: here\n\n"));
  live_tell(live, 1, S("data: there\n\n"));
  assert_true(hears(here, "data: here"));
  assert_true(hears(there, "data: there"));
  close(here);
  close(there);
}

static void many_hear_it_and_no_more_than_allowed(void **state) {
  (void)state;
  int fds[MANY];
  for (size_t i = 0; i < MANY; i++) fds[i] = watch("/");
  for (size_t i = 0; i < MANY; i++) assert_true(hears(fds[i], "200 OK"));
  int late = watch("/");
  assert_true(hears(late, "503"));
  close(late);
  char text[4000];
  memset(text, 'x', sizeof text);
  for (int round = 0; round < 20; round++) {
    char words[32];
    int n = snprintf(words, sizeof words, "data: round %d.", round);
    memcpy(text + sizeof text - (size_t)n, words, (size_t)n);
    live_tell(live, 0, (str){text, sizeof text});
    for (size_t i = 0; i < MANY; i++) assert_true(hears(fds[i], words));
  }
  assert_int_equal(live_listeners(live, 0), MANY);
  for (size_t i = 0; i < MANY; i++) close(fds[i]);
}

static void who_left_is_forgotten_at_a_beat(void **state) {
  (void)state;
  int stays = watch("/");
  live_tell(live, 0, S("data: x\n\n"));
  assert_true(hears(stays, "data: x"));
  for (int i = 0; i < 10; i++) {
    int leaves = watch("/");
    assert_true(hears(leaves, "data: x"));
    close(leaves);
  }
  for (int i = 0; i < 2000 && live_listeners(live, 0) != 1; i++) {
    live_beat(live);
    usleep(5000);
  }
  assert_int_equal(live_listeners(live, 0), 1);
  live_beat(live);
  assert_true(hears(stays, "event: beat\ndata:\n\n"));
  close(stays);
}

static void sleeping_longer_than_the_idle_limit_is_fine(void **state) {
  (void)state;
  int fd = watch("/");
  assert_true(hears(fd, "200 OK"));
  usleep(1600000); /* idle_seconds is 1: what is awaited here is that nothing happens */
  live_tell(live, 0, S("data: awake\n\n"));
  assert_true(hears(fd, "data: awake"));
  close(fd);
}

static void *listen_to_the_end(void *self) {
  return hears(*(int *)self, "never said") ? self : NULL;
}

static void streams_end_with_the_server(void **state) {
  (void)state;
  int fd = watch("/");
  pthread_t t;
  void *heard = &fd;
  assert_true(hears(fd, "200 OK"));
  assert_int_equal(pthread_create(&t, NULL, listen_to_the_end, &fd), 0);
  http_server_stop(server);
  pthread_join(t, &heard);
  assert_null(heard);
  server = NULL;
  close(fd);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_last_word_comes_at_once, start, stop),
      cmocka_unit_test_setup_teardown(topics_are_apart, start, stop),
      cmocka_unit_test_setup_teardown(many_hear_it_and_no_more_than_allowed, start, stop),
      cmocka_unit_test_setup_teardown(who_left_is_forgotten_at_a_beat, start, stop),
      cmocka_unit_test_setup_teardown(sleeping_longer_than_the_idle_limit_is_fine, start, stop),
      cmocka_unit_test_setup_teardown(streams_end_with_the_server, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The client against peers that behave, and peers that do not. */
#include <arpa/inet.h>
#include <poll.h>
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

#include "net/client.h"

/* A peer that reads each request to its end and plays what the test says. */
struct peer {
  int fd, port;
  pthread_t thread;
  str answer;             /* sent for each request; empty = none */
  int answers_before_cut; /* on one connection; behind that it reads a request and closes without a word */
  bool hold;              /* read and never answer */
  atomic_int requests;
  atomic_bool stop;
  char last[4096];
};

static int read_request(struct peer *p, int fd) {
  size_t n = 0;
  for (int waits = 0; waits < 300 && !atomic_load(&p->stop); waits++) {
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    if (poll(&ready, 1, 10) != 1) continue;
    ssize_t got = recv(fd, p->last + n, sizeof p->last - 1 - n, 0);
    if (got <= 0) return 0;
    n += (size_t)got;
    p->last[n] = '\0';
    if (strstr(p->last, "\r\n\r\n") && (p->last[0] == 'G' || str_ends((str){p->last, n}, S("END")))) return 1;
  }
  return 0;
}

static void serve(struct peer *p, int fd) {
  for (int served = 0; read_request(p, fd); served++) {
    atomic_fetch_add(&p->requests, 1);
    while (p->hold && !atomic_load(&p->stop)) usleep(10000);
    if (served >= p->answers_before_cut) return;
    if (send(fd, p->answer.p, p->answer.n, MSG_NOSIGNAL) < 0) return;
  }
}

static void *peer_main(void *self) {
  struct peer *p = self;
  while (!atomic_load(&p->stop)) {
    struct pollfd ready = {.fd = p->fd, .events = POLLIN};
    if (poll(&ready, 1, 10) != 1) continue;
    int fd = accept(p->fd, NULL, NULL);
    serve(p, fd);
    close(fd);
  }
  return NULL;
}

static void peer_start(struct peer *p) {
  struct sockaddr_in at = {.sin_family = AF_INET};
  socklen_t n = sizeof at;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  signal(SIGPIPE, SIG_IGN);
  log_set(LOG_ERROR, "test");
  p->fd = socket(AF_INET, SOCK_STREAM, 0);
  assert_int_equal(bind(p->fd, (struct sockaddr *)&at, sizeof at), 0);
  assert_int_equal(listen(p->fd, 10), 0);
  getsockname(p->fd, (struct sockaddr *)&at, &n);
  p->port = ntohs(at.sin_port);
  assert_int_equal(pthread_create(&p->thread, NULL, peer_main, p), 0);
}

static void peer_stop(struct peer *p) {
  atomic_store(&p->stop, true);
  pthread_join(p->thread, NULL);
  close(p->fd);
}

static struct http_client *client_for_tests(void) {
  struct http_client *c;
  struct http_client_config config = {
      .user_agent = "loket-test", .connect_seconds = 2, .total_seconds = 1, .allow_plain_http = true};
  assert_int_equal(http_client_new(&config, &c), E_OK);
  return c;
}

static str url_of(struct arena *a, const struct peer *p) { return arena_printf(a, "http://127.0.0.1:%d/x", p->port); }

#define HELLO S("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello")

static void test_get_and_post(void **state) {
  (void)state;
  struct peer p = {.answer = HELLO, .answers_before_cut = 100};
  peer_start(&p);
  struct arena *a = arena_new(1 << 20);
  struct http_client *c = client_for_tests();
  struct http_answer got;
  struct http_call call = {.method = "GET", .url = url_of(a, &p), .max_answer = 100};
  assert_int_equal(http_call(c, a, &call, &got), E_OK);
  assert_int_equal(got.status, 200);
  assert_true(str_eq(got.body, S("hello")));
  assert_true(str_eq(got.type, S("text/plain")));
  assert_false(got.maybe_done);
  assert_non_null(strstr(p.last, "User-Agent: loket-test"));
  const typeof(*call.headers) headers[] = {{"Content-Type", S("application/json")}, {"X-Empty", S("")}};
  static const char *const methods[] = {"POST", "PUT", "DELETE", "PATCH"};
  for (size_t i = 0; i < COUNT(methods); i++) {
    call = (struct http_call){methods[i], url_of(a, &p), headers, 2, S("{} END"), 100, NULL, NULL};
    assert_int_equal(http_call(c, a, &call, &got), E_OK);
    assert_true(str_starts(str_of(p.last), str_of(methods[i])));
    assert_non_null(strstr(p.last, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(p.last, "Content-Length: 6\r\n"));
    assert_non_null(strstr(p.last, "X-Empty:\r\n"));
    assert_null(strstr(p.last, "Expect"));
  }
  http_client_free(c);
  peer_stop(&p);
  arena_free(a);
}

static void test_redirect_is_an_answer(void **state) {
  (void)state;
  struct peer p = {.answer = S("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"),
                   .answers_before_cut = 9};
  peer_start(&p);
  struct arena *a = arena_new(1 << 20);
  struct http_client *c = client_for_tests();
  struct http_answer got;
  struct http_call call = {.method = "GET", .url = url_of(a, &p), .max_answer = 100};
  assert_int_equal(http_call(c, a, &call, &got), E_OK);
  assert_int_equal(got.status, 302);
  assert_int_equal(p.requests, 1);
  http_client_free(c);
  peer_stop(&p);
  arena_free(a);
}

static void test_answer_too_large(void **state) {
  (void)state;
  struct peer p = {.answer = HELLO, .answers_before_cut = 9};
  peer_start(&p);
  struct arena *a = arena_new(1 << 20);
  struct http_client *c = client_for_tests();
  struct http_answer got;
  struct http_call call = {.method = "GET", .url = url_of(a, &p), .max_answer = 4};
  assert_int_equal(http_call(c, a, &call, &got), E_LIMIT);
  http_client_free(c);
  peer_stop(&p);
  arena_free(a);
}

static enum err into_buf(void *self, str piece) {
  buf_add(self, piece);
  return str_has(piece, S("hello")) ? E_OK : E_RULE;
}

static void test_sink(void **state) {
  (void)state;
  static const struct {
    str answer;
    enum err want;
    const char *sunk, *body;
  } rows[] = {
      {{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 43}, E_OK, "hello", ""},
      {{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nworld", 43}, E_RULE, "world", ""},
      {{"HTTP/1.1 404 No\r\nContent-Length: 5\r\n\r\nworld", 43}, E_OK, "", "world"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct peer p = {.answer = rows[i].answer, .answers_before_cut = 9};
    peer_start(&p);
    struct arena *a = arena_new(1 << 20);
    struct http_client *c = client_for_tests();
    struct http_answer got;
    struct buf b = buf_new(a, 100);
    struct http_call call = {
        .method = "GET", .url = url_of(a, &p), .max_answer = 100, .sink = into_buf, .sink_self = &b};
    assert_int_equal(http_call(c, a, &call, &got), rows[i].want);
    assert_true(str_is(buf_str(&b), rows[i].sunk));
    assert_true(str_is(got.body, rows[i].body));
    http_client_free(c);
    peer_stop(&p);
    arena_free(a);
  }
}

static void test_silence_is_maybe_done(void **state) {
  (void)state;
  struct peer p = {.hold = true};
  peer_start(&p);
  struct arena *a = arena_new(1 << 20);
  struct http_client *c = client_for_tests();
  struct http_answer got;
  struct http_call call = {.method = "POST", .url = url_of(a, &p), .body = S("END"), .max_answer = 100};
  assert_int_equal(http_call(c, a, &call, &got), E_IO);
  assert_int_equal(got.status, 0);
  assert_true(got.maybe_done);
  http_client_free(c);
  peer_stop(&p);
  arena_free(a);
}

/* A kept connection dies under the second message: it must not be sent a third time behind our back. */
static void test_cut_connection_is_not_sent_again(void **state) {
  (void)state;
  struct peer p = {.answer = HELLO, .answers_before_cut = 1};
  peer_start(&p);
  struct arena *a = arena_new(1 << 20);
  struct http_client *c = client_for_tests();
  struct http_answer got;
  struct http_call call = {.method = "POST", .url = url_of(a, &p), .body = S("END"), .max_answer = 100};
  assert_int_equal(http_call(c, a, &call, &got), E_OK);
  assert_int_equal(http_call(c, a, &call, &got), E_IO);
  assert_true(got.maybe_done);
  assert_int_equal(p.requests, 2);
  http_client_free(c);
  peer_stop(&p);
  arena_free(a);
}

static void test_nobody_there(void **state) {
  (void)state;
  struct peer p = {0};
  peer_start(&p);
  peer_stop(&p); /* the port is closed now */
  struct arena *a = arena_new(1 << 20);
  struct http_client *c = client_for_tests();
  struct http_answer got;
  struct http_call call = {.method = "POST", .url = url_of(a, &p), .body = S("x"), .max_answer = 100};
  assert_int_equal(http_call(c, a, &call, &got), E_IO);
  assert_false(got.maybe_done);
  call.url = S("http://does-not-exist.invalid/");
  assert_int_equal(http_call(c, a, &call, &got), E_IO);
  assert_false(got.maybe_done);
  http_client_free(c);
  arena_free(a);
}

static void test_what_may_not_be_called(void **state) {
  (void)state;
  static const str hosts[] = {{"graph.example", 13}, {".cdn.example", 12}};
  static const struct {
    const char *url;
    enum err want;
  } rows[] = {
      {"http://graph.example/", E_DENIED},
      {"https://evil.example/", E_DENIED},
      {"https://graph.example.evil.example/", E_DENIED},
      {"https://user@graph.example/", E_DENIED},
      {"https://graph.example@evil.example/", E_DENIED},
      {"https://cdn.example/", E_DENIED},
      {"https://.cdn.example/", E_DENIED},
      {"file:///etc/passwd", E_DENIED},
      {"gopher://graph.example/", E_DENIED},
      {"https://graph.example/a b", E_INPUT},
      {"https://graph.example/a\r\nX: y", E_INPUT},
      {"", E_INPUT},
  };
  struct http_client *c;
  struct http_client_config config = {
      .user_agent = "t", .connect_seconds = 1, .total_seconds = 1, .allowed_hosts = hosts, .allowed_host_count = 2};
  assert_int_equal(http_client_new(&config, &c), E_OK);
  struct arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct http_answer got;
    struct http_call call = {.method = "GET", .url = str_of(rows[i].url), .max_answer = 100};
    enum err e = http_call(c, a, &call, &got);
    if (e != rows[i].want) fail_msg("%s: %s", rows[i].url, err_name(e));
  }
  http_client_free(c);
  arena_free(a);
}

static void test_bad_headers(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  struct http_client *c = client_for_tests();
  struct http_answer got;
  struct http_call call = {.method = "GET", .url = S("http://127.0.0.1:1/"), .header_count = 1};
  const typeof(*call.headers) header[] = {{"X-A", S("b\r\nX-C: d")}};
  call.headers = header;
  assert_int_equal(http_call(c, a, &call, &got), E_INPUT);
  http_client_free(c);
  arena_free(a);
}

static void test_private_addresses(void **state) {
  (void)state;
  static const char *const hosts[] = {
      "127.0.0.1",
      "localhost",
      "[::1]",
      "10.1.2.3",
      "192.168.1.1",
      "172.31.0.1",
      "169.254.169.254",
      "0.0.0.0",
      "[::]",
      "[::ffff:7f00:1]",
      "[64:ff9b::7f00:1]",
      "[fe80::1]",
      "[fd00::1]",
      "[2002:7f00:1::]",
      "100.64.0.1",
      "2130706433",
      "0x7f.1",
  };
  struct peer p = {.answer = HELLO, .answers_before_cut = 9};
  peer_start(&p);
  struct http_client *c;
  struct http_client_config config = {.user_agent = "t",
                                      .connect_seconds = 1,
                                      .total_seconds = 1,
                                      .allow_plain_http = true,
                                      .forbid_private_addresses = true};
  assert_int_equal(http_client_new(&config, &c), E_OK);
  struct arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(hosts); i++) {
    struct http_answer got;
    struct http_call call = {
        .method = "GET", .url = arena_printf(a, "http://%s:%d/", hosts[i], p.port), .max_answer = 100};
    enum err e = http_call(c, a, &call, &got);
    if (e != E_DENIED) fail_msg("%s: %s", hosts[i], err_name(e));
    assert_false(got.maybe_done);
  }
  assert_int_equal(p.requests, 0);
  http_client_free(c);
  peer_stop(&p);
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_get_and_post),          cmocka_unit_test(test_redirect_is_an_answer),
      cmocka_unit_test(test_answer_too_large),      cmocka_unit_test(test_sink),
      cmocka_unit_test(test_silence_is_maybe_done), cmocka_unit_test(test_cut_connection_is_not_sent_again),
      cmocka_unit_test(test_nobody_there),          cmocka_unit_test(test_what_may_not_be_called),
      cmocka_unit_test(test_bad_headers),           cmocka_unit_test(test_private_addresses),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The server as a client meets it: bytes into a socket, bytes back. */
#include <arpa/inet.h>
#include <errno.h>
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

#include "base/base.h"
#include "net/http.h"

static struct http_server *server;
static atomic_int begun, done;
static atomic_llong sunk;

/* ---- the handler under test ------------------------------------------------------------------ */

static enum err count_piece(void *self, str piece) {
  (void)self;
  atomic_fetch_add(&sunk, (long long)piece.n);
  return E_OK;
}

static enum err stop_at_100k(void *self, str piece) {
  (void)self;
  return atomic_fetch_add(&sunk, (long long)piece.n) > 100000 ? E_RULE : E_OK;
}

struct counter {
  i64 left;
  bool breaks;
};

static i64 read_counter(void *self, char *ret, size_t max) {
  struct counter *c = self;
  if (c->left == 0) return c->breaks ? -1 : 0;
  size_t n = (size_t)c->left < max ? (size_t)c->left : max;
  memset(ret, 'z', n);
  c->left -= (i64)n;
  return (i64)n;
}

static atomic_int streams_closed;
static void close_counter(void *self) {
  (void)self;
  atomic_fetch_add(&streams_closed, 1);
}

static void on_begin(void *self, struct http_request *rq, struct http_response *rs) {
  (void)self;
  atomic_fetch_add(&begun, 1);
  rq->keep_body = 1000;
  if (str_eq(rq->path, S("/refuse"))) {
    rs->status = 403;
    rs->body = S("refused in begin");
  }
  if (str_starts(rq->path, S("/sink"))) {
    rq->keep_body = 4 << 20;
    rq->sink.write = str_eq(rq->path, S("/sink-stops")) ? stop_at_100k : count_piece;
  }
}

static void answer_stream(struct http_request *rq, struct http_response *rs) {
  i64 length;
  struct counter *c = arena_new_of(rq->arena, struct counter);
  rs->stream_length = str_to_i64(rq->query, &length) ? length : -1;
  c->left = rs->stream_length < 0 ? 300000 : length;
  c->breaks = str_eq(rq->query, S("break"));
  rs->stream = (struct http_stream){c, read_counter, close_counter};
}

static void on_answer(void *self, struct http_request *rq, struct http_response *rs) {
  (void)self;
  rs->status = rq->too_large ? 413 : rq->sink_error ? 422 : 200;
  rs->type = "text/plain";
  if (str_eq(rq->path, S("/stream"))) {
    answer_stream(rq, rs);
    return;
  }
  if (str_eq(rq->path, S("/bad-header"))) http_set_header(rs, "X-Name", S("a\r\nSet-Cookie: b"));
  for (int i = 0; str_eq(rq->path, S("/many-headers")) && i < 17; i++) http_set_header(rs, "X-N", S("1"));
  if (str_eq(rq->path, S("/no-answer"))) rs->status = 0;
  http_set_header(rs, "X-Test", S("yes"));
  str cookie = http_cookie(rq, S("sid"));
  rs->body = arena_printf(rq->arena, "%s|" STR_FMT "|" STR_FMT "|" STR_FMT "|" STR_FMT "|" STR_FMT "|%lld|",
                          http_method_name(rq->method), STR_ARG(rq->path), STR_ARG(rq->query), STR_ARG(rq->peer),
                          STR_ARG(cookie), STR_ARG(rq->body), (long long)rq->content_length);
}

static void on_done(void *self, struct http_request *rq, const struct http_response *rs) {
  (void)self, (void)rq, (void)rs;
  atomic_fetch_add(&done, 1);
}

static int start(void **state) {
  (void)state;
  signal(SIGPIPE, SIG_IGN);
  struct http_server_config c = {.host = "127.0.0.1",
                                 .listen_fd = -1,
                                 .threads = 2,
                                 .connections = 200,
                                 .idle_seconds = 5,
                                 .handler = {NULL, on_begin, on_answer, on_done}};
  log_set(LOG_ERROR + 1, "test");
  return http_server_start(&c, &server) == E_OK ? 0 : 1;
}

static int stop(void **state) {
  (void)state;
  http_server_stop(server);
  return 0;
}

/* ---- the client --------------------------------------------------------------------------------- */

static int dial_to(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  struct timeval wait = {.tv_sec = 4};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
  return fd;
}

static int dial(void) { return dial_to(http_server_port(server)); }

static bool send_all(int fd, str s) {
  while (s.n) {
    ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
    if (n <= 0) return false;
    s = str_from(s, (size_t)n);
  }
  return true;
}

/* Everything until the server closes; "TIMEOUT" behind it when it does not. */
static str read_all(struct arena *a, int fd) {
  struct buf b = buf_new(a, 8 << 20);
  char piece[16384];
  ssize_t n;
  while ((n = recv(fd, piece, sizeof piece, 0)) > 0) buf_add(&b, (str){piece, (size_t)n});
  if (n < 0) buf_add(&b, errno == EAGAIN ? S("TIMEOUT") : S("RESET"));
  close(fd);
  return buf_str(&b);
}

static str talk(struct arena *a, str request) {
  int fd = dial();
  send_all(fd, request);
  return read_all(a, fd);
}

static size_t count_of(str s, str word) {
  size_t n = 0;
  for (size_t i = 0; i + word.n <= s.n; i++) n += str_eq(str_sub(s, i, word.n), word);
  return n;
}

static void wait_all_done(void) {
  for (int i = 0; i < 400 && atomic_load(&begun) != atomic_load(&done); i++) usleep(10000);
  assert_int_equal(atomic_load(&begun), atomic_load(&done));
}

#define END "Host: loket\r\nConnection: close\r\n\r\n"

static void assert_has(str text, str part) {
  if (!str_has(text, part))
    fail_msg("no \"" STR_FMT "\" in \"" STR_FMT "\"", STR_ARG(part), STR_ARG(str_sub(text, 0, 600)));
}

/* ---- what is served -------------------------------------------------------------------------------- */

static void test_one_request(void **state) {
  (void)state;
  struct arena *a = arena_new(16 << 20);
  str got = talk(a, S("GET /a%2Fb%20c?x=%41+1&y HTTP/1.1\r\nCookie: other=1; sid=abc=d; z\r\n" END));
  assert_true(str_starts(got, S("HTTP/1.1 200 OK\r\n")));
  assert_has(got, S("GET|/a%2Fb%20c|x=%41+1&y|127.0.0.1|abc=d||-1|"));
  assert_has(got, S("X-Test: yes\r\n"));
  assert_has(got, S("Content-Type: text/plain\r\n"));
  assert_has(got, S("Date: "));
  assert_false(str_has(got, S("Server:")));
  arena_free(a);
}

static void test_request_table(void **state) {
  (void)state;
  static const struct {
    const char *request, *answer;
  } rows[] = {
      {"HEAD /h HTTP/1.1\r\n" END, "HTTP/1.1 200"},
      {"PUT /p HTTP/1.1\r\nContent-Length: 3\r\n" END "abc", "PUT|/p||127.0.0.1||abc|3|"},
      {"PATCH /p HTTP/1.1\r\nContent-Length: 3\r\n" END "abc", "PATCH|/p||127.0.0.1||abc|3|"},
      {"DELETE /p HTTP/1.1\r\nContent-Length: 3\r\n" END "abc", "DELETE|/p||127.0.0.1||abc|3|"},
      {"OPTIONS /p HTTP/1.1\r\n" END, "OPTIONS|/p||"},
      {"POST /p HTTP/1.1\r\n" END, "POST|/p||127.0.0.1|||-1|"},
      {"POST /p HTTP/1.1\r\nContent-Length: 0\r\n" END, "POST|/p||127.0.0.1|||0|"},
      {"POST /p HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "||abcde|-1|"},
      {"GET /p HTTP/1.0\r\n\r\n", "GET|/p||"},
      {"GET http://loket/p?q HTTP/1.1\r\n" END, "GET|/p|q|"},
      {"GET /p HTTP/1.1\r\nX-Forwarded-For: 192.0.2.9, 203.0.113.7\r\n" END, "GET|/p||203.0.113.7|"},
      {"GET /p HTTP/1.1\r\nX-Forwarded-For: <b>\r\n" END, "GET|/p||127.0.0.1|"},
      {"GET /p HTTP/1.1\r\nX-Forwarded-For: 2001:db8::1\r\n" END, "GET|/p||2001:db8::1|"},
      {"GET /no-answer HTTP/1.1\r\n" END, "HTTP/1.1 500"},
      {"GET /bad-header HTTP/1.1\r\n" END, "HTTP/1.1 500"},
      {"GET /many-headers HTTP/1.1\r\n" END, "HTTP/1.1 500"},
      {"GET /refuse HTTP/1.1\r\n" END, "refused in begin"},
      {"POST /refuse HTTP/1.1\r\nContent-Length: 3\r\n" END "abc", "refused in begin"},
      {"PATCH /refuse HTTP/1.1\r\nContent-Length: 3\r\n" END "abc", "refused in begin"},
  };
  struct arena *a = arena_new(16 << 20);
  for (size_t i = 0; i < COUNT(rows); i++) {
    str got = talk(a, str_of(rows[i].request));
    assert_has(got, str_of(rows[i].answer));
    assert_false(str_has(got, S("TIMEOUT")));
    assert_int_equal(count_of(got, S("HTTP/1.1 ")), 1);
  }
  arena_free(a);
}

static void test_keep_alive_and_pipelining(void **state) {
  (void)state;
  struct arena *a = arena_new(16 << 20);
  str got = talk(a, S("GET /1 HTTP/1.1\r\nHost: l\r\n\r\n"
                      "POST /2 HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\n\r\nhi"
                      "POST /refuse HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\n\r\nhi"
                      "POST /3 HTTP/1.1\r\nHost: l\r\nContent-Length: 0\r\n\r\n"
                      "GET /4 HTTP/1.1\r\n" END));
  assert_int_equal(count_of(got, S("HTTP/1.1 ")), 5);
  assert_int_equal(count_of(got, S("HTTP/1.1 200")), 4);
  assert_has(got, S("GET|/4|"));
  int fd = dial(); /* one after the other on one connection */
  char piece[4096];
  for (int i = 0; i < 3; i++) {
    send_all(fd, S("GET /again HTTP/1.1\r\nHost: l\r\n\r\n"));
    assert_true(recv(fd, piece, sizeof piece, 0) > 0);
  }
  close(fd);
  wait_all_done();
  arena_free(a);
}

/* ---- what is refused --------------------------------------------------------------------------------- */

static void test_hostile_table(void **state) {
  (void)state;
  static const struct {
    str request;
    const char *answer;
  } rows[] = {
#define ROW(text, answer) {{text, sizeof(text) - 1}, answer}
      ROW("POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n" END "0\r\n\r\n", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n" END "abcd", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n" END "abc", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n" END "abc", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length: +3\r\n" END "abc", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length: -3\r\n" END "abc", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length: 0x3\r\n" END "abc", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length:\r\n" END "abc", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length : 3\r\n" END "abc", "400"),
      ROW("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n" END "abc", "4"),
      ROW("POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n" END "0\r\n\r\n", "400"),
      ROW("POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n" END "0\r\n\r\n", "400"),
      ROW("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n" END "0\r\n\r\n", "400"),
      ROW("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" END "0\r\n\r\n", "400"),
      ROW("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END "0x5\r\nabcde\r\n0\r\n\r\n", "400"),
      ROW("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END "fffffffffffffffff\r\nab", "4"),
      ROW("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "400"),
      ROW("GET / HTTP/1.1\r\nHost: a\r\n" END, "400"),
      ROW("GET / HTTP/1.1\r\nX-A: b\001c\r\n" END, "400"),
      ROW("GET / HTTP/1.1\r\nX-A: b\177c\r\n" END, "400"),
      ROW("GET / HTTP/1.1\r\nX A: b\r\n" END, "400"),
      ROW("GET / HTTP/1.1\r\nX\001A: b\r\n" END, "400"),
      ROW("GET / HTTP/1.1\r\n: b\r\n" END, "400"),
      ROW("G@T / HTTP/1.1\r\n" END, "501"),
      ROW("get / HTTP/1.1\r\n" END, "501"),
      ROW("TRACE / HTTP/1.1\r\n" END, "405"),
      ROW("CONNECT loket:443 HTTP/1.1\r\n" END, "4"),
      ROW("GET a HTTP/1.1\r\n" END, "400"),
      ROW("OPTIONS * HTTP/1.1\r\n" END, "400"),
      ROW("GET / HTTP/1.2\r\n" END, "505"),
#undef ROW
  };
  struct arena *a = arena_new(16 << 20);
  int before = atomic_load(&done);
  for (size_t i = 0; i < COUNT(rows); i++) {
    str got = talk(a, rows[i].request);
    str want = arena_printf(a, "HTTP/1.1 %s", rows[i].answer);
    bool twice = count_of(got, S("HTTP/1.1 ")) > 1 && str_has(got, S("HTTP/1.1 2"));
    if (!str_starts(got, want) || str_has(got, S("TIMEOUT")) || twice) fail_msg("row %zu: " STR_FMT, i, STR_ARG(got));
  }
  assert_true(atomic_load(&done) - before <= 2); /* only bad chunk sizes come as far as a handler */
  arena_free(a);
}

static void test_huge_header(void **state) {
  (void)state;
  struct arena *a = arena_new(16 << 20);
  char *pad = arena_alloc(a, 100000);
  memset(pad, 'a', 100000);
  str got = talk(a, arena_printf(a, "GET / HTTP/1.1\r\nX-Pad: %.*s\r\n" END, 100000, pad));
  assert_false(str_has(got, S(" 200 ")));
  assert_false(str_has(got, S("TIMEOUT")));
  arena_free(a);
}

/* ---- bodies ------------------------------------------------------------------------------------------- */

static str upload(struct arena *a, const char *head, size_t n) {
  int fd = dial();
  send_all(fd, str_of(head));
  char piece[65536];
  memset(piece, 'b', sizeof piece);
  bool open = true;
  while (n && open) {
    size_t now = n < sizeof piece ? n : sizeof piece;
    open = send_all(fd, (str){piece, now});
    n -= now;
  }
  return read_all(a, fd);
}

static void test_bodies_over_the_limit(void **state) {
  (void)state;
  static const struct {
    const char *head, *status;
    size_t body;
  } rows[] = {
      {"POST / HTTP/1.1\r\nContent-Length: 1000\r\n" END, "200", 1000},
      {"POST / HTTP/1.1\r\nContent-Length: 1001\r\n" END, "413", 1001},
      {"POST / HTTP/1.1\r\nContent-Length: 8000000\r\n" END, "413", 8000000},
      {"PATCH / HTTP/1.1\r\nContent-Length: 8000000\r\n" END, "413", 8000000},
      {"POST /refuse HTTP/1.1\r\nContent-Length: 8000000\r\n" END, "403", 8000000},
      {"GET / HTTP/1.1\r\nContent-Length: 8000000\r\n" END, "413", 8000000},
      {"POST /sink HTTP/1.1\r\nContent-Length: 3000000\r\n" END, "200", 3000000},
      {"POST /sink HTTP/1.1\r\nContent-Length: 9000000\r\n" END, "413", 9000000},
      {"POST /sink-stops HTTP/1.1\r\nContent-Length: 900000\r\n" END, "422", 900000},
      {"POST /sink-stops HTTP/1.1\r\nContent-Length: 4000000\r\n" END, "422", 4000000},
      {"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n" END, "413", 0},
      {"PUT /refuse HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 10\r\n" END, "403", 0},
      {"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 10\r\n" END, "100", 10},
  };
  struct arena *a = arena_new(64 << 20);
  for (size_t i = 0; i < COUNT(rows); i++) {
    str got = upload(a, rows[i].head, rows[i].body);
    if (!str_starts(got, arena_printf(a, "HTTP/1.1 %s", rows[i].status)) || str_has(got, S("TIMEOUT")))
      fail_msg("row %zu: " STR_FMT, i, STR_ARG(got));
  }
  wait_all_done();
  arena_free(a);
}

static void test_refused_upload_says_close(void **state) {
  (void)state;
  struct arena *a = arena_new(16 << 20);
  str got = upload(a, "POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 2000\r\n\r\n", 2000);
  assert_has(got, S("Connection: close\r\n"));
  got = upload(a, "POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 2000000\r\n\r\n", 2000000);
  assert_has(got, S("Connection: close\r\n"));
  assert_has(got, S("Date: "));
  arena_free(a);
}

static void test_chunked_over_the_limit(void **state) {
  (void)state;
  struct arena *a = arena_new(64 << 20);
  struct buf b = buf_new(a, 8 << 20);
  buf_add(&b, S("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END));
  for (int i = 0; i < 40000; i++)
    buf_add(&b, S("40\r\n0123456789012345678901234567890123456789012345678901234567890123\r\n"));
  buf_add(&b, S("0\r\n\r\n"));
  assert_true(str_starts(talk(a, buf_str(&b)), S("HTTP/1.1 413")));
  arena_free(a);
}

static void test_sink_gets_everything(void **state) {
  (void)state;
  struct arena *a = arena_new(16 << 20);
  atomic_store(&sunk, 0);
  str got = upload(a, "POST /sink HTTP/1.1\r\nContent-Length: 3000000\r\n" END, 3000000);
  assert_true(str_starts(got, S("HTTP/1.1 200")));
  assert_int_equal(atomic_load(&sunk), 3000000);
  arena_free(a);
}

static void test_client_leaves_in_the_middle(void **state) {
  (void)state;
  int before = atomic_load(&begun);
  int fd = dial();
  send_all(fd, S("POST /sink HTTP/1.1\r\nHost: l\r\nContent-Length: 3000000\r\n\r\nabc"));
  for (int i = 0; i < 300 && atomic_load(&begun) == before; i++) usleep(10000);
  assert_int_equal(atomic_load(&begun), before + 1);
  close(fd);
  wait_all_done();
}

/* ---- streams ------------------------------------------------------------------------------------------- */

static void test_streams(void **state) {
  (void)state;
  struct arena *a = arena_new(64 << 20);
  int before = atomic_load(&streams_closed);
  str got = talk(a, S("GET /stream?2000000 HTTP/1.1\r\n" END));
  assert_has(str_sub(got, 0, 400), S("Content-Length: 2000000\r\n"));
  assert_int_equal(count_of(got, S("z")), 2000000);
  got = talk(a, S("GET /stream HTTP/1.1\r\n" END));
  assert_has(str_sub(got, 0, 400), S("Transfer-Encoding: chunked\r\n"));
  assert_int_equal(count_of(got, S("z")), 300000);
  assert_true(str_ends(got, S("\r\n0\r\n\r\n")));
  got = talk(a, S("GET /stream?break HTTP/1.1\r\n" END));
  assert_false(str_ends(got, S("\r\n0\r\n\r\n")));
  got = talk(a, S("HEAD /stream?2000000 HTTP/1.1\r\n" END));
  assert_has(got, S("Content-Length: 2000000\r\n"));
  assert_true(str_ends(got, S("\r\n\r\n")));
  wait_all_done();
  assert_int_equal(atomic_load(&streams_closed), before + 4);
  arena_free(a);
}

static void test_client_leaves_a_stream(void **state) {
  (void)state;
  int before = atomic_load(&streams_closed);
  int fd = dial();
  char piece[1000];
  send_all(fd, S("GET /stream?90000000 HTTP/1.1\r\nHost: l\r\n\r\n"));
  assert_true(recv(fd, piece, sizeof piece, 0) > 0);
  close(fd);
  wait_all_done();
  assert_int_equal(atomic_load(&streams_closed), before + 1);
}

/* ---- start and stop ---------------------------------------------------------------------------- */

static void slow_answer(void *self, struct http_request *rq, struct http_response *rs) {
  usleep(300000);
  on_answer(self, rq, rs);
}

/* An own server on a socket that was opened elsewhere, on one thread. */
static void test_stop_lets_answers_finish(void **state) {
  (void)state;
  struct http_server *own;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  assert_int_equal(bind(listener, (struct sockaddr *)&at, sizeof at), 0);
  assert_int_equal(listen(listener, 10), 0);
  struct http_server_config c = {.listen_fd = listener,
                                 .threads = 1,
                                 .connections = 10,
                                 .idle_seconds = 5,
                                 .handler = {NULL, on_begin, slow_answer, on_done}};
  assert_int_equal(http_server_start(&c, &own), E_OK);
  int before = atomic_load(&begun), fd = dial_to(http_server_port(own));
  send_all(fd, S("GET /last HTTP/1.1\r\nHost: l\r\n\r\n"));
  for (int i = 0; i < 300 && atomic_load(&begun) == before; i++) usleep(1000);
  http_server_stop(own);
  struct arena *a = arena_new(1 << 20);
  assert_has(read_all(a, fd), S("GET|/last|"));
  arena_free(a);
}

static void test_start_refuses(void **state) {
  (void)state;
  static const struct {
    const char *host;
    int port;
    enum err want;
  } rows[] = {{"not an address", 0, E_INPUT},
              {"127.0.0.1", 70000, E_INPUT},
              {"127.0.0.1", -1, E_INPUT},
              {"192.0.2.1", 0, E_IO}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct http_server *none = NULL;
    struct http_server_config c = {
        .host = rows[i].host, .port = rows[i].port, .listen_fd = -1, .threads = 1, .connections = 10};
    assert_int_equal(http_server_start(&c, &none), rows[i].want);
    assert_null(none);
  }
}

/* ---- many at once ------------------------------------------------------------------------------------------- */

static void *one_client(void *self) {
  atomic_int *good = self;
  struct arena *a = arena_new(1 << 20);
  for (int i = 0; i < 20; i++) {
    str got = talk(a, S("POST /n HTTP/1.1\r\nContent-Length: 3\r\n" END "abc"));
    if (str_has(got, S("POST|/n||127.0.0.1||abc|3|"))) atomic_fetch_add(good, 1);
    arena_reset(a);
  }
  arena_free(a);
  return NULL;
}

static void test_32_clients(void **state) {
  (void)state;
  pthread_t threads[32];
  atomic_int good = 0;
  for (size_t i = 0; i < COUNT(threads); i++) assert_int_equal(pthread_create(&threads[i], NULL, one_client, &good), 0);
  for (size_t i = 0; i < COUNT(threads); i++) pthread_join(threads[i], NULL);
  assert_int_equal(good, 32 * 20);
  wait_all_done();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_request),
      cmocka_unit_test(test_request_table),
      cmocka_unit_test(test_keep_alive_and_pipelining),
      cmocka_unit_test(test_hostile_table),
      cmocka_unit_test(test_huge_header),
      cmocka_unit_test(test_bodies_over_the_limit),
      cmocka_unit_test(test_refused_upload_says_close),
      cmocka_unit_test(test_chunked_over_the_limit),
      cmocka_unit_test(test_sink_gets_everything),
      cmocka_unit_test(test_client_leaves_in_the_middle),
      cmocka_unit_test(test_streams),
      cmocka_unit_test(test_client_leaves_a_stream),
      cmocka_unit_test(test_stop_lets_answers_finish),
      cmocka_unit_test(test_start_refuses),
      cmocka_unit_test(test_32_clients),
  };
  return cmocka_run_group_tests(tests, start, stop);
}

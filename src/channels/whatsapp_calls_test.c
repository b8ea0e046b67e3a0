/* The calls against a peer that answers like Meta, and like networks do. */
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

#include "channels/whatsapp.h"
#include "net/client.h"

#define TOKEN "token-of-the-office"

/* Reads a request and answers `answer`: NULL cuts the connection, "" lets the caller wait until it is tired. */
static struct {
  int fd, port;
  pthread_t thread;
  const char *answer;
  atomic_bool stop;
  atomic_int requests;
  char request[8192];
} peer;

static bool request_is_complete(void) {
  const char *end = strstr(peer.request, "\r\n\r\n");
  const char *length = strcasestr(peer.request, "content-length:");
  return end && (!length || strlen(end + 4) >= strtoul(length + 15, NULL, 10));
}

static void serve_one(int fd) {
  size_t n = 0;
  memset(peer.request, 0, sizeof peer.request);
  while (!request_is_complete()) {
    ssize_t got = recv(fd, peer.request + n, sizeof peer.request - 1 - n, 0);
    if (got <= 0) return;
    n += (size_t)got;
  }
  atomic_fetch_add(&peer.requests, 1);
  if (peer.answer && *peer.answer) send(fd, peer.answer, strlen(peer.answer), MSG_NOSIGNAL);
  struct pollfd gone = {.fd = fd, .events = POLLIN};
  if (peer.answer && !*peer.answer) poll(&gone, 1, 5000);
}

static void *serve(void *self) {
  (void)self;
  while (!atomic_load(&peer.stop)) {
    struct pollfd ready = {.fd = peer.fd, .events = POLLIN};
    if (poll(&ready, 1, 20) != 1) continue;
    int fd = accept(peer.fd, NULL, NULL);
    serve_one(fd);
    close(fd);
  }
  return NULL;
}

static struct arena *arena;
static struct config cfg;
static const struct number_config number = {.phone_number_id = S("106540352242922"), .token = S(TOKEN)};
static struct http_client *client;

static int start(void **state) {
  (void)state;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t n = sizeof at;
  log_set(LOG_ERROR, "test");
  peer.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  assert_int_equal(bind(peer.fd, (struct sockaddr *)&at, sizeof at), 0);
  assert_int_equal(listen(peer.fd, 8), 0);
  assert_int_equal(getsockname(peer.fd, (struct sockaddr *)&at, &n), 0);
  peer.port = ntohs(at.sin_port);
  assert_int_equal(pthread_create(&peer.thread, NULL, serve, NULL), 0);
  arena = arena_new(MAX_REQUEST_ARENA);
  static const struct http_client_config config = {
      .user_agent = "Loket test", .connect_seconds = 2, .total_seconds = 1, .allow_plain_http = true};
  assert_int_equal(http_client_new(&config, &client), E_OK);
  return 0;
}

static int stop(void **state) {
  (void)state;
  atomic_store(&peer.stop, true);
  pthread_join(peer.thread, NULL);
  close(peer.fd);
  http_client_free(client);
  arena_free(arena);
  return 0;
}

static int meta(void **state) {
  (void)state;
  cfg = (struct config){0};
  cfg.whatsapp.api_base = arena_printf(arena, "http://127.0.0.1:%d/v25.0", peer.port);
  cfg.whatsapp.auth_header = S("Authorization");
  cfg.whatsapp.auth_scheme = S("Bearer");
  cfg.whatsapp.media_hosts[0] = S(".fbsbx.com");
  cfg.whatsapp.media_host_count = 1;
  return 0;
}

static const char *reply(const char *status, const char *body) {
  return arena_printf(
             arena,
             "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
             status, strlen(body), body)
      .p;
}

static bool was_sent(const char *part) { return strstr(peer.request, part) != NULL; }

static void every_answer_to_a_send_is_understood(void **state) {
  (void)state;
  const struct {
    const char *what, *answer;
    bool sent, unknown;
    int code;
    enum wa_remedy remedy;
  } rows[] = {
      {"accepted",
       reply("200 OK",
             "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"+62\",\"wa_id\":\"6281200000101\"}],"
             "\"messages\":[{\"id\":\"wamid.A\",\"message_status\":\"accepted\"}]}"),
       true, false, 0, WA_RETRY},
      {"accepted, no wa_id",
       reply("200 OK", "{\"contacts\":[{\"user_id\":\"ID.1\"}],\"messages\":[{\"id\":\"wamid.A\"}]}"), true, false, 0,
       WA_RETRY},
      {"a read receipt", reply("200 OK", "{\"success\":true}"), true, false, 0, WA_RETRY},
      {"accepted, unreadable", reply("200 OK", "<html>"), false, true, 0, WA_RETRY},
      {"the window is closed",
       reply("400 Bad Request",
             "{\"error\":{\"message\":\"x\",\"type\":\"OAuthException\",\"code\":131047,"
             "\"error_data\":{\"details\":\"d\"},\"fbtrace_id\":\"Ax\"}}"),
       false, false, 131047, WA_USE_TEMPLATE},
      {"error_data is a string",
       reply("400 Bad Request", "{\"error\":{\"code\":131056,\"error_data\":\"too many\",\"fbtrace_id\":\"A x\\n\"}}"),
       false, false, 131056, WA_RETRY_RECIPIENT},
      {"the token ended", reply("401 Unauthorized", "{\"error\":{\"code\":0}}"), false, false, 0, WA_STOP_NUMBER},
      {"an error with a 200", reply("200 OK", "{\"error\":{\"code\":131026}}"), false, false, 131026, WA_UNREACHABLE},
      {"a page of a proxy", reply("502 Bad Gateway", "<html>Bad Gateway</html>"), false, false, 0, WA_RETRY},
      {"a gateway gave up", reply("504 Gateway Timeout", ""), false, true, 0, WA_RETRY},
      {"too often", reply("429 Too Many Requests", "[]"), false, false, 0, WA_RETRY_ALL_LATER},
      {"cut after the request", NULL, false, true, 0, WA_RETRY},
      {"cut in the answer", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"mess", false, true, 0, WA_RETRY},
      {"no answer in time", "", false, true, 0, WA_RETRY},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct wa_outcome o;
    peer.answer = rows[i].answer;
    int before = atomic_load(&peer.requests);
    assert_int_equal(wa_send(client, arena, &cfg, &number, S("{\"type\":\"text\"}"), &o), E_OK);
    if (o.sent != rows[i].sent || o.unknown != rows[i].unknown || o.code != rows[i].code || o.remedy != rows[i].remedy)
      fail_msg("%s: sent %d, unknown %d, code %d, %s", rows[i].what, o.sent, o.unknown, o.code,
               wa_remedy_name(o.remedy));
    if (atomic_load(&peer.requests) != before + 1) fail_msg("%s: sent more than once", rows[i].what);
    assert_true(was_sent("POST /v25.0/106540352242922/messages HTTP"));
    assert_true(was_sent("Authorization: Bearer " TOKEN "\r\n"));
    assert_true(was_sent("\r\n\r\n{\"type\":\"text\"}"));
  }
}

static void what_never_left_is_known_not_to_be_sent(void **state) {
  (void)state;
  struct wa_outcome o;
  cfg.whatsapp.api_base = S("http://127.0.0.1:1");
  assert_int_equal(wa_send(client, arena, &cfg, &number, S("{}"), &o), E_OK);
  assert_false(o.sent);
  assert_false(o.unknown);
  assert_int_equal(o.remedy, WA_RETRY);
}

static void a_solution_provider_is_three_lines_of_configuration(void **state) {
  (void)state;
  struct wa_outcome o;
  cfg.whatsapp.api_base = arena_printf(arena, "http://127.0.0.1:%d/", peer.port);
  cfg.whatsapp.auth_header = S("D360-API-KEY");
  cfg.whatsapp.auth_scheme = S("");
  peer.answer = reply("200 OK", "{\"messages\":[{\"id\":\"wamid.A\"}]}");
  assert_int_equal(wa_send(client, arena, &cfg, &number, S("{}"), &o), E_OK);
  assert_true(o.sent);
  assert_true(was_sent("POST /messages HTTP"));
  assert_true(was_sent("D360-API-KEY: " TOKEN "\r\n"));
}

static enum err keep(void *self, str piece) {
  buf_add(self, piece);
  return E_OK;
}

static enum err fetch(const char *url, struct buf *b, int *status) {
  *b = buf_new(arena, 4096);
  return wa_media_fetch(client, arena, &cfg, &number, str_of(url), keep, b, status);
}

static void media_are_found_and_fetched(void **state) {
  (void)state;
  struct wa_media m;
  struct buf b;
  int status;
  str url = arena_printf(arena, "http://127.0.0.1:%d/w/attachments/?mid=7&hash=x", peer.port);
  peer.answer =
      reply("200 OK", arena_printf(arena,
                                   "{\"url\":\"" STR_FMT
                                   "\",\"mime_type\":\"image/jpeg\",\"file_size\":\"3\",\"id\":\"7\",\"sha256\":"
                                   "\"BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\"}",
                                   STR_ARG(url))
                          .p);
  assert_int_equal(wa_media_info(client, arena, &cfg, &number, S("7"), &m, &status), E_OK);
  assert_true(was_sent("GET /v25.0/7?phone_number_id=106540352242922 HTTP"));
  assert_int_equal(m.size, 3);
  assert_true(m.has_sha256);
  peer.answer = reply("200 OK", "abc");
  assert_int_equal(fetch(m.url.p, &b, &status), E_OK);
  assert_true(was_sent("Authorization: Bearer " TOKEN));
  struct sha256 got = sha256_of(buf_str(&b));
  assert_memory_equal(got.b, m.sha256.b, sizeof got.b);
}

static void lost_media_are_told_from_a_bad_day(void **state) {
  (void)state;
  static const struct {
    const char *status;
    enum err err;
  } rows[] = {{"404 Not Found", E_NOTFOUND},
              {"401 Unauthorized", E_DENIED},
              {"302 Found", E_DENIED},
              {"429 Too Many Requests", E_LIMIT},
              {"500 Internal Server Error", E_IO}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct wa_media m;
    struct buf b;
    int status;
    peer.answer = reply(rows[i].status, "{}");
    assert_int_equal(wa_media_info(client, arena, &cfg, &number, S("7"), &m, &status), rows[i].err);
    assert_int_equal(fetch(arena_printf(arena, "http://127.0.0.1:%d/m", peer.port).p, &b, &status), rows[i].err);
    assert_int_equal(b.n, 0);
    assert_true(status >= 300);
  }
  struct wa_media m;
  int status, before = atomic_load(&peer.requests);
  assert_int_equal(wa_media_info(client, arena, &cfg, &number, S("7/../me"), &m, &status), E_INPUT);
  assert_int_equal(wa_media_info(client, arena, &cfg, &number, S(""), &m, &status), E_INPUT);
  assert_int_equal(atomic_load(&peer.requests), before);
}

static void a_redirect_is_not_followed(void **state) {
  (void)state;
  struct buf b;
  int status, before = atomic_load(&peer.requests);
  peer.answer =
      arena_printf(
          arena,
          "HTTP/1.1 302 Found\r\nLocation: http://localhost:%d/other\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
          peer.port)
          .p;
  assert_int_equal(fetch(arena_printf(arena, "http://127.0.0.1:%d/m", peer.port).p, &b, &status), E_DENIED);
  assert_int_equal(atomic_load(&peer.requests), before + 1);
}

static void the_token_goes_nowhere_else(void **state) {
  (void)state;
  static const char *const with_tls[] = {
      "https://evil.example/x",
      "https://fbsbx.com.evil.example/x",
      "https://evilfbsbx.com/x",
      "https://.fbsbx.com/x",
      "http://lookaside.fbsbx.com/x",
      "https://lookaside.fbsbx.com:8443/x",
      "https://a@lookaside.fbsbx.com/x",
      "https://lookaside.fbsbx.com@evil.example/x",
      "https://evil.example\\.fbsbx.com/x",
      "https://evil.example#.fbsbx.com/x",
      "https://evil.example?.fbsbx.com/",
      "https://127.0.0.1/x",
      "https://[::1]/x",
      "http://127.0.0.1/x",
      "file:///etc/passwd",
      "ftp://lookaside.fbsbx.com/x",
      "//lookaside.fbsbx.com/x",
      "https://",
      "",
      "https://lookaside.fbsbx.com/a b",
      "https://lookaside.fbsbx.com/\r\nX: y",
      "https://lookaside.fbsbx.com:/x",
      "https://lookaside.fbsbx.com:44 3/x",
  };
  struct buf b;
  int status, before = atomic_load(&peer.requests);
  cfg.whatsapp.api_base = S("https://graph.facebook.com/v25.0");
  for (size_t i = 0; i < COUNT(with_tls); i++)
    if (fetch(with_tls[i], &b, &status) != E_DENIED) fail_msg("not refused: %s", with_tls[i]);
  meta(NULL);
  static const char *const plain[] = {"http://lookaside.fbsbx.com/x", "http://10.0.0.1/x",
                                      "http://169.254.169.254/latest", "http://127.0.0.1:1/x"};
  for (size_t i = 0; i < COUNT(plain); i++)
    if (fetch(plain[i], &b, &status) != E_DENIED) fail_msg("not refused: %s", plain[i]);
  assert_int_equal(atomic_load(&peer.requests), before);
}

static void a_stored_photo_is_deleted_where_it_lay(void **state) {
  (void)state;
  int status;
  peer.answer = reply("200 OK", "{\"success\":true}");
  assert_int_equal(wa_media_forget(client, arena, &cfg, &number, S("1037"), &status), E_OK);
  assert_true(was_sent("DELETE /v25.0/1037?phone_number_id=106540352242922 HTTP"));
  assert_true(was_sent("Authorization: Bearer " TOKEN "\r\n"));
  peer.answer = reply("404 Not Found", "{}");
  assert_int_equal(wa_media_forget(client, arena, &cfg, &number, S("1037"), &status), E_NOTFOUND);
  assert_int_equal(status, 404);
  int before = atomic_load(&peer.requests);
  assert_int_equal(wa_media_forget(client, arena, &cfg, &number, S("1037/messages"), &status), E_INPUT);
  assert_int_equal(atomic_load(&peer.requests), before);
}

static void a_provider_that_stands_between_hands_the_media_on(void **state) {
  (void)state;
  struct buf b;
  int status;
  cfg.whatsapp.auth_header = S("D360-API-KEY");
  cfg.whatsapp.auth_scheme = S("");
  peer.answer = reply("200 OK", "abc");
  assert_int_equal(fetch("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=7&ext=1&hash=h", &b, &status),
                   E_OK);
  assert_true(was_sent("GET /whatsapp_business/attachments/?mid=7&ext=1&hash=h HTTP"));
  assert_true(str_eq(buf_str(&b), S("abc")));
}

static enum err full(void *self, str piece) {
  (void)self, (void)piece;
  return E_LIMIT;
}

static void a_full_disk_stops_the_fetch(void **state) {
  (void)state;
  int status;
  peer.answer = reply("200 OK", "abc");
  str url = arena_printf(arena, "http://127.0.0.1:%d/m", peer.port);
  assert_int_equal(wa_media_fetch(client, arena, &cfg, &number, url, full, NULL, &status), E_LIMIT);
}

#define TEST(f) cmocka_unit_test_setup(f, meta)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(every_answer_to_a_send_is_understood),
      TEST(what_never_left_is_known_not_to_be_sent),
      TEST(a_solution_provider_is_three_lines_of_configuration),
      TEST(media_are_found_and_fetched),
      TEST(lost_media_are_told_from_a_bad_day),
      TEST(a_redirect_is_not_followed),
      TEST(the_token_goes_nowhere_else),
      TEST(a_stored_photo_is_deleted_where_it_lay),
      TEST(a_provider_that_stands_between_hands_the_media_on),
      TEST(a_full_disk_stops_the_fetch),
  };
  return cmocka_run_group_tests(tests, start, stop);
}

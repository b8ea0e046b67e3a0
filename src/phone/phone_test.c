/* The phone, driven over HTTP as a server and a test would, with a small receiver for its webhooks. */
#include <jansson.h>
#include <pthread.h>
#include <setjmp.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "net/client.h"
#include "net/http.h"
#include "phone/phone.h"

#define NUMBER "111000111"
#define OTHER "222000222"
#define SARI "6281200000001"
#define SECRET "rahasia-aplikasi"

/* ---- the receiver: what a server would do with webhooks ----------------------------------------------------- */

static struct {
  pthread_mutex_t lock;
  struct http_server *server;
  json_t *posts; /* every body taken */
  int posts_refused, bad_signatures, not_ascii;
  int refuse; /* answer 500 this many times more */
} hook = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void hook_begin(void *self, struct http_request *rq, struct http_response *rs) {
  (void)self, (void)rs;
  rq->keep_body = MAX_WEBHOOK_BODY;
}

static void take_post(struct http_request *rq, struct http_response *rs) {
  struct sha256 mac = hmac_sha256(S(SECRET), rq->body);
  str hex = hex_encode(rq->arena, mac.b, sizeof mac.b);
  str wanted = arena_printf(rq->arena, "sha256=" STR_FMT, STR_ARG(hex));
  if (!str_eq(wanted, http_header(rq, "X-Hub-Signature-256"))) hook.bad_signatures++;
  for (size_t i = 0; i < rq->body.n; i++) hook.not_ascii += (u8)rq->body.p[i] >= 0x80;
  rs->status = hook.refuse-- > 0 ? 500 : 200;
  if (rs->status == 200)
    json_array_append_new(hook.posts, json_loadb(rq->body.p, rq->body.n, 0, NULL));
  else
    hook.posts_refused++;
}

static void hook_answer(void *self, struct http_request *rq, struct http_response *rs) {
  (void)self;
  pthread_mutex_lock(&hook.lock);
  if (rq->method == HTTP_POST) {
    take_post(rq, rs);
  } else {
    str rest = rq->query, pair;
    bool known = str_has(rq->query, S("hub.verify_token=token%2Fuji"));
    rs->status = known ? 200 : 403;
    while (str_cut(&rest, '&', &pair))
      if (str_starts(pair, S("hub.challenge="))) rs->body = str_from(pair, 14);
  }
  pthread_mutex_unlock(&hook.lock);
}

static void hook_done(void *self, struct http_request *rq, const struct http_response *rs) {
  (void)self, (void)rq, (void)rs;
}

/* ---- the stage ---------------------------------------------------------------------------------------------- */

static struct arena *arena;
static struct phone *phone;
static struct http_client *client;
static char webhook[64];

static int raise_stage(void **state) {
  (void)state;
  arena = arena_new(512u << 20);
  hook.posts = json_array();
  hook.posts_refused = hook.bad_signatures = hook.not_ascii = hook.refuse = 0;
  struct http_server_config config = {.host = "127.0.0.1",
                                      .listen_fd = -1,
                                      .threads = 1,
                                      .connections = 16,
                                      .idle_seconds = 10,
                                      .handler = {NULL, hook_begin, hook_answer, hook_done}};
  if (http_server_start(&config, &hook.server) != E_OK) return 1;
  snprintf(webhook, sizeof webhook, "http://127.0.0.1:%d/hook/whatsapp", http_server_port(hook.server));
  struct phone_options options = {
      .host = "127.0.0.1",
      .webhook = str_of(webhook),
      .app_secret = S(SECRET),
      .verify_token = S("token/uji"),
      .api_version = S("v25.0"),
      .number_count = 2,
      .numbers = {{S(NUMBER), S("+62 812-0000-1001"), S("kunci-1")}, {S(OTHER), S("+62 812-0000-1002"), S("kunci-2")}}};
  if (phone_start(&options, &phone) != E_OK) return 1;
  struct http_client_config c = {
      .user_agent = "test", .connect_seconds = 5, .total_seconds = 10, .allow_plain_http = true};
  return http_client_new(&c, &client) != E_OK;
}

static int strike_stage(void **state) {
  (void)state;
  phone_stop(phone);
  http_server_stop(hook.server);
  http_client_free(client);
  json_decref(hook.posts);
  arena_free(arena);
  return 0;
}

struct header {
  const char *name;
  str value;
};

struct got {
  enum err err;
  int status;
  str body;
  json_t *json; /* dropped with the rest: drop() */
  bool maybe_done;
};

static struct got call(const char *method, const char *path, const char *type, const char *token, str body) {
  struct header headers[] = {{"Content-Type", str_of(type)},
                             {"Authorization", arena_printf(arena, "Bearer %s", token ? token : "")}};
  struct http_call c = {.method = method,
                        .body = body,
                        .headers = (const void *)headers,
                        .header_count = token ? 2 : 1,
                        .max_answer = 32u << 20};
  c.url = str_starts(str_of(path), S("http")) ? str_of(path)
                                              : arena_printf(arena, "http://127.0.0.1:%d%s", phone_port(phone), path);
  struct http_answer a = {0};
  struct got g = {.err = http_call(client, arena, &c, &a)};
  g.status = a.status;
  g.body = a.body;
  g.maybe_done = a.maybe_done;
  g.json = a.body.n ? json_loadb(a.body.p, a.body.n, 0, NULL) : NULL;
  return g;
}

static struct got post(const char *path, const char *body) {
  return call("POST", path, "application/json", NULL, str_of(body));
}
static struct got get(const char *path) { return call("GET", path, "application/json", NULL, STR_NONE); }
static struct got send_as(const char *token, const char *body) {
  return call("POST", "/v25.0/" NUMBER "/messages", "application/json", token, str_of(body));
}
static struct got send_out(const char *body) { return send_as("kunci-1", body); }

static int drop(struct got g) {
  json_decref(g.json);
  return g.status;
}

/* "error.code" -> the number there; 0 when nothing is. "a.0.b" goes into lists. */
static json_t *at(json_t *o, const char *path) {
  str rest = str_of(path), part;
  while (o && str_cut(&rest, '.', &part)) {
    i64 i;
    o = str_to_i64(part, &i) ? json_array_get(o, (size_t)i) : json_object_get(o, arena_cstr(arena, part));
  }
  return o;
}
static const char *text_at(json_t *o, const char *path) {
  const char *s = json_string_value(at(o, path));
  return s ? s : "";
}
static i64 code_of(struct got g) {
  i64 code = json_integer_value(at(g.json, "error.code"));
  drop(g);
  return code;
}

/* All updates that came, flat; `what` = messages, statuses or message_echoes. */
static json_t *updates(const char *what) {
  json_t *out = json_array();
  pthread_mutex_lock(&hook.lock);
  for (size_t i = 0; i < json_array_size(hook.posts); i++) {
    json_t *changes = at(json_array_get(hook.posts, i), "entry.0.changes");
    for (size_t j = 0; j < json_array_size(changes); j++)
      json_array_extend(out, at(json_array_get(changes, j), arena_printf(arena, "value.%s", what).p));
  }
  pthread_mutex_unlock(&hook.lock);
  return out;
}

static json_t *wait_for(const char *what, size_t n) {
  for (int i = 0; i < 500; i++) {
    json_t *list = updates(what);
    if (json_array_size(list) >= n) return list;
    json_decref(list);
    usleep(10000);
  }
  fail_msg("%zu %s never came", n, what);
  return NULL;
}

static void open_window(void) {
  assert_int_equal(200, drop(post("/sim/citizens/" SARI "/text", "{\"text\":\"halo\"}")));
}

#define TEXT_TO_SARI \
  "{\"messaging_product\":\"whatsapp\",\"to\":\"+" SARI "\",\"type\":\"text\",\"text\":{\"body\":\"Selamat pagi\"}}"

/* ---- tests -------------------------------------------------------------------------------------------------- */

static void a_citizens_text_arrives_signed(void **state) {
  (void)state;
  assert_int_equal(
      200, drop(post("/sim/citizens/" SARI "/text", "{\"number\":\"" OTHER "\",\"text\":\"mau urus akta – é/\"}")));
  json_t *list = wait_for("messages", 1), *m = json_array_get(list, 0);
  assert_string_equal("mau urus akta – é/", text_at(m, "text.body"));
  assert_string_equal(SARI, text_at(m, "from"));
  assert_int_equal(10, strlen(text_at(m, "timestamp")));
  assert_string_equal(OTHER,
                      text_at(json_array_get(hook.posts, 0), "entry.0.changes.0.value.metadata.phone_number_id"));
  assert_int_equal(0, hook.bad_signatures);
  assert_int_equal(0, hook.not_ascii);
  json_decref(list);
}

static void without_the_right_token_nothing_is_sent(void **state) {
  (void)state;
  open_window();
  static const char *const wrong[] = {"", "salah", "kunci-2"};
  for (size_t i = 0; i < COUNT(wrong); i++) assert_int_equal(190, code_of(send_as(wrong[i], TEXT_TO_SARI)));
  struct got g = call("POST", "/v25.0/333/messages", "application/json", "kunci-1", S(TEXT_TO_SARI));
  assert_int_equal(100, code_of(g));
}

static void a_message_is_accepted_shown_and_ticked(void **state) {
  (void)state;
  open_window();
  struct got g = send_out("{\"messaging_product\":\"whatsapp\",\"to\":\"+" SARI
                          "\",\"biz_opaque_callback_data\":\"kotak-7\","
                          "\"text\":{\"body\":\"Selamat pagi\"}}");
  assert_int_equal(200, g.status);
  const char *id = text_at(g.json, "messages.0.id");
  assert_string_equal(SARI, text_at(g.json, "contacts.0.wa_id"));
  struct got seen = get("/sim/citizens/" SARI "/messages?number=" NUMBER "&after=1");
  assert_string_equal("Selamat pagi", text_at(seen.json, "messages.0.text"));
  assert_string_equal(id, text_at(seen.json, "messages.0.id"));
  drop(post("/sim/citizens/" SARI "/seen", "{}"));
  json_t *statuses = wait_for("statuses", 3);
  static const char *const wanted[] = {"sent", "delivered", "read"};
  for (size_t i = 0; i < 3; i++) {
    assert_string_equal(wanted[i], text_at(json_array_get(statuses, i), "status"));
    assert_string_equal(id, text_at(json_array_get(statuses, i), "id"));
    assert_string_equal("kotak-7", text_at(json_array_get(statuses, i), "biz_opaque_callback_data"));
  }
  json_decref(statuses);
  drop(seen);
  drop(g);
}

#define TO "\"messaging_product\":\"whatsapp\",\"to\":\"+" SARI "\","
#define LIST(rows)                                                                                                    \
  "{" TO                                                                                                              \
  "\"type\":\"interactive\",\"interactive\":{\"type\":\"list\",\"body\":{\"text\":\"Pilih\"},\"action\":{\"button\":" \
  "\"Layanan\",\"sections\":[" rows "]}}}"
#define ROW(id) "{\"id\":\"" id "\",\"title\":\"Akta\"}"
#define BUTTONS(b)                                                                                                   \
  "{" TO                                                                                                             \
  "\"type\":\"interactive\",\"interactive\":{\"type\":\"button\",\"body\":{\"text\":\"?\"},\"action\":{\"buttons\":" \
  "[" b "]}}}"
#define BUTTON(id, title) "{\"type\":\"reply\",\"reply\":{\"id\":\"" id "\",\"title\":\"" title "\"}}"
#define LINK(url)                                                                                                  \
  "{" TO                                                                                                           \
  "\"type\":\"interactive\",\"interactive\":{\"type\":\"cta_url\",\"body\":{\"text\":\"?\"},\"action\":{\"name\":" \
  "\"cta_url\",\"parameters\":{\"display_text\":\"Isi\",\"url\":\"" url "\"}}}}"

static void bodies_are_held_against_metas_limits(void **state) {
  (void)state;
  static const struct {
    const char *body;
    i64 code; /* 0 = accepted */
  } rows[] = {
      {"not json", 100},
      {"[]", 100},
      {"{\"to\":\"+" SARI "\",\"text\":{\"body\":\"x\"}}", 131008},
      {"{\"messaging_product\":\"whatsapp\",\"text\":{\"body\":\"x\"}}", 131008},
      {"{" TO "\"type\":\"text\"}", 131008},
      {"{" TO "\"type\":\"text\",\"text\":{}}", 131008},
      {"{" TO "\"type\":\"text\",\"text\":{\"body\":\"\"}}", 100},
      {"{" TO "\"type\":\"text\",\"text\":{\"body\":\"x\",\"colour\":1}}", 100},
      {"{" TO "\"type\":\"fax\",\"fax\":{}}", 100},
      {"{\"messaging_product\":\"whatsapp\",\"to\":\"0812\",\"text\":{\"body\":\"x\"}}", 131026},
      {"{\"messaging_product\":\"whatsapp\",\"to\":\"+6281200001001\",\"text\":{\"body\":\"x\"}}", 131021},
      {LIST("{\"rows\":[" ROW("a") "," ROW("b") "]}"), 0},
      {LIST("{\"rows\":[" ROW("a") "," ROW("a") "]}"), 131009},
      {LIST("{\"rows\":[" ROW("a") "]},{\"rows\":[" ROW("b") "]}"), 131008},
      {LIST("{\"rows\":[{\"id\":\"a\",\"title\":\"Akta Kelahiran dan Kematian\"}]}"), 100},
      {LIST("{\"title\":\"A\",\"rows\":[" ROW("1") "," ROW("2") "," ROW("3") "," ROW("4") "," ROW("5") "," ROW(
           "6") "]},"
                "{\"title\":\"B\",\"rows\":[" ROW("7") "," ROW("8") "," ROW("9") "," ROW("10") "," ROW("11") "]}"),
       131009},
      {BUTTONS(BUTTON("y", "Ya") "," BUTTON("n", "Tidak")), 0},
      {BUTTONS(BUTTON("y", "Ya") "," BUTTON("n", "Ya")), 131009},
      {BUTTONS(BUTTON(" y", "Ya")), 131009},
      {BUTTONS(BUTTON("y", "Ya, semuanya sudah lengkap")), 100},
      {BUTTONS(BUTTON("1", "1") "," BUTTON("2", "2") "," BUTTON("3", "3") "," BUTTON("4", "4")), 131009},
      {LINK("https://loket.example/s/abc"), 0},
      {LINK("http://127.0.0.1:8080/s/abc"), 0},
      {LINK("http://10.1.2.3/s"), 131009},
      {LINK("javascript:alert(1)"), 131009},
      {"{" TO "\"type\":\"image\",\"image\":{}}", 131009},
      {"{" TO "\"type\":\"image\",\"image\":{\"id\":\"1037000000009999\"}}", 131009},
      {"{" TO "\"type\":\"template\",\"template\":{\"name\":\"Siap Ambil\",\"language\":{\"code\":\"id\"}}}", 131009},
      {"{" TO "\"type\":\"template\",\"template\":{\"name\":\"siap\",\"language\":{\"code\":\"id\"}}}", 0},
  };
  open_window();
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct got g = send_out(rows[i].body);
    if ((g.status == 200) != !rows[i].code) print_error("row %zu: " STR_FMT "\n", i, STR_ARG(g.body));
    assert_int_equal(rows[i].code, code_of(g));
  }
}

static void a_text_ends_at_4096_characters_not_bytes(void **state) {
  (void)state;
  open_window();
  for (int extra = 0; extra < 2; extra++) {
    struct buf b = buf_new(arena, 64u << 10);
    buf_printf(&b, "{" TO "\"text\":{\"body\":\"");
    for (int i = 0; i < 4096 + extra; i++) buf_add(&b, S("é"));
    buf_add(&b, S("\"}}"));
    struct got g = call("POST", "/v25.0/" NUMBER "/messages", "application/json", "kunci-1", buf_str(&b));
    assert_int_equal(extra ? 100 : 0, code_of(g));
  }
}

static void the_window_closes_after_a_day_and_templates_pass(void **state) {
  (void)state;
  assert_int_equal(131047, code_of(send_out(TEXT_TO_SARI)));
  open_window();
  assert_int_equal(0, code_of(send_out(TEXT_TO_SARI)));
  drop(post("/sim/clock", "{\"advance_seconds\":86401}"));
  assert_int_equal(131047, code_of(send_out(TEXT_TO_SARI)));
  drop(post("/sim/templates", "{\"name\":\"siap_diambil\",\"text\":\"Berkas {{1}} siap, rak {{2}}.\"}"));
#define TEMPLATE(name, params)                                  \
  "{" TO "\"type\":\"template\",\"template\":{\"name\":\"" name \
  "\",\"language\":{\"code\":\"id\"},\"components\":[{\"type\":\"body\",\"parameters\":[" params "]}]}}"
#define PARAM(t) "{\"type\":\"text\",\"text\":\"" t "\"}"
  assert_int_equal(132001, code_of(send_out(TEMPLATE("lain", PARAM("a")))));
  assert_int_equal(132000, code_of(send_out(TEMPLATE("siap_diambil", PARAM("a")))));
  assert_int_equal(100, code_of(send_out(TEMPLATE("siap_diambil", PARAM("a\\nb") "," PARAM("c")))));
  assert_int_equal(0, code_of(send_out(TEMPLATE("siap_diambil", PARAM("MTR-1") "," PARAM("C4")))));
  struct got g = get("/sim/citizens/" SARI "/messages?number=" NUMBER "&after=2");
  assert_string_equal("Berkas MTR-1 siap, rak C4.", text_at(g.json, "messages.0.text"));
  drop(g);
}

static void a_tap_on_a_list_comes_back_with_its_id(void **state) {
  (void)state;
  open_window();
  struct got sent = send_out(LIST("{\"rows\":[{\"id\":\"svc.akta\",\"title\":\"Akta\",\"description\":\"lahir\"}]}"));
  assert_int_equal(422, drop(post("/sim/citizens/" SARI "/choose", "{\"id\":\"svc.lain\"}")));
  assert_int_equal(200, drop(post("/sim/citizens/" SARI "/choose", "{\"id\":\"svc.akta\"}")));
  json_t *list = wait_for("messages", 2), *m = json_array_get(list, 1);
  assert_string_equal("list_reply", text_at(m, "interactive.type"));
  assert_string_equal("svc.akta", text_at(m, "interactive.list_reply.id"));
  assert_string_equal("lahir", text_at(m, "interactive.list_reply.description"));
  assert_string_equal(text_at(sent.json, "messages.0.id"), text_at(m, "context.id"));
  json_decref(list);
  drop(sent);
}

static void a_photo_can_be_fetched_for_five_minutes(void **state) {
  (void)state;
  char bytes[300000];
  memset(bytes, 'x', sizeof bytes);
  memcpy(bytes, "\xFF\xD8\xFF\xE0", 4);
  str photo = {bytes, sizeof bytes};
  assert_int_equal(200, drop(call("POST", "/sim/citizens/" SARI "/photo?caption=KK%20asli&quoted=wamid.X", "image/jpeg",
                                  NULL, photo)));
  json_t *list = wait_for("messages", 1), *m = json_array_get(list, 0);
  assert_string_equal("KK asli", text_at(m, "image.caption"));
  assert_string_equal("wamid.X", text_at(m, "context.id"));
  struct sha256 hash = sha256_of(photo);
  assert_string_equal(base64_encode(arena, hash.b, sizeof hash.b).p, text_at(m, "image.sha256"));
  const char *path = arena_printf(arena, "/v25.0/%s?phone_number_id=" NUMBER, text_at(m, "image.id")).p;
  assert_int_equal(401, drop(call("GET", path, "", "salah", STR_NONE)));
  struct got info = call("GET", path, "", "kunci-1", STR_NONE);
  assert_string_equal(hex_encode(arena, hash.b, sizeof hash.b).p, text_at(info.json, "sha256"));
  assert_int_equal(sizeof bytes, json_integer_value(at(info.json, "file_size")));
  const char *url = text_at(info.json, "url");
  assert_int_equal(401, drop(call("GET", url, "", NULL, STR_NONE)));
  struct got file = call("GET", url, "", "kunci-1", STR_NONE);
  assert_int_equal(200, file.status);
  assert_true(str_eq(photo, file.body));
  drop(post("/sim/clock", "{\"advance_seconds\":301}"));
  assert_int_equal(404, drop(call("GET", url, "", "kunci-1", STR_NONE)));
  assert_int_equal(200, drop(call("DELETE", path, "", "kunci-1", STR_NONE)));
  assert_int_equal(400, drop(call("GET", path, "", "kunci-1", STR_NONE)));
  assert_int_equal(400, drop(call("DELETE", path, "", "kunci-1", STR_NONE))); /* gone is gone */
  struct got mine = get("/sim/citizens/" SARI "/messages?after=0");
  struct got shown = get(text_at(mine.json, "messages.0.media.url"));
  assert_true(str_eq(photo, shown.body)); /* the citizen's own copy */
  drop(shown);
  drop(mine);
  drop(file);
  drop(info);
  json_decref(list);
}

static struct got upload(str type, str bytes) {
  str body = arena_printf(
      arena,
      "--batas\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"
      "--batas\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: " STR_FMT
      "\r\n\r\n" STR_FMT "\r\n--batas--\r\n",
      STR_ARG(type), STR_ARG(bytes));
  return call("POST", "/v25.0/" NUMBER "/media", "multipart/form-data; boundary=batas", "kunci-1", body);
}

static void an_uploaded_document_reaches_the_citizen(void **state) {
  (void)state;
  open_window();
  assert_int_equal(131053, code_of(upload(S("application/pdf"), S("<html>"))));
  assert_int_equal(100, code_of(upload(S("application/x-msdownload"), S("MZ"))));
  struct got g = upload(S("application/pdf"), S("%PDF-1.7 contoh"));
  const char *id = text_at(g.json, "id");
  struct got sent = send_out(
      arena_printf(arena, "{" TO "\"type\":\"document\",\"document\":{\"id\":\"%s\",\"filename\":\"syarat.pdf\"}}", id)
          .p);
  assert_int_equal(200, sent.status);
  struct got seen = get("/sim/citizens/" SARI "/messages?after=1");
  assert_string_equal("syarat.pdf", text_at(seen.json, "messages.0.media.name"));
  struct got file = get(text_at(seen.json, "messages.0.media.url"));
  assert_true(str_eq(S("%PDF-1.7 contoh"), file.body));
  assert_int_equal(
      131053, code_of(send_out(arena_printf(arena, "{" TO "\"type\":\"image\",\"image\":{\"id\":\"%s\"}}", id).p)));
  drop(file);
  drop(seen);
  drop(sent);
  drop(g);
}

static void mishaps_come_when_asked_for(void **state) {
  (void)state;
  open_window();
  drop(post("/sim/errors", "{\"code\":131056,\"times\":2,\"phone\":\"" SARI "\"}"));
  assert_int_equal(131056, code_of(send_out(TEXT_TO_SARI)));
  assert_int_equal(131056, code_of(send_out(TEXT_TO_SARI)));
  assert_int_equal(0, code_of(send_out(TEXT_TO_SARI)));
  drop(post("/sim/errors", "{\"http\":502}"));
  struct got page = send_out(TEXT_TO_SARI);
  assert_int_equal(502, page.status);
  assert_null(page.json);
  drop(post("/sim/errors", "{\"timeout\":true}"));
  struct got lost = send_out(TEXT_TO_SARI);
  assert_int_not_equal(E_OK, lost.err);
  assert_true(lost.maybe_done);
  drop(lost);
  drop(post("/sim/errors", "{\"late\":true,\"code\":131026}"));
  assert_int_equal(0, code_of(send_out(TEXT_TO_SARI)));
  json_t *statuses = wait_for("statuses", 5); /* two of the accepted, two of the lost answer, one failure */
  assert_string_equal("failed", text_at(json_array_get(statuses, 4), "status"));
  assert_int_equal(131026, json_integer_value(at(json_array_get(statuses, 4), "errors.0.code")));
  json_decref(statuses);
  struct got seen = get("/sim/citizens/" SARI "/messages?after=1");
  assert_int_equal(3, json_array_size(at(seen.json, "messages")));
  drop(seen);
}

static void webhooks_are_tried_again_until_taken(void **state) {
  (void)state;
  hook.refuse = 2;
  open_window();
  json_t *list = wait_for("messages", 1);
  assert_int_equal(2, hook.posts_refused);
  assert_int_equal(1, json_array_size(list));
  json_decref(list);
}

static void updates_can_come_twice_turned_round_and_in_one_body(void **state) {
  (void)state;
  drop(post("/sim/citizens/" SARI "/text", "{\"text\":\"dua kali\",\"copies\":2}"));
  json_t *list = wait_for("messages", 2);
  assert_string_equal(text_at(list, "0.id"), text_at(list, "1.id"));
  json_decref(list);
  drop(post("/sim/delivery", "{\"hold\":true}"));
  drop(post("/sim/citizens/" SARI "/text", "{\"text\":\"satu\"}"));
  drop(post("/sim/citizens/" SARI "/text", "{\"text\":\"dua\"}"));
  drop(post("/sim/delivery", "{\"release\":\"reversed\"}"));
  list = wait_for("messages", 4);
  assert_string_equal("dua", text_at(list, "2.text.body"));
  assert_string_equal("satu", text_at(list, "3.text.body"));
  json_decref(list);
  drop(post("/sim/delivery", "{\"hold\":true}"));
  for (int i = 0; i < 50; i++) drop(post("/sim/citizens/" SARI "/text", "{\"text\":\"banyak\"}"));
  size_t before = json_array_size(hook.posts);
  drop(post("/sim/delivery", "{\"release\":\"batch\"}"));
  list = wait_for("messages", 54);
  assert_int_equal(before + 1, json_array_size(hook.posts));
  json_decref(list);
}

static void a_citizen_without_a_phone_number_can_be_answered(void **state) {
  (void)state;
  drop(post("/sim/citizens/" SARI "/text", "{\"text\":\"halo\",\"hide_phone\":true}"));
  json_t *list = wait_for("messages", 1), *m = json_array_get(list, 0);
  assert_null(json_object_get(m, "from"));
  const char *user = text_at(m, "from_user_id");
  assert_true(str_starts(str_of(user), S("ID.")));
  struct got g = send_out(
      arena_printf(arena, "{\"messaging_product\":\"whatsapp\",\"recipient\":\"%s\",\"text\":{\"body\":\"x\"}}", user)
          .p);
  assert_int_equal(200, g.status);
  assert_null(at(g.json, "contacts.0.wa_id"));
  assert_int_equal(
      131026,
      code_of(send_out("{\"messaging_product\":\"whatsapp\",\"recipient\":\"ID.1\",\"text\":{\"body\":\"x\"}}")));
  drop(g);
  json_decref(list);
}

static void reading_and_typing_show_on_the_phone(void **state) {
  (void)state;
  struct got mine = post("/sim/citizens/" SARI "/text", "{\"text\":\"halo\"}");
  const char *id = text_at(mine.json, "id");
  assert_int_equal(200, drop(send_out(arena_printf(arena,
                                                   "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_"
                                                   "id\":\"%s\",\"typing_indicator\":{\"type\":\"text\"}}",
                                                   id)
                                          .p)));
  struct got seen = get("/sim/citizens/" SARI "/messages");
  assert_string_equal("read", text_at(seen.json, "messages.0.status"));
  assert_true(json_is_true(at(seen.json, "typing")));
  drop(seen);
  assert_int_equal(
      131009, code_of(send_out("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.x\"}")));
  drop(mine);
}

static void every_kind_reaches_the_server_with_its_type(void **state) {
  (void)state;
  struct got first = post("/sim/citizens/" SARI "/text", "{\"text\":\"halo\"}");
  const char *id = text_at(first.json, "id");
  static const char *const rows[][3] = {{"voice", "{}", "audio"},
                                        {"sticker", "{}", "sticker"},
                                        {"location", "{}", "location"},
                                        {"contacts", "{}", "contacts"},
                                        {"unsupported", "{}", "unsupported"},
                                        {"reaction", "{\"id\":\"%s\",\"emoji\":\"👍\"}", "reaction"},
                                        {"edit", "{\"id\":\"%s\",\"text\":\"baru\"}", "edit"},
                                        {"revoke", "{\"id\":\"%s\"}", "revoke"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    str form = str_of(rows[i][1]);
    size_t hole = str_find(form, '%');
    str body = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(str_sub(form, 0, hole)), hole < form.n ? id : "",
                            STR_ARG(str_from(form, hole + 2)));
    assert_int_equal(200, drop(post(arena_printf(arena, "/sim/citizens/" SARI "/%s", rows[i][0]).p, body.p)));
  }
  json_t *list = wait_for("messages", 1 + COUNT(rows));
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_string_equal(rows[i][2], text_at(json_array_get(list, i + 1), "type"));
  json_decref(list);
  drop(post("/sim/echo", "{\"phone\":\"" SARI "\",\"text\":\"Saya bantu ya\"}"));
  list = wait_for("message_echoes", 1);
  assert_string_equal(SARI, text_at(list, "0.to"));
  json_decref(list);
  drop(first);
}

static void the_number_tells_its_health_and_360dialog_works(void **state) {
  (void)state;
  struct got g = call("GET", "/v25.0/" NUMBER "?fields=status,quality_rating", "", "kunci-1", STR_NONE);
  assert_string_equal("CONNECTED", text_at(g.json, "status"));
  assert_string_equal("GREEN", text_at(g.json, "quality_rating"));
  assert_int_equal(3, json_object_size(g.json));
  drop(g);
  open_window();
  struct header headers[] = {{"Content-Type", S("application/json")}, {"D360-API-KEY", S("kunci-1")}};
  struct http_call c = {.method = "POST",
                        .body = S(TEXT_TO_SARI),
                        .headers = (const void *)headers,
                        .header_count = 2,
                        .max_answer = 4096};
  c.url = arena_printf(arena, "http://127.0.0.1:%d/messages", phone_port(phone));
  struct http_answer a = {0};
  assert_int_equal(E_OK, http_call(client, arena, &c, &a));
  assert_int_equal(200, a.status);
}

static void nonsense_gets_a_clear_answer(void **state) {
  (void)state;
  static const struct {
    const char *path, *body;
    int status;
  } rows[] = {{"/sim/citizens/abc/text", "{\"text\":\"x\"}", 422},
              {"/sim/citizens/" SARI "/text", "{\"text\":5}", 422},
              {"/sim/citizens/" SARI "/text", "[1]", 400},
              {"/sim/citizens/" SARI "/dance", "{}", 404},
              {"/sim/citizens/" SARI "/text", "{\"text\":\"x\",\"number\":\"9\"}", 404},
              {"/sim/errors", "{}", 422},
              {"/sim/errors", "{\"code\":5,\"http\":200}", 422},
              {"/sim/nothing", "{}", 404},
              {"/sim/clock", "{\"advance_seconds\":-5}", 422},
              {"/%FF/messages", "{}", 400},
              {"/a/b/c/d/e/f/g/h/i/j", "{}", 400}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct got g = post(rows[i].path, rows[i].body);
    if (g.status != rows[i].status) print_error("row %zu\n", i);
    assert_int_equal(rows[i].status, drop(g));
  }
  struct got page = get("/");
  assert_true(str_has(page.body, S("<!doctype html>")));
  drop(page);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, raise_stage, strike_stage)
  const struct CMUnitTest tests[] = {
      TEST(a_citizens_text_arrives_signed),
      TEST(without_the_right_token_nothing_is_sent),
      TEST(a_message_is_accepted_shown_and_ticked),
      TEST(bodies_are_held_against_metas_limits),
      TEST(a_text_ends_at_4096_characters_not_bytes),
      TEST(the_window_closes_after_a_day_and_templates_pass),
      TEST(a_tap_on_a_list_comes_back_with_its_id),
      TEST(a_photo_can_be_fetched_for_five_minutes),
      TEST(an_uploaded_document_reaches_the_citizen),
      TEST(mishaps_come_when_asked_for),
      TEST(webhooks_are_tried_again_until_taken),
      TEST(updates_can_come_twice_turned_round_and_in_one_body),
      TEST(a_citizen_without_a_phone_number_can_be_answered),
      TEST(reading_and_typing_show_on_the_phone),
      TEST(every_kind_reaches_the_server_with_its_type),
      TEST(the_number_tells_its_health_and_360dialog_works),
      TEST(nonsense_gets_a_clear_answer),
  };
  return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}

#include "phone/serve.h"

#include "base/limits.h"
#include "phone/assets.h"
#include "phone/errors.h"
#include "phone/hook.h"

#define UPLOAD_SPARE (1u << 20) /* for the text fields beside a file */

/* ---- answers ---------------------------------------------------------------------------------------------- */

static int add_text(const char *text, size_t n, void *self) {
  buf_add(self, (str){text, n});
  return 0;
}

void answer_json(struct ask *q, int status, json_t *body) {
  struct buf b = buf_new(q->a, 16u << 20);
  json_dump_callback(body, add_text, &b, JSON_COMPACT);
  json_decref(body);
  q->rs->status = b.full || !b.n ? 500 : status;
  q->rs->type = "application/json";
  q->rs->body = b.full ? S("{}") : buf_str(&b);
}

void answer_error(struct ask *q, int status, int code, str details) {
  q->p->counts.refused++;
  answer_json(q, status, error_answer(code, 0, details));
}

void answer_refusal(struct ask *q, int status, const char *what) {
  answer_json(q, status, json_pack("{s:s}", "error", what));
}

bool ask_is(const struct ask *q, enum http_method method, size_t segments) {
  bool get = method == HTTP_GET && q->rq->method == HTTP_HEAD;
  return (q->rq->method == method || get) && q->count == segments;
}

/* ---- files in bodies ----------------------------------------------------------------------------------------- */

struct reading {
  struct arena *a;
  struct sent_file *file;
  struct buf value;
  char *bytes; /* room for the whole body: a file is no longer */
  size_t n;
  struct part part;
};

static enum err part_begin(void *self, const struct part *part) {
  struct reading *r = self;
  r->part = *part;
  r->part.name = arena_str(r->a, part->name);
  r->value = buf_new(r->a, MAX_FIELD_SIZE);
  if (!part->is_file) return E_OK;
  r->n = 0;
  r->file->name = arena_str(r->a, part->filename);
  r->file->mime = arena_str(r->a, part->type);
  return E_OK;
}

static enum err part_data(void *self, str piece) {
  struct reading *r = self;
  if (!r->part.is_file) {
    buf_add(&r->value, piece);
    return r->value.full ? E_LIMIT : E_OK;
  }
  if (piece.n) memcpy(r->bytes + r->n, piece.p, piece.n);
  r->n += piece.n;
  return E_OK;
}

static enum err part_end(void *self) {
  struct reading *r = self;
  if (r->part.is_file) {
    r->file->bytes = (str){r->bytes, r->n};
    return E_OK;
  }
  if (!utf8_valid(buf_str(&r->value))) return E_INPUT;
  r->file->fields.at[r->file->fields.n++] = (struct field){r->part.name, buf_str(&r->value)};
  return E_OK;
}

enum err ask_file(struct ask *q, struct sent_file *ret) {
  str type = http_header(q->rq, "Content-Type");
  *ret = (struct sent_file){.bytes = q->body, .mime = type, .fields = q->query};
  if (!str_starts(type, S("multipart/"))) return E_OK;
  struct upload *up = q->rq->state;
  struct reading r = {.a = q->a, .file = ret, .bytes = arena_alloc(up->arena, q->body.n + 1)};
  ret->bytes = STR_NONE;
  ret->mime = STR_NONE;
  ret->fields = (struct fields){arena_array(q->a, struct field, MAX_PARTS), 0};
  struct multipart *m;
  TRY(multipart_new(q->a, type, (struct multipart_sink){&r, part_begin, part_data, part_end}, &m));
  TRY(multipart_feed(m, q->body));
  return multipart_finish(m);
}

static enum err upload_write(void *self, str piece) {
  struct upload *up = self;
  if (piece.n > up->cap - up->n) return E_LIMIT;
  memcpy(up->p + up->n, piece.p, piece.n);
  up->n += piece.n;
  return E_OK;
}

/* ---- one request ----------------------------------------------------------------------------------------------- */

static bool is_json(str type) { return !type.n || str_starts(type, S("application/json")); }

static void on_begin(void *self, struct http_request *rq, struct http_response *rs) {
  (void)self;
  if (rq->method == HTTP_GET || rq->method == HTTP_HEAD) return;
  if (is_json(http_header(rq, "Content-Type"))) {
    rq->keep_body = MAX_WEBHOOK_BODY;
    return;
  }
  if (rq->content_length < 0 || rq->content_length > (i64)MAX_FILE_BODY) {
    *rs = (struct http_response){.status = rq->content_length < 0 ? 411 : 413,
                                 .type = "application/json",
                                 .body = S("{\"error\":\"a file needs a length of at most 32 MiB\"}")};
    return;
  }
  struct upload *up = arena_new_of(rq->arena, struct upload);
  up->cap = (size_t)rq->content_length;
  up->arena = arena_new(2 * up->cap + UPLOAD_SPARE);
  up->p = arena_alloc(up->arena, up->cap + 1);
  rq->state = up;
  rq->keep_body = MAX_FILE_BODY;
  rq->sink = (struct http_sink){up, upload_write};
}

static void on_done(void *self, struct http_request *rq, const struct http_response *rs) {
  (void)self, (void)rs;
  struct upload *up = rq->state;
  if (up) arena_free(up->arena);
}

static bool split_path(struct ask *q) {
  str rest = str_from(q->rq->path, 1), segment;
  while (str_cut(&rest, '/', &segment)) {
    if (!segment.n) continue;
    if (q->count == MAX_SEGMENTS) return false;
    if (percent_decode(q->a, segment, false, &q->segments[q->count++]) != E_OK) return false;
  }
  return form_decode(q->a, q->rq->query, 32, &q->query) == E_OK;
}

static void sleep_ms(i64 ms) {
  struct timespec t = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000 * 1000000)};
  if (ms > 0) nanosleep(&t, NULL);
}

static void answer_asset(struct ask *q, const struct phone_asset *asset) {
  *q->rs = (struct http_response){.status = 200, .type = asset->type, .body = {asset->bytes, asset->size}};
  http_set_header(q->rs, "Cache-Control", S("no-cache"));
  http_set_header(q->rs, "X-Content-Type-Options", S("nosniff"));
  http_set_header(q->rs, "Content-Security-Policy",
                  S("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: "
                    "data: http: https:; base-uri 'none'; form-action 'none'"));
}

static const struct phone_asset *asset_of(const struct ask *q) {
  if (q->count > 1 || (q->rq->method != HTTP_GET && q->rq->method != HTTP_HEAD)) return NULL;
  str name = q->count ? q->segments[0] : S("phone.html");
  for (size_t i = 0; i < phone_asset_count; i++)
    if (str_eq(str_of(phone_assets[i].name), name)) return &phone_assets[i];
  return NULL;
}

static void on_answer(void *self, struct http_request *rq, struct http_response *rs) {
  struct phone *p = self;
  struct ask q = {.p = p, .a = rq->arena, .rq = rq, .rs = rs, .body = rq->body};
  struct upload *up = rq->state;
  if (up) q.body = (str){up->p, up->n};
  if (rq->too_large || rq->sink_error != E_OK) return answer_refusal(&q, 413, "too large");
  if (!split_path(&q)) return answer_refusal(&q, 400, "bad path or query");
  const struct phone_asset *asset = asset_of(&q);
  if (asset) return answer_asset(&q, asset);
  bool control = q.count && str_eq(q.segments[0], S("sim"));
  if (!control) sleep_ms(p->options.latency_ms);
  pthread_mutex_lock(&p->lock);
  (control ? control_answer : graph_answer)(&q);
  pthread_mutex_unlock(&p->lock);
  sleep_ms(q.delay_ms);
}

/* ---- start and stop ------------------------------------------------------------------------------------------- */

bool phone_usable(const struct phone_options *o) {
  return o->number_count > 0 && o->number_count <= PHONE_MAX_NUMBERS && o->webhook.n && (o->app_secret.n || o->header_name.n || str_has(o->webhook, S("?key=")));
}

int phone_port(const struct phone *p) { return http_server_port(p->server); }

static enum err start(struct phone *p) {
  TRY(state_new(p));
  struct http_server_config config = {.host = p->options.host,
                                      .port = p->options.port,
                                      .listen_fd = -1,
                                      .threads = 4,
                                      .connections = 256,
                                      .idle_seconds = 60,
                                      .handler = {p, on_begin, on_answer, on_done}};
  TRY(http_server_start(&config, &p->server));
  return E_OK;
}

enum err phone_start(const struct phone_options *options, struct phone **ret_phone) {
  if (!phone_usable(options)) return E_INPUT;
  struct arena *a = arena_new(1u << 20);
  struct phone *p = arena_new_of(a, struct phone);
  p->options = *options;
  p->home = a;
  enum err e = start(p);
  if (e == E_OK) e = hook_start(p);
  if (e != E_OK) {
    phone_stop(p);
    return e;
  }
  *ret_phone = p;
  return E_OK;
}

void phone_stop(struct phone *p) {
  if (!p) return;
  if (p->server) http_server_stop(p->server);
  hook_stop(p);
  state_free(p);
  arena_free(p->home);
}

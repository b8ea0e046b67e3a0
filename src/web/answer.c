/* From what happened to bytes: pages, redirects, problem+json, files. */
#include <jansson.h>

#include "base/limits.h"
#include "counter/qr.h"
#include "web/compress.h"
#include "web/web.h"

/* ---- errors ---------------------------------------------------------------------------------------------- */

int web_status_of(enum err e) {
  static const int status[] = {[E_OK] = 200,       [E_INPUT] = 422, [E_DENIED] = 403, [E_NOTFOUND] = 404, [E_CONFLICT] = 409,
                               [E_RULE] = 422,     [E_LIMIT] = 429, [E_IO] = 503,     [E_BUG] = 500};
  return (size_t)e < COUNT(status) ? status[e] : 500;
}

static const char *status_title(int status) {
  static const struct {
    int status;
    const char *title;
  } titles[] = {{400, "Bad request"},    {401, "Token needed"}, {403, "Not allowed"},     {404, "Not found"},
                {405, "Method not allowed"}, {409, "Conflict"}, {413, "Too large"},       {415, "Wrong kind of body"},
                {422, "Cannot be done like this"}, {429, "Too many"}, {503, "Try again later"}};
  for (size_t i = 0; i < COUNT(titles); i++)
    if (titles[i].status == status) return titles[i].title;
  return "Our fault";
}

static void security_headers(struct http_response *rs, bool personal) {
  http_set_header(rs, "Content-Security-Policy",
                  S("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
                    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types loket"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
  http_set_header(rs, "Referrer-Policy", S("no-referrer"));
  http_set_header(rs, "Cross-Origin-Opener-Policy", S("same-origin"));
  if (personal) http_set_header(rs, "Cache-Control", S("no-store"));
}

static json_t *fault_json(struct web_request *rq, const struct fault *f) {
  json_t *o = json_object();
  str detail = fault_text(&rq->c, f);
  if (f->field.n) {
    str pointer = arena_printf(rq->c.arena, "/" STR_FMT, STR_ARG(f->field));
    json_object_set_new(o, "pointer", json_stringn(pointer.p, pointer.n));
  }
  json_object_set_new(o, "detail", json_stringn(detail.p, detail.n));
  json_object_set_new(o, "code", json_string(f->code ? f->code : "error"));
  return o;
}

void web_problem(struct web_request *rq, struct http_response *rs, int status, const char *code, str detail) {
  struct arena *a = rq->c.arena;
  json_t *o = json_object();
  str type = arena_printf(a, STR_FMT "/galat/%s", STR_ARG(rq->c.office->config->public_url), code);
  if (!detail.n && rq->c.fault_count) detail = fault_text(&rq->c, &rq->c.faults[0]);
  json_object_set_new(o, "type", json_stringn(type.p, type.n));
  json_object_set_new(o, "title", json_string(status_title(status)));
  json_object_set_new(o, "status", json_integer(status));
  json_object_set_new(o, "code", json_string(code));
  if (detail.n) json_object_set_new(o, "detail", json_stringn(detail.p, detail.n));
  json_object_set_new(o, "instance", json_stringn(rq->http->path.p, rq->http->path.n));
  if (rq->c.fault_count) {
    json_t *errors = json_array();
    for (size_t i = 0; i < rq->c.fault_count; i++) json_array_append_new(errors, fault_json(rq, &rq->c.faults[i]));
    json_object_set_new(o, "errors", errors);
  }
  size_t n = json_dumpb(o, NULL, 0, JSON_COMPACT);
  char *p = arena_alloc(a, n + 1);
  json_dumpb(o, p, n, JSON_COMPACT);
  json_decref(o);
  rs->status = status;
  rs->type = "application/problem+json";
  rs->body = (str){p, n};
  http_set_header(rs, "Cache-Control", S("no-store"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
  if (status == 429 || status == 503) http_set_header(rs, "Retry-After", S("30"));
}

static bool wants_json(const struct web_request *rq) {
  if (str_starts(rq->http->path, S("/api/"))) return true;
  return rq->route && (rq->route->access == ACCESS_TOKEN || rq->route->access == ACCESS_API_ANYBODY || rq->route->access == ACCESS_WEBHOOK);
}

/* Faults whose status is not the one of their kind. */
static int status_of(const struct web_request *rq, enum err e) {
  static const struct {
    const char *code;
    int status;
  } special[] = {{"invalid_json", 400}, {"too_large", 413}, {"content_type", 415}, {"too_many_scans", 422},
                 {"upload_header", 400}, {"upload_type", 415}, {"upload_offset", 409}, {"upload_gone", 410},
                 {"upload_checksum", 460}, {"tus_version", 412}};
  if (e == E_LIMIT && rq->http->too_large) return 413;
  if (e == E_INPUT && !rq->c.fault_count) return 400; /* the body itself, not something in it */
  for (size_t f = 0; f < rq->c.fault_count; f++)
    for (size_t i = 0; i < COUNT(special); i++)
      if (rq->c.faults[f].code && strcmp(rq->c.faults[f].code, special[i].code) == 0) return special[i].status;
  return web_status_of(e);
}

void web_error(struct web_request *rq, struct http_response *rs, enum err e) {
  const struct fault *f = rq->c.fault_count ? &rq->c.faults[0] : NULL;
  int status = status_of(rq, e);
  if (!wants_json(rq)) web_error_page(rq, rs, status);
  else if (status == 400 && !f) web_problem(rq, rs, status, "unreadable", text_plain(rq->c.lang, T_API_UNREADABLE));
  else web_problem(rq, rs, status, f && f->code ? f->code : err_name(e), STR_NONE);
}

/* ---- answers ------------------------------------------------------------------------------------------------ */

/* Citizens' pages only: officers' carry the session's token, and beside words of others its length would tell of it. */
static void squeeze(struct web_request *rq, struct http_response *rs) {
  if (rq->page.csrf.n) return;
  http_set_header(rs, "Vary", S("Accept-Encoding"));
  if (compress_taken(http_header(rq->http, "Accept-Encoding")) && compress_gzip(rq->c.arena, rs->body, &rs->body))
    http_set_header(rs, "Content-Encoding", S("gzip"));
}

void web_page(struct web_request *rq, struct http_response *rs, int status) {
  if (rq->page.out.full) {
    log_line(LOG_ERROR, "page", "route=%s does not fit", rq->route ? rq->route->path : "-");
    rs->status = 500;
    return;
  }
  rs->status = status;
  rs->type = "text/html; charset=utf-8";
  rs->body = buf_str(&rq->page.out);
  security_headers(rs, true);
  squeeze(rq, rs);
  if (field_get(&rq->query, S("hl")).n) /* the language switch is kept for a year */
    http_set_header(rs, "Set-Cookie", arena_printf(rq->c.arena, "loket_lang=" STR_FMT "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
                                                   STR_ARG(text_language_code(rq->c.lang))));
}

/* A script that sends a form in the background (loket.js) goes to the next page itself. */
void web_redirect(struct web_request *rq, struct http_response *rs, str to) {
  bool script = http_header(rq->http, "Loket-Fetch").n > 0;
  rs->status = script ? 204 : 303;
  rs->type = NULL;
  rs->body = S("");
  http_set_header(rs, script ? "Loket-To" : "Location", to);
  http_set_header(rs, "Cache-Control", S("no-store"));
}

void web_json(struct web_request *rq, struct http_response *rs, int status, str json) {
  (void)rq;
  rs->status = status;
  rs->type = "application/json";
  rs->body = json;
  http_set_header(rs, "Cache-Control", S("no-store"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
}

void web_pdf(struct web_request *rq, struct http_response *rs, str pdf, str file_name) {
  rs->status = 200;
  rs->type = "application/pdf";
  rs->body = pdf;
  http_set_header(rs, "Content-Disposition", arena_printf(rq->c.arena, "inline; filename=\"" STR_FMT "\"", STR_ARG(file_name)));
  security_headers(rs, true);
}

void web_table(struct web_request *rq, struct http_response *rs, str bytes, bool xlsx, str file_name) {
  rs->status = 200;
  rs->type = xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
  rs->body = bytes;
  http_set_header(rs, "Content-Disposition", arena_printf(rq->c.arena, "attachment; filename=\"" STR_FMT "\"", STR_ARG(file_name)));
  security_headers(rs, true);
}

static i64 scan_more(void *self, char *ret, size_t max) { return scan_read(self, ret, max); }
static void scan_end_stream(void *self) { scan_close(self); }

static enum open_why why_opened(const struct actor_id *who, const struct sealed_scan *scan) {
  if (scan->thumbnail) return OPEN_GLANCE;
  return who->officer > 0 ? OPEN_VIEW : who->officer < 0 ? OPEN_COPY : OPEN_SERVE;
}

enum err web_scan(struct web_request *rq, struct http_response *rs, const struct sealed_scan *scan, bool download) {
  struct scan_reader *r;
  const struct scan_opening why = {why_opened(&rq->c.actor, scan), actor_string(&rq->c)};
  enum err e = scan_open(rq->c.office->scans, scan, &why, &r);
  if (e == E_LIMIT) return ctx_fail(&rq->c, e, T_OFFICE_SCAN_TOO_MANY_LOOKS, "too_many_looks", STR_NONE);
  if (e != E_OK) return ctx_fail(&rq->c, E_IO, T_OFFICE_SCAN_VAULT_AWAY, "vault_away", STR_NONE);
  rs->status = 200;
  rs->type = scan_type_mime(scan->type);
  rs->stream = (struct http_stream){r, scan_more, scan_end_stream};
  rs->stream_length = scan->size;
  bool shown = !download && (scan->type == SCAN_JPEG || scan->type == SCAN_PNG || scan->type == SCAN_WEBP || scan->type == SCAN_PDF);
  http_set_header(rs, "Content-Disposition",
                  arena_printf(rq->c.arena, "%s; filename=\"" STR_FMT ".%s\"", shown ? "inline" : "attachment", STR_ARG(scan->id),
                               scan_type_extension(scan->type)));
  http_set_header(rs, "Content-Security-Policy", S("default-src 'none'; sandbox; frame-ancestors 'self'"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
  http_set_header(rs, "Cache-Control", S("no-store"));
  http_set_header(rs, "Cross-Origin-Resource-Policy", S("same-origin"));
  return E_OK;
}

void web_qr(struct web_request *rq, struct http_response *rs, str text, bool keep) {
  struct qr q;
  if (qr_make(rq->c.arena, text, &q) != E_OK) {
    web_error_page(rq, rs, 404);
    return;
  }
  rs->status = 200;
  rs->type = "image/svg+xml";
  rs->body = qr_svg(rq->c.arena, &q);
  http_set_header(rs, "Content-Security-Policy", S("default-src 'none'"));
  http_set_header(rs, "Cache-Control", keep ? S("public, max-age=3600") : S("no-store"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
}

/* Files of the pages, and whether the process is well. */
#include "web/compress.h"
#include "web/handlers.h"

/* /a/{hash}.{name}: the address changes with the content, so it may be kept for ever. */
void asset_send(struct web_request *rq, struct http_response *rs) {
  const struct asset *a = asset_find(rq->args[0]);
  if (!a) {
    web_error_page(rq, rs, 404);
    return;
  }
  bool gzip = a->gz && compress_taken(http_header(rq->http, "Accept-Encoding"));
  rs->status = 200;
  rs->type = a->type;
  rs->body = gzip ? (str){(const char *)a->gz, a->gz_n} : (str){(const char *)a->bytes, a->n};
  if (gzip) http_set_header(rs, "Content-Encoding", S("gzip"));
  http_set_header(rs, "Vary", S("Accept-Encoding"));
  http_set_header(rs, "Cache-Control", S("public, max-age=31536000, immutable"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
}

static void say(struct http_response *rs, int status, str word) {
  rs->status = status;
  rs->type = "text/plain";
  rs->body = word;
  http_set_header(rs, "Cache-Control", S("no-store"));
}

void health_alive(struct web_request *rq, struct http_response *rs) {
  (void)rq;
  say(rs, 200, S("ok\n"));
}

void health_ready(struct web_request *rq, struct http_response *rs) {
  i64 counts[STATES];
  bool ready = office_count(&rq->c, counts) == E_OK;
  say(rs, ready ? 200 : 503, ready ? S("ready\n") : S("not ready\n"));
}

/* The webhook of the WhatsApp Cloud API: store durably, answer 200, work later. Who calls is checked before anything
 * of the body is read; a valid body never gets anything but 200, a forged one changes nothing. Source: webhook rules of the Cloud API. */
#include "channels/whatsapp.h"
#include "web/handlers.h"

void hook_verify(struct web_request *rq, struct http_response *rs) {
  const struct config *cfg = rq->c.office->config;
  bool asks = str_eq(web_query(rq, "hub.mode"), S("subscribe"));
  bool known = cfg->whatsapp.verify_token.n && same_secret(web_query(rq, "hub.verify_token"), cfg->whatsapp.verify_token);
  rs->type = "text/plain";
  rs->status = asks && known ? 200 : 403;
  rs->body = asks && known ? field_get(&rq->query, S("hub.challenge")) : S("");
}

static enum err store(struct web_request *rq) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(rq->c.office->db, &tx));
  TRY(db_exec(&tx, SQL_WEBHOOK_ADD, V_BLOB(rq->http->body.p, rq->http->body.n), V(rq->c.now)));
  return db_commit(&tx);
}

static bool from_provider(struct web_request *rq) {
  const struct config *cfg = rq->c.office->config;
  struct wa_shown shown = {.signature = http_header(rq->http, "X-Hub-Signature-256"),
                           .header = http_header(rq->http, arena_cstr(rq->c.arena, cfg->whatsapp.check.header)),
                           .key = web_query(rq, "key")};
  return wa_webhook_ok(cfg, &shown, rq->http->body);
}

void hook_receive(struct web_request *rq, struct http_response *rs) {
  const struct config *cfg = rq->c.office->config;
  rs->type = "text/plain";
  rs->body = S("");
  if (!from_provider(rq)) {
    bool tolerated = web_allow("forged", rq->http->peer, cfg->server.webhook_per_minute);
    rs->status = tolerated ? 401 : 429;
    return;
  }
  rs->status = store(rq) == E_OK ? 200 : 503; /* 503: WhatsApp sends it again */
}

/* News for partners: signed, tried again with growing pauses, logged. The address is the agreement's; where it leads is
 * judged when it is dialled (net/client): no redirect is followed, no inner network is reached. */
#include "base/webhook.h"
#include "jobs/jobs.h"
#include "net/client.h"
#include "office/partner.h"

#define MAX_DELIVERY_ANSWER (16u << 10)

enum err delivery_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  const struct value v[] = {V(c->now), V(max)};
  return job_ids(&tx, SQL_PARTNER_DELIVERY_NEXT, v, COUNT(v), ret_ids, max, ret_n);
}

static enum err send_it(struct job_thread *t, const struct partner_delivery *d, str url, struct http_answer *ret) {
  bool inner = t->office->config->partners.inner_webhooks; /* tests: a partner on this machine */
  struct http_client_config hc = {.user_agent = "Loket/" LOKET_VERSION, .connect_seconds = 5, .total_seconds = 15, .allow_plain_http = inner,
                                  .forbid_private_addresses = !inner};
  struct webhook_key key = partner_signing_key(t->office);
  i64 seconds = clock_now() / 1000;
  struct http_client *client = NULL;
  const struct {
    const char *name;
    str value;
  } headers[] = {{"Content-Type", S("application/json")},
                 {"webhook-id", d->webhook_id},
                 {"webhook-timestamp", arena_printf(t->arena, "%lld", (long long)seconds)},
                 {"webhook-signature", webhook_sign(t->arena, &key, d->webhook_id, seconds, d->body)}};
  struct http_call call = {.method = "POST", .url = url, .headers = (const void *)headers, .header_count = COUNT(headers), .body = d->body,
                           .max_answer = MAX_DELIVERY_ANSWER};
  TRY(http_client_new(&hc, &client));
  enum err e = http_call(client, t->arena, &call, ret);
  http_client_free(client);
  return e;
}

static const char *problem_of(enum err e, int status) {
  if (e == E_DENIED) return "address"; /* an inner network, or no https */
  if (e == E_LIMIT) return "answer_too_large";
  if (e != E_OK) return "no_answer";
  if (status / 100 == 3) return "redirect";
  return status / 100 == 2 ? "" : "status";
}

void delivery_run(struct job_thread *t, i64 id) {
  struct ctx c = job_ctx(t);
  struct partner_delivery d;
  struct http_answer answer = {0};
  bool go = false;
  enum err e = delivery_claim(&c, id, &d, &go);
  if (e != E_OK || !go) return;
  moment began = clock_now();
  const struct partner *p = partner_find(&t->office->partners, d.partner);
  bool may = p && p->agreement.webhook.n;
  enum err sent = may ? send_it(t, &d, p->agreement.webhook, &answer) : E_DENIED;
  const char *problem = may ? problem_of(sent, answer.status) : "no_webhook";
  c.now = clock_now();
  e = delivery_settle(&c, &d, began, sent == E_OK ? answer.status : 0, problem);
  if (*problem || e != E_OK) log_line(LOG_WARN, "delivery", "id=%lld try=%lld status=%d problem=%s", (long long)id, (long long)d.tries, answer.status, problem);
}

/* Partners' machines: agreements in force, keys, calls of today; deliveries, and sending one again. */
#include "office/partner.h"

#include "web/officer.h"
#include "web/pages/views_partner.h"

#define PAGE_OF_DELIVERIES 50

static str bits_text(struct ctx *c, unsigned bits, int n, const char *(*code)(int)) {
  struct buf b = buf_new(c->arena, 400);
  for (int i = 0; i < n; i++)
    if (bits & (1u << i)) buf_printf(&b, "%s%s", b.n ? ", " : "", code(i));
  return buf_str(&b);
}

static struct partner_line partner_line(struct ctx *c, const struct partner *p, const struct partner_use *u) {
  bool some = p->agreement.reference.n > 0, holds = partner_agreement_holds(p, ctx_today(c));
  struct partner_line l = {.label = local(&p->label, c->lang), .code = p->code, .keys = (int)u->keys, .sandbox_keys = (int)u->sandbox_keys,
                           .state = holds ? (struct tag){T_PARTNER_PAGE_IN_FORCE, "ok"}
                                    : some ? (struct tag){T_PARTNER_PAGE_ENDED, "err"}
                                           : (struct tag){T_PARTNER_PAGE_NONE, "plain"}};
  if (!some) return l;
  str until = p->agreement.until.year ? text_date(c->arena, c->lang, p->agreement.until) : S("–");
  l.agreement = arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(p->agreement.reference), STR_ARG(until));
  l.scopes = bits_text(c, p->agreement.scopes, PARTNER_SCOPES, partner_scope_code);
  l.fields = bits_text(c, p->agreement.fields, PARTNER_FIELDS, partner_field_code);
  l.calls = arena_printf(c->arena, "%lld / %d", (long long)u->calls_today, p->agreement.per_day);
  return l;
}

static enum err fill_partners(struct ctx *c, struct partner_view *v) {
  const struct partners *all = &c->office->partners;
  struct partner_use *uses;
  TRY(partner_uses(c, &uses));
  struct partner_line *lines = arena_array(c->arena, struct partner_line, all->n + 1);
  for (size_t i = 0; i < all->n; i++) lines[i] = partner_line(c, &all->list[i], &uses[i]);
  v->partners = lines;
  v->partner_count = all->n;
  return E_OK;
}

static bool may_send(const struct web_request *rq) { return (ROLE_BIT(rq->c.actor.role) & (ROLE_BIT(ROLE_ADMIN) | ROLE_BIT(ROLE_SUPERVISOR))) != 0; }

static str problem_words(struct ctx *c, str problem, i64 status) {
  enum text_key key = problem.n ? text_key_find(arena_printf(c->arena, "partner.problem." STR_FMT, STR_ARG(problem))) : T_NONE;
  return key == T_NONE ? S("") : TEXT(c->arena, c->lang, key, ARG("status", arena_printf(c->arena, "%lld", (long long)status)));
}

static struct delivery_line delivery_line(struct web_request *rq, const struct partner_delivery *d) {
  struct ctx *c = &rq->c;
  bool sent = str_eq(d->state, S("sent")), failed = str_eq(d->state, S("failed"));
  struct delivery_line l = {.id = d->id, .partner = d->partner, .kind = d->kind, .created = officer_when(c, d->created_at), .tries = d->tries,
                            .when = officer_when(c, sent || failed ? d->done_at : d->due_at), .may_again = delivery_may_again(d, c->now) && may_send(rq),
                            .state = sent ? (struct tag){T_PARTNER_PAGE_SENT, "ok"}
                                     : failed ? (struct tag){T_PARTNER_PAGE_FAILED, "err"}
                                              : (struct tag){T_PARTNER_PAGE_WAITING, "info"}};
  l.problem = problem_words(c, d->problem, d->status);
  return l;
}

static enum err fill_deliveries(struct web_request *rq, struct partner_view *v) {
  struct partner_delivery *list;
  i64 before = 0;
  if (!str_to_i64(web_query(rq, "sebelum"), &before) || before < 0) before = 0;
  TRY(deliveries(&rq->c, before, PAGE_OF_DELIVERIES, &list, &v->delivery_count));
  struct delivery_line *lines = arena_array(rq->c.arena, struct delivery_line, v->delivery_count + 1);
  for (size_t i = 0; i < v->delivery_count; i++) lines[i] = delivery_line(rq, &list[i]);
  if (v->delivery_count == PAGE_OF_DELIVERIES)
    v->next_url = arena_printf(rq->c.arena, "/petugas/mitra?sebelum=%lld", (long long)list[v->delivery_count - 1].id);
  v->deliveries = lines;
  return E_OK;
}

void officer_partners(struct web_request *rq, struct http_response *rs) {
  struct webhook_key key = partner_signing_key(rq->c.office);
  struct partner_view v = {.public_key = webhook_public_text(rq->c.arena, key.public_key)};
  enum err e = fill_partners(&rq->c, &v);
  if (e == E_OK) e = fill_deliveries(rq, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  partner_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- one delivery ------------------------------------------------------------------------------------------- */

/* Tries may follow one another within seconds. */
static str second_words(struct ctx *c, moment m) {
  struct local_time t = local_of(m);
  return arena_printf(c->arena, STR_FMT " %02d.%02d.%02d", STR_ARG(text_date(c->arena, c->lang, t.date)), t.hour, t.minute, t.second);
}

static str took_words(struct ctx *c, i64 ms) {
  if (ms < 1000) return arena_printf(c->arena, "%lld ms", (long long)ms);
  i64 tenths = (ms + 50) / 100;
  str seconds = arena_printf(c->arena, c->lang == LANG_ID ? "%lld,%lld" : "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
  return TEXT(c->arena, c->lang, T_PARTNER_PAGE_SECONDS, ARG("n", seconds));
}

static struct try_line try_line(struct ctx *c, const struct delivery_try *t) {
  bool good = t->status >= 200 && t->status < 300;
  return (struct try_line){.when = second_words(c, t->at), .took = took_words(c, t->took_ms),
                           .status = t->status ? arena_printf(c->arena, "%lld", (long long)t->status) : S("–"),
                           .problem = good ? S("") : problem_words(c, t->problem, t->status),
                           .state = good ? (struct tag){T_PARTNER_PAGE_SENT, "ok"} : (struct tag){T_PARTNER_PAGE_FAILED, "err"}};
}

static void delivery_show(struct web_request *rq, struct http_response *rs, enum err why) {
  struct ctx *c = &rq->c;
  struct partner_delivery d;
  struct delivery_try *tries;
  i64 id;
  size_t n;
  struct delivery_view v = {.error = why == E_OK ? S("") : officer_fault(rq, why)};
  enum err e = str_to_i64(rq->args[0], &id) ? delivery_open(c, id, &d, &tries, &n) : E_NOTFOUND;
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct try_line *lines = arena_array(c->arena, struct try_line, n + 1);
  for (size_t i = 0; i < n; i++) lines[i] = try_line(c, &tries[i]);
  const struct partner *p = partner_find(&c->office->partners, d.partner);
  v.d = delivery_line(rq, &d);
  v.d.partner = p ? local(&p->label, c->lang) : d.partner;
  v.webhook_id = d.webhook_id;
  v.address = p ? p->agreement.webhook : S("");
  if (str_eq(d.state, S("waiting"))) v.next = second_words(c, d.due_at);
  if (str_eq(web_query(rq, "kabar"), S("lagi"))) v.notice = text_plain(c->lang, T_PARTNER_PAGE_AGAIN_NOTICE);
  v.tries = lines;
  v.try_count = n;
  delivery_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_delivery(struct web_request *rq, struct http_response *rs) { delivery_show(rq, rs, E_OK); }

void officer_delivery_again(struct web_request *rq, struct http_response *rs) {
  i64 id;
  enum err e = str_to_i64(rq->args[0], &id) ? delivery_again(&rq->c, id) : E_NOTFOUND;
  if (e == E_OK) web_redirect(rq, rs, arena_printf(rq->c.arena, "/petugas/mitra/kiriman/%lld?kabar=lagi", (long long)id));
  else if (e == E_NOTFOUND) web_error(rq, rs, e);
  else delivery_show(rq, rs, e);
}

/* The status page of a synchronisation: what came of it, and the answer to "does it work now?". */
#include "office/sync.h"

#include "web/citizen.h"

enum err citizen_sync_fill(struct ctx *c, const struct application *f, struct status_view *v) {
  struct sync_round *rounds;
  size_t n;
  if (!f->service->data_sync) return E_OK;
  TRY(sync_rounds(c, f->id, &rounds, &n));
  if (f->state == STATE_SENT) v->state = (struct tag){T_SYNC_STATE_TOLD, "info"};
  if (!n || (f->state != STATE_SENT && f->state != STATE_COMPLETED)) return E_OK;
  const struct partner *p = partner_find(&c->office->partners, rounds[0].partner);
  struct sync_say said = {.number = f->number, .partner = p, .outcome = rounds[0].outcome, .retry = local_of(rounds[0].retry_at).date};
  str label = p ? local(&p->label, c->lang) : text_plain(c->lang, T_SYNC_A_PARTNER);
  if (f->state == STATE_SENT) v->next = T_SYNC_STATE_NEXT;
  v->sync_title = TEXT(c->arena, c->lang, T_SYNC_STATUS_TITLE, ARG("partner", label));
  v->sync_outcome = text_key_find(arena_printf(c->arena, "sync.outcome.%s", sync_outcome_code(rounds[0].outcome)));
  v->sync_step = sync_next_step(c->arena, c->lang, &said);
  v->sync_note = rounds[0].note;
  v->sync_contact = p ? p->contact : S("");
  v->sync_retry = text_date(c->arena, c->lang, said.retry);
  v->sync_answer = f->state == STATE_SENT;
  v->sync_again = f->state == STATE_COMPLETED;
  return E_OK;
}

/* A photo of the error lies with the paper that is there for it; any other part is refused. */
static enum err error_photos(struct web_request *rq, const struct application *f, struct new_scan **ret, size_t *ret_n) {
  const struct requirement *paper = NULL;
  for (size_t i = 0; i < f->service->requirement_count && !paper; i++) {
    const struct requirement *r = &f->service->requirements[i];
    if ((r->modes & MODE_UPLOAD) && (r->modes & MODE_OPTIONAL)) paper = r;
  }
  TRY(web_new_scans(rq, ret, ret_n));
  for (size_t i = 0; i < *ret_n; i++) (*ret)[i].requirement = paper ? paper->code : STR_NONE;
  return E_OK;
}

void citizen_sync_answer(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct file_whole w = {0};
  struct new_scan *scans = NULL;
  size_t n = 0;
  str answer = web_field(rq, "answer");
  bool works = str_eq(answer, S("works"));
  citizen_personal(rs);
  enum err e = office_status(c, rq->args[0], &w);
  if (e == E_NOTFOUND) {
    citizen_unknown_token(rq, rs);
    return;
  }
  if (e == E_OK && !works && !str_eq(answer, S("fails"))) e = ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_ACTION, "unknown_value", S("answer"));
  if (e == E_OK) e = error_photos(rq, &w.f, &scans, &n);
  if (e == E_OK) e = office_sync_answer(c, rq->args[0], works, web_field(rq, "note"), scans, n);
  rq->keep_files = e == E_OK && n;
  if (e != E_OK) web_error(rq, rs, e);
  else web_redirect(rq, rs, arena_printf(c->arena, "/s/" STR_FMT "?sinkron=%s", STR_ARG(rq->args[0]), works ? "bisa" : "gagal"));
}

/* /cek and /s/{token}: where an application stands, what is missing, what to bring. */
#include "base/limits.h"
#include "domain/identity.h"
#include "office/skm.h"
#include "web/citizen_visit.h"
#include "web/form_papers.h"
#include "web/papers.h"

#define GUESSES_OF_A_PEER 30 /* a minute; a whole village may stand behind one address */
#define GUESSES_OF_A_NUMBER 5

/* ---- /cek: number and last digits -------------------------------------------------------------------------- */

static enum err check_typed(struct ctx *c, str number, str last4) {
  if (!number.n) (void)ctx_fail(c, E_INPUT, T_CITIZEN_CHECK_NUMBER_MISSING, "missing", S("number"));
  if (last4.n != 4 || !str_all_digits(last4))
    (void)ctx_fail(c, E_INPUT, T_CITIZEN_CHECK_LAST4_WRONG, "last4", S("last4"));
  return c->fault_count ? E_INPUT : E_OK;
}

/* Only guesses count. Who has used them up is not answered, be the next one right or wrong. */
static bool check_refused(const struct web_request *rq, str number) {
  return web_exhausted("check-peer", rq->http->peer, GUESSES_OF_A_PEER) ||
         web_exhausted("check-number", number, GUESSES_OF_A_NUMBER);
}

static void check_guessed(const struct web_request *rq, str number) {
  (void)web_allow("check-peer", rq->http->peer, GUESSES_OF_A_PEER);
  (void)web_allow("check-number", number, GUESSES_OF_A_NUMBER);
}

/* The number as it is written, so that one number is one whatever way it is typed. */
static str check_number(struct ctx *c, str typed) {
  str canonical;
  return number_read(c->arena, typed, &canonical) == E_OK ? canonical : typed;
}

static void check_show(struct web_request *rq, struct http_response *rs, int status) {
  struct check_view v = {
      .errors = citizen_errors(&rq->c), .number = web_field(rq, "number"), .last4 = web_field(rq, "last4")};
  check_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_check(struct web_request *rq, struct http_response *rs) { check_show(rq, rs, 200); }

/* An unknown number and wrong digits read alike and cost alike: the token is made for both. */
void citizen_check_do(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  str number = check_number(c, web_field(rq, "number")), last4 = web_field(rq, "last4");
  struct tracked found = {0};
  citizen_personal(rs);
  if (check_typed(c, number, last4) != E_OK) {
    check_show(rq, rs, 422);
    return;
  }
  if (check_refused(rq, number)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = office_track(c, number, last4, &found);
  str token = file_status_token(c, &(struct application){.id = found.id, .link_round = found.link_round});
  if (e == E_OK) {
    web_redirect(rq, rs, arena_printf(c->arena, "/s/" STR_FMT, STR_ARG(token)));
  } else if (e == E_NOTFOUND) {
    check_guessed(rq, number);
    (void)ctx_fail(c, e, T_CITIZEN_CHECK_NOT_FOUND, "not_found", S(""));
    check_show(rq, rs, 422);
  } else {
    web_error(rq, rs, e);
  }
}

/* ---- /s/{token} ------------------------------------------------------------------------------------------------ */

/* A form is not sent as a photo: who has a chat gets its link there, others fill it in with an officer. */
static str missing_words(struct ctx *c, const struct application *f, const struct requirement *r) {
  str label = local(&r->label, c->lang);
  if (r->modes & MODE_UPLOAD) return label;
  return TEXT(c->arena, c->lang, f->chat ? T_CITIZEN_STATUS_FORM_CHAT : T_CITIZEN_STATUS_FORM_OFFICE,
              ARG("paper", label));
}

static void fill_wanted(struct ctx *c, const struct application *f, struct status_view *v) {
  struct fault_line *faults = arena_array(c->arena, struct fault_line, f->item_count + 1);
  str *missing = arena_array(c->arena, str, f->item_count + 1);
  bool asks = f->state == STATE_SUBMITTED || f->state == STATE_IN_REVIEW || f->state == STATE_NEEDS_CORRECTION;
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = asks ? items_open(f->items, f->item_count, open, MAX_REQUIREMENTS) : 0;
  for (size_t i = 0; i < n; i++) {
    str label = local(&open[i]->requirement->label, c->lang);
    if (citizen_told_faulty(f, open[i]))
      faults[v->fault_count++] = (struct fault_line){.label = label,
                                                     .reason = words_fault(open[i]->fault),
                                                     .todo = words_fault_todo(open[i]->fault),
                                                     .note = open[i]->note};
    else if (open[i]->state == ITEM_MISSING)
      missing[v->missing_count++] = missing_words(c, f, open[i]->requirement);
  }
  v->faults = faults;
  v->missing = missing;
}

static void fill_bring(struct ctx *c, const struct application *f, struct status_view *v) {
  bool due = f->state == STATE_ISSUED || f->state == STATE_READY_FOR_PICKUP || f->state == STATE_MISMATCH;
  str *bring = arena_array(c->arena, str, f->item_count + 1);
  for (size_t i = 0; due && i < f->item_count; i++)
    if (item_needs_original(&f->items[i], f->originals))
      bring[v->bring_count++] = local(&f->items[i].requirement->label, c->lang);
  v->bring = bring;
}

/* Newest first; steps without words for citizens stay inside the house. */
static void fill_timeline(struct ctx *c, const struct file_whole *w, struct status_view *v) {
  struct timeline_line *lines = arena_array(c->arena, struct timeline_line, w->event_count + 1);
  for (size_t i = w->event_count; i-- > 0;) {
    const struct event_line *e = &w->events[i];
    enum text_key key = T_NONE;
    if (w->f.service->data_sync) key = text_key_find(arena_printf(c->arena, "sync.event." STR_FMT, STR_ARG(e->kind)));
    if (key == T_NONE) key = text_key_find(arena_printf(c->arena, "citizen.event." STR_FMT, STR_ARG(e->kind)));
    if (key == T_NONE) continue;
    lines[v->timeline_count++] = (struct timeline_line){.when = text_moment(c->arena, c->lang, e->at),
                                                        .iso = rfc3339(c->arena, e->at),
                                                        .text = text_plain(c->lang, key),
                                                        .who = S("")};
  }
  v->timeline = lines;
}

static void fill_times(struct ctx *c, const struct application *f, struct status_view *v) {
  const struct config *cfg = c->office->config;
  moment due = state_clock_runs(f->state) ? file_due(f, c->now) : 0;
  if (due > c->now) v->promise = text_date(c->arena, c->lang, local_of(due).date);
  v->late = due && due <= c->now;
  if (f->state == STATE_NEEDS_CORRECTION && f->correct_until)
    v->answer_by = text_date(c->arena, c->lang, local_of(f->correct_until).date);
  if (f->state == STATE_READY_FOR_PICKUP) v->place = cfg->office.address.n ? cfg->office.address : cfg->office.name;
}

static str link_to(struct web_request *rq, const char *tail) {
  return arena_printf(rq->c.arena, "/s/" STR_FMT "%s", STR_ARG(rq->args[0]), tail);
}

/* The forms hold whole NIKs: only where the number was proved. */
static void fill_forms(struct web_request *rq, const struct application *f, struct status_view *v) {
  struct ctx *c = &rq->c;
  str codes[MAX_REQUIREMENTS];
  size_t n = citizen_owns(rq, f) && data_any(f->data) ? forms_of(f, codes, COUNT(codes)) : 0;
  struct option *list = arena_array(c->arena, struct option, n + 1);
  for (size_t i = 0; i < n; i++)
    list[i] = (struct option){.value = arena_printf(c->arena, "/p/" STR_FMT "/formulir/" STR_FMT ".pdf", STR_ARG(rq->args[0]), STR_ARG(codes[i])),
                              .label = TEXT(c->arena, c->lang, T_PORTAL_STATUS_FORM, ARG("form", codes[i]))};
  v->forms = list;
  v->form_count = n;
}

static void fill_links(struct web_request *rq, const struct application *f, struct status_view *v) {
  const struct transition *t = transition_find(f->state, ACTION_CANCEL);
  bool asks_data = f->state == STATE_NEEDS_CORRECTION && portal_data_wanted(f);
  if (asks_data) v->form_url = arena_printf(rq->c.arena, "/p/" STR_FMT "/periksa", STR_ARG(rq->args[0]));
  if (f->contact || f->phone.n) v->talk_url = link_to(rq, "/pesan");
  if (t && (t->roles & ROLE_BIT(ROLE_CITIZEN))) v->withdraw_url = link_to(rq, "/batal");
  if (citizen_has_day(f, rq->c.now)) v->day_url = link_to(rq, "/tanggal.ics");
}

static struct status_view status_view_of(struct web_request *rq, const struct file_whole *w) {
  struct ctx *c = &rq->c;
  const struct application *f = &w->f;
  const struct item *wanted[MAX_REQUIREMENTS];
  struct status_view v = {.number = f->number,
                          .service = local(&f->service->label, c->lang),
                          .state = tag_citizen_state(f->state),
                          .next = words_next_step(f->state),
                          .contact = citizen_contact(c),
                          .receipt_url = arena_printf(c->arena, "/s/" STR_FMT "/bukti.pdf", STR_ARG(rq->args[0])),
                          .wa_url = citizen_chat_url(c, f->chat, S("PETUGAS"))};
  if (f->state == STATE_ON_HOLD) v.hold = words_hold_citizen(f->hold_reason);
  if (f->state == STATE_REFUSED) {
    v.ground = f->ground;
    v.advice = f->advice;
  }
  if (citizen_wanted(f, wanted)) v.upload_url = arena_printf(c->arena, "/s/" STR_FMT "/perbaiki", STR_ARG(rq->args[0]));
  i64 came;
  if (str_to_i64(web_query(rq, "terima"), &came) && came > 0 && came <= MAX_PARTS)
    v.saved = citizen_count(c, T_CITIZEN_UPLOAD_SAVED, (size_t)came);
  v.privacy_url = arena_printf(c->arena, "/s/" STR_FMT "/data", STR_ARG(rq->args[0]));
  v.sync_url = arena_printf(c->arena, "/s/" STR_FMT "/sinkron", STR_ARG(rq->args[0]));
  if (str_eq(web_query(rq, "sinkron"), S("bisa"))) v.saved = text_plain(c->lang, T_SYNC_STATUS_THANKS_WORKS);
  if (str_eq(web_query(rq, "sinkron"), S("gagal"))) v.saved = text_plain(c->lang, T_SYNC_STATUS_THANKS_FAILS);
  if (web_query(rq, "buka").n && f->state == STATE_NEEDS_CORRECTION) v.saved = text_plain(c->lang, T_CITIZEN_REOPEN_DONE);
  if (web_query(rq, "baru").n) v.saved = text_plain(c->lang, T_PORTAL_SENT_THANKS);
  const struct config *cfg = c->office->config;
  if (f->state == STATE_READY_FOR_PICKUP && cfg->appointments.enabled && cfg->appointments.pickup)
    v.pickup_url = arena_printf(c->arena, "/s/" STR_FMT "/ambil", STR_ARG(rq->args[0]));
  fill_links(rq, f, &v);
  fill_forms(rq, f, &v);
  fill_times(c, f, &v);
  fill_wanted(c, f, &v);
  fill_bring(c, f, &v);
  fill_timeline(c, w, &v);
  return v;
}

static enum err fill_reopen(struct web_request *rq, const struct application *f, struct status_view *v) {
  bool may;
  TRY(portal_may_reopen(&rq->c, f, &may));
  if (may) v->reopen_url = link_to(rq, "/buka");
  else if (f->state == STATE_EXPIRED) v->next = T_CITIZEN_EXPIRED_GONE;
  return E_OK;
}

/* Answers in its place when there is no such page. */
static bool open_status(struct web_request *rq, struct http_response *rs, struct file_whole *w) {
  enum err e = office_status(&rq->c, rq->args[0], w);
  if (e == E_NOTFOUND)
    citizen_unknown_token(rq, rs);
  else if (e != E_OK)
    web_error(rq, rs, e);
  return e == E_OK;
}

void citizen_status(struct web_request *rq, struct http_response *rs) {
  struct file_whole w = {0};
  citizen_personal(rs);
  if (!open_status(rq, rs, &w)) return;
  struct status_view v = status_view_of(rq, &w);
  bool survey = false;
  enum err e = fill_reopen(rq, &w.f, &v);
  if (e == E_OK) e = citizen_sync_fill(&rq->c, &w.f, &v);
  if (e == E_OK) e = skm_offered(&rq->c, &w.f, &survey);
  if (survey) v.survey_url = arena_printf(rq->c.arena, "/s/" STR_FMT "/nilai", STR_ARG(rq->args[0]));
  if (e == E_OK) e = citizen_seen_fill(&rq->c, &w, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  status_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void citizen_receipt(struct web_request *rq, struct http_response *rs) {
  struct file_whole w = {0};
  str pdf;
  citizen_personal(rs);
  if (!open_status(rq, rs, &w)) return;
  enum err e = receipt_pdf(&rq->c, &w, &pdf);
  if (e == E_OK)
    web_pdf(rq, rs, pdf, arena_printf(rq->c.arena, "bukti-" STR_FMT ".pdf", STR_ARG(w.f.number)));
  else
    web_error(rq, rs, e);
}

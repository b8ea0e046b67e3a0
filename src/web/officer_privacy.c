/* Personal data: requests with their clock, holds, records of destruction. */
#include "report/destruction.h"
#include "web/inputs.h"
#include "web/officer.h"
#include "web/papers.h"
#include "web/privacy.h"

static bool may_decide(const struct web_request *rq) { return rq->c.actor.role == ROLE_SUPERVISOR || rq->c.actor.role == ROLE_HEAD; }
static bool may_add(const struct web_request *rq) { return (ROLES_OFFICERS | ROLE_BIT(ROLE_HEAD)) & ROLE_BIT(rq->c.actor.role); }

static i64 id_of(const struct web_request *rq) {
  i64 id;
  return str_to_i64(rq->args[0], &id) && id > 0 ? id : -1;
}

static const struct form_input *draw(struct web_request *rq, const struct form_field *fields, size_t n) {
  struct form_input *inputs = arena_array(rq->c.arena, struct form_input, n);
  for (size_t i = 0; i < n; i++) inputs[i] = input_of(rq, &fields[i], S("{}"));
  return inputs;
}

/* Nobody of the office: somebody at the server's command line. */
static str who_did(struct ctx *c, str name, str actor) {
  return !name.n || str_eq(actor, S("system")) ? text_plain(c->lang, T_PRIVACY_PAGE_BY_COMMAND) : name;
}

enum err officer_papers_due(struct ctx *c, str *ret) {
  i64 scans;
  TRY(papers_to_remind(c, &scans));
  *ret = scans ? TEXT(c->arena, c->lang, T_PRIVACY_DUE, ARG("n", arena_printf(c->arena, "%lld", (long long)scans))) : S("");
  return E_OK;
}

/* ---- the list ----------------------------------------------------------------------------------------- */

static void fill_new(struct web_request *rq, struct privacy_list_view *v) {
  static const char *const kinds[] = {"see", "correct", "erase"}, *const channels[] = {"counter", "letter", "whatsapp"};
  struct ctx *c = &rq->c;
  const struct form_field fields[] = {
      {.code = S("kind"), .kind = FIELD_CHOICE, .label = privacy_label(c, T_PRIVACY_PAGE_KIND),
       .choices = privacy_choices(c, "kind", kinds, COUNT(kinds)), .choice_count = COUNT(kinds)},
      {.code = S("channel"), .kind = FIELD_CHOICE, .label = privacy_label(c, T_PRIVACY_PAGE_CHANNEL),
       .choices = privacy_choices(c, "channel", channels, COUNT(channels)), .choice_count = COUNT(channels)},
      {.code = S("number"), .kind = FIELD_TEXT, .optional = true, .label = privacy_label(c, T_PRIVACY_PAGE_NUMBER),
       .help = privacy_label(c, T_PRIVACY_PAGE_NUMBER_HELP)},
      {.code = S("asked"), .kind = FIELD_LONG, .optional = true, .label = privacy_label(c, T_PRIVACY_PAGE_ASKED),
       .help = privacy_label(c, T_PRIVACY_PAGE_ASKED_HELP)},
  };
  v->inputs = draw(rq, fields, COUNT(fields));
  v->input_count = COUNT(fields);
}

static enum err fill_records(struct ctx *c, struct privacy_list_view *v) {
  struct destruction *list;
  struct hold *held;
  TRY(destruction_list(c, &list, &v->record_count));
  struct record_view_line *records = arena_array(c->arena, struct record_view_line, v->record_count + 1);
  for (size_t i = 0; i < v->record_count; i++)
    records[i] = (struct record_view_line){.id = list[i].id, .number = destruction_number(c->arena, &list[i]), .at = officer_when(c, list[i].at),
                                           .who = who_did(c, list[i].actor_name, list[i].actor), .scans = list[i].scans, .applications = list[i].applications,
                                           .cause = str_eq(list[i].cause, S("request")) ? T_PRIVACY_CAUSE_REQUEST : T_PRIVACY_CAUSE_RETENTION};
  v->records = records;
  TRY(hold_list(c, &held, &v->hold_count));
  struct hold_line *holds = arena_array(c->arena, struct hold_line, v->hold_count + 1);
  for (size_t i = 0; i < v->hold_count; i++)
    holds[i] = (struct hold_line){held[i].number, held[i].reason, who_did(c, held[i].officer_name, S("")), officer_when(c, held[i].set_at)};
  v->holds = holds;
  return E_OK;
}

static void list_show(struct web_request *rq, struct http_response *rs, enum err why) {
  struct ctx *c = &rq->c;
  struct request_list open, closed;
  struct privacy_list_view v = {.may_add = may_add(rq), .errors = officer_errors(c)};
  fill_new(rq, &v);
  enum err e = requests_open(c, &open);
  if (e == E_OK) e = requests_closed(c, &closed);
  if (e == E_OK) e = fill_records(c, &v);
  if (e == E_OK) e = officer_papers_due(c, &v.due);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.open = privacy_lines(c, &open);
  v.open_count = open.n;
  v.closed = privacy_lines(c, &closed);
  v.closed_count = closed.n;
  if (str_eq(web_query(rq, "kabar"), S("dicatat"))) v.notice = text_plain(c->lang, T_PRIVACY_PAGE_SAVED);
  privacy_list_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_privacy_list(struct web_request *rq, struct http_response *rs) { list_show(rq, rs, E_OK); }

static enum err add(struct web_request *rq) {
  struct ctx *c = &rq->c;
  enum data_request_kind kind;
  enum request_channel channel;
  str typed = web_field(rq, "number"), number = S("");
  i64 id;
  if (!data_request_parse(web_field(rq, "kind"), &kind)) return ctx_fail(c, E_INPUT, T_PRIVACY_CHOOSE_KIND, "missing", S("kind"));
  if (!request_channel_parse(web_field(rq, "channel"), &channel)) return ctx_fail(c, E_INPUT, T_PRIVACY_CHOOSE_CHANNEL, "missing", S("channel"));
  if (typed.n && officer_number_of(c, typed, &number) != E_OK)
    return ctx_fail(c, E_INPUT, T_PRIVACY_NO_SUCH_FILE, "unknown_number", S("number"));
  return request_add(c, number, kind, channel, web_field(rq, "asked"), &id);
}

void officer_privacy_add(struct web_request *rq, struct http_response *rs) {
  enum err e = add(rq);
  if (e != E_OK) list_show(rq, rs, e);
  else web_redirect(rq, rs, S("/petugas/data-pribadi?kabar=dicatat"));
}

/* ---- one request --------------------------------------------------------------------------------------- */

static void request_show(struct web_request *rq, struct http_response *rs, enum err why) {
  static const char *const outcomes[] = {"done", "refused"};
  static const enum text_key fates[] = {T_NONE, [CHATS_ERASED] = T_PRIVACY_PAGE_CHATS_ERASED, [CHATS_KEPT] = T_PRIVACY_PAGE_CHATS_KEPT};
  struct ctx *c = &rq->c;
  struct data_request q;
  struct privacy_request_view v = {.errors = officer_errors(c)};
  enum chat_fate fate = CHATS_NONE;
  enum err e = request_get(c, id_of(rq), &q);
  if (e == E_OK) e = request_chats(c, &q, &fate);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  const struct form_field fields[] = {
      {.code = S("outcome"), .kind = FIELD_CHOICE, .label = privacy_label(c, T_PRIVACY_PAGE_OUTCOME),
       .choices = privacy_choices(c, "outcome", outcomes, COUNT(outcomes)), .choice_count = COUNT(outcomes)},
      {.code = S("reply"), .kind = FIELD_LONG, .label = privacy_label(c, T_PRIVACY_PAGE_REPLY), .help = privacy_label(c, T_PRIVACY_PAGE_REPLY_HELP)},
  };
  v.request = privacy_line(c, &q);
  v.may_answer = may_decide(rq) && q.outcome == DATA_OPEN;
  v.erases = q.kind == DATA_ERASE;
  v.chats = fates[fate];
  v.inputs = draw(rq, fields, COUNT(fields));
  v.input_count = COUNT(fields);
  if (str_eq(web_query(rq, "kabar"), S("dijawab"))) v.notice = text_plain(c->lang, T_PRIVACY_PAGE_ANSWERED_NOTICE);
  privacy_request_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_privacy_request(struct web_request *rq, struct http_response *rs) { request_show(rq, rs, E_OK); }

void officer_privacy_answer(struct web_request *rq, struct http_response *rs) {
  enum data_outcome outcome = DATA_OPEN;
  i64 record;
  (void)data_outcome_parse(web_field(rq, "outcome"), &outcome);
  enum err e = request_close(&rq->c, id_of(rq), outcome, web_field(rq, "reply"), &record);
  if (e != E_OK) request_show(rq, rs, e);
  else web_redirect(rq, rs, arena_printf(rq->c.arena, "/petugas/data-pribadi/%lld?kabar=dijawab", (long long)id_of(rq)));
}

/* ---- one file ------------------------------------------------------------------------------------------- */

static void file_show(struct web_request *rq, struct http_response *rs, enum err why) {
  struct ctx *c = &rq->c;
  struct file_whole w = {0};
  struct request_list requests = {0};
  struct keeping k = {0};
  struct privacy_file_view v = {.may_hold = may_decide(rq), .error = why == E_OK ? S("") : officer_fault(rq, why)};
  enum err e = office_file(c, rq->args[0], &w);
  if (e == E_OK) e = keeping_of(c, &w.f, &k);
  if (e == E_OK) e = requests_of(c, w.f.id, &requests);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.number = w.f.number;
  v.service = local(&w.f.service->label, c->lang);
  v.scans = k.scans;
  v.destroyed = k.destroyed;
  v.ends = k.ends ? text_date(c->arena, c->lang, local_of(k.ends).date) : S("");
  v.held = k.hold.on;
  v.hold_reason = k.hold.reason.p ? k.hold.reason : S("");
  v.hold_who = k.hold.officer_name.p ? k.hold.officer_name : S("");
  v.hold_since = k.hold.on ? officer_when(c, k.hold.set_at) : S("");
  v.requests = privacy_lines(c, &requests);
  v.request_count = requests.n;
  if (str_eq(web_query(rq, "kabar"), S("ditahan"))) v.notice = text_plain(c->lang, T_PRIVACY_FILE_HOLD_SAVED);
  if (str_eq(web_query(rq, "kabar"), S("dicabut"))) v.notice = text_plain(c->lang, T_PRIVACY_FILE_HOLD_LIFTED);
  privacy_file_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_privacy_file(struct web_request *rq, struct http_response *rs) { file_show(rq, rs, E_OK); }

void officer_privacy_hold(struct web_request *rq, struct http_response *rs) {
  bool lift = web_checked(rq, "lift");
  str reason = web_field(rq, "reason");
  enum err e = E_OK;
  if (!lift && !reason.n) e = ctx_fail(&rq->c, E_INPUT, T_PRIVACY_REASON_MISSING, "missing", S("reason"));
  if (e == E_OK) e = hold_change(&rq->c, rq->args[0], lift ? S("") : reason);
  if (e != E_OK) file_show(rq, rs, e);
  else officer_to_file(rq, rs, rq->args[0], lift ? "/data?kabar=dicabut" : "/data?kabar=ditahan");
}

/* ---- the record ------------------------------------------------------------------------------------------- */

static str count_text(struct ctx *c, i64 n) { return arena_printf(c->arena, "%lld", (long long)n); }

static void fill_lines(struct ctx *c, const struct destruction *d, struct destruction_paper *p) {
  static const enum text_key classes[PAPER_CLASSES] = {[PAPER_EVIDENCE] = T_PRIVACY_CLASS_EVIDENCE,
                                                       [PAPER_IDENTITY] = T_PRIVACY_CLASS_IDENTITY,
                                                       [PAPER_LOOSE] = T_PRIVACY_CLASS_LOOSE};
  struct destruction_line *lines = arena_array(c->arena, struct destruction_line, d->line_count + 1);
  for (size_t i = 0; i < d->line_count; i++)
    lines[i] = (struct destruction_line){.number = d->lines[i].number.n ? d->lines[i].number : S("–"),
                                         .kind = text_plain(c->lang, classes[d->lines[i].paper]),
                                         .scans = count_text(c, d->lines[i].scans),
                                         .since = text_date(c->arena, c->lang, local_of(d->lines[i].since).date)};
  p->lines = lines;
  p->line_count = d->line_count;
}

static enum err record_pdf(struct ctx *c, const struct destruction *d, str *ret_pdf) {
  bool request = str_eq(d->cause, S("request"));
  str basis = request ? TEXT(c->arena, c->lang, T_PAPER_DESTRUCTION_BASIS_REQUEST, ARG("n", count_text(c, d->request)))
                      : text_plain(c->lang, T_PAPER_DESTRUCTION_BASIS_RETENTION);
  struct destruction_paper p = {.lang = c->lang,
                                .office = papers_office(c),
                                .made_at = d->at,
                                .number = destruction_number(c->arena, d),
                                .at = text_moment(c->arena, c->lang, d->at),
                                .cause = text_plain(c->lang, request ? T_PRIVACY_CAUSE_REQUEST : T_PRIVACY_CAUSE_RETENTION),
                                .basis = basis,
                                .scans = count_text(c, d->scans),
                                .applications = count_text(c, d->applications),
                                .key_id = d->key_id,
                                .key_state = text_plain(c->lang, d->key_destroyed ? T_PAPER_DESTRUCTION_KEY_GONE : T_PAPER_DESTRUCTION_KEY_THERE),
                                .officer = str_eq(d->actor, S("system")) ? S("") : d->actor_name};
  fill_lines(c, d, &p);
  return paper_destruction(c->arena, &p, ret_pdf);
}

void officer_destruction_paper(struct web_request *rq, struct http_response *rs) {
  struct destruction d;
  str pdf;
  enum err e = destruction_get(&rq->c, id_of(rq), &d);
  if (e == E_OK) e = record_pdf(&rq->c, &d, &pdf);
  if (e != E_OK) web_error(rq, rs, e);
  else web_pdf(rq, rs, pdf, arena_printf(rq->c.arena, STR_FMT ".pdf", STR_ARG(destruction_number(rq->c.arena, &d))));
}

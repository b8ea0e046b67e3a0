/* Complaints: taken down at the counter by anybody; read and answered by supervisors and the head, never by the one it is about. */
#include "domain/identity.h"
#include "web/complaint.h"
#include "web/officer.h"

/* ---- at the counter -------------------------------------------------------------------------------- */

static void counter_show(struct web_request *rq, struct http_response *rs, int status) {
  struct complaint_form_view v = {.action = S("/petugas/pengaduan/baru"), .officer = true};
  complaint_form_fill(rq, &v);
  complaint_counter_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_complaint_form(struct web_request *rq, struct http_response *rs) { counter_show(rq, rs, 200); }

void officer_complaint_take(struct web_request *rq, struct http_response *rs) {
  str ticket, token;
  struct complaint k;
  enum err e = complaint_form_submit(rq, COMPLAINT_COUNTER, &ticket, &token);
  if (e == E_OK) e = complaint_by_token(&rq->c, token, &k);
  if (e == E_INPUT) {
    counter_show(rq, rs, 422);
    return;
  }
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct complaint_status_view v = complaint_status_of(rq, &k, token);
  complaint_taken_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- the list ----------------------------------------------------------------------------------------- */

void officer_complaints(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct complaint *list;
  struct complaint_list_view v = {0};
  enum err e = complaint_list(c, &list, &v.line_count);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct complaint_line *lines = arena_array(c->arena, struct complaint_line, v.line_count + 1);
  for (size_t i = 0; i < v.line_count; i++) {
    const struct complaint *k = &list[i];
    bool open = k->state != COMPLAINT_ANSWERED;
    lines[i] = (struct complaint_line){.ticket = k->ticket, .age = officer_span(c, c->now - k->created_at), .due = open ? officer_due(c, k->due_at) : S(""),
                                       .assigned = k->assigned_name, .kind = complaint_words("kind", complaint_kind_code(k->kind)),
                                       .class_ = complaint_words("class", complaint_class_code(k->class_)), .state = complaint_tag(k),
                                       .late = open && k->due_at < c->now, .escalated = open && k->escalated_at,
                                       .mine = k->assigned && k->assigned == c->actor.officer};
  }
  v.lines = lines;
  complaint_list_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- one ------------------------------------------------------------------------------------------------- */

static void fill_people(struct ctx *c, const struct complaint_whole *w, struct complaint_page_view *v) {
  struct option *handlers = arena_array(c->arena, struct option, w->officer_count + 1), *others = arena_array(c->arena, struct option, w->officer_count + 1);
  str *concerned = arena_array(c->arena, str, w->officer_count + 1);
  for (size_t i = 0; i < w->officer_count; i++) {
    const struct complaint_officer *o = &w->officers[i];
    struct option one = {.value = arena_printf(c->arena, "%lld", (long long)o->id), .label = o->name, .chosen = o->id == w->k.assigned};
    if (o->may_handle) handlers[v->handler_count++] = one;
    if (!o->concerned) others[v->other_count++] = one;
    else concerned[v->concerned_count++] = o->name;
  }
  v->handlers = handlers;
  v->others = others;
  v->concerned = concerned;
}

static void fill_classes(struct ctx *c, const struct complaint *k, struct complaint_page_view *v) {
  struct option *list = arena_array(c->arena, struct option, COMPLAINT_CLASSES);
  for (int i = 0; i < COMPLAINT_CLASSES; i++) {
    const char *code = complaint_class_code((enum complaint_class)i);
    list[i] = (struct option){.value = str_of(code), .text = complaint_words("class", code), .chosen = (int)k->class_ == i};
  }
  v->classes = list;
  v->class_count = COMPLAINT_CLASSES;
}

static void fill_steps(struct ctx *c, const struct complaint_whole *w, struct complaint_page_view *v) {
  struct complaint_step_line *lines = arena_array(c->arena, struct complaint_step_line, w->step_count + 1);
  for (size_t i = 0; i < w->step_count; i++)
    lines[i] = (struct complaint_step_line){.when = officer_when(c, w->steps[i].at), .who = w->steps[i].officer_name, .text = w->steps[i].text,
                                            .kind = text_key_find(arena_printf(c->arena, "complaint.step." STR_FMT, STR_ARG(w->steps[i].kind)))};
  v->steps = lines;
  v->step_count = w->step_count;
}

static void one_show(struct web_request *rq, struct http_response *rs, enum err why) {
  struct ctx *c = &rq->c;
  struct complaint_whole w;
  str reason = why == E_OK ? S("") : officer_fault(rq, why);
  enum err e = complaint_open(c, rq->args[0], &w);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  const struct complaint *k = &w.k;
  bool open = k->state != COMPLAINT_ANSWERED;
  struct complaint_page_view v = {
      .ticket = k->ticket, .received = officer_when(c, k->created_at), .due = open ? officer_due(c, k->due_at) : S(""), .assigned = k->assigned_name,
      .error = reason, .kind = complaint_words("kind", complaint_kind_code(k->kind)), .class_ = complaint_words("class", complaint_class_code(k->class_)),
      .channel = text_key_find(arena_printf(c->arena, "complaint.channel." STR_FMT, STR_ARG(k->channel))), .state = complaint_tag(k),
      .late = open && k->due_at < c->now, .escalated = open && k->escalated_at, .may_handle = w.may_handle, .answered = !open, .body = k->body,
      .place = k->place, .officer_name = k->officer_name, .number = k->number, .complainant = k->name,
      .phone = k->phone.n ? phone_masked(c->arena, k->phone) : S(""), .lapor_number = k->lapor_number, .answer = k->answer,
      .answered_at = k->answered_at ? officer_when(c, k->answered_at) : S("")};
  if (str_eq(web_query(rq, "kabar"), S("tersimpan"))) v.notice = text_plain(c->lang, T_DESK_SAVED);
  fill_people(c, &w, &v);
  fill_classes(c, k, &v);
  fill_steps(c, &w, &v);
  complaint_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_complaint(struct web_request *rq, struct http_response *rs) { one_show(rq, rs, E_OK); }

static enum err read_act(struct web_request *rq, struct complaint_act *act) {
  static const char *const names[COMPLAINT_ACTIONS] = {"assign", "reclass", "concern", "note", "lapor", "answer"};
  str name = web_field(rq, "action");
  *act = (struct complaint_act){.action = COMPLAINT_ACTIONS, .officer = web_int(rq, "officer"), .text = web_field(rq, "text")};
  for (int i = 0; i < COMPLAINT_ACTIONS; i++)
    if (str_is(name, names[i])) act->action = (enum complaint_action)i;
  if (act->action == COMPLAINT_ACTIONS || (act->action == COMPLAINT_RECLASS && !complaint_class_parse(web_field(rq, "class"), &act->class_)))
    return ctx_fail(&rq->c, E_INPUT, T_OFFICE_UNKNOWN_ACTION, "unknown_action", S("action"));
  return E_OK;
}

void officer_complaint_do(struct web_request *rq, struct http_response *rs) {
  struct complaint_act act;
  enum err e = read_act(rq, &act);
  if (e == E_OK) e = complaint_do(&rq->c, rq->args[0], &act);
  bool itself = act.action == COMPLAINT_CONCERN && act.officer == rq->c.actor.officer; /* who marks himself sees it no longer */
  if (e == E_OK) web_redirect(rq, rs, itself ? S("/petugas/pengaduan") : arena_printf(rq->c.arena, "/petugas/pengaduan/" STR_FMT "?kabar=tersimpan", STR_ARG(rq->args[0])));
  else if (e == E_NOTFOUND) web_error(rq, rs, e);
  else one_show(rq, rs, e);
}

/* One file: its page, every step, its pictures. */
#include "base/limits.h"
#include "office/inbound.h"
#include "web/officer.h"

/* ---- showing -------------------------------------------------------------------------------------------- */

void officer_file_show(struct web_request *rq, struct http_response *rs, str number, enum err why) {
  struct file_whole w = {0};
  struct file_view v;
  str reason = why == E_OK ? S("") : officer_fault(rq, why);
  enum err e = office_file(&rq->c, number, &w);
  if (e == E_OK) e = officer_file_view(rq, &w, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.error = reason;
  file_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_file(struct web_request *rq, struct http_response *rs) { officer_file_show(rq, rs, rq->args[0], E_OK); }

/* Everything this officer typed into the form, so that it can be copied. */
static str typed_words(struct web_request *rq) {
  static const char *const fields[] = {"note",        "text",          "ground", "advice",
                                       "siak_number", "result_number", "shelf",  "receiver_name"};
  struct buf b = buf_new(rq->c.arena, MAX_FORM_BODY);
  for (size_t i = 0; i < COUNT(fields); i++) {
    str v = web_field(rq, fields[i]);
    if (v.n) buf_printf(&b, "%s" STR_FMT, b.n ? "\n" : "", STR_ARG(v));
  }
  return buf_str(&b);
}

void officer_conflict(struct web_request *rq, struct http_response *rs, str number, str back_url) {
  struct ctx *c = &rq->c;
  struct file_whole w = {0};
  enum err e = office_file(c, number, &w);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  size_t n;
  const struct timeline_line *all = officer_timeline(c, &w, &n);
  struct conflict_view v = {.number = w.f.number, .typed = typed_words(rq), .back_url = back_url};
  str *changes = arena_array(c->arena, str, 1);
  if (n) {
    v.who = all[0].who.n ? all[0].who : text_plain(c->lang, T_OFFICER_INBOX_WHO);
    v.when = all[0].when;
    changes[0] = all[0].text;
    v.changes = changes;
    v.change_count = 1;
  }
  conflict_page(&rq->page, &v);
  web_page(rq, rs, 409);
}

void officer_not_done(struct web_request *rq, struct http_response *rs, str number, enum err e) {
  bool faster = e == E_CONFLICT && rq->c.fault_count && strcmp(rq->c.faults[0].code, "conflict") == 0;
  if (e == E_NOTFOUND && !rq->c.fault_count)
    web_error(rq, rs, e);
  else if (faster)
    officer_conflict(rq, rs, number, arena_printf(rq->c.arena, "/petugas/p/" STR_FMT, STR_ARG(number)));
  else
    officer_file_show(rq, rs, number, e);
}

/* ---- steps ------------------------------------------------------------------------------------------------- */

/* The form's `reason` is a hold's code, else the officer's words. */
static enum err read_act(struct web_request *rq, struct act *act) {
  *act = (struct act){.number = rq->args[0],
                      .version = web_int(rq, "version"),
                      .requirement = web_field(rq, "requirement"),
                      .note = web_field(rq, "note"),
                      .siak_number = web_field(rq, "siak_number"),
                      .result_kind = web_field(rq, "result_kind"),
                      .result_number = web_field(rq, "result_number"),
                      .shelf = web_field(rq, "shelf"),
                      .advice = web_field(rq, "advice")};
  if (!action_parse(web_field(rq, "action"), &act->action))
    return ctx_fail(&rq->c, E_INPUT, T_OFFICE_UNKNOWN_ACTION, "unknown_action", S("action"));
  str fault = web_field(rq, "fault"), reason = web_field(rq, "reason");
  if (fault.n && !fault_parse(fault, &act->fault))
    return ctx_fail(&rq->c, E_INPUT, T_OFFICE_UNKNOWN_REASON, "unknown_reason", S("fault"));
  if (act->action == ACTION_HOLD && !hold_parse(reason, &act->hold))
    return ctx_fail(&rq->c, E_INPUT, T_OFFICE_UNKNOWN_REASON, "unknown_reason", S("reason"));
  act->reason = act->action == ACTION_REFUSE ? web_field(rq, "ground") : act->action == ACTION_CANCEL ? reason : S("");
  return E_OK;
}

/* Steps of the counter have their own page and its checks. */
static bool of_this_page(enum action a) {
  return a != ACTION_HAND_OVER && a != ACTION_CHECK_ORIGINAL && a != ACTION_DECIDE_MISMATCH && a != ACTION_SUBMIT &&
         a != ACTION_SEND_CORRECTION && a != ACTION_EXPIRE;
}

static enum err tie(struct web_request *rq) {
  str scan = web_field(rq, "scan"), requirement = web_field(rq, "requirement");
  return office_tie_scan(&rq->c, rq->args[0], scan, requirement, NULL);
}

void officer_act(struct web_request *rq, struct http_response *rs) {
  struct act act;
  struct act_result result;
  bool ties = str_eq(web_field(rq, "action"), S("tie_scan"));
  enum err e = ties ? tie(rq) : read_act(rq, &act);
  if (e == E_OK && !ties && !of_this_page(act.action))
    e = ctx_fail(&rq->c, E_INPUT, T_OFFICE_UNKNOWN_ACTION, "unknown_action", S("action"));
  if (e == E_OK && !ties) e = office_act(&rq->c, &act, &result);
  if (e != E_OK)
    officer_not_done(rq, rs, rq->args[0], e);
  else if (ties)
    officer_to_file(rq, rs, rq->args[0], "?kabar=terikat");
  else
    officer_to_file(rq, rs, rq->args[0],
                    act.action == ACTION_ASK_CORRECTION ? "?kabar=perbaikan"
                    : act.action == ACTION_TAKE         ? ""
                                                        : "?kabar=tersimpan");
}

void officer_note(struct web_request *rq, struct http_response *rs) {
  enum err e = desk_note(&rq->c, rq->args[0], web_field(rq, "note"));
  if (e != E_OK)
    officer_not_done(rq, rs, rq->args[0], e);
  else
    officer_to_file(rq, rs, rq->args[0], "?kabar=catatan");
}

void officer_reply(struct web_request *rq, struct http_response *rs) {
  struct file_whole w = {0};
  enum err e = office_file(&rq->c, rq->args[0], &w);
  if (e == E_OK && !w.f.chat) e = E_NOTFOUND;
  if (e == E_OK) e = office_officer_says(&rq->c, w.f.chat, web_field(rq, "text"));
  if (e != E_OK)
    officer_not_done(rq, rs, rq->args[0], e);
  else
    officer_to_file(rq, rs, rq->args[0], "?kabar=balasan");
}

/* ---- pictures ------------------------------------------------------------------------------------------------ */

void officer_scan(struct web_request *rq, struct http_response *rs) {
  struct sealed_scan scan;
  enum err e = office_view_scan(&rq->c, rq->args[0], rq->args[1], &scan);
  if (e == E_OK) e = web_scan(rq, rs, &scan, false);
  if (e != E_OK) web_error(rq, rs, e);
}

/* Files from the counter's camera or scanner, for one paper or for none yet. */
void officer_add_scans(struct web_request *rq, struct http_response *rs) {
  struct new_scan *scans;
  size_t n = 0;
  struct added done;
  enum err e = web_new_scans(rq, &scans, &n);
  if (e == E_OK && !n) e = ctx_fail(&rq->c, E_INPUT, T_DESK_NO_FILES, "missing", S("scan"));
  for (size_t i = 0; e == E_OK && i < n; i++) scans[i].requirement = web_field(rq, "requirement");
  if (e == E_OK) e = office_add_scans(&rq->c, rq->args[0], scans, n, NULL, &done);
  rq->keep_files = e == E_OK;
  if (e != E_OK)
    officer_not_done(rq, rs, rq->args[0], e);
  else
    officer_to_file(rq, rs, rq->args[0], "?kabar=berkas");
}

/* ---- the correction, before it is sent --------------------------------------------------------------------- */

static void fill_faults(struct ctx *c, const struct application *f, struct correction_view *v) {
  struct fault_line *faults = arena_array(c->arena, struct fault_line, f->item_count + 1);
  str *missing = arena_array(c->arena, str, f->item_count + 1);
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = items_open(f->items, f->item_count, open, MAX_REQUIREMENTS);
  for (size_t i = 0; i < n; i++) {
    str label = officer_item_label(c, open[i]);
    if (open[i]->state == ITEM_FAULTY)
      faults[v->fault_count++] =
          (struct fault_line){label, words_fault(open[i]->fault), words_fault_todo(open[i]->fault), open[i]->note};
    else
      missing[v->missing_count++] = label;
  }
  v->faults = faults;
  v->missing = missing;
}

void officer_correction(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct correction_preview p;
  enum err e = desk_correction(c, rq->args[0], &p);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct correction_view v = {.number = p.f.number,
                              .service = local(&p.f.service->label, c->lang),
                              .applicant = p.f.applicant,
                              .version = p.f.version,
                              .message = p.body,
                              .answer_by = text_date(c->arena, c->lang, local_of(p.answer_by).date),
                              .window_closed = p.f.chat && p.window_until < c->now};
  fill_faults(c, &p.f, &v);
  correction_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

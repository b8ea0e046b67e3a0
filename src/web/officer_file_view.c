/* The file of one application, ready to print. */
#include <jansson.h>

#include "domain/identity.h"
#include "office/json.h"
#include "web/inputs.h"
#include "web/officer.h"

/* ---- scans ------------------------------------------------------------------------------------------- */

static struct scan_view scan_of(struct ctx *c, const struct file_whole *w, const struct scan_row *s, bool loose) {
  const struct requirement *r = service_requirement(w->f.service, s->requirement);
  str when = officer_when(c, s->created_at), number = w->f.number;
  enum text_key from = text_key_find(arena_printf(c->arena, "officer.channel." STR_FMT, STR_ARG(s->source)));
  str source = from == T_NONE ? s->source : text_plain(c->lang, from);
  struct scan_view v = {
      .id = s->id,
      .is_pdf = str_eq(s->type, S("application/pdf")),
      .requirement = r ? s->requirement : S(""),
      .requirement_label = r ? local(&r->label, c->lang) : S(""),
      .received = arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(when), STR_ARG(source))};
  v.url = loose ? arena_printf(c->arena, "/petugas/wa/%lld/foto/" STR_FMT, (long long)w->f.chat, STR_ARG(s->id))
                : arena_printf(c->arena, "/petugas/p/" STR_FMT "/berkas/" STR_FMT, STR_ARG(number), STR_ARG(s->id));
  return v;
}

struct scan_view *officer_scans(struct ctx *c, const struct file_whole *w, size_t *ret_n) {
  struct scan_view *list = arena_array(c->arena, struct scan_view, w->scan_count + w->loose_count + 1);
  size_t n = 0;
  for (size_t k = 0; k <= w->f.item_count; k++) /* the last round: tied to no paper */
    for (size_t i = 0; i < w->scan_count; i++) {
      const struct scan_row *s = &w->scans[i];
      bool here = k < w->f.item_count ? str_eq(s->requirement, w->f.items[k].requirement->code) : !s->requirement.n;
      if (here && !s->replaced_at && !s->destroyed) list[n++] = scan_of(c, w, s, false);
    }
  for (size_t i = 0; i < w->loose_count && w->f.chat; i++)
    if (!w->loose[i].destroyed) list[n++] = scan_of(c, w, &w->loose[i], true);
  for (size_t i = 0; i < n; i++) list[i].at = (int)i + 1;
  *ret_n = n;
  return list;
}

/* ---- papers ------------------------------------------------------------------------------------------- */

static bool may_be_seen(const struct item *i) {
  if (i->requirement->modes & MODE_OFFICER) return false;
  bool data_came = (i->requirement->modes & MODE_FORM) && i->state == ITEM_RECEIVED;
  return i->state != ITEM_SEEN && i->state != ITEM_ACCEPTED && !data_came;
}

static struct item_view item_of(struct ctx *c, const struct item *i, u64 allowed) {
  bool has_something = i->state != ITEM_MISSING && i->state != ITEM_SEEN;
  return (struct item_view){
      .code = i->requirement->code,
      .label = officer_item_label(c, i),
      .form = str_has(officer_item_label(c, i), i->requirement->form) ? S("") : i->requirement->form,
      .state = tag_officer_item(i->state),
      .fault = words_fault(i->fault),
      .note = i->note,
      .scans = i->scans,
      .optional = (i->requirement->modes & MODE_OPTIONAL) != 0,
      .can_judge = has_something && officer_may(allowed, ACTION_ACCEPT_SCAN),
      .can_mark_seen = may_be_seen(i) && officer_may(allowed, ACTION_SEEN)};
}

static void fill_items(struct ctx *c, const struct application *f, u64 allowed, struct file_view *v) {
  struct item_view *items = arena_array(c->arena, struct item_view, f->item_count + 1);
  struct option *options = arena_array(c->arena, struct option, f->item_count + 1);
  for (size_t k = 0; k < f->item_count; k++) {
    items[k] = item_of(c, &f->items[k], allowed);
    for (size_t i = v->scan_count; i-- > 0;)
      if (str_eq(v->scans[i].requirement, items[k].code)) items[k].first_scan = v->scans[i].at;
    options[k] = (struct option){.value = items[k].code, .label = items[k].label};
  }
  v->items = items;
  v->requirements = options;
  v->item_count = v->requirement_count = f->item_count;
  v->items_open = (int)items_open(f->items, f->item_count, NULL, 0);
}

/* Without a choice: the first page nobody judged yet, so that one key goes on to the next paper. */
static size_t chosen_scan(struct web_request *rq, const struct application *f, const struct scan_view *scans,
                          size_t n) {
  i64 at;
  if (str_to_i64(web_query(rq, "pindaian"), &at) && at >= 1 && (size_t)at <= n) return (size_t)at - 1;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < f->item_count; k++)
      if (f->items[k].state == ITEM_RECEIVED && str_eq(f->items[k].requirement->code, scans[i].requirement)) return i;
  return 0;
}

static str scan_link(struct ctx *c, str number, size_t at) {
  return arena_printf(c->arena, "/petugas/p/" STR_FMT "?pindaian=%zu", STR_ARG(number), at);
}

/* A paper without a picture (typed data) is chosen by ?syarat=. */
static void choose(struct web_request *rq, const struct application *f, struct scan_view *scans, struct file_view *v) {
  struct item_view *items = (struct item_view *)v->items;
  str wanted = web_query(rq, "syarat");
  if (v->scan_count) {
    size_t at = chosen_scan(rq, f, scans, v->scan_count);
    scans[at].chosen = true;
    v->chosen = &scans[at];
    if (at > 0) v->previous_scan_url = scan_link(&rq->c, f->number, at);
    if (at + 1 < v->scan_count) v->next_scan_url = scan_link(&rq->c, f->number, at + 2);
    if (!wanted.n) wanted = scans[at].requirement;
  }
  for (size_t k = 0; k < v->item_count; k++) {
    items[k].current = wanted.n && str_eq(items[k].code, wanted);
    if (items[k].current) v->current = &items[k];
    ((struct option *)v->requirements)[k].chosen = items[k].current;
  }
}

/* ---- what was typed ----------------------------------------------------------------------------------- */

static void add_section(struct ctx *c, const struct application *f, str section, const json_t *data, struct data_section *ret) {
  const struct form_list *l = service_list(f->service, section);
  *ret = (struct data_section){.title = officer_section(c, section)};
  if (l) ret->items = input_items(c, f, l, data, S(""), &ret->item_count);
  else ret->lines = input_lines(c, f, section, data, false, &ret->line_count);
}

static void fill_data(struct ctx *c, const struct application *f, struct file_view *v) {
  const struct service *s = f->service;
  struct data_section *sections = arena_array(c->arena, struct data_section, s->field_count + 1);
  json_t *data = json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
  for (size_t i = 0; i < s->field_count && json_object_size(data); i++) {
    bool seen = !condition_holds(s, &s->fields[i].when, &f->answers);
    for (size_t k = 0; k < i && !seen; k++)
      seen = str_eq(s->fields[k].section, s->fields[i].section) && condition_holds(s, &s->fields[k].when, &f->answers);
    if (seen) continue;
    add_section(c, f, s->fields[i].section, data, &sections[v->section_count]);
    v->section_count += sections[v->section_count].line_count || sections[v->section_count].item_count;
  }
  json_decref(data);
  v->sections = sections;
}

static void fill_situation(struct ctx *c, const struct application *f, struct file_view *v) {
  const struct service *s = f->service;
  str *list = arena_array(c->arena, str, s->question_count + 1);
  for (size_t i = 0; i < s->question_count; i++) {
    u8 at = answer_of(s, &f->answers, i);
    if (at == UNANSWERED) continue;
    list[v->situation_count++] = officer_answer(c, &s->questions[i], &s->questions[i].choices[at]);
  }
  v->situation = list;
}

static str result_words(struct ctx *c, const struct application *f) {
  for (size_t i = 0; i < f->service->result_count; i++)
    if (str_eq(f->service->results[i].code, f->result_kind)) return local(&f->service->results[i].label, c->lang);
  if (str_eq(f->result_kind, S("siak"))) return text_plain(c->lang, T_DESK_KIND_SIAK);
  return f->result_kind.n ? text_plain(c->lang, T_DESK_KIND_NUMBER) : S("");
}

static void fill_facts(struct ctx *c, const struct application *f, struct file_view *v) {
  str hold = f->hold_reason ? text_plain(c->lang, words_hold(f->hold_reason)) : S("");
  const struct fact_line all[] = {{T_OFFICER_FACT_SIAK_NUMBER, f->siak_number},
                                  {T_OFFICER_FACT_RESULT_KIND, result_words(c, f)},
                                  {T_OFFICER_FACT_RESULT_NUMBER, f->result_number},
                                  {T_OFFICER_FACT_SHELF, f->shelf},
                                  {T_OFFICER_FACT_HOLD, hold},
                                  {T_OFFICER_FACT_GROUND, f->ground},
                                  {T_OFFICER_FACT_ADVICE, f->advice},
                                  {T_OFFICER_FACT_VERSION, f->ruleset}};
  struct fact_line *list = arena_array(c->arena, struct fact_line, COUNT(all));
  for (size_t i = 0; i < COUNT(all); i++)
    if (all[i].value.n) list[v->fact_count++] = all[i];
  v->facts = list;
}

static void fill_results(struct ctx *c, const struct application *f, struct file_view *v) {
  const struct service *s = f->service;
  struct option *list = arena_array(c->arena, struct option, s->result_count + 1);
  for (size_t i = 0; i < s->result_count; i++)
    if (condition_holds(s, &s->results[i].when, &f->answers))
      list[v->result_kind_count++] = (struct option){.value = s->results[i].code,
                                                     .label = local(&s->results[i].label, c->lang),
                                                     .chosen = str_eq(s->results[i].code, f->result_kind)};
  list[v->result_kind_count++] =
      (struct option){.value = S("siak"), .text = T_DESK_KIND_SIAK, .chosen = str_eq(f->result_kind, S("siak"))};
  v->result_kinds = list;
}

/* ---- what may be done ---------------------------------------------------------------------------------- */

static struct allowed allowed_of(const struct application *f, u64 a, i64 me) {
  bool counter =
      f->state == STATE_READY_FOR_PICKUP && (officer_may(a, ACTION_CHECK_ORIGINAL) || officer_may(a, ACTION_HAND_OVER));
  if (f->service->data_sync) /* no document: what came of it is decided on its own page */
    a &= ~((u64)1 << ACTION_PROCESS | (u64)1 << ACTION_AWAIT_SIGNATURE | (u64)1 << ACTION_ISSUE | (u64)1 << ACTION_READY | (u64)1 << ACTION_SEND);
  return (struct allowed){.take = officer_may(a, ACTION_TAKE) && f->owner != me,
                          .resolve = officer_may(a, ACTION_RESOLVE),
                          .release = officer_may(a, ACTION_RELEASE) && f->owner != 0,
                          .process = officer_may(a, ACTION_PROCESS),
                          .hold = officer_may(a, ACTION_HOLD),
                          .resume = officer_may(a, ACTION_RESUME),
                          .await_signature = officer_may(a, ACTION_AWAIT_SIGNATURE),
                          .issue = officer_may(a, ACTION_ISSUE),
                          .ready = officer_may(a, ACTION_READY),
                          .send = officer_may(a, ACTION_SEND),
                          .confirm = officer_may(a, ACTION_CONFIRM),
                          .refuse = officer_may(a, ACTION_REFUSE),
                          .cancel = officer_may(a, ACTION_CANCEL),
                          .reopen = officer_may(a, ACTION_REOPEN),
                          .ask_correction = officer_may(a, ACTION_ASK_CORRECTION),
                          .pickup = counter,
                          .decide = f->state == STATE_MISMATCH && officer_may(a, ACTION_DECIDE_MISMATCH),
                          .processed = f->siak_number.n > 0,
                          .issued = f->result_kind.n > 0};
}

/* A step people look for and do not find: they are told why. */
static void fill_blocked(struct ctx *c, const struct application *f, u64 allowed, struct file_view *v) {
  static const enum action looked_for[] = {ACTION_PROCESS, ACTION_READY, ACTION_HAND_OVER, ACTION_DECIDE_MISMATCH};
  struct blocked_action *list = arena_array(c->arena, struct blocked_action, COUNT(looked_for));
  struct application_facts facts = file_facts(f);
  facts.has_shelf = facts.has_result = true;
  for (size_t i = 0; i < COUNT(looked_for); i++) {
    struct request r = {.action = looked_for[i],
                        .actor = {c->actor.officer, c->actor.role},
                        .has_reason = true,
                        .supervisor_accepts = true,
                        .separate_handover = c->office->config->rules.separate_handover,
                        .receiver_named = true,
                        .identity_shown = true};
    if (officer_may(allowed, looked_for[i]) || !transition_find(f->state, looked_for[i])) continue;
    enum rule rule = application_decide(&facts, &r).forbidden;
    bool mending = (f->state == STATE_PROCESSING && looked_for[i] == ACTION_PROCESS) || f->service->data_sync;
    if (rule == RULE_OK || rule == RULE_ROLE || mending) continue;
    list[v->blocked_count++] = (struct blocked_action){words_action(looked_for[i]), words_rule(rule)};
  }
  v->blocked = list;
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

static void fill_head(struct ctx *c, const struct file_whole *w, struct file_view *v) {
  const struct application *f = &w->f;
  moment due = file_due(f, c->now);
  bool runs = state_clock_runs(f->state);
  *v = (struct file_view){.number = f->number,
                          .service = local(&f->service->label, c->lang),
                          .state = tag_officer_state(f->state),
                          .version = f->version,
                          .applicant = f->applicant,
                          .phone = f->phone.n ? phone_masked(c->arena, f->phone) : S(""),
                          .channel = words_channel(f->channel),
                          .submitted = officer_when(c, f->submitted_at),
                          .due = runs ? officer_due(c, due) : S(""),
                          .late = runs && due < c->now,
                          .owner = w->owner_name,
                          .mine = f->owner && f->owner == c->actor.officer};
  v->correction_url = arena_printf(c->arena, "/petugas/p/" STR_FMT "/perbaikan", STR_ARG(f->number));
  v->receipt_url = arena_printf(c->arena, "/petugas/p/" STR_FMT "/bukti.pdf", STR_ARG(f->number));
  if (f->shelf.n && !state_is_final(f->state))
    v->label_url = arena_printf(c->arena, "/petugas/p/" STR_FMT "/label.pdf", STR_ARG(f->number));
}

static enum err fill_thread(struct web_request *rq, const struct file_whole *w, struct file_view *v) {
  struct thread_view t;
  moment until;
  if (!w->f.chat) return E_OK;
  TRY(officer_thread(rq, w->f.chat, w->messages, w->message_count, &t));
  TRY(desk_window(&rq->c, w->f.chat, &until));
  v->messages = t.messages;
  v->message_count = t.message_count;
  v->canned = t.canned;
  v->canned_count = t.canned_count;
  v->draft = t.draft;
  v->window_left = officer_window(&rq->c, until);
  v->can_reply = (ROLES_OFFICERS & ROLE_BIT(rq->c.actor.role)) != 0;
  return E_OK;
}

enum err officer_file_view(struct web_request *rq, const struct file_whole *w, struct file_view *v) {
  struct ctx *c = &rq->c;
  u64 allowed = office_allowed(c, &w->f);
  bool works = (ROLES_OFFICERS & ROLE_BIT(c->actor.role)) != 0;
  fill_head(c, w, v);
  struct scan_view *scans = officer_scans(c, w, &v->scan_count);
  v->scans = scans;
  for (size_t i = 0; i < w->scan_count; i++) v->destroyed += w->scans[i].destroyed;
  TRY(officer_looks(rq, w, scans, v->scan_count, &v->looks_waiting));
  fill_items(c, &w->f, allowed, v);
  choose(rq, &w->f, scans, v);
  v->can_write = works;
  v->can_add = v->can_tie = works && !state_is_final(w->f.state);
  fill_data(c, &w->f, v);
  v->nik_notes = officer_nik_notes(c, &w->f, &v->nik_note_count);
  fill_situation(c, &w->f, v);
  fill_facts(c, &w->f, v);
  fill_results(c, &w->f, v);
  v->timeline = officer_timeline(c, w, &v->timeline_count);
  v->may = allowed_of(&w->f, allowed, c->actor.officer);
  fill_blocked(c, &w->f, allowed, v);
  v->notice = officer_notice(rq);
  return fill_thread(rq, w, v);
}

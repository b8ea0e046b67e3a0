/* The counter: find the document, compare each original with its scan, hand over. What may leave the house is decided
 * by the rules; the page only shows their answer. */
#include "domain/identity.h"
#include "office/json.h"
#include "web/officer.h"

/* ---- finding -------------------------------------------------------------------------------------------- */

static void show_find(struct web_request *rq, struct http_response *rs, enum text_key problem) {
  struct ctx *c = &rq->c;
  struct queue_query q = {
      .states = 1u << STATE_READY_FOR_PICKUP | 1u << STATE_MISMATCH, .service = S(""), .limit = LIST_PAGE};
  struct queue queue;
  enum err e = desk_queue(c, &q, &queue);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct field_error one = {S("kode"), problem ? text_plain(c->lang, problem) : S("")};
  struct pickup_find_view v = {.typed = utf8_cut(web_query(rq, "kode"), 200),
                               .errors = {&one, problem ? 1 : 0},
                               .ready = officer_rows(c, &queue.list, NULL),
                               .ready_count = queue.list.n};
  pickup_find_page(&rq->page, &v);
  web_page(rq, rs, problem ? 422 : 200);
}

void officer_pickup_find(struct web_request *rq, struct http_response *rs) {
  struct list found = {0};
  str typed = web_query(rq, "kode"), number;
  if (!typed.n) {
    show_find(rq, rs, T_NONE);
    return;
  }
  enum err e = officer_number_of(&rq->c, typed, &number);
  bool readable = e != E_INPUT;
  if (e == E_OK) e = office_search(&rq->c, number, &found);
  if (e == E_OK && found.n)
    officer_to_file(rq, rs, number, "/ambil");
  else
    show_find(rq, rs, readable ? T_DESK_UNKNOWN_NUMBER : T_DESK_NOT_A_NUMBER);
}

/* ---- the page ---------------------------------------------------------------------------------------------- */

/* The note of the last comparison stands in its event. */
static str judged_note(struct ctx *c, const struct file_whole *w, str requirement) {
  for (size_t i = w->event_count; i-- > 0;) {
    const struct event_line *e = &w->events[i];
    if (!str_eq(e->kind, S("check_original"))) continue;
    json_t *data = json_loadb(e->data.p, e->data.n, 0, NULL);
    bool this = str_eq(json_member(data, "requirement"), requirement);
    str note = this ? arena_str(c->arena, json_member(data, "note")) : S("");
    json_decref(data);
    if (this) return note;
  }
  return S("");
}

static struct pickup_item item_of(struct ctx *c, const struct file_whole *w, const struct item *i, const struct scan_view *all, size_t n) {
  struct pickup_item p = {.code = i->requirement->code,
                          .label = officer_item_label(c, i),
                          .withdraw = (i->requirement->modes & MODE_WITHDRAW) != 0,
                          .needed = true,
                          .original = i->original};
  if (i->original != ORIGINAL_UNCHECKED) p.note = judged_note(c, w, p.code);
  struct scan_view *mine = arena_array(c->arena, struct scan_view, n + 1);
  for (size_t k = 0; k < n; k++)
    if (str_eq(all[k].requirement, p.code)) mine[p.scan_count++] = all[k];
  for (size_t k = 0; k < p.scan_count; k++) mine[k].at = (int)k + 1;
  p.scans = mine;
  return p;
}

static enum err fill_items(struct web_request *rq, const struct file_whole *w, struct pickup_view *v) {
  struct ctx *c = &rq->c;
  const struct application *f = &w->f;
  struct pickup_item *items = arena_array(c->arena, struct pickup_item, f->item_count + 1);
  str *judges;
  size_t n;
  struct scan_view *scans = officer_scans(c, w, &n);
  TRY(officer_looks(rq, w, scans, n, NULL));
  TRY(desk_judges(c, f, &judges));
  for (size_t i = 0; i < f->item_count; i++) {
    if (!item_needs_original(&f->items[i], f->originals)) continue;
    items[v->item_count] = item_of(c, w, &f->items[i], scans, n);
    items[v->item_count++].judged_by = judges[i];
  }
  v->items = items;
  return E_OK;
}

static void fill_documents(struct ctx *c, const struct application *f, struct pickup_view *v) {
  const struct service *s = f->service;
  str *list = arena_array(c->arena, str, s->result_count + 1);
  for (size_t i = 0; i < s->result_count; i++)
    if (condition_holds(s, &s->results[i].when, &f->answers))
      list[v->document_count++] = local(&s->results[i].label, c->lang);
  v->documents = list;
}

/* Why the document may not leave now, were the receiver named. */
static void fill_blocked(struct ctx *c, const struct application *f, struct pickup_view *v) {
  struct application_facts facts = file_facts(f);
  struct request r = {.action = ACTION_HAND_OVER,
                      .actor = {c->actor.officer, c->actor.role},
                      .receiver_named = true,
                      .identity_shown = true,
                      .separate_handover = c->office->config->rules.separate_handover};
  enum text_key *keys = arena_array(c->arena, enum text_key, 1);
  enum rule rule = application_decide(&facts, &r).forbidden;
  if (v->can_hand_over || rule == RULE_OK) return;
  keys[0] = words_rule(rule);
  v->blocked = keys;
  v->blocked_count = 1;
}

static void fill_typed(struct web_request *rq, struct pickup_view *v) {
  v->receiver_name = web_field(rq, "receiver_name");
  v->relation = web_field(rq, "receiver_relation");
  v->identity_kind = web_field(rq, "identity_kind");
  v->identity_last4 = web_field(rq, "identity_last4");
  v->proxy = str_eq(web_field(rq, "proxy"), S("yes"));
  v->proxy_letter = web_checked(rq, "proxy_letter");
}

static void show(struct web_request *rq, struct http_response *rs, enum err why) {
  struct ctx *c = &rq->c;
  struct file_whole w = {0};
  struct form_errors errors = officer_errors(c);
  enum err e = office_file(c, rq->args[0], &w);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  u64 may = office_allowed(c, &w.f);
  struct pickup_view v = {.number = w.f.number,
                          .service = local(&w.f.service->label, c->lang),
                          .applicant = w.f.applicant,
                          .shelf = w.f.shelf,
                          .state = tag_officer_state(w.f.state),
                          .version = w.f.version,
                          .can_judge = officer_may(may, ACTION_CHECK_ORIGINAL),
                          .mismatch = w.f.state == STATE_MISMATCH,
                          .can_decide = w.f.state == STATE_MISMATCH && officer_may(may, ACTION_DECIDE_MISMATCH),
                          .can_hand_over = officer_may(may, ACTION_HAND_OVER),
                          .errors = errors};
  e = fill_items(rq, &w, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  fill_documents(c, &w.f, &v);
  fill_blocked(c, &w.f, &v);
  fill_typed(rq, &v);
  pickup_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_pickup(struct web_request *rq, struct http_response *rs) { show(rq, rs, E_OK); }

/* ---- steps --------------------------------------------------------------------------------------------------- */

/* original_{requirement} = result, note_{requirement} = words: only those that were chosen. */
static enum err check_originals(struct web_request *rq) {
  struct ctx *c = &rq->c;
  struct original_judged *list = arena_array(c->arena, struct original_judged, rq->form.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < rq->form.n && n < MAX_REQUIREMENTS; i++) {
    struct original_judged *j = &list[n];
    if (!str_starts(rq->form.at[i].name, S("original_"))) continue;
    j->requirement = str_from(rq->form.at[i].name, 9);
    if (!original_parse(rq->form.at[i].value, &j->result) || j->result == ORIGINAL_UNCHECKED)
      return ctx_fail(c, E_INPUT, T_OFFICE_RESULT_NEEDED, "result_needed", rq->form.at[i].name);
    str note = field_get(&rq->form, arena_printf(c->arena, "note_" STR_FMT, STR_ARG(j->requirement)));
    j->note = note.p ? utf8_cut(str_trim(note), 300) : S("");
    n++;
  }
  if (!n) return ctx_fail(c, E_INPUT, T_DESK_NOTHING_JUDGED, "missing", STR_NONE);
  return desk_originals(c, rq->args[0], web_int(rq, "version"), list, n);
}

static bool is_choice(str code, const struct code_words *choices, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (str_is(code, choices[i].code)) return true;
  return false;
}

static enum err check_receiver(struct ctx *c, const struct act *a) {
  if (!a->receiver.n || a->receiver.n > 200)
    (void)ctx_fail(c, E_INPUT, T_DESK_RECEIVER_MISSING, "missing", S("receiver_name"));
  if (!is_choice(a->relation, relation_choices, RELATION_CHOICES))
    (void)ctx_fail(c, E_INPUT, T_DESK_RELATION_MISSING, "missing", S("receiver_relation"));
  if (!is_choice(a->identity_kind, identity_choices, IDENTITY_CHOICES))
    (void)ctx_fail(c, E_INPUT, T_DESK_IDENTITY_MISSING, "missing", S("identity_kind"));
  if (a->identity_last4.n != 4 || !str_all_digits(a->identity_last4))
    (void)ctx_fail(c, E_INPUT, T_DESK_LAST4_WRONG, "last4", S("identity_last4"));
  return c->fault_count ? E_INPUT : E_OK;
}

static enum err hand_over(struct web_request *rq) {
  struct act act = {.action = ACTION_HAND_OVER,
                    .number = rq->args[0],
                    .version = web_int(rq, "version"),
                    .note = web_field(rq, "note"),
                    .receiver = web_field(rq, "receiver_name"),
                    .relation = web_field(rq, "receiver_relation"),
                    .identity_kind = web_field(rq, "identity_kind"),
                    .identity_last4 = web_field(rq, "identity_last4"),
                    .proxy = str_eq(web_field(rq, "proxy"), S("yes")),
                    .proxy_letter = web_checked(rq, "proxy_letter")};
  struct act_result result;
  act.proxy |= str_eq(act.relation, S("proxy"));
  TRY(check_receiver(&rq->c, &act));
  enum err e = office_act(&rq->c, &act, &result);
  if (e == E_RULE && strcmp(rq->c.faults[0].code, rule_code(RULE_PROXY_LETTER)) == 0)
    rq->c.faults[0].field = S("proxy");
  return e;
}

static enum err decide(struct web_request *rq) {
  bool accepts = str_eq(web_field(rq, "decision"), S("accept"));
  struct act act = {.action = accepts ? ACTION_DECIDE_MISMATCH : ACTION_REFUSE,
                    .number = rq->args[0],
                    .version = web_int(rq, "version"),
                    .reason = web_field(rq, "note"),
                    .accepts = accepts};
  struct act_result result;
  enum err e = office_act(&rq->c, &act, &result);
  if (e == E_RULE && strcmp(rq->c.faults[0].code, rule_code(RULE_REASON_NEEDED)) == 0)
    rq->c.faults[0].field = S("decision_note");
  return e;
}

void officer_pickup_step(struct web_request *rq, struct http_response *rs) {
  static const struct {
    const char *action, *then;
    enum err (*step)(struct web_request *);
  } steps[] = {{"check_original", "/ambil", check_originals},
               {"hand_over", "/diserahkan", hand_over},
               {"decide_mismatch", "/ambil", decide}};
  str action = web_field(rq, "action");
  const char *then = "";
  enum err e = E_BUG;
  for (size_t i = 0; i < COUNT(steps); i++)
    if (str_is(action, steps[i].action)) e = steps[i].step(rq), then = steps[i].then;
  if (!*then) e = ctx_fail(&rq->c, E_INPUT, T_OFFICE_UNKNOWN_ACTION, "unknown_action", STR_NONE);
  bool faster = e == E_CONFLICT;
  if (e == E_OK)
    officer_to_file(rq, rs, rq->args[0], then);
  else if (faster)
    officer_conflict(rq, rs, rq->args[0],
                     arena_printf(rq->c.arena, "/petugas/p/" STR_FMT "/ambil", STR_ARG(rq->args[0])));
  else
    show(rq, rs, e);
}

/* ---- done ------------------------------------------------------------------------------------------------------ */

void officer_handed_over(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct file_whole w = {0};
  struct handover h;
  enum err e = office_file(c, rq->args[0], &w);
  if (e == E_OK) e = office_handover(c, w.f.id, &h);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct handed_over_view v = {
      .number = w.f.number,
      .service = local(&w.f.service->label, c->lang),
      .receiver = h.receiver,
      .when = text_moment(c->arena, c->lang, h.at),
      .by = h.officer_name,
      .pdf_url = arena_printf(c->arena, "/petugas/p/" STR_FMT "/serah.pdf", STR_ARG(w.f.number))};
  handed_over_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

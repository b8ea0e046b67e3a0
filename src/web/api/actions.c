/* POST /api/v1/applications/{number}/actions: one step of a file. The rules are domain/application's; here an object
 * becomes a struct act. */
#include "base/limits.h"
#include "web/api/api.h"

#define MAX_CODE 100
#define MAX_SHORT 200
#define MAX_STEPS MAX_REQUIREMENTS

/* Not for machines: what has an operation of its own (submit), happens by itself or is the citizen's. */
bool api_takes(enum action a) { return a != ACTION_SUBMIT && a != ACTION_SEND_CORRECTION && a != ACTION_EXPIRE && a != ACTION_RESOLVE; }

struct steps {
  struct act *act; /* one; an action about a list of papers makes room for more */
  size_t n;
};

static void unknown_value(struct object o, const char *name, const char *(*code)(int), int from, int to) {
  str words[64];
  size_t n = 0;
  for (int i = from; i < to; i++)
    if (code(i)[0]) words[n++] = str_of(code(i));
  str where = arena_printf(o.c->arena, STR_FMT "%s", STR_ARG(o.at), name);
  (void)ctx_fail_arg(o.c, E_INPUT, T_API_UNKNOWN_VALUE, "unknown_value", where, "known",
                     api_words(o.c->arena, words, n));
}

static const char *action_word(int i) { return api_takes((enum action)i) ? action_code((enum action)i) : ""; }
static const char *fault_word(int i) { return fault_code((enum fault_reason)i); }
static const char *hold_word(int i) { return hold_code((enum hold_reason)i); }
static const char *original_word(int i) { return original_code((enum original_result)i); }

/* ---- what belongs to one action ------------------------------------------------------------------------------ */

static void read_paper(struct object o, struct act *act) {
  act->requirement = api_text(o, "requirement", MAX_CODE);
  act->scan = api_text(o, "scan", MAX_CODE);
  if (!act->requirement.n && !act->scan.n) (void)api_fail(o, "requirement", T_API_NEEDED, "missing");
}

static void read_fault_reason(struct object o, enum fault_reason *ret, str *ret_note) {
  str reason = api_text(o, "reason", MAX_CODE);
  *ret_note = api_text(o, "note", MAX_TEXT);
  if (reason.n && !fault_parse(reason, ret)) unknown_value(o, "reason", fault_word, 1, FAULT_REASONS);
}

static void take(struct object o, struct steps *s) {
  (void)o;
  s->act->only_free = !s->act->version; /* who names the version has seen whose it is */
}

static void accept(struct object o, struct steps *s) {
  read_paper(o, s->act);
  s->act->tie = s->act->requirement.n && s->act->scan.n;
}

static void fault(struct object o, struct steps *s) {
  read_paper(o, s->act);
  read_fault_reason(o, &s->act->fault, &s->act->note);
}

static void seen(struct object o, struct steps *s) {
  read_paper(o, s->act);
  s->act->note = api_text(o, "note", MAX_TEXT);
}

/* The list of papers an action is about, under any of its names. */
static json_t *papers_of(struct object o, struct object *ret_at, size_t index, size_t *ret_n) {
  static const char *const names[] = {"items", "requirements", "faults"};
  for (size_t i = 0; i < COUNT(names); i++) {
    json_t *list = api_list(o, names[i], MAX_STEPS), *one = json_array_get(list, index);
    if (!list) continue;
    *ret_n = json_array_size(list);
    *ret_at = (struct object){o.c, one, arena_printf(o.c->arena, "%s/%zu/", names[i], index)};
    if (one && !json_is_object(one)) {
      (void)api_fail(o, names[i], T_API_NOT_OBJECT, "wrong_type");
      ret_at->o = NULL;
    }
    return list;
  }
  *ret_n = 0;
  return NULL;
}

static void correction(struct object o, struct steps *s) {
  static const char *const members[] = {"requirement", "reason", "note"};
  struct object one;
  size_t n = 0;
  struct item_fault *faults = arena_array(o.c->arena, struct item_fault, MAX_STEPS);
  s->act->faults = faults;
  s->act->note = api_text(o, "note", MAX_TEXT);
  for (size_t i = 0; papers_of(o, &one, i, &n) && i < n; i++) {
    struct item_fault *f = &faults[s->act->fault_count++];
    api_known(one, members, COUNT(members));
    f->requirement = api_text(one, "requirement", MAX_CODE);
    read_fault_reason(one, &f->reason, &f->note);
    if (!f->requirement.n) (void)api_fail(one, "requirement", T_API_NEEDED, "missing");
    if (!api_text(one, "reason", MAX_CODE).n) (void)api_fail(one, "reason", T_API_NEEDED, "missing");
  }
}

static void read_original(struct object o, struct act *act) {
  static const char *const names[] = {"result", "original", "outcome"};
  str result = api_first(o, names, COUNT(names), MAX_CODE);
  read_paper(o, act);
  if (!result.n)
    (void)api_fail(o, "result", T_API_NEEDED, "missing");
  else if (!original_parse(result, &act->original) || act->original == ORIGINAL_UNCHECKED)
    unknown_value(o, "result", original_word, 1, ORIGINAL_RESULTS);
}

static void check_original(struct object o, struct steps *s) {
  static const char *const members[] = {"requirement", "scan", "result", "original", "outcome"};
  struct object one;
  size_t n;
  if (!papers_of(o, &one, 0, &n)) {
    read_original(o, s->act);
    return;
  }
  if (!n) (void)api_fail(o, "items", T_API_NEEDED, "missing");
  const struct act first = *s->act;
  if (n) s->act = arena_array(o.c->arena, struct act, n);
  for (size_t i = 0; i < n && papers_of(o, &one, i, &n); i++) {
    s->act[i] = (struct act){.action = first.action, .number = first.number, .version = i ? 0 : first.version};
    api_known(one, members, COUNT(members));
    read_original(one, &s->act[i]);
    s->n = i + 1;
  }
}

/* "result": {"kind","number"}, or only the number; or result_kind, result_number beside it. */
static void result(struct object o, struct steps *s) {
  static const char *const members[] = {"kind", "number"};
  static const char *const siak[] = {"siak_number", "siak", "siak_no", "registration_number"};
  struct act *act = s->act;
  act->siak_number = api_first(o, siak, COUNT(siak), MAX_SHORT);
  act->shelf = api_text(o, "shelf", MAX_SHORT);
  act->result_kind = api_text(o, "result_kind", MAX_SHORT);
  act->result_number = api_text(o, "result_number", MAX_SHORT);
  const json_t *given = json_object_get(o.o, "result");
  if (json_is_string(given) || json_is_integer(given)) {
    act->result_number = api_text(o, "result", MAX_SHORT);
    return;
  }
  struct object in = api_object(o, "result");
  api_known(in, members, COUNT(members));
  if (!act->result_kind.n) act->result_kind = api_text(in, "kind", MAX_SHORT);
  if (!act->result_number.n) act->result_number = api_text(in, "number", MAX_SHORT);
}

static void hold(struct object o, struct steps *s) {
  str reason = api_text(o, "reason", MAX_CODE);
  s->act->note = api_text(o, "note", MAX_TEXT);
  if (reason.n && !hold_parse(reason, &s->act->hold)) unknown_value(o, "reason", hold_word, 1, HOLD_REASONS);
}

static void why(struct object o, struct steps *s) {
  static const char *const names[] = {"reason", "ground", "note"};
  s->act->reason = api_first(o, names, COUNT(names), MAX_TEXT);
  s->act->advice = api_text(o, "advice", MAX_TEXT);
}

static void mismatch(struct object o, struct steps *s) {
  static const char *const names[] = {"accept", "accepts", "decision"};
  why(o, s);
  for (size_t i = 0; i < COUNT(names); i++)
    if (json_object_get(o.o, names[i])) s->act->accepts = api_flag(o, names[i]);
}

static void hand_over(struct object o, struct steps *s) {
  static const char *const members[] = {"name", "relation", "identity_kind", "identity_last4", "proxy", "proxy_letter"};
  struct act *act = s->act;
  const json_t *given = json_object_get(o.o, "receiver");
  bool nested = json_is_object(given);
  struct object in = nested ? api_object(o, "receiver") : o;
  if (nested) api_known(in, members, COUNT(members));
  act->receiver =
      nested ? api_text(in, "name", MAX_SHORT) : api_text(o, given ? "receiver" : "receiver_name", MAX_SHORT);
  act->relation = api_text(in, "relation", MAX_SHORT);
  act->identity_kind = api_text(in, "identity_kind", MAX_CODE);
  act->identity_last4 = api_text(in, "identity_last4", 4);
  act->proxy = api_flag(in, "proxy");
  act->proxy_letter = api_flag(in, "proxy_letter");
  act->note = api_text(o, "note", MAX_TEXT);
  if (!act->identity_kind.n) act->identity_kind = S("ktp_el");
  if (act->identity_last4.n && !str_all_digits(act->identity_last4))
    (void)api_fail(in, "identity_last4", T_API_NOT_NUMBER, "wrong_type");
}

static void (*const readers[ACTIONS])(struct object, struct steps *) = {
    [ACTION_TAKE] = take,
    [ACTION_ACCEPT_SCAN] = accept,
    [ACTION_FAULT_SCAN] = fault,
    [ACTION_SEEN] = seen,
    [ACTION_ASK_CORRECTION] = correction,
    [ACTION_PROCESS] = result,
    [ACTION_ISSUE] = result,
    [ACTION_READY] = result,
    [ACTION_SEND] = result,
    [ACTION_HOLD] = hold,
    [ACTION_CHECK_ORIGINAL] = check_original,
    [ACTION_DECIDE_MISMATCH] = mismatch,
    [ACTION_HAND_OVER] = hand_over,
    [ACTION_REFUSE] = why,
    [ACTION_CANCEL] = why,
};

/* ---- the whole -------------------------------------------------------------------------------------------------- */

static enum err read_steps(struct ctx *c, str body, str number, struct steps *s) {
  static const char *const members[] = {
      "action",         "version",     "requirement",   "scan",     "items",
      "requirements",   "faults",      "reason",        "note",     "ground",
      "advice",         "siak_number", "siak",          "siak_no",  "registration_number",
      "result",         "result_kind", "result_number", "original", "outcome",
      "shelf",          "receiver",    "receiver_name", "relation", "identity_kind",
      "identity_last4", "proxy",       "proxy_letter",  "accept",   "accepts",
      "decision"};
  CLEANUP(json_freep) json_t *root = NULL;
  TRY(api_parse(c, body, &root));
  struct object o = {c, root, S("")};
  str word = api_text(o, "action", MAX_CODE);
  api_known(o, members, COUNT(members));
  s->n = 1;
  s->act = arena_new_of(c->arena, struct act);
  *s->act = (struct act){.number = number, .version = api_number(o, "version")};
  if (!word.n)
    (void)api_fail(o, "action", T_API_NEEDED, "missing");
  else if (!action_parse(word, &s->act->action) || !api_takes(s->act->action))
    unknown_value(o, "action", action_word, 0, ACTIONS);
  else if (readers[s->act->action])
    readers[s->act->action](o, s);
  return c->fault_count ? E_INPUT : E_OK;
}

static str tell_acted(struct ctx *c, const void *done) {
  const struct act_result *r = done;
  struct json_out o = json_out_new(c->arena);
  put_text(&o, "number", r->number);
  put_code(&o, "state", state_code(r->state));
  put_int(&o, "version", r->version);
  return json_out_end(&o);
}

static enum err act(struct web_request *rq, struct once *once) {
  struct act_result done;
  struct steps s;
  TRY(read_steps(&rq->c, rq->http->body, rq->args[0], &s));
  TRY(api_once(rq, rq->http->body, 200, tell_acted, once));
  return office_act_all(&rq->c, s.act, s.n, once, &done);
}

void api_act(struct web_request *rq, struct http_response *rs) {
  struct once once = {0};
  enum err e = act(rq, &once);
  api_done(rq, rs, e, &once);
}

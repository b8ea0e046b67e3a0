#include "office/act.h"

#include "base/limits.h"
#include "domain/identity.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/notice.h"
#include "office/submit.h"

/* ---- before the rules are asked: what this action says about the file ------------------------------- */

static enum err resolve_item(struct ctx *c, struct tx *tx, struct application *f, const struct act *act, struct item **ret) {
  str code = act->requirement;
  if (act->scan.n) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_GET, V(act->scan));
    if (rows_one(&r) != E_OK || col_int(&r, 0) != f->id)
      return ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_SCAN, "unknown_scan", S("scan"));
    code = col_str(&r, c->arena, 1);
    if (!code.n) return ctx_fail(c, E_INPUT, T_OFFICE_SCAN_NOT_TIED, "scan_not_tied", S("scan"));
  }
  *ret = file_item(f, code);
  return *ret ? E_OK : ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_REQUIREMENT, "unknown_requirement", S("requirement"));
}

static enum err mark(struct tx *tx, struct application *f, struct item *i, enum item_state state, enum fault_reason fault, str note) {
  i->state = state;
  i->fault = fault;
  i->note = note;
  return db_exec(tx, SQL_ITEM_JUDGE, V(f->id), V(i->requirement->code), V(item_state_code(state)), V(fault_code(fault)), V_STR(note));
}

static enum err do_accept(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  struct item *i;
  TRY(resolve_item(c, tx, f, act, &i));
  if (i->state == ITEM_MISSING) return ctx_fail(c, E_RULE, T_OFFICE_NOTHING_TO_ACCEPT, "nothing_received", S("requirement"));
  f->checked_by = c->actor.officer;
  return mark(tx, f, i, ITEM_ACCEPTED, FAULT_NONE, STR_NONE);
}

static enum err do_fault(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  struct item *i;
  TRY(resolve_item(c, tx, f, act, &i));
  if (act->fault == FAULT_NONE) return E_OK; /* the rules will say that a reason is needed */
  return mark(tx, f, i, ITEM_FAULTY, act->fault, act->note);
}

static enum err do_seen(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  struct item *i;
  TRY(resolve_item(c, tx, f, act, &i));
  return mark(tx, f, i, ITEM_SEEN, FAULT_NONE, act->note);
}

static enum err do_correction(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  for (size_t k = 0; k < act->fault_count; k++) {
    struct item *i = file_item(f, act->faults[k].requirement);
    if (!i) return ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_REQUIREMENT, "unknown_requirement", act->faults[k].requirement);
    TRY(mark(tx, f, i, ITEM_FAULTY, act->faults[k].reason, act->faults[k].note));
  }
  /* what is simply missing is asked for along with what is faulty */
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = items_open(f->items, f->item_count, open, MAX_REQUIREMENTS);
  f->correct_until = c->now + DAYS(c->office->config->rules.correction_days);
  f->advice = utf8_cut(act->note, 600); /* the officer's own words in the message */
  return n ? E_OK : ctx_fail(c, E_RULE, T_RULE_NOTHING_FAULTY, "nothing_faulty", STR_NONE);
}

static enum err do_original(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  struct item *i;
  TRY(resolve_item(c, tx, f, act, &i));
  if (act->original == ORIGINAL_UNCHECKED)
    return ctx_fail(c, E_INPUT, T_OFFICE_RESULT_NEEDED, "result_needed", S("result"));
  i->original = act->original;
  return db_exec(tx, SQL_ITEM_ORIGINAL, V(f->id), V(i->requirement->code), V(original_code(act->original)), V(c->actor.officer), V(c->now));
}

static enum err do_result(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  (void)c, (void)tx;
  if (act->siak_number.n) f->siak_number = act->siak_number;
  if (act->result_number.n) f->result_number = act->result_number;
  if (act->result_kind.n) f->result_kind = act->result_kind;
  else if (act->result_number.n && !f->result_kind.n) f->result_kind = S("number");
  if (act->shelf.n) f->shelf = act->shelf;
  return E_OK;
}

static enum err do_hold(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  (void)c, (void)tx;
  if (f->state != STATE_ON_HOLD) f->held_from = f->state;
  f->hold_reason = act->hold;
  f->hold_note = act->note;
  return E_OK;
}

static enum err do_ground(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  (void)c, (void)tx;
  f->ground = act->reason;
  f->advice = act->advice;
  return E_OK;
}

/* The time to answer begins anew; the place in the line stays. */
static enum err do_reopen(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  (void)act;
  bool gone;
  if (f->state != STATE_EXPIRED) return E_OK;
  TRY(file_papers_gone(tx, f->id, &gone));
  if (gone) return ctx_fail(c, E_RULE, T_OFFICE_PAPERS_ERASED, "papers_erased", STR_NONE);
  f->correct_until = c->now + DAYS(c->office->config->rules.correction_days);
  return E_OK;
}

static enum err (*const before[ACTIONS])(struct ctx *, struct tx *, struct application *, const struct act *) = {
    [ACTION_ACCEPT_SCAN] = do_accept,
    [ACTION_FAULT_SCAN] = do_fault,
    [ACTION_SEEN] = do_seen,
    [ACTION_ASK_CORRECTION] = do_correction,
    [ACTION_PROCESS] = do_result,
    [ACTION_ISSUE] = do_result,
    [ACTION_READY] = do_result,
    [ACTION_SEND] = do_result,
    [ACTION_HOLD] = do_hold,
    [ACTION_CHECK_ORIGINAL] = do_original,
    [ACTION_REFUSE] = do_ground,
    [ACTION_CANCEL] = do_ground,
    [ACTION_REOPEN] = do_reopen,
};

/* ---- after the rules said yes ------------------------------------------------------------------------ */

static enum err after_hand_over(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  return db_exec(tx, SQL_HANDOVER_ADD, V(f->id), V(c->now), V(c->actor.officer), V_STR(act->receiver), V_STR(act->relation),
                 V_STR(act->identity_kind), V_STR(act->identity_last4), V(act->proxy), V(act->proxy_letter), V_STR(act->note));
}

static void own(struct ctx *c, struct application *f, enum action action) {
  static const u64 taking = 1u << ACTION_TAKE | 1u << ACTION_ACCEPT_SCAN | 1u << ACTION_FAULT_SCAN | 1u << ACTION_PROCESS;
  if (action == ACTION_RELEASE) f->owner = 0;
  else if (action == ACTION_TAKE || (f->owner == 0 && (taking & (1u << action)))) f->owner = c->actor.officer;
}

/* The published time stands still while the office waits for somebody else. */
static void run_clock(struct ctx *c, struct application *f, enum state to) {
  bool runs = state_clock_runs(to);
  if (!runs && !f->paused_at && !state_is_final(to)) f->paused_at = c->now;
  if (runs && f->paused_at) {
    f->paused_ms += c->now - f->paused_at;
    f->paused_at = 0;
  }
}

static void faults_put(struct arena *a, struct buf *b, const struct application *f) {
  struct buf faults = buf_new(a, MAX_PAGE);
  buf_byte(&faults, '{');
  for (size_t i = 0; i < f->item_count; i++)
    if (f->items[i].state == ITEM_FAULTY)
      json_put(&faults, arena_cstr(a, f->items[i].requirement->code), str_of(fault_code(f->items[i].fault)));
  buf_printf(b, ",\"faults\":" STR_FMT "}", STR_ARG(buf_str(&faults)));
}

static str event_data(struct ctx *c, const struct application *f, const struct act *act, enum state to) {
  struct buf b = buf_new(c->arena, MAX_PAGE);
  const struct {
    const char *name;
    str value;
  } texts[] = {{"from", str_of(state_code(f->state))}, {"to", str_of(state_code(to))}, {"requirement", act->requirement},
               {"scan", act->scan}, {"note", act->note}, {"siak_number", act->siak_number}, {"result_kind", act->result_kind},
               {"result_number", act->result_number}, {"shelf", act->shelf}, {"reason", act->reason}, {"relation", act->relation},
               {"identity_kind", act->identity_kind}, {"cause", act->cause}, {"partner", act->partner}, {"answer", act->answer}};
  buf_byte(&b, '{');
  for (size_t i = 0; i < COUNT(texts); i++) json_put(&b, texts[i].name, texts[i].value);
  if (act->action == ACTION_CHECK_ORIGINAL) json_put(&b, "original", str_of(original_code(act->original)));
  if (act->action == ACTION_FAULT_SCAN) json_put(&b, "fault", str_of(fault_code(act->fault)));
  if (act->action == ACTION_HOLD) json_put(&b, "hold", str_of(hold_code(act->hold)));
  if (act->action == ACTION_ASK_CORRECTION) faults_put(c->arena, &b, f);
  buf_byte(&b, '}');
  return buf_str(&b);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

/* In a tiny office one person wears all hats; with duties separated the admin sees no files. */
static enum role acting_role(const struct ctx *c) {
  bool separate = c->office->config->rules.separate_handover;
  return c->actor.role == ROLE_ADMIN && !separate ? ROLE_SUPERVISOR : c->actor.role;
}

static struct request request_of(const struct ctx *c, const struct act *act) {
  bool reason = act->reason.n > 0 || (act->action == ACTION_HOLD && act->hold != HOLD_NONE);
  return (struct request){.action = act->action, .actor = {c->actor.officer, acting_role(c)},
                          .supervisor_accepts = act->accepts, .separate_handover = c->office->config->rules.separate_handover,
                          .receiver_named = act->receiver.n > 0, .identity_shown = act->identity_kind.n > 0,
                          .by_proxy = act->proxy, .proxy_letter = act->proxy_letter, .fault = act->fault, .has_reason = reason};
}

static enum err forbid(struct ctx *c, enum rule rule) {
  static const struct {
    enum text_key key;
    enum err err;
  } says[RULES] = {
      [RULE_NOT_IN_THIS_STATE] = {T_RULE_NOT_IN_THIS_STATE, E_RULE}, [RULE_ROLE] = {T_RULE_ROLE, E_DENIED},
      [RULE_OWNER] = {T_RULE_OWNER, E_CONFLICT},                     [RULE_ITEMS_OPEN] = {T_RULE_ITEMS_OPEN, E_RULE},
      [RULE_NOTHING_FAULTY] = {T_RULE_NOTHING_FAULTY, E_RULE},       [RULE_REASON_NEEDED] = {T_RULE_REASON_NEEDED, E_RULE},
      [RULE_ITEMS_UNCHECKED] = {T_RULE_ITEMS_UNCHECKED, E_RULE},     [RULE_RESULT_NEEDED] = {T_RULE_RESULT_NEEDED, E_RULE},
      [RULE_SHELF_NEEDED] = {T_RULE_SHELF_NEEDED, E_RULE},           [RULE_ORIGINALS_OPEN] = {T_RULE_ORIGINALS_OPEN, E_RULE},
      [RULE_ORIGINAL_WRONG] = {T_RULE_ORIGINAL_WRONG, E_RULE},       [RULE_RECEIVER_NEEDED] = {T_RULE_RECEIVER_NEEDED, E_RULE},
      [RULE_PROXY_LETTER] = {T_RULE_PROXY_LETTER, E_RULE},           [RULE_SAME_OFFICER] = {T_RULE_SAME_OFFICER, E_RULE},
      [RULE_SUPERVISOR] = {T_RULE_SUPERVISOR, E_DENIED},
  };
  return ctx_fail(c, says[rule].err, says[rule].key, rule_code(rule), STR_NONE);
}

enum err file_act(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  struct request request = request_of(c, act);
  const struct transition *possible = transition_find(f->state, act->action);
  if (possible && before[act->action]) TRY(before[act->action](c, tx, f, act));
  struct application_facts facts = file_facts(f);
  struct decision d = application_decide(&facts, &request);
  if (d.forbidden != RULE_OK) return forbid(c, d.forbidden);
  str data = event_data(c, f, act, d.to);
  own(c, f, act->action);
  run_clock(c, f, d.to);
  if (act->action == ACTION_HAND_OVER) TRY(after_hand_over(c, tx, f, act));
  if (act->action == ACTION_DECIDE_MISMATCH) TRY(db_exec(tx, SQL_ITEM_ORIGINALS_AGAIN, V(f->id)));
  f->state = d.to;
  if (f->state != STATE_ON_HOLD) f->hold_reason = HOLD_NONE;
  TRY(event_append_to(c, tx, action_code(act->action), f->id, data, &f->last_event));
  TRY(file_save(c, tx, f));
  f->version++;
  return notice_put(c, tx, f, d.tells);
}

/* Every file is taken, often by several officers at the same moment: of its row only the owner and what goes with him is read
 * and written. Nobody is told, and no clock stops or runs (application_test). */
static bool about_owner(enum action a) { return a == ACTION_TAKE || a == ACTION_RELEASE; }

static enum err act_owner(struct ctx *c, struct tx *tx, struct application *f, const struct act *act) {
  if (act->action == ACTION_TAKE && act->only_free && f->owner)
    return ctx_fail(c, E_CONFLICT, f->owner == c->actor.officer ? T_API_TAKEN : T_RULE_OWNER, "owner", STR_NONE);
  struct request request = request_of(c, act);
  struct application_facts facts = {.state = f->state, .owner = f->owner};
  struct decision d = application_decide(&facts, &request);
  if (d.forbidden != RULE_OK) return forbid(c, d.forbidden);
  TRY(event_append_to(c, tx, action_code(act->action), f->id, event_data(c, f, act, d.to), &f->last_event));
  own(c, f, act->action);
  f->state = d.to;
  return file_save_owner(c, tx, f);
}

static enum err act_all(struct ctx *c, struct tx *tx, struct application *f, const struct act *acts, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (acts[i].tie) TRY(file_tie_scan(c, tx, f, acts[i].scan, acts[i].requirement));
    TRY(file_act(c, tx, f, &acts[i]));
  }
  return E_OK;
}

enum err office_act_all(struct ctx *c, const struct act *acts, size_t n, struct once *once, struct act_result *ret) {
  struct application f = {0};
  bool owner = n == 1 && about_owner(acts->action);
  CLEANUP(db_end) struct tx tx = {0};
  TRY((owner ? db_begin_sure : db_begin)(c->office->db, &tx)); /* nothing is written before the rules have decided */
  TRY(once_find(c, &tx, once));
  if (once && once->repeated) return db_commit(&tx); /* the first may not be on the disk yet */
  TRY((owner ? file_owner_by_number : file_by_number)(c, &tx, acts->number, &f));
  if (acts->version && acts->version != f.version) return ctx_fail(c, E_CONFLICT, T_OFFICE_CONFLICT, "conflict", STR_NONE);
  enum err e = owner ? act_owner(c, &tx, &f, acts) : act_all(c, &tx, &f, acts, n);
  if (e == E_CONFLICT && !c->fault_count) return ctx_fail(c, e, T_OFFICE_CONFLICT, "conflict", STR_NONE);
  TRY(e);
  *ret = (struct act_result){f.state, f.version, f.id, f.number};
  TRY(once_keep(c, &tx, once, ret));
  return db_commit(&tx);
}

enum err office_act(struct ctx *c, const struct act *act, struct act_result *ret) {
  return office_act_all(c, act, 1, NULL, ret);
}

u64 office_allowed(struct ctx *c, const struct application *f) {
  u64 allowed = 0;
  struct application_facts facts = file_facts(f);
  facts.has_result = facts.has_shelf = true; /* the form itself brings these */
  size_t n;
  const struct transition *t = transition_table(&n);
  for (size_t i = 0; i < n; i++) {
    if (t[i].from != f->state) continue;
    struct request r = {.action = t[i].action, .actor = {c->actor.officer, acting_role(c)}, .supervisor_accepts = true,
                        .separate_handover = c->office->config->rules.separate_handover, .receiver_named = true,
                        .identity_shown = true, .fault = FAULT_BLURRED, .has_reason = true};
    if (application_decide(&facts, &r).forbidden == RULE_OK) allowed |= (u64)1 << t[i].action;
  }
  return allowed;
}

#include "domain/application.h"

/* ---- codes -------------------------------------------------------------------------------- */

static const char *const state_codes[STATES] = {
    [STATE_DRAFT] = "draft",
    [STATE_SUBMITTED] = "submitted",
    [STATE_IN_REVIEW] = "in_review",
    [STATE_NEEDS_CORRECTION] = "needs_correction",
    [STATE_PROCESSING] = "processing",
    [STATE_ON_HOLD] = "on_hold",
    [STATE_AWAITING_SIGNATURE] = "awaiting_signature",
    [STATE_ISSUED] = "issued",
    [STATE_READY_FOR_PICKUP] = "ready_for_pickup",
    [STATE_SENT] = "sent",
    [STATE_COMPLETED] = "completed",
    [STATE_MISMATCH] = "mismatch",
    [STATE_REFUSED] = "refused",
    [STATE_CANCELLED] = "cancelled",
    [STATE_EXPIRED] = "expired",
};
static const char *const action_codes[ACTIONS] = {
    [ACTION_SUBMIT] = "submit",
    [ACTION_TAKE] = "take",
    [ACTION_RELEASE] = "release",
    [ACTION_ACCEPT_SCAN] = "accept_scan",
    [ACTION_FAULT_SCAN] = "fault_scan",
    [ACTION_SEEN] = "seen",
    [ACTION_ASK_CORRECTION] = "ask_correction",
    [ACTION_SEND_CORRECTION] = "send_correction",
    [ACTION_PROCESS] = "process",
    [ACTION_HOLD] = "hold",
    [ACTION_RESUME] = "resume",
    [ACTION_AWAIT_SIGNATURE] = "await_signature",
    [ACTION_ISSUE] = "issue",
    [ACTION_READY] = "ready",
    [ACTION_SEND] = "send",
    [ACTION_CHECK_ORIGINAL] = "check_original",
    [ACTION_DECIDE_MISMATCH] = "decide_mismatch",
    [ACTION_HAND_OVER] = "hand_over",
    [ACTION_CONFIRM] = "confirm",
    [ACTION_REFUSE] = "refuse",
    [ACTION_CANCEL] = "cancel",
    [ACTION_EXPIRE] = "expire",
    [ACTION_REOPEN] = "reopen",
    [ACTION_RESOLVE] = "resolve",
};
static const char *const fault_codes[FAULT_REASONS] = {
    [FAULT_NONE] = "",
    [FAULT_BLURRED] = "buram",
    [FAULT_CUT_OFF] = "terpotong",
    [FAULT_GLARE] = "silau",
    [FAULT_DARK] = "gelap",
    [FAULT_NOT_ORIGINAL] = "bukan_asli",
    [FAULT_WRONG_DOCUMENT] = "salah_dokumen",
    [FAULT_PAGES_MISSING] = "tidak_lengkap_halaman",
    [FAULT_NIK_UNREADABLE] = "tidak_terbaca_nik",
    [FAULT_DATA_DIFFERS] = "data_beda",
    [FAULT_EXPIRED] = "kedaluwarsa",
    [FAULT_NOT_SIGNED] = "tanda_tangan_kosong",
    [FAULT_WITNESS_MISSING] = "saksi_kurang",
    [FAULT_STAMP_MISSING] = "meterai_kurang",
};
static const char *const hold_codes[HOLD_REASONS] = {
    [HOLD_NONE] = "",
    [HOLD_CENTRAL_SYSTEM] = "gangguan_sistem_pusat",
    [HOLD_NO_BLANKS] = "blangko_habis",
    [HOLD_ORIGIN_OFFICE] = "tunggu_daerah_asal",
    [HOLD_HEAD_DECISION] = "tunggu_keputusan_kadis",
    [HOLD_CENTRE] = "tunggu_pusat",
};
static const char *const original_codes[ORIGINAL_RESULTS] = {
    [ORIGINAL_UNCHECKED] = "unchecked", [ORIGINAL_SAME] = "same",         [ORIGINAL_DIFFERENT] = "different",
    [ORIGINAL_NOT_BROUGHT] = "not_brought", [ORIGINAL_DOUBTFUL] = "doubtful",
};
static const char *const channel_codes[CHANNELS] = {
    [CHANNEL_WHATSAPP] = "whatsapp", [CHANNEL_WEB] = "web", [CHANNEL_COUNTER] = "counter", [CHANNEL_API] = "api"};
static const char *const item_codes[] = {
    [ITEM_MISSING] = "missing", [ITEM_RECEIVED] = "received", [ITEM_ACCEPTED] = "accepted",
    [ITEM_FAULTY] = "faulty",   [ITEM_SEEN] = "seen",
};
static const char *const rule_codes[RULES] = {
    [RULE_OK] = "ok",
    [RULE_NOT_IN_THIS_STATE] = "not_in_this_state",
    [RULE_ROLE] = "role",
    [RULE_OWNER] = "owner",
    [RULE_ITEMS_OPEN] = "items_open",
    [RULE_NOTHING_FAULTY] = "nothing_faulty",
    [RULE_REASON_NEEDED] = "reason_needed",
    [RULE_ITEMS_UNCHECKED] = "items_unchecked",
    [RULE_RESULT_NEEDED] = "result_needed",
    [RULE_SHELF_NEEDED] = "shelf_needed",
    [RULE_ORIGINALS_OPEN] = "originals_open",
    [RULE_ORIGINAL_WRONG] = "original_wrong",
    [RULE_RECEIVER_NEEDED] = "receiver_needed",
    [RULE_PROXY_LETTER] = "proxy_letter",
    [RULE_SAME_OFFICER] = "same_officer",
    [RULE_SUPERVISOR] = "supervisor",
};

static int find_code(str code, const char *const *codes, int from, int n) {
  for (int i = from; i < n; i++)
    if (str_is(code, codes[i])) return i;
  return -1;
}
#define CODE_PAIR(name, type, codes, from)             \
  const char *name##_code(enum type v) {               \
    return (size_t)v < COUNT(codes) ? codes[v] : "";   \
  }                                                    \
  bool name##_parse(str code, enum type *ret) {        \
    int i = find_code(code, codes, from, COUNT(codes)); \
    if (i < 0) return false;                           \
    *ret = (enum type)i;                               \
    return true;                                       \
  }
CODE_PAIR(state, state, state_codes, 0)
CODE_PAIR(action, action, action_codes, 0)
CODE_PAIR(fault, fault_reason, fault_codes, 1)
CODE_PAIR(hold, hold_reason, hold_codes, 1)
CODE_PAIR(original, original_result, original_codes, 0)
CODE_PAIR(channel, channel, channel_codes, 0)

const char *item_state_code(enum item_state s) { return (size_t)s < COUNT(item_codes) ? item_codes[s] : ""; }
const char *rule_code(enum rule r) { return (size_t)r < COUNT(rule_codes) ? rule_codes[r] : ""; }

/* ---- states ------------------------------------------------------------------------------- */

bool state_is_final(enum state s) {
  return s == STATE_COMPLETED || s == STATE_REFUSED || s == STATE_CANCELLED || s == STATE_EXPIRED;
}

/* The published time counts while the office has the work, not while it waits for the citizen or the centre. */
bool state_clock_runs(enum state s) {
  return s == STATE_SUBMITTED || s == STATE_IN_REVIEW || s == STATE_PROCESSING || s == STATE_AWAITING_SIGNATURE ||
         s == STATE_ISSUED;
}

#define CITIZEN ROLE_BIT(ROLE_CITIZEN)
#define SYSTEM ROLE_BIT(ROLE_SYSTEM)
#define BOSS ROLE_BIT(ROLE_SUPERVISOR)
#define DESK (ROLE_BIT(ROLE_FRONT) | ROLE_BIT(ROLE_OPERATOR) | ROLE_BIT(ROLE_VERIFIER) | BOSS)
#define COUNTER (DESK | ROLE_BIT(ROLE_HANDOVER))
#define INTAKE (COUNTER | ROLE_BIT(ROLE_INFO) | CITIZEN)

static const struct transition table[] = {
    /* from                    action                  to                       who               tells */
    {STATE_DRAFT, ACTION_SUBMIT, STATE_SUBMITTED, INTAKE, "registered"},
    {STATE_DRAFT, ACTION_CANCEL, STATE_CANCELLED, INTAKE | SYSTEM, NULL},
    {STATE_DRAFT, ACTION_SEEN, STATE_DRAFT, COUNTER | ROLE_BIT(ROLE_INFO), NULL},

    {STATE_SUBMITTED, ACTION_TAKE, STATE_IN_REVIEW, DESK, NULL},
    {STATE_SUBMITTED, ACTION_ACCEPT_SCAN, STATE_IN_REVIEW, DESK, NULL},
    {STATE_SUBMITTED, ACTION_FAULT_SCAN, STATE_IN_REVIEW, DESK, NULL},
    {STATE_SUBMITTED, ACTION_SEEN, STATE_SUBMITTED, COUNTER | ROLE_BIT(ROLE_INFO), NULL},
    {STATE_SUBMITTED, ACTION_ASK_CORRECTION, STATE_NEEDS_CORRECTION, DESK, "correction"},
    {STATE_SUBMITTED, ACTION_PROCESS, STATE_PROCESSING, DESK, "processing"},
    {STATE_SUBMITTED, ACTION_HOLD, STATE_ON_HOLD, DESK, "hold"},
    {STATE_SUBMITTED, ACTION_REFUSE, STATE_REFUSED, BOSS, "refused"},
    {STATE_SUBMITTED, ACTION_CANCEL, STATE_CANCELLED, DESK | CITIZEN, "cancelled"},

    {STATE_IN_REVIEW, ACTION_TAKE, STATE_IN_REVIEW, DESK, NULL},
    {STATE_IN_REVIEW, ACTION_RELEASE, STATE_SUBMITTED, DESK, NULL},
    {STATE_IN_REVIEW, ACTION_ACCEPT_SCAN, STATE_IN_REVIEW, DESK, NULL},
    {STATE_IN_REVIEW, ACTION_FAULT_SCAN, STATE_IN_REVIEW, DESK, NULL},
    {STATE_IN_REVIEW, ACTION_SEEN, STATE_IN_REVIEW, COUNTER | ROLE_BIT(ROLE_INFO), NULL},
    {STATE_IN_REVIEW, ACTION_ASK_CORRECTION, STATE_NEEDS_CORRECTION, DESK, "correction"},
    {STATE_IN_REVIEW, ACTION_PROCESS, STATE_PROCESSING, DESK, "processing"},
    {STATE_IN_REVIEW, ACTION_HOLD, STATE_ON_HOLD, DESK, "hold"},
    {STATE_IN_REVIEW, ACTION_REFUSE, STATE_REFUSED, BOSS, "refused"},
    {STATE_IN_REVIEW, ACTION_CANCEL, STATE_CANCELLED, DESK | CITIZEN, "cancelled"},

    {STATE_NEEDS_CORRECTION, ACTION_SEND_CORRECTION, STATE_IN_REVIEW, INTAKE, NULL},
    {STATE_NEEDS_CORRECTION, ACTION_TAKE, STATE_NEEDS_CORRECTION, DESK, NULL},
    {STATE_NEEDS_CORRECTION, ACTION_RELEASE, STATE_NEEDS_CORRECTION, DESK, NULL},
    {STATE_NEEDS_CORRECTION, ACTION_ACCEPT_SCAN, STATE_NEEDS_CORRECTION, DESK, NULL},
    {STATE_NEEDS_CORRECTION, ACTION_FAULT_SCAN, STATE_NEEDS_CORRECTION, DESK, NULL},
    {STATE_NEEDS_CORRECTION, ACTION_SEEN, STATE_NEEDS_CORRECTION, COUNTER | ROLE_BIT(ROLE_INFO), NULL},
    {STATE_NEEDS_CORRECTION, ACTION_ASK_CORRECTION, STATE_NEEDS_CORRECTION, DESK, "correction"},
    {STATE_NEEDS_CORRECTION, ACTION_PROCESS, STATE_PROCESSING, DESK, "processing"},
    {STATE_NEEDS_CORRECTION, ACTION_REFUSE, STATE_REFUSED, BOSS, "refused"},
    {STATE_NEEDS_CORRECTION, ACTION_CANCEL, STATE_CANCELLED, DESK | CITIZEN, "cancelled"},
    {STATE_NEEDS_CORRECTION, ACTION_EXPIRE, STATE_EXPIRED, SYSTEM, "expired"},

    {STATE_PROCESSING, ACTION_TAKE, STATE_PROCESSING, DESK, NULL},
    {STATE_PROCESSING, ACTION_RELEASE, STATE_PROCESSING, DESK, NULL},
    {STATE_PROCESSING, ACTION_PROCESS, STATE_PROCESSING, DESK, NULL}, /* the SIAK number is mended */
    {STATE_PROCESSING, ACTION_FAULT_SCAN, STATE_IN_REVIEW, DESK, NULL},
    {STATE_PROCESSING, ACTION_HOLD, STATE_ON_HOLD, DESK, "hold"},
    {STATE_PROCESSING, ACTION_AWAIT_SIGNATURE, STATE_AWAITING_SIGNATURE, DESK, NULL},
    {STATE_PROCESSING, ACTION_ISSUE, STATE_ISSUED, DESK, NULL},
    {STATE_PROCESSING, ACTION_READY, STATE_READY_FOR_PICKUP, COUNTER, "ready"},
    {STATE_PROCESSING, ACTION_SEND, STATE_SENT, DESK, "sent"},
    {STATE_PROCESSING, ACTION_REFUSE, STATE_REFUSED, BOSS, "refused"},
    {STATE_PROCESSING, ACTION_CANCEL, STATE_CANCELLED, BOSS, "cancelled"},

    {STATE_ON_HOLD, ACTION_TAKE, STATE_ON_HOLD, DESK, NULL},
    {STATE_ON_HOLD, ACTION_RELEASE, STATE_ON_HOLD, DESK, NULL},
    {STATE_ON_HOLD, ACTION_RESUME, STATE_ON_HOLD, DESK, NULL}, /* goes back to where it was held: see decide */
    {STATE_ON_HOLD, ACTION_HOLD, STATE_ON_HOLD, DESK, "hold"},
    {STATE_ON_HOLD, ACTION_REFUSE, STATE_REFUSED, BOSS, "refused"},
    {STATE_ON_HOLD, ACTION_CANCEL, STATE_CANCELLED, DESK | CITIZEN, "cancelled"},

    {STATE_AWAITING_SIGNATURE, ACTION_TAKE, STATE_AWAITING_SIGNATURE, DESK, NULL},
    {STATE_AWAITING_SIGNATURE, ACTION_RELEASE, STATE_AWAITING_SIGNATURE, DESK, NULL},
    {STATE_AWAITING_SIGNATURE, ACTION_ISSUE, STATE_ISSUED, DESK, NULL},
    {STATE_AWAITING_SIGNATURE, ACTION_READY, STATE_READY_FOR_PICKUP, COUNTER, "ready"},
    {STATE_AWAITING_SIGNATURE, ACTION_SEND, STATE_SENT, DESK, "sent"},
    {STATE_AWAITING_SIGNATURE, ACTION_HOLD, STATE_ON_HOLD, DESK, "hold"},
    {STATE_AWAITING_SIGNATURE, ACTION_REFUSE, STATE_REFUSED, BOSS, "refused"},

    {STATE_ISSUED, ACTION_TAKE, STATE_ISSUED, COUNTER, NULL},
    {STATE_ISSUED, ACTION_RELEASE, STATE_ISSUED, COUNTER, NULL},
    {STATE_ISSUED, ACTION_ISSUE, STATE_ISSUED, DESK, NULL}, /* the result is mended */
    {STATE_ISSUED, ACTION_CHECK_ORIGINAL, STATE_ISSUED, COUNTER, NULL}, /* offices that check before release */
    {STATE_ISSUED, ACTION_READY, STATE_READY_FOR_PICKUP, COUNTER, "ready"},
    {STATE_ISSUED, ACTION_SEND, STATE_SENT, DESK, "sent"},
    {STATE_ISSUED, ACTION_HOLD, STATE_ON_HOLD, DESK, "hold"},

    {STATE_READY_FOR_PICKUP, ACTION_READY, STATE_READY_FOR_PICKUP, COUNTER, NULL}, /* another shelf */
    {STATE_READY_FOR_PICKUP, ACTION_CHECK_ORIGINAL, STATE_READY_FOR_PICKUP, COUNTER, NULL},
    {STATE_READY_FOR_PICKUP, ACTION_HAND_OVER, STATE_COMPLETED, COUNTER, "completed"},
    {STATE_READY_FOR_PICKUP, ACTION_HOLD, STATE_ON_HOLD, DESK, "hold"},
    {STATE_READY_FOR_PICKUP, ACTION_CANCEL, STATE_CANCELLED, BOSS, "cancelled"},

    {STATE_SENT, ACTION_CHECK_ORIGINAL, STATE_SENT, COUNTER, NULL},
    {STATE_SENT, ACTION_CONFIRM, STATE_COMPLETED, DESK | CITIZEN | SYSTEM, "completed"},

    {STATE_MISMATCH, ACTION_CHECK_ORIGINAL, STATE_MISMATCH, BOSS, NULL},
    {STATE_MISMATCH, ACTION_DECIDE_MISMATCH, STATE_READY_FOR_PICKUP, BOSS, NULL},
    {STATE_MISMATCH, ACTION_REFUSE, STATE_REFUSED, BOSS, "refused"},
    {STATE_MISMATCH, ACTION_CANCEL, STATE_CANCELLED, BOSS, "cancelled"},

    /* synchronisation: what came of it is told by office/sync, which knows partner and date */
    {STATE_SUBMITTED, ACTION_RESOLVE, STATE_SENT, DESK, NULL},
    {STATE_IN_REVIEW, ACTION_RESOLVE, STATE_SENT, DESK, NULL},
    {STATE_NEEDS_CORRECTION, ACTION_RESOLVE, STATE_SENT, DESK, NULL},
    {STATE_PROCESSING, ACTION_RESOLVE, STATE_SENT, DESK, NULL},
    {STATE_ON_HOLD, ACTION_RESOLVE, STATE_SENT, DESK, NULL},
    {STATE_SENT, ACTION_RESOLVE, STATE_SENT, DESK, NULL}, /* the outcome is mended */
    {STATE_SENT, ACTION_REOPEN, STATE_IN_REVIEW, INTAKE, NULL},
    {STATE_COMPLETED, ACTION_REOPEN, STATE_IN_REVIEW, INTAKE, NULL},

    {STATE_EXPIRED, ACTION_REOPEN, STATE_NEEDS_CORRECTION, INTAKE, NULL},
    {STATE_CANCELLED, ACTION_REOPEN, STATE_IN_REVIEW, BOSS, NULL},
    {STATE_REFUSED, ACTION_REOPEN, STATE_IN_REVIEW, BOSS, NULL},
};

const struct transition *transition_table(size_t *ret_count) {
  *ret_count = COUNT(table);
  return table;
}

const struct transition *transition_find(enum state from, enum action action) {
  for (size_t i = 0; i < COUNT(table); i++)
    if (table[i].from == from && table[i].action == action) return &table[i];
  return NULL;
}

/* ---- what the papers must be ------------------------------------------------------------------ */

static bool item_mandatory(const struct item *i) {
  return !(i->requirement->modes & (MODE_OPTIONAL | MODE_OFFICER)) &&
         (i->requirement->modes & (MODE_FORM | MODE_UPLOAD));
}

static bool item_open(const struct item *i) {
  return i->state == ITEM_FAULTY || (i->state == ITEM_MISSING && item_mandatory(i));
}

size_t items_open(const struct item *items, size_t n, const struct item **ret, size_t max) {
  size_t open = 0;
  for (size_t i = 0; i < n; i++)
    if (item_open(&items[i])) {
      if (open < max) ret[open] = &items[i];
      open++;
    }
  return open;
}

bool item_needs_original(const struct item *i, enum originals_check rule) {
  if (rule == ORIGINALS_NONE || !(i->requirement->modes & (MODE_SHOW | MODE_WITHDRAW))) return false;
  return i->state != ITEM_MISSING || !(i->requirement->modes & (MODE_OPTIONAL | MODE_OFFICER));
}

enum state state_after_originals(const struct item *items, size_t n, enum originals_check rule) {
  for (size_t i = 0; i < n; i++)
    if (item_needs_original(&items[i], rule) &&
        (items[i].original == ORIGINAL_DIFFERENT || items[i].original == ORIGINAL_DOUBTFUL))
      return STATE_MISMATCH;
  return STATE_READY_FOR_PICKUP;
}

/* ---- the rules of single actions ------------------------------------------------------------- */

static bool any_faulty(const struct application_facts *f) {
  for (size_t i = 0; i < f->item_count; i++)
    if (f->items[i].state == ITEM_FAULTY) return true;
  return false;
}

static enum rule rule_process(const struct application_facts *f, const struct request *r) {
  (void)r;
  if (items_open(f->items, f->item_count, NULL, 0) > 0) return RULE_ITEMS_OPEN;
  for (size_t i = 0; i < f->item_count; i++) /* somebody must have looked at every scan */
    if (f->items[i].scans > 0 && f->items[i].state == ITEM_RECEIVED) return RULE_ITEMS_UNCHECKED;
  return RULE_OK;
}

static enum rule rule_correction(const struct application_facts *f, const struct request *r) {
  (void)r;
  return any_faulty(f) || items_open(f->items, f->item_count, NULL, 0) ? RULE_OK : RULE_NOTHING_FAULTY;
}

static enum rule rule_reason(const struct application_facts *f, const struct request *r) {
  (void)f;
  return r->has_reason ? RULE_OK : RULE_REASON_NEEDED;
}

static enum rule rule_cancel(const struct application_facts *f, const struct request *r) {
  return r->actor.role == ROLE_CITIZEN || r->actor.role == ROLE_SYSTEM ? RULE_OK : rule_reason(f, r);
}

static enum rule rule_fault(const struct application_facts *f, const struct request *r) {
  (void)f;
  return r->fault != FAULT_NONE ? RULE_OK : RULE_REASON_NEEDED;
}

static enum rule rule_originals(const struct application_facts *f) {
  bool open = false;
  for (size_t i = 0; i < f->item_count; i++) {
    if (!item_needs_original(&f->items[i], f->originals)) continue;
    enum original_result result = f->items[i].original;
    if (result == ORIGINAL_DIFFERENT || result == ORIGINAL_DOUBTFUL || result == ORIGINAL_NOT_BROUGHT)
      return RULE_ORIGINAL_WRONG;
    open |= result == ORIGINAL_UNCHECKED;
  }
  return open && f->originals != ORIGINALS_BY_SAMPLING ? RULE_ORIGINALS_OPEN : RULE_OK;
}

static enum rule rule_ready(const struct application_facts *f, const struct request *r) {
  (void)r;
  if (!f->has_result && !f->has_siak_number) return RULE_RESULT_NEEDED; /* printed by SIAK under its number */
  if (!f->has_shelf) return RULE_SHELF_NEEDED;
  return f->originals == ORIGINALS_BEFORE_RELEASE ? rule_originals(f) : RULE_OK;
}

static enum rule rule_send(const struct application_facts *f, const struct request *r) {
  (void)r;
  if (!f->has_result) return RULE_RESULT_NEEDED;
  return f->originals == ORIGINALS_BEFORE_RELEASE ? rule_originals(f) : RULE_OK;
}

static enum rule rule_issue(const struct application_facts *f, const struct request *r) {
  (void)r;
  return f->has_result ? RULE_OK : RULE_RESULT_NEEDED;
}

static enum rule rule_hand_over(const struct application_facts *f, const struct request *r) {
  enum rule originals = rule_originals(f);
  if (originals != RULE_OK) return originals;
  if (!r->receiver_named || !r->identity_shown) return RULE_RECEIVER_NEEDED;
  if (r->by_proxy && !r->proxy_letter) return RULE_PROXY_LETTER;
  if (r->separate_handover && f->checked_by && f->checked_by == r->actor.officer) return RULE_SAME_OFFICER;
  return RULE_OK;
}

static enum rule rule_decide(const struct application_facts *f, const struct request *r) {
  (void)f;
  if (!r->has_reason) return RULE_REASON_NEEDED;
  return r->supervisor_accepts ? RULE_OK : RULE_ORIGINAL_WRONG;
}

static bool is_data_sync(const struct application_facts *f) { return f->service && f->service->data_sync; }

static enum rule rule_resolve(const struct application_facts *f, const struct request *r) {
  if (!is_data_sync(f)) return RULE_NOT_IN_THIS_STATE;
  return rule_reason(f, r);
}

/* A document that was handed out stays so; a synchronisation that does not work at the partner is not done. */
static enum rule rule_reopen(const struct application_facts *f, const struct request *r) {
  (void)r;
  bool done = f->state == STATE_SENT || f->state == STATE_COMPLETED;
  return done && !is_data_sync(f) ? RULE_NOT_IN_THIS_STATE : RULE_OK;
}

static enum rule (*const special[ACTIONS])(const struct application_facts *, const struct request *) = {
    [ACTION_PROCESS] = rule_process,     [ACTION_ASK_CORRECTION] = rule_correction,
    [ACTION_HOLD] = rule_reason,         [ACTION_REFUSE] = rule_reason,
    [ACTION_CANCEL] = rule_cancel,       [ACTION_FAULT_SCAN] = rule_fault,
    [ACTION_READY] = rule_ready,         [ACTION_SEND] = rule_send,
    [ACTION_ISSUE] = rule_issue,         [ACTION_HAND_OVER] = rule_hand_over,
    [ACTION_DECIDE_MISMATCH] = rule_decide, [ACTION_RESOLVE] = rule_resolve,
    [ACTION_REOPEN] = rule_reopen,
};

/* Work on a file that somebody else has taken: only its owner or a supervisor. At the counter nobody owns. */
static bool owner_may(const struct application_facts *f, const struct request *r) {
  static const unsigned desk_work = 1u << ACTION_TAKE | 1u << ACTION_RELEASE | 1u << ACTION_ACCEPT_SCAN |
                                    1u << ACTION_FAULT_SCAN | 1u << ACTION_ASK_CORRECTION | 1u << ACTION_PROCESS |
                                    1u << ACTION_HOLD | 1u << ACTION_RESUME | 1u << ACTION_RESOLVE;
  bool told = r->action == ACTION_RESOLVE && f->state == STATE_SENT; /* what the centre said is nobody's own */
  if (!(desk_work & (1u << r->action)) || f->owner == 0 || told) return true;
  return f->owner == r->actor.officer || r->actor.role == ROLE_SUPERVISOR;
}

static enum state target(const struct application_facts *f, const struct transition *t) {
  if (t->action == ACTION_RESUME) return f->held_from == STATE_SUBMITTED ? STATE_IN_REVIEW : f->held_from;
  if (t->action == ACTION_CHECK_ORIGINAL && f->state == STATE_READY_FOR_PICKUP)
    return state_after_originals(f->items, f->item_count, f->originals);
  return t->to;
}

struct decision application_decide(const struct application_facts *f, const struct request *r) {
  struct decision no = {.to = f->state};
  const struct transition *t = transition_find(f->state, r->action);
  if (!t) {
    no.forbidden = RULE_NOT_IN_THIS_STATE;
  } else if (!(t->roles & ROLE_BIT(r->actor.role))) {
    no.forbidden = f->state == STATE_MISMATCH && t->roles == BOSS ? RULE_SUPERVISOR : RULE_ROLE;
  } else if (!owner_may(f, r)) {
    no.forbidden = RULE_OWNER;
  } else if (special[r->action]) {
    no.forbidden = special[r->action](f, r);
  }
  if (no.forbidden != RULE_OK) return no;
  return (struct decision){.to = target(f, t), .tells = t->tells};
}

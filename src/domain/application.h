/* domain/application: the states of an application and who may move it. One table, pure.
 * Source: facts of the processing chain in Indonesian offices (docs/glossary.md names the Indonesian words). */
#pragma once
#include "base/base.h"
#include "domain/role.h"
#include "domain/service.h"

enum state {
  STATE_DRAFT,            /* draf: the citizen collects papers; has no place in the line */
  STATE_SUBMITTED,        /* diajukan */
  STATE_IN_REVIEW,        /* diperiksa */
  STATE_NEEDS_CORRECTION, /* perlu_perbaikan */
  STATE_PROCESSING,       /* diproses: typed into SIAK */
  STATE_ON_HOLD,          /* ditunda, with a reason */
  STATE_AWAITING_SIGNATURE, /* menunggu_tte */
  STATE_ISSUED,           /* terbit */
  STATE_READY_FOR_PICKUP, /* siap_diambil */
  STATE_SENT,             /* dikirim */
  STATE_COMPLETED,        /* selesai */
  STATE_MISMATCH,         /* tidak_sesuai: an original does not match its scan; a supervisor decides */
  STATE_REFUSED,          /* ditolak, with its legal ground */
  STATE_CANCELLED,        /* dibatalkan */
  STATE_EXPIRED,          /* kedaluwarsa: no answer to a correction; can be opened again */
  STATES
};
const char *state_code(enum state s);           /* "needs_correction" */
bool state_parse(str code, enum state *ret);
bool state_is_final(enum state s);
bool state_clock_runs(enum state s); /* the published time counts in this state */

enum action {
  ACTION_SUBMIT,          /* citizen, or an officer for a walk-in */
  ACTION_TAKE,            /* an officer makes the file his own */
  ACTION_RELEASE,
  ACTION_ACCEPT_SCAN,     /* a requirement's scans are right */
  ACTION_FAULT_SCAN,      /* a requirement's scans are faulty, with a reason; told to the citizen by ask_correction */
  ACTION_SEEN,            /* the original was seen at the counter: satisfies a requirement without a scan */
  ACTION_ASK_CORRECTION,
  ACTION_SEND_CORRECTION, /* the citizen sent what was faulty */
  ACTION_PROCESS,
  ACTION_HOLD,
  ACTION_RESUME,
  ACTION_AWAIT_SIGNATURE,
  ACTION_ISSUE,
  ACTION_READY,
  ACTION_SEND,
  ACTION_CHECK_ORIGINAL,
  ACTION_DECIDE_MISMATCH, /* a supervisor: back to ready, or refuse */
  ACTION_HAND_OVER,
  ACTION_CONFIRM,         /* delivered by link or courier: done */
  ACTION_REFUSE,
  ACTION_CANCEL,
  ACTION_EXPIRE,
  ACTION_REOPEN,          /* also a synchronisation that still fails at the partner */
  ACTION_RESOLVE,         /* a synchronisation: its outcome is told; the citizen tries again at the partner */
  ACTIONS
};
const char *action_code(enum action a); /* "ask_correction" */
bool action_parse(str code, enum action *ret);

/* One row of the table: in state `from`, `action` by one of `roles` leads to `to`. to == from: the state stays.
 * tells: what the citizen hears (a text key's suffix, "chat.notice.<tells>"), or NULL for silence. */
struct transition {
  enum state from;
  enum action action;
  enum state to;
  unsigned roles; /* bits of enum role */
  const char *tells;
};
const struct transition *transition_find(enum state from, enum action action); /* NULL: not possible in this state */
const struct transition *transition_table(size_t *ret_count);

/* The state of one requirement inside one application. */
enum item_state {
  ITEM_MISSING,  /* nothing there yet */
  ITEM_RECEIVED, /* scans or data came, nobody looked */
  ITEM_ACCEPTED,
  ITEM_FAULTY,   /* with a reason; only these are asked for again */
  ITEM_SEEN,     /* the original was seen at the counter */
};
const char *item_state_code(enum item_state s);

enum fault_reason { /* codes are Indonesian: they are what officers say (domain facts, section 5) */
  FAULT_NONE,
  FAULT_BLURRED,         /* buram */
  FAULT_CUT_OFF,         /* terpotong */
  FAULT_GLARE,           /* silau */
  FAULT_DARK,            /* gelap */
  FAULT_NOT_ORIGINAL,    /* bukan_asli */
  FAULT_WRONG_DOCUMENT,  /* salah_dokumen */
  FAULT_PAGES_MISSING,   /* tidak_lengkap_halaman */
  FAULT_NIK_UNREADABLE,  /* tidak_terbaca_nik */
  FAULT_DATA_DIFFERS,    /* data_beda */
  FAULT_EXPIRED,         /* kedaluwarsa */
  FAULT_NOT_SIGNED,      /* tanda_tangan_kosong */
  FAULT_WITNESS_MISSING, /* saksi_kurang */
  FAULT_STAMP_MISSING,   /* meterai_kurang */
  FAULT_REASONS
};
const char *fault_code(enum fault_reason r); /* "buram" */
bool fault_parse(str code, enum fault_reason *ret);

enum hold_reason { HOLD_NONE, HOLD_CENTRAL_SYSTEM, HOLD_NO_BLANKS, HOLD_ORIGIN_OFFICE, HOLD_HEAD_DECISION, HOLD_CENTRE, HOLD_REASONS };
const char *hold_code(enum hold_reason r); /* "gangguan_sistem_pusat", "blangko_habis", "tunggu_daerah_asal", "tunggu_keputusan_kadis", "tunggu_pusat" */
bool hold_parse(str code, enum hold_reason *ret);

enum original_result { ORIGINAL_UNCHECKED, ORIGINAL_SAME, ORIGINAL_DIFFERENT, ORIGINAL_NOT_BROUGHT, ORIGINAL_DOUBTFUL, ORIGINAL_RESULTS };
const char *original_code(enum original_result r); /* "same", "different", "not_brought", "doubtful" */
bool original_parse(str code, enum original_result *ret);

enum channel { CHANNEL_WHATSAPP, CHANNEL_WEB, CHANNEL_COUNTER, CHANNEL_API, CHANNELS };
const char *channel_code(enum channel c);
bool channel_parse(str code, enum channel *ret);

/* One requirement of one application. */
struct item {
  const struct requirement *requirement;
  enum item_state state;
  enum fault_reason fault;
  str note;                      /* the officer's words about the fault */
  enum original_result original;
  int scans;                     /* current scans tied to it */
};

/* What the rules need to know of an application; filled by office/, never by a page. */
struct application_facts {
  enum state state;
  enum state held_from; /* where a held file came from */
  const struct service *service;
  const struct item *items;
  size_t item_count;
  i64 owner;           /* officer id, 0 = nobody */
  i64 checked_by;      /* officer who accepted the scans */
  enum delivery delivery;
  enum originals_check originals;
  bool has_siak_number, has_result, has_shelf;
};
struct actor {
  i64 officer; /* 0 for the citizen or the system */
  enum role role;
};
struct request {
  enum action action;
  struct actor actor;
  bool supervisor_accepts; /* DECIDE_MISMATCH: the supervisor says the papers are right after all */
  bool separate_handover;  /* the office's rule: who checked may not hand over */
  bool receiver_named, identity_shown, by_proxy, proxy_letter; /* HAND_OVER */
  enum fault_reason fault;
  bool has_reason; /* HOLD, REFUSE, CANCEL: a reason is given */
};
/* The rule that forbids something: its code goes to the API, its sentence ("rule.<code>") to the person. */
enum rule {
  RULE_OK,
  RULE_NOT_IN_THIS_STATE,
  RULE_ROLE,             /* this role may not */
  RULE_OWNER,            /* somebody else has the file */
  RULE_ITEMS_OPEN,       /* process: a mandatory requirement is missing or faulty */
  RULE_NOTHING_FAULTY,   /* ask_correction: nothing is marked faulty */
  RULE_REASON_NEEDED,
  RULE_ITEMS_UNCHECKED,  /* process: nobody looked at a scan yet */
  RULE_RESULT_NEEDED,    /* ready: neither the result document nor SIAK's number is recorded */
  RULE_SHELF_NEEDED,
  RULE_ORIGINALS_OPEN,   /* hand_over: not every original is decided */
  RULE_ORIGINAL_WRONG,   /* hand_over: one is different, doubtful or was not brought */
  RULE_RECEIVER_NEEDED,  /* hand_over: who received it, and the identity shown */
  RULE_PROXY_LETTER,     /* hand_over to a proxy without F-1.07 */
  RULE_SAME_OFFICER,     /* who checked the scans may not hand over */
  RULE_SUPERVISOR,       /* only a supervisor decides a mismatch */
  RULES
};
const char *rule_code(enum rule r); /* "originals_open" */

struct decision {
  enum rule forbidden; /* RULE_OK: allowed */
  enum state to;
  const char *tells; /* what the citizen hears, NULL = nothing */
};
struct decision application_decide(const struct application_facts *f, const struct request *r);

/* Which items are still to come before the file is complete: mandatory ones missing or faulty. Fills up to max
 * pointers; returns how many there are. */
size_t items_open(const struct item *items, size_t n, const struct item **ret, size_t max);
/* Which items must be seen before the document leaves the house: mode show or withdraw, also those that are never
 * scanned (an old card to be withdrawn); optional ones only when something was handed in. */
bool item_needs_original(const struct item *i, enum originals_check rule);
/* After an original was judged: the state the file goes to (MISMATCH when one is different or doubtful). */
enum state state_after_originals(const struct item *items, size_t n, enum originals_check rule);

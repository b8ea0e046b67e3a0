/* office/act: the one door through which a file moves. The rules are domain/application's; this reads, asks them,
 * writes state, items, event and notice in one transaction. */
#pragma once
#include "office/file.h"
#include "office/once.h"

struct item_fault {
  str requirement;
  enum fault_reason reason;
  str note;
};
struct act {
  enum action action;
  str number;
  i64 version;      /* of the page it was decided on; 0: not said */
  str requirement;  /* accept_scan, fault_scan, seen, check_original */
  str scan;         /* instead of the requirement: the one this scan is tied to */
  bool tie;         /* the scan is tied to the requirement first */
  bool only_free;   /* take: only what nobody has, not even oneself; else a supervisor takes it over */
  const struct item_fault *faults; /* ask_correction: marked along with it */
  size_t fault_count;
  enum fault_reason fault;         /* fault_scan */
  str note;
  enum original_result original;   /* check_original */
  enum hold_reason hold;
  str siak_number, result_kind, result_number, shelf;
  str reason, advice;              /* refuse: legal ground and what to do; cancel, decide_mismatch: why */
  bool accepts;                    /* decide_mismatch: the papers are right after all */
  str cause, partner, answer;      /* resolve, confirm, reopen of a synchronisation: kept in the event; codes */
  str receiver, relation, identity_kind, identity_last4;
  bool proxy, proxy_letter;
};
struct act_result {
  enum state state;
  i64 version;
  i64 id;
  str number;
};
/* E_NOTFOUND; E_CONFLICT: somebody was faster (fault code "conflict" or "owner"); E_RULE: fault.code = rule_code();
 * E_DENIED: the role may not; E_INPUT: a field is wrong. */
enum err office_act(struct ctx *c, const struct act *act, struct act_result *ret);
/* Several steps of one file, all or none; number and version of the first count. once: NULL, or who must not do it
 * twice; when repeated, ret is not filled. */
enum err office_act_all(struct ctx *c, const struct act *acts, size_t n, struct once *once, struct act_result *ret);
/* The same inside a transaction of the caller, on a file just read; f is brought up to date. */
enum err file_act(struct ctx *c, struct tx *tx, struct application *f, const struct act *act);
/* What the rules would allow this person now (bits of enum action): pages show only that. */
u64 office_allowed(struct ctx *c, const struct application *f);

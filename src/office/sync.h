/* office/sync: synchronisation. Officers say what came of it (a round), the citizen tries again at the partner, is asked
 * once, and his answer closes the file or opens it again, with every round before as its history. */
#pragma once
#include "domain/message.h"
#include "domain/partner.h"
#include "domain/sync.h"
#include "office/act.h"

struct sync_decision {
  str number;
  i64 version; /* of the page; 0: not said */
  enum sync_outcome outcome;
  enum sync_cause cause;
  str partner;       /* code; empty: the one the citizen named */
  str note;          /* told to the citizen */
  struct date retry; /* year 0: the usual one */
};
/* Tells the citizen outcome, next step and date. E_INPUT: field "outcome", "cause", "partner", "retry"; else as office_act. */
enum err sync_decide(struct ctx *c, const struct sync_decision *d, struct act_result *ret);

struct sync_round {
  i64 id, application, round;
  str partner;
  enum sync_outcome outcome;
  enum sync_cause cause;
  str note;
  i64 officer;
  str officer_name;
  moment decided_at, retry_at, ask_at, asked_at, answered_at;
  enum sync_answer answer;
  str answer_note;
  i64 batch, batch_row;
  enum sync_result result;
  str result_note;
  moment result_at;
};
/* Newest first; at most MAX_SYNC_ROUNDS. */
#define MAX_SYNC_ROUNDS 50
enum err sync_rounds(struct ctx *c, i64 application, struct sync_round **ret, size_t *ret_n);
/* The latest round; id 0: none. Inside a transaction of the caller. */
enum err sync_last_round(struct ctx *c, struct tx *tx, i64 application, struct sync_round *ret);
/* The partner the citizen named in chat or form; never NULL when there are partners at all. */
const struct partner *sync_partner(struct ctx *c, const struct application *f);
str sync_partner_label(struct ctx *c, str code);

/* From the status page. scan: a photo of the error, flushed, or NULL. E_RULE: nothing was asked of this file. */
struct new_scan;
enum err office_sync_answer(struct ctx *c, str token, bool works, str note, const struct new_scan *scans, size_t scan_count);
/* Inside a transaction of the caller; f is brought up to date. */
enum err sync_answer(struct ctx *c, struct tx *tx, struct application *f, bool works, str note);

/* The questions that are due, and files nobody answered for; for jobs/. Returns how many were worked in. */
enum err sync_ask_due(struct ctx *c, size_t *ret_n);
enum err sync_close_due(struct ctx *c, size_t *ret_n);

struct sync_todo {
  str number, applicant, answer_note;
  enum state state;
  moment due_at;
  const struct partner *partner;
  i64 rounds; /* decided before: it still fails */
};
enum err sync_todo(struct ctx *c, struct sync_todo **ret, size_t *ret_n); /* at most MAX_LIST */

struct sync_week {
  str partner;
  i64 decided, files, proposed, at_partner, works, fails, silent, open;
  moment until_works; /* on average, from the decision */
};
/* By partner, for rounds decided from `from` on, seven days. */
enum err sync_weekly(struct ctx *c, struct date from, struct sync_week **ret, size_t *ret_n);

/* sync_decide inside a transaction of the caller. */
enum err sync_resolve(struct ctx *c, struct tx *tx, struct application *f, const struct sync_decision *d);

/* ---- sync_batch.c: proposals carried into the central system, results carried back ---- */

#define MAX_SYNC_BATCH 500
struct sync_proposal {
  i64 id; /* of the round */
  i64 application, row;
  const struct partner *partner;
  enum sync_cause cause;
  str note, number, applicant;
  str nik, kk, other_nik, institution, error_text; /* as typed into the form */
  moment decided_at;
  enum sync_result result;
  str result_note;
  enum state state;
  i64 round;
};
struct sync_batch {
  i64 id, officer, size, answered;
  str officer_name;
  moment made_at, exported_at, read_at;
};
enum err sync_proposed(struct ctx *c, struct sync_proposal **ret, size_t *ret_n);
/* All that wait, the oldest first, at most MAX_SYNC_BATCH. E_RULE: there is none. */
enum err sync_batch_make(struct ctx *c, i64 *ret_batch);
enum err sync_batches(struct ctx *c, struct sync_batch **ret, size_t *ret_n);
enum err sync_batch_open(struct ctx *c, i64 batch, struct sync_batch *ret, struct sync_proposal **ret_rows, size_t *ret_n);
/* The same, because it leaves the house: an event says who carried it. */
enum err sync_batch_carry(struct ctx *c, i64 batch, const char *format, struct sync_batch *ret, struct sync_proposal **ret_rows,
                          size_t *ret_n);

struct sync_back { /* one line of what the centre said */
  int line;        /* in the file, from 1 */
  str number;      /* of the application */
  enum sync_result result;
  str note;
  str problem; /* in the reader's language; empty: fine */
  const struct sync_proposal *of;
};
struct sync_reading {
  struct sync_back *rows;
  size_t n, bad;
  str problem; /* of the file as a whole; empty: fine */
  size_t missing; /* rows of the batch that the file says nothing of: they stay open */
};
/* Reads a file of results against a batch and says of every line what is wrong; changes nothing. */
enum err sync_batch_read(struct ctx *c, i64 batch, str file, struct sync_reading *ret);
/* The same over rows that are at hand; pure but for the words. */
void sync_read_back(struct ctx *c, str file, const struct sync_proposal *rows, size_t n, struct sync_reading *ret);
/* Reads and works it in, everything or nothing. E_INPUT when anything is wrong. ret_n: files that moved. */
enum err sync_batch_apply(struct ctx *c, i64 batch, str file, size_t *ret_n);

/* ---- sync_words.c ---- */
struct sync_say {
  str number, status_url;
  const struct partner *partner;
  enum sync_outcome outcome;
  struct date retry;
  str note;
};
void sync_outcome_words(struct arena *a, enum lang lang, const struct sync_say *f, struct say *ret);
void sync_question_words(struct arena *a, enum lang lang, const struct sync_say *f, struct say *ret);
/* The sentence of the outcome alone, as the status page shows it. */
str sync_next_step(struct arena *a, enum lang lang, const struct sync_say *f);

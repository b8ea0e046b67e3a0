/* office/skm: the survey of satisfaction. Asked once for an application, after it was completed; in the chat one question
 * after another, or on a page. An answer cannot be led back: the link is random and erased with the answer's transaction,
 * the answer has a random id and a quarter instead of a time, and no event tells of it (docs/figures.md). */
#pragma once
#include "domain/skm.h"
#include "office/file.h"

#define SKM_DAYS 30 /* a link lives that long */
#define MAX_SKM_REMARK 600

struct skm_invite {
  str service, channel;
  str quarter;
  struct skm_scores scores; /* given in the chat so far */
};
/* Inside the transaction that completes f: a link, unless it had one or is about a death. ret_token empty: none. */
enum err skm_ask(struct ctx *c, struct tx *tx, const struct application *f, str *ret_token);
str skm_url(struct ctx *c, str token);
/* The chat may answer with this link from now on. */
enum err skm_ask_in_chat(struct ctx *c, struct tx *tx, i64 chat, str token);
/* May the status page offer the survey? And: from the status page, a link; E_NOTFOUND: it does not. */
enum err skm_offered(struct ctx *c, const struct application *f, bool *ret);
enum err skm_take(struct ctx *c, str status_token, str *ret_token);

/* E_NOTFOUND: used, over or never there. */
enum err skm_look(struct ctx *c, str token, struct skm_invite *ret);
/* The same inside a transaction of the caller. */
enum err skm_open(struct ctx *c, struct tx *tx, str token, struct skm_invite *ret);
struct skm_answers {
  struct skm_scores scores;
  str sex, age, education, job; /* codes or empty */
  str remark;
  const char *channel;          /* "page", "chat" */
};
/* The whole answer from the page. E_INPUT with faults; E_NOTFOUND as above. */
enum err skm_answer(struct ctx *c, str token, const struct skm_answers *a);
/* One score from the chat; and the end of it: what was scored becomes an answer, the link goes. Transaction of the caller. */
enum err skm_score(struct ctx *c, struct tx *tx, str token, enum skm_element e, int score);
enum err skm_end(struct ctx *c, struct tx *tx, str token);

/* The groups people may say they belong to. */
#define SKM_GROUPS 4
struct skm_group {
  const char *name; /* "sex" */
  const char *codes[8];
};
extern const struct skm_group skm_groups[SKM_GROUPS];

/* ---- results ---- */
/* An answer that was just written, into the sums the results are read from. */
enum err skm_add_up(struct tx *tx, const u8 id[16]);

struct skm_result {
  str quarter, service; /* service empty: all */
  i64 answers, served;
  struct skm_sums sums;
};
struct skm_count {
  str group, code;
  i64 n;
};
#define SKM_QUARTERS 8
struct skm_results {
  struct skm_result quarters[SKM_QUARTERS]; /* oldest first, the last one is the one asked for */
  struct skm_result *services;              /* of that one */
  size_t service_n;
  struct skm_count *people;
  size_t people_n;
  str *remarks;
  size_t remark_n;
};
enum err skm_results(struct ctx *c, struct quarter q, struct skm_results *ret);

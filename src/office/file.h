/* office/file: one application, read whole and written whole. */
#pragma once
#include "office/office.h"

struct scan_row {
  str id, requirement; /* requirement p == NULL: tied to nothing */
  str type;            /* "image/jpeg" */
  i64 size;
  str verdict, source, file_name;
  moment created_at, replaced_at;
  bool destroyed; /* its key is: only this row is left */
};
struct item_row {
  struct item item; /* item.requirement: by the rules of this application */
  i64 original_by;
  moment original_at;
};
struct application {
  i64 id;
  str number; /* empty in a draft */
  const struct service *service;
  str ruleset;
  enum state state, held_from;
  i64 version;
  enum channel channel;
  i64 chat, contact;
  str applicant, phone;
  struct answers answers;
  str data; /* JSON object of texts */
  enum delivery delivery;
  enum originals_check originals;
  i64 owner, checked_by;
  moment created_at, submitted_at, due_at, changed_at, paused_at, correct_until, ended_at;
  i64 paused_ms;
  i64 link_round; /* counts the links of its pages: a lost phone holds an old one */
  i64 last_event; /* seq; 0: none yet */
  enum hold_reason hold_reason;
  str hold_note, siak_number, result_kind, result_number, shelf, ground, advice;
  struct item items[MAX_REQUIREMENTS];
  size_t item_count;
};
/* by number, by id, by the token of its status page */
enum err file_by_number(struct ctx *c, struct tx *tx, str number, struct application *ret);
enum err file_by_id(struct ctx *c, struct tx *tx, i64 id, struct application *ret);
enum err file_by_status(struct ctx *c, struct tx *tx, str token, struct application *ret);
/* For a step about who has it: id, number, state, version, owner and last event; the rest is empty. */
enum err file_owner_by_number(struct ctx *c, struct tx *tx, str number, struct application *ret);
enum err file_save_owner(struct ctx *c, struct tx *tx, struct application *f); /* E_CONFLICT as file_save; counts the version */
/* Writes state and columns back, only over the version that was read; E_CONFLICT: somebody was faster. */
enum err file_save(struct ctx *c, struct tx *tx, const struct application *f);
enum err file_scans(struct ctx *c, struct tx *tx, i64 application, struct scan_row **ret, size_t *ret_n);
enum err file_and_scans(struct ctx *c, struct tx *tx, str number, struct application *ret, struct scan_row **ret_scans, size_t *ret_n);
enum err file_loose_scans(struct ctx *c, struct tx *tx, i64 contact, struct scan_row **ret, size_t *ret_n);
/* Some of its papers were destroyed, or all of it was erased: it cannot be opened again. */
enum err file_papers_gone(struct tx *tx, i64 application, bool *ret);
struct item *file_item(struct application *f, str code);
struct application_facts file_facts(const struct application *f);

/* When it is due, pauses of the clock counted; 0 in a draft. */
moment file_due(const struct application *f, moment now);
str file_status_token(struct ctx *c, const struct application *f);
str file_status_url(struct ctx *c, const struct application *f); /* public_url/s/{token} */
struct sha256 token_hash(str token);

/* answers <-> JSON object {"question":"choice"}; unknown ones are left out (other rules version) */
str answers_json(struct arena *a, const struct service *s, const struct answers *answers);
struct answers answers_of_json(const struct service *s, str json);
const char *delivery_code(enum delivery d);
const char *originals_code(enum originals_check o);

/* Makes the item rows fit the answers: missing ones are added, unused ones that nobody sent anything for go. */
enum err file_judge_again(struct ctx *c, struct tx *tx, struct application *f);
/* Creates the row with its items. f: service, state, channel, answers, applicant, phone, data, contact, chat. Sets id,
 * number (unless draft), version, times, items. */
enum err file_create(struct ctx *c, struct tx *tx, struct application *f);

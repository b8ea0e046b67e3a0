/* office/draft: an application while the citizen still collects papers, and the one-time links into its form.
 * All but link_open, form_save and drafts_erase run inside a transaction of the caller. */
#pragma once
#include "office/file.h"
#include "office/turn.h"

enum err draft_start(struct ctx *c, struct tx *tx, struct live_chat *row, const struct service *s, const struct answers *answers);
enum err draft_answers(struct ctx *c, struct tx *tx, i64 draft, const struct answers *answers);
enum err draft_tie(struct ctx *c, struct tx *tx, i64 draft, i64 message, str requirement);
/* The photos a citizen sent for a closed file before it opened again: to the faulty paper a caption names, else to requirement. */
enum err correction_take_loose(struct ctx *c, struct tx *tx, struct application *f, str requirement);
enum err correction_tie(struct ctx *c, struct tx *tx, str number, i64 message, str requirement);
/* Gets its number and its place in the line; the notice is the answer. f is brought up to date. E_RULE: not a draft. */
enum err draft_send(struct ctx *c, struct tx *tx, struct application *f);
/* The same for the draft of a chat. */
enum err draft_submit(struct ctx *c, struct tx *tx, struct live_chat *row);
/* keep_media: its photos become loose again; else their keys are destroyed. */
enum err draft_discard(struct ctx *c, struct tx *tx, struct live_chat *row, bool keep_media);

/* Data (JSON object) is checked and merged over what is there; require: mandatory fields must be there then. */
enum err file_keep_data(struct ctx *c, struct tx *tx, struct application *f, str data, bool require);

/* The whole form of a draft or a correction is done: what was faulty is received, the chat hears of it. */
enum err form_finish(struct ctx *c, struct tx *tx, struct application *f);

/* A link into the form of a draft or of a file under correction; lives 7 days, one sending. */
enum err form_link(struct ctx *c, struct tx *tx, i64 application, str *ret_url);
struct form_open {
  i64 application;
  bool used, expired;
};
enum err link_open(struct ctx *c, str token, struct application *ret_file, struct form_open *ret);
/* data: JSON object, merged over what is there. last: the whole form is done: mandatory fields are asked for and the
 * chat hears of it. Faults per field in ctx. */
enum err form_save(struct ctx *c, str token, str data, bool last, struct application *ret_file);
/* Erases drafts nobody touched; returns how many. */
enum err drafts_erase(struct ctx *c, moment untouched_since, size_t *ret_n);

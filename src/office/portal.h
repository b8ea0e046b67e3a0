/* office/portal: an application as the citizen works on it through the pages. The token of its address is the one of the
 * status page: one link from the first question to the end. Drafts of a chat are opened alike; chat and pages share them. */
#pragma once
#include "office/lists.h"
#include "office/submit.h"
#include "office/visit.h"

/* Inside a transaction of the caller: a draft of this citizen. One that was begun and not touched is taken again. */
enum err draft_begin(struct ctx *c, struct tx *tx, i64 contact, str phone, const struct service *s, const struct answers *answers,
                     struct application *ret);
enum err portal_begin(struct ctx *c, const struct visit *v, const struct service *s, const struct answers *answers,
                      struct application *ret);

struct portal_file {
  struct application f;
  struct scan_row *scans; /* current ones, in the order they came */
  size_t scan_count;
};
/* E_NOTFOUND: nobody was given this token. Any state but an erased draft. */
enum err portal_open(struct ctx *c, str token, struct portal_file *ret);
/* The form can be filled in: a draft, or a correction that asks for data. */
bool portal_data_wanted(const struct application *f);
/* What changes a draft. E_CONFLICT: it was sent (or erased) meanwhile. ret: as it is now. */
enum err portal_answers(struct ctx *c, str token, const struct answers *answers, struct application *ret);
enum err portal_data(struct ctx *c, str token, str data, struct application *ret);
enum err portal_add_scans(struct ctx *c, str token, const struct new_scan *scans, size_t n, struct application *ret);
enum err portal_remove_scan(struct ctx *c, str token, str scan);
enum err portal_discard(struct ctx *c, str token);
/* Sends it in, or sends corrected data back. Papers may be missing when the citizen says so (insists) and anything is there. Sent before: E_OK again.
 * E_INPUT: faults, field "data/<code>" or "scan_<code>". */
enum err portal_send(struct ctx *c, str token, bool insists, struct application *ret);
/* The link goes to the citizen's WhatsApp. E_RULE: no number is known; E_LIMIT: it was just sent. */
enum err portal_send_link(struct ctx *c, str token);
/* A photo of the file, for its owner. E_NOTFOUND when it belongs elsewhere or was destroyed. */
enum err portal_scan(struct ctx *c, str token, str scan, struct sealed_scan *ret);

/* The sent file of a number, for the public check of a paper. E_NOTFOUND: no such number. */
enum err portal_verify(struct ctx *c, str number, struct application *ret);
/* Withdraws a sent file. E_RULE: too late for that. */
enum err portal_withdraw(struct ctx *c, str token);
/* Opens a file again that was closed because no correction came. E_RULE: it is not closed so, or its papers are gone. */
enum err portal_reopen(struct ctx *c, str token);
enum err portal_may_reopen(struct ctx *c, const struct application *f, bool *ret);
struct portal_thread {
  struct message_line *at; /* newest last */
  size_t n;
};
/* What was said with this citizen, whichever way. Nothing known: n = 0. */
enum err portal_thread(struct ctx *c, str token, struct portal_thread *ret);
/* The citizen writes from the page: into the same thread, and an officer is called. */
enum err portal_says(struct ctx *c, str token, str text);

/* One reminder to drafts that lie still since `before`, by day only. */
enum err drafts_remind(struct ctx *c, moment before, size_t *ret_n);

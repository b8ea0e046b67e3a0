/* office/erasure: destroying what may no longer be kept. Destroying a scan is destroying its key, in one transaction with the
 * event and the record that say so; the sealed bytes are noise from then on and their space is given back. Reaching
 * backups: docs/keys.md. */
#pragma once
#include "domain/retention.h"
#include "office/file.h"

struct retention office_retention(const struct office *o);

/* ---- what is due ---------------------------------------------------------------------------------- */

struct due_class {
  i64 scans, applications; /* loose photos have no application */
  i64 held;                /* scans that would be due but for a legal hold */
  moment oldest;           /* since when the oldest is settled; 0: none */
};
/* Walks all settled applications: for `loket purge --dry-run`, not for a page. */
enum err erasure_due(struct ctx *c, struct due_class ret[PAPER_CLASSES]);

struct papers_due {
  moment counted_at; /* 0: never */
  moment purged_at;  /* by the worker; 0: never */
  i64 scans, held;
};
/* Walks and remembers, for papers_due: what a page may read. */
enum err papers_count(struct ctx *c);
enum err papers_due(struct ctx *c, struct papers_due *ret);
/* How many scans somebody must be reminded of: 0 when the worker destroys them by itself and is not behind. */
enum err papers_to_remind(struct ctx *c, i64 *ret_scans);
/* retention.purge: auto. Once a day, at most PURGE_RECORDS records at a time; E_NOTFOUND: not now. */
enum err papers_purge(struct ctx *c, i64 *ret_records);

/* ---- destroying ------------------------------------------------------------------------------------- */

/* Behind what an earlier call destroyed or left; all zero at the start. */
struct erasure_place {
  i64 application;
  char scan[64];
  bool loose;
};
/* One record's worth of what is due (at most MAX_RECORD_LINES applications and classes), from `place` on, which moves behind
 * it. E_NOTFOUND: nothing is left. */
enum err erasure_run(struct ctx *c, struct erasure_place *place, i64 *ret_record);
/* All scans of one settled application, what was typed, and the person's chats, because he asks (inside the caller's
 * transaction; call erasure_give_back after the commit). E_RULE: it is open, or held. */
struct erased;
enum err erasure_of_request(struct ctx *c, struct tx *tx, const struct application *f, i64 request, struct erased **ret_erased);
void erasure_give_back(struct ctx *c, const struct erased *e);
/* The chats that such a request had to leave, once no other application needs them; some at a time. */
enum err erasure_of_kept_chats(struct ctx *c, size_t *ret_n);
i64 erased_record(const struct erased *e);

/* What such a request does to what was said on WhatsApp. */
enum chat_fate {
  CHATS_NONE,   /* there is no chat */
  CHATS_ERASED, /* words, photos tied to nothing, profile name; that there was a message, and when, stays */
  CHATS_KEPT    /* another application of this citizen is open or held, and they are needed for it */
};
enum err chats_fate(struct tx *tx, const struct application *f, i64 *ret_contact, enum chat_fate *ret);
enum err chats_erase(struct ctx *c, struct tx *tx, i64 contact, i64 *ret_messages);

/* ---- records ----------------------------------------------------------------------------------------- */

struct record_line {
  str number; /* of the application; empty: photos of chats */
  enum paper_class paper;
  i64 scans;
  moment since; /* settled, or the oldest one came */
};
struct destruction {
  i64 id;
  moment at;
  str actor, actor_name, cause; /* cause: retention, request */
  i64 request, scans, applications;
  str key_id;
  bool key_destroyed; /* by a rotation since */
  const struct record_line *lines;
  size_t line_count;
};
enum err destruction_get(struct ctx *c, i64 id, struct destruction *ret);
enum err destruction_list(struct ctx *c, struct destruction **ret, size_t *ret_n); /* without lines; the newest 50 */
str destruction_number(struct arena *a, const struct destruction *d); /* "BAP-2026-0007" */

/* ---- legal hold ---------------------------------------------------------------------------------------- */

struct hold {
  bool on;
  str reason, officer_name, number;
  moment set_at;
};
/* reason empty: lifts it. E_INPUT: it was not held, or the reason is too long. */
enum err hold_change(struct ctx *c, str number, str reason);
enum err hold_get(struct ctx *c, struct tx *tx, i64 application, struct hold *ret);
enum err hold_list(struct ctx *c, struct hold **ret, size_t *ret_n);

/* How one application's papers stand. */
struct keeping {
  i64 scans, destroyed;
  moment ends; /* when the last of them may go; 0: not said while it is open */
  struct hold hold;
};
enum err keeping_of(struct ctx *c, const struct application *f, struct keeping *ret);

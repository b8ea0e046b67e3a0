/* office/looked: what a look at a scan found, kept; and who asks for it. A look is advice of a machine: it changes no paper's state, and
 * it is no event (docs/decisions/0010-looking-in-a-cage.md). */
#pragma once
#include "domain/conversation.h"
#include "office/file.h"
#include "scans/verdict.h"

/* ---- the worker ---- */
struct look_job {
  i64 row, application, contact;
  struct sealed_scan sealed;
};
enum err office_looks_due(struct ctx *c, i64 *ret_rows, size_t max, size_t *ret_n);
enum err office_look_job(struct ctx *c, i64 row, struct look_job *ret); /* E_NOTFOUND: done or destroyed meanwhile */
enum err office_look_later(struct ctx *c, i64 row, moment when);
struct look_copy_sealed {
  const struct verdict_copy *copy;
  struct sealed_scan sealed; /* flushed */
};
/* note: the name of a virus. */
enum err office_looked(struct ctx *c, const struct look_job *job, const struct verdict *v, const struct look_copy_sealed *copies, size_t n,
                       str note);

/* ---- officers ---- */
struct scan_look {
  str scan;
  enum look_problem problem;
  u32 faults;
  int pages, width, height;
  enum paper_kind paper;
  int paper_sure;
  const struct verdict_read *reads;
  size_t read_count;
  str note;
};
struct scan_twin {
  str scan;
  bool same_file;
  str number, name, requirement, service; /* of the other one; number empty: not handed in yet */
};
struct looks {
  struct scan_look *list;
  size_t n;
  struct scan_twin *twins;
  size_t twin_count;
  i64 waiting; /* of the whole office, only counted when a scan of this file waits */
};
/* Of a file and of the loose photos of its citizen. */
enum err office_looks(struct ctx *c, const struct application *f, bool some_wait, struct looks *ret);
const struct scan_look *looks_find(const struct looks *l, str scan);
/* A picture made of a scan: where it lies. A view is a look of this officer at the scan (an event "view"); a thumbnail is none.
 * E_NOTFOUND: there is none (yet). */
enum err office_view_copy(struct ctx *c, str number, str scan, enum copy_kind kind, int page, struct sealed_scan *ret);
enum err office_view_chat_copy(struct ctx *c, i64 chat, str scan, enum copy_kind kind, int page, struct sealed_scan *ret);

/* ---- the conversation ---- */
/* The photos of a draft or a correction, as far as they were looked at. */
enum err look_photos(struct ctx *c, struct tx *tx, i64 application, const struct chat_photo **ret, size_t *ret_n);
/* Photos that came since then and are still to be looked at, and when the last of them was stored. */
enum err look_pending(struct tx *tx, i64 chat, moment since, i64 *ret_n, moment *ret_stored);

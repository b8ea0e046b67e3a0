/* office/submit: an application comes in whole: over the API, at the counter, from a web form. */
#pragma once
#include "office/file.h"
#include "office/once.h"

struct new_scan {
  struct sealed_scan sealed;
  str requirement;
  str file_name;
};
struct new_application {
  const struct service *service;
  struct answers answers;
  str applicant, phone; /* phone as typed */
  str data;             /* JSON object; checked against the service's fields */
  enum channel channel;
  const struct new_scan *scans;
  size_t scan_count;
  const str *seen; /* requirement codes seen at the counter */
  size_t seen_count;
  i64 ticket;        /* of the hall, whose holder it is entered for; 0: none */
  struct once *once; /* NULL, or who must not do it twice; when repeated, nothing of `submitted` is filled */
};
struct submitted {
  i64 id;
  str number, status_url;
  enum state state;
  str missing[MAX_REQUIREMENTS]; /* codes */
  size_t missing_count;
};
/* What is wrong with what was typed, faults in the context; enters nothing. office_submit does it by itself. */
enum err submit_check(struct ctx *c, const struct new_application *n);
/* Everything or nothing. The scans' bytes must be flushed before (intake_flush). */
enum err office_submit(struct ctx *c, const struct new_application *n, struct submitted *ret);
/* What came to a running application; for once->tell too. */
struct added {
  str number;
  const struct new_scan *scans;
  size_t n;
  enum state state;
};
/* Adds scans to a running application: from an officer, a link, a correction. once: NULL, or who must not do it twice; when
 * repeated, ret is not filled. */
enum err office_add_scans(struct ctx *c, str number, const struct new_scan *scans, size_t n, struct once *once, struct added *ret);
/* ---- inside a transaction of the caller ---- */
/* Forms whose data is complete count as received. An officer or a machine that typed something has taken the form in,
 * and says himself what is missing; a citizen is asked for every mandatory field. */
enum err file_fill_forms(struct ctx *c, struct tx *tx, struct application *f);
/* n scans came to a running file: version and event. */
enum err file_scans_came(struct ctx *c, struct tx *tx, struct application *f, size_t n);
/* A correction that is complete goes back to the officers by itself, to its old place in the line. */
enum err file_back_when_mended(struct ctx *c, struct tx *tx, struct application *f);
/* E_INPUT: no such requirement; E_LIMIT: too many. source: channel_code or "counter". */
enum err file_add_scan(struct ctx *c, struct tx *tx, struct application *f, const struct new_scan *s, const char *source);
/* A scan of the file, or a loose one of the same citizen, belongs to this requirement. E_NOTFOUND, E_INPUT, E_RULE. */
enum err file_tie_scan(struct ctx *c, struct tx *tx, struct application *f, str scan, str requirement);
/* The data of a form, checked field by field. Faults get field "data/<code>". require: mandatory fields must be there.
 * ret_data: what is kept, as JSON; unknown keys are kept too when they are short texts. */
enum err data_check(struct ctx *c, const struct service *s, const struct answers *answers, str json, bool require, str *ret_data);
/* Does this data satisfy the requirement's form (all mandatory fields of its form are there)? */
bool data_any(str json); /* is anything typed in at all */
bool data_fills(struct ctx *c, const struct service *s, const struct answers *answers, const struct requirement *r, str json);

/* domain/retention: how long a paper is kept, and until when a person's request about his data must be answered.
 *
 * No law names a number of days for the scans of an application: the office's schedule (JRA) does, so the days are
 * configuration. What is fixed: nothing is destroyed while its application is open, or while a legal hold lies on it (UU
 * 27/2022 art. 42-44; domain facts, section 10). */
#pragma once
#include "domain/application.h"

enum paper_class {
  PAPER_EVIDENCE, /* scans of supporting papers: counted from the end of the application */
  PAPER_IDENTITY, /* photos of a face: the same, usually shorter */
  PAPER_LOOSE,    /* photos of a chat that no application took: counted from when they came */
  PAPER_CLASSES
};
const char *paper_class_code(enum paper_class c); /* "evidence" */

struct retention {
  int days[PAPER_CLASSES];
};
struct kept_paper {
  bool has_application;
  enum state state;  /* of the application */
  str requirement;   /* empty: tied to nothing */
  moment came_at;
  moment settled_at; /* handed over, refused ...; of an open application meaningless */
  bool held;         /* a legal hold */
};
enum paper_class paper_class_of(const struct kept_paper *p);
/* When it may be destroyed; 0: not yet to be said, its application is open. A hold does not move this moment. */
moment retention_ends(const struct retention *r, const struct kept_paper *p);
bool retention_over(const struct retention *r, const struct kept_paper *p, moment now);
/* No paper that came or was settled after this can be over: what a query may leave out. */
moment retention_newest(const struct retention *r, moment now);

/* ---- requests about one's data (UU 27/2022 art. 5-13) -------------------------------------------- */

enum data_request_kind { DATA_SEE, DATA_CORRECT, DATA_ERASE, DATA_REQUEST_KINDS };
const char *data_request_code(enum data_request_kind k); /* "see" */
bool data_request_parse(str code, enum data_request_kind *ret);
/* Three times 24 hours from when it came, holidays or not. */
moment data_request_due(moment received);

enum data_outcome { DATA_OPEN, DATA_DONE, DATA_REFUSED, DATA_OUTCOMES };
const char *data_outcome_code(enum data_outcome o);
bool data_outcome_parse(str code, enum data_outcome *ret);

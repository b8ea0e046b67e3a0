/* office/openings: the vault's log of openings, tied to the chain of events. The worker writes its newest line into an event
 * from time to time, so that its end cannot be cut off unseen; and each key a person or machine got has its `view` event. */
#pragma once
#include "office/office.h"

/* An event "openings" when the log has moved since the last one this process wrote. E_IO: the vault does not answer. */
enum err openings_note(struct ctx *c);

struct openings_report {
  i64 openings;    /* lines that are whole */
  i64 broken_at;   /* the first line that does not fit, 0: none */
  const char *what; /* "changed" (or missing, or added), "cut off" */
  i64 unseen;      /* looks and copies without a view event: somebody asked the vault past the office */
  i64 first_unseen; /* its line */
};
/* E_OK also when it is broken. No log at all is whole when no event speaks of one. */
enum err openings_verify(struct office *o, const char *log_path, struct openings_report *ret_report);

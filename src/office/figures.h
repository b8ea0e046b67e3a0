/* office/figures: the events of the chain, added up into the figures of the office, and the figures read.
 *
 * Folding  takes events behind the cursor, in batches: they are read and judged outside any write transaction; then marks,
 *          sums and the cursor are written in one. Only over the cursor that was read, so that two who fold at once, or
 *          one that is killed, count nothing twice and nothing never.
 * Reading  sums of a few small rows, never of the applications. Each number is the count of a list that can be read. */
#pragma once
#include "domain/figures.h"
#include "office/office.h"

#define FIGURES_BATCH 500

struct figures_state {
  i64 counted, newest; /* seq */
  moment at;           /* when the last batch was counted */
};
enum err figures_state(struct ctx *c, struct figures_state *ret);
/* At most `batches` of `size` events; ret_more: there are events left. E_CONFLICT never: who was slower goes on. */
enum err figures_catch_up(struct ctx *c, int batches, int size, bool *ret_more);
/* Everything again from the first event on. figures_catch_up then does the work. */
enum err figures_forget(struct ctx *c);

/* Somebody took the figures along: an event. what: "pdf", "xlsx", "csv". */
enum err figures_taken(struct ctx *c, const char *what);

/* ---- reading ---- */

struct span { /* days, both counted */
  i64 first, last;
};
struct figure {
  str service, key;
  i64 day, n;
};
struct figures {
  const struct figure *at;
  size_t n;
};
/* service, key: empty for all. */
enum err figures_by_key(struct ctx *c, struct tx *tx, enum measure m, struct span s, str service, struct figures *ret);
enum err figures_by_day(struct ctx *c, struct tx *tx, enum measure m, struct span s, str service, str key, struct figures *ret);
enum err figures_by_day_key(struct ctx *c, struct tx *tx, enum measure m, struct span s, str service, struct figures *ret);
enum err figures_by_service(struct ctx *c, struct tx *tx, enum measure m, struct span s, struct figures *ret);
enum err figures_open(struct ctx *c, struct tx *tx, str service, struct figures *ret); /* key: state; day: when it came */
enum err figures_late(struct ctx *c, struct tx *tx, str service, i64 *ret);
i64 figures_sum(const struct figures *f, str key); /* key empty: of all */

/* ---- the list behind a number ---- */

struct figure_row {
  i64 day, place, application, value;
  moment at;
  str service, key, number, applicant;
  str ticket, booking; /* of the hall, of an appointment: then there is no file */
  enum state state;
};
enum figure_list_kind { FIGURE_MARKS, FIGURE_OPEN, FIGURE_LATE };
struct figure_list_query {
  enum figure_list_kind kind;
  enum measure measure; /* FIGURE_MARKS */
  struct span days;     /* marks: of the event; open: of the submission */
  str service, key;     /* key for FIGURE_OPEN: " submitted in_review ", the states meant; empty: all */
  int weekday;          /* marks: of that weekday alone, 0 = Sunday; -1: all */
  bool more;            /* behind these: */
  i64 after_day, after_id;
  str after_service, after_key;
  int limit;
};
struct figure_list {
  struct figure_row *rows;
  size_t n;
  bool more;
};
enum err figures_list(struct ctx *c, const struct figure_list_query *q, struct figure_list *ret);

/* office/public: what everybody may know of the office: whole months, no person, small counts hidden (domain/hide).
 * Only months that are over: who looks every day learns nothing from the difference. */
#pragma once
#include "domain/hide.h"
#include "office/figures.h"
#include "office/skm.h"

#define PUBLIC_MONTHS 12
#define PUBLIC_QUARTERS 4
struct public_promise {
  const struct service *service;
  i64 kept, late;
  bool hidden; /* of twelve months */
};
struct public_figures {
  struct date months[PUBLIC_MONTHS]; /* the first day of each, the oldest first */
  int began;                         /* before this one nothing was counted */
  const struct service *services[HIDE_COLUMNS];
  int service_n;
  struct hide_table came, done;      /* rows: months; columns: services */
  struct hide_table channels;        /* came, by channel: the totals are those of `came` */
  struct hide_table visits;          /* by why: public_visits */
  struct public_promise promises[HIDE_COLUMNS];
  struct skm_result quarters[PUBLIC_QUARTERS]; /* that are over, the oldest first */
  moment counted_at;
};
#define PUBLIC_VISITS 4
extern const char *const public_visits[PUBLIC_VISITS];
enum err public_figures(struct ctx *c, struct public_figures *ret);

/* The same, row by row, for programs. The schema is docs/open-data.md; its columns and codes stay. */
struct public_row {
  const char *measure;   /* "submitted" */
  str period;            /* "2026-10", "2026-Q3", "2025-11/2026-10" */
  const char *dimension; /* "total", "service", "channel", "reason" */
  str code;              /* empty for "total" */
  bool hidden, decimal;
  double value;
};
struct public_row *public_rows(struct ctx *c, const struct public_figures *f, size_t *ret_n);

/* office/hours: the office's hours and the days it is closed, by which promised times run. */
#pragma once
#include "domain/calendar.h"
#include "office/office.h"

/* All that closes the whole office and ends after `from`; an outage of the central system closes nothing here. */
enum err calendar_read(struct ctx *c, struct tx *tx, moment from, struct calendar *ret);
/* How the doors of a hall stand (no hall: of the office), at a moment not long past. */
enum err office_doors(struct ctx *c, struct tx *tx, str hall, moment at, struct doors *ret);
/* What will keep the whole office closed, until a moment; the first comes first. */
struct closed_span {
  str name; /* "Hari Kemerdekaan" */
  moment from, to;
};
enum err office_closures(struct ctx *c, moment until, struct closed_span **ret, size_t *ret_n);
/* What is published for an application or a complaint that comes now (at `from`). */
enum err promise_hours(struct ctx *c, struct tx *tx, int hours, moment *ret);
enum err promise_days(struct ctx *c, struct tx *tx, moment from, int days, moment *ret);

/* office/hours: the office's hours and the days it is closed, by which promised times run. */
#pragma once
#include "domain/calendar.h"
#include "office/office.h"

/* All that closes the whole office and ends after `from`; an outage of the central system closes nothing here. */
enum err calendar_read(struct ctx *c, struct tx *tx, moment from, struct calendar *ret);
/* How the doors of a hall stand (no hall: of the office), at a moment not long past. */
enum err office_doors(struct ctx *c, struct tx *tx, str hall, moment at, struct doors *ret);
/* Holidays and closures, also of one hall, and outages of the central system, that touch a span; the first comes first. */
struct closing {
  i64 id;
  str hall, name, source; /* hall empty: the whole office. source: calendar, officer, central */
  moment from, to;
};
enum err closings_read(struct ctx *c, struct tx *tx, moment from, moment until, struct closing **ret, size_t *ret_n);
bool closing_shuts_office(const struct closing *one);
/* What a visitor asks: how the doors stand, and what will keep them shut until a moment. */
enum err office_hours(struct ctx *c, moment until, struct doors *ret, struct closing **ret_list, size_t *ret_n);
/* What is published for an application or a complaint that comes now (at `from`). */
enum err promise_hours(struct ctx *c, struct tx *tx, int hours, moment *ret);
enum err promise_days(struct ctx *c, struct tx *tx, moment from, int days, moment *ret);

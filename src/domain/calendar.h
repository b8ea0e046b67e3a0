/* domain/calendar: the office's hours. Pure; the zone of the process is the office's (zone_set). */
#pragma once
#include "base/base.h"

struct opening {
  int from, to; /* minutes of the day; from == to: closed */
};
struct closure { /* nobody is served though the week says so */
  str hall;      /* empty: the whole office */
  moment from, to;
};
/* By which the clocks of applications run. */
struct calendar {
  const struct opening *week; /* seven; [0] = Sunday */
  const i64 *closed;          /* days since 1970 on which nobody works, ascending */
  size_t closed_n;
};
/* The days on which the whole office is closed for as long as it would be open. Fills up to max, ascending. */
size_t closed_days(const struct closure *list, size_t n, const struct opening week[7], i64 *ret, size_t max);
bool working_day(const struct calendar *c, i64 day);
/* The moment when `hours` working hours after `from` have passed. An office that never opens counts as always open. */
moment working_hours_after(moment from, int hours, const struct calendar *c);
/* How much of the time between two moments the office was open. An office that never opens counts as always open. */
moment working_time(moment from, moment to, const struct calendar *c);
bool office_open(moment now, const struct opening week[7]);
moment next_opening(moment now, const struct opening week[7]); /* 0: never */

/* How the doors stand, by the week and by what closes them all the same. */
struct doors {
  bool open;
  moment closes; /* while open */
  moment opens;  /* while shut; 0: never */
};
struct doors doors_at(moment now, const struct opening week[7], const struct closure *list, size_t n);

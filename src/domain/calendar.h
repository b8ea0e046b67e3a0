/* domain/calendar: the office's hours. Pure; the zone of the process is the office's (zone_set). */
#pragma once
#include "base/base.h"

struct opening {
  int from, to; /* minutes of the day; from == to: closed */
};
/* The moment when `hours` working hours after `from` have passed. hours[0] = Sunday. An office that never opens counts
 * as always open. */
moment working_hours_after(moment from, int hours, const struct opening week[7]);
bool office_open(moment now, const struct opening week[7]);
moment next_opening(moment now, const struct opening week[7]); /* 0: never */

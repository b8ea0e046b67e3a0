/* config/holidays_file: days off from a calendar file (iCalendar, RFC 5545), as ministries and calendar programs publish
 * them. libical takes the text apart; what may be in it is decided here. */
#pragma once
#include "base/base.h"

#define MAX_HOLIDAYS_FILE (512u << 10)
#define MAX_HOLIDAYS 400
#define MAX_HOLIDAY_DAYS 31 /* one entry; a longer one is a mistake of the file */
struct holiday_entry {
  str uid, name;
  struct date from, to; /* the last day included */
};
/* E_INPUT: ret_problem says what is wrong, in one line. Entries without a whole day (meetings, deadlines), cancelled
 * ones and those that return (RRULE) are left out; ret_skipped counts them. */
enum err holidays_parse(struct arena *a, str text, struct holiday_entry *ret, size_t max, size_t *ret_n, size_t *ret_skipped,
                        str *ret_problem);

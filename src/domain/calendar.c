#include "domain/calendar.h"

static struct opening opening_of(struct local_time t, const struct opening week[7]) { return week[t.weekday % 7]; }

static bool never_open(const struct opening week[7]) {
  for (int i = 0; i < 7; i++)
    if (week[i].to > week[i].from) return false;
  return true;
}

static moment at_minute(struct local_time t, int minute) {
  t.hour = minute / 60;
  t.minute = minute % 60;
  t.second = 0;
  return moment_of_local(t);
}

static moment next_midnight(struct local_time t) {
  t.date = date_of_days(date_days(t.date) + 1);
  t.hour = t.minute = t.second = 0;
  return moment_of_local(t);
}

moment working_hours_after(moment from, int hours, const struct opening week[7]) {
  moment left = HOURS(hours);
  if (never_open(week)) return from + left;
  for (int day = 0; day < 3660; day++) {
    struct local_time t = local_of(from);
    struct opening o = opening_of(t, week);
    moment opens = at_minute(t, o.from), closes = at_minute(t, o.to);
    if (o.to > o.from && from < closes) {
      moment begin = from > opens ? from : opens;
      if (left <= closes - begin) return begin + left;
      left -= closes - begin;
    }
    from = next_midnight(t);
  }
  return from;
}

bool office_open(moment now, const struct opening week[7]) {
  struct local_time t = local_of(now);
  struct opening o = opening_of(t, week);
  int minute = t.hour * 60 + t.minute;
  return minute >= o.from && minute < o.to;
}

moment next_opening(moment now, const struct opening week[7]) {
  moment day = now;
  for (int i = 0; i < 8; i++) {
    struct local_time t = local_of(day);
    struct opening o = opening_of(t, week);
    moment opens = at_minute(t, o.from);
    if (o.to > o.from && opens > now) return opens;
    day = next_midnight(t);
  }
  return 0;
}

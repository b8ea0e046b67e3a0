#include "domain/calendar.h"

static struct opening opening_of(struct local_time t, const struct opening week[7]) { return week[t.weekday % 7]; }
static bool is_span(struct opening o) { return o.to > o.from; }

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

/* ---- working days --------------------------------------------------------------------------------- */

static bool is_closed(const struct calendar *c, i64 day) {
  size_t low = 0, high = c->closed_n;
  while (low < high) {
    size_t at = (low + high) / 2;
    if (c->closed[at] == day) return true;
    if (c->closed[at] < day) low = at + 1;
    else high = at;
  }
  return false;
}

static int weekday_of(i64 day) { return (int)(((day + 4) % 7 + 7) % 7); /* 1 January 1970 was a Thursday */ }

bool working_day(const struct calendar *c, i64 day) {
  return (never_open(c->week) || is_span(c->week[weekday_of(day)])) && !is_closed(c, day);
}

/* Into its place, once. */
static size_t keep_day(i64 *days, size_t n, size_t max, i64 day) {
  size_t at = n;
  while (at && days[at - 1] > day) at--;
  if (n == max || (at && days[at - 1] == day)) return n;
  for (size_t i = n; i > at; i--) days[i] = days[i - 1];
  days[at] = day;
  return n + 1;
}

size_t closed_days(const struct closure *list, size_t n, const struct opening week[7], i64 *ret, size_t max) {
  size_t days = 0;
  for (size_t i = 0; i < n; i++) {
    struct local_time first = local_of(list[i].from);
    i64 day = date_days(first.date), last = date_days(local_of(list[i].to).date);
    for (; !list[i].hall.n && day <= last && days < max; day++) {
      struct local_time t = {.date = date_of_days(day)};
      struct opening o = week[weekday_of(day)];
      bool whole = is_span(o) && list[i].from <= at_minute(t, o.from) && at_minute(t, o.to) <= list[i].to;
      if (whole) days = keep_day(ret, days, max, day);
    }
  }
  return days;
}

/* The hours of the day of t; from == to: it is none. */
static struct opening hours_of(struct local_time t, const struct calendar *c) {
  return is_closed(c, date_days(t.date)) ? (struct opening){0} : opening_of(t, c->week);
}

moment working_hours_after(moment from, int hours, const struct calendar *c) {
  moment left = HOURS(hours);
  if (never_open(c->week)) return from + left;
  for (int day = 0; day < 3660; day++) {
    struct local_time t = local_of(from);
    struct opening o = hours_of(t, c);
    moment opens = at_minute(t, o.from), closes = at_minute(t, o.to);
    if (is_span(o) && from < closes) {
      moment begin = from > opens ? from : opens;
      if (left <= closes - begin) return begin + left;
      left -= closes - begin;
    }
    from = next_midnight(t);
  }
  return from;
}

moment working_time(moment from, moment to, const struct calendar *c) {
  moment sum = 0;
  if (to <= from) return 0;
  if (never_open(c->week)) return to - from;
  while (from < to) {
    struct local_time t = local_of(from);
    struct opening o = hours_of(t, c);
    moment begin = at_minute(t, o.from), end = at_minute(t, o.to);
    if (begin < from) begin = from;
    if (end > to) end = to;
    if (is_span(o) && end > begin) sum += end - begin;
    from = next_midnight(t);
  }
  return sum;
}

/* ---- open now -------------------------------------------------------------------------------------- */

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

/* The end of what keeps the doors shut at a moment; the moment itself: nothing does. */
static moment closed_until(moment at, const struct closure *list, size_t n) {
  moment until = at;
  for (size_t i = 0; i < n; i++)
    if (list[i].from <= at && at < list[i].to && list[i].to > until) until = list[i].to;
  return until;
}

/* From a moment when they are shut. */
static moment doors_open_next(moment at, const struct opening week[7], const struct closure *list, size_t n) {
  for (size_t i = 0; at && i < 2 * n + 400; i++) { /* each step leaves a day or a closure behind */
    moment until = closed_until(at, list, n);
    if (until == at && office_open(at, week)) return at;
    at = until != at ? until : next_opening(at, week);
  }
  return 0;
}

struct doors doors_at(moment now, const struct opening week[7], const struct closure *list, size_t n) {
  struct doors d = {.open = office_open(now, week) && closed_until(now, list, n) == now};
  if (!d.open) d.opens = doors_open_next(now, week, list, n);
  if (!d.open) return d;
  struct local_time t = local_of(now);
  d.closes = at_minute(t, opening_of(t, week).to);
  for (size_t i = 0; i < n; i++)
    if (list[i].from > now && list[i].from < d.closes) d.closes = list[i].from;
  return d;
}

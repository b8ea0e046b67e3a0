#include "base.h"

moment clock_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (moment)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

i64 clock_monotonic_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (i64)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

bool date_valid(struct date d) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1) return false;
  return d.day <= days[d.month - 1] + (d.month == 2 && leap(d.year));
}

bool date_parse(str s, struct date *ret) {
  i64 y, m, d;
  if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-') return false;
  if (!str_to_i64(str_sub(s, 0, 4), &y) || !str_to_i64(str_sub(s, 5, 2), &m) || !str_to_i64(str_sub(s, 8, 2), &d))
    return false;
  struct date out = {(int)y, (int)m, (int)d};
  if (!date_valid(out)) return false;
  *ret = out;
  return true;
}

/* Civil calendar arithmetic; years run from March so that the leap day is the last of the year. */
i64 date_days(struct date d) {
  i64 y = d.year - (d.month <= 2);
  i64 era = (y >= 0 ? y : y - 399) / 400;
  i64 year_of_era = y - era * 400;
  i64 day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct date date_of_days(i64 days) {
  i64 z = days + 719468;
  i64 era = (z >= 0 ? z : z - 146096) / 146097;
  i64 doe = z - era * 146097;
  i64 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  i64 doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  i64 mp = (5 * doy + 2) / 153;
  int month = (int)(mp < 10 ? mp + 3 : mp - 9);
  return (struct date){(int)(yoe + era * 400 + (month <= 2)), month, (int)(doy - (153 * mp + 2) / 5 + 1)};
}

bool zone_set(const char *iana_name) {
  char path[256];
  if (strstr(iana_name, "..") || iana_name[0] == '/') return false;
  int n = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", iana_name);
  if (n < 0 || (size_t)n >= sizeof path) return false;
  FILE *f = fopen(path, "r");
  if (!f) return false;
  fclose(f);
  setenv("TZ", iana_name, 1);
  tzset();
  return true;
}

const char *zone_label(void) {
  const char *zone = getenv("TZ");
  return zone && strcmp(zone, "Asia/Makassar") == 0 ? "WITA" : tzname[0];
}

struct local_time local_of(moment m) {
  time_t t = (time_t)(m / 1000);
  struct tm tm;
  localtime_r(&t, &tm);
  return (struct local_time){{tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday}, tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_wday};
}

moment moment_of_local(struct local_time t) {
  struct tm tm = {.tm_year = t.date.year - 1900, .tm_mon = t.date.month - 1, .tm_mday = t.date.day,
                  .tm_hour = t.hour, .tm_min = t.minute, .tm_sec = t.second, .tm_isdst = -1};
  return (moment)mktime(&tm) * 1000;
}

str rfc3339(struct arena *a, moment m) {
  time_t t = (time_t)(m / 1000);
  struct tm tm;
  gmtime_r(&t, &tm);
  return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                      tm.tm_min, tm.tm_sec);
}

static bool two_digits(str s, size_t at, int max, int *ret) {
  i64 v;
  if (!str_to_i64(str_sub(s, at, 2), &v) || v < 0 || v > max) return false;
  *ret = (int)v;
  return true;
}

bool rfc3339_parse(str s, moment *ret) {
  struct date d;
  int h, m, sec, oh = 0, om = 0;
  if (s.n < 20 || !date_parse(str_sub(s, 0, 10), &d) || (s.p[10] | 32) != 't') return false;
  if (s.p[13] != ':' || s.p[16] != ':') return false;
  if (!two_digits(s, 11, 23, &h) || !two_digits(s, 14, 59, &m) || !two_digits(s, 17, 60, &sec)) return false;
  str rest = str_from(s, 19);
  if (rest.p[0] == '.')
    do rest = str_from(rest, 1);
    while (rest.n && rest.p[0] >= '0' && rest.p[0] <= '9');
  i64 offset = 0;
  if (rest.n == 6 && (rest.p[0] == '+' || rest.p[0] == '-') && rest.p[3] == ':') {
    if (!two_digits(rest, 1, 23, &oh) || !two_digits(rest, 4, 59, &om)) return false;
    offset = (oh * 3600 + om * 60) * (rest.p[0] == '-' ? -1 : 1);
  } else if (rest.n != 1 || (rest.p[0] | 32) != 'z') {
    return false;
  }
  *ret = (date_days(d) * 86400 + h * 3600 + m * 60 + sec - offset) * 1000;
  return true;
}

str date_iso(struct arena *a, struct date d) { return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day); }

#include "config/holidays_file.h"

#include <libical/ical.h>
#include <pthread.h>

#include "base/limits.h"

#define MAX_UID 200
#define MAX_NESTING 20000 /* lines that begin something: libical builds a tree of them */

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER; /* libical keeps state of its own */

static void free_component(icalcomponent **c) {
  if (*c) icalcomponent_free(*c);
}

static str text_of(struct arena *a, const char *s, size_t max) {
  str t = str_trim(str_of(s));
  return t.n && utf8_valid(t) ? arena_str(a, utf8_cut(t, max)) : STR_NONE;
}

static struct date date_of(struct icaltimetype t) { return (struct date){t.year, t.month, t.day}; }

static bool has(icalcomponent *event, icalproperty_kind kind) { return icalcomponent_get_first_property(event, kind) != NULL; }

/* A whole day or several: DTSTART is a date; DTEND, the day after the last one, may be missing. */
static bool read_days(icalcomponent *event, struct holiday_entry *ret) {
  struct icaltimetype from = icalcomponent_get_dtstart(event), to = icalcomponent_get_dtend(event);
  if (icaltime_is_null_time(from) || !from.is_date) return false;
  ret->from = ret->to = date_of(from);
  if (!date_valid(ret->from)) return false;
  if (icaltime_is_null_time(to)) return true;
  struct date end = date_of(to);
  if (!to.is_date || !date_valid(end)) return false;
  i64 days = date_days(end) - date_days(ret->from);
  if (days > 1) ret->to = date_of_days(date_days(end) - 1);
  return days <= MAX_HOLIDAY_DAYS;
}

static bool read_event(struct arena *a, icalcomponent *event, struct holiday_entry *ret) {
  enum icalproperty_status status = icalcomponent_get_status(event);
  ret->name = text_of(a, icalcomponent_get_summary(event), 100);
  ret->uid = text_of(a, icalcomponent_get_uid(event), MAX_UID);
  if (!ret->name.n || status == ICAL_STATUS_CANCELLED || has(event, ICAL_RRULE_PROPERTY)) return false;
  if (!read_days(event, ret)) return false;
  if (!ret->uid.n) ret->uid = arena_printf(a, "%lld-" STR_FMT, (long long)date_days(ret->from), STR_ARG(ret->name));
  return true;
}

static enum err fail(struct arena *a, str *ret_problem, const char *what) {
  *ret_problem = arena_printf(a, "%s", what);
  return E_INPUT;
}

/* What libical should not be bothered with. */
static const char *refuse(str text) {
  size_t begins = 0;
  str rest = text, line;
  if (text.n > MAX_HOLIDAYS_FILE) return "the file is larger than 512 KB";
  if (!utf8_valid(text)) return "the file is not UTF-8 text";
  if (!str_starts(str_trim(text), S("BEGIN:VCALENDAR"))) return "the file does not begin with BEGIN:VCALENDAR";
  while (str_cut(&rest, '\n', &line)) begins += str_starts(line, S("BEGIN:"));
  return begins > MAX_NESTING ? "the file has too many entries" : NULL;
}

static enum err parse(struct arena *a, str text, struct holiday_entry *ret, size_t max, size_t *ret_n, size_t *ret_skipped, str *ret_problem) {
  CLEANUP(free_component) icalcomponent *root = icalparser_parse_string(arena_cstr(a, text));
  if (!root) return fail(a, ret_problem, "it cannot be read as a calendar");
  if (icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT) return fail(a, ret_problem, "it holds more than one calendar");
  for (icalcomponent *e = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT); e;
       e = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
    struct holiday_entry one = {0};
    if (!read_event(a, e, &one)) {
      ++*ret_skipped;
      continue;
    }
    if (*ret_n == max) return fail(a, ret_problem, "it has more than 400 holidays");
    ret[(*ret_n)++] = one;
  }
  return *ret_n ? E_OK : fail(a, ret_problem, "it has no entry that lasts a whole day");
}

enum err holidays_parse(struct arena *a, str text, struct holiday_entry *ret, size_t max, size_t *ret_n, size_t *ret_skipped, str *ret_problem) {
  *ret_n = *ret_skipped = 0;
  const char *no = refuse(text);
  if (no) return fail(a, ret_problem, no);
  pthread_mutex_lock(&one_at_a_time);
  icalerror_set_errors_are_fatal(0);
  enum err e = parse(a, text, ret, max, ret_n, ret_skipped, ret_problem);
  pthread_mutex_unlock(&one_at_a_time);
  return e;
}

#include "report/calendar_file.h"

#define MAX_FILE (16u << 10)
#define MAX_LINE 75 /* octets, RFC 5545 3.1 */

/* A line longer than 75 octets goes on in the next one behind a blank; never in the middle of a letter. */
static void line(struct buf *b, str text) {
  size_t room = MAX_LINE;
  while (text.n > room) {
    size_t cut = room;
    while (cut > 1 && ((u8)text.p[cut] & 0xC0) == 0x80) cut--;
    buf_add(b, str_sub(text, 0, cut));
    buf_add(b, S("\r\n "));
    text = str_from(text, cut);
    room = MAX_LINE - 1;
  }
  buf_add(b, text);
  buf_add(b, S("\r\n"));
}

static void text_line(struct arena *a, struct buf *b, const char *name, str value) {
  struct buf out = buf_new(a, MAX_FILE);
  if (!value.n) return;
  buf_printf(&out, "%s:", name);
  for (size_t i = 0; i < value.n; i++) {
    char c = value.p[i];
    if (c == '\\' || c == ',' || c == ';') buf_byte(&out, '\\');
    if (c == '\n') buf_add(&out, S("\\n"));
    if ((u8)c >= ' ') buf_byte(&out, c);
  }
  line(b, buf_str(&out));
}

static str utc(struct arena *a, moment m) {
  str iso = rfc3339(a, m); /* 2026-11-23T01:12:05Z */
  return arena_printf(a, "%.4s%.2s%.2sT%.2s%.2s%.2sZ", iso.p, iso.p + 5, iso.p + 8, iso.p + 11, iso.p + 14, iso.p + 17);
}

static str at_home(struct arena *a, moment m) {
  struct local_time t = local_of(m);
  return arena_printf(a, "%04d%02d%02dT%02d%02d%02d", t.date.year, t.date.month, t.date.day, t.hour, t.minute, t.second);
}

/* How far the office's clock is ahead of UTC at that moment, as "+0800". */
static str offset(struct arena *a, moment m) {
  struct local_time t = local_of(m);
  i64 local = date_days(t.date) * 1440 + t.hour * 60 + t.minute;
  i64 ahead = local - m / MINUTES(1);
  i64 size = ahead < 0 ? -ahead : ahead;
  return arena_printf(a, "%c%02lld%02lld", ahead < 0 ? '-' : '+', (long long)(size / 60), (long long)(size % 60));
}

static void zone(struct arena *a, struct buf *b, const struct calendar_entry *e) {
  str ahead = offset(a, e->starts_at);
  line(b, S("BEGIN:VTIMEZONE"));
  line(b, arena_printf(a, "TZID:" STR_FMT, STR_ARG(e->zone)));
  line(b, S("BEGIN:STANDARD"));
  line(b, S("DTSTART:19700101T000000"));
  line(b, arena_printf(a, "TZOFFSETFROM:" STR_FMT, STR_ARG(ahead)));
  line(b, arena_printf(a, "TZOFFSETTO:" STR_FMT, STR_ARG(ahead)));
  line(b, arena_printf(a, "TZNAME:%s", zone_label()));
  line(b, S("END:STANDARD"));
  line(b, S("END:VTIMEZONE"));
}

static void alarm_before(struct arena *a, struct buf *b, int minutes, str title) {
  if (minutes <= 0) return;
  line(b, S("BEGIN:VALARM"));
  line(b, S("ACTION:DISPLAY"));
  line(b, arena_printf(a, "TRIGGER:-PT%dM", minutes));
  text_line(a, b, "DESCRIPTION", title);
  line(b, S("END:VALARM"));
}

str calendar_file(struct arena *a, const struct calendar_entry *e) {
  struct buf b = buf_new(a, MAX_FILE);
  line(&b, S("BEGIN:VCALENDAR"));
  line(&b, S("VERSION:2.0"));
  line(&b, S("PRODID:-//Loket//Loket " LOKET_VERSION "//ID"));
  line(&b, S("METHOD:PUBLISH"));
  zone(a, &b, e);
  line(&b, S("BEGIN:VEVENT"));
  text_line(a, &b, "UID", e->uid);
  line(&b, arena_printf(a, "SEQUENCE:%d", e->sequence));
  line(&b, arena_printf(a, "DTSTAMP:" STR_FMT, STR_ARG(utc(a, e->made_at))));
  line(&b, arena_printf(a, "DTSTART;TZID=" STR_FMT ":" STR_FMT, STR_ARG(e->zone), STR_ARG(at_home(a, e->starts_at))));
  line(&b, arena_printf(a, "DTEND;TZID=" STR_FMT ":" STR_FMT, STR_ARG(e->zone), STR_ARG(at_home(a, e->ends_at))));
  line(&b, e->cancelled ? S("STATUS:CANCELLED") : S("STATUS:CONFIRMED"));
  text_line(a, &b, "SUMMARY", e->title);
  text_line(a, &b, "LOCATION", e->place);
  text_line(a, &b, "DESCRIPTION", e->description);
  if (e->url.n) line(&b, arena_printf(a, "URL:" STR_FMT, STR_ARG(e->url)));
  if (!e->cancelled)
    for (size_t i = 0; i < COUNT(e->remind_minutes); i++) alarm_before(a, &b, e->remind_minutes[i], e->title);
  line(&b, S("END:VEVENT"));
  line(&b, S("END:VCALENDAR"));
  return buf_str(&b);
}

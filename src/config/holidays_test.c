/* Calendar files as they are published: what becomes a holiday, and what is said about the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config/holidays_file.h"

#define CALENDAR(events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//uji//ID\r\n" events "END:VCALENDAR\r\n"
#define EVENT(uid, name, lines) "BEGIN:VEVENT\r\nUID:" uid "\r\nSUMMARY:" name "\r\n" lines "END:VEVENT\r\n"

static void whole_days_become_holidays(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int n, skipped;
    const char *name;
    int from_day, to_day;
  } rows[] = {
      {CALENDAR(EVENT("a", "Hari Uji", "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\n")), 1, 0, "Hari Uji", 25, 25},
      {CALENDAR(EVENT("a", "Tanpa akhir", "DTSTART;VALUE=DATE:20261225\r\n")), 1, 0, "Tanpa akhir", 25, 25},
      {CALENDAR(EVENT("a", "Cuti bersama", "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\n")), 1, 0, "Cuti bersama", 24, 26},
      {CALENDAR(EVENT("a", "Nama\\, panjang", "DTSTART;VALUE=DATE:20261225\r\n")), 1, 0, "Nama, panjang", 25, 25},
      {CALENDAR(EVENT("a", "Libur ", "DTSTART;VALUE=DATE:20261225\r\n") EVENT("b", "Rapat", "DTSTART:20261225T080000Z\r\n")), 1, 1, "Libur", 25, 25},
      {CALENDAR(EVENT("a", "Libur", "DTSTART;VALUE=DATE:20261225\r\n") EVENT("b", "Batal", "STATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20261225\r\n")), 1, 1, "Libur", 25, 25},
      {CALENDAR(EVENT("a", "Libur", "DTSTART;VALUE=DATE:20261225\r\n") EVENT("b", "Tiap tahun", "RRULE:FREQ=YEARLY\r\nDTSTART;VALUE=DATE:20261226\r\n")), 1, 1, "Libur", 25, 25},
      {CALENDAR(EVENT("a", "Libur", "DTSTART;VALUE=DATE:20261225\r\n") EVENT("b", "Setahun", "DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101\r\n")), 1, 1, "Libur", 25, 25},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    CLEANUP(arena_freep) struct arena *a = arena_new(8u << 20);
    struct holiday_entry list[MAX_HOLIDAYS];
    size_t n, skipped;
    str problem = STR_NONE;
    enum err e = holidays_parse(a, str_of(rows[i].text), list, COUNT(list), &n, &skipped, &problem);
    if (e || (int)n != rows[i].n || (int)skipped != rows[i].skipped) fail_msg("row %zu: %s %zu %zu " STR_FMT, i, err_name(e), n, skipped, STR_ARG(problem));
    assert_true(str_is(list[0].name, rows[i].name));
    assert_int_equal(list[0].from.day, rows[i].from_day);
    assert_int_equal(list[0].to.day, rows[i].to_day);
  }
}

static void what_is_no_calendar_is_told(void **state) {
  (void)state;
  static const struct {
    const char *text, *says;
  } rows[] = {{"", "BEGIN:VCALENDAR"},
              {"Hari libur: 25 Desember", "BEGIN:VCALENDAR"},
              {"BEGIN:VCALENDAR\r\n\xff\r\nEND:VCALENDAR", "UTF-8"},
              {CALENDAR(""), "whole day"},
              {CALENDAR(EVENT("a", "Rapat", "DTSTART:20261225T080000Z\r\n")), "whole day"},
              {CALENDAR(EVENT("a", "Hari yang tidak ada", "DTSTART;VALUE=DATE:20261340\r\n")), "whole day"},
              {CALENDAR("") CALENDAR(""), "calendar"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    CLEANUP(arena_freep) struct arena *a = arena_new(8u << 20);
    struct holiday_entry list[4];
    size_t n, skipped;
    str problem = STR_NONE;
    assert_int_equal(holidays_parse(a, str_of(rows[i].text), list, COUNT(list), &n, &skipped, &problem), E_INPUT);
    if (!str_has(problem, str_of(rows[i].says))) fail_msg("row %zu: " STR_FMT, i, STR_ARG(problem));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(whole_days_become_holidays), cmocka_unit_test(what_is_no_calendar_is_told)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/calendar.h"
#include "domain/identity.h"

static struct arena *a;
static const struct date today = {2026, 11, 23};

static void a_nik_is_read_as_the_law_says(void **state) {
  (void)state;
  static const struct {
    const char *text;
    enum nik_problem problem;
  } rows[] = {
      {"5271990101900001", NIK_FINE},   {"5271994101900001", NIK_FINE},   {"5271992902000001", NIK_FINE},
      {"5271992902010001", NIK_DATE},   {"5271997102010001", NIK_DATE},   {"5271993102050001", NIK_DATE},
      {"5271990001900001", NIK_DATE},   {"5271990113900001", NIK_DATE},   {"5271997110250002", NIK_FINE},
      {"5271990101900000", NIK_SERIAL}, {"527199010190001", NIK_LENGTH},  {"52719901019O0001", NIK_NOT_DIGITS},
      {"0071990101900001", NIK_REGION}, {"5555555555555555", NIK_ALL_SAME}, {"527199 010190 0001", NIK_FINE},
      {"52719901019000011", NIK_LENGTH}, {"", NIK_LENGTH},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct nik n;
    if (nik_read(str_of(rows[i].text), today, &n) != rows[i].problem) fail_msg("%s", rows[i].text);
  }
  struct nik n;
  struct date birth;
  char sex;
  assert_int_equal(nik_read(S("5271997110250002"), today, &n), NIK_FINE);
  assert_true(nik_birth(&n, today, &birth, &sex));
  assert_int_equal(birth.year * 10000 + birth.month * 100 + birth.day, 20251031);
  assert_int_equal(sex, 'P');
  assert_int_equal(nik_compare(&n, (struct date){2025, 10, 30}, 'P', today), NIK_OTHER_DATE);
  assert_int_equal(nik_compare(&n, (struct date){2025, 10, 31}, 'L', today), NIK_OTHER_SEX);
}

static void phones_are_written_one_way(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"087761489446", "6287761489446"},   {"85337287689", "6285337287689"}, {"08123860693", "628123860693"},
      {"+62 812-0000-0001", "6281200000001"}, {"6281200000001", "6281200000001"}, {"0062812 0000 0001", "6281200000001"},
      {"0370123456", NULL},                {"abc", NULL},                    {"", NULL},
      {"+60123456789", "60123456789"},     {"62", NULL},                     {"<script>", NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    str d = STR_NONE;
    enum err e = phone_read(a, str_of(rows[i][0]), &d);
    if ((e == E_OK) != (rows[i][1] != NULL) || (rows[i][1] && !str_is(d, rows[i][1]))) fail_msg("%s", rows[i][0]);
  }
}

static void a_number_survives_the_telephone(void **state) {
  (void)state;
  for (int i = 0; i < 1000; i++) {
    str n = number_new(a, S("MTR")), back;
    assert_int_equal(n.n, 13);
    assert_int_equal(number_read(a, arena_lower(a, n), &back), E_OK);
    assert_true(str_eq(n, back));
    char wrong[16];
    snprintf(wrong, sizeof wrong, STR_FMT, STR_ARG(n));
    wrong[6] = wrong[6] == 'A' ? 'B' : 'A';
    if (number_read(a, str_of(wrong), &back) == E_OK && !str_is(n, wrong)) { /* 30 symbols, checks modulo 31 */
      char c = wrong[6];
      assert_true(c == '2' || c == 'Z' || c == 'A' || c == 'B');
    }
  }
  str back;
  assert_int_equal(number_read(a, S("MTR-1234-5678"), &back), E_INPUT);
  assert_int_equal(number_read(a, S("' OR 1=1"), &back), E_INPUT);
}

static void names_are_checked_by_permendagri_73(void **state) {
  (void)state;
  assert_int_equal(name_check(S("Siti Aminah")), NAME_FINE);
  assert_int_equal(name_check(S("Sari")), NAME_ONE_WORD);
  assert_int_equal(name_check(S("Sari 2")), NAME_SIGNS);
  assert_int_equal(name_check(S("  ")), NAME_EMPTY);
  assert_true(str_eq(name_masked(a, S("Siti Nur Aminah")), S("Siti N*** A***")));
}

static void the_published_time_counts_working_hours(void **state) {
  (void)state;
  assert_true(zone_set("Asia/Makassar"));
  struct opening week[7] = {{0, 0}, {480, 900}, {480, 900}, {480, 900}, {480, 900}, {480, 690}, {0, 0}};
  moment friday, due;
  assert_true(rfc3339_parse(S("2026-11-20T11:00:00+08:00"), &friday));
  due = working_hours_after(friday, 2, &(struct calendar){.week = week}); /* half an hour on Friday, the rest on Monday from eight */
  assert_true(str_eq(rfc3339(a, due), S("2026-11-23T01:30:00Z")));
  assert_true(office_open(friday, week));
  assert_false(office_open(friday + HOURS(1), week));
  assert_true(str_eq(rfc3339(a, next_opening(friday, week)), S("2026-11-23T00:00:00Z")));
}

static void the_doors_know_of_closures(void **state) {
  (void)state;
  assert_true(zone_set("Asia/Makassar"));
  struct opening week[7] = {{0, 0}, {480, 900}, {480, 900}, {480, 900}, {480, 900}, {480, 690}, {0, 0}};
  static const struct {
    const char *now, *from[2], *to[2]; /* closures */
    bool open;
    const char *turns; /* closes while open, opens while shut */
  } rows[] = {
      {"2026-11-20T10:00:00+08:00", {0}, {0}, true, "2026-11-20T11:30:00+08:00"},
      {"2026-11-20T12:00:00+08:00", {0}, {0}, false, "2026-11-23T08:00:00+08:00"},
      /* a holiday on the Monday; two days in two entries that touch; from now until Tuesday at ten */
      {"2026-11-20T12:00:00+08:00", {"2026-11-23T00:00:00+08:00"}, {"2026-11-24T00:00:00+08:00"}, false, "2026-11-24T08:00:00+08:00"},
      {"2026-11-22T12:00:00+08:00", {"2026-11-24T00:00:00+08:00", "2026-11-23T00:00:00+08:00"},
       {"2026-11-25T00:00:00+08:00", "2026-11-24T00:00:00+08:00"}, false, "2026-11-25T08:00:00+08:00"},
      {"2026-11-23T09:00:00+08:00", {"2026-11-23T08:30:00+08:00"}, {"2026-11-24T10:00:00+08:00"}, false, "2026-11-24T10:00:00+08:00"},
      /* an hour in the middle of the day: before, during, after */
      {"2026-11-23T09:00:00+08:00", {"2026-11-23T11:00:00+08:00"}, {"2026-11-23T12:00:00+08:00"}, true, "2026-11-23T11:00:00+08:00"},
      {"2026-11-23T11:00:00+08:00", {"2026-11-23T11:00:00+08:00"}, {"2026-11-23T12:00:00+08:00"}, false, "2026-11-23T12:00:00+08:00"},
      {"2026-11-23T12:00:00+08:00", {"2026-11-23T11:00:00+08:00"}, {"2026-11-23T12:00:00+08:00"}, true, "2026-11-23T15:00:00+08:00"},
      /* until the evening: the next morning */
      {"2026-11-23T09:00:00+08:00", {"2026-11-23T08:00:00+08:00"}, {"2026-11-23T20:00:00+08:00"}, false, "2026-11-24T08:00:00+08:00"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct closure list[2] = {0};
    size_t n = 0;
    moment now, turns;
    for (; n < 2 && rows[i].from[n]; n++) {
      assert_true(rfc3339_parse(str_of(rows[i].from[n]), &list[n].from));
      assert_true(rfc3339_parse(str_of(rows[i].to[n]), &list[n].to));
    }
    assert_true(rfc3339_parse(str_of(rows[i].now), &now));
    assert_true(rfc3339_parse(str_of(rows[i].turns), &turns));
    struct doors d = doors_at(now, week, list, n);
    assert_int_equal(d.open, rows[i].open);
    assert_int_equal(d.open ? d.closes : d.opens, turns);
  }
  const struct opening never[7] = {0};
  struct doors d = doors_at(0, never, NULL, 0);
  assert_true(!d.open && !d.opens);
}

static int start(void **state) {
  (void)state;
  a = arena_new(1 << 24);
  return 0;
}
static int stop(void **state) {
  (void)state;
  arena_free(a);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_nik_is_read_as_the_law_says), cmocka_unit_test(phones_are_written_one_way),
      cmocka_unit_test(a_number_survives_the_telephone), cmocka_unit_test(names_are_checked_by_permendagri_73),
      cmocka_unit_test(the_published_time_counts_working_hours), cmocka_unit_test(the_doors_know_of_closures),
  };
  return cmocka_run_group_tests(tests, start, stop);
}

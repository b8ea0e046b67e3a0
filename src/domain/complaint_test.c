/* Times, names and who may read, as tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/complaint.h"

static const struct opening week[7] = {[1] = {480, 900}, [2] = {480, 900}, [3] = {480, 900}, [4] = {480, 900}, [5] = {480, 660}};
static const struct calendar cal = {.week = week};

static moment at(int month, int day, int hour, int minute) {
  return moment_of_local((struct local_time){.date = {2026, month, day}, .hour = hour, .minute = minute});
}

static void the_published_times(void **state) {
  (void)state;
  const struct {
    moment from;
    int days;
    moment due;
  } cases[] = {{at(11, 23, 10, 0), 2, at(11, 25, 15, 0)},   /* Monday to Wednesday's close */
               {at(11, 26, 23, 0), 2, at(11, 30, 15, 0)},   /* Thursday night: Friday, Monday */
               {at(11, 27, 9, 0), 1, at(11, 30, 15, 0)},    /* Friday to Monday */
               {at(11, 28, 9, 0), 5, at(12, 4, 11, 0)},     /* Saturday: a week, Friday closes at eleven */
               {at(11, 23, 10, 0), 14, at(12, 11, 11, 0)},
               {at(11, 23, 10, 0), 60, moment_of_local((struct local_time){.date = {2027, 2, 15}, .hour = 15})}};
  for (size_t i = 0; i < COUNT(cases); i++)
    if (working_days_after(cases[i].from, cases[i].days, &cal) != cases[i].due) fail_msg("case %zu", i);
  const struct opening never[7] = {0};
  assert_int_equal(working_days_after(at(11, 23, 10, 0), 2, &(struct calendar){.week = never}), at(11, 25, 17, 0));
  const i64 closed[] = {date_days((struct date){2026, 11, 24}), date_days((struct date){2026, 11, 26})};
  const struct calendar holidays = {week, closed, COUNT(closed)};
  assert_int_equal(working_days_after(at(11, 23, 10, 0), 2, &holidays), at(11, 27, 11, 0));
  assert_int_equal(complaint_days(CLASS_LIGHT), 2);
  assert_int_equal(complaint_days(CLASS_WITH_INVESTIGATION), 60);
}

static void never_the_officer_it_is_about(void **state) {
  (void)state;
  const i64 concerned[] = {3, 7};
  const struct {
    enum role role;
    i64 officer;
    bool reads, handles;
  } cases[] = {{ROLE_SUPERVISOR, 1, true, true},  {ROLE_SUPERVISOR, 7, false, false}, {ROLE_HEAD, 2, true, true}, {ROLE_HEAD, 3, false, false},
               {ROLE_AUDITOR, 4, true, false},    {ROLE_AUDITOR, 7, false, false},    {ROLE_FRONT, 5, false, false}, {ROLE_ADMIN, 6, false, false},
               {ROLE_CITIZEN, 0, false, false}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    assert_int_equal(complaint_may_read(cases[i].role, cases[i].officer, concerned, COUNT(concerned)), cases[i].reads);
    assert_int_equal(complaint_may_handle(cases[i].role, cases[i].officer, concerned, COUNT(concerned)), cases[i].handles);
  }
}

static void who_is_meant(void **state) {
  (void)state;
  const struct {
    const char *typed, *name;
    bool meant;
  } cases[] = {{"Pak Fajar di loket 3", "Fajar Uji", true}, {"FAJAR UJI", "Fajar Uji", true},   {"petugas perempuan", "Petugas Uji", false},
               {"Fajari", "Fajar Uji", false},              {"uji", "Fajar Uji", false},        {"", "Fajar Uji", false},
               {"ibu Ayu", "Ayu Uji", false} /* three letters are too many people */, {"Ayu Uji", "Ayu Uji", true}, {"kepala", "Kepala Dinas", false}};
  for (size_t i = 0; i < COUNT(cases); i++)
    if (complaint_names(str_of(cases[i].typed), str_of(cases[i].name)) != cases[i].meant) fail_msg("%s", cases[i].typed);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_published_times),
      cmocka_unit_test(never_the_officer_it_is_about),
      cmocka_unit_test(who_is_meant),
  };
  if (!zone_set("Asia/Makassar")) return 1;
  return cmocka_run_group_tests(tests, NULL, NULL);
}

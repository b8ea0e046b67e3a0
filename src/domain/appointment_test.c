/* The rules of appointments as tables: who may come for what, when there are seats, what may follow what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/appointment.h"

static int zone(void **state) {
  (void)state;
  return zone_set("Asia/Makassar") ? 0 : 1;
}

/* UU 24/2013 art. 63, Perpres 96/2018: a row a situation. */
static void who_may_come(void **state) {
  (void)state;
  static const struct {
    const char *kind;
    enum age_class age;
    enum may_come may;
  } rows[] = {
      {"rekam_baru", AGE_FROM_17, COME_YES},      {"rekam_baru", AGE_MARRIED, COME_YES},
      {"rekam_baru", AGE_16, COME_EARLY},         {"rekam_baru", AGE_UNDER_16, COME_TOO_YOUNG},
      {"rekam_baru", AGE_UNSAID, COME_ASK_AGE},   {"cetak_hilang", AGE_UNSAID, COME_YES},
      {"cetak_rusak", AGE_UNSAID, COME_YES},      {"ubah_data", AGE_UNSAID, COME_YES},
      {"pindah_datang", AGE_UNSAID, COME_YES},    {"ganti_foto", AGE_UNSAID, COME_YES},
      {"oa_itap", AGE_UNDER_16, COME_TOO_YOUNG},  {"oa_itap", AGE_FROM_17, COME_YES},
      {"luar_domisili", AGE_16, COME_EARLY},      {"luar_domisili", AGE_UNDER_16, COME_TOO_YOUNG},
      {"aktivasi_ikd", AGE_UNSAID, COME_YES},     {"jemput_bola", AGE_UNSAID, COME_YES},
      {"ambil", AGE_UNSAID, COME_YES},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct visit_rule *v = visit_rule_find(str_of(rows[i].kind));
    assert_non_null(v);
    if (visit_may_come(v, rows[i].age) != rows[i].may) fail_msg("%s, %s", rows[i].kind, age_code(rows[i].age));
  }
  assert_null(visit_rule_find(S("lain")));
}

static void no_blanks_stop_only_what_prints(void **state) {
  (void)state;
  static const struct {
    const char *kind;
    bool waits;
  } rows[] = {{"rekam_baru", false},   {"cetak_hilang", true}, {"cetak_rusak", true},   {"ubah_data", true},
              {"pindah_datang", true}, {"ganti_foto", false},  {"oa_itap", false},      {"luar_domisili", false},
              {"aktivasi_ikd", false}, {"ambil", false},       {"jemput_bola", false}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct visit_rule *v = visit_rule_find(str_of(rows[i].kind));
    assert_int_equal(visit_paused(v, true), rows[i].waits);
    assert_false(visit_paused(v, false));
  }
}

/* ---- seats */

#define H(h, m) ((h)*60 + (m))
static const struct opening week[7] = {{0, 0},           {H(8, 0), H(15, 0)}, {H(8, 0), H(15, 0)}, {H(8, 0), H(15, 0)},
                                       {H(8, 0), H(15, 0)}, {H(8, 0), H(11, 0)}, {0, 0}};
static moment at(int day, int hour, int minute) {
  return moment_of_local((struct local_time){.date = {2026, 12, day}, .hour = hour, .minute = minute});
}

/* 2026-12-01 is a Tuesday. what: first, last and number of the beginnings of that day. */
static void seats_of_a_day(void **state) {
  (void)state;
  static const struct {
    const char *what;
    int day, minutes, cleaning;
    struct opening hours, rest;
    int n, first, last;
  } rows[] = {
      {"all of the office's hours", 1, 60, 0, {0, 0}, {0, 0}, 7, H(8, 0), H(14, 0)},
      {"the last one must fit", 1, 50, 0, {0, 0}, {0, 0}, 8, H(8, 0), H(13, 50)},
      {"cleaning between, not behind", 1, 50, 10, {0, 0}, {0, 0}, 7, H(8, 0), H(14, 0)},
      {"own hours inside the office's", 1, 30, 0, {H(7, 0), H(9, 0)}, {0, 0}, 2, H(8, 0), H(8, 30)},
      {"after the rest it begins on time", 1, 45, 0, {H(8, 0), H(14, 0)}, {H(12, 0), H(13, 0)}, 6, H(8, 0), H(13, 0)},
      {"a short Friday", 4, 60, 0, {H(8, 0), H(14, 0)}, {H(12, 0), H(13, 0)}, 3, H(8, 0), H(10, 0)},
      {"Saturday", 5, 15, 0, {0, 0}, {0, 0}, 0, 0, 0},
      {"Sunday", 6, 15, 0, {0, 0}, {0, 0}, 0, 0, 0},
      {"longer than the day", 1, 480, 0, {0, 0}, {0, 0}, 0, 0, 0},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct booth b = {.minutes = rows[i].minutes, .cleaning = rows[i].cleaning, .hours = rows[i].hours, .rest = rows[i].rest};
    moment got[MAX_SLOTS_A_DAY];
    size_t n = booth_slots(&b, (struct date){2026, 12, rows[i].day}, week, NULL, 0, 0, INT64_MAX, got, COUNT(got));
    if ((int)n != rows[i].n) fail_msg("%s: %zu seats", rows[i].what, n);
    if (!n) continue;
    assert_int_equal(got[0], at(rows[i].day, rows[i].first / 60, rows[i].first % 60));
    assert_int_equal(got[n - 1], at(rows[i].day, rows[i].last / 60, rows[i].last % 60));
  }
}

static void closures_and_bounds_take_seats_away(void **state) {
  (void)state;
  struct booth b = {.hall = S("utama"), .minutes = 60};
  moment got[MAX_SLOTS_A_DAY];
  struct closure holiday = {.from = at(1, 0, 0), .to = at(2, 0, 0)}, hour = {.hall = S("utama"), .from = at(1, 9, 30), .to = at(1, 10, 30)},
                 elsewhere = {.hall = S("lain"), .from = at(1, 0, 0), .to = at(2, 0, 0)};
  struct date day = {2026, 12, 1};
  assert_int_equal(booth_slots(&b, day, week, &holiday, 1, 0, INT64_MAX, got, COUNT(got)), 0);
  assert_int_equal(booth_slots(&b, day, week, &hour, 1, 0, INT64_MAX, got, COUNT(got)), 5); /* 9 and 10 fall away */
  assert_int_equal(booth_slots(&b, day, week, &elsewhere, 1, 0, INT64_MAX, got, COUNT(got)), 7);
  assert_int_equal(booth_slots(&b, day, week, NULL, 0, at(1, 9, 1), at(1, 12, 0), got, COUNT(got)), 2); /* 10 and 11 */
  assert_int_equal(booth_slots(&b, day, week, NULL, 0, 0, INT64_MAX, got, 3), 3);
}

/* ---- what may follow what */

static void steps_of_a_booking(void **state) {
  (void)state;
  moment starts = at(1, 9, 0), day_before = at(0, 9, 0) , morning = at(1, 7, 0), during = at(1, 9, 5), after = at(2, 9, 0);
  const struct {
    enum booking_state from;
    enum booking_action action;
    enum role role;
    moment now;
    enum booking_rule rule;
    enum booking_state to;
  } rows[] = {
      {BOOKING_HELD, BOOKING_BOOK, ROLE_CITIZEN, day_before, BOOKING_FINE, BOOKING_BOOKED},
      {BOOKING_HELD, BOOKING_LAPSE, ROLE_CITIZEN, day_before, BOOKING_NOT_YOU, BOOKING_HELD},
      {BOOKING_HELD, BOOKING_LAPSE, ROLE_SYSTEM, day_before, BOOKING_FINE, BOOKING_LAPSED},
      {BOOKING_LAPSED, BOOKING_BOOK, ROLE_CITIZEN, day_before, BOOKING_NOT_NOW, BOOKING_LAPSED},
      {BOOKING_BOOKED, BOOKING_MOVE, ROLE_CITIZEN, morning, BOOKING_FINE, BOOKING_BOOKED},
      {BOOKING_BOOKED, BOOKING_MOVE, ROLE_CITIZEN, during, BOOKING_TOO_LATE, BOOKING_BOOKED},
      {BOOKING_BOOKED, BOOKING_CANCEL, ROLE_CITIZEN, during, BOOKING_TOO_LATE, BOOKING_BOOKED},
      {BOOKING_BOOKED, BOOKING_CANCEL, ROLE_FRONT, during, BOOKING_FINE, BOOKING_CANCELLED},
      {BOOKING_BOOKED, BOOKING_ARRIVE, ROLE_CITIZEN, during, BOOKING_NOT_YOU, BOOKING_BOOKED},
      {BOOKING_BOOKED, BOOKING_ARRIVE, ROLE_FRONT, day_before, BOOKING_TOO_EARLY, BOOKING_BOOKED},
      {BOOKING_BOOKED, BOOKING_ARRIVE, ROLE_FRONT, morning, BOOKING_FINE, BOOKING_ARRIVED},
      {BOOKING_BOOKED, BOOKING_ARRIVE, ROLE_AUDITOR, during, BOOKING_NOT_YOU, BOOKING_BOOKED},
      {BOOKING_BOOKED, BOOKING_MISS, ROLE_FRONT, morning, BOOKING_TOO_EARLY, BOOKING_BOOKED},
      {BOOKING_BOOKED, BOOKING_MISS, ROLE_SYSTEM, during, BOOKING_FINE, BOOKING_NO_SHOW},
      {BOOKING_NO_SHOW, BOOKING_ARRIVE, ROLE_FRONT, during, BOOKING_FINE, BOOKING_ARRIVED},
      {BOOKING_NO_SHOW, BOOKING_MOVE, ROLE_CITIZEN, after, BOOKING_FINE, BOOKING_BOOKED},
      {BOOKING_ARRIVED, BOOKING_CANCEL, ROLE_FRONT, during, BOOKING_NOT_NOW, BOOKING_ARRIVED},
      {BOOKING_ARRIVED, BOOKING_FINISH, ROLE_OPERATOR, during, BOOKING_FINE, BOOKING_DONE},
      {BOOKING_DONE, BOOKING_UNDO, ROLE_OPERATOR, during, BOOKING_FINE, BOOKING_ARRIVED},
      {BOOKING_CANCELLED, BOOKING_ARRIVE, ROLE_FRONT, during, BOOKING_NOT_NOW, BOOKING_CANCELLED},
      {BOOKING_WAITING, BOOKING_OFFER, ROLE_SYSTEM, morning, BOOKING_FINE, BOOKING_OFFERED},
      {BOOKING_OFFERED, BOOKING_ACCEPT, ROLE_CITIZEN, morning, BOOKING_FINE, BOOKING_BOOKED},
      {BOOKING_OFFERED, BOOKING_LAPSE, ROLE_SYSTEM, morning, BOOKING_FINE, BOOKING_LAPSED},
      {BOOKING_REQUESTED, BOOKING_PLAN, ROLE_CITIZEN, morning, BOOKING_NOT_YOU, BOOKING_REQUESTED},
      {BOOKING_REQUESTED, BOOKING_PLAN, ROLE_SUPERVISOR, morning, BOOKING_FINE, BOOKING_BOOKED},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct booking_decision d = booking_decide(rows[i].from, rows[i].action, rows[i].role, starts, rows[i].now);
    if (d.forbidden != rows[i].rule || d.to != rows[i].to)
      fail_msg("row %zu: %s from %s gives %d, %s", i, booking_action_code(rows[i].action), booking_state_code(rows[i].from),
               (int)d.forbidden, booking_state_code(d.to));
  }
}

static void codes_come_back(void **state) {
  (void)state;
  for (int i = 0; i < BOOKING_STATES; i++) {
    enum booking_state s;
    assert_true(booking_state_parse(str_of(booking_state_code((enum booking_state)i)), &s) && (int)s == i);
  }
  for (int i = 0; i < BOOKING_ACTIONS; i++) {
    enum booking_action a;
    assert_true(booking_action_parse(str_of(booking_action_code((enum booking_action)i)), &a) && (int)a == i);
  }
  enum age_class age;
  for (int i = 1; i < AGE_CLASSES; i++) assert_true(age_parse(str_of(age_code((enum age_class)i)), &age) && (int)age == i);
  assert_false(age_parse(S(""), &age));
}

static void reminders_come_once_each(void **state) {
  (void)state;
  moment starts = at(10, 9, 0), day = HOURS(24), two = HOURS(2);
  assert_int_equal(booking_reminder(starts, day, two, at(1, 9, 0)), starts - day);
  assert_int_equal(booking_reminder(starts, day, two, starts - day), starts - two); /* the first is given: the second */
  assert_int_equal(booking_reminder(starts, day, two, starts - day - MINUTES(10)), starts - two); /* just booked */
  assert_int_equal(booking_reminder(starts, day, two, starts - two), 0);
  assert_int_equal(booking_reminder(starts, 0, two, at(1, 9, 0)), starts - two);
  assert_int_equal(booking_reminder(starts, day, 0, starts - day), 0);
  assert_int_equal(booking_reminder(starts, 0, 0, at(1, 9, 0)), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(who_may_come),       cmocka_unit_test(no_blanks_stop_only_what_prints),
      cmocka_unit_test(seats_of_a_day),     cmocka_unit_test(closures_and_bounds_take_seats_away),
      cmocka_unit_test(steps_of_a_booking), cmocka_unit_test(codes_come_back),
      cmocka_unit_test(reminders_come_once_each),
  };
  return cmocka_run_group_tests(tests, zone, NULL);
}

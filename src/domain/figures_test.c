/* What an event counts for: the table of docs/figures.md, row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/figures.h"
#include "domain/forecast.h"

static struct arena *a;
static const struct opening week[7] = {{0, 0}, {480, 900}, {480, 900}, {480, 900}, {480, 900}, {480, 690}, {0, 0}};
static const struct calendar cal = {.week = week};

static moment at(int day, int hour, int minute) { /* November 2026; the 23rd is a Monday */
  return moment_of_local((struct local_time){.date = {2026, 11, day}, .hour = hour, .minute = minute});
}

static void working_time_is_time_the_office_is_open(void **state) {
  (void)state;
  const struct {
    moment from, to;
    int minutes;
  } rows[] = {
      {at(23, 9, 0), at(23, 10, 30), 90},   {at(23, 6, 0), at(23, 9, 0), 60},     {at(23, 14, 0), at(24, 9, 0), 120},
      {at(23, 16, 0), at(23, 23, 0), 0},    {at(27, 11, 0), at(30, 8, 10), 40},   {at(28, 0, 0), at(29, 23, 59), 0},
      {at(23, 9, 0), at(23, 9, 0), 0},      {at(24, 9, 0), at(23, 9, 0), 0},      {at(23, 8, 0), at(27, 11, 30), 4 * 420 + 210},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    if (working_time(rows[i].from, rows[i].to, &cal) != MINUTES(rows[i].minutes)) fail_msg("row %zu", i);
  const struct opening never[7] = {0};
  assert_int_equal(working_time(at(23, 1, 0), at(23, 3, 0), &(struct calendar){.week = never}), HOURS(2));
  for (int h = 0; h < 30; h++) { /* the other way round of working_hours_after */
    moment end = working_hours_after(at(23, 7, 13), h, &cal);
    assert_int_equal(working_time(at(23, 7, 13), end, &cal), HOURS(h));
  }
}

/* The 25th is a holiday, the 26th is closed until ten, the hall alone on the 24th, the office itself from Friday on. */
static void a_closed_day_is_no_working_day(void **state) {
  (void)state;
  const struct closure closed[] = {
      {S(""), at(27, 0, 0), at(29, 0, 0)},  {S(""), at(25, 0, 0), at(26, 0, 0)},        {S(""), at(25, 8, 0), at(25, 15, 0)},
      {S(""), at(26, 0, 0), at(26, 10, 0)}, {S("utama"), at(24, 0, 0), at(25, 0, 0)},
  };
  i64 days[8];
  struct calendar c = {.week = week, .closed = days};
  c.closed_n = closed_days(closed, COUNT(closed), week, days, COUNT(days));
  assert_int_equal(c.closed_n, 2);
  const struct {
    struct date date;
    bool working;
  } is[] = {{{2026, 11, 23}, true},  {{2026, 11, 24}, true},  {{2026, 11, 25}, false}, {{2026, 11, 26}, true},
            {{2026, 11, 27}, false}, {{2026, 11, 28}, false}, {{2026, 11, 30}, true}};
  for (size_t i = 0; i < COUNT(is); i++)
    if (working_day(&c, date_days(is[i].date)) != is[i].working) fail_msg("day %zu", i);
  const struct {
    moment from;
    int hours;
    moment due;
  } promised[] = {
      {at(24, 14, 0), 1, at(24, 15, 0)}, {at(24, 14, 0), 2, at(26, 9, 0)},  {at(25, 9, 0), 1, at(26, 9, 0)},
      {at(26, 14, 0), 2, at(30, 9, 0)},  {at(23, 9, 0), 24, at(30, 12, 0)},
  };
  for (size_t i = 0; i < COUNT(promised); i++)
    if (working_hours_after(promised[i].from, promised[i].hours, &c) != promised[i].due) fail_msg("promise %zu", i);
  assert_int_equal(working_time(at(24, 14, 0), at(26, 9, 0), &c), HOURS(2));
  assert_int_equal(working_time(at(25, 0, 0), at(25, 23, 0), &c), 0);
}

static void classes_are_told_by_their_upper_end(void **state) {
  (void)state;
  assert_string_equal(time_class_code(time_class(0)), "0015");
  assert_string_equal(time_class_code(time_class(MINUTES(15))), "0015");
  assert_string_equal(time_class_code(time_class(MINUTES(15) + 1)), "0030");
  assert_string_equal(time_class_code(time_class(HOURS(80))), "4800");
  assert_string_equal(time_class_code(time_class(HOURS(81))), "more");
  for (int i = 0; i < TIME_CLASSES; i++) assert_int_equal(time_class_find(str_of(time_class_code(i))), i);
  assert_int_equal(time_class_find(S("0016")), -1);
}

static void measures_have_codes(void **state) {
  (void)state;
  enum measure m;
  for (int i = 0; i < MEASURES; i++) {
    assert_true(measure_parse(str_of(measure_code((enum measure)i)), &m));
    assert_int_equal(m, i);
  }
  assert_false(measure_parse(S("open"), &m)); /* means something else in an address */
}

/* A story of events; what was counted as "measure:key", in order. */
struct told {
  struct tally tally;
  char marks[2000];
};
static void tell(struct told *t, struct happening h) {
  static i64 seq;
  struct marks m;
  size_t n = strlen(t->marks);
  h.seq = ++seq;
  h.application = 7;
  if (!h.actor.n) h.actor = S("officer:3");
  figures_fold(a, &t->tally, &h, &cal, &m);
  for (size_t i = 0; i < m.n; i++) {
    if (m.at[i].measure == MEASURE_WORK || m.at[i].measure == MEASURE_ARRIVAL) continue;
    assert_int_equal(m.at[i].day, date_days(local_of(h.at).date));
    n += (size_t)snprintf(t->marks + n, sizeof t->marks - n, "%s:" STR_FMT " ", measure_code(m.at[i].measure), STR_ARG(m.at[i].key));
  }
}
#define SUBMIT(when, of) \
  (struct happening) { .at = (when), .kind = S("submit"), .service = S("kk"), .channel = (of), .sla_working_hours = 8, .actor = S("citizen") }
#define MOVE(when, what, where) \
  (struct happening) { .at = (when), .kind = S(what), .moves = true, .to = (where) }

static void a_file_without_trouble(void **state) {
  (void)state;
  struct told t = {0};
  tell(&t, SUBMIT(at(23, 9, 0), CHANNEL_WHATSAPP));
  assert_true(tally_open(&t.tally));
  assert_int_equal(tally_late_at(&t.tally), at(24, 10, 0)); /* eight working hours later */
  tell(&t, MOVE(at(23, 9, 30), "take", STATE_IN_REVIEW));
  tell(&t, (struct happening){.at = at(23, 9, 31), .kind = S("accept_scan"), .requirement = S("kk"), .moves = true, .to = STATE_IN_REVIEW});
  tell(&t, (struct happening){.at = at(23, 9, 32), .kind = S("accept_scan"), .requirement = S("kk"), .moves = true, .to = STATE_IN_REVIEW});
  tell(&t, MOVE(at(23, 9, 40), "process", STATE_PROCESSING));
  tell(&t, MOVE(at(23, 12, 0), "ready", STATE_READY_FOR_PICKUP));
  assert_int_equal(tally_late_at(&t.tally), 0);
  tell(&t, (struct happening){.at = at(26, 10, 0), .kind = S("check_original"), .requirement = S("kk")});
  tell(&t, MOVE(at(26, 10, 1), "hand_over", STATE_COMPLETED));
  assert_string_equal(t.marks, "submitted:whatsapp judged:kk answered:0060 ready:0180 promise:kept visit:pickup ended:completed ");
  assert_false(tally_open(&t.tally));
}

static void waiting_for_the_citizen_does_not_count(void **state) {
  (void)state;
  struct told t = {0};
  struct paper_fault fault = {S("nikah"), FAULT_BLURRED};
  tell(&t, SUBMIT(at(23, 9, 0), CHANNEL_COUNTER));
  tell(&t, (struct happening){.at = at(23, 10, 0), .kind = S("ask_correction"), .moves = true, .to = STATE_NEEDS_CORRECTION, .faults = &fault, .fault_count = 1});
  assert_int_equal(tally_late_at(&t.tally), 0);
  tell(&t, (struct happening){.at = at(25, 10, 0), .kind = S("send_correction"), .moves = true, .to = STATE_IN_REVIEW, .actor = S("citizen")});
  assert_int_equal(tally_late_at(&t.tally), at(24, 10, 0) + DAYS(2));
  tell(&t, (struct happening){.at = at(25, 10, 30), .kind = S("accept_scan"), .requirement = S("nikah"), .moves = true, .to = STATE_IN_REVIEW});
  tell(&t, MOVE(at(25, 11, 0), "process", STATE_PROCESSING));
  tell(&t, MOVE(at(26, 11, 0), "send", STATE_SENT));
  assert_string_equal(t.marks, "submitted:counter visit:walkin judged:nikah faulty:nikah reason:buram answered:0060 "
                               "ready:0720 promise:late "); /* 1 + 8 working hours; promised until the 26th, 10.00 */
}

static void the_promise_moves_with_the_pause(void **state) {
  (void)state;
  struct told t = {0};
  tell(&t, SUBMIT(at(23, 9, 0), CHANNEL_WEB));
  tell(&t, MOVE(at(23, 10, 0), "process", STATE_PROCESSING));
  tell(&t, MOVE(at(23, 11, 0), "hold", STATE_ON_HOLD));
  tell(&t, MOVE(at(26, 11, 0), "resume", STATE_PROCESSING));
  tell(&t, MOVE(at(27, 10, 0), "ready", STATE_READY_FOR_PICKUP));
  assert_string_equal(t.marks, "submitted:web answered:0060 ready:0480 promise:kept ");
}

static void who_gives_up_is_no_answer(void **state) {
  (void)state;
  struct told t = {0};
  tell(&t, SUBMIT(at(23, 9, 0), CHANNEL_API));
  tell(&t, (struct happening){.at = at(23, 9, 5), .kind = S("cancel"), .moves = true, .to = STATE_CANCELLED, .actor = S("citizen")});
  assert_string_equal(t.marks, "submitted:api ended:cancelled ");
  tell(&t, MOVE(at(23, 9, 30), "reopen", STATE_IN_REVIEW));
  assert_true(tally_open(&t.tally));
}

static void what_does_not_count(void **state) {
  (void)state;
  struct told t = {0};
  tell(&t, MOVE(at(23, 9, 0), "take", STATE_IN_REVIEW)); /* nobody knows this file: it came before there were events */
  tell(&t, (struct happening){.at = at(23, 9, 0), .kind = S("view")});
  tell(&t, (struct happening){.at = at(23, 9, 0), .kind = S("")});
  assert_string_equal(t.marks, "");
  assert_int_equal(t.tally.application, 0);
}

static void one_visit_a_day(void **state) {
  (void)state;
  struct told t = {0};
  tell(&t, SUBMIT(at(23, 9, 0), CHANNEL_COUNTER));
  tell(&t, MOVE(at(23, 9, 10), "seen", STATE_SUBMITTED));
  tell(&t, MOVE(at(24, 9, 10), "seen", STATE_SUBMITTED));
  assert_string_equal(t.marks, "submitted:counter visit:walkin visit:originals ");
}

/* ---- tomorrow ------------------------------------------------------------------------------------------ */

static void tomorrow_is_told_from_the_same_weekday(void **state) {
  (void)state;
  i64 counts[84];
  for (int i = 0; i < 84; i++) counts[i] = i % 7 == 3 ? 40 + i / 7 : 5; /* day 3 of each week: 40, 41, ... 51 */
  struct forecast f = forecast_of(counts, 84, 1000, 1000, 1000 + 84 + 3);
  assert_true(f.known);
  assert_int_equal(f.weeks, 12);
  assert_int_equal(f.low, 41);
  assert_int_equal(f.middle, 45);
  assert_int_equal(f.high, 50);
  f = forecast_of(counts, 84, 1000, 1000 + 70, 1000 + 84 + 3); /* began two weeks ago */
  assert_false(f.known);
  f = forecast_of(counts, 84, 1000, 1000, 1000 + 84 + 4);
  assert_int_equal(f.low, 5);
  assert_int_equal(f.high, 5);
}

static void how_good_it_was_is_said(void **state) {
  (void)state;
  i64 counts[140];
  for (int i = 0; i < 140; i++) counts[i] = i < 120 ? 10 : 99;
  struct forecast_record r = forecast_check(counts, 140, 0, 0, 140, 28);
  assert_int_equal(r.told, 28);
  assert_int_equal(r.held, 8 + 6); /* until it all changed on day 120; from day 134 on, two weeks of 99 are in the range */
  r = forecast_check(counts, 140, 0, 130, 140, 28);
  assert_int_equal(r.told, 0);
}

static void an_appointment_counts_once(void **state) {
  (void)state;
  static const struct {
    enum booking_state from, to;
    const char *counts;
    enum measure goes;
  } rows[] = {
      {BOOKING_HELD, BOOKING_BOOKED, "booked:ambil lead:ambil|02 ", MEASURES},
      {BOOKING_OFFERED, BOOKING_BOOKED, "booked:ambil lead:ambil|02 ", MEASURES},
      {BOOKING_WAITING, BOOKING_BOOKED, "booked:ambil lead:ambil|02 ", MEASURES},
      {BOOKING_REQUESTED, BOOKING_BOOKED, "booked:ambil lead:ambil|02 ", MEASURES},
      {BOOKING_BOOKED, BOOKING_BOOKED, "", MEASURES}, /* moved */
      {BOOKING_BOOKED, BOOKING_ARRIVED, "kept:ambil ", MEASURES},
      {BOOKING_ARRIVED, BOOKING_DONE, "", MEASURES},
      {BOOKING_DONE, BOOKING_ARRIVED, "", MEASURES},
      {BOOKING_BOOKED, BOOKING_DONE, "kept:ambil ", MEASURES},
      {BOOKING_BOOKED, BOOKING_NO_SHOW, "missed:ambil ", MEASURES},
      {BOOKING_NO_SHOW, BOOKING_ARRIVED, "kept:ambil ", MEASURE_MISSED}, /* late */
      {BOOKING_NO_SHOW, BOOKING_BOOKED, "booked:ambil lead:ambil|02 ", MEASURES},
      {BOOKING_ARRIVED, BOOKING_BOOKED, "", MEASURE_KEPT}, /* by mistake */
      {BOOKING_BOOKED, BOOKING_CANCELLED, "cancelled:ambil ", MEASURES},
      {BOOKING_WAITING, BOOKING_CANCELLED, "", MEASURES}, /* never had a time */
      {BOOKING_OFFERED, BOOKING_LAPSED, "", MEASURES},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct marks m;
    char said[200] = "";
    const struct booking_event e = {.seq = 5, .at = at(23, 15, 0), .starts_at = at(25, 8, 0), .kind = S("ambil"), .from = rows[i].from, .to = rows[i].to};
    enum measure goes = figures_booking(a, &e, &m);
    for (size_t k = 0; k < m.n; k++) {
      size_t n = strlen(said);
      (void)snprintf(said + n, sizeof said - n, "%s:" STR_FMT " ", measure_code(m.at[k].measure), STR_ARG(m.at[k].key));
      assert_int_equal(m.at[k].place, 5 * MARKS_OF_EVENT + (i64)k);
    }
    if (strcmp(said, rows[i].counts) != 0 || goes != rows[i].goes) fail_msg("row %zu: %s", i, said);
  }
  assert_string_equal(lead_class_code(lead_class(0)), "00");
  assert_string_equal(lead_class_code(lead_class(4)), "05");
  assert_string_equal(lead_class_code(lead_class(30)), "30");
  assert_string_equal(lead_class_code(lead_class(31)), "more");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(working_time_is_time_the_office_is_open),
      cmocka_unit_test(a_closed_day_is_no_working_day), cmocka_unit_test(an_appointment_counts_once),
      cmocka_unit_test(classes_are_told_by_their_upper_end),
      cmocka_unit_test(measures_have_codes),
      cmocka_unit_test(a_file_without_trouble),
      cmocka_unit_test(waiting_for_the_citizen_does_not_count),
      cmocka_unit_test(the_promise_moves_with_the_pause),
      cmocka_unit_test(who_gives_up_is_no_answer),
      cmocka_unit_test(what_does_not_count),
      cmocka_unit_test(one_visit_a_day),
      cmocka_unit_test(tomorrow_is_told_from_the_same_weekday),
      cmocka_unit_test(how_good_it_was_is_said),
  };
  if (!zone_set("Asia/Makassar")) return 1;
  a = arena_new(4u << 20);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(a);
  return failed;
}

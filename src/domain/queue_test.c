/* Who is called next, what may happen to a ticket, how long a wait is; ten thousand invented days in which nobody is
 * forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/hall.h"
#include "domain/queue.h"

#define AT(hour, minute) (HOURS(hour) + MINUTES(minute))
static const struct queue_rules usual = {.walkin_share = 40, .early = QUEUE_EARLY};

static struct waiting walk_in(i64 id, moment at) { return (struct waiting){.id = id, .order_at = at}; }
static struct waiting first_of(i64 id, moment at, enum ticket_priority p) {
  return (struct waiting){.id = id, .order_at = at, .priority = p};
}
static struct waiting booked(i64 id, moment came, moment at) {
  return (struct waiting){.id = id, .order_at = came, .kind = TICKET_APPOINTMENT, .appointment_at = at};
}
static struct waiting picks_up(i64 id, moment at) {
  return (struct waiting){.id = id, .order_at = at, .kind = TICKET_PICKUP};
}

static void order_is(const struct waiting *list, size_t n, moment now, const i64 *expected) {
  struct waiting copy[32];
  i64 ids[32];
  memcpy(copy, list, n * sizeof *copy);
  queue_order(copy, n, (struct turns){0}, &usual, now, 0, ids);
  for (size_t i = 0; i < n; i++) assert_int_equal(ids[i], expected[i]);
}

static void who_comes_first_is_first(void **state) {
  (void)state;
  const struct waiting list[] = {walk_in(3, AT(9, 2)), walk_in(1, AT(9, 0)), walk_in(2, AT(9, 1)), walk_in(4, AT(9, 2))};
  order_is(list, COUNT(list), AT(9, 30), (const i64[]){1, 2, 3, 4});
}

static void at_most_two_priorities_in_a_row(void **state) {
  (void)state;
  const struct waiting list[] = {walk_in(1, AT(9, 0)), first_of(2, AT(9, 5), PRIORITY_ELDERLY),
                                 first_of(3, AT(9, 6), PRIORITY_PREGNANT), first_of(4, AT(9, 7), PRIORITY_DISABLED),
                                 walk_in(5, AT(9, 8))};
  order_is(list, COUNT(list), AT(9, 30), (const i64[]){2, 3, 1, 4, 5});
}

static void appointments_come_at_their_time_beside_a_share_of_walk_ins(void **state) {
  (void)state;
  const struct waiting list[] = {walk_in(1, AT(9, 0)), walk_in(2, AT(9, 1)),  booked(11, AT(9, 50), AT(10, 0)),
                                 booked(12, AT(9, 40), AT(10, 0)), booked(13, AT(9, 55), AT(10, 0)), walk_in(3, AT(9, 2))};
  /* 40 of 100: two appointments, one walk-in, one appointment, one walk-in */
  order_is(list, COUNT(list), AT(10, 0), (const i64[]){12, 11, 1, 13, 2, 3});
  /* too early for them: who is there is served */
  order_is(list, COUNT(list), AT(9, 30), (const i64[]){1, 2, 3, 12, 11, 13});
}

static void pickups_are_woven_in(void **state) {
  (void)state;
  const struct waiting list[] = {walk_in(1, AT(9, 0)), walk_in(2, AT(9, 1)), picks_up(21, AT(9, 2)), picks_up(22, AT(9, 3)),
                                 picks_up(23, AT(9, 4))};
  order_is(list, COUNT(list), AT(9, 30), (const i64[]){21, 1, 22, 2, 23});
}

static void who_came_back_in_time_is_first_once(void **state) {
  (void)state;
  struct waiting list[] = {walk_in(1, AT(9, 0)), walk_in(2, AT(9, 9))};
  list[1].came_back = true;
  order_is(list, COUNT(list), AT(9, 30), (const i64[]){2, 1});
  struct comeback c = queue_comeback(AT(9, 0), AT(9, 30), 0, 5, AT(9, 34));
  assert_true(c.front);
  assert_int_equal(c.order_at, AT(9, 0));
  c = queue_comeback(AT(9, 0), AT(9, 30), 1, 5, AT(9, 34));
  assert_false(c.front);
  assert_int_equal(c.order_at, AT(9, 34));
  assert_false(queue_comeback(AT(9, 0), AT(9, 30), 0, 5, AT(9, 36)).front);
}

static void a_wrong_key_is_taken_back_within_ten_seconds(void **state) {
  (void)state;
  static const struct {
    enum ticket_step step;
    bool may;
  } rows[TICKET_STEPS] = {{STEP_CALL, true},     {STEP_RECALL, false}, {STEP_NO_SHOW, true}, {STEP_FINISH, true}, {STEP_TRANSFER, true},
                          {STEP_HOLD, true},     {STEP_RESUME, false}, {STEP_LEAVE, false},  {STEP_RETURN, false}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    if (queue_may_undo(rows[i].step, 0) != rows[i].may || queue_may_undo(rows[i].step, SECONDS(10)) != rows[i].may) fail_msg("row %zu", i);
    assert_false(queue_may_undo(rows[i].step, SECONDS(10) + 1));
    assert_false(queue_may_undo(rows[i].step, -1)); /* the clock was put back */
  }
}

static void late_for_an_appointment_waits_like_everybody(void **state) {
  (void)state;
  assert_int_equal(queue_check_in(AT(10, 0), AT(9, 40)), TICKET_APPOINTMENT);
  assert_int_equal(queue_check_in(AT(10, 0), AT(10, 15)), TICKET_APPOINTMENT);
  assert_int_equal(queue_check_in(AT(10, 0), AT(10, 16)), TICKET_WALKIN);
}

static void steps_of_a_ticket(void **state) {
  (void)state;
  static const struct {
    enum ticket_state from;
    enum ticket_step step;
    bool officer, may;
    enum ticket_state to;
  } rows[] = {
      {TICKET_WAITING, STEP_CALL, true, true, TICKET_CALLED},     {TICKET_WAITING, STEP_CALL, false, false, 0},
      {TICKET_CALLED, STEP_CALL, true, false, 0},                 {TICKET_CALLED, STEP_RECALL, true, true, TICKET_CALLED},
      {TICKET_CALLED, STEP_NO_SHOW, true, true, TICKET_MISSED},   {TICKET_CALLED, STEP_FINISH, true, true, TICKET_DONE},
      {TICKET_CALLED, STEP_TRANSFER, true, true, TICKET_WAITING}, {TICKET_CALLED, STEP_HOLD, true, true, TICKET_HELD},
      {TICKET_HELD, STEP_RESUME, false, true, TICKET_WAITING},    {TICKET_WAITING, STEP_LEAVE, false, true, TICKET_LEFT},
      {TICKET_CALLED, STEP_LEAVE, false, false, 0},               {TICKET_MISSED, STEP_RETURN, false, true, TICKET_WAITING},
      {TICKET_LEFT, STEP_RETURN, true, true, TICKET_WAITING},     {TICKET_DONE, STEP_RETURN, true, false, 0},
      {TICKET_WAITING, STEP_HOLD, false, false, 0},               {TICKET_DONE, STEP_CALL, true, false, 0},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    enum ticket_state to = TICKET_STATES;
    assert_int_equal(ticket_may(rows[i].from, rows[i].step, rows[i].officer, &to), rows[i].may);
    if (rows[i].may) assert_int_equal(to, rows[i].to);
  }
}

static void codes_come_back(void **state) {
  (void)state;
  for (int i = 0; i < TICKET_STATES; i++) {
    enum ticket_state s;
    assert_true(ticket_state_parse(str_of(ticket_state_code((enum ticket_state)i)), &s));
    assert_int_equal(s, i);
  }
  enum ticket_priority p;
  assert_true(ticket_priority_parse(S(""), &p));
  assert_int_equal(p, PRIORITY_NONE);
  assert_false(ticket_priority_parse(S("friend"), &p));
}

static void numbers_as_people_type_them(void **state) {
  (void)state;
  static const struct {
    const char *typed;
    bool good;
    char letter;
    i64 n;
  } rows[] = {{"A-012", true, 'A', 12}, {"a12", true, 'A', 12},   {" b 7 ", true, 'B', 7}, {"12", false, 0, 0},
              {"A", false, 0, 0},       {"A-0", false, 0, 0},     {"MTR-7K4P-2Q9X", false, 0, 0},
              {"A-1x", false, 0, 0},    {"", false, 0, 0},        {"C999", true, 'C', 999}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    char letter;
    i64 n;
    assert_int_equal(ticket_number_read(str_of(rows[i].typed), &letter, &n), rows[i].good);
    if (!rows[i].good) continue;
    assert_int_equal(letter, rows[i].letter);
    assert_int_equal(n, rows[i].n);
  }
}

static void a_wait_is_learned_from_today(void **state) {
  (void)state;
  moment lengths[20];
  for (size_t i = 0; i < 20; i++) lengths[i] = MINUTES(4);
  struct hall_pace usually = queue_pace(NULL, 0, 10, 1), today = queue_pace(lengths, 20, 10, 1);
  assert_int_equal(usually.mean, MINUTES(10));
  assert_true(today.mean == MINUTES(5)); /* (4 * 10 + 20 * 4) / 24 */
  struct wait_range slow = queue_wait(&usually, 6), fast = queue_wait(&today, 6);
  assert_true(fast.high < slow.high);
  assert_true(slow.low <= 60 && slow.high >= 60);
  assert_true(fast.low <= 30 && fast.high >= 30);
  assert_int_equal(queue_wait(&today, 0).low, 0);
  usually.counters = 3;
  assert_true(queue_wait(&usually, 6).high < slow.high);
  lengths[0] = HOURS(9); /* a ticket nobody finished */
  lengths[1] = -1;
  assert_int_equal(queue_pace(lengths, 2, 10, 1).mean, MINUTES(10));
}

static void the_usual_hall_is_sound(void **state) {
  (void)state;
  struct hall h;
  hall_usual(&h);
  assert_null(hall_problem(&h));
  assert_string_equal(hall_pickup_line(&h)->letter.p, "D");
  assert_true(str_eq(hall_line_of_service(&h, S("kia"))->letter, S("B")));
  assert_null(hall_line_of_service(&h, S("paspor")));
  for (size_t i = 0; i < h.line_count; i++) { /* nobody waits for a counter that never calls */
    bool called = false;
    for (size_t k = 0; k < h.counter_count; k++) called |= counter_calls(&h.counters[k], h.lines[i].letter);
    assert_true(called);
  }
  h.capacity = 4;
  assert_non_null(hall_problem(&h));
  h.capacity = 0;
  h.counters[0].letters = S("AZ");
  assert_non_null(hall_problem(&h));
}

/* ---- ten thousand days --------------------------------------------------------------------------------------- */

#define DAYS_OF_THE_TEST 10000
#define PEOPLE 90

static u64 chance_state;
static u64 chance(u64 below) {
  chance_state ^= chance_state << 13;
  chance_state ^= chance_state >> 7;
  chance_state ^= chance_state << 17;
  return chance_state % below;
}

struct person {
  struct waiting w;
  moment comes;
  int calls_before; /* calls made while this one waited and could be called */
  size_t ahead;     /* who waited when this one came, and is not done */
  bool there, called;
};

/* In the worst case every second call is a pickup; of the rest, people with and without an appointment have their shares;
 * of those without, two of three are priorities. So many calls each one before you costs at most; more would be starving. */
static int longest(const struct queue_rules *r, const struct person *p) {
  int share = r->walkin_share < 10 ? 10 : r->walkin_share > 90 ? 90 : r->walkin_share;
  if (p->w.kind == TICKET_APPOINTMENT) share = 100 - share;
  return (int)(p->ahead + 2) * 2 * 3 * (100 / share + 1);
}

/* Before an appointment come all that are earlier, whenever their people check in. */
static size_t people_ahead(const struct person *p, size_t people, size_t of) {
  size_t n = 0;
  bool booked_one = p[of].w.kind == TICKET_APPOINTMENT;
  for (size_t i = 0; i < people; i++) {
    bool earlier = booked_one ? p[i].w.kind == TICKET_APPOINTMENT && p[i].w.appointment_at <= p[of].w.appointment_at
                              : p[i].there;
    n += i != of && earlier && !p[i].called;
  }
  return n;
}

static void one_day(size_t people, int counters, const struct queue_rules *r) {
  static struct person p[PEOPLE];
  struct turns turns[4] = {0};
  moment free_at[4] = {AT(8, 0), AT(8, 0), AT(8, 0), AT(8, 0)};
  size_t left = people;
  for (size_t i = 0; i < people; i++) {
    p[i] = (struct person){.comes = AT(7, 30) + MINUTES((i64)chance(420))};
    u64 kind = chance(10);
    p[i].w = (struct waiting){.id = (i64)i + 1, .order_at = p[i].comes};
    if (kind < 3) p[i].w.kind = TICKET_PICKUP;
    else if (kind < 5) p[i].w.kind = TICKET_APPOINTMENT, p[i].w.appointment_at = p[i].comes + MINUTES((i64)chance(40)) - MINUTES(10);
    else if (kind < 7) p[i].w.priority = (enum ticket_priority)(1 + chance(3));
  }
  for (moment now = AT(7, 30); left > 0; now += MINUTES(1)) {
    assert_true(now < AT(30, 0)); /* a day ends: everybody was called */
    for (size_t i = 0; i < people; i++) {
      if (p[i].there || p[i].comes > now) continue;
      p[i].there = true;
      p[i].ahead = people_ahead(p, people, i);
    }
    for (int k = 0; k < counters; k++) {
      struct waiting list[PEOPLE];
      size_t n = 0, who[PEOPLE];
      if (free_at[k] > now) continue;
      for (size_t i = 0; i < people; i++)
        if (p[i].there && !p[i].called) who[n] = i, list[n++] = p[i].w;
      struct pick pick = queue_pick(list, n, turns[k], r, now);
      if (pick.at == n) continue;
      turns[k] = pick.turns;
      for (size_t i = 0; i < n; i++)
        p[who[i]].calls_before += i != pick.at && !(p[who[i]].w.kind == TICKET_APPOINTMENT && now < p[who[i]].w.appointment_at - r->early);
      struct person *chosen = &p[who[pick.at]];
      chosen->called = true;
      left--;
      assert_true(chosen->calls_before <= longest(r, chosen) * counters);
      free_at[k] = now + MINUTES(2 + (i64)chance(12));
    }
  }
}

static void nobody_starves_in_ten_thousand_days(void **state) {
  (void)state;
  chance_state = 0x5271990001;
  for (int day = 0; day < DAYS_OF_THE_TEST; day++) {
    struct queue_rules r = {.walkin_share = (int)chance(101), .early = QUEUE_EARLY};
    one_day(10 + chance(PEOPLE - 10), 1 + (int)chance(4), &r);
  }
}

/* Appointments without end: who came without one is still served in his share. */
static void walk_ins_keep_their_share_under_pressure(void **state) {
  (void)state;
  for (int share = 0; share <= 100; share += 10) {
    struct queue_rules r = {.walkin_share = share, .early = QUEUE_EARLY};
    struct turns t = {0};
    int walk_ins = 0;
    for (int i = 0; i < 1000; i++) {
      const struct waiting list[] = {booked(1, AT(9, 0), AT(9, 0)), walk_in(2, AT(8, 0))};
      struct pick p = queue_pick(list, 2, t, &r, AT(10, 0));
      t = p.turns;
      walk_ins += p.at == 1;
    }
    int expected = share < 10 ? 100 : share > 90 ? 900 : share * 10;
    assert_in_range(walk_ins, expected - 1, expected + 1);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(who_comes_first_is_first),
      cmocka_unit_test(at_most_two_priorities_in_a_row),
      cmocka_unit_test(appointments_come_at_their_time_beside_a_share_of_walk_ins),
      cmocka_unit_test(pickups_are_woven_in),
      cmocka_unit_test(who_came_back_in_time_is_first_once),
      cmocka_unit_test(a_wrong_key_is_taken_back_within_ten_seconds),
      cmocka_unit_test(late_for_an_appointment_waits_like_everybody),
      cmocka_unit_test(steps_of_a_ticket),
      cmocka_unit_test(codes_come_back),
      cmocka_unit_test(numbers_as_people_type_them),
      cmocka_unit_test(a_wait_is_learned_from_today),
      cmocka_unit_test(the_usual_hall_is_sound),
      cmocka_unit_test(nobody_starves_in_ten_thousand_days),
      cmocka_unit_test(walk_ins_keep_their_share_under_pressure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

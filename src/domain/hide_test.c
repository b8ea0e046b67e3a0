/* Nobody finds a small count by reckoning with what is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/hide.h"

#define LEAST 5

static i64 entry(const struct hide_table *t, int r, int c) {
  i64 sum = 0;
  if (r < t->rows && c < t->columns) return t->n[r][c];
  if (r < t->rows) return hide_total_of_row(t, r);
  if (c < t->columns) return hide_total_of_column(t, c);
  for (int i = 0; i < t->rows; i++) sum += hide_total_of_row(t, i);
  return sum;
}

static void one_small_count_takes_others_with_it(void **state) {
  (void)state;
  struct hide_table t = {.rows = 2, .columns = 3, .n = {{40, 3, 20}, {50, 60, 70}}};
  hide_small(&t, LEAST);
  assert_true(t.hidden[0][1]);                   /* 3 */
  assert_true(t.hidden[0][2]);                   /* the smallest beside it: else 63 - 40 - 20 */
  assert_true(t.hidden[1][1] && t.hidden[1][2]); /* and what would give those away by the column */
  assert_false(t.hidden[0][0] || t.hidden[1][0] || t.hidden[0][3] || t.hidden[2][1]);
}

static void what_is_large_or_nothing_is_shown(void **state) {
  (void)state;
  struct hide_table t = {.rows = 2, .columns = 2, .n = {{0, 5}, {17, 0}}};
  hide_small(&t, LEAST);
  for (int r = 0; r <= 2; r++)
    for (int c = 0; c <= 2; c++) assert_false(t.hidden[r][c]);
}

static void a_single_small_count_hides_its_total(void **state) {
  (void)state;
  struct hide_table t = {.rows = 1, .columns = 2, .n = {{0, 2}}};
  hide_small(&t, LEAST);
  assert_true(t.hidden[0][1] && t.hidden[0][2] && t.hidden[1][1] && t.hidden[1][2]);
}

/* What somebody can know: each hidden entry lies between two bounds, which every line narrows until nothing moves. */
struct bounds {
  i64 low[HIDE_ROWS + 1][HIDE_COLUMNS + 1], high[HIDE_ROWS + 1][HIDE_COLUMNS + 1];
};

static bool narrow(struct bounds *b, const int (*at)[2], int n, const int total[2]) {
  i64 low = 0, high = 0;
  bool moved = false;
#define LOW(p) b->low[(p)[0]][(p)[1]]
#define HIGH(p) b->high[(p)[0]][(p)[1]]
  for (int i = 0; i < n; i++) low += LOW(at[i]), high += HIGH(at[i]);
  if (low > LOW(total)) LOW(total) = low, moved = true;
  if (high < HIGH(total)) HIGH(total) = high, moved = true;
  for (int i = 0; i < n; i++) {
    i64 least = LOW(total) - (high - HIGH(at[i])), most = HIGH(total) - (low - LOW(at[i]));
    if (least > LOW(at[i])) LOW(at[i]) = least, moved = true;
    if (most < HIGH(at[i])) HIGH(at[i]) = most, moved = true;
  }
  return moved;
}

static void reckon(const struct hide_table *t, struct bounds *b) {
  for (int r = 0; r <= t->rows; r++)
    for (int c = 0; c <= t->columns; c++) {
      b->low[r][c] = t->hidden[r][c] ? 1 : entry(t, r, c); /* a zero would be shown */
      b->high[r][c] = t->hidden[r][c] ? 1000000 : entry(t, r, c);
    }
  for (int round = 0, moved = 1; moved && round < 200; round++) {
    moved = 0;
    for (int r = 0; r <= t->rows; r++) {
      int at[HIDE_COLUMNS][2], total[2] = {r, t->columns};
      for (int c = 0; c < t->columns; c++) at[c][0] = r, at[c][1] = c;
      moved |= narrow(b, at, t->columns, total);
    }
    for (int c = 0; c <= t->columns; c++) {
      int at[HIDE_ROWS][2], total[2] = {t->rows, c};
      for (int r = 0; r < t->rows; r++) at[r][0] = r, at[r][1] = c;
      moved |= narrow(b, at, t->rows, total);
    }
  }
}

static unsigned chance_state = 5271;
static unsigned chance(unsigned n) {
  chance_state = chance_state * 1664525u + 1013904223u;
  return (chance_state >> 8) % n;
}

static void must_be_safe(const struct hide_table *t) {
  struct bounds b;
  reckon(t, &b);
  for (int r = 0; r <= t->rows; r++)
    for (int c = 0; c <= t->columns; c++) {
      i64 n = entry(t, r, c);
      if (!t->hidden[r][c]) assert_true(n == 0 || n >= LEAST);
      else assert_true(b.low[r][c] < b.high[r][c]); /* never known exactly */
      if (t->hidden[r][c]) assert_true(b.low[r][c] <= n && n <= b.high[r][c]);
    }
}

static void random_tables_keep_their_secrets(void **state) {
  (void)state;
  for (int round = 0; round < 3000; round++) {
    struct hide_table t = {.rows = 1 + (int)chance(12), .columns = 1 + (int)chance(8)};
    for (int r = 0; r < t.rows; r++)
      for (int c = 0; c < t.columns; c++) t.n[r][c] = chance(3) ? chance(round % 2 ? 9 : 60) : 0;
    hide_small(&t, LEAST);
    must_be_safe(&t);
  }
}

/* All tables a reader could think of: whatever is hidden has two values at least that fit what is shown. */
struct thought {
  const struct hide_table *t;
  i64 cell[9];
  i64 seen_low[9], seen_high[9];
};
static bool fits(const struct thought *h) {
  struct hide_table other = {.rows = h->t->rows, .columns = h->t->columns};
  for (int i = 0; i < other.rows * other.columns; i++) other.n[i / other.columns][i % other.columns] = h->cell[i];
  for (int r = 0; r <= other.rows; r++)
    for (int c = 0; c <= other.columns; c++) {
      if (!h->t->hidden[r][c] && entry(&other, r, c) != entry(h->t, r, c)) return false;
      if (h->t->hidden[r][c] && entry(&other, r, c) == 0) return false;
    }
  return true;
}
static void think(struct thought *h, int i) {
  int cells = h->t->rows * h->t->columns;
  if (i == cells) {
    if (!fits(h)) return;
    for (int k = 0; k < cells; k++) {
      if (h->cell[k] < h->seen_low[k]) h->seen_low[k] = h->cell[k];
      if (h->cell[k] > h->seen_high[k]) h->seen_high[k] = h->cell[k];
    }
    return;
  }
  int r = i / h->t->columns, c = i % h->t->columns;
  if (!h->t->hidden[r][c]) {
    h->cell[i] = h->t->n[r][c];
    think(h, i + 1);
    return;
  }
  for (h->cell[i] = 1; h->cell[i] <= 11; h->cell[i]++) think(h, i + 1);
}

static void whoever_tries_all_tables_finds_none(void **state) {
  (void)state;
  for (int round = 0; round < 150; round++) {
    struct hide_table t = {.rows = 2, .columns = 2 + (int)chance(2)};
    struct thought h = {.t = &t};
    int cells = t.rows * t.columns;
    for (int i = 0; i < cells; i++) t.n[i / t.columns][i % t.columns] = chance(4) ? chance(10) : 0;
    hide_small(&t, LEAST);
    for (int i = 0; i < cells; i++) h.seen_low[i] = 1000, h.seen_high[i] = -1;
    think(&h, 0);
    for (int i = 0; i < cells; i++)
      if (t.hidden[i / t.columns][i % t.columns]) assert_true(h.seen_low[i] < h.seen_high[i]);
  }
}

static void two_tables_with_the_same_totals_hide_the_same(void **state) {
  (void)state;
  for (int round = 0; round < 2000; round++) {
    struct hide_table a = {.rows = 1 + (int)chance(10), .columns = 6}, b = {.rows = a.rows, .columns = 4};
    for (int r = 0; r < a.rows; r++)
      for (int i = 0; i < (int)chance(30); i++) a.n[r][chance(6)]++, b.n[r][chance(4)]++;
    hide_small_together(&a, &b, LEAST);
    must_be_safe(&a);
    must_be_safe(&b);
    for (int r = 0; r <= a.rows; r++) assert_int_equal(a.hidden[r][a.columns], b.hidden[r][b.columns]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_small_count_takes_others_with_it), cmocka_unit_test(what_is_large_or_nothing_is_shown),
      cmocka_unit_test(a_single_small_count_hides_its_total), cmocka_unit_test(random_tables_keep_their_secrets),
      cmocka_unit_test(whoever_tries_all_tables_finds_none),
      cmocka_unit_test(two_tables_with_the_same_totals_hide_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

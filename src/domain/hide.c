#include "domain/hide.h"

i64 hide_total_of_row(const struct hide_table *t, int row) {
  i64 sum = 0;
  for (int c = 0; c < t->columns; c++) sum += t->n[row][c];
  return sum;
}

i64 hide_total_of_column(const struct hide_table *t, int column) {
  i64 sum = 0;
  for (int r = 0; r < t->rows; r++) sum += t->n[r][column];
  return sum;
}

/* One entry of the table with its totals: row == rows or column == columns is a total. */
static i64 value(const struct hide_table *t, int row, int column) {
  i64 sum = 0;
  if (row < t->rows && column < t->columns) return t->n[row][column];
  if (row < t->rows) return hide_total_of_row(t, row);
  if (column < t->columns) return hide_total_of_column(t, column);
  for (int r = 0; r < t->rows; r++) sum += hide_total_of_row(t, r);
  return sum;
}

/* A line of the table: a row (with its total at the end) or a column. */
struct line {
  struct hide_table *t;
  bool row;
  int at, n; /* n: entries without the total */
};
static i64 line_value(const struct line *l, int i) { return l->row ? value(l->t, l->at, i) : value(l->t, i, l->at); }
static bool *line_hidden(const struct line *l, int i) { return l->row ? &l->t->hidden[l->at][i] : &l->t->hidden[i][l->at]; }

/* The smallest shown entry above 0; the total is the last choice. -1: none. */
static int smallest_shown(const struct line *l) {
  int best = -1;
  for (int i = 0; i < l->n; i++)
    if (!*line_hidden(l, i) && line_value(l, i) > 0 && (best < 0 || line_value(l, i) < line_value(l, best))) best = i;
  if (best < 0 && !*line_hidden(l, l->n) && line_value(l, l->n) > 0) best = l->n;
  return best;
}

static bool line_is_safe(const struct line *l, i64 least) {
  int hidden = 0;
  i64 sum = 0;
  for (int i = 0; i < l->n; i++)
    if (*line_hidden(l, i)) hidden++, sum += line_value(l, i);
  if (*line_hidden(l, l->n)) return hidden > 0 || line_value(l, l->n) == 0; /* the shown ones would add up to it */
  return hidden == 0 || (hidden > 1 && sum >= least);
}

static bool mend(const struct line *l, i64 least) {
  bool changed = false;
  while (!line_is_safe(l, least)) {
    int i = smallest_shown(l);
    if (i < 0) break;
    *line_hidden(l, i) = changed = true;
  }
  return changed;
}

static bool mend_lines(struct hide_table *t, i64 least) {
  bool changed = false;
  for (int r = 0; r <= t->rows; r++) changed |= mend(&(struct line){t, true, r, t->columns}, least);
  for (int c = 0; c <= t->columns; c++) changed |= mend(&(struct line){t, false, c, t->rows}, least);
  return changed;
}

static void hide_first(struct hide_table *t, i64 least) {
  for (int r = 0; r <= t->rows; r++)
    for (int c = 0; c <= t->columns; c++) {
      i64 n = value(t, r, c);
      if (n > 0 && n < least) t->hidden[r][c] = true;
    }
}

/* ---- what somebody can reckon -------------------------------------------------------------------------- */

#define ROUNDS 200
#define BOUNDLESS 1000000000

/* Between which bounds each entry must lie: every line narrows them until nothing moves. */
struct bounds {
  i64 low[HIDE_ROWS + 1][HIDE_COLUMNS + 1], high[HIDE_ROWS + 1][HIDE_COLUMNS + 1];
};
/* One table, or two that share their totals of rows. */
struct sight {
  struct hide_table *t[2];
  struct bounds b[2];
  int n;
};

static void first_bounds(const struct hide_table *t, struct bounds *b) {
  for (int r = 0; r <= t->rows; r++)
    for (int c = 0; c <= t->columns; c++) {
      bool hidden = t->hidden[r][c];
      b->low[r][c] = hidden ? 1 : value(t, r, c); /* a zero would be shown */
      b->high[r][c] = hidden ? BOUNDLESS : value(t, r, c);
    }
}

static bool raise(i64 *low, i64 to) {
  bool moves = to > *low;
  if (moves) *low = to;
  return moves;
}
static bool lower(i64 *high, i64 to) {
  bool moves = to < *high;
  if (moves) *high = to;
  return moves;
}

static bool narrow(struct bounds *b, const struct line *l) {
  i64 *low[HIDE_ROWS + HIDE_COLUMNS], *high[HIDE_ROWS + HIDE_COLUMNS], least = 0, most = 0;
  bool moved = false;
  for (int i = 0; i <= l->n; i++) {
    low[i] = l->row ? &b->low[l->at][i] : &b->low[i][l->at];
    high[i] = l->row ? &b->high[l->at][i] : &b->high[i][l->at];
    if (i < l->n) least += *low[i], most += *high[i];
  }
  moved |= raise(low[l->n], least);
  moved |= lower(high[l->n], most);
  for (int i = 0; i < l->n; i++) {
    i64 own_low = *low[i], own_high = *high[i];
    moved |= raise(low[i], *low[l->n] - (most - own_high));
    moved |= lower(high[i], *high[l->n] - (least - own_low));
  }
  return moved;
}

static bool narrow_all(struct sight *s) {
  bool moved = false;
  for (int k = 0; k < s->n; k++) {
    struct hide_table *t = s->t[k];
    for (int r = 0; r <= t->rows; r++) moved |= narrow(&s->b[k], &(struct line){t, true, r, t->columns});
    for (int c = 0; c <= t->columns; c++) moved |= narrow(&s->b[k], &(struct line){t, false, c, t->rows});
  }
  for (int r = 0; s->n == 2 && r <= s->t[0]->rows; r++) {
    int x = s->t[0]->columns, y = s->t[1]->columns;
    moved |= raise(&s->b[0].low[r][x], s->b[1].low[r][y]);
    moved |= raise(&s->b[1].low[r][y], s->b[0].low[r][x]);
    moved |= lower(&s->b[0].high[r][x], s->b[1].high[r][y]);
    moved |= lower(&s->b[1].high[r][y], s->b[0].high[r][x]);
  }
  return moved;
}

static void reckon(struct sight *s) {
  for (int k = 0; k < s->n; k++) first_bounds(s->t[k], &s->b[k]);
  for (int i = 0; i < ROUNDS && narrow_all(s); i++) continue;
}

/* ---- hiding more ------------------------------------------------------------------------------------------ */

/* The smallest shown entry of a whole table. */
static bool hide_any(struct hide_table *t) {
  int row = -1, column = -1;
  for (int r = 0; r <= t->rows; r++)
    for (int c = 0; c <= t->columns; c++)
      if (!t->hidden[r][c] && value(t, r, c) > 0 && (row < 0 || value(t, r, c) < value(t, row, column))) row = r, column = c;
  if (row >= 0) t->hidden[row][column] = true;
  return row >= 0;
}

/* Something beside an entry that can be reckoned: the smallest of its two lines. */
static bool hide_beside(struct hide_table *t, int row, int column) {
  struct line lines[] = {{t, true, row, t->columns}, {t, false, column, t->rows}};
  int best = -1, at = -1;
  for (int k = 0; k < 2; k++) {
    int i = smallest_shown(&lines[k]);
    if (i >= 0 && (best < 0 || line_value(&lines[k], i) < line_value(&lines[best], at))) best = k, at = i;
  }
  if (best < 0) return hide_any(t);
  *line_hidden(&lines[best], at) = true;
  return true;
}

/* Hidden, and yet known more closely than "fewer than `least`" says. */
static bool uncover(struct sight *s, i64 least) {
  reckon(s);
  for (int k = 0; k < s->n; k++)
    for (int r = 0; r <= s->t[k]->rows; r++)
      for (int c = 0; c <= s->t[k]->columns; c++) {
        bool known = s->b[k].high[r][c] - s->b[k].low[r][c] < least - 2;
        if (s->t[k]->hidden[r][c] && known && hide_beside(s->t[k], r, c)) return true;
      }
  return false;
}

static bool share_totals(struct sight *s) {
  bool changed = false;
  for (int r = 0; s->n == 2 && r <= s->t[0]->rows; r++) {
    bool *x = &s->t[0]->hidden[r][s->t[0]->columns], *y = &s->t[1]->hidden[r][s->t[1]->columns];
    changed |= *x != *y;
    *x = *y = *x || *y;
  }
  return changed;
}

static void hide(struct sight *s, i64 least) {
  bool changed = true;
  for (int k = 0; k < s->n; k++) hide_first(s->t[k], least);
  while (changed) { /* each time round something more is hidden: it ends */
    changed = false;
    for (int k = 0; k < s->n; k++) changed |= mend_lines(s->t[k], least);
    changed |= share_totals(s);
    if (!changed) changed = uncover(s, least);
  }
}

void hide_small(struct hide_table *t, i64 least) { hide(&(struct sight){.t = {t}, .n = 1}, least); }

void hide_small_together(struct hide_table *a, struct hide_table *b, i64 least) { hide(&(struct sight){.t = {a, b}, .n = 2}, least); }

/* Where the columns, the line and the labels of a chart stand. */
#include "report/figures.h"

#define LEFT 56
#define RIGHT 8
#define TOP 10
#define BOTTOM 26
#define TICKS 4
#define MAX_X_LABELS 8

/* 1, 2, 5, 10, 20, 50 ...: the smallest step that reaches max in TICKS steps. */
static i64 nice_step(double max) {
  for (i64 unit = 1;; unit *= 10) {
    static const int steps[] = {1, 2, 5};
    for (size_t i = 0; i < COUNT(steps); i++)
      if ((double)(unit * steps[i] * TICKS) >= max) return unit * steps[i];
  }
}

struct frame {
  struct arena *arena;
  const struct figures_block *b;
  struct chart_shape *shapes;
  size_t n;
  double top_value;
};

static double value_of(const struct frame *f, size_t row, int column) {
  return f->b->cells[row * f->b->column_count + (size_t)column].value;
}

static int y_of(const struct frame *f, double value) {
  double share = f->top_value > 0 ? value / f->top_value : 0;
  if (share < 0) share = 0;
  return CHART_HEIGHT - BOTTOM - (int)(share * (CHART_HEIGHT - TOP - BOTTOM) + 0.5);
}

static double slot(const struct frame *f) { return (double)(CHART_WIDTH - LEFT - RIGHT) / (double)(f->b->rows ? f->b->rows : 1); }
static int middle(const struct frame *f, size_t row) { return LEFT + (int)(slot(f) * ((double)row + 0.5)); }

static void draw_grid(struct frame *f, enum lang lang) {
  i64 step = (i64)(f->top_value / TICKS);
  for (int i = 0; i <= TICKS; i++) {
    int y = y_of(f, (double)(step * i));
    str label = arena_printf(f->arena, "%lld", (long long)(step * i));
    if (step * i >= 1000)
      label = arena_printf(f->arena, "%lld%c%03lld", (long long)(step * i / 1000), lang == LANG_EN ? ',' : '.', (long long)(step * i % 1000));
    f->shapes[f->n++] = (struct chart_shape){CHART_GRID, LEFT, y, CHART_WIDTH - LEFT - RIGHT, 0, S("")};
    f->shapes[f->n++] = (struct chart_shape){CHART_Y_LABEL, LEFT - 6, y + 4, 0, 0, label};
  }
}

static void draw_columns(struct frame *f) {
  const struct figures_chart *c = f->b->chart;
  int width = (int)(slot(f) * 0.66);
  for (size_t i = 0; i < f->b->rows; i++) {
    int y = y_of(f, value_of(f, i, c->column_at)), floor = y_of(f, 0);
    enum chart_kind kind = c->last_is_running && i + 1 == f->b->rows ? CHART_RUNNING_COLUMN : CHART_COLUMN;
    f->shapes[f->n++] = (struct chart_shape){kind, middle(f, i) - width / 2, y, width > 1 ? width : 1, floor - y, S("")};
  }
}

static void draw_line(struct frame *f) {
  const struct figures_chart *c = f->b->chart;
  struct buf points = buf_new(f->arena, 16384);
  for (size_t i = 0; i < f->b->rows; i++) {
    int y = y_of(f, value_of(f, i, c->line_at));
    buf_printf(&points, "%s%d,%d", i ? " " : "", middle(f, i), y);
    f->shapes[f->n++] = (struct chart_shape){CHART_DOT, middle(f, i), y, 0, 0, S("")};
  }
  f->shapes[f->n++] = (struct chart_shape){CHART_LINE, 0, 0, 0, 0, buf_str(&points)};
}

static void draw_labels(struct frame *f) {
  size_t every = (f->b->rows + MAX_X_LABELS - 1) / MAX_X_LABELS;
  for (size_t i = 0; i < f->b->rows; i++) {
    str label = f->b->cells[i * f->b->column_count + (size_t)f->b->chart->label_at].text;
    if (f->b->chart->short_labels) label = utf8_cut(label, 3);
    if ((f->b->rows - 1 - i) % (every ? every : 1) == 0)
      f->shapes[f->n++] = (struct chart_shape){CHART_X_LABEL, middle(f, i), CHART_HEIGHT - 6, 0, 0, label};
  }
}

struct chart figures_chart(struct arena *a, enum lang lang, const struct figures_block *b) {
  if (!b->chart) return (struct chart){0};
  struct frame f = {.arena = a, .b = b, .shapes = arena_array(a, struct chart_shape, b->rows * 3 + 2 * TICKS + 8)};
  double max = 1;
  for (size_t i = 0; i < b->rows; i++) {
    if (value_of(&f, i, b->chart->column_at) > max) max = value_of(&f, i, b->chart->column_at);
    if (value_of(&f, i, b->chart->line_at) > max) max = value_of(&f, i, b->chart->line_at);
  }
  f.top_value = (double)(nice_step(max) * TICKS);
  draw_grid(&f, lang);
  draw_columns(&f);
  draw_line(&f);
  draw_labels(&f);
  return (struct chart){f.shapes, f.n};
}

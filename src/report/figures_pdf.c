/* The report on paper: A4 with the letterhead; every chart above its table. */
#include "base/limits.h"
#include "locale/text.h"
#include "report/figures.h"
#include "report/letterhead.h"
#include "report/sheet.h"

/* ---- the chart --------------------------------------------------------------------------------------- */

struct place {
  double x, y, scale;
};

static void ink(cairo_t *cr, double grey) { cairo_set_source_rgb(cr, grey, grey, grey); }
static void nila(cairo_t *cr) { cairo_set_source_rgb(cr, 0x24 / 255.0, 0x3C / 255.0, 0x7C / 255.0); }

static void draw_points(cairo_t *cr, str points, struct place at) {
  str point, x;
  for (bool first = true; str_cut(&points, ' ', &point); first = false) {
    i64 px = 0, py = 0;
    str_cut(&point, ',', &x);
    if (!str_to_i64(x, &px) || !str_to_i64(point, &py)) continue;
    if (first) cairo_move_to(cr, at.x + (double)px * at.scale, at.y + (double)py * at.scale);
    else cairo_line_to(cr, at.x + (double)px * at.scale, at.y + (double)py * at.scale);
  }
  cairo_set_line_width(cr, 1.4);
  ink(cr, 0.1);
  cairo_stroke(cr);
}

static void draw_shape(struct sheet *s, const struct chart_shape *shape, struct place at) {
  cairo_t *cr = s->cr;
  double x = at.x + shape->x * at.scale, y = at.y + shape->y * at.scale, w = shape->w * at.scale, h = shape->h * at.scale;
  cairo_new_path(cr);
  switch (shape->kind) {
    case CHART_COLUMN:
    case CHART_RUNNING_COLUMN:
      nila(cr);
      cairo_set_line_width(cr, 0.7);
      cairo_rectangle(cr, x, y, w, h);
      if (shape->kind == CHART_COLUMN) cairo_fill(cr);
      else cairo_stroke(cr);
      return;
    case CHART_GRID:
      ink(cr, 0.8);
      cairo_set_line_width(cr, 0.4);
      cairo_move_to(cr, x, y);
      cairo_line_to(cr, x + w, y);
      cairo_stroke(cr);
      return;
    case CHART_LINE: draw_points(cr, shape->text, at); return;
    case CHART_DOT:
      ink(cr, 0.1);
      cairo_arc(cr, x, y, 1.8, 0, 6.2832);
      cairo_fill(cr);
      return;
    case CHART_X_LABEL: sheet_number_at(s, TYPE_TINY, INK_SOFT, x + 10, y - 8, shape->text); return;
    case CHART_Y_LABEL: sheet_number_at(s, TYPE_TINY, INK_SOFT, x, y - 9, shape->text); return;
  }
}

static void draw_chart(struct sheet *s, const struct figures_block *b) {
  const struct figures_chart *about = b->chart;
  struct place at = {s->left, 0, s->width / CHART_WIDTH};
  double height = CHART_HEIGHT * at.scale;
  sheet_need(s, height + 34);
  at.y = s->y;
  struct chart c = figures_chart(s->arena, s->about->lang, b);
  for (size_t i = 0; s->pages && i < c.n; i++) draw_shape(s, &c.shapes[i], at);
  s->y += height + 4;
  sheet_text(s, TYPE_SMALL, INK_SOFT, 8,
             TEXT(s->arena, s->about->lang, T_HEAD_CHART_KEY, ARG("columns", about->columns), ARG("line", about->line)));
}

/* ---- tables --------------------------------------------------------------------------------------------- */

#define PAD 3.5
#define BAR_HEIGHT 2.6

struct grid { /* how one table stands on the sheet */
  const struct figures_block *b;
  enum type type;
  double label, column, last; /* widths; the sum at the end of a heat map has more room */
  double max;           /* of the column drawn as bars */
};

static double column_width(const struct grid *g, size_t column) {
  if (!column) return g->label;
  return column + 1 == g->b->column_count ? g->last : g->column;
}

static double column_right(const struct sheet *s, const struct grid *g, size_t column) {
  if (column + 1 == g->b->column_count) return s->left + s->width - PAD;
  return s->left + g->label + g->column * (double)column - PAD;
}

static bool is_text(const struct grid *g, size_t column) { return g->b->columns[column].kind == FIGURES_TEXT; }

static double head_height(struct sheet *s, const struct grid *g) {
  double most = 0;
  for (size_t i = 0; i < g->b->column_count; i++) {
    double h = sheet_text_height(s, TYPE_TINY, column_width(g, i) - 2 * PAD, 3, g->b->columns[i].head);
    if (h > most) most = h;
  }
  return most + 2 * PAD;
}

/* A head above numbers ends where they end, when it fits on a line. */
static void draw_head(struct sheet *s, const struct grid *g, double height) {
  sheet_fill(s, FILL_SUNKEN, s->left, s->y, s->width, height, 2);
  for (size_t i = 0; i < g->b->column_count; i++) {
    double w = column_width(g, i) - 2 * PAD, x = i ? column_right(s, g, i) - w : s->left + PAD;
    str head = g->b->columns[i].head;
    bool one_line = sheet_text_height(s, TYPE_TINY, w, 3, head) <= sheet_text_height(s, TYPE_TINY, w, 1, S("0")) + 0.5;
    if (i && !is_text(g, i) && one_line) sheet_number_at(s, TYPE_TINY, INK_SOFT, column_right(s, g, i), s->y + PAD, head);
    else sheet_text_at(s, TYPE_TINY, INK_SOFT, x, s->y + PAD, w, 3, head);
  }
  s->y += height;
}

static double row_height(struct sheet *s, const struct grid *g, const struct figures_cell *row) {
  double most = sheet_text_height(s, g->type, g->label - 2 * PAD, 2, row[0].text) + (g->b->bar >= 0 ? BAR_HEIGHT + 1 : 0);
  for (size_t i = 1; i < g->b->column_count; i++) {
    double h = is_text(g, i) ? sheet_text_height(s, g->type, column_width(g, i) - 2 * PAD, 2, row[i].text) : 0;
    if (h > most) most = h;
  }
  return most + PAD;
}

static void draw_cell(struct sheet *s, const struct grid *g, const struct figures_cell *cell, size_t i, double height) {
  double right = column_right(s, g, i), w = column_width(g, i);
  if (cell->heat) sheet_fill(s, cell->heat >= 4 ? FILL_KUNYIT : FILL_NILA_SOFT, right + PAD - w, s->y, w, height, 0);
  if (is_text(g, i)) sheet_text_at(s, g->type, INK_TEXT, right - w + 2 * PAD, s->y + PAD / 2, w - 2 * PAD, 2, cell->text);
  else sheet_number_at(s, g->type, cell->none ? INK_SOFT : INK_TEXT, right, s->y + PAD / 2, cell->none ? S("–") : cell->text);
}

static void draw_row(struct sheet *s, const struct grid *g, const struct figures_cell *row, double height) {
  double w = g->label - 2 * PAD, h = sheet_text_at(s, g->type, INK_TEXT, s->left + PAD, s->y + PAD / 2, w, 2, row[0].text);
  for (size_t i = 1; i < g->b->column_count; i++) draw_cell(s, g, &row[i], i, height);
  double share = g->b->bar >= 0 && g->max > 0 ? row[g->b->bar].value / g->max : 0;
  if (share > 0) {
    nila(s->cr);
    cairo_rectangle(s->cr, s->left + PAD, s->y + PAD / 2 + h, w * share, BAR_HEIGHT);
    cairo_fill(s->cr);
  }
  s->y += height;
  sheet_rule(s, s->left, s->y - 0.3, s->width);
}

static struct grid grid_of(const struct sheet *s, const struct figures_block *b) {
  double columns = (double)(b->column_count > 1 ? b->column_count - 1 : 1);
  double label = s->width * (b->heat_map ? 0.2 : b->column_count > 3 ? 0.34 : 0.5), last = (s->width - label) / columns;
  if (b->heat_map && last < 32) last = 32;
  struct grid g = {b, b->heat_map ? TYPE_TINY : TYPE_SMALL, label, last, last, 0};
  if (b->column_count > 2) g.column = (s->width - label - last) / (columns - 1);
  for (size_t i = 0; b->bar >= 0 && i < b->rows; i++) {
    double v = b->cells[i * b->column_count + (size_t)b->bar].value;
    if (v > g.max) g.max = v;
  }
  return g;
}

/* The head is repeated on each page; no row is cut by a page's end. */
static void draw_table(struct sheet *s, const struct figures_block *b) {
  struct grid g = grid_of(s, b);
  double head = head_height(s, &g);
  for (size_t i = 0; i < b->rows; i++) {
    const struct figures_cell *row = b->cells + i * b->column_count;
    double height = row_height(s, &g, row);
    int page = s->page;
    sheet_need(s, height + (i ? 0 : head));
    if (i == 0 || s->page != page) draw_head(s, &g, head);
    draw_row(s, &g, row, height);
  }
  sheet_skip(s, 4);
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

static void draw_report(struct sheet *s, const void *paper) {
  const struct figures_report *r = paper;
  letterhead(s, &r->office);
  sheet_text(s, TYPE_TITLE, INK_TEXT, 2, r->title);
  sheet_text(s, TYPE_BODY, INK_TEXT, 0, r->period);
  sheet_text(s, TYPE_SMALL, INK_SOFT, 6, r->counted);
  for (size_t i = 0; i < r->block_count; i++) {
    const struct figures_block *b = &r->blocks[i];
    sheet_head(s, 70, b->title);
    if (b->note.n) sheet_text(s, TYPE_SMALL, INK_SOFT, 5, b->note);
    if (!b->rows) {
      sheet_text(s, TYPE_BODY, INK_SOFT, 5, text_plain(r->lang, T_HEAD_NOTHING));
      continue;
    }
    if (b->chart) draw_chart(s, b);
    draw_table(s, b);
  }
}

enum err figures_pdf(struct arena *a, const struct figures_report *r, str *ret_pdf) {
  for (size_t i = 0; i < r->block_count; i++)
    if (r->blocks[i].rows > MAX_PAPER_ROWS) return E_LIMIT;
  struct sheet_about about = letter_sheet(a, r->lang, r->title, r->period, &r->office, r->made_at);
  return sheet_make(a, &about, draw_report, r, ret_pdf);
}

/* A table of the official forms: a row for each person, as many rows as the printed sheet has, the rest on a sheet
 * more. Columns that do not stand side by side follow below under the same numbers, as on the printed form. */
#include "report/form_table.h"

#define PRINTED_ROWS 10
#define NUMBER_WIDTH 24
#define CODE_WIDTH 60
#define DIGITS_WIDTH 96
#define BRIEF_WIDTH 56
#define TEXT_WIDTH 84
#define PAD 2.5
#define LINES 3

/* Columns from..to side by side. */
struct part {
  const struct form_table *t;
  size_t from, to;
  double spare; /* for each column of free text */
};

static double least_width(const struct form_line *column) {
  if (column->code_count) return CODE_WIDTH;
  if (column->brief) return BRIEF_WIDTH;
  return column->boxes ? DIGITS_WIDTH : TEXT_WIDTH;
}

static bool is_text(const struct form_line *column) { return !column->code_count && !column->boxes && !column->brief; }

static double width_of(const struct part *p, size_t column) {
  const struct form_line *line = &p->t->columns[column];
  return least_width(line) + (is_text(line) ? p->spare : 0);
}

static struct part part_from(const struct sheet *s, const struct form_table *t, size_t from) {
  struct part p = {t, from, from, 0};
  double left = s->width - NUMBER_WIDTH;
  size_t texts = 0;
  while (p.to < t->column_count && (p.to == from || least_width(&t->columns[p.to]) <= left)) {
    left -= least_width(&t->columns[p.to]);
    texts += is_text(&t->columns[p.to++]);
  }
  p.spare = texts && left > 0 ? left / (double)texts : 0;
  return p;
}

/* ---- one line of cells ----------------------------------------------------------------------------------------- */

static str cell_of(const struct part *p, size_t row, size_t column) {
  return row < p->t->rows ? p->t->cells[row * p->t->column_count + column] : S("");
}

static double line_height(struct sheet *s, const struct part *p, enum type type, size_t row, bool head) {
  double most = 11;
  for (size_t i = p->from; i < p->to; i++) {
    double h =
        sheet_text_height(s, type, width_of(p, i) - 2 * PAD, LINES, head ? p->t->columns[i].label : cell_of(p, row, i));
    if (h > most) most = h;
  }
  return most + 2 * PAD;
}

static void draw_cell(struct sheet *s, enum type type, double x, double w, double h, str text) {
  sheet_frame(s, x, s->y, w, h);
  sheet_text_at(s, type, INK_TEXT, x + PAD, s->y + PAD, w - 2 * PAD, LINES, text);
}

static void draw_line(struct sheet *s, const struct part *p, enum type type, size_t row, bool head) {
  double x = s->left + NUMBER_WIDTH, h = line_height(s, p, type, row, head);
  draw_cell(s, type, s->left, NUMBER_WIDTH, h,
            head ? text_plain(LANG_ID, T_PAPER_FORM_ROW) : arena_printf(s->arena, "%zu", row + 1));
  for (size_t i = p->from; i < p->to; i++) {
    draw_cell(s, type, x, width_of(p, i), h, head ? p->t->columns[i].label : cell_of(p, row, i));
    x += width_of(p, i);
  }
  s->y += h;
}

/* ---- a part ------------------------------------------------------------------------------------------------------ */

/* "Jenis kelamin: L Laki-laki · P Perempuan" */
static void draw_codes(struct sheet *s, const struct form_line *column) {
  struct buf b = buf_new(s->arena, 4096);
  if (!column->code_count) return;
  buf_printf(&b, STR_FMT ": ", STR_ARG(column->label));
  for (size_t i = 0; i < column->code_count; i++)
    buf_printf(&b, "%s" STR_FMT " " STR_FMT, i ? " · " : "", STR_ARG(column->codes[i].code),
               STR_ARG(column->codes[i].label));
  sheet_text(s, TYPE_TINY, INK_SOFT, 1, buf_str(&b));
}

static void draw_part(struct sheet *s, const struct part *p, size_t first) {
  double h = line_height(s, p, TYPE_TINY_STRONG, 0, true);
  for (size_t row = first; row < first + PRINTED_ROWS; row++) h += line_height(s, p, TYPE_SMALL, row, false);
  sheet_need(s, h);
  draw_line(s, p, TYPE_TINY_STRONG, 0, true);
  for (size_t row = first; row < first + PRINTED_ROWS; row++) draw_line(s, p, TYPE_SMALL, row, false);
  sheet_skip(s, 3);
  for (size_t i = p->from; i < p->to; i++) draw_codes(s, &p->t->columns[i]);
  sheet_skip(s, 5);
}

void form_table_draw(struct sheet *s, const struct form_table *t, size_t first) {
  for (size_t column = 0; column < t->column_count;) {
    struct part p = part_from(s, t, column);
    draw_part(s, &p, first);
    column = p.to;
  }
}

size_t form_table_sheets(const struct form_table *t) {
  return t->rows <= PRINTED_ROWS ? 1 : (t->rows + PRINTED_ROWS - 1) / PRINTED_ROWS;
}
size_t form_table_first(size_t sheet) { return sheet * PRINTED_ROWS; }

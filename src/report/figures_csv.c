#include "base/limits.h"
#include "report/figures.h"

#define MARK "\xEF\xBB\xBF" /* spreadsheets read UTF-8 then */

/* =, +, -, @ begin a formula, a tab or a carriage return before them does not help. A number may begin with a minus. */
static bool looks_like_formula(str t) {
  if (!t.n || !strchr("=+-@\t\r", t.p[0])) return false;
  bool number = t.p[0] == '-' && t.n > 1;
  for (size_t i = 1; i < t.n; i++) number = number && ((t.p[i] >= '0' && t.p[i] <= '9') || t.p[i] == '.' || t.p[i] == ',');
  return !number;
}

void csv_field(struct buf *b, str text, char separator) {
  bool formula = looks_like_formula(text), quoted = formula;
  for (size_t i = 0; i < text.n; i++)
    quoted = quoted || text.p[i] == separator || text.p[i] == '"' || text.p[i] == '\n' || text.p[i] == '\r';
  if (quoted) buf_byte(b, '"');
  if (formula) buf_byte(b, '\'');
  for (size_t i = 0; i < text.n; i++) {
    if (text.p[i] == '"') buf_byte(b, '"');
    buf_byte(b, text.p[i]);
  }
  if (quoted) buf_byte(b, '"');
}

static void end_line(struct buf *b) { buf_add(b, S("\r\n")); }

/* Numbers as a machine reads them: no thousands, a point; a percentage is what stands before the sign. */
static void put_cell(struct buf *b, const struct figures_cell *cell, enum figures_kind kind, char separator) {
  if (cell->none) return;
  switch (kind) {
    case FIGURES_TEXT: csv_field(b, cell->text, separator); return;
    case FIGURES_DAY: buf_add(b, date_iso(b->arena, date_of_days((i64)cell->value))); return;
    case FIGURES_COUNT: buf_printf(b, "%lld", (long long)cell->value); return;
    case FIGURES_PERCENT: buf_printf(b, "%.1f", cell->value); return;
    case FIGURES_DECIMAL: buf_printf(b, "%.2f", cell->value); return;
  }
}

static void put_block(struct buf *b, const struct figures_block *block, char separator) {
  csv_field(b, block->title, separator);
  end_line(b);
  for (size_t i = 0; i < block->column_count; i++) {
    if (i) buf_byte(b, separator);
    csv_field(b, block->columns[i].head, separator);
  }
  end_line(b);
  for (size_t i = 0; i < block->rows * block->column_count; i++) {
    size_t column = i % block->column_count;
    if (column) buf_byte(b, separator);
    put_cell(b, &block->cells[i], block->columns[column].kind, separator);
    if (column + 1 == block->column_count) end_line(b);
  }
  end_line(b);
}

enum err figures_csv(struct arena *a, const struct figures_report *r, char separator, str *ret_csv) {
  struct buf b = buf_new(a, MAX_PAPER);
  const str head[] = {r->title, r->office.name, r->office.place, r->period, r->counted};
  buf_add(&b, S(MARK));
  for (size_t i = 0; i < COUNT(head); i++) {
    if (i) buf_byte(&b, separator);
    csv_field(&b, head[i], separator);
  }
  end_line(&b);
  end_line(&b);
  for (size_t i = 0; i < r->block_count; i++) put_block(&b, &r->blocks[i], separator);
  if (b.full) return E_LIMIT;
  *ret_csv = buf_str(&b);
  return E_OK;
}

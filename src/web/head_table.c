#include "web/head_table.h"

struct table table_begin(struct ctx *c, struct blocks *out, const char *code, enum text_key title, const struct figures_column *columns, size_t n) {
  struct figures_block *b = &out->at[out->n++];
  struct figures_column *kept = arena_array(c->arena, struct figures_column, n);
  memcpy(kept, columns, n * sizeof *columns);
  *b = (struct figures_block){.code = code, .title = text_plain(c->lang, title), .columns = kept, .column_count = n, .bar = FIGURES_NO_BAR};
  return (struct table){.c = c, .b = b};
}

static struct figures_cell *cell(struct table *t) {
  arena_grow(t->c->arena, t->cells, t->n, &t->cap);
  t->cells[t->n] = (struct figures_cell){.text = S(""), .url = S("")};
  return &t->cells[t->n++];
}

void table_text(struct table *t, str text) { cell(t)->text = text; }
void table_none(struct table *t) { cell(t)->none = true; }

void table_count(struct table *t, i64 n, str url) {
  *cell(t) = (struct figures_cell){.text = head_number(t->c, n), .value = (double)n, .url = n ? url : S("")};
}

void table_percent(struct table *t, i64 part, i64 of) {
  struct figures_cell *p = cell(t);
  p->none = of <= 0;
  p->text = head_percent(t->c, part, of);
  p->value = of > 0 ? 100.0 * (double)part / (double)of : 0;
}

void table_decimal(struct table *t, double v) {
  *cell(t) = (struct figures_cell){.text = head_decimal(t->c, v, 2), .value = v, .url = S("")};
}

void table_day(struct table *t, i64 day) {
  *cell(t) = (struct figures_cell){.text = head_day(t->c, day), .value = (double)day, .url = S("")};
}

void table_end(struct table *t) {
  t->b->cells = t->cells;
  t->b->rows = t->n / t->b->column_count;
}

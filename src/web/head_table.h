/* Within web/head*: a table under way. */
#pragma once
#include "web/head.h"

struct table {
  struct ctx *c;
  struct figures_block *b;
  struct figures_cell *cells;
  size_t n, cap;
};
/* The next block of `out`, which has room. */
struct table table_begin(struct ctx *c, struct blocks *out, const char *code, enum text_key title, const struct figures_column *columns, size_t n);
#define TABLE(c, out, code, title, ...) \
  table_begin((c), (out), (code), (title), (const struct figures_column[]){__VA_ARGS__}, \
              COUNT(((const struct figures_column[]){__VA_ARGS__})))
void table_text(struct table *t, str text);
void table_none(struct table *t);
void table_count(struct table *t, i64 n, str url); /* a zero has no list */
void table_percent(struct table *t, i64 part, i64 of);
void table_decimal(struct table *t, double v);
void table_day(struct table *t, i64 day);
void table_end(struct table *t);

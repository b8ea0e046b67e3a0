/* domain/hide: small counts in a published table are hidden, and with them enough others that no total gives them away.
 * Pure. A table has rows and columns of counts, a total of each row, of each column, and of all; a line is a row or a column
 * with its total. Shown is what is 0 or at least `least`. Of every line: when something is hidden, two are, and the hidden
 * ones add up to at least `least`; else the smallest shown one is hidden, too. Totals are counts like others. */
#pragma once
#include "base/base.h"

#define HIDE_ROWS 24
#define HIDE_COLUMNS 24
struct hide_table {
  int rows, columns;
  i64 n[HIDE_ROWS][HIDE_COLUMNS];
  bool hidden[HIDE_ROWS + 1][HIDE_COLUMNS + 1]; /* [rows] and [columns]: the totals */
};
i64 hide_total_of_row(const struct hide_table *t, int row);
i64 hide_total_of_column(const struct hide_table *t, int column);
/* Fills hidden[][]; what is hidden already stays so. */
void hide_small(struct hide_table *t, i64 least);
/* Two tables of the same rows and the same totals (by service, by channel): what one hides of them the other does, too. */
void hide_small_together(struct hide_table *a, struct hide_table *b, i64 least);

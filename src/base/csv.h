/* base/csv: a table as people carry it between programs (RFC 4180): commas or semicolons, as the first line has them;
 * quotes; a byte order mark is fine. Strict: what is doubtful is refused with its line. */
#pragma once
#include "base/base.h"

#define MAX_CSV_TEXT (512u << 10)
#define MAX_CSV_COLUMNS 40
struct csv_row {
  int line; /* where it begins in the text, from 1 */
  const str *cells;
};
struct csv {
  size_t columns; /* every row has as many as the first */
  const struct csv_row *rows;
  size_t n;
};
enum csv_problem {
  CSV_FINE,
  CSV_EMPTY,
  CSV_TOO_LARGE, /* bytes, rows or columns */
  CSV_NOT_TEXT,  /* not UTF-8, or a control character */
  CSV_QUOTE,     /* a quote inside an unquoted cell, behind a quoted one, or never closed */
  CSV_COLUMNS,   /* a row with more or fewer cells than the first */
  CSV_BOOK,      /* base/xlsx: no workbook, or a damaged one */
};
/* Cells are trimmed of blanks outside quotes. Empty lines are skipped. ret_line: of the problem. E_INPUT. */
enum err csv_read(struct arena *a, str text, size_t max_rows, struct csv *ret, enum csv_problem *ret_problem, int *ret_line);
/* A cell as it is written: quoted where it must be; one that a spreadsheet would run as a formula begins with '. */
void csv_cell(struct buf *b, str text);

/* report/table: rows that leave the house as a file: CSV for programs, XLSX for people (libxlsxwriter). Every cell is a text:
 * nothing in it runs as a formula, and a NIK keeps all its digits. Pure but for the memory of the library. */
#pragma once
#include "base/base.h"

#define MAX_TABLE_COLUMNS 24
#define MAX_TABLE_FILE (8u << 20)
struct table {
  const char *title; /* of the sheet: at most 31 letters, none of []:*?/\ */
  const str *heads;
  const double *widths; /* of the columns, in letters; NULL: 18 each */
  size_t columns;
  const str *cells; /* rows * columns */
  size_t rows;
  const str *notes; /* lines on a sheet of their own: what is expected back, what the words mean */
  size_t note_count;
};
/* With a byte order mark, so that a spreadsheet reads it as UTF-8. E_LIMIT: above MAX_TABLE_FILE. */
enum err table_csv(struct arena *a, const struct table *t, str *ret);
enum err table_xlsx(struct arena *a, const struct table *t, str *ret);

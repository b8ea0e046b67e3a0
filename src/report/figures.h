/* report/figures: tables of figures that leave the office: on a page, on paper (PDF), as a workbook (XLSX), as CSV.
 *
 * A report is a list of blocks; a block is one table, and with it, where that helps, a bar beside each row, a heat map or a
 * chart of two series. The table says everything; what is drawn only repeats it. One struct, four pens: the page
 * (web/pages/head), paper, workbook and CSV show the same numbers.
 *
 * Texts come ready to print, in the language of the report. Errors: E_LIMIT too large; E_IO no workbook could be made. */
#pragma once
#include "base/base.h"
#include "domain/service.h"
#include "report/paper.h"

enum figures_kind { FIGURES_TEXT, FIGURES_COUNT, FIGURES_PERCENT, FIGURES_DAY, FIGURES_DECIMAL };
struct figures_column {
  str head;
  enum figures_kind kind;
};
struct figures_cell {
  str text;     /* as people read it: "1.234", "87,4 %" */
  double value; /* the same as a number; days since 1970 for FIGURES_DAY */
  str url;      /* the list behind it; empty: none */
  int heat;     /* 1 (a little) to 5 (most); 0: nothing */
  bool none;    /* there is no number: "–" */
};
/* Two series over time: columns and a line, so that they differ without colour. */
struct figures_chart {
  str label, columns, line; /* what it shows; what the columns and the line are */
  int column_at, line_at;   /* columns of the table that hold them */
  int label_at;
  bool short_labels;        /* three letters of each are enough under the columns */
  bool last_is_running;     /* the last row is not over yet */
};
#define FIGURES_NO_BAR (-1)
struct figures_block {
  const char *code; /* in addresses and CSV: "waiting" */
  str title;
  str note;         /* how it is counted; empty: nothing to say */
  const struct figures_column *columns;
  size_t column_count;
  const struct figures_cell *cells; /* rows * columns, row after row */
  size_t rows;
  int bar;          /* the column whose size is drawn beside the label, or FIGURES_NO_BAR */
  bool heat_map;
  const struct figures_chart *chart; /* NULL: none */
};
struct figures_report {
  enum lang lang;
  struct paper_office office;
  str title, period;
  str counted;    /* "Dihitung sampai 26 November 2026 09.12" */
  moment made_at;
  const struct figures_block *blocks;
  size_t block_count;
};
enum err figures_pdf(struct arena *a, const struct figures_report *r, str *ret_pdf);
enum err figures_xlsx(struct arena *a, const struct figures_report *r, str *ret_xlsx);
/* UTF-8 with a byte order mark, CRLF, `separator` ';' or ','. The blocks one after the other, each behind its title. */
enum err figures_csv(struct arena *a, const struct figures_report *r, char separator, str *ret_csv);
/* One field of a CSV file: quoted where needed; a text that a spreadsheet would take for a formula gets a quote before it. */
void csv_field(struct buf *b, str text, char separator);

/* ---- the chart, for any pen ---- */

enum chart_kind { CHART_COLUMN, CHART_RUNNING_COLUMN, CHART_GRID, CHART_LINE, CHART_DOT, CHART_X_LABEL, CHART_Y_LABEL };
struct chart_shape {
  enum chart_kind kind;
  int x, y, w, h; /* a column's box; a grid line's start and length; a dot's or text's place */
  str text;       /* of labels; of CHART_LINE its points, "x,y x,y" */
};
#define CHART_WIDTH 480
#define CHART_HEIGHT 200
struct chart {
  const struct chart_shape *shapes;
  size_t n;
};
struct chart figures_chart(struct arena *a, enum lang lang, const struct figures_block *b);

/* report/form_paper: the official forms (Permendagri 109/2019) with what the citizen typed, ready to be signed. The words of
 * a form are Indonesian whatever the language of the page. One layout for all: numbered lines, boxes for NIK and KK, the
 * form's own code lists, tables with as many rows as the printed sheet, places to sign. Errors and ownership as in paper.h. */
#pragma once
#include "report/paper.h"

struct form_code {
  str code, label; /* "2", "Bidan/perawat" */
};
struct form_line {
  str label;
  str value;                     /* empty: a dotted line to write on */
  bool boxes;                    /* 16 boxes, a digit each */
  bool brief;                    /* a date, a time: a narrow column */
  const struct form_code *codes; /* the form's list; value is one of the codes */
  size_t code_count;
};
/* A row for each person; the label and code list of a column are those of a line. */
struct form_table {
  const struct form_line *columns;
  size_t column_count;
  const str *cells; /* row after row */
  size_t rows;
};
struct form_block {
  str title; /* "DATA ANAK" */
  const struct form_line *lines;
  size_t line_count;
  struct form_table table; /* instead of lines when it has columns */
};
struct form_sign {
  str role; /* "Pelapor", "Saksi I" */
  str name; /* empty: dots */
  bool stamp; /* duty stamp on this signature */
};
struct form_paper {
  struct paper_office office;
  moment made_at;
  str code;  /* "F-2.01" */
  str title; /* as the form is called */
  str subtitle; /* what is reported with it: "KELAHIRAN"; empty: nothing */
  str number; /* of the application; empty in a draft */
  str before, after; /* the sentences of a declaration, around its blocks */
  const struct form_block *blocks;
  size_t block_count;
  str place_date; /* "Mataram, 26 November 2026" */
  const struct form_sign *signs;
  size_t sign_count; /* at most 4 */
};
enum err paper_form(struct arena *a, const struct form_paper *p, str *ret_pdf);

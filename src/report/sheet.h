/* report/sheet: a pen that knows pages. Draws text, tables and codes from the top of a sheet downwards in the office's
 * type and colours, starts a new page when one is full, numbers the pages and gives a PDF. Inside of report/ only.
 *
 * Lengths are PDF points (1/72 inch). A drawing function runs twice: once to count the pages, once to draw them, so it
 * must do the same both times. Faults stick to the sheet (struct sheet.fault) and come out of sheet_make. */
#pragma once
#include <pango/pangocairo.h>

#include "base/base.h"
#include "domain/service.h"

#define MM(n) ((n)*72.0 / 25.4)

enum ink { INK_TEXT, INK_SOFT, INK_NILA, INK_GOOD, INK_WAIT, INK_BAD, INK_SOGAN };
enum fill { FILL_NILA_SOFT, FILL_SOGAN_SOFT, FILL_WHITE, FILL_SUNKEN, FILL_KUNYIT };
enum type { /* size, weight and structure tag of a text */
            TYPE_TITLE,
            TYPE_HEAD,
            TYPE_BODY,
            TYPE_STRONG,
            TYPE_SMALL,
            TYPE_CODE, /* the application number, large, slashed zero */
            TYPE_LABEL_CODE,
            TYPE_SHELF,
            TYPE_TINY,
            TYPE_TINY_STRONG,
};

struct sheet_about {
  double width, height, margin;
  enum lang lang;
  str title, author; /* metadata: never a person */
  moment made_at;
  str footer; /* beside the page number; with both empty there is no footer */
  bool page_numbers;
};

struct sheet {
  const struct sheet_about *about;
  struct arena *arena;
  cairo_t *cr;
  PangoLayout *layout;
  double left, width, bottom; /* where one may draw */
  double y;                   /* the next line starts here */
  int page, pages;            /* from 1; pages is 0 while they are being counted */
  enum err fault;
};

typedef void (*sheet_draw)(struct sheet *s, const void *paper);
/* The finished file, in the arena, at most MAX_PAPER bytes. */
enum err sheet_make(struct arena *a, const struct sheet_about *about, sheet_draw draw, const void *paper, str *ret_pdf);
void sheet_done(void); /* see paper_done */

/* Draws a text of width w with its top left corner at (x, y); gives its height. Stays within `lines` lines. */
double sheet_text_at(struct sheet *s, enum type type, enum ink ink, double x, double y, double w, int lines, str text);
/* One line that ends at `right`: numbers stand under one another. */
void sheet_number_at(struct sheet *s, enum type type, enum ink ink, double right, double y, str text);
double sheet_text_height(struct sheet *s, enum type type, double w, int lines, str text);
/* The same as a link to the address it shows. */
double sheet_link_at(struct sheet *s, enum type type, double x, double y, double w, str url);
/* A paragraph of full width at the pen; moves the pen below it and `after` further. */
void sheet_text(struct sheet *s, enum type type, enum ink ink, double after, str text);
/* A heading that never stands alone at the foot of a page: `room` points are free below it. */
void sheet_head(struct sheet *s, double room, str text);
void sheet_skip(struct sheet *s, double points);
void sheet_need(struct sheet *s, double points); /* a new page unless so much is left on this one */

void sheet_fill(struct sheet *s, enum fill fill, double x, double y, double w, double h, double radius);
void sheet_rule(struct sheet *s, double x, double y, double w);              /* a thin line */
void sheet_frame(struct sheet *s, double x, double y, double w, double h);   /* a thin rectangle */
void sheet_band(struct sheet *s, double x, double y, double w, double size); /* the kawung band, `size` high */
void sheet_qr(struct sheet *s, double x, double y, double size, str data);   /* with its quiet zone inside `size` */

struct sheet_column {
  double share; /* of the width; all together 1 */
  str head;
};
struct sheet_cell {
  str text;
  enum ink ink;
};
/* rows * columns cells, row after row; the head is repeated on each page; no row is cut by a page's end. */
void sheet_table(struct sheet *s, const struct sheet_column *columns, size_t column_count,
                 const struct sheet_cell *cells, size_t rows);
/* "label   value" in two columns; nothing when the value is empty. */
void sheet_fact(struct sheet *s, str label, str value);

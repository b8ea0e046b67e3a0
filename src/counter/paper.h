/* counter/paper: a ticket for an 80 mm printer. It is drawn here and sent as dots (ESC/POS raster), so that every printer
 * prints the same, whatever letters it knows. */
#pragma once
#include "base/base.h"

#define PAPER_DOTS 576 /* 72 mm at 8 dots a mm */
struct ticket_paper {
  str office, title, line, number;
  str ahead, when, note, free, follow; /* words, ready */
  str priority;                        /* empty: none */
  str url;                             /* QR code; empty: none */
};
/* E_BUG: nothing could be drawn. */
enum err ticket_paper(struct arena *a, const struct ticket_paper *t, str *ret_bytes);
void ticket_paper_done(void); /* gives the fonts back; once, at the end */

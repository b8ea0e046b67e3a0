/* counter/qr: a text as a QR code: for paper and for pages. */
#pragma once
#include "base/base.h"

struct qr {
  int side;       /* modules on a side, without the quiet zone */
  const u8 *dark; /* side * side, 1 = dark; in the arena */
};
#define QR_QUIET 4
enum err qr_make(struct arena *a, str text, struct qr *ret); /* E_INPUT: empty or longer than MAX_QR_TEXT */
str qr_svg(struct arena *a, const struct qr *q);             /* black on white, with its quiet zone */

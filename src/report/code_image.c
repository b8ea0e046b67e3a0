#include "report/code_image.h"

#include <qrencode.h>

#include "base/limits.h"

#define QUIET 4
#define MAX_SVG (256u << 10)

static void free_code(QRcode **code) { QRcode_free(*code); }

str code_svg(struct arena *a, str text) {
  if (!text.n || text.n > MAX_QR_TEXT) return STR_NONE;
  CLEANUP(free_code) QRcode *code = QRcode_encodeString(arena_cstr(a, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  if (!code) return STR_NONE;
  struct buf b = buf_new(a, MAX_SVG);
  int side = code->width + 2 * QUIET;
  buf_printf(&b,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
             "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
             side, side, side, side);
  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++) {
      int from = x;
      while (x < code->width && (code->data[y * code->width + x] & 1)) x++;
      if (x > from) buf_printf(&b, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
    }
  buf_add(&b, S("\"/></svg>"));
  return b.full ? STR_NONE : buf_str(&b);
}

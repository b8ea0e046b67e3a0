#include "counter/qr.h"

#include <qrencode.h>

#include "base/limits.h"

enum err qr_make(struct arena *a, str text, struct qr *ret) {
  if (!text.n || text.n > MAX_QR_TEXT) return E_INPUT;
  QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
  if (!code) return E_BUG;
  size_t n = (size_t)code->width * (size_t)code->width;
  u8 *dark = arena_alloc(a, n);
  for (size_t i = 0; i < n; i++) dark[i] = code->data[i] & 1;
  *ret = (struct qr){code->width, dark};
  QRcode_free(code);
  return E_OK;
}

/* One path of horizontal runs. */
str qr_svg(struct arena *a, const struct qr *q) {
  struct buf b = buf_new(a, 256u << 10);
  int whole = q->side + 2 * QR_QUIET;
  buf_printf(&b,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
             "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
             whole, whole, whole, whole);
  for (int y = 0; y < q->side; y++)
    for (int x = 0; x < q->side;) {
      int run = 0;
      while (x + run < q->side && q->dark[y * q->side + x + run]) run++;
      if (run) buf_printf(&b, "M%d %dh%dv1h-%dz", x + QR_QUIET, y + QR_QUIET, run, run);
      x += run ? run : 1;
    }
  buf_add(&b, S("\"/></svg>\n"));
  return buf_str(&b);
}

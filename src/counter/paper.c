#include "counter/paper.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include "counter/qr.h"

#define FAMILY "Inter, DejaVu Sans, sans-serif"
#define TALLEST 1400 /* dots of a ticket */
#define BAND 128     /* rows sent at once: small printers hold no more */
#define MARGIN 16

struct pen {
  cairo_t *cr;
  PangoLayout *layout;
  double y;
};

/* ---- drawing --------------------------------------------------------------------------------------------------- */

static void text(struct pen *p, double size, bool bold, double after, str s) {
  if (!s.n) return;
  PangoFontDescription *d = pango_font_description_from_string(FAMILY);
  int height;
  pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
  pango_font_description_set_weight(d, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(p->layout, d);
  pango_layout_set_text(p->layout, s.p, (int)s.n);
  pango_layout_get_pixel_size(p->layout, NULL, &height);
  cairo_move_to(p->cr, MARGIN, p->y);
  pango_cairo_show_layout(p->cr, p->layout);
  pango_font_description_free(d);
  p->y += height + after;
}

static void rule(struct pen *p, double after) {
  cairo_rectangle(p->cr, MARGIN, p->y, PAPER_DOTS - 2 * MARGIN, 3);
  cairo_fill(p->cr);
  p->y += 3 + after;
}

static void code(struct pen *p, const struct qr *q) {
  int dots = 240 / (q->side + 2 * QR_QUIET), side = dots * q->side;
  double left = (PAPER_DOTS - side) / 2, top = p->y + dots * QR_QUIET;
  for (int y = 0; y < q->side; y++)
    for (int x = 0; x < q->side; x++)
      if (q->dark[y * q->side + x]) cairo_rectangle(p->cr, left + x * dots, top + y * dots, dots, dots);
  cairo_fill(p->cr);
  p->y += side + 2 * dots * QR_QUIET;
}

static void draw(struct pen *p, const struct ticket_paper *t, const struct qr *q) {
  cairo_set_source_rgb(p->cr, 1, 1, 1);
  cairo_paint(p->cr);
  cairo_set_source_rgb(p->cr, 0, 0, 0);
  p->y = 12;
  text(p, 28, true, 4, t->office);
  text(p, 24, false, 14, t->title);
  rule(p, 4);
  text(p, 150, true, 0, t->number);
  text(p, 32, true, 10, t->line);
  text(p, 26, true, 8, t->priority);
  rule(p, 12);
  text(p, 30, true, 4, t->ahead);
  text(p, 24, false, 12, t->when);
  if (q) {
    code(p, q);
    text(p, 24, false, 14, t->follow);
  }
  text(p, 24, false, 6, t->note);
  text(p, 24, true, 12, t->free);
}

/* Thermal paper knows black and white: no grey at the edges of letters. */
static PangoLayout *new_layout(cairo_t *cr) {
  PangoLayout *layout = pango_cairo_create_layout(cr);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_NONE);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_FULL);
  pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
  cairo_font_options_destroy(options);
  pango_layout_set_width(layout, (PAPER_DOTS - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

/* ---- dots to bytes ------------------------------------------------------------------------------------------------ */

static void raster(struct buf *out, const unsigned char *pixels, int stride, int from, int rows) {
  int bytes = PAPER_DOTS / 8;
  const char head[] = {0x1D, 'v', '0', 0, (char)bytes, 0, (char)(rows & 0xFF), (char)(rows >> 8)};
  buf_add(out, (str){head, sizeof head});
  for (int y = from; y < from + rows; y++) {
    const u32 *row = (const u32 *)(const void *)(pixels + (size_t)y * (size_t)stride);
    for (int x = 0; x < bytes; x++) {
      int byte = 0;
      for (int bit = 0; bit < 8; bit++) byte |= ((row[x * 8 + bit] & 0xFF) < 128) << (7 - bit);
      buf_byte(out, (char)byte);
    }
  }
}

static str to_bytes(struct arena *a, cairo_surface_t *s, int height) {
  struct buf out = buf_new(a, 256u << 10);
  cairo_surface_flush(s);
  const unsigned char *pixels = cairo_image_surface_get_data(s);
  int stride = cairo_image_surface_get_stride(s);
  buf_add(&out, S("\x1B@"));
  for (int y = 0; y < height; y += BAND) raster(&out, pixels, stride, y, height - y < BAND ? height - y : BAND);
  buf_add(&out, S("\x1B" "d\x04\x1DV\x42\x00")); /* feed four lines, cut */
  return buf_str(&out);
}

enum err ticket_paper(struct arena *a, const struct ticket_paper *t, str *ret_bytes) {
  struct qr q;
  bool has_code = t->url.n && qr_make(a, t->url, &q) == E_OK;
  cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PAPER_DOTS, TALLEST);
  struct pen p = {.cr = cairo_create(s)};
  p.layout = new_layout(p.cr);
  draw(&p, t, has_code ? &q : NULL);
  bool fine = cairo_status(p.cr) == CAIRO_STATUS_SUCCESS;
  int height = p.y < TALLEST ? (int)p.y : TALLEST;
  if (fine) *ret_bytes = to_bytes(a, s, height);
  g_object_unref(p.layout);
  cairo_destroy(p.cr);
  cairo_surface_destroy(s);
  return fine ? E_OK : E_BUG;
}

void ticket_paper_done(void) {
  pango_cairo_font_map_set_default(NULL);
  FcFini();
}

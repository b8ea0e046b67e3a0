/* driver: PDF pages through poppler, drawn by cairo. */
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <poppler.h>

#include "look/decode.h"

static void draw(PopplerPage *page, double scale, cairo_surface_t *surface) {
  cairo_t *c = cairo_create(surface);
  cairo_set_source_rgb(c, 1, 1, 1);
  cairo_paint(c);
  cairo_scale(c, scale, scale);
  poppler_page_render(page, c);
  cairo_destroy(c);
}

static struct picture from_surface(cairo_surface_t *surface) {
  cairo_surface_flush(surface);
  struct picture p = picture_new(cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface));
  const u8 *from = cairo_image_surface_get_data(surface);
  size_t stride = (size_t)cairo_image_surface_get_stride(surface);
  for (int y = 0; y < p.h && p.rgb && from; y++)
    for (int x = 0; x < p.w; x++) {
      u32 pixel;
      memcpy(&pixel, from + (size_t)y * stride + (size_t)x * 4, sizeof pixel);
      u8 *to = p.rgb + ((size_t)y * (size_t)p.w + (size_t)x) * 3;
      to[0] = (u8)(pixel >> 16);
      to[1] = (u8)(pixel >> 8);
      to[2] = (u8)pixel;
    }
  return p;
}

static enum look_problem draw_page(PopplerDocument *doc, int at, struct decoded *ret) {
  double w = 0, h = 0;
  PopplerPage *page = poppler_document_get_page(doc, at);
  if (!page) return LOOK_BROKEN;
  poppler_page_get_size(page, &w, &h);
  double side = w > h ? w : h;
  bool sane = w >= 1 && h >= 1 && side <= 15000; /* PDF's own limit is 14,400 points */
  cairo_surface_t *s = NULL;
  if (sane) {
    double scale = LOOK_WORK_SIDE / side;
    int pw = (int)(w * scale), ph = (int)(h * scale);
    s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, pw < 1 ? 1 : pw, ph < 1 ? 1 : ph);
    draw(page, scale, s);
    ret->picture = from_surface(s);
    ret->width = ret->picture.w;
    ret->height = ret->picture.h;
  }
  if (s) cairo_surface_destroy(s);
  g_object_unref(page);
  return sane ? LOOK_FINE : LOOK_BROKEN;
}

enum look_problem decode_pdf(str file, int page, struct decoded *ret) {
  GError *why = NULL;
  GBytes *bytes = g_bytes_new_static(file.p, file.n);
  PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL, &why);
  enum look_problem p = LOOK_BROKEN;
  if (doc) {
    ret->pages = poppler_document_get_n_pages(doc);
    if (page < ret->pages) p = draw_page(doc, page, ret);
    g_object_unref(doc);
  } else if (why && why->domain == POPPLER_ERROR && why->code == POPPLER_ERROR_ENCRYPTED) {
    p = LOOK_LOCKED;
  }
  g_clear_error(&why);
  g_bytes_unref(bytes);
  return p;
}

/* A page of ours with words in a font that is not in the file: with it the library makes its tables and finds the fonts, before
 * the cage is closed. */
void decode_pdf_prepare(void) {
  static const char page[] =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</A 5 0 R>>>>>>endobj "
      "4 0 obj<</Length 31>>stream\nBT /A 9 Tf 9 9 Td (Loket) Tj ET \nendstream endobj "
      "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj trailer<</Root 1 0 R>>\n%%EOF\n";
  struct decoded d = {0};
  FcInit();
  FcConfigSetRescanInterval(NULL, 0);
  (void)decode_pdf((str){page, sizeof page - 1}, 0, &d);
  picture_free(&d.picture);
}

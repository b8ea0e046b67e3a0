#include "ops/demo_paper.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <math.h>

#define WIDTH 620
#define HEIGHT 877
#define MARGIN 60
#define SCALE 2 /* pixels for each of these: as large as a scanner's, so that it is not judged too small to read */

static cairo_status_t take_bytes(void *self, const unsigned char *bytes, unsigned n) {
  return scan_write(self, (str){(const char *)bytes, n}) == E_OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void write_text(cairo_t *cr, double y, double size, const char *text, bool bold) {
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, size);
  cairo_move_to(cr, MARGIN, y);
  cairo_show_text(cr, text);
}

static void rule(cairo_t *cr, double y, double width) {
  cairo_rectangle(cr, MARGIN, y, width, 1.5);
  cairo_fill(cr);
}

static void stamp(cairo_t *cr) {
  cairo_save(cr);
  cairo_translate(cr, WIDTH - 190, HEIGHT - 170);
  cairo_rotate(cr, -0.2);
  cairo_set_source_rgb(cr, 0.35, 0.3, 0.65);
  cairo_set_line_width(cr, 3);
  cairo_arc(cr, 60, 0, 62, 0, 2 * M_PI);
  cairo_stroke(cr);
  cairo_set_font_size(cr, 22);
  cairo_move_to(cr, 14, 8);
  cairo_show_text(cr, "CONTOH");
  cairo_restore(cr);
}

static void draw(cairo_t *cr, const char *title, const char *name) {
  cairo_set_source_rgb(cr, 0.97, 0.96, 0.92);
  cairo_paint(cr);
  cairo_set_source_rgb(cr, 0.15, 0.15, 0.2);
  write_text(cr, 90, 15, "CONTOH - bukan dokumen, semua orang di sini rekaan", false);
  rule(cr, 105, WIDTH - 2 * MARGIN);
  write_text(cr, 150, 21, title, true);
  write_text(cr, 215, 18, "Nama", false);
  write_text(cr, 242, 22, name, true);
  cairo_set_source_rgb(cr, 0.55, 0.55, 0.58);
  for (int i = 0; i < 11; i++) rule(cr, 300 + i * 34, WIDTH - 2 * MARGIN - (i * 67) % 190);
  stamp(cr);
}

enum err demo_paper(struct intake *in, str title, str name, struct sealed_scan *ret_scan) {
  char title_text[128], name_text[128];
  snprintf(title_text, sizeof title_text, STR_FMT, STR_ARG(utf8_cut(title, 40)));
  snprintf(name_text, sizeof name_text, STR_FMT, STR_ARG(utf8_cut(name, 36)));
  TRY(scan_begin(in));
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH * SCALE, HEIGHT * SCALE);
  cairo_t *cr = cairo_create(surface);
  cairo_scale(cr, SCALE, SCALE);
  draw(cr, title_text, name_text);
  cairo_destroy(cr);
  cairo_status_t status = cairo_surface_write_to_png_stream(surface, take_bytes, in);
  cairo_surface_destroy(surface);
  return status == CAIRO_STATUS_SUCCESS ? scan_end(in, ret_scan) : E_IO;
}

void demo_papers_done(void) {
  cairo_debug_reset_static_data();
  FcFini();
}

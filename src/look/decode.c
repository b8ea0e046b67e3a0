#include "look/decode.h"

static enum look_problem decode_stored(enum scan_type type, str file, int page, struct decoded *ret) {
  switch (type) {
    case SCAN_JPEG: return decode_jpeg(file, ret);
    case SCAN_PNG: return decode_png(file, ret);
    case SCAN_WEBP: return decode_webp(file, ret);
    case SCAN_TIFF: return decode_tiff(file, page, ret);
    case SCAN_HEIC: return decode_heic(file, ret);
    case SCAN_PDF: return decode_pdf(file, page, ret);
    case SCAN_NONE: break;
  }
  return LOOK_BROKEN;
}

enum look_problem decode(enum scan_type type, str file, int page, struct decoded *ret) {
  struct decoded d = {.pages = 1};
  enum look_problem p = decode_stored(type, file, page, &d);
  if (p == LOOK_FINE && !d.picture.rgb) p = LOOK_TOO_MANY_PIXELS; /* no memory for it */
  if (p != LOOK_FINE) {
    picture_free(&d.picture);
    *ret = (struct decoded){.pages = d.pages};
    return p;
  }
  struct exif e = exif_of(type, file);
  picture_shrink(&d.picture, LOOK_WORK_SIDE);
  picture_turn(&d.picture, e.orientation);
  d.camera = e.camera;
  if (e.orientation >= 5) {
    int w = d.width;
    d.width = d.height;
    d.height = w;
  }
  *ret = d;
  return d.picture.rgb ? LOOK_FINE : LOOK_TOO_MANY_PIXELS;
}

void decode_prepare(void) { decode_pdf_prepare(); }

/* driver: TIFF, what scanners make; also of many pages. */
#include <tiffio.h>

#include "look/decode.h"

struct memory {
  str file;
  toff_t at;
};

static tsize_t read_some(thandle_t self, void *to, tsize_t n) {
  struct memory *m = self;
  str piece = str_sub(m->file, m->at > m->file.n ? m->file.n : (size_t)m->at, n > 0 ? (size_t)n : 0);
  if (piece.n) memcpy(to, piece.p, piece.n);
  m->at += piece.n;
  return (tsize_t)piece.n;
}

static tsize_t write_none(thandle_t self, void *from, tsize_t n) {
  (void)self, (void)from, (void)n;
  return -1;
}

static toff_t seek_to(thandle_t self, toff_t at, int whence) {
  struct memory *m = self;
  m->at = whence == SEEK_CUR ? m->at + at : whence == SEEK_END ? m->file.n + at : at;
  return m->at;
}

static int close_none(thandle_t self) {
  (void)self;
  return 0;
}

static toff_t size_of(thandle_t self) { return ((struct memory *)self)->file.n; }

static int map_it(thandle_t self, void **ret, toff_t *ret_n) {
  struct memory *m = self;
  *ret = (void *)m->file.p;
  *ret_n = m->file.n;
  return 1;
}

static void unmap_none(thandle_t self, void *p, toff_t n) { (void)self, (void)p, (void)n; }

/* Rows come from below, colours from the right: as the library gives them. */
static enum look_problem read_picture(TIFF *t, struct decoded *ret) {
  TIFFRGBAImage image;
  char why[1024];
  if (!TIFFRGBAImageOK(t, why) || !TIFFRGBAImageBegin(&image, t, 0, why)) return LOOK_BROKEN;
  ret->width = (int)image.width;
  ret->height = (int)image.height;
  i64 n = (i64)image.width * image.height;
  u32 *raster = n > 0 && n <= LOOK_MAX_PIXELS ? malloc((size_t)n * 4) : NULL;
  enum look_problem p = raster ? LOOK_FINE : LOOK_TOO_MANY_PIXELS;
  image.orientation = image.req_orientation = ORIENTATION_TOPLEFT; /* look/exif turns */
  if (raster && !TIFFRGBAImageGet(&image, raster, image.width, image.height)) p = LOOK_BROKEN;
  TIFFRGBAImageEnd(&image);
  if (p == LOOK_FINE) ret->picture = picture_new(ret->width, ret->height);
  for (i64 i = 0; p == LOOK_FINE && ret->picture.rgb && i < n; i++) {
    u8 *to = ret->picture.rgb + i * 3;
    u32 a = TIFFGetA(raster[i]); /* what shines through is white */
    to[0] = (u8)(TIFFGetR(raster[i]) + 255 - a);
    to[1] = (u8)(TIFFGetG(raster[i]) + 255 - a);
    to[2] = (u8)(TIFFGetB(raster[i]) + 255 - a);
  }
  free(raster);
  return p;
}

enum look_problem decode_tiff(str file, int page, struct decoded *ret) {
  struct memory m = {.file = file};
  TIFFSetErrorHandler(NULL);
  TIFFSetWarningHandler(NULL);
  TIFF *t = TIFFClientOpen("scan", "r", &m, read_some, write_none, seek_to, close_none, size_of, map_it, unmap_none);
  if (!t) return LOOK_BROKEN;
  ret->pages = 1;
  bool there = page == 0;
  enum look_problem p = LOOK_BROKEN;
  if (page == 0) p = read_picture(t, ret);
  for (int i = 1; i <= 1000 && TIFFReadDirectory(t); i++) { /* a ring of directories is noticed by the library */
    ret->pages = i + 1;
    if (i != page) continue;
    there = true;
    p = read_picture(t, ret);
  }
  TIFFClose(t);
  return there ? p : LOOK_BROKEN;
}

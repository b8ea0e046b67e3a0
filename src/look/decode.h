/* look/decode: from a citizen's bytes to pixels. Runs in the cage; each kind of file is a driver over its library, which gets
 * the bytes in memory and nothing else. */
#pragma once
#include "domain/look.h"
#include "look/exif.h"
#include "look/picture.h"

#define LOOK_MAX_PIXELS 80000000 /* of a picture that must be held whole; a JPEG is scaled while it is decoded */
#define LOOK_WORK_SIDE 2400      /* longest side that is worked with */

struct decoded {
  struct picture picture; /* upright, at most LOOK_WORK_SIDE */
  int width, height;      /* of the original, upright */
  int pages;              /* all it has */
  bool camera;
};
/* page from 0. On a problem there is no picture. */
enum look_problem decode(enum scan_type type, str file, int page, struct decoded *ret);
/* Makes ready what cannot be made in the cage: fonts, tables. */
void decode_prepare(void);

/* The drivers: the picture as stored, orientation untouched. */
enum look_problem decode_jpeg(str file, struct decoded *ret);
enum look_problem decode_png(str file, struct decoded *ret);
enum look_problem decode_webp(str file, struct decoded *ret);
enum look_problem decode_tiff(str file, int page, struct decoded *ret);
enum look_problem decode_heic(str file, struct decoded *ret);
enum look_problem decode_pdf(str file, int page, struct decoded *ret);
void decode_pdf_prepare(void);

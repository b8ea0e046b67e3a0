/* look/picture: pixels, upright and of a size to work with. Runs in the cage. */
#pragma once
#include "domain/look.h"

struct picture {
  int w, h;
  u8 *rgb; /* 3 bytes a pixel, rows without gaps; NULL: none */
};
struct grey {
  int w, h;
  u8 *p;
};
/* No memory: .rgb NULL. Sides up to 65,535. */
struct picture picture_new(i64 w, i64 h);
void picture_free(struct picture *p);
/* Smaller, each pixel the mean of what it covers; never larger. The old one is freed when it was changed. */
void picture_shrink(struct picture *p, int longest);
struct picture picture_smaller(const struct picture *p, int longest); /* a copy */
/* As EXIF tells (1..8) it has to be turned to stand upright. */
void picture_turn(struct picture *p, int orientation);
struct grey picture_grey(const struct picture *p);
struct grey grey_smaller(const struct grey *g, int w, int h);
void grey_free(struct grey *g);
/* A JPEG without any notes, into `to`; 0: it does not fit. */
size_t picture_jpeg(const struct picture *p, int quality, u8 *to, size_t room);
struct likeness picture_likeness(const struct grey *g);

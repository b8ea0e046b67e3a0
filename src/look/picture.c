/* driver: pixels in the cage, where the process is the lifetime of all memory. */
#include "look/picture.h"

#include <math.h>
#include <turbojpeg.h>

struct picture picture_new(i64 w, i64 h) {
  if (w < 1 || h < 1 || w > 65535 || h > 65535) return (struct picture){0};
  u8 *rgb = malloc((size_t)w * (size_t)h * 3);
  return rgb ? (struct picture){(int)w, (int)h, rgb} : (struct picture){0};
}

void picture_free(struct picture *p) {
  free(p->rgb);
  *p = (struct picture){0};
}

void grey_free(struct grey *g) {
  free(g->p);
  *g = (struct grey){0};
}

/* ---- smaller ---------------------------------------------------------------------------------------- */

/* One row of `channels` bytes a pixel from w to nw pixels; each new pixel is the mean of what it covers (16.16). */
static void shrink_row(const u8 *from, int w, u32 *to, int nw, int channels) {
  u64 step = ((u64)w << 16) / (u64)nw;
  for (int x = 0; x < nw; x++) {
    u64 a = (u64)x * step, b = x + 1 == nw ? (u64)w << 16 : a + step;
    u64 sum[3] = {0};
    for (u64 i = a >> 16; i << 16 < b && i < (u64)w; i++) {
      u64 lo = i << 16 > a ? i << 16 : a, hi = (i + 1) << 16 < b ? (i + 1) << 16 : b;
      for (int c = 0; c < channels; c++) sum[c] += (hi - lo) * from[i * (u64)channels + (u64)c];
    }
    for (int c = 0; c < channels; c++) to[x * channels + c] = (u32)(sum[c] * 256 / (b - a));
  }
}

static bool shrink(const u8 *from, int w, int h, u8 *to, int nw, int nh, int channels) {
  u32 *row = malloc((size_t)nw * (size_t)channels * sizeof *row);
  u64 *sum = malloc((size_t)nw * (size_t)channels * sizeof *sum);
  if (!row || !sum) {
    free(row);
    free(sum);
    return false;
  }
  u64 step = ((u64)h << 16) / (u64)nh;
  int have = -1;
  for (int y = 0; y < nh; y++) {
    u64 a = (u64)y * step, b = y + 1 == nh ? (u64)h << 16 : a + step;
    memset(sum, 0, (size_t)nw * (size_t)channels * sizeof *sum);
    for (u64 i = a >> 16; i << 16 < b && i < (u64)h; i++) {
      u64 lo = i << 16 > a ? i << 16 : a, hi = (i + 1) << 16 < b ? (i + 1) << 16 : b;
      if (have != (int)i) shrink_row(from + i * (u64)w * (u64)channels, w, row, nw, channels);
      have = (int)i;
      for (int k = 0; k < nw * channels; k++) sum[k] += (hi - lo) * row[k];
    }
    for (int k = 0; k < nw * channels; k++) to[(size_t)y * (size_t)(nw * channels) + (size_t)k] = (u8)((sum[k] / (b - a) + 128) >> 8);
  }
  free(row);
  free(sum);
  return true;
}

struct picture picture_smaller(const struct picture *p, int longest) {
  int side = p->w > p->h ? p->w : p->h;
  i64 w = p->w, h = p->h;
  if (side > longest) {
    w = (w * longest + side / 2) / side;
    h = (h * longest + side / 2) / side;
  }
  struct picture small = picture_new(w < 1 ? 1 : w, h < 1 ? 1 : h);
  if (small.rgb && !shrink(p->rgb, p->w, p->h, small.rgb, small.w, small.h, 3)) picture_free(&small);
  return small;
}

void picture_shrink(struct picture *p, int longest) {
  if (!p->rgb || (p->w <= longest && p->h <= longest)) return;
  struct picture small = picture_smaller(p, longest);
  picture_free(p);
  *p = small;
}

struct grey grey_smaller(const struct grey *g, int w, int h) {
  struct grey small = {w < g->w ? w : g->w, h < g->h ? h : g->h, NULL};
  small.p = malloc((size_t)small.w * (size_t)small.h);
  if (!small.p || !shrink(g->p, g->w, g->h, small.p, small.w, small.h, 1)) grey_free(&small);
  return small;
}

/* ---- upright, grey, out ------------------------------------------------------------------------------- */

void picture_turn(struct picture *p, int orientation) {
  if (orientation < 2 || orientation > 8 || !p->rgb) return;
  bool swap = orientation >= 5;
  struct picture t = picture_new(swap ? p->h : p->w, swap ? p->w : p->h);
  for (int y = 0; y < t.h && t.rgb; y++)
    for (int x = 0; x < t.w; x++) {
      int sx = swap ? y : x, sy = swap ? x : y;
      if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) sx = p->w - 1 - sx;
      if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) sy = p->h - 1 - sy;
      memcpy(t.rgb + ((size_t)y * (size_t)t.w + (size_t)x) * 3, p->rgb + ((size_t)sy * (size_t)p->w + (size_t)sx) * 3, 3);
    }
  picture_free(p);
  *p = t;
}

struct grey picture_grey(const struct picture *p) {
  size_t n = (size_t)p->w * (size_t)p->h;
  struct grey g = {p->w, p->h, malloc(n)};
  for (size_t i = 0; i < n && g.p; i++)
    g.p[i] = (u8)((p->rgb[i * 3] * 77 + p->rgb[i * 3 + 1] * 150 + p->rgb[i * 3 + 2] * 29) >> 8);
  return g;
}

size_t picture_jpeg(const struct picture *p, int quality, u8 *to, size_t room) {
  tjhandle t = tjInitCompress();
  unsigned char *out = NULL;
  unsigned long n = 0;
  size_t fits = 0;
  if (t && tjCompress2(t, p->rgb, p->w, 0, p->h, TJPF_RGB, &out, &n, TJSAMP_420, quality, 0) == 0 && n <= room) {
    memcpy(to, out, n);
    fits = n;
  }
  tjFree(out);
  if (t) tjDestroy(t);
  return fits;
}

#define WAVES 16 /* a side: 256 of them */
#define FIELD 64

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The slow waves of a picture of 64 x 64: the sign of each against their median. */
struct likeness picture_likeness(const struct grey *g) {
  static double wave[WAVES][FIELD], rows[FIELD][WAVES], slow[WAVES * WAVES], sorted[WAVES * WAVES];
  struct likeness like = {0};
  struct grey s = grey_smaller(g, FIELD, FIELD);
  for (int k = 0; k < WAVES; k++)
    for (int x = 0; x < FIELD; x++) wave[k][x] = cos((2 * x + 1) * (k + 1) * M_PI / (2 * FIELD));
  for (int y = 0; y < FIELD && s.p; y++)
    for (int k = 0; k < WAVES; k++) {
      rows[y][k] = 0;
      for (int x = 0; x < FIELD; x++) rows[y][k] += s.p[(y * s.h / FIELD) * s.w + x * s.w / FIELD] * wave[k][x];
    }
  for (int k = 0; k < WAVES * WAVES && s.p; k++) {
    slow[k] = 0;
    for (int y = 0; y < FIELD; y++) slow[k] += rows[y][k % WAVES] * wave[k / WAVES][y];
  }
  grey_free(&s);
  memcpy(sorted, slow, sizeof slow);
  qsort(sorted, COUNT(sorted), sizeof sorted[0], by_size);
  for (size_t i = 0; i < COUNT(slow); i++) like.w[i / 64] |= (u64)(slow[i] > sorted[COUNT(sorted) / 2]) << i % 64;
  return like;
}

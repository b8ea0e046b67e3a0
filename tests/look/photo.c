/* driver: photos of papers, as phones take them. */
#include <math.h>
#include <turbojpeg.h>

#include "papers.h"

struct photo photo_usual(struct dice *d) {
  return (struct photo){.side = roll(d, 3) == 0 ? 3200 : 2048, .turn = roll_between(d, -4, 4), .tilt = roll_between(d, 0, 0.06),
                        .fill = roll_between(d, 0.82, 0.95), .shift = roll_between(d, -0.01, 0.01), .light = roll_between(d, 0.85, 1.05), .warm = roll_between(d, 0, 0.35),
                        .shade = roll_between(d, 0, 0.25), .blur = roll_between(d, 0.3, 0.8), .noise = roll_between(d, 1, 4),
                        .quality = 70 + (int)roll(d, 20)};
}

static u8 clip(double v) { return v < 0 ? 0 : v > 255 ? 255 : (u8)(v + 0.5); }

/* ---- the camera looks at the table --------------------------------------------------------------------- */

static void sample(const struct picture *p, double x, double y, double ret[3]) {
  int ix = (int)floor(x), iy = (int)floor(y);
  double fx = x - ix, fy = y - iy;
  for (int c = 0; c < 3; c++) ret[c] = 0;
  for (int k = 0; k < 4; k++) {
    int px = ix + (k & 1), py = iy + (k >> 1);
    double weight = (k & 1 ? fx : 1 - fx) * (k >> 1 ? fy : 1 - fy);
    if (px < 0) px = 0;
    if (py < 0) py = 0;
    if (px >= p->w) px = p->w - 1;
    if (py >= p->h) py = p->h - 1;
    for (int c = 0; c < 3; c++) ret[c] += weight * p->rgb[((size_t)py * (size_t)p->w + (size_t)px) * 3 + (size_t)c];
  }
}

static double grain(int x, int y) { /* wood, always the same */
  return 12 * sin(x * 0.011 + 3 * sin(y * 0.002)) + 8 * sin(y * 0.047 + 2 * sin(x * 0.004)) + 5 * sin(x * 0.15);
}

static void look_down(const struct picture *paper, const struct photo *p, struct picture *out) {
  double turn = p->turn * M_PI / 180, cs = cos(turn), sn = sin(turn);
  double scale = (double)(paper->w > paper->h ? paper->w : paper->h) / (p->side * p->fill);
  for (int y = 0; y < out->h; y++)
    for (int x = 0; x < out->w; x++) {
      double dx = x - out->w / 2.0 - p->shift * out->w, dy = y - out->h / 2.0;
      double deep = 1 + p->tilt * dy / out->h;
      double u = (dx * cs + dy * sn) * scale * deep + paper->w / 2.0, v = (dy * cs - dx * sn) * scale * deep + paper->h / 2.0;
      double rgb[3];
      if (u >= 0 && v >= 0 && u < paper->w && v < paper->h) {
        sample(paper, u, v, rgb);
      } else {
        double g = p->flat ? 250 : 105 + grain(x * 2048 / p->side, y * 2048 / p->side);
        rgb[0] = g, rgb[1] = p->flat ? g : g * 0.8, rgb[2] = p->flat ? g : g * 0.6;
      }
      for (int c = 0; c < 3; c++) out->rgb[((size_t)y * (size_t)out->w + (size_t)x) * 3 + (size_t)c] = clip(rgb[c]);
    }
}

/* ---- light ---------------------------------------------------------------------------------------------- */

static void light_up(struct picture *out, const struct photo *p, struct dice *d) {
  double gx = out->w * roll_between(d, 0.3, 0.7), gy = out->h * roll_between(d, 0.3, 0.7);
  double radius = sqrt(p->glare * out->w * out->h / M_PI);
  double side = roll_between(d, 0, 2 * M_PI), moire = roll_between(d, 2.2, 3.4);
  for (int y = 0; y < out->h; y++)
    for (int x = 0; x < out->w; x++) {
      u8 *q = out->rgb + ((size_t)y * (size_t)out->w + (size_t)x) * 3;
      double far = ((x - out->w / 2.0) * cos(side) + (y - out->h / 2.0) * sin(side)) / out->w;
      double light = p->light * (1 - p->shade * (far + 0.5)) * 0.93;
      double wave = p->moire ? 1 + 0.16 * sin(2 * M_PI * x / moire) * sin(2 * M_PI * y / moire) + 0.06 * sin((x + y * 0.3) / 19) : 1;
      double r = radius > 0 ? hypot(x - gx, (y - gy) * 1.3) / radius : 9, shine = r < 1 ? 1 : exp(-(r - 1) * (r - 1) * 14);
      double tint[3] = {1 + 0.06 * p->warm, 1 - 0.02 * p->warm, 1 - 0.25 * p->warm};
      double grey = q[0] * 0.3 + q[1] * 0.59 + q[2] * 0.11;
      for (int c = 0; c < 3; c++) {
        double v = (p->grey ? (grey - 128) * 1.25 + 128 : q[c]) * light * tint[c] * wave;
        if (radius > 0) v += shine * (300 - v);
        v += p->noise * (roll_between(d, -1, 1) + roll_between(d, -1, 1));
        q[c] = clip(v);
      }
    }
}

/* ---- the lens and the hand -------------------------------------------------------------------------------- */

/* A box of n pixels along one direction; step in bytes between its pixels. */
static void box(u8 *p, int n, size_t step, int reach, u8 *line) {
  if (reach < 1) return;
  int sum = 0, width = 2 * reach + 1;
  for (int i = 0; i < n; i++) line[i] = p[(size_t)i * step];
  for (int i = -reach; i <= reach; i++) sum += line[i < 0 ? 0 : i >= n ? n - 1 : i];
  for (int i = 0; i < n; i++) {
    p[(size_t)i * step] = (u8)(sum / width);
    int out = i - reach, in = i + reach + 1;
    sum += line[in >= n ? n - 1 : in] - line[out < 0 ? 0 : out];
  }
}

static void box_all(struct picture *out, int reach, bool down, u8 *line) {
  size_t w = (size_t)out->w, h = (size_t)out->h;
  for (size_t c = 0; c < 3; c++)
    for (size_t i = 0; i < (down ? w : h); i++)
      box(out->rgb + (down ? i * 3 : i * w * 3) + c, down ? (int)h : (int)w, down ? w * 3 : 3, reach, line);
}

/* Three boxes are nearly a bell. Small sigmas by a small kernel. */
static void bell(struct picture *out, double sigma, u8 *line) {
  if (sigma < 0.2) return;
  if (sigma >= 1.6) {
    int reach = (int)(sqrt(sigma * sigma * 4 + 1) / 2);
    for (int i = 0; i < 3; i++) box_all(out, reach < 1 ? 1 : reach, false, line), box_all(out, reach < 1 ? 1 : reach, true, line);
    return;
  }
  double k[9], sum = 0;
  for (int i = -4; i <= 4; i++) sum += k[i + 4] = exp(-i * i / (2 * sigma * sigma));
  for (int pass = 0; pass < 2; pass++) {
    int n = pass ? out->h : out->w, m = pass ? out->w : out->h;
    size_t step = pass ? (size_t)out->w * 3 : 3;
    for (int j = 0; j < m; j++)
      for (size_t c = 0; c < 3; c++) {
        u8 *p = out->rgb + (pass ? (size_t)j * 3 : (size_t)j * (size_t)out->w * 3) + c;
        for (int i = 0; i < n; i++) line[i] = p[(size_t)i * step];
        for (int i = 0; i < n; i++) {
          double v = 0;
          for (int t = -4; t <= 4; t++) v += k[t + 4] * line[i + t < 0 ? 0 : i + t >= n ? n - 1 : i + t];
          p[(size_t)i * step] = clip(v / sum);
        }
      }
  }
}

/* There and back through JPEG, as the phone and the messenger do. */
static void compress(struct picture *p, int quality) {
  unsigned char *bytes = NULL;
  unsigned long n = 0;
  tjhandle t = tjInitCompress();
  tjCompress2(t, p->rgb, p->w, 0, p->h, TJPF_RGB, &bytes, &n, TJSAMP_420, quality, 0);
  tjDestroy(t);
  t = tjInitDecompress();
  tjDecompress2(t, bytes, n, p->rgb, p->w, 0, p->h, TJPF_RGB, 0);
  tjDestroy(t);
  tjFree(bytes);
}

struct picture photo_take(const struct picture *paper, const struct photo *p, struct dice *d) {
  bool wide = paper->w > paper->h;
  int longest = p->side, shorter = (int)(p->side * 0.75);
  struct picture out = picture_new(wide ? longest : shorter, wide ? shorter : longest);
  u8 *line = malloc(65536);
  look_down(paper, p, &out);
  double per = p->side / 1600.0;
  bell(&out, p->blur * per, line);
  if (p->motion) box_all(&out, (int)(p->motion * per / 2), roll(d, 2), line);
  light_up(&out, p, d);
  free(line);
  compress(&out, 92);
  if (p->side > 1600 && p->quality < 85) { /* sent as a photo: WhatsApp makes it smaller */
    picture_shrink(&out, 1600);
    compress(&out, p->quality);
  }
  return out;
}

struct picture screenshot_take(const struct picture *paper, struct dice *d) {
  int w = 1080, h = 2160 + (int)roll(d, 4) * 60;
  struct picture out = picture_new(w, h), small = picture_smaller(paper, paper->w > paper->h ? w : h * 3 / 5);
  bool dark = roll(d, 2);
  memset(out.rgb, dark ? 0 : 255, (size_t)w * (size_t)h * 3);
  for (int i = 0; i < 24; i++) /* the bar above: clock and battery */
    for (int y = 24; y < 60; y++)
      for (int x = (i < 12 ? 40 : 700) + (i % 12) * 24; x < (i < 12 ? 54 : 714) + (i % 12) * 24; x++)
        if ((x * 7 + y * 3 + i) % 5) memset(out.rgb + ((size_t)y * (size_t)w + (size_t)x) * 3, dark ? 230 : 30, 3);
  int top = (h - small.h) / 2, left = (w - small.w) / 2;
  for (int y = 0; y < small.h; y++)
    memcpy(out.rgb + ((size_t)(top + y) * (size_t)w + (size_t)(left < 0 ? 0 : left)) * 3, small.rgb + (size_t)y * (size_t)small.w * 3,
           (size_t)(small.w < w ? small.w : w) * 3);
  picture_free(&small);
  return out;
}

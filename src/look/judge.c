/* driver: what can be told of a photo without reading it. */
#include "look/judge.h"

#include <math.h>

#define SIDE 1600
#define BLOCK 8

static int between(double x, double none, double all) { /* 0 at none, 1000 at all */
  double s = (x - none) / (all - none);
  return s <= 0 ? 0 : s >= 1 ? 1000 : (int)(s * 1000 + 0.5);
}

/* ---- the ground -------------------------------------------------------------------------------------- */

static void find_levels(struct ground *b) {
  size_t n = (size_t)b->g.w * (size_t)b->g.h, count[256] = {0}, sum = 0;
  for (size_t i = 0; i < n; i++) count[b->g.p[i]]++;
  b->dark = b->light = -1;
  for (int v = 0; v < 256; v++) {
    sum += count[v];
    if (b->dark < 0 && sum * 50 >= n) b->dark = v;
    if (b->light < 0 && sum * 100 >= n * 95) b->light = v;
  }
}

/* Written: many steps that are sharp against the contrast of the picture. */
static u8 ink_of(const struct ground *b, int bx, int by) {
  int step = (b->light - b->dark) / 5, n = 0;
  if (step < 8) step = 8;
  for (int y = by * BLOCK; y < (by + 1) * BLOCK; y++)
    for (int x = bx * BLOCK; x + 1 < (bx + 1) * BLOCK && x + 2 < b->g.w; x++) {
      const u8 *p = b->g.p + (size_t)y * (size_t)b->g.w + (size_t)x;
      n += abs(p[0] - p[2]) > step;
    }
  return (u8)(n * 4 > 255 ? 255 : n * 4);
}

static bool lay_ground(const struct grey *g, i64 original_side, struct ground *b) {
  int side = g->w > g->h ? g->w : g->h, w = g->w, h = g->h;
  if (side > SIDE) {
    w = w * SIDE / side;
    h = h * SIDE / side;
  }
  b->g = grey_smaller(g, w < 1 ? 1 : w, h < 1 ? 1 : h);
  if (!b->g.p || b->g.w < 4 * BLOCK || b->g.h < 4 * BLOCK) return false;
  b->scale = (double)original_side / (b->g.w > b->g.h ? b->g.w : b->g.h);
  find_levels(b);
  b->blocks = grey_smaller(&b->g, b->g.w / BLOCK, b->g.h / BLOCK);
  size_t n = (size_t)b->blocks.w * (size_t)b->blocks.h;
  b->ink = b->blocks.p ? malloc(n) : NULL;
  for (int y = 0; b->ink && y < b->blocks.h; y++)
    for (int x = 0; x < b->blocks.w; x++) b->ink[y * b->blocks.w + x] = ink_of(b, x, y);
  return b->ink != NULL;
}

void judge(const struct decoded *d, const struct grey *g, struct judged *ret) {
  struct ground b = {0};
  *ret = (struct judged){0};
  if (!lay_ground(g, d->width > d->height ? d->width : d->height, &b)) {
    ret->scores[FAULTY_SMALL] = 1000;
  } else {
    ret->scores[FAULTY_BLURRED] = judge_blurred(&b);
    ret->scores[FAULTY_DARK] = judge_dark(&b);
    ret->scores[FAULTY_GLARE] = judge_glare(&b);
    ret->scores[FAULTY_CUT] = judge_cut(&b);
    ret->scores[FAULTY_SMALL] = judge_small(&b);
    ret->scores[FAULTY_SCREEN] = judge_screen(d, g, &b);
    ret->scores[FAULTY_COPY] = judge_copy(d, &b);
  }
  grey_free(&b.g);
  grey_free(&b.blocks);
  free(b.ink);
}

/* ---- blurred ------------------------------------------------------------------------------------------- */

#define REACH 4 /* pixels on each side of an edge */

/* One line of pixels: of each edge, the part of its height that lies in its steepest step. */
static void edges_of_line(const u8 *p, int n, size_t step, int least, u32 count[101]) {
  for (int x = REACH; x + REACH + 1 < n; x++) {
    int low = 255, high = 0, steepest = 0, here = abs(p[(size_t)(x + 1) * step] - p[(size_t)x * step]);
    if (here * 12 < least) continue;
    for (int k = -REACH; k <= REACH; k++) {
      int v = p[(size_t)(x + k) * step];
      if (v < low) low = v;
      if (v > high) high = v;
      int d = abs(p[(size_t)(x + k + 1) * step] - v);
      if (d > steepest) steepest = d;
    }
    if (high - low >= least && here == steepest) count[here * 100 / (high - low) > 100 ? 100 : here * 100 / (high - low)]++;
  }
}

/* How steep the edges of one direction are: the 60th hundredth. */
static int steepness(const u32 count[101], u64 *ret_edges) {
  u64 all = 0, sum = 0;
  int at = 0;
  for (int i = 0; i <= 100; i++) all += count[i];
  for (; at < 100 && sum + count[at] < all * 6 / 10; at++) sum += count[at];
  *ret_edges = all;
  return at;
}

/* A hand that shook blurs one direction only: the worse one counts. */
int judge_blurred(const struct ground *b) {
  u32 across[101] = {0}, down[101] = {0};
  u64 edges_across, edges_down, least_edges = (u64)b->g.w * (u64)b->g.h / 10000;
  int least = (b->light - b->dark) * 3 / 10;
  if (least < 20) least = 20;
  for (int y = 0; y < b->g.h; y += 2) edges_of_line(b->g.p + (size_t)y * (size_t)b->g.w, b->g.w, 1, least, across);
  for (int x = 0; x < b->g.w; x += 2) edges_of_line(b->g.p + x, b->g.h, (size_t)b->g.w, least, down);
  int x = steepness(across, &edges_across), y = steepness(down, &edges_down);
  if (edges_across < least_edges && edges_down < least_edges) return 1000; /* no edge anywhere */
  if (edges_across < least_edges) x = y * 2 / 3;                           /* there is writing, but none of its uprights */
  if (edges_down < least_edges) y = x * 2 / 3;
  return between(x < y ? x : y, 54, 16);
}

/* ---- dark, glare --------------------------------------------------------------------------------------- */

int judge_dark(const struct ground *b) { return between(b->light, 200, 50); }

/* Blobs where everything is white while the paper around is not. */
#define FULL 251
static size_t blob(const struct ground *b, u8 *seen, size_t start, size_t *stack, u64 *ret_ring, u64 *ret_ring_n) {
  size_t n = 0, top = 0, w = (size_t)b->blocks.w, h = (size_t)b->blocks.h;
  *ret_ring = *ret_ring_n = 0;
  stack[top++] = start;
  seen[start] = 1;
  while (top) {
    size_t at = stack[--top], x = at % w, y = at / w;
    n++;
    for (int k = 0; k < 8; k++) {
      static const int dx[] = {1, -1, 0, 0, 3, -3, 0, 0}, dy[] = {0, 0, 1, -1, 0, 0, 3, -3};
      size_t nx = x + (size_t)dx[k], ny = y + (size_t)dy[k];
      if (nx >= w || ny >= h) continue;
      size_t next = ny * w + nx;
      if (k < 4 && b->blocks.p[next] >= FULL && !seen[next]) {
        seen[next] = 1;
        stack[top++] = next;
      }
      if (k >= 4 && b->blocks.p[next] < FULL && b->ink[next] < 8) {
        *ret_ring += b->blocks.p[next];
        ++*ret_ring_n;
      }
    }
  }
  return n;
}

int judge_glare(const struct ground *b) {
  size_t all = (size_t)b->blocks.w * (size_t)b->blocks.h, worst = 0;
  u8 *seen = calloc(all, 1);
  size_t *stack = malloc(all * sizeof *stack);
  for (size_t i = 0; seen && stack && i < all; i++) {
    if (seen[i] || b->blocks.p[i] < FULL) continue;
    u64 ring, ring_n;
    size_t n = blob(b, seen, i, stack, &ring, &ring_n);
    if (n * 400 < all || !ring_n) continue;
    int around = (int)(ring / ring_n);
    size_t weight = n * (size_t)between(around, 246, 226);
    if (weight > worst) worst = weight;
  }
  free(seen);
  free(stack);
  return between((double)worst / 1000 / (double)all, 0, 0.03);
}

/* ---- cut, small ------------------------------------------------------------------------------------------ */

enum side { TOP, BOTTOM, LEFT, RIGHT, SIDES };

static size_t border_block(const struct ground *b, enum side side, int i) {
  size_t w = (size_t)b->blocks.w, h = (size_t)b->blocks.h, at = (size_t)i;
  return side == TOP ? at : side == BOTTOM ? (h - 1) * w + at : side == LEFT ? at * w : at * w + w - 1;
}

/* Brighter than this is paper: between the two heaps of brightness (Otsu). */
static int paper_level(const struct ground *b) {
  double count[256] = {0}, n = 0, sum = 0, below = 0, below_sum = 0, best = -1;
  int level = 128;
  for (size_t i = 0; i < (size_t)b->blocks.w * (size_t)b->blocks.h; i++) count[b->blocks.p[i]]++, n++, sum += b->blocks.p[i];
  for (int v = 0; v < 255; v++) {
    below += count[v];
    below_sum += v * count[v];
    if (below == 0 || below == n) continue;
    double apart = below_sum / below - (sum - below_sum) / (n - below), spread = below * (n - below) * apart * apart;
    if (spread > best) best = spread, level = v;
  }
  return level;
}

/* Cut: writing runs out of the picture; or the paper leaves it on one side while the table can be seen on another. */
int judge_cut(const struct ground *b) {
  double paper[SIDES], written[SIDES], most = 0, most_written = 0;
  int level = paper_level(b), tables = 0;
  bool contrast = b->light - b->dark > 60;
  for (int s = 0; s < SIDES; s++) {
    int length = s < LEFT ? b->blocks.w : b->blocks.h, n = 0, ink = 0;
    for (int i = 0; i < length; i++) {
      size_t at = border_block(b, (enum side)s, i);
      n += b->blocks.p[at] > level;
      ink += b->ink[at] >= 40;
    }
    paper[s] = (double)n / length;
    written[s] = (double)ink / length;
    tables += contrast && paper[s] < 0.12;
    if (written[s] > most_written) most_written = written[s];
  }
  for (int s = 0; s < SIDES && tables; s++)
    if (paper[s] > most) most = paper[s];
  int by_ink = between(most_written, 0.02, 0.16), by_paper = tables ? between(most, 0.15, 0.45) : 0;
  return by_ink > by_paper ? by_ink : by_paper;
}

int judge_small(const struct ground *b) {
  int side = (int)(b->scale * (b->g.w > b->g.h ? b->g.w : b->g.h));
  return between(side, 1400, 600);
}

/* ---- not the paper itself ---------------------------------------------------------------------------------- */

#define TILE 64

/* The strengths of all waves in a tile (the sum over many tiles stays, noise does not). */
static void waves_of(const struct grey *g, int x0, int y0, const float wave[2][TILE][TILE], double power[TILE][TILE]) {
  static float row[2][TILE][TILE]; /* by frequency across, then by line */
  double mean = 0;
  for (int y = 0; y < TILE; y++)
    for (int x = 0; x < TILE; x++) mean += g->p[(size_t)(y0 + y) * (size_t)g->w + (size_t)(x0 + x)];
  mean /= TILE * TILE;
  for (int y = 0; y < TILE; y++)
    for (int k = 0; k < TILE / 2; k++) {
      float re = 0, im = 0;
      for (int x = 0; x < TILE; x++) {
        float v = (float)(g->p[(size_t)(y0 + y) * (size_t)g->w + (size_t)(x0 + x)] - mean);
        re += v * wave[0][k][x];
        im += v * wave[1][k][x];
      }
      row[0][k][y] = re;
      row[1][k][y] = im;
    }
  for (int k = 0; k < TILE / 2; k++)
    for (int j = 0; j < TILE; j++) {
      float re = 0, im = 0;
      for (int y = 0; y < TILE; y++) {
        re += row[0][k][y] * wave[0][j][y] - row[1][k][y] * wave[1][j][y];
        im += row[0][k][y] * wave[1][j][y] + row[1][k][y] * wave[0][j][y];
      }
      power[k][j] += re * re + im * im;
    }
}

/* How much one wave stands out from those around it: what JPEG leaves is broad, a grid is one line. */
static double stands_out(double power[TILE][TILE], int k, int j, double noise) {
  double around = 0;
  int n = 0;
  for (int dk = -6; dk <= 6; dk++)
    for (int dj = -6; dj <= 6; dj++) {
      int at = k + dk;
      if ((abs(dk) < 4 && abs(dj) < 4) || at < 1 || at >= TILE / 2) continue;
      around += power[at][(j + dj + TILE) % TILE];
      n++;
    }
  return power[k][j] / (around / n + noise);
}

/* The grid of a screen shows as one wave that is much stronger than all others, also where nothing is written. */
static int grid(const struct grey *g, const struct ground *b) {
  static float wave[2][TILE][TILE];
  static double power[TILE][TILE];
  int tiles = 0;
  double scale = (double)b->g.w / g->w;
  memset(power, 0, sizeof power);
  for (int k = 0; k < TILE; k++)
    for (int x = 0; x < TILE; x++) {
      double lifted = 0.5 - 0.5 * cos(2 * M_PI * (x + 0.5) / TILE); /* no edge at the tile's end */
      wave[0][k][x] = (float)(cos(2 * M_PI * k * x / TILE) * lifted);
      wave[1][k][x] = (float)(sin(2 * M_PI * k * x / TILE) * lifted);
    }
  for (int y = TILE; y + 2 * TILE < g->h && tiles < 60; y += TILE)
    for (int x = TILE; x + 2 * TILE < g->w && tiles < 60; x += TILE * 2) {
      int bx = (int)(x * scale) / BLOCK, by = (int)(y * scale) / BLOCK, size = (int)(TILE * scale) / BLOCK + 1, ink = 0, dark = 0;
      for (int j = by; j <= by + size && j < b->blocks.h; j++)
        for (int i = bx; i <= bx + size && i < b->blocks.w; i++)
          ink += b->ink[j * b->blocks.w + i] > 20, dark += b->blocks.p[j * b->blocks.w + i] < (b->light + b->dark) / 2;
      if (ink || dark) continue;
      waves_of(g, x, y, wave, power);
      tiles++;
    }
  if (tiles < 6) return 0;
  double most = 0;
  for (int k = 3; k < TILE / 2; k++)
    for (int j = 0; j < TILE; j++) {
      int down = j > TILE / 2 ? TILE - j : j;
      if (down < 3 || k * k + down * down < 10 * 10) continue; /* light and folds are slow, rules and edges lie along the axes */
      double out = stands_out(power, k, j, (double)tiles * TILE);
      if (out > most) most = out;
    }
  return between(log(most + 1), log(8), log(60));
}

/* A phone's own picture of its screen: long, and with whole rows of one colour. */
static int screenshot(const struct decoded *d, const struct ground *b) {
  double aspect = d->width > d->height ? (double)d->width / d->height : (double)d->height / d->width;
  int flat = 0;
  for (int y = 0; y < b->g.h; y++) {
    int low = 255, high = 0;
    for (int x = 0; x < b->g.w; x++) {
      int v = b->g.p[(size_t)y * (size_t)b->g.w + (size_t)x];
      if (v < low) low = v;
      if (v > high) high = v;
    }
    flat += high - low <= 6;
  }
  return d->camera || aspect < 1.75 ? 0 : between((double)flat / b->g.h, 0.05, 0.15);
}

int judge_screen(const struct decoded *d, const struct grey *g, const struct ground *b) {
  int shot = screenshot(d, b);
  return shot >= 500 ? shot : grid(g, b);
}

/* Colour against the colour of the light: ink and stamps of a first print have some, a copy has none. */
int judge_copy(const struct decoded *d, const struct ground *b) {
  const struct picture *p = &d->picture;
  u64 sum[3] = {0}, n = 0, coloured = 0, looked = 0;
  for (size_t i = 0; i < (size_t)p->w * (size_t)p->h; i += 7) {
    const u8 *q = p->rgb + i * 3;
    if (q[1] + 12 < b->light) continue;
    for (int c = 0; c < 3; c++) sum[c] += q[c];
    n++;
  }
  if (!n) return 0;
  double light[3] = {(double)sum[0] / (double)n, (double)sum[1] / (double)n, (double)sum[2] / (double)n};
  for (size_t i = 0; i < (size_t)p->w * (size_t)p->h; i += 3) {
    const u8 *q = p->rgb + i * 3;
    double r = q[0] / (light[0] + 1), g = q[1] / (light[1] + 1), bl = q[2] / (light[2] + 1);
    double high = r > g ? (r > bl ? r : bl) : (g > bl ? g : bl), low = r < g ? (r < bl ? r : bl) : (g < bl ? g : bl);
    looked++;
    coloured += high - low > 0.18;
  }
  return between((double)coloured / (double)looked, 0.02, 0.001);
}

/* driver: tesseract, with leptonica to lay the page straight before it. */
#include "look/reader.h"

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#include "domain/paper_text.h"

#define READ_SIDE 2200 /* so large that the small print of an A4 sheet has about 20 pixels */
#define LEAST_CONFIDENCE 45

static TessBaseAPI *api;

void reader_prepare(void) {
  TessBaseAPI *a = TessBaseAPICreate();
  setMsgSeverity(L_SEVERITY_NONE);
  if (!a) return;
  if (TessBaseAPIInit2(a, NULL, "ind", OEM_LSTM_ONLY) != 0) {
    TessBaseAPIDelete(a);
    return;
  }
  TessBaseAPISetVariable(a, "user_defined_dpi", "200");
  TessBaseAPISetVariable(a, "debug_file", "/dev/null");
  TessBaseAPISetVariable(a, "tessedit_do_invert", "0");
  api = a;
}

/* ---- the page, straight and evenly lit ------------------------------------------------------------------- */

static PIX *page_of(const struct grey *g) {
  PIX *p = pixCreate(g->w, g->h, 8);
  if (!p) return NULL;
  for (int y = 0; y < g->h; y++) {
    l_uint32 *line = pixGetData(p) + (size_t)y * (size_t)pixGetWpl(p);
    for (int x = 0; x < g->w; x++) SET_DATA_BYTE(line, x, g->p[(size_t)y * (size_t)g->w + (size_t)x]);
  }
  return p;
}

/* Gives `from` back when there is nothing new. */
static PIX *instead(PIX *from, PIX *new) {
  if (!new) return from;
  pixDestroy(&from);
  return new;
}

static PIX *straighten(PIX *p) {
  l_float32 angle = 0, sure = 0;
  PIX *ink = pixThresholdToBinary(p, 120);
  bool found = ink && pixFindSkewSweepAndSearch(ink, &angle, &sure, 4, 2, 14, 1, 0.02f) == 0 && sure > 2.5f && (angle > 0.2f || angle < -0.2f);
  pixDestroy(&ink);
  return found ? instead(p, pixRotate(p, angle * 3.14159265f / 180, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0)) : p;
}

/* The part where it is bright: the paper, without the table it lies on. */
#define COARSE 16
static PIX *paper_of(PIX *p) {
  struct {
    int from, to;
  } side[2];
  l_int32 w = pixGetWidth(p), h = pixGetHeight(p), threshold = 128;
  PIX *small = pixScaleAreaMap(p, 1.0f / COARSE, 1.0f / COARSE), *bright = NULL;
  if (!small || pixSplitDistributionFgBg(small, 0.5f, 1, &threshold, NULL, NULL, 0) != 0) {
    pixDestroy(&small);
    return p;
  }
  bright = pixThresholdToBinary(small, threshold); /* black: darker than the paper */
  l_int32 sw = pixGetWidth(small), sh = pixGetHeight(small);
  for (int k = 0; k < 2 && bright; k++) {
    int lines = k ? sh : sw, length = k ? sw : sh;
    side[k].from = lines;
    side[k].to = -1;
    for (int i = 0; i < lines; i++) {
      int n = 0;
      l_uint32 dark;
      for (int j = 0; j < length; j++) n += pixGetPixel(bright, k ? j : i, k ? i : j, &dark) == 0 && !dark;
      if (n * 10 < length * 3) continue;
      if (i < side[k].from) side[k].from = i;
      side[k].to = i;
    }
  }
  bool found = bright && side[0].to > side[0].from && side[1].to > side[1].from;
  pixDestroy(&small);
  pixDestroy(&bright);
  if (!found) return p;
  BOX *box = boxCreate(side[0].from * COARSE - COARSE, side[1].from * COARSE - COARSE, (side[0].to - side[0].from + 3) * COARSE,
                       (side[1].to - side[1].from + 3) * COARSE);
  i64 part = (i64)(side[0].to - side[0].from) * (side[1].to - side[1].from) * COARSE * COARSE;
  if (part * 5 > (i64)w * h) p = instead(p, pixClipRectangle(p, box, NULL));
  boxDestroy(&box);
  return p;
}

/* The lines of a table run through what stands in it: they are painted over. */
static PIX *without_lines(PIX *p) {
  PIX *ink = pixThresholdToBinary(p, 150), *lines = NULL, *down = NULL;
  if (ink) {
    lines = pixMorphCompSequence(ink, "o90.1 + c5.3", 0);
    down = pixMorphCompSequence(ink, "o1.70 + c3.5", 0);
    if (lines && down) pixOr(lines, lines, down);
    if (lines) pixSetMasked(p, lines, 255);
  }
  pixDestroy(&ink);
  pixDestroy(&lines);
  pixDestroy(&down);
  return p;
}

static PIX *prepare(const struct grey *g) {
  PIX *p = page_of(g);
  if (!p) return NULL;
  p = paper_of(p);
  int w = pixGetWidth(p), h = pixGetHeight(p), side = w > h ? w : h;
  if (side < READ_SIDE) {
    float scale = side * 2 < READ_SIDE ? 2 : (float)READ_SIDE / (float)side;
    p = instead(p, pixScale(p, scale, scale));
  }
  p = instead(p, pixBackgroundNormSimple(p, NULL, NULL));
  pixGammaTRC(p, p, 1.0f, 60, 185); /* paper is white and nothing else: shades of it confuse what is ink */
  return without_lines(straighten(p));
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

static void read_page(PIX *p, TessPageSegMode mode, struct paper_text *ret, int *ret_confidence) {
  TessBaseAPISetPageSegMode(api, mode);
  TessBaseAPISetImage2(api, p);
  char *text = TessBaseAPIGetUTF8Text(api);
  *ret_confidence = text ? TessBaseAPIMeanTextConf(api) : 0;
  paper_text_read(str_of(text), ret);
  TessDeleteText(text);
}

/* The rows of a table are not always taken for lines: read without the thought of lines, more of its numbers are found. */
static void read_again(PIX *p, int turn, struct paper_text *t) {
  struct paper_text more;
  int confidence;
  PIX *page = turn ? pixRotateOrth(p, turn) : pixClone(p);
  if (!page) return;
  read_page(page, PSM_SPARSE_TEXT, &more, &confidence);
  pixDestroy(&page);
  for (size_t i = 0; i < more.n && t->n < PAPER_FOUND_MOST; i++) {
    bool known = more.found[i].kind == READ_NAME; /* a name needs its line */
    for (size_t k = 0; k < t->n; k++) known |= strcmp(t->found[k].text, more.found[i].text) == 0;
    if (!known) t->found[t->n++] = more.found[i];
  }
}

static size_t numbers(const struct paper_text *t) {
  size_t n = 0;
  for (size_t i = 0; i < t->n; i++) n += t->found[i].kind == READ_NIK || t->found[i].kind == READ_KK_NUMBER;
  return n;
}

static void keep(const struct paper_text *t, struct look_wire *w) {
  w->paper = t->kind;
  w->paper_sure = (u32)t->sure;
  for (size_t i = 0; i < t->n && w->read_count < LOOK_MAX_READ; i++) {
    struct look_read *r = &w->reads[w->read_count];
    r->kind = t->found[i].kind;
    r->sure = (u32)t->found[i].sure;
    memcpy(r->text, t->found[i].text, sizeof r->text);
    w->read_count++; /* last: what died before this has read one less */
  }
}

/* A page on its side reads as nothing: it is turned until something can be read. */
void reader_read(const struct grey *g, struct look_wire *w) {
  struct paper_text best = {0}, t;
  int best_confidence = 0, confidence = 0, best_turn = 0;
  PIX *p = api ? prepare(g) : NULL;
  for (int turn = 0; p && turn < 4; turn++) {
    PIX *page = turn ? pixRotateOrth(p, turn) : pixClone(p);
    if (!page) break;
    read_page(page, PSM_SINGLE_BLOCK, &t, &confidence);
    pixDestroy(&page);
    if (turn == 0 || confidence > best_confidence) {
      best = t;
      best_confidence = confidence;
      best_turn = turn;
    }
    if (best.kind != PAPER_UNKNOWN || numbers(&best) || best_confidence >= LEAST_CONFIDENCE + 20) break;
  }
  if (p && best.kind == PAPER_KK) read_again(p, best_turn, &best);
  pixDestroy(&p);
  if (best_confidence >= LEAST_CONFIDENCE || best.kind != PAPER_UNKNOWN || numbers(&best)) keep(&best, w);
}

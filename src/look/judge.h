/* look/judge: how good a photo of a paper is. Numbers about pixels; which of them matter stands in the configuration, and what follows is
 * for people to decide. Measured: docs/judgement.md. */
#pragma once
#include "look/decode.h"

struct judged {
  int scores[LOOK_FAULTS]; /* 0..1000 */
};
void judge(const struct decoded *d, const struct grey *g, struct judged *ret);

/* ---- for each of them ---- */
struct ground {        /* what several judgements stand on */
  struct grey g;       /* at most 1600 */
  int dark, light;     /* the 2nd and 95th hundredth of all brightness */
  double scale;        /* pixels of the original for one of g */
  struct grey blocks;  /* mean of 8 x 8 */
  u8 *ink;             /* per block: how much is written in it, 0..255 */
};
int judge_blurred(const struct ground *b);
int judge_dark(const struct ground *b);
int judge_glare(const struct ground *b);
int judge_cut(const struct ground *b);
int judge_small(const struct ground *b);
int judge_screen(const struct decoded *d, const struct grey *g, const struct ground *b);
int judge_copy(const struct decoded *d, const struct ground *b);

/* Invented papers, drawn as the true ones are laid out, and photos of them as phones take them: what the judgement and the reading are
 * measured with. The same seed gives the same picture. Everybody on them lives in region 52.71.99. */
#pragma once
#include "domain/look.h"
#include "look/picture.h"

struct dice {
  u64 state;
};
unsigned roll(struct dice *d, unsigned n);      /* 0 .. n-1 */
double roll_between(struct dice *d, double a, double b);

#define PAPER_PEOPLE 8
struct paper_truth {
  enum paper_kind kind;
  char kk[17];                /* empty: none stands on it */
  char nik[PAPER_PEOPLE][17];
  size_t nik_count;
  char name[48];              /* of the first person */
  char date[11];              /* his birth date, "14-02-2019" */
};
/* Flat, as a scanner gives it: A4 about 2,340 pixels long, cards about 1,350. */
struct picture paper_draw(enum paper_kind kind, u64 seed, struct paper_truth *ret);
extern const enum paper_kind paper_drawn[]; /* the kinds there are */
extern const size_t paper_drawn_count;

struct photo {
  int side;             /* longest side of the photo */
  double turn;          /* degrees the paper lies askew */
  double tilt;          /* 0 .. 0.2: how slanted the phone was held */
  double fill;          /* part of the frame the paper takes: 0.6 .. 1.3; above 1 it is cut */
  double shift;         /* part of the frame it is off the middle, to the right */
  double light;         /* 1 usual; 0.15 a dark room */
  double warm;          /* 0 .. 1: yellow lamp */
  double shade;         /* 0 .. 1: falls off to one side */
  double blur;          /* sigma in pixels of a 1,600 photo */
  int motion;           /* pixels of a 1,600 photo the hand moved */
  double glare;         /* part of the paper under a reflection */
  double noise;         /* of the sensor */
  bool moire;           /* the paper is on a screen */
  bool grey;            /* it is a photocopy */
  int quality;          /* JPEG; WhatsApp: about 70 */
  bool flat;            /* a scanner: no table around it */
};
struct photo photo_usual(struct dice *d); /* a good one */
struct picture photo_take(const struct picture *paper, const struct photo *p, struct dice *d);
/* A phone's screen with the paper in a gallery: what a screenshot looks like. */
struct picture screenshot_take(const struct picture *paper, struct dice *d);

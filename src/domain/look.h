/* domain/look: the words for what a look at a scan can find. The look itself happens in a cage (look/); what follows from it is
 * decided here and by officers: it is advice, never a refusal. */
#pragma once
#include "base/base.h"

/* Whether the file could be looked at. The codes go into the store and the texts: look_problem_code. */
enum look_problem {
  LOOK_FINE,
  LOOK_BROKEN,          /* its decoder gave up */
  LOOK_LOCKED,          /* a PDF with a password */
  LOOK_TOO_MANY_PIXELS, /* more than is decoded; the original is kept */
  LOOK_TOO_LONG,        /* the time or the memory of a look was used up */
  LOOK_CRASHED,         /* its decoder died of it */
  LOOK_VIRUS,           /* clamd knows it */
  LOOK_PROBLEMS
};
const char *look_problem_code(enum look_problem p); /* "broken" */

/* What may be wrong with a picture. Each has a score from 0 (nothing of it) to 1000; from which score on it counts stands in the
 * configuration. The order is the order in which one is told. */
enum look_fault { FAULTY_BLURRED, FAULTY_DARK, FAULTY_GLARE, FAULTY_CUT, FAULTY_SMALL, FAULTY_SCREEN, FAULTY_COPY, LOOK_FAULTS };
const char *look_fault_code(enum look_fault f); /* "blurred" */

/* Which paper it seems to be. */
enum paper_kind {
  PAPER_UNKNOWN,
  PAPER_KK,
  PAPER_KTP,
  PAPER_KIA,
  PAPER_BIRTH_LETTER,   /* surat keterangan lahir */
  PAPER_BIRTH,          /* kutipan akta kelahiran */
  PAPER_MARRIAGE_BOOK,  /* buku nikah */
  PAPER_MARRIAGE,       /* kutipan akta perkawinan */
  PAPER_DIVORCE,
  PAPER_DEATH_LETTER,   /* surat keterangan kematian */
  PAPER_DEATH,          /* kutipan akta kematian */
  PAPER_MOVE,           /* SKPWNI */
  PAPER_SPTJM,
  PAPER_PROXY,          /* surat kuasa */
  PAPER_PASSPORT,
  PAPER_POLICE,         /* surat kehilangan */
  PAPER_FORM,           /* F-1.02, F-2.01 ... */
  PAPER_KINDS
};
const char *look_paper_code(enum paper_kind k); /* "kk" */

/* What was read. */
enum read_kind { READ_NIK, READ_KK_NUMBER, READ_NAME, READ_DATE, READ_PLACE, READ_KINDS };
const char *look_read_code(enum read_kind k); /* "nik" */

/* From which score on a fault counts; 1001: never. */
struct look_limits {
  int from[LOOK_FAULTS];
};
#define LOOK_LIMITS_USUAL {{650, 500, 500, 500, 500, 500, 500}} /* config.c has the same as texts; measured: docs/judgement.md */
/* The faults among the scores, a bit each (1 << enum look_fault). A copy can only be told of a paper that is printed in colours: a card. */
u32 look_faults(const int scores[LOOK_FAULTS], const struct look_limits *limits, enum paper_kind paper);
/* The one that is told: the first of them; LOOK_FAULTS when there is none. */
enum look_fault look_worst(u32 faults);

/* What stays nearly the same of a picture when it is scaled, compressed or lit a little differently: 256 signs of its slow waves.
 * Two with up to LOOK_ALIKE signs that differ are taken for the same picture; different papers of one kind differ in more
 * (docs/judgement.md). */
#define LOOK_ALIKE 16
struct likeness {
  u64 w[4];
};
int likeness_distance(const struct likeness *a, const struct likeness *b);

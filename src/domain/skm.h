/* domain/skm: the survey of satisfaction (Survei Kepuasan Masyarakat, Permenpan-RB 14/2017): nine elements, kept by name as
 * questionnaires number them differently; the index, its grade, and how many answers are enough. Pure.
 *
 * Index = 25 * sum(weight * mean of an element), weight 1/9; the guide's rounded weight 0.11 ("hitung cara lama") gives one
 * hundredth less. It is rounded to two decimals, and the grade is read from the rounded value: the guide's table of
 * intervals has gaps. */
#pragma once
#include "base/base.h"

enum skm_element {
  SKM_REQUIREMENTS, /* persyaratan */
  SKM_PROCEDURE,    /* sistem, mekanisme, prosedur */
  SKM_TIME,         /* waktu penyelesaian */
  SKM_COST,         /* biaya/tarif */
  SKM_PRODUCT,      /* produk spesifikasi jenis pelayanan */
  SKM_COMPETENCE,   /* kompetensi pelaksana */
  SKM_BEHAVIOUR,    /* perilaku pelaksana */
  SKM_COMPLAINTS,   /* penanganan pengaduan, saran, masukan */
  SKM_FACILITIES,   /* sarana dan prasarana */
  SKM_ELEMENTS
};
const char *skm_code(enum skm_element e); /* "requirements" */
bool skm_parse(str code, enum skm_element *ret);

/* What was answered so far: of each element nothing, 1 (not good) to 4 (very good), or passed over. */
#define SKM_UNASKED 0
#define SKM_PASSED (-1)
struct skm_scores {
  int of[SKM_ELEMENTS];
};
/* Stored as nine letters, "34-0..."; reading never fails: what is no score is unasked. */
str skm_to_text(struct arena *a, const struct skm_scores *s);
struct skm_scores skm_of_text(str text);
int skm_next(const struct skm_scores *s); /* the first unasked element; SKM_ELEMENTS: none left */
bool skm_any(const struct skm_scores *s); /* is there a score at all */

struct skm_sums {
  i64 sum[SKM_ELEMENTS], n[SKM_ELEMENTS];
};
/* Hundredths: 8736 is 87.36. -1: an element has no answer yet. */
int skm_index(const struct skm_sums *s, bool old_weight);
double skm_mean(const struct skm_sums *s, enum skm_element e); /* 0: no answer */
char skm_grade(int index);                                     /* 'A' to 'D' */
/* How many answers N served people need (Krejcie and Morgan, 95 %, 5 %). */
i64 skm_sample(i64 served);

struct quarter {
  int year, number; /* 1 to 4 */
};
struct quarter quarter_of(struct date d);
bool quarter_parse(str text, struct quarter *ret); /* "2026-Q4" */
str quarter_text(struct arena *a, struct quarter q);
struct date quarter_first(struct quarter q);
struct date quarter_last(struct quarter q);
struct quarter quarter_before(struct quarter q);

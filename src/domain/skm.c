#include "domain/skm.h"

static const char *const codes[SKM_ELEMENTS] = {
    [SKM_REQUIREMENTS] = "requirements", [SKM_PROCEDURE] = "procedure",   [SKM_TIME] = "time",
    [SKM_COST] = "cost",                 [SKM_PRODUCT] = "product",       [SKM_COMPETENCE] = "competence",
    [SKM_BEHAVIOUR] = "behaviour",       [SKM_COMPLAINTS] = "complaints", [SKM_FACILITIES] = "facilities",
};

const char *skm_code(enum skm_element e) { return (size_t)e < SKM_ELEMENTS ? codes[e] : ""; }

bool skm_parse(str code, enum skm_element *ret) {
  for (int i = 0; i < SKM_ELEMENTS; i++)
    if (str_is(code, codes[i])) {
      *ret = (enum skm_element)i;
      return true;
    }
  return false;
}

/* ---- one answer -------------------------------------------------------------------------------------- */

str skm_to_text(struct arena *a, const struct skm_scores *s) {
  char text[SKM_ELEMENTS];
  for (int i = 0; i < SKM_ELEMENTS; i++) text[i] = s->of[i] == SKM_PASSED ? '-' : (char)('0' + s->of[i]);
  return arena_str(a, (str){text, sizeof text});
}

struct skm_scores skm_of_text(str text) {
  struct skm_scores s = {0};
  for (size_t i = 0; i < SKM_ELEMENTS && i < text.n; i++)
    s.of[i] = text.p[i] == '-' ? SKM_PASSED : text.p[i] >= '1' && text.p[i] <= '4' ? text.p[i] - '0' : SKM_UNASKED;
  return s;
}

int skm_next(const struct skm_scores *s) {
  int i = 0;
  while (i < SKM_ELEMENTS && s->of[i] != SKM_UNASKED) i++;
  return i;
}

bool skm_any(const struct skm_scores *s) {
  for (int i = 0; i < SKM_ELEMENTS; i++)
    if (s->of[i] > 0) return true;
  return false;
}

/* ---- all answers --------------------------------------------------------------------------------------- */

double skm_mean(const struct skm_sums *s, enum skm_element e) { return s->n[e] ? (double)s->sum[e] / (double)s->n[e] : 0; }

int skm_index(const struct skm_sums *s, bool old_weight) {
  double weight = old_weight ? 0.11 : 1.0 / SKM_ELEMENTS, sum = 0;
  for (int i = 0; i < SKM_ELEMENTS; i++) {
    if (!s->n[i]) return -1;
    sum += weight * skm_mean(s, (enum skm_element)i);
  }
  return (int)(25 * sum * 100 + 0.5 + 1e-7); /* a half is rounded up, also when it is a hair less in binary */
}

char skm_grade(int index) { return index >= 8831 ? 'A' : index >= 7661 ? 'B' : index >= 6500 ? 'C' : 'D'; }

i64 skm_sample(i64 served) {
  if (served <= 0) return 0;
  double n = (double)served, spread = 3.841 * 0.25; /* chi-square of 95 %, proportion one half */
  return (i64)(spread * n / (0.05 * 0.05 * (n - 1) + spread) + 0.5);
}

/* ---- quarters -------------------------------------------------------------------------------------------- */

struct quarter quarter_of(struct date d) { return (struct quarter){d.year, (d.month - 1) / 3 + 1}; }

bool quarter_parse(str text, struct quarter *ret) {
  i64 year, number;
  if (text.n != 7 || text.p[4] != '-' || text.p[5] != 'Q') return false;
  if (!str_to_i64(str_sub(text, 0, 4), &year) || !str_to_i64(str_from(text, 6), &number)) return false;
  if (year < 2000 || year > 9998 || number < 1 || number > 4) return false;
  *ret = (struct quarter){(int)year, (int)number};
  return true;
}

str quarter_text(struct arena *a, struct quarter q) { return arena_printf(a, "%04d-Q%d", q.year, q.number); }

struct date quarter_first(struct quarter q) { return (struct date){q.year, 3 * q.number - 2, 1}; }

struct date quarter_last(struct quarter q) {
  struct date next = q.number == 4 ? (struct date){q.year + 1, 1, 1} : (struct date){q.year, 3 * q.number + 1, 1};
  return date_of_days(date_days(next) - 1);
}

struct quarter quarter_before(struct quarter q) { return q.number == 1 ? (struct quarter){q.year - 1, 4} : (struct quarter){q.year, q.number - 1}; }

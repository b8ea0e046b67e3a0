#include "domain/forecast.h"

static void sort(i64 *v, int n) {
  for (int i = 1; i < n; i++)
    for (int k = i; k > 0 && v[k - 1] > v[k]; k--) {
      i64 swap = v[k];
      v[k] = v[k - 1];
      v[k - 1] = swap;
    }
}

/* Nearest rank: the smallest value that at least `percent` of them do not exceed. */
static i64 quantile(const i64 *sorted, int n, int percent) {
  int rank = (n * percent + 99) / 100;
  return sorted[rank > 0 ? rank - 1 : 0];
}

struct forecast forecast_of(const i64 *counts, size_t n, i64 first, i64 began, i64 day) {
  i64 same[FORECAST_WEEKS];
  struct forecast f = {0};
  for (i64 d = day - 7; d >= first && d >= began && f.weeks < FORECAST_WEEKS; d -= 7)
    if (d - first < (i64)n) same[f.weeks++] = counts[d - first];
  if (f.weeks < FORECAST_LEAST) return f;
  sort(same, f.weeks);
  f.known = true;
  f.low = quantile(same, f.weeks, 10);
  f.middle = quantile(same, f.weeks, 50);
  f.high = quantile(same, f.weeks, 90);
  return f;
}

struct forecast_record forecast_check(const i64 *counts, size_t n, i64 first, i64 began, i64 day, int days) {
  struct forecast_record r = {0};
  for (i64 d = day - days; d < day; d++) {
    if (d < first || d - first >= (i64)n) continue;
    struct forecast f = forecast_of(counts, (size_t)(d - first), first, began, d);
    i64 came = counts[d - first];
    if (!f.known) continue;
    r.told++;
    r.held += came >= f.low && came <= f.high;
  }
  return r;
}

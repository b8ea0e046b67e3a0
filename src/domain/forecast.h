/* domain/forecast: how many will come on a day, from the same weekday of the weeks before. Pure.
 *
 * The method is the simplest one that tells the truth: of the last weeks (at most FORECAST_WEEKS) the middle value is the
 * forecast, and the range runs from the value one tenth of them lay below to the one nine tenths lay below. No trend, no
 * season, no weather. How good it is is said beside it: on how many of the last days the range, had it been told the
 * evening before, would have held what came. */
#pragma once
#include "base/base.h"

#define FORECAST_WEEKS 12
#define FORECAST_LEAST 4 /* weeks; with fewer nothing is said */

struct forecast {
  bool known;
  i64 low, middle, high;
  int weeks; /* it stands on so many */
};
/* counts[i]: of the day `first` + i; days without an entry count 0. day: the one to be told, not before the end of counts.
 * began: nothing was counted before that day. */
struct forecast forecast_of(const i64 *counts, size_t n, i64 first, i64 began, i64 day);
/* Of the `days` days before `day`: how many there was a forecast for, and how many of those the range held. */
struct forecast_record {
  int told, held;
};
struct forecast_record forecast_check(const i64 *counts, size_t n, i64 first, i64 began, i64 day, int days);

/* web/pages/views_fair: first in, first out; who looked. See views.h. */
#pragma once
#include "web/pages/views.h"

struct jump_line {
  str number, service, officer, when, overtaken, note, explained_by;
  enum text_key channel, reason; /* reason T_NONE: none was given */
};
struct fifo_line {
  str service, officer;
  i64 begun, in_turn, jumped, explained;
  str share; /* "98 %": served in turn */
};
/* GET /petugas/adil?mulai=2026-11-23
 * POST /petugas/adil/{number}: reason, note, mulai */
struct fair_view {
  str from, until, monday, notice, error;
  str previous_url, next_url, csv_url;
  bool may_explain;
  const struct jump_line *jumps;
  size_t jump_count;
  const struct fifo_line *lines;
  size_t line_count;
  const struct option *reasons;
  size_t reason_count;
};
struct looker_line {
  i64 id;
  str name;
  enum text_key role;
  i64 looks;
};
/* GET /petugas/adil/lihat */
struct lookers_view {
  const struct looker_line *lines;
  size_t line_count;
};
struct look_line {
  str when, number;
  enum text_key what;
};
/* GET /petugas/adil/lihat/{id}?sebelum={seq} */
struct looks_view {
  str name, next_url;
  const struct look_line *lines;
  size_t line_count;
};

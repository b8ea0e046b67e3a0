/* web/pages/views_sync: what the pages about synchronisation print. See views.h. */
#pragma once
#include "web/pages/views.h"

struct sync_line {
  str number, applicant, partner, due;
  bool late;
  struct tag state;
  str again; /* "Masih gagal (putaran 2): kode E12"; empty: the first time */
};
struct sync_batch_line {
  i64 id;
  str made, who, exported, read; /* empty: not yet */
  i64 size, answered;
};
/* GET /petugas/sinkron. POST /petugas/sinkron/kelompok: nothing but csrf; makes a batch of all proposals that wait. */
struct sync_list_view {
  str notice, error;
  bool may_work, may_partners;
  const struct sync_line *todo;
  size_t todo_count;
  const struct sync_line *proposed; /* due: when it was decided */
  size_t proposed_count;
  const struct sync_batch_line *batches;
  size_t batch_count;
};

struct sync_round_line {
  i64 round;
  str when, who, partner, retry;
  enum text_key outcome, cause, answer, result; /* T_NONE: none */
  str note, answer_note, result_note, answered;
  i64 batch;
};
/* GET, POST /petugas/p/{number}/sinkron: version, outcome, cause, partner, note, retry_day, retry_month, retry_year */
struct sync_case_view {
  str number, service, applicant;
  struct tag state;
  i64 version;
  str notice;
  bool may_decide;
  const struct data_line *told; /* what the citizen said */
  size_t told_count;
  const struct form_input *inputs;
  size_t input_count;
  struct form_errors errors;
  const struct sync_round_line *rounds; /* newest first */
  size_t round_count;
};

struct sync_batch_row {
  i64 row;
  str number, applicant, partner;
  struct tag state, result;
  str result_note;
};
struct sync_back_line {
  int line;
  str number, note, problem;
  enum text_key result; /* T_NONE: nothing said */
};
/* GET /petugas/sinkron/kelompok/{id}
 * POST /petugas/sinkron/kelompok/{id}/hasil (multipart): tabel = the file; shows what it would do
 * POST the same with `hasil` (the file once more) and confirm=yes: works it in */
struct sync_batch_view {
  i64 id;
  str made, who, exported, read;
  i64 size, answered;
  bool may_work;
  str notice, error;
  const struct sync_batch_row *rows;
  size_t row_count;
  bool preview; /* a file was read */
  str problem;  /* of the file as a whole */
  const struct sync_back_line *back;
  size_t back_count, bad, said;
  size_t missing;
  str again; /* the file, to be sent with the confirmation */
};

struct sync_week_line {
  str partner;
  i64 decided, files, proposed, at_partner, works, fails, silent, open;
  str share; /* "40 %": still failing among the answers; empty: no answers */
  str days;  /* "3,2": from decision to "works"; empty: none */
  bool lags; /* a third or more of at least three answers say that it still fails */
};
/* GET /petugas/sinkron/mingguan?mulai=2026-11-23 */
struct sync_week_view {
  str from, until;
  str previous_url, next_url, csv_url;
  const struct sync_week_line *lines;
  size_t line_count;
};

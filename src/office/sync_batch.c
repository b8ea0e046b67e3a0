/* office/sync_batch: proposals are carried into the central system as a file, and what it said comes back as one. The
 * office's number names the row; nothing else in the file that comes back is believed. */
#include "base/csv.h"
#include "base/limits.h"
#include "base/xlsx.h"
#include "domain/identity.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/staff.h"
#include "office/sync.h"

/* ---- rows ---------------------------------------------------------------------------------------- */

static void read_form(struct ctx *c, str data, struct sync_proposal *p) {
  const struct {
    const char *field;
    str *to;
  } fields[] = {{"applicant_nik", &p->nik}, {"applicant_kk", &p->kk}, {"other_nik", &p->other_nik},
                {"institution", &p->institution}, {"error_text", &p->error_text}};
  json_t *o = json_loadb(data.n ? data.p : "{}", data.n ? data.n : 2, 0, NULL);
  for (size_t i = 0; i < COUNT(fields); i++) {
    str v = json_member(o, fields[i].field);
    *fields[i].to = v.n ? arena_str(c->arena, v) : S("");
  }
  json_decref(o);
}

static struct sync_proposal read_proposal(struct ctx *c, const struct rows *r) {
  struct arena *a = c->arena;
  struct sync_proposal p = {.id = col_int(r, 0), .application = col_int(r, 1), .partner = partner_find(&c->office->partners, col_str(r, a, 2)),
                            .note = col_str(r, a, 4), .decided_at = col_int(r, 5), .number = col_str(r, a, 6), .applicant = col_str(r, a, 7)};
  (void)sync_cause_parse(col_peek(r, 3), &p.cause);
  read_form(c, col_str(r, a, 8), &p);
  return p;
}

static enum err proposed(struct ctx *c, struct tx *tx, struct sync_proposal **ret, size_t *ret_n) {
  struct sync_proposal *list = arena_array(c->arena, struct sync_proposal, MAX_SYNC_BATCH);
  size_t n = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SYNC_PROPOSED, V(MAX_SYNC_BATCH));
  while (n < MAX_SYNC_BATCH && rows_next(&r)) list[n++] = read_proposal(c, &r);
  *ret = list;
  *ret_n = n;
  return r.err;
}

static enum err batch_rows(struct ctx *c, struct tx *tx, i64 batch, struct sync_proposal **ret, size_t *ret_n) {
  struct sync_proposal *list = arena_array(c->arena, struct sync_proposal, MAX_SYNC_BATCH);
  size_t n = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SYNC_BATCH_ROWS, V(batch), V(MAX_SYNC_BATCH));
  while (n < MAX_SYNC_BATCH && rows_next(&r)) {
    struct sync_proposal p = read_proposal(c, &r);
    p.row = col_int(&r, 9);
    (void)sync_result_parse(col_peek(&r, 10), &p.result);
    p.result_note = col_str(&r, c->arena, 11);
    p.round = col_int(&r, 13);
    if (!state_parse(col_peek(&r, 12), &p.state)) return E_BUG;
    list[n++] = p;
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

enum err sync_proposed(struct ctx *c, struct sync_proposal **ret, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return proposed(c, &tx, ret, ret_n);
}

/* ---- batches --------------------------------------------------------------------------------------- */

static str batch_data(struct ctx *c, i64 batch, const char *name, i64 n, const char *format) {
  json_t *o = json_object();
  json_object_set_new(o, "batch", json_integer(batch));
  if (name) json_object_set_new(o, name, json_integer(n));
  if (format) json_object_set_new(o, "format", json_string(format));
  return json_text(c->arena, o);
}

static enum err add_batch(struct ctx *c, struct tx *tx, size_t n, i64 *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SYNC_BATCH_ADD, V(c->now), V(c->actor.officer), V(n));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

enum err sync_batch_make(struct ctx *c, i64 *ret_batch) {
  struct sync_proposal *list;
  size_t n;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(proposed(c, &tx, &list, &n));
  if (!n) return ctx_fail(c, E_RULE, T_SYNC_BATCH_NOTHING, "nothing_proposed", STR_NONE);
  TRY(add_batch(c, &tx, n, ret_batch));
  for (size_t i = 0; i < n; i++) {
    moment retry = sync_retry_at(SYNC_PROPOSED, c->now, list[i].partner ? list[i].partner->retry_days : 3);
    TRY(db_change(&tx, SQL_SYNC_BATCH_TAKE, V(list[i].id), V(*ret_batch), V(i + 1), V(retry), V(sync_ask_at(retry))));
  }
  TRY(event_append(c, &tx, "sync_batch", 0, batch_data(c, *ret_batch, "files", (i64)n, NULL)));
  return db_commit(&tx);
}

static struct sync_batch read_batch(const struct rows *r) {
  return (struct sync_batch){.id = col_int(r, 0), .made_at = col_int(r, 1), .officer = col_int(r, 2), .size = col_int(r, 3),
                             .exported_at = col_int(r, 4), .read_at = col_int(r, 5), .answered = col_int(r, 6)};
}

static enum err list_batches(struct ctx *c, struct tx *tx, i64 before, i64 limit, struct sync_batch *ret, size_t *ret_n) {
  *ret_n = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SYNC_BATCHES, V(before), V(limit));
    while (*ret_n < (size_t)limit && rows_next(&r)) ret[(*ret_n)++] = read_batch(&r);
    TRY(r.err);
  }
  for (size_t i = 0; i < *ret_n; i++) TRY(staff_name(c, tx, ret[i].officer, &ret[i].officer_name));
  return E_OK;
}

enum err sync_batches(struct ctx *c, struct sync_batch **ret, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  *ret = arena_array(c->arena, struct sync_batch, MAX_LIST);
  return list_batches(c, &tx, INT64_MAX, MAX_LIST, *ret, ret_n);
}

static enum err open_batch(struct ctx *c, struct tx *tx, i64 batch, struct sync_batch *ret, struct sync_proposal **ret_rows, size_t *ret_n) {
  size_t n;
  if (batch < 1 || batch == INT64_MAX) return E_NOTFOUND;
  TRY(list_batches(c, tx, batch + 1, 1, ret, &n));
  if (!n || ret->id != batch) return E_NOTFOUND;
  return batch_rows(c, tx, batch, ret_rows, ret_n);
}

enum err sync_batch_open(struct ctx *c, i64 batch, struct sync_batch *ret, struct sync_proposal **ret_rows, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return open_batch(c, &tx, batch, ret, ret_rows, ret_n);
}

enum err sync_batch_carry(struct ctx *c, i64 batch, const char *format, struct sync_batch *ret, struct sync_proposal **ret_rows,
                          size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(open_batch(c, &tx, batch, ret, ret_rows, ret_n));
  TRY(db_change(&tx, SQL_SYNC_BATCH_EXPORTED, V(batch), V(c->now)));
  TRY(event_append(c, &tx, "sync_batch_exported", 0, batch_data(c, batch, NULL, 0, format)));
  return db_commit(&tx); /* on the disk before the file is given out */
}

/* ---- what comes back ---------------------------------------------------------------------------------- */

enum column { COLUMN_NUMBER, COLUMN_RESULT, COLUMN_NOTE, COLUMN_ROW, COLUMN_OTHER, COLUMN_UNKNOWN };
static enum column column_of(str name) {
  static const struct {
    const char *name;
    enum column column;
  } names[] = {{"nomor", COLUMN_NUMBER}, {"hasil", COLUMN_RESULT},   {"keterangan", COLUMN_NOTE}, {"baris", COLUMN_ROW},
               {"nik", COLUMN_OTHER},    {"kk", COLUMN_OTHER},       {"nama", COLUMN_OTHER},      {"nik_lain", COLUMN_OTHER},
               {"lembaga", COLUMN_OTHER}, {"penyebab", COLUMN_OTHER}, {"pesan_kesalahan", COLUMN_OTHER}, {"catatan", COLUMN_OTHER}};
  for (size_t i = 0; i < COUNT(names); i++)
    if (str_eq_nocase(name, str_of(names[i].name))) return names[i].column;
  return COLUMN_UNKNOWN;
}

struct columns {
  int at[COLUMN_OTHER]; /* -1: not there */
};

static enum err read_head(struct ctx *c, const struct csv *t, struct columns *ret, str *ret_problem) {
  for (int i = 0; i < COLUMN_OTHER; i++) ret->at[i] = -1;
  for (size_t i = 0; i < t->columns; i++) {
    enum column k = column_of(t->rows[0].cells[i]);
    str name = utf8_cut(t->rows[0].cells[i], 40);
    if (k == COLUMN_UNKNOWN || (k < COLUMN_OTHER && ret->at[k] >= 0)) {
      *ret_problem = TEXT(c->arena, c->lang, T_SYNC_BACK_COLUMN, ARG("name", name));
      return E_INPUT;
    }
    if (k < COLUMN_OTHER) ret->at[k] = (int)i;
  }
  if (ret->at[COLUMN_NUMBER] >= 0 && ret->at[COLUMN_RESULT] >= 0) return E_OK;
  *ret_problem = text_plain(c->lang, T_SYNC_BACK_NEEDS);
  return E_INPUT;
}

static str cell(const struct csv_row *row, const struct columns *cols, enum column k) {
  return cols->at[k] >= 0 ? row->cells[cols->at[k]] : S("");
}

static const struct sync_proposal *named(struct ctx *c, str typed, const struct sync_proposal *rows, size_t n) {
  str number;
  if (number_read(c->arena, typed, &number) != E_OK) return NULL;
  for (size_t i = 0; i < n; i++)
    if (str_eq(rows[i].number, number)) return &rows[i];
  return NULL;
}

/* What is wrong with one line; T_NONE: nothing. */
static enum text_key judge(struct ctx *c, const struct csv_row *row, const struct columns *cols, const struct sync_proposal *rows, size_t n,
                           struct sync_back *ret) {
  str result = cell(row, cols, COLUMN_RESULT), at = cell(row, cols, COLUMN_ROW);
  i64 place;
  ret->note = cell(row, cols, COLUMN_NOTE);
  ret->of = named(c, ret->number, rows, n);
  if (!ret->of) return T_SYNC_BACK_NUMBER;
  if (at.n && (!str_to_i64(at, &place) || place != ret->of->row)) return T_SYNC_BACK_ROW;
  if (!result.n) return T_NONE; /* nothing said of it yet */
  if (!sync_result_parse(result, &ret->result)) return T_SYNC_BACK_RESULT;
  if (ret->of->result != SYNC_RESULT_NONE && ret->of->result != ret->result) return T_SYNC_BACK_OTHER;
  if (ret->result == SYNC_RESULT_REFUSED && !ret->note.n) return T_SYNC_BACK_WHY;
  return utf8_count(ret->note) > 300 ? T_SYNC_NOTE_LONG : T_NONE;
}

static void judge_rows(struct ctx *c, const struct csv *t, const struct columns *cols, const struct sync_proposal *rows, size_t n,
                       struct sync_reading *ret) {
  bool *seen = arena_array(c->arena, bool, n + 1);
  ret->rows = arena_array(c->arena, struct sync_back, t->n);
  for (size_t i = 1; i < t->n; i++) {
    struct sync_back *b = &ret->rows[ret->n++];
    *b = (struct sync_back){.line = t->rows[i].line, .number = utf8_cut(cell(&t->rows[i], cols, COLUMN_NUMBER), 40)};
    enum text_key problem = judge(c, &t->rows[i], cols, rows, n, b);
    if (problem == T_NONE && seen[b->of - rows]) problem = T_SYNC_BACK_TWICE;
    if (b->of) seen[b->of - rows] = true;
    if (problem == T_NONE) continue;
    b->problem = text_plain(c->lang, problem);
    ret->bad++;
  }
  for (size_t i = 0; i < n; i++) ret->missing += !seen[i];
}

static str csv_words(struct ctx *c, enum csv_problem p, int line) {
  static const enum text_key keys[] = {[CSV_FINE] = T_NONE,
                                       [CSV_EMPTY] = T_SYNC_CSV_EMPTY,
                                       [CSV_TOO_LARGE] = T_SYNC_CSV_TOO_LARGE,
                                       [CSV_NOT_TEXT] = T_SYNC_CSV_NOT_TEXT,
                                       [CSV_QUOTE] = T_SYNC_CSV_QUOTE,
                                       [CSV_COLUMNS] = T_SYNC_CSV_COLUMNS,
                                       [CSV_BOOK] = T_SYNC_CSV_BOOK};
  return TEXT(c->arena, c->lang, keys[p], ARG("line", arena_printf(c->arena, "%d", line)));
}

void sync_read_back(struct ctx *c, str file, const struct sync_proposal *rows, size_t n, struct sync_reading *ret) {
  struct csv table;
  struct columns cols;
  enum csv_problem problem;
  int line;
  *ret = (struct sync_reading){0};
  enum err (*read)(struct arena *, str, size_t, struct csv *, enum csv_problem *, int *) = xlsx_looks_like(file) ? xlsx_read : csv_read;
  if (read(c->arena, file, MAX_SYNC_BATCH + 1, &table, &problem, &line) != E_OK) ret->problem = csv_words(c, problem, line);
  else if (read_head(c, &table, &cols, &ret->problem) == E_OK) judge_rows(c, &table, &cols, rows, n, ret);
  if (!ret->problem.n && !ret->n) ret->problem = csv_words(c, CSV_EMPTY, 1);
}

enum err sync_batch_read(struct ctx *c, i64 batch, str file, struct sync_reading *ret) {
  struct sync_batch b;
  struct sync_proposal *rows;
  size_t n;
  TRY(sync_batch_open(c, batch, &b, &rows, &n));
  sync_read_back(c, file, rows, n, ret);
  return E_OK;
}

/* ---- worked in ------------------------------------------------------------------------------------------- */

/* The proposal itself is over; what the centre said is the next round, or work for the officers. */
static enum err work_in(struct ctx *c, struct tx *tx, const struct sync_back *b, bool *ret_moved) {
  struct application f = {0};
  enum sync_outcome o = sync_outcome_of_result(b->result);
  *ret_moved = false;
  if (b->result == SYNC_RESULT_NONE || b->of->result != SYNC_RESULT_NONE) return E_OK;
  TRY(db_change(tx, SQL_SYNC_RESULT, V(b->of->id), V(sync_result_code(b->result)), V_STR(b->note), V(c->now)));
  TRY(file_by_id(c, tx, b->of->application, &f));
  if (f.state != STATE_SENT) return E_OK; /* the citizen was faster: it works, or it is with the officers again */
  *ret_moved = true;
  TRY(db_exec(tx, SQL_SYNC_ANSWER, V(b->of->id), V(sync_answer_code(SYNC_SUPERSEDED)), V(c->now), V("")));
  if (o == SYNC_UNDECIDED) {
    struct act act = {.action = ACTION_REOPEN, .note = b->note};
    return file_act(c, tx, &f, &act);
  }
  struct sync_decision d = {.outcome = o, .cause = b->of->cause ? b->of->cause : SYNC_CAUSE_UNCLEAR,
                            .partner = b->of->partner ? b->of->partner->code : STR_NONE, .note = b->note};
  return sync_resolve(c, tx, &f, &d);
}

enum err sync_batch_apply(struct ctx *c, i64 batch, str file, size_t *ret_n) {
  struct sync_batch b;
  struct sync_proposal *rows;
  struct sync_reading reading;
  size_t n, moved = 0;
  bool one;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(open_batch(c, &tx, batch, &b, &rows, &n));
  sync_read_back(c, file, rows, n, &reading);
  if (reading.problem.n || reading.bad) return ctx_fail(c, E_INPUT, T_SYNC_BACK_NOTHING_DONE, "file", S("file"));
  for (size_t i = 0; i < reading.n; i++) {
    TRY(work_in(c, &tx, &reading.rows[i], &one));
    moved += one;
  }
  TRY(db_change(&tx, SQL_SYNC_BATCH_READ, V(batch), V(c->now)));
  TRY(event_append(c, &tx, "sync_batch_read", 0, batch_data(c, batch, "files", (i64)moved, NULL)));
  *ret_n = moved;
  return db_commit(&tx);
}

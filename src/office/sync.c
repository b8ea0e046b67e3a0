#include "office/sync.h"

#include "base/limits.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/notice.h"
#include "office/partner.h"
#include "office/staff.h"
#include "office/submit.h"

#define ONE_GO 50 /* questions a round of the chore */
#define LATEST_RETRY 120 /* days from now an officer may name */

/* ---- partners ---------------------------------------------------------------------------------- */

const struct partner *sync_partner(struct ctx *c, const struct application *f) {
  const struct partners *all = &c->office->partners;
  const struct service *s = f->service;
  for (size_t i = 0; i < s->question_count; i++) {
    if (!str_eq(s->questions[i].code, S("partner"))) continue;
    u8 at = answer_of(s, &f->answers, i);
    const struct partner *p = at == UNANSWERED ? NULL : partner_of_choice(all, s->questions[i].choices[at].code);
    if (p) return p;
  }
  const struct partner *other = partner_find(all, S("other"));
  return other ? other : all->n ? &all->list[0] : NULL;
}

str sync_partner_label(struct ctx *c, str code) {
  const struct partner *p = partner_find(&c->office->partners, code);
  return p ? local(&p->label, c->lang) : code;
}

/* ---- rows --------------------------------------------------------------------------------------- */

static struct sync_round read_round(struct ctx *c, const struct rows *r) {
  struct arena *a = c->arena;
  struct sync_round x = {.id = col_int(r, 0), .application = col_int(r, 1), .round = col_int(r, 2), .partner = col_str(r, a, 3),
                         .note = col_str(r, a, 6), .officer = col_int(r, 7), .decided_at = col_int(r, 8), .retry_at = col_int(r, 9),
                         .ask_at = col_int(r, 10), .asked_at = col_int(r, 11), .answered_at = col_int(r, 13),
                         .answer_note = col_str(r, a, 14), .batch = col_int(r, 15), .batch_row = col_int(r, 16),
                         .result_note = col_str(r, a, 18), .result_at = col_int(r, 19)};
  (void)sync_outcome_parse(col_peek(r, 4), &x.outcome);
  (void)sync_cause_parse(col_peek(r, 5), &x.cause);
  (void)sync_answer_parse(col_peek(r, 12), &x.answer);
  (void)sync_result_parse(col_peek(r, 17), &x.result);
  return x;
}

static enum err rounds_of(struct ctx *c, struct tx *tx, i64 application, i64 limit, struct sync_round *ret, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SYNC_ROUNDS, V(application), V(limit));
  *ret_n = 0;
  while (*ret_n < (size_t)limit && rows_next(&r)) ret[(*ret_n)++] = read_round(c, &r);
  return r.err;
}

enum err sync_rounds(struct ctx *c, i64 application, struct sync_round **ret, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  *ret = arena_array(c->arena, struct sync_round, MAX_SYNC_ROUNDS);
  TRY(rounds_of(c, &tx, application, MAX_SYNC_ROUNDS, *ret, ret_n));
  for (size_t i = 0; i < *ret_n; i++) TRY(staff_name(c, &tx, (*ret)[i].officer, &(*ret)[i].officer_name));
  return E_OK;
}

enum err sync_last_round(struct ctx *c, struct tx *tx, i64 application, struct sync_round *ret) {
  size_t n;
  *ret = (struct sync_round){0};
  TRY(rounds_of(c, tx, application, 1, ret, &n));
  return E_OK;
}

/* ---- deciding -------------------------------------------------------------------------------------- */

static enum err tell_outcome(struct ctx *c, struct tx *tx, const struct application *f, const struct sync_round *r) {
  struct say say = {0};
  struct sync_say facts = {.number = f->number, .status_url = file_status_url(c, f), .outcome = r->outcome, .note = r->note,
                           .partner = partner_find(&c->office->partners, r->partner), .retry = local_of(r->retry_at).date};
  sync_outcome_words(c->arena, LANG_ID, &facts, &say);
  return notice_say(c, tx, f, &say);
}

static enum err check_decision(struct ctx *c, const struct sync_decision *d, const struct application *f, struct sync_round *ret) {
  const struct partner *p = d->partner.n ? partner_find(&c->office->partners, d->partner) : sync_partner(c, f);
  i64 days = d->retry.year ? date_days(d->retry) - date_days(ctx_today(c)) : 0;
  if (d->outcome == SYNC_UNDECIDED) (void)ctx_fail(c, E_INPUT, T_SYNC_OUTCOME_NEEDED, "missing", S("outcome"));
  if (d->cause == SYNC_CAUSE_NONE) (void)ctx_fail(c, E_INPUT, T_SYNC_CAUSE_NEEDED, "missing", S("cause"));
  if (!p) (void)ctx_fail(c, E_INPUT, T_SYNC_PARTNER_UNKNOWN, "unknown_value", S("partner"));
  if (days < 0 || days > LATEST_RETRY) (void)ctx_fail(c, E_INPUT, T_SYNC_RETRY_WRONG, "field", S("retry"));
  if (utf8_count(d->note) > 300) (void)ctx_fail(c, E_INPUT, T_SYNC_NOTE_LONG, "too_long", S("note"));
  if (c->fault_count) return E_INPUT;
  moment retry = sync_retry_at(d->outcome, c->now, p->retry_days);
  if (d->retry.year) retry = moment_of_local((struct local_time){.date = d->retry, .hour = 9});
  if (retry < c->now) retry = c->now;
  *ret = (struct sync_round){.application = f->id, .partner = p->code, .outcome = d->outcome, .cause = d->cause, .note = d->note,
                             .retry_at = retry, .ask_at = sync_ask_at(retry)};
  return E_OK;
}

/* A round that was answered is history: the next decision is another one. */
static enum err number_round(struct ctx *c, struct tx *tx, struct sync_round *round) {
  struct sync_round last;
  TRY(sync_last_round(c, tx, round->application, &last));
  round->round = !last.id ? 1 : last.answer == SYNC_NO_ANSWER && last.result == SYNC_RESULT_NONE ? last.round : last.round + 1;
  return E_OK;
}

/* Moves the file, keeps the round, tells the citizen. */
static enum err resolve(struct ctx *c, struct tx *tx, struct application *f, struct sync_round *round) {
  struct act act = {.action = ACTION_RESOLVE, .reason = str_of(sync_outcome_code(round->outcome)), .note = round->note,
                    .cause = str_of(sync_cause_code(round->cause)), .partner = round->partner};
  TRY(file_act(c, tx, f, &act));
  TRY(number_round(c, tx, round));
  TRY(db_exec(tx, SQL_SYNC_PUT, V(f->id), V(round->round), V(round->partner), V(sync_outcome_code(round->outcome)),
              V(sync_cause_code(round->cause)), V_STR(round->note), V(c->actor.officer), V(c->now), V(round->retry_at), V(round->ask_at)));
  TRY(partner_news(c, tx, f));
  return tell_outcome(c, tx, f, round);
}

enum err sync_resolve(struct ctx *c, struct tx *tx, struct application *f, const struct sync_decision *d) {
  struct sync_round round;
  TRY(check_decision(c, d, f, &round));
  return resolve(c, tx, f, &round);
}

enum err sync_decide(struct ctx *c, const struct sync_decision *d, struct act_result *ret) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_number(c, &tx, d->number, &f));
  if (d->version && d->version != f.version) return ctx_fail(c, E_CONFLICT, T_OFFICE_CONFLICT, "conflict", STR_NONE);
  enum err e = sync_resolve(c, &tx, &f, d);
  if (e == E_CONFLICT && !c->fault_count) return ctx_fail(c, e, T_OFFICE_CONFLICT, "conflict", STR_NONE);
  TRY(e);
  *ret = (struct act_result){f.state, f.version, f.id, f.number};
  return db_commit(&tx);
}

/* ---- the citizen's answer ------------------------------------------------------------------------------ */

static enum err close_round(struct ctx *c, struct tx *tx, i64 application, enum sync_answer answer, str note) {
  struct sync_round last;
  TRY(sync_last_round(c, tx, application, &last));
  if (!last.id) return E_OK;
  return db_exec(tx, SQL_SYNC_ANSWER, V(last.id), V(sync_answer_code(answer)), V(c->now), V_STR(utf8_cut(note, 1000)));
}

enum err sync_answer(struct ctx *c, struct tx *tx, struct application *f, bool works, str note) {
  struct act act = {.action = works ? ACTION_CONFIRM : ACTION_REOPEN, .answer = str_of(sync_answer_code(works ? SYNC_WORKS : SYNC_FAILS))};
  TRY(file_act(c, tx, f, &act));
  TRY(close_round(c, tx, f->id, works ? SYNC_WORKS : SYNC_FAILS, note));
  return partner_news(c, tx, f);
}

enum err office_sync_answer(struct ctx *c, str token, bool works, str note, const struct new_scan *scans, size_t scan_count) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  if (token.n != 22) return E_NOTFOUND;
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_status(c, &tx, token, &f));
  if (!f.service->data_sync) return ctx_fail(c, E_RULE, T_RULE_NOT_IN_THIS_STATE, "not_in_this_state", STR_NONE);
  TRY(sync_answer(c, &tx, &f, works, note));
  for (size_t i = 0; i < scan_count; i++) TRY(file_add_scan(c, &tx, &f, &scans[i], "web"));
  if (scan_count) TRY(file_scans_came(c, &tx, &f, scan_count));
  return db_commit(&tx);
}

/* ---- the question ----------------------------------------------------------------------------------------- */

static enum err read_ids(struct ctx *c, enum sql q, moment when, i64 *ret, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, q, V(when), V(ONE_GO));
  *ret_n = 0;
  while (*ret_n < ONE_GO && rows_next(&r)) ret[(*ret_n)++] = col_int(&r, 0);
  return r.err;
}

static enum err read_one(struct ctx *c, struct tx *tx, i64 id, struct sync_round *ret, struct application *f) {
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SYNC_GET, V(id));
    TRY(rows_one(&r));
    *ret = read_round(c, &r);
  }
  return file_by_id(c, tx, ret->application, f);
}

static enum err ask(struct ctx *c, i64 id) {
  struct sync_round r;
  struct application f = {0};
  struct say say = {0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(read_one(c, &tx, id, &r, &f));
  if (f.state != STATE_SENT) { /* taken up again or closed meanwhile: nothing is asked */
    TRY(db_exec(&tx, SQL_SYNC_ANSWER, V(id), V(sync_answer_code(SYNC_SUPERSEDED)), V(c->now), V("")));
    return db_commit(&tx);
  }
  struct sync_say facts = {.number = f.number, .status_url = file_status_url(c, &f), .outcome = r.outcome,
                           .partner = partner_find(&c->office->partners, r.partner), .retry = local_of(r.retry_at).date};
  TRY(db_change(&tx, SQL_SYNC_ASKED, V(id), V(c->now)));
  TRY(event_append(c, &tx, "sync_question", f.id, STR_NONE));
  sync_question_words(c->arena, LANG_ID, &facts, &say);
  TRY(notice_say(c, &tx, &f, &say));
  return db_commit(&tx);
}

static enum err close_silent(struct ctx *c, i64 id) {
  struct sync_round r;
  struct application f = {0};
  struct act act = {.action = ACTION_CONFIRM, .answer = str_of(sync_answer_code(SYNC_SILENT))};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(read_one(c, &tx, id, &r, &f));
  if (f.state == STATE_SENT) TRY(file_act(c, &tx, &f, &act));
  TRY(partner_news(c, &tx, &f));
  TRY(db_exec(&tx, SQL_SYNC_ANSWER, V(id), V(sync_answer_code(SYNC_SILENT)), V(c->now), V("")));
  return db_commit(&tx);
}

static enum err each_due(struct ctx *c, enum sql q, moment when, enum err (*one)(struct ctx *, i64), size_t *ret_n) {
  i64 ids[ONE_GO];
  TRY(read_ids(c, q, when, ids, ret_n));
  for (size_t i = 0; i < *ret_n; i++) TRY(one(c, ids[i]));
  return E_OK;
}

enum err sync_ask_due(struct ctx *c, size_t *ret_n) { return each_due(c, SQL_SYNC_QUESTIONS_DUE, c->now, ask, ret_n); }
enum err sync_close_due(struct ctx *c, size_t *ret_n) {
  return each_due(c, SQL_SYNC_UNANSWERED, c->now - DAYS(SYNC_CLOSE_DAYS), close_silent, ret_n);
}

/* ---- lists ---------------------------------------------------------------------------------------------------- */

static const struct service *sync_service(struct ctx *c) {
  const struct catalogue *all = &c->office->catalogue;
  for (size_t i = 0; i < all->n; i++)
    if (all->services[i].data_sync) return &all->services[i];
  return NULL;
}

enum err sync_todo(struct ctx *c, struct sync_todo **ret, size_t *ret_n) {
  const struct service *s = sync_service(c);
  struct sync_todo *list = arena_array(c->arena, struct sync_todo, MAX_LIST);
  size_t n = 0;
  *ret = list;
  *ret_n = 0;
  if (!s) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_SYNC_TODO, V(s->code), V(MAX_LIST));
  while (n < MAX_LIST && rows_next(&r)) {
    struct arena *a = c->arena;
    struct application f = {.service = s, .answers = answers_of_json(s, col_str(&r, a, 4))};
    struct sync_todo t = {.number = col_str(&r, a, 0), .applicant = col_str(&r, a, 1), .due_at = col_int(&r, 3),
                          .partner = sync_partner(c, &f), .rounds = col_int(&r, 5), .answer_note = col_str(&r, a, 6)};
    if (state_parse(col_peek(&r, 2), &t.state)) list[n++] = t;
  }
  *ret_n = n;
  return r.err;
}

enum err sync_weekly(struct ctx *c, struct date from, struct sync_week **ret, size_t *ret_n) {
  moment start = moment_of_local((struct local_time){.date = from});
  moment end = moment_of_local((struct local_time){.date = date_of_days(date_days(from) + 7)});
  size_t cap = 0, n = 0;
  struct sync_week *list = NULL;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_SYNC_WEEKLY, V(start), V(end));
  while (rows_next(&r)) {
    arena_grow(c->arena, list, n, &cap);
    list[n++] = (struct sync_week){.partner = col_str(&r, c->arena, 0), .decided = col_int(&r, 1), .files = col_int(&r, 2),
                                   .proposed = col_int(&r, 3), .at_partner = col_int(&r, 4), .works = col_int(&r, 5),
                                   .fails = col_int(&r, 6), .silent = col_int(&r, 7), .open = col_int(&r, 8), .until_works = col_int(&r, 9)};
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

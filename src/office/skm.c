#include "office/skm.h"

#include "domain/conversation.h"
#include "office/figures.h"
#include "office/lists.h"
#include "office/turn.h"

const struct skm_group skm_groups[SKM_GROUPS] = {
    {"sex", {"l", "p"}},
    {"age", {"u25", "u40", "u60", "over"}},
    {"education", {"sd", "smp", "sma", "diploma", "s1", "s2"}},
    {"job", {"asn", "employee", "self", "farmer", "student", "home", "other"}},
};

str skm_url(struct ctx *c, str token) {
  return token.n ? office_url(c, "/skm/", token) : S("");
}

/* ---- asking ------------------------------------------------------------------------------------------- */

/* Nobody is asked how satisfied he is with the papers of a death. */
static bool is_asked(const struct application *f) { return f->state == STATE_COMPLETED && !f->service->condolence; }

static enum err invite(struct ctx *c, struct tx *tx, const struct application *f, str *ret_token) {
  *ret_token = S("");
  TRY(db_exec(tx, SQL_SKM_ASKED, V(f->id)));
  if (tx->changes == 0) return E_OK;
  struct date today = ctx_today(c);
  str token = random_token(c->arena);
  struct sha256 hash = token_hash(token);
  TRY(db_exec(tx, SQL_SKM_INVITE, V_SHA(hash), V(f->service->code), V(channel_code(f->channel)),
              V(quarter_text(c->arena, quarter_of(today))), V(date_days(today) + SKM_DAYS)));
  *ret_token = token;
  return E_OK;
}

enum err skm_ask(struct ctx *c, struct tx *tx, const struct application *f, str *ret_token) {
  *ret_token = S("");
  return is_asked(f) ? invite(c, tx, f, ret_token) : E_OK;
}

enum err skm_ask_in_chat(struct ctx *c, struct tx *tx, i64 chat, str token) {
  struct live_chat row;
  TRY(chat_read(c, tx, chat, &row));
  row.chat.survey = token;
  row.chat.survey_at = S("");
  return chat_write(c, tx, &row);
}

enum err skm_offered(struct ctx *c, const struct application *f, bool *ret) {
  *ret = false;
  if (!is_asked(f)) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_SKM_WAS_ASKED, V(f->id));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0) == 0;
  return E_OK;
}

enum err skm_take(struct ctx *c, str status_token, str *ret_token) {
  struct application f = {0};
  str token;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_status(c, &tx, status_token, &f));
  TRY(skm_ask(c, &tx, &f, &token));
  if (!token.n) return E_NOTFOUND;
  TRY(db_commit(&tx));
  *ret_token = token;
  return E_OK;
}

/* ---- answering -------------------------------------------------------------------------------------------- */

enum err skm_open(struct ctx *c, struct tx *tx, str token, struct skm_invite *ret) {
  struct sha256 hash = token_hash(token);
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SKM_OPEN, V_SHA(hash), V(date_days(ctx_today(c))));
  TRY(rows_one(&r));
  *ret = (struct skm_invite){.service = col_str(&r, c->arena, 0), .channel = col_str(&r, c->arena, 1), .quarter = col_str(&r, c->arena, 2),
                             .scores = skm_of_text(col_str(&r, c->arena, 3))};
  return E_OK;
}

enum err skm_look(struct ctx *c, str token, struct skm_invite *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return skm_open(c, &tx, token, ret);
}

static struct value score(const struct skm_scores *s, enum skm_element e) { return s->of[e] > 0 ? value_int(s->of[e]) : V_NULL; }

enum err skm_add_up(struct tx *tx, const u8 id[16]) {
  TRY(db_exec(tx, SQL_SKM_ADD_SUM, V_BLOB(id, 16)));
  return db_exec(tx, SQL_SKM_ADD_PEOPLE, V_BLOB(id, 16));
}

/* The answer comes, the link goes, in one transaction: behind it nothing leads from one to the other. */
static enum err keep(struct ctx *c, struct tx *tx, str token, const struct skm_invite *i, const struct skm_answers *a) {
  struct sha256 hash = token_hash(token);
  u8 id[16];
  (void)c;
  random_bytes(id, sizeof id);
  TRY(db_change(tx, SQL_SKM_USED, V_SHA(hash)));
  if (!skm_any(&a->scores)) return E_OK;
  const struct skm_scores *s = &a->scores;
  TRY(db_exec(tx, SQL_SKM_ADD, V_BLOB(id, sizeof id), V(i->quarter), V(i->service), V(a->channel), score(s, SKM_REQUIREMENTS),
                 score(s, SKM_PROCEDURE), score(s, SKM_TIME), score(s, SKM_COST), score(s, SKM_PRODUCT), score(s, SKM_COMPETENCE),
                 score(s, SKM_BEHAVIOUR), score(s, SKM_COMPLAINTS), score(s, SKM_FACILITIES), V_STR(a->sex), V_STR(a->age),
                 V_STR(a->education), V_STR(a->job), V_STR(a->remark)));
  return skm_add_up(tx, id);
}

static bool is_code_of(const struct skm_group *g, str code) {
  for (size_t i = 0; i < COUNT(g->codes) && g->codes[i]; i++)
    if (str_is(code, g->codes[i])) return true;
  return !code.n;
}

static enum err check(struct ctx *c, const struct skm_answers *a) {
  const str said[SKM_GROUPS] = {a->sex, a->age, a->education, a->job};
  if (!skm_any(&a->scores)) (void)ctx_fail(c, E_INPUT, T_SKM_PAGE_EMPTY, "missing", str_of(skm_code(SKM_REQUIREMENTS)));
  if (chat_has_number16(a->remark)) (void)ctx_fail(c, E_INPUT, T_SKM_PAGE_NUMBER_IN_REMARK, "nik", S("remark"));
  if (utf8_count(a->remark) > MAX_SKM_REMARK) (void)ctx_fail(c, E_INPUT, T_SKM_PAGE_REMARK_LONG, "too_long", S("remark"));
  for (size_t i = 0; i < SKM_GROUPS; i++)
    if (!is_code_of(&skm_groups[i], said[i])) (void)ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_ACTION, "unknown_value", str_of(skm_groups[i].name));
  return c->fault_count ? E_INPUT : E_OK;
}

enum err skm_answer(struct ctx *c, str token, const struct skm_answers *a) {
  struct skm_invite i;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(skm_open(c, &tx, token, &i));
  TRY(check(c, a));
  TRY(keep(c, &tx, token, &i, a));
  return db_commit(&tx);
}

enum err skm_score(struct ctx *c, struct tx *tx, str token, enum skm_element e, int value) {
  struct skm_invite i;
  struct sha256 hash = token_hash(token);
  TRY(skm_open(c, tx, token, &i));
  i.scores.of[e] = value;
  return db_exec(tx, SQL_SKM_KEEP, V_SHA(hash), V(skm_to_text(c->arena, &i.scores)));
}

enum err skm_end(struct ctx *c, struct tx *tx, str token) {
  struct skm_invite i;
  TRY(skm_open(c, tx, token, &i));
  struct skm_answers a = {.scores = i.scores, .channel = "chat"};
  return keep(c, tx, token, &i, &a);
}

/* ---- results ------------------------------------------------------------------------------------------------ */

static void add_sums(struct skm_result *to, const struct rows *r) {
  to->answers += col_int(r, 2);
  for (int e = 0; e < SKM_ELEMENTS; e++) {
    to->sums.sum[e] += col_int(r, 3 + 2 * e);
    to->sums.n[e] += col_int(r, 4 + 2 * e);
  }
}

static enum err read_sums(struct ctx *c, struct tx *tx, struct skm_results *ret) {
  const struct skm_result *last = &ret->quarters[SKM_QUARTERS - 1];
  size_t cap = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SKM_SUMS, V(ret->quarters[0].quarter), V(last->quarter));
  while (rows_next(&r)) {
    str quarter = col_str(&r, c->arena, 0);
    for (size_t i = 0; i < SKM_QUARTERS; i++)
      if (str_eq(ret->quarters[i].quarter, quarter)) add_sums(&ret->quarters[i], &r);
    if (!str_eq(quarter, last->quarter)) continue;
    arena_grow(c->arena, ret->services, ret->service_n, &cap);
    struct skm_result *s = &ret->services[ret->service_n++];
    *s = (struct skm_result){.quarter = quarter, .service = col_str(&r, c->arena, 1)};
    add_sums(s, &r);
  }
  return r.err;
}

static enum err read_people(struct ctx *c, struct tx *tx, str quarter, struct skm_results *ret) {
  size_t cap = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SKM_PEOPLE, V(quarter));
  while (rows_next(&r)) {
    arena_grow(c->arena, ret->people, ret->people_n, &cap);
    ret->people[ret->people_n++] = (struct skm_count){col_str(&r, c->arena, 0), col_str(&r, c->arena, 1), col_int(&r, 2)};
  }
  return r.err;
}

static enum err read_remarks(struct ctx *c, struct tx *tx, str quarter, struct skm_results *ret) {
  const int limit = 50;
  ret->remarks = arena_array(c->arena, str, (size_t)limit);
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SKM_REMARKS, V(quarter), V(limit));
  while (rows_next(&r)) ret->remarks[ret->remark_n++] = col_str(&r, c->arena, 0);
  return r.err;
}

static enum err read_served(struct ctx *c, struct tx *tx, struct quarter q, struct skm_result *ret) {
  struct span days = {date_days(quarter_first(q)), date_days(quarter_last(q))};
  struct figures f;
  TRY(figures_by_day(c, tx, MEASURE_ENDED, days, S(""), str_of(state_code(STATE_COMPLETED)), &f));
  ret->served = figures_sum(&f, S(""));
  return E_OK;
}

enum err skm_results(struct ctx *c, struct quarter q, struct skm_results *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  *ret = (struct skm_results){0};
  TRY(db_read(c->office->db, &tx));
  struct quarter at = q;
  for (size_t i = SKM_QUARTERS; i-- > 0; at = quarter_before(at)) {
    ret->quarters[i].quarter = quarter_text(c->arena, at);
    ret->quarters[i].service = S("");
    TRY(read_served(c, &tx, at, &ret->quarters[i]));
  }
  str last = ret->quarters[SKM_QUARTERS - 1].quarter;
  TRY(read_sums(c, &tx, ret));
  TRY(read_people(c, &tx, last, ret));
  return read_remarks(c, &tx, last, ret);
}

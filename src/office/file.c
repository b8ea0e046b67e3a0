#include "office/file.h"

#include "domain/identity.h"
#include "office/hours.h"

static const char *const delivery_codes[] = {"self_print", "pickup", "courier"};
static const char *const originals_codes[] = {"at_pickup", "before_release", "by_sampling", "none"};

const char *delivery_code(enum delivery d) { return delivery_codes[d]; }
const char *originals_code(enum originals_check o) { return originals_codes[o]; }

static int code_index(str code, const char *const *codes, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (str_is(code, codes[i])) return (int)i;
  return 0;
}

/* ---- answers ---------------------------------------------------------------------------------- */

str answers_json(struct arena *a, const struct service *s, const struct answers *answers) {
  struct buf b = buf_new(a, 8192);
  buf_byte(&b, '{');
  for (size_t q = 0; q < s->question_count; q++) {
    if (answers->choice[q] == UNANSWERED) continue;
    const struct choice *choice = &s->questions[q].choices[answers->choice[q]];
    buf_add(&b, b.n > 1 ? S(",\"") : S("\""));
    buf_add(&b, s->questions[q].code);
    buf_add(&b, S("\":\""));
    buf_add(&b, choice->code);
    buf_byte(&b, '"');
  }
  buf_byte(&b, '}');
  return buf_str(&b);
}

/* Cuts a quoted code off, behind the byte that must stand before it. Codes need no escapes (services are checked). */
static bool cut_code(str *rest, char before, str *ret) {
  if (rest->n < 2 || rest->p[0] != before || rest->p[1] != '"') return false;
  *rest = str_from(*rest, 2);
  return str_cut(rest, '"', ret) && rest->p;
}

/* What answers_json wrote; every file that is read has some, so nothing is allocated. */
struct answers answers_of_json(const struct service *s, str json) {
  struct answers answers = answers_none();
  str question, choice;
  for (char before = '{'; cut_code(&json, before, &question) && cut_code(&json, ':', &choice); before = ',')
    if (answers_set(s, &answers, question, choice) != E_OK)
      log_line(LOG_WARN, "rules", "an answer no longer fits: question=" STR_FMT, STR_ARG(question));
  return answers;
}

/* ---- reading ------------------------------------------------------------------------------------ */

static enum err read_columns(struct ctx *c, const struct rows *r, struct application *f) {
  struct arena *a = c->arena;
  f->id = col_int(r, 0);
  f->number = col_str(r, a, 1);
  f->ruleset = col_str(r, a, 3);
  f->service = office_rules(c->office, col_peek(r, 2), f->ruleset);
  if (!f->service || !state_parse(col_peek(r, 4), &f->state)) return E_BUG;
  f->version = col_int(r, 5);
  if (!channel_parse(col_peek(r, 6), &f->channel)) return E_BUG;
  f->chat = col_int(r, 7);
  f->contact = col_int(r, 8);
  f->applicant = col_str(r, a, 9);
  f->phone = col_str(r, a, 10);
  f->answers = answers_of_json(f->service, col_peek(r, 11));
  f->data = col_str(r, a, 12);
  f->delivery = (enum delivery)code_index(col_peek(r, 13), delivery_codes, COUNT(delivery_codes));
  f->originals = (enum originals_check)code_index(col_peek(r, 14), originals_codes, COUNT(originals_codes));
  f->owner = col_int(r, 15);
  f->checked_by = col_int(r, 16);
  f->created_at = col_int(r, 17);
  f->submitted_at = col_int(r, 18);
  f->due_at = col_int(r, 19);
  f->changed_at = col_int(r, 20);
  f->paused_at = col_int(r, 21);
  f->correct_until = col_int(r, 22);
  if (!state_parse(col_peek(r, 23), &f->held_from)) f->held_from = STATE_IN_REVIEW;
  if (!hold_parse(col_peek(r, 24), &f->hold_reason)) f->hold_reason = HOLD_NONE;
  f->hold_note = col_str(r, a, 25);
  f->siak_number = col_str(r, a, 26);
  f->result_kind = col_str(r, a, 27);
  f->result_number = col_str(r, a, 28);
  f->shelf = col_str(r, a, 29);
  f->ground = col_str(r, a, 30);
  f->advice = col_str(r, a, 31);
  f->paused_ms = col_int(r, 32);
  f->link_round = col_int(r, 33);
  f->ended_at = col_int(r, 34);
  f->last_event = col_int(r, 35);
  return E_OK;
}

static enum item_state item_state_of(str code) {
  for (int i = 0; i <= ITEM_SEEN; i++)
    if (str_is(code, item_state_code((enum item_state)i))) return (enum item_state)i;
  return ITEM_MISSING;
}

static enum err count_scans(struct tx *tx, struct application *f) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_COUNT, V(f->id));
  while (rows_next(&r)) {
    struct item *i = file_item(f, col_peek(&r, 0));
    if (i) i->scans++;
  }
  return r.err;
}

/* In the order of the service; places: of those that are there. Gives the new one's. */
static struct item *item_by_place(struct application *f, i64 *places, i64 place) {
  size_t at = f->item_count++;
  for (; at && places[at - 1] > place; at--) {
    f->items[at] = f->items[at - 1];
    places[at] = places[at - 1];
  }
  places[at] = place;
  return &f->items[at];
}

static enum err read_items(struct ctx *c, struct tx *tx, struct application *f) {
  i64 places[MAX_REQUIREMENTS];
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_ITEM_LIST, V(f->id));
  f->item_count = 0;
  while (f->item_count < MAX_REQUIREMENTS && rows_next(&r)) {
    const struct requirement *requirement = service_requirement(f->service, col_peek(&r, 0));
    if (!requirement) continue;
    struct item *i = item_by_place(f, places, col_int(&r, 6));
    *i = (struct item){.requirement = requirement, .state = item_state_of(col_peek(&r, 1)),
                       .note = col_str(&r, c->arena, 3)};
    if (!fault_parse(col_peek(&r, 2), &i->fault)) i->fault = FAULT_NONE;
    if (!original_parse(col_peek(&r, 4), &i->original)) i->original = ORIGINAL_UNCHECKED;
  }
  return r.err;
}

static enum err read_row(struct ctx *c, struct tx *tx, enum sql q, struct value key, struct application *ret) {
  CLEANUP(rows_done) struct rows r = db_query_(tx, q, &key, 1);
  TRY(rows_one(&r));
  return read_columns(c, &r, ret);
}

static enum err read_papers(struct ctx *c, struct tx *tx, struct application *f) {
  TRY(read_items(c, tx, f));
  return count_scans(tx, f);
}

static enum err read_file(struct ctx *c, struct tx *tx, enum sql q, struct value key, struct application *ret) {
  TRY(read_row(c, tx, q, key, ret));
  return read_papers(c, tx, ret);
}

static enum err read_row_by_number(struct ctx *c, struct tx *tx, str number, struct application *ret) {
  str canonical;
  if (number_read(c->arena, number, &canonical) != E_OK) return E_NOTFOUND;
  return read_row(c, tx, SQL_APPLICATION_BY_NUMBER, V(canonical), ret);
}

enum err file_by_number(struct ctx *c, struct tx *tx, str number, struct application *ret) {
  TRY(read_row_by_number(c, tx, number, ret));
  return read_papers(c, tx, ret);
}

enum err file_owner_by_number(struct ctx *c, struct tx *tx, str number, struct application *ret) {
  str canonical;
  if (number_read(c->arena, number, &canonical) != E_OK) return E_NOTFOUND;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_APPLICATION_OWNER, V(canonical));
  TRY(rows_one(&r));
  *ret = (struct application){.id = col_int(&r, 0), .number = col_str(&r, c->arena, 1), .version = col_int(&r, 3),
                              .owner = col_int(&r, 4), .last_event = col_int(&r, 5)};
  return state_parse(col_peek(&r, 2), &ret->state) ? E_OK : E_BUG;
}

enum err file_and_scans(struct ctx *c, struct tx *tx, str number, struct application *ret, struct scan_row **ret_scans, size_t *ret_n) {
  TRY(read_row_by_number(c, tx, number, ret));
  TRY(read_items(c, tx, ret));
  TRY(file_scans(c, tx, ret->id, ret_scans, ret_n));
  for (size_t k = 0; k < *ret_n; k++) {
    const struct scan_row *s = &(*ret_scans)[k];
    struct item *i = s->requirement.n && !s->replaced_at ? file_item(ret, s->requirement) : NULL;
    if (i) i->scans++;
  }
  return E_OK;
}

enum err file_by_id(struct ctx *c, struct tx *tx, i64 id, struct application *ret) {
  return read_file(c, tx, SQL_APPLICATION_BY_ID, V(id), ret);
}

struct sha256 token_hash(str token) { return sha256_of(token); }

enum err file_by_status(struct ctx *c, struct tx *tx, str token, struct application *ret) {
  struct sha256 hash = token_hash(token);
  return read_file(c, tx, SQL_APPLICATION_BY_STATUS, V_SHA(hash), ret);
}

static enum err read_scans(struct ctx *c, struct rows *r, struct scan_row **ret, size_t *ret_n) {
  struct scan_row *list = NULL;
  size_t n = 0, cap = 0;
  while (rows_next(r)) {
    struct arena *a = c->arena;
    arena_grow(a, list, n, &cap);
    list[n++] = (struct scan_row){.id = col_str(r, a, 0), .requirement = col_str(r, a, 1), .type = col_str(r, a, 2),
                                  .size = col_int(r, 3), .verdict = col_str(r, a, 4), .created_at = col_int(r, 5),
                                  .replaced_at = col_int(r, 6), .source = col_str(r, a, 7), .file_name = col_str(r, a, 8), .destroyed = col_int(r, 9) != 0};
  }
  *ret = list;
  *ret_n = n;
  return r->err;
}

enum err file_scans(struct ctx *c, struct tx *tx, i64 application, struct scan_row **ret, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_LIST, V(application));
  return read_scans(c, &r, ret, ret_n);
}

enum err file_loose_scans(struct ctx *c, struct tx *tx, i64 contact, struct scan_row **ret, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_LOOSE, V(contact));
  return read_scans(c, &r, ret, ret_n);
}

enum err file_papers_gone(struct tx *tx, i64 application, bool *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_PAPERS_GONE, V(application));
  *ret = rows_next(&r);
  return r.err;
}

struct item *file_item(struct application *f, str code) {
  for (size_t i = 0; i < f->item_count; i++)
    if (str_eq(f->items[i].requirement->code, code)) return &f->items[i];
  return NULL;
}

struct application_facts file_facts(const struct application *f) {
  return (struct application_facts){
      .state = f->state, .held_from = f->held_from, .service = f->service, .items = f->items, .item_count = f->item_count,
      .owner = f->owner, .checked_by = f->checked_by, .delivery = f->delivery, .originals = f->originals,
      .has_siak_number = f->siak_number.n > 0, .has_result = f->result_kind.n > 0, .has_shelf = f->shelf.n > 0};
}

moment file_due(const struct application *f, moment now) {
  if (!f->due_at) return 0;
  return f->due_at + f->paused_ms + (f->paused_at ? now - f->paused_at : 0);
}

str file_status_token(struct ctx *c, const struct application *f) {
  return keys_token(c->arena, &c->office->keys, "status", f->id + (f->link_round << 40));
}

str file_status_url(struct ctx *c, const struct application *f) {
  return office_url(c, "/s/", file_status_token(c, f));
}

/* ---- writing ------------------------------------------------------------------------------------ */

enum err file_save(struct ctx *c, struct tx *tx, const struct application *f) {
  bool ended = state_is_final(f->state);
  if (ended != (f->ended_at != 0)) TRY(db_exec(tx, SQL_APPLICATION_ENDED, V(f->id), V(ended ? c->now : 0)));
  return db_change(tx, SQL_APPLICATION_MOVE, V(f->id), V(f->version), V(state_code(f->state)), V(f->owner), V(f->checked_by),
                   V(c->now), V(f->submitted_at), V(f->paused_at), V(f->correct_until), V(state_code(f->held_from)),
                   V(hold_code(f->hold_reason)), V_STR(f->hold_note), V_STR(f->siak_number), V_STR(f->result_kind),
                   V_STR(f->result_number), V_STR(f->shelf), V_STR(f->ground), V_STR(f->advice), V(originals_code(f->originals)),
                   V(delivery_code(f->delivery)), V(f->paused_ms), V(f->last_event));
}

enum err file_save_owner(struct ctx *c, struct tx *tx, struct application *f) {
  TRY(db_change(tx, SQL_APPLICATION_OWN, V(f->id), V(f->version), V(state_code(f->state)), V(f->owner), V(c->now), V(f->last_event)));
  f->version++;
  return E_OK;
}

static enum err add_item(struct tx *tx, struct application *f, const struct requirement *r, size_t place) {
  if (f->item_count == MAX_REQUIREMENTS) return E_BUG;
  TRY(db_exec(tx, SQL_ITEM_ADD, V(f->id), V(r->code), V(place), V(item_state_code(ITEM_MISSING))));
  f->items[f->item_count++] = (struct item){.requirement = r};
  return E_OK;
}

enum err file_judge_again(struct ctx *c, struct tx *tx, struct application *f) {
  struct judgement needs = service_judge(f->service, &f->answers, ctx_today(c));
  size_t kept = 0;
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *item = &f->items[i];
    bool used = judgement_find(&needs, item->requirement->code) || item->scans > 0 || item->state == ITEM_SEEN;
    if (used) f->items[kept++] = *item;
    else TRY(db_exec(tx, SQL_ITEM_REMOVE_UNUSED, V(f->id), V(item->requirement->code)));
  }
  f->item_count = kept;
  for (size_t i = 0; i < needs.n; i++)
    if (!file_item(f, needs.needs[i]->code)) TRY(add_item(tx, f, needs.needs[i], i));
  return E_OK;
}

static enum err insert(struct ctx *c, struct tx *tx, struct application *f) {
  u8 chance[SHA256_SIZE];
  random_bytes(chance, sizeof chance); /* takes the place of the status hash until the id is known */
  str answers = answers_json(c->arena, f->service, &f->answers);
  CLEANUP(rows_done) struct rows r = db_query(
      tx, SQL_APPLICATION_ADD, V(f->number), V_BLOB(chance, sizeof chance), V(f->service->code), V(f->service->version),
      V(state_code(f->state)), V(channel_code(f->channel)), V_OPT(f->chat), V_OPT(f->contact),
      V_STR(f->applicant), V_STR(f->phone), V(phone_last4(f->phone)), V(answers),
      V(f->data.p ? f->data : S("{}")), V(delivery_code(f->delivery)), V(originals_code(f->originals)), V(f->owner), V(c->now),
      V(f->submitted_at), V(f->due_at));
  TRY(rows_one(&r));
  f->id = col_int(&r, 0);
  return E_OK;
}

enum err file_create(struct ctx *c, struct tx *tx, struct application *f) {
  const struct service *s = f->service;
  f->delivery = s->delivery;
  f->originals = s->originals;
  f->version = 1;
  f->created_at = f->changed_at = c->now;
  if (f->state != STATE_DRAFT) {
    f->number = number_new(c->arena, c->office->config->office.prefix);
    f->submitted_at = c->now;
    TRY(promise_hours(c, tx, s->sla_working_hours, &f->due_at));
  }
  enum err e = insert(c, tx, f);
  for (int i = 0; e == E_CONFLICT && f->number.n && i < 5; i++) { /* numbers are random: a used one is drawn once in a while */
    f->number = number_new(c->arena, c->office->config->office.prefix);
    e = insert(c, tx, f);
  }
  TRY(e);
  struct sha256 hash = token_hash(file_status_token(c, f));
  TRY(db_change(tx, SQL_APPLICATION_STATUS, V(f->id), V_SHA(hash)));
  f->item_count = 0;
  return file_judge_again(c, tx, f);
}

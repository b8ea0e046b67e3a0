#include "office/desk.h"

#include "base/limits.h"
#include "office/act.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/notice.h"
#include "office/staff.h"

#define TAKE_TRIES 8

/* ---- queues ---------------------------------------------------------------------------------------- */

static bool earlier(const struct list_row *a, const struct list_row *b) {
  return a->key_due != b->key_due ? a->key_due < b->key_due : a->key_id < b->key_id;
}

/* Both lists are in the order of the line; so is what comes out. */
static void merge(struct ctx *c, struct list *into, const struct list *more, size_t limit) {
  struct list_row *rows = arena_array(c->arena, struct list_row, limit);
  size_t n = 0, i = 0, k = 0;
  while (n < limit && (i < into->n || k < more->n)) {
    bool first = k >= more->n || (i < into->n && earlier(&into->rows[i], &more->rows[k]));
    rows[n++] = first ? into->rows[i++] : more->rows[k++];
  }
  bool left = i < into->n || k < more->n;
  *into = (struct list){rows, n, into->more || more->more || left};
}

static enum err done_today(struct ctx *c, i64 *ret) {
  struct local_time midnight = local_of(c->now);
  midnight.hour = midnight.minute = midnight.second = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_DONE_SINCE, V(moment_of_local(midnight)));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

enum err desk_queue(struct ctx *c, const struct queue_query *q, struct queue *ret) {
  struct list_query one = {.any_open = !q->states,
                           .service = q->service,
                           .after_due = q->after_due,
                           .after_id = q->after_id,
                           .limit = q->limit};
  *ret = (struct queue){0};
  TRY(office_count(c, ret->counts));
  TRY(done_today(c, &ret->done_today));
  if (!q->states) return office_list(c, &one, &ret->list);
  for (enum state s = 0; s < STATES; s++) {
    struct list more;
    if (!(q->states & (1u << s))) continue;
    one.state = s;
    TRY(office_list(c, &one, &more));
    merge(c, &ret->list, &more, (size_t)q->limit);
  }
  return E_OK;
}

enum err desk_replied(struct ctx *c, const struct list *list, bool **ret) {
  bool *replied = arena_array(c->arena, bool, list->n + 1);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  for (size_t i = 0; i < list->n; i++) {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_CITIZEN_WAITS, V(list->rows[i].number));
    replied[i] = rows_next(&r);
    TRY(r.err);
  }
  *ret = replied;
  return E_OK;
}

static enum err next_free_of(struct ctx *c, str service, str *ret_number) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_NEXT_FREE_SERVICE, V(service));
  TRY(rows_one(&r));
  *ret_number = col_str(&r, c->arena, 0);
  return E_OK;
}

enum err desk_take_next(struct ctx *c, str service, str *ret_number) {
  enum err e = E_CONFLICT;
  for (int i = 0; i < TAKE_TRIES && e == E_CONFLICT; i++) {
    struct act act = {.action = ACTION_TAKE};
    struct act_result result;
    c->fault_count = 0;
    TRY(service.n ? next_free_of(c, service, &act.number) : office_next_free(c, &act.number));
    e = office_act(c, &act, &result);
    *ret_number = act.number;
  }
  return e;
}

/* ---- words for colleagues ---------------------------------------------------------------------------- */

enum err desk_note(struct ctx *c, str number, str text) {
  struct application f = {0};
  text = utf8_cut(str_trim(text), MAX_TEXT / 2);
  if (!text.n) return ctx_fail(c, E_INPUT, T_OFFICE_MESSAGE_EMPTY, "empty", S("note"));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_number(c, &tx, number, &f));
  json_t *o = json_object();
  json_object_set_new(o, "note", json_of(text));
  TRY(event_append(c, &tx, "note", f.id, json_text(c->arena, o)));
  return db_commit(&tx);
}

/* ---- the inbox ------------------------------------------------------------------------------------------ */

static enum err add_chat(struct ctx *c, struct tx *tx, struct inbox *in, const struct chat_line *chat) {
  struct inbox_line *line = &in->rows[in->n];
  *line = (struct inbox_line){.chat = *chat, .number = S("")};
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_ABOUT, V(chat->id));
  TRY(rows_one(&r));
  line->loose = col_int(&r, 0);
  line->number = col_str(&r, c->arena, 1);
  in->n++;
  in->waiting += chat->waiting_since != 0;
  return E_OK;
}

enum err desk_inbox(struct ctx *c, moment before, i64 before_id, int limit, struct inbox *ret) {
  struct chat_list waiting = {0}, recent;
  if (!before) TRY(office_chats_waiting(c, &waiting));
  TRY(office_chats_recent(c, before ? before : INT64_MAX, before ? before_id : INT64_MAX, limit, &recent));
  *ret = (struct inbox){.rows = arena_array(c->arena, struct inbox_line, waiting.n + recent.n + 1),
                        .more = recent.n == (size_t)limit};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  for (size_t i = 0; i < waiting.n; i++) TRY(add_chat(c, &tx, ret, &waiting.rows[i]));
  for (size_t i = 0; i < recent.n; i++)
    if (before || !recent.rows[i].waiting_since) TRY(add_chat(c, &tx, ret, &recent.rows[i]));
  return E_OK;
}

static enum err read_tie(struct ctx *c, struct tx *tx, str scan, struct tied_to *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_TIED, V(scan));
  enum err e = rows_one(&r);
  if (e != E_OK) return e == E_NOTFOUND ? E_OK : e;
  str code = col_str(&r, c->arena, 2);
  const struct service *s = catalogue_find(&c->office->catalogue, col_peek(&r, 1));
  const struct requirement *q = s ? service_requirement(s, code) : NULL;
  *ret = (struct tied_to){.number = col_str(&r, c->arena, 0),
                          .requirement = q ? local(&q->label, c->lang) : code,
                          .is_pdf = str_eq(col_peek(&r, 3), S("application/pdf")),
                          .has_thumb = col_int(&r, 4)};
  return E_OK;
}

enum err desk_ties(struct ctx *c, const struct message_line *messages, size_t n, struct tied_to **ret) {
  struct tied_to *ties = arena_array(c->arena, struct tied_to, n + 1);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  for (size_t i = 0; i < n; i++)
    if (messages[i].scan.n) TRY(read_tie(c, &tx, messages[i].scan, &ties[i]));
  *ret = ties;
  return E_OK;
}

enum err desk_window(struct ctx *c, i64 chat, moment *ret_until) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_CHAT_GET, V(chat));
  TRY(rows_one(&r));
  *ret_until = col_int(&r, 4);
  return E_OK;
}

/* ---- one file ---------------------------------------------------------------------------------------------- */

enum err desk_correction(struct ctx *c, str number, struct correction_preview *ret) {
  struct say say = {0};
  *ret = (struct correction_preview){0};
  {
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_read(c->office->db, &tx));
    TRY(file_by_number(c, &tx, number, &ret->f));
    struct application then = ret->f; /* as it will be when it is sent */
    then.correct_until = ret->answer_by = c->now + DAYS(c->office->config->rules.correction_days);
    TRY(notice_preview(c, &tx, &then, "correction", &say));
    ret->body = say.body;
  }
  return ret->f.chat ? desk_window(c, ret->f.chat, &ret->window_until) : E_OK;
}

enum err desk_judges(struct ctx *c, const struct application *f, str **ret) {
  str *names = arena_array(c->arena, str, f->item_count + 1);
  i64 *ids = arena_array(c->arena, i64, f->item_count + 1);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_ITEM_LIST, V(f->id));
    while (rows_next(&r))
      for (size_t i = 0; i < f->item_count; i++)
        if (str_eq(f->items[i].requirement->code, col_str(&r, c->arena, 0))) ids[i] = col_int(&r, 5);
    TRY(r.err);
  }
  for (size_t i = 0; i < f->item_count; i++) TRY(staff_name(c, &tx, ids[i], &names[i]));
  *ret = names;
  return E_OK;
}

/* ---- originals ----------------------------------------------------------------------------------------------- */

static enum err judge_before_last(struct ctx *c, struct tx *tx, struct application *f,
                                  const struct original_judged *j) {
  struct item *i = file_item(f, j->requirement);
  if (!i) return ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_REQUIREMENT, "unknown_requirement", j->requirement);
  i->original = j->result;
  TRY(db_exec(tx, SQL_ITEM_ORIGINAL, V(f->id), V(j->requirement), V(original_code(j->result)), V(c->actor.officer),
              V(c->now)));
  json_t *o = json_object();
  json_object_set_new(o, "requirement", json_of(j->requirement));
  json_object_set_new(o, "original", json_string(original_code(j->result)));
  if (j->note.n) json_object_set_new(o, "note", json_of(j->note));
  return event_append(c, tx, action_code(ACTION_CHECK_ORIGINAL), f->id, json_text(c->arena, o));
}

/* The rules are asked with the last one: they see all results, and a "no" takes everything back. */
enum err desk_originals(struct ctx *c, str number, i64 version, const struct original_judged *list, size_t n) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  if (!n) return E_BUG;
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_number(c, &tx, number, &f));
  if (version && version != f.version) return ctx_fail(c, E_CONFLICT, T_OFFICE_CONFLICT, "conflict", STR_NONE);
  for (size_t i = 0; i + 1 < n; i++) TRY(judge_before_last(c, &tx, &f, &list[i]));
  struct act act = {.action = ACTION_CHECK_ORIGINAL,
                    .requirement = list[n - 1].requirement,
                    .note = list[n - 1].note,
                    .original = list[n - 1].result};
  TRY(file_act(c, &tx, &f, &act));
  return db_commit(&tx);
}

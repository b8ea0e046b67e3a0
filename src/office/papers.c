/* One scan of a file: looked at, or tied to a requirement. */
#include <pthread.h>

#include "domain/identity.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/keys.h"
#include "office/lists.h"
#include "office/submit.h"

/* ---- looking ------------------------------------------------------------------------------------------- */

/* Looks of the last minute: a page that shows a photo twice, or zooms into it, is one look. Forgetting one only means
 * that it is written down again. */
#define LOOKS 1024
#define LOOK_LASTS MINUTES(1)
static struct look {
  i64 officer;
  moment at;
  char scan[24];
} looks[LOOKS];
static pthread_mutex_t look_lock = PTHREAD_MUTEX_INITIALIZER;

static struct look *look_slot(const struct ctx *c, str scan) {
  u64 h = 1469598103934665603u ^ (u64)c->actor.officer;
  for (size_t i = 0; i < scan.n; i++) h = (h ^ (u8)scan.p[i]) * 1099511628211u;
  return &looks[h % LOOKS];
}

static bool still_looking(const struct ctx *c, str scan) {
  const struct look *l = look_slot(c, scan);
  pthread_mutex_lock(&look_lock);
  bool same = l->officer == c->actor.officer && str_eq(str_of(l->scan), scan) && c->now - l->at < LOOK_LASTS;
  pthread_mutex_unlock(&look_lock);
  return same;
}

static void look_begins(const struct ctx *c, str scan) {
  struct look *l = look_slot(c, scan);
  if (scan.n >= sizeof l->scan) return;
  pthread_mutex_lock(&look_lock);
  *l = (struct look){.officer = c->actor.officer, .at = c->now};
  memcpy(l->scan, scan.p, scan.n);
  pthread_mutex_unlock(&look_lock);
}

static enum err read_sealed(struct ctx *c, struct rows *r, str scan, i64 *ret_application, struct sealed_scan *ret) {
  TRY(rows_one(r));
  struct sealed_scan s = {.id = scan,
                          .type = scan_type_of_mime(col_str(r, c->arena, 2)),
                          .size = col_int(r, 3),
                          .pack = col_str(r, c->arena, 5),
                          .pack_at = col_int(r, 6),
                          .pack_size = col_int(r, 7)};
  if (!col_wrapped_key(r, 8, s.key)) return E_NOTFOUND; /* destroyed */
  (void)col_blob(r, 4, s.sha256.b, SHA256_SIZE);
  *ret_application = col_int(r, 0);
  *ret = s;
  return E_OK;
}

static enum err note_look(struct ctx *c, i64 application, str scan) {
  if (still_looking(c, scan)) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(event_append(c, &tx, "view", application, arena_printf(c->arena, "{\"scan\":\"" STR_FMT "\"}", STR_ARG(scan))));
  TRY(db_commit(&tx));
  look_begins(c, scan);
  return E_OK;
}

static enum err find_sealed(struct ctx *c, str number, str scan, i64 *ret_application, struct sealed_scan *ret) {
  str canonical = STR_NONE;
  CLEANUP(db_end) struct tx tx = {0};
  if (number.n && number_read(c->arena, number, &canonical) != E_OK) return E_NOTFOUND;
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done)
  struct rows r =
      number.n ? db_query(&tx, SQL_SCAN_OF_NUMBER, V(scan), V(canonical)) : db_query(&tx, SQL_SCAN_GET, V(scan));
  TRY(read_sealed(c, &r, scan, ret_application, ret));
  return !number.n && *ret_application ? E_NOTFOUND : E_OK;
}

/* The bytes of a file with a virus are given to nobody; they stay as evidence, sealed. */
static enum err not_infected(struct ctx *c, str scan) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_LOOK_INFECTED, V(scan));
  enum err e = rows_one(&r);
  return e == E_OK ? ctx_fail(c, E_RULE, T_OFFICER_QUALITY_VIRUS, "virus", S("scan")) : e == E_NOTFOUND ? E_OK : e;
}

enum err office_view_scan(struct ctx *c, str number, str scan, struct sealed_scan *ret) {
  i64 application;
  TRY(find_sealed(c, number, scan, &application, ret));
  TRY(not_infected(c, scan));
  return note_look(c, application, scan);
}

static enum err find_in_chat(struct ctx *c, i64 chat, str scan, i64 *ret_application, struct sealed_scan *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows here = db_query(&tx, SQL_MESSAGE_HAS_SCAN, V(chat), V(scan));
    TRY(rows_one(&here));
  }
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_SCAN_GET, V(scan));
  return read_sealed(c, &r, scan, ret_application, ret);
}

enum err office_view_chat_scan(struct ctx *c, i64 chat, str scan, struct sealed_scan *ret) {
  i64 application;
  TRY(find_in_chat(c, chat, scan, &application, ret));
  TRY(not_infected(c, scan));
  return note_look(c, application, scan);
}

enum err office_glance(struct ctx *c, str number, str scan) {
  i64 application;
  struct sealed_scan s;
  return find_sealed(c, number, scan, &application, &s);
}

enum err office_glance_chat(struct ctx *c, i64 chat, str scan) {
  i64 application;
  struct sealed_scan s;
  return find_in_chat(c, chat, scan, &application, &s);
}

/* ---- tying --------------------------------------------------------------------------------------------- */

static enum err check_ours(struct ctx *c, struct tx *tx, const struct application *f, str scan, str *ret_was) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_GET, V(scan));
  enum err e = rows_one(&r);
  if (e == E_OK) {
    bool ours = col_int(&r, 0) == f->id || (col_null(&r, 0) && f->contact && col_int(&r, 9) == f->contact);
    *ret_was = col_str(&r, c->arena, 1);
    if (ours) return E_OK;
    e = E_NOTFOUND;
  }
  return e == E_NOTFOUND ? ctx_fail(c, e, T_OFFICE_UNKNOWN_SCAN, "unknown_scan", S("scan")) : e;
}

enum err file_tie_scan(struct ctx *c, struct tx *tx, struct application *f, str scan, str requirement) {
  str was = STR_NONE;
  TRY(check_ours(c, tx, f, scan, &was));
  struct item *i = file_item(f, requirement);
  if (!i && requirement.n)
    return ctx_fail(c, E_INPUT, T_OFFICE_UNKNOWN_REQUIREMENT, "unknown_requirement", S("requirement"));
  if (state_is_final(f->state)) return ctx_fail(c, E_RULE, T_RULE_NOT_IN_THIS_STATE, "not_in_this_state", STR_NONE);
  if (str_eq(was, requirement)) return E_OK;
  TRY(db_exec(tx, SQL_SCAN_TIE, V(scan), V(f->id), i ? V(requirement) : V_NULL));
  if (i && (i->state == ITEM_MISSING || i->state == ITEM_FAULTY)) {
    TRY(db_exec(tx, SQL_ITEM_RECEIVED, V(f->id), V(requirement)));
    i->state = ITEM_RECEIVED;
    i->fault = FAULT_NONE;
  }
  if (i) i->scans++;
  if (was.n) TRY(db_exec(tx, SQL_ITEM_EMPTIED, V(f->id), V(was)));
  TRY(db_exec(tx, SQL_APPLICATION_TOUCH, V(f->id), V(c->now)));
  f->version++;
  json_t *o = json_object();
  json_object_set_new(o, "scan", json_of(scan));
  json_object_set_new(o, "requirement", json_of(requirement));
  return event_append(c, tx, "tie", f->id, json_text(c->arena, o));
}

enum err office_tie_scan(struct ctx *c, str number, str scan, str requirement, struct once *once) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(once_find(c, &tx, once));
  if (once && once->repeated) return db_commit(&tx);
  TRY(file_by_number(c, &tx, number, &f));
  TRY(file_tie_scan(c, &tx, &f, scan, requirement));
  TRY(file_back_when_mended(c, &tx, &f));
  TRY(once_keep(c, &tx, once, &(struct tied){f.number, scan, requirement}));
  return db_commit(&tx);
}

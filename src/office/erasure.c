#include "office/erasure.h"

#include "base/limits.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/keys.h"
#include "office/staff.h"

#define KEPT_CHATS 20           /* at a time */
#define KEPT_MEMORY (16u << 20) /* for the chats of one person */
#define PAGE 500

struct retention office_retention(const struct office *o) {
  struct retention r = {{[PAPER_EVIDENCE] = o->config->retention.evidence_days,
                         [PAPER_IDENTITY] = o->config->retention.identity_days,
                         [PAPER_LOOSE] = o->config->retention.loose_days}};
  return r;
}

/* ---- walking what may be due ------------------------------------------------------------------------ */

struct due_scan {
  i64 application;
  str number, id;
  struct kept_paper paper;
  struct scan_place place;
  u8 key_id[KEY_ID_SIZE];
};
struct walk {
  struct arena *arena; /* of one page of rows */
  struct retention rules;
  struct erasure_place at; /* the last row read */
  bool end;
};

static struct walk walk_begin(struct ctx *c, struct arena *a) { return (struct walk){.arena = a, .rules = office_retention(c->office)}; }

static struct erasure_place place_of(const struct due_scan *s) {
  struct erasure_place at = {.application = s->application, .loose = !s->paper.has_application};
  snprintf(at.scan, sizeof at.scan, STR_FMT, STR_ARG(s->id));
  return at;
}

static void read_place(struct walk *w, const struct rows *r, int at, struct due_scan *s) {
  u8 key[WRAPPED_KEY_SIZE];
  s->place = (struct scan_place){col_str(r, w->arena, at), col_int(r, at + 1), col_int(r, at + 2)};
  if (col_wrapped_key(r, at + 3, key)) memcpy(s->key_id, key, KEY_ID_SIZE);
}

static void read_settled(struct walk *w, const struct rows *r, struct due_scan *s) {
  *s = (struct due_scan){.application = col_int(r, 0), .number = col_str(r, w->arena, 1), .id = col_str(r, w->arena, 5)};
  s->paper = (struct kept_paper){.has_application = true,
                                 .settled_at = col_int(r, 3),
                                 .held = col_int(r, 4) != 0,
                                 .requirement = col_str(r, w->arena, 6),
                                 .came_at = col_int(r, 7)};
  if (!state_parse(col_peek(r, 2), &s->paper.state)) s->paper.state = STATE_DRAFT; /* never due */
  read_place(w, r, 8, s);
}

static void read_loose(struct walk *w, const struct rows *r, struct due_scan *s) {
  *s = (struct due_scan){.id = col_str(r, w->arena, 0), .paper = {.came_at = col_int(r, 1)}};
  read_place(w, r, 2, s);
}

static struct rows ask_page(struct ctx *c, struct tx *tx, const struct walk *w) {
  moment newest = retention_newest(&w->rules, c->now);
  const char *scan = w->at.scan;
  if (w->at.loose) return db_query(tx, SQL_RETENTION_LOOSE, V(scan), V(PAGE), V(newest));
  return db_query(tx, SQL_RETENTION_DUE, V(w->at.application), V(scan), V(PAGE), V(newest), V(state_code(STATE_COMPLETED)),
                  V(state_code(STATE_REFUSED)), V(state_code(STATE_CANCELLED)), V(state_code(STATE_EXPIRED)));
}

/* The next page of rows, settled applications first, then loose photos; w->end behind the last. */
static enum err walk_page(struct ctx *c, struct tx *tx, struct walk *w, struct due_scan *ret, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = ask_page(c, tx, w);
  *ret_n = 0;
  while (*ret_n < PAGE && rows_next(&r)) {
    struct due_scan *s = &ret[(*ret_n)++];
    if (w->at.loose) read_loose(w, &r, s);
    else read_settled(w, &r, s);
  }
  TRY(r.err);
  if (*ret_n) {
    w->at = place_of(&ret[*ret_n - 1]);
    return E_OK;
  }
  w->end = w->at.loose;
  w->at = (struct erasure_place){.loose = true};
  return E_OK;
}

enum err erasure_due(struct ctx *c, struct due_class ret[PAPER_CLASSES]) {
  CLEANUP(arena_freep) struct arena *a = arena_new(4u << 20);
  CLEANUP(db_end) struct tx tx = {0};
  struct walk w = walk_begin(c, a);
  i64 counted[PAPER_CLASSES] = {0};
  TRY(db_read(c->office->db, &tx));
  memset(ret, 0, PAPER_CLASSES * sizeof *ret);
  while (!w.end) {
    arena_reset(a);
    struct due_scan *list = arena_array(a, struct due_scan, PAGE);
    size_t n;
    TRY(walk_page(c, &tx, &w, list, &n));
    for (size_t i = 0; i < n; i++) {
      struct kept_paper p = list[i].paper;
      enum paper_class of = paper_class_of(&p);
      struct due_class *d = &ret[of];
      bool held = p.held;
      p.held = false;
      if (!retention_over(&w.rules, &p, c->now)) continue;
      if (held) {
        d->held++;
        continue;
      }
      moment since = p.has_application ? p.settled_at : p.came_at;
      d->scans++;
      d->applications += p.has_application && counted[of] != list[i].application;
      counted[of] = list[i].application;
      if (!d->oldest || since < d->oldest) d->oldest = since;
    }
  }
  return E_OK;
}

/* ---- destroying --------------------------------------------------------------------------------------- */

struct erased {
  i64 record;
  struct scan_place *places;
  size_t n, cap;
};
/* What one record gathers. */
struct gathering {
  struct erased *erased;
  struct record_line lines[MAX_RECORD_LINES];
  i64 applications[MAX_RECORD_LINES]; /* ids, beside the lines */
  json_t *scans[MAX_RECORD_LINES];    /* ids of their scans, for the event */
  size_t line_count;
  const char *cause; /* retention, request */
  i64 scan_count, application_count, record;
  u8 key_id[KEY_ID_SIZE];
};

static void drop_scans(struct gathering **g) {
  for (size_t i = 0; *g && i < (*g)->line_count; i++) json_decref((*g)->scans[i]);
}

static struct gathering *gather_begin(struct ctx *c, const char *cause) {
  struct gathering *g = arena_new_of(c->arena, struct gathering);
  g->erased = arena_new_of(c->arena, struct erased);
  g->cause = cause;
  return g;
}

/* The line of this application and class; NULL: the record is full. */
static size_t line_of(struct ctx *c, struct gathering *g, const struct due_scan *s) {
  enum paper_class of = paper_class_of(&s->paper);
  for (size_t i = g->line_count; i-- > 0 && g->line_count - i <= PAPER_CLASSES;)
    if (g->applications[i] == s->application && g->lines[i].paper == of) return i;
  if (g->line_count == MAX_RECORD_LINES) return MAX_RECORD_LINES;
  bool first = s->application != 0;
  for (size_t i = 0; i < g->line_count; i++) first &= g->applications[i] != s->application;
  g->application_count += first;
  g->lines[g->line_count] = (struct record_line){.number = arena_str(c->arena, s->number), .paper = of,
                                                 .since = s->paper.has_application ? s->paper.settled_at : s->paper.came_at};
  g->applications[g->line_count] = s->application;
  g->scans[g->line_count] = json_array();
  return g->line_count++;
}

static void add_place(struct ctx *c, struct erased *e, struct scan_place place) {
  arena_grow(c->arena, e->places, e->n, &e->cap);
  e->places[e->n++] = place;
}

static enum err add_copies(struct ctx *c, struct tx *tx, struct erased *e, str scan) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_RETENTION_COPIES, V(scan));
  while (rows_next(&r)) add_place(c, e, (struct scan_place){col_str(&r, c->arena, 0), col_int(&r, 1), col_int(&r, 2)});
  return r.err;
}

/* False in ret_room: the record is full, this scan waits for the next. */
static enum err destroy_scan(struct ctx *c, struct tx *tx, struct gathering *g, const struct due_scan *s, bool *ret_room) {
  size_t at = line_of(c, g, s);
  *ret_room = at < MAX_RECORD_LINES && g->scan_count < MAX_RECORD_SCANS;
  if (!*ret_room) return E_OK;
  TRY(add_copies(c, tx, g->erased, s->id));
  TRY(db_exec(tx, SQL_SCAN_DESTROY, V(s->id), V(c->now), V(g->cause))); /* a trigger takes what was made of it along */
  g->lines[at].scans++;
  g->scan_count++;
  json_array_append_new(g->scans[at], json_of(s->id));
  memcpy(g->key_id, s->key_id, KEY_ID_SIZE);
  add_place(c, g->erased, (struct scan_place){arena_str(c->arena, s->place.pack), s->place.at, s->place.size});
  return E_OK;
}

static json_t *body_of(const struct gathering *g) {
  json_t *lines = json_array();
  for (size_t i = 0; i < g->line_count; i++) {
    const struct record_line *l = &g->lines[i];
    if (!l->scans) continue;
    json_t *o = json_object();
    if (l->number.n) json_object_set_new(o, "number", json_of(l->number));
    json_object_set_new(o, "class", json_string(paper_class_code(l->paper)));
    json_object_set_new(o, "scans", json_integer(l->scans));
    json_object_set_new(o, "since", json_integer(l->since));
    json_array_append_new(lines, o);
  }
  json_t *body = json_object();
  json_object_set_new(body, "lines", lines);
  return body;
}

static enum err write_events(struct ctx *c, struct tx *tx, struct gathering *g) {
  for (size_t i = 0; i < g->line_count; i++) {
    if (!g->lines[i].scans) continue;
    json_t *o = json_object();
    json_object_set_new(o, "record", json_integer(g->record));
    json_object_set_new(o, "cause", json_string(g->cause));
    json_object_set_new(o, "class", json_string(paper_class_code(g->lines[i].paper)));
    json_object_set(o, "scans", g->scans[i]);
    TRY(event_append(c, tx, "destroy", g->applications[i], json_text(c->arena, o)));
  }
  return E_OK;
}

static enum err begin_record(struct ctx *c, struct tx *tx, struct gathering *g, i64 request) {
  CLEANUP(rows_done)
  struct rows r = db_query(tx, SQL_DESTRUCTION_ADD, V(c->now), V(actor_string(c)), V(g->cause), V_OPT(request), V(g->scan_count),
                           V(g->application_count), V(key_id_text(c->arena, g->key_id)), V(json_text(c->arena, body_of(g))));
  TRY(rows_one(&r));
  g->record = g->erased->record = col_int(&r, 0);
  return E_OK;
}

static enum err gather_due(struct ctx *c, struct tx *tx, struct gathering *g, struct erasure_place *place) {
  CLEANUP(arena_freep) struct arena *a = arena_new(4u << 20);
  struct walk w = walk_begin(c, a);
  bool room = true;
  w.at = *place;
  while (!w.end && room) {
    arena_reset(a);
    struct due_scan *list = arena_array(a, struct due_scan, PAGE);
    size_t n;
    TRY(walk_page(c, tx, &w, list, &n));
    for (size_t i = 0; i < n && room; i++) {
      if (retention_over(&w.rules, &list[i].paper, c->now)) TRY(destroy_scan(c, tx, g, &list[i], &room));
      if (room) *place = place_of(&list[i]);
    }
  }
  return E_OK;
}

enum err erasure_run(struct ctx *c, struct erasure_place *place, i64 *ret_record) {
  struct erasure_place at = *place;
  CLEANUP(drop_scans) struct gathering *g = gather_begin(c, "retention");
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(gather_due(c, &tx, g, &at));
  if (!g->scan_count) return E_NOTFOUND;
  TRY(begin_record(c, &tx, g, 0));
  TRY(write_events(c, &tx, g));
  TRY(db_commit(&tx));
  erasure_give_back(c, g->erased);
  *place = at;
  *ret_record = g->record;
  return E_OK;
}

static enum err gather_application(struct ctx *c, struct tx *tx, const struct application *f, struct gathering *g) {
  struct walk w = walk_begin(c, c->arena);
  struct due_scan *list = arena_array(c->arena, struct due_scan, PAGE);
  size_t n = 0;
  bool room = true;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_RETENTION_OF_APPLICATION, V(f->id));
    while (n < PAGE && rows_next(&r)) {
      struct due_scan *s = &list[n++];
      *s = (struct due_scan){.application = f->id, .number = f->number, .id = col_str(&r, c->arena, 0)};
      s->paper = (struct kept_paper){.has_application = true, .state = f->state, .requirement = col_str(&r, c->arena, 1),
                                     .came_at = col_int(&r, 2), .settled_at = f->changed_at};
      read_place(&w, &r, 3, s);
    }
    TRY(r.err);
  }
  for (size_t i = 0; i < n && room; i++) TRY(destroy_scan(c, tx, g, &list[i], &room));
  return E_OK;
}

/* Photos of his chats that no application took. */
static enum err gather_loose_of(struct ctx *c, struct tx *tx, i64 contact, struct gathering *g) {
  struct walk w = walk_begin(c, c->arena);
  struct due_scan *list = arena_array(c->arena, struct due_scan, PAGE);
  size_t n = 0;
  bool room = true;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_RETENTION_LOOSE_OF_CONTACT, V(contact));
    while (n < PAGE && rows_next(&r)) read_loose(&w, &r, &list[n++]);
    TRY(r.err);
  }
  for (size_t i = 0; i < n && room; i++) TRY(destroy_scan(c, tx, g, &list[i], &room));
  return E_OK;
}

static enum err erase_chats(struct ctx *c, struct tx *tx, const struct application *f, i64 contact, i64 record) {
  i64 messages;
  TRY(chats_erase(c, tx, contact, &messages));
  json_t *o = json_object();
  json_object_set_new(o, "record", json_integer(record));
  json_object_set_new(o, "messages", json_integer(messages));
  return event_append(c, tx, "chats_erased", f->id, json_text(c->arena, o));
}

enum err erasure_of_request(struct ctx *c, struct tx *tx, const struct application *f, i64 request, struct erased **ret_erased) {
  CLEANUP(drop_scans) struct gathering *g = gather_begin(c, "request");
  struct hold hold;
  enum chat_fate fate;
  i64 contact;
  if (!state_is_final(f->state)) return ctx_fail(c, E_RULE, T_PRIVACY_STILL_OPEN, "still_open", S("outcome"));
  TRY(hold_get(c, tx, f->id, &hold));
  if (hold.on) return ctx_fail(c, E_RULE, T_PRIVACY_HELD, "legal_hold", S("outcome"));
  TRY(chats_fate(tx, f, &contact, &fate));
  TRY(gather_application(c, tx, f, g));
  if (fate == CHATS_ERASED) TRY(gather_loose_of(c, tx, contact, g));
  TRY(db_exec(tx, SQL_APPLICATION_WIPE, V(f->id), V(c->now)));
  TRY(begin_record(c, tx, g, request));
  TRY(write_events(c, tx, g));
  if (fate == CHATS_ERASED) TRY(erase_chats(c, tx, f, contact, g->record));
  *ret_erased = g->erased;
  return E_OK;
}

static enum err erase_kept(struct ctx *c, i64 application, size_t *n) {
  CLEANUP(drop_scans) struct gathering *g = gather_begin(c, "request");
  struct application f = {0};
  enum chat_fate fate;
  i64 contact;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_id(c, &tx, application, &f));
  TRY(chats_fate(&tx, &f, &contact, &fate));
  if (fate != CHATS_ERASED) return E_OK; /* he has begun another one meanwhile */
  TRY(gather_loose_of(c, &tx, contact, g));
  if (g->scan_count) TRY(begin_record(c, &tx, g, 0));
  TRY(write_events(c, &tx, g));
  TRY(erase_chats(c, &tx, &f, contact, g->record));
  TRY(db_commit(&tx));
  erasure_give_back(c, g->erased);
  (*n)++;
  return E_OK;
}

enum err erasure_of_kept_chats(struct ctx *c, size_t *ret_n) {
  i64 applications[KEPT_CHATS];
  size_t n = 0;
  {
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_read(c->office->db, &tx));
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_PRIVACY_KEPT_CHATS, V(COUNT(applications)));
    while (n < COUNT(applications) && rows_next(&r)) applications[n++] = col_int(&r, 0);
    TRY(r.err);
  }
  *ret_n = 0;
  for (size_t i = 0; i < n; i++) {
    CLEANUP(arena_freep) struct arena *a = arena_new(KEPT_MEMORY);
    struct ctx of_person = *c;
    of_person.arena = a;
    TRY(erase_kept(&of_person, applications[i], ret_n));
  }
  return E_OK;
}

i64 erased_record(const struct erased *e) { return e->record; }

/* What could not be given back is noise that takes room: no reason to fail. */
void erasure_give_back(struct ctx *c, const struct erased *e) {
  for (size_t i = 0; i < e->n; i++)
    if (scan_give_back(c->office->scans, &e->places[i]) != E_OK) log_line(LOG_WARN, "erase", "the space of a scan could not be given back");
}

/* ---- records -------------------------------------------------------------------------------------------- */

static enum paper_class class_of(str code) {
  for (enum paper_class p = 0; p < PAPER_CLASSES; p++)
    if (str_is(code, paper_class_code(p))) return p;
  return PAPER_EVIDENCE;
}

static void read_lines(struct ctx *c, str body, struct destruction *d) {
  json_t *o = json_loadb(body.p ? body.p : "{}", body.p ? body.n : 2, 0, NULL), *lines = json_object_get(o, "lines"), *l;
  size_t i;
  struct record_line *list = arena_array(c->arena, struct record_line, json_array_size(lines) + 1);
  json_array_foreach(lines, i, l) {
    list[i] = (struct record_line){.number = arena_str(c->arena, json_member(l, "number")),
                                   .paper = class_of(json_member(l, "class")),
                                   .scans = json_integer_value(json_object_get(l, "scans")),
                                   .since = json_integer_value(json_object_get(l, "since"))};
  }
  d->lines = list;
  d->line_count = json_array_size(lines);
  json_decref(o);
}

/* "officer:3" -> the name; others as they are */
static enum err name_of(struct ctx *c, struct tx *tx, str actor, str *ret_name) {
  str id = actor, kind;
  i64 n;
  *ret_name = actor;
  if (!str_cut(&id, ':', &kind) || !id.p || !str_to_i64(id, &n)) return E_OK;
  return staff_name(c, tx, str_eq(kind, S("token")) ? -n : n, ret_name);
}

enum err destruction_get(struct ctx *c, i64 id, struct destruction *ret) {
  struct destruction d = {.id = id};
  struct office_keys now; /* read anew: this process may have started before the key was changed */
  u8 sealed_for[KEY_ID_SIZE];
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_DESTRUCTION_GET, V(id));
    TRY(rows_one(&r));
    d.at = col_int(&r, 0);
    d.actor = col_str(&r, c->arena, 1);
    d.cause = col_str(&r, c->arena, 2);
    d.request = col_int(&r, 3);
    d.scans = col_int(&r, 4);
    d.applications = col_int(&r, 5);
    d.key_id = col_str(&r, c->arena, 6);
    read_lines(c, col_str(&r, c->arena, 7), &d);
  }
  TRY(name_of(c, &tx, d.actor, &d.actor_name));
  TRY(keys_load(arena_cstr(c->arena, c->office->config->keys), &now));
  key_id_of(now.public_key, sealed_for);
  d.key_destroyed = !str_eq(d.key_id, key_id_text(c->arena, sealed_for));
  *ret = d;
  return E_OK;
}

enum err destruction_list(struct ctx *c, struct destruction **ret, size_t *ret_n) {
  struct destruction *list = arena_array(c->arena, struct destruction, MAX_LIST);
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_DESTRUCTION_LIST, V(MAX_LIST / 2));
    while (n < MAX_LIST && rows_next(&r))
      list[n++] = (struct destruction){.id = col_int(&r, 0), .at = col_int(&r, 1), .actor = col_str(&r, c->arena, 2),
                                       .cause = col_str(&r, c->arena, 3), .scans = col_int(&r, 4), .applications = col_int(&r, 5)};
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) TRY(name_of(c, &tx, list[i].actor, &list[i].actor_name));
  *ret = list;
  *ret_n = n;
  return E_OK;
}

str destruction_number(struct arena *a, const struct destruction *d) {
  return arena_printf(a, "BAP-%04d-%04lld", local_of(d->at).date.year, (long long)d->id);
}

/* ---- legal hold -------------------------------------------------------------------------------------------- */

enum err hold_get(struct ctx *c, struct tx *tx, i64 application, struct hold *ret) {
  i64 officer = 0;
  *ret = (struct hold){0};
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_HOLD_GET, V(application));
    enum err e = rows_one(&r);
    if (e == E_NOTFOUND) return E_OK;
    TRY(e);
    *ret = (struct hold){.on = true, .reason = col_str(&r, c->arena, 0), .set_at = col_int(&r, 2)};
    officer = col_int(&r, 1);
  }
  return staff_name(c, tx, officer, &ret->officer_name);
}

enum err hold_change(struct ctx *c, str number, str reason) {
  struct application f = {0};
  struct hold hold;
  CLEANUP(db_end) struct tx tx = {0};
  if (utf8_count(reason) > MAX_HOLD_REASON) return ctx_fail(c, E_INPUT, T_PRIVACY_TOO_LONG, "too_long", S("reason"));
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_number(c, &tx, number, &f));
  TRY(hold_get(c, &tx, f.id, &hold));
  if (!hold.on && !reason.n) return ctx_fail(c, E_INPUT, T_PRIVACY_REASON_MISSING, "missing", S("reason"));
  json_t *o = json_object();
  if (reason.n) {
    json_object_set_new(o, "reason", json_of(reason));
    TRY(db_exec(&tx, SQL_HOLD_SET, V(f.id), V(reason), V(c->actor.officer), V(c->now)));
  } else {
    TRY(db_exec(&tx, SQL_HOLD_LIFT, V(f.id)));
  }
  TRY(event_append(c, &tx, reason.n ? "hold_set" : "hold_lifted", f.id, json_text(c->arena, o)));
  return db_commit(&tx);
}

enum err hold_list(struct ctx *c, struct hold **ret, size_t *ret_n) {
  struct hold *list = arena_array(c->arena, struct hold, MAX_LIST);
  i64 officers[MAX_LIST];
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_HOLD_LIST, V(MAX_LIST));
    while (n < MAX_LIST && rows_next(&r)) {
      officers[n] = col_int(&r, 2);
      list[n++] = (struct hold){.on = true, .number = col_str(&r, c->arena, 0), .reason = col_str(&r, c->arena, 1), .set_at = col_int(&r, 3)};
    }
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) TRY(staff_name(c, &tx, officers[i], &list[i].officer_name));
  *ret = list;
  *ret_n = n;
  return E_OK;
}

enum err keeping_of(struct ctx *c, const struct application *f, struct keeping *ret) {
  struct keeping k = {0};
  struct retention rules = office_retention(c->office);
  struct kept_paper p = {.has_application = true, .state = f->state};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_RETENTION_SETTLED, V(f->id));
    TRY(rows_one(&r));
    p.settled_at = col_int(&r, 0);
    k.scans = col_int(&r, 1);
    k.destroyed = col_int(&r, 2);
  }
  k.ends = retention_ends(&rules, &p);
  TRY(hold_get(c, &tx, f->id, &k.hold));
  *ret = k;
  return E_OK;
}

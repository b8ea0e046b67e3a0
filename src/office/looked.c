#include "office/looked.h"

#include "office/json.h"
#include "office/keys.h"
#include "office/lists.h"

/* ---- the worker ---------------------------------------------------------------------------------------- */

enum err office_looks_due(struct ctx *c, i64 *ret_rows, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_LOOK_NEXT_IDS, V(c->now), V(max));
  *ret_n = 0;
  while (*ret_n < max && rows_next(&r)) ret_rows[(*ret_n)++] = col_int(&r, 0);
  return r.err;
}

enum err office_look_job(struct ctx *c, i64 row, struct look_job *ret) {
  struct arena *a = c->arena;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_LOOK_GET, V(row));
  TRY(rows_one(&r));
  struct look_job job = {.row = row, .application = col_int(&r, 1), .contact = col_int(&r, 2)};
  job.sealed = (struct sealed_scan){.id = col_str(&r, a, 0), .type = scan_type_of_mime(col_str(&r, a, 4)), .size = col_int(&r, 5),
                                    .pack = col_str(&r, a, 7), .pack_at = col_int(&r, 8), .pack_size = col_int(&r, 9)};
  if (!col_blob(&r, 6, job.sealed.sha256.b, SHA256_SIZE) || !col_wrapped_key(&r, 10, job.sealed.key)) return E_BUG;
  *ret = job;
  return E_OK;
}

enum err office_look_later(struct ctx *c, i64 row, moment when) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_LOOK_LATER, V(row), V(when)));
  return db_commit(&tx);
}

/* ---- seen before ---- */

#define MARKS 9
#define MARKED 64 /* a form that everybody fills in looks alike: more than this is not followed */

/* The file's own hash, and eight parts of the likeness: two that are alike have at least one part in common. */
static size_t marks_of(const struct sha256 *sum, const struct verdict *v, i64 ret[MARKS]) {
  u64 own = 0;
  for (size_t i = 0; i < 8; i++) own = own << 8 | sum->b[i];
  ret[0] = (i64)(own | 1ull << 63);
  for (size_t i = 0; i < 8 && v->has_likeness; i++) ret[i + 1] = (i64)(i << 32 | (u32)(v->likeness.w[i / 2] >> (i % 2 * 32)));
  return v->has_likeness ? MARKS : 1;
}

struct twin {
  str id;
  int distance;
};

static void take_twin(struct ctx *c, struct rows *r, const struct look_job *job, const struct verdict *v, struct twin *list, size_t *n) {
  struct sha256 sum = {0};
  struct likeness like = {0};
  struct twin t = {.id = col_str(r, c->arena, 0), .distance = LOOK_ALIKE + 1};
  if (col_blob(r, 2, &like, sizeof like) && v->has_likeness) t.distance = likeness_distance(&like, &v->likeness);
  if (col_blob(r, 1, sum.b, SHA256_SIZE) && memcmp(sum.b, job->sealed.sha256.b, SHA256_SIZE) == 0) t.distance = -1;
  if (t.distance > LOOK_ALIKE) return;
  for (size_t i = 0; i < *n; i++)
    if (str_eq(list[i].id, t.id)) return;
  list[(*n)++] = t;
}

static enum err find_twins(struct ctx *c, struct tx *tx, const struct look_job *job, const struct verdict *v) {
  i64 marks[MARKS];
  struct twin twins[MARKED];
  size_t n = 0, mark_count = marks_of(&job->sealed.sha256, v, marks);
  for (size_t i = 0; i < mark_count; i++) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_LOOK_MARKED, V(marks[i]), V(job->sealed.id), V(MARKED));
    while (n < MARKED && rows_next(&r)) take_twin(c, &r, job, v, twins, &n);
    TRY(r.err);
  }
  for (size_t i = 0; i < mark_count; i++) TRY(db_exec(tx, SQL_LOOK_MARK_ADD, V(marks[i]), V(job->sealed.id)));
  for (size_t i = 0; i < n; i++) TRY(db_exec(tx, SQL_LOOK_TWIN_ADD, V(job->sealed.id), V(twins[i].id), V(twins[i].distance)));
  return E_OK;
}

/* The same photo sent twice by a nervous thumb counts once. */
static enum err fold(struct ctx *c, struct tx *tx, str scan) {
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_LOOK_TWIN_OPEN, V(scan));
    enum err e = rows_one(&r);
    if (e != E_OK) return e == E_NOTFOUND ? E_OK : e;
  }
  return db_exec(tx, SQL_LOOK_FOLD, V(scan), V(c->now));
}

/* ---- what was found, kept ---- */

static str scores_json(struct ctx *c, const struct verdict *v) {
  if (!v->judged) return S("");
  json_t *o = json_object();
  for (size_t i = 0; i < LOOK_FAULTS; i++) json_object_set_new(o, look_fault_code((enum look_fault)i), json_integer(v->scores[i]));
  return json_text(c->arena, o);
}

static str reads_json(struct ctx *c, const struct verdict *v) {
  json_t *list = json_array();
  for (size_t i = 0; i < v->read_count; i++) {
    json_t *o = json_object();
    json_object_set_new(o, "kind", json_string(look_read_code(v->reads[i].kind)));
    json_object_set_new(o, "text", json_of(v->reads[i].text));
    json_object_set_new(o, "sure", json_integer(v->reads[i].sure));
    json_array_append_new(list, o);
  }
  return json_text(c->arena, list);
}

static enum err keep_copies(struct tx *tx, str scan, const struct look_copy_sealed *copies, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct sealed_scan *s = &copies[i].sealed;
    const struct verdict_copy *copy = copies[i].copy;
    TRY(db_exec(tx, SQL_LOOK_COPY_ADD, V(scan), V(copy->kind == COPY_THUMB ? "thumb" : "view"), V(copy->page), V(copy->width), V(copy->height),
                V(s->size), V_SHA(s->sha256), V(s->pack), V(s->pack_at), V(s->pack_size), V_BLOB(s->key, WRAPPED_KEY_SIZE)));
  }
  return E_OK;
}

enum err office_looked(struct ctx *c, const struct look_job *job, const struct verdict *v, const struct look_copy_sealed *copies, size_t n,
                       str note) {
  str scan = job->sealed.id;
  u32 faults = v->judged ? look_faults(v->scores, &c->office->config->look.limits, v->paper) : 0;
  enum look_fault worst = look_worst(faults);
  const char *word = v->problem != LOOK_FINE ? look_problem_code(v->problem) : worst < LOOK_FAULTS ? look_fault_code(worst) : "";
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  enum err e = db_change(&tx, SQL_LOOK_DONE, V(scan), V(word));
  if (e != E_OK) return e == E_CONFLICT ? E_NOTFOUND : e; /* destroyed meanwhile: nothing of it is kept */
  TRY(db_exec(&tx, SQL_LOOK_ADD, V(scan), V(c->now), V(look_problem_code(v->problem)), V(faults), V_STR(scores_json(c, v)), V(v->pages), V(v->width),
              V(v->height), V(look_paper_code(v->paper)), V(v->paper_sure), V_STR(reads_json(c, v)),
              v->has_likeness ? V_BLOB(&v->likeness, sizeof v->likeness) : V_NULL, V_STR(note)));
  TRY(keep_copies(&tx, scan, copies, n));
  TRY(find_twins(c, &tx, job, v));
  TRY(fold(c, &tx, scan));
  return db_commit(&tx);
}

/* ---- officers -------------------------------------------------------------------------------------------- */

static enum look_problem problem_of(str code) {
  for (size_t i = 0; i < LOOK_PROBLEMS; i++)
    if (str_is(code, look_problem_code((enum look_problem)i))) return (enum look_problem)i;
  return LOOK_BROKEN;
}

static enum paper_kind paper_of(str code) {
  for (size_t i = 0; i < PAPER_KINDS; i++)
    if (str_is(code, look_paper_code((enum paper_kind)i))) return (enum paper_kind)i;
  return PAPER_UNKNOWN;
}

static void read_reads(struct ctx *c, str json, struct scan_look *l) {
  json_t *list = json_loadb(json.p ? json.p : "", json.n, 0, NULL), *o;
  size_t i, n = json_array_size(list);
  struct verdict_read *reads = arena_array(c->arena, struct verdict_read, n + 1);
  json_array_foreach(list, i, o) {
    str kind = json_member(o, "kind");
    for (size_t k = 0; k < READ_KINDS; k++)
      if (str_is(kind, look_read_code((enum read_kind)k)))
        reads[l->read_count++] = (struct verdict_read){.kind = (enum read_kind)k, .text = arena_str(c->arena, json_member(o, "text")),
                                                       .sure = (int)json_integer_value(json_object_get(o, "sure"))};
  }
  json_decref(list);
  l->reads = reads;
}

static enum err read_looks(struct ctx *c, struct rows *r, struct looks *ret, size_t *cap) {
  struct arena *a = c->arena;
  while (rows_next(r)) {
    arena_grow(a, ret->list, ret->n, cap);
    struct scan_look *l = &ret->list[ret->n++];
    *l = (struct scan_look){.scan = col_str(r, a, 0), .problem = problem_of(col_str(r, a, 1)), .faults = (u32)col_int(r, 2),
                            .pages = (int)col_int(r, 3), .width = (int)col_int(r, 4), .height = (int)col_int(r, 5),
                            .paper = paper_of(col_str(r, a, 6)), .paper_sure = (int)col_int(r, 7), .note = col_str(r, a, 9)};
    read_reads(c, col_str(r, a, 8), l);
  }
  return r->err;
}

static enum err read_twins(struct ctx *c, struct rows *r, struct looks *ret) {
  size_t cap = 0;
  struct arena *a = c->arena;
  while (rows_next(r)) {
    arena_grow(a, ret->twins, ret->twin_count, &cap);
    ret->twins[ret->twin_count++] = (struct scan_twin){.scan = col_str(r, a, 0), .same_file = col_int(r, 1) < 0, .number = col_str(r, a, 2),
                                                       .name = col_str(r, a, 3), .requirement = col_str(r, a, 4), .service = col_str(r, a, 5)};
  }
  return r->err;
}

enum err office_looks(struct ctx *c, const struct application *f, bool some_wait, struct looks *ret) {
  size_t cap = 0;
  CLEANUP(db_end) struct tx tx = {0};
  *ret = (struct looks){0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_LOOK_OF_FILE, V(f->id));
    TRY(read_looks(c, &r, ret, &cap));
  }
  if (f->contact) {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_LOOK_OF_CONTACT, V(f->contact));
    TRY(read_looks(c, &r, ret, &cap));
  }
  if (some_wait) {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_LOOK_WAITING);
    TRY(rows_one(&r));
    ret->waiting = col_int(&r, 0);
  }
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_LOOK_TWINS_OF_FILE, V(f->id));
  return read_twins(c, &r, ret);
}

const struct scan_look *looks_find(const struct looks *l, str scan) {
  for (size_t i = 0; i < l->n; i++)
    if (str_eq(l->list[i].scan, scan)) return &l->list[i];
  return NULL;
}

static enum err find_copy(struct ctx *c, str scan, enum copy_kind kind, int page, struct sealed_scan *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_LOOK_COPY_GET, V(scan), V(kind == COPY_THUMB ? "thumb" : "view"), V(page));
  TRY(rows_one(&r));
  struct sealed_scan s = {.id = scan, .type = SCAN_JPEG, .size = col_int(&r, 0), .pack = col_str(&r, c->arena, 2), .pack_at = col_int(&r, 3),
                          .pack_size = col_int(&r, 4), .thumbnail = kind == COPY_THUMB};
  if (!col_blob(&r, 1, s.sha256.b, SHA256_SIZE) || !col_wrapped_key(&r, 5, s.key)) return E_BUG;
  *ret = s;
  return E_OK;
}

enum err office_view_copy(struct ctx *c, str number, str scan, enum copy_kind kind, int page, struct sealed_scan *ret) {
  struct sealed_scan original;
  TRY(kind == COPY_THUMB ? office_glance(c, number, scan) : office_view_scan(c, number, scan, &original));
  return find_copy(c, scan, kind, page, ret);
}

enum err office_view_chat_copy(struct ctx *c, i64 chat, str scan, enum copy_kind kind, int page, struct sealed_scan *ret) {
  struct sealed_scan original;
  TRY(kind == COPY_THUMB ? office_glance_chat(c, chat, scan) : office_view_chat_scan(c, chat, scan, &original));
  return find_copy(c, scan, kind, page, ret);
}

/* ---- the conversation -------------------------------------------------------------------------------------- */

enum err look_photos(struct ctx *c, struct tx *tx, i64 application, const struct chat_photo **ret, size_t *ret_n) {
  struct chat_photo *list = NULL;
  size_t n = 0, cap = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_LOOK_PHOTOS, V(application));
  while (rows_next(&r)) {
    arena_grow(c->arena, list, n, &cap);
    u32 faults = (u32)col_int(&r, 3);
    enum look_problem problem = col_null(&r, 2) ? LOOK_FINE : problem_of(col_str(&r, c->arena, 2));
    list[n++] = (struct chat_photo){.requirement = col_str(&r, c->arena, 0), .came_at = col_int(&r, 1), .looked = !col_null(&r, 2),
                                    .problem = problem, .fault = look_worst(faults), .told = !col_null(&r, 4)};
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

enum err look_pending(struct tx *tx, i64 chat, moment since, i64 *ret_n, moment *ret_stored) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_LOOK_PENDING_OF_CHAT, V(chat), V(since));
  TRY(rows_one(&r));
  *ret_n = col_int(&r, 0);
  *ret_stored = col_int(&r, 1);
  return E_OK;
}

/* What a machine saw in the scans, as an officer reads it, and the pictures made of them. */
#include <jansson.h>

#include "domain/identity.h"
#include "domain/paper_text.h"
#include "office/form_list.h"
#include "office/looked.h"
#include "web/officer.h"

/* ---- remarks ------------------------------------------------------------------------------------------- */

static enum text_key quality_key(const char *code) {
  char name[64];
  snprintf(name, sizeof name, "officer.quality.%s", code);
  return text_key_find(str_of(name));
}

static void fill_remarks(struct ctx *c, const struct scan_look *l, struct look_view *v) {
  enum text_key *list = arena_array(c->arena, enum text_key, LOOK_FAULTS + 1);
  if (l->problem != LOOK_FINE) list[v->remark_count++] = quality_key(look_problem_code(l->problem));
  for (size_t i = 0; i < LOOK_FAULTS; i++)
    if (l->faults >> i & 1) list[v->remark_count++] = quality_key(look_fault_code((enum look_fault)i));
  v->remarks = list;
}

/* ---- seen before ---------------------------------------------------------------------------------------- */

static str twin_words(struct ctx *c, const struct scan_twin *t) {
  enum text_key key = t->number.n ? (t->same_file ? T_OFFICER_LOOK_SAME_FILE : T_OFFICER_LOOK_SAME_PICTURE)
                                  : (t->same_file ? T_OFFICER_LOOK_SAME_FILE_LOOSE : T_OFFICER_LOOK_SAME_PICTURE_LOOSE);
  const struct service *s = catalogue_find(&c->office->catalogue, t->service);
  const struct requirement *r = s ? service_requirement(s, t->requirement) : NULL;
  struct text_arg args[] = {{"number", t->number},
                            {"name", t->name.n ? name_masked(c->arena, t->name) : S("-")},
                            {"paper", r ? local(&r->label, c->lang) : S("-")}};
  return text_fill(c->arena, c->lang, key, args, COUNT(args));
}

static str paper_words(struct ctx *c, enum paper_kind k) {
  enum text_key key = text_key_find(arena_printf(c->arena, "officer.paper.%s", look_paper_code(k)));
  return key == T_NONE ? S("-") : text_plain(c->lang, key);
}

static str wrong_place(struct ctx *c, const struct scan_look *l, const struct scan_view *s) {
  struct text_arg args[] = {{"found", paper_words(c, l->paper)}, {"wanted", s->requirement_label}};
  return text_fill(c->arena, c->lang, T_OFFICER_LOOK_WRONG_PAPER, args, COUNT(args));
}

static void fill_notes(struct ctx *c, const struct looks *looks, const struct scan_look *l, const struct scan_view *s, struct look_view *v) {
  str *notes = arena_array(c->arena, str, looks->twin_count + 4);
  for (size_t i = 0; i < looks->twin_count; i++)
    if (str_eq(looks->twins[i].scan, l->scan)) notes[v->note_count++] = twin_words(c, &looks->twins[i]);
  if (l->note.n) notes[v->note_count++] = text_fill(c->arena, c->lang, T_OFFICER_LOOK_VIRUS_NAME, (struct text_arg[]){{"name", l->note}}, 1);
  if (s->requirement.n && !paper_fits(s->requirement, l->paper)) notes[v->note_count++] = wrong_place(c, l, s);
  v->notes = notes;
  if (l->paper != PAPER_UNKNOWN) v->paper = paper_words(c, l->paper);
}

/* ---- read beside typed ------------------------------------------------------------------------------------ */

#define READ_LINES 24

static bool kind_of_field(const struct form_field *f, enum read_kind *ret) {
  switch (f->kind) {
    case FIELD_NIK: *ret = READ_NIK; return true;
    case FIELD_KK: *ret = READ_KK_NUMBER; return true;
    case FIELD_NAME: *ret = READ_NAME; return true;
    case FIELD_DATE: *ret = READ_DATE; return true;
    default: return false;
  }
}

/* Runs of signs that are alike and runs that are not; texts of another length differ as a whole. */
static void split(struct ctx *c, str typed, str read, struct read_line *ret) {
  struct read_part *parts = arena_array(c->arena, struct read_part, read.n + 1);
  ret->same = true;
  for (size_t from = 0, to; from < read.n; from = to) {
    bool alike = typed.n == read.n && typed.p[from] == read.p[from];
    for (to = from + 1; to < read.n && typed.n == read.n && (typed.p[to] == read.p[to]) == alike; to++) continue;
    if (typed.n != read.n) to = read.n;
    parts[ret->part_count++] = (struct read_part){str_sub(read, from, to - from), !alike};
    ret->same &= alike;
  }
  ret->parts = parts;
}

static str shown(struct ctx *c, enum read_kind kind, str text) {
  struct date d;
  return kind == READ_DATE && date_parse(text, &d) ? text_date(c->arena, c->lang, d) : text;
}

/* The read value that is nearest to a typed one, if any is near. */
static const struct verdict_read *nearest(const struct scan_look *l, enum read_kind kind, str typed, enum read_match *ret) {
  const struct verdict_read *best = NULL;
  *ret = READ_OTHER;
  for (size_t i = 0; i < l->read_count; i++) {
    enum read_match m = l->reads[i].kind == kind ? read_compare(kind, typed, l->reads[i].text) : READ_OTHER;
    if (m >= *ret) continue;
    *ret = m;
    best = &l->reads[i];
  }
  return best;
}

static void add_typed(struct ctx *c, const struct form_field *f, enum read_kind kind, str typed, const struct scan_look *l, u8 *used, struct look_view *v,
                      struct read_line *lines) {
  enum read_match m;
  const struct verdict_read *r = nearest(l, kind, typed, &m);
  if (!r || v->line_count == READ_LINES) return;
  used[r - l->reads] = 1;
  struct read_line *line = &lines[v->line_count++];
  *line = (struct read_line){.label = local(&f->label, c->lang), .typed = arena_str(c->arena, shown(c, kind, typed))};
  split(c, line->typed, shown(c, kind, r->text), line);
  if (m != READ_SAME) return;
  line->same = true; /* only blanks or capitals differ */
  for (size_t i = 0; i < line->part_count; i++) ((struct read_part *)line->parts)[i].differs = false;
}

static const enum text_key read_words[READ_KINDS] = {T_OFFICER_READ_NIK, T_OFFICER_READ_KK_NUMBER, T_OFFICER_READ_NAME, T_OFFICER_READ_DATE, T_OFFICER_READ_PLACE};

/* Numbers that stand on the paper and were typed nowhere. */
static void add_untyped(struct ctx *c, const struct scan_look *l, const u8 *used, struct look_view *v, struct read_line *lines) {
  for (size_t i = 0; i < l->read_count && v->line_count < READ_LINES; i++) {
    const struct verdict_read *r = &l->reads[i];
    if (used[i] || (r->kind != READ_NIK && r->kind != READ_KK_NUMBER)) continue;
    struct read_line *line = &lines[v->line_count++];
    *line = (struct read_line){.label = text_plain(c->lang, read_words[r->kind]), .typed = S("")};
    struct read_part *part = arena_new_of(c->arena, struct read_part);
    part->text = r->text;
    line->parts = part;
    line->part_count = 1;
  }
}

static void fill_reads(struct ctx *c, const struct application *f, const struct scan_look *l, struct look_view *v) {
  struct read_line *lines = arena_array(c->arena, struct read_line, READ_LINES);
  u8 *used = arena_array(c->arena, u8, l->read_count + 1);
  json_t *data = json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
  size_t n;
  const struct typed_value *typed = typed_values(c, f->service, data, &n);
  for (size_t i = 0; i < n; i++) {
    enum read_kind kind;
    if (kind_of_field(typed[i].field, &kind)) add_typed(c, typed[i].field, kind, arena_str(c->arena, typed[i].value), l, used, v, lines);
  }
  json_decref(data);
  add_untyped(c, l, used, v, lines);
  v->lines = lines;
}

/* ---- NIK against the rules: never more than a warning ------------------------------------------------------ */

static enum text_key nik_words(enum nik_problem p) {
  static const enum text_key keys[] = {[NIK_DATE] = T_OFFICER_NIK_DATE, [NIK_SERIAL] = T_OFFICER_NIK_SERIAL, [NIK_REGION] = T_OFFICER_NIK_REGION,
                                       [NIK_OTHER_DATE] = T_OFFICER_NIK_OTHER_DATE, [NIK_OTHER_SEX] = T_OFFICER_NIK_OTHER_SEX};
  return (size_t)p < COUNT(keys) ? keys[p] : T_NONE;
}

/* The birth date typed in the same section, if there is one. */
static struct date birth_beside(struct ctx *c, const struct service *s, const struct form_field *nik, const json_t *data) {
  for (size_t i = 0; i < s->field_count; i++) {
    struct date d;
    const struct form_field *f = &s->fields[i];
    if (f->kind == FIELD_DATE && str_eq(f->section, nik->section) && str_has(f->code, S("birth")) &&
        date_parse(json_member(data, arena_cstr(c->arena, f->code)), &d))
      return d;
  }
  return (struct date){0};
}

#define NIK_NOTES 8
str *officer_nik_notes(struct ctx *c, const struct application *f, size_t *ret_n) {
  str *notes = arena_array(c->arena, str, NIK_NOTES);
  size_t n = 0, all;
  json_t *data = json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
  const struct typed_value *typed = typed_values(c, f->service, data, &all);
  for (size_t i = 0; i < all && n < NIK_NOTES; i++) {
    const struct form_field *field = typed[i].field;
    struct nik nik;
    if (field->kind != FIELD_NIK) continue;
    enum nik_problem p = nik_read(typed[i].value, ctx_today(c), &nik);
    if (p == NIK_FINE) p = nik_compare(&nik, birth_beside(c, f->service, field, typed[i].with), 0, ctx_today(c));
    enum text_key key = nik_words(p);
    if (key != T_NONE) notes[n++] = text_fill(c->arena, c->lang, key, (struct text_arg[]){{"field", local(&field->label, c->lang)}}, 1);
  }
  json_decref(data);
  *ret_n = n;
  return notes;
}

/* ---- pages ------------------------------------------------------------------------------------------------ */

static str page_link(struct ctx *c, str number, int at, int page) {
  return arena_printf(c->arena, "/petugas/p/" STR_FMT "?pindaian=%d&lembar=%d", STR_ARG(number), at, page);
}

static void fill_pages(struct web_request *rq, str number, const struct scan_look *l, const struct scan_view *s, struct look_view *v) {
  i64 page;
  v->pages = l->pages < LOOK_MAX_PAGES ? l->pages : LOOK_MAX_PAGES;
  v->page = str_to_i64(web_query(rq, "lembar"), &page) && page >= 1 && page <= v->pages ? (int)page : 1;
  if (v->page > 1) v->previous_page_url = page_link(&rq->c, number, s->at, v->page - 1);
  if (v->page < v->pages) v->next_page_url = page_link(&rq->c, number, s->at, v->page + 1);
}

enum err officer_looks(struct web_request *rq, const struct file_whole *w, struct scan_view *scans, size_t n, int *ret_waiting) {
  struct ctx *c = &rq->c;
  struct looks looks;
  TRY(office_looks(c, &w->f, ret_waiting != NULL, &looks));
  bool some_wait = false;
  for (size_t i = 0; i < n; i++) {
    struct scan_view *s = &scans[i];
    const struct scan_look *l = looks_find(&looks, s->id);
    some_wait |= !l;
    if (!l) continue;
    struct look_view *v = arena_new_of(c->arena, struct look_view);
    fill_remarks(c, l, v);
    fill_notes(c, &looks, l, s, v);
    fill_reads(c, &w->f, l, v);
    s->look = v;
    s->infected = l->problem == LOOK_VIRUS;
    if (l->problem != LOOK_FINE) continue;
    fill_pages(rq, w->f.number, l, s, v);
    s->thumb_url = arena_printf(c->arena, STR_FMT "/kecil", STR_ARG(s->url));
    s->view_url = arena_printf(c->arena, STR_FMT "/%d", STR_ARG(s->url), v->page);
  }
  if (ret_waiting) *ret_waiting = some_wait ? (int)looks.waiting : 0;
  return E_OK;
}

/* ---- the pictures -------------------------------------------------------------------------------------------- */

/* "kecil": the thumbnail; else the number of a page. */
static bool copy_of(str word, enum copy_kind *ret_kind, int *ret_page) {
  i64 page = 1;
  *ret_kind = str_eq(word, S("kecil")) ? COPY_THUMB : COPY_VIEW;
  if (*ret_kind == COPY_VIEW && (!str_all_digits(word) || !str_to_i64(word, &page) || page < 1 || page > LOOK_MAX_PAGES)) return false;
  *ret_page = (int)page;
  return true;
}

void officer_scan_copy(struct web_request *rq, struct http_response *rs) {
  enum copy_kind kind;
  int page;
  struct sealed_scan scan;
  enum err e = copy_of(rq->args[2], &kind, &page) ? office_view_copy(&rq->c, rq->args[0], rq->args[1], kind, page, &scan) : E_NOTFOUND;
  if (e == E_OK) e = web_scan(rq, rs, &scan, false);
  if (e != E_OK) web_error(rq, rs, e);
}

void officer_chat_copy(struct web_request *rq, struct http_response *rs) {
  i64 chat;
  enum copy_kind kind;
  int page;
  struct sealed_scan scan;
  bool good = copy_of(rq->args[2], &kind, &page) && str_to_i64(rq->args[0], &chat) && chat > 0;
  enum err e = good ? office_view_chat_copy(&rq->c, chat, rq->args[1], kind, page, &scan) : E_NOTFOUND;
  if (e == E_OK) e = web_scan(rq, rs, &scan, false);
  if (e != E_OK) web_error(rq, rs, e);
}

#include "web/form_papers.h"

#include <jansson.h>

#include "office/form_list.h"
#include "report/form_paper.h"

/* What is particular to a form: its name, its sentences, whose data stands in it and who signs. Sections NULL: all
 * fields that belong to this form in the service. Signers: the field that holds the name; "": to be written by hand. */
struct form_kind {
  const char *code;
  enum text_key title, before, after;
  const char *sections[6];
  struct {
    enum text_key role;
    const char *name;
    bool stamp;
  } signers[4];
};
static const struct form_kind kinds[] = {
    {"F-1.01", T_PAPER_F101, T_NONE, T_PAPER_FORM_TRUE, {"applicant", "family", "biodata"}, {{T_PAPER_SIGN_APPLICANT, "applicant_name", false}, {T_PAPER_SIGN_CLERK, "", false}}},
    {"F-1.02", T_PAPER_F102, T_NONE, T_PAPER_FORM_TRUE, {0}, {{T_PAPER_SIGN_APPLICANT, "applicant_name", false}, {T_PAPER_SIGN_CLERK, "", false}}},
    {"F-1.03", T_PAPER_F103, T_NONE, T_PAPER_FORM_TRUE, {0}, {{T_PAPER_SIGN_APPLICANT, "applicant_name", false}, {T_PAPER_SIGN_CLERK, "", false}}},
    {"F-1.05", T_PAPER_F105, T_PAPER_F105_BEFORE, T_PAPER_FORM_LIABLE, {"applicant", "family"},
     {{T_PAPER_SIGN_DECLARING, "applicant_name", true}, {T_PAPER_SIGN_WITNESS1, "witness1_name", false}, {T_PAPER_SIGN_WITNESS2, "witness2_name", false}}},
    {"F-1.06", T_PAPER_F106, T_PAPER_F106_BEFORE, T_PAPER_FORM_LIABLE, {"applicant", "change"}, {{T_PAPER_SIGN_DECLARING, "applicant_name", true}, {T_PAPER_SIGN_CLERK, "", false}}},
    {"F-1.07", T_PAPER_F107, T_PAPER_F107_BEFORE, T_PAPER_F107_AFTER, {"reporter", "applicant", "proxy"},
     {{T_PAPER_SIGN_GIVER, "applicant_name", true}, {T_PAPER_SIGN_PROXY, "proxy_name", false}}},
    {"F-2.01", T_PAPER_F201, T_NONE, T_PAPER_FORM_TRUE, {0},
     {{T_PAPER_SIGN_REPORTER, "applicant_name", false}, {T_PAPER_SIGN_WITNESS1, "witness1_name", false}, {T_PAPER_SIGN_WITNESS2, "witness2_name", false}}},
    {"F-2.03", T_PAPER_F203, T_PAPER_F203_BEFORE, T_PAPER_FORM_LIABLE, {"reporter", "child", "mother", "father", "witness1", "witness2"},
     {{T_PAPER_SIGN_DECLARING, "applicant_name", true}, {T_PAPER_SIGN_WITNESS1, "witness1_name", false}, {T_PAPER_SIGN_WITNESS2, "witness2_name", false}}},
    {"F-2.04", T_PAPER_F204, T_PAPER_F204_BEFORE, T_PAPER_FORM_LIABLE, {"father", "mother", "child", "witness1", "witness2"},
     {{T_PAPER_SIGN_HUSBAND, "father_name", true}, {T_PAPER_SIGN_WIFE, "mother_name", false}, {T_PAPER_SIGN_WITNESS1, "witness1_name", false},
      {T_PAPER_SIGN_WITNESS2, "witness2_name", false}}},
};

static const struct form_kind *kind_of(str code) {
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (str_is(code, kinds[i].code)) return &kinds[i];
  return NULL;
}
bool form_known(str code) { return kind_of(code) != NULL; }

/* ---- lines ----------------------------------------------------------------------------------------------- */

struct filling {
  struct ctx *c;
  const struct application *f;
  const struct form_kind *kind;
  json_t *data;
};

static str value_of(const struct filling *w, str code) {
  return arena_str(w->c->arena, json_member(w->data, arena_cstr(w->c->arena, code)));
}

static bool belongs(const struct filling *w, const struct form_field *field, str section) {
  if (!str_eq(field->section, section) || !condition_holds(w->f->service, &field->when, &w->f->answers)) return false;
  return w->kind->sections[0] || !field->form.n || str_is(field->form, w->kind->code);
}

/* As it stands on paper: a date in words, L and P in capitals. */
static str printed(struct ctx *c, const struct form_field *field, str value) {
  struct date d;
  if (field->kind == FIELD_DATE && date_parse(value, &d)) return text_date(c->arena, LANG_ID, d);
  return field->choice_count && value.n == 1 ? arena_upper(c->arena, value) : arena_str(c->arena, value);
}

static struct form_line line_of(const struct filling *w, const struct form_field *field) {
  struct ctx *c = w->c;
  struct form_line l = {.label = local(&field->label, LANG_ID), .value = printed(c, field, value_of(w, field->code))};
  l.boxes = field->kind == FIELD_NIK || field->kind == FIELD_KK;
  l.brief = field->kind == FIELD_DATE || field->kind == FIELD_TIME || field->kind == FIELD_NUMBER;
  struct form_code *codes = arena_array(c->arena, struct form_code, field->choice_count + 1);
  for (size_t i = 0; i < field->choice_count; i++) {
    codes[i] = (struct form_code){field->choices[i].code, local(&field->choices[i].label, LANG_ID)};
    if (str_eq(codes[i].code, S("l")) || str_eq(codes[i].code, S("p"))) codes[i].code = arena_upper(c->arena, codes[i].code);
  }
  l.codes = codes;
  l.code_count = field->choice_count;
  return l;
}

static str section_title(struct ctx *c, str section) {
  enum text_key key = text_key_find(arena_printf(c->arena, "desk.section." STR_FMT, STR_ARG(section)));
  return arena_upper(c->arena, key == T_NONE ? section : text_plain(LANG_ID, key));
}

static bool wanted(const struct form_kind *k, str section) {
  if (!k->sections[0]) return true;
  for (size_t i = 0; i < COUNT(k->sections) && k->sections[i]; i++)
    if (str_is(section, k->sections[i])) return true;
  return false;
}

static str in_cell(struct ctx *c, const struct form_field *field, str value) {
  struct date d;
  if (field->kind == FIELD_DATE && date_parse(value, &d)) return arena_printf(c->arena, "%02d-%02d-%04d", d.day, d.month, d.year);
  return printed(c, field, value);
}

/* The lines become columns; what is in the list, rows. */
static void fill_table(const struct filling *w, const struct form_list *l, const struct form_field **fields, struct form_block *b) {
  const json_t *list = form_list_in(w->data, l);
  size_t n = b->line_count, rows = json_array_size(list);
  str *cells = arena_array(w->c->arena, str, n * rows + 1);
  for (size_t i = 0; i < rows; i++)
    for (size_t k = 0; k < n; k++)
      cells[i * n + k] = in_cell(w->c, fields[k], json_member(json_array_get(list, i), arena_cstr(w->c->arena, fields[k]->code)));
  b->table = (struct form_table){b->lines, n, cells, rows};
  b->lines = NULL;
  b->line_count = 0;
}

static void add_block(const struct filling *w, str section, struct form_block *blocks, size_t *n) {
  const struct service *s = w->f->service;
  struct form_line *lines = arena_array(w->c->arena, struct form_line, s->field_count + 1);
  const struct form_field **fields = arena_array(w->c->arena, const struct form_field *, s->field_count + 1);
  const struct form_list *list = service_list(s, section);
  struct form_block b = {.title = section_title(w->c, section), .lines = lines};
  for (size_t i = 0; i < s->field_count; i++) {
    if (!belongs(w, &s->fields[i], section) || str_ends(s->fields[i].code, S("_email"))) continue;
    fields[b.line_count] = &s->fields[i];
    lines[b.line_count++] = line_of(w, &s->fields[i]);
  }
  if (b.line_count && list) fill_table(w, list, fields, &b);
  bool spare = list && !list->least && !b.table.rows; /* nothing to list, and nothing asked for */
  if (!spare && (b.line_count || b.table.column_count)) blocks[(*n)++] = b;
}

static struct form_block *blocks_of(const struct filling *w, size_t *ret_n) {
  const struct service *s = w->f->service;
  struct form_block *blocks = arena_array(w->c->arena, struct form_block, s->field_count + 1);
  *ret_n = 0;
  for (size_t i = 0; i < s->field_count; i++) {
    bool seen = !wanted(w->kind, s->fields[i].section);
    for (size_t k = 0; k < i && !seen; k++) seen = str_eq(s->fields[k].section, s->fields[i].section);
    if (!seen) add_block(w, s->fields[i].section, blocks, ret_n);
  }
  return blocks;
}

/* ---- the form ------------------------------------------------------------------------------------------------ */

static size_t add_once(str *list, size_t n, size_t max, str code) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i], code)) return n;
  if (n < max && form_known(code)) list[n++] = code;
  return n;
}

size_t forms_of(const struct application *f, str *ret, size_t max) {
  size_t n = 0;
  for (size_t i = 0; i < f->item_count; i++)
    if (f->items[i].requirement->form.n) n = add_once(ret, n, max, f->items[i].requirement->form);
  return n;
}

static struct form_sign *signs_of(const struct filling *w, size_t *ret_n) {
  struct form_sign *signs = arena_array(w->c->arena, struct form_sign, COUNT(w->kind->signers));
  *ret_n = 0;
  for (size_t i = 0; i < COUNT(w->kind->signers) && w->kind->signers[i].name; i++)
    signs[(*ret_n)++] = (struct form_sign){.role = text_plain(LANG_ID, w->kind->signers[i].role),
                                           .name = w->kind->signers[i].name[0] ? value_of(w, str_of(w->kind->signers[i].name)) : S(""),
                                           .stamp = w->kind->signers[i].stamp};
  return signs;
}

static str words(enum text_key key) { return key == T_NONE ? S("") : text_plain(LANG_ID, key); }

static str city(str office_name) { /* "Kota Mataram" is signed in Mataram */
  if (str_starts(office_name, S("Kota "))) return str_from(office_name, 5);
  return str_starts(office_name, S("Kabupaten ")) ? str_from(office_name, 10) : office_name;
}

enum err form_pdf(struct ctx *c, const struct application *f, str code, str *ret_pdf) {
  str forms[MAX_REQUIREMENTS];
  size_t n = forms_of(f, forms, COUNT(forms));
  bool asked = false;
  for (size_t i = 0; i < n; i++) asked |= str_eq(forms[i], code);
  if (!asked) return E_NOTFOUND;
  const struct config *cfg = c->office->config;
  struct filling w = {c, f, kind_of(code), json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL)};
  str day = text_date(c->arena, LANG_ID, ctx_today(c)), place = city(cfg->office.name);
  struct form_paper p = {.office = {.name = text_plain(LANG_ID, T_DESK_OFFICE_NAME), .place = cfg->office.name},
                         .made_at = c->now,
                         .code = code,
                         .title = words(w.kind->title),
                         .subtitle = arena_upper(c->arena, local(&f->service->label, LANG_ID)),
                         .number = f->number,
                         .before = words(w.kind->before),
                         .after = words(w.kind->after),
                         .place_date = arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(place), STR_ARG(day))};
  p.blocks = blocks_of(&w, &p.block_count);
  p.signs = signs_of(&w, &p.sign_count);
  json_decref(w.data);
  return paper_form(c->arena, &p, ret_pdf);
}

#include "web/citizen_sections.h"

#include <jansson.h>

#include "office/form_list.h"
#include "web/citizen_region.h"
#include "web/inputs.h"

/* ---- pages ---------------------------------------------------------------------------------------------- */

static const struct {
  const char *members[2];
  enum text_key title;
} together[] = {{{"mother", "father"}, T_DESK_SECTION_PARENTS}, {{"witness1", "witness2"}, T_DESK_SECTION_WITNESSES}};

static size_t group_of(str section) {
  for (size_t i = 0; i < COUNT(together); i++)
    for (size_t k = 0; k < 2; k++)
      if (str_is(section, together[i].members[k])) return i;
  return COUNT(together);
}

static bool applies(const struct application *f, const struct form_field *field) {
  return condition_holds(f->service, &field->when, &f->answers);
}

static str section_title(struct ctx *c, str section) {
  enum text_key key = text_key_find(arena_printf(c->arena, "desk.section." STR_FMT, STR_ARG(section)));
  return key == T_NONE ? section : text_plain(c->lang, key);
}

static bool on_page(const struct form_page *p, str section) {
  for (size_t i = 0; i < p->n; i++)
    if (str_eq(p->sections[i], section)) return true;
  return false;
}

static void add_section(struct ctx *c, struct form_pages *pages, str section) {
  size_t group = group_of(section);
  for (size_t i = 0; i < pages->n; i++) {
    struct form_page *p = &pages->at[i];
    if (on_page(p, section)) return;
    if (group == COUNT(together) || p->n == COUNT(p->sections) || group_of(p->sections[0]) != group) continue;
    p->sections[p->n++] = section;
    p->title = text_plain(c->lang, together[group].title);
    return;
  }
  if (pages->n < COUNT(pages->at)) pages->at[pages->n++] = (struct form_page){section_title(c, section), {section}, 1, NULL};
}

struct form_pages *form_pages_of(struct ctx *c, const struct application *f) {
  struct form_pages *pages = arena_new_of(c->arena, struct form_pages);
  for (size_t i = 0; i < f->service->field_count; i++)
    if (applies(f, &f->service->fields[i])) add_section(c, pages, f->service->fields[i].section);
  for (size_t i = 0; i < pages->n; i++) pages->at[i].list = service_list(f->service, pages->at[i].sections[0]);
  return pages;
}

size_t form_page_asked(const struct form_pages *p, str number) {
  i64 n;
  return str_to_i64(number, &n) && n >= 1 && (size_t)n <= p->n ? (size_t)n : 0;
}

size_t form_page_of(const struct form_pages *p, const struct service *s, str name) {
  const struct form_field *field = service_field(s, name);
  for (size_t i = 0; i < p->n; i++)
    if (on_page(&p->at[i], field ? field->section : name)) return i + 1;
  return 0;
}

/* ---- what a page holds ------------------------------------------------------------------------------------- */

static void items_missing(struct ctx *c, const struct application *f, const struct form_list *l, str data) {
  json_t *root = json_loadb(data.n ? data.p : "{}", data.n ? data.n : 2, 0, NULL);
  const json_t *list = form_list_in(root, l);
  if (form_list_short(f->service, l, &f->answers, root)) (void)form_list_fault(c, l, T_OFFICE_LIST_LEAST, "missing", l->least);
  for (size_t i = 0; i < json_array_size(list); i++) section_missing(c, f, l->section, json_text(c->arena, json_incref(json_array_get(list, i))));
  json_decref(root);
}

void form_page_missing(struct ctx *c, const struct application *f, const struct form_page *p, str data) {
  for (size_t i = 0; i < p->n; i++)
    if (p->list) items_missing(c, f, p->list, data);
    else section_missing(c, f, p->sections[i], data);
}

bool form_page_done(struct ctx *c, const struct application *f, const struct form_page *p) {
  size_t before = c->fault_count;
  form_page_missing(c, f, p, f->data);
  bool done = c->fault_count == before;
  c->fault_count = before;
  return done;
}

bool form_page_optional(const struct application *f, const struct form_page *p) {
  if (p->list) return p->list->least == 0;
  for (size_t i = 0; i < f->service->field_count; i++) {
    const struct form_field *field = &f->service->fields[i];
    if (on_page(p, field->section) && applies(f, field) && !field->optional) return false;
  }
  return true;
}

struct warnings form_page_warnings(struct ctx *c, const struct application *f, const struct form_page *p) {
  str *list = arena_array(c->arena, str, f->service->field_count + 1);
  size_t n = 0;
  for (size_t i = 0; i < p->n; i++) {
    struct warnings w = section_warnings(c, f, p->sections[i], f->data);
    for (size_t k = 0; k < w.n && n < f->service->field_count; k++) list[n++] = w.at[k];
  }
  return (struct warnings){list, n};
}

str form_page_typed(struct web_request *rq, const struct application *f, const struct form_page *p) {
  json_t *all = json_object();
  for (size_t i = 0; i < p->n; i++) {
    str data = inputs_data(rq, f->service, &f->answers, p->sections[i]);
    json_t *o = json_loadb(data.p, data.n, 0, NULL);
    json_object_update(all, o);
    json_decref(o);
  }
  for (size_t i = 0; i < f->service->field_count; i++) {
    const struct form_field *field = &f->service->fields[i];
    if (field->kind == FIELD_REGION && on_page(p, field->section) && applies(f, field)) region_resolve(rq, f, field, all);
  }
  return json_text(rq->c.arena, all);
}

/* ---- drawing ------------------------------------------------------------------------------------------------- */

static bool filled_in(const struct form_input *in) {
  bool chosen = false;
  for (size_t i = 0; i < in->option_count; i++) chosen |= in->options[i].chosen;
  return in->value.n || in->day.n || in->month.n || in->year.n || in->error.n || chosen;
}

/* What must be filled in comes first; the rest is folded away when there is enough of it to be in the way. */
static void fill_group(struct web_request *rq, const struct application *f, str section, str data, struct input_group *g) {
  const struct service *s = f->service;
  struct form_input *must = arena_array(rq->c.arena, struct form_input, s->field_count + 1);
  struct form_input *may = arena_array(rq->c.arena, struct form_input, s->field_count + 1);
  for (size_t i = 0; i < s->field_count; i++) {
    if (!str_eq(s->fields[i].section, section) || !applies(f, &s->fields[i])) continue;
    if (region_hidden(rq, f, &s->fields[i])) continue;
    struct form_input in = input_of(rq, &s->fields[i], data);
    if (s->fields[i].kind == FIELD_REGION) region_fill(rq, f, &s->fields[i], &in);
    if (s->fields[i].optional) {
      g->more_open |= filled_in(&in);
      may[g->more_count++] = in;
    } else {
      must[g->input_count++] = in;
    }
  }
  g->inputs = must;
  g->more = may;
  if (g->input_count && g->more_count > 1) return;
  memcpy(must + g->input_count, may, g->more_count * sizeof *may);
  g->input_count += g->more_count;
  g->more_count = 0;
}

void form_page_show(struct web_request *rq, struct http_response *rs, const struct application *f, const struct form_pages *pages,
                    size_t index, str data, struct section_view v, const struct warnings *warnings, int status) {
  struct ctx *c = &rq->c;
  const struct form_page *p = &pages->at[index - 1];
  struct input_group *groups = arena_array(c->arena, struct input_group, p->n);
  for (size_t i = 0; i < p->n; i++) {
    groups[i].title = p->n > 1 ? section_title(c, p->sections[i]) : S("");
    fill_group(rq, f, p->sections[i], data, &groups[i]);
  }
  v.service = local(&f->service->label, c->lang);
  v.number = f->number;
  if (!v.title.n) v.title = p->title;
  v.index = (int)index;
  v.count = (int)pages->n;
  v.groups = groups;
  v.group_count = p->n;
  v.errors = citizen_errors(c);
  if (warnings) {
    v.warnings = warnings->at;
    v.warning_count = warnings->n;
  }
  section_page(&rq->page, &v);
  web_page(rq, rs, status);
}

/* ---- reading over ----------------------------------------------------------------------------------------------- */

/* What may stay empty and did is not listed. */
static void fill_lines(struct ctx *c, const struct application *f, const struct form_page *p, const json_t *data, struct data_section *ret) {
  struct data_line *all = arena_array(c->arena, struct data_line, f->service->field_count + 1);
  for (size_t i = 0; i < p->n; i++) {
    size_t n;
    const struct data_line *lines = input_lines(c, f, p->sections[i], data, true, &n);
    memcpy(all + ret->line_count, lines, n * sizeof *lines);
    ret->line_count += n;
  }
  ret->lines = all;
}

struct data_section *form_summary(struct ctx *c, const struct application *f, const struct form_pages *pages, str base) {
  struct data_section *sections = arena_array(c->arena, struct data_section, pages->n + 1);
  json_t *data = json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
  for (size_t i = 0; i < pages->n; i++) {
    sections[i] = (struct data_section){.title = pages->at[i].title, .index = (int)i + 1};
    sections[i].change_url = arena_printf(c->arena, STR_FMT "%zu?periksa=1", STR_ARG(base), i + 1);
    if (pages->at[i].list)
      sections[i].items = input_items(c, f, pages->at[i].list, data, arena_printf(c->arena, STR_FMT "%zu", STR_ARG(base), i + 1), &sections[i].item_count);
    else
      fill_lines(c, f, &pages->at[i], data, &sections[i]);
  }
  json_decref(data);
  return sections;
}

struct form_errors form_summary_errors(struct ctx *c, const struct application *f, const struct form_pages *pages) {
  struct form_errors errors = citizen_errors(c);
  struct field_error *at = arena_array(c->arena, struct field_error, errors.n + 1);
  for (size_t i = 0; i < errors.n; i++) {
    size_t page = form_page_of(pages, f->service, errors.at[i].field);
    bool paper = str_starts(errors.at[i].field, S("scan_"));
    at[i] = (struct field_error){.field = paper ? S("berkas") : S(""), .text = errors.at[i].text};
    if (page) at[i].field = arena_printf(c->arena, "bagian-%zu", page);
  }
  return (struct form_errors){at, errors.n};
}

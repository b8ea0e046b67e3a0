#include "web/inputs.h"

#include "office/form_list.h"

static str typed(const struct web_request *rq, str code, const char *box) {
  str v = field_get(&rq->form, arena_printf(rq->c.arena, STR_FMT "%s", STR_ARG(code), box));
  return v.p ? str_trim(v) : S("");
}

/* "November", "nov", "11" */
static i64 month_of(str text) {
  static const char *const short_names[2][12] = {
      {"jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"},
      {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}};
  i64 n;
  if (str_to_i64(text, &n)) return n;
  for (int i = 0; i < 12 && text.n >= 3; i++)
    for (int l = 0; l < 2; l++)
      if (str_eq_nocase(str_sub(text, 0, 3), str_of(short_names[l][i]))) return i + 1;
  return 0;
}

/* Three boxes to "2026-11-23"; what makes no date stays as it was typed, for the check to refuse it. */
static str date_typed(const struct web_request *rq, str code) {
  str day = typed(rq, code, "_day"), month = typed(rq, code, "_month"), year = typed(rq, code, "_year");
  i64 d, y;
  if (!day.n && !month.n && !year.n) return S("");
  if (str_to_i64(day, &d) && str_to_i64(year, &y) && y >= 1000 && y <= 9999 && d >= 1 && d <= 31 && month_of(month) > 0)
    return arena_printf(rq->c.arena, "%04lld-%02lld-%02lld", (long long)y, (long long)month_of(month), (long long)d);
  return arena_printf(rq->c.arena, STR_FMT "-" STR_FMT "-" STR_FMT, STR_ARG(day), STR_ARG(month), STR_ARG(year));
}

str date_input_typed(const struct web_request *rq, str name) { return date_typed(rq, name); }

static str value_typed(const struct web_request *rq, const struct form_field *f, str name) {
  return f->kind == FIELD_DATE ? date_typed(rq, name) : typed(rq, name, "");
}

str fault_input(str field) {
  size_t from = str_starts(field, S("data/")) ? field.n : 0;
  while (from && field.p[from - 1] != '/') from--;
  return str_from(field, from);
}

str fault_input_of_item(struct arena *a, str field) {
  if (!str_starts(field, S("data/"))) return field.p ? field : S("");
  str name = arena_str(a, str_from(field, 5));
  for (size_t i = 0; i < name.n; i++)
    if (name.p[i] == '/') ((char *)name.p)[i] = '.';
  return name;
}

static str error_of(struct web_request *rq, str code) {
  for (size_t i = 0; i < rq->c.fault_count; i++) {
    str field = rq->c.faults[i].field;
    if (str_eq(fault_input(field), code)) return fault_text(&rq->c, &rq->c.faults[i]);
  }
  return S("");
}

static str error_of_item(struct web_request *rq, str name) {
  for (size_t i = 0; i < rq->c.fault_count; i++)
    if (str_eq(fault_input_of_item(rq->c.arena, rq->c.faults[i].field), name)) return fault_text(&rq->c, &rq->c.faults[i]);
  return S("");
}

static void fill_date(struct web_request *rq, struct form_input *in, str sent_as) {
  struct date d;
  if (sent_as.n) {
    in->day = typed(rq, sent_as, "_day");
    in->month = typed(rq, sent_as, "_month");
    in->year = typed(rq, sent_as, "_year");
  } else if (date_parse(in->value, &d)) {
    in->day = arena_printf(rq->c.arena, "%d", d.day);
    in->month = arena_printf(rq->c.arena, "%d", d.month);
    in->year = arena_printf(rq->c.arena, "%d", d.year);
  }
}

/* sent_as: the name it was typed under; empty: nothing was sent, `kept` counts. */
static struct form_input input_made(struct web_request *rq, const struct form_field *f, str name, str sent_as, str kept) {
  struct ctx *c = &rq->c;
  struct form_input in = {.name = name,
                          .kind = f->kind,
                          .label = local(&f->label, c->lang),
                          .help = local(&f->help, c->lang),
                          .value = sent_as.n ? typed(rq, sent_as, "") : kept,
                          .optional = f->optional};
  if (f->kind == FIELD_DATE) fill_date(rq, &in, sent_as);
  struct option *options = arena_array(c->arena, struct option, f->choice_count + 1);
  for (size_t i = 0; i < f->choice_count; i++)
    options[i] = (struct option){.value = f->choices[i].code,
                                 .label = local(&f->choices[i].label, c->lang),
                                 .help = local(&f->choices[i].help, c->lang),
                                 .chosen = str_eq(f->choices[i].code, in.value)};
  in.options = options;
  in.option_count = f->choice_count;
  return in;
}

struct form_input input_of(struct web_request *rq, const struct form_field *f, str data) {
  json_t *o = json_loadb(data.n ? data.p : "{}", data.n ? data.n : 2, 0, NULL);
  str kept = arena_str(rq->c.arena, json_member(o, arena_cstr(rq->c.arena, f->code)));
  json_decref(o);
  struct form_input in = input_made(rq, f, f->code, rq->form.n > 0 ? f->code : S(""), kept);
  in.error = error_of(rq, f->code);
  return in;
}

/* ---- several of a list ------------------------------------------------------------------------------------- */

static str item_name(struct ctx *c, const struct form_field *f, size_t place) {
  return arena_printf(c->arena, STR_FMT ".%zu." STR_FMT, STR_ARG(f->section), place, STR_ARG(f->code));
}

struct form_input input_of_item(struct web_request *rq, const struct form_field *f, size_t sent_as, size_t place) {
  struct ctx *c = &rq->c;
  struct form_input in = input_made(rq, f, item_name(c, f, place), rq->form.n > 0 ? item_name(c, f, sent_as) : S(""), S(""));
  in.error = error_of_item(rq, in.name);
  return in;
}

static json_t *item_typed(struct web_request *rq, const struct service *s, const struct form_list *l, const struct answers *answers,
                          size_t place) {
  json_t *item = json_object();
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    if (!str_eq(f->section, l->section) || !condition_holds(s, &f->when, answers)) continue;
    str v = value_typed(rq, f, item_name(&rq->c, f, place));
    if (v.n) json_object_set_new(item, arena_cstr(rq->c.arena, f->code), json_of(v));
  }
  return item;
}

json_t *inputs_items(struct web_request *rq, const struct service *s, const struct form_list *l, const struct answers *answers,
                     size_t *ret_places) {
  json_t *list = json_array();
  for (size_t at = 0; at < (size_t)l->most; at++) {
    json_t *item = item_typed(rq, s, l, answers, at);
    if (json_object_size(item)) {
      ret_places[json_array_size(list)] = at;
      json_array_append(list, item);
    }
    json_decref(item);
  }
  return list;
}

str inputs_data(struct web_request *rq, const struct service *s, const struct answers *answers, str section) {
  json_t *o = json_object();
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    if ((section.n && !str_eq(section, f->section)) || !condition_holds(s, &f->when, answers)) continue;
    str v = value_typed(rq, f, f->code);
    if (v.n || section.n) json_object_set_new(o, arena_cstr(rq->c.arena, f->code), json_of(v));
  }
  return json_text(rq->c.arena, o);
}

/* ---- reading it ------------------------------------------------------------------------------------------- */

str input_words(struct ctx *c, const struct form_field *f, str value) {
  struct date d;
  if (f->kind == FIELD_DATE && date_parse(value, &d)) return text_date(c->arena, c->lang, d);
  for (size_t i = 0; i < f->choice_count; i++)
    if (str_eq(f->choices[i].code, value)) return local(&f->choices[i].label, c->lang);
  return arena_str(c->arena, value);
}

struct data_line *input_lines(struct ctx *c, const struct application *f, str section, const json_t *data, bool spare, size_t *ret_n) {
  const struct service *s = f->service;
  struct data_line *lines = arena_array(c->arena, struct data_line, s->field_count + 1);
  size_t n = 0;
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *field = &s->fields[i];
    if (!str_eq(field->section, section) || !condition_holds(s, &field->when, &f->answers)) continue;
    str value = json_member(data, arena_cstr(c->arena, field->code));
    if (value.n || !spare || !field->optional)
      lines[n++] = (struct data_line){local(&field->label, c->lang), value.n ? input_words(c, field, value) : S("")};
  }
  *ret_n = n;
  return lines;
}

struct data_section *input_items(struct ctx *c, const struct application *f, const struct form_list *l, const json_t *data, str base, size_t *ret_n) {
  const json_t *list = form_list_in(data, l);
  size_t n = json_array_size(list);
  struct data_section *items = arena_array(c->arena, struct data_section, n + 1);
  for (size_t i = 0; i < n; i++) {
    const json_t *item = json_array_get(list, i);
    str name = form_item_name(c, f->service, l, item, i), id = json_member(item, "id");
    items[i] = (struct data_section){.title = arena_printf(c->arena, "%zu. " STR_FMT, i + 1, STR_ARG(name)), .index = (int)i + 1};
    if (base.n) items[i].change_url = arena_printf(c->arena, STR_FMT "/" STR_FMT "?periksa=1", STR_ARG(base), STR_ARG(id));
    items[i].lines = input_lines(c, f, l->section, item, true, &items[i].line_count);
  }
  *ret_n = n;
  return items;
}

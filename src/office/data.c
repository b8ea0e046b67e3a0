/* What people type into the forms, checked field by field against the service's own list. */
#include "domain/identity.h"
#include "office/form_list.h"

#define MAX_VALUE 500
#define MAX_LONG_VALUE 2000
#define MAX_EXTRA_KEYS 80

static enum text_key choice_problem(const struct form_field *f, str v) {
  for (size_t i = 0; i < f->choice_count; i++)
    if (str_eq(f->choices[i].code, v)) return T_NONE;
  return T_OFFICE_FIELD_CHOICE;
}

static bool is_number(str v) { /* 3, 3.2, 3,2 */
  size_t marks = 0;
  for (size_t i = 0; i < v.n; i++) {
    bool mark = v.p[i] == '.' || v.p[i] == ',';
    marks += mark;
    if (!mark && (v.p[i] < '0' || v.p[i] > '9')) return false;
  }
  return v.n > marks && marks <= 1 && v.n <= 12;
}

static enum text_key field_problem(struct ctx *c, const struct form_field *f, str v) {
  struct nik n;
  struct date d;
  str phone;
  switch (f->kind) {
    case FIELD_NIK:
    case FIELD_KK: return nik_is_error(nik_read(v, ctx_today(c), &n)) ? T_OFFICE_FIELD_NIK : T_NONE;
    case FIELD_DATE:
      if (!date_parse(v, &d)) return T_OFFICE_FIELD_DATE;
      return T_NONE;
    case FIELD_PHONE: return phone_read(c->arena, v, &phone) == E_OK ? T_NONE : T_OFFICE_FIELD_PHONE;
    case FIELD_NUMBER: return is_number(v) ? T_NONE : T_OFFICE_FIELD_NUMBER;
    case FIELD_CHOICE: return choice_problem(f, v);
    case FIELD_TIME: {
      i64 h, m;
      bool ok = v.n == 5 && (v.p[2] == ':' || v.p[2] == '.') && str_to_i64(str_sub(v, 0, 2), &h) &&
                str_to_i64(str_sub(v, 3, 2), &m) && h >= 0 && h < 24 && m >= 0 && m < 60;
      return ok ? T_NONE : T_OFFICE_FIELD_TIME;
    }
    case FIELD_LONG: return v.n > MAX_LONG_VALUE ? T_OFFICE_FIELD_LONG : T_NONE;
    case FIELD_NAME:
    case FIELD_REGION:
    case FIELD_KINDS:
    case FIELD_TEXT: return v.n > MAX_VALUE ? T_OFFICE_FIELD_LONG : T_NONE;
  }
  return T_NONE;
}

static str value_text_of(struct ctx *c, const json_t *v) {
  if (json_is_string(v)) return str_trim((str){json_string_value(v), json_string_length(v)});
  if (json_is_integer(v)) return arena_printf(c->arena, "%lld", (long long)json_integer_value(v));
  if (json_is_boolean(v)) return json_is_true(v) ? S("yes") : S("no");
  if (json_is_null(v)) return S("");
  return STR_NONE;
}

/* However it was typed, "5271 99.." is kept as its sixteen digits. */
static str kept_form(struct ctx *c, const struct form_field *f, str text) {
  struct nik n;
  if (!f || (f->kind != FIELD_NIK && f->kind != FIELD_KK) || nik_is_error(nik_read(text, ctx_today(c), &n))) return text;
  return arena_str(c->arena, (str){n.digits, sizeof n.digits});
}

static void keep(struct ctx *c, const struct form_field *f, const char *key, str text, json_t *kept) {
  str value = kept_form(c, f, text);
  json_object_set_new(kept, key, json_stringn(value.p, value.n));
}

/* Where a value stands: in the form itself, or in an item of a list. */
struct place {
  struct ctx *c;
  const struct service *s;
  str where; /* "data/", "data/members/0/" */
  str whose; /* of several: the name in it; empty: plain */
  json_t *kept;
};

static str field_words(struct ctx *c, const struct form_field *f, str whose) {
  str label = local(&f->label, c->lang);
  return whose.n ? arena_printf(c->arena, STR_FMT " (" STR_FMT ")", STR_ARG(label), STR_ARG(whose)) : label;
}

static void check_one(const struct place *p, const char *key, const json_t *value) {
  struct ctx *c = p->c;
  str where = arena_printf(c->arena, STR_FMT "%s", STR_ARG(p->where), key);
  str text = value_text_of(c, value);
  const struct form_field *f = service_field(p->s, str_of(key));
  if (!text.p || text.n > MAX_LONG_VALUE) {
    (void)ctx_fail_arg(c, E_INPUT, T_OFFICE_FIELD_LONG, "field", where, "field", f ? field_words(c, f, p->whose) : str_of(key));
    return;
  }
  if (!text.n) return;
  enum text_key problem = f ? field_problem(c, f, text) : T_NONE;
  if (problem) (void)ctx_fail_arg(c, E_INPUT, problem, "field", where, "field", f ? field_words(c, f, p->whose) : str_of(key));
  else keep(c, f, key, text, p->kept);
}

/* ---- lists ---------------------------------------------------------------------------------------------- */

static void check_item(struct ctx *c, const struct service *s, const struct form_list *l, const json_t *item, size_t at, bool alone, json_t *kept) {
  str where = arena_printf(c->arena, "data/" STR_FMT "/%zu/", STR_ARG(l->section), at);
  struct place p = {c, s, where, alone ? S("") : form_item_name(c, s, l, item, at), json_object()};
  const char *key;
  json_t *value;
  json_object_foreach((json_t *)item, key, value) if (strcmp(key, "id") && strcmp(key, "new")) check_one(&p, key, value);
  str id = value_text_of(c, json_object_get(item, "id"));
  if (json_object_size(p.kept)) {
    if (form_item_id(id)) json_object_set_new(p.kept, "id", json_of(id));
    json_array_append(kept, p.kept);
  }
  json_decref(p.kept);
}

static void check_list(struct ctx *c, const struct service *s, const struct form_list *l, const json_t *list, json_t *kept) {
  size_t n = json_array_size(list);
  bool good = json_is_array(list);
  for (size_t i = 0; i < n && good; i++)
    good = json_is_object(json_array_get(list, i)) && json_object_size(json_array_get(list, i)) <= MAX_EXTRA_KEYS;
  if (!good) (void)form_list_fault(c, l, T_OFFICE_LIST_WRONG, "list", 0);
  else if (n > (size_t)l->most) (void)form_list_fault(c, l, T_OFFICE_LIST_MOST, "list_full", l->most);
  else
    for (size_t i = 0; i < n; i++) check_item(c, s, l, json_array_get(list, i), i, n == 1, kept);
}

/* One of them may also be sent plain, beside the other fields: at the counter, by programs that know nothing of lists. */
static json_t *plain_item(struct ctx *c, const struct service *s, const struct form_list *l, const json_t *root) {
  json_t *item = json_object();
  for (size_t i = 0; i < s->field_count; i++) {
    const char *key = arena_cstr(c->arena, s->fields[i].code);
    json_t *value = str_eq(s->fields[i].section, l->section) ? json_object_get(root, key) : NULL;
    if (value) json_object_set(item, key, value);
  }
  return item;
}

static void check_lists(struct ctx *c, const struct service *s, const json_t *root, json_t *kept) {
  for (size_t i = 0; i < s->list_count; i++) {
    const struct form_list *l = &s->lists[i];
    const char *key = arena_cstr(c->arena, l->section);
    json_t *list = json_array(), *plain = plain_item(c, s, l, root), *sent = json_object_get(root, key);
    struct place p = {c, s, S("data/"), S(""), json_object()};
    const char *name;
    json_t *value;
    json_object_foreach(plain, name, value) check_one(&p, name, value);
    if (json_object_size(p.kept)) json_array_append(list, p.kept);
    if (sent && !json_is_null(sent)) check_list(c, s, l, sent, list);
    form_list_number(c, list);
    if (json_array_size(list)) json_object_set(kept, key, list);
    json_decref(p.kept);
    json_decref(plain);
    json_decref(list);
  }
}

/* ---- what must be there ------------------------------------------------------------------------------------ */

static void note_missing(struct ctx *c, const struct form_field *f, str where, str whose) {
  (void)ctx_fail_arg(c, E_INPUT, T_OFFICE_FIELD_MISSING, "missing", arena_printf(c->arena, STR_FMT STR_FMT, STR_ARG(where), STR_ARG(f->code)),
                     "field", field_words(c, f, whose));
}

static void require_items(struct ctx *c, const struct service *s, const struct form_list *l, const struct form_field *f, const json_t *kept) {
  const json_t *list = form_list_in(kept, l);
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *item = json_array_get(list, i);
    if (json_object_get(item, arena_cstr(c->arena, f->code))) continue;
    note_missing(c, f, arena_printf(c->arena, "data/" STR_FMT "/%zu/", STR_ARG(l->section), i), form_item_name(c, s, l, item, i));
  }
}

static void check_required(struct ctx *c, const struct service *s, const struct answers *answers, json_t *kept) {
  for (size_t i = 0; i < s->list_count; i++)
    if (form_list_short(s, &s->lists[i], answers, kept)) (void)form_list_fault(c, &s->lists[i], T_OFFICE_LIST_LEAST, "missing", s->lists[i].least);
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    const struct form_list *l = service_list(s, f->section);
    if (f->optional || !condition_holds(s, &f->when, answers)) continue;
    if (l) require_items(c, s, l, f, kept);
    else if (!json_object_get(kept, arena_cstr(c->arena, f->code))) note_missing(c, f, S("data/"), S(""));
  }
}

enum err data_check(struct ctx *c, const struct service *s, const struct answers *answers, str json, bool require, str *ret_data) {
  size_t faults = c->fault_count;
  json_t *root = json_loadb(json.n ? json.p : "{}", json.n ? json.n : 2, JSON_REJECT_DUPLICATES, NULL);
  if (!json_is_object(root) || json_object_size(root) > MAX_EXTRA_KEYS) {
    json_decref(root);
    return ctx_fail(c, E_INPUT, T_OFFICE_DATA_NOT_OBJECT, "data", S("data"));
  }
  struct place p = {c, s, S("data/"), S(""), json_object()};
  json_t *value;
  const char *key;
  json_object_foreach(root, key, value) {
    const struct form_field *f = service_field(s, str_of(key));
    if (!service_list(s, f ? f->section : str_of(key))) check_one(&p, key, value);
  }
  check_lists(c, s, root, p.kept);
  if (require) check_required(c, s, answers, p.kept);
  *ret_data = json_text(c->arena, p.kept);
  json_decref(root);
  return c->fault_count > faults ? E_INPUT : E_OK;
}

bool data_any(str json) {
  json_t *root = json_loadb(json.n ? json.p : "{}", json.n ? json.n : 2, 0, NULL);
  bool any = json_object_size(root) > 0;
  json_decref(root);
  return any;
}

/* Does every item of the field's list have it, or the form itself? */
static bool has_field(struct ctx *c, const struct service *s, const struct form_field *f, const json_t *root) {
  const struct form_list *l = service_list(s, f->section);
  const char *key = arena_cstr(c->arena, f->code);
  const json_t *list = l ? form_list_in(root, l) : NULL;
  bool all = true;
  if (!l) return json_object_get(root, key) != NULL;
  for (size_t i = 0; i < json_array_size(list); i++) all &= json_object_get(json_array_get(list, i), key) != NULL;
  return all && json_array_size(list) >= (size_t)l->least;
}

bool data_fills(struct ctx *c, const struct service *s, const struct answers *answers, const struct requirement *r, str json) {
  json_t *root = json_loadb(json.n ? json.p : "{}", json.n ? json.n : 2, 0, NULL);
  bool all = json_object_size(root) > 0, any = false;
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    if (r->form.n && f->form.n && !str_eq(f->form, r->form)) continue;
    if (f->optional || !condition_holds(s, &f->when, answers)) continue;
    any = true;
    all &= has_field(c, s, f, root);
  }
  json_decref(root);
  return all && any;
}

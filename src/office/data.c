/* What people type into the forms, checked field by field against the service's own list. */
#include "domain/identity.h"
#include "office/json.h"
#include "office/submit.h"

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

static void check_one(struct ctx *c, const struct service *s, const char *key, json_t *value, json_t *kept) {
  str where = arena_printf(c->arena, "data/%s", key);
  str text = value_text_of(c, value);
  const struct form_field *f = service_field(s, str_of(key));
  if (!text.p || text.n > MAX_LONG_VALUE) {
    (void)ctx_fail(c, E_INPUT, T_OFFICE_FIELD_LONG, "field", where);
    return;
  }
  if (!text.n) return;
  enum text_key problem = f ? field_problem(c, f, text) : T_NONE;
  if (problem) (void)ctx_fail_arg(c, E_INPUT, problem, "field", where, "field", f ? local(&f->label, c->lang) : str_of(key));
  else keep(c, f, key, text, kept);
}

static void check_required(struct ctx *c, const struct service *s, const struct answers *answers, json_t *kept) {
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    if (f->optional || !condition_holds(s, &f->when, answers) || json_object_get(kept, arena_cstr(c->arena, f->code))) continue;
    (void)ctx_fail_arg(c, E_INPUT, T_OFFICE_FIELD_MISSING, "missing", arena_printf(c->arena, "data/" STR_FMT, STR_ARG(f->code)),
                       "field", local(&f->label, c->lang));
  }
}

enum err data_check(struct ctx *c, const struct service *s, const struct answers *answers, str json, bool require, str *ret_data) {
  size_t faults = c->fault_count;
  json_t *root = json_loadb(json.n ? json.p : "{}", json.n ? json.n : 2, JSON_REJECT_DUPLICATES, NULL);
  if (!json_is_object(root) || json_object_size(root) > MAX_EXTRA_KEYS) {
    json_decref(root);
    return ctx_fail(c, E_INPUT, T_OFFICE_DATA_NOT_OBJECT, "data", S("data"));
  }
  json_t *kept = json_object(), *value;
  const char *key;
  json_object_foreach(root, key, value) check_one(c, s, key, value, kept);
  if (require) check_required(c, s, answers, kept);
  *ret_data = json_text(c->arena, kept);
  json_decref(root);
  return c->fault_count > faults ? E_INPUT : E_OK;
}

bool data_any(str json) {
  json_t *root = json_loadb(json.n ? json.p : "{}", json.n ? json.n : 2, 0, NULL);
  bool any = json_object_size(root) > 0;
  json_decref(root);
  return any;
}

bool data_fills(struct ctx *c, const struct service *s, const struct answers *answers, const struct requirement *r, str json) {
  json_t *root = json_loadb(json.n ? json.p : "{}", json.n ? json.n : 2, 0, NULL);
  bool all = json_object_size(root) > 0, any = false;
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    if (r->form.n && f->form.n && !str_eq(f->form, r->form)) continue;
    if (f->optional || !condition_holds(s, &f->when, answers)) continue;
    any = true;
    all &= json_object_get(root, arena_cstr(c->arena, f->code)) != NULL;
  }
  json_decref(root);
  return all && any;
}

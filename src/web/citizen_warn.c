#include "web/citizen_warn.h"

#include "domain/identity.h"
#include "office/json.h"

static str value_of(struct ctx *c, const json_t *data, const struct form_field *field) {
  return arena_str(c->arena, json_member(data, arena_cstr(c->arena, field->code)));
}

static bool asked(const struct application *f, const struct form_field *field, str section) {
  return str_eq(field->section, section) && condition_holds(f->service, &field->when, &f->answers);
}

void section_missing(struct ctx *c, const struct application *f, str section, str data) {
  json_t *o = json_loadb(data.n ? data.p : "{}", data.n ? data.n : 2, 0, NULL);
  for (size_t i = 0; i < f->service->field_count; i++) {
    const struct form_field *field = &f->service->fields[i];
    if (field->optional || !asked(f, field, section) || value_of(c, o, field).n) continue;
    (void)ctx_fail_arg(c, E_INPUT, T_OFFICE_FIELD_MISSING, "missing",
                       arena_printf(c->arena, "data/" STR_FMT, STR_ARG(field->code)), "field",
                       local(&field->label, c->lang));
  }
  json_decref(o);
}

/* ---- what looks odd ------------------------------------------------------------------------------------------- */

/* Who the section is about, as far as it says so itself. */
struct person {
  struct date birth;
  char sex; /* 'L', 'P' or 0 */
};

static struct person person_of(struct ctx *c, const struct application *f, str section, const json_t *data) {
  struct person p = {.sex = str_eq(section, S("mother")) ? 'P' : str_eq(section, S("father")) ? 'L' : 0};
  for (size_t i = 0; i < f->service->field_count; i++) {
    const struct form_field *field = &f->service->fields[i];
    if (!asked(f, field, section)) continue;
    str value = value_of(c, data, field);
    if (field->kind == FIELD_DATE && str_ends(field->code, S("birth_date"))) (void)date_parse(value, &p.birth);
    if (str_ends(field->code, S("_sex")) && value.n == 1) p.sex = str_eq_nocase(value, S("p")) ? 'P' : 'L';
  }
  return p;
}

static enum text_key nik_oddity(struct ctx *c, str value, struct person p) {
  static const enum text_key words[] = {[NIK_DATE] = T_CITIZEN_WARN_NIK,
                                        [NIK_SERIAL] = T_CITIZEN_WARN_NIK,
                                        [NIK_REGION] = T_CITIZEN_WARN_NIK,
                                        [NIK_OTHER_DATE] = T_CITIZEN_WARN_NIK_DATE,
                                        [NIK_OTHER_SEX] = T_CITIZEN_WARN_NIK_SEX};
  struct nik n;
  enum nik_problem problem = nik_read(value, ctx_today(c), &n);
  if (nik_is_error(problem)) return T_NONE;
  if (problem == NIK_FINE) problem = nik_compare(&n, p.birth, p.sex, ctx_today(c));
  return (size_t)problem < COUNT(words) ? words[problem] : T_NONE;
}

/* Permendagri 73/2022 is about names on new records; the name on an old card stays as it is. */
static enum text_key name_oddity(str value, str section) {
  static const enum text_key words[] = {[NAME_TOO_LONG] = T_CITIZEN_WARN_NAME_LONG,
                                        [NAME_SIGNS] = T_CITIZEN_WARN_NAME_SIGNS,
                                        [NAME_ONE_WORD] = T_CITIZEN_WARN_NAME_ONE_WORD};
  enum name_problem problem = str_eq(section, S("child")) ? name_check(value) : NAME_FINE;
  return (size_t)problem < COUNT(words) ? words[problem] : T_NONE;
}

static enum text_key date_oddity(struct ctx *c, const struct form_field *field, str value) {
  struct date d;
  bool past = str_ends(field->code, S("birth_date")) || str_ends(field->code, S("death_date"));
  return past && date_parse(value, &d) && date_days(d) > date_days(ctx_today(c)) ? T_CITIZEN_WARN_FUTURE : T_NONE;
}

struct warnings section_warnings(struct ctx *c, const struct application *f, str section, str typed) {
  json_t *data = json_loadb(typed.n ? typed.p : "{}", typed.n ? typed.n : 2, 0, NULL);
  str *list = arena_array(c->arena, str, f->service->field_count + 1);
  struct person p = person_of(c, f, section, data);
  size_t n = 0;
  for (size_t i = 0; i < f->service->field_count; i++) {
    const struct form_field *field = &f->service->fields[i];
    str value = asked(f, field, section) ? value_of(c, data, field) : S("");
    enum text_key key = T_NONE;
    if (value.n && field->kind == FIELD_NIK) key = nik_oddity(c, value, p);
    if (value.n && field->kind == FIELD_NAME) key = name_oddity(value, section);
    if (value.n && field->kind == FIELD_DATE) key = date_oddity(c, field, value);
    if (key != T_NONE) list[n++] = TEXT(c->arena, c->lang, key, ARG("field", local(&field->label, c->lang)));
  }
  json_decref(data);
  return (struct warnings){list, n};
}

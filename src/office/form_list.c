#include "office/form_list.h"

json_t *form_list_in(const json_t *data, const struct form_list *l) {
  char key[64];
  snprintf(key, sizeof key, STR_FMT, STR_ARG(l->section));
  json_t *list = json_object_get(data, key);
  return json_array_size(list) ? list : NULL;
}

static size_t place_of(const json_t *list, str id) {
  for (size_t i = 0; i < json_array_size(list); i++)
    if (str_eq(json_member(json_array_get(list, i), "id"), id)) return i;
  return SIZE_MAX;
}

json_t *form_item_in(const json_t *data, const struct form_list *l, str id) {
  json_t *list = form_list_in(data, l);
  size_t at = place_of(list, id);
  return at == SIZE_MAX ? NULL : json_array_get(list, at);
}

bool form_item_id(str id) {
  i64 n;
  return id.n && id.n <= 6 && id.p[0] != '0' && str_to_i64(id, &n) && n > 0;
}

str form_list_next(struct ctx *c, const json_t *list) {
  i64 last = 0, n;
  for (size_t i = 0; i < json_array_size(list); i++)
    if (str_to_i64(json_member(json_array_get(list, i), "id"), &n) && n > last) last = n;
  return arena_printf(c->arena, "%lld", (long long)last + 1);
}

void form_list_number(struct ctx *c, json_t *list) {
  for (size_t i = 0; i < json_array_size(list); i++) {
    json_t *item = json_array_get(list, i);
    str id = json_member(item, "id");
    if (!form_item_id(id) || place_of(list, id) != i) json_object_set_new(item, "id", json_of(form_list_next(c, list)));
  }
}

str form_item_name(struct ctx *c, const struct service *s, const struct form_list *l, const json_t *item,
                   size_t place) {
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_field *f = &s->fields[i];
    if (f->kind != FIELD_NAME || !str_eq(f->section, l->section)) continue;
    str name = json_member(item, arena_cstr(c->arena, f->code));
    if (name.n) return arena_str(c->arena, name);
    break;
  }
  return arena_printf(c->arena, "%zu", place + 1);
}

enum err form_list_fault(struct ctx *c, const struct form_list *l, enum text_key key, const char *code, int n) {
  str where = arena_printf(c->arena, "data/" STR_FMT, STR_ARG(l->section)), item = local(&l->item, c->lang);
  if (c->fault_count == MAX_FAULTS) return E_INPUT;
  c->faults[c->fault_count++] = (struct fault){.key = key,
                                               .args = {{"item", item}, {"n", arena_printf(c->arena, "%d", n)}},
                                               .arg_count = 2,
                                               .code = code,
                                               .field = where};
  return E_INPUT;
}

bool form_list_short(const struct service *s, const struct form_list *l, const struct answers *answers,
                     const json_t *data) {
  return l->least && json_array_size(form_list_in(data, l)) < (size_t)l->least && list_applies(s, l, answers);
}

/* ---- laying one over the other ------------------------------------------------------------------------------ */

static enum err put_item(struct ctx *c, const struct form_list *l, json_t *list, json_t *item, bool is_new) {
  size_t at = place_of(list, json_member(item, "id"));
  if (at == SIZE_MAX) {
    json_array_append(list, item);
    return E_OK;
  }
  if (is_new && !json_equal(json_array_get(list, at), item))
    return form_list_fault(c, l, T_OFFICE_LIST_MEANWHILE, LIST_CHANGED, 0);
  json_array_set(list, at, item);
  return E_OK;
}

enum err form_list_merge(struct ctx *c, const struct form_list *l, json_t *data, const json_t *sent,
                         const json_t *good) {
  const char *key = arena_cstr(c->arena, l->section);
  const json_t *came = json_object_get(sent, key), *passed = form_list_in(good, l);
  json_t *list = json_object_get(data, key);
  if (!json_is_array(list)) {
    list = json_array();
    json_object_set_new(data, key, list);
  }
  for (size_t i = 0; i < json_array_size(came); i++) {
    str id = json_member(json_array_get(came, i), "id");
    size_t at = id.n && place_of(passed, id) == SIZE_MAX ? place_of(list, id) : SIZE_MAX;
    if (at != SIZE_MAX) json_array_remove(list, at);
  }
  for (size_t i = 0; i < json_array_size(passed); i++) {
    json_t *item = json_array_get(passed, i);
    size_t at = place_of(came, json_member(item, "id"));
    bool is_new = at != SIZE_MAX && json_is_true(json_object_get(json_array_get(came, at), "new"));
    TRY(put_item(c, l, list, item, is_new));
  }
  if (json_array_size(list) > (size_t)l->most) return form_list_fault(c, l, T_OFFICE_LIST_MOST, "list_full", l->most);
  if (!json_array_size(list)) json_object_del(data, key);
  return E_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

static void add_value(struct ctx *c, const struct form_field *f, const json_t *with, struct typed_value *list,
                      size_t *n) {
  str value = json_member(with, arena_cstr(c->arena, f->code));
  if (value.n) list[(*n)++] = (struct typed_value){f, value, with};
}

struct typed_value *typed_values(struct ctx *c, const struct service *s, const json_t *data, size_t *ret_n) {
  struct typed_value *list = arena_array(c->arena, struct typed_value, s->field_count * MAX_LIST_ITEMS + 1);
  *ret_n = 0;
  for (size_t i = 0; i < s->field_count; i++) {
    const struct form_list *l = service_list(s, s->fields[i].section);
    const json_t *items = l ? form_list_in(data, l) : NULL;
    if (!l) add_value(c, &s->fields[i], data, list, ret_n);
    for (size_t k = 0; k < json_array_size(items) && k < MAX_LIST_ITEMS; k++)
      add_value(c, &s->fields[i], json_array_get(items, k), list, ret_n);
  }
  return list;
}

#include "domain/message.h"

#include <jansson.h>

static const char *const kind_names[] = {
    [SAY_TEXT] = "text", [SAY_BUTTONS] = "buttons",   [SAY_LIST] = "list",
    [SAY_LINK] = "link", [SAY_DOCUMENT] = "document",
};

/* The plain texts of a say, by the key they are stored under. */
static const struct {
  const char *key;
  size_t offset;
} texts[] = {
    {"body", offsetof(struct say, body)},           {"footer", offsetof(struct say, footer)},
    {"button", offsetof(struct say, button)},       {"url", offsetof(struct say, url)},
    {"file_name", offsetof(struct say, file_name)}, {"quotes", offsetof(struct say, quotes)},
};

static json_t *json_of(str s) { return json_stringn(s.p ? s.p : "", s.n); }

static bool put(json_t *object, const char *key, str s) {
  return s.n == 0 || json_object_set_new(object, key, json_of(s)) == 0;
}

static json_t *row_to_json(const struct say_row *row) {
  json_t *r = json_object();
  if (put(r, "id", row->id) && put(r, "title", row->title) && put(r, "description", row->description)) return r;
  json_decref(r);
  return NULL;
}

static json_t *rows_to_json(const struct say *s) {
  json_t *rows = json_array();
  for (size_t i = 0; i < s->row_count && i < COUNT(s->rows); i++)
    if (json_array_append_new(rows, row_to_json(&s->rows[i])) != 0) {
      json_decref(rows);
      return NULL;
    }
  return rows;
}

static json_t *template_to_json(const struct say_template *t) {
  json_t *params = json_array();
  for (size_t i = 0; i < t->param_count && i < COUNT(t->params); i++)
    if (json_array_append_new(params, json_of(t->params[i])) != 0) {
      json_decref(params);
      return NULL;
    }
  json_t *o = json_pack("{so,so}", "name", json_of(t->name), "params", params);
  if (o && t->code) json_object_set_new(o, "code", json_true());
  return o;
}

static int into_buf(const char *p, size_t n, void *self) {
  buf_add(self, (str){p, n});
  return 0;
}

str say_to_json(struct arena *a, const struct say *s) {
  if ((size_t)s->kind >= COUNT(kind_names)) return STR_NONE;
  json_auto_t *root = json_pack("{ss}", "kind", kind_names[s->kind]);
  bool ok = root != NULL;
  for (size_t i = 0; i < COUNT(texts); i++)
    ok = ok && put(root, texts[i].key, *(const str *)(const void *)((const char *)s + texts[i].offset));
  if (s->row_count) ok = ok && json_object_set_new(root, "rows", rows_to_json(s)) == 0;
  if (s->fallback.name.n) ok = ok && json_object_set_new(root, "fallback", template_to_json(&s->fallback)) == 0;
  if (s->important) ok = ok && json_object_set_new(root, "important", json_true()) == 0;
  struct buf out = buf_new(a, MAX_FORM_BODY);
  ok = ok && json_dump_callback(root, into_buf, &out, JSON_COMPACT) == 0 && !out.full;
  return ok ? buf_str(&out) : STR_NONE;
}

static str text_of(struct arena *a, const json_t *string) {
  if (!json_is_string(string)) return STR_NONE;
  return arena_str(a, (str){json_string_value(string), json_string_length(string)});
}

static enum err kind_of(const json_t *name, enum say_kind *ret) {
  for (size_t i = 0; i < COUNT(kind_names); i++)
    if (str_eq(str_of(json_string_value(name)), str_of(kind_names[i]))) {
      *ret = (enum say_kind)i;
      return E_OK;
    }
  return E_INPUT;
}

static enum err rows_from_json(struct arena *a, const json_t *rows, struct say *s) {
  s->row_count = json_array_size(rows);
  if (s->row_count > COUNT(s->rows)) return E_INPUT;
  for (size_t i = 0; i < s->row_count; i++) {
    const json_t *row = json_array_get(rows, i);
    s->rows[i] = (struct say_row){.id = text_of(a, json_object_get(row, "id")),
                                  .title = text_of(a, json_object_get(row, "title")),
                                  .description = text_of(a, json_object_get(row, "description"))};
  }
  return E_OK;
}

static enum err template_from_json(struct arena *a, const json_t *fallback, struct say_template *t) {
  const json_t *params = json_object_get(fallback, "params");
  t->name = text_of(a, json_object_get(fallback, "name"));
  t->code = json_is_true(json_object_get(fallback, "code"));
  t->param_count = json_array_size(params);
  if (t->param_count > COUNT(t->params)) return E_INPUT;
  for (size_t i = 0; i < t->param_count; i++) t->params[i] = text_of(a, json_array_get(params, i));
  return E_OK;
}

enum err say_from_json(struct arena *a, str json, struct say *ret_say) {
  *ret_say = (struct say){0};
  json_auto_t *root = json_loadb(json.p ? json.p : "", json.n, JSON_ALLOW_NUL, NULL);
  if (!json_is_object(root)) return E_INPUT;
  TRY(kind_of(json_object_get(root, "kind"), &ret_say->kind));
  for (size_t i = 0; i < COUNT(texts); i++)
    *(str *)(void *)((char *)ret_say + texts[i].offset) = text_of(a, json_object_get(root, texts[i].key));
  ret_say->important = json_is_true(json_object_get(root, "important"));
  TRY(rows_from_json(a, json_object_get(root, "rows"), ret_say));
  return template_from_json(a, json_object_get(root, "fallback"), &ret_say->fallback);
}

/* What machines send: JSON, read member by member. */
#include "base/limits.h"
#include "web/api/api.h"

void json_freep(json_t **o) { json_decref(*o); }

enum err api_parse(struct ctx *c, str text, json_t **ret) {
  json_error_t why;
  *ret = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &why);
  if (!*ret) {
    struct text_arg problem = {"problem", arena_str(c->arena, str_of(why.text))};
    (void)ctx_fail(c, E_INPUT, T_API_BAD_JSON, "invalid_json", STR_NONE);
    struct fault *f = &c->faults[c->fault_count - 1];
    f->args[0] = problem;
    f->args[1] = (struct text_arg){"line", arena_printf(c->arena, "%d", why.line)};
    f->arg_count = 2;
    return E_INPUT;
  }
  if (json_is_object(*ret)) return E_OK;
  return ctx_fail(c, E_INPUT, T_API_NOT_OBJECT, "wrong_type", STR_NONE);
}

static str pointer(struct object o, const char *name) {
  return arena_printf(o.c->arena, STR_FMT "%s", STR_ARG(o.at), name);
}

enum err api_fail(struct object o, const char *name, enum text_key key, const char *code) {
  return ctx_fail(o.c, E_INPUT, key, code, pointer(o, name));
}

static enum err fail_arg(struct object o, const char *name, enum text_key key, const char *code, const char *arg,
                         str value) {
  return ctx_fail_arg(o.c, E_INPUT, key, code, pointer(o, name), arg, value);
}

str api_words(struct arena *a, const str *words, size_t n) {
  struct buf b = buf_new(a, 8192);
  for (size_t i = 0; i < n; i++) buf_printf(&b, "%s" STR_FMT, i ? ", " : "", STR_ARG(words[i]));
  return buf_str(&b);
}

void api_known(struct object o, const char *const *names, size_t n) {
  const char *key;
  json_t *value;
  json_object_foreach(o.o, key, value) {
    bool known = false;
    for (size_t i = 0; i < n; i++) known |= strcmp(key, names[i]) == 0;
    if (known) continue;
    str *words = arena_array(o.c->arena, str, n);
    for (size_t i = 0; i < n; i++) words[i] = str_of(names[i]);
    str name = arena_str(o.c->arena, utf8_cut(str_of(key), 60));
    (void)fail_arg(o, name.p, T_API_UNKNOWN_MEMBER, "unknown_field", "known", api_words(o.c->arena, words, n));
  }
}

str api_text(struct object o, const char *name, size_t max) {
  const json_t *v = json_object_get(o.o, name);
  if (!v || json_is_null(v)) return S("");
  if (json_is_integer(v)) return arena_printf(o.c->arena, "%lld", (long long)json_integer_value(v));
  if (!json_is_string(v)) {
    (void)api_fail(o, name, T_API_NOT_TEXT, "wrong_type");
    return S("");
  }
  str text = str_trim((str){json_string_value(v), json_string_length(v)});
  if (text.n <= max) return arena_str(o.c->arena, text);
  (void)fail_arg(o, name, T_API_TOO_LONG, "too_long", "max", arena_printf(o.c->arena, "%zu", max));
  return S("");
}

str api_first(struct object o, const char *const *names, size_t n, size_t max) {
  str text = S("");
  for (size_t i = 0; i < n && !text.n; i++) text = api_text(o, names[i], max);
  return text;
}

bool api_flag(struct object o, const char *name) {
  const json_t *v = json_object_get(o.o, name);
  if (!v || json_is_null(v)) return false;
  if (json_is_boolean(v)) return json_is_true(v);
  const char *word = json_is_string(v) ? json_string_value(v) : "";
  bool yes = strcmp(word, "yes") == 0 || strcmp(word, "true") == 0;
  if (!yes && strcmp(word, "no") != 0 && strcmp(word, "false") != 0)
    (void)api_fail(o, name, T_API_NOT_YES_NO, "wrong_type");
  return yes;
}

i64 api_number(struct object o, const char *name) {
  const json_t *v = json_object_get(o.o, name);
  i64 n = 0;
  if (!v || json_is_null(v)) return 0;
  if (json_is_integer(v)) return json_integer_value(v);
  if (!json_is_string(v) || !str_to_i64(str_of(json_string_value(v)), &n))
    (void)api_fail(o, name, T_API_NOT_NUMBER, "wrong_type");
  return n;
}

struct object api_object(struct object o, const char *name) {
  json_t *v = json_object_get(o.o, name);
  struct object in = {o.c, v, pointer(o, arena_printf(o.c->arena, "%s/", name).p)};
  if (json_is_object(v)) return in;
  if (v && !json_is_null(v)) (void)api_fail(o, name, T_API_NOT_OBJECT, "wrong_type");
  in.o = NULL;
  return in;
}

json_t *api_list(struct object o, const char *name, size_t max) {
  json_t *v = json_object_get(o.o, name);
  if (!v || json_is_null(v)) return NULL;
  if (!json_is_array(v))
    (void)api_fail(o, name, T_API_NOT_LIST, "wrong_type");
  else if (json_array_size(v) > max)
    (void)fail_arg(o, name, T_API_TOO_MANY, "too_long", "max", arena_printf(o.c->arena, "%zu", max));
  else
    return v;
  return NULL;
}

/* ---- Idempotency-Key -------------------------------------------------------------------------------------- */

enum err api_once(struct web_request *rq, str body, int status, str (*tell)(struct ctx *, const void *),
                  struct once *ret) {
  str key = str_trim(http_header(rq->http, "Idempotency-Key"));
  bool usable = key.n <= 200 && (key.n > 0 || !http_header(rq->http, "Idempotency-Key").p);
  for (size_t i = 0; i < key.n; i++) usable = usable && (u8)key.p[i] >= 0x20 && (u8)key.p[i] < 0x7f;
  if (!usable) return ctx_fail(&rq->c, E_INPUT, T_API_KEY_WRONG, "idempotency_key", STR_NONE);
  str all = arena_printf(rq->c.arena, STR_FMT "\n" STR_FMT, STR_ARG(rq->http->path), STR_ARG(body));
  *ret = (struct once){.key = key, .status = status, .tell = tell};
  if (key.n) ret->body = sha256_of(all);
  return E_OK;
}

/* ---- answers ------------------------------------------------------------------------------------------------ */

void api_error(struct web_request *rq, struct http_response *rs, enum err e) {
  if (e == E_NOTFOUND && !rq->c.fault_count) (void)ctx_fail(&rq->c, e, T_OFFICE_NOT_FOUND, "not_found", STR_NONE);
  web_error(rq, rs, e);
}

void api_done(struct web_request *rq, struct http_response *rs, enum err e, const struct once *once) {
  if (e == E_OK)
    web_json(rq, rs, once->status, once->answer);
  else
    api_error(rq, rs, e);
}

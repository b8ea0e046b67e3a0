#include "web/citizen_list.h"

#include <jansson.h>

#include "office/form_list.h"
#include "web/inputs.h"

#define DETAILS 4 /* of what was typed, beside the name */

bool list_from_check(struct web_request *rq) { return web_query(rq, "periksa").n || web_checked(rq, "from_check"); }

static const struct form_page *page_of(const struct list_way *w) { return &w->pages->at[w->index - 1]; }
static const struct form_list *list_of(const struct list_way *w) { return page_of(w)->list; }

static json_t *data_of(const struct application *f) {
  return json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
}

static str item_url(struct web_request *rq, const struct list_way *w, str id, const char *tail) {
  return arena_printf(rq->c.arena, STR_FMT "/" STR_FMT "%s%s", STR_ARG(w->url), STR_ARG(id), tail,
                      list_from_check(rq) ? "?periksa=1" : "");
}

/* done: "simpan=3", "hapus=1" */
static void to_list(struct web_request *rq, struct http_response *rs, const struct list_way *w, str done) {
  const char *check = list_from_check(rq) ? "&periksa=1" : "";
  web_redirect(rq, rs, arena_printf(rq->c.arena, STR_FMT "?" STR_FMT "%s", STR_ARG(w->url), STR_ARG(done), check));
}

/* ---- the list ----------------------------------------------------------------------------------------------- */

static str details(struct ctx *c, const struct application *f, const struct form_list *l, const json_t *item) {
  const struct service *s = f->service;
  struct buf b = buf_new(c->arena, 4096);
  size_t n = 0;
  for (size_t i = 0; i < s->field_count && n < DETAILS; i++) {
    const struct form_field *field = &s->fields[i];
    if (!str_eq(field->section, l->section) || field->kind == FIELD_NAME) continue;
    str value = json_member(item, arena_cstr(c->arena, field->code));
    if (!value.n) continue;
    value = utf8_cut(input_words(c, field, value), 60);
    buf_printf(&b, "%s" STR_FMT, n++ ? " · " : "", STR_ARG(value));
  }
  return buf_str(&b);
}

static bool unfinished(struct ctx *c, const struct application *f, const struct form_list *l, json_t *item) {
  size_t before = c->fault_count;
  section_missing(c, f, l->section, json_text(c->arena, json_incref(item)));
  bool lacks = c->fault_count > before;
  c->fault_count = before;
  return lacks;
}

static void fill_rows(struct web_request *rq, const struct list_way *w, const json_t *list, struct items_view *v) {
  struct ctx *c = &rq->c;
  struct list_entry *rows = arena_array(c->arena, struct list_entry, json_array_size(list) + 1);
  for (size_t i = 0; i < json_array_size(list); i++) {
    json_t *item = json_array_get(list, i);
    str id = arena_str(c->arena, json_member(item, "id"));
    rows[i] = (struct list_entry){.name = form_item_name(c, w->f->service, list_of(w), item, i),
                                  .detail = details(c, w->f, list_of(w), item),
                                  .unfinished = unfinished(c, w->f, list_of(w), item),
                                  .change_url = item_url(rq, w, id, ""),
                                  .remove_url = item_url(rq, w, id, "/hapus")};
    if (str_eq(id, web_query(rq, "simpan")))
      v->saved = TEXT(c->arena, c->lang, T_PORTAL_LIST_KEPT, ARG("name", rows[i].name));
  }
  v->rows = rows;
  v->row_count = json_array_size(list);
}

static str size_words(struct ctx *c, const struct form_list *l, size_t n) {
  enum text_key key = n == 0 ? T_PORTAL_LIST_EMPTY : n >= (size_t)l->most ? T_PORTAL_LIST_FULL : T_PORTAL_LIST_COUNT;
  return TEXT(c->arena, c->lang, key, ARG("item", local(&l->item, c->lang)), ARG("n", arena_printf(c->arena, "%zu", n)),
              ARG("most", arena_printf(c->arena, "%d", l->most)));
}

void list_show(struct web_request *rq, struct http_response *rs, const struct list_way *w) {
  struct ctx *c = &rq->c;
  const struct form_list *l = list_of(w);
  json_t *data = data_of(w->f), *list = form_list_in(data, l);
  size_t n = json_array_size(list);
  str item = local(&l->item, c->lang), next = form_list_next(c, list);
  struct items_view v = {
      .back_url = w->back_url,
      .service = local(&w->f->service->label, c->lang),
      .title = page_of(w)->title,
      .help = local(&l->help, c->lang),
      .saved = web_query(rq, "hapus").n ? text_plain(c->lang, T_PORTAL_LIST_REMOVED) : S(""),
      .index = (int)w->index,
      .count = (int)w->pages->n,
      .size = size_words(c, l, n),
      .add_url = n < (size_t)l->most ? item_url(rq, w, next, "") : S(""),
      .add_label = TEXT(c->arena, c->lang, n ? T_PORTAL_LIST_ADD_MORE : T_PORTAL_LIST_ADD, ARG("item", item)),
      .next_url = form_page_done(c, w->f, page_of(w)) ? w->next_url : S(""),
      .next_label = w->next_label};
  fill_rows(rq, w, list, &v);
  json_decref(data);
  if (!n && l->least) {
    web_redirect(rq, rs, v.add_url);
    return;
  }
  items_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- one of it ------------------------------------------------------------------------------------------------ */

/* What is kept of the item, as JSON; ret_place: which it is, from 1. A new one comes behind the last. */
static str item_kept(struct ctx *c, const struct list_way *w, str id, size_t *ret_place, bool *ret_new) {
  json_t *data = data_of(w->f), *list = form_list_in(data, list_of(w)), *item = form_item_in(data, list_of(w), id);
  size_t at = 0, n = json_array_size(list);
  while (at < n && json_array_get(list, at) != item) at++;
  str kept = item ? json_text(c->arena, json_incref(item)) : S("{}");
  *ret_place = at + 1;
  *ret_new = !item;
  json_decref(data);
  return kept;
}

/* Faults of the list itself have no input. When another came meanwhile under this number, the next one is ours. */
static str item_after_faults(struct ctx *c, const struct list_way *w, str id) {
  json_t *data = data_of(w->f);
  for (size_t i = 0; i < c->fault_count; i++) {
    if (str_eq(fault_input(c->faults[i].field), list_of(w)->section)) c->faults[i].field = S("");
    if (strcmp(c->faults[i].code, LIST_CHANGED) == 0) id = form_list_next(c, form_list_in(data, list_of(w)));
  }
  json_decref(data);
  return id;
}

static bool id_asked(struct web_request *rq, struct http_response *rs) {
  if (form_item_id(rq->args[2])) return true;
  web_error_page(rq, rs, 404);
  return false;
}

void list_item_show(struct web_request *rq, struct http_response *rs, const struct list_way *w,
                    const struct warnings *warnings, int status) {
  struct ctx *c = &rq->c;
  size_t place;
  if (!id_asked(rq, rs)) return;
  str id = item_after_faults(c, w, rq->args[2]);
  struct section_view v = {.action = arena_printf(c->arena, STR_FMT "/" STR_FMT, STR_ARG(w->url), STR_ARG(id)),
                           .from_check = list_from_check(rq)};
  str kept = item_kept(c, w, id, &place, &v.is_new);
  bool first = v.is_new && place == 1;
  v.back_url = first && list_of(w)->least
                   ? w->back_url
                   : arena_printf(c->arena, STR_FMT "%s", STR_ARG(w->url), v.from_check ? "?periksa=1" : "");
  v.title = TEXT(c->arena, c->lang, T_PORTAL_LIST_ITEM, ARG("title", page_of(w)->title),
                 ARG("n", arena_printf(c->arena, "%zu", place)));
  form_page_show(rq, rs, w->f, w->pages, w->index, kept, v, warnings, status);
}

/* {"members":[{"id":"3", ...}]}, with what was typed. */
static str one_item(struct ctx *c, const struct list_way *w, str id, str typed, bool is_new) {
  json_t *o = json_object(), *list = json_array(), *item = json_loadb(typed.p, typed.n, 0, NULL);
  json_object_set_new(item, "id", json_of(id));
  if (is_new) json_object_set_new(item, "new", json_true());
  json_array_append_new(list, item);
  json_object_set_new(o, arena_cstr(c->arena, list_of(w)->section), list);
  return json_text(c->arena, o);
}

/* What can be kept is kept, also when something beside it is missing. */
void list_item_save(struct web_request *rq, struct http_response *rs, const struct list_way *w) {
  struct ctx *c = &rq->c;
  str section = list_of(w)->section, id = rq->args[2];
  if (!id_asked(rq, rs)) return;
  str typed = inputs_data(rq, w->f->service, &w->f->answers, section);
  enum err e = w->keep(c, rq->args[0], one_item(c, w, id, typed, web_checked(rq, "baru")), w->f);
  if (e != E_OK && e != E_INPUT) {
    w->failed(rq, rs, e);
    return;
  }
  section_missing(c, w->f, section, typed);
  if (c->fault_count) {
    list_item_show(rq, rs, w, NULL, 422);
    return;
  }
  struct warnings warnings = section_warnings(c, w->f, section, typed);
  if (warnings.n && !web_checked(rq, "noticed"))
    list_item_show(rq, rs, w, &warnings, 200);
  else
    to_list(rq, rs, w, arena_printf(c->arena, "simpan=" STR_FMT, STR_ARG(id)));
}

/* ---- taking one out --------------------------------------------------------------------------------------------- */

void list_remove_show(struct web_request *rq, struct http_response *rs, const struct list_way *w) {
  struct ctx *c = &rq->c;
  json_t *data = data_of(w->f), *item = form_item_in(data, list_of(w), rq->args[2]);
  str name = item ? form_item_name(c, w->f->service, list_of(w), item, 0) : S("");
  json_decref(data);
  if (!name.n) { /* it is gone already */
    to_list(rq, rs, w, S("hapus=1"));
    return;
  }
  struct remove_view v = {
      .action = arena_printf(c->arena, STR_FMT "/" STR_FMT "/hapus", STR_ARG(w->url), STR_ARG(rq->args[2])),
      .back_url = arena_printf(c->arena, STR_FMT "%s", STR_ARG(w->url), list_from_check(rq) ? "?periksa=1" : ""),
      .service = local(&w->f->service->label, c->lang),
      .title = TEXT(c->arena, c->lang, T_PORTAL_LIST_REMOVE_TITLE, ARG("name", name)),
      .what = TEXT(c->arena, c->lang, T_PORTAL_LIST_REMOVE_WHAT, ARG("item", local(&list_of(w)->item, c->lang))),
      .from_check = list_from_check(rq)};
  remove_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void list_remove(struct web_request *rq, struct http_response *rs, const struct list_way *w) {
  if (!id_asked(rq, rs)) return;
  enum err e = w->keep(&rq->c, rq->args[0], one_item(&rq->c, w, rq->args[2], S("{}"), false), w->f);
  if (e == E_OK)
    to_list(rq, rs, w, S("hapus=1"));
  else
    w->failed(rq, rs, e);
}

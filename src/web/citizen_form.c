/* /f/{token}: the data form behind a one-time link of the chat. One thing a page, each kept as soon as it is sent;
 * then everything once more to read over; then it is sent in. What looks odd is pointed out once and never refused: the
 * law lets data change while a NIK stays (Permendagri 108/2019 art. 15). */
#include "office/draft.h"
#include "web/citizen_list.h"

struct open_form {
  struct application f;
  struct form_pages *pages;
};

static str form_url(struct web_request *rq, str tail) {
  return arena_printf(rq->c.arena, "/f/" STR_FMT "/" STR_FMT, STR_ARG(rq->args[0]), STR_ARG(tail));
}
static void to_form(struct web_request *rq, struct http_response *rs, str tail) { web_redirect(rq, rs, form_url(rq, tail)); }
static str number_text(struct ctx *c, size_t n) { return arena_printf(c->arena, "%zu", n); }

static void show_expired(struct web_request *rq, struct http_response *rs, int status) {
  struct expired_view v = {.contact = citizen_contact(&rq->c)};
  expired_page(&rq->page, &v);
  web_page(rq, rs, status);
}

/* Answers in its place when the form is not open any more. */
static bool open_form(struct web_request *rq, struct http_response *rs, struct open_form *o) {
  struct form_open link;
  citizen_personal(rs);
  enum err e = link_open(&rq->c, rq->args[0], &o->f, &link);
  if (e == E_NOTFOUND) {
    if (web_allow("token-miss", rq->http->peer, 20))
      show_expired(rq, rs, 404);
    else
      web_error_page(rq, rs, 429);
  } else if (e != E_OK) {
    web_error(rq, rs, e);
  } else if (link.used) {
    to_form(rq, rs, S("selesai"));
  } else if (link.expired) {
    show_expired(rq, rs, 410);
  } else {
    o->pages = form_pages_of(&rq->c, &o->f);
    return true;
  }
  return false;
}

/* ---- one page ------------------------------------------------------------------------------------------------ */

static void show(struct web_request *rq, struct http_response *rs, const struct open_form *o, size_t index,
                 const struct warnings *warnings, int status) {
  struct section_view v = {.action = form_url(rq, number_text(&rq->c, index)),
                           .from_check = web_query(rq, "periksa").n || web_checked(rq, "from_check")};
  if (v.from_check) v.back_url = form_url(rq, S("periksa"));
  else if (index > 1) v.back_url = form_url(rq, number_text(&rq->c, index - 1));
  form_page_show(rq, rs, &o->f, o->pages, index, o->f.data, v, warnings, status);
}

/* ---- a list ---------------------------------------------------------------------------------------------------- */

static enum err keep_item(struct ctx *c, str token, str data, struct application *f) { return form_save(c, token, data, false, f); }

static struct list_way list_way_of(struct web_request *rq, struct open_form *o, size_t index) {
  struct ctx *c = &rq->c;
  bool check = list_from_check(rq), last = index == o->pages->n;
  str next = check || last ? text_plain(c->lang, T_CITIZEN_FORM_CHECK) : o->pages->at[index].title;
  struct list_way w = {.f = &o->f, .pages = o->pages, .index = index, .url = form_url(rq, number_text(c, index)),
                       .next_url = form_url(rq, check || last ? S("periksa") : number_text(c, index + 1)),
                       .next_label = TEXT(c->arena, c->lang, T_PORTAL_NEXT, ARG("what", next)),
                       .keep = keep_item, .failed = web_error};
  if (check) w.back_url = form_url(rq, S("periksa"));
  else if (index > 1) w.back_url = form_url(rq, number_text(c, index - 1));
  return w;
}

/* Only a page of the form is asked for by number; anything else is no page. 0: answered in its place. */
static size_t page_asked(struct web_request *rq, struct http_response *rs, const struct open_form *o) {
  size_t index = form_page_asked(o->pages, rq->args[1]);
  if (!index) web_error_page(rq, rs, 404);
  return index;
}

void citizen_section(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  size_t index = open_form(rq, rs, o) ? page_asked(rq, rs, o) : 0;
  if (index && o->pages->at[index - 1].list) {
    struct list_way w = list_way_of(rq, o, index);
    list_show(rq, rs, &w);
  } else if (index) {
    show(rq, rs, o, index, NULL, 200);
  }
}

void citizen_section_save(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct open_form *o = arena_new_of(c->arena, struct open_form);
  size_t index = open_form(rq, rs, o) ? page_asked(rq, rs, o) : 0;
  if (!index) return;
  const struct form_page *page = &o->pages->at[index - 1];
  if (page->list) { /* each of a list is sent by itself */
    to_form(rq, rs, number_text(c, index));
    return;
  }
  str data = form_page_typed(rq, &o->f, page);
  form_page_missing(c, &o->f, page, data);
  enum err e = c->fault_count ? E_INPUT : form_save(c, rq->args[0], data, false, &o->f);
  struct warnings warnings = e == E_OK ? form_page_warnings(c, &o->f, page) : (struct warnings){0};
  if (e == E_INPUT)
    show(rq, rs, o, index, NULL, 422);
  else if (e != E_OK)
    web_error(rq, rs, e);
  else if (warnings.n && !web_checked(rq, "noticed"))
    show(rq, rs, o, index, &warnings, 200);
  else if (web_checked(rq, "from_check") || index == o->pages->n)
    to_form(rq, rs, S("periksa"));
  else
    to_form(rq, rs, number_text(c, index + 1));
}

static bool item_open(struct web_request *rq, struct http_response *rs, struct open_form *o, struct list_way *ret) {
  size_t index = open_form(rq, rs, o) ? page_asked(rq, rs, o) : 0;
  bool list = index && o->pages->at[index - 1].list;
  if (index && !list) web_error_page(rq, rs, 404);
  if (list) *ret = list_way_of(rq, o, index);
  return list;
}

void citizen_section_item(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  struct list_way w;
  if (item_open(rq, rs, o, &w)) list_item_show(rq, rs, &w, NULL, 200);
}

void citizen_section_item_save(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  struct list_way w;
  if (item_open(rq, rs, o, &w)) list_item_save(rq, rs, &w);
}

void citizen_section_item_remove(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  struct list_way w;
  if (item_open(rq, rs, o, &w)) list_remove_show(rq, rs, &w);
}

void citizen_section_item_remove_do(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  struct list_way w;
  if (item_open(rq, rs, o, &w)) list_remove(rq, rs, &w);
}

/* ---- reading over and sending ------------------------------------------------------------------------------------ */

static void check_answers_show(struct web_request *rq, struct http_response *rs, const struct open_form *o, int status) {
  struct ctx *c = &rq->c;
  struct answers_view v = {.action = form_url(rq, S("periksa")),
                           .service = local(&o->f.service->label, c->lang),
                           .number = o->f.number,
                           .sections = form_summary(c, &o->f, o->pages, form_url(rq, S(""))),
                           .section_count = o->pages->n,
                           .errors = form_summary_errors(c, &o->f, o->pages)};
  answers_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_answers(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  if (open_form(rq, rs, o)) check_answers_show(rq, rs, o, 200);
}

void citizen_answers_send(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  if (!open_form(rq, rs, o)) return;
  enum err e = form_save(&rq->c, rq->args[0], S("{}"), true, &o->f);
  if (e == E_OK)
    to_form(rq, rs, S("selesai"));
  else if (e == E_INPUT)
    check_answers_show(rq, rs, o, 422);
  else
    web_error(rq, rs, e);
}

/* ---- before and after ---------------------------------------------------------------------------------------------- */

/* Whoever comes back goes on at the first page with something to fill in. */
void citizen_form(struct web_request *rq, struct http_response *rs) {
  struct open_form *o = arena_new_of(rq->c.arena, struct open_form);
  if (!open_form(rq, rs, o)) return;
  for (size_t i = 0; i < o->pages->n; i++) {
    if (form_page_done(&rq->c, &o->f, &o->pages->at[i])) continue;
    to_form(rq, rs, number_text(&rq->c, i + 1));
    return;
  }
  to_form(rq, rs, S("periksa"));
}

void citizen_form_done(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct application f = {0};
  struct form_open link;
  citizen_personal(rs);
  enum err e = link_open(c, rq->args[0], &f, &link);
  if (e != E_OK || !link.used) {
    to_form(rq, rs, S(""));
    return;
  }
  bool has_number = f.state != STATE_DRAFT;
  struct sent_view v = {
      .number = has_number ? f.number : S(""),
      .service = local(&f.service->label, c->lang),
      .wa_url = f.chat ? citizen_chat_url(c, f.chat, S("")) : S(""),
      .status_url = has_number ? arena_printf(c->arena, "/s/" STR_FMT, STR_ARG(file_status_token(c, &f))) : S("")};
  sent_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

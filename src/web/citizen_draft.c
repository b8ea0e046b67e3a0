/* /p/{token}: a draft. What there is to do, reading over, sending, giving up. */
#include "web/citizen_list.h"
#include "web/citizen_visit.h"

#define CHANGES_OF_A_PEER 240

/* ---- opening ------------------------------------------------------------------------------------------- */

str citizen_draft_url(struct ctx *c, str token, const char *tail) { return arena_printf(c->arena, "/p/" STR_FMT "%s", STR_ARG(token), tail); }

static void to_status(struct web_request *rq, struct http_response *rs, const char *tail) {
  web_redirect(rq, rs, arena_printf(rq->c.arena, "/s/" STR_FMT "%s", STR_ARG(rq->args[0]), tail));
}

bool citizen_draft_open(struct web_request *rq, struct http_response *rs, bool data, struct portal_file *ret) {
  citizen_personal(rs);
  enum err e = portal_open(&rq->c, rq->args[0], ret);
  if (e == E_NOTFOUND) {
    citizen_unknown_token(rq, rs);
  } else if (e != E_OK) {
    web_error(rq, rs, e);
  } else if (ret->f.state != STATE_DRAFT && !(data && portal_data_wanted(&ret->f))) {
    to_status(rq, rs, "");
  } else if (rq->http->method == HTTP_POST && !web_allow("draft-peer", rq->http->peer, CHANGES_OF_A_PEER)) {
    web_error_page(rq, rs, 429);
  } else {
    return true;
  }
  return false;
}

void citizen_draft_failed(struct web_request *rq, struct http_response *rs, enum err e) {
  if (e == E_NOTFOUND) citizen_unknown_token(rq, rs);
  else if (e == E_CONFLICT) to_status(rq, rs, "");
  else web_error(rq, rs, e);
}

/* ---- what comes next ------------------------------------------------------------------------------------- */

/* A paper the citizen sends a photo of. */
static bool is_slot(const struct item *i) { return (i->requirement->modes & (MODE_UPLOAD | MODE_OFFICER)) == MODE_UPLOAD; }
static bool slot_open(const struct item *i) {
  return is_slot(i) && i->state == ITEM_MISSING && !(i->requirement->modes & MODE_OPTIONAL);
}

static struct next_step step_to(struct ctx *c, str url, str label) {
  return (struct next_step){url, TEXT(c->arena, c->lang, T_PORTAL_NEXT, ARG("what", label))};
}

/* after_paper: the paper just worked on; the next open one behind it comes first, so that one that was left out is not
 * asked for in a circle. */
struct next_step citizen_next(struct web_request *rq, const struct application *f, str after_paper) {
  struct ctx *c = &rq->c;
  struct form_pages *pages = form_pages_of(c, f);
  str token = file_status_token(c, f);
  bool behind = !after_paper.n;
  for (size_t i = 0; i < pages->n; i++)
    if (!form_page_done(c, f, &pages->at[i])) {
      str url = arena_printf(c->arena, "/p/" STR_FMT "/data/%zu", STR_ARG(token), i + 1);
      return step_to(c, url, pages->at[i].title);
    }
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    if (behind && slot_open(it)) {
      str url = arena_printf(c->arena, "/p/" STR_FMT "/berkas/" STR_FMT, STR_ARG(token), STR_ARG(it->requirement->code));
      return step_to(c, url, local(&it->requirement->label, c->lang));
    }
    behind |= str_eq(it->requirement->code, after_paper);
  }
  return step_to(c, citizen_draft_url(c, token, "/periksa"), text_plain(c->lang, T_CITIZEN_FORM_CHECK));
}

/* ---- the task list ------------------------------------------------------------------------------------------ */

static void fill_data_tasks(struct ctx *c, const struct application *f, str token, struct hub_view *v) {
  struct form_pages *pages = form_pages_of(c, f);
  struct task_row *rows = arena_array(c->arena, struct task_row, pages->n + 1);
  for (size_t i = 0; i < pages->n; i++) {
    bool optional = form_page_optional(f, &pages->at[i]), done = form_page_done(c, f, &pages->at[i]);
    rows[v->data_count++] = (struct task_row){.url = arena_printf(c->arena, "/p/" STR_FMT "/data/%zu", STR_ARG(token), i + 1),
                                              .label = pages->at[i].title,
                                              .state = !done ? TASK_TODO : optional ? TASK_OPTIONAL : TASK_DONE};
    v->all += !optional;
    v->done += !optional && done;
  }
  v->data = rows;
}

static void fill_paper_tasks(struct ctx *c, const struct application *f, str token, struct hub_view *v) {
  struct task_row *rows = arena_array(c->arena, struct task_row, f->item_count + 1);
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    if (!is_slot(it)) continue;
    bool optional = it->requirement->modes & MODE_OPTIONAL, there = it->scans > 0;
    rows[v->paper_count++] =
        (struct task_row){.url = arena_printf(c->arena, "/p/" STR_FMT "/berkas/" STR_FMT, STR_ARG(token), STR_ARG(it->requirement->code)),
                          .label = local(&it->requirement->label, c->lang),
                          .state = there ? TASK_DONE : optional ? TASK_OPTIONAL : TASK_TODO,
                          .scans = it->scans};
    v->all += !optional;
    v->done += !optional && there;
  }
  v->papers = rows;
}

static str saved_words(struct web_request *rq) {
  static const struct {
    const char *what;
    enum text_key key;
  } words[] = {{"tautan", T_PORTAL_HUB_LINK_SENT}, {"jawaban", T_PORTAL_HUB_ANSWERS_KEPT}};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_is(web_query(rq, "simpan"), words[i].what)) return text_plain(rq->c.lang, words[i].key);
  return S("");
}

void citizen_hub(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct portal_file *p = arena_new_of(c->arena, struct portal_file);
  struct visit visit;
  if (!citizen_draft_open(rq, rs, false, p)) return;
  str token = rq->args[0];
  moment until = p->f.changed_at + DAYS(c->office->config->rules.draft_days);
  struct next_step next = citizen_next(rq, &p->f, S(""));
  struct hub_view v = {.token = token,
                       .service = local(&p->f.service->label, c->lang),
                       .name = citizen_name(c, &p->f),
                       .saved = saved_words(rq),
                       .kept_until = text_date(c->arena, c->lang, local_of(until).date),
                       .next_url = next.url,
                       .next_label = next.label,
                       .may_send_link = p->f.phone.n && c->office->config->whatsapp.number_count > 0,
                       .mine = citizen_visit(rq, &visit)};
  fill_data_tasks(c, &p->f, token, &v);
  fill_paper_tasks(c, &p->f, token, &v);
  v.check = (struct task_row){.url = citizen_draft_url(c, token, "/periksa"),
                              .label = text_plain(c->lang, T_PORTAL_HUB_CHECK),
                              .state = v.done == v.all ? TASK_TODO : TASK_WAITS};
  hub_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void citizen_keep_link(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (!citizen_draft_open(rq, rs, false, p)) return;
  if (!web_allow("draft-link", rq->args[0], 1)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = portal_send_link(&rq->c, rq->args[0]);
  if (e == E_OK) web_redirect(rq, rs, citizen_draft_url(&rq->c, rq->args[0], "?simpan=tautan"));
  else citizen_draft_failed(rq, rs, e);
}

/* ---- one page of data ------------------------------------------------------------------------------------------- */

static void data_show(struct web_request *rq, struct http_response *rs, const struct application *f, const struct form_pages *pages,
                      size_t index, const struct warnings *warnings, int status) {
  struct ctx *c = &rq->c;
  bool check = web_query(rq, "periksa").n || web_checked(rq, "from_check") || f->state != STATE_DRAFT;
  struct section_view v = {.action = arena_printf(c->arena, "/p/" STR_FMT "/data/%zu", STR_ARG(rq->args[0]), index),
                           .back_url = citizen_draft_url(c, rq->args[0], check ? "/periksa" : ""),
                           .from_check = check};
  form_page_show(rq, rs, f, pages, index, f->data, v, warnings, status);
}

static size_t data_open(struct web_request *rq, struct http_response *rs, struct portal_file *p, struct form_pages **ret) {
  if (!citizen_draft_open(rq, rs, true, p)) return 0;
  *ret = form_pages_of(&rq->c, &p->f);
  size_t index = form_page_asked(*ret, rq->args[1]);
  if (!index) web_error_page(rq, rs, 404);
  return index;
}

/* The way through the list that stands on this page. */
static struct list_way list_way_of(struct web_request *rq, struct application *f, const struct form_pages *pages, size_t index) {
  struct ctx *c = &rq->c;
  bool check = list_from_check(rq) || f->state != STATE_DRAFT;
  struct next_step next = check ? (struct next_step){citizen_draft_url(c, rq->args[0], "/periksa"), TEXT(c->arena, c->lang, T_PORTAL_NEXT, ARG("what", text_plain(c->lang, T_CITIZEN_FORM_CHECK)))}
                                : citizen_next(rq, f, S(""));
  return (struct list_way){.f = f, .pages = pages, .index = index,
                           .url = arena_printf(c->arena, "/p/" STR_FMT "/data/%zu", STR_ARG(rq->args[0]), index),
                           .back_url = citizen_draft_url(c, rq->args[0], check ? "/periksa" : ""),
                           .next_url = next.url, .next_label = next.label,
                           .keep = portal_data, .failed = citizen_draft_failed};
}

void citizen_data(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  struct form_pages *pages;
  size_t index = data_open(rq, rs, p, &pages);
  if (index && pages->at[index - 1].list) {
    struct list_way w = list_way_of(rq, &p->f, pages, index);
    list_show(rq, rs, &w);
  } else if (index) {
    data_show(rq, rs, &p->f, pages, index, NULL, 200);
  }
}

/* One of a list; false: answered in its place. */
static bool item_open(struct web_request *rq, struct http_response *rs, struct portal_file *p, struct list_way *ret) {
  struct form_pages *pages;
  size_t index = data_open(rq, rs, p, &pages);
  bool list = index && pages->at[index - 1].list;
  if (index && !list) web_error_page(rq, rs, 404);
  if (list) *ret = list_way_of(rq, &p->f, pages, index);
  return list;
}

void citizen_item(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  struct list_way w;
  if (item_open(rq, rs, p, &w)) list_item_show(rq, rs, &w, NULL, 200);
}

void citizen_item_save(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  struct list_way w;
  if (item_open(rq, rs, p, &w)) list_item_save(rq, rs, &w);
}

void citizen_item_remove(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  struct list_way w;
  if (item_open(rq, rs, p, &w)) list_remove_show(rq, rs, &w);
}

void citizen_item_remove_do(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  struct list_way w;
  if (item_open(rq, rs, p, &w)) list_remove(rq, rs, &w);
}

/* What can be kept is kept, also when something beside it is missing: nobody types the same twice. */
static enum err keep_data(struct web_request *rq, struct application *f, const struct form_page *page) {
  struct ctx *c = &rq->c;
  str data = form_page_typed(rq, f, page);
  enum err e = portal_data(c, rq->args[0], data, f);
  if (e != E_OK && e != E_INPUT) return e;
  form_page_missing(c, f, page, data);
  return c->fault_count ? E_INPUT : E_OK;
}

void citizen_data_save(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct portal_file *p = arena_new_of(c->arena, struct portal_file);
  struct form_pages *pages;
  size_t index = data_open(rq, rs, p, &pages);
  if (!index) return;
  const struct form_page *page = &pages->at[index - 1];
  if (page->list) { /* the form is of older rules, or of nobody: each of a list is sent by itself */
    web_redirect(rq, rs, arena_printf(c->arena, "/p/" STR_FMT "/data/%zu", STR_ARG(rq->args[0]), index));
    return;
  }
  enum err e = keep_data(rq, &p->f, page);
  struct warnings warnings = e == E_OK ? form_page_warnings(c, &p->f, page) : (struct warnings){0};
  if (e == E_INPUT)
    data_show(rq, rs, &p->f, pages, index, NULL, 422);
  else if (e != E_OK)
    citizen_draft_failed(rq, rs, e);
  else if (warnings.n && !web_checked(rq, "noticed"))
    data_show(rq, rs, &p->f, pages, index, &warnings, 200);
  else if (web_checked(rq, "from_check"))
    web_redirect(rq, rs, citizen_draft_url(c, rq->args[0], "/periksa"));
  else
    web_redirect(rq, rs, citizen_next(rq, &p->f, S("")).url);
}

/* ---- reading over and sending --------------------------------------------------------------------------------------- */

static void fill_papers(struct ctx *c, const struct application *f, str token, struct answers_view *v) {
  struct paper_line *lines = arena_array(c->arena, struct paper_line, f->item_count + 1);
  bool any = false, missing = false;
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    if (!is_slot(it) || (!it->scans && (it->requirement->modes & MODE_OPTIONAL))) continue;
    any |= it->scans > 0;
    missing |= slot_open(it);
    lines[v->paper_count++] = (struct paper_line){
        .label = local(&it->requirement->label, c->lang), .state = tag_citizen_item(it->state), .scans = it->scans,
        .change_url = arena_printf(c->arena, "/p/" STR_FMT "/berkas/" STR_FMT "?periksa=1", STR_ARG(token), STR_ARG(it->requirement->code))};
  }
  v->papers = lines;
  v->may_insist = any && missing;
}

static void check_show(struct web_request *rq, struct http_response *rs, const struct application *f, int status) {
  struct ctx *c = &rq->c;
  struct form_pages *pages = form_pages_of(c, f);
  str token = rq->args[0];
  bool draft = f->state == STATE_DRAFT;
  struct answers_view v = {.action = citizen_draft_url(c, token, "/periksa"),
                           .back_url = draft ? citizen_draft_url(c, token, "") : S(""),
                           .service = local(&f->service->label, c->lang),
                           .number = f->number,
                           .whole = draft,
                           .sections = form_summary(c, f, pages, citizen_draft_url(c, token, "/data/")),
                           .section_count = pages->n,
                           .errors = form_summary_errors(c, f, pages)};
  if (draft) fill_papers(c, f, token, &v);
  v.saved = citizen_paper_saved(rq, f, &v.saved_url);
  answers_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_read_over(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (citizen_draft_open(rq, rs, true, p)) check_show(rq, rs, &p->f, 200);
}

void citizen_send(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (!citizen_draft_open(rq, rs, true, p)) return;
  enum err e = portal_send(&rq->c, rq->args[0], web_checked(rq, "insists"), &p->f);
  if (e == E_OK) to_status(rq, rs, "?baru=1");
  else if (e == E_INPUT) check_show(rq, rs, &p->f, 422);
  else citizen_draft_failed(rq, rs, e);
}

/* ---- giving up --------------------------------------------------------------------------------------------------------- */

void citizen_discard(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (!citizen_draft_open(rq, rs, false, p)) return;
  struct discard_view v = {.token = rq->args[0], .service = local(&p->f.service->label, rq->c.lang)};
  discard_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void citizen_discard_do(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  struct visit visit;
  if (!citizen_draft_open(rq, rs, false, p)) return;
  enum err e = portal_discard(&rq->c, rq->args[0]);
  if (e == E_OK) web_redirect(rq, rs, citizen_visit(rq, &visit) ? S("/saya") : S("/"));
  else citizen_draft_failed(rq, rs, e);
}

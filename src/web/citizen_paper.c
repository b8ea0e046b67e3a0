/* /p/{token}/berkas/{code}: one paper a page. Each good photo is kept, also when another of the same sending is not. */
#include "base/limits.h"
#include "web/citizen_visit.h"
#include "web/form_papers.h"

static const struct item *slot_asked(struct web_request *rq, const struct application *f) {
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    bool slot = (it->requirement->modes & (MODE_UPLOAD | MODE_OFFICER)) == MODE_UPLOAD;
    if (slot && str_eq(it->requirement->code, rq->args[1])) return it;
  }
  return NULL;
}

/* Answers in its place when there is no such paper. */
static const struct item *paper_open(struct web_request *rq, struct http_response *rs, struct portal_file *p) {
  if (!citizen_draft_open(rq, rs, false, p)) return NULL;
  const struct item *it = slot_asked(rq, &p->f);
  if (!it) web_error_page(rq, rs, 404);
  return it;
}

static void fill_scans(struct web_request *rq, const struct portal_file *p, const struct item *it, bool mine, struct paper_view *v) {
  struct ctx *c = &rq->c;
  struct paper_scan *list = arena_array(c->arena, struct paper_scan, p->scan_count + 1);
  for (size_t i = 0; i < p->scan_count; i++) {
    const struct scan_row *s = &p->scans[i];
    if (!str_eq(s->requirement, it->requirement->code)) continue;
    struct paper_scan *row = &list[v->scan_count++];
    bool image = str_starts(s->type, S("image/")) && !str_has(s->type, S("hei"));
    *row = (struct paper_scan){.id = s->id, .index = (int)v->scan_count, .image = image && mine, .view_url = S("")};
    if (mine)
      row->view_url = arena_printf(c->arena, "/p/" STR_FMT "/berkas/" STR_FMT "/" STR_FMT, STR_ARG(rq->args[0]), STR_ARG(it->requirement->code), STR_ARG(s->id));
  }
  v->scans = list;
}

static void paper_show(struct web_request *rq, struct http_response *rs, const struct portal_file *p, const struct item *it, int status) {
  struct ctx *c = &rq->c;
  const struct requirement *r = it->requirement;
  for (size_t i = 0; i < c->fault_count; i++) c->faults[i].field = S("scan"); /* the one field of this page */
  struct next_step next = citizen_next(rq, &p->f, r->code);
  struct paper_view v = {.token = rq->args[0],
                         .code = r->code,
                         .service = local(&p->f.service->label, c->lang),
                         .label = local(&r->label, c->lang),
                         .help = local(&r->help, c->lang),
                         .form = r->form,
                         .form_url = form_known(r->form) ? arena_printf(c->arena, "/p/" STR_FMT "/formulir/" STR_FMT ".pdf", STR_ARG(rq->args[0]), STR_ARG(r->form)) : S(""),
                         .optional = (r->modes & MODE_OPTIONAL) != 0,
                         .from_check = web_query(rq, "periksa").n || web_checked(rq, "from_check"),
                         .mine = citizen_owns(rq, &p->f),
                         .next_url = next.url,
                         .next_label = next.label,
                         .errors = citizen_errors(c)};
  if (v.from_check) v.next_url = citizen_draft_url(c, rq->args[0], "/periksa"), v.next_label = text_plain(c->lang, T_CITIZEN_FORM_SAVE_BACK);
  v.saved = citizen_paper_saved(rq, &p->f, &v.saved_url);
  fill_scans(rq, p, it, v.mine, &v);
  paper_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_paper(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  const struct item *it = paper_open(rq, rs, p);
  if (it) paper_show(rq, rs, p, it, 200);
}

str citizen_paper_saved(struct web_request *rq, const struct application *f, str *ret_url) {
  struct ctx *c = &rq->c;
  str code = web_query(rq, "tersimpan");
  *ret_url = S("");
  for (size_t i = 0; code.n && i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    if (!str_eq(it->requirement->code, code) || !it->scans) continue;
    *ret_url = arena_printf(c->arena, "/p/" STR_FMT "/berkas/" STR_FMT, STR_ARG(rq->args[0]), STR_ARG(code));
    return TEXT(c->arena, c->lang, T_PORTAL_PAPER_SAVED, ARG("paper", local(&it->requirement->label, c->lang)),
                ARG("n", arena_printf(c->arena, "%d", it->scans)));
  }
  return S("");
}

/* ---- what came ------------------------------------------------------------------------------------------------ */

static void refuse(struct ctx *c, const struct item *it, const struct upload_file *file) {
  if (c->fault_count == MAX_FAULTS) return; /* enough is said */
  str name = file->file_name.n ? file->file_name : S("?");
  struct text_arg args[] = {ARG("paper", local(&it->requirement->label, c->lang)), ARG("file", utf8_cut(name, 40)),
                            ARG("why", text_plain(c->lang, scan_problem_key(file->problem)))};
  (void)ctx_fail(c, E_INPUT, T_CITIZEN_UPLOAD_REFUSED, scan_problem_code(file->problem), S("scan"));
  struct fault *f = &c->faults[c->fault_count - 1];
  memcpy(f->args, args, sizeof args);
  f->arg_count = COUNT(args);
}

static enum err keep_photos(struct web_request *rq, struct portal_file *p, const struct item *it) {
  struct ctx *c = &rq->c;
  struct new_scan *good = arena_array(c->arena, struct new_scan, rq->file_count + 1);
  size_t n = 0;
  for (size_t i = 0; i < rq->file_count; i++) {
    const struct upload_file *file = &rq->files[i];
    if (file->problem == SCAN_FINE)
      good[n++] = (struct new_scan){.sealed = file->sealed, .requirement = it->requirement->code, .file_name = file->file_name};
    else
      refuse(c, it, file);
  }
  if (!rq->file_count) return ctx_fail(c, E_INPUT, T_CITIZEN_UPLOAD_NONE, "missing", S("scan"));
  if (!n) return E_INPUT;
  TRY(intake_flush(rq->intake));
  TRY(portal_add_scans(c, rq->args[0], good, n, &p->f));
  rq->keep_files = true;
  return c->fault_count ? E_INPUT : E_OK;
}

/* On to the next paper at once; a link there leads back to what was saved. */
static void go_on(struct web_request *rq, struct http_response *rs, const struct application *f, const struct item *it) {
  struct ctx *c = &rq->c;
  str code = it->requirement->code;
  str next = web_checked(rq, "from_check") ? citizen_draft_url(c, rq->args[0], "/periksa") : citizen_next(rq, f, code).url;
  web_redirect(rq, rs, arena_printf(c->arena, STR_FMT "?tersimpan=" STR_FMT, STR_ARG(next), STR_ARG(code)));
}

/* Where upload.js goes when its photos are there. */
void citizen_paper_next(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  const struct item *it = paper_open(rq, rs, p);
  if (it) go_on(rq, rs, &p->f, it);
}

void citizen_paper_save(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct portal_file *p = arena_new_of(c->arena, struct portal_file), *now = arena_new_of(c->arena, struct portal_file);
  const struct item *it = paper_open(rq, rs, p);
  if (!it) return;
  enum err e = keep_photos(rq, p, it);
  if (e == E_OK) {
    go_on(rq, rs, &p->f, it);
  } else if ((e == E_INPUT || e == E_LIMIT) && c->fault_count) {
    it = paper_open(rq, rs, now);
    if (it) paper_show(rq, rs, now, it, 422);
  } else {
    citizen_draft_failed(rq, rs, e);
  }
}

void citizen_paper_remove(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct portal_file *p = arena_new_of(c->arena, struct portal_file);
  const struct item *it = paper_open(rq, rs, p);
  if (!it) return;
  enum err e = portal_remove_scan(c, rq->args[0], web_field(rq, "scan"));
  if (e != E_OK && e != E_NOTFOUND) citizen_draft_failed(rq, rs, e); /* taken away twice is away */
  else
    web_redirect(rq, rs, arena_printf(c->arena, "/p/" STR_FMT "/berkas/" STR_FMT "%s", STR_ARG(rq->args[0]), STR_ARG(it->requirement->code),
                                      web_checked(rq, "from_check") ? "?periksa=1" : ""));
}

/* A photo is shown only where the phone number was proved: the link alone, passed on, does not show papers. */
void citizen_paper_photo(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct portal_file *p = arena_new_of(c->arena, struct portal_file);
  struct sealed_scan scan;
  if (!paper_open(rq, rs, p)) return;
  enum err e = citizen_owns(rq, &p->f) ? portal_scan(c, rq->args[0], rq->args[2], &scan) : E_NOTFOUND;
  if (e == E_OK) e = web_scan(rq, rs, &scan, false);
  if (e == E_NOTFOUND) web_error_page(rq, rs, 404);
  else if (e != E_OK) web_error(rq, rs, e);
}

/* An official form with what was typed, to be printed and signed. It holds whole NIKs, as the form page does. */
void citizen_form_paper(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct portal_file *p = arena_new_of(c->arena, struct portal_file);
  str pdf, code = rq->args[1];
  if (str_ends(code, S(".pdf"))) code = str_sub(code, 0, code.n - 4);
  citizen_personal(rs);
  enum err e = portal_open(c, rq->args[0], p);
  if (e == E_OK && p->f.state != STATE_DRAFT && !citizen_owns(rq, &p->f)) {
    citizen_enter_first(rq, rs, arena_printf(c->arena, "/s/" STR_FMT, STR_ARG(rq->args[0])));
    return;
  }
  if (e == E_OK) e = form_pdf(c, &p->f, code, &pdf);
  if (e == E_NOTFOUND) citizen_unknown_token(rq, rs);
  else if (e != E_OK) web_error(rq, rs, e);
  else web_pdf(rq, rs, pdf, arena_printf(c->arena, STR_FMT ".pdf", STR_ARG(code)));
}

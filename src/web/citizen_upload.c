/* /s/{token}/perbaiki: photos of exactly the papers that are missing or were asked for again. Each good photo is kept,
 * also when another one of the same sending is not: nobody chooses the same files twice. */
#include "web/citizen.h"

#define SCAN_PREFIX S("scan_")

static struct upload_slot slot_of(struct web_request *rq, const struct application *f, const struct item *i) {
  struct ctx *c = &rq->c;
  const struct requirement *r = i->requirement;
  bool faulty = citizen_told_faulty(f, i);
  struct upload_slot s = {.code = r->code,
                          .label = local(&r->label, c->lang),
                          .help = local(&r->help, c->lang),
                          .state = tag_citizen_item(i->state),
                          .optional = (r->modes & MODE_OPTIONAL) != 0,
                          .scans = faulty ? 0 : i->scans,
                          .note = faulty ? i->note : S(""),
                          .error = S("")};
  if (faulty) {
    s.fault = words_fault(i->fault);
    s.todo = words_fault_todo(i->fault);
  }
  str field = arena_printf(c->arena, "scan_" STR_FMT, STR_ARG(r->code));
  for (size_t k = 0; k < c->fault_count; k++)
    if (str_eq(c->faults[k].field, field)) s.error = fault_text(c, &c->faults[k]);
  return s;
}

static void upload_show(struct web_request *rq, struct http_response *rs, const struct application *f, size_t came,
                        int status) {
  struct ctx *c = &rq->c;
  const struct item *wanted[MAX_REQUIREMENTS];
  size_t n = citizen_wanted(f, wanted);
  struct upload_slot *slots = arena_array(c->arena, struct upload_slot, n + 1);
  for (size_t i = 0; i < n; i++) slots[i] = slot_of(rq, f, wanted[i]);
  struct upload_view v = {.token = rq->args[0],
                          .number = f->number,
                          .service = local(&f->service->label, c->lang),
                          .saved = came ? citizen_count(c, T_CITIZEN_UPLOAD_SAVED, came) : S(""),
                          .slots = slots,
                          .slot_count = n,
                          .errors = citizen_errors(c),
                          .status_url = arena_printf(c->arena, "/s/" STR_FMT, STR_ARG(rq->args[0]))};
  upload_page(&rq->page, &v);
  web_page(rq, rs, status);
}

static bool open_file(struct web_request *rq, struct http_response *rs, struct file_whole *w) {
  citizen_personal(rs);
  enum err e = office_status(&rq->c, rq->args[0], w);
  if (e == E_NOTFOUND)
    citizen_unknown_token(rq, rs);
  else if (e != E_OK)
    web_error(rq, rs, e);
  return e == E_OK;
}

static void to_status(struct web_request *rq, struct http_response *rs, const char *tail, size_t came) {
  str count = came ? arena_printf(rq->c.arena, "?terima=%zu", came) : S("");
  web_redirect(rq, rs,
               arena_printf(rq->c.arena, "/s/" STR_FMT "%s" STR_FMT, STR_ARG(rq->args[0]), tail, STR_ARG(count)));
}

void citizen_upload(struct web_request *rq, struct http_response *rs) {
  struct file_whole w = {0};
  const struct item *wanted[MAX_REQUIREMENTS];
  i64 came = 0;
  if (!open_file(rq, rs, &w)) return;
  if (!str_to_i64(web_query(rq, "terima"), &came) || came < 0 || came > 99) came = 0;
  if (citizen_wanted(&w.f, wanted) || web_query(rq, "lanjut").n) /* the script tidies up what waits on the phone */
    upload_show(rq, rs, &w.f, (size_t)came, 200);
  else
    to_status(rq, rs, "", (size_t)came);
}

/* ---- what came ------------------------------------------------------------------------------------------------ */

/* The wanted paper a part is named after; NULL: none. */
static const struct item *paper_of(const struct application *f, str part) {
  const struct item *wanted[MAX_REQUIREMENTS];
  size_t n = citizen_wanted(f, wanted);
  str code = str_starts(part, SCAN_PREFIX) ? str_from(part, SCAN_PREFIX.n) : STR_NONE;
  for (size_t i = 0; i < n; i++)
    if (str_eq(wanted[i]->requirement->code, code)) return wanted[i];
  return NULL;
}

static void refuse(struct ctx *c, const struct item *paper, const struct upload_file *file) {
  if (!paper) {
    (void)ctx_fail(c, E_INPUT, T_CITIZEN_UPLOAD_NOT_WANTED, "unknown_requirement", S(""));
    return;
  }
  if (c->fault_count == MAX_FAULTS) return; /* enough is said */
  str why = text_plain(c->lang, scan_problem_key(file->problem)), name = file->file_name.n ? file->file_name : S("?");
  struct text_arg args[] = {ARG("paper", local(&paper->requirement->label, c->lang)), ARG("file", utf8_cut(name, 40)),
                            ARG("why", why)};
  (void)ctx_fail(c, E_INPUT, T_CITIZEN_UPLOAD_REFUSED, scan_problem_code(file->problem), file->name);
  struct fault *f = &c->faults[c->fault_count - 1];
  memcpy(f->args, args, sizeof args);
  f->arg_count = COUNT(args);
}

static enum err sort_files(struct web_request *rq, const struct application *f, struct new_scan **ret, size_t *ret_n) {
  struct new_scan *good = arena_array(rq->c.arena, struct new_scan, rq->file_count + 1);
  size_t n = 0;
  for (size_t i = 0; i < rq->file_count; i++) {
    const struct upload_file *file = &rq->files[i];
    const struct item *paper = paper_of(f, file->name);
    if (paper && file->problem == SCAN_FINE)
      good[n++] = (struct new_scan){
          .sealed = file->sealed, .requirement = paper->requirement->code, .file_name = file->file_name};
    else
      refuse(&rq->c, paper, file);
  }
  *ret = good;
  *ret_n = n;
  if (!n && !rq->c.fault_count) return ctx_fail(&rq->c, E_INPUT, T_CITIZEN_UPLOAD_NONE, "missing", S(""));
  return E_OK;
}

static enum err keep_files(struct web_request *rq, const struct application *f, const struct new_scan *scans,
                           size_t n) {
  struct added done;
  if (!n) return E_OK;
  TRY(intake_flush(rq->intake));
  TRY(office_add_scans(&rq->c, f->number, scans, n, NULL, &done));
  rq->keep_files = true;
  return E_OK;
}

void citizen_upload_do(struct web_request *rq, struct http_response *rs) {
  struct file_whole w = {0}, now = {0};
  struct new_scan *scans = NULL;
  const struct item *wanted[MAX_REQUIREMENTS];
  size_t n = 0;
  if (!open_file(rq, rs, &w)) return;
  enum err e = sort_files(rq, &w.f, &scans, &n);
  if (e == E_OK) e = keep_files(rq, &w.f, scans, n);
  if (e == E_IO || e == E_BUG) {
    web_error(rq, rs, e);
    return;
  }
  if (!open_file(rq, rs, &now)) return;
  size_t came = e == E_OK ? n : 0;
  if (rq->c.fault_count || e != E_OK)
    upload_show(rq, rs, &now.f, came, 422);
  else
    to_status(rq, rs, citizen_wanted(&now.f, wanted) ? "/perbaiki" : "", came);
}

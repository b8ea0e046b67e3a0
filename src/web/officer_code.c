/* For citizens whose phone cannot do it: a code for the pages, given at the counter; a new number after a phone was lost.
 * And the official forms of a file, filled in. */
#include "domain/identity.h"
#include "office/relink.h"
#include "office/visit.h"
#include "web/form_papers.h"
#include "web/officer.h"
#include "web/pages/portal_views.h"

static void giver_show(struct web_request *rq, struct http_response *rs, str code, int status) {
  str phone, typed = web_field(rq, "phone");
  struct code_giver_view v = {.errors = officer_errors(&rq->c), .typed = code.n ? S("") : typed, .code = code, .phone = S("")};
  if (code.n && phone_read(rq->c.arena, typed, &phone) == E_OK) v.phone = phone_masked(rq->c.arena, phone);
  code_giver_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_code(struct web_request *rq, struct http_response *rs) { giver_show(rq, rs, S(""), 200); }

/* The code is shown on the answer itself and nowhere else: it is kept as a hash. */
void officer_code_give(struct web_request *rq, struct http_response *rs) {
  str code;
  enum err e = visit_counter_code(&rq->c, web_field(rq, "phone"), &code);
  if (e == E_OK) giver_show(rq, rs, arena_printf(rq->c.arena, "%.4s %.4s", code.p, code.p + 4), 200);
  else if (rq->c.fault_count) giver_show(rq, rs, S(""), 422);
  else web_error(rq, rs, e);
}

static void relink_show(struct web_request *rq, struct http_response *rs, int status) {
  struct file_whole w = {0};
  enum err e = office_file(&rq->c, rq->args[0], &w);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct relink_view v = {.number = w.f.number, .phone = phone_masked(rq->c.arena, w.f.phone), .typed = web_field(rq, "phone"),
                          .errors = officer_errors(&rq->c)};
  relink_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_relink(struct web_request *rq, struct http_response *rs) { relink_show(rq, rs, 200); }

void officer_relink_do(struct web_request *rq, struct http_response *rs) {
  enum err e = office_relink(&rq->c, rq->args[0], web_field(rq, "phone"));
  if (e == E_OK) officer_to_file(rq, rs, rq->args[0], "");
  else if (e == E_INPUT && rq->c.fault_count) relink_show(rq, rs, 422);
  else web_error(rq, rs, e);
}

void officer_form_paper(struct web_request *rq, struct http_response *rs) {
  struct file_whole w = {0};
  str pdf, code = rq->args[1];
  if (str_ends(code, S(".pdf"))) code = str_sub(code, 0, code.n - 4);
  enum err e = office_file(&rq->c, rq->args[0], &w);
  if (e == E_OK) e = form_pdf(&rq->c, &w.f, code, &pdf);
  if (e != E_OK) web_error(rq, rs, e);
  else web_pdf(rq, rs, pdf, arena_printf(rq->c.arena, STR_FMT "-" STR_FMT ".pdf", STR_ARG(code), STR_ARG(w.f.number)));
}

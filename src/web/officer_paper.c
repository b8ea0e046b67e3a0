/* The papers officers print. */
#include "web/officer.h"
#include "web/papers.h"

static void print(struct web_request *rq, struct http_response *rs, const char *name,
                  enum err (*make)(struct ctx *, const struct file_whole *, str *)) {
  struct file_whole w = {0};
  str pdf;
  enum err e = office_file(&rq->c, rq->args[0], &w);
  if (e == E_OK) e = make(&rq->c, &w, &pdf);
  if (e != E_OK)
    web_error(rq, rs, e);
  else
    web_pdf(rq, rs, pdf, arena_printf(rq->c.arena, "%s-" STR_FMT ".pdf", name, STR_ARG(w.f.number)));
}

void officer_receipt_paper(struct web_request *rq, struct http_response *rs) { print(rq, rs, "bukti", receipt_pdf); }
void officer_handover_paper(struct web_request *rq, struct http_response *rs) { print(rq, rs, "serah", handover_pdf); }
void officer_label_paper(struct web_request *rq, struct http_response *rs) { print(rq, rs, "label", label_pdf); }

/* The page for everything that went wrong: what happened, what to do, a code to read out, a number to call. */
#include "web/handlers.h"

void web_error_page(struct web_request *rq, struct http_response *rs, int status) {
  const struct config *cfg = rq->c.office->config;
  bool officer = str_starts(rq->http->path, S("/petugas"));
  struct error_view v = {.status = status, .officer = officer, .back_url = officer ? S("/petugas") : S("/"),
                         .phone = cfg->office.phone, .detail = S(""), .retry = S(""), .phone_url = S("")};
  if (rq->c.fault_count) v.detail = fault_text(&rq->c, &rq->c.faults[0]);
  v.code = arena_printf(rq->c.arena, "E%d-%llX", status, (unsigned long long)(rq->c.now / 1000 % 0xFFFFFF));
  if (cfg->office.phone.n) v.phone_url = arena_printf(rq->c.arena, "tel:" STR_FMT, STR_ARG(cfg->office.phone));
  rq->page.out = buf_new(rq->c.arena, rq->page.out.max); /* what a handler may have begun is dropped */
  error_page(&rq->page, &v);
  web_page(rq, rs, status);
}

/* The page for everything that went wrong: what happened, what to do, a code to read out, a number to call. */
#include "web/citizen.h"

void web_error_page(struct web_request *rq, struct http_response *rs, int status) {
  struct contact contact = citizen_contact(&rq->c);
  struct error_view v = {.status = status,
                         .officer = str_starts(rq->http->path, S("/petugas")),
                         .back_url = S(""),
                         .phone = contact.phone,
                         .phone_url = contact.phone_url,
                         .detail = rq->c.fault_count ? fault_text(&rq->c, &rq->c.faults[0]) : S("")};
  if (status == 429 || status == 503) {
    v.retry = citizen_count(&rq->c, T_DESK_MINUTES, 1);
    http_set_header(rs, "Retry-After", S("60"));
  }
  v.code = arena_printf(rq->c.arena, "E%d-%llX", status, (unsigned long long)(rq->c.now / 1000 % 0xFFFFFF));
  rq->page.out = buf_new(rq->c.arena, rq->page.out.max); /* what a handler may have begun is dropped */
  error_page(&rq->page, &v);
  web_page(rq, rs, status);
}

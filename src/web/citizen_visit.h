/* web/citizen_visit: the browser of somebody whose phone number is proved, and the way back to where he wanted to go. */
#pragma once
#include "office/portal.h"
#include "web/citizen.h"
#include "web/pages/portal_views.h"

/* Whose browser this is; false: nobody known. */
bool citizen_visit(struct web_request *rq, struct visit *ret);
/* The phone number of this file's citizen is proved in this browser. */
bool citizen_owns(struct web_request *rq, const struct application *f);
void citizen_set_cookie(struct web_request *rq, struct http_response *rs, const char *name, str value, int seconds); /* 0: forget it */
/* To /masuk; when the number is proved, on to this address of a file. */
void citizen_enter_first(struct web_request *rq, struct http_response *rs, str back);
/* There is a day to put into a calendar: when it should be ready, or the last day to answer. */
bool citizen_has_day(const struct application *f, moment now);
/* The name a file is about: its applicant's, masked. */
str citizen_name(struct ctx *c, const struct application *f);
/* /p/{token}{tail} */
str citizen_draft_url(struct ctx *c, str token, const char *tail);
/* Opens the file of /p/{token}; answers in its place (unknown; or sent: to the status page). data: also a correction that
 * asks for data is open. */
bool citizen_draft_open(struct web_request *rq, struct http_response *rs, bool data, struct portal_file *ret);
/* When a change came too late or the store failed. */
void citizen_draft_failed(struct web_request *rq, struct http_response *rs, enum err e);

/* What comes next in a draft: a page of data, a paper, the check. */
struct next_step {
  str url;
  str label; /* on a button: "Lanjut: Data anak" */
};
/* "Buku nikah: 2 foto tersimpan.", of the paper named in ?tersimpan=; empty: none. ret_url: its page. */
str citizen_paper_saved(struct web_request *rq, const struct application *f, str *ret_url);
struct next_step citizen_next(struct web_request *rq, const struct application *f, str after_paper);

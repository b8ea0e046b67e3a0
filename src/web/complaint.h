/* web/complaint: what the citizens' and the officers' pages of complaints share. */
#pragma once
#include "office/complaint.h"
#include "web/pages/views_complaint.h"
#include "web/web.h"

/* The form, as it was typed. */
void complaint_form_fill(struct web_request *rq, struct complaint_form_view *v);
/* Reads the form and hands it in. */
enum err complaint_form_submit(struct web_request *rq, enum complaint_channel channel, str *ret_ticket, str *ret_token);
struct complaint_status_view complaint_status_of(struct web_request *rq, const struct complaint *k, str token);
enum text_key complaint_words(const char *family, const char *code); /* "complaint.<family>.<code>" */
struct tag complaint_tag(const struct complaint *k);

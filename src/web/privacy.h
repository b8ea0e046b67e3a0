/* web/privacy: what the officers' and the citizens' pages about personal data share. */
#pragma once
#include "office/requests.h"
#include "web/pages/views_privacy.h"
#include "web/web.h"

struct request_line privacy_line(struct ctx *c, const struct data_request *q);
struct request_line *privacy_lines(struct ctx *c, const struct request_list *list);
/* One choice field, its words from a family of texts ("privacy.kind."). */
struct choice *privacy_choices(struct ctx *c, const char *family, const char *const *codes, size_t n);
struct local_text privacy_label(struct ctx *c, enum text_key key);

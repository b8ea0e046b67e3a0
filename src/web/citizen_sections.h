/* web/citizen_sections: the data of a service's form as pages, for the link of a chat (/f/) and the portal (/p/) alike.
 * A page is one section, or two that are one thing to a citizen: mother and father, both witnesses. */
#pragma once
#include "web/citizen.h"
#include "web/citizen_warn.h"

struct form_page {
  str title;
  str sections[2];
  size_t n;
  const struct form_list *list; /* it is filled in once for each of several: citizen_list.h */
};
struct form_pages {
  struct form_page at[MAX_FORM_FIELDS];
  size_t n;
};
/* In the order in which their first field stands; only what applies to the answers. */
struct form_pages *form_pages_of(struct ctx *c, const struct application *f);
/* Of a number in an address; 0: no such page. */
size_t form_page_asked(const struct form_pages *p, str number);
/* The page a field or a list stands on; 0: none. */
size_t form_page_of(const struct form_pages *p, const struct service *s, str name);

/* Notes a fault for each mandatory field that data does not hold. */
void form_page_missing(struct ctx *c, const struct application *f, const struct form_page *p, str data);
bool form_page_done(struct ctx *c, const struct application *f, const struct form_page *p);
/* Nothing on it must be filled in. */
bool form_page_optional(const struct application *f, const struct form_page *p);
struct warnings form_page_warnings(struct ctx *c, const struct application *f, const struct form_page *p);
/* What was typed into it: a JSON object. */
str form_page_typed(struct web_request *rq, const struct application *f, const struct form_page *p);

/* data: what was typed before, or one item of a list. v: addresses and frame (a title, when it is not the page's own) filled by the
 * caller; the rest is filled here. */
void form_page_show(struct web_request *rq, struct http_response *rs, const struct application *f, const struct form_pages *pages,
                    size_t index, str data, struct section_view v, const struct warnings *warnings, int status);
/* Everything typed, to read over. base: before the page's number in the links that change it. */
struct data_section *form_summary(struct ctx *c, const struct application *f, const struct form_pages *pages, str base);
/* Faults of the whole form: each leads to the section its field stands in. */
struct form_errors form_summary_errors(struct ctx *c, const struct application *f, const struct form_pages *pages);

/* web/citizen_list: a section that is filled in once for each of several (the members of a family): the list, a page
 * for each, and taking one out. For the link of a chat (/f/) and the portal (/p/) alike. */
#pragma once
#include "web/citizen_sections.h"

struct list_way {
  struct application *f;
  const struct form_pages *pages;
  size_t index; /* of the page that is a list; from 1 */
  str url;      /* of the list; one of it lies below */
  str back_url;
  str next_url, next_label; /* where it goes on: "Lanjut: Berkas" */
  enum err (*keep)(struct ctx *c, str token, str data, struct application *f);
  void (*failed)(struct web_request *rq, struct http_response *rs, enum err e);
};

/* An empty list that must not be one leads to its first page. */
void list_show(struct web_request *rq, struct http_response *rs, const struct list_way *w);
void list_item_show(struct web_request *rq, struct http_response *rs, const struct list_way *w,
                    const struct warnings *warnings, int status);
void list_item_save(struct web_request *rq, struct http_response *rs, const struct list_way *w);
void list_remove_show(struct web_request *rq, struct http_response *rs, const struct list_way *w);
void list_remove(struct web_request *rq, struct http_response *rs, const struct list_way *w);
/* The request came from the page that reads it all over, and goes back there. */
bool list_from_check(struct web_request *rq);

/* net/http_guard: what the HTTP library lets through and RFC 9112 forbids. One pass over the headers. */
#pragma once
#include <microhttpd.h>

#include "net/http.h"

struct guard {
  enum http_method method;
  i64 content_length; /* -1 = not given */
  bool chunked, waits_for_continue;
  str forwarded_for; /* the last X-Forwarded-For line */
  int lengths, encodings, hosts;
  bool bad; /* a header no client of good will sends */
};
/* 0 to go on, else the status to refuse with: 400, 405, 501 or 505. */
int http_guard(struct MHD_Connection *c, const char *method, const char *version, struct guard *ret);

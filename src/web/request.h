/* web/request: the checks before a handler sees a request. Used by web.c alone. */
#pragma once
#include "web/web.h"

/* Once, before the first route_find. false, and a line in the log: a route without a role would be open to anybody. */
bool routes_prepare(void);
const struct route *route_find(enum http_method method, str path, str args[3], size_t *ret_n, bool *ret_path_known);
/* Of the page: ?hl=, the cookie, Indonesian. Machines: English unless they ask otherwise. */
enum lang request_language(const struct web_request *rq);
/* E_DENIED: nobody known; E_RULE: known, but the role may not. */
enum err request_admit(struct web_request *rq);
enum err request_expect_body(struct web_request *rq); /* E_INPUT: not the kind of body this route takes */
enum err request_read_body(struct web_request *rq);   /* E_INPUT, E_LIMIT */
enum err request_csrf(struct web_request *rq);

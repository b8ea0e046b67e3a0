/* web/tus: the hooks that request.c and web.c need for bodies of kind BODY_UPLOAD. */
#pragma once
#include "web/web.h"

/* Before the body: finds or begins the upload and lets the body stream into its part file. Faults in the context. */
enum err tus_expect(struct web_request *rq);
/* The answer when it could not; also counts guesses at addresses. */
void tus_error(struct web_request *rq, struct http_response *rs, enum err e);
/* Behind the request, whatever came of it: what a client that left had sent is kept. */
void tus_over(struct web_request *rq);

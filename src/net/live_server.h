/* net/live_server: what http_server.c needs of live.c. Private to src/net. */
#pragma once
#include <microhttpd.h>

#include "net/live.h"

struct live_listener;
/* `wake` is called when there is news, from any thread; live_wake must follow on the thread of each loop. */
void live_attach(struct live *l, void (*wake)(void *self), void *self);
void live_wake(struct live *l, const void *loop); /* l may be NULL */
/* The library's answer that gives what the listener is told; it owns the listener from now on. NULL: out of memory, and
 * the listener is gone. */
struct MHD_Response *live_response(struct live_listener *x, struct MHD_Connection *connection, const void *loop);
void live_drop(struct live_listener *x); /* was never answered with */
void live_stop(struct live *l);          /* every stream ends; returns when none is left, or after two seconds */

/* net/live: one message to many who watch. A listener is a response that does not end (server-sent events); it holds no
 * thread and nothing of its request, and sleeps in the library until there is news.
 *
 * A topic has one message: the newest. Who is slow misses the ones between, never the last, so memory is bounded: the
 * message is shared, a listener is some 150 bytes beside its connection. */
#pragma once
#include "net/http.h"

struct live;
/* topics: 0..topics-1. most: listeners at once, all told. */
enum err live_new(int topics, int most, struct live **ret_live);
/* Behind http_server_stop, which ends the listeners. */
void live_free(struct live *l);
/* Makes the answer a stream of this topic: what was told last comes at once. False: too many listen already. */
bool live_watch(struct live *l, int topic, struct http_response *rs);
/* The bytes as they go out ("data: ...\n\n"); copied once for all. The same bytes again are no news. */
void live_tell(struct live *l, int topic, str message);
/* A sign of life to everybody, so that dead connections are noticed and proxies keep the others: every 15 seconds. */
void live_beat(struct live *l);
int live_listeners(struct live *l, int topic);

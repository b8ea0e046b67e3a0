/* net/http_loops: the threads of the server. Private to net.
 *
 * A few event threads, one a core, each with an MHD daemon of its own that nobody else touches; one thread that accepts and
 * deals connections out in turn; a pool of threads for answers that wait or compute long. An event thread works in rounds:
 * everything that has come in is read; what only reads is answered; what writes is held, and answered at the end of the
 * round, all in one go and with one flush. While one writer waits for that flush the other writes on: what came meanwhile
 * goes with the next one. A busy server so needs few changes of thread, few flushes and few locks. */
#pragma once
#include <microhttpd.h>

#include "net/http.h"

struct loop;
struct loops;

/* A request that is put aside; embedded in what the server knows of it. */
struct aside {
  struct aside *next;
  struct loop *loop;
  struct MHD_Connection *connection;
};

struct loops_config {
  void *self; /* of the callbacks */
  int listen_fd;
  int pool_threads;
  int connections; /* at most so many at once; the others wait to be accepted */
  struct MHD_Daemon *(*start)(void *self, struct loop *loop, int loops); /* the daemon of one event thread */
  void (*work)(struct aside *request);   /* makes the answer: on a thread of the pool, or on the event thread at the end of a round */
  void (*settle)(struct aside *request); /* when all of the round have worked: may the answer leave? */
  void (*news)(void *self, struct loop *loop);          /* on each event thread, after loops_news */
};
enum err loops_start(const struct loops_config *config, struct loops **ret_loops);
/* Accepts no more; runs on until `busy` is 0 or the time is over, then ends the threads. */
void loops_stop(struct loops *l, int (*busy)(void *self), i64 wait_us);

void loops_news(struct loops *l); /* from any thread */

/* From inside MHD's access callback, on the event thread. MHD calls again when the request goes on. */
void loop_hold(struct aside *request); /* until the round ends, it has worked and is settled */
void loop_work(struct aside *request); /* until a thread of the pool has done its work */
/* A connection of this loop ended: another may be accepted. */
void loop_left(struct loop *loop);
void *loop_self(struct loop *loop); /* config.self */

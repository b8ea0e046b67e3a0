/* jobs/runner: what is due is handed to threads. One table row a kind of job; a kind lists the ids that are due, and
 * runs one. An id is in the hands of one thread at a time; what a dead process left is due again by its own due_at. */
#pragma once
#include "office/office.h"

struct http_client;
struct looker;
struct job_thread {
  struct office *office;
  struct arena *arena;        /* reset before each job */
  struct http_client *client; /* of this thread */
  struct looker *looker;      /* of this thread, once it has looked at a scan */
};
struct job_kind {
  const char *name;
  int threads; /* 0: a processor is left to the pages, the others may be used */
  size_t arena; /* bytes one job may use */
  enum err (*due)(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n);
  void (*run)(struct job_thread *t, i64 id);
};
extern const struct job_kind job_kinds[]; /* ends with a NULL name: worker.c */
struct runner;
struct runner *runner_start(struct office *o, const struct job_kind *kinds);
void runner_stop(struct runner *r); /* waits for what is in hand */
struct ctx job_ctx(struct job_thread *t); /* the system acts */

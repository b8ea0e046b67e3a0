#include "jobs/worker.h"

#include <sys/resource.h>

#include "counter/paper.h"
#include "jobs/jobs.h"

#define READERS 12

const struct job_kind job_kinds[] = {
    /* name     threads  memory of one job */
    {"inbox", 1, 192u << 20, inbox_due, inbox_run}, /* one: messages are worked in as they came */
    {"media", 3, 24u << 20, media_due, media_run},
    {"forget", 1, 1u << 20, forget_due, forget_run},
    {"outbox", 4, 8u << 20, outbox_due, outbox_run},
    {"delivery", 1, 4u << 20, delivery_due, delivery_run},
    {"timer", 1, 24u << 20, timer_due, timer_run},
    {"look", 0, 24u << 20, look_due, look_run},
    {"chore", 1, 24u << 20, chore_due, chore_run},
    {"print", 2, 24u << 20, print_due, print_run},
    {NULL, 0, 0, NULL, NULL},
};

#define NICE 5

#define CALL_LONGEST SECONDS(60) /* the worker before this one may be ending still, with a call under way */

/* A number that was stopped is tried again after a restart: somebody has looked. And what a dead worker was sending
 * has an unknown outcome from now on, not only when its lease is over. */
static enum err take_over(struct office *o) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(o->db, &tx));
  TRY(db_exec(&tx, SQL_NUMBER_FREE));
  TRY(db_exec(&tx, SQL_OUTBOX_LEFT, V(clock_now() + CALL_LONGEST)));
  return db_commit(&tx);
}

int worker_main(const struct config *config) {
  struct office *o;
  str problem;
  log_set(LOG_INFO, "worker");
  stop_prepare();
  if (office_open_all(config, READERS, &o, &problem) != E_OK) {
    log_line(LOG_ERROR, "start", STR_FMT, STR_ARG(problem));
    return 3;
  }
  db_yield(o->db); /* what comes in is taken in first; working it in may take a moment longer */
  if (setpriority(PRIO_PROCESS, 0, NICE) != 0) log_line(LOG_WARN, "start", "the worker's priority cannot be lowered");
  if (take_over(o) != E_OK) log_line(LOG_WARN, "start", "what the last worker left stays as it is");
  struct runner *r = runner_start(o, job_kinds);
  if (!r) return 1;
  stop_wait();
  runner_stop(r);
  ticket_paper_done();
  office_close(o);
  return 0;
}

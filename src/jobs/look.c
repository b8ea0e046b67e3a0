/* Scans are looked at behind the counter, one after the other, at low priority: a cage for each (scans/looker). */
#include "jobs/jobs.h"
#include "office/looked.h"
#include "scans/clamd.h"
#include "scans/looker.h"

#define AGAIN SECONDS(30) /* no cage, or the scan cannot be opened now */

enum err look_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  *ret_n = 0;
  if (!c->office->config->look.on) return E_OK;
  return office_looks_due(c, ret_ids, max < 4 ? max : 4, ret_n); /* few in hand: who comes next is asked again soon */
}

static enum err looker_of(struct job_thread *t) {
  const struct config *cfg = t->office->config;
  struct looker_options o = {.cpu_seconds = cfg->look.seconds, .wall_seconds = cfg->look.seconds * 4, .reads = cfg->look.reads, .low = true};
  return t->looker ? E_OK : looker_new(&o, &t->looker);
}

/* Where a clamd is configured, what it knows is not even decoded. A clamd that does not answer holds nothing up: the cage holds anyway, and
 * the log says so. */
static bool infected(struct job_thread *t, const struct look_job *job, str *ret_name) {
  struct scan_reader *r;
  str address = t->office->config->look.clamd;
  *ret_name = S("");
  if (!address.n || scan_open(t->office->scans, &job->sealed, &(struct scan_opening){OPEN_JUDGE, S("system")}, &r) != E_OK) return false;
  enum err e = clamd_check(t->arena, address, r, ret_name);
  scan_close(r);
  if (e != E_OK) log_line(LOG_WARN, "clamd", "row=%lld does not answer", (long long)job->row);
  return e == E_OK && ret_name->n;
}

static enum err look(struct job_thread *t, const struct look_job *job, struct verdict *ret, str *ret_note) {
  struct scan_reader *r;
  if (infected(t, job, ret_note)) {
    *ret = (struct verdict){.problem = LOOK_VIRUS};
    return E_OK;
  }
  TRY(looker_of(t));
  TRY(scan_open(t->office->scans, &job->sealed, &(struct scan_opening){OPEN_JUDGE, S("system")}, &r));
  enum err e = looker_look(t->looker, t->arena, job->sealed.type, r, ret);
  scan_close(r);
  return e;
}

/* The copies are taken in like any scan: each sealed with a key of its own. */
static enum err seal(struct intake *in, const struct verdict *v, struct look_copy_sealed *ret, size_t *ret_n) {
  for (size_t i = 0; i < v->copy_count; i++) {
    TRY(scan_begin(in));
    TRY(scan_write(in, v->copies[i].jpeg));
    ret[i].copy = &v->copies[i];
    TRY(scan_end(in, &ret[i].sealed));
    *ret_n = i + 1;
  }
  return intake_flush(in);
}

static enum err keep(struct job_thread *t, struct ctx *c, const struct look_job *job, const struct verdict *v, str note) {
  struct look_copy_sealed copies[LOOK_MAX_COPIES];
  struct intake *in;
  size_t n = 0;
  if (!v->copy_count) return office_looked(c, job, v, NULL, 0, note);
  TRY(intake_begin(t->office->scans, t->arena, &in));
  enum err e = seal(in, v, copies, &n);
  if (e == E_OK) e = office_looked(c, job, v, copies, n, note);
  intake_done(in, e == E_OK);
  return e;
}

void look_run(struct job_thread *t, i64 row) {
  struct ctx c = job_ctx(t);
  struct look_job job;
  struct verdict v;
  str note;
  enum err e = office_look_job(&c, row, &job);
  if (e == E_NOTFOUND) return;
  if (e == E_OK) e = look(t, &job, &v, &note);
  c.now = clock_now();
  if (e == E_OK) e = keep(t, &c, &job, &v, note);
  if (e == E_OK || e == E_NOTFOUND) return;
  log_line(LOG_WARN, "look", "row=%lld err=%s %s", (long long)row, err_name(e), t->looker ? looker_why(t->looker) : "");
  if (office_look_later(&c, row, c.now + AGAIN) != E_OK) log_line(LOG_WARN, "look", "row=%lld stays as it is", (long long)row);
}

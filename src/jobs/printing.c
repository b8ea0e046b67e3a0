/* Tickets onto the printer of their hall. The kiosk shows the number at once; paper follows, or the page says why not. */
#include "counter/paper.h"
#include "counter/printer.h"
#include "jobs/jobs.h"
#include "office/hall.h"

#define TRIES 4
#define PAUSE SECONDS(2)
#define TOO_LATE MINUTES(2) /* whoever it was for has gone on */

enum err print_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  const struct value v[] = {V(c->now), V(max)};
  return job_ids(&tx, SQL_PRINT_DUE, v, COUNT(v), ret_ids, max, ret_n);
}

static str number(struct ctx *c, i64 n) { return arena_printf(c->arena, "%lld", (long long)n); }

static enum err draw(struct ctx *c, const struct print_job *job, const struct hall *h, str *ret_bytes) {
  static const enum text_key priorities[PRIORITIES] = {[PRIORITY_ELDERLY] = T_HALL_PRIORITY_ELDERLY, [PRIORITY_PREGNANT] = T_HALL_PRIORITY_PREGNANT,
                                                       [PRIORITY_DISABLED] = T_HALL_PRIORITY_DISABLED, [PRIORITY_CHILD] = T_HALL_PRIORITY_CHILD};
  const struct ticket *t = &job->ticket;
  const struct hall_line *line = hall_line_find(h, t->letter);
  struct ticket_place place = {0};
  struct hall_rules rules;
  {
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_read(c->office->db, &tx));
    TRY(queue_place(c, &tx, t, &place));
  }
  TRY(office_hall_rules(c, h, &rules));
  str ahead = place.ahead ? TEXT(c->arena, LANG_ID, T_HALL_PAPER_AHEAD, ARG("n", number(c, (i64)place.ahead))) : text_plain(LANG_ID, T_HALL_PAPER_FIRST);
  struct ticket_paper paper = {.office = c->office->config->office.name,
                               .title = text_plain(LANG_ID, T_HALL_PAPER_TITLE),
                               .number = t->number,
                               .line = line ? local(&line->name, LANG_ID) : S(""),
                               .priority = t->priority ? text_plain(LANG_ID, priorities[t->priority]) : S(""),
                               .ahead = ahead,
                               .when = text_moment(c->arena, LANG_ID, t->taken_at),
                               .url = job->url,
                               .follow = text_plain(LANG_ID, T_HALL_KIOSK_QR),
                               .note = TEXT(c->arena, LANG_ID, T_HALL_PAPER_GRACE, ARG("n", number(c, rules.grace))),
                               .free = text_plain(LANG_ID, T_HALL_PAPER_FREE)};
  return ticket_paper(c->arena, &paper, ret_bytes);
}

static enum err print(struct ctx *c, i64 id) {
  struct print_job job;
  const char *problem = "drawing";
  str bytes;
  TRY(office_print_job(c, id, &job));
  if (!str_eq(job.state, S("waiting"))) return E_OK;
  const struct hall *h = office_hall(c->office, job.ticket.hall);
  if (!h || !h->printer.n || c->now - job.created_at > TOO_LATE) return office_print_done(c, id, "failed", S("late"), job.tries, c->now);
  enum err e = draw(c, &job, h, &bytes);
  if (e == E_OK) e = printer_send(c->arena, h->printer, bytes, &problem);
  if (e == E_OK) return office_print_done(c, id, "printed", S(""), job.tries + 1, c->now);
  log_line(LOG_WARN, "print", "hall=" STR_FMT " problem=%s try=%d", STR_ARG(h->code), problem, job.tries + 1);
  bool again = job.tries + 1 < TRIES && strcmp(problem, "unreachable") == 0; /* half a ticket is not printed twice */
  return office_print_done(c, id, again ? "waiting" : "failed", str_of(problem), job.tries + 1, clock_now() + PAUSE);
}

void print_run(struct job_thread *t, i64 id) {
  struct ctx c = job_ctx(t);
  enum err e = print(&c, id);
  if (e != E_OK) log_line(LOG_WARN, "print", "job=%lld err=%s", (long long)id, err_name(e));
}

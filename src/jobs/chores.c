/* What has to be done from time to time: timers of chats, erasing, closing. */
#include "jobs/jobs.h"
#include "office/act.h"
#include "office/booking.h"
#include "office/draft.h"
#include "office/figures.h"
#include "office/hall.h"
#include "office/inbound.h"
#include "office/openings.h"
#include "office/portal.h"
#include "office/upload.h"
#include "office/complaint.h"
#include "office/erasure.h"
#include "office/fair.h"
#include "office/sync.h"

enum err timer_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  const struct value v[] = {V(c->now)};
  return job_ids(&tx, SQL_CHAT_QUIET_DUE, v, COUNT(v), ret_ids, max, ret_n);
}

void timer_run(struct job_thread *t, i64 chat) {
  struct ctx c = job_ctx(t);
  c.actor.role = ROLE_CITIZEN;
  enum err e = office_quiet(&c, chat);
  if (e != E_OK) log_line(LOG_WARN, "timer", "chat=%lld err=%s", (long long)chat, err_name(e));
}

/* ---- chores: a table of what and how often ------------------------------------------------------------ */

static enum err expire_one(struct ctx *c, i64 id) {
  struct application f = {0};
  struct act act = {.action = ACTION_EXPIRE};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_id(c, &tx, id, &f));
  TRY(file_act(c, &tx, &f, &act));
  return db_commit(&tx);
}

static enum err expire_corrections(struct ctx *c) {
  i64 ids[50];
  size_t n;
  {
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_read(c->office->db, &tx));
    const struct value v[] = {V(c->now), V(COUNT(ids))};
    TRY(job_ids(&tx, SQL_APPLICATION_LATE_CORRECTIONS, v, COUNT(v), ids, COUNT(ids), &n));
  }
  for (size_t i = 0; i < n; i++) TRY(expire_one(c, ids[i]));
  return E_OK;
}

static enum err erase_drafts(struct ctx *c) {
  size_t n;
  return drafts_erase(c, c->now - DAYS(c->office->config->rules.draft_days), &n);
}

/* One reminder of a draft of the pages, a day after it was left; those of a chat have the chat's own timer. */
static enum err remind_drafts(struct ctx *c) {
  size_t n;
  return drafts_remind(c, c->now - DAYS(1), &n);
}

static enum err purge(struct ctx *c) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_WEBHOOK_PURGE, V(c->now - DAYS(9)))); /* WhatsApp repeats for 7 days; messages are known for ever */
  TRY(db_exec(&tx, SQL_SESSION_PURGE, V(c->now - DAYS(1))));
  TRY(db_exec(&tx, SQL_LINK_PURGE, V(c->now - DAYS(30))));
  TRY(db_exec(&tx, SQL_IDEMPOTENCY_PURGE, V(c->now - DAYS(1))));
  TRY(db_exec(&tx, SQL_PARTNER_CALL_PURGE, V(c->now - DAYS(1))));
  TRY(db_exec(&tx, SQL_OUTBOX_EARLY_PURGE, V(c->now - DAYS(1))));
  TRY(db_exec(&tx, SQL_BOOKING_PURGE_HELD, V(c->now - DAYS(7))));
  TRY(db_exec(&tx, SQL_SKM_PURGE, V(date_days(ctx_today(c)))));
  TRY(db_exec(&tx, SQL_BOOKING_FORGET, V(c->now - DAYS(c->office->config->appointments.forget_days))));
  return db_commit(&tx);
}

/* What is over its time to be kept: destroyed where the office wants it by itself, else counted, so that somebody is reminded. */
static enum err keep_or_destroy(struct ctx *c) {
  i64 records = 0;
  TRY(papers_count(c));
  enum err e = papers_purge(c, &records);
  if (records) log_line(LOG_INFO, "purge", "records=%lld", (long long)records);
  return e == E_NOTFOUND ? E_OK : e;
}

static enum err erase_kept_chats(struct ctx *c) {
  size_t n;
  return erasure_of_kept_chats(c, &n);
}

static enum err late_complaints(struct ctx *c) {
  size_t n;
  return complaint_escalate(c, &n);
}

static enum err replay_line(struct ctx *c) {
  size_t n;
  return fair_replay(c, &n);
}

/* "Does it work now?", once, and the files nobody answered for. */
static enum err sync_questions(struct ctx *c) {
  size_t n;
  TRY(sync_ask_due(c, &n));
  return sync_close_due(c, &n);
}

/* A few batches at a time: citizens and officers write between them. */
static enum err count_figures(struct ctx *c) {
  bool more;
  return figures_catch_up(c, 4, FIGURES_BATCH, &more);
}

/* ---- appointments ------------------------------------------------------------------------------------- */

/* Most seconds nothing is due: four look-ups in small indexes. */
static enum err bookings(struct ctx *c) {
  size_t n;
  if (!c->office->config->appointments.enabled) return E_OK;
  TRY(bookings_expire(c, &n));
  TRY(bookings_remind(c, &n));
  return bookings_miss(c, &n);
}

static enum err offer_seats(struct ctx *c) {
  size_t n;
  return c->office->config->appointments.enabled ? bookings_offer(c, &n) : E_OK;
}

#define AGAIN SECONDS(2) /* after a failure: the vault may just be starting; each further one in a row waits twice as long */

static struct chore {
  const char *name;
  moment every;
  enum err (*run)(struct ctx *c);
  moment next, again;
  enum err last;
} chores[] = {
    {"remind", MINUTES(20), remind_drafts},
    {"visits", MINUTES(5), visits_purge},
    {"expire", MINUTES(10), expire_corrections},
    {"drafts", HOURS(1), erase_drafts},
    {"purge", HOURS(1), purge},
    {"retention", HOURS(1), keep_or_destroy},
    {"chats", HOURS(1), erase_kept_chats},
    {"openings", MINUTES(10), openings_note},
    {"uploads", MINUTES(5), uploads_tidy},
    {"complaints", SECONDS(10), late_complaints},
    {"fair", SECONDS(5), replay_line},
    {"sync", SECONDS(10), sync_questions},
    {"figures", SECONDS(2), count_figures},
    {"hall", MINUTES(30), office_hall_tidy},
    {"bookings", SECONDS(1), bookings},
    {"seats", MINUTES(1), offer_seats},
};

enum err chore_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  *ret_n = 0;
  for (size_t i = 0; i < COUNT(chores) && *ret_n < max; i++)
    if (chores[i].next <= c->now) ret_ids[(*ret_n)++] = (i64)i;
  return E_OK;
}

void chore_run(struct job_thread *t, i64 id) {
  struct ctx c = job_ctx(t);
  struct chore *chore = &chores[id];
  enum err e = chore->run(&c);
  if (e != E_OK && e != chore->last) log_line(LOG_WARN, "chore", "name=%s err=%s", chore->name, err_name(e));
  chore->again = e == E_OK ? 0 : chore->again ? 2 * chore->again : AGAIN;
  chore->next = clock_now() + (e == E_OK || chore->again > chore->every ? chore->every : chore->again);
  chore->last = e;
}

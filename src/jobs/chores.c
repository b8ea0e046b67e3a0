/* What has to be done from time to time: timers of chats, erasing, closing. */
#include "jobs/jobs.h"
#include "office/act.h"
#include "office/draft.h"
#include "office/inbound.h"

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

static enum err purge(struct ctx *c) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_WEBHOOK_PURGE, V(c->now - DAYS(9)))); /* WhatsApp repeats for 7 days; messages are known for ever */
  TRY(db_exec(&tx, SQL_SESSION_PURGE, V(c->now - DAYS(1))));
  TRY(db_exec(&tx, SQL_LINK_PURGE, V(c->now - DAYS(30))));
  TRY(db_exec(&tx, SQL_IDEMPOTENCY_PURGE, V(c->now - DAYS(1))));
  TRY(db_exec(&tx, SQL_OUTBOX_EARLY_PURGE, V(c->now - DAYS(1))));
  return db_commit(&tx);
}

static struct chore {
  const char *name;
  moment every;
  enum err (*run)(struct ctx *c);
  moment next;
} chores[] = {
    {"expire", MINUTES(10), expire_corrections, 0},
    {"drafts", HOURS(1), erase_drafts, 0},
    {"purge", HOURS(1), purge, 0},
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
  if (e != E_OK) log_line(LOG_WARN, "chore", "name=%s err=%s", chore->name, err_name(e));
  chore->next = clock_now() + chore->every;
}

/* A photo that was fetched, checked and sealed need not lie at WhatsApp any longer: it is deleted there. Asked once for each
 * photo, on a thread of its own, never in the way of anything. When it fails WhatsApp forgets it by itself, in a week. */
#include "channels/whatsapp.h"
#include "jobs/jobs.h"

#define FAILURES 3 /* one behind the other, then a number rests: 360dialog closes an endpoint after five in an hour */
#define REST HOURS(1)

static struct resting { /* of one number; the one thread of this kind reads and writes it */
  int failures;
  moment until;
} resting[COUNT(((struct config *)0)->whatsapp.numbers)];

enum err forget_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  const struct value v[] = {V(c->now), V(max)};
  return job_ids(&tx, SQL_MEDIA_FORGET_IDS, v, COUNT(v), ret_ids, max, ret_n);
}

struct forgotten {
  str number_id, media_id;
};

static enum err read_forgotten(struct ctx *c, struct tx *tx, i64 id, struct forgotten *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_MEDIA_FORGET_GET, V(id));
  TRY(rows_one(&r));
  *ret = (struct forgotten){col_str(&r, c->arena, 0), col_str(&r, c->arena, 1)};
  return E_OK;
}

/* E_NOTFOUND: nothing to ask. While its number rests it waits; else it counts as asked before the call is made. */
static enum err take(struct ctx *c, i64 id, struct forgotten *ret, const struct number_config **ret_number) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(read_forgotten(c, &tx, id, ret));
  *ret_number = job_number(c->office, ret->number_id);
  moment until = *ret_number ? resting[*ret_number - c->office->config->whatsapp.numbers].until : 0;
  if (until > c->now) {
    TRY(db_exec(&tx, SQL_MEDIA_FORGET, V(id), V(until)));
    *ret_number = NULL;
  } else {
    TRY(db_exec(&tx, SQL_MEDIA_FORGET_ASKED, V(id)));
  }
  TRY(db_commit(&tx));
  return *ret_number ? E_OK : E_NOTFOUND;
}

void forget_run(struct job_thread *t, i64 id) {
  struct ctx c = job_ctx(t);
  struct forgotten f;
  const struct number_config *number = NULL;
  int status = 0;
  if (take(&c, id, &f, &number) != E_OK) return;
  struct resting *r = &resting[number - c.office->config->whatsapp.numbers];
  enum err e = wa_media_forget(t->client, t->arena, c.office->config, number, f.media_id, &status);
  if (e == E_OK) {
    r->failures = 0;
    return;
  }
  log_line(LOG_WARN, "forget", "id=%lld http=%d err=%s", (long long)id, status, err_name(e));
  if (++r->failures < FAILURES) return;
  *r = (struct resting){.until = c.now + REST};
}

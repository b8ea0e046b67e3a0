#include "office/today.h"

#include <pthread.h>

#include "office/hours.h"

#define KEPT SECONDS(30)

static struct today kept;
static bool counted; /* there is one */
static moment kept_at;
static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;

static enum err count(struct ctx *c, struct today *ret) {
  struct doors doors;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(office_doors(c, &tx, STR_NONE, c->now, &doors));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_TODAY, V("gangguan_sistem_pusat"));
  TRY(rows_one(&r));
  *ret = (struct today){.doors = doors, .waiting = col_int(&r, 0), .disturbed = col_int(&r, 1), .disturbed_since = col_int(&r, 2)};
  return E_OK;
}

enum err office_today(struct ctx *c, struct today *ret) {
  pthread_mutex_lock(&kept_lock);
  bool turned = (kept.doors.open && kept.doors.closes <= c->now) || (kept.doors.opens && kept.doors.opens <= c->now);
  bool old = !counted || turned || kept_at + KEPT < c->now || kept_at > c->now;
  *ret = kept;
  if (old) kept_at = c->now; /* one counts, the others take what is there */
  pthread_mutex_unlock(&kept_lock);
  if (!old) return E_OK;
  struct today now;
  ret->doors = doors_at(c->now, c->office->config->office.hours, NULL, 0);
  TRY(count(c, &now));
  pthread_mutex_lock(&kept_lock);
  kept = now;
  counted = true;
  pthread_mutex_unlock(&kept_lock);
  *ret = now;
  return E_OK;
}

/* office/booking: what happens by the clock. Each booking in a transaction of its own; what was done once is not done
 * again, as the moment that made it due is gone with it. */
#include "office/booking.h"
#include "office/booking_notice.h"

#define AT_ONCE 50

static enum err due(struct ctx *c, enum sql q, moment before, i64 *ret_ids, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  *ret_n = 0;
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, q, V(before), V(AT_ONCE));
  while (*ret_n < AT_ONCE && rows_next(&r)) ret_ids[(*ret_n)++] = col_int(&r, 0);
  return r.err;
}

/* again: reads it inside the transaction and says whether it is still due. */
static enum err each_due(struct ctx *c, enum sql q, moment before, bool (*still)(const struct ctx *, const struct booking *),
                         enum err (*what)(struct ctx *, struct tx *, struct booking *), size_t *ret_n) {
  i64 ids[AT_ONCE];
  size_t n;
  *ret_n = 0;
  TRY(due(c, q, before, ids, &n));
  for (size_t i = 0; i < n; i++) {
    struct booking b;
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_begin(c->office->db, &tx));
    TRY(booking_by_id(c, &tx, ids[i], &b));
    if (!still(c, &b)) continue;
    TRY(what(c, &tx, &b));
    TRY(db_commit(&tx));
    ++*ret_n;
  }
  return E_OK;
}

/* ---- holds, offers, waits ------------------------------------------------------------------------------ */

static bool still_expired(const struct ctx *c, const struct booking *b) { return b->expires_at && b->expires_at <= c->now; }
static enum err lapse(struct ctx *c, struct tx *tx, struct booking *b) {
  return booking_act(c, tx, b, &(struct booking_step){.action = BOOKING_LAPSE});
}
enum err bookings_expire(struct ctx *c, size_t *ret_n) {
  return each_due(c, SQL_BOOKING_EXPIRED, c->now, still_expired, lapse, ret_n);
}

/* ---- reminders -------------------------------------------------------------------------------------------- */

static bool still_reminds(const struct ctx *c, const struct booking *b) { return b->remind_at && b->remind_at <= c->now; }

/* Late by an outage: the nearer reminder alone. After the beginning: none. */
static enum err remind(struct ctx *c, struct tx *tx, struct booking *b) {
  const struct config *cfg = c->office->config;
  moment late = MINUTES(cfg->appointments.remind_late_minutes);
  bool is_late = late && c->now >= b->starts_at - late - MINUTES(15);
  moment next = is_late ? 0 : booking_reminder(b->starts_at, 0, late, c->now);
  TRY(db_change(tx, SQL_BOOKING_REMINDED, V(b->id), V(b->remind_at), V_OPT(next)));
  if (b->state != BOOKING_BOOKED || c->now >= b->starts_at) return E_OK;
  return booking_notice(c, tx, b, is_late ? BOOKING_SAYS_REMIND_LATE : BOOKING_SAYS_REMIND_EARLY);
}
enum err bookings_remind(struct ctx *c, size_t *ret_n) {
  return each_due(c, SQL_BOOKING_REMIND, c->now, still_reminds, remind, ret_n);
}

/* ---- who did not come ---------------------------------------------------------------------------------------- */

static bool still_booked(const struct ctx *c, const struct booking *b) {
  return b->state == BOOKING_BOOKED && b->starts_at < c->now && !b->rule->at_home;
}
static enum err miss(struct ctx *c, struct tx *tx, struct booking *b) {
  return booking_act(c, tx, b, &(struct booking_step){.action = BOOKING_MISS});
}
enum err bookings_miss(struct ctx *c, size_t *ret_n) {
  int minutes = c->office->config->appointments.no_show_minutes;
  *ret_n = 0;
  if (!minutes) return E_OK;
  return each_due(c, SQL_BOOKING_LATE, c->now - MINUTES(minutes), still_booked, miss, ret_n);
}

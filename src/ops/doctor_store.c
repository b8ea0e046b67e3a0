/* The doctor's look into the store: its soundness, the clock against it, people, waiting work. */
#include <sys/stat.h>
#include <sys/timex.h>

#include "domain/role.h"
#include "ops/doctor_report.h"
#include "store/migrate.h"

void doctor_store(struct doctor_report *d) {
  str path = str_from(d->config->store, str_find(d->config->store, ':') + 1), problem;
  int version, newest;
  if (!doctor_private(d, path, "loket init, or bring the store back from its copy")) return;
  if (db_open(arena_cstr(d->arena, d->config->store), 1, &d->db) != E_OK) {
    doctor_fail(d, "see the line above; give the file to the user the server runs as", STR_FMT " cannot be opened",
                STR_ARG(path));
    return;
  }
  if (db_integrity(d->db, d->arena, &problem) != E_OK)
    doctor_fail(d, "bring the store back from its copy", STR_FMT " cannot be read", STR_ARG(path));
  else if (problem.n)
    doctor_fail(d, "bring the store back from its copy", STR_FMT " is damaged: " STR_FMT, STR_ARG(path),
                STR_ARG(problem));
  else
    doctor_ok(d, STR_FMT " is sound", STR_ARG(path));
  if (migrate_version(d->db, &version, &newest) != E_OK)
    doctor_fail(d, "loket init", "the store has no version yet");
  else if (version < newest)
    doctor_warn(d, "loket init, or start the server: both bring it up", "the store has version %d, this Loket %d",
                version, newest);
  else if (version > newest)
    doctor_fail(d, "install the newer Loket again", "the store has version %d, this Loket only knows %d", version,
                newest);
  else
    doctor_ok(d, "the store has version %d", version);
}

/* One row of one query, for the checks below; false (and nothing noted) without a store. */
static bool one_row(struct doctor_report *d, struct tx *tx, enum sql q, const struct value *v, size_t n,
                    struct rows *ret) {
  if (!d->db || db_read(d->db, tx) != E_OK) return false;
  *ret = db_query_(tx, q, v, n);
  return rows_one(ret) == E_OK;
}

#define SANE_YEAR 2026 /* no earlier than the program itself */

void doctor_clock(struct doctor_report *d) {
  CLEANUP(db_end) struct tx tx = {0};
  CLEANUP(rows_done) struct rows r = {0};
  struct timex t = {0};
  moment now = clock_now();
  const char *mend = "set the clock and let it be kept: apt-get install systemd-timesyncd";
  if (date_of_days(now / DAYS(1)).year < SANE_YEAR) {
    doctor_fail(d, mend, "the clock says %d", date_of_days(now / DAYS(1)).year);
    return;
  }
  if (one_row(d, &tx, SQL_EVENT_NEWEST_AT, NULL, 0, &r) && col_int(&r, 0) > now + MINUTES(1)) {
    doctor_fail(d, mend, "the clock stands %lld minutes before the newest event",
                (long long)((col_int(&r, 0) - now) / MINUTES(1)));
    return;
  }
  if (adjtimex(&t) == TIME_ERROR)
    doctor_warn(d, mend, "nobody keeps the clock (NTP): published times and one-time links depend on it");
  else
    doctor_ok(d, "the clock is kept and agrees with the store");
}

void doctor_people(struct doctor_report *d) {
  CLEANUP(db_end) struct tx tx = {0};
  CLEANUP(rows_done) struct rows r = {0};
  if (!d->db || db_read(d->db, &tx) != E_OK) return;
  r = db_query(&tx, SQL_OFFICER_LIST);
  int active = 0, supervisors = 0;
  for (enum role role; rows_next(&r);) {
    if (col_int(&r, 4) || !role_parse(col_peek(&r, 3), &role)) continue;
    active++;
    supervisors += role == ROLE_SUPERVISOR;
  }
  if (active == 0)
    doctor_warn(d, "loket user add --login NAME --name \"Full Name\" --role verifikator", "nobody can log in yet");
  else if (supervisors == 0)
    doctor_warn(d, "loket user add ... --role kabid", "%d officers, but no supervisor decides a mismatch", active);
  else
    doctor_ok(d, "%d officers, %d of them supervisors", active, supervisors);
}

/* ---- waiting work --------------------------------------------------------------------------------- */

#define LONG_WAIT MINUTES(10)

static void look_queue(struct doctor_report *d, const char *what, i64 count, moment oldest, moment now) {
  long long minutes = oldest ? (long long)((now - oldest) / MINUTES(1)) : 0;
  if (oldest && now - oldest > LONG_WAIT)
    doctor_warn(d, "is the worker running, and can it reach WhatsApp? its log lines say why",
                "%s: %lld waiting, the oldest for %lld minutes", what, (long long)count, minutes);
  else
    doctor_ok(d, "%s: %lld waiting", what, (long long)count);
}

static void look_counts(struct doctor_report *d, i64 *ret_webhooks, i64 *ret_messages, i64 *ret_photos) {
  CLEANUP(db_end) struct tx tx = {0};
  CLEANUP(rows_done) struct rows r = {0};
  if (!one_row(d, &tx, SQL_META_COUNTS, VALUES(V(clock_now())), &r)) return;
  doctor_ok(d, "%lld applications, %lld scans, %lld events", (long long)col_int(&r, 0), (long long)col_int(&r, 1),
            (long long)col_int(&r, 2));
  *ret_webhooks = col_int(&r, 3);
  *ret_messages = col_int(&r, 4);
  *ret_photos = col_int(&r, 5);
}

void doctor_work(struct doctor_report *d) {
  i64 webhooks = 0, messages = 0, photos = 0;
  look_counts(d, &webhooks, &messages, &photos);
  CLEANUP(db_end) struct tx tx = {0};
  CLEANUP(rows_done) struct rows r = {0};
  moment now = clock_now();
  if (!one_row(d, &tx, SQL_META_OLDEST, VALUES(V(now)), &r)) return;
  look_queue(d, "webhooks", webhooks, col_int(&r, 0), now);
  look_queue(d, "messages to send", messages, col_int(&r, 1), now);
  look_queue(d, "photos to fetch", photos, col_int(&r, 2), now);
}

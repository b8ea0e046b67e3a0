/* Photos are fetched once, sealed while they come, checked against the hash WhatsApp told, and only then told to the
 * conversation. */
#include "channels/whatsapp.h"
#include "jobs/jobs.h"
#include "office/inbound.h"

#define KEPT_AT_WHATSAPP DAYS(7)

static const moment waits[] = {SECONDS(2), SECONDS(15), MINUTES(1), MINUTES(5), MINUTES(20), HOURS(1), HOURS(3)};

enum err media_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  const struct value v[] = {V(c->now), V(max)};
  return job_ids(&tx, SQL_MEDIA_NEXT_IDS, v, COUNT(v), ret_ids, max, ret_n);
}

static enum err read_job(struct ctx *c, i64 id, struct media_job *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_MEDIA_GET, V(id));
  TRY(rows_one(&r));
  struct arena *a = c->arena;
  *ret = (struct media_job){.id = id, .message = col_int(&r, 0), .number_id = col_str(&r, a, 1), .media_id = col_str(&r, a, 2),
                            .mime = col_str(&r, a, 4), .file_name = col_str(&r, a, 5), .caption = col_str(&r, a, 6),
                            .quoted = col_str(&r, a, 7), .tries = col_int(&r, 8), .chat = col_int(&r, 9), .contact = col_int(&r, 10)};
  ret->has_sha256 = col_blob(&r, 3, ret->sha256.b, SHA256_SIZE);
  ret->came_at = col_int(&r, 11);
  return E_OK;
}

static enum err later(struct ctx *c, const struct media_job *job) {
  size_t step = (size_t)job->tries < COUNT(waits) ? (size_t)job->tries : COUNT(waits) - 1;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_MEDIA_AGAIN, V(job->id), V(c->now + waits[step])));
  return db_commit(&tx);
}

static enum err into_intake(void *self, str piece) { return scan_write(self, piece); }

/* Where it lies, then its bytes into the intake. E_NOTFOUND: gone; E_INPUT: the intake refused it. */
static enum err fetch(struct job_thread *t, const struct media_job *job, struct intake *in, struct sealed_scan *ret) {
  const struct number_config *number = job_number(t->office, job->number_id);
  struct wa_media info;
  int status = 0;
  if (!number) return E_IO;
  TRY(wa_media_info(t->client, t->arena, t->office->config, number, job->media_id, &info, &status));
  TRY(scan_begin(in));
  TRY(wa_media_fetch(t->client, t->arena, t->office->config, number, info.url, into_intake, in, &status));
  TRY(scan_end(in, ret));
  if (job->has_sha256 && memcmp(ret->sha256.b, job->sha256.b, SHA256_SIZE) != 0) {
    log_line(LOG_WARN, "media", "id=%lld other bytes than WhatsApp told", (long long)job->id);
    return E_CONFLICT;
  }
  return intake_flush(in);
}

static enum err settle(struct ctx *c, const struct media_job *job, enum err e, struct intake *in, const struct sealed_scan *scan) {
  bool old = c->now - job->came_at > KEPT_AT_WHATSAPP;
  if (e == E_OK) return office_media_stored(c, job, scan);
  if (e == E_INPUT && intake_problem(in) != SCAN_FINE) return office_media_failed(c, job, scan_problem_code(intake_problem(in)));
  if (e == E_CONFLICT && job->tries >= 1) return office_media_failed(c, job, "other_bytes"); /* downloaded twice, wrong twice */
  if (old || (e == E_NOTFOUND && job->tries >= 2)) return office_media_failed(c, job, "gone");
  return later(c, job);
}

void media_run(struct job_thread *t, i64 id) {
  struct ctx c = job_ctx(t);
  struct media_job job;
  struct sealed_scan scan = {0};
  struct intake *in = NULL;
  if (read_job(&c, id, &job) != E_OK) return;
  enum err e = intake_begin(t->office->scans, t->arena, &in);
  if (e == E_OK) e = fetch(t, &job, in, &scan);
  c.now = clock_now();
  c.actor.role = ROLE_CITIZEN;
  enum err settled = settle(&c, &job, e, in, &scan);
  if (settled != E_OK) log_line(LOG_WARN, "media", "id=%lld err=%s settled=%s", (long long)id, err_name(e), err_name(settled));
  if (in) intake_done(in, e == E_OK && settled == E_OK);
}

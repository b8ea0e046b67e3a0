#include "channels/whatsapp.h"
#include "jobs/jobs.h"
#include "office/inbound.h"

#define AGAIN_LATER SECONDS(2)
#define MAX_TRIES 50

enum err job_ids(struct tx *tx, enum sql q, const struct value *v, size_t n, i64 *ret_ids, size_t max, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query_(tx, q, v, n);
  *ret_n = 0;
  while (*ret_n < max && rows_next(&r)) ret_ids[(*ret_n)++] = col_int(&r, 0);
  return r.err;
}

const struct number_config *job_number(const struct office *o, str number_id) {
  for (size_t i = 0; i < o->config->whatsapp.number_count; i++)
    if (str_eq(o->config->whatsapp.numbers[i].phone_number_id, number_id)) return &o->config->whatsapp.numbers[i];
  return NULL;
}

enum err inbox_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  const struct value v[] = {V(c->now), V(max)};
  return job_ids(&tx, SQL_WEBHOOK_NEXT_IDS, v, COUNT(v), ret_ids, max, ret_n);
}

/* ---- one update -------------------------------------------------------------------------------------- */

static enum chat_event_kind event_kind(enum wa_kind k) {
  switch (k) {
    case WA_TEXT: return CHAT_TEXT;
    case WA_CHOICE: return CHAT_CHOICE;
    case WA_MEDIA: return CHAT_MEDIA;
    case WA_VOICE: return CHAT_VOICE;
    case WA_ECHO: return CHAT_OFFICER;
    case WA_REACTION: return CHAT_REACTION;
    default: return CHAT_UNSUPPORTED;
  }
}

static enum err a_message(struct ctx *c, const struct wa_event *e, bool *ret_of_survey) {
  struct inbound_media media = {.id = e->media.id, .mime = e->media.mime, .file_name = e->media.file_name,
                                .has_sha256 = e->media.has_sha256, .sha256 = e->media.sha256};
  struct inbound in = {.number_id = e->number_id, .wamid = e->wamid, .phone = e->phone, .bsuid = e->bsuid, .name = e->profile_name,
                       .at = e->at, .kind = event_kind(e->kind), .text = e->text, .choice = e->choice_id, .quoted = e->quoted,
                       .ret_of_survey = ret_of_survey, .media = e->kind == WA_MEDIA ? &media : NULL};
  if (!in.wamid.n || (!in.phone.n && !in.bsuid.n)) return E_OK;
  return office_inbound(c, &in);
}

static enum err an_update(struct ctx *c, const struct wa_event *e, bool *ret_of_survey) {
  switch (e->kind) {
    case WA_TEXT:
    case WA_CHOICE:
    case WA_MEDIA:
    case WA_VOICE:
    case WA_OTHER_MEDIA:
    case WA_LOCATION:
    case WA_CONTACTS:
    case WA_REACTION:
    case WA_UNSUPPORTED:
    case WA_ECHO:
      if (!job_number(c->office, e->number_id)) {
        log_line(LOG_WARN, "inbox", "a number that is not configured: id=" STR_FMT, STR_ARG(e->number_id));
        return E_OK;
      }
      return a_message(c, e, ret_of_survey);
    case WA_EDIT: return office_edited(c, e->number_id, e->quoted, e->text);
    case WA_NUMBER_CHANGED:
    case WA_IDENTITY_CHANGED: return office_number_changed(c, e->phone, e->bsuid);
    case WA_STATUS: return outbox_status(c, e);
    case WA_ACCOUNT: log_line(LOG_WARN, "whatsapp", "account field=" STR_FMT, STR_ARG(e->choice_id)); return E_OK;
    case WA_ERROR: log_line(LOG_WARN, "whatsapp", "error code=%d", e->error_code); return E_OK;
    case WA_REVOKE: /* what was attached to a case stays evidence */
    case WA_IGNORED:
    case WA_UNKNOWN: return E_OK;
  }
  return E_OK;
}

/* ---- one body ------------------------------------------------------------------------------------------- */

static enum err read_body(struct ctx *c, i64 id, str *ret_body, i64 *ret_tries) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_WEBHOOK_GET, V(id));
  TRY(rows_one(&r));
  *ret_body = col_str(&r, c->arena, 0);
  *ret_tries = col_int(&r, 1);
  return E_OK;
}

/* A body that held an answer to the survey is not kept: it names the phone beside the answer. */
static enum err finish(struct ctx *c, i64 id, bool again, bool of_survey) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(again ? db_exec(&tx, SQL_WEBHOOK_AGAIN, V(id), V(c->now + AGAIN_LATER)) : db_exec(&tx, SQL_WEBHOOK_DONE, V(id), V(c->now)));
  if (of_survey && !again) TRY(db_exec(&tx, SQL_WEBHOOK_EMPTY, V(id)));
  return db_commit(&tx);
}

void inbox_run(struct job_thread *t, i64 id) {
  struct ctx c = job_ctx(t);
  struct wa_event *events = NULL;
  size_t n = 0;
  str body;
  i64 tries;
  if (read_body(&c, id, &body, &tries) != E_OK) return;
  enum err e = wa_parse(t->arena, body, &events, &n);
  if (e != E_OK) log_line(LOG_WARN, "inbox", "id=%lld cannot be read: %s", (long long)id, err_name(e));
  bool again = false, of_survey = false;
  for (size_t i = 0; e == E_OK && i < n; i++) {
    struct ctx one = job_ctx(t);
    if (events[i].kind != WA_STATUS && events[i].kind != WA_ECHO) one.actor.role = ROLE_CITIZEN;
    enum err outcome = an_update(&one, &events[i], &of_survey);
    again |= outcome == E_IO || outcome == E_CONFLICT; /* what was worked in is known by its wamid */
    if (outcome != E_OK) log_line(LOG_WARN, "inbox", "id=%lld update=%zu kind=%d err=%s", (long long)id, i, (int)events[i].kind, err_name(outcome));
  }
  if (finish(&c, id, again && tries < MAX_TRIES, of_survey) != E_OK) log_line(LOG_ERROR, "inbox", "id=%lld stays open", (long long)id);
}

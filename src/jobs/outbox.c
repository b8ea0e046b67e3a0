/* Sending, at most once on purpose. A row is marked `sending` and flushed before the call; what comes back, or does not,
 * decides: sent, later, as a template, never, or unknown - then a status from WhatsApp may still tell. */
#include "channels/whatsapp.h"
#include "jobs/jobs.h"

#define LEASE SECONDS(90)         /* longer than a call can take */
#define UNKNOWN_WAIT SECONDS(60)  /* for a status that names our id */
#define WINDOW_MARGIN MINUTES(3)  /* the window is taken as closed a little early */
#define MAX_TRIES 5

struct letter {
  i64 id, chat, contact, tries;
  str number_id, state, phone, bsuid;
  struct say say;
  bool as_template, opted_out;
  moment window_until;
};

enum err outbox_due(struct ctx *c, i64 *ret_ids, size_t max, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  const struct value v[] = {V(c->now), V(max)};
  return job_ids(&tx, SQL_OUTBOX_NEXT, v, COUNT(v), ret_ids, max, ret_n);
}

static enum err read_letter(struct ctx *c, struct tx *tx, i64 id, struct letter *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_OUTBOX_GET, V(id));
  TRY(rows_one(&r));
  struct arena *a = c->arena;
  *ret = (struct letter){.id = id, .number_id = col_str(&r, a, 0), .chat = col_int(&r, 1), .state = col_str(&r, a, 2), .tries = col_int(&r, 3),
                         .as_template = col_int(&r, 4), .contact = col_int(&r, 6), .window_until = col_int(&r, 7),
                         .phone = col_str(&r, a, 8), .bsuid = col_str(&r, a, 9), .opted_out = col_int(&r, 10)};
  return say_from_json(a, col_str(&r, a, 5), &ret->say);
}

/* ---- what an error means -------------------------------------------------------------------------------- */

static enum err fail(struct tx *tx, i64 id, int code, const char *why) {
  log_line(LOG_WARN, "outbox", "id=%lld code=%d given up: %s", (long long)id, code, why);
  TRY(db_exec(tx, SQL_OUTBOX_FAILED, V(id), V(code), V(why)));
  return db_exec(tx, SQL_MESSAGE_FAILED, V(id));
}

static enum err again(struct ctx *c, struct tx *tx, const struct letter *l, moment wait, int code) {
  u32 jitter;
  random_bytes(&jitter, sizeof jitter);
  return db_exec(tx, SQL_OUTBOX_AGAIN, V(l->id), V(c->now + wait + (wait ? jitter % (wait / 4 + 1) : 0)), V(code), V(l->as_template));
}

static moment backoff(i64 tries, int factor) {
  moment wait = SECONDS(1);
  for (i64 i = 1; i < tries && wait < HOURS(1); i++) wait *= factor;
  return wait;
}

static enum err remedy(struct ctx *c, struct tx *tx, const struct letter *l, enum wa_remedy what, int code) {
  switch (what) {
    case WA_RETRY:
      return l->tries < MAX_TRIES ? again(c, tx, l, backoff(l->tries, 3), code) : fail(tx, l->id, code, "tried often enough");
    case WA_RETRY_RECIPIENT:
      return l->tries < MAX_TRIES + 3 ? again(c, tx, l, backoff(l->tries, 4), code) : fail(tx, l->id, code, "pair rate");
    case WA_RETRY_ALL_LATER:
      TRY(db_exec(tx, SQL_NUMBER_PAUSE, V(l->number_id), V(c->now + MINUTES(1))));
      return again(c, tx, l, MINUTES(1), code);
    case WA_USE_TEMPLATE:
      if (l->as_template || !l->say.fallback.name.n) return fail(tx, l->id, code, "window closed");
      return db_exec(tx, SQL_OUTBOX_AGAIN, V(l->id), V(c->now), V(code), V(1));
    case WA_UNREACHABLE: TRY(db_exec(tx, SQL_CONTACT_UNREACHABLE, V(l->contact), V(c->now))); return fail(tx, l->id, code, "unreachable");
    case WA_REVERIFY: TRY(db_exec(tx, SQL_CONTACT_REVERIFY, V(l->contact), V(c->now))); return fail(tx, l->id, code, "identity changed");
    case WA_STOP_NUMBER:
      log_line(LOG_ERROR, "outbox", "number=" STR_FMT " stopped code=%d: see loket doctor", STR_ARG(l->number_id), code);
      TRY(db_exec(tx, SQL_NUMBER_STOP, V(l->number_id), V(c->now), V(arena_printf(c->arena, "code %d", code))));
      return again(c, tx, l, 0, code);
    case WA_GIVE_UP: return fail(tx, l->id, code, "refused");
  }
  return E_BUG;
}

/* ---- one letter -------------------------------------------------------------------------------------------- */

static enum err took(struct ctx *c, struct tx *tx, i64 id, str wamid) {
  TRY(db_exec(tx, SQL_OUTBOX_SENT, V(id), V(wamid), V(c->now)));
  return db_exec(tx, SQL_MESSAGE_SENT, V(id), V(wamid));
}

/* Decides whether this letter goes out now; *ret_go false: everything that had to be written is written. */
static enum err prepare(struct ctx *c, struct tx *tx, struct letter *l, bool *ret_go) {
  *ret_go = false;
  if (str_eq(l->state, S("sending"))) /* the process that sent it died: nobody knows */
    return db_exec(tx, SQL_OUTBOX_UNKNOWN, V(l->id), V(c->now + UNKNOWN_WAIT));
  if (str_eq(l->state, S("unknown")) && !l->say.important) return fail(tx, l->id, 0, "outcome unknown");
  bool open = l->window_until - WINDOW_MARGIN > c->now;
  if (!open && !l->as_template) {
    if (!l->say.fallback.name.n) return fail(tx, l->id, 0, "window closed");
    l->as_template = true;
  }
  if (l->as_template && l->opted_out && !l->say.fallback.code) return fail(tx, l->id, 0, "opted out");
  TRY(db_change(tx, SQL_OUTBOX_SENDING, V(l->id), V(c->now + LEASE)));
  l->tries++;
  *ret_go = true;
  return E_OK;
}

static enum err settle(struct ctx *c, const struct letter *l, const struct wa_outcome *o) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  if (o->sent) {
    TRY(took(c, &tx, l->id, o->wamid));
    TRY(db_exec(&tx, SQL_OUTBOX_EARLY_APPLY, V(l->id), V(o->wamid)));
  } else if (o->unknown) {
    TRY(db_exec(&tx, SQL_OUTBOX_UNKNOWN, V(l->id), V(c->now + UNKNOWN_WAIT)));
  } else {
    TRY(remedy(c, &tx, l, o->remedy, o->code));
  }
  return db_commit(&tx);
}

static enum err claim(struct ctx *c, i64 id, struct letter *ret, bool *ret_go) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  enum err e = read_letter(c, &tx, id, ret);
  if (e == E_INPUT) e = fail(&tx, id, 0, "unreadable"), *ret_go = false;
  else if (e == E_OK) e = prepare(c, &tx, ret, ret_go);
  TRY(e);
  return db_commit(&tx); /* flushed: from here on a crash leaves `sending` behind */
}

/* An answer shows that the question was read: two ticks for the citizen. Best effort; nothing hangs on it. */
static void mark_read(struct job_thread *t, struct ctx *c, const struct letter *l, const struct number_config *number) {
  str wamid = STR_NONE;
  struct wa_outcome outcome;
  CLEANUP(db_end) struct tx tx = {0};
  if (db_read(c->office->db, &tx) != E_OK) return;
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_MESSAGE_UNREAD, V(l->chat));
    if (rows_next(&r)) wamid = col_str(&r, t->arena, 0);
  }
  db_end(&tx);
  if (!wamid.n) return;
  if (wa_send(t->client, t->arena, t->office->config, number, wa_read_json(t->arena, wamid, false), &outcome) != E_OK) return;
  if (!outcome.sent || db_begin(c->office->db, &tx) != E_OK) return;
  if (db_exec(&tx, SQL_MESSAGE_MARK_READ, V(l->chat)) != E_OK || db_commit(&tx) != E_OK)
    log_line(LOG_WARN, "outbox", "chat=%lld read mark not kept", (long long)l->chat);
}

void outbox_run(struct job_thread *t, i64 id) {
  struct ctx c = job_ctx(t);
  struct letter l;
  struct wa_outcome outcome = {0};
  bool go = false;
  str json;
  enum err e = claim(&c, id, &l, &go);
  if (e == E_NOTFOUND || (e == E_OK && !go)) return;
  const struct number_config *number = e == E_OK ? job_number(t->office, l.number_id) : NULL;
  if (e == E_OK && !number) outcome.remedy = WA_STOP_NUMBER;
  if (e == E_OK && number) {
    mark_read(t, &c, &l, number);
    e = wa_message_json(t->arena, &l.say, l.phone, l.bsuid, arena_printf(t->arena, "loket:%lld", (long long)id), l.as_template, &json);
    if (e == E_OK) e = wa_send(t->client, t->arena, t->office->config, number, json, &outcome);
    else outcome.remedy = WA_GIVE_UP, e = E_OK;
  }
  c.now = clock_now();
  if (e == E_OK) e = settle(&c, &l, &outcome);
  if (e != E_OK) log_line(LOG_ERROR, "outbox", "id=%lld err=%s", (long long)id, err_name(e));
}

/* ---- statuses ------------------------------------------------------------------------------------------------- */

static enum err letter_of_status(struct ctx *c, struct tx *tx, const struct wa_event *e, i64 *ret_id) {
  i64 id = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_OUTBOX_BY_WAMID, V(e->wamid));
    enum err found = rows_one(&r);
    if (found == E_OK) *ret_id = col_int(&r, 0);
    if (found != E_NOTFOUND) return found;
  }
  if (!str_starts(e->callback_data, S("loket:")) || !str_to_i64(str_from(e->callback_data, 6), &id)) return E_NOTFOUND;
  struct letter l;
  TRY(read_letter(c, tx, id, &l));
  if (!str_eq(l.state, S("sent"))) TRY(took(c, tx, id, e->wamid)); /* the answer to our call was lost: now we know */
  *ret_id = id;
  return E_OK;
}

enum err outbox_status(struct ctx *c, const struct wa_event *e) {
  i64 id;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  enum err found = letter_of_status(c, &tx, e, &id);
  if (found == E_NOTFOUND) {
    TRY(db_exec(&tx, SQL_OUTBOX_EARLY, V(e->wamid), V((int)e->status), V(e->error_code), V(c->now)));
    return db_commit(&tx);
  }
  TRY(found);
  if (e->status == WA_FAILED) {
    struct letter l;
    TRY(read_letter(c, &tx, id, &l));
    TRY(remedy(c, &tx, &l, wa_remedy_of(e->error_code, 0), e->error_code));
  } else {
    TRY(db_exec(&tx, SQL_MESSAGE_STATUS, V(e->number_id), V(e->wamid), V((int)e->status)));
  }
  return db_commit(&tx);
}

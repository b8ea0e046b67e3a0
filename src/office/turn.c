#include "office/turn.h"

#include "domain/calendar.h"
#include "domain/identity.h"
#include "office/act.h"
#include "office/chain.h"
#include "office/chat_words.h"
#include "office/draft.h"
#include "office/notice.h"
#include "office/submit.h"

#define KNOWN_APPLICATIONS 10

/* ---- the row -------------------------------------------------------------------------------------- */

static enum err read_contact(struct ctx *c, struct tx *tx, struct live_chat *row) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_GET, V(row->contact));
  TRY(rows_one(&r));
  row->phone = col_str(&r, c->arena, 0);
  row->contact_name = col_str(&r, c->arena, 2);
  return E_OK;
}

enum err chat_read(struct ctx *c, struct tx *tx, i64 id, struct live_chat *ret) {
  struct live_chat row = {.id = id};
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_GET, V(id));
    TRY(rows_one(&r));
    row.number_id = col_str(&r, c->arena, 0);
    row.contact = col_int(&r, 1);
    row.chat = chat_from_json(c->arena, col_str(&r, c->arena, 2));
    row.draft = col_int(&r, 3);
    row.window_until = col_int(&r, 4);
    row.waiting_since = col_int(&r, 7);
  }
  TRY(read_contact(c, tx, &row));
  *ret = row;
  return E_OK;
}

enum err chat_write(struct ctx *c, struct tx *tx, const struct live_chat *row) {
  const struct chat *chat = &row->chat;
  moment timer = chat->quiet_at; /* one column for both timers: the nearer one */
  if (chat->idle_at && (!timer || chat->idle_at < timer)) timer = chat->idle_at;
  i64 human_until = chat->mode == CHAT_HUMAN ? chat->bot_silent_until : 0;
  return db_exec(tx, SQL_CHAT_SAVE, V(row->id), V(chat_to_json(c->arena, chat)), V_OPT(row->draft), V_OPT(timer),
                 V_OPT(row->waiting_since), V(human_until));
}

/* ---- facts ------------------------------------------------------------------------------------------ */

static enum err count_unsorted(struct ctx *c, struct tx *tx, i64 application, int *ret) {
  struct scan_row *scans;
  size_t n;
  TRY(file_scans(c, tx, application, &scans, &n));
  *ret = 0;
  for (size_t i = 0; i < n; i++) *ret += !scans[i].requirement.n && !scans[i].replaced_at;
  return E_OK;
}

static bool forms_done(const struct application *f) {
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *item = &f->items[i];
    if ((item->requirement->modes & (MODE_FORM | MODE_OPTIONAL)) == MODE_FORM && !(item->requirement->modes & MODE_UPLOAD) &&
        item->state == ITEM_MISSING)
      return false;
  }
  return true;
}

static enum err draft_facts(struct ctx *c, struct tx *tx, struct live_chat *row, struct chat_draft *ret) {
  *ret = (struct chat_draft){0};
  if (!row->draft) return E_OK;
  struct application *f = arena_new_of(c->arena, struct application);
  enum err e = file_by_id(c, tx, row->draft, f);
  if (e == E_NOTFOUND || (e == E_OK && f->state != STATE_DRAFT)) {
    row->draft = 0;
    return E_OK;
  }
  TRY(e);
  *ret = (struct chat_draft){.service = f->service, .answers = f->answers, .items = f->items, .item_count = f->item_count,
                             .form_done = forms_done(f)};
  return count_unsorted(c, tx, f->id, &ret->unsorted);
}

static enum err application_facts(struct ctx *c, struct tx *tx, i64 contact, struct chat_facts *facts) {
  struct chat_application *list = arena_array(c->arena, struct chat_application, KNOWN_APPLICATIONS);
  i64 ids[KNOWN_APPLICATIONS];
  size_t n = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_APPLICATION_OF_CONTACT, V(contact), V(KNOWN_APPLICATIONS));
    while (n < KNOWN_APPLICATIONS && rows_next(&r)) ids[n++] = col_int(&r, 0);
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) {
    struct application *f = arena_new_of(c->arena, struct application);
    TRY(file_by_id(c, tx, ids[i], f));
    list[i] = (struct chat_application){.number = f->number, .service = f->service, .state = f->state, .items = f->items,
                                        .item_count = f->item_count};
    if (f->state == STATE_NEEDS_CORRECTION) TRY(count_unsorted(c, tx, f->id, &list[i].unsorted));
  }
  facts->applications = list;
  facts->application_count = n;
  return E_OK;
}

static enum err read_facts(struct ctx *c, struct tx *tx, struct live_chat *row, struct chat_facts *ret) {
  const struct config *cfg = c->office->config;
  struct chat_facts f = {.catalogue = &c->office->catalogue, .today = ctx_today(c),
                         .quiet_seconds = cfg->whatsapp.quiet_seconds, .quiet_cap_seconds = cfg->whatsapp.quiet_cap_seconds,
                         .bot_pause_hours = cfg->whatsapp.bot_pause_hours};
  struct scan_row *loose;
  size_t n;
  TRY(draft_facts(c, tx, row, &f.draft));
  TRY(application_facts(c, tx, row->contact, &f));
  TRY(file_loose_scans(c, tx, row->contact, &loose, &n));
  f.loose = (int)n;
  *ret = f;
  return E_OK;
}

/* ---- effects ------------------------------------------------------------------------------------------ */

static enum err cancel(struct ctx *c, struct tx *tx, str number) {
  struct application f = {0};
  struct act act = {.action = ACTION_CANCEL};
  TRY(file_by_number(c, tx, number, &f));
  return file_act(c, tx, &f, &act);
}

static enum err send_correction(struct ctx *c, struct tx *tx, str number) {
  struct application f = {0};
  struct act act = {.action = ACTION_SEND_CORRECTION};
  TRY(file_by_number(c, tx, number, &f));
  return file_act(c, tx, &f, &act);
}

static enum err apply(struct ctx *c, struct tx *tx, struct live_chat *row, const struct chat_effect *e) {
  switch (e->kind) {
    case CHAT_KEEP_LOOSE: return E_OK;
    case CHAT_TIE_DRAFT: return draft_tie(c, tx, row->draft, e->media, e->requirement);
    case CHAT_TIE_CORRECTION: return correction_tie(c, tx, e->number, e->media, e->requirement);
    case CHAT_START_DRAFT: return draft_start(c, tx, row, e->service, &e->answers);
    case CHAT_SET_ANSWERS: return draft_answers(c, tx, row->draft, &e->answers);
    case CHAT_SUBMIT_DRAFT: return draft_submit(c, tx, row);
    case CHAT_DISCARD_DRAFT: return draft_discard(c, tx, row, e->keep_media);
    case CHAT_CANCEL: return cancel(c, tx, e->number);
    case CHAT_SEND_CORRECTION: return send_correction(c, tx, e->number);
    case CHAT_CALL_OFFICER:
      if (!row->waiting_since) row->waiting_since = c->now;
      return E_OK;
    case CHAT_GIVE_BACK: row->waiting_since = 0; return E_OK;
    case CHAT_OPT_OUT: return db_exec(tx, SQL_CONTACT_OPT, V(row->contact), V(1));
    case CHAT_OPT_IN: return db_exec(tx, SQL_CONTACT_OPT, V(row->contact), V(0));
  }
  return E_BUG;
}

/* ---- the answer ----------------------------------------------------------------------------------------- */

/* Into the form of the draft, or of the file whose correction is spoken of. */
static enum err link_for(struct ctx *c, struct tx *tx, const struct live_chat *row, str number, str *ret_link) {
  if (row->draft || !number.n) return row->draft ? form_link(c, tx, row->draft, ret_link) : E_OK;
  struct application *f = arena_new_of(c->arena, struct application);
  enum err e = file_by_number(c, tx, number, f);
  if (e == E_NOTFOUND) return E_OK;
  TRY(e);
  return form_link(c, tx, f->id, ret_link);
}

static enum err answer(struct ctx *c, struct tx *tx, struct live_chat *row, const struct chat_reply *reply, str quotes) {
  const struct config *cfg = c->office->config;
  struct chat_words_facts facts = {.office = cfg->office.name, .address = cfg->office.address, .phone = cfg->office.phone,
                                   .public_url = cfg->public_url, .open_now = office_open(c->now, cfg->office.hours),
                                   .opens_at = next_opening(c->now, cfg->office.hours), .hours = office_hours_text(c)};
  struct say say = {0};
  if (reply->form_link) TRY(link_for(c, tx, row, reply->number, &facts.form_link));
  chat_words(c->arena, row->chat.lang, reply, &facts, &say);
  say.quotes = quotes;
  return say_put(c, tx, row->id, row->draft, &say, 0);
}

enum err chat_turn(struct ctx *c, struct tx *tx, struct live_chat *row, struct chat_event *event) {
  struct chat_facts facts;
  struct chat_decision *d = arena_new_of(c->arena, struct chat_decision);
  TRY(read_facts(c, tx, row, &facts));
  chat_decide(&row->chat, event, &facts, d);
  for (size_t i = 0; i < d->effect_count; i++) {
    enum err e = apply(c, tx, row, &d->effects[i]);
    if (e == E_RULE || e == E_NOTFOUND || e == E_INPUT || e == E_DENIED || e == E_LIMIT) {
      log_line(LOG_WARN, "turn", "effect=%d err=%s", (int)d->effects[i].kind, err_name(e));
      d->reply = (struct chat_reply){.kind = CHAT_SAY_TRY_LATER, .catalogue = facts.catalogue};
      break;
    }
    TRY(e);
  }
  row->chat = d->chat;
  if (row->chat.mode != CHAT_WAITING_HUMAN) row->waiting_since = 0;
  else if (!row->waiting_since) row->waiting_since = c->now;
  if (d->reply.kind != CHAT_SAY_NOTHING) TRY(answer(c, tx, row, &d->reply, STR_NONE));
  return chat_write(c, tx, row);
}

#include "office/turn.h"

#include "domain/calendar.h"
#include "domain/identity.h"
#include "office/act.h"
#include "office/chain.h"
#include "office/chat_words.h"
#include "office/draft.h"
#include "office/hours.h"
#include "office/looked.h"
#include "office/notice.h"
#include "office/skm.h"
#include "office/queue_chat.h"
#include "office/submit.h"
#include "office/sync.h"
#include "office/turn_booking.h"

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
  TRY(look_photos(c, tx, f->id, &ret->photos, &ret->photo_count));
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
    if (f->state == STATE_EXPIRED) TRY(file_papers_gone(tx, f->id, &list[i].papers_gone));
    if (f->state != STATE_NEEDS_CORRECTION && f->state != STATE_EXPIRED) continue;
    TRY(count_unsorted(c, tx, f->id, &list[i].unsorted));
    TRY(look_photos(c, tx, f->id, &list[i].photos, &list[i].photo_count));
  }
  facts->applications = list;
  facts->application_count = n;
  return E_OK;
}

/* A link that was used on the page meanwhile opens no more. */
static enum err survey_facts(struct ctx *c, struct tx *tx, const struct live_chat *row, struct chat_facts *facts) {
  struct skm_invite i;
  if (!row->chat.survey.n) return E_OK;
  enum err e = skm_open(c, tx, row->chat.survey, &i);
  facts->survey.open = e == E_OK;
  if (e == E_OK) facts->survey.scores = i.scores;
  return e == E_NOTFOUND ? E_OK : e;
}

static enum err read_facts(struct ctx *c, struct tx *tx, struct live_chat *row, struct chat_facts *ret) {
  const struct config *cfg = c->office->config;
  struct chat_facts f = {.catalogue = &c->office->catalogue, .today = ctx_today(c),
                         .quiet_seconds = cfg->whatsapp.quiet_seconds, .quiet_cap_seconds = cfg->whatsapp.quiet_cap_seconds,
                         .bot_pause_hours = cfg->whatsapp.bot_pause_hours, .correction_days = cfg->rules.correction_days};
  struct scan_row *loose;
  size_t n;
  TRY(draft_facts(c, tx, row, &f.draft));
  TRY(application_facts(c, tx, row->contact, &f));
  TRY(file_loose_scans(c, tx, row->contact, &loose, &n));
  f.loose = (int)n;
  TRY(survey_facts(c, tx, row, &f));
  *ret = f;
  return booking_facts(c, tx, row, ret);
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

static enum err reopen(struct ctx *c, struct tx *tx, str number, str requirement) {
  struct application f = {0};
  struct act act = {.action = ACTION_REOPEN};
  TRY(file_by_number(c, tx, number, &f));
  TRY(file_act(c, tx, &f, &act));
  return correction_take_loose(c, tx, &f, requirement);
}

static enum err sync_said(struct ctx *c, struct tx *tx, str number, bool works) {
  struct application f = {0};
  TRY(file_by_number(c, tx, number, &f));
  return sync_answer(c, tx, &f, works, STR_NONE);
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
    case CHAT_REOPEN: return reopen(c, tx, e->number, e->requirement);
    case CHAT_QUEUE: return queue_said(c, tx, row, e->number);
    case CHAT_SYNC_WORKS: return sync_said(c, tx, e->number, true);
    case CHAT_SYNC_FAILS: return sync_said(c, tx, e->number, false);
    case CHAT_SURVEY_SCORE: return skm_score(c, tx, row->chat.survey, e->element, e->score);
    case CHAT_SURVEY_END: return skm_end(c, tx, row->chat.survey);
    case CHAT_CALL_OFFICER:
      if (!row->waiting_since) row->waiting_since = c->now;
      return E_OK;
    case CHAT_GIVE_BACK: row->waiting_since = 0; return E_OK;
    case CHAT_OPT_OUT: return db_exec(tx, SQL_CONTACT_OPT, V(row->contact), V(1));
    case CHAT_OPT_IN: return db_exec(tx, SQL_CONTACT_OPT, V(row->contact), V(0));
    default: break; /* booking_effect */
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
  struct doors doors;
  TRY(office_doors(c, tx, STR_NONE, c->now, &doors));
  struct chat_words_facts facts = {.office = cfg->office.name, .address = cfg->office.address, .phone = cfg->office.phone,
                                   .public_url = cfg->public_url, .open_now = doors.open,
                                   .opens_at = doors.opens, .hours = office_hours_text(c)};
  struct say say = {0};
  if (reply->form_link) TRY(link_for(c, tx, row, reply->number, &facts.form_link));
  chat_words(c->arena, row->chat.lang, reply, &facts, &say);
  booking_options(c, row, &say);
  say.quotes = quotes;
  if (reply->poor_count) TRY(db_exec(tx, SQL_LOOK_TOLD, V_OPT(row->draft), V_STR(reply->number), V(c->now)));
  return say_put(c, tx, row->id, row->draft, &say, 0);
}

/* What an effect completed brought a link into the survey: the chat that is written back must know it. */
static enum err take_survey(struct ctx *c, struct tx *tx, struct live_chat *row, struct chat_decision *d) {
  struct live_chat now;
  bool completed = false;
  for (size_t i = 0; i < d->effect_count; i++) completed |= d->effects[i].kind == CHAT_SYNC_WORKS;
  if (!completed) return E_OK;
  TRY(chat_read(c, tx, row->id, &now));
  d->chat.survey = now.chat.survey;
  d->chat.survey_at = now.chat.survey_at;
  return E_OK;
}

static bool is_survey(const struct chat_event *event, const struct chat_decision *d) {
  for (size_t i = 0; i < d->effect_count; i++)
    if (d->effects[i].kind == CHAT_SURVEY_SCORE || d->effects[i].kind == CHAT_SURVEY_END) return true;
  return str_starts(event->choice, S("skm."));
}

enum err chat_turn(struct ctx *c, struct tx *tx, struct live_chat *row, struct chat_event *event) {
  struct chat_facts facts;
  struct chat_decision *d = arena_new_of(c->arena, struct chat_decision);
  TRY(read_facts(c, tx, row, &facts));
  chat_decide(&row->chat, event, &facts, d);
  for (size_t i = 0; i < d->effect_count; i++) {
    enum err e = chat_effect_books(d->effects[i].kind) ? booking_effect(c, tx, row, &d->effects[i], d)
                                                     : apply(c, tx, row, &d->effects[i]);
    if (e == E_RULE || e == E_NOTFOUND || e == E_INPUT || e == E_DENIED || e == E_LIMIT) {
      log_line(LOG_WARN, "turn", "effect=%d err=%s", (int)d->effects[i].kind, err_name(e));
      d->reply = (struct chat_reply){.kind = CHAT_SAY_TRY_LATER, .catalogue = facts.catalogue};
      break;
    }
    TRY(e);
  }
  TRY(booking_reply(c, tx, row, d));
  TRY(take_survey(c, tx, row, d));
  event->of_survey = is_survey(event, d);
  row->chat = d->chat;
  if (row->chat.mode != CHAT_WAITING_HUMAN) row->waiting_since = 0;
  else if (!row->waiting_since) row->waiting_since = c->now;
  if (d->reply.kind != CHAT_SAY_NOTHING) TRY(answer(c, tx, row, &d->reply, STR_NONE));
  return chat_write(c, tx, row);
}

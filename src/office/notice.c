#include "office/notice.h"

#include "domain/calendar.h"
#include "office/chat_words.h"
#include "office/draft.h"
#include "office/skm.h"

static struct date local_date(moment m) { return m ? local_of(m).date : (struct date){0}; }

/* ---- hours ------------------------------------------------------------------------------------ */

static enum text_key day_key(int day) {
  static const enum text_key keys[7] = {T_COMMON_DAY_0, T_COMMON_DAY_1, T_COMMON_DAY_2, T_COMMON_DAY_3,
                                        T_COMMON_DAY_4, T_COMMON_DAY_5, T_COMMON_DAY_6};
  return keys[day % 7];
}

static bool same_hours(struct opening a, struct opening b) { return a.from == b.from && a.to == b.to; }

str office_hours_text(struct ctx *c) {
  const struct opening *week = c->office->config->office.hours;
  struct buf b = buf_new(c->arena, 512);
  for (int i = 1; i <= 7; i++) { /* Monday first */
    struct opening o = week[i % 7];
    if (o.to <= o.from) continue;
    int last = i;
    while (last < 7 && same_hours(week[(last + 1) % 7], o)) last++;
    str first_day = text_plain(c->lang, day_key(i % 7)), last_day = text_plain(c->lang, day_key(last % 7));
    buf_printf(&b, "%s" STR_FMT, b.n ? ", " : "", STR_ARG(first_day));
    if (last > i) buf_printf(&b, "-" STR_FMT, STR_ARG(last_day));
    buf_printf(&b, " %02d.%02d-%02d.%02d", o.from / 60, o.from % 60, o.to / 60, o.to % 60);
    i = last;
  }
  if (b.n) buf_printf(&b, " %s", zone_label());
  return buf_str(&b);
}

/* ---- putting into the outbox -------------------------------------------------------------------- */

static enum err thread_row(struct ctx *c, struct tx *tx, i64 chat, str number_id, const struct say *say, i64 by, i64 outbox) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_MESSAGE_ADD, V(chat), V(number_id), V_NULL, V("out"), V("text"), V(c->now),
                                              V(c->now), V(say->shown.n ? say->shown : say->body), V_OPT(by), V_NULL, V(0), V(outbox));
  return rows_one(&r);
}

static enum err chat_number(struct ctx *c, struct tx *tx, i64 chat, str *ret_number_id) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_GET, V(chat));
  TRY(rows_one(&r));
  *ret_number_id = col_str(&r, c->arena, 0);
  return E_OK;
}

enum err say_put(struct ctx *c, struct tx *tx, i64 chat, i64 application, const struct say *say, i64 by) {
  i64 outbox;
  return say_post(c, tx, chat, application, say, by, &outbox);
}

enum err say_post(struct ctx *c, struct tx *tx, i64 chat, i64 application, const struct say *say, i64 by, i64 *ret_outbox) {
  *ret_outbox = 0;
  if (!say->body.n) return E_OK;
  str number_id;
  i64 outbox;
  TRY(chat_number(c, tx, chat, &number_id));
  {
    str json = say_to_json(c->arena, say);
    CLEANUP(rows_done) struct rows r =
        db_query(tx, SQL_OUTBOX_ADD, V(number_id), V(chat), V_OPT(application), V(json), V(c->now), V(c->now));
    TRY(rows_one(&r));
    outbox = col_int(&r, 0);
  }
  *ret_outbox = outbox;
  return thread_row(c, tx, chat, number_id, say, by, outbox);
}

/* ---- notices -------------------------------------------------------------------------------------- */

static enum err place_in_line(struct tx *tx, const struct application *f, i64 *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_APPLICATION_AHEAD, V(f->due_at), V(f->id));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0) + 1;
  return E_OK;
}

static enum err facts_of(struct ctx *c, struct tx *tx, const struct application *f, struct notice_facts *ret) {
  const struct config *cfg = c->office->config;
  struct notice_facts n = {.office = cfg->office.name, .address = cfg->office.address, .phone = cfg->office.phone,
                           .hours = office_hours_text(c), .public_url = cfg->public_url, .number = f->number,
                           .service = f->service, .status_url = file_status_url(c, f), .at = c->now,
                           .expected = local_date(file_due(f, c->now)), .items = f->items, .item_count = f->item_count,
                           .answer_by = local_date(f->correct_until), .hold = f->hold_reason, .shelf = f->shelf,
                           .offers_time = cfg->appointments.enabled && cfg->appointments.pickup,
                           .delivery = f->delivery, .originals = f->originals, .ground = f->ground, .advice = f->advice};
  if (f->state == STATE_SUBMITTED) TRY(place_in_line(tx, f, &n.place));
  *ret = n;
  return E_OK;
}

enum err notice_preview(struct ctx *c, struct tx *tx, const struct application *f, const char *tells, struct say *ret) {
  struct notice_facts facts;
  TRY(facts_of(c, tx, f, &facts));
  return notice_words(c->arena, LANG_ID, str_of(tells), &facts, ret);
}

/* Where this citizen reads: the chat it came from, else the one he wrote in last. */
static enum err chat_of(struct tx *tx, i64 chat, i64 contact, i64 *ret_chat) {
  *ret_chat = chat;
  if (chat || !contact) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_OF_CONTACT, V(contact));
  enum err e = rows_one(&r);
  if (e == E_OK) *ret_chat = col_int(&r, 0);
  return e == E_NOTFOUND ? E_OK : e;
}

/* BERHENTI stops notices, and a number that may belong to somebody else now hears nothing personal. */
static enum err may_tell(struct tx *tx, i64 contact, bool *ret) {
  *ret = true;
  if (!contact) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_GET, V(contact));
  TRY(rows_one(&r));
  *ret = !col_int(&r, 3) && col_null(&r, 5);
  return E_OK;
}

enum err notice_way(struct tx *tx, i64 chat, i64 contact, i64 *ret_chat) {
  bool may;
  TRY(chat_of(tx, chat, contact, ret_chat));
  if (!*ret_chat) return E_OK;
  TRY(may_tell(tx, contact, &may));
  if (!may) *ret_chat = 0;
  return E_OK;
}

enum err notice_say(struct ctx *c, struct tx *tx, const struct application *f, const struct say *say) {
  i64 chat;
  TRY(notice_way(tx, f->chat, f->contact, &chat));
  return chat ? say_put(c, tx, chat, f->id, say, 0) : E_OK;
}

/* Data that must be mended is mended in the form, so the correction carries a link into it. */
static enum err correction_link(struct ctx *c, struct tx *tx, const struct application *f, str *ret_link) {
  *ret_link = STR_NONE;
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *item = &f->items[i];
    bool asked = item->state == ITEM_FAULTY || item->state == ITEM_MISSING;
    if (asked && (item->requirement->modes & MODE_FORM) && !(item->requirement->modes & MODE_OPTIONAL))
      return form_link(c, tx, f->id, ret_link);
  }
  return E_OK;
}

/* With the last word about a file comes the question how it was, once. */
static enum err survey_link(struct ctx *c, struct tx *tx, const struct application *f, i64 chat, str *ret_url) {
  str token;
  TRY(skm_ask(c, tx, f, &token));
  *ret_url = skm_url(c, token);
  return token.n ? skm_ask_in_chat(c, tx, chat, token) : E_OK;
}

enum err notice_put(struct ctx *c, struct tx *tx, const struct application *f, const char *tells) {
  if (!tells) return E_OK;
  i64 chat;
  struct say say = {0};
  TRY(notice_way(tx, f->chat, f->contact, &chat));
  if (!chat) return E_OK;
  struct notice_facts facts;
  TRY(facts_of(c, tx, f, &facts));
  if (strcmp(tells, "correction") == 0) TRY(correction_link(c, tx, f, &facts.form_link));
  if (strcmp(tells, "completed") == 0) TRY(survey_link(c, tx, f, chat, &facts.survey_url));
  enum err e = notice_words(c->arena, LANG_ID, str_of(tells), &facts, &say);
  if (e == E_NOTFOUND) return E_OK;
  TRY(e);
  say.important = true;
  TRY(say_put(c, tx, chat, f->id, &say, 0));
  return strcmp(tells, "correction") == 0 ? chat_expects_correction(c, tx, chat, f->number) : E_OK;
}

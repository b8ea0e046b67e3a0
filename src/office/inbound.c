#include "office/inbound.h"

#include "office/chain.h"
#include "office/chat_words.h"
#include "office/json.h"
#include "office/looked.h"
#include "office/notice.h"
#include "office/submit.h"
#include "office/turn.h"

#define WINDOW HOURS(24)
#define LOOK_AGAIN 400 /* milliseconds */
#define CLOCK_SLACK MINUTES(5) /* a sender's clock may run ahead a little */

/* ---- who writes, and where ------------------------------------------------------------------------ */

static enum err find_contact(struct ctx *c, struct tx *tx, const struct inbound *in, i64 *ret) {
  if (in->bsuid.n) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_BSUID, V(in->bsuid));
    enum err e = rows_one(&r);
    if (e == E_OK) *ret = col_int(&r, 0);
    if (e != E_NOTFOUND) return e;
  }
  if (in->phone.n) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_PHONE, V(in->phone));
    enum err e = rows_one(&r);
    if (e != E_OK) return e;
    str bsuid = col_str(&r, c->arena, 3);
    bool other = bsuid.n && in->bsuid.n && !str_eq(bsuid, in->bsuid); /* the number now is somebody else's */
    *ret = other ? 0 : col_int(&r, 0);
    return other ? E_CONFLICT : E_OK;
  }
  return E_NOTFOUND;
}

static enum err contact_of(struct ctx *c, struct tx *tx, const struct inbound *in, i64 *ret) {
  enum err e = find_contact(c, tx, in, ret);
  str name = in->name.n ? utf8_cut(in->name, 100) : STR_NONE;
  if (e == E_CONFLICT) {
    TRY(db_exec(tx, SQL_CONTACT_FORGET_PHONE, V(in->phone)));
    e = E_NOTFOUND;
  }
  if (e == E_OK) return db_exec(tx, SQL_CONTACT_KNOW, V(*ret), V(in->phone.n ? in->phone : STR_NONE), V(in->bsuid.n ? in->bsuid : STR_NONE), V(name));
  if (e != E_NOTFOUND) return e;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_ADD, V(in->phone.n ? in->phone : STR_NONE),
                                              V(in->bsuid.n ? in->bsuid : STR_NONE), V(name), V(c->now));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

static enum err chat_of(struct tx *tx, str number_id, i64 contact, i64 *ret) {
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_FIND, V(number_id), V(contact));
    enum err e = rows_one(&r);
    if (e == E_OK) *ret = col_int(&r, 0);
    if (e != E_NOTFOUND) return e;
  }
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_ADD, V(number_id), V(contact));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

enum err contact_for_phone(struct ctx *c, struct tx *tx, str phone, str number_id, i64 *ret_contact, i64 *ret_chat) {
  struct inbound who = {.phone = phone, .number_id = number_id};
  TRY(contact_of(c, tx, &who, ret_contact));
  return chat_of(tx, number_id, *ret_contact, ret_chat);
}

/* ---- the thread -------------------------------------------------------------------------------------- */

static const char *kind_of(const struct inbound *in) {
  if (in->media) return str_starts(in->media->mime, S("image/")) ? "photo" : "document";
  if (in->kind == CHAT_TEXT || in->kind == CHAT_OFFICER) return "text";
  if (in->kind == CHAT_CHOICE) return "choice";
  return in->kind == CHAT_VOICE ? "voice" : "other";
}

/* A NIK typed into the chat is kept, but shown and stored masked: the form is the place for it. */
static enum err add_message(struct ctx *c, struct tx *tx, const struct inbound *in, i64 chat, i64 *ret) {
  str body = chat_has_number16(in->text) ? chat_mask_numbers(c->arena, in->text) : in->text;
  const char *direction = in->kind == CHAT_OFFICER ? "out" : "in";
  CLEANUP(rows_done) struct rows r =
      db_query(tx, SQL_MESSAGE_ADD, V(chat), V(in->number_id), V(in->wamid), V(direction), V(kind_of(in)), V(in->at), V(c->now),
               V_STR(utf8_cut(body, MAX_TEXT)), V_NULL, V_NULL, V(0), V_NULL);
  TRY(rows_one(&r)); /* E_NOTFOUND: this message has come before */
  *ret = col_int(&r, 0);
  return E_OK;
}

static enum err quoted_scan(struct tx *tx, const struct inbound *in, i64 *ret_message) {
  *ret_message = 0;
  if (!in->quoted.n) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_MESSAGE_BY_WAMID, V(in->number_id), V(in->quoted));
  enum err e = rows_one(&r);
  if (e == E_OK && !col_null(&r, 3)) *ret_message = col_int(&r, 0);
  return e == E_NOTFOUND ? E_OK : e;
}

/* Photos are on their way: words that come meanwhile are part of the same turn, and one answer follows. */
static enum err collect(struct ctx *c, struct tx *tx, i64 chat) {
  struct live_chat row;
  TRY(chat_read(c, tx, chat, &row));
  if (row.chat.quiet_at || row.chat.mode == CHAT_HUMAN) return E_OK;
  row.chat.quiet_at = c->now + SECONDS(c->office->config->whatsapp.quiet_seconds);
  row.chat.quiet_since = c->now;
  return chat_write(c, tx, &row);
}

static enum err add_media(struct ctx *c, struct tx *tx, const struct inbound *in, i64 chat, i64 message) {
  const struct inbound_media *m = in->media;
  TRY(db_exec(tx, SQL_MEDIA_ADD, V(message), V(in->number_id), V(m->id), m->has_sha256 ? V_SHA(m->sha256) : V_NULL, V_STR(m->mime),
              V_STR(utf8_cut(m->file_name, 120)), V_STR(utf8_cut(in->text, MAX_TEXT)), V_STR(in->quoted), V(c->now)));
  return collect(c, tx, chat);
}

static enum err work_in(struct ctx *c, struct tx *tx, const struct inbound *in, i64 chat, i64 message) {
  if (in->media) return add_media(c, tx, in, chat, message);
  if (in->quoted.n && in->kind == CHAT_TEXT) /* of a photo that is not here yet: its caption */
    TRY(db_exec(tx, SQL_MEDIA_HINT, V(in->number_id), V(in->quoted), V_STR(utf8_cut(in->text, MAX_TEXT))));
  struct live_chat row;
  struct chat_event event = {.kind = in->kind, .at = c->now, .text = in->text, .choice = in->choice};
  TRY(chat_read(c, tx, chat, &row));
  TRY(quoted_scan(tx, in, &event.quoted_media));
  TRY(chat_turn(c, tx, &row, &event));
  if (!event.of_survey) return E_OK;
  if (in->ret_of_survey) *in->ret_of_survey = true;
  return db_exec(tx, SQL_MESSAGE_BODY, V(message), V(text_plain(LANG_ID, T_SKM_CHAT_STORED)));
}

enum err office_inbound(struct ctx *c, const struct inbound *in) {
  i64 contact, chat, message;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows known = db_query(&tx, SQL_MESSAGE_KNOWN, V(in->number_id), V(in->wamid));
    enum err e = rows_one(&known);
    if (e == E_OK) return E_OK; /* a repeat */
    if (e != E_NOTFOUND) return e;
  }
  TRY(contact_of(c, &tx, in, &contact));
  TRY(chat_of(&tx, in->number_id, contact, &chat));
  TRY(add_message(c, &tx, in, chat, &message));
  moment at = in->at > c->now + CLOCK_SLACK ? c->now : in->at;
  if (in->kind != CHAT_OFFICER) TRY(db_exec(&tx, SQL_CHAT_HEARD, V(chat), V(at), V(at + WINDOW)));
  TRY(work_in(c, &tx, in, chat, message));
  return db_commit(&tx);
}

enum err office_edited(struct ctx *c, str number_id, str quoted, str text) {
  i64 message;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_MESSAGE_BY_WAMID, V(number_id), V(quoted));
    TRY(rows_one(&r));
    message = col_int(&r, 0);
  }
  json_t *o = json_object();
  json_object_set_new(o, "message", json_integer(message));
  TRY(event_append(c, &tx, "message_edited", 0, json_text(c->arena, o)));
  str body = chat_has_number16(text) ? chat_mask_numbers(c->arena, text) : text;
  TRY(db_exec(&tx, SQL_MESSAGE_BODY, V(message), V_STR(utf8_cut(body, MAX_TEXT))));
  return db_commit(&tx);
}

enum err office_number_changed(struct ctx *c, str phone, str bsuid) {
  struct inbound who = {.phone = phone, .bsuid = bsuid};
  i64 contact;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(find_contact(c, &tx, &who, &contact));
  TRY(db_exec(&tx, SQL_CONTACT_REVERIFY, V(contact), V(c->now)));
  return db_commit(&tx);
}

/* ---- photos -------------------------------------------------------------------------------------------- */

/* The same picture again, while the first is still being collected, is one picture. */
static enum err same_open(struct ctx *c, struct tx *tx, const struct media_job *job, const struct sha256 *sum, str *ret_scan) {
  i64 application;
  *ret_scan = STR_NONE;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_SCAN_SAME, V(job->contact), V_SHA(*sum));
    enum err e = rows_one(&r);
    if (e != E_OK) return e == E_NOTFOUND ? E_OK : e;
    *ret_scan = col_str(&r, c->arena, 0);
    application = col_int(&r, 1);
  }
  if (!application) return E_OK;
  struct application f = {0};
  TRY(file_by_id(c, tx, application, &f));
  if (f.state != STATE_DRAFT) *ret_scan = STR_NONE; /* sent again for a correction: a new scan */
  return E_OK;
}

/* Words that quoted it while it was fetched count too. */
static enum err caption_of(struct ctx *c, struct tx *tx, const struct media_job *job, str *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_MEDIA_CAPTION, V(job->id));
  TRY(rows_one(&r));
  *ret = col_str(&r, c->arena, 0);
  return E_OK;
}

static enum err tell_photo(struct ctx *c, struct tx *tx, const struct media_job *job) {
  struct live_chat row;
  struct chat_event event = {.kind = CHAT_MEDIA, .at = c->now, .media = job->message};
  struct inbound in = {.number_id = job->number_id, .quoted = job->quoted};
  TRY(chat_read(c, tx, job->chat, &row));
  TRY(caption_of(c, tx, job, &event.text));
  TRY(quoted_scan(tx, &in, &event.quoted_media));
  return chat_turn(c, tx, &row, &event);
}

enum err office_media_stored(struct ctx *c, const struct media_job *job, const struct sealed_scan *scan) {
  str same;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(same_open(c, &tx, job, &scan->sha256, &same));
  if (!same.n)
    TRY(db_exec(&tx, SQL_SCAN_ADD, V(scan->id), V_NULL, V(job->contact), V_NULL, V(scan_type_mime(scan->type)), V(scan->size),
                V_SHA(scan->sha256), V(scan->pack), V(scan->pack_at), V(scan->pack_size), V_BLOB(scan->key, WRAPPED_KEY_SIZE),
                V(job->came_at), V("whatsapp"), V_STR(job->file_name)));
  TRY(db_exec(&tx, SQL_MESSAGE_SCAN, V(job->message), V(same.n ? same : scan->id)));
  TRY(db_exec(&tx, SQL_MEDIA_DONE, V(job->id), V(c->now), V("")));
  if (c->office->config->whatsapp.forget_media) TRY(db_exec(&tx, SQL_MEDIA_FORGET, V(job->id), V(c->now)));
  TRY(same.n ? collect(c, &tx, job->chat) : tell_photo(c, &tx, job));
  return db_commit(&tx);
}

static enum text_key media_problem_key(const char *problem) {
  static const struct {
    const char *code;
    enum text_key key;
  } keys[] = {{"empty", T_OFFICE_SCAN_EMPTY},   {"wrong_type", T_OFFICE_SCAN_WRONG_TYPE}, {"cut_off", T_OFFICE_SCAN_CUT_OFF},
              {"locked", T_OFFICE_SCAN_LOCKED}, {"too_large", T_OFFICE_SCAN_TOO_LARGE},   {"too_many_pixels", T_OFFICE_SCAN_TOO_MANY_PIXELS}};
  for (size_t i = 0; i < COUNT(keys); i++)
    if (strcmp(keys[i].code, problem) == 0) return keys[i].key;
  return T_OFFICE_SCAN_GONE;
}

static enum err photos_on_their_way(struct tx *tx, i64 chat, bool *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_MEDIA_OPEN_OF_CHAT, V(chat));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0) > 0;
  return E_OK;
}

/* The only photo of its batch failed and was told of: there is nothing more to answer. */
static enum err stop_collecting(struct ctx *c, struct tx *tx, i64 chat) {
  bool coming;
  struct live_chat row;
  TRY(photos_on_their_way(tx, chat, &coming));
  TRY(chat_read(c, tx, chat, &row));
  if (coming || row.chat.batch) return E_OK;
  row.chat.quiet_at = row.chat.quiet_since = 0;
  return chat_write(c, tx, &row);
}

enum err office_media_failed(struct ctx *c, const struct media_job *job, const char *problem) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_MEDIA_DONE, V(job->id), V(c->now), V(problem)));
  struct say say = {.kind = SAY_TEXT, .body = text_plain(LANG_ID, media_problem_key(problem))};
  TRY(say_put(c, &tx, job->chat, 0, &say, 0));
  TRY(stop_collecting(c, &tx, job->chat));
  return db_commit(&tx);
}

/* ---- timers and officers --------------------------------------------------------------------------------- */

/* One reminder of an unfinished draft. */
static enum err idled(struct ctx *c, struct tx *tx, struct live_chat *row) {
  struct chat_event event = {.kind = CHAT_IDLED, .at = c->now};
  TRY(chat_turn(c, tx, row, &event));
  return db_commit(tx);
}

/* Photos of this batch are being looked at: what is wrong with them belongs into the one answer. But nobody waits long for it. */
static enum err verdicts_awaited(struct ctx *c, struct tx *tx, const struct live_chat *row, bool *ret) {
  const struct config *cfg = c->office->config;
  i64 pending;
  moment stored;
  *ret = false;
  if (!cfg->look.on) return E_OK;
  TRY(look_pending(tx, row->id, row->chat.quiet_since, &pending, &stored));
  *ret = pending && c->now < stored + SECONDS(cfg->whatsapp.quiet_seconds + cfg->look.wait_seconds);
  return E_OK;
}

enum err office_quiet(struct ctx *c, i64 chat) {
  bool coming, awaited;
  struct live_chat row;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(chat_read(c, &tx, chat, &row));
  if (row.chat.idle_at && row.chat.idle_at <= c->now) return idled(c, &tx, &row);
  if (!row.chat.quiet_at || row.chat.quiet_at > c->now) return E_OK;
  TRY(photos_on_their_way(&tx, chat, &coming));
  moment cap = row.chat.quiet_since + SECONDS(c->office->config->whatsapp.quiet_cap_seconds);
  TRY(verdicts_awaited(c, &tx, &row, &awaited));
  if ((coming && c->now < cap) || awaited) {
    row.chat.quiet_at = c->now + (coming ? SECONDS(2) : LOOK_AGAIN);
    TRY(chat_write(c, &tx, &row));
  } else {
    struct chat_event event = {.kind = CHAT_QUIET, .at = c->now};
    TRY(chat_turn(c, &tx, &row, &event));
  }
  return db_commit(&tx);
}

/* Outside the 24 hours, as for a citizen who only uses the pages: he is told where the words can be read. */
static enum err words_wait(struct ctx *c, struct tx *tx, i64 contact, struct say *say) {
  struct application *f = arena_new_of(c->arena, struct application);
  i64 id = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_APPLICATION_OF_CONTACT, V(contact), V(1));
    if (rows_next(&r)) id = col_int(&r, 0);
    TRY(r.err);
  }
  if (!id) return E_OK;
  TRY(file_by_id(c, tx, id, f));
  str url = arena_printf(c->arena, STR_FMT "/pesan", STR_ARG(file_status_url(c, f)));
  say->fallback = (struct say_template){.name = S("loket_pesan"), .params = {f->number, url}, .param_count = 2};
  return E_OK;
}

enum err office_officer_says(struct ctx *c, i64 chat, str text) {
  struct live_chat row;
  text = str_trim(text);
  if (!text.n) return ctx_fail(c, E_INPUT, T_OFFICE_MESSAGE_EMPTY, "empty", S("text"));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(chat_read(c, &tx, chat, &row));
  struct chat_event event = {.kind = CHAT_OFFICER, .at = c->now, .text = text};
  TRY(chat_turn(c, &tx, &row, &event));
  struct say say = {.kind = SAY_TEXT, .body = utf8_cut(text, MAX_WA_TEXT)};
  TRY(words_wait(c, &tx, row.contact, &say));
  TRY(say_put(c, &tx, chat, 0, &say, c->actor.officer));
  return db_commit(&tx);
}

enum err office_give_back(struct ctx *c, i64 chat) {
  struct live_chat row;
  struct chat_event event = {.kind = CHAT_GIVEN_BACK, .at = c->now};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(chat_read(c, &tx, chat, &row));
  TRY(chat_turn(c, &tx, &row, &event));
  return db_commit(&tx);
}

enum err office_form_done(struct ctx *c, struct tx *tx, i64 chat) {
  struct live_chat row;
  struct chat_event event = {.kind = CHAT_FORM_DONE, .at = c->now};
  TRY(chat_read(c, tx, chat, &row));
  return chat_turn(c, tx, &row, &event);
}

enum err chat_expects_correction(struct ctx *c, struct tx *tx, i64 chat, str number) {
  struct live_chat row;
  TRY(chat_read(c, tx, chat, &row));
  chat_expect_correction(&row.chat, number);
  return chat_write(c, tx, &row);
}

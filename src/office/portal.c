#include "office/portal.h"

#include "domain/identity.h"
#include "office/act.h"
#include "office/chain.h"
#include "office/draft.h"
#include "office/json.h"
#include "office/notice.h"

#define THREAD 100

/* ---- beginning ---------------------------------------------------------------------------------------- */

/* What the reporter typed about himself last time is not asked again. */
static enum err known_reporter(struct ctx *c, struct tx *tx, i64 contact, const struct service *s, str *ret_data) {
  str last = S("{}");
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_APPLICATION_KNOWN_DATA, V(contact));
    if (rows_next(&r)) last = col_str(&r, c->arena, 0);
    TRY(r.err);
  }
  json_t *old = json_loadb(last.p, last.n, 0, NULL), *kept = json_object();
  for (size_t i = 0; i < s->field_count; i++) {
    if (!str_starts(s->fields[i].code, S("applicant_"))) continue;
    const char *code = arena_cstr(c->arena, s->fields[i].code);
    json_t *value = json_object_get(old, code);
    if (json_is_string(value)) json_object_set(kept, code, value);
  }
  *ret_data = json_text(c->arena, kept);
  json_decref(old);
  return E_OK;
}

static enum err untouched(struct ctx *c, struct tx *tx, i64 contact, const struct service *s, struct application *ret) {
  i64 id;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_APPLICATION_UNTOUCHED_DRAFT, V(contact), V(s->code));
    TRY(rows_one(&r));
    id = col_int(&r, 0);
  }
  return file_by_id(c, tx, id, ret);
}

static enum err set_answers(struct ctx *c, struct tx *tx, struct application *f, const struct answers *answers) {
  f->answers = *answers;
  TRY(db_exec(tx, SQL_APPLICATION_ANSWERS, V(f->id), V(answers_json(c->arena, f->service, answers)), V(f->service->version), V(c->now)));
  return file_judge_again(c, tx, f);
}

enum err draft_begin(struct ctx *c, struct tx *tx, i64 contact, str phone, const struct service *s, const struct answers *answers,
                     struct application *ret) {
  if (s->in_person) return ctx_fail(c, E_RULE, T_OFFICE_IN_PERSON, "in_person", S("service"));
  struct application *f = arena_new_of(c->arena, struct application);
  enum err e = untouched(c, tx, contact, s, f);
  if (e == E_OK && str_eq(f->service->version, s->version)) TRY(set_answers(c, tx, f, answers));
  else if (e != E_OK && e != E_NOTFOUND) return e;
  else {
    *f = (struct application){.service = s, .state = STATE_DRAFT, .channel = CHANNEL_WEB, .contact = contact, .answers = *answers, .phone = phone};
    TRY(known_reporter(c, tx, contact, s, &f->data));
    TRY(file_create(c, tx, f));
    TRY(event_append(c, tx, "draft", f->id, STR_NONE));
  }
  *ret = *f;
  return E_OK;
}

enum err portal_begin(struct ctx *c, const struct visit *v, const struct service *s, const struct answers *answers,
                      struct application *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(draft_begin(c, &tx, v->contact, v->phone, s, answers, ret));
  return db_commit(&tx);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static enum err by_token(struct ctx *c, struct tx *tx, str token, struct application *ret) {
  if (token.n != 22) return E_NOTFOUND;
  TRY(file_by_status(c, tx, token, ret));
  return ret->state == STATE_CANCELLED && !ret->number.n ? E_NOTFOUND : E_OK; /* an erased draft */
}

enum err portal_open(struct ctx *c, str token, struct portal_file *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  size_t all, n = 0;
  TRY(db_read(c->office->db, &tx));
  TRY(by_token(c, &tx, token, &ret->f));
  TRY(file_scans(c, &tx, ret->f.id, &ret->scans, &all));
  for (size_t i = 0; i < all; i++)
    if (!ret->scans[i].replaced_at) ret->scans[n++] = ret->scans[i];
  ret->scan_count = n;
  return E_OK;
}

enum err portal_scan(struct ctx *c, str token, str scan, struct sealed_scan *ret) {
  struct application *f = arena_new_of(c->arena, struct application);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(by_token(c, &tx, token, f));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_SCAN_GET, V(scan));
  TRY(rows_one(&r));
  struct sealed_scan s = {.id = scan, .type = scan_type_of_mime(col_str(&r, c->arena, 2)), .size = col_int(&r, 3),
                          .pack = col_str(&r, c->arena, 5), .pack_at = col_int(&r, 6), .pack_size = col_int(&r, 7)};
  if (col_int(&r, 0) != f->id || !col_null(&r, 10) || !col_blob(&r, 8, s.key, WRAPPED_KEY_SIZE)) return E_NOTFOUND;
  (void)col_blob(&r, 4, s.sha256.b, SHA256_SIZE);
  *ret = s;
  return E_OK;
}

/* ---- a draft changes ---------------------------------------------------------------------------------------- */

static enum err draft_of(struct ctx *c, struct tx *tx, str token, struct application *ret) {
  TRY(by_token(c, tx, token, ret));
  return ret->state == STATE_DRAFT ? E_OK : ctx_fail(c, E_CONFLICT, T_PORTAL_SENT_MEANWHILE, "sent", STR_NONE);
}

enum err portal_answers(struct ctx *c, str token, const struct answers *answers, struct application *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(draft_of(c, &tx, token, ret));
  TRY(set_answers(c, &tx, ret, answers));
  return db_commit(&tx);
}

bool portal_data_wanted(const struct application *f) {
  if (f->state == STATE_DRAFT) return true;
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    bool form = (it->requirement->modes & (MODE_FORM | MODE_UPLOAD)) == MODE_FORM;
    bool open = it->state == ITEM_FAULTY || (it->state == ITEM_MISSING && !(it->requirement->modes & MODE_OPTIONAL));
    if (form && open && f->state == STATE_NEEDS_CORRECTION) return true;
  }
  return false;
}

static enum err form_of(struct ctx *c, struct tx *tx, str token, struct application *ret) {
  TRY(by_token(c, tx, token, ret));
  return portal_data_wanted(ret) ? E_OK : ctx_fail(c, E_CONFLICT, T_PORTAL_SENT_MEANWHILE, "sent", STR_NONE);
}

enum err portal_data(struct ctx *c, str token, str data, struct application *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(form_of(c, &tx, token, ret));
  TRY(file_keep_data(c, &tx, ret, data, false));
  return db_commit(&tx);
}

enum err portal_add_scans(struct ctx *c, str token, const struct new_scan *scans, size_t n, struct application *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(draft_of(c, &tx, token, ret));
  int all = 0;
  for (size_t i = 0; i < ret->item_count; i++) all += ret->items[i].scans;
  if ((size_t)all + n > MAX_SCANS_PER_APPLICATION) return ctx_fail(c, E_LIMIT, T_OFFICE_TOO_MANY_SCANS, "too_many_scans", STR_NONE);
  for (size_t i = 0; i < n; i++) TRY(file_add_scan(c, &tx, ret, &scans[i], "web"));
  TRY(file_scans_came(c, &tx, ret, n));
  return db_commit(&tx);
}

enum err portal_remove_scan(struct ctx *c, str token, str scan) {
  struct application *f = arena_new_of(c->arena, struct application);
  str requirement;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(draft_of(c, &tx, token, f));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_SCAN_GET, V(scan));
    TRY(rows_one(&r));
    if (col_int(&r, 0) != f->id) return E_NOTFOUND;
    requirement = col_str(&r, c->arena, 1);
  }
  TRY(db_exec(&tx, SQL_SCAN_REMOVE, V(scan), V(f->id), V(c->now)));
  if (requirement.n) TRY(db_exec(&tx, SQL_ITEM_EMPTIED, V(f->id), V(requirement)));
  TRY(db_exec(&tx, SQL_APPLICATION_TOUCH, V(f->id), V(c->now)));
  TRY(event_append(c, &tx, "scan_removed", f->id, STR_NONE));
  return db_commit(&tx);
}

/* The chat a draft came from forgets it: the bot speaks of something else next time. */
static enum err leave_chat(struct ctx *c, struct tx *tx, const struct application *f) {
  struct live_chat row;
  if (!f->chat) return E_OK;
  TRY(chat_read(c, tx, f->chat, &row));
  if (row.draft != f->id) return E_OK;
  row.draft = 0;
  row.chat.step = CHAT_IDLE;
  row.chat.idle_at = row.chat.quiet_at = row.chat.quiet_since = 0;
  return chat_write(c, tx, &row);
}

enum err portal_discard(struct ctx *c, str token) {
  struct application *f = arena_new_of(c->arena, struct application);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(draft_of(c, &tx, token, f));
  TRY(leave_chat(c, &tx, f));
  TRY(db_exec(&tx, SQL_SCAN_DROP, V(f->id), V(c->now)));
  TRY(db_exec(&tx, SQL_UPLOAD_FORGET, V(f->id)));
  TRY(db_exec(&tx, SQL_APPLICATION_DROP, V(f->id), V(c->now)));
  TRY(event_append(c, &tx, "discard", f->id, STR_NONE));
  return db_commit(&tx);
}

/* ---- sending it in -------------------------------------------------------------------------------------------- */

static enum err check_papers(struct ctx *c, const struct application *f, bool insists) {
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = items_open(f->items, f->item_count, open, MAX_REQUIREMENTS), missing = 0;
  bool any = false;
  for (size_t i = 0; i < f->item_count; i++) any |= f->items[i].scans > 0;
  for (size_t i = 0; i < n; i++) missing += (open[i]->requirement->modes & MODE_UPLOAD) != 0;
  if (!missing || (insists && any)) return E_OK;
  for (size_t i = 0; i < n; i++)
    if (open[i]->requirement->modes & MODE_UPLOAD)
      (void)ctx_fail_arg(c, E_INPUT, T_PORTAL_PAPER_MISSING, "missing",
                         arena_printf(c->arena, "scan_" STR_FMT, STR_ARG(open[i]->requirement->code)), "paper",
                         local(&open[i]->requirement->label, c->lang));
  return E_INPUT;
}

enum err portal_send(struct ctx *c, str token, bool insists, struct application *ret) {
  str checked;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(by_token(c, &tx, token, ret));
  if (!portal_data_wanted(ret)) return E_OK; /* sent twice is sent */
  enum err data = data_check(c, ret->service, &ret->answers, ret->data, true, &checked);
  if (ret->state == STATE_NEEDS_CORRECTION) {
    TRY(data);
    TRY(form_finish(c, &tx, ret));
    return db_commit(&tx);
  }
  enum err papers = check_papers(c, ret, insists);
  TRY(data);
  TRY(papers);
  TRY(leave_chat(c, &tx, ret));
  TRY(draft_send(c, &tx, ret));
  return db_commit(&tx);
}

/* ---- words --------------------------------------------------------------------------------------------------------- */

/* The chat with this citizen; made when only his number is known. 0: no number, no WhatsApp. */
static enum err chat_with(struct ctx *c, struct tx *tx, const struct application *f, bool make, i64 *ret) {
  i64 contact = f->contact;
  *ret = f->chat;
  if (*ret) return E_OK;
  if (!contact && f->phone.n) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_PHONE, V(f->phone));
    if (rows_next(&r)) contact = col_int(&r, 0);
    TRY(r.err);
  }
  if (!contact && f->phone.n && make) {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_ADD, V(f->phone), V_NULL, V_NULL, V(c->now));
    TRY(rows_one(&r));
    contact = col_int(&r, 0);
  }
  if (!contact) return E_OK;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_OF_CONTACT, V(contact));
    if (rows_next(&r)) *ret = col_int(&r, 0);
    TRY(r.err);
  }
  if (*ret || !make || !c->office->config->whatsapp.number_count) return E_OK;
  CLEANUP(rows_done)
  struct rows r = db_query(tx, SQL_CHAT_ADD, V(c->office->config->whatsapp.numbers[0].phone_number_id), V(contact));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

static str draft_url(struct ctx *c, const struct application *f) {
  return office_url(c, "/p/", file_status_token(c, f));
}

static enum err put_link(struct ctx *c, struct tx *tx, const struct application *f, enum text_key words) {
  i64 chat;
  TRY(chat_with(c, tx, f, true, &chat));
  if (!chat) return ctx_fail(c, E_RULE, T_PORTAL_NO_CHAT, "no_chat", STR_NONE);
  str url = draft_url(c, f), service = local(&f->service->label, LANG_ID);
  struct say say = {.kind = SAY_TEXT,
                    .body = TEXT(c->arena, LANG_ID, words, ARG("service", service), ARG("url", url)),
                    .fallback = {.name = S("loket_draf"), .params = {service, url}, .param_count = 2}};
  TRY(say_put(c, tx, chat, f->id, &say, 0));
  return db_exec(tx, SQL_APPLICATION_REMINDED, V(f->id), V(c->now));
}

enum err portal_send_link(struct ctx *c, str token) {
  struct application *f = arena_new_of(c->arena, struct application);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(draft_of(c, &tx, token, f));
  TRY(put_link(c, &tx, f, T_PORTAL_LINK_MESSAGE));
  return db_commit(&tx);
}

enum err portal_verify(struct ctx *c, str number, struct application *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return file_by_number(c, &tx, number, ret);
}

enum err portal_withdraw(struct ctx *c, str token) {
  struct application *f = arena_new_of(c->arena, struct application);
  struct act act = {.action = ACTION_CANCEL};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(by_token(c, &tx, token, f));
  if (f->state == STATE_DRAFT) return E_NOTFOUND;
  TRY(file_act(c, &tx, f, &act));
  return db_commit(&tx);
}

enum err portal_reopen(struct ctx *c, str token) {
  struct application *f = arena_new_of(c->arena, struct application);
  struct act act = {.action = ACTION_REOPEN};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(by_token(c, &tx, token, f));
  if (f->state != STATE_EXPIRED) return E_RULE;
  TRY(file_act(c, &tx, f, &act));
  if (f->chat) TRY(chat_expects_correction(c, &tx, f->chat, f->number));
  return db_commit(&tx);
}

enum err portal_may_reopen(struct ctx *c, const struct application *f, bool *ret) {
  bool gone;
  *ret = false;
  if (f->state != STATE_EXPIRED) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  TRY(file_papers_gone(&tx, f->id, &gone));
  *ret = !gone;
  return E_OK;
}

enum err portal_thread(struct ctx *c, str token, struct portal_thread *ret) {
  struct application *f = arena_new_of(c->arena, struct application);
  i64 chat;
  size_t cap = 0;
  CLEANUP(db_end) struct tx tx = {0};
  *ret = (struct portal_thread){0};
  TRY(db_read(c->office->db, &tx));
  TRY(by_token(c, &tx, token, f));
  TRY(chat_with(c, &tx, f, false, &chat));
  if (!chat) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_MESSAGE_THREAD, V(chat), V(INT64_MAX), V(THREAD));
  while (rows_next(&r)) {
    arena_grow(c->arena, ret->at, ret->n, &cap);
    ret->at[ret->n++] = message_line_of(c->arena, &r);
  }
  return r.err;
}

static enum err call_officer(struct ctx *c, struct tx *tx, i64 chat, str body) {
  struct live_chat row;
  TRY(chat_read(c, tx, chat, &row));
  {
    CLEANUP(rows_done)
    struct rows r = db_query(tx, SQL_MESSAGE_ADD, V(chat), V(row.number_id), V_NULL, V("in"), V("text"), V(c->now), V(c->now), V(body),
                             V_NULL, V_NULL, V(0), V_NULL);
    TRY(rows_one(&r));
  }
  if (!row.waiting_since) row.waiting_since = c->now;
  if (row.chat.mode == CHAT_BOT) row.chat.mode = CHAT_WAITING_HUMAN;
  return chat_write(c, tx, &row);
}

enum err portal_says(struct ctx *c, str token, str text) {
  struct application *f = arena_new_of(c->arena, struct application);
  i64 chat;
  text = utf8_cut(str_trim(text), MAX_TEXT);
  if (!text.n) return ctx_fail(c, E_INPUT, T_PORTAL_SAY_EMPTY, "empty", S("text"));
  if (chat_has_number16(text)) text = chat_mask_numbers(c->arena, text);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(by_token(c, &tx, token, f));
  TRY(chat_with(c, &tx, f, true, &chat));
  if (!chat) return ctx_fail(c, E_RULE, T_PORTAL_NO_CHAT, "no_chat", STR_NONE);
  str about = f->number.n ? f->number : local(&f->service->label, LANG_ID);
  TRY(call_officer(c, &tx, chat, arena_printf(c->arena, "[" STR_FMT "] " STR_FMT, STR_ARG(about), STR_ARG(text))));
  return db_commit(&tx);
}

/* ---- a draft that lies still ------------------------------------------------------------------------------------------ */

static bool by_day(moment now) {
  struct local_time t = local_of(now);
  return t.hour >= 8 && t.hour < 20;
}

enum err drafts_remind(struct ctx *c, moment before, size_t *ret_n) {
  i64 ids[50];
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  *ret_n = 0;
  if (!by_day(c->now)) return E_OK;
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_STILL_DRAFTS, V(before), V(before - DAYS(5)), V(COUNT(ids)));
    while (n < COUNT(ids) && rows_next(&r)) ids[n++] = col_int(&r, 0);
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) {
    struct application *f = arena_new_of(c->arena, struct application);
    TRY(file_by_id(c, &tx, ids[i], f));
    enum err e = put_link(c, &tx, f, T_PORTAL_REMINDER_MESSAGE);
    if (e == E_RULE) e = db_exec(&tx, SQL_APPLICATION_REMINDED, V(f->id), V(c->now));
    TRY(e);
  }
  *ret_n = n;
  return db_commit(&tx);
}

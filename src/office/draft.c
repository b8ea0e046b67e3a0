#include "office/draft.h"

#include "domain/identity.h"
#include "office/chain.h"
#include "office/form_list.h"
#include "office/hours.h"
#include "office/inbound.h"
#include "office/json.h"
#include "office/notice.h"
#include "office/submit.h"

#define LINK_LIFE DAYS(7)

/* ---- scans of a chat --------------------------------------------------------------------------- */

static enum err scan_of_message(struct ctx *c, struct tx *tx, i64 message, str *ret_scan) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_MESSAGE_SCAN_OF, V(message));
  TRY(rows_one(&r));
  *ret_scan = col_str(&r, c->arena, 0);
  return E_OK;
}

static enum err tie(struct ctx *c, struct tx *tx, struct application *f, str scan, str requirement) {
  struct item *i = requirement.n ? file_item(f, requirement) : NULL;
  if (i && i->state == ITEM_FAULTY) {
    TRY(db_exec(tx, SQL_SCAN_REPLACE, V(f->id), V(requirement), V(c->now)));
    i->scans = 0;
  } else if (i && i->state == ITEM_RECEIVED) {
    TRY(db_exec(tx, SQL_LOOK_REPLACE_TOLD, V(f->id), V(requirement), V(c->now)));
  }
  TRY(db_exec(tx, SQL_SCAN_TIE, V(scan), V(f->id), i ? V(requirement) : V_NULL));
  if (!i) return E_OK;
  i->state = ITEM_RECEIVED;
  i->scans++;
  return db_exec(tx, SQL_ITEM_RECEIVED, V(f->id), V(requirement));
}

enum err draft_tie(struct ctx *c, struct tx *tx, i64 draft, i64 message, str requirement) {
  struct application f = {0};
  str scan;
  TRY(file_by_id(c, tx, draft, &f));
  TRY(scan_of_message(c, tx, message, &scan));
  TRY(tie(c, tx, &f, scan, requirement));
  return db_exec(tx, SQL_APPLICATION_TOUCH, V(f.id), V(c->now));
}

enum err correction_tie(struct ctx *c, struct tx *tx, str number, i64 message, str requirement) {
  struct application f = {0};
  str scan;
  TRY(file_by_number(c, tx, number, &f));
  TRY(scan_of_message(c, tx, message, &scan));
  TRY(tie(c, tx, &f, scan, requirement));
  return file_scans_came(c, tx, &f, 1);
}

/* Photos that came before anybody knew what for; their captions may say what they are. */
static enum err tie_loose(struct ctx *c, struct tx *tx, struct application *f, const struct judgement *needs, str else_to, size_t *ret_n) {
  struct scan_row *loose;
  TRY(file_loose_scans(c, tx, f->contact, &loose, ret_n));
  for (size_t i = 0; i < *ret_n; i++) {
    str caption = STR_NONE;
    {
      CLEANUP(rows_done) struct rows r = db_query(tx, SQL_MESSAGE_OF_SCAN, V(loose[i].id));
      if (rows_next(&r)) caption = col_str(&r, c->arena, 0);
      TRY(r.err);
    }
    const struct requirement *named = caption.n ? chat_requirement_named(needs, caption) : NULL;
    TRY(tie(c, tx, f, loose[i].id, named ? named->code : else_to));
  }
  return E_OK;
}

static enum err take_loose(struct ctx *c, struct tx *tx, struct application *f) {
  size_t n;
  struct judgement needs = service_judge(f->service, &f->answers, ctx_today(c));
  return tie_loose(c, tx, f, &needs, STR_NONE, &n);
}

enum err correction_take_loose(struct ctx *c, struct tx *tx, struct application *f, str requirement) {
  const struct item *open[MAX_REQUIREMENTS];
  struct judgement faulty = {.n = 0};
  size_t all = items_open(f->items, f->item_count, open, MAX_REQUIREMENTS), n;
  for (size_t i = 0; i < all && i < MAX_REQUIREMENTS; i++)
    if (open[i]->requirement->modes & MODE_UPLOAD) faulty.needs[faulty.n++] = open[i]->requirement;
  TRY(tie_loose(c, tx, f, &faulty, requirement, &n));
  return n ? file_scans_came(c, tx, f, n) : E_OK;
}

/* ---- a draft's life -------------------------------------------------------------------------------- */

enum err draft_start(struct ctx *c, struct tx *tx, struct live_chat *row, const struct service *s, const struct answers *answers) {
  struct application f = {.service = s, .state = STATE_DRAFT, .channel = CHANNEL_WHATSAPP, .chat = row->id,
                          .contact = row->contact, .answers = *answers, .phone = row->phone, .applicant = row->contact_name};
  TRY(file_create(c, tx, &f));
  TRY(take_loose(c, tx, &f));
  row->draft = f.id;
  return event_append(c, tx, "draft", f.id, STR_NONE);
}

enum err draft_answers(struct ctx *c, struct tx *tx, i64 draft, const struct answers *answers) {
  struct application f = {0};
  TRY(file_by_id(c, tx, draft, &f));
  f.answers = *answers;
  TRY(db_exec(tx, SQL_APPLICATION_ANSWERS, V(f.id), V(answers_json(c->arena, f.service, answers)), V(f.service->version), V(c->now)));
  return file_judge_again(c, tx, &f);
}

/* Photos without a name are taken in the order of the list the citizen was sent; the officer sees and can re-tie. */
static enum err sort_the_rest(struct ctx *c, struct tx *tx, struct application *f) {
  struct scan_row *scans;
  size_t n, next = 0;
  TRY(file_scans(c, tx, f->id, &scans, &n));
  for (size_t i = 0; i < n; i++) {
    if (scans[i].requirement.n || scans[i].replaced_at) continue;
    while (next < f->item_count && !(f->items[next].state == ITEM_MISSING && (f->items[next].requirement->modes & MODE_UPLOAD) &&
                                     !(f->items[next].requirement->modes & MODE_OPTIONAL)))
      next++;
    if (next == f->item_count) return E_OK;
    TRY(tie(c, tx, f, scans[i].id, f->items[next].requirement->code));
  }
  return E_OK;
}

static str applicant_of(struct ctx *c, const struct application *f) {
  json_t *data = json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
  str name = json_member(data, "applicant_name");
  name = name.n ? arena_str(c->arena, name) : f->applicant;
  json_decref(data);
  return name;
}

enum err draft_send(struct ctx *c, struct tx *tx, struct application *file) {
  struct application f = *file;
  TRY(file_fill_forms(c, tx, &f));
  TRY(sort_the_rest(c, tx, &f));
  struct application_facts facts = file_facts(&f);
  struct request request = {.action = ACTION_SUBMIT, .actor = {0, ROLE_CITIZEN}};
  struct decision d = application_decide(&facts, &request);
  if (d.forbidden != RULE_OK) return E_RULE;
  f.applicant = applicant_of(c, &f);
  TRY(promise_hours(c, tx, f.service->sla_working_hours, &f.due_at));
  enum err e = E_CONFLICT;
  for (int i = 0; e == E_CONFLICT && i < 5; i++) { /* numbers are random: a used one is drawn once in a while */
    f.number = number_new(c->arena, c->office->config->office.prefix);
    e = db_change(tx, SQL_APPLICATION_SUBMIT, V(f.id), V(f.version), V(f.number), V_STR(f.applicant), V_STR(f.phone), V(phone_last4(f.phone)),
                  V(c->now), V(f.due_at));
  }
  TRY(e);
  f.state = d.to;
  f.version++;
  f.submitted_at = c->now;
  *file = f;
  json_t *o = json_object();
  json_object_set_new(o, "number", json_of(f.number));
  json_object_set_new(o, "service", json_of(f.service->code));
  json_object_set_new(o, "rules", json_of(f.service->version));
  json_object_set_new(o, "channel", json_string(channel_code(f.channel)));
  json_object_set_new(o, "due", json_integer(f.due_at));
  TRY(event_append(c, tx, "submit", f.id, json_text(c->arena, o)));
  return notice_put(c, tx, file, d.tells);
}

enum err draft_submit(struct ctx *c, struct tx *tx, struct live_chat *row) {
  struct application f = {0};
  TRY(file_by_id(c, tx, row->draft, &f));
  TRY(draft_send(c, tx, &f));
  row->draft = 0;
  return E_OK;
}

enum err draft_discard(struct ctx *c, struct tx *tx, struct live_chat *row, bool keep_media) {
  i64 draft = row->draft;
  row->draft = 0;
  if (!draft) return E_OK;
  TRY(keep_media ? db_exec(tx, SQL_SCAN_LOOSEN, V(draft)) : db_exec(tx, SQL_SCAN_DROP, V(draft), V(c->now)));
  TRY(db_exec(tx, SQL_UPLOAD_FORGET, V(draft)));
  TRY(db_exec(tx, SQL_APPLICATION_DROP, V(draft), V(c->now)));
  return event_append(c, tx, "discard", draft, STR_NONE);
}

enum err drafts_erase(struct ctx *c, moment untouched_since, size_t *ret_n) {
  CLEANUP(db_end) struct tx tx = {0};
  i64 ids[100];
  size_t n = 0;
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_APPLICATION_OLD_DRAFTS, V(untouched_since), V(COUNT(ids)));
    while (n < COUNT(ids) && rows_next(&r)) ids[n++] = col_int(&r, 0);
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) {
    TRY(db_exec(&tx, SQL_SCAN_DROP, V(ids[i]), V(c->now)));
    TRY(db_exec(&tx, SQL_UPLOAD_FORGET, V(ids[i])));
    TRY(db_exec(&tx, SQL_APPLICATION_DROP, V(ids[i]), V(c->now)));
    TRY(event_append(c, &tx, "erase_draft", ids[i], STR_NONE));
  }
  *ret_n = n;
  return db_commit(&tx);
}

/* ---- the form -------------------------------------------------------------------------------------- */

enum err form_link(struct ctx *c, struct tx *tx, i64 application, str *ret_url) {
  str token = random_token(c->arena);
  struct sha256 hash = token_hash(token);
  TRY(db_exec(tx, SQL_LINK_ADD, V_SHA(hash), V("form"), V(application), V(c->now), V(c->now + LINK_LIFE)));
  *ret_url = office_url(c, "/f/", token);
  return E_OK;
}

static enum err read_link(struct ctx *c, struct tx *tx, str token, struct application *f, struct form_open *open) {
  struct sha256 hash = token_hash(token);
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_LINK_FIND, V_SHA(hash));
    TRY(rows_one(&r));
    *open = (struct form_open){.application = col_int(&r, 1), .expired = col_int(&r, 2) < c->now, .used = !col_null(&r, 3)};
  }
  TRY(file_by_id(c, tx, open->application, f));
  open->expired |= f->state != STATE_DRAFT && f->state != STATE_NEEDS_CORRECTION;
  return E_OK;
}

enum err link_open(struct ctx *c, str token, struct application *ret_file, struct form_open *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  return read_link(c, &tx, token, ret_file, ret);
}

/* What was sent replaces what was there; a field sent empty is empty again. In a list each item stands for itself. */
static enum err merge(struct ctx *c, const struct service *s, str old, str sent, str checked, str *ret) {
  json_t *data = json_loadb(old.n ? old.p : "{}", old.n ? old.n : 2, 0, NULL), *value;
  json_t *all = json_loadb(sent.p, sent.n, 0, NULL), *good = json_loadb(checked.p, checked.n, 0, NULL);
  const char *key;
  enum err e = E_OK;
  for (size_t i = 0; i < s->list_count && e == E_OK; i++) {
    key = arena_cstr(c->arena, s->lists[i].section);
    if (json_object_get(all, key) || json_object_get(good, key)) e = form_list_merge(c, &s->lists[i], data, all, good);
    json_object_del(all, key);
    json_object_del(good, key);
  }
  json_object_foreach(all, key, value) json_object_del(data, key);
  json_object_update(data, good);
  json_decref(all);
  json_decref(good);
  *ret = json_text(c->arena, data);
  return e;
}

/* Sent again after a correction: the officer looks at the data anew. */
static enum err mend_forms(struct tx *tx, struct application *f) {
  for (size_t i = 0; i < f->item_count; i++) {
    struct item *item = &f->items[i];
    if (item->state != ITEM_FAULTY || !(item->requirement->modes & MODE_FORM)) continue;
    item->state = ITEM_RECEIVED;
    TRY(db_exec(tx, SQL_ITEM_RECEIVED, V(f->id), V(item->requirement->code)));
  }
  return E_OK;
}

enum err file_keep_data(struct ctx *c, struct tx *tx, struct application *f, str data, bool require) {
  str checked, merged;
  TRY(data_check(c, f->service, &f->answers, data, false, &checked));
  TRY(merge(c, f->service, f->data, data, checked, &merged));
  if (require) TRY(data_check(c, f->service, &f->answers, merged, true, &checked));
  f->data = merged;
  f->applicant = applicant_of(c, f);
  return db_exec(tx, SQL_APPLICATION_DATA, V(f->id), V(f->data), V_STR(f->applicant), V(c->now));
}

enum err form_finish(struct ctx *c, struct tx *tx, struct application *f) {
  TRY(mend_forms(tx, f));
  TRY(file_fill_forms(c, tx, f));
  TRY(event_append(c, tx, "form", f->id, STR_NONE));
  if (f->chat) TRY(office_form_done(c, tx, f->chat));
  TRY(file_by_id(c, tx, f->id, f)); /* the chat may have moved it */
  return file_back_when_mended(c, tx, f);
}

enum err form_save(struct ctx *c, str token, str data, bool last, struct application *ret_file) {
  struct application f = {0};
  struct form_open open;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(read_link(c, &tx, token, &f, &open));
  if (open.expired || open.used) return ctx_fail(c, E_RULE, T_OFFICE_LINK_EXPIRED, "link_expired", STR_NONE);
  *ret_file = f; /* as it is now, also when something is wrong with the data */
  TRY(file_keep_data(c, &tx, &f, data, last));
  if (last) {
    struct sha256 hash = token_hash(token);
    TRY(db_exec(&tx, SQL_LINK_USE, V_SHA(hash), V(c->now)));
    TRY(form_finish(c, &tx, &f));
  }
  TRY(db_commit(&tx));
  *ret_file = f;
  return E_OK;
}

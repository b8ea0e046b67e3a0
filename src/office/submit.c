#include "office/submit.h"

#include "domain/identity.h"
#include "office/act.h"
#include "office/chain.h"
#include "office/json.h"
#include "office/notice.h"
#include "office/queue.h"

/* ---- scans ------------------------------------------------------------------------------------- */

static enum err insert_scan(struct ctx *c, struct tx *tx, i64 application, i64 contact, const struct new_scan *n, const char *source) {
  const struct sealed_scan *s = &n->sealed;
  return db_exec(tx, SQL_SCAN_ADD, V(s->id), V_OPT(application), V_OPT(contact), V(n->requirement), V(scan_type_mime(s->type)),
                 V(s->size), V_SHA(s->sha256), V(s->pack), V(s->pack_at), V(s->pack_size), V_BLOB(s->key, WRAPPED_KEY_SIZE),
                 V(c->now), V(source), V_STR(utf8_cut(n->file_name, 120)));
}

/* What was faulty is replaced; what was merely there gets one more page. An accepted paper is looked at again. */
static enum err receive(struct ctx *c, struct tx *tx, struct application *f, struct item *i, bool *ret_reopened) {
  if (i->state == ITEM_FAULTY) TRY(db_exec(tx, SQL_SCAN_REPLACE, V(f->id), V(i->requirement->code), V(c->now)));
  *ret_reopened |= i->state == ITEM_FAULTY;
  if (i->state == ITEM_FAULTY) i->scans = 0;
  i->state = ITEM_RECEIVED;
  i->fault = FAULT_NONE;
  i->scans++;
  return db_exec(tx, SQL_ITEM_RECEIVED, V(f->id), V(i->requirement->code));
}

enum err file_add_scan(struct ctx *c, struct tx *tx, struct application *f, const struct new_scan *n, const char *source) {
  bool reopened = false;
  if (n->requirement.n) {
    struct item *i = file_item(f, n->requirement);
    if (!i) return ctx_fail_arg(c, E_INPUT, T_OFFICE_UNKNOWN_REQUIREMENT, "unknown_requirement", n->requirement, "code", n->requirement);
    if (i->scans >= MAX_SCANS_PER_REQUIREMENT)
      return ctx_fail(c, E_LIMIT, T_OFFICE_TOO_MANY_SCANS, "too_many_scans", n->requirement);
    TRY(receive(c, tx, f, i, &reopened));
  }
  return insert_scan(c, tx, f->id, f->contact, n, source);
}

/* ---- submitting ---------------------------------------------------------------------------------- */

/* A part named after a requirement of another situation is still that paper: an office may be shown more than it asked. */
static enum err allow_extra(struct ctx *c, struct tx *tx, struct application *f, str code) {
  const struct requirement *r = service_requirement(f->service, code);
  if (!r || file_item(f, code) || f->item_count == MAX_REQUIREMENTS) return E_OK;
  (void)c;
  TRY(db_exec(tx, SQL_ITEM_ADD, V(f->id), V(code), V(f->item_count + MAX_REQUIREMENTS), V(item_state_code(ITEM_MISSING))));
  f->items[f->item_count++] = (struct item){.requirement = r};
  return E_OK;
}

static enum err add_papers(struct ctx *c, struct tx *tx, struct application *f, const struct new_application *n) {
  for (size_t i = 0; i < n->scan_count; i++) {
    TRY(allow_extra(c, tx, f, n->scans[i].requirement));
    TRY(file_add_scan(c, tx, f, &n->scans[i], channel_code(n->channel)));
  }
  for (size_t i = 0; i < n->seen_count; i++) {
    struct item *item = file_item(f, n->seen[i]);
    if (!item) return ctx_fail_arg(c, E_INPUT, T_OFFICE_UNKNOWN_REQUIREMENT, "unknown_requirement", n->seen[i], "code", n->seen[i]);
    item->state = ITEM_SEEN;
    TRY(db_exec(tx, SQL_ITEM_JUDGE, V(f->id), V(n->seen[i]), V(item_state_code(ITEM_SEEN)), V(""), V("")));
  }
  return E_OK;
}

enum err file_fill_forms(struct ctx *c, struct tx *tx, struct application *f) {
  for (size_t i = 0; i < f->item_count; i++) {
    struct item *item = &f->items[i];
    if (!(item->requirement->modes & MODE_FORM) || item->state != ITEM_MISSING) continue;
    bool assisted = f->channel == CHANNEL_API || f->channel == CHANNEL_COUNTER;
    bool filled = assisted ? data_any(f->data) : data_fills(c, f->service, &f->answers, item->requirement, f->data);
    if (!filled) continue;
    item->state = ITEM_RECEIVED;
    TRY(db_exec(tx, SQL_ITEM_RECEIVED, V(f->id), V(item->requirement->code)));
  }
  return E_OK;
}


static void tell_missing(const struct application *f, struct submitted *ret) {
  const struct item *open[MAX_REQUIREMENTS];
  ret->missing_count = items_open(f->items, f->item_count, open, MAX_REQUIREMENTS);
  for (size_t i = 0; i < ret->missing_count; i++) ret->missing[i] = open[i]->requirement->code;
}

static str submit_data(struct ctx *c, const struct application *f, const struct submitted *s) {
  json_t *o = json_object(), *missing = json_array();
  for (size_t i = 0; i < s->missing_count; i++) json_array_append_new(missing, json_of(s->missing[i]));
  json_object_set_new(o, "number", json_of(f->number));
  json_object_set_new(o, "service", json_of(f->service->code));
  json_object_set_new(o, "rules", json_of(f->service->version));
  json_object_set_new(o, "channel", json_string(channel_code(f->channel)));
  json_object_set_new(o, "due", json_integer(f->due_at));
  json_object_set_new(o, "missing", missing);
  return json_text(c->arena, o);
}

/* A citizen who is known on WhatsApp hears of a file that came another way. */
static enum err find_contact(struct tx *tx, str phone, i64 *ret) {
  *ret = 0;
  if (!phone.n) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_PHONE, V(phone));
  enum err e = rows_one(&r);
  if (e == E_OK) *ret = col_int(&r, 0);
  return e == E_NOTFOUND ? E_OK : e;
}

static enum err check_new(struct ctx *c, const struct new_application *n, struct application *f) {
  if (n->service->in_person) return ctx_fail(c, E_RULE, T_OFFICE_IN_PERSON, "in_person", S("service"));
  if (name_is_error(name_check(n->applicant))) (void)ctx_fail(c, E_INPUT, T_OFFICE_NAME_NEEDED, "missing", S("applicant/name"));
  else if (n->applicant.n > 200) (void)ctx_fail(c, E_INPUT, T_OFFICE_NAME_LONG, "too_long", S("applicant/name"));
  if (n->phone.n && phone_read(c->arena, n->phone, &f->phone) != E_OK)
    (void)ctx_fail(c, E_INPUT, T_OFFICE_PHONE, "phone", S("applicant/phone"));
  if (n->scan_count > MAX_SCANS_PER_APPLICATION) return ctx_fail(c, E_LIMIT, T_OFFICE_TOO_MANY_SCANS, "too_many_scans", STR_NONE);
  enum err e = data_check(c, n->service, &n->answers, n->data, false, &f->data);
  return e == E_OK && c->fault_count ? E_INPUT : e;
}

static struct application fresh(const struct new_application *n) {
  return (struct application){.service = n->service, .state = STATE_SUBMITTED, .channel = n->channel, .answers = n->answers,
                              .applicant = str_trim(n->applicant)};
}

enum err submit_check(struct ctx *c, const struct new_application *n) {
  struct application f = fresh(n);
  return check_new(c, n, &f);
}

enum err office_submit(struct ctx *c, const struct new_application *n, struct submitted *ret) {
  struct application f = fresh(n);
  TRY(check_new(c, n, &f));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(once_find(c, &tx, n->once));
  if (n->once && n->once->repeated) return db_commit(&tx); /* the first may not be on the disk yet */
  TRY(find_contact(&tx, f.phone, &f.contact));
  TRY(file_create(c, &tx, &f));
  TRY(add_papers(c, &tx, &f, n));
  TRY(file_fill_forms(c, &tx, &f));
  struct submitted done = {.id = f.id, .number = f.number, .state = f.state, .status_url = file_status_url(c, &f)};
  tell_missing(&f, &done);
  TRY(event_append(c, &tx, "submit", f.id, submit_data(c, &f, &done)));
  if (n->ticket) TRY(ticket_link(c, &tx, n->ticket, f.id, f.number));
  TRY(notice_put(c, &tx, &f, "registered"));
  TRY(once_keep(c, &tx, n->once, &done));
  TRY(db_commit(&tx));
  *ret = done;
  return E_OK;
}

/* ---- later scans ---------------------------------------------------------------------------------- */

enum err file_scans_came(struct ctx *c, struct tx *tx, struct application *f, size_t n) {
  json_t *o = json_object();
  json_object_set_new(o, "scans", json_integer((json_int_t)n));
  TRY(db_exec(tx, SQL_APPLICATION_TOUCH, V(f->id), V(c->now)));
  f->version++;
  return event_append(c, tx, "scans", f->id, json_text(c->arena, o));
}

enum err file_back_when_mended(struct ctx *c, struct tx *tx, struct application *f) {
  if (f->state != STATE_NEEDS_CORRECTION || items_open(f->items, f->item_count, NULL, 0)) return E_OK;
  struct act act = {.action = ACTION_SEND_CORRECTION};
  return file_act(c, tx, f, &act);
}

/* A machine, a citizen with a link, an officer. */
static const char *source_of(const struct ctx *c) {
  return c->actor.officer < 0 ? "api" : c->actor.role == ROLE_CITIZEN ? "web" : "counter";
}

enum err office_add_scans(struct ctx *c, str number, const struct new_scan *scans, size_t n, struct once *once, struct added *ret) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(once_find(c, &tx, once));
  if (once && once->repeated) return db_commit(&tx);
  TRY(file_by_number(c, &tx, number, &f));
  if (state_is_final(f.state)) return ctx_fail(c, E_RULE, T_RULE_NOT_IN_THIS_STATE, "not_in_this_state", STR_NONE);
  for (size_t i = 0; i < n; i++) {
    TRY(allow_extra(c, &tx, &f, scans[i].requirement));
    TRY(file_add_scan(c, &tx, &f, &scans[i], source_of(c)));
  }
  TRY(file_scans_came(c, &tx, &f, n));
  TRY(file_back_when_mended(c, &tx, &f));
  struct added done = {f.number, scans, n, f.state};
  TRY(once_keep(c, &tx, once, &done));
  TRY(db_commit(&tx));
  *ret = done;
  return E_OK;
}

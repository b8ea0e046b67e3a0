#include "office/complaint.h"

#include "base/limits.h"
#include "domain/identity.h"
#include "office/chain.h"
#include "office/hours.h"
#include "office/json.h"
#include "office/notice.h"
#include "office/staff.h"

#define LEAST_BODY 10 /* letters: "tolong" is no complaint yet */
#define MOST_BODY 4000
#define MOST_OFFICERS 500
#define MOST_STEPS 200
#define ONE_GO 50

static str token_of(struct ctx *c, i64 id) { return keys_token(c->arena, &c->office->keys, "complaint", id); }

/* In a tiny office one person wears all hats; with duties separated the admin reads no complaints. */
static enum role acting_role(const struct ctx *c, enum role role) {
  return role == ROLE_ADMIN && !c->office->config->rules.separate_handover ? ROLE_SUPERVISOR : role;
}

/* ---- rows ------------------------------------------------------------------------------------------ */

static struct complaint read_complaint(struct ctx *c, const struct rows *r) {
  struct arena *a = c->arena;
  struct complaint k = {.id = col_int(r, 0), .ticket = col_str(r, a, 1), .channel = col_str(r, a, 5), .body = col_str(r, a, 6),
                        .place = col_str(r, a, 7), .officer_name = col_str(r, a, 8), .number = col_str(r, a, 9), .name = col_str(r, a, 10),
                        .phone = col_str(r, a, 11), .contact = col_int(r, 12), .created_at = col_int(r, 13), .due_at = col_int(r, 14),
                        .assigned = col_int(r, 15), .answer = col_str(r, a, 16), .answered_at = col_int(r, 17), .answered_by = col_int(r, 18),
                        .escalated_at = col_int(r, 19), .lapor_number = col_str(r, a, 20)};
  (void)complaint_kind_parse(col_peek(r, 2), &k.kind);
  (void)complaint_class_parse(col_peek(r, 3), &k.class_);
  (void)complaint_state_parse(col_peek(r, 4), &k.state);
  return k;
}

static enum err by_ticket(struct ctx *c, struct tx *tx, str ticket, struct complaint *ret) {
  str canonical;
  if (number_read(c->arena, ticket, &canonical) != E_OK) return E_NOTFOUND;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COMPLAINT_BY_TICKET, V(canonical));
  TRY(rows_one(&r));
  *ret = read_complaint(c, &r);
  return E_OK;
}

static enum err step(struct ctx *c, struct tx *tx, i64 complaint, const char *kind, str text) {
  i64 officer = c->actor.officer > 0 ? c->actor.officer : 0;
  return db_exec(tx, SQL_COMPLAINT_STEP_ADD, V(complaint), V(c->now), V(officer), V(kind), V_STR(text));
}

/* The chain says that something was done, never what was said. */
static enum err told(struct ctx *c, struct tx *tx, const char *kind, i64 complaint, const char *name, const char *value) {
  json_t *o = json_object();
  json_object_set_new(o, "complaint", json_integer(complaint));
  if (name) json_object_set_new(o, name, json_string(value));
  return event_append(c, tx, kind, 0, json_text(c->arena, o));
}

static enum err concerned_of(struct tx *tx, i64 complaint, i64 *ret, size_t max, size_t *ret_n) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COMPLAINT_CONCERNED, V(complaint));
  *ret_n = 0;
  while (*ret_n < max && rows_next(&r)) ret[(*ret_n)++] = col_int(&r, 0);
  return r.err;
}

static enum err officers_of(struct ctx *c, struct tx *tx, struct complaint_officer **ret, size_t *ret_n) {
  struct complaint_officer *list = arena_array(c->arena, struct complaint_officer, MOST_OFFICERS);
  size_t n = 0;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_OFFICER_LIST);
  while (n < MOST_OFFICERS && rows_next(&r)) {
    list[n] = (struct complaint_officer){.id = col_int(&r, 0), .name = col_str(&r, c->arena, 2), .may_handle = !col_int(&r, 4)};
    if (role_parse(col_peek(&r, 3), &list[n].role)) n++;
  }
  *ret = list;
  *ret_n = n;
  return r.err;
}

/* ---- coming in --------------------------------------------------------------------------------------- */

static enum err check(struct ctx *c, const struct new_complaint *n, str *ret_phone, str *ret_number) {
  *ret_phone = *ret_number = S("");
  if (utf8_count(n->body) < LEAST_BODY) (void)ctx_fail(c, E_INPUT, T_COMPLAINT_BODY_SHORT, "missing", S("body"));
  if (utf8_count(n->body) > MOST_BODY) (void)ctx_fail(c, E_INPUT, T_COMPLAINT_BODY_LONG, "too_long", S("body"));
  if (n->number.n && number_read(c->arena, n->number, ret_number) != E_OK) (void)ctx_fail(c, E_INPUT, T_COMPLAINT_NUMBER, "number", S("number"));
  if (!n->anonymous && n->phone.n && phone_read(c->arena, n->phone, ret_phone) != E_OK)
    (void)ctx_fail(c, E_INPUT, T_COMPLAINT_PHONE, "phone", S("phone"));
  return c->fault_count ? E_INPUT : E_OK;
}

static enum err contact_of(struct tx *tx, str phone, i64 *ret) {
  *ret = 0;
  if (!phone.n) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_PHONE, V(phone));
  enum err e = rows_one(&r);
  if (e == E_OK) *ret = col_int(&r, 0);
  return e == E_NOTFOUND ? E_OK : e;
}

static enum err insert(struct ctx *c, struct tx *tx, const struct new_complaint *n, str phone, str number, str *ret_ticket, i64 *ret_id) {
  u8 chance[SHA256_SIZE];
  i64 contact;
  moment due;
  enum complaint_class class_ = complaint_first_class(n->kind);
  random_bytes(chance, sizeof chance); /* takes the place of the token's hash until the id is known */
  TRY(contact_of(tx, phone, &contact));
  TRY(promise_days(c, tx, c->now, complaint_days(class_), &due));
  *ret_ticket = number_new(c->arena, S("ADU"));
  CLEANUP(rows_done) struct rows r = db_query(
      tx, SQL_COMPLAINT_ADD, V(*ret_ticket), V_BLOB(chance, sizeof chance), V(complaint_kind_code(n->kind)), V(complaint_class_code(class_)),
      V(complaint_channel_code(n->channel)), V(n->body), V_STR(utf8_cut(n->place, 300)), V_STR(utf8_cut(n->officer_name, 120)), V_STR(number),
      V_STR(n->anonymous ? S("") : utf8_cut(n->name, MAX_NAME)), V_STR(phone), V_OPT(contact), V(c->now), V(due));
  TRY(rows_one(&r));
  *ret_id = col_int(&r, 0);
  return E_OK;
}

/* Whoever is named, and whoever did something with the file it is about. */
static enum err mark_concerned(struct ctx *c, struct tx *tx, i64 id, const struct new_complaint *n, str number) {
  struct complaint_officer *all;
  size_t count;
  i64 officer, actors[100];
  size_t actor_count = 0;
  TRY(officers_of(c, tx, &all, &count));
  for (size_t i = 0; i < count; i++)
    if (complaint_names(n->officer_name, all[i].name)) TRY(db_exec(tx, SQL_COMPLAINT_CONCERN, V(id), V(all[i].id)));
  if (!number.n || n->kind == COMPLAINT_SUGGESTION) return E_OK;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COMPLAINT_ACTORS, V(number));
    while (actor_count < COUNT(actors) && rows_next(&r))
      if (str_to_i64(str_from(col_str(&r, c->arena, 0), 8), &officer)) actors[actor_count++] = officer;
    TRY(r.err);
  }
  for (size_t i = 0; i < actor_count; i++) TRY(db_exec(tx, SQL_COMPLAINT_CONCERN, V(id), V(actors[i])));
  return E_OK;
}

enum err complaint_submit(struct ctx *c, const struct new_complaint *n, str *ret_ticket, str *ret_token) {
  str phone, number;
  i64 id;
  TRY(check(c, n, &phone, &number));
  if (n->anonymous) phone = S("");
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(insert(c, &tx, n, phone, number, ret_ticket, &id));
  *ret_token = token_of(c, id);
  struct sha256 hash = sha256_of(*ret_token);
  TRY(db_change(&tx, SQL_COMPLAINT_TOKEN, V(id), V_SHA(hash)));
  TRY(mark_concerned(c, &tx, id, n, number));
  struct actor_id who = c->actor;
  if (n->anonymous) c->actor = (struct actor_id){.role = ROLE_CITIZEN}; /* also when it was taken down at a counter */
  enum err e = step(c, &tx, id, "received", S(""));
  if (e == E_OK) e = told(c, &tx, "complaint_received", id, "kind", complaint_kind_code(n->kind));
  c->actor = who;
  TRY(e);
  return db_commit(&tx);
}

/* ---- reading ---------------------------------------------------------------------------------------------- */

enum err complaint_by_token(struct ctx *c, str token, struct complaint *ret) {
  struct sha256 hash = sha256_of(token);
  if (token.n != 22) return E_NOTFOUND;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_COMPLAINT_BY_TOKEN, V_SHA(hash));
  TRY(rows_one(&r));
  *ret = read_complaint(c, &r);
  return E_OK;
}

enum err complaint_list(struct ctx *c, struct complaint **ret, size_t *ret_n) {
  struct complaint *list = arena_array(c->arena, struct complaint, MAX_LIST);
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_COMPLAINT_LIST, V(c->actor.officer), V(MAX_LIST));
    while (n < MAX_LIST && rows_next(&r)) list[n++] = read_complaint(c, &r);
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) TRY(staff_name(c, &tx, list[i].assigned, &list[i].assigned_name));
  *ret = list;
  *ret_n = n;
  return E_OK;
}

static enum err read_steps(struct ctx *c, struct tx *tx, struct complaint_whole *w) {
  i64 officers[MOST_STEPS];
  w->steps = arena_array(c->arena, struct complaint_step, MOST_STEPS);
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COMPLAINT_STEPS, V(w->k.id), V(MOST_STEPS));
    while (w->step_count < MOST_STEPS && rows_next(&r)) {
      officers[w->step_count] = col_int(&r, 1);
      w->steps[w->step_count++] = (struct complaint_step){.at = col_int(&r, 0), .kind = col_str(&r, c->arena, 2), .text = col_str(&r, c->arena, 3)};
    }
    TRY(r.err);
  }
  for (size_t i = 0; i < w->step_count; i++) TRY(staff_name(c, tx, officers[i], &w->steps[i].officer_name));
  return E_OK;
}

/* Opens it for this officer; the one it is about finds nothing. */
static enum err open_for(struct ctx *c, struct tx *tx, str ticket, struct complaint_whole *w) {
  i64 concerned[100];
  size_t n;
  TRY(by_ticket(c, tx, ticket, &w->k));
  TRY(concerned_of(tx, w->k.id, concerned, COUNT(concerned), &n));
  enum role role = acting_role(c, c->actor.role);
  if (!complaint_may_read(role, c->actor.officer, concerned, n)) return E_NOTFOUND;
  w->may_handle = complaint_may_handle(role, c->actor.officer, concerned, n);
  TRY(officers_of(c, tx, &w->officers, &w->officer_count));
  for (size_t i = 0; i < w->officer_count; i++) {
    struct complaint_officer *o = &w->officers[i];
    o->may_handle = o->may_handle && complaint_may_handle(acting_role(c, o->role), o->id, concerned, n);
    for (size_t k = 0; k < n; k++) o->concerned |= concerned[k] == o->id;
  }
  return staff_name(c, tx, w->k.assigned, &w->k.assigned_name);
}

enum err complaint_open(struct ctx *c, str ticket, struct complaint_whole *ret) {
  *ret = (struct complaint_whole){0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(open_for(c, &tx, ticket, ret));
  TRY(read_steps(c, &tx, ret));
  TRY(told(c, &tx, "complaint_viewed", ret->k.id, NULL, NULL));
  return db_commit(&tx);
}

/* ---- handling ------------------------------------------------------------------------------------------------- */

static const struct complaint_officer *officer_find(const struct complaint_whole *w, i64 id) {
  for (size_t i = 0; i < w->officer_count; i++)
    if (w->officers[i].id == id) return &w->officers[i];
  return NULL;
}

static enum err do_assign(struct ctx *c, struct tx *tx, struct complaint_whole *w, const struct complaint_act *act) {
  const struct complaint_officer *o = officer_find(w, act->officer);
  if (!o) return ctx_fail(c, E_INPUT, T_COMPLAINT_OFFICER_UNKNOWN, "unknown_value", S("officer"));
  if (!o->may_handle) return ctx_fail(c, E_RULE, T_COMPLAINT_OFFICER_CONCERNED, "concerned", S("officer"));
  TRY(db_change(tx, SQL_COMPLAINT_ASSIGN, V(w->k.id), V(o->id)));
  TRY(told(c, tx, "complaint_assigned", w->k.id, NULL, NULL));
  return step(c, tx, w->k.id, "assigned", o->name);
}

static enum err do_reclass(struct ctx *c, struct tx *tx, struct complaint_whole *w, const struct complaint_act *act) {
  moment due;
  TRY(promise_days(c, tx, w->k.created_at, complaint_days(act->class_), &due));
  TRY(db_change(tx, SQL_COMPLAINT_RECLASS, V(w->k.id), V(complaint_class_code(act->class_)), V(due)));
  TRY(told(c, tx, "complaint_classed", w->k.id, "class", complaint_class_code(act->class_)));
  return step(c, tx, w->k.id, "class", text_plain(LANG_ID, text_key_find(arena_printf(c->arena, "complaint.class.%s", complaint_class_code(act->class_)))));
}

/* From here on that officer sees nothing of it; if it was in his hands, it no longer is. */
static enum err do_concern(struct ctx *c, struct tx *tx, struct complaint_whole *w, const struct complaint_act *act) {
  const struct complaint_officer *o = officer_find(w, act->officer);
  if (!o) return ctx_fail(c, E_INPUT, T_COMPLAINT_OFFICER_UNKNOWN, "unknown_value", S("officer"));
  TRY(db_exec(tx, SQL_COMPLAINT_CONCERN, V(w->k.id), V(o->id)));
  TRY(db_exec(tx, SQL_COMPLAINT_UNASSIGN, V(w->k.id), V(o->id)));
  TRY(told(c, tx, "complaint_concerned", w->k.id, NULL, NULL));
  return step(c, tx, w->k.id, "concerned", o->name);
}

static enum err do_note(struct ctx *c, struct tx *tx, struct complaint_whole *w, const struct complaint_act *act) {
  return step(c, tx, w->k.id, "note", utf8_cut(act->text, MAX_TEXT));
}

static enum err do_lapor(struct ctx *c, struct tx *tx, struct complaint_whole *w, const struct complaint_act *act) {
  TRY(db_change(tx, SQL_COMPLAINT_LAPOR, V(w->k.id), V(utf8_cut(act->text, 40))));
  TRY(told(c, tx, "complaint_lapor", w->k.id, NULL, NULL));
  return step(c, tx, w->k.id, "lapor", utf8_cut(act->text, 40));
}

/* The chat says that there is an answer and where, not what it is: the phone may be somebody else's by now. */
static enum err say_answered(struct ctx *c, struct tx *tx, const struct complaint *k) {
  i64 chat = 0;
  str token = token_of(c, k->id), url = office_url(c, "/lapor/", token);
  if (!k->contact) return E_OK;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_OF_CONTACT, V(k->contact));
    enum err e = rows_one(&r);
    if (e == E_OK) chat = col_int(&r, 0);
    if (e != E_OK) return e == E_NOTFOUND ? E_OK : e;
  }
  struct say say = {.kind = SAY_TEXT, .important = true,
                    .body = TEXT(c->arena, LANG_ID, T_COMPLAINT_SAY_ANSWERED, ARG("ticket", k->ticket), ARG("url", url)),
                    .fallback = {.name = S("loket_pengaduan"), .params = {k->ticket, url}, .param_count = 2}};
  return say_put(c, tx, chat, 0, &say, 0);
}

static enum err do_answer(struct ctx *c, struct tx *tx, struct complaint_whole *w, const struct complaint_act *act) {
  TRY(db_change(tx, SQL_COMPLAINT_ANSWER, V(w->k.id), V(utf8_cut(act->text, MAX_TEXT)), V(c->now), V(c->actor.officer)));
  TRY(told(c, tx, "complaint_answered", w->k.id, NULL, NULL));
  TRY(step(c, tx, w->k.id, "answer", S("")));
  return say_answered(c, tx, &w->k);
}

enum err complaint_do(struct ctx *c, str ticket, const struct complaint_act *act) {
  static enum err (*const all[COMPLAINT_ACTIONS])(struct ctx *, struct tx *, struct complaint_whole *, const struct complaint_act *) = {
      [COMPLAINT_ASSIGN] = do_assign, [COMPLAINT_RECLASS] = do_reclass, [COMPLAINT_CONCERN] = do_concern,
      [COMPLAINT_NOTE] = do_note,     [COMPLAINT_LAPOR] = do_lapor,     [COMPLAINT_ANSWER] = do_answer};
  struct complaint_whole w = {0};
  bool needs_text = act->action == COMPLAINT_NOTE || act->action == COMPLAINT_LAPOR || act->action == COMPLAINT_ANSWER;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(open_for(c, &tx, ticket, &w));
  if (!w.may_handle) return ctx_fail(c, E_DENIED, T_RULE_ROLE, "role", STR_NONE);
  if (needs_text && !act->text.n) return ctx_fail(c, E_INPUT, T_COMPLAINT_TEXT_NEEDED, "missing", S("text"));
  bool over = w.k.state == COMPLAINT_ANSWERED && (act->action == COMPLAINT_ANSWER || act->action == COMPLAINT_RECLASS);
  if (over) return ctx_fail(c, E_RULE, T_COMPLAINT_OVER, "answered", STR_NONE);
  TRY(all[act->action](c, &tx, &w, act));
  return db_commit(&tx);
}

/* ---- late ---------------------------------------------------------------------------------------------------------- */

/* To the first head of the office it is not about; with none, it stays and is marked. */
static enum err escalate(struct ctx *c, struct tx *tx, i64 id) {
  struct complaint_officer *all;
  i64 concerned[100], head = 0;
  size_t n, count;
  str name = S("");
  TRY(concerned_of(tx, id, concerned, COUNT(concerned), &n));
  TRY(officers_of(c, tx, &all, &count));
  for (size_t i = 0; i < count && !head; i++)
    if (all[i].role == ROLE_HEAD && all[i].may_handle && complaint_may_handle(ROLE_HEAD, all[i].id, concerned, n)) {
      head = all[i].id;
      name = all[i].name;
    }
  TRY(db_exec(tx, SQL_COMPLAINT_ESCALATE, V(id), V(c->now), V(head)));
  TRY(told(c, tx, "complaint_escalated", id, NULL, NULL));
  return step(c, tx, id, "escalated", name);
}

enum err complaint_escalate(struct ctx *c, size_t *ret_n) {
  i64 ids[ONE_GO];
  size_t n = 0;
  {
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_read(c->office->db, &tx));
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_COMPLAINT_LATE, V(c->now), V(ONE_GO));
    while (n < ONE_GO && rows_next(&r)) ids[n++] = col_int(&r, 0);
    TRY(r.err);
  }
  *ret_n = n;
  if (!n) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  for (size_t i = 0; i < n; i++) TRY(escalate(c, &tx, ids[i]));
  return db_commit(&tx);
}

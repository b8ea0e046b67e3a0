#include "office/staff.h"

#include <pthread.h>
#include <sodium.h>

#include "domain/totp.h"
#include "office/chain.h"
#include "office/json.h"

#define SEEN_EVERY MINUTES(1)
#define TRIES 5
#define MAX_LOCK_MINUTES 60
#define HASHES_AT_ONCE 2 /* each needs 64 MiB */

/* ---- passwords ----------------------------------------------------------------------------------- */

static pthread_mutex_t hash_lock[HASHES_AT_ONCE] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

static bool password_is(str stored, str password, moment now) {
  pthread_mutex_t *lock = &hash_lock[now % HASHES_AT_ONCE];
  char hash[crypto_pwhash_STRBYTES] = {0};
  if (stored.n >= sizeof hash) return false;
  memcpy(hash, stored.p, stored.n);
  pthread_mutex_lock(lock);
  bool ok = crypto_pwhash_str_verify(hash, password.p ? password.p : "", password.n) == 0;
  pthread_mutex_unlock(lock);
  return ok;
}

/* An unknown login costs as much time as a known one. */
static void waste_a_hash(str password, moment now) {
  static const char nobody[] =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  (void)password_is(str_of(nobody), password, now);
}

static enum err password_hash(struct ctx *c, str password, const char *field, char ret[crypto_pwhash_STRBYTES]) {
  if (password.n < MIN_PASSWORD) return ctx_fail(c, E_INPUT, T_OFFICE_PASSWORD_SHORT, "password_short", str_of(field));
  bool made = crypto_pwhash_str(ret, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
  return made ? E_OK : E_IO;
}

enum err staff_save(struct ctx *c, str login, str name, enum role role, str password, i64 *ret_id) {
  char hash[crypto_pwhash_STRBYTES];
  TRY(password_hash(c, password, "password", hash));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_OFFICER_SAVE, V(arena_lower(c->arena, login)), V(name), V(role_code(role)), V((const char *)hash), V(c->now));
    TRY(rows_one(&r));
    *ret_id = col_int(&r, 0);
  }
  TRY(db_exec(&tx, SQL_SESSION_REMOVE_OF, V(*ret_id)));
  json_t *o = json_object();
  json_object_set_new(o, "officer", json_integer(*ret_id));
  json_object_set_new(o, "role", json_string(role_code(role)));
  TRY(event_append(c, &tx, "officer_saved", 0, json_text(c->arena, o)));
  return db_commit(&tx);
}

/* ---- coming in ------------------------------------------------------------------------------------- */

struct known_officer {
  i64 id;
  str name, password;
  enum role role;
  bool disabled;
  i64 failed;
  moment locked_until;
  bool totp_on;
  i64 totp_round, totp_step;
};

static enum err find_officer(struct ctx *c, str login, struct known_officer *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_OFFICER_BY_LOGIN, V(arena_lower(c->arena, str_trim(login))));
  TRY(rows_one(&r));
  *ret = (struct known_officer){.id = col_int(&r, 0), .name = col_str(&r, c->arena, 1), .password = col_str(&r, c->arena, 3),
                                .disabled = col_int(&r, 4), .failed = col_int(&r, 5), .locked_until = col_int(&r, 6),
                                .totp_on = col_int(&r, 7), .totp_round = col_int(&r, 8), .totp_step = col_int(&r, 9)};
  return role_parse(col_peek(&r, 2), &ret->role) ? E_OK : E_BUG;
}

static enum err count_failed(struct tx *tx, i64 officer, i64 *ret) {
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_OFFICER_FAILED, V(officer));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0);
  return E_OK;
}

static enum err note_try(struct ctx *c, const struct known_officer *o, bool right) {
  i64 failed = 0, minutes = 1;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  if (!right) TRY(count_failed(&tx, o->id, &failed));
  for (i64 i = TRIES; i < failed && minutes < MAX_LOCK_MINUTES; i++) minutes *= 2;
  moment until = failed >= TRIES ? c->now + MINUTES(minutes < MAX_LOCK_MINUTES ? minutes : MAX_LOCK_MINUTES) : 0;
  TRY(db_exec(&tx, SQL_OFFICER_LOCK, V(o->id), V(failed), V(until)));
  if (!right) TRY(event_append(c, &tx, "login_failed", 0, arena_printf(c->arena, "{\"officer\":%lld}", (long long)o->id)));
  return db_commit(&tx);
}

static enum err open_session(struct ctx *c, const struct known_officer *o, str *ret_token, struct session *ret) {
  u8 bytes[32];
  random_bytes(bytes, sizeof bytes);
  str token = base64url_encode(c->arena, bytes, sizeof bytes);
  struct session s = {.actor = {o->id, o->role, o->name}, .csrf = random_token(c->arena), .token_hash = sha256_of(token),
                      .needs_code = o->totp_on};
  c->actor = s.actor;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_SESSION_ADD, V_SHA(s.token_hash), V(o->id), V(s.csrf), V(c->now), V(s.needs_code)));
  if (!s.needs_code) TRY(event_append(c, &tx, "login", 0, STR_NONE));
  TRY(db_commit(&tx));
  *ret_token = token;
  *ret = s;
  return E_OK;
}

static enum err check_lock(struct ctx *c, const struct known_officer *o, str field) {
  if (o->locked_until <= c->now) return E_OK;
  str minutes = arena_printf(c->arena, "%lld", (long long)((o->locked_until - c->now) / MINUTES(1) + 1));
  return ctx_fail_arg(c, E_LIMIT, T_OFFICE_LOGIN_LOCKED, "login_locked", field, "minutes", minutes);
}

/* wrong: what he is told when it is. Where a code is to follow, a right password does not make up for wrong codes. */
static enum err check_password(struct ctx *c, const struct known_officer *o, str password, enum text_key wrong) {
  TRY(check_lock(c, o, S("password")));
  bool right = password_is(o->password, password, c->now) && !o->disabled;
  if (!right || (o->failed && !o->totp_on)) TRY(note_try(c, o, right));
  return right ? E_OK : ctx_fail(c, E_DENIED, wrong, "login_wrong", S("password"));
}

enum err staff_login(struct ctx *c, str login, str password, str *ret_token, struct session *ret_session) {
  struct known_officer o;
  enum err e = find_officer(c, login, &o);
  if (e == E_NOTFOUND) {
    waste_a_hash(password, c->now);
    return ctx_fail(c, E_DENIED, T_OFFICE_LOGIN_WRONG, "login_wrong", S("password"));
  }
  TRY(e);
  TRY(check_password(c, &o, password, T_OFFICE_LOGIN_WRONG));
  return open_session(c, &o, ret_token, ret_session);
}

static enum err read_session(struct ctx *c, struct session *s, moment *ret_created, moment *ret_seen, bool *ret_disabled) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_SESSION_FIND, V_SHA(s->token_hash));
  TRY(rows_one(&r));
  s->actor.officer = col_int(&r, 0);
  s->csrf = col_str(&r, c->arena, 1);
  *ret_created = col_int(&r, 2);
  *ret_seen = col_int(&r, 3);
  s->login = col_str(&r, c->arena, 4);
  s->actor.name = col_str(&r, c->arena, 5);
  *ret_disabled = col_int(&r, 7);
  s->needs_code = col_int(&r, 8) != 0;
  s->has_factor = col_int(&r, 9) != 0;
  return role_parse(col_peek(&r, 6), &s->actor.role) ? E_OK : E_BUG;
}

static enum err touch_session(struct ctx *c, const struct session *s) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_SESSION_SEEN, V_SHA(s->token_hash), V(c->now)));
  return db_commit(&tx);
}

enum err staff_session(struct ctx *c, str token, struct session *ret_session) {
  if (token.n != SESSION_TOKEN) return E_DENIED;
  struct session s = {.token_hash = sha256_of(token)};
  moment created, seen;
  bool disabled;
  enum err e = read_session(c, &s, &created, &seen, &disabled);
  if (e == E_NOTFOUND) return E_DENIED;
  TRY(e);
  moment idle = MINUTES(c->office->config->rules.session_idle_minutes);
  if (s.needs_code || disabled || c->now - seen > idle || c->now - created > SESSION_LIFE) return E_DENIED;
  if (c->now - seen > SEEN_EVERY) TRY(touch_session(c, &s));
  *ret_session = s;
  return E_OK;
}

/* ---- the second factor ------------------------------------------------------------------------------------ */

static void factor_key(const struct office *o, i64 officer, i64 round, u8 ret[TOTP_KEY]) {
  char of[64];
  int n = snprintf(of, sizeof of, "totp|%lld|%lld", (long long)officer, (long long)round);
  struct sha256 mac = keys_mac(&o->keys, (str){of, (size_t)n});
  memcpy(ret, mac.b, TOTP_KEY);
}

static enum err code_wrong(struct ctx *c) { return ctx_fail(c, E_DENIED, T_OFFICE_CODE_WRONG, "code_wrong", S("code")); }

static enum err check_code(struct ctx *c, const struct known_officer *o, str code, i64 *ret_step) {
  u8 key[TOTP_KEY];
  TRY(check_lock(c, o, S("code")));
  factor_key(c->office, o->id, o->totp_round, key);
  if (totp_fits(key, code, c->now, o->totp_step, ret_step)) return E_OK;
  TRY(note_try(c, o, false));
  return code_wrong(c);
}

static enum err prove_session(struct ctx *c, const struct known_officer *o, struct session *s, i64 step) {
  c->actor = s->actor;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  enum err e = db_change(&tx, SQL_OFFICER_TOTP_USED, V(o->id), V(step));
  if (e == E_OK) e = db_change(&tx, SQL_SESSION_PROVE, V_SHA(s->token_hash), V(c->now));
  if (e == E_CONFLICT) return code_wrong(c); /* somebody used it at the same moment */
  TRY(e);
  TRY(event_append(c, &tx, "login", 0, STR_NONE));
  return db_commit(&tx);
}

enum err staff_code(struct ctx *c, str token, str code, struct session *ret_session) {
  struct session s = {.token_hash = sha256_of(token)};
  struct known_officer o;
  moment created, seen;
  bool disabled;
  i64 step;
  enum err e = token.n == SESSION_TOKEN ? read_session(c, &s, &created, &seen, &disabled) : E_NOTFOUND;
  if (e == E_NOTFOUND || (e == E_OK && (!s.needs_code || disabled || c->now - created > CODE_LIFE))) return E_DENIED;
  TRY(e);
  TRY(find_officer(c, s.login, &o));
  TRY(check_code(c, &o, code, &step));
  TRY(prove_session(c, &o, &s, step));
  s.needs_code = false;
  *ret_session = s;
  return E_OK;
}

/* "ABCD EFGH ...": as one types it. */
static str in_fours(struct arena *a, str key) {
  struct buf b = buf_new(a, key.n * 2 + 1);
  for (size_t i = 0; i < key.n; i += 4) {
    if (i) buf_byte(&b, ' ');
    buf_add(&b, str_sub(key, i, i + 4 < key.n ? 4 : key.n - i));
  }
  return buf_str(&b);
}

enum err staff_factor(struct ctx *c, const struct session *s, struct second_factor *ret) {
  struct known_officer o;
  u8 key[TOTP_KEY];
  TRY(find_officer(c, s->login, &o));
  *ret = (struct second_factor){.on = o.totp_on};
  if (o.totp_on || !o.totp_round) return E_OK;
  factor_key(c->office, o.id, o.totp_round, key);
  str office = arena_printf(c->arena, "Loket " STR_FMT, STR_ARG(c->office->config->office.name));
  ret->uri = totp_uri(c->arena, key, office, s->login);
  ret->key = in_fours(c->arena, base32_encode(c->arena, key, TOTP_KEY));
  return E_OK;
}

enum err staff_factor_start(struct ctx *c, const struct session *s) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_OFFICER_TOTP_START, V(s->actor.officer)));
  return db_commit(&tx);
}

/* Either way the code shows that the phone is his. */
static enum err turn_factor(struct ctx *c, const struct session *s, str code, bool on) {
  struct known_officer o;
  i64 step;
  TRY(find_officer(c, s->login, &o));
  if (o.totp_on == on) return E_OK;
  if (!o.totp_round) return code_wrong(c);
  TRY(check_code(c, &o, code, &step));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_OFFICER_TOTP_SET, V(o.id), V(on), V(step)));
  TRY(event_append(c, &tx, on ? "second_factor_on" : "second_factor_off", 0, STR_NONE));
  return db_commit(&tx);
}

enum err staff_factor_confirm(struct ctx *c, const struct session *s, str code) { return turn_factor(c, s, code, true); }
enum err staff_factor_stop(struct ctx *c, const struct session *s, str code) { return turn_factor(c, s, code, false); }

bool staff_owes_factor(const struct ctx *c, const struct session *s) {
  return !s->has_factor && (c->office->config->rules.second_factor & ROLE_BIT(s->actor.role));
}

enum err staff_logout(struct ctx *c, const struct session *s) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_SESSION_REMOVE, V_SHA(s->token_hash)));
  TRY(event_append(c, &tx, "logout", 0, STR_NONE));
  return db_commit(&tx);
}

/* ---- what an officer does about his own account --------------------------------------------------------- */

enum err staff_sessions(struct ctx *c, const struct session *s, struct session_row **ret, size_t *ret_n) {
  moment idle = MINUTES(c->office->config->rules.session_idle_minutes);
  struct session_row *list = arena_array(c->arena, struct session_row, MAX_SESSIONS_SHOWN);
  size_t n = 0;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_SESSION_LIST_OF, V(s->actor.officer), V_SHA(s->token_hash), V(c->now - idle),
                                              V(c->now - SESSION_LIFE), V(MAX_SESSIONS_SHOWN));
  while (n < MAX_SESSIONS_SHOWN && rows_next(&r)) list[n++] = (struct session_row){col_int(&r, 0), col_int(&r, 1), col_int(&r, 2) != 0};
  *ret = list;
  *ret_n = n;
  return r.err;
}

enum err staff_end_others(struct ctx *c, const struct session *s) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_SESSION_REMOVE_OTHERS, V(s->actor.officer), V_SHA(s->token_hash)));
  TRY(event_append(c, &tx, "sessions_ended", 0, STR_NONE));
  return db_commit(&tx);
}

enum err staff_password(struct ctx *c, const struct session *s, str password, str wanted) {
  struct known_officer o;
  char hash[crypto_pwhash_STRBYTES];
  TRY(find_officer(c, s->login, &o));
  TRY(check_password(c, &o, password, T_OFFICE_PASSWORD_WRONG));
  if (str_eq(password, wanted)) return ctx_fail(c, E_INPUT, T_OFFICE_PASSWORD_SAME, "password_same", S("wanted"));
  TRY(password_hash(c, wanted, "wanted", hash));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(db_exec(&tx, SQL_OFFICER_PASSWORD, V(o.id), V((const char *)hash)));
  TRY(db_exec(&tx, SQL_SESSION_REMOVE_OTHERS, V(o.id), V_SHA(s->token_hash)));
  TRY(event_append(c, &tx, "password_changed", 0, STR_NONE));
  return db_commit(&tx);
}

enum err staff_name(struct ctx *c, struct tx *tx, i64 officer, str *ret_name) {
  *ret_name = S("");
  if (!officer) return E_OK;
  CLEANUP(rows_done) struct rows r = officer > 0 ? db_query(tx, SQL_OFFICER_BY_ID, V(officer)) : db_query(tx, SQL_TOKEN_NAME, V(-officer));
  enum err e = rows_one(&r);
  if (e == E_OK) *ret_name = col_str(&r, c->arena, officer > 0 ? 1 : 0);
  return e == E_NOTFOUND ? E_OK : e;
}

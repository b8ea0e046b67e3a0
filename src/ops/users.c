#include "ops/users.h"

#include "base/limits.h"
#include "office/chain.h"
#include "office/staff.h"

#define LOGIN_MOST 32
#define TOKEN_BYTES 32

/* ---- passwords ------------------------------------------------------------------------------ */

/* What people choose when twelve characters are asked for. Lower case; compared without what stands behind it being
 * looked at: "disdukcapil2026" is as easy as "disdukcapil". */
static const char *const common_starts[] = {
    "password",      "passw0rd",      "katasandi",   "sandi123",   "rahasia",   "qwerty",      "asdfgh",
    "zxcvbn",        "1234567890",    "123456789",   "0123456789", "987654321", "112233",      "abcdefgh",
    "abcd1234",      "administrator", "adminadmin",  "admin123",   "petugas",   "operator123", "verifikator",
    "disdukcapil",   "dukcapil",      "dindukcapil", "capil123",   "indonesia", "merdeka",     "bismillah",
    "alhamdulillah", "sayang",        "cintaku",     "iloveyou",   "letmein",   "welcome",     "selamatdatang",
    "selamatpagi",   "mataram123",    "loketloket",  "loket12345", "whatsapp",
};

static size_t distinct_bytes(str s) {
  bool seen[256] = {false};
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    n += !seen[(u8)s.p[i]];
    seen[(u8)s.p[i]] = true;
  }
  return n;
}

const char *password_problem(str login, str password) {
  if (!utf8_valid(password)) return "the password is not valid text";
  size_t length = utf8_count(password);
  if (length < PASSWORD_LEAST) return "the password must have at least 12 characters; a few words are a good one";
  if (length > PASSWORD_MOST) return "the password may have at most 128 characters";
  if (distinct_bytes(password) < 5) return "the password repeats the same few signs";
  if (login.n && str_starts(password, login) && password.n < login.n + 8) return "the password must not be the login";
  for (size_t i = 0; i < COUNT(common_starts); i++) {
    str common = str_of(common_starts[i]);
    if (str_eq_nocase(str_sub(password, 0, common.n), common) && length < common.n + 10)
      return "the password is one that many people choose";
  }
  return NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool plain_word(str s, size_t most, const char *also) {
  if (s.n < 2 || s.n > most) return false;
  for (size_t i = 0; i < s.n; i++) {
    char ch = s.p[i];
    if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || strchr(also, ch))) return false;
  }
  return true;
}

static const char *officer_problem(const struct new_officer *n) {
  if (!plain_word(n->login, LOGIN_MOST, "._-")) return "the login must be 2 to 32 of a-z, 0-9, dot, dash, underscore";
  if (!utf8_valid(n->name) || !str_trim(n->name).n || utf8_count(n->name) > MAX_NAME)
    return "the name must have 1 to 60 letters";
  if (!((ROLES_READERS | ROLE_BIT(ROLE_ADMIN)) & ROLE_BIT(n->role)))
    return "that role is not one of an officer; roles: info, fo, operator, verifikator, penyerahan, kabid, kadis, "
           "admin, pengawas";
  return password_problem(n->login, n->password);
}

/* ---- rows ----------------------------------------------------------------------------------- */

enum err user_save(struct ctx *c, const struct new_officer *n, i64 *ret_id, const char **ret_problem) {
  *ret_problem = officer_problem(n);
  if (*ret_problem) return E_INPUT;
  return staff_save(c, n->login, str_trim(n->name), n->role, n->password, ret_id);
}

static enum err save_token(struct ctx *c, struct tx *tx, str name, enum role role, str token, i64 *ret_id) {
  struct sha256 hash = sha256_of(token);
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_TOKEN_ADD, V(name), V(role_code(role)), V_SHA(hash), V(c->now));
  TRY(rows_one(&r));
  *ret_id = col_int(&r, 0);
  return E_OK;
}

enum err token_make(struct ctx *c, str name, enum role role, str *ret_token, const char **ret_problem) {
  u8 secret[TOKEN_BYTES];
  i64 id;
  *ret_problem = NULL;
  if (!plain_word(arena_lower(c->arena, name), MAX_NAME, " ._-")) {
    *ret_problem = "the name must be 2 to 60 letters, digits, blanks, dots, dashes";
    return E_INPUT;
  }
  random_bytes(secret, sizeof secret);
  str token = base64url_encode(c->arena, secret, sizeof secret);
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(save_token(c, &tx, name, role, token, &id));
  str data = arena_printf(c->arena, "{\"token\":%lld,\"name\":\"" STR_FMT "\",\"role\":\"%s\"}", (long long)id,
                          STR_ARG(name), role_code(role));
  TRY(event_append(c, &tx, "token_added", 0, data));
  TRY(db_commit(&tx));
  *ret_token = token;
  return E_OK;
}

/* ---- taking back -------------------------------------------------------------------------------- */

static enum err end_row(struct ctx *c, struct tx *tx, enum sql q, str name, i64 *ret_id) {
  CLEANUP(rows_done) struct rows r = q == SQL_TOKEN_REVOKE ? db_query(tx, q, V(name), V(c->now)) : db_query(tx, q, V(name));
  TRY(rows_one(&r));
  *ret_id = col_int(&r, 0);
  return E_OK;
}

enum err user_disable(struct ctx *c, str login) {
  i64 id;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(end_row(c, &tx, SQL_OFFICER_DISABLE, login, &id));
  TRY(db_exec(&tx, SQL_SESSION_REMOVE_OF, V(id)));
  TRY(event_append(c, &tx, "officer_disabled", 0, arena_printf(c->arena, "{\"officer\":%lld}", (long long)id)));
  return db_commit(&tx);
}

enum err token_revoke(struct ctx *c, str name) {
  i64 id;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(end_row(c, &tx, SQL_TOKEN_REVOKE, name, &id));
  TRY(event_append(c, &tx, "token_revoked", 0, arena_printf(c->arena, "{\"token\":%lld}", (long long)id)));
  return db_commit(&tx);
}

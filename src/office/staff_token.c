/* Machines: the bearer tokens of the API. */
#include <pthread.h>

#include "office/staff.h"

#define TOKEN_MEMORY 16
#define TOKEN_KNOWN_MS 2000 /* a token that was revoked works this long at most */
static struct {
  struct sha256 hash;
  i64 id;
  enum role role;
  char name[64];
  moment until;
} known_tokens[TOKEN_MEMORY];
static pthread_mutex_t known_lock = PTHREAD_MUTEX_INITIALIZER;

static bool token_known(struct ctx *c, const struct sha256 *hash, struct actor_id *ret) {
  size_t at = hash->b[0] % TOKEN_MEMORY;
  pthread_mutex_lock(&known_lock);
  bool hit = known_tokens[at].until > c->now && memcmp(known_tokens[at].hash.b, hash->b, SHA256_SIZE) == 0;
  if (hit) *ret = (struct actor_id){-known_tokens[at].id, known_tokens[at].role, arena_str(c->arena, str_of(known_tokens[at].name))};
  pthread_mutex_unlock(&known_lock);
  return hit;
}

static void token_remember(struct ctx *c, const struct sha256 *hash, const struct actor_id *who) {
  size_t at = hash->b[0] % TOKEN_MEMORY;
  pthread_mutex_lock(&known_lock);
  known_tokens[at].hash = *hash;
  known_tokens[at].id = -who->officer;
  known_tokens[at].role = who->role;
  known_tokens[at].until = c->now + TOKEN_KNOWN_MS;
  snprintf(known_tokens[at].name, sizeof known_tokens[at].name, STR_FMT, STR_ARG(who->name));
  pthread_mutex_unlock(&known_lock);
}

enum err staff_token(struct ctx *c, str token, struct actor_id *ret_actor) {
  struct sha256 hash = sha256_of(token);
  if (token.n < 20 || token.n > 200) return E_DENIED;
  if (token_known(c, &hash, ret_actor)) return E_OK;
  struct actor_id who;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_TOKEN_FIND, V_SHA(hash));
    enum err e = rows_one(&r);
    if (e != E_OK) return e == E_NOTFOUND ? E_DENIED : e;
    who = (struct actor_id){.officer = -col_int(&r, 0), .name = col_str(&r, c->arena, 1)};
    if (!role_parse(col_peek(&r, 2), &who.role)) return E_BUG;
  }
  token_remember(c, &hash, &who);
  *ret_actor = who;
  return E_OK;
}

/* Partners' keys; tokens and logins that are taken back. */
#include <unistd.h>

#include "cmd/cmd.h"
#include "office/partner.h"
#include "ops/users.h"

/* Words on the terminal are English. */
static struct ctx english_ctx(struct call *c, struct office *o) {
  struct ctx ctx = system_ctx(c, o);
  ctx.lang = LANG_EN;
  return ctx;
}

static int failed(struct ctx *ctx, enum err e) {
  if (!ctx->fault_count) return complain(EXIT_FAILED, "%s", err_name(e));
  return complain(EXIT_FAILED, STR_FMT, STR_ARG(fault_text(ctx, &ctx->faults[0])));
}

/* ---- partners ------------------------------------------------------------------------------------- */

static int give_key(struct call *c, bool first) {
  CLEANUP(close_office) struct office *o = NULL;
  struct partner_key *keys;
  size_t n;
  i64 id;
  str token;
  if (!c->partner || !c->public_key) return complain(EXIT_USAGE, "partner %s needs --partner and --public-key", first ? "add" : "key");
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = english_ctx(c, o);
  enum err e = partner_keys(&ctx, &keys, &n);
  bool has = false;
  for (size_t i = 0; e == E_OK && i < n; i++)
    has |= str_is(keys[i].partner, c->partner) && !keys[i].revoked_at && keys[i].sandbox == c->sandbox;
  if (e == E_OK && first && has) return complain(EXIT_FAILED, "%s has a key; give it another one with `loket partner key`", c->partner);
  if (e == E_OK) e = partner_key_add(&ctx, str_of(c->partner), str_of(c->public_key), c->sandbox, &token, &id);
  if (e != E_OK) return failed(&ctx, e);
  printf(STR_FMT "\n", STR_ARG(token));
  fprintf(stderr, "key %lld of %s%s: shown this once\n", (long long)id, c->partner, c->sandbox ? ", sandbox: invented data only" : "");
  return EXIT_FINE;
}

int verb_partner_add(struct call *c) { return give_key(c, true); }
int verb_partner_key(struct call *c) { return give_key(c, false); }

static void print_partner(struct ctx *ctx, const struct partner *p, const struct partner_key *keys, size_t n) {
  bool some = p->agreement.reference.n > 0, holds = partner_agreement_holds(p, ctx_today(ctx));
  printf(STR_FMT "  %s\n", STR_ARG(p->code), !some ? "no agreement" : holds ? "agreement in force" : "agreement ended");
  for (size_t i = 0; i < n; i++) {
    if (!str_eq(keys[i].partner, p->code)) continue;
    str made = rfc3339(ctx->arena, keys[i].created_at), used = keys[i].used_at ? rfc3339(ctx->arena, keys[i].used_at) : S("never");
    str key = webhook_public_text(ctx->arena, keys[i].public_key);
    printf("  key %lld%s  " STR_FMT "  made " STR_FMT "  used " STR_FMT "%s\n", (long long)keys[i].id, keys[i].sandbox ? " (sandbox)" : "",
           STR_ARG(key), STR_ARG(made), STR_ARG(used), keys[i].revoked_at ? "  REVOKED" : "");
  }
}

int verb_partner_list(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  struct partner_key *keys;
  size_t n;
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = english_ctx(c, o);
  enum err e = partner_keys(&ctx, &keys, &n);
  if (e != E_OK) return failed(&ctx, e);
  struct webhook_key ours = partner_signing_key(o);
  printf("this office signs with " STR_FMT "\n", STR_ARG(webhook_public_text(c->arena, ours.public_key)));
  for (size_t i = 0; i < o->partners.n; i++) print_partner(&ctx, &o->partners.list[i], keys, n);
  return EXIT_FINE;
}

int verb_partner_revoke(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  i64 id;
  if (!str_to_i64(str_of(c->argv[0]), &id)) return complain(EXIT_USAGE, "partner revoke needs the number of a key; `loket partner list` shows them");
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = english_ctx(c, o);
  enum err e = partner_key_revoke(&ctx, id);
  if (e == E_NOTFOUND) return complain(EXIT_FAILED, "there is no key %lld, or it was revoked before", (long long)id);
  if (e != E_OK) return failed(&ctx, e);
  printf("key %lld no longer works\n", (long long)id);
  return EXIT_FINE;
}

/* ---- machines and officers -------------------------------------------------------------------------- */

int verb_token_revoke(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  if (!c->name) return complain(EXIT_USAGE, "token revoke needs --name");
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = english_ctx(c, o);
  enum err e = token_revoke(&ctx, str_of(c->name));
  if (e == E_NOTFOUND) return complain(EXIT_FAILED, "there is no token \"%s\", or it was revoked before", c->name);
  if (e != E_OK) return failed(&ctx, e);
  printf("token \"%s\" no longer works\n", c->name);
  return EXIT_FINE;
}

int verb_user_disable(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  if (!c->login) return complain(EXIT_USAGE, "user disable needs --login");
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = english_ctx(c, o);
  str login = arena_lower(c->arena, str_of(c->login));
  enum err e = user_disable(&ctx, login);
  if (e == E_NOTFOUND) return complain(EXIT_FAILED, "there is no officer \"%s\", or the login was disabled before", c->login);
  if (e != E_OK) return failed(&ctx, e);
  printf("officer " STR_FMT " may no longer come in; `loket user add` lets in again\n", STR_ARG(login));
  return EXIT_FINE;
}

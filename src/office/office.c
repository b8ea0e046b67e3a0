#include "office/office.h"

#include <sodium.h>

#include "config/partner_file.h"
#include "config/service_file.h"
#include "office/chain.h"
#include "store/migrate.h"

#define PROBLEM(text) (*ret_problem = S(text))

/* Today's rules are kept for the applications that will be judged by them; older ones are read back. */
static enum err keep_rules(struct office *o) {
  CLEANUP(db_end) struct tx tx = {0};
  CLEANUP(arena_freep) struct arena *a = arena_new(16u << 20);
  bool new = false;
  TRY(db_read(o->db, &tx));
  {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_RULESET_LIST);
    size_t known = 0;
    while (rows_next(&r)) {
      const struct service *s = catalogue_find(&o->catalogue, col_peek(&r, 0));
      known += s && str_eq(s->version, col_str(&r, a, 1));
    }
    TRY(r.err);
    new = known < o->catalogue.n;
  }
  db_end(&tx);
  if (!new) return E_OK;
  TRY(db_begin(o->db, &tx));
  for (size_t i = 0; i < o->catalogue.n; i++) {
    const struct service *s = &o->catalogue.services[i];
    TRY(db_exec(&tx, SQL_RULESET_KEEP, V(s->code), V(s->version), V(s->source), V(clock_now())));
  }
  return db_commit(&tx);
}

static enum err read_rules(struct office *o) {
  CLEANUP(db_end) struct tx tx = {0};
  struct ruleset *list = arena_array(o->arena, struct ruleset, 512);
  size_t n = 0;
  TRY(db_read(o->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_RULESET_LIST);
  while (n < 512 && rows_next(&r)) {
    str code = col_str(&r, o->arena, 0), body = col_str(&r, o->arena, 2), problem;
    if (service_parse(o->arena, code, body, &list[n].service, &problem) == E_OK) n++;
    else log_line(LOG_ERROR, "rules", "an old version of a service can no longer be read: service=" STR_FMT, STR_ARG(code));
  }
  o->rulesets = list;
  o->ruleset_count = n;
  return r.err;
}

enum err office_open_all(const struct config *config, int readers, struct office **ret_office, str *ret_problem) {
  if (sodium_init() < 0) return E_BUG;
  struct arena *a = arena_new(256u << 20);
  struct office *o = arena_new_of(a, struct office);
  o->arena = a;
  o->config = config;
  *ret_problem = STR_NONE;
  enum err e = E_OK;
  int from, to;
  if (!zone_set(arena_cstr(a, config->office.timezone))) e = E_INPUT, PROBLEM("office.timezone is not known on this machine");
  if (e == E_OK && (e = keys_load(arena_cstr(a, config->keys), &o->keys)) != E_OK)
    PROBLEM("the office's keys are not there: run `loket init` first");
  if (e == E_OK && (e = db_open(arena_cstr(a, config->store), readers, &o->db)) != E_OK) PROBLEM("the store cannot be opened");
  if (e == E_OK) db_before_commit(o->db, chain_seal, o);
  if (e == E_OK && (e = migrate(o->db, &from, &to)) != E_OK) PROBLEM("the store cannot be brought to this version");
  if (e == E_OK && (e = scan_store_open(arena_cstr(a, config->scans), arena_cstr(a, config->keys), &o->scans)) != E_OK)
    PROBLEM("the folder of the scans cannot be opened");
  if (e == E_OK && (e = part_store_open(arena_cstr(a, config->scans), &o->keys, &o->parts)) != E_OK)
    PROBLEM("the folder of unfinished uploads cannot be opened");
  if (e == E_OK) {
    o->vault = vault_client_new(a, config_beside_store(a, config, "vault.sock"));
    scan_store_vault(o->scans, o->vault);
  }
  if (e == E_OK) e = services_load(a, arena_cstr(a, config->services), &o->catalogue, ret_problem);
  if (e == E_OK) e = partners_load(a, arena_cstr(a, config->services), &o->partners, ret_problem);
  if (e == E_OK) e = keep_rules(o);
  if (e == E_OK) e = read_rules(o);
  if (e != E_OK) {
    static char kept[512]; /* the arena goes, the words stay */
    snprintf(kept, sizeof kept, STR_FMT, STR_ARG(*ret_problem));
    *ret_problem = str_of(kept);
    office_close(o);
    return e;
  }
  *ret_office = o;
  return E_OK;
}

void office_close(struct office *o) {
  if (!o) return;
  part_store_close(o->parts);
  scan_store_close(o->scans);
  vault_client_close(o->vault);
  db_close(o->db);
  arena_free(o->arena);
}

void office_defer(void) { db_defer(); }
u64 office_deferred(void) { return db_deferred(); }
enum err office_settle(struct office *o, u64 ticket) { return db_settle(o->db, ticket); }

const struct service *office_rules(const struct office *o, str service, str version) {
  const struct service *today = catalogue_find(&o->catalogue, service);
  if (today && str_eq(today->version, version)) return today;
  for (size_t i = 0; i < o->ruleset_count; i++) {
    const struct service *s = &o->rulesets[i].service;
    if (str_eq(s->code, service) && str_eq(s->version, version)) return s;
  }
  log_line(LOG_WARN, "rules", "service=" STR_FMT " version=" STR_FMT " unknown", STR_ARG(service), STR_ARG(version));
  return today;
}

str office_url(const struct ctx *c, const char *path, str token) {
  const str parts[] = {c->office->config->public_url, str_of(path), token};
  return arena_join(c->arena, parts, COUNT(parts));
}

/* ---- context --------------------------------------------------------------------------------- */

void ctx_begin(struct ctx *c, struct office *o, struct arena *a, struct actor_id actor) {
  c->office = o;
  c->arena = a;
  c->lang = LANG_ID;
  c->now = clock_now();
  c->actor = actor;
}

struct ctx ctx_new(struct office *o, struct arena *a, struct actor_id actor) {
  struct ctx c = {0};
  ctx_begin(&c, o, a, actor);
  return c;
}

enum err ctx_fail_arg(struct ctx *c, enum err e, enum text_key key, const char *code, str field, const char *name, str value) {
  if (c->fault_count < MAX_FAULTS)
    c->faults[c->fault_count++] = (struct fault){.key = key, .code = code, .field = field, .args = {{name, value}},
                                                 .arg_count = name ? 1 : 0};
  return e;
}

enum err ctx_fail(struct ctx *c, enum err e, enum text_key key, const char *code, str field) {
  return ctx_fail_arg(c, e, key, code, field, NULL, STR_NONE);
}

str fault_text(struct ctx *c, const struct fault *f) { return text_fill(c->arena, c->lang, f->key, f->args, f->arg_count); }

str actor_string(struct ctx *c) {
  if (c->actor.officer > 0) return arena_printf(c->arena, "officer:%lld", (long long)c->actor.officer);
  if (c->actor.officer < 0) return arena_printf(c->arena, "token:%lld", (long long)-c->actor.officer);
  if (c->actor.role == ROLE_PARTNER) return arena_printf(c->arena, "partner:" STR_FMT, STR_ARG(c->actor.name));
  return c->actor.role == ROLE_CITIZEN ? S("citizen") : S("system");
}

struct date ctx_today(const struct ctx *c) { return local_of(c->now).date; }

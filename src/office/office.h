/* office: the waist. One function = one thing the office does = one transaction. Nothing above speaks to the store,
 * nothing below knows of HTTP, WhatsApp or pages. Nothing is sent inside a transaction: what is to be said is written
 * into the outbox beside the change it tells. */
#pragma once
#include "base/base.h"
#include "config/config.h"
#include "domain/application.h"
#include "domain/partner.h"
#include "domain/service.h"
#include "locale/text.h"
#include "scans/parts.h"
#include "scans/scans.h"
#include "store/db.h"

struct ruleset {
  struct service service; /* service.version tells which */
};
/* Where the event chain ends, known to whoever writes in the store's open transaction (chain.c). */
struct chain_end {
  u64 epoch; /* db_epoch it holds for */
  i64 seq;
  struct sha256 hash;
  bool grown; /* since the head was last written */
};
/* What the whole process shares; nothing in it changes while it runs, but chain_end, which belongs to the writer. */
struct office {
  struct arena *arena; /* of everything below */
  const struct config *config;
  struct db *db;
  struct scan_store *scans;
  struct part_store *parts; /* uploads that are under way */
  struct vault_client *vault;
  struct office_keys keys;
  struct catalogue catalogue;      /* the rules of today */
  struct partners partners;        /* institutions that read population data */
  const struct ruleset *rulesets;  /* every version an application was ever judged by */
  size_t ruleset_count;
  struct chain_end chain_end;
};
/* Opens store, keys, scans and services of a configuration. readers: threads that read at once. No process that does this
 * holds the secret half of the office's key: scans are opened with the vault's help. */
enum err office_open_all(const struct config *config, int readers, struct office **ret_office, str *ret_problem);
void office_close(struct office *o);
/* Between these two what this thread's office calls write is not on the disk when they come back. Nothing may be told to
 * anybody before office_settle(what office_deferred gave) has come back with E_OK; E_IO: nothing of it was changed. */
void office_defer(void);
u64 office_deferred(void); /* 0: nothing was written */
enum err office_settle(struct office *o, u64 ticket);
/* The rules an application was judged by; today's when that version is unknown (then logged). */
const struct service *office_rules(const struct office *o, str service, str version);

/* Who does something. */
struct actor_id {
  i64 officer;    /* id; negative: api token; 0: citizen or system */
  enum role role;
  str name;       /* of the officer or token */
};

/* Why something did not work, for the person: a text and where it belongs. */
struct fault {
  enum text_key key;           /* T_NONE: nothing special to say */
  struct text_arg args[4];
  size_t arg_count;
  const char *code;            /* stable word for machines: "originals_open", "too_large" ... */
  str field;                   /* form field or JSON pointer, or empty */
};
#define MAX_FAULTS 16
struct ctx {
  struct office *office;
  struct arena *arena;
  enum lang lang;
  moment now;
  struct actor_id actor;
  struct fault faults[MAX_FAULTS]; /* the first is the main one */
  size_t fault_count;
};
/* c: all zeros. It is large: where it lies inside something else it is made there. */
void ctx_begin(struct ctx *c, struct office *o, struct arena *a, struct actor_id actor);
struct ctx ctx_new(struct office *o, struct arena *a, struct actor_id actor);
/* Notes a fault and gives the error back: return ctx_fail(c, E_INPUT, T_..., "code", S("field")). */
enum err ctx_fail(struct ctx *c, enum err e, enum text_key key, const char *code, str field);
enum err ctx_fail_arg(struct ctx *c, enum err e, enum text_key key, const char *code, str field, const char *name, str value);
str fault_text(struct ctx *c, const struct fault *f);
str actor_string(struct ctx *c); /* "officer:3", "token:1", "citizen", "system" */
struct date ctx_today(const struct ctx *c);
/* A page of this office as the outside reaches it; path: "/s/". */
str office_url(const struct ctx *c, const char *path, str token);

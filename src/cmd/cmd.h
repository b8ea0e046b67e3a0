/* cmd: the verbs of the loket binary. One table (loket.c), one function a verb; the only folder that sees all. */
#pragma once
#include "config/config.h"
#include "office/office.h"

enum exit_status { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_CONFIG = 3, EXIT_WARNINGS = 5 };

/* What the command line said. Options that were not given are NULL, -1 or false. */
struct call {
  struct arena *arena;
  struct config config; /* of verbs that need it */
  const char *config_file;
  const char *login, *name, *role, *port, *out, *reason;
  int applications, listen_fd, ready_fd, secret_fd, shares, needed;
  int history, batch, batches;
  bool password_stdin, json, help, probe, dry_run, lift;
  const char *partner, *public_key;
  bool sandbox;
  int argc; /* words that are no options, behind the verb */
  char **argv;
};

int verb_serve(struct call *c); /* serve.c: starts the roles and keeps them alive */
int verb_role_web(struct call *c);
int verb_role_worker(struct call *c);
int verb_role_vault(struct call *c); /* vault.c */
int verb_init(struct call *c); /* verbs.c */
int verb_config(struct call *c);
int verb_service_check(struct call *c);
int verb_user_add(struct call *c);
int verb_token_add(struct call *c);
int verb_holidays_import(struct call *c);
int verb_audit_verify(struct call *c);
int verb_figures(struct call *c);
int verb_figures_rebuild(struct call *c);
int verb_doctor(struct call *c);
int verb_demo(struct call *c);
int verb_phone(struct call *c);
int verb_keys_status(struct call *c); /* keys.c */
int verb_keys_rotate(struct call *c);
int verb_keys_protect(struct call *c);
int verb_keys_escrow(struct call *c);
int verb_keys_restore(struct call *c);
int verb_purge(struct call *c); /* purge.c */
int verb_hold(struct call *c);
int verb_partner_add(struct call *c); /* partners.c */
int verb_partner_key(struct call *c);
int verb_partner_list(struct call *c);
int verb_partner_revoke(struct call *c);
int verb_token_revoke(struct call *c);
int verb_user_disable(struct call *c);
int verb_explain(struct call *c); /* explain.c */
int verb_version(struct call *c);
int verb_help(struct call *c); /* loket.c */

/* "loket: ..." on stderr. Gives `status` back: return complain(EXIT_FAILED, "..."); */
int complain(int status, const char *fmt, ...) PRINTF(2, 3);

/* ask.c: a line of standard input; at a terminal without showing it. False: nothing came, or no terminal. */
bool ask_line(str *ret, struct arena *a);
bool ask_unseen(const char *question, str *ret, struct arena *a);
bool ask_passphrase(const char *question, char *ret, size_t *ret_n); /* room for PASSPHRASE_MOST */

/* verbs.c: the office of a verb. open_office complains itself and gives a status; CLEANUP(close_office). */
int open_office(struct call *c, struct office **ret);
void close_office(struct office **o);
struct ctx system_ctx(struct call *c, struct office *o);

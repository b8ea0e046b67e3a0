/* cmd: the verbs of the loket binary. One table (loket.c), one function a verb; the only folder that sees all. */
#pragma once
#include "config/config.h"

enum exit_status { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_CONFIG = 3, EXIT_WARNINGS = 5 };

/* What the command line said. Options that were not given are NULL, -1 or false. */
struct call {
  struct arena *arena;
  struct config config; /* of verbs that need it */
  const char *config_file;
  const char *login, *name, *role, *port;
  int applications, listen_fd, ready_fd;
  bool password_stdin, json, help;
  int argc; /* words that are no options, behind the verb */
  char **argv;
};

int verb_serve(struct call *c); /* serve.c: starts the roles and keeps them alive */
int verb_role_web(struct call *c);
int verb_role_worker(struct call *c);
int verb_init(struct call *c); /* verbs.c */
int verb_config(struct call *c);
int verb_service_check(struct call *c);
int verb_user_add(struct call *c);
int verb_token_add(struct call *c);
int verb_audit_verify(struct call *c);
int verb_doctor(struct call *c);
int verb_demo(struct call *c);
int verb_phone(struct call *c);
int verb_explain(struct call *c); /* explain.c */
int verb_version(struct call *c);
int verb_help(struct call *c); /* loket.c */

/* "loket: ..." on stderr. Gives `status` back: return complain(EXIT_FAILED, "..."); */
int complain(int status, const char *fmt, ...) PRINTF(2, 3);

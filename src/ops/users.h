/* ops/users: what an admin gives out: logins of officers and tokens of machines. Adds to office/staff the rules of a
 * person who makes them by hand; every change is an event and says who, never the secret. */
#pragma once
#include "office/office.h"

#define PASSWORD_LEAST 12 /* characters; NIST SP 800-63B asks for length, not for signs */
#define PASSWORD_MOST 128

/* Why this password will not do, in one sentence; NULL: it will. */
const char *password_problem(str login, str password);

struct new_officer {
  str login, name, password;
  enum role role;
};
/* A known login gets the new name, role and password, and its sessions end. ret_problem: when E_INPUT. */
enum err user_save(struct ctx *c, const struct new_officer *n, i64 *ret_id, const char **ret_problem);

/* Its sessions end. E_NOTFOUND: no such login, or it was disabled before. */
enum err user_disable(struct ctx *c, str login);

/* 32 random bytes as base64url; the store keeps the SHA-256. An older token of the same name ends. */
enum err token_make(struct ctx *c, str name, enum role role, str *ret_token, const char **ret_problem);
enum err token_revoke(struct ctx *c, str name); /* E_NOTFOUND: none of that name works */

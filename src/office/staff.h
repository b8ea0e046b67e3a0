/* office/staff: officers and machines come in. */
#pragma once
#include "office/office.h"

#define MIN_PASSWORD 12
#define SESSION_TOKEN 43 /* base64url characters of 32 random bytes */
#define SESSION_LIFE HOURS(12)
#define CODE_LIFE MINUTES(5) /* so long after the password the code may come */
struct session {
  struct actor_id actor;
  str login, csrf;
  struct sha256 token_hash;
  bool needs_code; /* the password was right, staff_code is still to come: nobody is in with it */
  bool has_factor;
};
/* E_DENIED with the same words for an unknown login and a wrong password, in about the same time; E_LIMIT: locked after
 * 5 wrong passwords in a row, for 1, 2, 4 ... 60 minutes. ret_token goes into the cookie, its hash into the store. Look at
 * ret_session->needs_code: an officer with a second factor is not in yet. */
enum err staff_login(struct ctx *c, str login, str password, str *ret_token, struct session *ret_session);
/* The code of his phone for a session that needs one, within CODE_LIFE. E_DENIED without a fault: no such session; with one: a wrong
 * code, which counts like a wrong password. A code counts once. */
enum err staff_code(struct ctx *c, str token, str code, struct session *ret_session);
/* E_DENIED: no such session, idle for too long, older than SESSION_LIFE, officer disabled. Touches seen_at once a minute. */
enum err staff_session(struct ctx *c, str token, struct session *ret_session);
enum err staff_logout(struct ctx *c, const struct session *s);
/* Where the officer of s is logged in, the last used first: at most MAX_SESSIONS_SHOWN. */
#define MAX_SESSIONS_SHOWN 20
struct session_row {
  moment since, seen;
  bool this_one;
};
enum err staff_sessions(struct ctx *c, const struct session *s, struct session_row **ret, size_t *ret_n);
enum err staff_end_others(struct ctx *c, const struct session *s); /* logged out everywhere else */
/* A password of his own; all his other sessions end. password: the one of today; wrong ones count as at the login. E_INPUT: the
 * new one is too short, or no new one. */
enum err staff_password(struct ctx *c, const struct session *s, str password, str wanted);

/* The second factor: an app on his phone (domain/totp.h). Whoever lost the phone gets a new password from `loket user add`, which
 * takes the second factor off. */
struct second_factor {
  bool on;
  str uri, key; /* while a phone is being made known: for the QR code; the same to be typed, "ABCD EFGH ..." */
};
bool staff_owes_factor(const struct ctx *c, const struct session *s); /* his role must have one (rules.second_factor), and he has none */
enum err staff_factor(struct ctx *c, const struct session *s, struct second_factor *ret);
enum err staff_factor_start(struct ctx *c, const struct session *s); /* a new key, which counts for nothing yet */
enum err staff_factor_confirm(struct ctx *c, const struct session *s, str code); /* it works: from now on it is asked for */
enum err staff_factor_stop(struct ctx *c, const struct session *s, str code);    /* only who has the phone takes it off */
/* Authorization: Bearer ... of the API. Answers from memory for a few seconds after the first look. */
enum err staff_token(struct ctx *c, str token, struct actor_id *ret_actor);
enum err staff_save(struct ctx *c, str login, str name, enum role role, str password, i64 *ret_id);
enum err staff_name(struct ctx *c, struct tx *tx, i64 officer, str *ret_name); /* also of tokens (negative); "" for 0 */

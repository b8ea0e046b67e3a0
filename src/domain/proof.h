/* domain/proof: when a phone number may be sent another code, and when a code counts. Pure.
 *
 * A village may stand behind one address, so what counts is counted by phone number and by code, hardly by address:
 * a code is good for 10 minutes, for 5 tries and for one use; it only works on the page it was asked for from, so a
 * stranger who wants to guess must have one sent first, and the owner of the number hears of every one of them. */
#pragma once
#include "base/base.h"

#define PROOF_CODE_DIGITS 6
#define PROOF_COUNTER_DIGITS 8 /* an officer's code lives longer, so it is longer */
#define PROOF_TRIES 5
#define PROOF_LIFE MINUTES(10)
#define PROOF_COUNTER_LIFE DAYS(2)
#define PROOF_PER_HOUR 4
#define PROOF_PER_DAY 10
#define PROOF_SPACING SECONDS(45)

struct proof_history { /* of one phone number */
  i64 last_hour, last_day;
  moment newest; /* 0: none yet */
};
/* 0: another code may be sent now; else the moment from which on. */
moment proof_next(const struct proof_history *h, moment now);

enum proof_verdict { PROOF_GOOD, PROOF_WRONG, PROOF_TOO_LATE, PROOF_TOO_OFTEN, PROOF_USED };
struct proof_code {
  i64 tries;
  moment expires_at, used_at;
};
/* right: the typed code is the one that was sent. A code that is used up is not looked at any more. */
enum proof_verdict proof_judge(const struct proof_code *p, bool right, moment now);
/* The digits of what was typed ("123 456", "123-456"); empty when it holds anything else. */
str proof_digits(struct arena *a, str typed);
/* n digits out of true chance. */
str proof_new_code(struct arena *a, int digits);

/* office/once: a call that must not be done twice, though its sender may send it twice (Idempotency-Key).
 * The answer is kept in the same transaction as what it answers; jobs erase it after a day. Keys belong to the token
 * that sent them. Errors are not kept: whoever got one may mend the call and send it again under the same key. */
#pragma once
#include "office/office.h"

struct once {
  str key;                                      /* empty: nothing is kept */
  struct sha256 body;                           /* of everything that was sent */
  int status;                                   /* of the answer */
  str (*tell)(struct ctx *c, const void *done); /* what was done, as JSON: struct submitted, struct act_result ... */
  bool repeated;                                /* set: it was done before, nothing was done now */
  str answer;                                   /* set: the JSON to send, made now or kept from before */
};
/* E_INPUT with fault code "idempotency_key_reused": the key was used for another call. once may be NULL. */
enum err once_find(struct ctx *c, struct tx *tx, struct once *once);
enum err once_keep(struct ctx *c, struct tx *tx, struct once *once, const void *done);

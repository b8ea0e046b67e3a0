/* phone/hook: webhooks out. Updates are put in an ordered queue under p->lock; one thread signs and posts them, and
 * tries again with growing pauses while the answer is not 200. Nothing goes out before the address was verified. */
#pragma once
#include "phone/state.h"

enum err hook_start(struct phone *p);
void hook_stop(struct phone *p); /* without p->lock */

/* What a citizen wrote. `body` is the part of the message that depends on its type ({"type":"text","text":{..}});
 * it is taken. */
struct hook_options {
  int copies;        /* 2 = the same update in two POSTs; 0 = 1 */
  bool twice_inside; /* the message twice in one POST */
};
void hook_message(struct phone *p, const struct message *m, json_t *body, struct hook_options how);
/* A person of the office wrote in the phone app; body as above. */
void hook_echo(struct phone *p, const struct message *m, json_t *body);
/* What became of a message of the office; error_code != 0 goes with FAILED. */
void hook_status(struct phone *p, const struct message *m, enum tick tick, int error_code);
/* Any value under any field: account_update, phone_number_quality_update ... ; taken. */
void hook_change(struct phone *p, const char *field, json_t *value);

enum release { IN_ORDER, REVERSED, AS_BATCH };
/* Lets go what was kept back while p->holding. */
void hook_release(struct phone *p, enum release how);

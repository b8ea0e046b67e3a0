/* base/webhook: messages between machines that prove who sent them: Standard Webhooks 1.0 with Ed25519 ("v1a").
 * Headers webhook-id, webhook-timestamp (seconds), webhook-signature ("v1a,BASE64", several may stand there with blanks
 * between); signed is "id.timestamp.body". Both sides sign: calls of partners, our answers, and what we send them. */
#pragma once
#include "base/base.h"

#define WEBHOOK_PUBLIC 32
#define WEBHOOK_SIGNATURE 64
#define WEBHOOK_TOLERANCE MINUTES(5) /* a message older, or from the future, is no message */
#define MAX_WEBHOOK_ID 64
struct webhook_key {
  u8 public_key[WEBHOOK_PUBLIC];
  u8 secret[64];
};
/* The same secret gives the same pair. */
struct webhook_key webhook_key_of(str secret);
/* "whpk_" + base64 of 32 bytes; a small-order or otherwise useless key is refused. */
bool webhook_public_read(str text, u8 ret[WEBHOOK_PUBLIC]);
str webhook_public_text(struct arena *a, const u8 public_key[WEBHOOK_PUBLIC]);
str webhook_new_id(struct arena *a); /* "msg_..." */
/* The value of webhook-signature. */
str webhook_sign(struct arena *a, const struct webhook_key *k, str id, i64 seconds, str body);

struct webhook_headers {
  str id, timestamp, signature;
};
enum webhook_check {
  WEBHOOK_FINE,
  WEBHOOK_HEADERS, /* one is missing or has not its form */
  WEBHOOK_TIME,    /* outside the tolerance */
  WEBHOOK_WRONG,   /* no signature of this key fits */
};
enum webhook_check webhook_verify(const u8 public_key[WEBHOOK_PUBLIC], const struct webhook_headers *h, str body, moment now);

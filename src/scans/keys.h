/* scans/keys: the office's keys, files in one folder of mode 0700.
 *   office.pub   X25519 public key: enough to seal
 *   office.key   its secret half: opens scans
 *   link.key     32 random bytes: makes the tokens of status pages, so that the store alone opens no page
 * Without office.key no scan can be read again by anybody: back it up apart from the store. */
#pragma once
#include "base/base.h"

#define KEY_SIZE 32
struct office_keys {
  u8 public_key[KEY_SIZE];
  u8 secret_key[KEY_SIZE]; /* all zero when loaded without it */
  u8 link_key[KEY_SIZE];
  bool has_secret;
};
/* Makes what is missing; what is there stays. ret_made: something was made. */
enum err keys_init(const char *folder, bool *ret_made);
enum err keys_load(const char *folder, bool with_secret, struct office_keys *ret_keys);
/* token = first 22 base64url characters of HMAC(link key, purpose:id): the same each time, guessed by nobody. */
str keys_token(struct arena *a, const struct office_keys *k, const char *purpose, i64 id);

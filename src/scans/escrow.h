/* scans/escrow: the secret half of the office's key, split among officers so that any `needed` of them restore it and fewer
 * know nothing (Shamir's scheme over GF(2^8), libgfshare). A share is a line people can type:
 *
 *   LKT1-XXXX-XXXX-...   Crockford's base32 of {1, needed, number, id of the key (8), the share (32), checksum (4)} */
#pragma once
#include "base/base.h"
#include "scans/keys.h"

#define SHARES_MOST 20
#define SHARE_TEXT_MOST 128

struct key_share {
  u8 needed, number; /* number: 1 to how many there are */
  u8 key_id[KEY_ID_SIZE];
  u8 part[KEY_SIZE];
};
/* count shares, of which `needed` restore it. E_INPUT: 2 <= needed <= count <= SHARES_MOST does not hold. */
enum err escrow_split(const u8 *public_key, const u8 *secret_key, int needed, int count, struct key_share *ret_shares);
/* The secret, checked against the id the shares carry. E_INPUT: shares of different keys, the same one twice, or too few;
 * E_DENIED: together they give something else (one was mistyped past its checksum, or forged). */
enum err escrow_join(const struct key_share *shares, size_t n, u8 *ret_secret);

size_t share_text(const struct key_share *s, char *ret); /* zero-terminated; SHARE_TEXT_MOST of room */
/* As typed: spaces, dashes and small letters do not matter, O is 0, I and L are 1. The first share in `text`, wherever it
 * stands. E_INPUT: none, or its checksum is wrong. */
enum err share_read(str text, struct key_share *ret);

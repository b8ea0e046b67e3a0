/* scans/vault_wire: what web, worker and the verbs say to the vault, and what it answers: one datagram each
 * (SOCK_SEQPACKET), at most VAULT_MESSAGE bytes. Numbers are little-endian. Reading is pure: bytes in, a struct that points
 * into them out, or E_INPUT. */
#pragma once
#include "base/base.h"
#include "base/limits.h"
#include "scans/keys.h"

#define VAULT_WORDS 2 /* of this form of the messages */

/* Why a scan is opened. Stands in the log of openings by its name. */
enum open_why {
  OPEN_VIEW = 1, /* an officer looks */
  OPEN_COPY,     /* a machine with a token fetches it */
  OPEN_SERVE,    /* the citizen's own */
  OPEN_JUDGE,    /* the look cage */
  OPEN_GLANCE,   /* a thumbnail beside others: no event of a look */
  OPEN_WHYS
};
const char *open_why_name(enum open_why why); /* "view"; NULL when there is none */

enum vault_ask {
  VAULT_OPEN = 1, /* why, who, scan, wrapped key       -> the scan's own key */
  VAULT_HEAD,     /* nothing                           -> seq (8), hash (32) of the newest opening */
  VAULT_KEYS,     /* nothing                           -> public keys it holds the secret of, the current one first */
  VAULT_MAKE,     /* nothing                           -> public key (32), the content of its key file */
  VAULT_REWRAP,   /* id of the new key, wrapped keys   -> the same keys, wrapped for the new one */
  VAULT_FORGET,   /* id of a key                       -> nothing */
  VAULT_ASKS
};

struct vault_request {
  enum vault_ask ask;
  enum open_why why;
  str who, scan;
  const u8 *key_id;  /* KEY_ID_SIZE bytes */
  const u8 *wrapped; /* count * WRAPPED_KEY_SIZE bytes */
  size_t count;
};
enum err vault_read_request(str bytes, struct vault_request *ret);
/* Gives the length, 0 when it does not fit or is no good request. */
size_t vault_write_request(const struct vault_request *r, u8 *ret, size_t max);

/* An answer: a byte of enum err, then what was asked for. */
enum err vault_read_answer(str bytes, enum err *ret_err, str *ret_body);

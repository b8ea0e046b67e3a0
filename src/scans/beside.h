/* scans/beside: hashing on another core while a scan is sealed on this one. The hash over a piece costs as much as its
 * cipher, and needs nothing of it. One piece at a time; who finds the helper taken hashes for himself. */
#pragma once
#include <openssl/evp.h>

#include "base/base.h"

struct beside;
struct beside *beside_new(void); /* NULL: no second core, or no memory */
void beside_free(struct beside *b);
/* Takes the piece into the hash, at once when b is NULL; true: somebody else is at it, and until beside_done neither may be touched. */
bool beside_hash(struct beside *b, EVP_MD_CTX *hash, str piece);
void beside_done(struct beside *b); /* waits for it; only after true */

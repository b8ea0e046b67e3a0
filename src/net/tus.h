/* net/tus: what a client of the tus protocol (1.0.0, resumable uploads) writes into headers. Pure, no I/O; fuzzed. */
#pragma once
#include "net/form.h"

#define TUS_VERSION "1.0.0"
#define TUS_METADATA_MAX 2048 /* bytes of the header */
#define TUS_METADATA_PAIRS 16

/* "filename S1RQLmpwZw==,is_confidential": keys without blanks, each once; values base64 of UTF-8 text, or none. An
 * absent header gives no fields. E_INPUT: anything else. E_LIMIT: too long, too many. */
enum err tus_metadata(struct arena *a, str header, struct fields *ret);

enum tus_hash { TUS_NO_HASH, TUS_SHA1, TUS_SHA256 };
#define TUS_HASHES "sha1,sha256"
struct tus_checksum {
  enum tus_hash hash; /* TUS_NO_HASH: the header was absent */
  u8 sum[SHA256_SIZE];
  size_t n;
};
/* "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=". E_INPUT: another hash, or no such sum. */
enum err tus_checksum(str header, struct tus_checksum *ret);

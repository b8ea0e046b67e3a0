/* office/chain: what happened, for ever. Every event carries the SHA-256 of the one before it, so that a changed or
 * removed row is found. hash = SHA-256(hash before | seq | at | kind | application | actor | data), fields joined by a
 * byte that none of them holds. Beside it each names the one before it of the same application, whose row names its last. */
#pragma once
#include "office/office.h"

/* data: JSON text. In the same transaction as the change it tells. */
enum err event_append(struct ctx *c, struct tx *tx, const char *kind, i64 application, str data);
/* For who saves the application's row behind it, with *ret_seq as its last event. */
enum err event_append_to(struct ctx *c, struct tx *tx, const char *kind, i64 application, str data, i64 *ret_seq);
/* Writes down under the office's key where the chain ends: the store calls it before each commit (db_before_commit). */
enum err chain_seal(void *office, struct tx *tx);

struct chain_report {
  i64 events;       /* that were read */
  i64 broken_at;    /* seq of the first row that does not fit; 0: the chain is whole */
  const char *what; /* "changed", "missing", "unlinked": not found from its application; "head": the end was not written by this office */
  struct sha256 head;
};
/* Walks the whole chain, in pages; keeps 8 bytes an application. */
enum err chain_verify(struct office *o, struct chain_report *ret_report);

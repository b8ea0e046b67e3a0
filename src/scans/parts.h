/* scans/parts: files that arrive in several pieces of several requests (resumable uploads), sealed from their first byte.
 *
 * Form     A file of its own in DIR/parts: boxes one behind the other, each {plain bytes (4), nonce (24), sealed bytes}.
 *          XChaCha20-Poly1305; a box is bound to the place of its first byte, so none can be moved, left out or repeated.
 * Key      Random for each part; the store holds it wrapped under a key made from link.key. A stolen store opens no part
 *          and a stolen folder neither; forgetting the wrapped key destroys the part.
 * Order    part_flush, then commit the new place, then tell the client. What lies in the file behind the committed place
 *          was promised to nobody: part_open cuts it off. */
#pragma once
#include "scans/scans.h"

#define PART_KEY_SIZE 72 /* nonce, key, authentication */

struct part_store;
/* url: of the scans ("file:DIR"); the folder DIR/parts is made. */
enum err part_store_open(const char *url, const struct office_keys *keys, struct part_store **ret_store);
void part_store_close(struct part_store *s);

struct part_place {
  i64 plain;  /* bytes of the file that are here */
  i64 sealed; /* bytes they take on the disk */
};
void part_key_new(const struct part_store *s, u8 ret_wrapped[PART_KEY_SIZE]);

/* One at a time for each part: who writes is the caller's business. name: [a-z0-9]+. */
struct part;
enum err part_open(struct part_store *s, struct arena *a, str name, const u8 wrapped[PART_KEY_SIZE],
                   struct part_place at, struct part **ret_part);
enum err part_write(struct part *p, str piece);
/* Seals what was written so far. on_disk: and it is on the disk; without, it can be poured by this process only. */
enum err part_flush(struct part *p, bool on_disk, struct part_place *ret_place);
void part_close(struct part *p); /* NULL is fine */
/* The whole file, in order, into a scan begun in an intake. E_IO: changed or cut on the disk; else what scan_write says. */
enum err part_pour(struct part_store *s, struct arena *a, str name, const u8 wrapped[PART_KEY_SIZE],
                   struct part_place end, struct intake *into);
void part_remove(struct part_store *s, str name);
/* Removes files nobody wrote to since then: no row speaks of them any more. */
enum err part_sweep(struct part_store *s, moment untouched_since, size_t *ret_n);

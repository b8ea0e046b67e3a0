/* scans: citizens' papers, sealed from the first byte on disk.
 *
 * Sealed form  libsodium secretstream (XChaCha20-Poly1305): 24 bytes header, then pieces of 64 KiB + 17 bytes, the last
 *              one tagged final and perhaps empty. Each scan has a random key of its own; the key is wrapped for the office's public key
 *              (id of that key, crypto_box_seal: 88 bytes) and lies in the store. Destroying that row's key destroys the scan.
 * Packs        Scans lie one behind the other in pack files of the scans folder. An intake holds one pack alone, so
 *              all scans of a request need one flush (docs/decisions/0004-packs.md). A pack is only ever appended to;
 *              a process never appends to a pack of an earlier process.
 * Order        intake_flush before the rows are committed: a row never names bytes that are not on the disk. */
#pragma once
#include "base/base.h"
#include "scans/inspect.h"
#include "scans/keys.h"
#include "scans/vault_client.h"

struct sealed_scan {
  str id;   /* 22 base64url characters */
  enum scan_type type;
  i64 size; /* of the plain file */
  struct sha256 sha256;
  str pack; /* file name within the scans folder */
  i64 pack_at, pack_size;
  u8 key[WRAPPED_KEY_SIZE];
  bool thumbnail; /* not the paper: a small picture made of it */
};

struct scan_store;
/* url: "file:DIR"; the folder is made. keys: the folder of office.pub. */
enum err scan_store_open(const char *url, const char *keys, struct scan_store **ret_store);
/* Who gives a scan's own key: the vault. Without one no scan can be opened. */
void scan_store_vault(struct scan_store *s, struct vault_client *vault);
void scan_store_close(struct scan_store *s);

/* Taking in: intake_begin, then per file scan_begin, scan_write..., scan_end; intake_flush; intake_done. */
struct intake;
enum err intake_begin(struct scan_store *s, struct arena *a, struct intake **ret_intake);
enum err scan_begin(struct intake *in);
enum err scan_write(struct intake *in, str piece); /* E_INPUT: refused, see intake_problem; E_IO: disk */
enum err scan_end(struct intake *in, struct sealed_scan *ret_scan);
void scan_abandon(struct intake *in); /* the file begun last is forgotten; its bytes are overwritten or cut off */
enum scan_problem intake_problem(const struct intake *in);
enum err intake_flush(struct intake *in);
/* keep false: everything this intake wrote is cut off again. Always called, once. */
void intake_done(struct intake *in, bool keep);

/* Giving out: the plain bytes again, piece by piece. The vault is asked for the key of this one scan and writes down who
 * opens it and why; what the same person opens again within a minute is the same opening.
 * E_IO: the vault does not answer, or the disk; E_LIMIT: more scans in a minute than a person can look at. */
struct scan_reader;
enum err scan_open(struct scan_store *s, const struct sealed_scan *scan, const struct scan_opening *why, struct scan_reader **ret_reader);
/* Bytes written to ret (at most max), 0 at the end, -1 when a piece was changed or is missing. */
i64 scan_read(struct scan_reader *r, char *ret, size_t max);
void scan_close(struct scan_reader *r);

/* Where a scan lay whose key is destroyed: its space goes back to the disk. E_IO: it could not; then it stays, as noise. */
struct scan_place {
  str pack;
  i64 at, size;
};
enum err scan_give_back(struct scan_store *s, const struct scan_place *p);

/* scans/keys: the office's keys, files in one folder of mode 0700.
 *   office.pub   X25519 public key: enough to seal; every intake reads it anew, so that a rotation reaches all
 *   office.key   its secret half: opens scans. The vault alone reads it (scans/secret.h)
 *   link.key     32 random bytes: makes the tokens of status pages, so that the store alone opens no page
 * Without office.key no scan can be read again by anybody: docs/keys.md. */
#pragma once
#include "base/base.h"

#define KEY_SIZE 32
#define KEY_ID_SIZE 8    /* the first bytes of SHA-256 of a public key */
#define SCAN_KEY_SIZE 32 /* a scan's own key (libsodium secretstream) */
#define SECRET_FILE_MOST 256 /* bytes of a file that holds a secret key */
#define WRAPPED_KEY_SIZE (KEY_ID_SIZE + SCAN_KEY_SIZE + 48) /* id of the office's key, then crypto_box_seal */

/* What every process may hold. */
struct office_keys {
  u8 public_key[KEY_SIZE];
  u8 link_key[KEY_SIZE];
};
/* Makes what is missing; what is there stays. ret_made: something was made. */
enum err keys_init(const char *folder, bool *ret_made);
enum err keys_load(const char *folder, struct office_keys *ret_keys);
struct sha256 keys_mac(const struct office_keys *k, str message); /* HMAC-SHA256 with the link key */
/* token = first 22 base64url characters of HMAC(link key, purpose:id): the same each time, guessed by nobody. */
str keys_token(struct arena *a, const struct office_keys *k, const char *purpose, i64 id);

void key_id_of(const u8 *public_key, u8 *ret_id);
str key_id_text(struct arena *a, const u8 *id); /* 16 hex digits: how people see it */
void key_wrap(const u8 *public_key, const u8 *scan_key, u8 *ret_wrapped);

/* The public key, held: as long as one hold of it is open, no rotation destroys its secret half. */
struct key_hold {
  u8 public_key[KEY_SIZE];
  int fd;
};
enum err key_hold_begin(int folder_fd, struct key_hold *ret_hold);
void key_hold_end(struct key_hold *h);

/* A key file whole or not at all: written beside, flushed, then given its name. */
enum err key_file_write(const char *folder, const char *name, const void *bytes, size_t n);
enum err key_file_read(const char *folder, const char *name, void *ret, size_t max, size_t *ret_n);
enum err key_file_rename(const char *folder, const char *name, const char *to); /* and flushes the folder */
/* A second name for the same file; one that was there goes. */
enum err key_file_link(const char *folder, const char *name, const char *second);
/* Overwritten, flushed, removed. A file that is not there is fine. */
enum err key_file_destroy(const char *folder, const char *name);
/* The public half of the secret key in a file, without opening it. E_IO: it is damaged. */
enum err key_file_public(const char *folder, const char *name, u8 *ret_public);
enum err key_folder_flush(const char *folder);

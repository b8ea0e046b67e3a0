/* scans/vault_client: how other processes ask the vault. Any number of threads; each call takes a connection of its own from a
 * small pool. A vault that is being started again is waited for (VAULT_PATIENCE_MS); one that stays away is not asked again for
 * a moment, so that photos alone fail, at once, and nothing else waits for them.
 *
 * Errors: E_IO nobody answers, or the log cannot be written: try again; E_LIMIT too many openings; E_NOTFOUND wrapped for a key
 * the vault has not. */
#pragma once
#include "base/base.h"
#include "scans/keys.h"
#include "scans/vault_wire.h"

struct vault_client;
struct vault_client *vault_client_new(struct arena *a, const char *socket_path);
void vault_client_close(struct vault_client *v); /* NULL is fine */

/* Whether anybody listens: a vault, or a server that starts one again. */
bool vault_is_there(struct vault_client *v);

struct scan_opening {
  enum open_why why;
  str who; /* "officer:3", "token:1", "citizen", "system" */
};
enum err vault_key(struct vault_client *v, const struct scan_opening *o, str scan, const u8 *wrapped, u8 *ret_key);

enum err vault_head(struct vault_client *v, i64 *ret_seq, struct sha256 *ret_hash);
#define VAULT_KEYS_MOST 8
enum err vault_keys(struct vault_client *v, u8 ret_public[][KEY_SIZE], size_t *ret_n); /* room for VAULT_KEYS_MOST */
/* A new key. ret_file: the content of its file (SECRET_FILE_MOST bytes of room). */
enum err vault_make_key(struct vault_client *v, u8 *ret_public, u8 *ret_file, size_t *ret_file_n);
/* count keys, at most MAX_REWRAP, wrapped for another key. */
enum err vault_rewrap(struct vault_client *v, const u8 *key_id, const u8 *wrapped, size_t count, u8 *ret_wrapped);
enum err vault_forget_key(struct vault_client *v, const u8 *key_id);

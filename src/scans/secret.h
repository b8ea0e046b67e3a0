/* scans/secret: the secret half of the office's key, in its file and in the vault's memory. Only the vault, and a person who
 * runs a `keys` verb, includes this.
 *
 * File   32 bytes: plain, for demo and tests; or protected: the words below, the secret encrypted under what argon2id makes
 *        of a passphrase (XChaCha20-Poly1305, the public key as its label). A systemd credential is a passphrase
 *        nobody types.
 * Names  office.key is the one scans are sealed to now; office.old.key only while a rotation runs. */
#pragma once
#include "base/base.h"
#include "scans/keys.h"


#define PASSPHRASE_LEAST 12
#define PASSPHRASE_MOST 1024
#define CREDENTIAL_NAME "loket.passphrase"

/* What a key file is encrypted with; `on` false: plain. */
struct protector {
  bool on;
  u32 passes, memory_kib; /* of argon2id */
  u8 salt[16];
  u8 key[KEY_SIZE];
};
struct office_secret {
  u8 public_key[KEY_SIZE], secret_key[KEY_SIZE];
};
enum secret_kind { SECRET_MISSING, SECRET_PLAIN, SECRET_PROTECTED, SECRET_DAMAGED };

/* What lies there, without opening it. */
enum secret_kind secret_look(const char *folder, const char *name, u8 *ret_public);
/* passphrase: STR_NONE for none. ret_protector: what the file is encrypted with, for the next one. E_NOTFOUND: no file;
 * E_INPUT: a passphrase is needed; E_DENIED: the wrong one, or the file was changed. */
enum err secret_load(const char *folder, const char *name, str passphrase, struct protector *ret_protector,
                     struct office_secret *ret_secret);
void secret_make(struct office_secret *ret_secret);
/* The content of a key file; gives its length. */
size_t secret_encode(const struct office_secret *s, const struct protector *p, u8 *ret);
enum err protector_make(str passphrase, struct protector *ret_protector);
/* The passphrase systemd (or who acts like it) laid out for us: $CREDENTIALS_DIRECTORY/loket.passphrase, without the line's
 * end. At most PASSPHRASE_MOST bytes; false: there is none. */
bool secret_credential(char *ret, size_t *ret_n);

/* The keys the vault holds. Lives in memory from sodium_malloc: never swapped, never dumped, guarded. */
#define RING_MOST 4
struct secret_ring {
  struct office_secret keys[RING_MOST]; /* the first is the current one */
  size_t n;
  struct protector protector;
};
struct secret_ring *ring_new(void); /* NULL: no locked memory left */
void ring_free(struct secret_ring *r);
/* office.key, and office.old.key where a rotation runs. */
enum err ring_load(struct secret_ring *r, const char *folder, str passphrase);
enum err ring_add(struct secret_ring *r, const struct office_secret *s); /* E_LIMIT: full */
/* E_NOTFOUND: not there; E_RULE: the current one stays. */
enum err ring_forget(struct secret_ring *r, const u8 *key_id);
const struct office_secret *ring_find(const struct secret_ring *r, const u8 *key_id);
/* The scan's own key. E_NOTFOUND: wrapped for a key that is not (any more) here; E_INPUT: not a wrapped key. */
enum err ring_unwrap(const struct secret_ring *r, const u8 *wrapped, u8 *ret_key);
/* Wrapped for another key of the ring. */
enum err ring_rewrap(const struct secret_ring *r, const u8 *key_id, const u8 *wrapped, u8 *ret_wrapped);

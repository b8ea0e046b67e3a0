#include "scans/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

/* A protected key file. */
static const char magic[10] = "LoketKey1\n";
#define SEALED_SIZE (KEY_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
struct protected_file {
  u8 magic[sizeof magic];
  u8 passes[4], memory_kib[4]; /* little-endian */
  u8 salt[16], public_key[KEY_SIZE], nonce[NONCE_SIZE], sealed[SEALED_SIZE];
};
_Static_assert(sizeof(struct protected_file) <= SECRET_FILE_MOST, "the longest key file");

#define PASSES 3
#define MEMORY_KIB (128u << 10)
#define MEMORY_MOST_KIB (1u << 20) /* a changed file must not make us take all memory there is */

static void put_u32(u8 *p, u32 n) {
  for (int i = 0; i < 4; i++) p[i] = (u8)(n >> (8 * i));
}
static u32 get_u32(const u8 *p) { return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24; }

/* ---- protection -------------------------------------------------------------------------------- */

static enum err derive(str passphrase, struct protector *p) {
  if (crypto_pwhash(p->key, sizeof p->key, passphrase.p, passphrase.n, p->salt, p->passes, (size_t)p->memory_kib << 10,
                    crypto_pwhash_ALG_ARGON2ID13) != 0)
    return E_IO; /* no memory */
  p->on = true;
  return E_OK;
}

enum err protector_make(str passphrase, struct protector *ret_protector) {
  struct protector p = {.passes = PASSES, .memory_kib = MEMORY_KIB};
  random_bytes(p.salt, sizeof p.salt);
  TRY(derive(passphrase, &p));
  *ret_protector = p;
  return E_OK;
}

bool secret_credential(char *ret, size_t *ret_n) {
  const char *folder = getenv("CREDENTIALS_DIRECTORY");
  char path[4096];
  if (!folder) return false;
  snprintf(path, sizeof path, "%s/" CREDENTIAL_NAME, folder);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t n = read(fd, ret, PASSPHRASE_MOST);
  close(fd);
  while (n > 0 && (ret[n - 1] == '\n' || ret[n - 1] == '\r')) n--;
  *ret_n = n > 0 ? (size_t)n : 0;
  return n > 0;
}

/* ---- files ------------------------------------------------------------------------------------- */

void secret_make(struct office_secret *ret_secret) { crypto_box_keypair(ret_secret->public_key, ret_secret->secret_key); }

size_t secret_encode(const struct office_secret *s, const struct protector *p, u8 *ret) {
  struct protected_file f;
  if (!p->on) {
    memcpy(ret, s->secret_key, KEY_SIZE);
    return KEY_SIZE;
  }
  memcpy(f.magic, magic, sizeof magic);
  put_u32(f.passes, p->passes);
  put_u32(f.memory_kib, p->memory_kib);
  memcpy(f.salt, p->salt, sizeof f.salt);
  memcpy(f.public_key, s->public_key, KEY_SIZE);
  random_bytes(f.nonce, sizeof f.nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(f.sealed, NULL, s->secret_key, KEY_SIZE, f.public_key, KEY_SIZE, NULL, f.nonce, p->key);
  memcpy(ret, &f, sizeof f);
  return sizeof f;
}

static enum secret_kind kind_of(const u8 *bytes, size_t n) {
  if (n == KEY_SIZE) return SECRET_PLAIN;
  return n == sizeof(struct protected_file) && memcmp(bytes, magic, sizeof magic) == 0 ? SECRET_PROTECTED : SECRET_DAMAGED;
}

enum secret_kind secret_look(const char *folder, const char *name, u8 *ret_public) {
  u8 bytes[SECRET_FILE_MOST];
  size_t n;
  enum err e = key_file_read(folder, name, bytes, sizeof bytes, &n);
  if (e != E_OK) return e == E_NOTFOUND ? SECRET_MISSING : SECRET_DAMAGED;
  enum secret_kind kind = kind_of(bytes, n);
  if (kind == SECRET_PLAIN) crypto_scalarmult_base(ret_public, bytes);
  if (kind == SECRET_PROTECTED) memcpy(ret_public, bytes + offsetof(struct protected_file, public_key), KEY_SIZE);
  sodium_memzero(bytes, sizeof bytes);
  return kind;
}

enum err key_file_public(const char *folder, const char *name, u8 *ret_public) {
  switch (secret_look(folder, name, ret_public)) {
    case SECRET_MISSING: return E_NOTFOUND;
    case SECRET_DAMAGED: return E_IO;
    default: return E_OK;
  }
}

static enum err open_protected(const struct protected_file *f, str passphrase, struct protector *ret_protector,
                               struct office_secret *ret_secret) {
  struct protector p = {.passes = get_u32(f->passes), .memory_kib = get_u32(f->memory_kib)};
  if (!passphrase.n) return E_INPUT;
  if (p.passes < 1 || p.passes > 64 || p.memory_kib < 8 || p.memory_kib > MEMORY_MOST_KIB) return E_DENIED;
  memcpy(p.salt, f->salt, sizeof p.salt);
  TRY(derive(passphrase, &p));
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(ret_secret->secret_key, NULL, NULL, f->sealed, SEALED_SIZE, f->public_key,
                                                 KEY_SIZE, f->nonce, p.key) != 0) {
    sodium_memzero(&p, sizeof p);
    return E_DENIED;
  }
  memcpy(ret_secret->public_key, f->public_key, KEY_SIZE);
  *ret_protector = p;
  sodium_memzero(&p, sizeof p);
  return E_OK;
}

enum err secret_load(const char *folder, const char *name, str passphrase, struct protector *ret_protector,
                     struct office_secret *ret_secret) {
  union {
    u8 bytes[SECRET_FILE_MOST];
    struct protected_file file;
  } read;
  size_t n;
  TRY(key_file_read(folder, name, read.bytes, sizeof read.bytes, &n));
  enum err e = E_DENIED;
  switch (kind_of(read.bytes, n)) {
    case SECRET_PLAIN:
      memcpy(ret_secret->secret_key, read.bytes, KEY_SIZE);
      crypto_scalarmult_base(ret_secret->public_key, ret_secret->secret_key);
      *ret_protector = (struct protector){.on = false};
      e = E_OK;
      break;
    case SECRET_PROTECTED: e = open_protected(&read.file, passphrase, ret_protector, ret_secret); break;
    default: break;
  }
  sodium_memzero(&read, sizeof read);
  return e;
}

/* ---- the ring ----------------------------------------------------------------------------------- */

struct secret_ring *ring_new(void) {
  struct secret_ring *r = sodium_malloc(sizeof *r);
  if (r) memset(r, 0, sizeof *r);
  return r;
}

void ring_free(struct secret_ring *r) { sodium_free(r); /* wipes it */ }

enum err ring_add(struct secret_ring *r, const struct office_secret *s) {
  if (r->n == RING_MOST) return E_LIMIT;
  r->keys[r->n++] = *s;
  return E_OK;
}

enum err ring_load(struct secret_ring *r, const char *folder, str passphrase) {
  struct protector old;
  r->n = 0;
  TRY(secret_load(folder, "office.key", passphrase, &r->protector, &r->keys[0]));
  r->n = 1;
  enum err e = secret_load(folder, "office.old.key", passphrase, &old, &r->keys[1]);
  if (e == E_OK && memcmp(r->keys[0].public_key, r->keys[1].public_key, KEY_SIZE) != 0) r->n = 2;
  if (r->n == 1) sodium_memzero(&r->keys[1], sizeof r->keys[1]);
  sodium_memzero(&old, sizeof old);
  return e == E_NOTFOUND ? E_OK : e;
}

static size_t ring_at(const struct secret_ring *r, const u8 *key_id) {
  u8 id[KEY_ID_SIZE];
  for (size_t i = 0; i < r->n; i++) {
    key_id_of(r->keys[i].public_key, id);
    if (memcmp(id, key_id, KEY_ID_SIZE) == 0) return i;
  }
  return RING_MOST;
}

const struct office_secret *ring_find(const struct secret_ring *r, const u8 *key_id) {
  size_t at = ring_at(r, key_id);
  return at < r->n ? &r->keys[at] : NULL;
}

enum err ring_forget(struct secret_ring *r, const u8 *key_id) {
  size_t at = ring_at(r, key_id);
  if (at >= r->n) return E_NOTFOUND;
  if (r->n == 1) return E_RULE;
  memmove(&r->keys[at], &r->keys[at + 1], (r->n - at - 1) * sizeof r->keys[0]);
  sodium_memzero(&r->keys[--r->n], sizeof r->keys[0]);
  return E_OK;
}

static bool open_with(const struct office_secret *s, const u8 *wrapped, u8 *ret_key) {
  return crypto_box_seal_open(ret_key, wrapped + KEY_ID_SIZE, WRAPPED_KEY_SIZE - KEY_ID_SIZE, s->public_key, s->secret_key) == 0;
}

/* Keys wrapped before they carried an id: the one that opens it is the one. */
static enum err unwrap_unnamed(const struct secret_ring *r, const u8 *wrapped, u8 *ret_key) {
  for (size_t i = 0; i < r->n; i++)
    if (open_with(&r->keys[i], wrapped, ret_key)) return E_OK;
  return E_NOTFOUND;
}

enum err ring_unwrap(const struct secret_ring *r, const u8 *wrapped, u8 *ret_key) {
  static const u8 unnamed[KEY_ID_SIZE];
  if (memcmp(wrapped, unnamed, KEY_ID_SIZE) == 0) return unwrap_unnamed(r, wrapped, ret_key);
  const struct office_secret *s = ring_find(r, wrapped);
  if (!s) return E_NOTFOUND;
  return open_with(s, wrapped, ret_key) ? E_OK : E_INPUT;
}

enum err ring_rewrap(const struct secret_ring *r, const u8 *key_id, const u8 *wrapped, u8 *ret_wrapped) {
  u8 key[SCAN_KEY_SIZE];
  const struct office_secret *to = ring_find(r, key_id);
  if (!to) return E_NOTFOUND;
  TRY(ring_unwrap(r, wrapped, key));
  key_wrap(to->public_key, key, ret_wrapped);
  sodium_memzero(key, sizeof key);
  return E_OK;
}

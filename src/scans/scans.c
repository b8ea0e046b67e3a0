/* The pack driver: bytes of citizens' papers, sealed, on a local disk. */
#include "scans/scans.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

#define PIECE (64u << 10)
#define SEALED_PIECE (PIECE + crypto_secretstream_xchacha20poly1305_ABYTES)
#define HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define FILE_KEY crypto_secretstream_xchacha20poly1305_KEYBYTES
#define PACK_BYTES (256 << 20) /* a pack that has grown past this is left alone */
#define KNOWN_KEYS 256

_Static_assert(WRAPPED_KEY_SIZE == FILE_KEY + crypto_box_SEALBYTES, "the wrapped key is the sealed file key");

struct pack {
  struct pack *next;
  int fd;
  i64 end;
  char name[64];
};

/* A key that was opened lately: the same photo is looked at several times within minutes. */
struct known_key {
  u8 wrapped[WRAPPED_KEY_SIZE];
  u8 key[FILE_KEY];
};

struct scan_store {
  int folder;
  struct office_keys keys;
  pthread_mutex_t lock;
  struct pack *free_packs;
  struct known_key *known; /* KNOWN_KEYS, in memory that is never swapped or dumped */
};

/* ---- packs ------------------------------------------------------------------------------------ */

enum err scan_store_open(const char *url, const struct office_keys *keys, struct scan_store **ret_store) {
  static const char scheme[] = "file:";
  if (strncmp(url, scheme, sizeof scheme - 1) != 0) return E_INPUT;
  const char *dir = url + sizeof scheme - 1;
  if (mkdir(dir, 0700) != 0 && errno != EEXIST) return E_IO;
  int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return E_IO;
  struct scan_store *s = calloc(1, sizeof *s);
  struct known_key *known = sodium_allocarray(KNOWN_KEYS, sizeof *known);
  if (!s || !known) {
    close(folder);
    free(s);
    sodium_free(known);
    return E_IO;
  }
  sodium_memzero(known, KNOWN_KEYS * sizeof *known);
  *s = (struct scan_store){.folder = folder, .keys = *keys, .known = known};
  pthread_mutex_init(&s->lock, NULL);
  *ret_store = s;
  return E_OK;
}

static void pack_close(struct pack *p) {
  close(p->fd);
  free(p);
}

void scan_store_close(struct scan_store *s) {
  if (!s) return;
  while (s->free_packs) {
    struct pack *p = s->free_packs;
    s->free_packs = p->next;
    pack_close(p);
  }
  close(s->folder);
  sodium_free(s->known);
  sodium_memzero(&s->keys, sizeof s->keys);
  free(s);
}

static enum err pack_new(struct scan_store *s, struct pack **ret) {
  struct pack *p = calloc(1, sizeof *p);
  if (!p) return E_IO;
  u8 chance[8];
  char hex[17];
  random_bytes(chance, sizeof chance);
  sodium_bin2hex(hex, sizeof hex, chance, sizeof chance);
  struct local_time t = local_of(clock_now());
  snprintf(p->name, sizeof p->name, "%04d%02d%02d-%s.pack", t.date.year, t.date.month, t.date.day, hex);
  p->fd = openat(s->folder, p->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (p->fd < 0 || fsync(s->folder) != 0) { /* its name must be found again */
    if (p->fd >= 0) close(p->fd);
    free(p);
    return E_IO;
  }
  *ret = p;
  return E_OK;
}

static enum err pack_take(struct scan_store *s, struct pack **ret) {
  pthread_mutex_lock(&s->lock);
  struct pack *p = s->free_packs;
  if (p) s->free_packs = p->next;
  pthread_mutex_unlock(&s->lock);
  if (!p) return pack_new(s, ret);
  *ret = p;
  return E_OK;
}

static void pack_give_back(struct scan_store *s, struct pack *p) {
  if (p->end >= PACK_BYTES) {
    pack_close(p);
    return;
  }
  pthread_mutex_lock(&s->lock);
  p->next = s->free_packs;
  s->free_packs = p;
  pthread_mutex_unlock(&s->lock);
}

/* ---- taking in ------------------------------------------------------------------------------- */

struct intake {
  struct scan_store *store;
  struct arena *arena;
  struct pack *pack;
  i64 start, at; /* where this intake began; where the next byte goes */
  i64 scan_at;
  crypto_secretstream_xchacha20poly1305_state seal;
  EVP_MD_CTX *sha;
  u8 file_key[FILE_KEY];
  struct inspect inspect;
  enum scan_problem problem;
  bool abandoned; /* refused bytes may lie behind the end */
  u8 *plain; /* PIECE bytes: the piece being filled */
  size_t plain_n;
  u8 *sealed;
};

enum err intake_begin(struct scan_store *s, struct arena *a, struct intake **ret_intake) {
  struct intake *in = arena_new_of(a, struct intake);
  in->store = s;
  in->arena = a;
  in->plain = arena_alloc(a, PIECE);
  in->sealed = arena_alloc(a, SEALED_PIECE);
  TRY(pack_take(s, &in->pack));
  in->start = in->at = in->pack->end;
  *ret_intake = in;
  return E_OK;
}

static enum err put(struct intake *in, const u8 *p, size_t n) {
  while (n) {
    ssize_t put = pwrite(in->pack->fd, p, n, in->at);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return E_IO;
    p += put;
    n -= (size_t)put;
    in->at += put;
  }
  return E_OK;
}

enum err scan_begin(struct intake *in) {
  u8 header[HEADER];
  in->scan_at = in->at;
  in->plain_n = 0;
  in->problem = SCAN_FINE;
  inspect_init(&in->inspect);
  if (!in->sha) in->sha = EVP_MD_CTX_new();
  if (!in->sha || EVP_DigestInit_ex(in->sha, EVP_sha256(), NULL) != 1) return E_IO;
  crypto_secretstream_xchacha20poly1305_keygen(in->file_key);
  crypto_secretstream_xchacha20poly1305_init_push(&in->seal, header, in->file_key);
  return put(in, header, HEADER);
}

static enum err seal_piece(struct intake *in, const u8 *plain, size_t n, bool last) {
  unsigned long long sealed_n;
  u8 tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
  crypto_secretstream_xchacha20poly1305_push(&in->seal, in->sealed, &sealed_n, plain, n, NULL, 0, tag);
  return put(in, in->sealed, (size_t)sealed_n);
}

enum err scan_write(struct intake *in, str piece) {
  inspect_piece(&in->inspect, piece);
  if (in->inspect.size > MAX_SCAN_SIZE || inspect_hopeless(&in->inspect)) {
    in->problem = inspect_end(&in->inspect);
    return E_INPUT;
  }
  EVP_DigestUpdate(in->sha, piece.p, piece.n);
  while (piece.n) {
    if (in->plain_n == PIECE) { /* full, and more comes: not the last one */
      TRY(seal_piece(in, in->plain, PIECE, false));
      in->plain_n = 0;
    }
    if (in->plain_n == 0 && piece.n > PIECE) { /* straight from the network's buffer */
      TRY(seal_piece(in, (const u8 *)piece.p, PIECE, false));
      piece = str_from(piece, PIECE);
      continue;
    }
    size_t n = PIECE - in->plain_n < piece.n ? PIECE - in->plain_n : piece.n;
    memcpy(in->plain + in->plain_n, piece.p, n);
    in->plain_n += n;
    piece = str_from(piece, n);
  }
  return E_OK;
}

enum err scan_end(struct intake *in, struct sealed_scan *ret_scan) {
  in->problem = inspect_end(&in->inspect);
  if (in->problem != SCAN_FINE) return E_INPUT;
  TRY(seal_piece(in, in->plain, in->plain_n, true));
  struct sealed_scan scan = {.id = random_token(in->arena), .type = in->inspect.type, .size = in->inspect.size,
                             .pack = arena_str(in->arena, str_of(in->pack->name)), .pack_at = in->scan_at,
                             .pack_size = in->at - in->scan_at};
  EVP_DigestFinal_ex(in->sha, scan.sha256.b, NULL);
  crypto_box_seal(scan.key, in->file_key, FILE_KEY, in->store->keys.public_key);
  sodium_memzero(in->file_key, FILE_KEY);
  *ret_scan = scan;
  return E_OK;
}

void scan_abandon(struct intake *in) {
  in->at = in->scan_at;
  in->abandoned = true;
}

enum scan_problem intake_problem(const struct intake *in) { return in->problem; }

enum err intake_flush(struct intake *in) { return fdatasync(in->pack->fd) == 0 ? E_OK : E_IO; }

void intake_done(struct intake *in, bool keep) {
  EVP_MD_CTX_free(in->sha);
  sodium_memzero(in->file_key, FILE_KEY);
  sodium_memzero(&in->seal, sizeof in->seal);
  sodium_memzero(in->plain, PIECE);
  in->pack->end = keep ? in->at : in->start;
  if ((!keep || in->abandoned) && ftruncate(in->pack->fd, in->pack->end) != 0) in->pack->end = PACK_BYTES; /* use it no more */
  pack_give_back(in->store, in->pack);
  in->pack = NULL;
}

/* ---- giving out -------------------------------------------------------------------------------- */

struct scan_reader {
  crypto_secretstream_xchacha20poly1305_state seal;
  int fd;
  i64 at, end;
  bool finished;
  u8 *sealed;  /* SEALED_PIECE bytes */
  u8 *plain;   /* PIECE bytes, only when the caller's buffer is too small */
  size_t plain_at, plain_n;
};

static enum err unwrap_key(struct scan_store *s, const u8 *wrapped, u8 *ret_key) {
  if (!s->keys.has_secret) return E_DENIED;
  struct known_key *k = &s->known[wrapped[0]];
  pthread_mutex_lock(&s->lock);
  bool known = memcmp(k->wrapped, wrapped, WRAPPED_KEY_SIZE) == 0;
  if (known) memcpy(ret_key, k->key, FILE_KEY);
  pthread_mutex_unlock(&s->lock);
  if (known) return E_OK;
  if (crypto_box_seal_open(ret_key, wrapped, WRAPPED_KEY_SIZE, s->keys.public_key, s->keys.secret_key) != 0) return E_IO;
  pthread_mutex_lock(&s->lock);
  memcpy(k->wrapped, wrapped, WRAPPED_KEY_SIZE);
  memcpy(k->key, ret_key, FILE_KEY);
  pthread_mutex_unlock(&s->lock);
  return E_OK;
}

static bool plain_name(str name) {
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.')) return false;
  }
  return name.n > 0 && name.n < 64 && name.p[0] != '.';
}

enum err scan_open(struct scan_store *s, const struct sealed_scan *scan, struct scan_reader **ret_reader) {
  char name[64];
  u8 key[FILE_KEY], header[HEADER];
  if (!plain_name(scan->pack)) return E_BUG;
  snprintf(name, sizeof name, STR_FMT, STR_ARG(scan->pack));
  TRY(unwrap_key(s, scan->key, key));
  struct scan_reader *r = malloc(sizeof *r + SEALED_PIECE + PIECE);
  int fd = r ? openat(s->folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
  if (fd < 0 || pread(fd, header, HEADER, scan->pack_at) != (ssize_t)HEADER) {
    if (fd >= 0) close(fd);
    free(r);
    return E_IO;
  }
  memset(r, 0, sizeof *r);
  r->fd = fd;
  r->at = scan->pack_at + (i64)HEADER;
  r->end = scan->pack_at + scan->pack_size;
  r->sealed = (u8 *)(r + 1);
  r->plain = r->sealed + SEALED_PIECE;
  crypto_secretstream_xchacha20poly1305_init_pull(&r->seal, header, key);
  sodium_memzero(key, sizeof key);
  *ret_reader = r;
  return E_OK;
}

/* Opens the next piece into `to`, which has room for PIECE bytes. -1: changed, cut or out of order. */
static i64 open_piece(struct scan_reader *r, u8 *to) {
  size_t n = r->end - r->at < (i64)SEALED_PIECE ? (size_t)(r->end - r->at) : SEALED_PIECE;
  unsigned long long plain_n;
  u8 tag;
  if (n < crypto_secretstream_xchacha20poly1305_ABYTES || pread(r->fd, r->sealed, n, r->at) != (ssize_t)n) return -1;
  if (crypto_secretstream_xchacha20poly1305_pull(&r->seal, to, &plain_n, &tag, r->sealed, n, NULL, 0) != 0) return -1;
  r->at += (i64)n;
  r->finished = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  if (r->finished != (r->at == r->end)) return -1;
  return (i64)plain_n;
}

i64 scan_read(struct scan_reader *r, char *ret, size_t max) {
  size_t done = 0;
  while (done < max) {
    if (r->plain_at < r->plain_n) {
      size_t n = r->plain_n - r->plain_at < max - done ? r->plain_n - r->plain_at : max - done;
      memcpy(ret + done, r->plain + r->plain_at, n);
      r->plain_at += n;
      done += n;
      continue;
    }
    if (r->finished) break;
    bool straight = max - done >= PIECE;
    i64 n = open_piece(r, straight ? (u8 *)ret + done : r->plain);
    if (n < 0) return -1;
    if (straight) done += (size_t)n;
    else r->plain_at = 0, r->plain_n = (size_t)n;
  }
  return (i64)done;
}

void scan_close(struct scan_reader *r) {
  if (!r) return;
  close(r->fd);
  sodium_memzero(r->plain, r->plain_n); /* what was opened straight into the caller's memory is the caller's */
  sodium_memzero(r, sizeof *r);
  free(r);
}

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
#include "scans/beside.h"

#define PIECE (64u << 10)
#define SEALED_PIECE (PIECE + crypto_secretstream_xchacha20poly1305_ABYTES)
#define HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define BUNDLE (2 * PIECE) /* sealed, hashed and written in one go: fewer calls, fewer changes of thread */
#define SEALED_BUNDLE (HEADER + 2 * SEALED_PIECE)
#define FILE_KEY crypto_secretstream_xchacha20poly1305_KEYBYTES
#define PACK_BYTES (256 << 20) /* a pack that has grown past this is left alone */
#define KNOWN_KEYS 512
#define KNOWN_WAYS 8 /* keys whose hash is the same and that are remembered side by side */
#define LOOK_US (60 * 1000000LL)

struct pack {
  struct pack *next;
  int fd;
  i64 end;
  char name[64];
};

/* A key that was given lately: a page that shows a photo twice, or zooms into it, is one opening of one person. */
struct known_key {
  i64 until; /* monotonic microseconds */
  struct sha256 who;
  u8 wrapped[WRAPPED_KEY_SIZE];
  u8 key[FILE_KEY];
};

struct scan_store {
  int folder, keys; /* descriptors */
  struct vault_client *vault;
  struct beside *beside; /* from the first intake on: who only gives out needs none, nor does a parent before it forks */
  bool taking_in;
  pthread_mutex_t lock;
  struct pack *free_packs;
  struct known_key *known; /* KNOWN_KEYS, in memory that is never swapped or dumped */
};

/* ---- packs ------------------------------------------------------------------------------------ */

enum err scan_store_open(const char *url, const char *keys, struct scan_store **ret_store) {
  static const char scheme[] = "file:";
  if (strncmp(url, scheme, sizeof scheme - 1) != 0) return E_INPUT;
  const char *dir = url + sizeof scheme - 1;
  if (mkdir(dir, 0700) != 0 && errno != EEXIST) return E_IO;
  int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int keys_fd = folder < 0 ? -1 : open(keys, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct scan_store *s = calloc(1, sizeof *s);
  struct known_key *known = sodium_allocarray(KNOWN_KEYS, sizeof *known);
  if (!s || !known || keys_fd < 0) {
    if (folder >= 0) close(folder);
    if (keys_fd >= 0) close(keys_fd);
    free(s);
    sodium_free(known);
    return E_IO;
  }
  sodium_memzero(known, KNOWN_KEYS * sizeof *known);
  *s = (struct scan_store){.folder = folder, .keys = keys_fd, .known = known};
  pthread_mutex_init(&s->lock, NULL);
  *ret_store = s;
  return E_OK;
}

void scan_store_vault(struct scan_store *s, struct vault_client *vault) { s->vault = vault; }

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
  beside_free(s->beside);
  close(s->folder);
  close(s->keys);
  sodium_free(s->known);
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
  if (!s->taking_in) s->beside = beside_new();
  s->taking_in = true;
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
  struct key_hold hold; /* the office's key these scans are sealed to stays until their rows are committed */
  i64 start, at; /* where this intake began; where the next byte goes */
  i64 scan_at;
  crypto_secretstream_xchacha20poly1305_state seal;
  EVP_MD_CTX *sha;
  u8 file_key[FILE_KEY];
  struct inspect inspect;
  enum scan_problem problem;
  bool abandoned; /* refused bytes may lie behind the end */
  u8 *plain; /* BUNDLE bytes, being filled */
  size_t plain_n;
  u8 *sealed; /* SEALED_BUNDLE bytes on their way to the pack */
  size_t sealed_n;
};

enum err intake_begin(struct scan_store *s, struct arena *a, struct intake **ret_intake) {
  struct intake *in = arena_new_of(a, struct intake);
  in->store = s;
  in->arena = a;
  in->plain = arena_alloc(a, BUNDLE);
  in->sealed = arena_alloc(a, SEALED_BUNDLE);
  TRY(key_hold_begin(s->keys, &in->hold));
  enum err e = pack_take(s, &in->pack);
  if (e != E_OK) {
    key_hold_end(&in->hold);
    return e;
  }
  in->start = in->at = in->pack->end;
  *ret_intake = in;
  return E_OK;
}

static enum err put_sealed(struct intake *in) {
  const u8 *p = in->sealed;
  size_t n = in->sealed_n;
  in->sealed_n = 0;
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
  in->scan_at = in->at;
  in->plain_n = 0;
  in->sealed_n = HEADER;
  in->problem = SCAN_FINE;
  inspect_init(&in->inspect);
  if (!in->sha) in->sha = EVP_MD_CTX_new();
  if (!in->sha || EVP_DigestInit_ex(in->sha, EVP_sha256(), NULL) != 1) return E_IO;
  crypto_secretstream_xchacha20poly1305_keygen(in->file_key);
  crypto_secretstream_xchacha20poly1305_init_push(&in->seal, in->sealed, in->file_key);
  return E_OK;
}

/* At most BUNDLE bytes; the end of a scan may be none. */
static void seal_pieces(struct intake *in, str plain, bool last) {
  do {
    str piece = str_sub(plain, 0, PIECE);
    plain = str_from(plain, piece.n);
    u8 tag = last && !plain.n ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
    crypto_secretstream_xchacha20poly1305_push(&in->seal, in->sealed + in->sealed_n, NULL, (const u8 *)piece.p, piece.n, NULL, 0, tag);
    in->sealed_n += piece.n + crypto_secretstream_xchacha20poly1305_ABYTES;
  } while (plain.n);
}

static enum err seal_bundle(struct intake *in, str plain, bool last) {
  bool beside = beside_hash(plain.n >= PIECE ? in->store->beside : NULL, in->sha, plain);
  seal_pieces(in, plain, last);
  enum err e = put_sealed(in);
  if (beside) beside_done(in->store->beside);
  return e;
}

enum err scan_write(struct intake *in, str piece) {
  inspect_piece(&in->inspect, piece);
  if (in->inspect.size > MAX_SCAN_SIZE || inspect_hopeless(&in->inspect)) {
    in->problem = inspect_end(&in->inspect);
    return E_INPUT;
  }
  while (piece.n) {
    if (in->plain_n == 0 && piece.n >= BUNDLE) { /* straight from the network's buffer */
      TRY(seal_bundle(in, str_sub(piece, 0, BUNDLE), false));
      piece = str_from(piece, BUNDLE);
      continue;
    }
    str part = str_sub(piece, 0, BUNDLE - in->plain_n);
    memcpy(in->plain + in->plain_n, part.p, part.n);
    in->plain_n += part.n;
    piece = str_from(piece, part.n);
    if (in->plain_n == BUNDLE) {
      TRY(seal_bundle(in, (str){(const char *)in->plain, BUNDLE}, false));
      in->plain_n = 0;
    }
  }
  return E_OK;
}

enum err scan_end(struct intake *in, struct sealed_scan *ret_scan) {
  in->problem = inspect_end(&in->inspect);
  if (in->problem != SCAN_FINE) return E_INPUT;
  TRY(seal_bundle(in, (str){(const char *)in->plain, in->plain_n}, true));
  struct sealed_scan scan = {.id = random_token(in->arena), .type = in->inspect.type, .size = in->inspect.size,
                             .pack = arena_str(in->arena, str_of(in->pack->name)), .pack_at = in->scan_at,
                             .pack_size = in->at - in->scan_at};
  EVP_DigestFinal_ex(in->sha, scan.sha256.b, NULL);
  key_wrap(in->hold.public_key, in->file_key, scan.key);
  sodium_memzero(in->file_key, FILE_KEY);
  /* On its way to the disk while the next scan comes in: the flush has less to wait for. */
  sync_file_range(in->pack->fd, in->scan_at, in->at - in->scan_at, SYNC_FILE_RANGE_WRITE);
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
  sodium_memzero(in->plain, BUNDLE);
  in->pack->end = keep ? in->at : in->start;
  if ((!keep || in->abandoned) && ftruncate(in->pack->fd, in->pack->end) != 0) in->pack->end = PACK_BYTES; /* use it no more */
  pack_give_back(in->store, in->pack);
  in->pack = NULL;
  key_hold_end(&in->hold);
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

/* The KNOWN_WAYS places where this key may be. */
static struct known_key *known_places(struct scan_store *s, const struct sha256 *who, const u8 *wrapped) {
  size_t set = (wrapped[WRAPPED_KEY_SIZE - 1] ^ who->b[0]) % (KNOWN_KEYS / KNOWN_WAYS);
  return &s->known[set * KNOWN_WAYS];
}

static bool is_key(const struct known_key *k, const struct sha256 *who, const u8 *wrapped) {
  return k->until > clock_monotonic_us() && memcmp(k->wrapped, wrapped, WRAPPED_KEY_SIZE) == 0 && memcmp(k->who.b, who->b, SHA256_SIZE) == 0;
}

static bool recall_key(struct scan_store *s, const struct sha256 *who, const u8 *wrapped, u8 *ret_key) {
  bool known = false;
  pthread_mutex_lock(&s->lock);
  const struct known_key *k = known_places(s, who, wrapped);
  for (size_t i = 0; i < KNOWN_WAYS && !known; i++)
    if ((known = is_key(&k[i], who, wrapped))) memcpy(ret_key, k[i].key, FILE_KEY);
  pthread_mutex_unlock(&s->lock);
  return known;
}

static void remember_key(struct scan_store *s, const struct sha256 *who, const u8 *wrapped, const u8 *key) {
  pthread_mutex_lock(&s->lock);
  struct known_key *places = known_places(s, who, wrapped), *k = places;
  for (size_t i = 1; i < KNOWN_WAYS; i++)
    if (places[i].until < k->until) k = &places[i]; /* the oldest goes */
  *k = (struct known_key){.until = clock_monotonic_us() + LOOK_US, .who = *who};
  memcpy(k->wrapped, wrapped, WRAPPED_KEY_SIZE);
  memcpy(k->key, key, FILE_KEY);
  pthread_mutex_unlock(&s->lock);
}

static enum err key_of(struct scan_store *s, const struct sealed_scan *scan, const struct scan_opening *why, u8 *ret_key) {
  if (!s->vault) return E_DENIED;
  if (why->why == OPEN_JUDGE) return vault_key(s->vault, why, scan->id, scan->key, ret_key); /* once each: nothing to remember */
  struct sha256 who = sha256_of(why->who);
  if (recall_key(s, &who, scan->key, ret_key)) return E_OK;
  TRY(vault_key(s->vault, why, scan->id, scan->key, ret_key));
  remember_key(s, &who, scan->key, ret_key);
  return E_OK;
}

static bool plain_name(str name) {
  for (size_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.')) return false;
  }
  return name.n > 0 && name.n < 64 && name.p[0] != '.';
}

enum err scan_open(struct scan_store *s, const struct sealed_scan *scan, const struct scan_opening *why, struct scan_reader **ret_reader) {
  char name[64];
  u8 key[FILE_KEY], header[HEADER];
  if (!plain_name(scan->pack)) return E_BUG;
  snprintf(name, sizeof name, STR_FMT, STR_ARG(scan->pack));
  TRY(key_of(s, scan, why, key));
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

enum err scan_give_back(struct scan_store *s, const struct scan_place *p) {
  char name[64];
  if (!plain_name(p->pack) || p->at < 0 || p->size <= 0) return E_BUG;
  snprintf(name, sizeof name, STR_FMT, STR_ARG(p->pack));
  int fd = openat(s->folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return E_IO;
  bool done = fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, p->at, p->size) == 0;
  close(fd);
  return done ? E_OK : E_IO;
}

/* The driver of unfinished uploads: sealed pieces of a file, on a local disk. */
#include "scans/parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOX_PLAIN (64u << 10)
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BOX_HEAD (4 + NONCE)
#define BOX_MAX (BOX_HEAD + BOX_PLAIN + TAG)
#define KEY crypto_aead_xchacha20poly1305_ietf_KEYBYTES

_Static_assert(PART_KEY_SIZE == NONCE + KEY + TAG, "a wrapped key is a small box");

struct part_store {
  int folder;
  u8 wrap_key[KEY];
};

struct part {
  int fd, folder;
  bool is_new;
  struct part_place at;
  u8 key[KEY];
  u8 *plain, *box; /* the box being filled; the box as it is written */
  size_t plain_n;
};

/* ---- the store ------------------------------------------------------------------------------------ */

enum err part_store_open(const char *url, const struct office_keys *keys, struct part_store **ret_store) {
  static const char scheme[] = "file:";
  char dir[4096];
  if (strncmp(url, scheme, sizeof scheme - 1) != 0) return E_INPUT;
  if ((size_t)snprintf(dir, sizeof dir, "%s/parts", url + sizeof scheme - 1) >= sizeof dir) return E_INPUT;
  if (mkdir(dir, 0700) != 0 && errno != EEXIST) return E_IO;
  int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct part_store *s = folder >= 0 ? calloc(1, sizeof *s) : NULL;
  if (!s) {
    if (folder >= 0) close(folder);
    return E_IO;
  }
  s->folder = folder;
  struct sha256 wrap = keys_mac(keys, S("parts"));
  memcpy(s->wrap_key, wrap.b, KEY);
  *ret_store = s;
  return E_OK;
}

void part_store_close(struct part_store *s) {
  if (!s) return;
  close(s->folder);
  sodium_memzero(s, sizeof *s);
  free(s);
}

void part_key_new(const struct part_store *s, u8 ret_wrapped[PART_KEY_SIZE]) {
  u8 key[KEY];
  random_bytes(key, sizeof key);
  random_bytes(ret_wrapped, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt(ret_wrapped + NONCE, NULL, key, KEY, NULL, 0, NULL, ret_wrapped, s->wrap_key);
  sodium_memzero(key, sizeof key);
}

static enum err unwrap(const struct part_store *s, const u8 *wrapped, u8 *ret_key) {
  int bad = crypto_aead_xchacha20poly1305_ietf_decrypt(ret_key, NULL, NULL, wrapped + NONCE, KEY + TAG, NULL, 0, wrapped,
                                                       s->wrap_key);
  return bad ? E_IO : E_OK;
}

static bool file_name(str name, char ret[64]) {
  for (size_t i = 0; i < name.n; i++)
    if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9'))) return false;
  return name.n > 0 && snprintf(ret, 64, STR_FMT ".part", STR_ARG(name)) < 64;
}

/* ---- writing ---------------------------------------------------------------------------------------- */

static enum err open_file(struct part_store *s, const char *name, bool is_new, int *ret_fd) {
  *ret_fd = openat(s->folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (is_new ? O_CREAT : 0), 0600);
  return *ret_fd < 0 ? E_IO : E_OK;
}

enum err part_open(struct part_store *s, struct arena *a, str name, const u8 wrapped[PART_KEY_SIZE],
                   struct part_place at, struct part **ret_part) {
  struct part *p = arena_new_of(a, struct part);
  char file[64];
  struct stat st;
  if (!file_name(name, file)) return E_BUG;
  TRY(unwrap(s, wrapped, p->key));
  TRY(open_file(s, file, at.sealed == 0, &p->fd));
  if (fstat(p->fd, &st) != 0 || st.st_size < at.sealed || ftruncate(p->fd, at.sealed) != 0) {
    close(p->fd);
    return E_IO;
  }
  p->folder = s->folder;
  p->is_new = at.sealed == 0;
  p->at = at;
  p->plain = arena_alloc(a, BOX_PLAIN);
  p->box = arena_alloc(a, BOX_MAX);
  *ret_part = p;
  return E_OK;
}

static enum err write_at(int fd, const u8 *p, size_t n, i64 at) {
  while (n) {
    ssize_t put = pwrite(fd, p, n, at);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return E_IO;
    p += put;
    n -= (size_t)put;
    at += put;
  }
  return E_OK;
}

/* What a box is bound to: the place of its first byte. */
static void place_bytes(i64 at, u8 ret[8]) {
  for (int i = 0; i < 8; i++) ret[i] = (u8)((u64)at >> (8 * i));
}

static enum err write_box(struct part *p) {
  u8 place[8], *nonce = p->box + 4;
  unsigned long long sealed;
  if (!p->plain_n) return E_OK;
  for (int i = 0; i < 4; i++) p->box[i] = (u8)(p->plain_n >> (8 * i));
  random_bytes(nonce, NONCE);
  place_bytes(p->at.plain, place);
  crypto_aead_xchacha20poly1305_ietf_encrypt(p->box + BOX_HEAD, &sealed, p->plain, p->plain_n, place, sizeof place, NULL,
                                             nonce, p->key);
  TRY(write_at(p->fd, p->box, BOX_HEAD + (size_t)sealed, p->at.sealed));
  p->at.sealed += (i64)(BOX_HEAD + sealed);
  p->at.plain += (i64)p->plain_n;
  p->plain_n = 0;
  return E_OK;
}

enum err part_write(struct part *p, str piece) {
  while (piece.n) {
    size_t n = BOX_PLAIN - p->plain_n < piece.n ? BOX_PLAIN - p->plain_n : piece.n;
    memcpy(p->plain + p->plain_n, piece.p, n);
    p->plain_n += n;
    piece = str_from(piece, n);
    if (p->plain_n == BOX_PLAIN) TRY(write_box(p));
  }
  return E_OK;
}

enum err part_flush(struct part *p, bool on_disk, struct part_place *ret_place) {
  TRY(write_box(p));
  if (on_disk && fdatasync(p->fd) != 0) return E_IO;
  if (on_disk && p->is_new && fsync(p->folder) != 0) return E_IO; /* its name must be found again */
  *ret_place = p->at;
  return E_OK;
}

void part_close(struct part *p) {
  if (!p) return;
  close(p->fd);
  sodium_memzero(p->plain, BOX_PLAIN);
  sodium_memzero(p->key, KEY);
}

/* ---- pouring ------------------------------------------------------------------------------------------- */

struct pouring {
  int fd;
  struct part_place at, end;
  const u8 *key;
  u8 *plain, *box;
};

static enum err pour_box(struct pouring *p, struct intake *into) {
  u8 head[BOX_HEAD], place[8];
  if (pread(p->fd, head, BOX_HEAD, p->at.sealed) != (ssize_t)BOX_HEAD) return E_IO;
  size_t n = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
  if (!n || n > BOX_PLAIN || p->at.plain + (i64)n > p->end.plain) return E_IO;
  if (pread(p->fd, p->box, n + TAG, p->at.sealed + (i64)BOX_HEAD) != (ssize_t)(n + TAG)) return E_IO;
  place_bytes(p->at.plain, place);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(p->plain, NULL, NULL, p->box, n + TAG, place, sizeof place, head + 4,
                                                 p->key) != 0)
    return E_IO;
  p->at.sealed += (i64)(BOX_HEAD + n + TAG);
  p->at.plain += (i64)n;
  return scan_write(into, (str){(const char *)p->plain, n});
}

enum err part_pour(struct part_store *s, struct arena *a, str name, const u8 wrapped[PART_KEY_SIZE],
                   struct part_place end, struct intake *into) {
  char file[64];
  u8 key[KEY];
  struct pouring p = {.fd = -1, .end = end, .key = key};
  if (!file_name(name, file)) return E_BUG;
  TRY(unwrap(s, wrapped, key));
  enum err e = open_file(s, file, end.sealed == 0, &p.fd);
  p.plain = arena_alloc(a, BOX_PLAIN);
  p.box = arena_alloc(a, BOX_PLAIN + TAG);
  while (e == E_OK && p.at.plain < end.plain) e = pour_box(&p, into);
  if (p.fd >= 0) close(p.fd);
  sodium_memzero(p.plain, BOX_PLAIN);
  sodium_memzero(key, sizeof key);
  return e;
}

/* ---- going ----------------------------------------------------------------------------------------------- */

void part_remove(struct part_store *s, str name) {
  char file[64];
  if (file_name(name, file) && unlinkat(s->folder, file, 0) != 0 && errno != ENOENT)
    log_line(LOG_WARN, "parts", "errno=%d: a part stays until it is swept", errno);
}

enum err part_sweep(struct part_store *s, moment untouched_since, size_t *ret_n) {
  int fd = openat(s->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
  size_t n = 0;
  if (!dir) {
    if (fd >= 0) close(fd);
    return E_IO;
  }
  for (const struct dirent *entry; (entry = readdir(dir));) {
    struct stat st;
    if (!str_ends(str_of(entry->d_name), S(".part")) || fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (SECONDS(st.st_mtim.tv_sec) < untouched_since && unlinkat(fd, entry->d_name, 0) == 0) n++;
  }
  closedir(dir);
  *ret_n = n;
  return E_OK;
}

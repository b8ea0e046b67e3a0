#include "scans/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- files -------------------------------------------------------------------------------------- */

enum err key_file_read(const char *folder, const char *name, void *ret, size_t max, size_t *ret_n) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? E_NOTFOUND : E_IO;
  ssize_t n = read(fd, ret, max);
  close(fd);
  if (n < 0) return E_IO;
  *ret_n = (size_t)n;
  return E_OK;
}

enum err key_folder_flush(const char *folder) {
  int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) return E_IO;
  bool ok = fsync(dir) == 0;
  close(dir);
  return ok ? E_OK : E_IO;
}

enum err key_file_write(const char *folder, const char *name, const void *bytes, size_t n) {
  char path[4096], beside[4100];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  snprintf(beside, sizeof beside, "%s.new", path);
  int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return E_IO;
  bool ok = write(fd, bytes, n) == (ssize_t)n && fsync(fd) == 0;
  close(fd);
  if (!ok || rename(beside, path) != 0) return E_IO;
  return key_folder_flush(folder);
}

enum err key_file_rename(const char *folder, const char *name, const char *to) {
  char from_path[4096], to_path[4096];
  snprintf(from_path, sizeof from_path, "%s/%s", folder, name);
  snprintf(to_path, sizeof to_path, "%s/%s", folder, to);
  return rename(from_path, to_path) == 0 ? key_folder_flush(folder) : E_IO;
}

enum err key_file_link(const char *folder, const char *name, const char *second) {
  char path[4096], second_path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  snprintf(second_path, sizeof second_path, "%s/%s", folder, second);
  if (unlink(second_path) != 0 && errno != ENOENT) return E_IO;
  return link(path, second_path) == 0 ? key_folder_flush(folder) : E_IO;
}

enum err key_file_destroy(const char *folder, const char *name) {
  char path[4096];
  u8 noise[1024];
  struct stat st;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? E_OK : E_IO;
  random_bytes(noise, sizeof noise);
  bool last = fstat(fd, &st) == 0 && st.st_nlink == 1; /* under another name it lives on */
  size_t n = last && st.st_size < (off_t)sizeof noise ? (size_t)st.st_size : 0;
  bool ok = pwrite(fd, noise, n, 0) == (ssize_t)n && fsync(fd) == 0;
  close(fd);
  return ok && unlink(path) == 0 ? key_folder_flush(folder) : E_IO;
}

static enum err read_key(const char *folder, const char *name, u8 *ret) {
  size_t n;
  TRY(key_file_read(folder, name, ret, KEY_SIZE, &n));
  return n == KEY_SIZE ? E_OK : E_IO;
}

/* ---- making and loading --------------------------------------------------------------------------- */

static bool exists(const char *folder, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return access(path, F_OK) == 0;
}

static enum err make_pair(const char *folder) {
  u8 public_key[KEY_SIZE], secret_key[KEY_SIZE];
  crypto_box_keypair(public_key, secret_key);
  enum err e = key_file_write(folder, "office.key", secret_key, KEY_SIZE);
  if (e == E_OK) e = key_file_write(folder, "office.pub", public_key, KEY_SIZE);
  sodium_memzero(secret_key, sizeof secret_key);
  return e;
}

/* A crash between the two files, when they were made. A protected key tells its public half itself. */
static enum err mend_public(const char *folder) {
  u8 key[KEY_SIZE], public_key[KEY_SIZE];
  size_t n;
  TRY(key_file_read(folder, "office.key", key, sizeof key, &n));
  if (n != KEY_SIZE) return E_IO;
  crypto_scalarmult_base(public_key, key);
  sodium_memzero(key, sizeof key);
  return key_file_write(folder, "office.pub", public_key, KEY_SIZE);
}

enum err keys_init(const char *folder, bool *ret_made) {
  u8 key[KEY_SIZE];
  *ret_made = false;
  if (mkdir(folder, 0700) != 0 && errno != EEXIST) return E_IO;
  bool has_public = exists(folder, "office.pub"); /* without its secret half: kept elsewhere, e.g. to be restored from shares */
  if (!exists(folder, "office.key") && !has_public) {
    TRY(make_pair(folder));
    *ret_made = true;
  } else if (!has_public) {
    TRY(mend_public(folder));
  }
  if (!exists(folder, "link.key")) {
    random_bytes(key, sizeof key);
    TRY(key_file_write(folder, "link.key", key, KEY_SIZE));
    *ret_made = true;
  }
  sodium_memzero(key, sizeof key);
  return E_OK;
}

enum err keys_load(const char *folder, struct office_keys *ret_keys) {
  struct office_keys k = {0};
  TRY(read_key(folder, "office.pub", k.public_key));
  TRY(read_key(folder, "link.key", k.link_key));
  *ret_keys = k;
  return E_OK;
}

struct sha256 keys_mac(const struct office_keys *k, str message) {
  return hmac_sha256((str){(const char *)k->link_key, KEY_SIZE}, message);
}

str keys_token(struct arena *a, const struct office_keys *k, const char *purpose, i64 id) {
  char room[I64_DIGITS];
  const str parts[] = {str_of(purpose), S(":"), str_from_i64(id, room)};
  struct sha256 mac = keys_mac(k, arena_join(a, parts, COUNT(parts)));
  return base64url_encode(a, mac.b, 16);
}

/* ---- ids and wrapping -------------------------------------------------------------------------------- */

_Static_assert(WRAPPED_KEY_SIZE == KEY_ID_SIZE + SCAN_KEY_SIZE + crypto_box_SEALBYTES, "an id and the sealed key");
_Static_assert(SCAN_KEY_SIZE == crypto_secretstream_xchacha20poly1305_KEYBYTES, "the key of a stream");

void key_id_of(const u8 *public_key, u8 *ret_id) {
  struct sha256 hash = sha256_of((str){(const char *)public_key, KEY_SIZE});
  memcpy(ret_id, hash.b, KEY_ID_SIZE);
}

str key_id_text(struct arena *a, const u8 *id) { return hex_encode(a, id, KEY_ID_SIZE); }

void key_wrap(const u8 *public_key, const u8 *scan_key, u8 *ret_wrapped) {
  key_id_of(public_key, ret_wrapped);
  crypto_box_seal(ret_wrapped + KEY_ID_SIZE, scan_key, SCAN_KEY_SIZE, public_key);
}

/* ---- holding ------------------------------------------------------------------------------------------ */

/* The file may have been replaced between open and flock: then what is held is not what others seal to now. */
static bool still_named(int folder_fd, int fd) {
  struct stat held, named;
  return fstat(fd, &held) == 0 && fstatat(folder_fd, "office.pub", &named, 0) == 0 && held.st_ino == named.st_ino;
}

enum err key_hold_begin(int folder_fd, struct key_hold *ret_hold) {
  for (int tries = 0; tries < 100; tries++) {
    struct key_hold h = {.fd = openat(folder_fd, "office.pub", O_RDONLY | O_CLOEXEC)};
    if (h.fd < 0) return E_IO;
    bool held = flock(h.fd, LOCK_SH | LOCK_NB) == 0 && still_named(folder_fd, h.fd);
    if (held && pread(h.fd, h.public_key, KEY_SIZE, 0) == KEY_SIZE) {
      *ret_hold = h;
      return E_OK;
    }
    close(h.fd);
  }
  return E_IO;
}

void key_hold_end(struct key_hold *h) {
  if (h->fd >= 0) close(h->fd);
  h->fd = -1;
}

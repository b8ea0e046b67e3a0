#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scans/keys.h"

static enum err read_key(const char *folder, const char *name, u8 *ret) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? E_NOTFOUND : E_IO;
  ssize_t n = read(fd, ret, KEY_SIZE);
  close(fd);
  return n == KEY_SIZE ? E_OK : E_IO;
}

/* Whole or not at all: written beside, flushed, then given its name. */
static enum err write_key(const char *folder, const char *name, const u8 *key) {
  char path[4096], beside[4100];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  snprintf(beside, sizeof beside, "%s.new", path);
  int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return E_IO;
  bool ok = write(fd, key, KEY_SIZE) == KEY_SIZE && fsync(fd) == 0;
  close(fd);
  if (!ok || rename(beside, path) != 0) return E_IO;
  int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) return E_IO;
  ok = fsync(dir) == 0;
  close(dir);
  return ok ? E_OK : E_IO;
}

static enum err make_pair(const char *folder) {
  u8 public_key[KEY_SIZE], secret_key[KEY_SIZE];
  crypto_box_keypair(public_key, secret_key);
  enum err e = write_key(folder, "office.key", secret_key);
  if (e == E_OK) e = write_key(folder, "office.pub", public_key);
  sodium_memzero(secret_key, sizeof secret_key);
  return e;
}

enum err keys_init(const char *folder, bool *ret_made) {
  u8 key[KEY_SIZE];
  *ret_made = false;
  if (mkdir(folder, 0700) != 0 && errno != EEXIST) return E_IO;
  if (read_key(folder, "office.key", key) == E_NOTFOUND) {
    TRY(make_pair(folder));
    *ret_made = true;
  } else if (read_key(folder, "office.pub", key) == E_NOTFOUND) { /* a crash between the two files */
    u8 public_key[KEY_SIZE];
    TRY(read_key(folder, "office.key", key));
    crypto_scalarmult_base(public_key, key);
    TRY(write_key(folder, "office.pub", public_key));
  }
  if (read_key(folder, "link.key", key) == E_NOTFOUND) {
    random_bytes(key, sizeof key);
    TRY(write_key(folder, "link.key", key));
    *ret_made = true;
  }
  sodium_memzero(key, sizeof key);
  return E_OK;
}

enum err keys_load(const char *folder, bool with_secret, struct office_keys *ret_keys) {
  struct office_keys k = {0};
  TRY(read_key(folder, "office.pub", k.public_key));
  TRY(read_key(folder, "link.key", k.link_key));
  if (with_secret) TRY(read_key(folder, "office.key", k.secret_key));
  k.has_secret = with_secret;
  *ret_keys = k;
  return E_OK;
}

str keys_token(struct arena *a, const struct office_keys *k, const char *purpose, i64 id) {
  str message = arena_printf(a, "%s:%lld", purpose, (long long)id);
  u8 mac[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256(mac, (const u8 *)message.p, message.n, k->link_key);
  return base64url_encode(a, mac, 16);
}

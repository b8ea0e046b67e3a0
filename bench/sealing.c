/* sealing: how fast scans are sealed and opened, against libsodium's own secretstream on the same bytes in the same run.
 *
 *   sealing --dir DIR [--mebibytes N] [--rounds N]
 *
 * Base: pieces of 64 KiB in memory, pushed and pulled, nothing else; and pushed with SHA-256 of the plain bytes, which a scan needs
 * too. Ours: a scan through the whole path: looked into, hashed, sealed, written to a pack; found, read from the pack (in the
 * system's memory), opened, its key from a vault of its own. Flushed: on the disk when it counts. Prints one JSON object; a ratio of 1 is
 * as fast as the libraries alone. */
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "scans/scans.h"
#include "scans/vault.h"

#define PIECE (64u << 10)
#define MORE crypto_secretstream_xchacha20poly1305_ABYTES

static struct {
  const char *dir;
  int mebibytes, rounds;
} options = {.mebibytes = 16, .rounds = 5};

static void die(const char *what) {
  fprintf(stderr, "sealing: %s\n", what);
  exit(1);
}
static void must(enum err e, const char *what) {
  if (e != E_OK) die(what);
}

static double rate(size_t bytes, i64 us) { return (double)bytes / 1e6 / ((double)(us ? us : 1) / 1e6); } /* MB a second */

/* ---- libsodium alone ---------------------------------------------------------------------------- */

static void base(str plain, u8 *sealed, char *back, double *ret_push, double *ret_hash, double *ret_pull) {
  crypto_secretstream_xchacha20poly1305_state s;
  u8 key[SCAN_KEY_SIZE], header[crypto_secretstream_xchacha20poly1305_HEADERBYTES], tag;
  crypto_secretstream_xchacha20poly1305_keygen(key);
  i64 start = clock_monotonic_us();
  crypto_secretstream_xchacha20poly1305_init_push(&s, header, key);
  for (size_t at = 0, to = 0; at < plain.n; at += PIECE, to += PIECE + MORE)
    crypto_secretstream_xchacha20poly1305_push(&s, sealed + to, NULL, (const u8 *)plain.p + at, str_sub(plain, at, PIECE).n, NULL, 0, 0);
  *ret_push = rate(plain.n, clock_monotonic_us() - start);
  start = clock_monotonic_us();
  (void)sha256_of(plain);
  *ret_hash = rate(plain.n, clock_monotonic_us() - start);
  start = clock_monotonic_us();
  crypto_secretstream_xchacha20poly1305_init_pull(&s, header, key);
  for (size_t at = 0, from = 0; at < plain.n; at += PIECE, from += PIECE + MORE)
    if (crypto_secretstream_xchacha20poly1305_pull(&s, (u8 *)back + at, NULL, &tag, sealed + from, str_sub(plain, at, PIECE).n + MORE, NULL, 0) != 0)
      die("libsodium does not open what it sealed");
  *ret_pull = rate(plain.n, clock_monotonic_us() - start);
}

/* ---- ours ------------------------------------------------------------------------------------------ */

static double seal(struct scan_store *store, struct arena *a, str plain, bool flush, struct sealed_scan *ret) {
  struct intake *in;
  i64 start = clock_monotonic_us();
  must(intake_begin(store, a, &in), "no intake");
  must(scan_begin(in), "no scan");
  for (size_t at = 0; at < plain.n; at += PIECE) must(scan_write(in, str_sub(plain, at, PIECE)), "refused");
  must(scan_end(in, ret), "not a scan");
  if (flush) must(intake_flush(in), "not flushed");
  i64 us = clock_monotonic_us() - start;
  intake_done(in, flush);
  return rate(plain.n, us);
}

static double open_again(struct scan_store *store, const struct sealed_scan *scan, str plain, char *back) {
  const struct scan_opening why = {OPEN_JUDGE, S("bench")};
  struct scan_reader *r;
  i64 start = clock_monotonic_us(), got;
  size_t n = 0;
  must(scan_open(store, scan, &why, &r), "the vault gives no key");
  while ((got = scan_read(r, back + n, PIECE)) > 0) n += (size_t)got;
  scan_close(r);
  i64 us = clock_monotonic_us() - start;
  if (n != plain.n || memcmp(back, plain.p, n) != 0) die("another file came out");
  return rate(plain.n, us);
}

static pid_t start_vault(const char *keys, const char *log, const char *socket) {
  int fd = vault_listen(socket);
  pid_t pid = fd >= 0 ? fork() : -1;
  if (pid == 0) {
    struct vault_config config = {.keys = keys, .log = log, .listen_fd = fd};
    struct vault *v;
    const char *problem;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    log_set(LOG_ERROR, "vault");
    if (vault_open(&config, &v, &problem) == E_OK && vault_lock_down(v) == E_OK) (void)!vault_serve(v);
    _exit(1);
  }
  if (pid < 0) die("no vault");
  close(fd);
  return pid;
}

static str photo(struct arena *a, size_t n) {
  char *p = arena_alloc(a, n);
  random_bytes(p, n);
  memcpy(p, "\xFF\xD8\xFF\xE0\0\x10JFIF", 10);
  memcpy(p + n - 2, "\xFF\xD9", 2);
  return (str){p, n};
}

static double better(double a, double b) { return a > b ? a : b; }

int main(int argc, char **argv) {
  static const struct option longs[] = {{"dir", required_argument, 0, 'd'}, {"mebibytes", required_argument, 0, 'm'},
                                        {"rounds", required_argument, 0, 'r'}, {0, 0, 0, 0}};
  char keys[512], scans[520], log[512], socket[512];
  bool made;
  i64 number;
  for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
    if (c == 'd') options.dir = optarg;
    else if (!str_to_i64(str_of(optarg), &number)) die("a number is wanted");
    else if (c == 'm') options.mebibytes = (int)number;
    else options.rounds = (int)number;
  }
  if (!options.dir || options.mebibytes < 1 || options.mebibytes > 19 || sodium_init() < 0) die("--dir DIR [--mebibytes 1..19] [--rounds N]");
  snprintf(keys, sizeof keys, "%s/keys", options.dir);
  snprintf(scans, sizeof scans, "file:%s/scans", options.dir);
  snprintf(log, sizeof log, "%s/openings.log", options.dir);
  snprintf(socket, sizeof socket, "%s/vault.sock", options.dir);
  must(keys_init(keys, &made), "no keys");
  pid_t vault = start_vault(keys, log, socket);
  struct arena *a = arena_new(512u << 20);
  struct scan_store *store;
  must(scan_store_open(scans, keys, &store), "no scans");
  scan_store_vault(store, vault_client_new(a, socket));
  str plain = photo(a, (size_t)options.mebibytes << 20);
  u8 *sealed = arena_alloc(a, plain.n + 1024 * MORE);
  char *back = arena_alloc(a, plain.n + PIECE);
  double push = 0, hash = 0, pull = 0, ours = 0, flushed = 0, opened = 0;
  for (int i = 0; i <= options.rounds; i++) { /* the first round warms up */
    struct sealed_scan scan;
    double p, h, q;
    base(plain, sealed, back, &p, &h, &q);
    double s = seal(store, a, plain, false, &scan), f = seal(store, a, plain, true, &scan), o = open_again(store, &scan, plain, back);
    if (!i) continue;
    push = better(push, p), hash = better(hash, h), pull = better(pull, q), ours = better(ours, s), opened = better(opened, o), flushed = better(flushed, f);
  }
  double both = 1 / (1 / push + 1 / hash);
  printf("{\"push\": %.0f, \"push_and_sha256\": %.0f, \"pull\": %.0f, \"seal\": %.0f, \"seal_flushed\": %.0f, \"open\": %.0f,\n"
         " \"seal_to_push\": %.2f, \"seal_to_push_and_sha256\": %.2f, \"open_to_pull\": %.2f}\n",
         push, both, pull, ours, flushed, opened, ours / push, ours / both, opened / pull);
  kill(vault, SIGTERM);
  waitpid(vault, NULL, 0);
  scan_store_close(store);
  arena_free(a);
  return ours >= both / 2 && opened >= pull / 2 ? 0 : 1;
}

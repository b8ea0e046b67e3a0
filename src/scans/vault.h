/* scans/vault: the only process that holds the secret half of the office's key. It listens on a unix socket, has no network,
 * no store and no file but its log, and gives out a scan's own key, one at a time, once it is written down who opens which
 * scan and why (docs/decisions/0005-vault.md). The office's key never leaves it. */
#pragma once
#include "base/base.h"

struct vault_config {
  const char *keys;     /* folder */
  const char *log;      /* path */
  const char *socket;   /* path; used when listen_fd < 0 */
  int listen_fd;        /* a bound, listening SOCK_SEQPACKET; -1: make one */
  str passphrase;       /* of the key, or STR_NONE; may be wiped after vault_open */
};
struct vault;
/* Reads the keys, takes log and socket. ret_problem: one line for the IT person. */
enum err vault_open(const struct vault_config *config, struct vault **ret_vault, const char **ret_problem);
/* Locks this process up for good. What the kernel cannot do is logged and left out; E_IO: it can but would not, do not go on. */
enum err vault_lock_down(struct vault *v);
/* Until it is killed, which it may be at any moment. Gives back only when it cannot go on. */
enum err vault_serve(struct vault *v);
/* Tries what a locked-up vault must not be able to do; a line each to stderr. Gives the number of things that worked. */
int vault_probe(void);

/* A listening socket at `path` for this user alone; -1: errno says why. */
int vault_listen(const char *path);

/* `role-vault`: reads its keys, locks itself up, answers. `role-vault --probe` tries what it must not be able to do. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/cage.h"
#include "cmd/cmd.h"
#include "scans/secret.h"
#include "scans/vault.h"

/* From the supervisor's pipe (somebody typed it at a terminal), else a systemd credential, else none. */
static str take_passphrase(int fd, char *room) {
  size_t n = 0;
  if (fd >= 0) {
    ssize_t got;
    while (n < PASSPHRASE_MOST && (got = read(fd, room + n, PASSPHRASE_MOST - n)) > 0) n += (size_t)got;
    close(fd);
  }
  if (!n && !secret_credential(room, &n)) return STR_NONE;
  return (str){room, n};
}

int verb_role_vault(struct call *c) {
  struct vault *v = NULL;
  const char *problem = "";
  prctl(PR_SET_NAME, "loket-vault");
  log_set(LOG_INFO, "vault");
  if (sodium_init() < 0 || cage_no_dumps() != E_OK) return complain(EXIT_FAILED, "the vault cannot close itself to others");
  char *room = sodium_malloc(PASSPHRASE_MOST);
  if (!room) return complain(EXIT_FAILED, "no locked memory for the passphrase");
  struct vault_config config = {.keys = arena_cstr(c->arena, c->config.keys),
                                .log = config_beside_store(c->arena, &c->config, c->probe ? "openings.probe" : "openings.log"),
                                .socket = config_beside_store(c->arena, &c->config, c->probe ? "vault.probe" : "vault.sock"),
                                .listen_fd = c->listen_fd,
                                .passphrase = take_passphrase(c->secret_fd, room)};
  enum err e = vault_open(&config, &v, &problem);
  sodium_free(room);
  if (c->probe) {
    unlink(config.log);
    unlink(config.socket);
  }
  if (e != E_OK) {
    log_line(LOG_ERROR, "start", "%s", problem);
    return e == E_IO ? EXIT_FAILED : EXIT_CONFIG;
  }
  if (c->ready_fd >= 0 && write(c->ready_fd, "1", 1) != 1) log_line(LOG_WARN, "start", "nobody waits for us");
  if (c->ready_fd >= 0) close(c->ready_fd);
  if (vault_lock_down(v) != E_OK) return EXIT_CONFIG;
  if (c->probe) _exit(vault_probe() ? EXIT_FAILED : EXIT_FINE);
  e = vault_serve(v);
  log_line(LOG_ERROR, "vault", "cannot go on (%s)", err_name(e));
  _exit(EXIT_FAILED); /* nothing to tidy: it could not anyway */
}

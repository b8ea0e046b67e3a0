/* cmd/role_start: a process of our own in one of the roles, this very program again. It dies with whoever started it
 * (PR_SET_PDEATHSIG); descriptors reach it as words of its command line, a passphrase through a pipe that holds nothing else. */
#pragma once
#include <sys/types.h>

#include "base/base.h"

struct role_start {
  const char *verb, *config_file; /* "role-vault" */
  int listen_fd;                  /* -1: none */
  bool says_ready;                /* it writes a byte when it serves */
  str secret;                     /* the passphrase of the office's key; none: nobody typed one */
};
/* ret_ready_fd: where that byte comes from, or the end when the process dies before; the caller's to close, -1: it says nothing.
 * -1: nothing was started (no process or no pipe is left), and there is no descriptor. */
pid_t role_start(const struct role_start *r, int *ret_ready_fd);

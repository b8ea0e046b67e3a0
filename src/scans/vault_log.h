/* scans/vault_log: every opening, one line, in a file of its own that is only appended to. Each line carries SHA-256 over the
 * hash of the line before and its own words, so that a changed, removed or inserted one shows; that the end was cut off shows
 * against the events (kind "openings"), which name its newest line from time to time.
 *
 *   seq  time  why  who  scan  process  hash        (between tabs)
 *
 * A key leaves the vault only after its line is on the disk. */
#pragma once
#include "base/base.h"
#include "scans/vault_wire.h"

struct log_head {
  i64 seq;
  struct sha256 hash;
};
#define LOG_LINE_MOST 256
struct vault_log {
  int fd;
  struct log_head head;
  i64 size;        /* bytes that are on the disk */
  size_t text_n;   /* lines not yet on the disk */
  char text[MAX_VAULT_CONNECTIONS * LOG_LINE_MOST];
  struct log_head written; /* of `size` */
};
/* Takes the file for this process alone; E_CONFLICT: another vault has it. A half line at the end (a crash while it was
 * written: nobody got its key) is cut off. E_INPUT: the last line is none of ours. */
enum err vault_log_open(const char *path, struct vault_log *ret_log);
enum err vault_log_add(struct vault_log *l, const struct vault_request *r, pid_t peer, moment now); /* E_LIMIT: full, flush first */
enum err vault_log_flush(struct vault_log *l); /* E_IO: the lines are forgotten, nothing was opened; E_BUG: end the process */

/* One line of the log, read back. */
struct log_line_read {
  i64 seq;
  moment at;
  str why, who, scan;
  struct sha256 hash;
};
bool vault_log_parse(str line, const struct sha256 *before, struct log_line_read *ret);
/* Walks the file; `each` sees every line. E_OK also when it is broken: then ret_broken_at is the number of that line. */
enum err vault_log_walk(const char *path, void (*each)(void *self, const struct log_line_read *line), void *self,
                        struct log_head *ret_head, i64 *ret_broken_at);

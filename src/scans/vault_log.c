#include "scans/vault_log.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

#define HASH_DIGITS (2 * SHA256_SIZE)

/* The hash covers the line before's and this line's words up to its own tab. */
static struct sha256 line_hash(const struct sha256 *before, str words) {
  char text[SHA256_SIZE + LOG_LINE_MOST];
  size_t n = words.n < LOG_LINE_MOST ? words.n : LOG_LINE_MOST;
  memcpy(text, before->b, SHA256_SIZE);
  memcpy(text + SHA256_SIZE, words.p, n);
  return sha256_of((str){text, SHA256_SIZE + n});
}

/* ---- reading ------------------------------------------------------------------------------------- */

bool vault_log_parse(str line, const struct sha256 *before, struct log_line_read *ret) {
  struct log_line_read l = {0};
  str rest = line, part[6], hash = line.n > HASH_DIGITS ? str_from(line, line.n - HASH_DIGITS) : STR_NONE;
  if (line.n > LOG_LINE_MOST || !hash.p || !hex_decode(hash, l.hash.b, SHA256_SIZE)) return false;
  for (size_t i = 0; i < COUNT(part); i++)
    if (!str_cut(&rest, '\t', &part[i]) || !rest.p) return false;
  if (rest.n != HASH_DIGITS || !str_to_i64(part[0], &l.seq) || !rfc3339_parse(part[1], &l.at)) return false;
  l.why = part[2], l.who = part[3], l.scan = part[4];
  if (before) {
    struct sha256 should = line_hash(before, str_sub(line, 0, line.n - HASH_DIGITS - 1));
    if (memcmp(should.b, l.hash.b, SHA256_SIZE) != 0) return false;
  }
  *ret = l;
  return true;
}

enum err vault_log_walk(const char *path, void (*each)(void *self, const struct log_line_read *line), void *self,
                        struct log_head *ret_head, i64 *ret_broken_at) {
  struct log_head head = {0};
  char line[LOG_LINE_MOST + 2];
  *ret_broken_at = 0;
  *ret_head = head;
  FILE *f = fopen(path, "re");
  if (!f) return errno == ENOENT ? E_NOTFOUND : E_IO;
  while (!*ret_broken_at && fgets(line, sizeof line, f)) {
    struct log_line_read l;
    size_t n = strlen(line);
    bool good = n && line[n - 1] == '\n' && vault_log_parse((str){line, n - 1}, &head.hash, &l) && l.seq == head.seq + 1;
    if (good) {
      head = (struct log_head){l.seq, l.hash};
      if (each) each(self, &l);
    } else {
      *ret_broken_at = head.seq + 1;
    }
  }
  bool failed = ferror(f) != 0;
  fclose(f);
  *ret_head = head;
  return failed ? E_IO : E_OK;
}

/* ---- writing -------------------------------------------------------------------------------------- */

/* The last whole line tells where the chain goes on; what lies behind it is cut off. */
static enum err find_end(struct vault_log *l) {
  char tail[2 * LOG_LINE_MOST];
  struct stat st;
  if (fstat(l->fd, &st) != 0) return E_IO;
  i64 from = st.st_size > (i64)sizeof tail ? st.st_size - (i64)sizeof tail : 0;
  ssize_t n = pread(l->fd, tail, sizeof tail, from);
  if (n < 0) return E_IO;
  size_t end = (size_t)n;
  while (end > 0 && tail[end - 1] != '\n') end--;
  if (end == 0) {
    if (from > 0) return E_INPUT; /* no line is that long */
  } else {
    struct log_line_read last;
    size_t start = end - 1;
    while (start > 0 && tail[start - 1] != '\n') start--;
    if (!vault_log_parse((str){tail + start, end - 1 - start}, NULL, &last)) return E_INPUT;
    l->head = (struct log_head){last.seq, last.hash};
  }
  l->size = from + (i64)end;
  l->written = l->head;
  return l->size == st.st_size || ftruncate(l->fd, l->size) == 0 ? E_OK : E_IO;
}

enum err vault_log_open(const char *path, struct vault_log *ret_log) {
  struct vault_log *l = ret_log;
  *l = (struct vault_log){.fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (l->fd < 0) return E_IO;
  enum err e = flock(l->fd, LOCK_EX | LOCK_NB) == 0 ? find_end(l) : errno == EWOULDBLOCK ? E_CONFLICT : E_IO;
  if (e != E_OK) close(l->fd);
  return e;
}

enum err vault_log_add(struct vault_log *l, const struct vault_request *r, pid_t peer, moment now) {
  char *to = l->text + l->text_n;
  if (l->text_n + LOG_LINE_MOST > sizeof l->text) return E_LIMIT;
  struct date d = date_of_days(now / DAYS(1));
  i64 rest = now % DAYS(1);
  int n = snprintf(to, LOG_LINE_MOST, "%lld\t%04d-%02d-%02dT%02d:%02d:%02dZ\t%s\t" STR_FMT "\t" STR_FMT "\t%d\t",
                   (long long)l->head.seq + 1, d.year, d.month, d.day, (int)(rest / HOURS(1)),
                   (int)(rest / MINUTES(1) % 60), (int)(rest / SECONDS(1) % 60), open_why_name(r->why), STR_ARG(r->who),
                   STR_ARG(r->scan), (int)peer);
  if (n < 0 || (size_t)n + HASH_DIGITS + 1 >= LOG_LINE_MOST) return E_BUG;
  struct sha256 hash = line_hash(&l->head.hash, (str){to, (size_t)n - 1});
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < SHA256_SIZE; i++) {
    to[n++] = digits[hash.b[i] >> 4];
    to[n++] = digits[hash.b[i] & 15];
  }
  to[n++] = '\n';
  l->text_n += (size_t)n;
  l->head = (struct log_head){l->head.seq + 1, hash};
  return E_OK;
}

enum err vault_log_flush(struct vault_log *l) {
  size_t n = l->text_n, done = 0;
  if (!n) return E_OK;
  while (done < n) {
    ssize_t put = pwrite(l->fd, l->text + done, n - done, l->size + (i64)done);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) break;
    done += (size_t)put;
  }
  l->text_n = 0;
  if (done == n) {
    if (fdatasync(l->fd) != 0) return E_BUG; /* what the disk holds is unknown now */
    l->size += (i64)n;
    l->written = l->head;
    return E_OK;
  }
  l->head = l->written; /* the disk is full: the next lines are written over these */
  return ftruncate(l->fd, l->size) == 0 ? E_IO : E_BUG;
}

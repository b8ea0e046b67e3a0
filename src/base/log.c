#include <unistd.h>

#include "base.h"

static enum log_level least_level = LOG_INFO;
static const char *log_role = "loket";

void log_set(enum log_level least, const char *role) {
  least_level = least;
  log_role = role;
}

void log_line(enum log_level level, const char *what, const char *fmt, ...) {
  static const char *const names[] = {"debug", "info", "warn", "error"};
  if (level < least_level) return;
  char line[1024];
  struct timespec t;
  struct tm tm;
  clock_gettime(CLOCK_REALTIME, &t);
  gmtime_r(&t.tv_sec, &tm);
  int n = snprintf(line, sizeof line, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ level=%s role=%s what=%s ", tm.tm_year + 1900,
                   tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, t.tv_nsec / 1000000, names[level],
                   log_role, what);
  if (n < 0) return;
  va_list args;
  va_start(args, fmt);
  int more = vsnprintf(line + n, sizeof line - (size_t)n - 1, fmt, args);
  va_end(args);
  size_t len = more < 0 ? (size_t)n : (size_t)n + (size_t)more;
  if (len > sizeof line - 2) len = sizeof line - 2;
  for (size_t i = 0; i < len; i++) /* no line may be forged through an argument */
    if ((u8)line[i] < 0x20 || line[i] == 0x7F) line[i] = ' ';
  line[len++] = '\n';
  if (write(2, line, len) < 0) return;
}

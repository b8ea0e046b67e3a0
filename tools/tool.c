#include "tool.h"

static size_t faults;

static bool read_all(struct arena *a, const char *path, str *ret) {
  FILE *f = fopen(path, "rb");
  if (!f) return false;
  struct buf b = buf_new(a, TOOL_MAX_FILE);
  char block[16384];
  size_t n;
  while ((n = fread(block, 1, sizeof block, f)) > 0) buf_add(&b, (str){block, n});
  bool good = !ferror(f) && !b.full;
  fclose(f);
  *ret = buf_str(&b);
  return good;
}

str tool_read(struct arena *a, const char *path) {
  str s;
  if (read_all(a, path, &s)) return s;
  fprintf(stderr, "%s: error: cannot be read, or is larger than %u MB\n", path, TOOL_MAX_FILE >> 20);
  exit(1);
}

void tool_write(struct arena *a, const char *path, str content) {
  str old;
  if (read_all(a, path, &old) && str_eq(old, content)) return;
  FILE *f = fopen(path, "wb");
  bool good = f && fwrite(content.p, 1, content.n, f) == content.n;
  if (f && fclose(f) != 0) good = false;
  if (good) return;
  fprintf(stderr, "%s: error: cannot be written\n", path);
  exit(1);
}

void tool_fault(const char *path, size_t line, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  if (line) {
    fprintf(stderr, "%s:%zu: error: ", path, line);
  } else {
    fprintf(stderr, "%s: error: ", path);
  }
  vfprintf(stderr, fmt, args);
  fputc('\n', stderr);
  va_end(args);
  faults++;
}

int tool_result(void) { return faults ? 1 : 0; }

const char *tool_basename(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

void tool_c_string(struct buf *out, str s) {
  buf_byte(out, '"');
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == '\n') {
      buf_add(out, S("\\n"));
    } else if (c == '"' || c == '\\') {
      buf_printf(out, "\\%c", c);
    } else if (c < 0x20 || c == 0x7f || c == '?') {
      buf_printf(out, "\\%03o", c); /* '?' because of trigraphs */
    } else {
      buf_byte(out, (char)c);
    }
  }
  buf_byte(out, '"');
}

#include "counter/call.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- which clips ---------------------------------------------------------------------------------------------- */

static size_t add_number(struct arena *a, i64 n, str *ret) {
  size_t k = 0;
  if (n >= 100) ret[k++] = arena_printf(a, "angka_%lld", (long long)(n / 100 * 100));
  if (n % 100) ret[k++] = arena_printf(a, "angka_%lld", (long long)(n % 100));
  return k;
}

size_t call_clips(struct arena *a, char letter, i64 n, int counter, str ret[MAX_CALL_CLIPS]) {
  size_t k = 0;
  ret[k++] = S("nomor");
  ret[k++] = arena_printf(a, "huruf_%c", letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
  k += add_number(a, n, ret + k);
  ret[k++] = S("loket");
  k += add_number(a, counter, ret + k);
  return k;
}

/* ---- where they are --------------------------------------------------------------------------------------------- */

static bool plain_name(str name) {
  for (size_t i = 0; i < name.n; i++)
    if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9') || name.p[i] == '_')) return false;
  return name.n > 0 && name.n <= 24;
}

static void close_file(int *fd) {
  if (*fd >= 0) close(*fd);
}

static enum err read_file(struct arena *a, const char *path, str *ret) {
  CLEANUP(close_file) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat st;
  if (fd < 0) return E_NOTFOUND;
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size <= 0 || st.st_size > (off_t)MAX_CLIP) return E_NOTFOUND;
  char *p = arena_alloc(a, (size_t)st.st_size);
  size_t n = 0;
  while (n < (size_t)st.st_size) {
    ssize_t more = read(fd, p + n, (size_t)st.st_size - n);
    if (more <= 0) return E_IO;
    n += (size_t)more;
  }
  *ret = (str){p, n};
  return E_OK;
}

enum err call_clip(struct arena *a, str folder, str name, str *ret_bytes, const char **ret_type) {
  static const struct {
    const char *ending, *type;
  } kinds[] = {{"opus", "audio/ogg"}, {"ogg", "audio/ogg"}, {"mp3", "audio/mpeg"}, {"wav", "audio/wav"}};
  if (!plain_name(name)) return E_NOTFOUND;
  for (size_t i = 0; folder.n && i < COUNT(kinds); i++) {
    str path = arena_printf(a, STR_FMT "/" STR_FMT ".%s", STR_ARG(folder), STR_ARG(name), kinds[i].ending);
    if (read_file(a, path.p, ret_bytes) != E_OK) continue;
    *ret_type = kinds[i].type;
    return E_OK;
  }
  for (size_t i = 0; i < clip_count; i++) {
    if (!str_is(name, clips[i].name)) continue;
    *ret_bytes = (str){(const char *)clips[i].bytes, clips[i].n};
    *ret_type = "audio/ogg";
    return E_OK;
  }
  return E_NOTFOUND;
}

#include "config/region_file.h"

#include <pthread.h>

#define MAX_REGION_FILE (8u << 20)

static struct regions known;
static bool there;
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;
static bool tried;

static bool read_all(struct arena *a, const char *path, str *ret) {
  FILE *f = fopen(path, "rbe");
  if (!f) return false;
  struct buf b = buf_new(a, MAX_REGION_FILE);
  char piece[65536];
  for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;) buf_add(&b, (str){piece, n});
  bool whole = !ferror(f) && !b.full;
  fclose(f);
  *ret = buf_str(&b);
  return whole;
}

static void load(const struct config *config) {
  struct arena *a = arena_new(4 * MAX_REGION_FILE); /* lives as long as the process */
  str text;
  size_t line = 0;
  const char *path = arena_cstr(a, arena_printf(a, STR_FMT "/wilayah.txt", STR_ARG(config->services)));
  there = read_all(a, path, &text) && regions_parse(a, text, &known, &line) == E_OK;
  if (there) return;
  log_line(LOG_WARN, "regions", "wilayah.txt is missing or broken, line=%zu", line);
  arena_free(a);
}

const struct regions *regions_of(const struct config *config) {
  pthread_mutex_lock(&reading);
  if (!tried) load(config);
  tried = true;
  pthread_mutex_unlock(&reading);
  return there ? &known : NULL;
}

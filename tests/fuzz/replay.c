/* Runs a fuzz target once for every file of a folder: the corpus is a test in every build, with or without a fuzzer. */
#include <dirent.h>
#include <sys/stat.h>

#include "base/base.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t n);

static int run_file(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) return 1;
  static u8 data[1 << 20];
  size_t n = fread(data, 1, sizeof data, f);
  fclose(f);
  u8 *exact = malloc(n ? n : 1); /* exact size, so that a sanitizer sees one byte too many */
  if (!exact) return 1;
  memcpy(exact, data, n);
  LLVMFuzzerTestOneInput(exact, n);
  free(exact);
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  DIR *d = opendir(argv[1]);
  int files = 0, bad = 0;
  for (struct dirent *e; d && (e = readdir(d));) {
    char path[4096];
    if (e->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/%s", argv[1], e->d_name);
    bad += run_file(path);
    files++;
  }
  if (d) closedir(d);
  printf("%d files\n", files);
  return files == 0 || bad != 0;
}

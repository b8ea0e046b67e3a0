/* Writes a C table of the files named: embed OUT FILE... (see assets.h). Runs while the project is built. */
#include <libgen.h>
#include <stdio.h>
#include <string.h>

static const char *type_of(const char *name) {
  static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
                                         {".css", "text/css; charset=utf-8"},
                                         {".js", "text/javascript; charset=utf-8"},
                                         {".svg", "image/svg+xml"}};
  const char *end = strrchr(name, '.');
  for (size_t i = 0; end && i < sizeof types / sizeof types[0]; i++)
    if (strcmp(types[i][0], end) == 0) return types[i][1];
  return "application/octet-stream";
}

static int embed(FILE *out, const char *path, int nr) {
  FILE *in = fopen(path, "rb");
  if (!in) return perror(path), 0;
  fprintf(out, "static const unsigned char asset_%d[] = {", nr);
  for (int c, n = 0; (c = fgetc(in)) != EOF; n++) fprintf(out, n % 24 ? "%d," : "\n%d,", c);
  fprintf(out, "0};\n");
  return fclose(in) == 0;
}

int main(int argc, char **argv) {
  FILE *out = argc > 2 ? fopen(argv[1], "w") : NULL;
  if (!out) return perror("embed"), 1;
  fprintf(out, "#include \"phone/assets.h\"\n");
  for (int i = 2; i < argc; i++)
    if (!embed(out, argv[i], i)) return 1;
  fprintf(out, "const struct phone_asset phone_assets[] = {\n");
  for (int i = 2; i < argc; i++) {
    const char *name = basename(argv[i]);
    fprintf(out, "  {\"%s\", \"%s\", (const char *)asset_%d, sizeof asset_%d - 1},\n", name, type_of(name), i, i);
  }
  fprintf(out, "};\nconst size_t phone_asset_count = %d;\n", argc - 2);
  return fclose(out) != 0;
}

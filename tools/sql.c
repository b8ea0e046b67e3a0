/* sql: turns store/sql/<subject>/<query>.sql and store/migrations/NNNN_name.sql into C tables.
 *
 *   sql OUT.h OUT.c FILE...
 *
 * A query file begins with four comment lines, so that nobody guesses: what it is for, "in:", "out:", "rows:".
 * Parameters are written $1, $2 as PostgreSQL has them; SQLite reads ?1, ?2, so the text is emitted that way. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) {
    perror(path);
    exit(1);
  }
  char *text = calloc(1, 1 << 20);
  if (!text || fread(text, 1, (1 << 20) - 1, f) == 0) {
    fprintf(stderr, "%s: empty or unreadable\n", path);
    exit(1);
  }
  fclose(f);
  return text;
}

static void emit_string(FILE *out, const char *text) {
  fputc('"', out);
  for (const char *p = text; *p; p++) {
    if (*p == '\n')
      fputs("\\n\"\n  \"", out);
    else if (*p == '"' || *p == '\\')
      fprintf(out, "\\%c", *p);
    else if (*p == '$' && isdigit((unsigned char)p[1]))
      fputc('?', out);
    else
      fputc(*p, out);
  }
  fputc('"', out);
}

static void enum_name(char *ret, size_t max, const char *path) {
  const char *query = strrchr(path, '/');
  const char *subject = query;
  while (subject > path && subject[-1] != '/') subject--;
  size_t n = 0;
  for (const char *p = subject; *p && strcmp(p, ".sql") != 0 && n + 1 < max; p++)
    ret[n++] = *p == '/' ? '_' : (char)toupper((unsigned char)*p);
  ret[n] = 0;
}

static void check_head(const char *path, const char *text) {
  static const char *const heads[] = {"-- ", "-- in:", "-- out:", "-- rows:"};
  for (int i = 0; i < 4; i++) {
    if (strncmp(text, heads[i], strlen(heads[i])) != 0) {
      fprintf(stderr, "%s:%d: expected a line beginning with \"%s\"\n", path, i + 1, heads[i]);
      exit(1);
    }
    text = strchr(text, '\n');
    if (!text) exit(1);
    text++;
  }
}

static const char *body(const char *text) {
  while (strncmp(text, "--", 2) == 0) text = strchr(text, '\n') + 1;
  return text;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  FILE *h = fopen(argv[1], "w"), *c = fopen(argv[2], "w");
  if (!h || !c) return 1;
  fputs("/* made by tools/sql from src/store/sql and src/store/migrations; do not edit */\n#pragma once\nenum sql {\n",
        h);
  fputs("/* made by tools/sql; do not edit */\n#include \"store/sql_table.h\"\n", c);
  fputs("const char *const sql_texts[SQL_COUNT] = {\n", c);
  for (int i = 3; i < argc; i++) {
    char name[128];
    if (strstr(argv[i], "/migrations/")) continue;
    char *text = read_file(argv[i]);
    check_head(argv[i], text);
    enum_name(name, sizeof name, argv[i]);
    fprintf(h, "  SQL_%s,\n", name);
    fprintf(c, "  [SQL_%s] =\n  ", name);
    emit_string(c, body(text));
    fputs(",\n", c);
    free(text);
  }
  fputs("  SQL_COUNT\n};\n", h);
  fputs("};\nconst struct migration migrations[] = {\n", c);
  for (int i = 3; i < argc; i++) {
    if (!strstr(argv[i], "/migrations/")) continue;
    char *text = read_file(argv[i]);
    const char *file = strrchr(argv[i], '/') + 1;
    fprintf(c, "  {%d, \"%s\",\n  ", atoi(file), file);
    emit_string(c, text);
    fputs("},\n", c);
    free(text);
  }
  fputs("  {0, 0, 0}};\n", c);
  return fclose(h) || fclose(c);
}

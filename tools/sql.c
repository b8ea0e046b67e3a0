/* sql: turns store/sql/<subject>/<query>.sql and store/migrations/NNNN_name.sql into C tables.
 *
 *   sql OUT.h OUT.c DEPFILE FOLDER      FOLDER holds sql/ and migrations/
 *
 * The dependency file names folders too: a query that was added is noticed by the next build.
 *
 * A query file begins with four comment lines, so that nobody guesses: what it is for, "in:", "out:", "rows:".
 * Parameters are written $1, $2 as PostgreSQL has them; SQLite reads ?1, ?2, so the text is emitted that way. */
#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
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

#define MAX_FILES 1000
static char *files[MAX_FILES];
static int file_count;

static int is_shown(const struct dirent *e) { return e->d_name[0] != '.'; }

/* Every *.sql below a folder, in the order of their names; the folders themselves go to the dependency file. */
static void walk(const char *folder, FILE *deps) {
  struct dirent **names;
  int n = scandir(folder, &names, is_shown, alphasort);
  fprintf(deps, " %s", folder);
  for (int i = 0; i < n; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
    size_t len = strlen(path);
    bool sql = len > 4 && strcmp(path + len - 4, ".sql") == 0;
    if (sql && file_count < MAX_FILES) files[file_count++] = strdup(path);
    else if (!sql) walk(path, deps);
    free(names[i]);
  }
  if (n >= 0) free(names);
}

static void emit_query(const char *path, FILE *h, FILE *c) {
  char name[128];
  char *text = read_file(path);
  check_head(path, text);
  enum_name(name, sizeof name, path);
  fprintf(h, "  SQL_%s,\n", name);
  fprintf(c, "  [SQL_%s] =\n  ", name);
  emit_string(c, body(text));
  fputs(",\n", c);
  free(text);
}

static void emit_migration(const char *path, FILE *c) {
  char *text = read_file(path);
  const char *file = strrchr(path, '/') + 1;
  fprintf(c, "  {%d, \"%s\",\n  ", (int)strtol(file, NULL, 10), file);
  emit_string(c, text);
  fputs("},\n", c);
  free(text);
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  char folder[4096];
  FILE *h = fopen(argv[1], "w"), *c = fopen(argv[2], "w"), *deps = fopen(argv[3], "w");
  if (!h || !c || !deps) return 1;
  fprintf(deps, "%s %s:", argv[1], argv[2]);
  fputs("/* made by tools/sql from src/store/sql and src/store/migrations; do not edit */\n#pragma once\nenum sql {\n", h);
  fputs("/* made by tools/sql; do not edit */\n#include \"store/sql_table.h\"\n", c);
  fputs("const char *const sql_texts[SQL_COUNT] = {\n", c);
  snprintf(folder, sizeof folder, "%s/sql", argv[4]);
  walk(folder, deps);
  int queries = file_count;
  for (int i = 0; i < queries; i++) emit_query(files[i], h, c);
  fputs("  SQL_COUNT\n};\n", h);
  fputs("};\nconst struct migration migrations[] = {\n", c);
  snprintf(folder, sizeof folder, "%s/migrations", argv[4]);
  walk(folder, deps);
  for (int i = queries; i < file_count; i++) emit_migration(files[i], c);
  fputs("  {0, 0, 0}};\n", c);
  for (int i = 0; i < file_count; i++) fprintf(deps, " %s", files[i]);
  fputs("\n", deps);
  return fclose(h) || fclose(c) || fclose(deps);
}

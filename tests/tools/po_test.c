/* What tools/po refuses, with file and line. Usage: po_test PATH-OF-PO (meson gives it). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/base.h"

extern char **environ;
static const char *po;
static char folder[] = "/tmp/loket-po-XXXXXX";

#define HEADER "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n" /* 3 lines */
#define GOOD HEADER "msgid \"a.b\"\nmsgstr \"x {n}\"\n"

static const struct {
  const char *id, *en, *fault; /* NULL: accepted */
} rows[] = {
    {GOOD, GOOD, NULL},
    {GOOD, HEADER "msgid \"a.b\"\nmsgstr \"{n} x {n}\"\n", NULL},
    {GOOD, HEADER, "id/x.po:4: error: \"a.b\" is missing in language \"en\""},
    {HEADER, GOOD, "en/x.po:4: error: \"a.b\" is missing in language \"id\""},
    {GOOD, HEADER "msgid \"a.b\"\nmsgstr \"x\"\n", "en/x.po:4: error: \"a.b\" lacks {n}, which "},
    {HEADER "\nmsgid \"a.b\"\nmsgstr \"x\"\n", GOOD, "id/x.po:5: error: \"a.b\" lacks {n}, which "},
    {GOOD, HEADER "msgid \"a.b\"\nmsgstr \"\"\n", "en/x.po:4: error: \"a.b\" is empty"},
    {GOOD, HEADER "#, fuzzy\nmsgid \"a.b\"\nmsgstr \"x {n}\"\n", "en/x.po:5: error: \"a.b\" is marked fuzzy"},
    {GOOD "\nmsgid \"a.b\"\nmsgstr \"y {n}\"\n", GOOD, "id/x.po:7: error: duplicate message definition"},
    {GOOD, HEADER "msgid \"a.b\"\nmsgstr \"x {n} \xff\"\n", "en/x.po:5: error: not valid UTF-8"},
    {GOOD, HEADER "msgid \"a.b\"\nmsgstr \"x {n\"\n", "en/x.po:4: error: a brace that is no {argument}"},
    {GOOD, HEADER "msgid \"A b\"\nmsgstr \"x\"\n", "en/x.po:4: error: \"A b\" is no key"},
    {GOOD, "msgid \"a.b\"\nmsgstr \"x {n}\"\n", "en/x.po:1: error: the header must say"},
};

static void write_file(struct arena *a, const char *language, const char *text) {
  const char *path = arena_printf(a, "%s/%s/x.po", folder, language).p;
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_true(fputs(text, f) >= 0 && fclose(f) == 0);
}

static int run_po(struct arena *a, str *ret_said) {
  char *args[] = {(char *)po,
                  (char *)arena_printf(a, "%s/k.h", folder).p,
                  (char *)arena_printf(a, "%s/t.c", folder).p,
                  (char *)arena_printf(a, "%s/id/x.po", folder).p,
                  (char *)arena_printf(a, "%s/en/x.po", folder).p,
                  (char *)arena_printf(a, "%s/more/sas.po", folder).p,
                  NULL};
  if (access(args[5], R_OK) != 0) args[5] = NULL;
  const char *said = arena_printf(a, "%s/said", folder).p;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 2, said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child;
  int status = -1;
  assert_int_equal(posix_spawn(&child, po, &actions, NULL, args, environ), 0);
  assert_int_equal(waitpid(child, &status, 0), child);
  posix_spawn_file_actions_destroy(&actions);
  FILE *f = fopen(said, "rb");
  assert_non_null(f);
  char *text = arena_alloc(a, 65536);
  *ret_said = (str){text, fread(text, 1, 65535, f)};
  fclose(f);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void faults_name_file_and_line(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena *a = arena_new(1u << 20);
    write_file(a, "id", rows[i].id);
    write_file(a, "en", rows[i].en);
    str said;
    int result = run_po(a, &said);
    if (rows[i].fault) {
      if (!str_has(said, str_of(rows[i].fault))) print_error("row %zu: wanted %s, got %s\n", i, rows[i].fault, said.p);
      assert_true(str_has(said, str_of(rows[i].fault)));
    }
    assert_int_equal(result, rows[i].fault ? 1 : 0);
    arena_free(a);
  }
}

static str read_table(struct arena *a) {
  FILE *f = fopen(arena_printf(a, "%s/t.c", folder).p, "rb");
  assert_non_null(f);
  char *text = arena_alloc(a, 65536);
  str all = {text, fread(text, 1, 65535, f)};
  fclose(f);
  return all;
}

/* One file is one more language; what it does not say is said in Indonesian. */
static void a_file_is_a_language(void **state) {
  (void)state;
  static const struct {
    const char *more, *fault;
  } more[] = {{HEADER "msgid \"language.name\"\nmsgstr \"Sasak\"\n", NULL},
              {HEADER "msgid \"language.name\"\nmsgstr \"Sasak\"\nmsgid \"a.b\"\nmsgstr \"z\"\n", "more/sas.po:6: error: \"a.b\" lacks {n}"},
              {HEADER "msgid \"a.b\"\nmsgstr \"z {n}\"\n", "\"language.name\" is missing"}};
  for (size_t i = 0; i < COUNT(more); i++) {
    struct arena *a = arena_new(1u << 20);
    write_file(a, "id", GOOD "msgid \"language.name\"\nmsgstr \"Indonesia\"\n");
    write_file(a, "en", GOOD "msgid \"language.name\"\nmsgstr \"English\"\n");
    FILE *f = fopen(arena_printf(a, "%s/more/sas.po", folder).p, "wb");
    assert_non_null(f);
    assert_true(fputs(more[i].more, f) >= 0 && fclose(f) == 0);
    str said;
    int result = run_po(a, &said);
    remove(arena_printf(a, "%s/more/sas.po", folder).p);
    assert_int_equal(result, more[i].fault ? 1 : 0);
    if (more[i].fault) assert_true(str_has(said, str_of(more[i].fault)));
    else assert_true(str_has(read_table(a), S("\"id\", \"en\", \"sas\"")) && str_has(read_table(a), S("Sasak")));
    arena_free(a);
  }
}

static int setup(void **state) {
  (void)state;
  struct arena *a = arena_new(4096);
  bool good = mkdtemp(folder) && mkdir(arena_printf(a, "%s/id", folder).p, 0700) == 0 &&
              mkdir(arena_printf(a, "%s/en", folder).p, 0700) == 0 && mkdir(arena_printf(a, "%s/more", folder).p, 0700) == 0;
  arena_free(a);
  return good ? 0 : -1;
}

static int teardown(void **state) {
  (void)state;
  static const char *const names[] = {"id/x.po", "en/x.po", "k.h", "t.c", "said", "id", "en", "more", ""};
  struct arena *a = arena_new(4096);
  int bad = 0;
  for (size_t i = 0; i < COUNT(names); i++) bad |= remove(arena_printf(a, "%s/%s", folder, names[i]).p);
  arena_free(a);
  return bad;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  po = argv[1];
  const struct CMUnitTest tests[] = {cmocka_unit_test(faults_name_file_and_line), cmocka_unit_test(a_file_is_a_language)};
  return cmocka_run_group_tests(tests, setup, teardown);
}

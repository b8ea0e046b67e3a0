/* Tables as officers save them, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/csv.h"

static struct arena *arena;

static void reads(const char *text, const char *const *cells, size_t columns, size_t rows) {
  struct csv t;
  enum csv_problem problem;
  int line;
  if (csv_read(arena, str_of(text), 100, &t, &problem, &line) != E_OK) fail_msg("%s: problem %d in line %d", text, problem, line);
  assert_int_equal(t.columns, columns);
  assert_int_equal(t.n, rows);
  for (size_t i = 0; i < rows * columns; i++)
    if (!str_is(t.rows[i / columns].cells[i % columns], cells[i])) fail_msg("%s: cell %zu", text, i);
}

static void commas_semicolons_quotes(void **state) {
  (void)state;
  reads("a,b\r\n1,2\r\n", (const char *[]){"a", "b", "1", "2"}, 2, 2);
  reads("\xEF\xBB\xBFnomor;hasil\nMTR-1;padan", (const char *[]){"nomor", "hasil", "MTR-1", "padan"}, 2, 2);
  reads("a;b\n\"x; \"\"y\"\"\nz\";\n", (const char *[]){"a", "b", "x; \"y\"\nz", ""}, 2, 2);
  reads("a,b\n\n 1 , 2 \n\n", (const char *[]){"a", "b", "1", "2"}, 2, 2);
  reads("\"a;b\",c\n1,2", (const char *[]){"a;b", "c", "1", "2"}, 2, 2);
  reads("a\n1\n", (const char *[]){"a", "1"}, 1, 2);
}

static void what_is_doubtful_is_refused_with_its_line(void **state) {
  (void)state;
  const struct {
    str text;
    enum csv_problem problem;
    int line;
  } cases[] = {{S(""), CSV_EMPTY, 1},
               {S("\n\n"), CSV_EMPTY, 3},
               {S("a,b\n1,2,3\n"), CSV_COLUMNS, 2},
               {S("a,b\n1,2\n\n3\n"), CSV_COLUMNS, 4},
               {S("a,b\n1,\"2\n"), CSV_QUOTE, 2},
               {S("a,b\n1,2\"x\n"), CSV_QUOTE, 2},
               {S("a,b\n1,\"2\"x\n"), CSV_QUOTE, 2},
               {S("a,b\n\xff,2\n"), CSV_NOT_TEXT, 1},
               {S("a,b\n1,\x01\n"), CSV_NOT_TEXT, 2},
               {S("a\0b,c\n"), CSV_NOT_TEXT, 1}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct csv t;
    enum csv_problem problem = CSV_FINE;
    int line = 0;
    assert_int_equal(csv_read(arena, cases[i].text, 100, &t, &problem, &line), E_INPUT);
    if (problem != cases[i].problem || line != cases[i].line) fail_msg("case %zu: problem %d in line %d", i, problem, line);
  }
}

static void too_many_rows(void **state) {
  (void)state;
  struct csv t;
  enum csv_problem problem;
  int line;
  assert_int_equal(csv_read(arena, S("a\n1\n2\n3\n"), 3, &t, &problem, &line), E_INPUT);
  assert_int_equal(problem, CSV_TOO_LARGE);
  assert_int_equal(csv_read(arena, S("a\n1\n2\n"), 3, &t, &problem, &line), E_OK);
}

static void cells_run_no_formula_and_read_back(void **state) {
  (void)state;
  const struct {
    const char *text, *cell;
  } cases[] = {{"Sari", "Sari"},       {"=1+1", "\"'=1+1\""}, {"@SUM", "\"'@SUM\""},          {"-5", "\"'-5\""},
               {"+62", "\"'+62\""},    {"a,b", "\"a,b\""},    {"kata \"itu\"", "\"kata \"\"itu\"\"\""}, {"", ""},
               {"dua\nbaris", "\"dua\nbaris\""}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buf b = buf_new(arena, 200);
    csv_cell(&b, str_of(cases[i].text));
    if (!str_is(buf_str(&b), cases[i].cell)) fail_msg("%s becomes " STR_FMT, cases[i].text, STR_ARG(buf_str(&b)));
  }
}

int main(void) {
  arena = arena_new(16u << 20);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(commas_semicolons_quotes),
      cmocka_unit_test(what_is_doubtful_is_refused_with_its_line),
      cmocka_unit_test(too_many_rows),
      cmocka_unit_test(cells_run_no_formula_and_read_back),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(arena);
  return failed;
}

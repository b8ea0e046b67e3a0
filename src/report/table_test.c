/* Tables as files: nothing runs as a formula, and sixteen digits stay sixteen digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/xlsx.h"
#include "report/table.h"

static const str heads[] = {S("nomor"), S("nik"), S("nama")};
static const str cells[] = {S("MTR-7K4P-2Q9X"), S("5271990101900001"), S("=HYPERLINK(\"http://jahat.example\")"),
                            S("MTR-AAAA-AAA2"), S("5271994101900001"), S("Sari; \"Dewi\"")};
static const str notes[] = {S("Isi kolom hasil.")};
static const struct table table = {.title = "Usulan", .heads = heads, .columns = 3, .cells = cells, .rows = 2, .notes = notes, .note_count = 1};
static struct arena *arena;

static void csv_reads_back_and_runs_nothing(void **state) {
  (void)state;
  str text;
  struct csv t;
  enum csv_problem problem;
  int line;
  assert_int_equal(table_csv(arena, &table, &text), E_OK);
  assert_true(str_starts(text, S("\xEF\xBB\xBFnomor,nik,nama\r\n")));
  assert_int_equal(csv_read(arena, text, 10, &t, &problem, &line), E_OK);
  assert_int_equal(t.n, 3);
  assert_true(str_eq(t.rows[1].cells[1], cells[1]));
  assert_true(str_starts(t.rows[1].cells[2], S("'=HYPERLINK")));
  assert_true(str_eq(t.rows[2].cells[2], cells[5]));
}

static void xlsx_is_a_file_of_texts(void **state) {
  (void)state;
  str bytes;
  assert_int_equal(table_xlsx(arena, &table, &bytes), E_OK);
  assert_true(bytes.n > 2000);
  assert_true(xlsx_looks_like(bytes));
  struct csv t;
  enum csv_problem problem;
  int line;
  assert_int_equal(xlsx_read(arena, bytes, 10, &t, &problem, &line), E_OK); /* as it comes back from the centre */
  assert_int_equal(t.n, 3);
  for (size_t i = 0; i < 6; i++) assert_true(str_eq(t.rows[1 + i / 3].cells[i % 3], cells[i]));
  assert_int_equal(table_xlsx(arena, &table, &bytes), E_OK); /* again, in the same process */
}

static void an_empty_table_is_a_head(void **state) {
  (void)state;
  str text;
  struct table none = {.title = "Kosong", .heads = heads, .columns = 3};
  assert_int_equal(table_csv(arena, &none, &text), E_OK);
  assert_true(str_eq(text, S("\xEF\xBB\xBFnomor,nik,nama\r\n")));
  assert_int_equal(table_xlsx(arena, &none, &text), E_OK);
}

int main(void) {
  arena = arena_new(64u << 20);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(csv_reads_back_and_runs_nothing),
      cmocka_unit_test(xlsx_is_a_file_of_texts),
      cmocka_unit_test(an_empty_table_is_a_head),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(arena);
  return failed;
}

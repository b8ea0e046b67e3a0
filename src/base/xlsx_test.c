/* Workbooks as people send them, and as people do who mean harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/xlsx.h"
#include "base/zip_made.h"

#define BOOK "<x:workbook xmlns:x='urn:m' xmlns:r='urn:r'><x:sheets><x:sheet name='Hasil' sheetId='7' r:id='rId3'/>" \
             "<x:sheet name='Petunjuk' sheetId='1' r:id='rId1'/></x:sheets></x:workbook>"
#define LINKS "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>" \
              "<Relationship Id='rId3' Target='/xl/worksheets/sheet9.xml'/></Relationships>"
#define STRINGS "<sst><si><t>nomor</t></si><si><r><t>ha</t></r><r><t>sil</t></r><rPh><t>kana</t></rPh></si><si><t xml:space='preserve'> padan </t></si></sst>"
#define HEAD "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"

static struct arena *arena;

static enum err read_parts(const struct zip_made_part *parts, size_t n, struct csv *t, enum csv_problem *problem, int *line) {
  return xlsx_read(arena, zip_made(arena, parts, n), 4, t, problem, line);
}

static enum err read_sheet(const char *rows, bool packed, struct csv *t, enum csv_problem *problem, int *line) {
  const struct zip_made_part parts[] = {
      {"xl/worksheets/sheet1.xml", S("<worksheet/>"), false, 0},
      {"xl/workbook.xml", S(BOOK), packed, 0},
      {"xl/_rels/workbook.xml.rels", S(LINKS), packed, 0},
      {"xl/sharedStrings.xml", S(STRINGS), packed, 0},
      {"xl/worksheets/sheet9.xml", arena_printf(arena, "<worksheet><sheetData>%s</sheetData></worksheet>", rows), packed, 0}};
  return read_parts(parts, COUNT(parts), t, problem, line);
}

static void the_first_sheet_is_read(void **state) {
  (void)state;
  struct csv t;
  enum csv_problem problem;
  int line;
  for (int packed = 0; packed < 2; packed++) {
    assert_int_equal(read_sheet(HEAD "<row r='2'/><row r='4'><c r='A4'><v>12</v></c><c r='B4' t='s'><v>2</v></c></row>"
                                     "<row><c t='inlineStr'><is><t>MTR &amp; k\u00e9</t></is></c><c t='str'><f>1+1</f><v>nik_ganda</v></c></row>"
                                     "<row r='9'><c r='B9' t='s'><v>2</v></c></row>", packed, &t, &problem, &line), E_OK);
    assert_int_equal(t.n, 4);
    assert_int_equal(t.columns, 2);
    const char *const wanted[4][2] = {{"nomor", "hasil"}, {"12", "padan"}, {"MTR & k\u00e9", "nik_ganda"}, {"", "padan"}};
    const int lines[4] = {1, 4, 5, 9};
    for (size_t i = 0; i < 4; i++) {
      assert_int_equal(t.rows[i].line, lines[i]);
      for (size_t k = 0; k < 2; k++)
        if (!str_is(t.rows[i].cells[k], wanted[i][k])) fail_msg("row %zu: " STR_FMT, i, STR_ARG(t.rows[i].cells[k]));
    }
  }
}

static void what_is_doubtful_is_refused(void **state) {
  (void)state;
  static const struct {
    const char *rows;
    enum csv_problem problem;
    int line;
  } cases[] = {
      {"", CSV_EMPTY, 1},
      {HEAD "<row r='3'><c r='C3'><v>1</v></c></row>", CSV_COLUMNS, 3},
      {HEAD "<row r='3'><c r='A3' t='s'><v>3</v></c></row>", CSV_BOOK, 3},
      {HEAD "<row r='3'><c r='A3' t='s'><v>-1</v></c></row>", CSV_BOOK, 3},
      {HEAD "<row r='2'><c r='BA2'><v>1</v></c></row>", CSV_TOO_LARGE, 2},
      {HEAD "<row/><row><c><v>1</v></c></row><row><c><v>1</v></c></row><row><c><v>1</v></c></row><row><c><v>1</v></c></row>", CSV_TOO_LARGE, 6},
      {HEAD "<row r='2'><c", CSV_BOOK, 2},
  };
  struct csv t;
  enum csv_problem problem;
  int line;
  for (size_t i = 0; i < COUNT(cases); i++) {
    if (read_sheet(cases[i].rows, true, &t, &problem, &line) != E_INPUT) fail_msg("case %zu is taken", i);
    if (problem != cases[i].problem || line != cases[i].line) fail_msg("case %zu: problem %d, row %d", i, problem, line);
  }
}

static void bombs_do_not_go_off(void **state) {
  (void)state;
  struct csv t;
  enum csv_problem problem;
  int line;
  str zeros = {arena_alloc(arena, 5u << 20), 5u << 20}, small = {zeros.p, 3u << 20};
  str entities = S("<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><workbook>&b;</workbook>");
  struct buf shared = buf_new(arena, 1u << 20); /* one long text, shared by many cells */
  struct buf cells = buf_new(arena, 1u << 20);
  buf_add(&shared, S("<sst><si><t>"));
  for (int i = 0; i < 31000; i++) buf_byte(&shared, 'a');
  buf_add(&shared, S("</t></si></sst>"));
  buf_add(&cells, S("<worksheet><row>"));
  for (int i = 0; i < 9000; i++) buf_add(&cells, S("<c r='A1' t='s'><v>0</v></c>"));
  buf_add(&cells, S("</row></worksheet>"));
  const struct {
    struct zip_made_part parts[4];
    enum csv_problem problem;
  } cases[] = {
      {{{"xl/workbook.xml", S(BOOK), true, 0}, {"xl/_rels/workbook.xml.rels", S(LINKS), true, 0}, {"xl/worksheets/sheet9.xml", zeros, true, 0}}, CSV_TOO_LARGE},
      {{{"xl/workbook.xml", S(BOOK), true, 0}, {"xl/_rels/workbook.xml.rels", S(LINKS), true, 0}, {"xl/worksheets/sheet9.xml", zeros, true, 1000}}, CSV_BOOK},
      {{{"xl/workbook.xml", small, true, 1000}}, CSV_BOOK},
      {{{"xl/workbook.xml", small, true, 0}}, CSV_TOO_LARGE},
      {{{"xl/workbook.xml", entities, true, 0}}, CSV_BOOK},
      {{{"xl/workbook.xml", S(BOOK), true, 0}, {"xl/_rels/workbook.xml.rels", S(LINKS), true, 0}, {"xl/sharedStrings.xml", buf_str(&shared), true, 0},
        {"xl/worksheets/sheet9.xml", buf_str(&cells), true, 0}}, CSV_TOO_LARGE},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    size_t n = 0;
    while (n < 4 && cases[i].parts[n].name) n++;
    if (read_parts(cases[i].parts, n, &t, &problem, &line) != E_INPUT) fail_msg("case %zu is taken", i);
    if (problem != cases[i].problem) fail_msg("case %zu: problem %d", i, problem);
  }
}

static void a_damaged_file_is_refused(void **state) {
  (void)state;
  const struct zip_made_part parts[] = {{"xl/workbook.xml", S(BOOK), true, 0},
                                        {"xl/_rels/workbook.xml.rels", S(LINKS), true, 0},
                                        {"xl/worksheets/sheet9.xml", S("<worksheet>" HEAD "</worksheet>"), true, 0},
                                        {"xl/sharedStrings.xml", S(STRINGS), true, 0}};
  str good = zip_made(arena, parts, COUNT(parts));
  struct csv t;
  enum csv_problem problem;
  int line;
  assert_int_equal(xlsx_read(arena, good, 4, &t, &problem, &line), E_OK);
  for (size_t n = 0; n < good.n; n++)
    if (xlsx_read(arena, str_sub(good, 0, n), 4, &t, &problem, &line) != E_INPUT || problem == CSV_FINE) fail_msg("%zu bytes are taken", n);
  for (size_t at = 0; at < good.n; at++) { /* each byte once */
    char *bad = (char *)(uintptr_t)arena_str(arena, good).p;
    bad[at] ^= 0x55;
    enum err e = xlsx_read(arena, (str){bad, good.n}, 4, &t, &problem, &line);
    if (e == E_OK && (t.n != 1 || !str_eq(t.rows[0].cells[1], S("hasil")))) fail_msg("byte %zu changes what is read", at);
  }
}

static int begin(void **state) {
  (void)state;
  return (arena = arena_new(512u << 20)) ? 0 : 1;
}
static int end(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_first_sheet_is_read), cmocka_unit_test(what_is_doubtful_is_refused),
                                     cmocka_unit_test(bombs_do_not_go_off), cmocka_unit_test(a_damaged_file_is_refused)};
  return cmocka_run_group_tests(tests, begin, end);
}

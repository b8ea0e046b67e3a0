/* Tables that leave the office: safe in a spreadsheet, the same numbers everywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/figures.h"

static struct arena *a;

static void a_text_is_never_a_formula(void **state) {
  (void)state;
  static const struct {
    const char *text, *field;
  } rows[] = {
      {"Akta Kelahiran", "Akta Kelahiran"}, {"", ""},
      {"=1+1", "\"'=1+1\""},                {"+62812", "\"'+62812\""},
      {"@SUM(A1)", "\"'@SUM(A1)\""},        {"-2", "-2"},
      {"-24,5", "-24,5"},                   {"-2+3", "\"'-2+3\""},
      {"\t=1", "\"'\t=1\""},                {"a;b", "\"a;b\""},
      {"kata \"kutip\"", "\"kata \"\"kutip\"\"\""}, {"dua\nbaris", "\"dua\nbaris\""},
      {"=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""}, {"-", "\"'-\""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf b = buf_new(a, 1024);
    csv_field(&b, str_of(rows[i].text), ';');
    if (!str_is(buf_str(&b), rows[i].field)) fail_msg("%s: " STR_FMT, rows[i].text, STR_ARG(buf_str(&b)));
  }
}

static const struct figures_column columns[] = {{{"Hari", 4}, FIGURES_DAY}, {{"Masuk", 5}, FIGURES_COUNT}, {{"Selesai", 7}, FIGURES_COUNT},
                                                {{"Bagian", 6}, FIGURES_PERCENT}};
static const struct figures_cell cells[] = {
    {.text = {"23/11", 5}, .value = 20780}, {.text = {"1.234", 5}, .value = 1234}, {.text = {"7", 1}, .value = 7}, {.text = {"87,4 %", 6}, .value = 87.44},
    {.text = {"24/11", 5}, .value = 20781}, {.text = {"0", 1}},                    {.text = {"-3", 2}, .value = -3}, {.none = true},
};
static const struct figures_chart chart = {.label = {"x", 1}, .column_at = 1, .line_at = 2, .label_at = 0, .last_is_running = true};
static const struct figures_block block = {.code = "trend", .title = {"Setiap hari", 11}, .columns = columns, .column_count = 4, .cells = cells,
                                           .rows = 2, .bar = 1, .chart = &chart};
static const struct figures_report report = {.lang = LANG_ID, .office = {.name = {"Dinas Uji", 9}, .place = {"Kota Uji", 8}},
                                             .title = {"Laporan", 7}, .period = {"November", 8}, .counted = {"Sekarang", 8},
                                             .made_at = 1795000000000LL, .blocks = &block, .block_count = 1};

static void numbers_in_csv_are_for_machines(void **state) {
  (void)state;
  str text;
  assert_int_equal(figures_csv(a, &report, ';', &text), E_OK);
  assert_true(str_starts(text, S("\xEF\xBB\xBFLaporan;Dinas Uji;Kota Uji;November;Sekarang\r\n\r\nSetiap hari\r\nHari;Masuk;Selesai;Bagian\r\n")));
  assert_true(str_has(text, S("2026-11-23;1234;7;87.4\r\n2026-11-24;0;-3;\r\n")));
  assert_int_equal(figures_csv(a, &report, ',', &text), E_OK);
  assert_true(str_has(text, S("2026-11-23,1234,7,87.4\r\n")));
}

static void the_workbook_is_one(void **state) {
  (void)state;
  str book;
  assert_int_equal(figures_xlsx(a, &report, &book), E_OK);
  assert_true(book.n > 1000 && str_starts(book, S("PK\x03\x04")));
}

static void the_paper_is_the_same_each_time(void **state) {
  (void)state;
  str first, second;
  assert_int_equal(figures_pdf(a, &report, &first), E_OK);
  assert_int_equal(figures_pdf(a, &report, &second), E_OK);
  assert_true(str_starts(first, S("%PDF-")) && str_eq(first, second));
}

static void a_chart_stays_in_its_frame(void **state) {
  (void)state;
  struct chart c = figures_chart(a, LANG_ID, &block);
  int columns_drawn = 0, dots = 0;
  for (size_t i = 0; i < c.n; i++) {
    const struct chart_shape *s = &c.shapes[i];
    assert_true(s->x >= 0 && s->x + s->w <= CHART_WIDTH && s->y >= 0 && s->h >= 0 && s->y + s->h <= CHART_HEIGHT);
    columns_drawn += s->kind == CHART_COLUMN || s->kind == CHART_RUNNING_COLUMN;
    dots += s->kind == CHART_DOT;
    if (s->kind == CHART_Y_LABEL && s->y < 30) assert_true(str_eq(s->text, S("2.000"))); /* the top: 1,234 fits below it */
  }
  assert_int_equal(columns_drawn, 2);
  assert_int_equal(dots, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_text_is_never_a_formula),        cmocka_unit_test(numbers_in_csv_are_for_machines),
      cmocka_unit_test(the_workbook_is_one),              cmocka_unit_test(the_paper_is_the_same_each_time),
      cmocka_unit_test(a_chart_stays_in_its_frame),
  };
  a = arena_new(64u << 20);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  paper_done();
  arena_free(a);
  return failed;
}

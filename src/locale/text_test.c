#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above */
#include <cmocka.h>

#include "locale/text.h"

static struct arena *arena;
static int setup(void **state) {
  (void)state;
  arena = arena_new(1u << 20);
  return zone_set("Asia/Makassar") ? 0 : -1;
}
static int teardown(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}
#define assert_str(got, expected) assert_string_equal(arena_cstr(arena, (got)), (expected))

static void dates_read_as_people_write_them(void **state) {
  (void)state;
  moment m;
  assert_true(rfc3339_parse(S("2026-11-20T01:12:05Z"), &m));
  assert_str(text_moment(arena, LANG_ID, m), "Jumat, 20 November 2026 pukul 09.12 WITA");
  assert_str(text_moment(arena, LANG_EN, m), "Friday, 20 November 2026 at 09:12 WITA");
  assert_str(text_date(arena, LANG_ID, (struct date){2027, 5, 1}), "1 Mei 2027");
  assert_str(text_date(arena, LANG_EN, (struct date){2027, 10, 31}), "31 October 2027");
  assert_str(text_date(arena, LANG_ID, (struct date){0}), "");
}

static void spans_read_as_people_write_them(void **state) {
  (void)state;
  static const struct {
    const char *from, *to;
    enum lang lang;
    const char *words;
  } rows[] = {
      {"2026-08-17T00:00:00+08:00", "2026-08-18T00:00:00+08:00", LANG_ID, "17 Agustus 2026"},
      {"2026-12-24T00:00:00+08:00", "2026-12-27T00:00:00+08:00", LANG_ID, "24 Desember 2026 – 26 Desember 2026"},
      {"2026-12-10T11:00:00+08:00", "2026-12-10T13:30:00+08:00", LANG_ID, "10 Desember 2026, 11.00–13.30 WITA"},
      {"2026-12-10T11:00:00+08:00", "2026-12-10T13:30:00+08:00", LANG_EN, "10 December 2026, 11:00–13:30 WITA"},
      {"2026-12-10T11:00:00+08:00", "2026-12-11T00:00:00+08:00", LANG_ID, "10 Desember 2026, 11.00–00.00 WITA"},
      {"2026-12-10T11:00:00+08:00", "2026-12-12T08:00:00+08:00", LANG_ID,
       "Kamis, 10 Desember 2026 pukul 11.00 WITA – Sabtu, 12 Desember 2026 pukul 08.00 WITA"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    moment from = 0, to = 0;
    assert_true(rfc3339_parse(str_of(rows[i].from), &from) && rfc3339_parse(str_of(rows[i].to), &to));
    assert_str(text_span(arena, rows[i].lang, from, to), rows[i].words);
  }
}

static void arguments_are_filled_in(void **state) {
  (void)state;
  assert_str(TEXT(arena, LANG_ID, T_COMMON_DATE, ARG("year", S("2026")), ARG("day", S("{month}")),
                  ARG("month", S("Mei")), ARG("unused", S("x"))),
             "{month} Mei 2026");
  log_set(LOG_ERROR, "test");
  assert_str(TEXT(arena, LANG_ID, T_COMMON_DATE, ARG("day", S("1"))), "1  ");
  assert_str(TEXT(arena, LANG_ID, T_COMMON_DAY_5), "Jumat");
}

static void every_key_is_found_by_its_name(void **state) {
  (void)state;
  for (int k = T_NONE + 1; k < T_COUNT; k++)
    assert_int_equal(text_key_find(str_of(text_key_name((enum text_key)k))), k);
  assert_int_equal(text_key_find(S("common.month.13")), T_NONE);
  assert_int_equal(text_key_find(S("")), T_NONE);
  assert_str(text_plain(LANG_ID, T_NONE), "");
}

static void an_empty_translation_falls_back_to_indonesian(void **state) {
  (void)state;
  struct local_text t = {{[LANG_ID] = S("Akta Kelahiran")}};
  assert_str(local(&t, LANG_EN), "Akta Kelahiran");
  t.in[LANG_EN] = S("Birth certificate");
  assert_str(local(&t, LANG_EN), "Birth certificate");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(dates_read_as_people_write_them),
      cmocka_unit_test(spans_read_as_people_write_them),
      cmocka_unit_test(arguments_are_filled_in),
      cmocka_unit_test(every_key_is_found_by_its_name),
      cmocka_unit_test(an_empty_translation_falls_back_to_indonesian),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/region.h"

static const char list[] =
    "# a comment\n"
    "111 Aceh\n201 Kabupaten Aceh Selatan\n301 Bakongan\n42001 Keude Bakongan\n42002 Bu Nuapu\xe2\x80\x99u\n"
    "152 Nusa Tenggara Barat\n201 Kabupaten Lombok Barat\n301 Gerung\n42001 Monjok\n271 Kota Mataram\n301 Ampenan\n41004 Ampenan Selatan\n"
    "41005 Ampenan Tengah\n305 Selaparang\n41003 Monjok\n41008 Monjok Timur\n";

static struct arena *a;
static struct regions r;

static int start(void **state) {
  size_t line;
  (void)state;
  a = arena_new(1 << 20);
  return regions_parse(a, S(list), &r, &line) != E_OK;
}
static int stop(void **state) {
  (void)state;
  arena_free(a);
  return 0;
}

static void what_is_typed_finds_its_village(void **state) {
  (void)state;
  static const struct {
    const char *typed, *first;
    size_t all;
  } rows[] = {
      {"ampenan selatan", "52.71.01.1004", 1},
      {"  AMPENAN   SELATAN ", "52.71.01.1004", 1},
      {"ampenan", "52.71.01.1004", 2},
      {"ampenan tengah, mataram", "52.71.01.1005", 1},
      {"ampenan tengah kota mataram", "52.71.01.1005", 1},
      {"Monjok", "52.01.01.2001", 2},
      {"Monjok, Kota Mataram", "52.71.05.1003", 1},
      {"monjok mataram", "52.71.05.1003", 1},
      {"monjok t", "52.71.05.1008", 1},
      {"Monjok Timur, Selaparang, Kota Mataram, Nusa Tenggara Barat", "52.71.05.1008", 1},
      {"bu nuapuu", "11.01.01.2002", 1},
      {"Bu Nuapu'u", "11.01.01.2002", 1},
      {"monjok, aceh", "", 0},
      {"", "", 0},
      {",,,", "", 0},
      {"nowhere", "", 0},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct region_place found[4];
    size_t all, n = regions_find(&r, a, &(struct region_query){.typed = str_of(rows[i].typed)}, found, COUNT(found), &all);
    if (all != rows[i].all) fail_msg("\"%s\": %zu found", rows[i].typed, all);
    if (n && !str_is(found[0].code, rows[i].first)) fail_msg("\"%s\": " STR_FMT, rows[i].typed, STR_ARG(found[0].code));
  }
}

static void only_in_the_own_city(void **state) {
  struct region_place found[4];
  size_t all;
  (void)state;
  regions_find(&r, a, &(struct region_query){S("monjok"), S("5271")}, found, COUNT(found), &all);
  assert_true(all == 1 && str_eq(found[0].code, S("52.71.05.1003")));
  regions_find(&r, a, &(struct region_query){S("keude bakongan"), S("5271")}, found, COUNT(found), &all);
  assert_int_equal(all, 0);
}

static void a_place_is_written_from_the_small_to_the_large(void **state) {
  struct region_place p;
  (void)state;
  assert_true(regions_by_code(&r, a, S("52.71.05.1008"), &p));
  assert_true(str_eq(region_written(a, &p), S("Monjok Timur, Selaparang, Kota Mataram, Nusa Tenggara Barat")));
  struct region_place again;
  size_t all;
  regions_find(&r, a, &(struct region_query){.typed = region_written(a, &p)}, &again, 1, &all);
  assert_true(all == 1 && str_eq(again.code, p.code));
  static const char *const wrong[] = {"", "52", "52.71.05", "52.71.05.1009", "99.71.05.1008", "52.71.05.1008.1", "x", "52..05.1008", "52.71.06.1003"};
  for (size_t i = 0; i < COUNT(wrong); i++) assert_false(regions_by_code(&r, a, str_of(wrong[i]), &p));
}

static void a_broken_list_is_refused_with_its_line(void **state) {
  static const struct {
    const char *text;
    size_t line;
  } rows[] = {{"111 Aceh\n301 Bakongan\n", 2}, {"x\n", 1}, {"111 Aceh\n2 X\n", 2}, {"1999999 X\n", 1}, {"511 X\n", 1}, {"11\n", 1}};
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct regions broken;
    size_t line;
    assert_int_equal(regions_parse(a, str_of(rows[i].text), &broken, &line), E_INPUT);
    assert_int_equal(line, rows[i].line);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_typed_finds_its_village), cmocka_unit_test(only_in_the_own_city),
                                     cmocka_unit_test(a_place_is_written_from_the_small_to_the_large),
                                     cmocka_unit_test(a_broken_list_is_refused_with_its_line)};
  return cmocka_run_group_tests(tests, start, stop);
}

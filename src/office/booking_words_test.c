/* What who booked hears: within the limits of WhatsApp in both languages, with a template that may go out at any time,
 * and every template stands in docs/templates.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "office/booking_notice.h"

static struct arena *arena;
static int open_arena(void **state) {
  (void)state;
  arena = arena_new(32u << 20);
  return 0;
}
static int close_arena(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}

static str long_text(char c, size_t n) {
  char *p = arena_alloc(arena, n + 1);
  memset(p, c, n);
  return (str){p, n};
}

static struct booking_words words(bool long_ones) {
  str *bring = arena_array(arena, str, 12);
  for (int i = 0; i < 12; i++) bring[i] = long_ones ? long_text('b', 200) : S("Kartu keluarga (KK)");
  return (struct booking_words){.kind = long_ones ? long_text('k', 60) : S("Rekam KTP-el baru"), .number = S("JT-7K4P-2Q9X"),
                                .url = S("https://loket.example/janji/abcdefghijklmnopqrstuv"), .when = S("Jumat, 20 November 2026 pukul 09.12 WITA"),
                                .place = long_ones ? long_text('p', 300) : S("Ruang rekam KTP-el, Jalan Contoh 1"), .until = S("Jumat, 20 November 2026 pukul 11.12 WITA"),
                                .name = long_ones ? long_text('n', 60) : S("Baiq Uji Melati"), .reason = long_ones ? long_text('r', 200) : S("SIAK tidak dapat dibuka"),
                                .expected = S("23 November 2026"), .line = 3, .early_record = long_ones, .bring = bring, .bring_count = long_ones ? 12 : 1};
}

static void check(const struct say *say, enum booking_says says) {
  bool buttons = say->kind == SAY_BUTTONS;
  assert_true(say->body.n > 0 && utf8_valid(say->body));
  if (utf8_count(say->body) > (buttons ? MAX_WA_INTERACTIVE : MAX_WA_TEXT)) fail_msg("saying %d is too long", (int)says);
  assert_true(say->row_count <= MAX_WA_BUTTONS && (buttons || !say->row_count));
  for (size_t i = 0; i < say->row_count; i++) {
    assert_in_range(utf8_count(say->rows[i].title), 1, MAX_WA_BUTTON_TITLE);
    assert_true(str_starts(say->rows[i].id, S("jb.JT-7K4P-2Q9X.")));
  }
  assert_true(say->important);
  assert_int_equal(say->fallback.param_count, 4);
  for (size_t i = 0; i < 4; i++) {
    str p = say->fallback.params[i];
    if (!p.n || utf8_count(p) > 240 || str_find(p, '\n') < p.n) fail_msg("saying %d, parameter %zu: " STR_FMT, (int)says, i + 1, STR_ARG(p));
  }
  assert_false(str_has(say->body, S("{")) || str_has(say->body, S("}")));
}

static void everything_said_fits(void **state) {
  (void)state;
  for (int says = BOOKING_SAYS_NOTHING + 1; says < BOOKING_SAYINGS; says++)
    for (int lang = 0; lang < LANGS; lang++)
      for (int long_ones = 0; long_ones < 2; long_ones++) {
        struct say say = {0};
        struct booking_words f = words(long_ones);
        booking_words(arena, (enum lang)lang, (enum booking_says)says, &f, &say);
        check(&say, (enum booking_says)says);
      }
}

static void what_matters_is_said(void **state) {
  (void)state;
  static const struct {
    enum booking_says says;
    const char *words;
  } rows[] = {{BOOKING_SAYS_BOOKED, "GRATIS"},          {BOOKING_SAYS_BOOKED, "Kartu keluarga"}, {BOOKING_SAYS_BOOKED, "pukul 09.12 WITA"},
              {BOOKING_SAYS_MOVED, "Ruang rekam"},      {BOOKING_SAYS_WAITING, "urutan ke-3"},   {BOOKING_SAYS_OFFER, "pukul 11.12"},
              {BOOKING_SAYS_CENTRAL_DOWN, "tidak datang dulu"}, {BOOKING_SAYS_CENTRAL_DOWN, "SIAK tidak dapat dibuka"},
              {BOOKING_SAYS_NO_BLANKS, "23 November 2026"}, {BOOKING_SAYS_REMIND_LATE, "Kartu keluarga"}, {BOOKING_SAYS_MISSED, "Tidak apa-apa"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct say say = {0};
    struct booking_words f = words(false);
    booking_words(arena, LANG_ID, rows[i].says, &f, &say);
    if (!str_has(say.body, str_of(rows[i].words))) fail_msg("row %zu: " STR_FMT, i, STR_ARG(say.body));
  }
}

static void templates_are_documented(void **state) {
  (void)state;
  FILE *f = fopen("docs/templates.md", "re");
  assert_non_null(f);
  char *text = arena_alloc(arena, 1u << 20);
  size_t n = fread(text, 1, (1u << 20) - 1, f);
  fclose(f);
  for (int says = BOOKING_SAYS_NOTHING + 1; says < BOOKING_SAYINGS; says++) {
    struct say say = {0};
    struct booking_words w = words(false);
    booking_words(arena, LANG_ID, (enum booking_says)says, &w, &say);
    str row = arena_printf(arena, "| `" STR_FMT "` | appointment number |", STR_ARG(say.fallback.name));
    if (!str_has((str){text, n}, row)) fail_msg(STR_FMT, STR_ARG(row));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(everything_said_fits), cmocka_unit_test(what_matters_is_said),
                                     cmocka_unit_test(templates_are_documented)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}

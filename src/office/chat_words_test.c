/* The notices: every one the transition table can ask for has words and a template that the platform takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "office/chat_words.h"

static const struct requirement papers[] = {
    {.code = S("nikah"), .modes = MODE_UPLOAD | MODE_SHOW, .label.in = {S("Buku nikah"), S("Marriage book")}},
    {.code = S("kk"),
     .modes = MODE_UPLOAD | MODE_SHOW | MODE_WITHDRAW,
     .label.in = {S("Kartu keluarga"), S("Family card")}},
};
static const struct item items[] = {
    {.requirement = &papers[0], .state = ITEM_FAULTY, .fault = FAULT_BLURRED, .note = S("halaman 2\nsaja")},
    {.requirement = &papers[1], .state = ITEM_ACCEPTED},
};
static const struct service birth = {.code = S("akta_kelahiran"),
                                     .label.in = {S("Akta Kelahiran"), S("Birth Certificate")}};
static const struct service death = {
    .code = S("akta_kematian"), .condolence = true, .label.in = {S("Akta Kematian"), S("Death Certificate")}};

static struct notice_facts facts(const struct service *s) {
  return (struct notice_facts){.office = S("Kota Mataram"),
                               .address = S("Jalan Contoh 1"),
                               .hours = S("Senin-Jumat 08.00-15.00 WITA"),
                               .public_url = S("https://loket.example"),
                               .number = S("MTR-26-000012"),
                               .service = s,
                               .status_url = S("https://loket.example/s/abcdefghijklmnopqrstuv"),
                               .at = 1795000000000,
                               .place = 7,
                               .expected = {2026, 11, 24},
                               .items = items,
                               .item_count = COUNT(items),
                               .answer_by = {2026, 12, 18},
                               .hold = HOLD_CENTRAL_SYSTEM,
                               .shelf = S("Rak A-3"),
                               .delivery = DELIVERY_PICKUP,
                               .originals = ORIGINALS_AT_PICKUP,
                               .ground = S("nama mengandung angka\n(Permendagri 73/2022 pasal 7)"),
                               .advice = S("ajukan lagi dengan nama tanpa angka")};
}

static void check_template(const struct say_template *t) {
  assert_true(t->name.n > 0 && t->param_count >= 3 && t->param_count <= 4);
  for (size_t i = 0; i < t->param_count; i++) {
    assert_true(t->params[i].n > 0 && utf8_count(t->params[i]) <= 240);
    assert_int_equal(str_find(t->params[i], '\n'), t->params[i].n);
    assert_false(str_has(t->params[i], S("  ")));
  }
}

static void every_notice_has_words(void **state) {
  (void)state;
  struct arena *a = arena_new(8u << 20);
  size_t n;
  const struct transition *table = transition_table(&n);
  for (size_t i = 0; i < n; i++)
    for (int lang = 0; lang < LANGS && table[i].tells; lang++) {
      struct notice_facts f = facts(i % 2 ? &birth : &death);
      struct say s;
      if (notice_words(a, (enum lang)lang, str_of(table[i].tells), &f, &s)) fail_msg("no words for %s", table[i].tells);
      assert_true(str_has(s.body, f.number) && utf8_valid(s.body));
      assert_true(utf8_count(s.body) <= MAX_WA_INTERACTIVE);
      assert_true(s.important);
      check_template(&s.fallback);
    }
  struct say s;
  struct notice_facts f = facts(&birth);
  assert_int_equal(notice_words(a, LANG_ID, S("mismatch"), &f, &s), E_NOTFOUND);
  arena_free(a);
}

static void notices_say_what_matters(void **state) {
  (void)state;
  static const struct {
    const char *tells;
    const struct service *service;
    const char *words[5];
  } rows[] = {
      {"registered", &birth, {"MTR-26-000012", "Urutan ke-7", "24 November 2026", "GRATIS", "/s/"}},
      {"registered", &death, {"turut berdukacita", "Akta Kematian"}},
      {"correction", &birth, {"Buku nikah: ", "halaman 2", "tidak berubah", "18 Desember 2026"}},
      {"hold", &birth, {"tetap pada urutannya"}},
      {"ready", &birth, {"Rak A-3", "08.00", "- Buku nikah", "- Kartu keluarga (ditarik)", "F-1.07"}},
      {"refused", &birth, {"Mohon maaf", "Permendagri 73/2022", "tanpa angka", "lapor.go.id"}},
      {"cancelled", &birth, {"dibatalkan"}},
      {"expired", &birth, {"tanpa mengulang"}},
      {"completed", &death, {"ketabahan"}},
  };
  struct arena *a = arena_new(8u << 20);
  zone_set("Asia/Makassar");
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct notice_facts f = facts(rows[i].service);
    struct say s;
    assert_int_equal(notice_words(a, LANG_ID, str_of(rows[i].tells), &f, &s), E_OK);
    for (size_t k = 0; k < COUNT(rows[i].words) && rows[i].words[k]; k++)
      if (!str_has(s.body, str_of(rows[i].words[k])))
        fail_msg("%s does not say \"%s\":\n" STR_FMT, rows[i].tells, rows[i].words[k], STR_ARG(s.body));
    if (rows[i].service->condolence)
      assert_false(str_has(s.body, S("Kabar baik")) || str_has(s.body, S("Terima kasih")));
  }
  arena_free(a);
}

/* The correction does not ask again for what is right. */
static void a_correction_names_only_what_is_faulty(void **state) {
  (void)state;
  struct arena *a = arena_new(1u << 20);
  struct notice_facts f = facts(&birth);
  struct say s;
  assert_int_equal(notice_words(a, LANG_ID, S("correction"), &f, &s), E_OK);
  assert_false(str_has(s.body, S("Kartu keluarga")));
  assert_true(str_has(s.fallback.params[2], S("Buku nikah")));
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_notice_has_words),
      cmocka_unit_test(notices_say_what_matters),
      cmocka_unit_test(a_correction_names_only_what_is_faulty),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

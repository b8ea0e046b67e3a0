/* What waits in the outbox is what was said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/message.h"

static void assert_str(str got, str want) {
  if (!str_eq(got, want)) fail_msg("got \"" STR_FMT "\", want \"" STR_FMT "\"", STR_ARG(got), STR_ARG(want));
}

static void assert_same_say(const struct say *x, const struct say *y) {
  assert_int_equal(x->kind, y->kind);
  assert_str(x->body, y->body);
  assert_str(x->footer, y->footer);
  assert_str(x->button, y->button);
  assert_str(x->url, y->url);
  assert_str(x->file_name, y->file_name);
  assert_str(x->quotes, y->quotes);
  assert_int_equal(x->important, y->important);
  assert_int_equal(x->row_count, y->row_count);
  for (size_t i = 0; i < x->row_count; i++) {
    assert_str(x->rows[i].id, y->rows[i].id);
    assert_str(x->rows[i].title, y->rows[i].title);
    assert_str(x->rows[i].description, y->rows[i].description);
  }
  assert_str(x->fallback.name, y->fallback.name);
  assert_int_equal(x->fallback.param_count, y->fallback.param_count);
  for (size_t i = 0; i < x->fallback.param_count; i++) assert_str(x->fallback.params[i], y->fallback.params[i]);
}

static void what_is_stored_reads_back_the_same(void **state) {
  (void)state;
  static const struct say rows[] = {
      {.kind = SAY_TEXT, .body = S("Selamat pagi, Bapak/Ibu \"Baiq\" \\ \n\t\x01 \xF0\x9F\x93\x84")},
      {.kind = SAY_TEXT, .body = {"nol\0di tengah", 13}, .quotes = S("wamid.QQ=="), .important = true},
      {.kind = SAY_BUTTONS,
       .body = S("Lengkap?"),
       .footer = S("Dukcapil"),
       .row_count = 2,
       .rows = {{.id = S("yes.v1"), .title = S("Sudah lengkap")}, {.id = S("more.v1"), .title = S("Tambah foto")}}},
      {.kind = SAY_LIST,
       .body = S("Pilih"),
       .button = S("Layanan"),
       .row_count = 1,
       .rows = {{.id = S("svc.kk.v1"), .title = S("Kartu Keluarga"), .description = S("baru, ubah, hilang")}}},
      {.kind = SAY_LINK, .body = S("Unggah di sini"), .button = S("Buka"), .url = S("https://loket.example/u/x")},
      {.kind = SAY_DOCUMENT,
       .body = S("Persyaratan"),
       .url = S("123"),
       .file_name = S("syarat.pdf"),
       .fallback = {.name = S("loket_pembaruan_status"),
                    .params = {S("MTR-1"), S(""), S("siap diambil")},
                    .param_count = 3}},
  };
  struct arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct say back;
    str json = say_to_json(a, &rows[i]);
    assert_true(json.n > 0);
    assert_int_equal(say_from_json(a, json, &back), E_OK);
    assert_same_say(&rows[i], &back);
    assert_str(say_to_json(a, &back), json);
  }
  arena_free(a);
}

static void a_broken_row_of_the_outbox_is_refused(void **state) {
  (void)state;
  static const char *const bad[] = {
      "",
      "null",
      "[]",
      "{",
      "{}",
      "{\"kind\":\"poem\"}",
      "{\"kind\":1}",
      "{\"kind\":\"text\"} x",
      "{\"kind\":\"list\",\"rows\":[{},{},{},{},{},{},{},{},{},{},{}]}",
      "{\"kind\":\"text\",\"fallback\":{\"name\":\"x\",\"params\":[1,2,3,4,5,6,7]}}",
  };
  struct arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(bad); i++) {
    struct say s;
    if (say_from_json(a, str_of(bad[i]), &s) != E_INPUT) fail_msg("taken: %s", bad[i]);
  }
  arena_free(a);
}

static void keys_of_a_later_version_do_no_harm(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  struct say s;
  assert_int_equal(say_from_json(a, S("{\"kind\":\"text\",\"body\":\"hai\",\"mood\":7,\"rows\":null}"), &s), E_OK);
  assert_str(s.body, S("hai"));
  arena_free(a);
}

static void what_is_no_text_is_not_stored(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  struct say s = {.kind = SAY_TEXT, .body = S("\xFF\xFE")};
  assert_int_equal(say_to_json(a, &s).n, 0);
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_stored_reads_back_the_same),
      cmocka_unit_test(a_broken_row_of_the_outbox_is_refused),
      cmocka_unit_test(keys_of_a_later_version_do_no_harm),
      cmocka_unit_test(what_is_no_text_is_not_stored),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

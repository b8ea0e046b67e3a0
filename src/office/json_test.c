/* JSON written by hand is what a parser reads back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "office/json.h"

static void texts_come_back(void **state) {
  (void)state;
  static const struct {
    str value;
    bool kept;
  } rows[] = {
      {S("in_review"), true},
      {S("kata \"kutip\" dan \\ garis miring"), true},
      {S("baris\nbaru\tdan\x01\x1f"), true},
      {{"nol\0di tengah", 13}, false},
      {S("\xc3\xa9 \xf0\x9f\x99\x8f"), true},
      {S(""), false},
      {S("bukan UTF-8: \xff"), false},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena *a = arena_new(1 << 20);
    struct buf b = buf_new(a, 1 << 16);
    buf_byte(&b, '{');
    json_put(&b, "from", S("submitted"));
    json_put(&b, "note", rows[i].value);
    json_put(&b, "to", S("in_review"));
    buf_byte(&b, '}');
    str text = buf_str(&b);
    json_t *o = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(o);
    assert_true(str_eq(json_member(o, "from"), S("submitted")));
    assert_true(str_eq(json_member(o, "to"), S("in_review")));
    str note = json_member(o, "note");
    assert_true(rows[i].kept ? str_eq(note, rows[i].value) : note.p == NULL);
    json_decref(o);
    arena_free(a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(texts_come_back)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

static void a_word_is_itself_only(void **state) {
  (void)state;
  static const struct {
    str s;
    const char *word;
    bool is;
  } rows[] = {
      {{"take", 4}, "take", true},  {{"take", 4}, "taken", false},     {{"taken", 5}, "take", false}, {{"", 0}, "", true},
      {{NULL, 0}, "", true},        {{NULL, 0}, NULL, true},           {{"", 0}, "a", false},         {{"a", 1}, "", false},
      {{"a", 1}, NULL, false},      {{"ab\0cd", 5}, "ab", false},      {{"ab\0", 3}, "ab", false},    {{"\0", 1}, "", false},
      {{"takeover", 4}, "take", true}, /* a slice ends where it ends */
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    assert_int_equal(str_is(rows[i].s, rows[i].word), rows[i].is);
    assert_int_equal(str_eq(rows[i].s, str_of(rows[i].word)), rows[i].is);
  }
}

static void numbers_go_to_and_fro(void **state) {
  (void)state;
  static const struct {
    i64 v;
    const char *text;
  } rows[] = {{0, "0"}, {7, "7"}, {-7, "-7"}, {10, "10"}, {5271, "5271"}, {INT64_MAX, "9223372036854775807"}, {INT64_MIN, "-9223372036854775808"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    char room[I64_DIGITS];
    i64 back;
    str text = str_from_i64(rows[i].v, room);
    assert_true(str_is(text, rows[i].text));
    if (rows[i].v == INT64_MIN) continue; /* is written, is not read */
    assert_true(str_to_i64(text, &back));
    assert_int_equal(back, rows[i].v);
  }
}

static void hashes_are_those_of_the_standards(void **state) {
  (void)state;
  char many_aa[131];
  memset(many_aa, 0xaa, sizeof many_aa);
  const struct {
    str key, message; /* no key: the hash alone */
    const char *hex;
  } rows[] = {
      /* FIPS 180-2, B.1 and B.2 */
      {STR_NONE, S("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {STR_NONE, S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {STR_NONE, STR_NONE, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      /* RFC 4231, 4.2, 4.3 and 4.7: a key of 20 bytes, a short one, one longer than a block */
      {S("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"), S("Hi There"),
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {S("Jefe"), S("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {{many_aa, sizeof many_aa}, S("Test Using Larger Than Block-Size Key - Hash Key First"),
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct sha256 want, got = rows[i].key.p ? hmac_sha256(rows[i].key, rows[i].message) : sha256_of(rows[i].message);
    assert_true(hex_decode(str_of(rows[i].hex), want.b, SHA256_SIZE));
    assert_memory_equal(got.b, want.b, SHA256_SIZE);
  }
  const str parts[] = {S("a"), STR_NONE, S("bc")};
  struct sha256 whole = sha256_of(S("abc")), joined = sha256_of_parts(parts, COUNT(parts));
  assert_memory_equal(joined.b, whole.b, SHA256_SIZE);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_word_is_itself_only), cmocka_unit_test(numbers_go_to_and_fro),
                                     cmocka_unit_test(hashes_are_those_of_the_standards)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

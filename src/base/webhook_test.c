/* Signatures as RFC 8032 has them, and every way a message can be another one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/webhook.h"

#define NOW SECONDS(1764115200)
static struct arena *arena;

static struct webhook_headers signed_by(const struct webhook_key *k, str id, i64 seconds, str body) {
  return (struct webhook_headers){id, arena_printf(arena, "%lld", (long long)seconds), webhook_sign(arena, k, id, seconds, body)};
}

static void what_was_signed_fits_and_nothing_else(void **state) {
  (void)state;
  struct webhook_key k = webhook_key_of(S("satu")), other = webhook_key_of(S("dua"));
  i64 at = NOW / 1000;
  str body = S("{\"type\":\"x\"}");
  struct webhook_headers h = signed_by(&k, S("msg_1"), at, body), bad;
  assert_int_equal(webhook_verify(k.public_key, &h, body, NOW), WEBHOOK_FINE);
  assert_int_equal(webhook_verify(other.public_key, &h, body, NOW), WEBHOOK_WRONG);
  assert_int_equal(webhook_verify(k.public_key, &h, S("{\"type\":\"y\"}"), NOW), WEBHOOK_WRONG);
  bad = h, bad.id = S("msg_2");
  assert_int_equal(webhook_verify(k.public_key, &bad, body, NOW), WEBHOOK_WRONG);
  bad = h, bad.timestamp = arena_printf(arena, "%lld", (long long)at + 1);
  assert_int_equal(webhook_verify(k.public_key, &bad, body, NOW), WEBHOOK_WRONG);
  bad = h, bad.signature = arena_printf(arena, "v1,AAAA v1a,AAAA " STR_FMT, STR_ARG(h.signature)); /* keys are being changed */
  assert_int_equal(webhook_verify(k.public_key, &bad, body, NOW), WEBHOOK_FINE);
}

static void time_and_form(void **state) {
  (void)state;
  struct webhook_key k = webhook_key_of(S("satu"));
  str body = S("{}");
  const struct {
    i64 off;
    enum webhook_check check;
  } times[] = {{-301, WEBHOOK_TIME}, {-299, WEBHOOK_FINE}, {299, WEBHOOK_FINE}, {301, WEBHOOK_TIME}};
  for (size_t i = 0; i < COUNT(times); i++) {
    struct webhook_headers h = signed_by(&k, S("msg_1"), NOW / 1000 + times[i].off, body);
    assert_int_equal(webhook_verify(k.public_key, &h, body, NOW), times[i].check);
  }
  struct webhook_headers good = signed_by(&k, S("msg_1"), NOW / 1000, body);
  const struct webhook_headers forms[] = {{S(""), good.timestamp, good.signature}, {S("a.b"), good.timestamp, good.signature},
                                          {S("msg_1"), S(""), good.signature},     {S("msg_1"), S("-5"), good.signature},
                                          {S("msg_1"), S("99999999999999"), good.signature}, {S("msg_1"), good.timestamp, S("")}};
  for (size_t i = 0; i < COUNT(forms); i++) assert_int_equal(webhook_verify(k.public_key, &forms[i], body, NOW), WEBHOOK_HEADERS);
}

static void public_keys(void **state) {
  (void)state;
  struct webhook_key k = webhook_key_of(S("satu"));
  u8 read[WEBHOOK_PUBLIC];
  assert_true(webhook_public_read(webhook_public_text(arena, k.public_key), read));
  assert_memory_equal(read, k.public_key, sizeof read);
  const char *bad[] = {"", "whpk_", "whpk_AAAA", "whsk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                       "whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", /* of small order */
                       "whpk_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  for (size_t i = 0; i < COUNT(bad); i++)
    if (webhook_public_read(str_of(bad[i]), read)) fail_msg("%s", bad[i]);
}

int main(void) {
  arena = arena_new(1u << 20);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_signed_fits_and_nothing_else),
      cmocka_unit_test(time_and_form),
      cmocka_unit_test(public_keys),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(arena);
  return failed;
}

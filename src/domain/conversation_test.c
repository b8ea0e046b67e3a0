/* What a citizen types: masked numbers, captions, and a stored chat that may be anything. The dialogues themselves are
 * played with the real services in tests/chat. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/conversation.h"

static void numbers_of_people_are_seen_and_masked(void **state) {
  (void)state;
  static const struct {
    const char *text, *masked;
  } rows[] = {
      {"5271990101900001", "************0001"},
      {"NIK 5271990101900001 ya", "NIK ************0001 ya"},
      {"5271 9901 0190 0001", "**** **** **** 0001"},
      {"52.7199.010190.0001!", "**.****.******.0001!"},
      {"5271-9901-0190-0001", "****-****-****-0001"},
      {"5271990101900001 5271990101900002", "************0001 ************0002"},
      {"52719901019000010", "*************0010"},
      {"0812-0000-0000", "0812-0000-0000"},
      {"0812 0000 0000, 0813 0000 0000", "0812 0000 0000, 0813 0000 0000"},
      {"MTR-26-000012", "MTR-26-000012"},
      {"527199010190000", "527199010190000"},
      {"", ""},
  };
  struct arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(rows); i++) {
    str masked = chat_mask_numbers(a, str_of(rows[i].text));
    assert_int_equal(chat_has_number16(str_of(rows[i].text)), strcmp(rows[i].text, rows[i].masked) != 0);
    if (!str_is(masked, rows[i].masked)) fail_msg("%s became " STR_FMT, rows[i].text, STR_ARG(masked));
  }
  arena_free(a);
}

static void captions_name_papers(void **state) {
  (void)state;
  static const struct requirement papers[] = {
      {.code = S("skl"), .modes = MODE_UPLOAD, .label.in = {S("Surat keterangan lahir")}},
      {.code = S("nikah"), .modes = MODE_UPLOAD, .label.in = {S("Buku nikah atau akta perkawinan")}},
      {.code = S("kk"), .modes = MODE_UPLOAD, .label.in = {S("Kartu keluarga (KK)")}},
      {.code = S("ktp_ortu"), .modes = MODE_UPLOAD, .label.in = {S("KTP-el orang tua")}},
      {.code = S("ktp_saksi"), .modes = MODE_UPLOAD, .label.in = {S("KTP-el dua saksi")}},
      {.code = S("f201"), .modes = MODE_FORM, .label.in = {S("Formulir F-2.01")}},
  };
  static const struct {
    const char *caption, *code;
  } rows[] = {{"kk", "kk"},
              {"Ini KK ya pak", "kk"},
              {"kartu keluarga", "kk"},
              {"buku nikah", "nikah"},
              {"Buku NIKAH saya", "nikah"},
              {"surat lahir", "skl"},
              {"ini surat keterangan lahir dari bidan", "skl"},
              {"ktp saksi", "ktp_saksi"},
              {"ktp orang tua", "ktp_ortu"},
              {"ktp", NULL},        /* two fit */
              {"kk dan ktp", NULL}, /* two papers on one photo */
              {"formulir", NULL},   /* is not sent as a photo */
              {"foto", NULL},
              {"", NULL},
              {"lebih terang", NULL}};
  struct judgement needs = {.n = COUNT(papers)};
  for (size_t i = 0; i < COUNT(papers); i++) needs.needs[i] = &papers[i];
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct requirement *r = chat_requirement_named(&needs, str_of(rows[i].caption));
    str code = r ? r->code : STR_NONE;
    if (!str_is(code, rows[i].code)) fail_msg("\"%s\" was taken for " STR_FMT, rows[i].caption, STR_ARG(code));
  }
}

static bool is_fresh(const struct chat *c) {
  return c->step == CHAT_IDLE && c->mode == CHAT_BOT && !c->service.n && !c->last_in_at && !c->privacy_told &&
         c->answers.choice[0] == UNANSWERED;
}

static void what_is_stored_comes_back(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  struct chat c = chat_new();
  c.step = CHAT_QUESTION;
  c.mode = CHAT_WAITING_HUMAN;
  c.lang = LANG_EN;
  c.service = S("kk");
  c.version = S("0123456789ab");
  c.question = S("reason");
  c.number = S("MTR-26-000001");
  c.answers.choice[2] = 3;
  c.last_in_at = 1795000000000;
  c.quiet_at = c.last_in_at + 8000;
  c.batch = 4;
  c.opted_out = true;
  str stored = chat_to_json(a, &c);
  struct chat back = chat_from_json(a, stored);
  assert_true(str_eq(chat_to_json(a, &back), stored));
  assert_int_equal(back.answers.choice[2], 3);
  assert_int_equal(back.answers.choice[1], UNANSWERED);
  assert_true(str_eq(back.service, S("kk")) && back.opted_out && back.batch == 4);
  arena_free(a);
}

static void anything_else_is_a_fresh_chat(void **state) {
  (void)state;
  static const char *const stored[] = {"",
                                       "{}",
                                       "[]",
                                       "null",
                                       "not json",
                                       "{\"format\":2,\"step\":1}",
                                       "{\"format\":1,\"step\":99,\"mode\":0,\"lang\":0}",
                                       "{\"format\":1,\"step\":\"1\"}",
                                       "{\"format\":1,\"format\":1}"};
  struct arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(stored); i++) {
    struct chat c = chat_from_json(a, str_of(stored[i]));
    assert_true(is_fresh(&c));
  }
  /* every cut of a good one, and every byte of it changed */
  struct chat fresh = chat_new();
  fresh.service = S("kk");
  str good = chat_to_json(a, &fresh);
  for (size_t i = 0; i < good.n; i++) {
    struct chat c = chat_from_json(a, str_sub(good, 0, i));
    assert_true(is_fresh(&c));
    char *bent = arena_alloc(a, good.n);
    memcpy(bent, good.p, good.n);
    bent[i] ^= 0x15;
    chat_from_json(a, (str){bent, good.n});
  }
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_of_people_are_seen_and_masked),
      cmocka_unit_test(captions_name_papers),
      cmocka_unit_test(what_is_stored_comes_back),
      cmocka_unit_test(anything_else_is_a_fresh_chat),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

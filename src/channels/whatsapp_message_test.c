/* What Loket says, against the limits of the Cloud API: the checks below are its outbound schema, read by a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "channels/whatsapp.h"

#define PHONE S("6281200000101")
#define LETTER "\xC3\xA9" /* two bytes, one character */

static struct arena *arena;

static int start(void **state) {
  (void)state;
  arena = arena_new(8u << 20);
  return 0;
}

static int stop(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}

static str repeat(const char *s, size_t n) {
  struct buf b = buf_new(arena, 1u << 20);
  for (size_t i = 0; i < n; i++) buf_add(&b, str_of(s));
  return buf_str(&b);
}

/* ---- the schema ------------------------------------------------------------------------------ */

static void only_keys(const json_t *object, const char *allowed) {
  const char *key;
  json_t *value;
  assert_true(json_is_object(object));
  json_object_foreach((json_t *)(uintptr_t)object, key, value) {
    str word = arena_printf(arena, " %s ", key);
    if (!str_has(str_of(allowed), word)) fail_msg("key %s is not allowed", key);
  }
}

static void text_of_at_most(const json_t *string, size_t max) {
  assert_true(json_is_string(string));
  str s = {json_string_value(string), json_string_length(string)};
  assert_true(utf8_valid(s));
  assert_in_range(utf8_count(s), 1, max);
  assert_true(str_trim(s).n > 0);
}

static void text_object(const json_t *object, size_t max) {
  only_keys(object, " text ");
  text_of_at_most(json_object_get(object, "text"), max);
}

static void check_rows(const json_t *rows) {
  assert_in_range(json_array_size(rows), 1, 10);
  for (size_t i = 0; i < json_array_size(rows); i++) {
    const json_t *row = json_array_get(rows, i), *description = json_object_get(row, "description");
    only_keys(row, " id title description ");
    text_of_at_most(json_object_get(row, "id"), 200);
    text_of_at_most(json_object_get(row, "title"), 24);
    if (description) text_of_at_most(description, 72);
  }
}

static void check_buttons(const json_t *buttons) {
  assert_in_range(json_array_size(buttons), 1, 3);
  for (size_t i = 0; i < json_array_size(buttons); i++) {
    const json_t *button = json_array_get(buttons, i), *reply = json_object_get(button, "reply");
    only_keys(button, " type reply ");
    only_keys(reply, " id title ");
    assert_string_equal(json_string_value(json_object_get(button, "type")), "reply");
    text_of_at_most(json_object_get(reply, "id"), 256);
    text_of_at_most(json_object_get(reply, "title"), 20);
  }
}

static void check_interactive(const json_t *o) {
  const json_t *action = json_object_get(o, "action"), *footer = json_object_get(o, "footer");
  const char *type = json_string_value(json_object_get(o, "type"));
  only_keys(o, " type body footer action ");
  text_object(json_object_get(o, "body"), 1024);
  if (footer) text_object(footer, 60);
  if (strcmp(type, "button") == 0) {
    only_keys(action, " buttons ");
    check_buttons(json_object_get(action, "buttons"));
  } else if (strcmp(type, "list") == 0) {
    const json_t *sections = json_object_get(action, "sections");
    only_keys(action, " button sections ");
    text_of_at_most(json_object_get(action, "button"), 20);
    assert_int_equal(json_array_size(sections), 1);
    only_keys(json_array_get(sections, 0), " rows ");
    check_rows(json_object_get(json_array_get(sections, 0), "rows"));
  } else {
    const json_t *parameters = json_object_get(action, "parameters");
    assert_string_equal(type, "cta_url");
    only_keys(action, " name parameters ");
    only_keys(parameters, " display_text url ");
    assert_string_equal(json_string_value(json_object_get(action, "name")), "cta_url");
    text_of_at_most(json_object_get(parameters, "display_text"), 20);
    assert_true(str_starts(str_of(json_string_value(json_object_get(parameters, "url"))), S("http")));
  }
}

static void check_template(const json_t *o) {
  only_keys(o, " name language components ");
  text_of_at_most(json_object_get(o, "name"), 512);
  only_keys(json_object_get(o, "language"), " code ");
  assert_string_equal(json_string_value(json_object_get(json_object_get(o, "language"), "code")), "id");
  const json_t *body = json_array_get(json_object_get(o, "components"), 0);
  if (!body) return;
  only_keys(body, " type parameters ");
  const json_t *parameters = json_object_get(body, "parameters");
  for (size_t i = 0; i < json_array_size(parameters); i++) {
    only_keys(json_array_get(parameters, i), " type text ");
    text_of_at_most(json_object_get(json_array_get(parameters, i), "text"), 1024);
  }
}

static void check_document(const json_t *o) {
  only_keys(o, " id link caption filename ");
  assert_true((json_object_get(o, "id") != NULL) != (json_object_get(o, "link") != NULL));
  if (json_object_get(o, "caption")) text_of_at_most(json_object_get(o, "caption"), 1024);
  if (json_object_get(o, "filename")) text_of_at_most(json_object_get(o, "filename"), 240);
}

static void check_text(const json_t *o) {
  only_keys(o, " body ");
  text_of_at_most(json_object_get(o, "body"), 4096);
}

static void check_message(const json_t *root) {
  static const struct {
    const char *type;
    void (*check)(const json_t *o);
  } checks[] = {{"text", check_text},
                {"document", check_document},
                {"interactive", check_interactive},
                {"template", check_template}};
  const char *type = json_string_value(json_object_get(root, "type"));
  str allowed = arena_printf(
      arena, " messaging_product recipient_type to recipient context biz_opaque_callback_data type %s ", type);
  only_keys(root, allowed.p);
  assert_string_equal(json_string_value(json_object_get(root, "messaging_product")), "whatsapp");
  assert_true((json_object_get(root, "to") != NULL) != (json_object_get(root, "recipient") != NULL));
  for (size_t i = 0; i < COUNT(checks); i++)
    if (strcmp(type, checks[i].type) == 0) {
      checks[i].check(json_object_get(root, type));
      return;
    }
  fail_msg("type %s", type);
}

static str made(const struct say *s, bool as_template) {
  str json;
  assert_int_equal(wa_message_json(arena, s, PHONE, STR_NONE, S("out-1"), as_template, &json), E_OK);
  json_auto_t *root = json_loadb(json.p, json.n, 0, NULL);
  assert_non_null(root);
  check_message(root);
  return json;
}

static enum err refused(const struct say *s, bool as_template) {
  str json;
  enum err e = wa_message_json(arena, s, PHONE, STR_NONE, STR_NONE, as_template, &json);
  assert_int_equal(json.n, 0);
  return e;
}

/* ---- the says -------------------------------------------------------------------------------- */

static struct say list_of(size_t rows) {
  struct say s = {.kind = SAY_LIST, .body = S("Pilih layanan"), .button = S("Layanan"), .row_count = rows};
  for (size_t i = 0; i < rows && i < COUNT(s.rows); i++)
    s.rows[i] = (struct say_row){.id = arena_printf(arena, "svc.%zu.v1", i), .title = S("Kartu Keluarga")};
  return s;
}

static struct say buttons_of(size_t rows) {
  struct say s = list_of(rows);
  s.kind = SAY_BUTTONS;
  for (size_t i = 0; i < rows && i < COUNT(s.rows); i++) s.rows[i].title = arena_printf(arena, "Pilihan %zu", i);
  return s;
}

static void a_text_goes_out_as_it_is_read(void **state) {
  (void)state;
  struct say s = {.kind = SAY_TEXT, .body = S("Halo \"Baiq\"\n\\o/"), .quotes = S("wamid.Q")};
  str json = made(&s, false);
  assert_true(str_has(json, S("\"body\":\"Halo \\\"Baiq\\\"\\n\\\\o/\"")));
  assert_true(str_has(json, S("\"to\":\"+6281200000101\"")));
  assert_true(str_has(json, S("\"context\":{\"message_id\":\"wamid.Q\"}")));
  assert_true(str_has(json, S("\"biz_opaque_callback_data\":\"out-1\"")));
}

static void a_long_text_is_cut_where_everybody_sees_it(void **state) {
  (void)state;
  struct say s = {.kind = SAY_TEXT, .body = repeat(LETTER, 4096)};
  assert_true(str_has(made(&s, false), s.body));
  s.body = repeat(LETTER, 4097);
  str json = made(&s, false);
  assert_true(str_has(json, arena_printf(arena, STR_FMT "\xE2\x80\xA6\"", STR_ARG(repeat(LETTER, 4095)))));
  s.footer = S("Dinas Dukcapil");
  assert_true(str_has(made(&s, false), S("\xE2\x80\xA6\\n\\nDinas Dukcapil\"")));
}

static void every_kind_fits_at_its_limits(void **state) {
  (void)state;
  struct say list = list_of(10), buttons = buttons_of(3);
  list.body = buttons.body = repeat(LETTER, 5000);
  list.footer = buttons.footer = repeat(LETTER, 61);
  list.button = repeat(LETTER, 20);
  for (size_t i = 0; i < 10; i++) {
    list.rows[i].id = arena_printf(arena, "%zu" STR_FMT, i, STR_ARG(repeat("i", 199)));
    list.rows[i].title = repeat(LETTER, 24);
    list.rows[i].description = repeat(LETTER, 72);
  }
  for (size_t i = 0; i < 3; i++)
    buttons.rows[i].title = arena_printf(arena, "%zu" STR_FMT, i, STR_ARG(repeat(LETTER, 19)));
  made(&list, false);
  made(&buttons, false);
  struct say link = {
      .kind = SAY_LINK, .body = repeat("x", 1025), .button = repeat(LETTER, 20), .url = S("https://loket.example/u/1")};
  made(&link, false);
  struct say document = {
      .kind = SAY_DOCUMENT, .body = repeat(LETTER, 1025), .url = S("4455"), .file_name = repeat("f", 240)};
  assert_true(str_has(made(&document, false), S("\"id\":\"4455\"")));
  document = (struct say){.kind = SAY_DOCUMENT, .url = S("https://loket.example/syarat.pdf")};
  assert_true(str_has(made(&document, false), S("\"link\":\"https://loket.example/syarat.pdf\"")));
}

static void a_label_that_does_not_fit_is_a_mistake_of_ours(void **state) {
  (void)state;
  struct say s = list_of(11);
  assert_int_equal(refused(&s, false), E_BUG);
  s = list_of(0);
  assert_int_equal(refused(&s, false), E_BUG);
  s = buttons_of(4);
  assert_int_equal(refused(&s, false), E_BUG);
  s = list_of(2);
  s.rows[1].title = repeat(LETTER, 25);
  assert_int_equal(refused(&s, false), E_BUG);
  s = list_of(2);
  s.rows[1].description = repeat(LETTER, 73);
  assert_int_equal(refused(&s, false), E_BUG);
  s = list_of(2);
  s.rows[1].id = repeat("i", 201);
  assert_int_equal(refused(&s, false), E_BUG);
  s = list_of(2);
  s.rows[1].id = s.rows[0].id;
  assert_int_equal(refused(&s, false), E_BUG);
  s = list_of(2);
  s.rows[1].title = S("  ");
  assert_int_equal(refused(&s, false), E_BUG);
  s = list_of(2);
  s.button = repeat("b", 21);
  assert_int_equal(refused(&s, false), E_BUG);
  s = buttons_of(2);
  s.rows[1].title = s.rows[0].title;
  assert_int_equal(refused(&s, false), E_BUG);
  s = buttons_of(2);
  s.rows[1].id = S(" x");
  assert_int_equal(refused(&s, false), E_BUG);
}

static void what_cannot_be_said_is_refused(void **state) {
  (void)state;
  static const struct say rows[] = {
      {.kind = SAY_TEXT},
      {.kind = SAY_TEXT, .body = S(" \n")},
      {.kind = SAY_TEXT, .body = S("\xFF")},
      {.kind = SAY_LINK, .body = S("x"), .button = S("Buka"), .url = S("javascript:alert(1)")},
      {.kind = SAY_LINK, .body = S("x"), .button = S(""), .url = S("https://loket.example")},
      {.kind = SAY_DOCUMENT, .body = S("x")},
      {.kind = (enum say_kind)99, .body = S("x")},
  };
  for (size_t i = 0; i < COUNT(rows); i++) assert_int_equal(refused(&rows[i], false), E_BUG);
}

static void a_code_fills_the_body_and_the_button(void **state) {
  (void)state;
  struct say s = {.kind = SAY_TEXT, .body = S("x"), .fallback = {.name = S("loket_kode"), .params = {S("123456")}, .param_count = 1, .code = true}};
  str json = made(&s, true);
  assert_true(str_has(json, S("{\"type\":\"button\",\"sub_type\":\"url\",\"index\":\"0\",\"parameters\":[{\"type\":\"text\",\"text\":\"123456\"}]}")));
}

static void the_template_takes_over_outside_the_window(void **state) {
  (void)state;
  struct say s = {
      .kind = SAY_TEXT,
      .body = S("x"),
      .fallback = {
          .name = S("loket_pembaruan_status"), .params = {S(" MTR-1 \n\t  siap    diambil ")}, .param_count = 1}};
  str json = made(&s, true);
  assert_true(str_has(json, S("\"text\":\"MTR-1 siap diambil\"")));
  assert_true(str_has(json, S("\"name\":\"loket_pembaruan_status\"")));
  s.fallback.params[0] = repeat(LETTER, 500);
  made(&s, true);
  s.fallback.params[0] = S("");
  assert_int_equal(refused(&s, true), E_BUG);
  s.fallback.param_count = 0;
  made(&s, true);
  s.fallback.name = S("Not A Name");
  assert_int_equal(refused(&s, true), E_BUG);
  s.fallback.name = STR_NONE;
  assert_int_equal(refused(&s, true), E_RULE);
}

static void a_message_goes_to_the_phone_or_else_to_the_name(void **state) {
  (void)state;
  static const struct {
    str phone, bsuid;
    enum err err;
    const char *has;
  } rows[] = {
      {S("6281200000101"), S("ID.13491"), E_OK, "\"to\":\"+6281200000101\""},
      {S(""), S("ID.13491"), E_OK, "\"recipient\":\"ID.13491\""},
      {S(""), S("ID.ENT.13491"), E_OK, "\"recipient\":\"ID.ENT.13491\""},
      {S(""), S(""), E_INPUT, ""},
      {S(""), S("id.13491"), E_INPUT, ""},
      {S(""), S("ID."), E_INPUT, ""},
      {S(""), S("ID.ENT."), E_INPUT, ""},
      {S(""), S("ID.13 491"), E_INPUT, ""},
      {S("+62812"), S("ID.13491"), E_INPUT, ""},
      {S("123456789012345678901"), S(""), E_INPUT, ""},
  };
  struct say s = {.kind = SAY_TEXT, .body = S("x")};
  for (size_t i = 0; i < COUNT(rows); i++) {
    str json;
    assert_int_equal(wa_message_json(arena, &s, rows[i].phone, rows[i].bsuid, STR_NONE, false, &json), rows[i].err);
    assert_true(str_has(json, str_of(rows[i].has)));
  }
}

static void a_read_receipt_may_say_that_we_type(void **state) {
  (void)state;
  str plain = wa_read_json(arena, S("wamid.Q"), false), typing = wa_read_json(arena, S("wamid.Q"), true);
  assert_true(str_eq(plain, S("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.Q\"}")));
  assert_true(str_has(typing, S("\"typing_indicator\":{\"type\":\"text\"}")));
}

static void only_metas_signature_opens_the_door(void **state) {
  (void)state;
  str key = S("secret-of-the-app"), body = S("{\"object\":\"whatsapp_business_account\",\"x\":\"\\u00e9\"}");
  struct sha256 mac = hmac_sha256(key, body);
  str good = arena_printf(arena, "sha256=" STR_FMT, STR_ARG(hex_encode(arena, mac.b, sizeof mac.b)));
  assert_true(wa_signature_ok(key, good, body));
  str upper = arena_printf(arena, "sha256=" STR_FMT, STR_ARG(arena_upper(arena, str_from(good, 7))));
  const str bad[] = {STR_NONE,
                     S(""),
                     S("sha256="),
                     str_from(good, 7),
                     str_sub(good, 0, 70),
                     upper,
                     arena_upper(arena, good),
                     arena_printf(arena, STR_FMT "0", STR_ARG(good)),
                     arena_printf(arena, "sha1=" STR_FMT, STR_ARG(str_from(good, 7)))};
  for (size_t i = 0; i < COUNT(bad); i++) assert_false(wa_signature_ok(key, bad[i], body));
  for (size_t bit = 0; bit < body.n * 8; bit++) {
    str other = arena_str(arena, body);
    ((char *)(uintptr_t)other.p)[bit / 8] ^= (char)(1 << bit % 8);
    assert_false(wa_signature_ok(key, good, other));
  }
  assert_false(wa_signature_ok(S("another-secret"), good, body));
  struct sha256 open = hmac_sha256(S(""), body);
  assert_false(
      wa_signature_ok(S(""), arena_printf(arena, "sha256=" STR_FMT, STR_ARG(hex_encode(arena, open.b, 32))), body));
}

/* 360dialog signs nothing: each kind looks at its own secret and at nothing else. */
static void each_kind_of_check_wants_its_own_secret(void **state) {
  (void)state;
  str told = S("rahasia-dua-puluh-empat"), app = S("secret-of-the-app"), body = S("{}");
  struct sha256 mac = hmac_sha256(app, body);
  str signature = arena_printf(arena, "sha256=" STR_FMT, STR_ARG(hex_encode(arena, mac.b, sizeof mac.b)));
  const struct wa_shown one[] = {
      [HOOK_META_HMAC] = {.signature = signature}, [HOOK_SHARED_HEADER] = {.header = told}, [HOOK_URL_SECRET] = {.key = told}};
  const struct wa_shown none = {0}, empty = {S(""), S(""), S("")}, cut = {.header = str_sub(told, 0, told.n - 1), .key = str_from(told, 1)};
  for (int kind = 0; kind < HOOK_CHECKS; kind++) {
    struct config cfg = {.whatsapp = {.app_secret = app, .check = {.kind = kind, .secret = told}}};
    for (int shown = 0; shown < HOOK_CHECKS; shown++) assert_int_equal(wa_webhook_ok(&cfg, &one[shown], body), shown == kind);
    assert_false(wa_webhook_ok(&cfg, &none, body));
    assert_false(wa_webhook_ok(&cfg, &empty, body));
    assert_false(wa_webhook_ok(&cfg, &cut, body));
    cfg.whatsapp.check.secret = cfg.whatsapp.app_secret = S("");
    assert_false(wa_webhook_ok(&cfg, &empty, body));
  }
  struct config odd = {.whatsapp = {.app_secret = app, .check = {.kind = HOOK_CHECKS, .secret = told}}};
  assert_false(wa_webhook_ok(&odd, &(struct wa_shown){signature, told, told}, body));
}

/* RFC 4231, test case 2. */
static void the_signature_is_hmac_sha256(void **state) {
  (void)state;
  assert_true(wa_signature_ok(S("Jefe"), S("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
                              S("what do ya want for nothing?")));
}

static void each_error_has_its_remedy(void **state) {
  (void)state;
  static const struct {
    int code, http;
    enum wa_remedy remedy;
  } rows[] = {
      {0, 401, WA_STOP_NUMBER},
      {190, 401, WA_STOP_NUMBER},
      {10, 403, WA_STOP_NUMBER},
      {200, 403, WA_STOP_NUMBER},
      {299, 403, WA_STOP_NUMBER},
      {131005, 500, WA_STOP_NUMBER},
      {368, 403, WA_STOP_NUMBER},
      {131031, 403, WA_STOP_NUMBER},
      {131042, 400, WA_STOP_NUMBER},
      {133010, 400, WA_STOP_NUMBER},
      {1, 400, WA_RETRY},
      {2, 503, WA_RETRY},
      {131000, 500, WA_RETRY},
      {131016, 500, WA_RETRY},
      {133004, 503, WA_RETRY},
      {131053, 400, WA_RETRY},
      {4, 400, WA_RETRY_ALL_LATER},
      {80007, 400, WA_RETRY_ALL_LATER},
      {130429, 429, WA_RETRY_ALL_LATER},
      {131048, 400, WA_RETRY_ALL_LATER},
      {131057, 500, WA_RETRY_ALL_LATER},
      {133016, 400, WA_RETRY_ALL_LATER},
      {131056, 400, WA_RETRY_RECIPIENT},
      {131047, 400, WA_USE_TEMPLATE},
      {131047, 0, WA_USE_TEMPLATE},
      {131026, 400, WA_UNREACHABLE},
      {131026, 0, WA_UNREACHABLE},
      {137000, 400, WA_REVERIFY},
      {100, 400, WA_GIVE_UP},
      {131009, 400, WA_GIVE_UP},
      {131021, 400, WA_GIVE_UP},
      {131049, 0, WA_GIVE_UP},
      {131051, 400, WA_GIVE_UP},
      {132000, 400, WA_GIVE_UP},
      {132001, 404, WA_GIVE_UP},
      {132015, 400, WA_GIVE_UP},
      {135000, 400, WA_GIVE_UP},
      {987654, 429, WA_RETRY_ALL_LATER},
      {987654, 500, WA_RETRY},
      {987654, 400, WA_GIVE_UP},
      {987654, 0, WA_GIVE_UP},
      {0, 502, WA_RETRY},
      {0, 404, WA_GIVE_UP},
      {0, 0, WA_RETRY},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    if (wa_remedy_of(rows[i].code, rows[i].http) != rows[i].remedy)
      fail_msg("code %d, http %d: %s", rows[i].code, rows[i].http,
               wa_remedy_name(wa_remedy_of(rows[i].code, rows[i].http)));
  assert_string_equal(wa_remedy_name(WA_REVERIFY), "reverify");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, stop)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_text_goes_out_as_it_is_read),
      TEST(a_long_text_is_cut_where_everybody_sees_it),
      TEST(every_kind_fits_at_its_limits),
      TEST(a_label_that_does_not_fit_is_a_mistake_of_ours),
      TEST(what_cannot_be_said_is_refused),
      TEST(the_template_takes_over_outside_the_window),
      TEST(a_code_fills_the_body_and_the_button),
      TEST(a_message_goes_to_the_phone_or_else_to_the_name),
      TEST(a_read_receipt_may_say_that_we_type),
      TEST(only_metas_signature_opens_the_door),
      TEST(the_signature_is_hmac_sha256),
      TEST(each_kind_of_check_wants_its_own_secret),
      TEST(each_error_has_its_remedy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the IT person of an office meets: a configuration that is read, and mistakes named with line and nearest key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/config.h"

static struct arena *arena;
static char folder[] = "/tmp/loket-config-XXXXXX";

static int begin(void **state) {
  (void)state;
  arena = arena_new(16u << 20);
  return 0;
}

static int end(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}

static const char *write_file(const char *name, const char *text) {
  const char *path = arena_printf(arena, "%s/%s", folder, name).p;
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs(text, f);
  fclose(f);
  return path;
}

#define OFFICE "office: {code: \"5271\", name: Kota Uji}\n"

static struct config loaded(const char *text) {
  struct config c;
  str problem = STR_NONE;
  if (config_load(arena, write_file("loket.yaml", text), &c, &problem)) fail_msg(STR_FMT, STR_ARG(problem));
  return c;
}

static void assert_text(str got, const char *expected) {
  if (!str_is(got, expected)) fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(got), expected);
}

static void little_is_needed_and_the_rest_is_usual(void **state) {
  (void)state;
  struct config c = loaded(OFFICE);
  assert_text(c.listen.host, "127.0.0.1");
  assert_int_equal(c.listen.port, 8080);
  assert_text(c.public_url, "http://127.0.0.1:8080");
  assert_text(c.store, arena_printf(arena, "sqlite:%s/loket.db", folder).p);
  assert_text(c.scans, arena_printf(arena, "file:%s/scans", folder).p);
  assert_text(c.services, arena_printf(arena, "%s/services", folder).p);
  assert_text(c.office.timezone, "Asia/Makassar");
  assert_int_equal(c.office.hours[1].from, 8 * 60);
  assert_int_equal(c.office.hours[1].to, 15 * 60);
  assert_int_equal(c.office.hours[0].from, c.office.hours[0].to);
  assert_text(c.whatsapp.media_hosts[0], ".fbsbx.com");
  assert_int_equal(c.whatsapp.number_count, 0);
  assert_int_equal(c.whatsapp.quiet_seconds, 8);
  assert_false(c.rules.separate_handover);
  assert_int_equal(c.rules.second_factor, 0);
}

static void short_forms_mean_the_long_ones(void **state) {
  (void)state;
  struct config c = loaded(
      "listen: \"[::1]:9000\"\nwhatsapp: {auth: D360-API-KEY}\n"
      "office: {code: \"5271\", name: Kota Uji, hours: \"07.30 - 11:30\"}\n");
  assert_text(c.listen.host, "::1");
  assert_int_equal(c.listen.port, 9000);
  assert_text(c.whatsapp.auth_header, "D360-API-KEY");
  assert_text(c.whatsapp.auth_scheme, "");
  assert_int_equal(c.office.hours[5].from, 7 * 60 + 30);
  assert_int_equal(c.office.hours[5].to, 11 * 60 + 30);
  assert_int_equal(c.office.hours[6].from, c.office.hours[6].to);
}

static void the_example_is_read_and_shows_every_key_without_secrets(void **state) {
  (void)state;
  str problem = STR_NONE;
  struct config c;
  setenv("LOKET_WHATSAPP_APP_SECRET", "rahasia-satu", 1);
  setenv("LOKET_WHATSAPP_VERIFY_TOKEN", "rahasia-dua", 1);
  setenv("LOKET_WHATSAPP_NUMBERS_0_TOKEN", "rahasia-tiga", 1);
  enum err e = config_load(arena, "packaging/loket.example.yaml", &c, &problem);
  unsetenv("LOKET_WHATSAPP_APP_SECRET");
  unsetenv("LOKET_WHATSAPP_VERIFY_TOKEN");
  unsetenv("LOKET_WHATSAPP_NUMBERS_0_TOKEN");
  if (e) fail_msg(STR_FMT, STR_ARG(problem));
  assert_text(c.store, "sqlite:packaging/loket.db");
  assert_text(c.whatsapp.numbers[0].token, "rahasia-tiga");
  str shown = config_show(arena, &c);
  assert_false(str_has(shown, S("rahasia")));
  assert_true(str_has(shown, S("token: \"***\"")));
  assert_true(str_has(shown, S("country_code: 62")));
  assert_true(str_has(shown, S("name: \"Kota Mataram\"")));
}

static void what_is_shown_can_be_read_again(void **state) {
  (void)state;
  struct config c = loaded(OFFICE "listen: \"0.0.0.0:0\"\n");
  struct config again = loaded(arena_cstr(arena, config_show(arena, &c)));
  str once = config_show(arena, &c), twice = config_show(arena, &again);
  assert_true(str_eq(once, twice));
  assert_int_equal(again.listen.port, 0);
}

static void the_environment_wins(void **state) {
  (void)state;
  static const char *const set[][2] = {{"LOKET_LISTEN_PORT", "0"},
                                       {"LOKET_OFFICE_NAME", "Kabupaten Uji"},
                                       {"LOKET_OFFICE_HOURS_SAT", "09.00-12.00"},
                                       {"LOKET_PUBLIC_URL", "https://loket.example/"},
                                       {"LOKET_WHATSAPP_APP_SECRET", "s"},
                                       {"LOKET_WHATSAPP_VERIFY_TOKEN", "v"},
                                       {"LOKET_WHATSAPP_NUMBERS_0_PHONE_NUMBER_ID", "11"},
                                       {"LOKET_WHATSAPP_NUMBERS_0_DISPLAY", "+62 800"},
                                       {"LOKET_WHATSAPP_NUMBERS_0_TOKEN", "t"},
                                       {"LOKET_WHATSAPP_MEDIA_HOSTS_1", ".example.org"},
                                       {"LOKET_RULES_SECOND_FACTOR_0", "admin"},
                                       {"LOKET_RULES_SEPARATE_HANDOVER", "true"}};
  for (size_t i = 0; i < COUNT(set); i++) setenv(set[i][0], set[i][1], 1);
  struct config c = loaded(OFFICE "listen: {port: 99}\n");
  for (size_t i = 0; i < COUNT(set); i++) unsetenv(set[i][0]);
  assert_int_equal(c.listen.port, 0);
  assert_text(c.office.name, "Kabupaten Uji");
  assert_int_equal(c.office.hours[6].to, 12 * 60);
  assert_text(c.public_url, "https://loket.example");
  assert_int_equal(c.whatsapp.number_count, 1);
  assert_text(c.whatsapp.numbers[0].phone_number_id, "11");
  assert_int_equal(c.whatsapp.media_host_count, 2);
  assert_int_equal(c.rules.second_factor, ROLE_BIT(ROLE_ADMIN));
  assert_true(c.rules.separate_handover);
}

static void a_secret_can_lie_in_a_file(void **state) {
  (void)state;
  const char *path = write_file("secret", "abc def\n");
  struct config c =
      loaded(arena_printf(arena, OFFICE "whatsapp: {app_secret: \"@%s\", verify_token: \"@secret\"}\n", path).p);
  assert_text(c.whatsapp.app_secret, "abc def");
  assert_text(c.whatsapp.verify_token, "abc def");
}

/* With 360dialog there is neither Meta's app secret nor a verify token, and its secret is never shown. */
static void a_provider_needs_only_its_own_secret(void **state) {
  (void)state;
  struct config c = loaded(OFFICE "whatsapp:\n  auth: D360-API-KEY\n  webhook_check: {kind: shared-header, header: X-Loket, secret: 0123456789abcdef}\n"
                                  "  numbers:\n    - {phone_number_id: \"11\", display: a, token: t}\n");
  assert_int_equal(c.whatsapp.check.kind, HOOK_SHARED_HEADER);
  assert_text(c.whatsapp.check.header, "X-Loket");
  str shown = config_show(arena, &c);
  assert_true(str_has(shown, S("kind: \"shared-header\"")) && str_has(shown, S("header: \"X-Loket\"")));
  assert_false(str_has(shown, S("0123456789abcdef")));
  assert_int_equal(loaded(OFFICE).whatsapp.check.kind, HOOK_META_HMAC);
}

#define NUMBERS(second)                                             \
  OFFICE                                                            \
      "whatsapp:\n  app_secret: s\n  verify_token: v\n  numbers:\n" \
      "    - {phone_number_id: \"11\", display: a, token: t}\n" second

static void mistakes_are_named_with_their_line(void **state) {
  (void)state;
  static const struct {
    const char *text, *says;
  } rows[] = {
      {OFFICE "publik_url: x\n", "loket.yaml:2: unknown key \"publik_url\"; did you mean \"public_url\"?"},
      {OFFICE "whatsapp:\n  app_sekret: x\n", "loket.yaml:3: unknown key \"app_sekret\"; did you mean \"app_secret\"?"},
      {OFFICE "zzzzzzzz: x\n", "loket.yaml:2: unknown key \"zzzzzzzz\""},
      {"office:\n  name: Kota Uji\n", "loket.yaml:2: \"code\" is missing here"},
      {"demo: true\n", "\"code\" is missing here"},
      {OFFICE "listen: {port: 70000}\n", "loket.yaml:2: \"port\" must be between 0 and 65535"},
      {OFFICE "listen: {port: http}\n", "\"port\" must be a whole number, not \"http\""},
      {OFFICE "listen: [1]\n", "\"listen\" must hold keys"},
      {OFFICE "public_url: loket.example\n", "loket.yaml:2: \"public_url\" must be an address"},
      {OFFICE "store: mysql:x\n", "\"store\" must be \"sqlite:PATH\""},
      {OFFICE "scans: s3:x\n", "\"scans\" must be \"file:PATH\""},
      {OFFICE "log_level: inof\n", "unknown log_level \"inof\"; did you mean \"info\"?"},
      {OFFICE "demo: perhaps\n", "\"demo\" must be true or false, not \"perhaps\""},
      {"office: {code: x1, name: U}\n", "\"code\" has digits only"},
      {"office: {code: \"1\", name: U, prefix: mtr}\n", "must be 1 to 4 capital letters"},
      {"office: {code: \"1\", name: U, timezone: Asia/Lombok}\n", "\"timezone\" is no time zone"},
      {"office: {code: \"1\", name: U, timezone: ../../etc/passwd}\n", "\"timezone\" is no time zone"},
      {"office: {code: \"1\", name: U, hours: {mon: \"15.00-08.00\"}}\n", "\"mon\" must be hours like"},
      {"office: {code: \"1\", name: U, hours: {mon: \"8-15\"}}\n", "\"mon\" must be hours like"},
      {"office: {code: \"1\", name: U, hours: {mun: closed}}\n", "did you mean \"mon\"?"},
      {OFFICE "appointments: {booths: [{code: a, place: P, kinds: [rekam_baru]}, {code: a, place: Q, kinds: [ambil]}]}\n", "\"a\" stands here twice"},
      {OFFICE "appointments: {booths: [{code: a, place: P}]}\n", "serves no kind"},
      {OFFICE "appointments: {booths: [{code: a, place: P, kinds: [rekam]}]}\n", "no appointments for \"rekam\""},
      {OFFICE "appointments: {booths: [{code: a, place: P, kinds: [jemput_bola]}]}\n", "no appointments for \"jemput_bola\""},
      {OFFICE "appointments: {booths: [{code: \"A b\", place: P, kinds: [ambil]}]}\n", "letters a-z"},
      {OFFICE "appointments: {booths: [{code: a, place: P, kinds: [ambil], minuts: 5}]}\n", "did you mean \"minutes\"?"},
      {OFFICE "appointments: {remind_early_minutes: 60, remind_late_minutes: 120}\n", "must be more than"},
      {NUMBERS("    - {phone_number_id: \"11\", display: b, token: t}\n"),
       "loket.yaml:7: phone_number_id 11 stands here twice"},
      {NUMBERS("    - {phone_number_id: \"1a\", display: b, token: t}\n"), "\"phone_number_id\" has digits only"},
      {NUMBERS("    - {phone_number_id: \"12\", display: b}\n"), "loket.yaml:7: \"token\" is missing here"},
      {OFFICE "whatsapp: {numbers: [{phone_number_id: \"1\", display: a, token: t}]}\n", "\"app_secret\" is missing"},
      {OFFICE "whatsapp: {webhook_check: {kind: shared-heder}}\n", "unknown kind \"shared-heder\"; did you mean \"shared-header\"?"},
      {OFFICE "whatsapp:\n  webhook_check: mtls\n", "loket.yaml:3: unknown kind \"mtls\""},
      {OFFICE "whatsapp:\n  webhook_check: url-secret\n", "loket.yaml:3: \"secret\" is missing"},
      {OFFICE "whatsapp: {webhook_check: {kind: shared-header, secret: short}}\n", "\"secret\" must have 16 characters at least"},
      {OFFICE "whatsapp: {webhook_check: {kind: url-secret, secret: \"0123456789abcde&x=1\"}}\n", "\"secret\" has letters, digits, - and _ only"},
      {OFFICE "whatsapp: {webhook_check: {kind: shared-header, header: \"X Key\", secret: \"0123456789abcdef\"}}\n", "\"header\" must be the name of an HTTP header"},
      {OFFICE "whatsapp: {webhook_check: {secret: \"0123456789abcdef\"}}\n", "\"secret\" means nothing with meta-hmac"},
      {OFFICE "whatsapp: {app_secret: \"@/nonexistent\"}\n", "the file /nonexistent cannot be read"},
      {OFFICE "whatsapp: {quiet_seconds: 90}\n", "\"quiet_cap_seconds\" must not be less"},
      {OFFICE "demo: true\ndemo: false\n", "loket.yaml:3: \"demo\" stands here twice"},
      {OFFICE "demo: *x\n", "aliases (*name) are not read here"},
      {OFFICE "demo: \"unclosed\n", "not YAML"},
      {OFFICE "---\ndemo: true\n", "one document a file"},
      {"", "the file is empty"},
      {"- a\n", "must hold keys"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct config c;
    str problem = STR_NONE;
    enum err e = config_load(arena, write_file("loket.yaml", rows[i].text), &c, &problem);
    if (e != E_INPUT) fail_msg("taken: %s", rows[i].text);
    if (!str_has(problem, str_of(rows[i].says)))
      fail_msg("\"" STR_FMT "\" says not: %s", STR_ARG(problem), rows[i].says);
  }
}

static void a_mistake_in_the_environment_names_the_variable(void **state) {
  (void)state;
  struct config c;
  str problem = STR_NONE;
  setenv("LOKET_LISTEN_PORT", "many", 1);
  enum err e = config_load(arena, write_file("loket.yaml", OFFICE), &c, &problem);
  unsetenv("LOKET_LISTEN_PORT");
  assert_int_equal(e, E_INPUT);
  assert_text(problem, "LOKET_LISTEN_PORT: \"port\" must be a whole number, not \"many\"");
}

static void a_missing_file_is_said(void **state) {
  (void)state;
  struct config c;
  str problem = STR_NONE;
  assert_int_equal(config_load(arena, "/nonexistent/loket.yaml", &c, &problem), E_INPUT);
  assert_text(problem, "/nonexistent/loket.yaml: no such file");
}

static void the_nearest_name(void **state) {
  (void)state;
  const str names[] = {S("requirements"), S("results"), S("words"), S("id")};
  assert_text(nearest_name(S("requirments"), names, COUNT(names)), "requirements");
  assert_text(nearest_name(S("wrods"), names, COUNT(names)), "words");
  assert_text(nearest_name(S("ID"), names, COUNT(names)), "id");
  assert_true(nearest_name(S("kelurahan"), names, COUNT(names)).n == 0);
}

int main(void) {
  if (!mkdtemp(folder)) return 1;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(little_is_needed_and_the_rest_is_usual),
      cmocka_unit_test(short_forms_mean_the_long_ones),
      cmocka_unit_test(the_example_is_read_and_shows_every_key_without_secrets),
      cmocka_unit_test(what_is_shown_can_be_read_again),
      cmocka_unit_test(the_environment_wins),
      cmocka_unit_test(a_secret_can_lie_in_a_file),
      cmocka_unit_test(a_provider_needs_only_its_own_secret),
      cmocka_unit_test(mistakes_are_named_with_their_line),
      cmocka_unit_test(a_mistake_in_the_environment_names_the_variable),
      cmocka_unit_test(a_missing_file_is_said),
      cmocka_unit_test(the_nearest_name),
  };
  int failed = cmocka_run_group_tests(tests, begin, end);
  char path[64];
  snprintf(path, sizeof path, "%s/loket.yaml", folder);
  unlink(path);
  snprintf(path, sizeof path, "%s/secret", folder);
  unlink(path);
  rmdir(folder);
  return failed;
}

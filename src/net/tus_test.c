#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/tus.h"

static void test_metadata_table(void **state) {
  (void)state;
  static const struct {
    const char *header;
    enum err want;
    const char *fields; /* name=value; in order */
  } rows[] = {
      {"", E_OK, ""},
      {"filename S1RQLmpwZw==", E_OK, "filename=KTP.jpg;"},
      {"filename S1RQLmpwZw==,filetype aW1hZ2UvanBlZw==", E_OK, "filename=KTP.jpg;filetype=image/jpeg;"},
      {"filename S1RQLmpwZw==, secret", E_OK, "filename=KTP.jpg;secret=;"},
      {"secret ", E_OK, "secret=;"},
      {"filename 4oKs", E_OK, "filename=\xE2\x82\xAC;"},
      {"filename S1RQLmpwZw=", E_INPUT, NULL},
      {"filename S1RQLmpwZw", E_INPUT, NULL},
      {"filename S1RQ!mpwZw==", E_INPUT, NULL},
      {"filename S1RQ S1RQ", E_INPUT, NULL},
      {"filename ====", E_INPUT, NULL},
      {"filename /w==", E_INPUT, NULL}, /* 0xFF is no UTF-8 */
      {"filename AA==", E_INPUT, NULL}, /* nor may it hold a NUL */
      {"a,a", E_INPUT, NULL},
      {"a,", E_INPUT, NULL},
      {",a", E_INPUT, NULL},
      {"a,,b", E_INPUT, NULL},
      {"na\xC3\xAFve YQ==", E_INPUT, NULL},
      {"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p", E_OK, "a=;b=;c=;d=;e=;f=;g=;h=;i=;j=;k=;l=;m=;n=;o=;p=;"},
      {"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q", E_LIMIT, NULL},
  };
  struct arena *a = arena_new(1 << 20);
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct fields f = {0};
    enum err e = tus_metadata(a, str_of(rows[i].header), &f);
    if (e != rows[i].want) fail_msg("row %zu: %s", i, err_name(e));
    if (!rows[i].fields) continue;
    struct buf b = buf_new(a, 1000);
    for (size_t k = 0; k < f.n; k++) buf_printf(&b, STR_FMT "=" STR_FMT ";", STR_ARG(f.at[k].name), STR_ARG(f.at[k].value));
    if (!str_is(buf_str(&b), rows[i].fields)) fail_msg("row %zu: " STR_FMT, i, STR_ARG(buf_str(&b)));
  }
  arena_free(a);
}

static void test_metadata_long(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  char text[1200];
  memset(text, 'n', sizeof text);
  str value = base64_encode(a, text, sizeof text);
  struct fields f = {0};
  assert_int_equal(tus_metadata(a, arena_printf(a, "filename " STR_FMT, STR_ARG(value)), &f), E_OK);
  assert_true(str_eq(field_get(&f, S("filename")), (str){text, sizeof text}));
  assert_int_equal(tus_metadata(a, arena_printf(a, "a " STR_FMT ",b " STR_FMT, STR_ARG(value), STR_ARG(value)), &f), E_LIMIT);
  assert_int_equal(tus_metadata(a, STR_NONE, &f), E_OK);
  assert_int_equal(f.n, 0);
  arena_free(a);
}

static void test_checksum_table(void **state) {
  (void)state;
  static const struct {
    const char *header;
    enum err want;
    enum tus_hash hash;
  } rows[] = {
      {NULL, E_OK, TUS_NO_HASH},
      {"sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", E_OK, TUS_SHA1},
      {"sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", E_OK, TUS_SHA256},
      {"sha1 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", E_INPUT, 0},
      {"sha1", E_INPUT, 0},
      {"sha1 ", E_INPUT, 0},
      {"md5 1B2M2Y8AsgTpgAmY7PhCfg==", E_INPUT, 0},
      {"", E_INPUT, 0},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct tus_checksum c = {0};
    if (tus_checksum(str_of(rows[i].header), &c) != rows[i].want || c.hash != rows[i].hash) fail_msg("row %zu", i);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_metadata_table),
      cmocka_unit_test(test_metadata_long),
      cmocka_unit_test(test_checksum_table),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "net/form.h"

/* Writes what the parser reports as text: name|filename|type{content} */
struct record {
  struct buf text;
  enum err answer;
};

static enum err on_begin(void *self, const struct part *p) {
  struct record *r = self;
  buf_printf(&r->text, STR_FMT "|" STR_FMT "|" STR_FMT "|%s{", STR_ARG(p->name), STR_ARG(p->filename), STR_ARG(p->type),
             p->is_file ? "file" : "text");
  return E_OK;
}

static enum err on_data(void *self, str piece) {
  struct record *r = self;
  buf_add(&r->text, piece);
  return r->answer;
}

static enum err on_end(void *self) {
  struct record *r = self;
  buf_byte(&r->text, '}');
  return E_OK;
}

static enum err parse(struct arena *a, str type, str body, size_t cut, struct record *r) {
  struct multipart *m;
  r->text = buf_new(a, 4 << 20);
  TRY(multipart_new(a, type, (struct multipart_sink){r, on_begin, on_data, on_end}, &m));
  TRY(multipart_feed(m, str_sub(body, 0, cut)));
  TRY(multipart_feed(m, str_from(body, cut)));
  return multipart_finish(m);
}

#define TYPE S("multipart/form-data; boundary=AaB03x")
#define PART(head, body) "--AaB03x\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"
#define END "--AaB03x--\r\n"

/* RFC 7578, section 4: a text field and a file */
static const char example[] =
    PART("name=\"submit-name\"", "Larry") PART("name=\"files\"; filename=\"file1.txt\"\r\nContent-Type: text/plain",
                                               "... contents\r\n--AaB03 of\r\r\n- file1 ...") END;

static void test_cut_at_every_byte(void **state) {
  (void)state;
  str body = str_of(example);
  for (size_t cut = 0; cut <= body.n; cut++) {
    struct arena *a = arena_new(16 << 20);
    struct record r = {0};
    assert_int_equal(parse(a, TYPE, body, cut, &r), E_OK);
    str want =
        S("submit-name|||text{Larry}files|file1.txt|text/plain|file{... contents\r\n--AaB03 of\r\r\n- file1 ...}");
    if (!str_eq(buf_str(&r.text), want)) fail_msg("cut %zu: " STR_FMT, cut, STR_ARG(buf_str(&r.text)));
    arena_free(a);
  }
}

static void test_missing_end_at_every_byte(void **state) {
  (void)state;
  str body = str_sub(str_of(example), 0, sizeof example - 1 - 2); /* the last CRLF may be missing */
  for (size_t n = 0; n <= body.n; n++) {
    struct arena *a = arena_new(16 << 20);
    struct record r = {0};
    assert_int_equal(parse(a, TYPE, str_sub(body, 0, n), n / 2, &r), n == body.n ? E_OK : E_INPUT);
    arena_free(a);
  }
}

static void test_bodies(void **state) {
  (void)state;
  static const struct {
    const char *body;
    enum err want;
    const char *text;
  } rows[] = {
      {END, E_OK, ""},
      {"preamble\r\n" PART("name=a", "1") END "epilogue", E_OK, "a|||text{1}"},
      {"\r\n" PART("name=a", "1") END, E_OK, "a|||text{1}"},
      {PART("name=a", "") END, E_OK, "a|||text{}"},
      {PART("name=\"a\"; filename=\"\"", "") END, E_OK, "a|||file{}"},
      {PART("name=\"a\"; filename=\"x\\\"y.jpg\"", "1") END, E_OK, "a|x\"y.jpg||file{1}"},
      {PART("name=\"a\"; filename=\"x%22y.jpg\"", "1") END, E_OK, "a|x\"y.jpg||file{1}"},
      {PART("name=\"a\"; filename=\"x%0D%0Ay.jpg\"", "1") END, E_OK, "a|x%0D%0Ay.jpg||file{1}"},
      {PART("name=\"a\"; filename=\"C:\\scan\\kk.jpg\"", "1") END, E_OK, "a|kk.jpg||file{1}"},
      {PART("name=\"a\"; filename=\"../../etc/passwd\"", "1") END, E_OK, "a|passwd||file{1}"},
      {PART("name=\"a\"; filename=\"a;b.jpg\"", "1") END, E_OK, "a|a;b.jpg||file{1}"},
      {PART("filename=k.jpg ; name=a ;", "1") END, E_OK, "a|k.jpg||file{1}"},
      {PART("name=a; filename=\"plain\"; filename*=UTF-8''%C3%A9%2Fkk.jpg", "1") END, E_OK, "a|kk.jpg||file{1}"},
      {PART("name=a; filename*=utf-8'id'%C3%A9.jpg", "1") END, E_OK, "a|\xC3\xA9.jpg||file{1}"},
      {PART("name=a; filename*=latin1''%E9.jpg", "1") END, E_INPUT, NULL},
      {PART("name=a; filename*=UTF-8''%FF", "1") END, E_INPUT, NULL},
      {PART("name=a; filename*=UTF-8''%0A", "1") END, E_INPUT, NULL},
      {PART("name=\"a\xFF\"", "1") END, E_INPUT, NULL},
      {PART("name=\"a", "1") END, E_INPUT, NULL},
      {PART("name=\"a\"x", "1") END, E_INPUT, NULL},
      {PART("filename=a", "1") END, E_INPUT, NULL},
      {PART("name=a\r\nContent-Disposition: form-data; name=b", "1") END, E_INPUT, NULL},
      {PART("name=a\r\n folded: x", "1") END, E_INPUT, NULL},
      {PART("name=a\r\nno colon", "1") END, E_INPUT, NULL},
      {PART("name=a\nX: y", "1") END, E_INPUT, NULL},
      {"--AaB03x\r\n\r\n1\r\n" END, E_INPUT, NULL},
      {"--AaB03x\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n" END, E_INPUT, NULL},
      {"--AaB03x junk\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" END, E_INPUT, NULL},
      {"--AaB03x  \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" END, E_OK, "a|||text{1}"},
      {"--AaB03\r\n", E_INPUT, NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena *a = arena_new(16 << 20);
    struct record r = {0};
    enum err e = parse(a, TYPE, str_of(rows[i].body), 20, &r);
    if (e != rows[i].want || (rows[i].text && !str_is(buf_str(&r.text), rows[i].text)))
      fail_msg("row %zu: %s " STR_FMT, i, err_name(e), STR_ARG(buf_str(&r.text)));
    arena_free(a);
  }
}

static void test_types(void **state) {
  (void)state;
  static const struct {
    const char *type;
    enum err want;
  } rows[] = {
      {"multipart/form-data; boundary=AaB03x", E_OK},
      {"Multipart/Form-Data ;charset=utf-8; BOUNDARY=\"AaB03x\"", E_OK},
      {"multipart/form-data", E_INPUT},
      {"multipart/form-data; boundary=", E_INPUT},
      {"multipart/form-data; boundary=\"\"", E_INPUT},
      {"multipart/form-data; boundary=\"a\r\nb\"", E_INPUT},
      {"multipart/form-data; boundary=a; boundary=b", E_INPUT},
      {"multipart/form-data; boundary=\"AaB03x", E_INPUT},
      {"multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
       E_INPUT},
      {"multipart/mixed; boundary=AaB03x", E_INPUT},
      {"application/x-www-form-urlencoded", E_INPUT},
      {"", E_INPUT},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena *a = arena_new(16 << 20);
    struct record r = {0};
    assert_int_equal(parse(a, str_of(rows[i].type), S(END), 3, &r), rows[i].want);
    arena_free(a);
  }
}

static void test_limits(void **state) {
  (void)state;
  struct arena *a = arena_new(64 << 20);
  char *big = arena_alloc(a, MAX_FIELD_SIZE + 2);
  memset(big, 'x', MAX_FIELD_SIZE + 1);
  struct record r = {0};
  str field = arena_printf(a, PART("name=a", "%.*s") END, (int)MAX_FIELD_SIZE, big);
  assert_int_equal(parse(a, TYPE, field, 100, &r), E_OK);
  field = arena_printf(a, PART("name=a", "%s") END, big);
  assert_int_equal(parse(a, TYPE, field, 100, &r), E_LIMIT);
  field = arena_printf(a, PART("name=a; filename=f", "%s") END, big);
  assert_int_equal(parse(a, TYPE, field, 100, &r), E_OK);
  field = arena_printf(a, PART("name=a\r\nX: %s", "1") END, big);
  assert_int_equal(parse(a, TYPE, field, 100, &r), E_LIMIT);
  field = arena_printf(a, PART("name=a\r\nX: %.*s", "1") END, (int)MAX_PART_HEAD - 100, big);
  assert_int_equal(parse(a, TYPE, field, 100, &r), E_OK);
  field = arena_printf(a, PART("name=a\r\nX: %.*s", "1") END, (int)MAX_PART_HEAD, big);
  assert_int_equal(parse(a, TYPE, field, 100, &r), E_LIMIT);
  struct buf many = buf_new(a, 1 << 20);
  for (int i = 0; i < MAX_PARTS; i++) buf_add(&many, S(PART("name=a", "1")));
  assert_int_equal(parse(a, TYPE, arena_printf(a, STR_FMT END, STR_ARG(buf_str(&many))), 100, &r), E_OK);
  buf_add(&many, S(PART("name=a", "1")));
  assert_int_equal(parse(a, TYPE, arena_printf(a, STR_FMT END, STR_ARG(buf_str(&many))), 100, &r), E_LIMIT);
  arena_free(a);
}

/* Every quoted parameter once took as much memory as the whole rest of the head. */
static void test_many_parameters_take_little(void **state) {
  (void)state;
  struct arena *a = arena_new(16 << 20), *little = arena_new(128 << 10);
  struct record r = {0};
  struct buf head = buf_new(a, 1 << 20);
  buf_add(&head, S("name=a"));
  while (head.n < MAX_PART_HEAD - 100) buf_add(&head, S(";x=\"\\\"y\""));
  str body = arena_printf(a, PART(STR_FMT, "1") END, STR_ARG(buf_str(&head)));
  assert_int_equal(parse(little, TYPE, body, body.n, &r), E_OK);
  arena_free(little);
  arena_free(a);
}

static void test_sink_error_stays(void **state) {
  (void)state;
  struct arena *a = arena_new(16 << 20);
  struct record r = {.text = buf_new(a, 1000), .answer = E_RULE};
  struct multipart *m;
  assert_int_equal(multipart_new(a, TYPE, (struct multipart_sink){&r, on_begin, on_data, on_end}, &m), E_OK);
  assert_int_equal(multipart_feed(m, S(PART("name=a", "1") PART("name=b", "2"))), E_RULE);
  assert_int_equal(multipart_feed(m, S(END)), E_RULE);
  assert_int_equal(multipart_finish(m), E_RULE);
  assert_true(str_eq(buf_str(&r.text), S("a|||text{1")));
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cut_at_every_byte),
      cmocka_unit_test(test_missing_end_at_every_byte),
      cmocka_unit_test(test_bodies),
      cmocka_unit_test(test_types),
      cmocka_unit_test(test_limits),
      cmocka_unit_test(test_many_parameters_take_little),
      cmocka_unit_test(test_sink_error_stays),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

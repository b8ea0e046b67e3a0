/* A service file somebody edited: what is wrong is said with its line; what can never happen is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config/service_file.h"

static struct arena *arena;

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

#define TEXT(key) key ": {id: Teks, en: Text}"
#define HEAD \
  "code: uji\nmenu: 1\nfield: capil\n" TEXT("label") "\n" TEXT("description") "\nsla_working_hours: 8\n" /* 1-6 */ \
  "delivery: pickup\noriginals: at_pickup\nwords: [uji]\n"                                               /* 7-9 */
#define QUESTIONS \
  "questions:\n"                                                                                        /* 10 */     \
  "  - {code: a, " TEXT("ask") ", usual: \"no\", choices: [{code: \"no\", " TEXT("label") "}, {code: \"yes\", " TEXT( \
      "label") "}]}\n"                                                                                  /* 11 */     \
  "  - {code: b, " TEXT("ask") ", usual: x, when: [\"a=yes\"], choices: [{code: x, " TEXT("label") "}, {code: z, "   \
      TEXT("label") "}]}\n"                                                                             /* 12 */
#define PAPERS "requirements:\n" /* 13 */
#define PAPER(code, more) \
  "  - {code: " code ", mode: [upload], basis: {level: national, ref: UU}, " TEXT("label") more "}\n" /* 14 ... */

#define FIELD(code, kind) "{code: " code ", section: s, kind: " kind ", " TEXT("label") "}"

static enum err parse(const char *text, struct service *s, str *problem) {
  *problem = STR_NONE;
  return service_parse(arena, S("uji.yaml"), str_of(text), s, problem);
}

static struct service parsed(const char *text) {
  struct service s;
  str problem;
  if (parse(text, &s, &problem)) fail_msg(STR_FMT, STR_ARG(problem));
  return s;
}

static void a_good_file_is_read(void **state) {
  (void)state;
  const char *text = HEAD QUESTIONS PAPERS PAPER("p", ", when: [\"b!=x\"]") PAPER("q", ", enabled: false")
      PAPER("r", ", when: [\"b=z or a=no\"], effects: [e1, e2], valid_to: 2026-12-31");
  struct service s = parsed(text);
  assert_int_equal(s.question_count, 2);
  assert_int_equal(s.requirement_count, 3);
  assert_int_equal(s.version.n, 12);
  assert_int_equal(s.source.n, strlen(text));
  struct answers a = answers_none();
  struct judgement j = service_judge(&s, &a, (struct date){2026, 12, 31});
  assert_int_equal(j.n, 1); /* q is switched off; b was not asked, so b!=x says nothing */
  assert_true(judgement_has_effect(&j, S("e2")));
  assert_int_equal(answers_set(&s, &a, S("b"), S("z")), E_OK);
  assert_int_equal(service_judge(&s, &a, (struct date){2026, 12, 31}).n, 2);
  assert_int_equal(service_judge(&s, &a, (struct date){2027, 1, 1}).n, 1);
}

static void a_section_may_be_a_list(void **state) {
  (void)state;
  struct service s = parsed(HEAD QUESTIONS PAPERS PAPER("p", "") "fields: [{code: f, section: s, kind: name, when: [\"a=yes\"], " TEXT(
      "label") "}]\nlists: [{section: s, least: 1, most: 20, " TEXT("item") "}]\n");
  struct answers a = answers_none();
  const struct form_list *l = service_list(&s, S("s"));
  assert_non_null(l);
  assert_int_equal(l->most, 20);
  assert_null(service_list(&s, S("t")));
  assert_false(list_applies(&s, l, &a)); /* none of its fields is asked for */
  assert_int_equal(answers_set(&s, &a, S("a"), S("yes")), E_OK);
  assert_true(list_applies(&s, l, &a));
}

static void mistakes_are_named_with_their_line(void **state) {
  (void)state;
  static const struct {
    const char *text, *says;
  } rows[] = {
      {HEAD QUESTIONS "requirments: []\n", "uji.yaml:13: unknown key \"requirments\"; did you mean \"requirements\"?"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", wehn: [\"a=yes\"]"),
       "uji.yaml:14: unknown key \"wehn\"; did you mean \"when\"?"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", when: [\"aa=yes\"]"),
       "uji.yaml:14: unknown question (only those that stand above count) \"aa\"; did you mean \"a\"?"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", when: [\"a=yess\"]"), "unknown choice \"yess\"; did you mean \"yes\"?"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", when: [\"a\"]"), "a condition reads \"question=choice\""},
      {HEAD QUESTIONS PAPERS PAPER("p", ", when: [[a]]"), "a condition is a text"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", when: a=yes"), "\"when\" must be a list"},
      {HEAD QUESTIONS PAPERS PAPER("p", "") PAPER("p", ""), "uji.yaml:15: the code \"p\" stands in this list twice"},
      {HEAD QUESTIONS PAPERS PAPER("Besar", ""), "a code has 1 to 40 small letters"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", valid_from: 2026-02-30"), "must be a date like 2026-11-23"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", witnesses: 9"), "\"witnesses\" must be between 0 and 4"},
      {HEAD QUESTIONS PAPERS "  - {code: p, mode: [uplod], basis: {level: national, ref: UU}, " TEXT("label") "}\n",
       "unknown mode \"uplod\"; did you mean \"upload\"?"},
      {HEAD QUESTIONS PAPERS "  - {code: p, mode: [upload], " TEXT("label") "}\n", "\"basis\" is missing here"},
      {HEAD QUESTIONS, "\"requirements\" is missing here"},
      {HEAD "questions:\n  - {code: a, " TEXT("ask") ", usual: maybe, choices: [{code: x, " TEXT(
           "label") "}, {code: y, " TEXT("label") "}]}\n" PAPERS PAPER("p", ""),
       "uji.yaml:11: unknown choice \"maybe\""},
      {HEAD "questions:\n  - {code: a, " TEXT("ask") ", usual: x, choices: [{code: x, " TEXT(
           "label") "}]}\n" PAPERS PAPER("p", ""),
       "uji.yaml:11: a question needs at least two choices"},
      {HEAD "questions:\n  - {code: a, " TEXT("ask") ", usual: x, when: [\"a=x\"], choices: [{code: x, " TEXT(
           "label") "}, {code: y, " TEXT("label") "}]}\n" PAPERS PAPER("p", ""),
       "unknown question"},
      {HEAD PAPERS PAPER("p", "") "fields:\n  - {code: f, section: s, kind: choice, " TEXT("label") "}\n",
       "a field has choices if, and only if, its kind is \"choice\""},
      {HEAD PAPERS PAPER("p", "") "fields: [" FIELD("f", "name") "]\nlists: [{section: t, most: 20, " TEXT("item") "}]\n",
       "a list names the section of fields"},
      {HEAD PAPERS PAPER("p", "") "fields: [" FIELD("f", "name") "]\nlists: [{section: s, most: 21, " TEXT("item") "}]\n",
       "\"most\" must be between 2 and 20"},
      {HEAD PAPERS PAPER("p", "") "fields: [" FIELD("f", "name") "]\nlists: [{section: s, least: 5, most: 4, " TEXT("item") "}]\n",
       "\"least\" is more than \"most\""},
      {HEAD PAPERS PAPER("p", "") "fields: [" FIELD("s", "name") "]\nlists: [{section: s, most: 4, " TEXT("item") "}]\n",
       "no field is called like it"},
      {HEAD PAPERS PAPER("p", "") "fields: [" FIELD("f", "name") "]\nlists: [{section: s, most: 4, " TEXT("item") "}, {section: s, most: 4, " TEXT(
           "item") "}]\n",
       "this section is a list already"},
      {HEAD PAPERS PAPER("p", "") "fields: [" FIELD("x_village", "region") "]\nlists: [{section: s, most: 4, " TEXT("item") "}]\n",
       "no field of the kind \"region\""},
      {"code: uji\nfield: kapil\n", "\"menu\" is missing here"},
      {"code: uji\nmenu: 1\nfield: kapil\n", "uji.yaml:3: unknown field \"kapil\"; did you mean \"capil\"?"},
      {"[", "not YAML"},
      {"a: \"\\0\"\n", "text that is not UTF-8"},
      {"", "the file is empty"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct service s;
    str problem;
    if (parse(rows[i].text, &s, &problem) != E_INPUT) fail_msg("taken: %s", rows[i].text);
    if (!str_has(problem, str_of(rows[i].says)))
      fail_msg("\"" STR_FMT "\" says not: %s", STR_ARG(problem), rows[i].says);
  }
}

static void what_reads_well_but_is_wrong_is_found(void **state) {
  (void)state;
  static const struct {
    const char *text, *says;
  } rows[] = {
      {HEAD QUESTIONS PAPERS PAPER("p", ", when: [\"a=no\", \"b=x\"]"), "uji: requirement p: unreachable"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", when: [\"b=unasked\", \"a=yes\"]"), "requirement p: unreachable"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", valid_from: 2026-01-02, valid_to: 2026-01-01"),
       "valid_to is before valid_from"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", replaces: r"), "replaces \"r\", which is no other requirement"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", replaces: p"), "replaces \"p\", which is no other requirement"},
      {HEAD QUESTIONS PAPERS PAPER("p", ", help: {id: Hanya Indonesia}"), "help has no English text"},
      {HEAD QUESTIONS PAPERS "  - {code: p, mode: [optional], basis: {level: local, ref: x}, " TEXT("label") "}\n",
       "mode says nothing that can be done"},
      {HEAD QUESTIONS PAPERS
       "  - {code: p, mode: [officer, upload], basis: {level: local, ref: x}, " TEXT("label") "}\n",
       "what an officer decides is not sent in"},
      {HEAD QUESTIONS PAPERS "  - {code: p, mode: [form, upload], basis: {level: local, ref: x}, " TEXT("label") "}\n",
       "mode: form or upload"},
      {HEAD QUESTIONS PAPERS PAPER("p", "") "results: [{code: r, " TEXT("label") ", when: [\"a=no\", \"b=z\"]}]\n",
       "result r: unreachable"},
      {HEAD PAPERS PAPER(
           "p", "") "questions:\n  - {code: a, " TEXT("ask") ", usual: x, choices: [{code: x, label: {id: \"Dua puluh "
                                                             "satu huruf!\", en: X}}, {code: y, " TEXT("label") "}]}\n",
       "question a: label of a choice (Indonesian) has 21 characters; 20 fit"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct service s = parsed(rows[i].text);
    struct buf report = buf_new(arena, 4096);
    assert_int_equal(service_lint(arena, &s, &report), 1);
    if (!str_has(buf_str(&report), str_of(rows[i].says)))
      fail_msg(STR_FMT " says not: %s", STR_ARG(buf_str(&report)), rows[i].says);
  }
}

static void a_folder_that_is_not_there_is_said(void **state) {
  (void)state;
  struct catalogue c;
  str problem = STR_NONE;
  assert_int_equal(services_load(arena, "/nonexistent", &c, &problem), E_NOTFOUND);
  assert_true(str_has(problem, S("/nonexistent: no such folder")));
  assert_int_equal(services_load(arena, "tests/fuzz", &c, &problem), E_NOTFOUND);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_good_file_is_read),
      cmocka_unit_test(a_section_may_be_a_list),
      cmocka_unit_test(mistakes_are_named_with_their_line),
      cmocka_unit_test(what_reads_well_but_is_wrong_is_found),
      cmocka_unit_test(a_folder_that_is_not_there_is_said),
  };
  return cmocka_run_group_tests(tests, begin, end);
}

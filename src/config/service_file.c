/* config/service_file: one services/<code>.yaml into a struct service. See service_file.h; services/README.md shows
 * the keys to the people of an office. */
#include "config/service_file.h"

#include "config/tree.h"

#define MAX_SERVICE_FILE (256u << 10)
#define MAX_SERVICES 32
#define MAX_TESTS 8

/* ---- conditions: "birth_notice=yes", "event_place!=facility|home", "hosted=yes or other_reason=hosted" ---- */

static enum err choice_bits(struct reader *r, const struct tree *at, const struct question *q, str names, u32 *ret) {
  str name;
  u32 bits = 0;
  while (str_cut(&names, '|', &name)) {
    size_t c = 0;
    while (c < q->choice_count && !str_eq(q->choices[c].code, name)) c++;
    if (c < q->choice_count)
      bits |= 1u << c;
    else if (str_eq(name, S("unasked")))
      bits |= CHOICE_UNASKED;
    else {
      str known[MAX_CHOICES];
      for (c = 0; c < q->choice_count; c++) known[c] = q->choices[c].code;
      return reader_unknown(r, at, "choice", name, known, q->choice_count);
    }
  }
  *ret = bits;
  return E_OK;
}

static enum err read_test(struct reader *r, const struct tree *at, str text, struct test *ret) {
  const struct service *s = r->about;
  str choices = text, name, known[MAX_QUESTIONS];
  if (!str_cut(&choices, '=', &name) || !choices.p)
    return reader_fail(r, at, "a condition reads \"question=choice\" or \"question!=choice|choice\"");
  bool negated = str_ends(name, S("!"));
  if (negated) name.n--;
  name = str_trim(name);
  for (size_t i = 0; i < s->question_count; i++) {
    known[i] = s->questions[i].code;
    if (!str_eq(known[i], name)) continue;
    *ret = (struct test){.question = (u32)i, .negated = negated};
    return choice_bits(r, at, &s->questions[i], str_trim(choices), &ret->choices);
  }
  return reader_unknown(r, at, "question (only those that stand above count)", name, known, s->question_count);
}

static size_t find_or(str text) {
  for (size_t i = 0; i + 4 <= text.n; i++)
    if (str_eq(str_sub(text, i, 4), S(" or "))) return i;
  return text.n;
}

/* One entry of a list: tests joined by " or ". */
static enum err read_tests(struct reader *r, const struct tree *at, struct test *tests, size_t *n) {
  str rest = at->text;
  if (at->kind != TREE_TEXT) return reader_fail(r, at, "a condition is a text: \"question=choice\"");
  for (bool more = true; more;) {
    if (*n == MAX_TESTS) return reader_fail(r, at, "\"when\" holds more than %d tests", MAX_TESTS);
    size_t end = find_or(rest);
    more = end < rest.n;
    struct test *t = &tests[*n];
    TRY(read_test(r, at, str_sub(rest, 0, end), t));
    t->or_next = more;
    rest = str_from(rest, end + 4);
    ++*n;
  }
  return E_OK;
}

static enum err read_condition(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  if (node->kind != TREE_LIST) return reader_fail(r, node, "\"when\" must be a list of conditions");
  struct test *tests = arena_array(r->arena, struct test, MAX_TESTS);
  size_t n = 0;
  for (const struct tree *at = node->first; at; at = at->next) TRY(read_tests(r, at, tests, &n));
  *(struct condition *)(void *)((char *)base + k->at) = (struct condition){tests, n};
  return E_OK;
}

/* ---- values of their own -------------------------------------------------------------------- */

static enum err read_usual(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  struct question *q = base;
  str code, known[MAX_CHOICES];
  const struct key as_text = {.name = k->name};
  TRY(read_str(r, &as_text, node, &code));
  for (size_t i = 0; i < q->choice_count; i++) {
    known[i] = q->choices[i].code;
    if (str_eq(known[i], code)) q->usual = (u32)i;
  }
  if (q->choice_count && str_eq(known[q->usual], code)) return E_OK;
  return reader_unknown(r, node, "choice", code, known, q->choice_count);
}

static enum err read_enabled(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  bool enabled = true;
  const struct key as_bool = {.name = k->name};
  TRY(read_bool(r, &as_bool, node, &enabled));
  *(bool *)((char *)base + k->at) = !enabled;
  return E_OK;
}

/* ---- the schema ----------------------------------------------------------------------------- */

#define KEYS(table) .keys = (table), .key_count = COUNT(table)
#define WORDS(table) .words = (table), .word_count = COUNT(table)
#define LIST_OF(type, field, n) .at = offsetof(type, field), .count_at = offsetof(type, n)

static const struct key text_keys[] = {
    {"id", read_str, offsetof(struct local_text, in[LANG_ID]), .must = true},
    {"en", read_str, offsetof(struct local_text, in[LANG_EN])},
};
#define TEXT_KEY(name, type, member) \
  { name, read_group, offsetof(type, member), KEYS(text_keys) }
#define MUST_TEXT_KEY(name, type, member) \
  { name, read_group, offsetof(type, member), .must = true, KEYS(text_keys) }

static const struct key choice_keys[] = {
    {"code", read_str, offsetof(struct choice, code), .must = true},
    MUST_TEXT_KEY("label", struct choice, label),
    TEXT_KEY("help", struct choice, help),
};
static const struct key question_keys[] = {
    {"code", read_str, offsetof(struct question, code), .must = true},
    MUST_TEXT_KEY("ask", struct question, ask),
    TEXT_KEY("help", struct question, help),
    {"choices", read_list, LIST_OF(struct question, choices, choice_count), .must = true, .size = sizeof(struct choice),
     .max = MAX_CHOICES, KEYS(choice_keys)},
    {"usual", read_usual, .must = true},
    {"when", read_condition, offsetof(struct question, when)},
};
static const struct word mode_words[] = {{"form", MODE_FORM},         {"upload", MODE_UPLOAD},
                                         {"show", MODE_SHOW},         {"withdraw", MODE_WITHDRAW},
                                         {"optional", MODE_OPTIONAL}, {"officer", MODE_OFFICER}};
static const struct word basis_words[] = {{"national", BASIS_NATIONAL}, {"local", BASIS_LOCAL}};
static const struct key basis_keys[] = {
    {"level", read_word, offsetof(struct requirement, basis), .must = true, WORDS(basis_words)},
    {"ref", read_str, offsetof(struct requirement, basis_ref), .must = true},
};
static const struct key requirement_keys[] = {
    {"code", read_str, offsetof(struct requirement, code), .must = true},
    {"form", read_str, offsetof(struct requirement, form)},
    {"mode", read_word_bits, offsetof(struct requirement, modes), .must = true, WORDS(mode_words)},
    {"when", read_condition, offsetof(struct requirement, when)},
    {"replaces", read_str, offsetof(struct requirement, replaces)},
    {"witnesses", read_int, offsetof(struct requirement, witnesses), .max = 4},
    {"basis", read_group, .must = true, KEYS(basis_keys)},
    {"valid_from", read_date, offsetof(struct requirement, valid_from)},
    {"valid_to", read_date, offsetof(struct requirement, valid_to)},
    MUST_TEXT_KEY("label", struct requirement, label),
    TEXT_KEY("help", struct requirement, help),
    {"effects", read_strs, LIST_OF(struct requirement, effects, effect_count), .size = sizeof(str), .max = 8},
    {"enabled", read_enabled, offsetof(struct requirement, disabled)},
};
static const struct word kind_words[] = {{"text", FIELD_TEXT},   {"name", FIELD_NAME},     {"nik", FIELD_NIK},
                                         {"kk", FIELD_KK},       {"date", FIELD_DATE},     {"time", FIELD_TIME},
                                         {"phone", FIELD_PHONE}, {"number", FIELD_NUMBER}, {"choice", FIELD_CHOICE},
                                         {"long", FIELD_LONG},   {"region", FIELD_REGION}};
static const struct key field_keys[] = {
    {"code", read_str, offsetof(struct form_field, code), .must = true},
    {"section", read_str, offsetof(struct form_field, section), .must = true},
    {"form", read_str, offsetof(struct form_field, form)},
    {"kind", read_word, offsetof(struct form_field, kind), .must = true, WORDS(kind_words)},
    {"optional", read_bool, offsetof(struct form_field, optional)},
    MUST_TEXT_KEY("label", struct form_field, label),
    TEXT_KEY("help", struct form_field, help),
    {"when", read_condition, offsetof(struct form_field, when)},
    {"choices", read_list, LIST_OF(struct form_field, choices, choice_count), .size = sizeof(struct choice),
     .max = MAX_CHOICES, KEYS(choice_keys)},
};
static const struct key list_keys[] = {
    {"section", read_str, offsetof(struct form_list, section), .must = true},
    {"least", read_int, offsetof(struct form_list, least), .max = MAX_LIST_ITEMS},
    {"most", read_int, offsetof(struct form_list, most), .must = true, .min = 2, .max = MAX_LIST_ITEMS},
    MUST_TEXT_KEY("item", struct form_list, item),
    TEXT_KEY("help", struct form_list, help),
};
static const struct key result_keys[] = {
    {"code", read_str, offsetof(struct result_document, code), .must = true},
    MUST_TEXT_KEY("label", struct result_document, label),
    {"when", read_condition, offsetof(struct result_document, when)},
};
static const struct word delivery_words[] = {
    {"self_print", DELIVERY_SELF_PRINT}, {"pickup", DELIVERY_PICKUP}, {"courier", DELIVERY_COURIER}};
static const struct word originals_words[] = {{"at_pickup", ORIGINALS_AT_PICKUP},
                                              {"before_release", ORIGINALS_BEFORE_RELEASE},
                                              {"by_sampling", ORIGINALS_BY_SAMPLING},
                                              {"none", ORIGINALS_NONE}};
static const struct word office_fields[] = {{"capil", 0}, {"dafduk", 1}, {"piak", 2}};
static const struct key service_keys[] = {
    {"code", read_str, offsetof(struct service, code), .must = true},
    {"menu", read_int, offsetof(struct service, menu), .must = true, .max = 99},
    {"field", read_str, offsetof(struct service, field), .must = true, WORDS(office_fields)},
    MUST_TEXT_KEY("label", struct service, label),
    MUST_TEXT_KEY("description", struct service, description),
    {"data_sync", read_bool, offsetof(struct service, data_sync)},
    {"in_person", read_bool, offsetof(struct service, in_person)},
    {"condolence", read_bool, offsetof(struct service, condolence)},
    {"sla_working_hours", read_int, offsetof(struct service, sla_working_hours), .must = true, .max = 2000},
    {"delivery", read_word, offsetof(struct service, delivery), .must = true, WORDS(delivery_words)},
    {"originals", read_word, offsetof(struct service, originals), .must = true, WORDS(originals_words)},
    {"words", read_strs, LIST_OF(struct service, words, word_count), .size = sizeof(str), .max = 64},
    {"questions", read_list, LIST_OF(struct service, questions, question_count), .size = sizeof(struct question),
     .max = MAX_QUESTIONS, KEYS(question_keys)},
    {"requirements", read_list, LIST_OF(struct service, requirements, requirement_count), .must = true,
     .size = sizeof(struct requirement), .max = MAX_REQUIREMENTS, KEYS(requirement_keys)},
    {"fields", read_list, LIST_OF(struct service, fields, field_count), .size = sizeof(struct form_field),
     .max = MAX_FORM_FIELDS, KEYS(field_keys)},
    {"lists", read_list, LIST_OF(struct service, lists, list_count), .size = sizeof(struct form_list),
     .max = MAX_FORM_LISTS, KEYS(list_keys)},
    {"results", read_list, LIST_OF(struct service, results, result_count), .size = sizeof(struct result_document),
     .max = 12, KEYS(result_keys)},
};

/* ---- what the schema cannot say ------------------------------------------------------------- */

static bool good_code(str code) {
  if (code.n == 0 || code.n > 40) return false;
  for (size_t i = 0; i < code.n; i++) {
    char c = code.p[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return true;
}

/* Every `code` of a list is well formed and stands there once; so are those of the lists inside (choices). */
static enum err check_codes(struct reader *r, const struct tree *list) {
  if (!list || list->kind != TREE_LIST) return E_OK;
  for (const struct tree *at = list->first; at; at = at->next) {
    const struct tree *code = tree_get(at, S("code"));
    if (!code) continue; /* read_map says that it is missing */
    if (!good_code(code->text))
      return reader_fail(r, code, "a code has 1 to 40 small letters, digits and _, not \"" STR_FMT "\"",
                         STR_ARG(utf8_cut(code->text, 60)));
    for (const struct tree *before = list->first; before != at; before = before->next) {
      const struct tree *other = tree_get(before, S("code"));
      if (other && str_eq(other->text, code->text))
        return reader_fail(r, code, "the code \"" STR_FMT "\" stands in this list twice", STR_ARG(code->text));
    }
    TRY(check_codes(r, tree_get(at, S("choices"))));
  }
  return E_OK;
}

static enum err check_questions(struct reader *r, const struct tree *root, const struct service *s) {
  const struct tree *list = tree_get(root, S("questions"));
  const struct tree *at = list ? list->first : NULL;
  for (size_t i = 0; i < s->question_count; i++, at = at->next)
    if (s->questions[i].choice_count < 2) return reader_fail(r, at, "a question needs at least two choices");
  return E_OK;
}

static enum err check_fields(struct reader *r, const struct tree *root, const struct service *s) {
  const struct tree *list = tree_get(root, S("fields"));
  const struct tree *at = list ? list->first : NULL;
  for (size_t i = 0; i < s->field_count; i++, at = at->next)
    if ((s->fields[i].kind == FIELD_CHOICE) != (s->fields[i].choice_count > 0))
      return reader_fail(r, at, "a field has choices if, and only if, its kind is \"choice\"");
  return E_OK;
}

static bool has_section(const struct service *s, str section) {
  for (size_t i = 0; i < s->field_count; i++)
    if (str_eq(s->fields[i].section, section)) return true;
  return false;
}

/* Data holds a list under the name of its section, so no field has that name. A region fills in fields beside it, which
 * stand once in the form. */
static enum err check_lists(struct reader *r, const struct tree *root, const struct service *s) {
  const struct tree *list = tree_get(root, S("lists"));
  const struct tree *at = list ? list->first : NULL;
  for (size_t i = 0; i < s->list_count; i++, at = at->next) {
    const struct form_list *l = &s->lists[i];
    if (!has_section(s, l->section) || service_field(s, l->section))
      return reader_fail(r, at, "a list names the section of fields, and no field is called like it");
    if (service_list(s, l->section) != l) return reader_fail(r, at, "this section is a list already");
    if (l->least > l->most) return reader_fail(r, at, "\"least\" is more than \"most\"");
    for (size_t k = 0; k < s->field_count; k++)
      if (s->fields[k].kind == FIELD_REGION && str_eq(s->fields[k].section, l->section))
        return reader_fail(r, at, "a list holds no field of the kind \"region\"");
  }
  return E_OK;
}

static enum err parse(struct reader *r, str text, struct service *s) {
  static const char *const lists[] = {"questions", "requirements", "fields", "results"};
  struct tree *root;
  TRY(tree_parse(r, text, &root));
  for (size_t i = 0; i < COUNT(lists); i++) TRY(check_codes(r, tree_get(root, str_of(lists[i]))));
  TRY(read_map(r, root, service_keys, COUNT(service_keys), s));
  if (!good_code(s->code)) return reader_fail(r, tree_get(root, S("code")), "not a code: small letters, digits and _");
  TRY(check_questions(r, root, s));
  TRY(check_fields(r, root, s));
  return check_lists(r, root, s);
}

enum err service_parse(struct arena *a, str file_name, str text, struct service *ret_service, str *ret_problem) {
  struct service *s = arena_new_of(a, struct service);
  struct reader r = {.arena = a, .file = file_name, .about = s};
  enum err e = parse(&r, text, s);
  if (e) {
    *ret_problem = r.problem.n ? r.problem : arena_printf(a, STR_FMT ": cannot be read", STR_ARG(file_name));
    return e;
  }
  struct sha256 hash = sha256_of(text);
  s->version = hex_encode(a, hash.b, 6);
  s->source = arena_str(a, text);
  *ret_service = *s;
  return E_OK;
}

/* ---- a folder of services -------------------------------------------------------------------- */

static int by_menu(const void *a, const void *b) {
  const struct service *x = a, *y = b;
  return x->menu != y->menu ? (x->menu > y->menu) - (x->menu < y->menu) : str_cmp(x->code, y->code);
}

struct taken {
  struct service *list;
  size_t n;
};

static enum err take(void *self, struct arena *a, str path, str text, str *ret_code, str *ret_problem) {
  struct taken *all = self;
  struct service *s = &all->list[all->n];
  TRY(service_parse(a, path, text, s, ret_problem));
  all->n++;
  *ret_code = s->code;
  return E_OK;
}

enum err services_load(struct arena *a, const char *dir, struct catalogue *ret_catalogue, str *ret_problem) {
  struct taken all = {arena_array(a, struct service, MAX_SERVICES), 0};
  struct yaml_folder folder = {.path = dir, .what = "service", .most = MAX_SERVICES, .file_max = MAX_SERVICE_FILE,
                               .take = take, .self = &all};
  TRY(yaml_folder_read(a, &folder, ret_problem));
  if (all.n == 0) {
    *ret_problem = arena_printf(a, "%s: no service (*.yaml) in here", dir);
    return E_NOTFOUND;
  }
  qsort(all.list, all.n, sizeof *all.list, by_menu);
  *ret_catalogue = (struct catalogue){all.list, all.n};
  return E_OK;
}

/* config/service_lint: what is wrong with a service that reads well: papers nobody is ever asked for, texts that
 * WhatsApp would cut, languages that are missing. Behind `loket service check`. */
#include "base/limits.h"
#include "config/service_file.h"

#define MAX_LABEL 72 /* of a requirement or a result: it is the description of a list row, and a line on a phone */
#define MAX_ASK MAX_WA_INTERACTIVE
#define MAX_TRIES 100000u /* combinations of answers looked at before a condition counts as reachable */

struct lint {
  const struct service *s;
  struct buf *report;
  size_t findings;
};

static void found(struct lint *l, const char *kind, str code, const char *fmt, ...) PRINTF(4, 5);
static void found(struct lint *l, const char *kind, str code, const char *fmt, ...) {
  char what[256];
  va_list args;
  va_start(args, fmt);
  vsnprintf(what, sizeof what, fmt, args);
  va_end(args);
  buf_printf(l->report, STR_FMT ": %s " STR_FMT ": %s\n", STR_ARG(l->s->code), kind, STR_ARG(code), what);
  l->findings++;
}

/* ---- can it ever happen? -------------------------------------------------------------------- */

/* The questions a condition rests on, directly and through the conditions of those questions: bit i = question i. */
static u32 rests_on(const struct service *s, const struct condition *c) {
  u32 bits = 0;
  for (size_t i = 0; i < c->n; i++) bits |= 1u << c->tests[i].question;
  for (size_t q = s->question_count; q-- > 0;) { /* conditions name earlier questions only */
    const struct condition *when = &s->questions[q].when;
    if (bits >> q & 1u)
      for (size_t i = 0; i < when->n; i++) bits |= 1u << when->tests[i].question;
  }
  return bits;
}

struct search {
  const struct service *s;
  const struct condition *goal;
  u32 questions;
  struct answers a;
  u32 tries;
};

/* Tries every combination of answers to the questions from `q` on that the goal rests on. */
static bool some_answers(struct search *x, size_t q) {
  while (q < x->s->question_count && (!(x->questions >> q & 1u) || answer_of(x->s, &x->a, q) == UNANSWERED)) q++;
  if (q == x->s->question_count) return ++x->tries > MAX_TRIES || condition_holds(x->s, x->goal, &x->a);
  bool reached = false;
  for (size_t c = 0; c < x->s->questions[q].choice_count && !reached; c++) {
    x->a.choice[q] = (u8)c;
    reached = some_answers(x, q + 1);
  }
  x->a.choice[q] = UNANSWERED;
  return reached;
}

static bool reachable(const struct service *s, const struct condition *c) {
  struct search x = {.s = s, .goal = c, .questions = rests_on(s, c), .a = answers_none()};
  return some_answers(&x, 0);
}

static void lint_reach(struct lint *l, const char *kind, str code, const struct condition *when) {
  if (!reachable(l->s, when)) found(l, kind, code, "unreachable: no answers make its \"when\" true");
}

/* ---- texts ---------------------------------------------------------------------------------- */

static void lint_text(struct lint *l, const char *kind, str code, const char *part, struct local_text t, size_t max) {
  static const char *const names[] = {"Indonesian", "English"};
  for (int lang = 0; lang < LANGS; lang++) {
    str text = t.in[lang];
    if (text.n == 0)
      found(l, kind, code, "%s has no %s text", part, names[lang]);
    else if (utf8_count(text) > max)
      found(l, kind, code, "%s (%s) has %zu characters; %zu fit", part, names[lang], utf8_count(text), max);
  }
}

static void lint_optional_text(struct lint *l, const char *kind, str code, const char *part, struct local_text t,
                               size_t max) {
  if (t.in[LANG_ID].n || t.in[LANG_EN].n) lint_text(l, kind, code, part, t, max);
}

/* ---- the parts ------------------------------------------------------------------------------ */

/* Up to three choices are shown as buttons, which are narrower than the rows of a list. */
static void lint_question(struct lint *l, const struct question *q) {
  size_t width = q->choice_count <= MAX_WA_BUTTONS ? MAX_WA_BUTTON_TITLE : MAX_WA_ROW_TITLE;
  lint_reach(l, "question", q->code, &q->when);
  lint_text(l, "question", q->code, "ask", q->ask, MAX_ASK);
  lint_optional_text(l, "question", q->code, "help", q->help, MAX_ASK);
  if (q->choice_count > MAX_WA_ROWS)
    found(l, "question", q->code, "%zu choices; a WhatsApp list shows %d", q->choice_count, MAX_WA_ROWS);
  for (size_t i = 0; i < q->choice_count; i++) {
    lint_text(l, "question", q->code, "label of a choice", q->choices[i].label, width);
    lint_optional_text(l, "question", q->code, "help of a choice", q->choices[i].help, MAX_WA_ROW_DESCRIPTION);
  }
}

static void lint_requirement(struct lint *l, const struct requirement *r) {
  lint_reach(l, "requirement", r->code, &r->when);
  if (r->valid_from.year && r->valid_to.year && date_days(r->valid_to) < date_days(r->valid_from))
    found(l, "requirement", r->code, "unreachable: valid_to is before valid_from");
  if (r->replaces.n && (str_eq(r->replaces, r->code) || !service_requirement(l->s, r->replaces)))
    found(l, "requirement", r->code, "replaces \"" STR_FMT "\", which is no other requirement of this service",
          STR_ARG(utf8_cut(r->replaces, 60)));
  if (!(r->modes & (unsigned)~MODE_OPTIONAL)) found(l, "requirement", r->code, "mode says nothing that can be done");
  if ((r->modes & (MODE_FORM | MODE_UPLOAD)) == (MODE_FORM | MODE_UPLOAD))
    found(l, "requirement", r->code, "mode: form or upload; a form signed on paper is uploaded");
  if (r->modes & MODE_OFFICER && r->modes & (MODE_UPLOAD | MODE_FORM))
    found(l, "requirement", r->code, "mode: what an officer decides is not sent in by a citizen");
  lint_text(l, "requirement", r->code, "label", r->label, MAX_LABEL);
  lint_optional_text(l, "requirement", r->code, "help", r->help, MAX_ASK);
}

static void lint_field(struct lint *l, const struct form_field *f) {
  lint_reach(l, "field", f->code, &f->when);
  lint_text(l, "field", f->code, "label", f->label, MAX_LABEL);
  lint_optional_text(l, "field", f->code, "help", f->help, MAX_ASK);
  for (size_t i = 0; i < f->choice_count; i++)
    lint_text(l, "field", f->code, "label of a choice", f->choices[i].label, MAX_LABEL);
}

static void lint_list(struct lint *l, const struct form_list *list) {
  lint_text(l, "list", list->section, "item", list->item, MAX_WA_ROW_TITLE);
  lint_optional_text(l, "list", list->section, "help", list->help, MAX_ASK);
}

static bool has_upper(str word) {
  for (size_t i = 0; i < word.n; i++)
    if (word.p[i] >= 'A' && word.p[i] <= 'Z') return true;
  return word.n == 0;
}

static void lint_words(struct lint *l) {
  for (size_t i = 0; i < l->s->word_count; i++) {
    str word = l->s->words[i];
    if (has_upper(word)) found(l, "word", word, "words are written in small letters");
    for (size_t j = 0; j < i; j++)
      if (str_eq(word, l->s->words[j])) found(l, "word", word, "stands there twice");
  }
}

size_t service_lint(struct arena *a, const struct service *s, struct buf *report) {
  (void)a;
  struct lint l = {.s = s, .report = report};
  lint_text(&l, "service", s->code, "label", s->label, MAX_WA_ROW_TITLE);
  lint_text(&l, "service", s->code, "description", s->description, MAX_WA_ROW_DESCRIPTION);
  lint_words(&l);
  for (size_t i = 0; i < s->question_count; i++) lint_question(&l, &s->questions[i]);
  for (size_t i = 0; i < s->requirement_count; i++) lint_requirement(&l, &s->requirements[i]);
  for (size_t i = 0; i < s->field_count; i++) lint_field(&l, &s->fields[i]);
  for (size_t i = 0; i < s->list_count; i++) lint_list(&l, &s->lists[i]);
  for (size_t i = 0; i < s->result_count; i++) {
    lint_reach(&l, "result", s->results[i].code, &s->results[i].when);
    lint_text(&l, "result", s->results[i].code, "label", s->results[i].label, MAX_LABEL);
  }
  return l.findings;
}

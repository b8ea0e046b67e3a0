/* domain/service: which questions apply, which papers follow from the answers. See service.h. */
#include "domain/service.h"

struct answers answers_none(void) {
  struct answers a;
  memset(a.choice, UNANSWERED, sizeof a.choice);
  return a;
}

/* ---- finding by code ------------------------------------------------------------------------ */

const struct requirement *service_requirement(const struct service *s, str code) {
  for (size_t i = 0; i < s->requirement_count; i++)
    if (str_eq(s->requirements[i].code, code)) return &s->requirements[i];
  return NULL;
}

const struct form_field *service_field(const struct service *s, str code) {
  for (size_t i = 0; i < s->field_count; i++)
    if (str_eq(s->fields[i].code, code)) return &s->fields[i];
  return NULL;
}

const struct form_list *service_list(const struct service *s, str section) {
  for (size_t i = 0; i < s->list_count; i++)
    if (str_eq(s->lists[i].section, section)) return &s->lists[i];
  return NULL;
}

const struct question *service_question(const struct service *s, str code) {
  for (size_t i = 0; i < s->question_count; i++)
    if (str_eq(s->questions[i].code, code)) return &s->questions[i];
  return NULL;
}

/* ---- answers -------------------------------------------------------------------------------- */

/* What counts for every question, in one walk from the first on: a question's condition names earlier questions only
 * (checked when the file is read). */
struct settled {
  u8 choice[MAX_QUESTIONS];
};

static bool test_holds(const struct test *t, const struct settled *known) {
  u8 given = known->choice[t->question];
  if (given == UNANSWERED) return (t->choices & CHOICE_UNASKED) != 0;
  bool among = (t->choices >> given & 1u) != 0;
  return among != t->negated;
}

static bool holds(const struct condition *c, const struct settled *known) {
  bool any = false; /* of the alternatives that belong together */
  for (size_t i = 0; i < c->n; i++) {
    any = any || test_holds(&c->tests[i], known);
    if (c->tests[i].or_next) continue;
    if (!any) return false;
    any = false;
  }
  return true;
}

static struct settled settle(const struct service *s, const struct answers *a) {
  struct settled known;
  memset(known.choice, UNANSWERED, sizeof known.choice);
  for (size_t i = 0; i < s->question_count && i < MAX_QUESTIONS; i++) {
    const struct question *q = &s->questions[i];
    if (!holds(&q->when, &known)) continue;
    known.choice[i] = a->choice[i] < q->choice_count ? a->choice[i] : (u8)q->usual;
  }
  return known;
}

bool condition_holds(const struct service *s, const struct condition *c, const struct answers *a) {
  if (c->n == 0) return true;
  struct settled known = settle(s, a);
  return holds(c, &known);
}

bool list_applies(const struct service *s, const struct form_list *l, const struct answers *a) {
  for (size_t i = 0; i < s->field_count; i++)
    if (str_eq(s->fields[i].section, l->section) && condition_holds(s, &s->fields[i].when, a)) return true;
  return false;
}

u8 answer_of(const struct service *s, const struct answers *a, size_t question) {
  return question < MAX_QUESTIONS ? settle(s, a).choice[question] : UNANSWERED;
}

/* What people and programs write for yes and no. */
static str plain_yes_no(str said) {
  static const struct {
    const char *said, *code;
  } words[] = {{"y", "yes"},    {"ya", "yes"}, {"true", "yes"}, {"n", "no"},
               {"tidak", "no"}, {"tdk", "no"}, {"false", "no"}};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_eq_nocase(str_of(words[i].said), said)) return str_of(words[i].code);
  return said;
}

static size_t choice_find(const struct question *q, str code) {
  for (size_t i = 0; i < q->choice_count; i++)
    if (str_eq_nocase(q->choices[i].code, code)) return i;
  return q->choice_count;
}

static size_t first_allowed(const struct question *q, const struct test *t) {
  for (size_t i = 0; i < q->choice_count; i++)
    if (((t->choices >> i & 1u) != 0) != t->negated) return i;
  return q->choice_count;
}

/* Answers, where nobody did, the questions that `of` hangs behind, so that `of` applies. Of alternatives the last
 * is taken. */
static void answer_gates(const struct service *s, struct answers *a, const struct question *of) {
  for (size_t i = 0; i < of->when.n; i++) {
    const struct test *t = &of->when.tests[i];
    const struct condition so_far = {of->when.tests, i + 1};
    if (condition_holds(s, &so_far, a) || a->choice[t->question] != UNANSWERED) continue;
    const struct question *gate = &s->questions[t->question];
    size_t choice = first_allowed(gate, t);
    if (choice == gate->choice_count) continue;
    a->choice[t->question] = (u8)choice;
    answer_gates(s, a, gate);
  }
}

enum err answers_set(const struct service *s, struct answers *a, str question, str choice) {
  const struct question *q = service_question(s, question);
  if (!q) return E_NOTFOUND;
  size_t c = choice_find(q, choice);
  if (c == q->choice_count) c = choice_find(q, plain_yes_no(choice));
  if (c == q->choice_count) return E_INPUT;
  a->choice[q - s->questions] = (u8)c;
  if (c != q->usual) answer_gates(s, a, q);
  return E_OK;
}

const struct question *service_next_question(const struct service *s, const struct answers *a) {
  struct settled known = settle(s, a);
  for (size_t i = 0; i < s->question_count; i++)
    if (known.choice[i] != UNANSWERED && a->choice[i] >= s->questions[i].choice_count) return &s->questions[i];
  return NULL;
}

/* ---- judgement ------------------------------------------------------------------------------ */

static bool in_force(const struct requirement *r, struct date today) {
  i64 day = date_days(today);
  if (r->valid_from.year && day < date_days(r->valid_from)) return false;
  return !r->valid_to.year || day <= date_days(r->valid_to);
}

struct judgement service_judge(const struct service *s, const struct answers *a, struct date today) {
  struct judgement j = {.n = 0};
  struct settled known = settle(s, a);
  for (size_t i = 0; i < s->requirement_count && j.n < MAX_REQUIREMENTS; i++) {
    const struct requirement *r = &s->requirements[i];
    if (!r->disabled && in_force(r, today) && holds(&r->when, &known)) j.needs[j.n++] = r;
  }
  return j;
}

const struct requirement *judgement_find(const struct judgement *j, str code) {
  for (size_t i = 0; i < j->n; i++)
    if (str_eq(j->needs[i]->code, code)) return j->needs[i];
  return NULL;
}

bool judgement_has_effect(const struct judgement *j, str effect) {
  for (size_t i = 0; i < j->n; i++)
    for (size_t e = 0; e < j->needs[i]->effect_count; e++)
      if (str_eq(j->needs[i]->effects[e], effect)) return true;
  return false;
}

/* ---- catalogue ------------------------------------------------------------------------------ */

const struct service *catalogue_find(const struct catalogue *c, str code) {
  for (size_t i = 0; i < c->n; i++)
    if (str_eq(c->services[i].code, code)) return &c->services[i];
  return NULL;
}

#define MAX_TYPED 160 /* what stands behind that many letters does not name a service */

/* Lower case, everything but letters and digits as one space, a space at both ends: " mau buat kk " */
static str plain_words(str typed, char *room) {
  size_t n = 0;
  room[n++] = ' ';
  for (size_t i = 0; i < typed.n && n < MAX_TYPED; i++) {
    char c = typed.p[i];
    if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
    bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (u8)c >= 0x80;
    if (letter)
      room[n++] = c;
    else if (room[n - 1] != ' ')
      room[n++] = ' ';
  }
  if (room[n - 1] != ' ') room[n++] = ' ';
  return (str){room, n};
}

/* How many bytes of what was typed this name explains; 0: it is not in there as whole words. */
static size_t explains(str typed, str name) {
  char room[MAX_TYPED + 2];
  str words = plain_words(name, room);
  return words.n > 1 && str_has(typed, words) ? words.n : 0;
}

static size_t service_explains(const struct service *s, str typed) {
  size_t best = explains(typed, s->code);
  for (int lang = 0; lang < LANGS; lang++) {
    size_t n = explains(typed, s->label.in[lang]);
    if (n > best) best = n;
  }
  for (size_t i = 0; i < s->word_count; i++) {
    size_t n = explains(typed, s->words[i]);
    if (n > best) best = n;
  }
  return best;
}

const struct service *catalogue_by_word(const struct catalogue *c, str typed) {
  char room[MAX_TYPED + 2];
  str words = plain_words(typed, room);
  const struct service *found = NULL;
  size_t best = 0;
  for (size_t i = 0; i < c->n; i++) {
    size_t n = service_explains(&c->services[i], words);
    if (n > best) {
      best = n;
      found = &c->services[i];
    }
  }
  return found;
}

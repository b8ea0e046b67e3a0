/* domain/service: a service as an office writes it down in services/<code>.yaml, and the judgement which papers one
 * situation needs. Pure: the file is read by config/service_file.c, the date comes from the caller.
 * Source of the rules: the law named in each requirement's basis (UU 24/2013, Perpres 96/2018, Permendagri 108/2019 ...). */
#pragma once
#include "base/base.h"

enum lang { LANG_ID, LANG_EN, LANGS };
struct local_text {
  str in[LANGS];
};

#define MAX_CHOICES 24
#define MAX_QUESTIONS 24
#define MAX_REQUIREMENTS 40
#define MAX_FORM_FIELDS 60
#define MAX_FORM_LISTS 4
#define MAX_LIST_ITEMS 20

/* One test of a condition: the answer to `question` is (or, negated, is not) one of the choices in the mask.
 * A question that was not asked (its own condition is false) answers no test, negated or not, unless the mask holds
 * CHOICE_UNASKED ("parents_known=yes|unasked"). */
#define CHOICE_UNASKED (1u << 31)
struct test {
  u32 question; /* index into service->questions */
  bool negated;
  u32 choices; /* bit i = choice i */
  bool or_next; /* this test or the next one: "hosted=yes or other_reason=hosted" */
};
struct condition {
  const struct test *tests; /* all must hold; none = always */
  size_t n;
};

struct choice {
  str code; /* "registered"; yes/no questions use "yes" and "no" */
  struct local_text label; /* at most 24 characters: it is a row of a WhatsApp list */
  struct local_text help;  /* at most 72 characters; may be empty */
};
struct question {
  str code; /* "marriage_proof" (domain vocabulary) */
  struct local_text ask;
  struct local_text help;
  const struct choice *choices;
  size_t choice_count;
  u32 usual; /* the choice taken when nobody answered (API, walk-in in a hurry): the most common situation */
  struct condition when; /* names earlier questions only */
};

/* What has to happen with a requirement; bits. FORM: the data is enough. A form that must be signed on paper (F-2.03 ...)
 * has UPLOAD instead, and its code in `form`: it is printed, signed, and the photo of it sent in; never both bits.
 * SHOW or WITHDRAW without UPLOAD: brought along, no scan. */
enum mode {
  MODE_FORM = 1,     /* data typed into Loket, printed as the official form */
  MODE_UPLOAD = 2,   /* a scan or photo of the ORIGINAL */
  MODE_SHOW = 4,     /* the original is shown and compared at the counter, and returned */
  MODE_WITHDRAW = 8, /* the original is withdrawn and destroyed */
  MODE_OPTIONAL = 16,
  MODE_OFFICER = 32, /* an internal decision, nothing the citizen brings */
};
enum basis_level { BASIS_NATIONAL, BASIS_LOCAL };

struct requirement {
  str code; /* "skl" */
  str form; /* "F-2.03" or empty */
  unsigned modes;
  struct condition when;
  str replaces; /* code of the requirement this one stands in for, or empty */
  int witnesses;
  enum basis_level basis;
  str basis_ref;
  struct date valid_from, valid_to; /* year 0 = open */
  struct local_text label, help;
  const str *effects; /* "akta_phrase_unregistered_marriage" ... */
  size_t effect_count;
  bool disabled; /* `enabled: false`: the office switched it off; it is read and checked but never asked for */
};

enum field_kind { FIELD_TEXT, FIELD_NAME, FIELD_NIK, FIELD_KK, FIELD_DATE, FIELD_TIME, FIELD_PHONE, FIELD_NUMBER, FIELD_CHOICE, FIELD_LONG,
  FIELD_REGION, /* a village, with x_district, x_regency, x_province beside x_village: found in the region lists */
  FIELD_KINDS };
struct form_field {
  str code;    /* "child_name" */
  str section; /* "child", "father", "reporter", "witness1" ...: fields of one section stand on one page */
  str form;    /* the official form it belongs to, "F-2.01" */
  enum field_kind kind;
  bool optional;
  struct local_text label, help;
  const struct choice *choices; /* FIELD_CHOICE: code = the official form's number ("1" RS/RB ...) */
  size_t choice_count;
  struct condition when;
};

/* A section that is filled in once for each of several: the members of a family. */
struct form_list {
  str section;
  int least, most; /* how many; least 0: it may stay empty */
  struct local_text item; /* "anggota keluarga": one of them, inside a sentence */
  struct local_text help; /* who belongs in it; may be empty */
};

enum delivery { DELIVERY_SELF_PRINT, DELIVERY_PICKUP, DELIVERY_COURIER };
enum originals_check { ORIGINALS_AT_PICKUP, ORIGINALS_BEFORE_RELEASE, ORIGINALS_BY_SAMPLING, ORIGINALS_NONE };

struct result_document {
  str code; /* "birth_cert" */
  struct local_text label;
  struct condition when;
};

struct service {
  str code;    /* "akta_kelahiran" */
  str version; /* the first 12 hex digits of the SHA-256 of the file it was read from */
  str source;  /* the bytes of that file: kept beside the version, so that a running application can be judged again */
  str field;   /* "capil", "dafduk", "piak" */
  struct local_text label;       /* "Akta Kelahiran": at most 24 characters */
  struct local_text description; /* at most 72 characters */
  int menu;        /* place in the menu: 1, 2, ... */
  bool data_sync;  /* sinkronisasi: outcomes and a question back instead of documents; see domain/sync.h */
  bool in_person;  /* ktp_el: only an appointment, no application */
  bool condolence; /* a death: tone of the texts */
  int sla_working_hours; /* the published time, from complete and correct */
  enum delivery delivery;
  enum originals_check originals;
  const str *words; /* what people type: "akte", "akta lahir" ... lower case */
  size_t word_count;
  const struct question *questions;
  size_t question_count;
  const struct requirement *requirements;
  size_t requirement_count;
  const struct form_field *fields;
  size_t field_count;
  const struct form_list *lists;
  size_t list_count;
  const struct result_document *results;
  size_t result_count;
};

/* answers: one choice index a question, or UNANSWERED. Always question_count long, in the order of the service. */
#define UNANSWERED 0xFF
struct answers {
  u8 choice[MAX_QUESTIONS];
};
struct answers answers_none(void);
/* E_NOTFOUND: no such question. E_INPUT: no such choice (yes/no also as y, n, ya, tidak, true, false).
 * An unusual answer to a question that hangs behind another also answers that other, where nobody did: who says
 * citizen=foreigner has said special=yes. */
enum err answers_set(const struct service *s, struct answers *a, str question, str choice);
/* What counts: the answer, else the usual one; UNANSWERED when the question does not apply. */
u8 answer_of(const struct service *s, const struct answers *a, size_t question);
bool condition_holds(const struct service *s, const struct condition *c, const struct answers *a);
/* The first question that applies and has no answer yet; NULL when all are answered. */
const struct question *service_next_question(const struct service *s, const struct answers *a);

struct judgement {
  const struct requirement *needs[MAX_REQUIREMENTS]; /* in the order of the service; optional ones too */
  size_t n;
};
struct judgement service_judge(const struct service *s, const struct answers *a, struct date today);
const struct requirement *judgement_find(const struct judgement *j, str code);
bool judgement_has_effect(const struct judgement *j, str effect);
const struct requirement *service_requirement(const struct service *s, str code);
const struct form_field *service_field(const struct service *s, str code);
const struct form_list *service_list(const struct service *s, str section); /* NULL: filled in once */
bool list_applies(const struct service *s, const struct form_list *l, const struct answers *a);
const struct question *service_question(const struct service *s, str code);

struct catalogue {
  const struct service *services; /* in the order of the menu */
  size_t n;
};
const struct service *catalogue_find(const struct catalogue *c, str code);
/* Every version that running applications were judged by stays readable: see config/service_file.h. */
const struct service *catalogue_by_word(const struct catalogue *c, str typed); /* what a citizen typed; NULL */

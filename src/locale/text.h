/* locale/text: every sentence a person reads. Source: the PO files of this folder (id = reference), compiled in by
 * tools/po. A key that is missing in one language, or has other {arguments} there, is a build error. */
#pragma once
#include "base/base.h"
#include "domain/service.h" /* enum lang, struct local_text */

#include "text_keys.h" /* generated: enum text_key { T_NONE, T_CHAT_GREETING, ... T_COUNT } from msgid "chat.greeting" */

struct text_arg {
  const char *name;
  str value;
};
/* The sentence with its {name} filled in. An argument the sentence does not name is ignored; one it names and does
 * not get is a bug (logged, left as an empty string). */
str text_fill(struct arena *a, enum lang lang, enum text_key key, const struct text_arg *args, size_t n);
#define TEXT(arena, lang, key, ...)                                                        \
  text_fill((arena), (lang), (key), (const struct text_arg[]){{NULL, {0}}, ##__VA_ARGS__}, \
            COUNT(((const struct text_arg[]){{NULL, {0}}, ##__VA_ARGS__})))
#define ARG(name, value) \
  { (name), (value) }
str text_plain(enum lang lang, enum text_key key);     /* a sentence without arguments; static memory */
/* The languages pages can be read in: Indonesian, English, and one more for each file of src/locale/more. */
unsigned text_language_total(void);
str text_language_code(enum lang lang); /* "id" */
bool text_language_find(str code, enum lang *ret);
const char *text_key_name(enum text_key key);          /* "chat.greeting" */
enum text_key text_key_find(str name);                 /* T_NONE when unknown */
str local(const struct local_text *t, enum lang lang); /* Indonesian when the other language is empty */
/* "Jumat, 20 November 2026 pukul 09.12 WITA"; "20 November 2026" */
str text_moment(struct arena *a, enum lang lang, moment m);
str text_date(struct arena *a, enum lang lang, struct date d);
/* "17 Agustus 2026", "24 Desember 2026 – 26 Desember 2026", "10 Desember 2026, 11.00–13.00 WITA", or two moments. */
str text_span(struct arena *a, enum lang lang, moment from, moment to);

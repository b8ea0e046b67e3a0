/* locale/text_table: what tools/po makes of the PO files. Read it through locale/text.h. */
#pragma once
#include "locale/text.h"

extern const char *const text_names[T_COUNT]; /* sorted from place 1 on; place 0 is T_NONE */
extern const unsigned text_language_count; /* the two of enum lang, then those of src/locale/more */
extern const char *const text_languages[]; /* "id", "en", "sas" */
extern const str text_sentences[][T_COUNT];

/* report/pdf_language: says in a PDF which language it speaks, so that a screen reader pronounces it right. cairo 1.16
 * cannot; the file gets an incremental update (ISO 32000-1, 7.5.6) with a catalog that has /Lang. */
#pragma once
#include "base/base.h"

/* `pdf` is a file as cairo writes it (plain cross-reference table, catalog not compressed); `tag` is a language tag
 * ("id-ID"). E_BUG when the file does not look like that. */
enum err pdf_set_language(struct arena *a, str pdf, str tag, str *ret_pdf);

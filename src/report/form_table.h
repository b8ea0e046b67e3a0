/* report/form_table: the rows of an official form, one for each person. Inside of report/ only. */
#pragma once
#include "locale/text.h"
#include "report/form_paper.h"
#include "report/sheet.h"

/* The printed form has so many rows; what is more goes on continuation sheets. */
size_t form_table_sheets(const struct form_table *t);
size_t form_table_first(size_t sheet); /* its first row */
void form_table_draw(struct sheet *s, const struct form_table *t, size_t first);

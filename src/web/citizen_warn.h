/* web/citizen_warn: what one section of the form still lacks, and what in it looks odd. */
#pragma once
#include "office/file.h"

struct warnings {
  const str *at; /* sentences */
  size_t n;
};
/* Notes a fault for each mandatory field of the section that data (JSON object) does not hold. */
void section_missing(struct ctx *c, const struct application *f, str section, str data);
/* Odd, but allowed: a NIK that says another birth date or sex, a name the law would shorten, a day that is yet to come.
 * data: what was typed, or one item of a list. */
struct warnings section_warnings(struct ctx *c, const struct application *f, str section, str data);

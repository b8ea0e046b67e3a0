/* domain/identity: numbers of people and files. Privacy by type: a struct nik or struct phone cannot be printed by a
 * template or the log; nik_masked() and phone_masked() can.
 * NIK: 16 digits PPKKCC DDMMYY SSSS, women DD + 40; no check digit. A contradiction to birth date or sex is a warning,
 * never a refusal: Permendagri 108/2019 art. 15(3) lets data change while the NIK stays. */
#pragma once
#include "base/base.h"

struct nik {
  char digits[16];
};
enum nik_problem {
  NIK_FINE,
  NIK_LENGTH,     /* error: not 16 digits */
  NIK_NOT_DIGITS, /* error */
  NIK_ALL_SAME,   /* error */
  NIK_DATE,       /* warning: an impossible birth date */
  NIK_SERIAL,     /* warning: serial 0000 */
  NIK_REGION,     /* warning: province 00 or below 11 */
  NIK_OTHER_DATE, /* warning: not the birth date typed in */
  NIK_OTHER_SEX,  /* warning */
};
bool nik_is_error(enum nik_problem p);
/* Blanks, dots and dashes between the digits are fine. ret is filled when it is no error. */
enum nik_problem nik_read(str text, struct date today, struct nik *ret);
/* sex: 'L', 'P' or 0; birth: year 0 = unknown */
enum nik_problem nik_compare(const struct nik *n, struct date birth, char sex, struct date today);
bool nik_birth(const struct nik *n, struct date today, struct date *ret, char *ret_sex);
str nik_masked(struct arena *a, str digits); /* "527199******0001" */

/* Digits with the country code: 0877..., 62877..., +62 877-..., 877... -> 62877...
 * Indonesian mobile numbers only unless it comes with another country's code ("+60..."). E_INPUT otherwise. */
enum err phone_read(struct arena *a, str text, str *ret_digits);
str phone_last4(str digits); /* empty when there are fewer */
str phone_masked(struct arena *a, str digits); /* "+62 877-****-9446" */

/* MTR-7K4P-2Q9X: office prefix, seven random symbols without I L O U 0 1, and one that checks them. */
str number_new(struct arena *a, str prefix);
/* As people type it: lower case, without dashes, 0 for O... -> the canonical form. E_INPUT when it cannot be one. */
enum err number_read(struct arena *a, str typed, str *ret_number);

/* Names on new records (Permendagri 73/2022): at most 60 letters, no digits or punctuation; two words advised. */
enum name_problem { NAME_FINE, NAME_EMPTY, NAME_TOO_LONG, NAME_SIGNS, NAME_ONE_WORD };
bool name_is_error(enum name_problem p); /* only empty and not valid text; the rest are warnings */
enum name_problem name_check(str name);
/* "Sari D***": the first word and initials, for lists. */
str name_masked(struct arena *a, str name);

/* web/form_papers: an official form with the data of an application in it, as PDF. */
#pragma once
#include "office/file.h"

/* "F-2.01" and its kind; false: a form nobody prints here (it comes from elsewhere). */
bool form_known(str code);
/* The form of this application; one that none of its papers asks for is not made. E_NOTFOUND. */
enum err form_pdf(struct ctx *c, const struct application *f, str code, str *ret_pdf);
/* The forms worth printing for this application: those its papers name, and those its data belongs to. At most max. */
size_t forms_of(const struct application *f, str *ret, size_t max);

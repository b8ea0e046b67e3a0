/* Within report/: what every A4 paper of the office begins with. */
#pragma once
#include "report/paper.h"
#include "report/sheet.h"

void letterhead(struct sheet *s, const struct paper_office *office);
/* A4; title and what it is about in the metadata, both beside the page number. */
struct sheet_about letter_sheet(struct arena *a, enum lang lang, str title, str about, const struct paper_office *office, moment made_at);
/* A box to sign in, 88 points high at the pen; name: printed below the line, or empty. */
void letter_signature(struct sheet *s, double x, double w, str role, str name);

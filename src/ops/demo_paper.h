/* Within ops/demo: a paper that looks like one from afar and says up close that it is none. */
#pragma once
#include "scans/scans.h"

/* Draws title, name and a few lines, and seals the PNG as the next scan of the intake. */
enum err demo_paper(struct intake *in, str title, str name, struct sealed_scan *ret_scan);
void demo_papers_done(void); /* gives the fonts back */

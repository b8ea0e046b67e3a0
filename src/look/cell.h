/* look/cell: the cage around one look. */
#pragma once
#include "scans/look_call.h"

/* Before the first one: what a process can do only outside (models, fonts), then everything that all looks share is locked. False:
 * this kernel makes no cage. */
bool cell_prepare(void);
/* In a child of its own, which it ends: maps the two descriptors, locks itself in and looks. */
_Noreturn void cell_look(const struct look_order *order, int in, int out);
#define CELL_NO_CAGE 97 /* exit status: a lock did not close, so the file was not touched */

/* office/relink: a phone was lost or the number changed. At the counter, after the identity was looked at, the file gets
 * the new number and a new link; what the old phone held opens nothing any more. */
#pragma once
#include "office/file.h"

/* phone as typed; empty: the file has no number from now on. E_NOTFOUND, E_INPUT. */
enum err office_relink(struct ctx *c, str number, str phone);

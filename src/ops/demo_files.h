/* Within ops/demo: many applications at once, straight into the store. */
#pragma once
#include "office/office.h"

/* In transactions of 10,000; the last three of a hundred are open, as if the office had worked for three years. */
enum err demo_insert(struct ctx *c, int count);

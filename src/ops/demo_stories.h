/* Within ops/demo: a dozen applications that lived through something, each by the office's own functions. */
#pragma once
#include "office/office.h"

/* Nothing when an application is there already. */
enum err demo_stories(struct ctx *c, int *ret_added);

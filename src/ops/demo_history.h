/* Within ops/demo: a past, event by event, as if the office had worked for months. No scans. */
#pragma once
#include "office/office.h"

/* The same people and days for the same count; spread over count / 40 days, at least 30 and at most three years. What
 * would happen after now has not happened: those files are still open. */
enum err demo_history(struct ctx *c, int count, int *ret_added);

/* ops/demo: a living office of invented people, for the first look and for measuring. Only where config.demo is set. */
#pragma once
#include "office/office.h"

#define DEMO_PASSWORD "empat kuda putih" /* known to everybody: that is why a demo must say it is one */

/* The officers (once), and about a dozen applications in all states unless some are there. With history > 0 that many
 * before them, with every event of theirs (once: not when there are applications). With applications > 0 that many more,
 * straight into the store: three of a hundred open, the rest finished, no scans, no events. */
enum err demo_fill(struct office *o, int applications, int history, FILE *out);

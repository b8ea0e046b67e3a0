/* office/today: how things stand at the office right now, for everybody to see. Kept for half a minute: the front page is
 * asked for often, and nobody needs it newer. */
#pragma once
#include "domain/calendar.h"
#include "office/office.h"

struct today {
  struct doors doors;
  i64 waiting;   /* files nobody has decided about yet */
  i64 disturbed; /* files that stand still because the central system does */
  moment disturbed_since;
};
/* E_IO: nothing could be counted; the doors are told by the week then. */
enum err office_today(struct ctx *c, struct today *ret);

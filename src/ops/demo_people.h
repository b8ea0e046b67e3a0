/* Within ops/demo: invented people. Any likeness is chance; the phone numbers are of a block nobody has. */
#pragma once
#include "base/base.h"

/* Chance that gives the same people again for the same seed. */
struct chance {
  u64 state;
};
unsigned chance_below(struct chance *c, unsigned n);
str person_name(struct arena *a, struct chance *c);
str person_phone(struct arena *a, struct chance *c); /* 62812000xxxxx */

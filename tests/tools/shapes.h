/* The view of the templates in hostile.html. */
#pragma once
#include "base/base.h"

struct shape_word {
  str text;
  int n;
};
struct shape_view {
  const struct shape_word *words;
  size_t count;
};

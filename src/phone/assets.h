/* phone/assets: the page, compiled in (embed.c writes the table from assets/). */
#pragma once
#include <stddef.h>

struct phone_asset {
  const char *name, *type;
  const char *bytes;
  size_t size;
};
extern const struct phone_asset phone_assets[];
extern const size_t phone_asset_count;

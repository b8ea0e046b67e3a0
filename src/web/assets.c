#include "web/assets.h"

const struct asset *asset_find(str name) {
  str hash;
  if (!str_cut(&name, '.', &hash)) return NULL;
  for (size_t i = 0; i < ASSET_COUNT; i++)
    if (str_is(name, assets[i].name) && str_is(hash, assets[i].hash)) return &assets[i];
  return NULL;
}

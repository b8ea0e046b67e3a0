/* web/assets: style sheets, scripts and pictures (src/web/assets), compiled in by tools/assets. The address of a file
 * carries its hash, so a browser may keep it for ever: /a/1a2b3c4d.loket.css. Templates name it ASSET_LOKET_CSS. */
#pragma once
#include "base/base.h"

#include "web/assets_gen.h" /* generated: #define ASSET_LOKET_CSS "/a/1a2b3c4d.loket.css", ASSET_COUNT */

struct asset {
  const char *name; /* "loket.css" */
  const char *type; /* "text/css; charset=utf-8" */
  const char *hash; /* the first 8 hex digits of the SHA-256 of the file */
  const unsigned char *bytes;
  size_t n;
  const unsigned char *gz; /* NULL when gzip does not make it smaller */
  size_t gz_n;
};
extern const struct asset assets[ASSET_COUNT];

/* By the last part of its address, "1a2b3c4d.loket.css"; NULL when there is none, or another hash. */
const struct asset *asset_find(str name);

/* look/exif: how a photo has to be turned, and whether a camera took it. Nothing else is read: the rest is nobody's business. */
#pragma once
#include "base/base.h"
#include "scans/inspect.h"

struct exif {
  int orientation; /* 1..8; 1 when nothing is told */
  bool camera;     /* a maker is named */
};
struct exif exif_of(enum scan_type type, str file);
struct exif exif_read(str block); /* a TIFF header and its first directory */

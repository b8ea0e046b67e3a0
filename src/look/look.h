/* look/look: one look at one file, from its bytes to the verdict. Runs in the cage; knows nothing of processes. */
#pragma once
#include "look/decode.h"
#include "scans/verdict.h"

#define LOOK_VIEW_SIDE 1600
#define LOOK_THUMB_SIDE 240

/* memory: LOOK_OUTPUT bytes, zero. What is in it is a verdict from `finished` on; texts are added behind that. */
void look_at(enum scan_type type, str file, bool reads, char *memory);

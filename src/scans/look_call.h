/* scans/look_call: what passes over the socket between who wants a file looked at and the program that forks the cages. */
#pragma once
#include "base/base.h"

#define LOOK_SOCKET 3 /* the descriptor that program finds its socket at */
#define LOOK_CALL_MAGIC 0x6c6f6f6bu
/* With two descriptors: the file's bytes, and the memory the verdict goes into. */
struct look_order {
  u32 magic, type; /* enum scan_type */
  u64 size;
  u32 cpu_seconds, wall_seconds;
  u32 reads; /* 1: texts are wanted too */
};
enum look_end { LOOK_ENDED, LOOK_DIED, LOOK_OUT_OF_TIME, LOOK_NO_CAGE };
struct look_answer {
  u32 magic, end; /* enum look_end */
};

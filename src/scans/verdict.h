/* scans/verdict: what the cage says about one file, as it lies in the memory it shares with us. The child that wrote it
 * has met hostile bytes: nothing in it is believed before verdict_read has looked at it, once, over a copy. */
#pragma once
#include "base/base.h"
#include "domain/look.h"

enum copy_kind { COPY_THUMB, COPY_VIEW, COPY_KINDS };

#define LOOK_MAX_PAGES 20  /* of a PDF or TIFF are shown; the original has them all */
#define LOOK_MAX_COPIES (LOOK_MAX_PAGES + 1)
#define LOOK_MAX_READ 48
#define LOOK_TEXT 96 /* as in struct paper_found */
#define LOOK_OUTPUT (24u << 20) /* bytes of the shared memory: the struct, then the copies' bytes */
#define LOOK_MAGIC 0x4c4f4f4bu
#define LOOK_VERSION 1

/* As the child writes it. Only fixed sizes, no pointers. */
struct look_copy {
  u32 kind, page, width, height, at, size;
};
struct look_read {
  u32 kind, sure; /* 0..100 */
  char text[LOOK_TEXT]; /* UTF-8, zero-terminated */
};
struct look_wire {
  u32 magic, version, finished;
  u32 problem, pages, width, height;
  u32 judged; /* 1: scores were taken */
  u32 scores[LOOK_FAULTS];
  u32 has_likeness;
  struct likeness likeness; /* of the first page */
  u32 paper, paper_sure;
  u32 copy_count, read_count;
  struct look_copy copies[LOOK_MAX_COPIES];
  struct look_read reads[LOOK_MAX_READ];
};

struct verdict_copy {
  enum copy_kind kind;
  int page, width, height; /* page from 1 */
  str jpeg;
};
struct verdict_read {
  enum read_kind kind;
  int sure;
  str text;
};
struct verdict {
  enum look_problem problem;
  int pages, width, height; /* of the original, upright; pages: all it has */
  bool judged;
  int scores[LOOK_FAULTS];
  bool has_likeness;
  struct likeness likeness;
  enum paper_kind paper;
  int paper_sure;
  struct verdict_copy copies[LOOK_MAX_COPIES];
  size_t copy_count;
  struct verdict_read reads[LOOK_MAX_READ];
  size_t read_count;
};
/* Texts are copied into the arena; the copies' bytes stay where they are, in `memory`. E_INPUT: not a verdict. */
enum err verdict_read(struct arena *a, str memory, struct verdict *ret);

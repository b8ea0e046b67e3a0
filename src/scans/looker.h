/* scans/looker: has a file looked at. The program `loket-look` forks a child for each file; the child gets the bytes in memory,
 * locks itself in (no files, no sockets, no processes, bounded time and memory) and writes a verdict into memory it shares
 * with us. One looker is for one thread; it has one look at a time. */
#pragma once
#include "scans/scans.h"
#include "scans/verdict.h"

struct looker_options {
  const char *program;           /* NULL: loket-look beside our own program */
  int cpu_seconds, wall_seconds; /* of one file */
  bool reads;                    /* texts too */
  bool low;                      /* lower priority than everything else */
};
struct looker;
/* Starts nothing yet: the program is started by the first look, and again when it was lost. */
enum err looker_new(const struct looker_options *o, struct looker **ret);
void looker_free(struct looker *l);
/* The bytes are read from `from` to its end. E_IO: they could not be read, or no cage can be made (see looker_why): nothing is known
 * about the file. Else there is a verdict, also about a file that killed its decoder. Its copies stay valid until the next look. */
enum err looker_look(struct looker *l, struct arena *a, enum scan_type type, struct scan_reader *from, struct verdict *ret);
/* The same of bytes in memory. */
enum err looker_look_at(struct looker *l, struct arena *a, enum scan_type type, str file, struct verdict *ret);
const char *looker_why(const struct looker *l); /* what went wrong last, for the log */

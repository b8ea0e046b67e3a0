/* tool: what the build-time programs share. They read files of this tree, write generated C and stop the build with
 * "file:line: error: ..." as a compiler does. Memory lives until the program ends. */
#pragma once
#include "base/base.h"

#define TOOL_MAX_FILE (8u << 20)
#define TOOL_MEMORY (256u << 20)

/* The whole file; ends the program when it cannot be read or is larger than TOOL_MAX_FILE. */
str tool_read(struct arena *a, const char *path);
/* Writes only what has changed, so that ninja does not compile again what stayed the same. */
void tool_write(struct arena *a, const char *path, str content);
/* Prints the fault and counts it; line 0 = the whole file. tool_result() is main's answer: 1 after any fault. */
void tool_fault(const char *path, size_t line, const char *fmt, ...) PRINTF(3, 4);
int tool_result(void);
/* The part behind the last '/'. */
const char *tool_basename(const char *path);
/* As a C string literal, quotes included. */
void tool_c_string(struct buf *out, str s);

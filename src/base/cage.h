/* cage: what a process gives up for good before it touches what others may have made to hurt it. Every step is checked
 * by its caller: a cage that did not close is no cage. Order: no_dumps, landlock, limits, seccomp last; each sets what it
 * needs itself. One thread only: start threads before (they stay outside of Landlock) or not at all.
 *
 * Errors: E_OK closed; E_NOTFOUND the kernel cannot do this; E_IO it would not. */
#pragma once
#include "base/base.h"

/* No core file; other processes of this user may not look into this one's memory. */
enum err cage_no_dumps(void);
/* Nothing started from here can gain rights (set-uid programs). seccomp and Landlock need it and set it themselves. */
enum err cage_no_new_privs(void);

#define CAGE_KEEP (-1)
struct cage_limits {
  i64 memory_bytes; /* address space; CAGE_KEEP leaves a limit as it is */
  i64 cpu_seconds;
  i64 file_bytes;   /* the longest file it may write; 0: none */
  i64 files;        /* descriptors it may hold: one more than the highest number */
  i64 processes;    /* of this user; 0: it can start none (root is not held by it: seccomp is) */
};
enum err cage_limit(const struct cage_limits *limits);

/* A place of the file system that stays reachable. */
enum cage_right { CAGE_READ = 1, CAGE_WRITE = 2, CAGE_EXECUTE = 4 };
struct cage_place {
  const char *path; /* a file, or a folder with all below it; one that is not there is left out */
  unsigned rights;
};
/* Opens nothing but these places from now on (n = 0: nothing at all), whatever the user may do otherwise; where the kernel
 * can, TCP is closed too. Descriptors already open stay usable. */
enum err cage_landlock(const struct cage_place *places, size_t n);

/* System calls that stay allowed; all others answer EPERM, or end the process when `kill`. Makes its tables with malloc:
 * call it before the memory limit is tight. */
struct cage_call {
  int number;    /* SCMP_SYS(read) of <seccomp.h> */
  int arg;       /* 0: any arguments; else 1 + the argument that is looked at */
  u64 mask, value; /* allowed when (argument & mask) == value */
};
enum err cage_seccomp(const struct cage_call *calls, size_t n, bool kill);

struct cage_support {
  bool seccomp;
  int landlock; /* version; 0: the kernel has none */
};
struct cage_support cage_support(void);

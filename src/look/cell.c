/* driver: what stays allowed in a cage is memory, and ending. */
#include "look/cell.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/cage.h"
#include "look/look.h"
#include "look/probe.h"
#include "look/reader.h"

#define LOOK_MEMORY (640u << 20) /* besides what is mapped before */

static i64 mapped_before; /* bytes of address space: libraries and the model */

static i64 address_space(void) {
  char line[128];
  i64 pages = 0;
  int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd >= 0 ? read(fd, line, sizeof line) : -1;
  if (fd >= 0) close(fd);
  str text = {line, n > 0 ? (size_t)n : 0}, first;
  if (!str_cut(&text, ' ', &first) || !str_to_i64(first, &pages)) return 0;
  return pages * sysconf(_SC_PAGESIZE);
}

static int later(const void *a, const void *b) { return memcmp(a, b, 1); }

/* The first calls of malloc and of a large qsort ask the kernel for things: they must have happened before. */
static void warm_up(void) {
  char *volatile p = malloc(64u << 10);
  if (!p) return;
  memset(p, 7, 64u << 10);
  qsort(p, 64u << 10, 1, later);
  free(p);
}

/* Fonts that are not in a PDF are the only files a look may read, and only a look at a PDF. */
static const struct cage_place fonts[] = {{"/usr/share/fonts", CAGE_READ}, {"/usr/local/share/fonts", CAGE_READ}, {"/usr/share/poppler", CAGE_READ}};
static bool landlocked;

bool cell_prepare(void) {
  decode_prepare();
  reader_prepare();
  warm_up();
  mapped_before = address_space();
  if (!mapped_before || !cage_support().seccomp || cage_no_dumps() != E_OK) return false;
  enum err e = cage_landlock(fonts, COUNT(fonts));
  landlocked = e == E_OK;
  return e == E_OK || e == E_NOTFOUND; /* without Landlock seccomp alone holds: then no file at all can be opened */
}

#define MEMORY_AND_ENDING \
  {.number = SCMP_SYS(exit_group)}, {.number = SCMP_SYS(brk)}, {.number = SCMP_SYS(mremap)}, {.number = SCMP_SYS(munmap)}, \
      {.number = SCMP_SYS(madvise)}, {.number = SCMP_SYS(rt_sigreturn)}, {.number = SCMP_SYS(mmap), .arg = 3, .mask = PROT_EXEC, .value = 0}
static const struct cage_call usual_calls[] = {MEMORY_AND_ENDING};
static const struct cage_call font_calls[] = {MEMORY_AND_ENDING,
                                              {.number = SCMP_SYS(openat), .arg = 3, .mask = O_ACCMODE | O_CREAT | O_TRUNC, .value = O_RDONLY},
                                              {.number = SCMP_SYS(read)},
                                              {.number = SCMP_SYS(lseek)},
                                              {.number = SCMP_SYS(close)},
                                              {.number = SCMP_SYS(fstat)},
                                              {.number = SCMP_SYS(newfstatat)}};

/* A sanitizer keeps maps and asks the kernel for much: a program built with one is for finding faults, and its cage stays open. */
#ifdef __SANITIZE_ADDRESS__
#define CAGED false
#else
#define CAGED true
#endif

static enum err lock(const struct look_order *order) {
  bool reads_fonts = order->type == SCAN_PDF && landlocked;
  const struct cage_limits limits = {.memory_bytes = mapped_before + LOOK_MEMORY, .cpu_seconds = order->cpu_seconds, .file_bytes = 0,
                                     .files = reads_fonts ? 16 : 0, .processes = 0};
  if (!CAGED) return E_OK;
  TRY(cage_limit(&limits));
  if (reads_fonts) return cage_seccomp(font_calls, COUNT(font_calls), false);
  return cage_seccomp(usual_calls, COUNT(usual_calls), false);
}

_Noreturn void cell_look(const struct look_order *order, int in, int out) {
  const char *file = order->size ? mmap(NULL, order->size, PROT_READ, MAP_PRIVATE, in, 0) : "";
  char *memory = mmap(NULL, LOOK_OUTPUT, PROT_READ | PROT_WRITE, MAP_SHARED, out, 0);
  if (file == MAP_FAILED || memory == MAP_FAILED || close_range(0, ~0u, 0) != 0) _exit(CELL_NO_CAGE);
  if (lock(order) != E_OK) _exit(CELL_NO_CAGE);
  str bytes = {file, order->size};
  if (!probe(bytes, memory)) look_at((enum scan_type)order->type, bytes, order->reads == 1, memory);
  _exit(0);
}

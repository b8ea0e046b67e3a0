/* try: looks at files as the worker does and says what came of it. Usage: try PROGRAM FILE... */
#include <fcntl.h>
#include <unistd.h>

#include "scans/looker.h"

static str slurp(struct arena *a, const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  char *p = arena_alloc(a, 32u << 20);
  size_t n = 0;
  for (ssize_t got; fd >= 0 && (got = read(fd, p + n, (32u << 20) - n)) > 0;) n += (size_t)got;
  if (fd >= 0) close(fd);
  return (str){p, n};
}

static void save(const char *path, const struct verdict_copy *c) {
  char name[300];
  snprintf(name, sizeof name, "%s.%s%d.jpg", path, c->kind == COPY_THUMB ? "thumb" : "view", c->page);
  int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return;
  if (write(fd, c->jpeg.p, c->jpeg.n) < 0) perror(name);
  close(fd);
}

int main(int argc, char **argv) {
  struct looker *l;
  struct looker_options o = {.program = argv[1], .cpu_seconds = 10, .wall_seconds = 30, .reads = true};
  bool keeps = getenv("KEEP") != NULL;
  if (argc < 3 || looker_new(&o, &l) != E_OK) return 2;
  for (int i = 2; i < argc; i++) {
    struct arena *a = arena_new(80u << 20);
    struct inspect s;
    struct verdict v;
    str file = slurp(a, argv[i]);
    inspect_init(&s);
    inspect_piece(&s, file);
    i64 start = clock_monotonic_us();
    enum err e = looker_look_at(l, a, s.type, file, &v);
    printf("%s: %s %s %s", argv[i], err_name(e), looker_why(l), e ? "" : look_problem_code(v.problem));
    if (!e) {
      printf(" %dx%d pages=%d copies=%zu paper=%s/%d ms=%lld", v.width, v.height, v.pages, v.copy_count, look_paper_code(v.paper), v.paper_sure,
             (long long)(clock_monotonic_us() - start) / 1000);
      for (size_t k = 0; k < LOOK_FAULTS; k++) printf(" %s=%d", look_fault_code((enum look_fault)k), v.scores[k]);
      for (size_t k = 0; k < v.read_count; k++) printf("\n    %s %s (%d)", look_read_code(v.reads[k].kind), v.reads[k].text.p, v.reads[k].sure);
      for (size_t k = 0; k < v.copy_count && keeps; k++) save(argv[i], &v.copies[k]);
    }
    printf("\n");
    arena_free(a);
  }
  looker_free(l);
  return 0;
}

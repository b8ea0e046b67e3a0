/* tmpl: compiles the pages to C.
 *
 *   tmpl web/pages_gen.h OUT.h OUT.c... IN.html...
 *
 * As many OUT.c as IN.html, in the same order. OUT.h gets all prototypes; the first word is the name by which the
 * generated C includes it. */
#include "tmpl.h"
#include "tool.h"

static void write_code(struct arena *a, const char *header, const char *in, const char *out,
                       const struct tmpl_result *r) {
  struct buf c = buf_new(a, TOOL_MAX_FILE);
  buf_printf(&c, "/* Made by tools/tmpl from %s. */\n#include \"web/page.h\"\n", tool_basename(in));
  buf_add(&c, r->includes);
  buf_printf(&c, "#include \"%s\"\n", header);
  buf_add(&c, r->code);
  tool_write(a, out, buf_str(&c));
}

struct seen {
  str name;
  const char *path;
  size_t line;
};
#define MAX_PAGES_TEMPLATES 2048

/* The linker would take the first of two templates with one name and say nothing. */
static void check_names(struct seen *seen, size_t *n, const char *path, const struct tmpl_result *r) {
  for (size_t i = 0; i < r->template_count; i++) {
    const struct tmpl_template *t = &r->templates[i];
    for (size_t k = 0; k < *n; k++)
      if (str_eq(seen[k].name, t->name))
        tool_fault(path, t->line, "template " STR_FMT " stands here a second time, first in %s:%zu", STR_ARG(t->name),
                   seen[k].path, seen[k].line);
    if (*n < MAX_PAGES_TEMPLATES) seen[(*n)++] = (struct seen){t->name, path, t->line};
  }
}

int main(int argc, char **argv) {
  if (argc < 5 || (argc - 3) % 2) {
    fprintf(stderr, "usage: tmpl NAME.h OUT.h OUT.c... IN.html...\n");
    return 2;
  }
  struct arena *a = arena_new(TOOL_MEMORY);
  struct buf header = buf_new(a, TOOL_MAX_FILE), prototypes = buf_new(a, TOOL_MAX_FILE);
  buf_add(&header,
          S("/* Made by tools/tmpl: every page and every part of one. */\n#pragma once\n#include \"web/page.h\"\n"));
  struct seen *seen = arena_array(a, struct seen, MAX_PAGES_TEMPLATES);
  size_t seen_count = 0;
  struct tmpl_result *r = arena_new_of(a, struct tmpl_result);
  int pages = (argc - 3) / 2;
  for (int i = 0; i < pages; i++) {
    const char *out = argv[3 + i], *in = argv[3 + pages + i];
    tmpl_compile(a, in, tool_read(a, in), r);
    if (r->fault_line) {
      tool_fault(in, r->fault_line, STR_FMT, STR_ARG(r->fault));
      continue;
    }
    check_names(seen, &seen_count, in, r);
    write_code(a, argv[1], in, out, r);
    buf_add(&header, r->includes);
    for (size_t k = 0; k < r->template_count; k++) {
      buf_printf(&prototypes, "#line %zu \"%s\"\n", r->templates[k].line, in);
      buf_printf(&prototypes, STR_FMT ";\n", STR_ARG(r->templates[k].prototype));
    }
  }
  buf_add(&header, buf_str(&prototypes));
  if (tool_result() == 0) tool_write(a, argv[2], buf_str(&header));
  arena_free(a);
  return tool_result();
}

/* tmpl: one template file to C. The language stands in tools/README.md. */
#pragma once
#include "base/base.h"

#define TMPL_MAX_DEPTH 32
#define TMPL_MAX_TEMPLATES 256

struct tmpl_template {
  str name;
  str prototype; /* "void status_page(struct page *p, const struct status_view *v)" */
  size_t line;
};
struct tmpl_result {
  str code;     /* the functions */
  str includes; /* "#include ..." lines with their #line */
  struct tmpl_template templates[TMPL_MAX_TEMPLATES];
  size_t template_count;
  size_t fault_line; /* 0 = good */
  str fault;
};
/* `path` is what #line and faults name. Stops at the first fault. */
void tmpl_compile(struct arena *a, const char *path, str source, struct tmpl_result *ret);

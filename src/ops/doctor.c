#include "ops/doctor.h"

#include <errno.h>
#include <jansson.h>
#include <sys/stat.h>

#include "ops/doctor_report.h"

static const struct {
  const char *name;
  void (*look)(struct doctor_report *d);
} checks[] = {
    {"configuration", doctor_configuration},
    {"keys", doctor_keys},
    {"store", doctor_store},
    {"clock", doctor_clock},
    {"disk", doctor_disk},
    {"services", doctor_services},
    {"people", doctor_people},
    {"work", doctor_work},
    {"retention", doctor_retention},
    {"whatsapp", doctor_whatsapp},
    {"confinement", doctor_confinement},
};

__attribute__((format(printf, 4, 0))) static void note(struct doctor_report *d, enum doctor_level level,
                                                       const char *mend, const char *fmt, va_list args) {
  char line[1024];
  if (d->n == MAX_FINDINGS) return;
  vsnprintf(line, sizeof line, fmt, args);
  d->findings[d->n++] = (struct finding){level, d->check, arena_str(d->arena, str_of(line)), str_of(mend)};
}

void doctor_ok(struct doctor_report *d, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  note(d, DOCTOR_OK, "", fmt, args);
  va_end(args);
}

void doctor_warn(struct doctor_report *d, const char *mend, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  note(d, DOCTOR_WARN, mend, fmt, args);
  va_end(args);
}

void doctor_fail(struct doctor_report *d, const char *mend, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  note(d, DOCTOR_FAIL, mend, fmt, args);
  va_end(args);
}

bool doctor_private(struct doctor_report *d, str path, const char *mend) {
  struct stat st;
  if (stat(arena_cstr(d->arena, path), &st) != 0) {
    doctor_fail(d, mend, STR_FMT ": %s", STR_ARG(path), strerror(errno));
    return false;
  }
  if ((st.st_mode & 077) == 0) return true;
  unsigned should = S_ISDIR(st.st_mode) ? 0700 : 0600;
  const char *how = arena_printf(d->arena, "chmod %o " STR_FMT, should, STR_ARG(path)).p;
  doctor_fail(d, how, STR_FMT " can be read by others (mode %o)", STR_ARG(path), (unsigned)st.st_mode & 0777);
  return true;
}

/* ---- saying it -------------------------------------------------------------------------------- */

static const char *const level_names[] = {[DOCTOR_OK] = "ok", [DOCTOR_WARN] = "warn", [DOCTOR_FAIL] = "fail"};

static void print_lines(const struct doctor_report *d, FILE *out) {
  size_t counts[3] = {0};
  for (size_t i = 0; i < d->n; i++) {
    const struct finding *f = &d->findings[i];
    counts[f->level]++;
    fprintf(out, "%-4s  %-13s  " STR_FMT "\n", level_names[f->level], f->check, STR_ARG(f->what));
    if (f->mend.n) fprintf(out, "                     -> " STR_FMT "\n", STR_ARG(f->mend));
  }
  fprintf(out, "%zu ok, %zu warnings, %zu failures\n", counts[DOCTOR_OK], counts[DOCTOR_WARN], counts[DOCTOR_FAIL]);
}

static void print_json(const struct doctor_report *d, FILE *out) {
  json_t *list = json_array();
  for (size_t i = 0; i < d->n; i++) {
    const struct finding *f = &d->findings[i];
    json_array_append_new(list, json_pack("{s:s, s:s, s:s%, s:s%}", "level", level_names[f->level], "check", f->check,
                                          "what", f->what.p, f->what.n, "mend", f->mend.p, f->mend.n));
  }
  json_dumpf(list, out, JSON_INDENT(2));
  fputc('\n', out);
  json_decref(list);
}

enum doctor_level doctor(struct arena *a, const struct config *config, bool json, FILE *out) {
  struct doctor_report *d = arena_new_of(a, struct doctor_report);
  enum doctor_level worst = DOCTOR_OK;
  d->arena = a;
  d->config = config;
  for (size_t i = 0; i < COUNT(checks); i++) {
    d->check = checks[i].name;
    checks[i].look(d);
  }
  db_close(d->db);
  for (size_t i = 0; i < d->n; i++)
    if (d->findings[i].level > worst) worst = d->findings[i].level;
  if (json)
    print_json(d, out);
  else
    print_lines(d, out);
  return worst;
}

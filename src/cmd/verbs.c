/* The verbs that open the office, do one thing and tell what they did. */
#include <errno.h>
#include <unistd.h>

#include "base/limits.h"
#include "cmd/cmd.h"
#include "config/partner_file.h"
#include "config/service_file.h"
#include "config/tree.h"
#include "office/booking_house.h"
#include "office/chain.h"
#include "office/openings.h"
#include "office/figures.h"
#include "ops/demo.h"
#include "ops/doctor.h"
#include "ops/setup.h"
#include "ops/users.h"
#include "phone/phone.h"

/* ---- opening -------------------------------------------------------------------------------- */

void close_office(struct office **o) { office_close(*o); }

int open_office(struct call *c, struct office **ret) {
  str problem;
  *ret = NULL;
  if (access(arena_cstr(c->arena, str_from(c->config.store, str_find(c->config.store, ':') + 1)), F_OK) != 0)
    return complain(EXIT_FAILED, "there is no store yet: run `loket init --config %s`", c->config_file);
  if (office_open_all(&c->config, 1, ret, &problem) == E_OK) return EXIT_FINE;
  return complain(EXIT_FAILED, STR_FMT, STR_ARG(problem));
}

struct ctx system_ctx(struct call *c, struct office *o) {
  return ctx_new(o, c->arena, (struct actor_id){.role = ROLE_SYSTEM});
}

/* ---- init, config, service check -------------------------------------------------------------- */

int verb_init(struct call *c) {
  struct setup_report r;
  str problem = STR_NONE;
  const struct config *f = &c->config;
  enum err e = setup(c->arena, f, &r, &problem);
  if (e != E_OK) return complain(EXIT_FAILED, STR_FMT, STR_ARG(problem.p ? problem : str_of(err_name(e))));
  printf("keys      " STR_FMT " (%s)\n", STR_ARG(f->keys),
         r.keys_made ? "made now: keep a copy apart from the store" : "were there");
  if (r.from == r.to)
    printf("store     " STR_FMT " (version %d, nothing to do)\n", STR_ARG(f->store), r.to);
  else
    printf("store     " STR_FMT " (version %d -> %d)\n", STR_ARG(f->store), r.from, r.to);
  printf("scans     " STR_FMT "\n", STR_ARG(f->scans));
  printf("services  %zu in " STR_FMT "\n", r.services, STR_ARG(f->services));
  printf("officers  %lld\n", (long long)r.officers);
  if (r.officers == 0)
    printf("next      loket user add --config %s --login NAME --name \"Full Name\" --role admin\n", c->config_file);
  return EXIT_FINE;
}

int verb_config(struct call *c) {
  str text = config_show(c->arena, &c->config);
  fwrite(text.p, 1, text.n, stdout);
  return EXIT_FINE;
}

static void print_report(const struct buf *report) {
  str lines = buf_str(report);
  fwrite(lines.p, 1, lines.n, stdout);
}

static const struct service *sync_service(const struct catalogue *all) {
  for (size_t i = 0; i < all->n; i++)
    if (all->services[i].data_sync) return &all->services[i];
  return NULL;
}

int verb_service_check(struct call *c) {
  struct catalogue catalogue;
  struct partners partners;
  str problem;
  size_t findings = 0;
  if (services_load(c->arena, c->argv[0], &catalogue, &problem) != E_OK) {
    printf(STR_FMT "\n", STR_ARG(problem));
    return EXIT_FAILED;
  }
  for (size_t i = 0; i < catalogue.n; i++) {
    struct buf report = buf_new(c->arena, 1u << 20);
    findings += service_lint(c->arena, &catalogue.services[i], &report);
    print_report(&report);
  }
  if (partners_load(c->arena, c->argv[0], &partners, &problem) != E_OK) {
    printf(STR_FMT "\n", STR_ARG(problem));
    return EXIT_FAILED;
  }
  for (size_t i = 0; i < partners.n; i++) {
    struct buf report = buf_new(c->arena, 1u << 16);
    findings += partner_lint(&partners.list[i], sync_service(&catalogue), &report);
    print_report(&report);
  }
  if (catalogue.n == 0) return complain(EXIT_FAILED, "%s: no *.yaml file of a service", c->argv[0]);
  if (partners.n) printf("%zu partners\n", partners.n);
  printf("%zu services, %zu findings\n", catalogue.n, findings);
  return findings ? EXIT_FAILED : EXIT_FINE;
}

/* ---- user add ------------------------------------------------------------------------------- */

static int read_password(struct call *c, str *ret) {
  str again;
  if (c->password_stdin)
    return ask_line(ret, c->arena) ? EXIT_FINE : complain(EXIT_FAILED, "no password came on standard input");
  if (!isatty(0)) return complain(EXIT_USAGE, "no terminal to ask for the password: give it with --password-stdin");
  if (!ask_unseen("Password: ", ret, c->arena)) return complain(EXIT_FAILED, "no password");
  const char *problem = password_problem(str_of(c->login), *ret);
  if (problem) return complain(EXIT_FAILED, "%s", problem);
  if (!ask_unseen("The same again: ", &again, c->arena) || !str_eq(*ret, again))
    return complain(EXIT_FAILED, "the two passwords differ; nothing was changed");
  return EXIT_FINE;
}

static int read_role(struct call *c, enum role *ret) {
  if (role_parse(str_of(c->role), ret)) return EXIT_FINE;
  return complain(EXIT_USAGE,
                  "there is no role \"%s\"; roles: info, fo, operator, verifikator, penyerahan, kabid, "
                  "kadis, admin, pengawas, mitra",
                  c->role);
}

int verb_user_add(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  struct new_officer n;
  const char *problem = NULL;
  i64 id;
  if (!c->login || !c->name || !c->role) return complain(EXIT_USAGE, "user add needs --login, --name and --role");
  int status = read_role(c, &n.role);
  if (!status) status = open_office(c, &o);
  if (!status) status = read_password(c, &n.password);
  if (status) return status;
  n.login = arena_lower(c->arena, str_of(c->login));
  n.name = str_of(c->name);
  struct ctx ctx = system_ctx(c, o);
  enum err e = user_save(&ctx, &n, &id, &problem);
  explicit_bzero((char *)(uintptr_t)n.password.p, n.password.n);
  if (e != E_OK) return complain(EXIT_FAILED, "%s", problem ? problem : err_name(e));
  printf("officer %lld: " STR_FMT " (%s)\n", (long long)id, STR_ARG(n.login), role_code(n.role));
  return EXIT_FINE;
}

/* ---- token add, audit verify ------------------------------------------------------------------ */

int verb_token_add(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  const char *problem = NULL;
  enum role role;
  str token;
  if (!c->name || !c->role) return complain(EXIT_USAGE, "token add needs --name and --role");
  int status = read_role(c, &role);
  if (!status) status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = system_ctx(c, o);
  enum err e = token_make(&ctx, str_of(c->name), role, &token, &problem);
  if (e != E_OK) return complain(EXIT_FAILED, "%s", problem ? problem : err_name(e));
  printf(STR_FMT "\n", STR_ARG(token));
  fprintf(stderr, "token \"%s\" (%s): shown this once, an older one of that name no longer works\n", c->name,
          role_code(role));
  return EXIT_FINE;
}

static int verify_openings(struct call *c, struct office *o) {
  struct openings_report r;
  enum err e = openings_verify(o, config_beside_store(c->arena, &c->config, "openings.log"), &r);
  if (e != E_OK) return complain(EXIT_FAILED, "the log of openings cannot be read (%s)", err_name(e));
  if (r.broken_at) {
    printf("log of openings broken at line %lld: %s\n", (long long)r.broken_at, r.what);
    return EXIT_FAILED;
  }
  printf("openings: %lld, whole\n", (long long)r.openings);
  if (!r.unseen) return EXIT_FINE;
  printf("%lld scans were opened past the office, the first in line %lld: no event of a look speaks of them\n", (long long)r.unseen,
         (long long)r.first_unseen);
  return EXIT_FAILED;
}

/* ---- holidays import ---------------------------------------------------------------------------- */

int verb_holidays_import(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  struct holiday_entry *list = arena_array(c->arena, struct holiday_entry, MAX_HOLIDAYS);
  struct holidays_report report;
  size_t n, skipped;
  str text, problem = STR_NONE;
  enum err e = file_text(c->arena, c->argv[0], MAX_HOLIDAYS_FILE, &text);
  if (e != E_OK) return complain(EXIT_FAILED, "%s: %s", c->argv[0], e == E_NOTFOUND ? "no such file" : e == E_LIMIT ? "larger than 512 KB" : "cannot be read");
  if (holidays_parse(c->arena, text, list, MAX_HOLIDAYS, &n, &skipped, &problem) != E_OK)
    return complain(EXIT_FAILED, "%s: " STR_FMT, c->argv[0], STR_ARG(problem));
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = system_ctx(c, o);
  e = office_holidays(&ctx, list, n, &report);
  if (e != E_OK) return complain(EXIT_FAILED, "nothing was changed: %s", err_name(e));
  printf("%zu holidays kept, %zu already over, %zu entries left out, %zu people told\n", report.kept, n - report.kept, skipped, report.told);
  return EXIT_FINE;
}

int verb_audit_verify(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  struct chain_report r;
  int status = open_office(c, &o);
  if (status) return status;
  enum err e = chain_verify(o, &r);
  if (e != E_OK) return complain(EXIT_FAILED, "the events cannot be read (%s)", err_name(e));
  str head = hex_encode(c->arena, r.head.b, SHA256_SIZE);
  if (r.broken_at) {
    printf("broken at event %lld: %s\n%lld events before it are whole\n", (long long)r.broken_at, r.what,
           (long long)r.events);
    return EXIT_FAILED;
  }
  printf("whole: %lld events\nhead: " STR_FMT "\n", (long long)r.events, STR_ARG(head));
  return verify_openings(c, o);
}

/* ---- figures ------------------------------------------------------------------------------------ */

#define BULK_BATCH 5000

static int count_figures(struct call *c, struct office *o) {
  struct ctx ctx = system_ctx(c, o);
  struct figures_state s;
  bool more = true;
  int size = c->batch > 0 ? c->batch : BULK_BATCH, left = c->batches;
  enum err e = E_OK;
  while (e == E_OK && more && left != 0) {
    e = figures_catch_up(&ctx, 1, size, &more);
    if (left > 0) left--;
  }
  if (e == E_OK) e = figures_state(&ctx, &s);
  if (e != E_OK) return complain(EXIT_FAILED, "the figures could not be counted (%s)", err_name(e));
  printf("figures   %lld of %lld events counted\n", (long long)s.counted, (long long)s.newest);
  return EXIT_FINE;
}

int verb_figures(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  int status = open_office(c, &o);
  return status ? status : count_figures(c, o);
}

int verb_figures_rebuild(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = system_ctx(c, o);
  enum err e = figures_forget(&ctx);
  if (e != E_OK) return complain(EXIT_FAILED, "the figures could not be forgotten (%s)", err_name(e));
  return count_figures(c, o);
}

/* ---- doctor, demo, phone ---------------------------------------------------------------------- */

int verb_doctor(struct call *c) {
  static const int statuses[] = {[DOCTOR_OK] = EXIT_FINE, [DOCTOR_WARN] = EXIT_WARNINGS, [DOCTOR_FAIL] = EXIT_FAILED};
  return statuses[doctor(c->arena, &c->config, c->json, stdout)];
}

int verb_demo(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  if (!c->config.demo)
    return complain(EXIT_FAILED,
                    "this office is not a demo: demo logins are known to everybody, so `demo: true` must stand in %s",
                    c->config_file);
  int status = open_office(c, &o);
  if (status) return status;
  enum err e = demo_fill(o, c->applications < 0 ? 0 : c->applications, c->history < 0 ? 0 : c->history, stdout);
  return e == E_OK ? EXIT_FINE : complain(EXIT_FAILED, "the demo could not be filled (%s)", err_name(e));
}

/* "http://127.0.0.1:8081/v25.0" -> "8081" */
static str port_of(str url) {
  str rest = str_from(url, str_find(url, ':') + 3), port = rest;
  rest = str_sub(rest, 0, str_find(rest, '/'));
  size_t colon = str_find(rest, ':');
  port = str_from(rest, colon + 1);
  return str_all_digits(port) ? port : S("0");
}

/* Everything from the configuration of the server it plays with; with --webhook everything from the command line. */
int verb_phone(struct call *c) {
  if (c->argc) return phone_main(c->argc + 1, c->argv - 1);
  const char *words[2 * (6 + PHONE_MAX_NUMBERS)];
  int n = 0;
  const struct config *f = &c->config;
  words[n++] = "phone";
  words[n++] = "--port";
  words[n++] = c->port ? c->port : arena_cstr(c->arena, port_of(f->whatsapp.api_base));
  words[n++] = "--webhook";
  bool in_address = f->whatsapp.check.kind == HOOK_URL_SECRET;
  words[n++] = arena_printf(c->arena, STR_FMT "/hook/whatsapp%s" STR_FMT, STR_ARG(f->public_url), in_address ? "?key=" : "",
                            STR_ARG(in_address ? f->whatsapp.check.secret : S("")))
                   .p;
  if (f->whatsapp.check.kind == HOOK_META_HMAC) {
    words[n++] = "--app-secret";
    words[n++] = arena_cstr(c->arena, f->whatsapp.app_secret);
  } else if (!in_address) {
    words[n++] = "--webhook-header";
    words[n++] = arena_printf(c->arena, STR_FMT ":" STR_FMT, STR_ARG(f->whatsapp.check.header), STR_ARG(f->whatsapp.check.secret)).p;
  }
  words[n++] = "--verify-token";
  words[n++] = arena_cstr(c->arena, f->whatsapp.verify_token);
  for (size_t i = 0; i < f->whatsapp.number_count && i < PHONE_MAX_NUMBERS; i++) {
    const struct number_config *number = &f->whatsapp.numbers[i];
    words[n++] = "--number";
    words[n++] = arena_printf(c->arena, STR_FMT ":" STR_FMT ":" STR_FMT, STR_ARG(number->phone_number_id),
                              STR_ARG(number->display), STR_ARG(number->token))
                     .p;
  }
  words[n] = NULL;
  return phone_main(n, (char **)(uintptr_t)words);
}

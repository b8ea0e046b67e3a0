#include "ops/demo_paper.h"
#include "ops/demo.h"

#include "office/figures.h"
#include "ops/demo_files.h"
#include "ops/demo_history.h"
#include "ops/demo_stories.h"
#include "ops/users.h"

#define DEMO_ARENA (64u << 20)

static const struct {
  const char *login, *name;
  enum role role;
} demo_officers[] = {
    {"info", "Ayu Informasi", ROLE_INFO},
    {"fo", "Fajar Loket", ROLE_FRONT},
    {"operator", "Oka Operator", ROLE_OPERATOR},
    {"verifikator", "Vera Verifikator", ROLE_VERIFIER},
    {"penyerahan", "Putu Penyerahan", ROLE_HANDOVER},
    {"kabid", "Karim Kabid", ROLE_SUPERVISOR},
    {"kadis", "Kartini Kadis", ROLE_HEAD},
    {"admin", "Adi Admin", ROLE_ADMIN},
    {"pengawas", "Pandu Pengawas", ROLE_AUDITOR},
};

static enum err is_known(struct office *o, str login, bool *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(o->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_OFFICER_BY_LOGIN, V(login));
  *ret = rows_next(&r);
  return r.err;
}

/* Who is there already keeps name, role and password. */
static enum err add_officers(struct ctx *c, int *ret_added) {
  *ret_added = 0;
  for (size_t i = 0; i < COUNT(demo_officers); i++) {
    struct new_officer n = {.login = str_of(demo_officers[i].login),
                            .name = str_of(demo_officers[i].name),
                            .password = S(DEMO_PASSWORD),
                            .role = demo_officers[i].role};
    const char *problem;
    bool known;
    i64 id;
    TRY(is_known(c->office, n.login, &known));
    if (known) continue;
    TRY(user_save(c, &n, &id, &problem));
    ++*ret_added;
  }
  return E_OK;
}

static enum err is_empty(struct office *o, bool *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(o->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_META_COUNTS, V(clock_now()));
  TRY(rows_one(&r));
  *ret = col_int(&r, 0) == 0;
  return E_OK;
}

/* The past first, then the stories: the events stand in the order things happened. */
static enum err fill_empty(struct ctx *c, int history, FILE *out) {
  int added;
  i64 start = clock_monotonic_us();
  if (history) TRY(demo_history(c, history, &added));
  if (history) fprintf(out, "history       %d added in %.1f s\n", added, (double)(clock_monotonic_us() - start) / 1e6);
  enum err told = demo_stories(c, &added);
  demo_papers_done();
  if (told == E_OK) fprintf(out, "stories       %d added\n", added);
  for (bool more = true; told == E_OK && more;) told = figures_catch_up(c, 1, FIGURES_BATCH, &more); /* the head finds them counted */
  return told;
}

enum err demo_fill(struct office *o, int applications, int history, FILE *out) {
  CLEANUP(arena_freep) struct arena *a = arena_new(DEMO_ARENA);
  struct ctx c = ctx_new(o, a, (struct actor_id){.role = ROLE_SYSTEM});
  int added;
  bool empty;
  TRY(add_officers(&c, &added));
  fprintf(out, "officers      %d added, %zu in all\n", added, COUNT(demo_officers));
  TRY(is_empty(o, &empty));
  if (empty) TRY(fill_empty(&c, history, out));
  if (applications == 0) return E_OK;
  i64 start = clock_monotonic_us();
  TRY(demo_insert(&c, applications));
  fprintf(out, "applications  %d added in %.1f s\n", applications, (double)(clock_monotonic_us() - start) / 1e6);
  return E_OK;
}

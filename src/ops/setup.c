#include "ops/setup.h"

#include <errno.h>
#include <sys/stat.h>

#include "store/migrate.h"

/* Every folder on the way to `path` (of the path itself when whole), for this user alone. */
static bool make_folders(struct arena *a, str path, bool whole) {
  char *p = arena_array(a, char, path.n + 1);
  memcpy(p, path.p, path.n);
  for (size_t i = 1; i <= path.n; i++) {
    bool end = i == path.n;
    if ((!end && p[i] != '/') || (end && !whole)) continue;
    p[i] = 0;
    if (mkdir(p, 0700) != 0 && errno != EEXIST) return false;
    if (!end) p[i] = '/';
  }
  return true;
}

static str behind_scheme(str url) { return str_from(url, str_find(url, ':') + 1); }

static enum err problem(struct arena *a, str *ret_problem, const char *what, str path) {
  *ret_problem = arena_printf(a, "%s " STR_FMT ": %s", what, STR_ARG(path), strerror(errno));
  return E_IO;
}

static enum err make_store(struct arena *a, const struct config *config, struct setup_report *r, str *ret_problem) {
  struct db *db;
  enum err e = db_open(arena_cstr(a, config->store), 1, &db);
  if (e != E_OK) {
    *ret_problem = arena_printf(a, "the store " STR_FMT " cannot be opened or made", STR_ARG(config->store));
    return e;
  }
  e = migrate(db, &r->from, &r->to);
  db_close(db);
  if (e != E_OK) *ret_problem = S("the store cannot be brought to this version; see the line above");
  return e;
}

static enum err count_officers(struct office *o, i64 *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(o->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_META_COUNTS, V(clock_now()));
  TRY(rows_one(&r));
  *ret = col_int(&r, 7);
  return E_OK;
}

enum err setup(struct arena *a, const struct config *config, struct setup_report *ret_report, str *ret_problem) {
  struct setup_report r = {0};
  str store = behind_scheme(config->store), scans = behind_scheme(config->scans);
  if (!make_folders(a, config->keys, true)) return problem(a, ret_problem, "keys", config->keys);
  if (!make_folders(a, store, false)) return problem(a, ret_problem, "the folder of the store", store);
  if (!make_folders(a, scans, true)) return problem(a, ret_problem, "scans", scans);
  if (keys_init(arena_cstr(a, config->keys), &r.keys_made) != E_OK)
    return problem(a, ret_problem, "the keys cannot be written to", config->keys);
  TRY(make_store(a, config, &r, ret_problem));
  struct office *o;
  TRY(office_open_all(config, 1, &o, ret_problem));
  r.services = o->catalogue.n;
  enum err e = count_officers(o, &r.officers);
  office_close(o);
  if (e == E_OK) *ret_report = r;
  return e;
}

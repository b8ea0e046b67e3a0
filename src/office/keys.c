#include "office/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/limits.h"
#include "office/chain.h"
#include "office/json.h"

/* Every place of the store that holds wrapped keys. A table that is added gets its row here: rotation reaches it. */
static const struct {
  enum sql walk, rewrap;
} key_places[] = {
    {SQL_KEY_WALK_SCANS, SQL_KEY_REWRAP_SCAN},
    {SQL_KEY_WALK_COPIES, SQL_KEY_REWRAP_COPY},
};

bool col_wrapped_key(const struct rows *r, int column, u8 *ret_key) {
  if (col_blob(r, column, ret_key, WRAPPED_KEY_SIZE)) return true;
  memset(ret_key, 0, KEY_ID_SIZE);
  return col_blob(r, column, ret_key + KEY_ID_SIZE, WRAPPED_KEY_SIZE - KEY_ID_SIZE);
}

/* ---- batches --------------------------------------------------------------------------------------- */

struct key_row {
  str id;
  u8 old[WRAPPED_KEY_SIZE];
  size_t old_n; /* as it lies in the store */
};
struct key_batch {
  struct arena *arena;
  struct key_row rows[MAX_REWRAP];
  u8 wrapped[MAX_REWRAP * WRAPPED_KEY_SIZE];
  size_t n;
  str last; /* id */
  bool more;
};

static enum err read_batch(struct ctx *c, size_t place, struct key_batch *b) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, key_places[place].walk, V(b->last), V(MAX_REWRAP));
  b->n = 0;
  while (b->n < MAX_REWRAP && rows_next(&r)) {
    struct key_row *k = &b->rows[b->n];
    b->last = k->id = col_str(&r, b->arena, 0);
    if (!col_wrapped_key(&r, 1, k->old)) continue; /* damaged: no length of ours */
    static const u8 unnamed[KEY_ID_SIZE];
    k->old_n = memcmp(k->old, unnamed, KEY_ID_SIZE) ? WRAPPED_KEY_SIZE : WRAPPED_KEY_SIZE - KEY_ID_SIZE;
    memcpy(b->wrapped + b->n++ * WRAPPED_KEY_SIZE, k->old, WRAPPED_KEY_SIZE);
  }
  b->more = b->n > 0;
  return r.err;
}

/* Takes out of the batch what is wrapped for `key_id` already. */
static void leave_out(struct key_batch *b, const u8 *key_id) {
  size_t kept = 0;
  for (size_t i = 0; i < b->n; i++) {
    if (memcmp(b->rows[i].old, key_id, KEY_ID_SIZE) == 0) continue;
    b->rows[kept] = b->rows[i];
    memcpy(b->wrapped + kept++ * WRAPPED_KEY_SIZE, b->rows[i].old, WRAPPED_KEY_SIZE);
  }
  b->n = kept;
}

/* One of the batch cannot be opened: each for itself, and those that cannot are left out. */
static enum err rewrap_singly(struct ctx *c, struct key_batch *b, struct rotation *r) {
  size_t kept = 0;
  for (size_t i = 0; i < b->n; i++) {
    u8 *to = b->wrapped + kept * WRAPPED_KEY_SIZE;
    enum err e = vault_rewrap(c->office->vault, r->to, b->rows[i].old, 1, to);
    if (e == E_NOTFOUND || e == E_INPUT) {
      log_line(LOG_ERROR, "rotation", "scan=" STR_FMT " has a key nobody can open", STR_ARG(b->rows[i].id));
      r->unreadable++;
      continue;
    }
    TRY(e);
    b->rows[kept++] = b->rows[i];
  }
  b->n = kept;
  return E_OK;
}

static enum err rewrap_batch(struct ctx *c, size_t place, struct key_batch *b, struct rotation *r) {
  leave_out(b, r->to);
  if (!b->n) return E_OK;
  enum err e = vault_rewrap(c->office->vault, r->to, b->wrapped, b->n, b->wrapped);
  if (e == E_NOTFOUND || e == E_INPUT) e = rewrap_singly(c, b, r);
  TRY(e);
  CLEANUP(db_end) struct tx tx = {0};
  i64 changed = 0;
  TRY(db_begin(c->office->db, &tx));
  for (size_t i = 0; i < b->n; i++) {
    const struct key_row *k = &b->rows[i];
    TRY(db_exec(&tx, key_places[place].rewrap, V(k->id), V_BLOB(b->wrapped + i * WRAPPED_KEY_SIZE, WRAPPED_KEY_SIZE),
                V_BLOB(k->old + WRAPPED_KEY_SIZE - k->old_n, k->old_n)));
    changed += tx.changes;
  }
  TRY(db_commit(&tx));
  r->rewrapped += changed;
  return E_OK;
}

/* Every key of the store. What is sealed meanwhile is sealed for the new key already, or held (see key_hold). */
static enum err rewrap_all(struct ctx *c, struct rotation *r) {
  CLEANUP(arena_freep) struct arena *a = arena_new(4u << 20);
  r->unreadable = 0;
  for (size_t place = 0; place < COUNT(key_places); place++) {
    char last[64] = "";
    for (bool more = true; more;) {
      arena_reset(a);
      struct key_batch *b = arena_new_of(a, struct key_batch);
      b->arena = a;
      b->last = arena_str(a, str_of(last));
      TRY(read_batch(c, place, b));
      more = b->more;
      snprintf(last, sizeof last, STR_FMT, STR_ARG(b->last));
      TRY(rewrap_batch(c, place, b, r));
    }
  }
  return E_OK;
}

enum err keys_count(struct ctx *c, struct key_census *ret_census) {
  CLEANUP(arena_freep) struct arena *a = arena_new(4u << 20);
  struct key_census census = {0};
  for (size_t place = 0; place < COUNT(key_places); place++) {
    char last[64] = "";
    for (bool more = true; more;) {
      arena_reset(a);
      struct key_batch *b = arena_new_of(a, struct key_batch);
      b->arena = a;
      b->last = arena_str(a, str_of(last));
      TRY(read_batch(c, place, b));
      more = b->more;
      snprintf(last, sizeof last, STR_FMT, STR_ARG(b->last));
      for (size_t i = 0; i < b->n; i++) {
        size_t u = 0;
        while (u < census.use_count && memcmp(census.uses[u].key_id, b->rows[i].old, KEY_ID_SIZE) != 0) u++;
        if (u == KEY_USES) continue;
        if (u == census.use_count) memcpy(census.uses[census.use_count++].key_id, b->rows[i].old, KEY_ID_SIZE);
        census.uses[u].count++;
      }
    }
  }
  *ret_census = census;
  return E_OK;
}

/* ---- files ------------------------------------------------------------------------------------------- */

struct key_folder {
  const char *path;
  int fd; /* locked: one rotation at a time */
};

static void close_folder(struct key_folder *f) {
  if (f->fd >= 0) close(f->fd);
}

static bool read_public(const char *folder, const char *name, u8 *ret) {
  size_t n;
  return key_file_read(folder, name, ret, KEY_SIZE, &n) == E_OK && n == KEY_SIZE;
}

/* The new key's file lies beside the old one, then takes its name; last of all office.pub changes, and whoever seals from
 * then on seals for the new key. Between any two lines a crash leaves both keys with their names or the old state. */
static enum err switch_over(const struct key_folder *f, const u8 *public_key, const u8 *file, size_t file_n) {
  TRY(key_file_write(f->path, "office.next.key", file, file_n));
  TRY(key_file_write(f->path, "office.next.pub", public_key, KEY_SIZE));
  TRY(key_file_link(f->path, "office.pub", "office.old.pub"));
  TRY(key_file_link(f->path, "office.key", "office.old.key"));
  TRY(key_file_rename(f->path, "office.next.key", "office.key"));
  return key_file_rename(f->path, "office.next.pub", "office.pub");
}

/* ---- rotating ------------------------------------------------------------------------------------------ */

static bool vault_holds(struct vault_client *v, const u8 *public_key) {
  u8 held[VAULT_KEYS_MOST][KEY_SIZE];
  size_t n;
  if (vault_keys(v, held, &n) != E_OK) return false;
  for (size_t i = 0; i < n; i++)
    if (memcmp(held[i], public_key, KEY_SIZE) == 0) return true;
  return false;
}

/* Keys of rotations that stopped before the change: nothing was ever sealed for them. */
static enum err forget_unused(struct vault_client *v, const u8 *used) {
  u8 held[VAULT_KEYS_MOST][KEY_SIZE], id[KEY_ID_SIZE];
  size_t n;
  TRY(vault_keys(v, held, &n));
  for (size_t i = 0; i < n; i++) {
    key_id_of(held[i], id);
    if (memcmp(held[i], used, KEY_SIZE) != 0) TRY(vault_forget_key(v, id));
  }
  return E_OK;
}

static enum err begin(struct ctx *c, const struct key_folder *f, const u8 *current, u8 *ret_new, const char **ret_problem) {
  u8 file[SECRET_FILE_MOST];
  size_t n;
  *ret_problem = "the vault does not hold the office's key that lies there: restart the server";
  if (!vault_holds(c->office->vault, current)) return E_RULE;
  *ret_problem = "the vault did not make a new key";
  TRY(forget_unused(c->office->vault, current));
  TRY(vault_make_key(c->office->vault, ret_new, file, &n));
  *ret_problem = "the key files cannot be written";
  enum err e = switch_over(f, ret_new, file, n);
  explicit_bzero(file, sizeof file);
  return e;
}

/* Stopped after the new key took the name office.key. */
static enum err go_on(struct ctx *c, const struct key_folder *f, const u8 *sealed_for, const u8 *current, const char **ret_problem) {
  *ret_problem = "the vault does not hold the new key: restart the server, then call again";
  if (!vault_holds(c->office->vault, current)) return E_RULE;
  *ret_problem = "the key files cannot be written";
  if (memcmp(sealed_for, current, KEY_SIZE) == 0) return E_OK;
  return key_file_rename(f->path, "office.next.pub", "office.pub");
}

/* Nobody seals for the old key any more once its office.old.pub can be locked alone: new intakes hold another file. */
static enum err wait_for_intakes(const struct key_folder *f, moment patience) {
  int fd = openat(f->fd, "office.old.pub", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? E_OK : E_IO; /* gone: the rotation that stopped had waited */
  i64 until = clock_monotonic_us() + patience * 1000;
  bool alone;
  while (!(alone = flock(fd, LOCK_EX | LOCK_NB) == 0) && clock_monotonic_us() < until) usleep(20000);
  close(fd); /* that nobody held it is enough: nobody can find it any more */
  return alone ? E_OK : E_CONFLICT;
}

static enum err note_rotation(struct ctx *c, const struct rotation *r) {
  CLEANUP(db_end) struct tx tx = {0};
  json_t *o = json_object();
  json_object_set_new(o, "from", json_of(key_id_text(c->arena, r->from)));
  json_object_set_new(o, "to", json_of(key_id_text(c->arena, r->to)));
  json_object_set_new(o, "scans", json_integer(r->rewrapped));
  TRY(db_begin(c->office->db, &tx));
  TRY(event_append(c, &tx, "keys_rotated", 0, json_text(c->arena, o)));
  return db_commit(&tx);
}

static enum err finish(struct ctx *c, const struct key_folder *f, struct rotation *r, moment patience, const char **ret_problem) {
  *ret_problem = "not every key could be wrapped anew; nothing is lost, call again";
  TRY(rewrap_all(c, r));
  *ret_problem = "an upload that began before the change has not ended: nothing is lost, call again later";
  TRY(wait_for_intakes(f, patience));
  *ret_problem = "not every key could be wrapped anew; nothing is lost, call again";
  TRY(rewrap_all(c, r)); /* those of the intakes that were waited for */
  TRY(note_rotation(c, r));
  *ret_problem = "the old key could not be destroyed; call again";
  TRY(key_file_destroy(f->path, "office.old.pub"));
  TRY(key_file_destroy(f->path, "office.old.key"));
  (void)!vault_forget_key(c->office->vault, r->from); /* one that was started again has not read it */
  db_checkpoint(c->office->db);
  return E_OK;
}

enum err keys_rotate(struct ctx *c, moment patience, struct rotation *ret_rotation, const char **ret_problem) {
  CLEANUP(close_folder) struct key_folder f = {.path = arena_cstr(c->arena, c->office->config->keys)};
  u8 current[KEY_SIZE], sealed_for[KEY_SIZE], old[KEY_SIZE];
  struct rotation r = {0};
  f.fd = open(f.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  *ret_problem = "the keys cannot be read";
  if (f.fd < 0 || !read_public(f.path, "office.pub", sealed_for)) return E_IO;
  *ret_problem = "another rotation runs";
  if (flock(f.fd, LOCK_EX | LOCK_NB) != 0) return E_CONFLICT;
  *ret_problem = "office.key is missing or damaged";
  if (key_file_public(f.path, "office.key", current) != E_OK) return E_IO;
  bool changed = key_file_public(f.path, "office.old.key", old) == E_OK && memcmp(old, current, KEY_SIZE) != 0;
  if (changed) {
    r.went_on = true;
    TRY(go_on(c, &f, sealed_for, current, ret_problem));
  } else {
    memcpy(old, current, KEY_SIZE);
    TRY(begin(c, &f, old, current, ret_problem));
  }
  key_id_of(old, r.from);
  key_id_of(current, r.to);
  TRY(finish(c, &f, &r, patience, ret_problem));
  *ret_rotation = r;
  return E_OK;
}

#include "office/openings.h"

#include "office/chain.h"
#include "office/json.h"
#include "scans/vault_log.h"
#include "store/db.h"

#define PAGE 1000

/* ---- writing down where it stands ------------------------------------------------------------------- */

enum err openings_note(struct ctx *c) {
  static i64 noted; /* by this process; its one thread of chores asks */
  struct sha256 hash;
  i64 seq;
  TRY(vault_head(c->office->vault, &seq, &hash));
  if (seq == 0 || seq == noted) return E_OK;
  CLEANUP(db_end) struct tx tx = {0};
  json_t *o = json_object();
  json_object_set_new(o, "seq", json_integer(seq));
  json_object_set_new(o, "hash", json_of(hex_encode(c->arena, hash.b, SHA256_SIZE)));
  TRY(db_begin(c->office->db, &tx));
  TRY(event_append(c, &tx, "openings", 0, json_text(c->arena, o)));
  TRY(db_commit(&tx));
  noted = seq;
  return E_OK;
}

/* ---- verifying ---------------------------------------------------------------------------------------- */

/* Sorted: where the events say the log stood; and who looked at what, as hashes. */
struct anchor {
  i64 seq;
  struct sha256 hash;
};
struct checking {
  struct arena *arena;
  struct anchor *anchors;
  size_t anchor_n, anchor_cap, anchor_at;
  u64 *looks;
  size_t look_n, look_cap;
  struct openings_report report;
};

static u64 look_of(str who, str scan) {
  u64 h = 1469598103934665603u;
  for (size_t i = 0; i < who.n; i++) h = (h ^ (u8)who.p[i]) * 1099511628211u;
  h = (h ^ 0x1f) * 1099511628211u;
  for (size_t i = 0; i < scan.n; i++) h = (h ^ (u8)scan.p[i]) * 1099511628211u;
  return h;
}

static void add_anchor(struct checking *k, str actor, const json_t *data) {
  (void)actor;
  struct anchor a = {.seq = json_integer_value(json_object_get(data, "seq"))};
  if (!hex_decode(str_of(json_string_value(json_object_get(data, "hash"))), a.hash.b, SHA256_SIZE)) return;
  if (k->anchor_n && k->anchors[k->anchor_n - 1].seq >= a.seq) return; /* a log that began anew is told below */
  arena_grow(k->arena, k->anchors, k->anchor_n, &k->anchor_cap);
  k->anchors[k->anchor_n++] = a;
}

static void add_look(struct checking *k, str actor, const json_t *data) {
  arena_grow(k->arena, k->looks, k->look_n, &k->look_cap);
  k->looks[k->look_n++] = look_of(actor, str_of(json_string_value(json_object_get(data, "scan"))));
}

static enum err read_events(struct tx *tx, struct checking *k, const char *kind, void (*add)(struct checking *, str, const json_t *)) {
  CLEANUP(arena_freep) struct arena *a = arena_new(64u << 20);
  i64 after = 0;
  for (bool more = true; more;) {
    more = false;
    arena_reset(a);
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_EVENT_OF_KIND, V(kind), V(after), V(PAGE));
    while (rows_next(&r)) {
      str text = col_str(&r, a, 2);
      json_t *data = json_loadb(text.p ? text.p : "{}", text.p ? text.n : 2, 0, NULL);
      after = col_int(&r, 0);
      more = true;
      add(k, col_str(&r, a, 1), data);
      json_decref(data);
    }
    TRY(r.err);
  }
  return E_OK;
}

static int by_value(const void *a, const void *b) {
  u64 x = *(const u64 *)a, y = *(const u64 *)b;
  return x < y ? -1 : x > y;
}

static void check_line(void *self, const struct log_line_read *l) {
  struct checking *k = self;
  struct openings_report *r = &k->report;
  r->openings = l->seq;
  if (k->anchor_at < k->anchor_n && k->anchors[k->anchor_at].seq == l->seq) {
    bool same = memcmp(k->anchors[k->anchor_at++].hash.b, l->hash.b, SHA256_SIZE) == 0;
    if (!same && !r->broken_at) r->broken_at = l->seq, r->what = "changed";
  }
  bool by_person = str_eq(l->why, S("view")) || str_eq(l->why, S("copy"));
  u64 look = look_of(l->who, l->scan);
  if (!by_person || (k->look_n && bsearch(&look, k->looks, k->look_n, sizeof look, by_value))) return;
  if (!r->unseen++) r->first_unseen = l->seq;
}

enum err openings_verify(struct office *o, const char *log_path, struct openings_report *ret_report) {
  CLEANUP(arena_freep) struct arena *a = arena_new(1024u << 20);
  struct checking k = {.arena = a};
  struct log_head head = {0};
  i64 broken = 0;
  {
    CLEANUP(db_end) struct tx tx = {0};
    TRY(db_read(o->db, &tx));
    TRY(read_events(&tx, &k, "openings", add_anchor));
    TRY(read_events(&tx, &k, "view", add_look));
  }
  if (k.look_n) qsort(k.looks, k.look_n, sizeof *k.looks, by_value);
  enum err e = vault_log_walk(log_path, check_line, &k, &head, &broken);
  if (e != E_OK && e != E_NOTFOUND) return e;
  struct openings_report *r = &k.report;
  if (broken && !r->broken_at) r->broken_at = broken, r->what = "changed";
  if (!r->broken_at && k.anchor_at < k.anchor_n) r->broken_at = head.seq + 1, r->what = "cut off";
  *ret_report = *r;
  return E_OK;
}

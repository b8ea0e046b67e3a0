#include "ops/demo_files.h"

#include "domain/calendar.h"
#include "domain/identity.h"
#include "office/chain.h"
#include "office/file.h"
#include "ops/demo_people.h"

#define BATCH 10000
#define YEARS_OF_WORK 3
#define OPEN_PERCENT 3
#define OPEN_DAYS 10 /* the oldest open one is that old */

/* What all applications of one service have in common: its usual situation. */
struct pattern {
  const struct service *service;
  struct judgement needs;
  str name_field; /* code of the first name on its form, or empty */
};
struct filler {
  struct ctx *c;
  struct arena *arena; /* of one application */
  struct chance chance;
  struct pattern patterns[16];
  size_t pattern_count;
  i64 officer;
  int count;
};

static void make_patterns(struct filler *f) {
  const struct catalogue *all = &f->c->office->catalogue;
  struct answers none = answers_none();
  for (size_t i = 0; i < all->n && f->pattern_count < COUNT(f->patterns); i++) {
    const struct service *s = &all->services[i];
    if (s->in_person) continue;
    struct pattern *p = &f->patterns[f->pattern_count++];
    *p = (struct pattern){.service = s, .needs = service_judge(s, &none, ctx_today(f->c))};
    for (size_t k = s->field_count; k-- > 0;)
      if (s->fields[k].kind == FIELD_NAME) p->name_field = s->fields[k].code;
  }
}

/* ---- one application ---------------------------------------------------------------------------- */

/* Hundredths: how often each state is met among the open and among the finished. */
struct share {
  enum state state;
  unsigned percent;
  enum item_state items;
  bool owned;
};
static const struct share open_shares[] = {
    {STATE_SUBMITTED, 45, ITEM_RECEIVED, false},        {STATE_IN_REVIEW, 15, ITEM_RECEIVED, true},
    {STATE_NEEDS_CORRECTION, 12, ITEM_RECEIVED, true},  {STATE_PROCESSING, 12, ITEM_ACCEPTED, true},
    {STATE_READY_FOR_PICKUP, 16, ITEM_ACCEPTED, false},
};
static const struct share finished_shares[] = {
    {STATE_COMPLETED, 95, ITEM_ACCEPTED, false},
    {STATE_REFUSED, 2, ITEM_RECEIVED, false},
    {STATE_CANCELLED, 3, ITEM_RECEIVED, false},
};

static const struct share *draw_share(struct filler *f, const struct share *shares, size_t n) {
  unsigned at = chance_below(&f->chance, 100);
  for (size_t i = 0; i + 1 < n; i++) {
    if (at < shares[i].percent) return &shares[i];
    at -= shares[i].percent;
  }
  return &shares[n - 1];
}

/* They came one after the other: number i of n. */
static moment came_at(const struct filler *f, int i, int open_from) {
  moment now = f->c->now, open_since = now - DAYS(OPEN_DAYS);
  if (i >= open_from) return open_since + DAYS(OPEN_DAYS) * (i - open_from) / (f->count - open_from);
  moment first = now - DAYS(365LL * YEARS_OF_WORK);
  return first + (open_since - first) * i / open_from;
}

static enum err add_row(struct filler *f, struct tx *tx, const struct pattern *p, const struct share *share, moment at,
                        i64 expected_id, i64 *ret_id) {
  static const enum channel channels[] = {CHANNEL_WEB, CHANNEL_COUNTER, CHANNEL_API};
  struct arena *a = f->arena;
  const struct service *s = p->service;
  struct sha256 status = token_hash(keys_token(a, &f->c->office->keys, "status", expected_id));
  str number = number_new(a, f->c->office->config->office.prefix), phone = person_phone(a, &f->chance);
  str name = person_name(a, &f->chance), data = S("{}");
  if (p->name_field.n)
    data = arena_printf(a, "{\"" STR_FMT "\":\"" STR_FMT "\"}", STR_ARG(p->name_field), STR_ARG(name));
  moment due = working_hours_after(at, s->sla_working_hours, &(struct calendar){.week = f->c->office->config->office.hours});
  CLEANUP(rows_done)
  struct rows r = db_query(
      tx, SQL_APPLICATION_ADD, V(number), V_SHA(status), V(s->code), V(s->version), V(state_code(share->state)),
      V(channel_code(channels[chance_below(&f->chance, COUNT(channels))])), V_NULL, V_NULL, V(name), V(phone),
      V(str_from(phone, phone.n - 4)), V("{}"), V(data), V(delivery_code(s->delivery)), V(originals_code(s->originals)),
      V(share->owned ? f->officer : 0), V(at), V(at), V(due));
  TRY(rows_one(&r));
  *ret_id = col_int(&r, 0);
  return E_OK;
}

/* ids grow by one while this transaction is the only writer, so that the token, which is made from the id, is known
 * before the row; where it was guessed wrong (the first of a batch) it is written again. */
static enum err add_application(struct filler *f, struct tx *tx, int i, int open_from, i64 *last_id) {
  const struct pattern *p = &f->patterns[chance_below(&f->chance, (unsigned)f->pattern_count)];
  const struct share *share = i >= open_from ? draw_share(f, open_shares, COUNT(open_shares))
                                             : draw_share(f, finished_shares, COUNT(finished_shares));
  i64 expected = *last_id + 1;
  enum err e = E_CONFLICT;
  for (int tries = 0; e == E_CONFLICT && tries < 5; tries++) /* among 500,000 numbers two are drawn twice */
    e = add_row(f, tx, p, share, came_at(f, i, open_from), expected, last_id);
  TRY(e);
  if (*last_id != expected) {
    struct sha256 status = token_hash(keys_token(f->arena, &f->c->office->keys, "status", *last_id));
    TRY(db_change(tx, SQL_APPLICATION_STATUS, V(*last_id), V_SHA(status)));
  }
  for (size_t k = 0; k < p->needs.n; k++) {
    bool faulty = share->state == STATE_NEEDS_CORRECTION && k == 0;
    const char *state = item_state_code(faulty ? ITEM_FAULTY : share->items);
    TRY(db_exec(tx, SQL_ITEM_ADD, V(*last_id), V(p->needs.needs[k]->code), V(k), V(state)));
  }
  arena_reset(f->arena);
  return E_OK;
}

/* ---- all of them ---------------------------------------------------------------------------------- */

static enum err add_batch(struct filler *f, int from, int to, int open_from) {
  CLEANUP(db_end) struct tx tx = {0};
  i64 last_id = -1;
  TRY(db_begin(f->c->office->db, &tx));
  for (int i = from; i < to; i++) TRY(add_application(f, &tx, i, open_from, &last_id));
  str data = arena_printf(f->c->arena, "{\"applications\":%d}", to - from);
  TRY(event_append(f->c, &tx, "demo_filled", 0, data));
  TRY(db_commit(&tx));
  db_checkpoint(f->c->office->db);
  return E_OK;
}

static enum err find_officer(struct filler *f) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(f->c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_OFFICER_BY_LOGIN, V("verifikator"));
  if (rows_next(&r)) f->officer = col_int(&r, 0);
  return r.err;
}

enum err demo_insert(struct ctx *c, int count) {
  CLEANUP(arena_freep) struct arena *a = arena_new(1u << 20);
  struct filler *f = arena_new_of(c->arena, struct filler);
  int open_from = count - (int)((i64)count * OPEN_PERCENT / 100);
  *f = (struct filler){.c = c, .arena = a, .chance = {(u64)count}, .count = count};
  if (open_from == count && count > 0) open_from = count - 1;
  make_patterns(f);
  if (f->pattern_count == 0) return E_NOTFOUND;
  TRY(find_officer(f));
  TRY(db_grow_cache(c->office->db, 256)); /* numbers are random: their index is written all over */
  for (int from = 0; from < count; from += BATCH)
    TRY(add_batch(f, from, from + BATCH < count ? from + BATCH : count, open_from));
  return E_OK;
}

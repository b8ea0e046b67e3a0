/* A counter: it calls, ends and passes on, and takes its last step back. */
#include "office/chain.h"
#include "office/hall.h"
#include "office/json.h"

/* ---- a counter ------------------------------------------------------------------------------------------------------------- */

struct desk {
  const struct hall *hall;
  const struct hall_counter *counter;
  struct hall_rules rules;
  struct turns turns;
  struct ticket current; /* id 0: nobody */
  moment called_at;
  struct turns was; /* both as they were found */
  moment was_called_at;
};

static enum err desk_read(struct ctx *c, struct tx *tx, int counter, struct desk *ret) {
  *ret = (struct desk){.hall = office_hall_of_counter(c->office, counter)};
  if (!ret->hall) return ctx_fail(c, E_NOTFOUND, T_HALL_NO_COUNTER, "unknown_counter", STR_NONE);
  ret->counter = hall_counter_find(ret->hall, counter);
  TRY(hall_rules_read(c, tx, ret->hall, &ret->rules));
  i64 ticket = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COUNTER_GET, V(ret->hall->code), V(counter), V(hall_today(c)));
    enum err e = rows_one(&r);
    if (e == E_NOTFOUND) return E_OK;
    TRY(e);
    ticket = col_int(&r, 0);
    ret->turns = (struct turns){(int)col_int(&r, 2), (int)col_int(&r, 3), col_int(&r, 4)};
    ret->called_at = col_int(&r, 5);
    ret->was = ret->turns;
    ret->was_called_at = ret->called_at;
  }
  if (ticket) TRY(ticket_by_id(c, tx, ticket, &ret->current));
  if (ret->current.state != TICKET_CALLED || ret->current.counter != counter) ret->current = (struct ticket){0};
  return E_OK;
}

static enum err desk_save(struct ctx *c, struct tx *tx, const struct desk *d, i64 ticket) {
  return db_exec(tx, SQL_COUNTER_SAVE, V(d->hall->code), V(d->counter->number), V(hall_today(c)), V(ticket), V(c->actor.officer),
                 V(d->turns.credit), V(d->turns.priority_run), V(d->turns.pickup_last), V(d->called_at));
}

static enum err end(struct ctx *c, struct tx *tx, const struct ticket *t, enum ticket_state to) {
  return db_change(tx, SQL_TICKET_END, V(t->id), V(ticket_state_code(t->state)), V(ticket_state_code(to)), V(c->now));
}

/* What a step found, so that it can be undone; a step that cannot leaves nothing to undo. */
static enum err remember(struct ctx *c, struct tx *tx, const struct desk *d, const struct ticket *t, enum ticket_step step, enum ticket_state to) {
  if (!queue_may_undo(step, 0)) return db_exec(tx, SQL_COUNTER_FORGET, V(d->hall->code), V(d->counter->number));
  return db_exec(tx, SQL_COUNTER_REMEMBER, V(d->hall->code), V(d->counter->number), V(ticket_step_code(step)), V(c->now), V(c->actor.officer),
                 V(d->current.id), V(d->was.credit), V(d->was.priority_run), V(d->was.pickup_last), V(d->was_called_at), V(t->id),
                 V(ticket_state_code(to)), V(t->calls + (step == STEP_CALL)));
}

static enum err faster(struct ctx *c) { return ctx_fail(c, E_CONFLICT, T_HALL_FASTER, "queue_faster", STR_NONE); }

/* Why somebody was called stands in the event chain: favours would show. */
static enum err note_call(struct ctx *c, struct tx *tx, const struct ticket *t, int counter, const char *why) {
  json_t *o = json_object();
  json_object_set_new(o, "ticket", json_of(t->number));
  json_object_set_new(o, "counter", json_integer(counter));
  json_object_set_new(o, "why", json_string(why));
  if (t->priority) json_object_set_new(o, "priority", json_string(ticket_priority_code(t->priority)));
  return event_append(c, tx, "queue_call", 0, json_text(c->arena, o));
}

static enum err call_ticket(struct ctx *c, struct tx *tx, struct desk *d, struct ticket *t, const char *why) {
  TRY(remember(c, tx, d, t, STEP_CALL, TICKET_CALLED));
  if (d->current.id) TRY(end(c, tx, &d->current, TICKET_DONE));
  enum err e = db_change(tx, SQL_TICKET_CALL, V(t->id), V(d->counter->number), V(c->actor.officer), V(c->now));
  if (e == E_CONFLICT) return faster(c);
  TRY(e);
  d->called_at = c->now;
  TRY(desk_save(c, tx, d, t->id));
  TRY(note_call(c, tx, t, d->counter->number, why));
  TRY(ticket_by_id(c, tx, t->id, t));
  TRY(ticket_tell(c, tx, t, T_HALL_CHAT_CALLED, 0));
  return hall_moved(c, tx, d->hall, &d->rules);
}

static enum err call_next(struct ctx *c, struct tx *tx, struct desk *d, struct ticket *ret) {
  struct hall_people people;
  TRY(hall_people(c, tx, d->hall, &people));
  struct waiting *list = arena_array(c->arena, struct waiting, people.n + 1);
  struct queue_rules rules = {.walkin_share = d->rules.walkin_share, .early = QUEUE_EARLY};
  size_t n = 0;
  for (size_t i = 0; i < people.n; i++) {
    const struct ticket *t = &people.at[i];
    if (t->state == TICKET_WAITING && counter_calls(d->counter, t->line))
      list[n++] = (struct waiting){(i64)i, t->kind, t->priority, t->came_back, t->order_at, t->appointment_at};
  }
  struct pick p = queue_pick(list, n, d->turns, &rules, c->now);
  if (p.at < n) {
    *ret = people.at[list[p.at].id];
    d->turns = p.turns;
    return call_ticket(c, tx, d, ret, call_reason_code(p.why));
  }
  if (d->current.id) { /* nobody waits: whoever is here is done all the same */
    TRY(remember(c, tx, d, &d->current, STEP_FINISH, TICKET_DONE));
    TRY(end(c, tx, &d->current, TICKET_DONE));
    TRY(desk_save(c, tx, d, 0));
    TRY(hall_moved(c, tx, d->hall, &d->rules));
    TRY(db_commit(tx));
  }
  return ctx_fail(c, E_NOTFOUND, T_HALL_NOBODY_WAITS, "nobody_waits", STR_NONE);
}

enum err office_queue_call(struct ctx *c, int counter, struct ticket *ret) {
  struct desk d;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(desk_read(c, &tx, counter, &d));
  TRY(call_next(c, &tx, &d, ret));
  return db_commit(&tx);
}

static enum err transfer(struct ctx *c, struct tx *tx, struct desk *d, const struct ticket *t, str line) {
  const struct hall_line *to = hall_line_find(d->hall, line);
  if (!to) return ctx_fail(c, E_INPUT, T_HALL_NO_LINE, "unknown_line", S("line"));
  json_t *o = json_object();
  json_object_set_new(o, "ticket", json_of(t->number));
  json_object_set_new(o, "from", json_of(t->line));
  json_object_set_new(o, "to", json_of(to->letter));
  TRY(event_append(c, tx, "queue_transfer", 0, json_text(c->arena, o)));
  TRY(ticket_back(c, tx, t, &d->rules, to->letter, false));
  return ticket_tell(c, tx, t, T_HALL_CHAT_MOVED, 0);
}

static enum err do_step(struct ctx *c, struct tx *tx, struct desk *d, const struct counter_step *s, struct ticket *t) {
  enum ticket_state to;
  bool elsewhere = t->state == TICKET_CALLED && t->id != d->current.id; /* another counter has it */
  if (elsewhere || !ticket_may(t->state, s->step, true, &to)) return faster(c);
  bool here = t->id == d->current.id && s->step != STEP_RECALL;
  if (s->step != STEP_CALL) TRY(remember(c, tx, d, t, s->step, to));
  switch (s->step) {
    case STEP_CALL: return call_ticket(c, tx, d, t, "by_hand");
    case STEP_RECALL:
      TRY(db_change(tx, SQL_TICKET_RECALL, V(t->id), V(c->now)));
      TRY(ticket_tell(c, tx, t, T_HALL_CHAT_CALLED, 0));
      break;
    case STEP_TRANSFER: TRY(transfer(c, tx, d, t, s->line)); break;
    case STEP_RESUME: TRY(ticket_back(c, tx, t, &d->rules, t->line, false)); break;
    case STEP_RETURN: TRY(ticket_back(c, tx, t, &d->rules, t->line, true)); break;
    default: TRY(end(c, tx, t, to)); break;
  }
  if (s->step == STEP_NO_SHOW) TRY(ticket_tell(c, tx, t, T_HALL_CHAT_MISSED, 0));
  if (here) TRY(desk_save(c, tx, d, 0));
  return hall_moved(c, tx, d->hall, &d->rules);
}

enum err office_queue_step(struct ctx *c, const struct counter_step *s, struct ticket *ret) {
  struct desk d;
  struct ticket t;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(desk_read(c, &tx, s->counter, &d));
  t = d.current;
  if (s->ticket) TRY(ticket_by_id(c, &tx, s->ticket, &t));
  if (!t.id) return ctx_fail(c, E_RULE, T_HALL_NOBODY_HERE, "nobody_here", STR_NONE);
  if (!str_eq(t.hall, d.hall->code) || t.day != hall_today(c)) return E_NOTFOUND;
  enum err e = do_step(c, &tx, &d, s, &t);
  if (e == E_CONFLICT && !c->fault_count) return faster(c);
  TRY(e);
  TRY(ticket_by_id(c, &tx, t.id, ret));
  return db_commit(&tx);
}

/* ---- the wrong key ------------------------------------------------------------------------------------------------ */

struct undo {
  enum ticket_step step;
  moment at;
  i64 officer, current; /* who was at the counter */
  struct turns turns;
  moment called_at;
  struct ticket ticket; /* as it is now */
  str state_after;
  int calls_after;
};

static enum err undo_read(struct ctx *c, struct tx *tx, const struct hall *h, int counter, struct undo *ret) {
  i64 ticket;
  *ret = (struct undo){0};
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_COUNTER_LAST, V(h->code), V(counter));
    TRY(rows_one(&r));
    if (!ticket_step_parse(col_peek(&r, 0), &ret->step)) return E_BUG;
    *ret = (struct undo){.step = ret->step, .at = col_int(&r, 1), .officer = col_int(&r, 2), .current = col_int(&r, 3),
                         .turns = {(int)col_int(&r, 4), (int)col_int(&r, 5), col_int(&r, 6)}, .called_at = col_int(&r, 7),
                         .state_after = col_str(&r, c->arena, 9), .calls_after = (int)col_int(&r, 10)};
    ticket = col_int(&r, 8);
  }
  return ticket_by_id(c, tx, ticket, &ret->ticket);
}

enum err counter_undo(struct ctx *c, struct tx *tx, const struct hall *h, int counter, struct counter_undo *ret) {
  struct undo u;
  *ret = (struct counter_undo){0};
  enum err e = undo_read(c, tx, h, counter, &u);
  if (e == E_NOTFOUND) return E_OK;
  TRY(e);
  if (u.officer != c->actor.officer || !queue_may_undo(u.step, c->now - u.at)) return E_OK;
  *ret = (struct counter_undo){.can = true, .step = u.step, .ticket = u.ticket.number, .left = u.at + UNDO_TIME - c->now};
  return E_OK;
}

static enum err note_undo(struct ctx *c, struct tx *tx, const struct undo *u, int counter) {
  json_t *o = json_object();
  json_object_set_new(o, "ticket", json_of(u->ticket.number));
  json_object_set_new(o, "counter", json_integer(counter));
  json_object_set_new(o, "step", json_string(ticket_step_code(u->step)));
  return event_append(c, tx, "queue_undo", 0, json_text(c->arena, o));
}

/* The ticket as it was; E_CONFLICT: somebody did something with it since. */
static enum err restore(struct tx *tx, const struct desk *d, const struct undo *u) {
  TRY(db_change(tx, SQL_TICKET_RESTORE, V(u->ticket.id), V(u->state_after), V(u->calls_after), V(d->hall->code), V(d->counter->number)));
  return u->step == STEP_CALL && u->current ? db_change(tx, SQL_TICKET_REOPEN, V(u->current), V(d->counter->number)) : E_OK;
}

/* Who was told something that is not so hears what is so. */
static enum err tell_undone(struct ctx *c, struct tx *tx, const struct undo *u, struct ticket *ret) {
  TRY(ticket_by_id(c, tx, u->ticket.id, ret));
  if (u->step == STEP_CALL) return ticket_tell(c, tx, ret, T_HALL_CHAT_NOT_YET, 0);
  bool told = u->step == STEP_NO_SHOW || u->step == STEP_TRANSFER;
  return told && ret->state == TICKET_CALLED ? ticket_tell(c, tx, ret, T_HALL_CHAT_CALLED, 0) : E_OK;
}

static enum err undo(struct ctx *c, struct tx *tx, struct desk *d, struct ticket *ret) {
  struct undo u;
  enum err e = undo_read(c, tx, d->hall, d->counter->number, &u);
  if (e == E_NOTFOUND || (e == E_OK && (u.officer != c->actor.officer || !queue_may_undo(u.step, c->now - u.at))))
    return ctx_fail(c, E_RULE, T_HALL_UNDO_LATE, "undo_late", STR_NONE);
  TRY(e);
  e = restore(tx, d, &u);
  if (e == E_CONFLICT) return faster(c);
  TRY(e);
  d->turns = u.turns;
  d->called_at = u.called_at;
  TRY(desk_save(c, tx, d, u.current));
  TRY(db_exec(tx, SQL_COUNTER_FORGET, V(d->hall->code), V(d->counter->number)));
  TRY(note_undo(c, tx, &u, d->counter->number));
  TRY(tell_undone(c, tx, &u, ret));
  return hall_moved(c, tx, d->hall, &d->rules);
}

enum err office_queue_undo(struct ctx *c, int counter, struct ticket *ret) {
  struct desk d;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(desk_read(c, &tx, counter, &d));
  TRY(undo(c, &tx, &d, ret));
  return db_commit(&tx);
}

/* /papan/{hall}: the wall board, its voice and its codes. Anybody may look: it shows numbers, never people. */
#include "counter/call.h"
#include "web/hall.h"

#define NEXT_SHOWN 2

static struct board_counter_view *counters_of(struct ctx *c, const struct hall_now *now, i64 from, i64 to, size_t *ret_n) {
  struct board_counter_view *list = arena_array(c->arena, struct board_counter_view, now->hall->counter_count + 1);
  size_t n = 0;
  for (size_t i = 0; i < now->hall->counter_count; i++) {
    const struct board_counter *k = &now->counters[i];
    if ((from && k->number < from) || (to && k->number > to)) continue;
    list[n++] = (struct board_counter_view){arena_printf(c->arena, "%d", k->number), k->ticket, k->open};
  }
  *ret_n = n;
  return list;
}

static struct board_line_view *lines_of(struct ctx *c, const struct hall_now *now) {
  struct board_line_view *list = arena_array(c->arena, struct board_line_view, now->hall->line_count + 1);
  for (size_t i = 0; i < now->hall->line_count; i++) {
    const struct board_line *l = &now->lines[i];
    list[i] = (struct board_line_view){.letter = l->line->letter, .name = local(&l->line->name, c->lang), .next = l->tickets,
                                       .next_count = l->n < NEXT_SHOWN ? l->n : NEXT_SHOWN,
                                       .waiting = hall_number_words(c, T_HALL_WAITING, (i64)l->n),
                                       .wait = hall_wait_words(c, l->waits[l->n])};
  }
  return list;
}

static void fill_crowd(struct ctx *c, const struct hall_now *now, struct board_view *v) {
  const struct door_now *d = &now->door;
  if (!d->entered && !d->capacity) return;
  int inside = d->entered ? d->inside : d->by_tickets;
  v->inside = arena_printf(c->arena, "%d", inside);
  if (d->capacity) v->capacity = arena_printf(c->arena, "%d", d->capacity);
  v->full = d->capacity && inside >= d->capacity;
}

void hall_board(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct hall *h = hall_of(rq, rs);
  struct hall_now now;
  if (!h) return;
  enum err e = office_hall_now(c, h, &now);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  i64 from = 0, to = 0;
  (void)str_to_i64(web_query(rq, "dari"), &from);
  (void)str_to_i64(web_query(rq, "sampai"), &to);
  struct board_view v = {.hall = local(&h->name, c->lang),
                         .clock = hall_clock(c, c->now),
                         .lines = lines_of(c, &now),
                         .line_count = h->line_count,
                         .missed = now.missed,
                         .missed_count = now.missed_count,
                         .notice = now.rules.notice,
                         .qr_url = arena_printf(c->arena, "/papan/" STR_FMT "/qr.svg", STR_ARG(h->code)),
                         .stream_url = hall_stream_url(c, h),
                         .from = from ? web_query(rq, "dari") : S(""),
                         .to = to ? web_query(rq, "sampai") : S(""),
                         .sound = str_eq(web_query(rq, "suara"), S("1"))};
  v.counters = counters_of(c, &now, from, to, &v.counter_count);
  for (size_t i = 0; i < now.call_count && !v.now_ticket.n; i++) {
    if ((from && now.calls[i].counter < from) || (to && now.calls[i].counter > to)) continue;
    v.now_ticket = now.calls[i].ticket;
    v.now_counter = arena_printf(c->arena, "%d", now.calls[i].counter);
  }
  fill_crowd(c, &now, &v);
  board_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

/* ---- codes ------------------------------------------------------------------------------------------------------- */

void hall_board_qr(struct web_request *rq, struct http_response *rs) {
  const struct hall *h = hall_of(rq, rs);
  if (!h) return;
  str base = rq->c.office->config->public_url;
  web_qr(rq, rs, arena_printf(rq->c.arena, STR_FMT "/antre?ruang=" STR_FMT, STR_ARG(base), STR_ARG(h->code)), true);
}

void hall_ticket_qr(struct web_request *rq, struct http_response *rs) {
  struct ticket_place p;
  if (office_queue_place(&rq->c, rq->args[0], &p) != E_OK) {
    web_error_page(rq, rs, 404);
    return;
  }
  web_qr(rq, rs, queue_url(&rq->c, &p.t), false);
}

/* ---- the voice ------------------------------------------------------------------------------------------------------ */

void hall_clip(struct web_request *rq, struct http_response *rs) {
  str bytes;
  const char *type;
  if (call_clip(rq->c.arena, rq->c.office->config->sounds, rq->args[0], &bytes, &type) != E_OK) {
    web_error_page(rq, rs, 404);
    return;
  }
  rs->status = 200;
  rs->type = type;
  rs->body = bytes;
  http_set_header(rs, "Cache-Control", S("public, max-age=3600"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
}

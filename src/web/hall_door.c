/* /pintu/{hall}: the guard counts who comes in and who goes. The limit is held by the office, not by this page. */
#include "web/hall.h"

static str number(struct ctx *c, int n) { return arena_printf(c->arena, "%d", n); }

static void show(struct web_request *rq, struct http_response *rs, const struct hall *h, str error, int status) {
  struct ctx *c = &rq->c;
  struct door_now d;
  struct hall_rules rules;
  enum err e = office_hall_door_now(c, h, &d);
  if (e == E_OK) e = office_hall_rules(c, h, &rules);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  bool full = d.capacity && d.inside >= d.capacity;
  str of = d.capacity ? TEXT(c->arena, c->lang, T_HALL_DOOR_OF, ARG("capacity", number(c, d.capacity))) : text_plain(c->lang, T_HALL_DOOR_NO_LIMIT);
  str room = full ? text_plain(c->lang, T_HALL_DOOR_FULL) : d.capacity ? hall_number_words(c, T_HALL_DOOR_ROOM, d.capacity - d.inside) : S("");
  struct door_view v = {.url = arena_printf(c->arena, "/pintu/" STR_FMT, STR_ARG(h->code)),
                        .hall = local(&h->name, c->lang),
                        .inside = number(c, d.inside),
                        .of = of,
                        .room = room,
                        .tickets = hall_number_words(c, T_HALL_DOOR_TICKETS, d.by_tickets),
                        .entered = TEXT(c->arena, c->lang, T_HALL_DOOR_ENTERED, ARG("n", number(c, d.entered)), ARG("most", number(c, d.most))),
                        .full = full,
                        .limited = d.capacity > 0,
                        .checks = rules.checks,
                        .check_count = rules.protocol ? rules.check_count : 0,
                        .error = error,
                        .stream_url = hall_stream_url(c, h)};
  door_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void hall_door(struct web_request *rq, struct http_response *rs) {
  const struct hall *h = hall_of(rq, rs);
  if (h) show(rq, rs, h, S(""), 200);
}

static void say_json(struct web_request *rq, struct http_response *rs, enum err e, const struct door_now *d) {
  struct ctx *c = &rq->c;
  json_t *o = json_object();
  bool full = d->capacity && d->inside >= d->capacity;
  json_object_set_new(o, "inside", json_integer(d->inside));
  json_object_set_new(o, "capacity", json_integer(d->capacity));
  json_object_set_new(o, "full", json_boolean(full));
  json_object_set_new(o, "room", hall_str(full ? text_plain(c->lang, T_HALL_DOOR_FULL) : d->capacity ? hall_number_words(c, T_HALL_DOOR_ROOM, d->capacity - d->inside) : S("")));
  json_object_set_new(o, "error", hall_str(c->fault_count ? fault_text(c, &c->faults[0]) : S("")));
  hall_json(rq, rs, web_status_of(e), o);
}

void hall_door_step(struct web_request *rq, struct http_response *rs) {
  static const struct {
    const char *word;
    enum door_step step;
  } steps[] = {{"in", DOOR_IN}, {"out", DOOR_OUT}, {"undo", DOOR_UNDO}, {"set", DOOR_SET}};
  struct ctx *c = &rq->c;
  const struct hall *h = hall_of(rq, rs);
  struct door_now now = {0};
  i64 people = -1;
  enum err e = E_INPUT;
  if (!h) return;
  (void)str_to_i64(web_field(rq, "people"), &people);
  for (size_t i = 0; i < COUNT(steps); i++)
    if (str_is(web_field(rq, "step"), steps[i].word)) e = office_hall_door(c, h, steps[i].step, (int)people, &now);
  if (e != E_OK && !c->fault_count) {
    web_error(rq, rs, e);
    return;
  }
  if (e != E_OK) {
    enum err again = office_hall_door_now(c, h, &now);
    if (again != E_OK) e = again;
  }
  if (hall_wants_json(rq)) say_json(rq, rs, e, &now);
  else if (e == E_OK) web_redirect(rq, rs, arena_printf(c->arena, "/pintu/" STR_FMT, STR_ARG(h->code)));
  else show(rq, rs, h, fault_text(c, &c->faults[0]), web_status_of(e));
}

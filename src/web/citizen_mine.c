/* /saya: what a proved phone number has here: the ticket of today, appointments to come, applications. */
#include "domain/identity.h"
#include "office/booking_notice.h"
#include "web/citizen_visit.h"
#include "web/hall.h"
#include "web/pages/booking_views.h"

str citizen_name(struct ctx *c, const struct application *f) {
  return f->applicant.n ? name_masked(c->arena, f->applicant) : S("");
}

static str when_of(struct ctx *c, const struct booking *b) {
  return b->starts_at && b->state != BOOKING_WAITING ? text_moment(c->arena, c->lang, b->starts_at) : S("");
}

static void fill_bookings(struct ctx *c, const struct visit_ahead *a, struct mine_view *v) {
  struct mine_visit *rows = arena_array(c->arena, struct mine_visit, a->booking_count + 1);
  for (size_t i = 0; i < a->booking_count; i++) {
    const struct booking *b = &a->bookings[i];
    rows[i] = (struct mine_visit){.url = arena_printf(c->arena, "/janji/" STR_FMT, STR_ARG(booking_token(c, b->id))),
                                  .what = booking_kind_label(&c->office->catalogue, b->kind, c->lang),
                                  .when = when_of(c, b),
                                  .detail = booking_place(b),
                                  .state = tag_booking_state(b->state)};
  }
  v->bookings = rows;
  v->booking_count = a->booking_count;
}

/* "3 orang di depan Anda · 10–20 menit" while it waits; called: where to go. */
static str ticket_when(struct ctx *c, const struct ticket_place *p) {
  if (p->t.state == TICKET_CALLED)
    return TEXT(c->arena, c->lang, T_HALL_WEB_CALLED, ARG("counter", arena_printf(c->arena, "%d", p->t.counter)));
  if (p->t.state != TICKET_WAITING) return text_plain(c->lang, T_HALL_WEB_HELD);
  str ahead = hall_ahead_words(c, p->ahead), wait = hall_wait_words(c, p->wait);
  return p->counters_open ? arena_printf(c->arena, STR_FMT " · " STR_FMT, STR_ARG(ahead), STR_ARG(wait)) : ahead;
}

static void fill_ticket(struct ctx *c, const struct ticket_place *p, struct mine_view *v) {
  if (!p) return;
  struct mine_visit *row = arena_new_of(c->arena, struct mine_visit);
  *row = (struct mine_visit){
      .url = arena_printf(c->arena, "/antre/t/" STR_FMT, STR_ARG(queue_token(c, &p->t))),
      .what = TEXT(c->arena, c->lang, T_PORTAL_MINE_TICKET, ARG("number", p->t.number)),
      .when = ticket_when(c, p),
      .detail = arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(local(&p->line->name, c->lang)),
                             STR_ARG(local(&p->hall->name, c->lang))),
      .state = hall_state_tag(p->t.state)};
  v->ticket = row;
}

static void fill_files(struct ctx *c, const struct visit_files *files, struct mine_view *v) {
  struct mine_row *rows = arena_array(c->arena, struct mine_row, files->n + 1);
  for (size_t i = 0; i < files->n; i++) {
    const struct application *f = &files->at[i];
    bool draft = f->state == STATE_DRAFT;
    rows[i] = (struct mine_row){
        .url = arena_printf(c->arena, "/%s/" STR_FMT, draft ? "p" : "s", STR_ARG(file_status_token(c, f))),
        .service = local(&f->service->label, c->lang),
        .name = citizen_name(c, f),
        .number = f->number,
        .state = tag_citizen_state(f->state),
        .when = text_date(c->arena, c->lang, local_of(draft ? f->changed_at : f->submitted_at).date)};
  }
  v->rows = rows;
  v->row_count = files->n;
}

void citizen_mine(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct visit visit;
  struct visit_files files;
  struct visit_ahead ahead;
  citizen_personal(rs);
  if (!citizen_visit(rq, &visit)) {
    web_redirect(rq, rs, S("/masuk"));
    return;
  }
  enum err e = visit_files(c, &visit, &files);
  if (e == E_OK) e = visit_ahead(c, &visit, &ahead);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct mine_view v = {.phone = visit.phone.n ? phone_masked(c->arena, visit.phone) : S("")};
  fill_ticket(c, ahead.ticket, &v);
  fill_bookings(c, &ahead, &v);
  fill_files(c, &files, &v);
  mine_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

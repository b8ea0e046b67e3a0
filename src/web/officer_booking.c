/* /petugas/janji: the day's appointments, one appointment, and its steps. */
#include "domain/identity.h"
#include "web/citizen_booking.h"
#include "web/officer_booking.h"

/* ---- rows ------------------------------------------------------------------------------------------------ */

static str clock_of(struct ctx *c, moment at) {
  struct local_time t = local_of(at);
  return arena_printf(c->arena, "%02d.%02d", t.hour, t.minute);
}

static str coded(struct ctx *c, enum text_key key) { return key == T_NONE ? S("") : text_plain(c->lang, key); }

static bool may(struct ctx *c, const struct booking *b, enum booking_action a) {
  bool tiny = !c->office->config->rules.separate_handover;
  enum role role = c->actor.role == ROLE_ADMIN && tiny ? ROLE_SUPERVISOR : c->actor.role;
  return booking_decide(b->state, a, role, b->starts_at, c->now).forbidden == BOOKING_FINE;
}

/* Of a booking to fetch a document: the number of its file. */
static str file_of(struct ctx *c, const struct booking *b) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  if (!b->application || db_read(c->office->db, &tx) != E_OK || file_by_id(c, &tx, b->application, &f) != E_OK) return S("");
  return f.number;
}

struct booking_row officer_booking_row(struct ctx *c, const struct booking *b) {
  bool pickup = str_eq(b->kind, VISIT_PICKUP);
  return (struct booking_row){.number = b->number, .time = b->starts_at ? clock_of(c, b->starts_at) : S(""),
                              .kind = booking_kind_label(&c->office->catalogue, b->kind, c->lang), .name = name_masked(c->arena, b->name),
                              .place = booking_place(b), .needs = coded(c, words_needs(b->needs)), .phone4 = phone_last4(b->phone),
                              .outcome = coded(c, words_outcome(b->outcome)), .channel = words_channel(b->channel), .state = tag_booking_state(b->state),
                              .version = b->version, .may_arrive = may(c, b, BOOKING_ARRIVE), .may_miss = may(c, b, BOOKING_MISS),
                              .may_finish = may(c, b, BOOKING_FINISH), .may_undo = may(c, b, BOOKING_UNDO), .disturbed = b->disturbed.n > 0,
                              .pickup = pickup, .file = pickup ? file_of(c, b) : S("")};
}

str officer_booking_path(struct ctx *c, str number, const char *tail) {
  return arena_printf(c->arena, "/petugas/janji/" STR_FMT "%s", STR_ARG(number), tail);
}

/* ---- the day ------------------------------------------------------------------------------------------------ */

static str day_path(struct ctx *c, i64 days) {
  str iso = date_iso(c->arena, date_of_days(days));
  return arena_printf(c->arena, "/petugas/janji?hari=" STR_FMT, STR_ARG(iso));
}

static struct count_line *counts_of(struct ctx *c, const struct booking_day *day, size_t *ret_n) {
  struct count_line *lines = arena_array(c->arena, struct count_line, day->count_n + 1);
  size_t n = 0;
  for (size_t i = 0; i < day->count_n; i++) {
    const struct booking_count *one = &day->counts[i];
    str kind = booking_kind_label(&c->office->catalogue, one->kind, c->lang);
    if (!n || !str_eq(lines[n - 1].kind, kind)) lines[n++] = (struct count_line){.kind = kind};
    struct count_line *line = &lines[n - 1];
    line->booked += (int)one->n;
    line->arrived += one->state == BOOKING_ARRIVED ? (int)one->n : 0;
    line->done += one->state == BOOKING_DONE ? (int)one->n : 0;
    line->missed += one->state == BOOKING_NO_SHOW ? (int)one->n : 0;
  }
  *ret_n = n;
  return lines;
}

static str closed_name(const struct house *h, struct date day) {
  moment noon = moment_of_local((struct local_time){.date = day, .hour = 12});
  for (size_t i = 0; i < h->closure_count; i++)
    if (h->closures[i].from <= noon && noon < h->closures[i].to) return h->closures[i].name;
  return S("");
}

static enum err fill_day(struct ctx *c, struct date day, struct booking_day_view *v) {
  struct booking_day all;
  struct house house;
  struct booking *ignored;
  size_t waiting, requested;
  TRY(office_booking_day(c, day, 0, 0, &all));
  TRY(office_house(c, &house));
  TRY(office_booking_list(c, BOOKING_WAITING, &ignored, &waiting));
  TRY(office_booking_list(c, BOOKING_REQUESTED, &ignored, &requested));
  struct booking_row *rows = arena_array(c->arena, struct booking_row, all.n + 1);
  for (size_t i = 0; i < all.n; i++) rows[i] = officer_booking_row(c, &all.rows[i]);
  v->rows = rows;
  v->row_count = all.n;
  v->more = all.more;
  v->counts = counts_of(c, &all, &v->count_n);
  v->closed = closed_name(&house, day);
  v->waiting = (int)waiting;
  v->requested = (int)requested;
  return E_OK;
}

static void show_day(struct web_request *rq, struct http_response *rs, str iso, str notice, str problem, int status) {
  struct ctx *c = &rq->c;
  struct date day;
  if (!date_parse(iso, &day)) day = ctx_today(c);
  bool tiny = !c->office->config->rules.separate_handover && c->actor.role == ROLE_ADMIN;
  struct booking_day_view v = {.day = booking_day_label(c, day), .iso = date_iso(c->arena, day), .before_url = day_path(c, date_days(day) - 1),
                               .after_url = day_path(c, date_days(day) + 1), .today = date_days(day) == date_days(ctx_today(c)), .notice = notice,
                               .problem = problem, .may_act = tiny || (ROLE_BIT(c->actor.role) & ROLES_OFFICERS),
                               .may_set = tiny || c->actor.role == ROLE_SUPERVISOR || c->actor.role == ROLE_HEAD, .typed = utf8_cut(web_query(rq, "kode"), 200)};
  enum err e = fill_day(c, day, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  booking_day_page(&rq->page, &v);
  web_page(rq, rs, status);
}

static str saved_words(struct web_request *rq) {
  return str_eq(web_query(rq, "kabar"), S("simpan")) ? text_plain(rq->c.lang, T_BOOKING_FILE_SAVED) : S("");
}

void officer_bookings(struct web_request *rq, struct http_response *rs) {
  show_day(rq, rs, web_query(rq, "hari"), saved_words(rq), S(""), 200);
}

void officer_booking_open(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  enum err e = office_booking(&rq->c, web_query(rq, "kode"), &b);
  if (e == E_OK)
    web_redirect(rq, rs, officer_booking_path(&rq->c, b.number, ""));
  else if (e == E_NOTFOUND)
    show_day(rq, rs, S(""), S(""), text_plain(rq->c.lang, T_BOOKING_DAY_UNKNOWN), 422);
  else
    web_error(rq, rs, e);
}

/* ---- one appointment ------------------------------------------------------------------------------------------- */

static str disturbed_words(struct ctx *c, const struct booking *b) {
  if (str_eq(b->disturbed, S("central"))) return text_plain(c->lang, T_BOOKING_DETAIL_CENTRAL);
  if (str_eq(b->disturbed, S("blanks"))) return text_plain(c->lang, T_BOOKING_DETAIL_BLANKS);
  return str_eq(b->disturbed, S("closed")) ? text_plain(c->lang, T_BOOKING_DETAIL_CLOSED) : S("");
}

static void show_booking(struct web_request *rq, struct http_response *rs, const struct booking *b, str problem, int status) {
  struct ctx *c = &rq->c;
  str *bring = arena_array(c->arena, str, MAX_REQUIREMENTS);
  bool officer = (ROLE_BIT(c->actor.role) & ROLES_OFFICERS) || (c->actor.role == ROLE_ADMIN && !c->office->config->rules.separate_handover);
  struct booking_file_view v = {.row = officer_booking_row(c, b), .tag = tag_booking_state(b->state), .kind = booking_kind_label(&c->office->catalogue, b->kind, c->lang),
                                .when = b->starts_at ? text_moment(c->arena, c->lang, b->starts_at) : S(""), .place = booking_place(b), .name = b->name,
                                .phone = b->phone.n ? phone_masked(c->arena, b->phone) : S(""), .needs = coded(c, words_needs(b->needs)), .address = b->address,
                                .reason = coded(c, words_reason(b->reason)), .note = b->note, .outcome = coded(c, words_outcome(b->outcome)),
                                .created = officer_when(c, b->created_at), .disturbed = disturbed_words(c, b), .channel = words_channel(b->channel),
                                .early = visit_may_come(b->rule, b->age) == COME_EARLY, .may_act = officer,
                                .may_move = officer && may(c, b, BOOKING_MOVE) && !b->rule->at_home, .may_cancel = officer && may(c, b, BOOKING_CANCEL),
                                .may_plan = officer && b->rule->at_home && may(c, b, BOOKING_PLAN), .move_url = officer_booking_path(c, b->number, "/pindah"),
                                .bring = bring, .plan_date = web_field(rq, "tanggal"), .plan_time = web_field(rq, "jam"), .notice = saved_words(rq), .problem = problem};
  if (b->rule->at_home && b->phone.n) v.phone = arena_printf(c->arena, "+" STR_FMT, STR_ARG(b->phone)); /* he is called before the visit */
  v.bring_count = booking_bring(c, b->kind, c->lang, bring, MAX_REQUIREMENTS);
  booking_file_page(&rq->page, &v);
  web_page(rq, rs, status);
}

static bool open_booking(struct web_request *rq, struct http_response *rs, struct booking *b) {
  enum err e = office_booking(&rq->c, rq->args[0], b);
  if (e == E_NOTFOUND)
    web_error_page(rq, rs, 404);
  else if (e != E_OK)
    web_error(rq, rs, e);
  return e == E_OK;
}

void officer_booking(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  if (open_booking(rq, rs, &b)) show_booking(rq, rs, &b, S(""), 200);
}

/* "09.30" or "9:30" on that date; 0 when it is none. */
static moment planned_at(struct web_request *rq) {
  str time = web_field(rq, "jam"), hour;
  i64 h, m;
  struct date d;
  size_t dot = str_find(time, '.');
  if (!date_parse(web_field(rq, "tanggal"), &d) || !str_cut(&time, dot < time.n ? '.' : ':', &hour)) return 0;
  if (!str_to_i64(hour, &h) || !str_to_i64(time, &m) || h < 0 || h > 23 || m < 0 || m > 59) return 0;
  return moment_of_local((struct local_time){.date = d, .hour = (int)h, .minute = (int)m});
}

void officer_booking_act(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking b;
  struct booking_step step = {.version = web_int(rq, "version"), .outcome = web_field(rq, "outcome"), .note = web_field(rq, "note"), .at = planned_at(rq)};
  if (!open_booking(rq, rs, &b)) return;
  str number = b.number, day = web_field(rq, "hari");
  enum err e = booking_action_parse(web_field(rq, "action"), &step.action) ? office_booking_act(c, number, &step, &b)
                                                                          : ctx_fail(c, E_INPUT, T_BOOKING_NOT_NOW, "unknown_value", S("action"));
  if (e == E_OK && day.n) {
    web_redirect(rq, rs, arena_printf(c->arena, "/petugas/janji?kabar=simpan&hari=" STR_FMT, STR_ARG(percent_encode(c->arena, day))));
  } else if (e == E_OK) {
    web_redirect(rq, rs, officer_booking_path(c, number, "?kabar=simpan"));
  } else {
    str problem = officer_fault(rq, e);
    if (open_booking(rq, rs, &b)) show_booking(rq, rs, &b, problem, web_status_of(e));
  }
}

/* ---- to another time --------------------------------------------------------------------------------------------- */

static struct pick pick_of(struct web_request *rq, const struct booking *b) {
  struct ctx *c = &rq->c;
  str here = officer_booking_path(c, b->number, "/pindah");
  struct pick p = {.query = {.kind = b->kind, .accessible = str_eq(b->needs, S("wheelchair")), .any_time = true}, .age = b->age, .base_url = here, .action = here,
                   .back_url = officer_booking_path(c, b->number, ""), .moving = b->starts_at ? text_moment(c->arena, c->lang, b->starts_at) : b->number,
                   .all_days = web_query(rq, "semua").n > 0, .officer = true};
  (void)date_parse(web_query(rq, "hari"), &p.query.day);
  return p;
}

/* The citizens' list of days and times, with an officer's address. */
void officer_booking_move(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  if (!open_booking(rq, rs, &b)) return;
  struct pick p = pick_of(rq, &b);
  booking_pick_show(rq, rs, &p, 200);
}

void officer_booking_move_do(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking b;
  str booth;
  moment at = 0;
  if (!open_booking(rq, rs, &b)) return;
  struct pick p = pick_of(rq, &b);
  str number = b.number;
  enum err e = booking_seat_chosen(rq, &booth, &at) ? office_move(c, number, booth, at, &b) : ctx_fail(c, E_INPUT, T_BOOKING_NO_SUCH_SLOT, "no_such_slot", S(""));
  if (e == E_OK) {
    web_redirect(rq, rs, officer_booking_path(c, number, "?kabar=simpan"));
  } else if (e == E_IO || e == E_BUG) {
    web_error(rq, rs, e);
  } else {
    if (at) p.query.day = local_of(at).date;
    booking_pick_show(rq, rs, &p, web_status_of(e));
  }
}

/* ---- lists ---------------------------------------------------------------------------------------------------------- */

static enum err rows_of(struct ctx *c, enum booking_state state, const struct booking_row **ret, size_t *ret_n) {
  struct booking *list;
  TRY(office_booking_list(c, state, &list, ret_n));
  struct booking_row *rows = arena_array(c->arena, struct booking_row, *ret_n + 1);
  for (size_t i = 0; i < *ret_n; i++) {
    rows[i] = officer_booking_row(c, &list[i]);
    rows[i].time = officer_when(c, list[i].created_at);
  }
  *ret = rows;
  return E_OK;
}

void officer_booking_lists(struct web_request *rq, struct http_response *rs) {
  struct booking_lists_view v = {0};
  enum err e = rows_of(&rq->c, BOOKING_REQUESTED, &v.visits, &v.visit_count);
  if (e == E_OK) e = rows_of(&rq->c, BOOKING_WAITING, &v.waiting, &v.waiting_count);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  booking_lists_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

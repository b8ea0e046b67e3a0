/* /janji: appointments without an account. Choosing a time keeps the seat for some minutes; the page behind the personal
 * link is where it is finished, moved and cancelled. */
#include "base/limits.h"
#include "domain/identity.h"
#include "office/booking_house.h"
#include "report/calendar_file.h"
#include "report/code_image.h"
#include "web/citizen_booking.h"

#define GUESSES_OF_A_PEER 30
#define DAYS_SHOWN 10

/* ---- words -------------------------------------------------------------------------------------------- */

static str path_of(struct ctx *c, const struct booking *b, const char *tail) {
  str token = booking_token(c, b->id);
  return arena_printf(c->arena, "/janji/" STR_FMT "%s", STR_ARG(token), tail);
}

static str clock_of(struct ctx *c, moment at) {
  struct local_time t = local_of(at);
  return arena_printf(c->arena, "%02d.%02d %s", t.hour, t.minute, zone_label());
}

str booking_day_label(struct ctx *c, struct date d) {
  struct local_time t = local_of(moment_of_local((struct local_time){.date = d, .hour = 12}));
  str day = text_plain(c->lang, text_key_find(arena_printf(c->arena, "common.day.%d", t.weekday % 7)));
  str date = text_date(c->arena, c->lang, d);
  return arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(day), STR_ARG(date));
}

static struct form_input input(struct web_request *rq, const char *name, enum field_kind kind, enum text_key label, enum text_key help) {
  struct ctx *c = &rq->c;
  struct form_input i = {.name = str_of(name), .kind = kind, .label = text_plain(c->lang, label), .value = web_field(rq, name), .error = S("")};
  i.help = help == T_NONE ? S("") : text_plain(c->lang, help);
  for (size_t k = 0; k < c->fault_count; k++)
    if (str_eq(c->faults[k].field, i.name)) i.error = fault_text(c, &c->faults[k]);
  return i;
}

/* ---- /janji ------------------------------------------------------------------------------------------------ */

static str house_notice(struct ctx *c) {
  struct house h;
  if (!c->office->config->appointments.enabled) return text_plain(c->lang, T_BOOKING_PAGE_NOT_ENABLED);
  if (office_house(c, &h) != E_OK) return S("");
  if (h.central_down)
    return TEXT(c->arena, c->lang, T_BOOKING_PAGE_CENTRAL, ARG("when", text_moment(c->arena, c->lang, h.central_since)));
  if (blanks_out(&h.blanks)) return text_plain(c->lang, T_BOOKING_BLANKS_OUT);
  return S("");
}

static void show_start(struct web_request *rq, struct http_response *rs, int status) {
  struct ctx *c = &rq->c;
  const struct config *cfg = c->office->config;
  const struct service *s = catalogue_find(&c->office->catalogue, VISIT_SERVICE);
  const struct question *q = s ? service_question(s, VISIT_QUESTION) : NULL;
  struct visit_line *kinds = arena_array(c->arena, struct visit_line, MAX_CHOICES);
  struct booking_start_view v = {.notice = house_notice(c), .kinds = kinds, .errors = citizen_errors(c), .number = web_field(rq, "number"),
                                 .last4 = web_field(rq, "last4"), .contact = citizen_contact(c)};
  for (size_t i = 0; q && cfg->appointments.enabled && i < q->choice_count; i++) {
    const struct visit_rule *rule = visit_rule_find(q->choices[i].code);
    if (rule && !rule->at_home)
      kinds[v.kind_count++] = (struct visit_line){q->choices[i].code, local(&q->choices[i].label, c->lang), local(&q->choices[i].help, c->lang)};
  }
  booking_start_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_bookings(struct web_request *rq, struct http_response *rs) { show_start(rq, rs, 200); }

/* Number and digits; without a phone the number alone, which is long enough. All misses read and cost alike. */
void citizen_booking_find(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking b;
  str typed = web_field(rq, "number"), number;
  citizen_personal(rs);
  if (web_exhausted("janji-cari", rq->http->peer, GUESSES_OF_A_PEER)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = number_read(c->arena, typed, &number) == E_OK ? office_booking(c, number, &b) : E_NOTFOUND;
  if (e == E_OK && b.phone.n && !str_eq(phone_last4(b.phone), web_field(rq, "last4"))) e = E_NOTFOUND;
  if (e == E_OK) {
    web_redirect(rq, rs, path_of(c, &b, ""));
  } else if (e == E_NOTFOUND) {
    (void)web_allow("janji-cari", rq->http->peer, GUESSES_OF_A_PEER);
    (void)ctx_fail(c, e, T_BOOKING_PAGE_NOT_FOUND, "not_found", S("number"));
    show_start(rq, rs, 422);
  } else {
    web_error(rq, rs, e);
  }
}

/* ---- days and times ------------------------------------------------------------------------------------------- */

static void fill_age(struct ctx *c, struct booking_pick_view *v) {
  const struct service *s = catalogue_find(&c->office->catalogue, VISIT_SERVICE);
  const struct question *q = s ? service_question(s, S("age")) : NULL;
  if (!q) return;
  struct option *options = arena_array(c->arena, struct option, q->choice_count + 1);
  for (size_t i = 0; i < q->choice_count; i++)
    options[i] = (struct option){.value = q->choices[i].code, .label = local(&q->choices[i].label, c->lang), .help = local(&q->choices[i].help, c->lang)};
  v->age_question = (struct choice_question){.code = S("umur"), .ask = local(&q->ask, c->lang), .help = S(""), .options = options,
                                             .option_count = q->choice_count, .error = S("")};
}

static enum err fill_days(struct ctx *c, const struct pick *p, struct booking_pick_view *v) {
  struct seat_day days[MAX_SEAT_DAYS];
  size_t n;
  TRY(office_seat_days(c, &p->query, days, &n));
  struct day_line *lines = arena_array(c->arena, struct day_line, n + 1);
  for (size_t i = 0; i < n && (p->all_days || i < DAYS_SHOWN); i++) {
    str iso = date_iso(c->arena, days[i].date);
    lines[v->day_count++] = (struct day_line){
        .label = booking_day_label(c, days[i].date), .iso = iso,
        .url = arena_printf(c->arena, STR_FMT "%chari=" STR_FMT, STR_ARG(v->base_url), str_find(v->base_url, '?') < v->base_url.n ? '&' : '?', STR_ARG(iso)),
        .free = TEXT(c->arena, c->lang, T_BOOKING_CHAT_FREE, ARG("n", arena_printf(c->arena, "%d", days[i].free)))};
  }
  v->days = lines;
  v->more_days = v->day_count < n;
  return E_OK;
}

static bool several_places(const struct seat_slot *slots, size_t n) {
  for (size_t i = 1; i < n; i++)
    if (!str_eq(slots[i].booth->place, slots[0].booth->place)) return true;
  return false;
}

static enum err fill_times(struct ctx *c, const struct pick *p, struct booking_pick_view *v) {
  struct seat_slot *slots;
  size_t n;
  if (!p->query.day.year) return E_OK;
  TRY(office_seats(c, &p->query, &slots, &n));
  struct time_line *morning = arena_array(c->arena, struct time_line, n + 1), *afternoon = arena_array(c->arena, struct time_line, n + 1);
  bool places = several_places(slots, n);
  for (size_t i = 0; i < n; i++) {
    struct local_time t = local_of(slots[i].at);
    struct time_line line = {.value = arena_printf(c->arena, STR_FMT ".%lld", STR_ARG(slots[i].booth->code), (long long)(slots[i].at / MINUTES(1))),
                             .label = arena_printf(c->arena, "%02d.%02d", t.hour, t.minute), .place = places ? slots[i].booth->place : S("")};
    if (t.hour < 12)
      morning[v->morning_count++] = line;
    else
      afternoon[v->afternoon_count++] = line;
  }
  v->morning = morning;
  v->afternoon = afternoon;
  if (n) v->day = booking_day_label(c, p->query.day);
  return E_OK;
}

static str kind_label(struct ctx *c, str kind) { return booking_kind_label(&c->office->catalogue, kind, c->lang); }

static void fill_stop(struct ctx *c, const struct pick *p, const struct visit_rule *rule, struct booking_pick_view *v) {
  struct house h;
  if (v->day_count || v->day.n) return;
  bool out = office_house(c, &h) == E_OK && visit_paused(rule, blanks_out(&h.blanks));
  v->stop = out ? T_BOOKING_BLANKS_OUT : T_BOOKING_PICK_FULL;
  v->may_wait = !p->moving.n && c->office->config->appointments.enabled && !str_eq(p->query.kind, VISIT_PICKUP);
}

void booking_pick_show(struct web_request *rq, struct http_response *rs, const struct pick *p, int status) {
  struct ctx *c = &rq->c;
  const struct visit_rule *rule = visit_rule_find(p->query.kind);
  if (!rule || rule->at_home) {
    web_error_page(rq, rs, 404);
    return;
  }
  enum may_come may = p->moving.n ? COME_YES : visit_may_come(rule, p->age);
  str *bring = arena_array(c->arena, str, MAX_REQUIREMENTS);
  struct form_input *inputs = arena_array(c->arena, struct form_input, 2);
  struct booking_pick_view v = {.officer = p->officer, .kind = p->query.kind, .kind_label = kind_label(c, p->query.kind), .age = str_of(age_code(p->age)),
                                .asks_age = may == COME_ASK_AGE, .stop = may == COME_TOO_YOUNG ? T_BOOKING_TOO_YOUNG : T_NONE,
                                .early = may == COME_EARLY, .bring = bring, .base_url = p->base_url, .action = p->action,
                                .moving = p->moving, .all_days_url = p->base_url, .inputs = inputs, .input_count = 2,
                                .errors = citizen_errors(c), .back_url = p->back_url, .contact = citizen_contact(c)};
  v.bring_count = booking_bring(c, p->query.kind, c->lang, bring, MAX_REQUIREMENTS);
  enum err e = E_OK;
  if (v.asks_age) fill_age(c, &v);
  if (!v.asks_age && v.stop == T_NONE) {
    e = fill_times(c, p, &v);
    struct pick any = *p;
    any.query.day.year = 0;
    if (e == E_OK && !v.day.n) e = fill_days(c, &any, &v);
    if (v.more_days) {
      char sep = str_find(v.base_url, '?') < v.base_url.n ? '&' : '?';
      v.all_days_url = arena_printf(c->arena, STR_FMT "%csemua=1", STR_ARG(v.base_url), sep);
    }
    fill_stop(c, p, rule, &v);
  }
  inputs[0] = input(rq, "name", FIELD_NAME, T_BOOKING_FIELD_NAME, T_BOOKING_FIELD_NAME_HELP);
  inputs[1] = input(rq, "phone", FIELD_PHONE, T_BOOKING_FIELD_PHONE, T_BOOKING_FIELD_PHONE_WAIT);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  booking_pick_page(&rq->page, &v);
  web_page(rq, rs, status);
}

static struct pick pick_of(struct web_request *rq, str kind, str age, str day) {
  struct ctx *c = &rq->c;
  struct pick p = {.query = {.kind = kind}, .action = S("/janji/pilih"), .back_url = S("/janji"), .all_days = web_query(rq, "semua").n > 0};
  (void)age_parse(age, &p.age);
  (void)date_parse(day, &p.query.day);
  p.base_url = arena_printf(c->arena, "/janji/pilih?untuk=" STR_FMT "%s" STR_FMT, STR_ARG(kind), p.age ? "&umur=" : "", STR_ARG(str_of(age_code(p.age))));
  return p;
}

void citizen_booking_pick(struct web_request *rq, struct http_response *rs) {
  struct pick p = pick_of(rq, web_query(rq, "untuk"), web_query(rq, "umur"), web_query(rq, "hari"));
  if (!p.query.kind.n) {
    web_redirect(rq, rs, S("/janji")); /* the language was changed */
    return;
  }
  booking_pick_show(rq, rs, &p, 200);
}

bool booking_seat_chosen(struct web_request *rq, str *ret_booth, moment *ret_at) {
  str rest = web_field(rq, "kursi");
  i64 minutes;
  if (!str_cut(&rest, '.', ret_booth) || !str_all_digits(rest) || rest.n > 10 || !str_to_i64(rest, &minutes)) return false;
  *ret_at = MINUTES(minutes);
  return true;
}

/* The times again, with what went wrong: somebody was faster, or the day is over. */
static void pick_again(struct web_request *rq, struct http_response *rs, struct pick *p, moment at, enum err e) {
  if (e == E_IO || e == E_BUG || e == E_DENIED) {
    web_error(rq, rs, e);
    return;
  }
  if (at) p->query.day = local_of(at).date;
  booking_pick_show(rq, rs, p, web_status_of(e));
}

void citizen_booking_hold(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking b;
  struct new_booking n = {.kind = web_field(rq, "untuk"), .channel = CHANNEL_WEB};
  struct pick p = pick_of(rq, n.kind, web_field(rq, "umur"), S(""));
  n.age = p.age;
  citizen_personal(rs);
  if (!web_allow("janji", rq->http->peer, c->office->config->appointments.per_minute)) {
    web_error_page(rq, rs, 429);
    return;
  }
  if (str_eq(n.kind, VISIT_PICKUP)) n.kind = S(""); /* fetched through the status page of its file */
  enum err e = booking_seat_chosen(rq, &n.booth, &n.at) ? office_hold(c, &n, &b)
                                                        : ctx_fail(c, E_INPUT, T_BOOKING_NO_SUCH_SLOT, "no_such_slot", S(""));
  if (e == E_OK)
    web_redirect(rq, rs, path_of(c, &b, ""));
  else
    pick_again(rq, rs, &p, n.at, e);
}

void citizen_booking_wait(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking b;
  struct new_booking n = {.kind = web_field(rq, "untuk"), .channel = CHANNEL_WEB, .name = web_field(rq, "name"),
                          .phone = web_field(rq, "phone"), .remind = web_checked(rq, "remind")};
  struct pick p = pick_of(rq, n.kind, web_field(rq, "umur"), S(""));
  n.age = p.age;
  citizen_personal(rs);
  if (!web_allow("janji", rq->http->peer, c->office->config->appointments.per_minute)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = office_wait(c, &n, &b);
  if (e == E_OK)
    web_redirect(rq, rs, path_of(c, &b, "?kabar=tunggu"));
  else
    pick_again(rq, rs, &p, 0, e);
}

/* ---- /janji/{token} ---------------------------------------------------------------------------------------------- */

static bool open_booking(struct web_request *rq, struct http_response *rs, struct booking *b) {
  citizen_personal(rs);
  str typed = arena_printf(rq->c.arena, "/" STR_FMT, STR_ARG(rq->args[0])); /* a link's end: never a number */
  enum err e = office_booking(&rq->c, typed, b);
  if (e == E_NOTFOUND)
    citizen_unknown_token(rq, rs);
  else if (e != E_OK)
    web_error(rq, rs, e);
  return e == E_OK;
}

static str done_words(struct web_request *rq) {
  static const struct {
    const char *code;
    enum text_key key;
  } words[] = {{"pesan", T_BOOKING_DONE_BOOKED}, {"pindah", T_BOOKING_DONE_MOVED}, {"batal", T_BOOKING_DONE_CANCELLED},
               {"tunggu", T_BOOKING_DONE_WAITING}, {"kunjungan", T_BOOKING_DONE_REQUESTED}};
  str code = web_query(rq, "kabar");
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_is(code, words[i].code)) return text_plain(rq->c.lang, words[i].key);
  return S("");
}

static str disturbed_words(struct ctx *c, const struct booking *b) {
  static const struct {
    const char *code;
    enum text_key key;
  } words[] = {{"central", T_BOOKING_DETAIL_CENTRAL}, {"blanks", T_BOOKING_DETAIL_BLANKS}, {"closed", T_BOOKING_DETAIL_CLOSED}};
  for (size_t i = 0; i < COUNT(words); i++)
    if (b->state == BOOKING_BOOKED && str_is(b->disturbed, words[i].code)) {
      str text = text_plain(c->lang, words[i].key);
      return arena_printf(c->arena, "%c" STR_FMT ".", text.p[0] - 32, STR_ARG(str_from(text, 1)));
    }
  return S("");
}

static bool may(struct ctx *c, const struct booking *b, enum booking_action a) {
  return booking_decide(b->state, a, ROLE_CITIZEN, b->starts_at, c->now).forbidden == BOOKING_FINE;
}

static void fill_line(struct ctx *c, const struct booking *b, struct booking_view *v) {
  i64 n;
  CLEANUP(db_end) struct tx tx = {0};
  if (b->state != BOOKING_WAITING || db_read(c->office->db, &tx) != E_OK || booking_place_in_line(c, &tx, b, &n) != E_OK) return;
  v->line = TEXT(c->arena, c->lang, T_BOOKING_WAIT_LINE, ARG("n", arena_printf(c->arena, "%lld", (long long)n)));
}

static void fill_bring(struct ctx *c, const struct booking *b, str *bring, struct booking_view *v) {
  CLEANUP(db_end) struct tx tx = {0};
  if (db_read(c->office->db, &tx) == E_OK) (void)!booking_bring_of(c, &tx, b, c->lang, bring, MAX_REQUIREMENTS, &v->bring_count);
}

static void show_booking(struct web_request *rq, struct http_response *rs, const struct booking *b, int status) {
  struct ctx *c = &rq->c;
  str *bring = arena_array(c->arena, str, MAX_REQUIREMENTS), place = booking_place(b), done = done_words(rq), disturbed = disturbed_words(c, b);
  struct form_input *inputs = arena_array(c->arena, struct form_input, 2);
  bool living = booking_state_is_living(b->state), sent = rq->http->method == HTTP_POST;
  enum text_key needs = words_needs(b->needs);
  struct booking_view v = {.token = rq->args[0], .number = b->number, .kind_label = kind_label(c, b->kind), .state = b->state,
                           .tag = tag_booking_state(b->state), .early = visit_may_come(b->rule, b->age) == COME_EARLY, .at_home = b->rule->at_home,
                           .name = name_masked(c->arena, b->name), .needs = needs ? text_plain(c->lang, needs) : S(""), .address = b->address,
                           .notice = disturbed.n ? disturbed : done, .disturbed = disturbed.n > 0, .bring = bring, .inputs = inputs, .input_count = 2,
                           .may_move = may(c, b, BOOKING_MOVE) && !b->rule->at_home && b->state != BOOKING_HELD && b->state != BOOKING_WAITING,
                           .may_cancel = may(c, b, BOOKING_CANCEL) && b->state != BOOKING_HELD, .may_accept = may(c, b, BOOKING_ACCEPT),
                           .remind = !sent || web_checked(rq, "remind"), .chosen_needs = web_field(rq, "needs"), .errors = citizen_errors(c),
                           .contact = citizen_contact(c), .when = S(""), .until = S(""), .line = S("")};
  if (b->starts_at && b->state != BOOKING_LAPSED) {
    v.when = text_moment(c->arena, c->lang, b->starts_at);
    v.iso = rfc3339(c->arena, b->starts_at);
  }
  v.place = place.n && c->office->config->office.address.n
                ? arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(place), STR_ARG(c->office->config->office.address))
                : place;
  if (b->expires_at) v.until = b->state == BOOKING_HELD ? clock_of(c, b->expires_at) : text_moment(c->arena, c->lang, b->expires_at);
  fill_line(c, b, &v);
  if (living) fill_bring(c, b, bring, &v);
  inputs[0] = input(rq, "name", FIELD_NAME, T_BOOKING_FIELD_NAME, T_BOOKING_FIELD_NAME_HELP);
  inputs[1] = input(rq, "phone", FIELD_PHONE, T_BOOKING_FIELD_PHONE, T_BOOKING_FIELD_PHONE_HELP);
  booking_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_booking(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  if (open_booking(rq, rs, &b)) show_booking(rq, rs, &b, 200);
}

/* The step was done: back to the page. It was not: the page says why. */
static void after(struct web_request *rq, struct http_response *rs, enum err e, const char *tail) {
  struct booking b;
  if (e == E_OK) {
    web_redirect(rq, rs, arena_printf(rq->c.arena, "/janji/" STR_FMT "%s", STR_ARG(rq->args[0]), tail));
    return;
  }
  if (e == E_IO || e == E_BUG) {
    web_error(rq, rs, e);
    return;
  }
  if (open_booking(rq, rs, &b)) show_booking(rq, rs, &b, web_status_of(e));
}

void citizen_booking_confirm(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  struct new_booking n = {.name = web_field(rq, "name"), .phone = web_field(rq, "phone"), .needs = web_field(rq, "needs"),
                          .remind = web_checked(rq, "remind") && web_field(rq, "phone").n};
  if (!open_booking(rq, rs, &b)) return;
  after(rq, rs, office_confirm(&rq->c, b.number, &n, &b), "?kabar=pesan");
}

void citizen_booking_cancel(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  if (!open_booking(rq, rs, &b)) return;
  bool held = b.state == BOOKING_HELD, again = b.state == BOOKING_CANCELLED;
  str kind = b.kind, age = str_of(age_code(b.age));
  enum err e = again ? E_OK : office_booking_act(&rq->c, b.number, &(struct booking_step){.action = BOOKING_CANCEL}, &b);
  if (e == E_OK && held && !str_eq(kind, VISIT_PICKUP))
    web_redirect(rq, rs, arena_printf(rq->c.arena, "/janji/pilih?untuk=" STR_FMT "&umur=" STR_FMT, STR_ARG(kind), STR_ARG(age)));
  else
    after(rq, rs, e, "?kabar=batal");
}

void citizen_booking_offer(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  if (!open_booking(rq, rs, &b)) return;
  bool yes = str_eq(web_field(rq, "jawab"), S("ya"));
  enum err e = office_booking_act(&rq->c, b.number, &(struct booking_step){.action = yes ? BOOKING_ACCEPT : BOOKING_DECLINE}, &b);
  after(rq, rs, e, yes ? "?kabar=pesan" : "?kabar=batal");
}

static struct pick move_pick(struct web_request *rq, const struct booking *b) {
  struct ctx *c = &rq->c;
  struct pick p = {.query = {.kind = b->kind, .accessible = str_eq(b->needs, S("wheelchair"))}, .age = b->age,
                   .base_url = path_of(c, b, "/pindah"), .action = path_of(c, b, "/pindah"), .back_url = path_of(c, b, ""),
                   .moving = text_moment(c->arena, c->lang, b->starts_at), .all_days = web_query(rq, "semua").n > 0};
  (void)date_parse(web_query(rq, "hari"), &p.query.day);
  return p;
}

void citizen_booking_move(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  if (!open_booking(rq, rs, &b)) return;
  struct pick p = move_pick(rq, &b);
  if (may(&rq->c, &b, BOOKING_MOVE) && b.starts_at && !b.rule->at_home)
    booking_pick_show(rq, rs, &p, 200);
  else
    web_redirect(rq, rs, path_of(&rq->c, &b, ""));
}

void citizen_booking_move_do(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking b;
  str booth;
  moment at = 0;
  if (!open_booking(rq, rs, &b)) return;
  struct pick p = move_pick(rq, &b);
  enum err e = booking_seat_chosen(rq, &booth, &at) ? office_move(c, b.number, booth, at, &b)
                                                    : ctx_fail(c, E_INPUT, T_BOOKING_NO_SUCH_SLOT, "no_such_slot", S(""));
  if (e == E_OK)
    web_redirect(rq, rs, path_of(c, &b, "?kabar=pindah"));
  else
    pick_again(rq, rs, &p, at, e);
}

/* ---- /s/{token}/ambil: when to fetch a document ------------------------------------------------------------------------- */

static bool open_ready(struct web_request *rq, struct http_response *rs, struct application *f, struct booking *ret_booked, bool *ret_has) {
  struct ctx *c = &rq->c;
  CLEANUP(db_end) struct tx tx = {0};
  citizen_personal(rs);
  enum err e = db_read(c->office->db, &tx);
  if (e == E_OK) e = file_by_status(c, &tx, rq->args[0], f);
  if (e == E_OK) {
    enum err b = booking_of_application(c, &tx, f->id, ret_booked);
    *ret_has = b == E_OK;
    if (b != E_OK && b != E_NOTFOUND) e = b;
  }
  if (e == E_NOTFOUND)
    citizen_unknown_token(rq, rs);
  else if (e != E_OK)
    web_error(rq, rs, e);
  return e == E_OK;
}

static struct pick pickup_pick(struct web_request *rq) {
  struct ctx *c = &rq->c;
  str here = arena_printf(c->arena, "/s/" STR_FMT "/ambil", STR_ARG(rq->args[0]));
  struct pick p = {.query = {.kind = VISIT_PICKUP}, .base_url = here, .action = here, .all_days = web_query(rq, "semua").n > 0,
                   .back_url = arena_printf(c->arena, "/s/" STR_FMT, STR_ARG(rq->args[0]))};
  (void)date_parse(web_query(rq, "hari"), &p.query.day);
  return p;
}

/* Has a time already: that appointment. Nothing to fetch now: the status says why. */
static bool pickup_elsewhere(struct web_request *rq, struct http_response *rs, const struct application *f, const struct booking *b, bool has) {
  struct ctx *c = &rq->c;
  if (has)
    web_redirect(rq, rs, path_of(c, b, ""));
  else if (f->state != STATE_READY_FOR_PICKUP || !c->office->config->appointments.pickup)
    web_redirect(rq, rs, arena_printf(c->arena, "/s/" STR_FMT, STR_ARG(rq->args[0])));
  else
    return false;
  return true;
}

void citizen_pickup_time(struct web_request *rq, struct http_response *rs) {
  struct application f = {0};
  struct booking b;
  bool has;
  if (!open_ready(rq, rs, &f, &b, &has) || pickup_elsewhere(rq, rs, &f, &b, has)) return;
  struct pick p = pickup_pick(rq);
  booking_pick_show(rq, rs, &p, 200);
}

void citizen_pickup_time_do(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct application f = {0};
  struct booking b;
  bool has;
  if (!open_ready(rq, rs, &f, &b, &has) || pickup_elsewhere(rq, rs, &f, &b, has)) return;
  struct new_booking n = {.kind = VISIT_PICKUP, .channel = CHANNEL_WEB, .name = f.applicant.n ? utf8_cut(f.applicant, MAX_NAME) : f.number, .phone = f.phone,
                          .chat = f.chat, .contact = f.contact, .application = f.id};
  struct pick p = pickup_pick(rq);
  enum err e = booking_seat_chosen(rq, &n.booth, &n.at) ? office_book(c, &n, &b) : ctx_fail(c, E_INPUT, T_BOOKING_NO_SUCH_SLOT, "no_such_slot", S(""));
  if (e == E_OK)
    web_redirect(rq, rs, path_of(c, &b, "?kabar=pesan"));
  else
    pick_again(rq, rs, &p, n.at, e);
}

/* ---- files of it ------------------------------------------------------------------------------------------------------- */

static void send_file(struct http_response *rs, const char *type, str body) {
  rs->status = 200;
  rs->type = type;
  rs->body = body;
  http_set_header(rs, "Cache-Control", S("no-store"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
}

static str bring_words(struct ctx *c, const struct booking *b) {
  str bring[MAX_REQUIREMENTS];
  struct buf out = buf_new(c->arena, 2000);
  size_t n = booking_bring(c, b->kind, c->lang, bring, MAX_REQUIREMENTS);
  for (size_t i = 0; i < n; i++) buf_printf(&out, "%s" STR_FMT, i ? "; " : "", STR_ARG(bring[i]));
  return n ? TEXT(c->arena, c->lang, T_BOOKING_ICS_BRING, ARG("bring", buf_str(&out))) : S("");
}

/* No name in it: calendars are shared. */
void citizen_booking_calendar(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct config *cfg = c->office->config;
  struct booking b;
  if (!open_booking(rq, rs, &b)) return;
  bool there = b.starts_at && (b.state == BOOKING_BOOKED || b.state == BOOKING_ARRIVED || b.state == BOOKING_CANCELLED || b.state == BOOKING_DONE);
  if (!there) {
    web_error_page(rq, rs, 404);
    return;
  }
  str host = str_from(cfg->public_url, str_find(cfg->public_url, ':') + 3), place = booking_place(&b);
  struct calendar_entry e = {
      .uid = arena_printf(c->arena, STR_FMT "@" STR_FMT, STR_ARG(b.number), STR_ARG(str_sub(host, 0, str_find(host, ':')))),
      .sequence = b.moves + (b.state == BOOKING_CANCELLED), .cancelled = b.state == BOOKING_CANCELLED, .starts_at = b.starts_at,
      .ends_at = b.ends_at, .made_at = b.changed_at, .zone = cfg->office.timezone,
      .title = TEXT(c->arena, c->lang, T_BOOKING_ICS_TITLE, ARG("kind", kind_label(c, b.kind)), ARG("office", cfg->office.name)),
      .place = place.n && cfg->office.address.n ? arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(place), STR_ARG(cfg->office.address)) : place,
      .description = arena_printf(c->arena, STR_FMT "\n" STR_FMT, STR_ARG(b.number), STR_ARG(bring_words(c, &b))), .url = booking_url(c, b.id),
      .remind_minutes = {cfg->appointments.remind_early_minutes, cfg->appointments.remind_late_minutes}};
  send_file(rs, "text/calendar; charset=utf-8; method=PUBLISH", calendar_file(c->arena, &e));
  http_set_header(rs, "Content-Disposition", arena_printf(c->arena, "attachment; filename=\"" STR_FMT ".ics\"", STR_ARG(b.number)));
}

void citizen_booking_code(struct web_request *rq, struct http_response *rs) {
  struct booking b;
  if (!open_booking(rq, rs, &b)) return;
  send_file(rs, "image/svg+xml", code_svg(rq->c.arena, booking_url(&rq->c, b.id)));
}

/* ---- /janji/kunjungan ------------------------------------------------------------------------------------------------------ */

static void show_visit(struct web_request *rq, struct http_response *rs, int status) {
  struct ctx *c = &rq->c;
  struct form_input *inputs = arena_array(c->arena, struct form_input, 4);
  struct option *reasons = arena_array(c->arena, struct option, REASON_CHOICES);
  inputs[0] = input(rq, "reason", FIELD_CHOICE, T_BOOKING_FIELD_REASON, T_NONE);
  inputs[1] = input(rq, "name", FIELD_NAME, T_BOOKING_FIELD_NAME, T_BOOKING_FIELD_NAME_HELP);
  inputs[2] = input(rq, "phone", FIELD_PHONE, T_BOOKING_FACT_PHONE, T_BOOKING_FIELD_PHONE_VISIT);
  inputs[3] = input(rq, "address", FIELD_LONG, T_BOOKING_FIELD_ADDRESS, T_BOOKING_FIELD_ADDRESS_HELP);
  for (size_t i = 0; i < REASON_CHOICES; i++)
    reasons[i] = (struct option){.value = str_of(reason_choices[i].code), .text = reason_choices[i].text, .label = S(""), .help = S(""),
                                 .chosen = str_is(inputs[0].value, reason_choices[i].code)};
  inputs[0].options = reasons;
  inputs[0].option_count = REASON_CHOICES;
  struct booking_visit_view v = {.inputs = inputs, .input_count = 4, .errors = citizen_errors(c), .contact = citizen_contact(c)};
  booking_visit_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_home_visit(struct web_request *rq, struct http_response *rs) { show_visit(rq, rs, 200); }

void citizen_home_visit_do(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking b;
  struct new_booking n = {.channel = CHANNEL_WEB, .name = web_field(rq, "name"), .phone = web_field(rq, "phone"), .reason = web_field(rq, "reason"),
                          .address = web_field(rq, "address"), .remind = web_checked(rq, "remind")};
  citizen_personal(rs);
  if (!web_allow("janji", rq->http->peer, c->office->config->appointments.per_minute)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = office_request_visit(c, &n, &b);
  if (e == E_OK)
    web_redirect(rq, rs, path_of(c, &b, "?kabar=kunjungan"));
  else if (e == E_IO || e == E_BUG)
    web_error(rq, rs, e);
  else
    show_visit(rq, rs, web_status_of(e));
}

/* /petugas/janji/baru: an officer books for somebody at the counter or on the telephone. */
#include "web/citizen_booking.h"
#include "web/officer_booking.h"

static struct form_input input(struct web_request *rq, const char *name, enum field_kind kind, enum text_key label) {
  struct ctx *c = &rq->c;
  struct form_input i = {.name = str_of(name), .kind = kind, .label = text_plain(c->lang, label), .value = web_field(rq, name), .error = S(""), .help = S("")};
  for (size_t k = 0; k < c->fault_count; k++)
    if (str_eq(c->faults[k].field, i.name)) i.error = fault_text(c, &c->faults[k]);
  return i;
}

static struct option *options_of(struct ctx *c, const struct question *q, str chosen, size_t *ret_n) {
  struct option *list = arena_array(c->arena, struct option, q->choice_count + 1);
  for (size_t i = 0; i < q->choice_count; i++)
    list[i] = (struct option){.value = q->choices[i].code, .label = local(&q->choices[i].label, c->lang), .help = S(""), .chosen = str_eq(q->choices[i].code, chosen)};
  *ret_n = q->choice_count;
  return list;
}

static enum err fill_seats(struct ctx *c, struct date day, struct booking_new_view *v) {
  struct seat_day days[MAX_SEAT_DAYS];
  struct seat_slot *slots;
  size_t n, slot_n;
  struct seat_query q = {.kind = v->kind, .any_time = true};
  TRY(office_seat_days(c, &q, days, &n));
  struct option *options = arena_array(c->arena, struct option, n + 1);
  q.day = n ? days[0].date : (struct date){0};
  for (size_t i = 0; i < n; i++) {
    bool chosen = day.year && date_days(days[i].date) == date_days(day);
    if (chosen) q.day = day;
    options[i] = (struct option){.value = date_iso(c->arena, days[i].date), .label = booking_day_label(c, days[i].date), .help = S(""), .chosen = chosen};
  }
  v->days = options;
  v->day_count = n;
  v->stop = n ? T_NONE : T_BOOKING_PICK_FULL;
  if (!n) return E_OK;
  v->day = date_iso(c->arena, q.day);
  v->day_label = booking_day_label(c, q.day);
  TRY(office_seats(c, &q, &slots, &slot_n));
  struct time_line *times = arena_array(c->arena, struct time_line, slot_n + 1);
  for (size_t i = 0; i < slot_n; i++) {
    struct local_time t = local_of(slots[i].at);
    times[i] = (struct time_line){.value = arena_printf(c->arena, STR_FMT ".%lld", STR_ARG(slots[i].booth->code), (long long)(slots[i].at / MINUTES(1))),
                                  .label = arena_printf(c->arena, "%02d.%02d", t.hour, t.minute), .place = S("")};
  }
  v->times = times;
  v->time_count = slot_n;
  return E_OK;
}

static void fill_inputs(struct web_request *rq, struct booking_new_view *v) {
  struct ctx *c = &rq->c;
  struct form_input *inputs = arena_array(c->arena, struct form_input, 4);
  struct option *reasons = arena_array(c->arena, struct option, REASON_CHOICES);
  inputs[0] = input(rq, "name", FIELD_NAME, T_BOOKING_FIELD_NAME);
  inputs[1] = input(rq, "phone", FIELD_PHONE, T_BOOKING_FIELD_PHONE);
  inputs[2] = input(rq, "reason", FIELD_CHOICE, T_BOOKING_FIELD_REASON);
  inputs[3] = input(rq, "address", FIELD_LONG, T_BOOKING_FIELD_ADDRESS);
  for (size_t i = 0; i < REASON_CHOICES; i++)
    reasons[i] = (struct option){.value = str_of(reason_choices[i].code), .text = reason_choices[i].text, .label = S(""), .help = S(""),
                                 .chosen = str_is(inputs[2].value, reason_choices[i].code)};
  inputs[2].options = reasons;
  inputs[2].option_count = REASON_CHOICES;
  v->inputs = inputs;
  v->input_count = v->at_home ? 4 : 2;
}

static void show(struct web_request *rq, struct http_response *rs, str kind, str age, str iso, int status) {
  struct ctx *c = &rq->c;
  const struct service *s = catalogue_find(&c->office->catalogue, VISIT_SERVICE);
  const struct question *q = s ? service_question(s, VISIT_QUESTION) : NULL, *ages = s ? service_question(s, S("age")) : NULL;
  if (!q || !ages) {
    web_error_page(rq, rs, 404);
    return;
  }
  const struct visit_rule *rule = visit_rule_find(kind);
  enum age_class class = AGE_UNSAID;
  struct date day = {0};
  if (!rule) kind = q->choices[0].code, rule = visit_rule_find(kind);
  (void)age_parse(age, &class);
  (void)date_parse(iso, &day);
  struct booking_new_view v = {.kind = kind, .age = S(""), .errors = officer_errors(c), .at_home = rule && rule->at_home};
  v.kinds = options_of(c, q, kind, &v.kind_count);
  if (rule && rule->asks_age) {
    v.asks_age = true;
    if (class == AGE_UNSAID) class = AGE_FROM_17;
    v.age = str_of(age_code(class));
    v.age_question.options = options_of(c, ages, v.age, &v.age_question.option_count);
  }
  enum err e = E_OK;
  if (rule && visit_may_come(rule, class) == COME_TOO_YOUNG)
    v.stop = T_BOOKING_TOO_YOUNG;
  else if (!v.at_home)
    e = fill_seats(c, day, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  fill_inputs(rq, &v);
  booking_new_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void officer_booking_new(struct web_request *rq, struct http_response *rs) {
  show(rq, rs, web_query(rq, "untuk"), web_query(rq, "umur"), web_query(rq, "hari"), 200);
}

void officer_booking_new_do(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct booking b;
  struct new_booking n = {.kind = web_field(rq, "untuk"), .channel = CHANNEL_COUNTER, .name = web_field(rq, "name"), .phone = web_field(rq, "phone"),
                          .needs = web_field(rq, "needs"), .remind = web_checked(rq, "remind") && web_field(rq, "phone").n, .reason = web_field(rq, "reason"),
                          .address = web_field(rq, "address")};
  const struct visit_rule *rule = visit_rule_find(n.kind);
  (void)age_parse(web_field(rq, "umur"), &n.age);
  enum err e;
  if (rule && rule->at_home)
    e = office_request_visit(c, &n, &b);
  else if (booking_seat_chosen(rq, &n.booth, &n.at))
    e = office_book(c, &n, &b);
  else
    e = ctx_fail(c, E_INPUT, T_BOOKING_NO_SUCH_SLOT, "no_such_slot", S(""));
  if (e == E_OK)
    web_redirect(rq, rs, officer_booking_path(c, b.number, "?kabar=simpan"));
  else if (e == E_IO || e == E_BUG)
    web_error(rq, rs, e);
  else
    show(rq, rs, n.kind, web_field(rq, "umur"), web_field(rq, "hari"), web_status_of(e));
}

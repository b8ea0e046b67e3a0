#include "office/turn_booking.h"

#include "domain/identity.h"
#include "office/booking.h"
#include "office/booking_notice.h"

#define KNOWN_BOOKINGS 8

static struct chat_booking told(const struct booking *b) {
  return (struct chat_booking){.number = b->number, .kind = b->kind, .state = b->state, .at = b->starts_at,
                               .until = b->expires_at, .place = booking_place(b), .name = b->name};
}

enum err booking_facts(struct ctx *c, struct tx *tx, const struct live_chat *row, struct chat_facts *ret) {
  ret->books = c->office->config->appointments.enabled;
  if (!ret->books) return E_OK;
  struct booking *list = arena_array(c->arena, struct booking, KNOWN_BOOKINGS);
  struct chat_booking *known = arena_array(c->arena, struct chat_booking, KNOWN_BOOKINGS);
  TRY(booking_of_contact(c, tx, row->contact, list, KNOWN_BOOKINGS, &ret->booking_count));
  for (size_t i = 0; i < ret->booking_count; i++) known[i] = told(&list[i]);
  ret->bookings = known;
  return E_OK;
}

/* ---- effects ---------------------------------------------------------------------------------------- */

/* Who has no name on WhatsApp is known by the end of his number. */
static str name_of(struct ctx *c, const struct live_chat *row) {
  if (row->contact_name.n) return utf8_cut(row->contact_name, MAX_NAME);
  return arena_printf(c->arena, "WhatsApp " STR_FMT, STR_ARG(phone_last4(row->phone)));
}

static struct new_booking new_of(struct ctx *c, const struct live_chat *row, const struct chat_effect *e) {
  struct new_booking n = {.kind = e->kind_of_visit, .booth = e->booth, .at = e->at, .channel = CHANNEL_WHATSAPP,
                          .name = e->name.n ? e->name : name_of(c, row), .phone = row->phone, .chat = row->id,
                          .contact = row->contact, .address = e->address, .reason = e->reason};
  (void)age_parse(e->age, &n.age);
  return n;
}

/* Another seat was chosen: the one kept before is free for others. */
static enum err leave_held(struct ctx *c, struct tx *tx, i64 contact) {
  struct booking list[KNOWN_BOOKINGS];
  size_t n;
  TRY(booking_of_contact(c, tx, contact, list, KNOWN_BOOKINGS, &n));
  for (size_t i = 0; i < n; i++)
    if (list[i].state == BOOKING_HELD)
      TRY(booking_act(c, tx, &list[i], &(struct booking_step){.action = BOOKING_CANCEL}));
  return E_OK;
}

static enum err hold(struct ctx *c, struct tx *tx, const struct live_chat *row, const struct chat_effect *e, struct chat_decision *d) {
  struct booking b;
  struct new_booking n = new_of(c, row, e);
  TRY(leave_held(c, tx, row->contact));
  TRY(booking_hold(c, tx, &n, &b));
  struct chat_booking *kept = arena_new_of(c->arena, struct chat_booking);
  *kept = told(&b);
  kept->name = n.name;
  d->reply.booking = kept;
  d->reply.number = b.number;
  return E_OK;
}

static enum err step(struct ctx *c, struct tx *tx, const struct live_chat *row, const struct chat_effect *e, struct chat_decision *d) {
  static const enum booking_action actions[] = {[CHAT_CANCEL_BOOKING - CHAT_HOLD_SEAT] = BOOKING_CANCEL,
                                                [CHAT_TAKE_OFFER - CHAT_HOLD_SEAT] = BOOKING_ACCEPT,
                                                [CHAT_DECLINE_OFFER - CHAT_HOLD_SEAT] = BOOKING_DECLINE};
  struct booking b;
  struct new_booking n = new_of(c, row, e);
  switch (e->kind) {
    case CHAT_HOLD_SEAT: return hold(c, tx, row, e, d);
    case CHAT_JOIN_WAITING: return booking_wait(c, tx, &n, &b);
    case CHAT_REQUEST_VISIT: return booking_request_visit(c, tx, &n, &b);
    default: break;
  }
  TRY(booking_find(c, tx, e->number, &b));
  if (b.contact != row->contact) return E_NOTFOUND;
  if (e->kind == CHAT_BOOK_SEAT) return booking_confirm(c, tx, &b, &n);
  if (e->kind == CHAT_MOVE_BOOKING) return booking_move(c, tx, &b, e->booth, e->at);
  return booking_act(c, tx, &b, &(struct booking_step){.action = actions[e->kind - CHAT_HOLD_SEAT]});
}

/* The seat is gone: other times of that day, in the same answer. */
static void seat_gone(const struct chat_effect *e, struct chat_decision *d) {
  struct chat_reply *r = &d->reply;
  r->kind = CHAT_SAY_TIMES;
  r->lead = CHAT_LEAD_SEAT_GONE;
  r->day = local_of(e->at).date;
  d->chat.step = CHAT_BOOKING;
}

enum err booking_effect(struct ctx *c, struct tx *tx, const struct live_chat *row, const struct chat_effect *e, struct chat_decision *d) {
  enum err err = step(c, tx, row, e, d);
  bool seat = e->kind == CHAT_HOLD_SEAT || e->kind == CHAT_MOVE_BOOKING;
  const char *code = c->fault_count ? c->faults[0].code : "";
  if (err == E_OK && d->chat.opted_out && d->reply.kind == CHAT_SAY_NOTHING) { /* BERHENTI stops notices, not answers */
    d->reply.kind = CHAT_SAY_BOOKINGS;
    return E_OK;
  }
  if (err != E_RULE && err != E_CONFLICT && err != E_INPUT && err != E_LIMIT) return err;
  if (seat && (strcmp(code, "slot_taken") == 0 || strcmp(code, "no_such_slot") == 0)) {
    seat_gone(e, d);
  } else {
    d->reply = (struct chat_reply){.kind = CHAT_SAY_NOT_BOOKED, .catalogue = d->reply.catalogue};
    d->reply.fault = c->fault_count ? fault_text(c, &c->faults[0]) : STR_NONE;
  }
  c->fault_count = 0;
  return E_OK;
}

/* ---- what a reply shows ------------------------------------------------------------------------------- */

static enum err fill_days(struct ctx *c, struct tx *tx, struct chat_reply *r) {
  struct seat_day days[MAX_SEAT_DAYS];
  size_t n;
  TRY(seats_days(c, tx, &(struct seat_query){.kind = r->kind_of_visit}, days, &n));
  struct chat_seat *seats = arena_array(c->arena, struct chat_seat, n + 1);
  for (size_t i = 0; i < n; i++) seats[i] = (struct chat_seat){.at = days[i].first, .free = days[i].free};
  r->seats = seats;
  r->seat_count = n;
  struct blanks blanks;
  const struct visit_rule *rule = visit_rule_find(r->kind_of_visit);
  TRY(blanks_read(tx, &blanks));
  r->blanks_out = rule && visit_paused(rule, blanks_out(&blanks));
  return E_OK;
}

/* A day has more times than a list has rows: the first of each hour, and any other that is typed. */
static enum err fill_times(struct ctx *c, struct tx *tx, struct chat_reply *r) {
  struct seat_slot *slots;
  size_t n;
  TRY(seats_free(c, tx, &(struct seat_query){.kind = r->kind_of_visit, .day = r->day}, &slots, &n));
  struct chat_seat *seats = arena_array(c->arena, struct chat_seat, n + 1);
  for (size_t i = 0; i < n; i++) {
    bool new_time = !i || slots[i].at != slots[i - 1].at;
    if (!new_time) continue;
    seats[r->seat_count++] = (struct chat_seat){slots[i].booth->code, slots[i].booth->place, slots[i].at, slots[i].free};
  }
  r->seats = seats;
  if (r->seat_count) return E_OK;
  r->kind = CHAT_SAY_DAYS; /* the last one of this day has just gone */
  return fill_days(c, tx, r);
}

enum err booking_reply(struct ctx *c, struct tx *tx, const struct live_chat *row, struct chat_decision *d) {
  struct chat_reply *r = &d->reply;
  if (r->kind == CHAT_SAY_DAYS) return fill_days(c, tx, r);
  if (r->kind == CHAT_SAY_TIMES) return fill_times(c, tx, r);
  if (r->kind == CHAT_SAY_CONFIRM_SEAT && r->booking && d->chat.booking_name.n) {
    struct chat_booking *kept = arena_new_of(c->arena, struct chat_booking);
    *kept = *r->booking;
    kept->name = d->chat.booking_name;
    r->booking = kept;
  }
  if (r->kind == CHAT_SAY_BOOKINGS && row->chat.opted_out) { /* as it stands after the step */
    struct chat_facts now = {0};
    TRY(booking_facts(c, tx, row, &now));
    r->bookings = now.bookings;
    r->booking_count = now.booking_count;
  }
  return E_OK;
}

void booking_options(struct ctx *c, struct live_chat *row, const struct say *say) {
  if (!chat_step_books(row->chat.step)) return;
  struct buf b = buf_new(c->arena, 600);
  for (size_t i = 0; i < say->row_count; i++)
    buf_printf(&b, "%s" STR_FMT, i ? " " : "", STR_ARG(say->rows[i].id));
  row->chat.options = b.full ? STR_NONE : buf_str(&b);
}

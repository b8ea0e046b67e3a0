/* domain/conversation_booking: appointments in the chat. Every row and button carries all it needs, so that old lists
 * stay tappable; free seats, and whether one is still free, only the office knows (office/turn.c):
 *   jd.<kind>.<age>.<yyyymmdd>          the times of a day
 *   jt.<kind>.<age>.<booth>.<minutes>   this seat, please (minutes since 1970)
 *   jk.<kind>.<age>                     the days again
 *   jw.<kind>.<age>                     the waiting list
 *   jb.<number>.<verb>                  book, move, cancel, leave, accept, decline, show: of a booking
 *   jm.<number>.<yyyymmdd>              moving it: the times of a day
 *   ja.<number>.<booth>.<minutes>       moving it: ask whether this seat is right
 *   jn.<number>.<booth>.<minutes>       moving it: now
 *   jv.<reason>                         a visit at home */
#include "domain/conversation_turn.h"
#include "domain/identity.h"

#define NO_AGE S("-")

static void say(struct turn *t, enum chat_reply_kind kind, enum chat_step step) {
  turn_say(t, kind, CHAT_LEAD_NONE);
  t->chat->step = step;
  t->chat->errors_in_a_row = 0;
}

static const struct chat_booking *find(const struct turn *t, str number) {
  for (size_t i = 0; i < t->f->booking_count; i++)
    if (str_eq(t->f->bookings[i].number, number)) return &t->f->bookings[i];
  return NULL;
}

static bool is_ahead(const struct chat_booking *b) { return b->state != BOOKING_HELD; }
static bool may_move(const struct chat_booking *b) { return b->state == BOOKING_BOOKED || b->state == BOOKING_NO_SHOW; }

/* ---- days and times ------------------------------------------------------------------------------------ */

static const struct service *visits(const struct turn *t) { return catalogue_find(t->f->catalogue, VISIT_SERVICE); }

/* The answers of a kind of visit, to say what to bring. */
static bool judge(const struct turn *t, str kind, struct judgement *ret) {
  const struct service *s = visits(t);
  struct answers a = answers_none();
  *ret = (struct judgement){0};
  if (!s || answers_set(s, &a, VISIT_QUESTION, kind) != E_OK) return false;
  *ret = service_judge(s, &a, t->f->today);
  return true;
}

static bool say_days(struct turn *t, str kind, str age, const struct judgement *needs) {
  enum age_class class = AGE_UNSAID;
  const struct visit_rule *rule = visit_rule_find(kind);
  (void)age_parse(age, &class);
  if (!rule || !t->f->books) return false;
  if (rule->at_home) {
    say(t, CHAT_SAY_VISIT_REASON, CHAT_BOOKING);
    return true;
  }
  if (visit_may_come(rule, class) == COME_TOO_YOUNG) {
    say(t, CHAT_SAY_TOO_YOUNG, CHAT_IDLE);
    return true;
  }
  say(t, CHAT_SAY_DAYS, CHAT_BOOKING);
  struct chat_reply *r = &t->d->reply;
  r->service = visits(t);
  if (needs) r->needs = *needs;
  r->kind_of_visit = kind;
  r->age = age.n ? age : NO_AGE;
  t->chat->booking_name = STR_NONE;
  return true;
}

/* The questions of the service are answered: kind and age are among them. */
void turn_say_days(struct turn *t, const struct service *s, const struct judgement *needs) {
  str kind = STR_NONE, age = STR_NONE;
  for (size_t i = 0; i < s->question_count; i++) {
    u8 choice = answer_of(s, &t->chat->answers, i);
    if (choice == UNANSWERED) continue;
    if (str_eq(s->questions[i].code, VISIT_QUESTION)) kind = s->questions[i].choices[choice].code;
    if (str_eq(s->questions[i].code, S("age"))) age = s->questions[i].choices[choice].code;
  }
  if (say_days(t, kind, age, needs)) return;
  turn_say(t, CHAT_SAY_IN_PERSON, CHAT_LEAD_NONE); /* a kind this office gives no appointments for */
  t->d->reply.service = s;
  t->d->reply.needs = *needs;
  t->chat->step = CHAT_IDLE;
}

static bool read_day(str text, struct date *ret) {
  i64 n;
  if (text.n != 8 || !str_to_i64(text, &n)) return false;
  *ret = (struct date){(int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100)};
  return date_valid(*ret);
}

static bool read_minutes(str text, moment *ret) {
  i64 n;
  if (!str_all_digits(text) || text.n > 10 || !str_to_i64(text, &n)) return false;
  *ret = MINUTES(n);
  return true;
}

static bool tap_days(struct turn *t, str rest) {
  str kind;
  if (!str_cut(&rest, '.', &kind)) return false;
  struct judgement needs;
  (void)judge(t, kind, &needs);
  return say_days(t, kind, rest, &needs);
}

static bool tap_day(struct turn *t, str rest) {
  str kind, age;
  struct date day;
  if (!str_cut(&rest, '.', &kind) || !str_cut(&rest, '.', &age) || !read_day(rest, &day) || !visit_rule_find(kind)) return false;
  say(t, CHAT_SAY_TIMES, CHAT_BOOKING);
  t->d->reply.kind_of_visit = kind;
  t->d->reply.age = age;
  t->d->reply.day = day;
  return true;
}

static bool hold_seat(struct turn *t, str kind, str age, str booth, moment at) {
  if (!visit_rule_find(kind)) return false;
  struct chat_effect *e = turn_effect(t, CHAT_HOLD_SEAT);
  e->kind_of_visit = kind;
  e->age = age;
  e->booth = booth;
  e->at = at;
  say(t, CHAT_SAY_CONFIRM_SEAT, CHAT_BOOKING_CONFIRM);
  t->d->reply.kind_of_visit = kind;
  t->d->reply.age = age;
  t->d->reply.booth = booth;
  t->d->reply.at = at;
  t->d->reply.day = local_of(at).date;
  t->chat->booking_name = STR_NONE;
  return true;
}

static bool tap_time(struct turn *t, str rest) {
  str kind, age, booth;
  moment at;
  if (!str_cut(&rest, '.', &kind) || !str_cut(&rest, '.', &age) || !str_cut(&rest, '.', &booth)) return false;
  return read_minutes(rest, &at) && hold_seat(t, kind, age, booth, at);
}

static bool tap_wait(struct turn *t, str rest) {
  str kind;
  if (!str_cut(&rest, '.', &kind) || !visit_rule_find(kind)) return false;
  struct chat_effect *e = turn_effect(t, CHAT_JOIN_WAITING);
  e->kind_of_visit = kind;
  e->age = rest;
  say(t, CHAT_SAY_NOTHING, CHAT_IDLE);
  return true;
}

/* ---- a booking ------------------------------------------------------------------------------------------- */

static void step_on(struct turn *t, enum chat_effect_kind kind, str number) {
  turn_effect(t, kind)->number = number;
  say(t, CHAT_SAY_NOTHING, CHAT_IDLE);
}

/* A held seat is let go with a word; an appointment is cancelled, and the notice says so. */
static void leave(struct turn *t, const struct chat_booking *b) {
  step_on(t, CHAT_CANCEL_BOOKING, b->number);
  if (b->state == BOOKING_HELD) say(t, CHAT_SAY_SEAT_LEFT, CHAT_IDLE);
}

static void ask_to_leave(struct turn *t, const struct chat_booking *b) {
  say(t, CHAT_SAY_CONFIRM_LEAVE, CHAT_BOOKING);
  t->d->reply.number = b->number;
  t->d->reply.booking = b;
}

static void ask_new_time(struct turn *t, const struct chat_booking *b) {
  say(t, CHAT_SAY_DAYS, CHAT_BOOKING);
  t->d->reply.kind_of_visit = b->kind;
  t->d->reply.age = NO_AGE;
  t->d->reply.moving = b->number;
  t->d->reply.booking = b;
}

static void say_bookings(struct turn *t) {
  size_t ahead = 0;
  for (size_t i = 0; i < t->f->booking_count; i++) ahead += is_ahead(&t->f->bookings[i]);
  say(t, ahead ? CHAT_SAY_BOOKINGS : CHAT_SAY_NO_BOOKING, CHAT_BOOKING);
  t->d->reply.bookings = t->f->bookings;
  t->d->reply.booking_count = t->f->booking_count;
}

static bool tap_booking(struct turn *t, str rest) {
  str number;
  if (!str_cut(&rest, '.', &number)) return false;
  const struct chat_booking *b = find(t, number);
  if (!b) return false;
  if (str_eq(rest, S("book")) && b->state == BOOKING_HELD) {
    struct chat_effect *e = turn_effect(t, CHAT_BOOK_SEAT);
    e->number = b->number;
    e->name = t->chat->booking_name;
    say(t, CHAT_SAY_NOTHING, CHAT_IDLE);
  } else if (str_eq(rest, S("move")) && may_move(b)) {
    ask_new_time(t, b);
  } else if (str_eq(rest, S("cancel")) && is_ahead(b)) {
    ask_to_leave(t, b);
  } else if (str_eq(rest, S("leave"))) {
    leave(t, b);
  } else if (str_eq(rest, S("accept")) && b->state == BOOKING_OFFERED) {
    step_on(t, CHAT_TAKE_OFFER, b->number);
  } else if (str_eq(rest, S("decline")) && b->state == BOOKING_OFFERED) {
    step_on(t, CHAT_DECLINE_OFFER, b->number);
  } else {
    say_bookings(t);
  }
  return true;
}

static bool tap_move_day(struct turn *t, str rest) {
  str number;
  struct date day;
  if (!str_cut(&rest, '.', &number) || !read_day(rest, &day)) return false;
  const struct chat_booking *b = find(t, number);
  if (!b || !may_move(b)) return false;
  say(t, CHAT_SAY_TIMES, CHAT_BOOKING);
  t->d->reply.kind_of_visit = b->kind;
  t->d->reply.age = NO_AGE;
  t->d->reply.day = day;
  t->d->reply.moving = b->number;
  t->d->reply.booking = b;
  return true;
}

static bool move_to(struct turn *t, str number, str booth, moment at, bool now) {
  const struct chat_booking *b = find(t, number);
  if (!b || !may_move(b)) return false;
  if (now) {
    struct chat_effect *e = turn_effect(t, CHAT_MOVE_BOOKING);
    e->number = b->number;
    e->booth = booth;
    e->at = at;
    say(t, CHAT_SAY_NOTHING, CHAT_IDLE);
  } else {
    say(t, CHAT_SAY_CONFIRM_MOVE, CHAT_BOOKING);
  }
  t->d->reply.kind_of_visit = b->kind; /* also when the seat is gone: other times are shown */
  t->d->reply.age = NO_AGE;
  t->d->reply.moving = b->number;
  t->d->reply.booking = b;
  t->d->reply.booth = booth;
  t->d->reply.at = at;
  t->d->reply.day = local_of(at).date;
  return true;
}

static bool tap_move_time(struct turn *t, str rest, bool now) {
  str number, booth;
  moment at;
  if (!str_cut(&rest, '.', &number) || !str_cut(&rest, '.', &booth) || !read_minutes(rest, &at)) return false;
  return move_to(t, number, booth, at, now);
}

static bool tap_reason(struct turn *t, str reason) {
  t->chat->booking_reason = reason;
  say(t, CHAT_SAY_VISIT_ADDRESS, CHAT_BOOKING_ADDRESS);
  return true;
}

bool turn_tap_booking(struct turn *t, char kind, str rest) {
  if (!t->f->books) return false;
  switch (kind) {
    case 'k': return tap_days(t, rest);
    case 'd': return tap_day(t, rest);
    case 't': return tap_time(t, rest);
    case 'w': return tap_wait(t, rest);
    case 'b': return tap_booking(t, rest);
    case 'm': return tap_move_day(t, rest);
    case 'a': return tap_move_time(t, rest, false);
    case 'n': return tap_move_time(t, rest, true);
    case 'v': return tap_reason(t, rest);
    default: return false;
  }
}

/* ---- typed ------------------------------------------------------------------------------------------------- */

static const struct chat_booking *only(const struct turn *t, bool (*fits)(const struct chat_booking *)) {
  const struct chat_booking *found = NULL;
  for (size_t i = 0; i < t->f->booking_count; i++) {
    if (!fits(&t->f->bookings[i])) continue;
    if (found) return NULL;
    found = &t->f->bookings[i];
  }
  return found;
}

bool turn_may_cancel_booking(const struct turn *t) {
  for (size_t i = 0; i < t->f->booking_count; i++)
    if (t->f->books && (is_ahead(&t->f->bookings[i]) || t->chat->step == CHAT_BOOKING_CONFIRM)) return true;
  return false;
}

/* In the middle of booking: the held seat is let go. Else the one appointment, or which of them? */
void turn_cancel_booking(struct turn *t) {
  bool confirming = t->chat->step == CHAT_BOOKING_CONFIRM;
  for (size_t i = 0; confirming && i < t->f->booking_count; i++)
    if (t->f->bookings[i].state == BOOKING_HELD) {
      leave(t, &t->f->bookings[i]);
      return;
    }
  const struct chat_booking *b = only(t, is_ahead);
  if (b)
    ask_to_leave(t, b);
  else
    say_bookings(t);
}

bool turn_said_booking(struct turn *t, enum said said) {
  if (!t->f->books) return false;
  const struct chat_booking *b;
  switch (said) {
    case SAID_BOOKING: say_bookings(t); return true;
    case SAID_MOVE_BOOKING:
      b = only(t, may_move);
      if (b)
        ask_new_time(t, b);
      else
        say_bookings(t);
      return true;
    case SAID_CANCEL_BOOKING: turn_cancel_booking(t); return true;
    case SAID_VISIT: say(t, CHAT_SAY_VISIT_REASON, CHAT_BOOKING); return true;
    default: return false;
  }
}

static bool is_offered(const struct chat_booking *b) { return b->state == BOOKING_OFFERED; }

/* "Ya" or "tidak" to an offer that came by itself. */
bool turn_takes_offer(struct turn *t, enum said said) {
  const struct chat_booking *b = only(t, is_offered);
  bool asked = t->chat->step == CHAT_QUESTION || t->chat->step == CHAT_CONFIRM_CANCEL || t->chat->step == CHAT_CONFIRM_DISCARD ||
               chat_step_books(t->chat->step);
  if (!b || asked || turn_has_draft(t) || (said != SAID_YES && said != SAID_NO)) return false;
  step_on(t, said == SAID_YES ? CHAT_TAKE_OFFER : CHAT_DECLINE_OFFER, b->number);
  return true;
}

/* The n-th row shown last. */
static bool option_at(const struct turn *t, int n, str *ret) {
  str rest = t->chat->options;
  while (n >= 1 && str_cut(&rest, ' ', ret))
    if (--n == 0) return ret->n > 0;
  return false;
}

/* "09.30", "jam 9.30", "pukul 9" */
static bool typed_clock(const struct typed *w, i64 *ret_hour, i64 *ret_minute) {
  size_t at = w->n > 1 && (str_eq(w->word[0], S("jam")) || str_eq(w->word[0], S("pukul"))) ? 1 : 0;
  *ret_minute = 0;
  if (w->n != at + 2 && !(at && w->n == at + 1)) return false;
  if (!str_to_i64(w->word[at], ret_hour) || *ret_hour < 0 || *ret_hour > 23) return false;
  return w->n == at + 1 || (str_to_i64(w->word[at + 1], ret_minute) && *ret_minute >= 0 && *ret_minute < 60);
}

/* A time of the day whose times were shown; the list has room for some of them only. */
static bool typed_time(struct turn *t) {
  i64 hour, minute;
  str id, first, second, booth;
  moment shown;
  size_t tail = sizeof("." CHAT_ID_VERSION) - 1;
  if (!typed_clock(&t->typed, &hour, &minute) || !option_at(t, 1, &id) || id.n < tail + 4) return false;
  bool moving = str_starts(id, S("ja."));
  str rest = str_sub(id, 3, id.n - tail - 3);
  if (!moving && !str_starts(id, S("jt."))) return false;
  if (!str_cut(&rest, '.', &first) || (!moving && !str_cut(&rest, '.', &second))) return false;
  if (!str_cut(&rest, '.', &booth) || !read_minutes(rest, &shown)) return false;
  struct local_time l = local_of(shown);
  l.hour = (int)hour;
  l.minute = (int)minute;
  moment at = moment_of_local(l);
  return moving ? move_to(t, first, booth, at, false) : hold_seat(t, first, second, booth, at);
}

static bool tap_option(struct turn *t, str id) {
  if (str_eq(id, S("act.officer." CHAT_ID_VERSION))) return turn_act(t, CHAT_ACT_OFFICER);
  if (str_eq(id, S("act.menu." CHAT_ID_VERSION))) return turn_act(t, CHAT_ACT_MENU);
  size_t tail = sizeof("." CHAT_ID_VERSION) - 1;
  if (id.n < tail + 4 || id.p[0] != 'j') return false;
  return turn_tap_booking(t, id.p[1], str_sub(id, 3, id.n - tail - 3));
}

/* Buttons, not a list: then yes and no mean the first and the second. */
static bool shows_buttons(const struct turn *t) {
  str third;
  return !option_at(t, MAX_WA_BUTTONS + 1, &third);
}

static bool is_name(const struct turn *t, enum said said) {
  str name = str_trim(t->e->text);
  bool letters = said == SAID_OTHER && name.n >= 3 && utf8_count(name) <= MAX_NAME && !catalogue_by_word(t->f->catalogue, name);
  enum name_problem p = letters ? name_check(name) : NAME_EMPTY;
  return letters && (p == NAME_FINE || p == NAME_ONE_WORD);
}

static bool typed_name(struct turn *t) {
  const struct chat_booking *held = NULL;
  for (size_t i = 0; i < t->f->booking_count; i++)
    if (t->f->bookings[i].state == BOOKING_HELD) held = &t->f->bookings[i];
  if (!held) return false;
  say(t, CHAT_SAY_CONFIRM_SEAT, CHAT_BOOKING_CONFIRM);
  t->d->reply.booking = held;
  t->d->reply.number = held->number;
  t->d->reply.kind_of_visit = held->kind;
  t->d->reply.age = NO_AGE;
  t->chat->booking_name = str_trim(t->e->text);
  return true;
}

static bool typed_address(struct turn *t) {
  struct chat_effect *e = turn_effect(t, CHAT_REQUEST_VISIT);
  e->address = str_trim(t->e->text);
  e->reason = t->chat->booking_reason;
  say(t, CHAT_SAY_NOTHING, CHAT_IDLE);
  return true;
}

bool turn_in_booking(struct turn *t, enum said said) {
  str id;
  if (!t->f->books) return false;
  if (option_at(t, typed_number(&t->typed), &id)) return tap_option(t, id);
  if (typed_time(t)) return true;
  if (said == SAID_YES && shows_buttons(t) && option_at(t, 1, &id)) return tap_option(t, id);
  if (said == SAID_NO && t->chat->step == CHAT_BOOKING_CONFIRM) {
    turn_cancel_booking(t);
    return true;
  }
  if (said == SAID_NO && shows_buttons(t) && option_at(t, 2, &id)) return tap_option(t, id);
  if (t->chat->step == CHAT_BOOKING_CONFIRM && is_name(t, said)) return typed_name(t);
  if (t->chat->step == CHAT_BOOKING_ADDRESS && said == SAID_OTHER && utf8_count(str_trim(t->e->text)) >= 8) return typed_address(t);
  return false;
}

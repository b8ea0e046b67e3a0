#include "office/booking_chat.h"

#include "office/booking_notice.h"

#define MAX_DAY_ROWS (MAX_WA_ROWS - 1)
#define MAX_TIME_ROWS (MAX_WA_ROWS - 1)

struct part {
  struct words *w;
  const struct chat_reply *r;
  const struct chat_words_facts *f;
};
#define SAYS(p, key, ...) WORDS((p)->w, key, ##__VA_ARGS__)
#define PLAIN(p, key) text_plain((p)->w->lang, (key))
#define ID(p, fmt, ...) arena_printf((p)->w->a, fmt "." CHAT_ID_VERSION, ##__VA_ARGS__)

/* ---- rows ----------------------------------------------------------------------------------------- */

static void add_row(struct part *p, str id, str title, str description) {
  struct say *s = p->w->say;
  bool buttons = s->kind == SAY_BUTTONS;
  if (s->row_count >= (buttons ? MAX_WA_BUTTONS : MAX_WA_ROWS)) return;
  s->rows[s->row_count++] =
      (struct say_row){.id = id,
                       .title = words_fit(p->w->a, title, buttons ? MAX_WA_BUTTON_TITLE : MAX_WA_ROW_TITLE),
                       .description = buttons ? STR_NONE : words_fit(p->w->a, description, MAX_WA_ROW_DESCRIPTION)};
  words_item(p->w, arena_printf(p->w->a, "%zu", s->row_count), title);
  if (!buttons && description.n) {
    buf_add(&p->w->body, S(" · "));
    buf_add(&p->w->body, description);
  }
}

static void open_list(struct part *p, enum text_key button) {
  p->w->say->kind = SAY_LIST;
  p->w->say->button = PLAIN(p, button);
}

static long long minutes(moment at) { return (long long)(at / MINUTES(1)); }
static str kind_label(const struct part *p, str kind) { return booking_kind_label(p->r->catalogue, kind, p->w->lang); }

static str clock_of(const struct part *p, moment at) {
  struct local_time t = local_of(at);
  return arena_printf(p->w->a, "%02d.%02d", t.hour, t.minute);
}

static str day_of(const struct part *p, struct date d) {
  static const enum text_key days[7] = {T_COMMON_DAY_0, T_COMMON_DAY_1, T_COMMON_DAY_2, T_COMMON_DAY_3,
                                        T_COMMON_DAY_4, T_COMMON_DAY_5, T_COMMON_DAY_6};
  struct local_time t = local_of(moment_of_local((struct local_time){.date = d, .hour = 12}));
  str date = text_date(p->w->a, p->w->lang, d), day = PLAIN(p, days[t.weekday % 7]);
  return arena_printf(p->w->a, STR_FMT ", " STR_FMT, STR_ARG(day), STR_ARG(date));
}

/* "Rabu 2 Des": a title has 24 characters; the year is said in the confirmation. */
static str short_day(const struct part *p, struct date d) {
  str full = day_of(p, d);
  return str_sub(full, 0, full.n > 5 ? full.n - 5 : full.n);
}

static str free_seats(const struct part *p, int n) { return SAYS(p, T_BOOKING_CHAT_FREE, ARG("n", words_number(p->w->a, n))); }

/* ---- days and times ---------------------------------------------------------------------------------- */

static void say_bring(struct part *p) {
  size_t n = 0;
  for (size_t i = 0; i < p->r->needs.n; i++) {
    const struct requirement *r = p->r->needs.needs[i];
    if (r->modes & MODE_OFFICER) continue;
    if (!n++) words_block(p->w, PLAIN(p, T_BOOKING_SAY_BRING));
    words_item(p->w, S("-"), words_fit(p->w->a, local(&r->label, p->w->lang), 90));
  }
  if (str_is(p->r->age, age_code(AGE_16))) words_block(p->w, PLAIN(p, T_BOOKING_SAY_EARLY));
}

static void say_full(struct part *p) {
  const struct chat_reply *r = p->r;
  words_block(p->w, PLAIN(p, r->blanks_out ? T_BOOKING_CHAT_NO_BLANKS : T_BOOKING_CHAT_FULL));
  p->w->say->kind = SAY_BUTTONS;
  if (!r->moving.n) add_row(p, ID(p, "jw." STR_FMT "." STR_FMT, STR_ARG(r->kind_of_visit), STR_ARG(r->age)), PLAIN(p, T_BOOKING_BUTTON_WAIT), STR_NONE);
  add_row(p, S("act.officer." CHAT_ID_VERSION), PLAIN(p, T_CHAT_BUTTON_OFFICER), STR_NONE);
}

static void say_days(struct part *p) {
  const struct chat_reply *r = p->r;
  bool asks_first = !r->moving.n && r->lead == CHAT_LEAD_NONE;
  if (asks_first) words_line(p->w, SAYS(p, T_BOOKING_CHAT_IN_PERSON, ARG("kind", kind_label(p, r->kind_of_visit))));
  if (asks_first) say_bring(p);
  if (r->moving.n && r->booking)
    words_line(p->w, SAYS(p, T_BOOKING_CHAT_MOVE, ARG("number", r->moving), ARG("when", text_moment(p->w->a, p->w->lang, r->booking->at))));
  if (!r->seat_count) {
    say_full(p);
    return;
  }
  words_block(p->w, PLAIN(p, T_BOOKING_CHAT_DAYS));
  open_list(p, T_BOOKING_CHAT_PICK_DAY);
  for (size_t i = 0; i < r->seat_count && i < MAX_DAY_ROWS; i++) {
    struct date d = local_of(r->seats[i].at).date;
    str id = r->moving.n ? ID(p, "jm." STR_FMT ".%04d%02d%02d", STR_ARG(r->moving), d.year, d.month, d.day)
                         : ID(p, "jd." STR_FMT "." STR_FMT ".%04d%02d%02d", STR_ARG(r->kind_of_visit), STR_ARG(r->age), d.year, d.month, d.day);
    add_row(p, id, short_day(p, d), free_seats(p, r->seats[i].free));
  }
  add_row(p, S("act.officer." CHAT_ID_VERSION), PLAIN(p, T_CHAT_BUTTON_OFFICER), STR_NONE);
  if (asks_first) words_block(p->w, PLAIN(p, T_BOOKING_CHAT_HOME));
}

/* Ten rows and more than ten times: the first of each hour, of a long day of every second or third; the others can be
 * typed. */
static size_t hours_of(const struct chat_reply *r) {
  size_t n = 0;
  for (size_t i = 0; i < r->seat_count; i++) n += !i || local_of(r->seats[i].at).hour != local_of(r->seats[i - 1].at).hour;
  return n;
}

static bool shown(const struct chat_reply *r, size_t i, size_t every, size_t *hour) {
  if (r->seat_count <= MAX_TIME_ROWS) return true;
  bool first = !i || local_of(r->seats[i].at).hour != local_of(r->seats[i - 1].at).hour;
  return first && (*hour)++ % every == 0;
}

static void say_times(struct part *p) {
  const struct chat_reply *r = p->r;
  words_line(p->w, SAYS(p, T_BOOKING_CHAT_TIMES, ARG("day", day_of(p, r->day))));
  open_list(p, T_BOOKING_CHAT_PICK_TIME);
  size_t every = (hours_of(r) + MAX_TIME_ROWS - 1) / MAX_TIME_ROWS, hour = 0;
  for (size_t i = 0; i < r->seat_count && p->w->say->row_count < MAX_TIME_ROWS; i++) {
    const struct chat_seat *s = &r->seats[i];
    if (!shown(r, i, every, &hour)) continue;
    str id = r->moving.n ? ID(p, "ja." STR_FMT "." STR_FMT ".%lld", STR_ARG(r->moving), STR_ARG(s->booth), minutes(s->at))
                         : ID(p, "jt." STR_FMT "." STR_FMT "." STR_FMT ".%lld", STR_ARG(r->kind_of_visit), STR_ARG(r->age),
                              STR_ARG(s->booth), minutes(s->at));
    add_row(p, id, clock_of(p, s->at), free_seats(p, s->free));
  }
  str again = r->moving.n ? ID(p, "jb." STR_FMT ".move", STR_ARG(r->moving))
                          : ID(p, "jk." STR_FMT "." STR_FMT, STR_ARG(r->kind_of_visit), STR_ARG(r->age));
  add_row(p, again, PLAIN(p, T_BOOKING_CHAT_OTHER_DAY), STR_NONE);
  if (r->seat_count > MAX_TIME_ROWS) words_block(p->w, PLAIN(p, T_BOOKING_CHAT_TYPE_TIME));
}

/* ---- one seat -------------------------------------------------------------------------------------------- */

static void say_confirm(struct part *p) {
  const struct chat_reply *r = p->r;
  const struct chat_booking *b = r->booking;
  if (!b) return;
  words_line(p->w, SAYS(p, T_BOOKING_CHAT_CONFIRM, ARG("kind", kind_label(p, b->kind)), ARG("until", clock_of(p, b->until))));
  words_block(p->w, SAYS(p, T_BOOKING_SAY_WHEN, ARG("when", text_moment(p->w->a, p->w->lang, b->at))));
  words_line(p->w, SAYS(p, T_BOOKING_SAY_PLACE, ARG("place", b->place)));
  if (b->name.n) words_line(p->w, SAYS(p, T_BOOKING_SAY_NAME, ARG("name", b->name)));
  words_block(p->w, PLAIN(p, T_BOOKING_CHAT_OTHER_NAME));
  p->w->say->kind = SAY_BUTTONS;
  add_row(p, ID(p, "jb." STR_FMT ".book", STR_ARG(b->number)), PLAIN(p, T_BOOKING_BUTTON_BOOK), STR_NONE);
  add_row(p, ID(p, "jk." STR_FMT "." STR_FMT, STR_ARG(b->kind), STR_ARG(r->age)), PLAIN(p, T_BOOKING_BUTTON_OTHER_TIME), STR_NONE);
  add_row(p, ID(p, "jb." STR_FMT ".leave", STR_ARG(b->number)), PLAIN(p, T_BOOKING_BUTTON_DROP), STR_NONE);
}

static void say_confirm_move(struct part *p) {
  const struct chat_reply *r = p->r;
  words_line(p->w, SAYS(p, T_BOOKING_CHAT_CONFIRM_MOVE, ARG("number", r->moving),
                        ARG("from", text_moment(p->w->a, p->w->lang, r->booking->at)),
                        ARG("to", text_moment(p->w->a, p->w->lang, r->at))));
  p->w->say->kind = SAY_BUTTONS;
  add_row(p, ID(p, "jn." STR_FMT "." STR_FMT ".%lld", STR_ARG(r->moving), STR_ARG(r->booth), minutes(r->at)), PLAIN(p, T_BOOKING_BUTTON_MOVE_NOW), STR_NONE);
  add_row(p, ID(p, "jb." STR_FMT ".show", STR_ARG(r->moving)), PLAIN(p, T_BOOKING_BUTTON_KEEP), STR_NONE);
  add_row(p, ID(p, "jb." STR_FMT ".move", STR_ARG(r->moving)), PLAIN(p, T_BOOKING_BUTTON_OTHER_TIME), STR_NONE);
}

static void say_confirm_leave(struct part *p) {
  const struct chat_booking *b = p->r->booking;
  str when = b->at ? text_moment(p->w->a, p->w->lang, b->at) : STR_NONE, kind = kind_label(p, b->kind);
  words_line(p->w, when.n ? SAYS(p, T_BOOKING_CHAT_LEAVE, ARG("number", b->number), ARG("kind", kind), ARG("when", when))
                          : SAYS(p, T_BOOKING_CHAT_LEAVE_WAITING, ARG("number", b->number), ARG("kind", kind)));
  p->w->say->kind = SAY_BUTTONS;
  add_row(p, ID(p, "jb." STR_FMT ".leave", STR_ARG(b->number)), PLAIN(p, T_BOOKING_BUTTON_LEAVE_NOW), STR_NONE);
  add_row(p, ID(p, "jb." STR_FMT ".show", STR_ARG(b->number)), PLAIN(p, T_BOOKING_BUTTON_KEEP), STR_NONE);
}

static enum text_key state_key(enum booking_state s) {
  switch (s) {
    case BOOKING_WAITING: return T_BOOKING_STATE_WAITING;
    case BOOKING_OFFERED: return T_BOOKING_STATE_OFFERED;
    case BOOKING_REQUESTED: return T_BOOKING_STATE_REQUESTED;
    default: return T_BOOKING_STATE_BOOKED;
  }
}

static void say_bookings(struct part *p) {
  const struct chat_reply *r = p->r;
  const struct chat_booking *one = NULL;
  size_t n = 0;
  words_line(p->w, PLAIN(p, T_BOOKING_CHAT_YOURS));
  for (size_t i = 0; i < r->booking_count; i++) {
    const struct chat_booking *b = &r->bookings[i];
    if (b->state == BOOKING_HELD) continue;
    str when = b->at ? text_moment(p->w->a, p->w->lang, b->at) : PLAIN(p, state_key(b->state));
    words_item(p->w, S("-"), SAYS(p, T_BOOKING_CHAT_LINE, ARG("number", b->number), ARG("kind", kind_label(p, b->kind)), ARG("when", when)));
    one = b;
    n++;
  }
  if (n == 1) {
    p->w->say->kind = SAY_BUTTONS;
    words_block(p->w, STR_NONE);
    if (one->state == BOOKING_OFFERED) add_row(p, ID(p, "jb." STR_FMT ".accept", STR_ARG(one->number)), PLAIN(p, T_BOOKING_BUTTON_ACCEPT), STR_NONE);
    if (one->state == BOOKING_BOOKED) add_row(p, ID(p, "jb." STR_FMT ".move", STR_ARG(one->number)), PLAIN(p, T_BOOKING_BUTTON_MOVE), STR_NONE);
    add_row(p, ID(p, "jb." STR_FMT ".cancel", STR_ARG(one->number)), PLAIN(p, T_BOOKING_BUTTON_CANCEL), STR_NONE);
    return;
  }
  words_block(p->w, PLAIN(p, T_BOOKING_CHAT_WHICH));
  open_list(p, T_BOOKING_CHAT_PICK);
  for (size_t i = 0; i < r->booking_count; i++) {
    const struct chat_booking *b = &r->bookings[i];
    if (b->state == BOOKING_BOOKED)
      add_row(p, ID(p, "jb." STR_FMT ".move", STR_ARG(b->number)), SAYS(p, T_BOOKING_CHAT_ROW_MOVE, ARG("number", b->number)), kind_label(p, b->kind));
    if (b->state != BOOKING_HELD)
      add_row(p, ID(p, "jb." STR_FMT ".cancel", STR_ARG(b->number)), SAYS(p, T_BOOKING_CHAT_ROW_CANCEL, ARG("number", b->number)), kind_label(p, b->kind));
  }
}

static void say_reason(struct part *p) {
  static const struct {
    const char *code;
    enum text_key key;
  } reasons[] = {{"old", T_BOOKING_REASON_OLD}, {"ill", T_BOOKING_REASON_ILL}, {"disabled", T_BOOKING_REASON_DISABLED}, {"disaster", T_BOOKING_REASON_DISASTER}};
  words_line(p->w, PLAIN(p, T_BOOKING_CHAT_VISIT_REASON));
  open_list(p, T_CHAT_BUTTON_CHOOSE);
  for (size_t i = 0; i < COUNT(reasons); i++)
    add_row(p, ID(p, "jv.%s", reasons[i].code), PLAIN(p, reasons[i].key), STR_NONE);
}

static void say_not_booked(struct part *p) { words_line(p->w, p->r->fault.n ? p->r->fault : PLAIN(p, T_CHAT_TRY_LATER)); }

void booking_chat(struct words *w, const struct chat_reply *r, const struct chat_words_facts *f) {
  struct part p = {w, r, f};
  switch (r->kind) {
    case CHAT_SAY_DAYS: say_days(&p); break;
    case CHAT_SAY_TIMES: say_times(&p); break;
    case CHAT_SAY_CONFIRM_SEAT: say_confirm(&p); break;
    case CHAT_SAY_CONFIRM_MOVE: say_confirm_move(&p); break;
    case CHAT_SAY_CONFIRM_LEAVE: say_confirm_leave(&p); break;
    case CHAT_SAY_BOOKINGS: say_bookings(&p); break;
    case CHAT_SAY_VISIT_REASON: say_reason(&p); break;
    default: say_not_booked(&p); break;
  }
}

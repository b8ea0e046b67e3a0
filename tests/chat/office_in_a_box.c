#include "office_in_a_box.h"

void box_open(struct box *b, struct arena *arena) {
  *b = (struct box){.arena = arena, .chat = chat_new(), .now = BOX_START, .next_media = 1, .next_place = 1};
  str problem = STR_NONE;
  if (services_load(arena, "services", &b->catalogue, &problem)) fail_msg(STR_FMT, STR_ARG(problem));
}

/* ---- effects ------------------------------------------------------------------------------------ */

static void note(struct box *b, const char *fmt, ...) PRINTF(2, 3);
static void note(struct box *b, const char *fmt, ...) {
  size_t n = strlen(b->effects);
  if (n && n + 1 < sizeof b->effects) b->effects[n++] = ' ';
  va_list args;
  va_start(args, fmt);
  vsnprintf(b->effects + n, sizeof b->effects - n, fmt, args);
  va_end(args);
}

static void judge_draft(struct box *b, const struct service *s, struct answers answers) {
  struct judgement j = service_judge(s, &answers, (struct date){2026, 11, 18});
  struct item fresh[MAX_REQUIREMENTS];
  int tied = 0;
  for (size_t i = 0; i < j.n; i++) {
    fresh[i] = (struct item){.requirement = j.needs[i]};
    for (size_t k = 0; k < b->draft.item_count; k++)
      if (b->draft_items[k].requirement == j.needs[i]) fresh[i] = b->draft_items[k];
    tied += fresh[i].scans;
  }
  memcpy(b->draft_items, fresh, sizeof fresh);
  b->draft.service = s;
  b->draft.answers = answers;
  b->draft.items = b->draft_items;
  b->draft.item_count = j.n;
  b->draft.unsorted = b->draft_scans - tied;
}

static struct box_application *application(struct box *b, str number) {
  for (size_t i = 0; i < b->application_count; i++)
    if (str_eq(str_of(b->applications[i].number), number)) return &b->applications[i];
  fail_msg("an effect names an application that is not there: " STR_FMT, STR_ARG(number));
  return NULL;
}

static bool tie(struct item *items, size_t n, str requirement) {
  for (size_t i = 0; i < n; i++)
    if (requirement.n && str_eq(items[i].requirement->code, requirement)) {
      items[i].scans++;
      items[i].state = ITEM_RECEIVED;
      return true;
    }
  assert_int_equal(requirement.n, 0); /* a requirement of another application would lose the photo */
  return false;
}

static void tie_draft(struct box *b, const struct chat_effect *e) {
  bool again = e->media < b->next_media - 1 || b->last.reply.kind != CHAT_SAY_NOTHING;
  note(b, "tie:" STR_FMT, STR_ARG(e->requirement.n ? e->requirement : S("-")));
  assert_non_null(b->draft.service);
  bool sorted = tie(b->draft_items, b->draft.item_count, e->requirement);
  if (again || b->seen == box_photos_held(b)) {
    b->draft.unsorted -= sorted; /* a photo that was there already */
    return;
  }
  b->draft_scans++;
  b->draft.unsorted += !sorted;
}

static void tie_correction(struct box *b, const struct chat_effect *e) {
  struct box_application *a = application(b, e->number);
  note(b, "mend:" STR_FMT, STR_ARG(e->requirement.n ? e->requirement : S("-")));
  assert_true(a->state == STATE_NEEDS_CORRECTION || (a->service->data_sync && a->state == STATE_IN_REVIEW));
  bool sorted = tie(a->items, a->item_count, e->requirement);
  if (b->seen == box_photos_held(b)) {
    a->unsorted -= sorted;
    return;
  }
  a->scans++;
  a->unsorted += !sorted;
}

static void reopen(struct box *b, const struct chat_effect *e) {
  struct box_application *a = application(b, e->number);
  note(b, "reopen");
  assert_int_equal(a->state, STATE_EXPIRED);
  assert_false(a->purged);
  a->state = STATE_NEEDS_CORRECTION;
  for (; b->loose > 0; b->loose--, a->scans++) {
    bool sorted = tie(a->items, a->item_count, e->requirement);
    note(b, "mend:" STR_FMT, STR_ARG(sorted ? e->requirement : S("-")));
    a->unsorted += !sorted;
  }
}

static void drop_draft(struct box *b) {
  b->draft = (struct chat_draft){0};
  b->draft_scans = 0;
  memset(b->draft_items, 0, sizeof b->draft_items);
}

static void submit(struct box *b) {
  assert_non_null(b->draft.service);
  assert_true(b->application_count < BOX_APPLICATIONS);
  struct box_application *a = &b->applications[b->application_count++];
  *a = (struct box_application){.service = b->draft.service, .state = STATE_SUBMITTED, .place = b->next_place++};
  memcpy(a->items, b->draft_items, sizeof a->items);
  a->item_count = b->draft.item_count;
  a->scans = b->draft_scans;
  snprintf(a->number, sizeof a->number, "MTR-26-%06d", (int)a->place);
  drop_draft(b);
}

/* ---- appointments: three days of twenty times, as many seats as anybody wants ----------------------- */

static struct chat_booking *booking(struct box *b, str number) {
  for (size_t i = 0; i < b->booking_count; i++)
    if (str_eq(b->bookings[i].number, number)) return &b->bookings[i];
  fail_msg("an effect names a booking that is not there: " STR_FMT, STR_ARG(number));
  return NULL;
}

static void forget_booking(struct box *b, str number) {
  size_t at = (size_t)(booking(b, number) - b->bookings);
  b->booking_count--;
  for (size_t i = at; i < b->booking_count; i++) b->bookings[i] = b->bookings[i + 1];
}

static struct chat_booking *add_booking(struct box *b, str kind, enum booking_state state, moment at) {
  if (b->booking_count == BOX_BOOKINGS) forget_booking(b, b->bookings[0].number);
  str number = arena_printf(b->arena, "JT-%04d-2222", ++b->booking_next);
  b->bookings[b->booking_count] = (struct chat_booking){.number = number, .kind = arena_str(b->arena, kind), .state = state, .at = at,
                                                         .until = b->now + MINUTES(10), .place = S("Ruang rekam KTP-el"), .name = S("Warga Uji")};
  return &b->bookings[b->booking_count++];
}

static bool apply_booking(struct box *b, const struct chat_effect *e) {
  struct chat_booking *one;
  switch (e->kind) {
    case CHAT_HOLD_SEAT:
      note(b, "hold:" STR_FMT, STR_ARG(e->kind_of_visit));
      for (size_t i = b->booking_count; i-- > 0;)
        if (b->bookings[i].state == BOOKING_HELD) forget_booking(b, b->bookings[i].number);
      one = add_booking(b, e->kind_of_visit, BOOKING_HELD, e->at);
      b->last.reply.booking = one;
      b->last.reply.number = one->number;
      return true;
    case CHAT_BOOK_SEAT:
      note(b, "book");
      one = booking(b, e->number);
      assert_int_equal(one->state, BOOKING_HELD);
      one->state = BOOKING_BOOKED;
      if (e->name.n) one->name = arena_str(b->arena, e->name);
      return true;
    case CHAT_MOVE_BOOKING:
      note(b, "move");
      booking(b, e->number)->at = e->at;
      return true;
    case CHAT_TAKE_OFFER:
      note(b, "take");
      assert_int_equal(booking(b, e->number)->state, BOOKING_OFFERED);
      booking(b, e->number)->state = BOOKING_BOOKED;
      return true;
    case CHAT_CANCEL_BOOKING:
    case CHAT_DECLINE_OFFER:
      note(b, e->kind == CHAT_CANCEL_BOOKING ? "leave" : "decline");
      forget_booking(b, e->number);
      return true;
    case CHAT_JOIN_WAITING:
      note(b, "wait:" STR_FMT, STR_ARG(e->kind_of_visit));
      add_booking(b, e->kind_of_visit, BOOKING_WAITING, 0);
      return true;
    case CHAT_REQUEST_VISIT:
      note(b, "visit:" STR_FMT, STR_ARG(e->reason));
      assert_true(e->address.n >= 8);
      add_booking(b, VISIT_HOME, BOOKING_REQUESTED, 0);
      return true;
    default:
      return false;
  }
}

static void fill_seats(struct box *b) {
  struct chat_reply *r = &b->last.reply;
  if ((r->kind != CHAT_SAY_DAYS && r->kind != CHAT_SAY_TIMES) || b->full) {
    if (r->kind == CHAT_SAY_TIMES) r->kind = CHAT_SAY_DAYS;
    return;
  }
  struct chat_seat *seats = arena_array(b->arena, struct chat_seat, 20);
  size_t n = r->kind == CHAT_SAY_DAYS ? 3 : 20;
  for (size_t i = 0; i < n; i++)
    seats[i] = (struct chat_seat){S("rekam"), S("Ruang rekam KTP-el"), n == 3 ? BOX_START + DAYS((i64)i + 1) : moment_of_local((struct local_time){.date = r->day, .hour = 8}) + MINUTES(15) * (i64)i, 2};
  r->seats = seats;
  r->seat_count = n;
}

static void keep_options(struct box *b) {
  if (!chat_step_books(b->last.chat.step) || b->last.reply.kind == CHAT_SAY_NOTHING) return;
  struct buf list = buf_new(b->arena, 600);
  for (size_t i = 0; i < b->said.row_count; i++) buf_printf(&list, "%s" STR_FMT, i ? " " : "", STR_ARG(b->said.rows[i].id));
  assert_false(list.full);
  b->last.chat.options = buf_str(&list);
}

static void apply(struct box *b, const struct chat_effect *e) {
  switch (e->kind) {
    case CHAT_QUEUE: /* what comes of it: tests/flows/hall.py */
      note(b, "queue:" STR_FMT, STR_ARG(e->number));
      break;
    case CHAT_KEEP_LOOSE:
      note(b, "loose");
      b->loose++;
      break;
    case CHAT_TIE_DRAFT:
      tie_draft(b, e);
      break;
    case CHAT_TIE_CORRECTION:
      tie_correction(b, e);
      break;
    case CHAT_START_DRAFT:
      note(b, "start:" STR_FMT, STR_ARG(e->service->code));
      assert_null(b->draft.service);
      b->draft_scans = b->loose;
      b->loose = 0;
      judge_draft(b, e->service, e->answers);
      break;
    case CHAT_SET_ANSWERS:
      note(b, "answers:" STR_FMT, STR_ARG(e->service->code));
      judge_draft(b, e->service, e->answers);
      break;
    case CHAT_SUBMIT_DRAFT:
      note(b, "submit");
      submit(b);
      break;
    case CHAT_DISCARD_DRAFT:
      note(b, e->keep_media ? "discard:keep" : "discard");
      if (e->keep_media)
        b->loose += b->draft_scans;
      else
        b->erased += b->draft_scans;
      drop_draft(b);
      break;
    case CHAT_CANCEL:
      note(b, "cancel");
      application(b, e->number)->state = STATE_CANCELLED;
      break;
    case CHAT_SEND_CORRECTION:
      note(b, "mended");
      application(b, e->number)->state = STATE_IN_REVIEW;
      application(b, e->number)->unsorted = 0;
      break;
    case CHAT_REOPEN:
      reopen(b, e);
      break;
    case CHAT_SYNC_WORKS:
      note(b, "works");
      assert_int_equal(application(b, e->number)->state, STATE_SENT);
      application(b, e->number)->state = STATE_COMPLETED;
      break;
    case CHAT_SYNC_FAILS:
      note(b, "reopened");
      assert_true(application(b, e->number)->state == STATE_SENT || application(b, e->number)->state == STATE_COMPLETED);
      application(b, e->number)->state = STATE_IN_REVIEW;
      break;
    case CHAT_SURVEY_SCORE:
      note(b, "score:%s=%d", skm_code(e->element), e->score);
      assert_true(b->survey_open);
      b->scores.of[e->element] = e->score;
      break;
    case CHAT_SURVEY_END:
      note(b, "end");
      assert_true(b->survey_open);
      b->survey_open = false;
      break;
    case CHAT_CALL_OFFICER:
      note(b, "officer");
      break;
    case CHAT_GIVE_BACK:
      note(b, "back");
      break;
    case CHAT_OPT_OUT:
      note(b, "out");
      break;
    case CHAT_OPT_IN:
      note(b, "in");
      break;
    default:
      assert_true(apply_booking(b, e));
      break;
  }
}

int box_photos_held(const struct box *b) {
  int n = b->loose + b->erased + b->draft_scans;
  for (size_t i = 0; i < b->application_count; i++) n += b->applications[i].scans;
  return n;
}

/* ---- a turn ---------------------------------------------------------------------------------------- */

static struct chat_facts facts_of(struct box *b) {
  for (size_t i = 0; i < b->application_count; i++) {
    struct box_application *a = &b->applications[b->application_count - 1 - i];
    b->facts[i] = (struct chat_application){.number = str_of(a->number),
                                            .service = a->service,
                                            .state = a->state,
                                            .items = a->items,
                                            .item_count = a->item_count,
                                            .unsorted = a->unsorted,
                                            .papers_gone = a->purged};
  }
  struct chat_booking *bookings = arena_array(b->arena, struct chat_booking, BOX_BOOKINGS); /* as they were before the turn */
  memcpy(bookings, b->bookings, b->booking_count * sizeof *bookings);
  return (struct chat_facts){.books = b->books,
                             .bookings = bookings,
                             .booking_count = b->booking_count,
                             .catalogue = &b->catalogue,
                             .today = {2026, 11, 18},
                             .draft = b->draft,
                             .loose = b->loose,
                             .applications = b->facts,
                             .application_count = b->application_count,
                             .survey = {b->survey_open, b->scores},
                             .quiet_seconds = 8,
                             .quiet_cap_seconds = 60,
                             .bot_pause_hours = 12,
                             .correction_days = 30};
}

static struct chat_words_facts words_facts(const struct box *b) {
  return (struct chat_words_facts){
      .office = S("Kota Mataram"),
      .address = S("Jalan Contoh 1, Mataram"),
      .phone = S("0370-000000"),
      .public_url = S("https://loket.example"),
      .form_link = b->last.reply.form_link ? S("https://loket.example/f/abcdefghijklmnop") : STR_NONE,
      .open_now = b->now % 2 == 0,
      .opens_at = b->now + HOURS(10),
      .hours = S("Senin-Jumat 08.00-15.00 WITA")};
}

/* One event: decided, applied, stored and read again, and put into words, in both languages. */
void box_event(struct box *b, struct chat_event e) {
  struct chat_facts f = facts_of(b);
  e.at = b->now;
  chat_decide(&b->chat, &e, &f, &b->last);
  b->effects[0] = 0;
  for (size_t i = 0; i < b->last.effect_count; i++)
    if (chat_effect_books(b->last.effects[i].kind)) apply(b, &b->last.effects[i]);
  fill_seats(b);
  struct chat_words_facts w = words_facts(b);
  for (int lang = LANGS; lang-- > 0;) {
    chat_words(b->arena, (enum lang)lang, &b->last.reply, &w, &b->said);
    box_check_said(b);
  }
  if (e.kind == CHAT_MEDIA) b->seen++;
  for (size_t i = 0; i < b->last.effect_count; i++)
    if (!chat_effect_books(b->last.effects[i].kind)) apply(b, &b->last.effects[i]);
  keep_options(b);
  str stored = chat_to_json(b->arena, &b->last.chat);
  b->chat = chat_from_json(b->arena, stored);
  assert_true(str_eq(chat_to_json(b->arena, &b->chat), stored));
}

static bool is_word(str s, const char *word) { return str_eq(s, str_of(word)); }

static void fault(struct box *b, str codes) {
  struct box_application *a = &b->applications[b->application_count - 1];
  str code;
  while (str_cut(&codes, ' ', &code))
    for (size_t i = 0; i < a->item_count; i++)
      if (str_eq(a->items[i].requirement->code, code)) {
        a->items[i].state = ITEM_FAULTY;
        a->items[i].fault = FAULT_BLURRED;
      }
  a->state = STATE_NEEDS_CORRECTION;
  chat_expect_correction(&b->chat, str_of(a->number));
}

static void wait_for(struct box *b, str span) {
  i64 n = 0;
  assert_true(str_to_i64(str_sub(span, 0, span.n - 1), &n));
  char unit = span.p[span.n - 1];
  b->now += unit == 's' ? SECONDS(n) : unit == 'm' ? MINUTES(n) : unit == 'h' ? HOURS(n) : DAYS(n);
}

void box_input(struct box *b, const char *input) {
  str rest = str_of(input), command;
  b->last.reply.kind = CHAT_SAY_NOTHING;
  b->effects[0] = 0;
  b->now += SECONDS(1);
  if (input[0] != '/') {
    box_event(b, (struct chat_event){.kind = CHAT_TEXT, .text = rest});
    return;
  }
  str_cut(&rest, ' ', &command);
  if (is_word(command, "/row")) { /* taps a row of the last message */
    i64 n = 0;
    (void)str_to_i64(rest, &n);
    str id = b->said.row_count ? b->said.rows[(size_t)n % b->said.row_count].id : S("x");
    box_event(b, (struct chat_event){.kind = CHAT_CHOICE, .choice = arena_str(b->arena, id)});
  } else if (is_word(command, "/full")) {
    b->full = true;
  } else if (is_word(command, "/free")) {
    b->full = false;
  } else if (is_word(command, "/offer")) { /* the office offers a seat to the first who waits */
    for (size_t i = 0; i < b->booking_count; i++)
      if (b->bookings[i].state == BOOKING_WAITING) {
        b->bookings[i].state = BOOKING_OFFERED;
        b->bookings[i].at = BOX_START + DAYS(3);
        break;
      }
  } else if (is_word(command, "/tap")) {
    box_event(b, (struct chat_event){.kind = CHAT_CHOICE, .choice = rest});
  } else if (is_word(command, "/foto")) {
    box_event(b, (struct chat_event){.kind = CHAT_MEDIA, .text = rest, .media = b->next_media++});
  } else if (is_word(command, "/quote")) {
    box_event(b, (struct chat_event){.kind = CHAT_TEXT, .text = rest, .quoted_media = b->next_media - 1});
  } else if (is_word(command, "/quiet")) {
    if (b->chat.quiet_at > b->now) b->now = b->chat.quiet_at;
    box_event(b, (struct chat_event){.kind = CHAT_QUIET});
  } else if (is_word(command, "/idle")) {
    if (b->chat.idle_at > b->now) b->now = b->chat.idle_at;
    box_event(b, (struct chat_event){.kind = CHAT_IDLED});
  } else if (is_word(command, "/wait")) {
    wait_for(b, rest);
  } else if (is_word(command, "/form")) {
    b->draft.form_done = true;
    for (size_t i = 0; i < b->draft.item_count; i++)
      if (b->draft_items[i].requirement->modes & MODE_FORM) b->draft_items[i].state = ITEM_RECEIVED;
    box_event(b, (struct chat_event){.kind = CHAT_FORM_DONE});
  } else if (is_word(command, "/fault")) {
    fault(b, rest);
  } else if (is_word(command, "/expire")) {
    b->applications[b->application_count - 1].state = STATE_EXPIRED;
  } else if (is_word(command, "/purge")) {
    b->applications[b->application_count - 1].purged = true;
  } else if (is_word(command, "/survey")) {
    b->survey_open = true;
    b->scores = (struct skm_scores){0};
    b->chat.survey = S("abcdefghijklmnopqrstuv");
    b->chat.survey_at = STR_NONE;
  } else if (is_word(command, "/state")) {
    assert_true(state_parse(rest, &b->applications[b->application_count - 1].state));
  } else {
    static const struct {
      const char *name;
      enum chat_event_kind kind;
    } events[] = {{"/officer", CHAT_OFFICER},
                  {"/voice", CHAT_VOICE},
                  {"/sticker", CHAT_UNSUPPORTED},
                  {"/reaction", CHAT_REACTION},
                  {"/giveback", CHAT_GIVEN_BACK}};
    for (size_t i = 0; i < COUNT(events); i++)
      if (is_word(command, events[i].name)) {
        box_event(b, (struct chat_event){.kind = events[i].kind});
        return;
      }
    fail_msg("unknown input %s", input);
  }
}

/* ---- limits --------------------------------------------------------------------------------------------- */

static void check_rows(const struct say *s) {
  bool buttons = s->kind == SAY_BUTTONS;
  assert_true(s->row_count > 0 && s->row_count <= (size_t)(buttons ? MAX_WA_BUTTONS : MAX_WA_ROWS));
  for (size_t i = 0; i < s->row_count; i++) {
    const struct say_row *r = &s->rows[i];
    assert_true(r->id.n > 0 && r->id.n <= 200 && str_ends(r->id, S(".v1")));
    assert_true(r->title.n > 0);
    assert_true(utf8_count(r->title) <= (size_t)(buttons ? MAX_WA_BUTTON_TITLE : MAX_WA_ROW_TITLE));
    assert_true(utf8_count(r->description) <= MAX_WA_ROW_DESCRIPTION);
    for (size_t k = 0; k < i; k++) assert_false(str_eq(s->rows[k].id, r->id));
  }
}

void box_check_said(const struct box *b) {
  const struct say *s = &b->said;
  const struct chat_reply *r = &b->last.reply;
  if (r->kind == CHAT_SAY_NOTHING) {
    assert_int_equal(s->body.n, 0);
    return;
  }
  assert_true(s->body.n > 0 && utf8_valid(s->body));
  assert_true(utf8_count(s->body) <= (s->kind == SAY_TEXT ? MAX_WA_TEXT : MAX_WA_INTERACTIVE));
  assert_true(utf8_count(s->footer) <= 60);
  assert_true(utf8_count(s->button) <= MAX_WA_BUTTON_TITLE);
  if (s->kind == SAY_BUTTONS || s->kind == SAY_LIST) check_rows(s);
  if (s->kind == SAY_LIST) assert_true(s->button.n > 0);
  if (s->kind == SAY_LINK) assert_true(s->url.n > 0 && s->button.n > 0);
  assert_false(chat_has_number16(s->body));
  if (r->condolence) assert_false(str_has(s->body, S("Kabar baik")) || str_has(s->body, S("Selamat")));
}

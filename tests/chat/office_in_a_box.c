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
  assert_int_equal(a->state, STATE_NEEDS_CORRECTION);
  bool sorted = tie(a->items, a->item_count, e->requirement);
  if (b->seen == box_photos_held(b)) {
    a->unsorted -= sorted;
    return;
  }
  a->scans++;
  a->unsorted += !sorted;
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

static void apply(struct box *b, const struct chat_effect *e) {
  switch (e->kind) {
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
                                            .unsorted = a->unsorted};
  }
  return (struct chat_facts){.catalogue = &b->catalogue,
                             .today = {2026, 11, 18},
                             .draft = b->draft,
                             .loose = b->loose,
                             .applications = b->facts,
                             .application_count = b->application_count,
                             .quiet_seconds = 8,
                             .quiet_cap_seconds = 60,
                             .bot_pause_hours = 12};
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
  struct chat_words_facts w = words_facts(b);
  for (int lang = LANGS; lang-- > 0;) {
    chat_words(b->arena, (enum lang)lang, &b->last.reply, &w, &b->said);
    box_check_said(b);
  }
  if (e.kind == CHAT_MEDIA) b->seen++;
  b->effects[0] = 0;
  for (size_t i = 0; i < b->last.effect_count; i++) apply(b, &b->last.effects[i]);
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
  if (is_word(command, "/tap")) {
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

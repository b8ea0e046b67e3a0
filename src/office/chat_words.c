/* office/chat_words: the words of the conversation. One function a reply, in one table. */
#include "office/chat_words.h"

#include "office/booking_chat.h"
#include "office/words.h"

struct chat_page {
  struct words w;
  const struct chat_reply *r;
  const struct chat_words_facts *f;
};
#define SAYS(p, key, ...) WORDS(&(p)->w, key, ##__VA_ARGS__)
#define PLAIN(p, key) text_plain((p)->w.lang, (key))

static str number_of(const struct chat_page *p, i64 n) { return words_number(p->w.a, n); }
static str service_name(const struct chat_page *p, const struct service *s) {
  return s ? local(&s->label, p->w.lang) : STR_NONE;
}
static str url_of(const struct chat_page *p, const char *path) {
  return arena_printf(p->w.a, STR_FMT "%s", STR_ARG(p->f->public_url), path);
}

/* ---- rows and buttons -------------------------------------------------------------------------- */

static void add_row(struct chat_page *p, str id, str title, str description) {
  struct say *s = p->w.say;
  size_t max_rows = s->kind == SAY_BUTTONS ? MAX_WA_BUTTONS : MAX_WA_ROWS;
  size_t max_title = s->kind == SAY_BUTTONS ? MAX_WA_BUTTON_TITLE : MAX_WA_ROW_TITLE;
  if (s->row_count >= max_rows) return;
  s->rows[s->row_count++] = (struct say_row){
      .id = id,
      .title = words_fit(p->w.a, title, max_title),
      .description = s->kind == SAY_LIST ? words_fit(p->w.a, description, MAX_WA_ROW_DESCRIPTION) : STR_NONE};
}

static str act_id(const struct chat_page *p, enum chat_act act) {
  return arena_printf(p->w.a, "act.%s." CHAT_ID_VERSION, chat_act_code(act));
}

struct button {
  enum chat_act act;
  enum text_key title;
};
/* Buttons, and the same as numbered words: a phone without buttons types the number. */
static void add_buttons(struct chat_page *p, const struct button *buttons, size_t n) {
  p->w.say->kind = SAY_BUTTONS;
  struct buf line = buf_new(p->w.a, 300);
  for (size_t i = 0; i < n; i++) {
    str title = PLAIN(p, buttons[i].title);
    add_row(p, act_id(p, buttons[i].act), title, STR_NONE);
    buf_printf(&line, "%s%zu " STR_FMT, i ? " · " : "", i + 1, STR_ARG(title));
  }
  words_block(&p->w, buf_str(&line));
}

static void numbered(struct chat_page *p, size_t n, str text) {
  words_item(&p->w, arena_printf(p->w.a, "%zu", n), text);
}

static const struct button collecting[] = {{CHAT_ACT_DONE, T_CHAT_BUTTON_DONE},
                                           {CHAT_ACT_MORE, T_CHAT_BUTTON_MORE},
                                           {CHAT_ACT_OFFICER, T_CHAT_BUTTON_OFFICER}};

/* ---- the menu and the questions ------------------------------------------------------------------ */

static void greet(struct chat_page *p) {
  if (!p->r->first) return;
  if (!p->r->condolence) words_line(&p->w, SAYS(p, T_CHAT_WELCOME, ARG("office", p->f->office)));
  words_line(&p->w, SAYS(p, T_CHAT_PRIVACY, ARG("url", url_of(p, "/privasi"))));
}

static void add_menu(struct chat_page *p) {
  const struct catalogue *c = p->r->catalogue;
  size_t services = chat_menu_services(c);
  words_block(&p->w, PLAIN(p, T_CHAT_MENU_ASK));
  p->w.say->kind = SAY_LIST;
  p->w.say->button = PLAIN(p, T_CHAT_MENU_BUTTON);
  for (size_t i = 0; i < services; i++) {
    const struct service *s = &c->services[i];
    numbered(p, i + 1, service_name(p, s));
    add_row(p, arena_printf(p->w.a, "svc." STR_FMT "." CHAT_ID_VERSION, STR_ARG(s->code)), service_name(p, s),
            local(&s->description, p->w.lang));
  }
  numbered(p, services + 1, PLAIN(p, T_CHAT_ROW_STATUS));
  add_row(p, act_id(p, CHAT_ACT_STATUS), PLAIN(p, T_CHAT_ROW_STATUS), PLAIN(p, T_CHAT_ROW_STATUS_HELP));
  numbered(p, services + 2, PLAIN(p, T_CHAT_ROW_OFFICER));
  add_row(p, act_id(p, CHAT_ACT_OFFICER), PLAIN(p, T_CHAT_ROW_OFFICER), PLAIN(p, T_CHAT_ROW_OFFICER_HELP));
  numbered(p, services + 3, PLAIN(p, T_CHAT_MENU_COMPLAINT));
  add_row(p, act_id(p, CHAT_ACT_COMPLAINT), PLAIN(p, T_CHAT_MENU_COMPLAINT), PLAIN(p, T_CHAT_MENU_COMPLAINT_HELP));
  if (p->f->hours.n) words_block(&p->w, SAYS(p, T_CHAT_MENU_HOURS, ARG("hours", p->f->hours)));
}

static void say_menu(struct chat_page *p) {
  greet(p);
  add_menu(p);
}

static bool fits_buttons(const struct chat_page *p, const struct question *q, size_t rows) {
  for (size_t i = 0; i < q->choice_count; i++)
    if (utf8_count(local(&q->choices[i].label, p->w.lang)) > MAX_WA_BUTTON_TITLE) return false;
  return rows <= MAX_WA_BUTTONS;
}

static str answer_id(const struct chat_page *p, str choice) {
  return arena_printf(p->w.a, "q." STR_FMT "." STR_FMT "." STR_FMT "." CHAT_ID_VERSION, STR_ARG(p->r->service->code),
                      STR_ARG(p->r->question->code), STR_ARG(choice));
}

static void say_question(struct chat_page *p) {
  const struct question *q = p->r->question;
  bool unknown = chat_offers_unknown(q);
  size_t rows = q->choice_count + unknown;
  greet(p);
  words_block(&p->w, local(&q->ask, p->w.lang));
  words_line(&p->w, local(&q->help, p->w.lang));
  struct say *s = p->w.say;
  s->kind = fits_buttons(p, q, rows) ? SAY_BUTTONS : rows <= MAX_WA_ROWS ? SAY_LIST : SAY_TEXT;
  if (s->kind == SAY_LIST) s->button = PLAIN(p, T_CHAT_BUTTON_CHOOSE);
  for (size_t i = 0; i < q->choice_count; i++) {
    str label = local(&q->choices[i].label, p->w.lang);
    numbered(p, i + 1, label);
    if (s->kind != SAY_TEXT) add_row(p, answer_id(p, q->choices[i].code), label, local(&q->choices[i].help, p->w.lang));
  }
  if (unknown) numbered(p, rows, PLAIN(p, T_CHAT_BUTTON_UNKNOWN));
  if (unknown && s->kind != SAY_TEXT) add_row(p, answer_id(p, S("unknown")), PLAIN(p, T_CHAT_BUTTON_UNKNOWN), STR_NONE);
  words_block(&p->w, PLAIN(p, T_CHAT_QUESTION_TYPE));
}

/* ---- what to bring and to send -------------------------------------------------------------------- */

enum part { PART_PHOTO, PART_FORM, PART_BRING, PART_NONE };
static enum part part_of(const struct requirement *r) {
  if (r->modes & MODE_OFFICER) return PART_NONE;
  if (r->modes & MODE_FORM) return PART_FORM;
  return r->modes & MODE_UPLOAD ? PART_PHOTO : PART_BRING;
}

static str paper_label(const struct chat_page *p, const struct requirement *r) {
  str label = words_fit(p->w.a, local(&r->label, p->w.lang), 90);
  if (!(r->modes & MODE_OPTIONAL)) return label;
  return arena_printf(p->w.a, STR_FMT " " STR_FMT, STR_ARG(label), STR_ARG(PLAIN(p, T_CHAT_NEEDS_OPTIONAL)));
}

/* One part of the list under its heading; returns how many lines it has. */
static size_t list_part(struct chat_page *p, enum part part, str heading) {
  size_t n = 0;
  for (size_t i = 0; i < p->r->needs.n; i++) {
    const struct requirement *r = p->r->needs.needs[i];
    bool wanted = part == PART_NONE ? part_of(r) != PART_NONE : part_of(r) == part;
    if (!wanted) continue;
    if (n == 0) words_block(&p->w, heading);
    n++;
    words_item(&p->w, arena_printf(p->w.a, "%zu.", n), paper_label(p, r));
  }
  return n;
}

static void say_requirements(struct chat_page *p) {
  str service = service_name(p, p->r->service);
  greet(p);
  if (list_part(p, PART_PHOTO, SAYS(p, T_CHAT_NEEDS_PHOTOS, ARG("service", service))))
    words_block(&p->w, PLAIN(p, T_CHAT_NEEDS_SEND));
  else
    words_block(&p->w, SAYS(p, T_CHAT_NEEDS_NO_PHOTOS, ARG("service", service)));
  list_part(p, PART_BRING, PLAIN(p, T_CHAT_NEEDS_BRING));
  if (p->r->form_link && p->f->form_link.n) {
    words_block(&p->w, PLAIN(p, T_CHAT_NEEDS_FORM));
    p->w.say->kind = SAY_LINK;
    p->w.say->button = PLAIN(p, T_CHAT_BUTTON_FORM);
    p->w.say->url = p->f->form_link;
  } else if (p->r->form_link) {
    words_block(&p->w, PLAIN(p, T_CHAT_PROGRESS_FORM_LATER));
  }
  words_block(&p->w, PLAIN(p, T_CHAT_NEEDS_FREE));
}

static void say_in_person(struct chat_page *p) {
  enum text_key why = p->r->service->in_person ? T_CHAT_IN_PERSON_WHY : T_CHAT_IN_PERSON_COUNTER;
  words_block(&p->w, SAYS(p, why, ARG("service", service_name(p, p->r->service))));
  list_part(p, PART_NONE, PLAIN(p, T_CHAT_IN_PERSON_BRING));
  if (p->f->address.n) words_block(&p->w, SAYS(p, T_CHAT_IN_PERSON_WHERE, ARG("address", p->f->address)));
  if (p->f->hours.n) words_line(&p->w, SAYS(p, T_CHAT_IN_PERSON_HOURS, ARG("hours", p->f->hours)));
  words_block(&p->w, PLAIN(p, T_CHAT_IN_PERSON_HELP));
}

/* ---- where the draft stands ---------------------------------------------------------------------- */

static void list_missing(struct chat_page *p, bool faults) {
  words_papers(&p->w, &(struct words_papers){.items = p->r->missing, .n = p->r->missing_count, .faults = faults});
}

static void papers_so_far(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  str unsorted = number_of(p, r->unsorted);
  if (r->missing_count == 0) {
    if (r->papers) words_block(&p->w, PLAIN(p, T_CHAT_PROGRESS_ALL));
  } else {
    if (r->missing_least == 0)
      words_block(&p->w, SAYS(p, T_CHAT_PROGRESS_ENOUGH, ARG("n", unsorted)));
    else if (r->unsorted)
      words_block(&p->w, SAYS(p, T_CHAT_PROGRESS_MISSING_SOME, ARG("n", unsorted),
                              ARG("least", number_of(p, r->missing_least))));
    else
      words_block(&p->w, PLAIN(p, T_CHAT_PROGRESS_MISSING));
    list_missing(p, false);
  }
}

static void form_so_far(struct chat_page *p) {
  if (!p->r->form_missing) return;
  words_block(&p->w, p->f->form_link.n ? SAYS(p, T_CHAT_PROGRESS_FORM, ARG("link", p->f->form_link))
                                       : PLAIN(p, T_CHAT_PROGRESS_FORM_LATER));
}

static const struct button poor_buttons[] = {{CHAT_ACT_DONE, T_CHAT_BUTTON_SEND_ANYWAY},
                                             {CHAT_ACT_MORE, T_CHAT_BUTTON_RETAKE},
                                             {CHAT_ACT_OFFICER, T_CHAT_BUTTON_OFFICER}};

static str poor_words(struct chat_page *p, const struct chat_poor *poor) {
  static const enum text_key faults[LOOK_FAULTS] = {T_CHAT_LOOK_BLURRED, T_CHAT_LOOK_DARK, T_CHAT_LOOK_GLARE, T_CHAT_LOOK_CUT,
                                                    T_CHAT_LOOK_SMALL, T_CHAT_LOOK_SCREEN, T_CHAT_LOOK_COPY};
  str paper = poor->paper ? words_fit(p->w.a, local(&poor->paper->label, p->w.lang), 60) : SAYS(p, T_CHAT_LOOK_NTH, ARG("n", number_of(p, poor->nth)));
  enum text_key key = poor->problem == LOOK_VIRUS  ? T_CHAT_LOOK_VIRUS
                      : poor->problem == LOOK_LOCKED ? T_CHAT_LOOK_LOCKED
                      : poor->problem != LOOK_FINE ? T_CHAT_LOOK_UNREADABLE
                                                   : faults[poor->fault];
  return SAYS(p, key, ARG("paper", paper));
}

/* What a look at the photos found: all of it in the one answer. */
static void photos_looked_at(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  if (r->clear > 0) words_line(&p->w, SAYS(p, T_CHAT_LOOK_CLEAR, ARG("n", number_of(p, r->clear))));
  for (size_t i = 0; i < r->poor_count; i++) words_item(&p->w, S("•"), poor_words(p, &r->poor[i]));
  if (r->poor_count) words_line(&p->w, PLAIN(p, T_CHAT_LOOK_ANYWAY));
}

static void say_progress(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  if (r->photos > 0)
    words_line(&p->w, SAYS(p, T_CHAT_PROGRESS_PHOTOS, ARG("n", number_of(p, r->photos))));
  else if (r->lead == CHAT_LEAD_NONE)
    words_line(&p->w, SAYS(p, T_CHAT_PROGRESS_KEPT, ARG("service", service_name(p, r->service))));
  photos_looked_at(p);
  papers_so_far(p);
  form_so_far(p);
  bool complete = r->missing_least == 0 && !r->form_missing;
  words_block(&p->w, PLAIN(p, complete ? T_CHAT_PROGRESS_READY : T_CHAT_PROGRESS_GO_ON));
  if (r->poor_count && complete) add_buttons(p, poor_buttons, COUNT(poor_buttons));
  else add_buttons(p, collecting, COUNT(collecting));
}

static void say_incomplete(struct chat_page *p) {
  static const struct button may[] = {{CHAT_ACT_ANYWAY, T_CHAT_BUTTON_ANYWAY},
                                      {CHAT_ACT_MORE, T_CHAT_BUTTON_MORE},
                                      {CHAT_ACT_OFFICER, T_CHAT_BUTTON_OFFICER}};
  const struct chat_reply *r = p->r;
  words_line(&p->w, PLAIN(p, T_CHAT_INCOMPLETE_HEAD));
  papers_so_far(p);
  form_so_far(p);
  words_block(&p->w, PLAIN(p, T_CHAT_INCOMPLETE_SAFE));
  if (r->may_insist)
    words_line(&p->w, PLAIN(p, T_CHAT_INCOMPLETE_INSIST));
  else if (r->papers && r->papers_there + r->unsorted == 0)
    words_line(&p->w, PLAIN(p, T_CHAT_INCOMPLETE_NO_PAPER));
  size_t skip = r->may_insist ? 0 : 1;
  add_buttons(p, may + skip, COUNT(may) - skip);
}

static void say_how(struct chat_page *p) {
  words_line(&p->w, PLAIN(p, T_CHAT_HOW));
  papers_so_far(p);
  form_so_far(p);
  add_buttons(p, collecting, COUNT(collecting));
}

static void say_no_paper(struct chat_page *p) {
  words_line(&p->w, PLAIN(p, T_CHAT_NO_PAPER));
  add_buttons(p, collecting, COUNT(collecting));
}

static void say_correction(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  if (r->photos > 0) words_line(&p->w, SAYS(p, T_CHAT_PROGRESS_PHOTOS, ARG("n", number_of(p, r->photos))));
  if (r->missing_count == 0) {
    words_line(&p->w, SAYS(p, T_CHAT_CORRECTION_DONE, ARG("number", r->number)));
    for (size_t i = 0; i < r->poor_count; i++) words_item(&p->w, S("•"), poor_words(p, &r->poor[i]));
    return;
  }
  photos_looked_at(p);
  words_block(&p->w, SAYS(p, T_CHAT_CORRECTION_MISSING, ARG("number", r->number)));
  list_missing(p, true);
  if (r->unsorted) words_line(&p->w, SAYS(p, T_CHAT_CORRECTION_SORTING, ARG("n", number_of(p, r->unsorted))));
  form_so_far(p);
}

/* ---- leaving, coming back, cancelling --------------------------------------------------------------- */

static void ask_to_go_on(struct chat_page *p, enum text_key key) {
  static const struct button buttons[] = {{CHAT_ACT_CONTINUE, T_CHAT_BUTTON_CONTINUE},
                                          {CHAT_ACT_FRESH, T_CHAT_BUTTON_FRESH},
                                          {CHAT_ACT_OFFICER, T_CHAT_BUTTON_OFFICER}};
  words_line(&p->w, SAYS(p, key, ARG("service", service_name(p, p->r->service))));
  add_buttons(p, buttons, COUNT(buttons));
}
static void say_resume(struct chat_page *p) { ask_to_go_on(p, p->r->condolence ? T_CHAT_RESUME_DEATH : T_CHAT_RESUME); }
static void say_reminder(struct chat_page *p) { ask_to_go_on(p, T_CHAT_REMINDER); }

static void say_confirm_discard(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  const struct button buttons[] = {{CHAT_ACT_DISCARD, r->wanted ? T_CHAT_BUTTON_REPLACE : T_CHAT_BUTTON_DISCARD},
                                   {CHAT_ACT_KEEP, T_CHAT_BUTTON_KEEP},
                                   {CHAT_ACT_OFFICER, T_CHAT_BUTTON_OFFICER}};
  str service = service_name(p, r->service);
  words_line(&p->w, r->wanted ? SAYS(p, T_CHAT_DISCARD_REPLACE, ARG("service", service),
                                     ARG("wanted", service_name(p, r->wanted)))
                              : SAYS(p, T_CHAT_DISCARD_ERASE, ARG("service", service)));
  add_buttons(p, buttons, COUNT(buttons));
}

static void say_discarded(struct chat_page *p) {
  words_line(&p->w, PLAIN(p, T_CHAT_DISCARDED));
  add_menu(p);
}

static str application_id(const struct chat_page *p, str number, const char *verb) {
  return arena_printf(p->w.a, "app." STR_FMT ".%s." CHAT_ID_VERSION, STR_ARG(number), verb);
}

static void say_confirm_cancel(struct chat_page *p) {
  static const struct button others[] = {{CHAT_ACT_KEEP, T_CHAT_BUTTON_KEEP},
                                         {CHAT_ACT_OFFICER, T_CHAT_BUTTON_OFFICER}};
  const struct chat_reply *r = p->r;
  p->w.say->kind = SAY_BUTTONS;
  words_line(&p->w,
             SAYS(p, T_CHAT_CANCEL_CONFIRM, ARG("number", r->number), ARG("service", service_name(p, r->service))));
  add_row(p, application_id(p, r->number, "withdraw"), PLAIN(p, T_CHAT_BUTTON_WITHDRAW), STR_NONE);
  numbered(p, 1, PLAIN(p, T_CHAT_BUTTON_WITHDRAW));
  for (size_t i = 0; i < COUNT(others); i++) {
    numbered(p, i + 2, PLAIN(p, others[i].title));
    add_row(p, act_id(p, others[i].act), PLAIN(p, others[i].title), STR_NONE);
  }
}

/* ---- opening again ------------------------------------------------------------------------------------ */

static void add_reopen_buttons(struct chat_page *p, str number) {
  static const struct button others[] = {{CHAT_ACT_KEEP, T_CHAT_BUTTON_KEEP}, {CHAT_ACT_OFFICER, T_CHAT_BUTTON_OFFICER}};
  p->w.say->kind = SAY_BUTTONS;
  add_row(p, application_id(p, number, "reopen"), PLAIN(p, T_CHAT_BUTTON_REOPEN), STR_NONE);
  numbered(p, 1, PLAIN(p, T_CHAT_BUTTON_REOPEN));
  for (size_t i = 0; i < COUNT(others); i++) {
    numbered(p, i + 2, PLAIN(p, others[i].title));
    add_row(p, act_id(p, others[i].act), PLAIN(p, others[i].title), STR_NONE);
  }
}

static void say_confirm_reopen(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  words_line(&p->w, SAYS(p, T_CHAT_REOPEN_ASK, ARG("number", r->number), ARG("service", service_name(p, r->service))));
  if (r->missing_count) {
    words_block(&p->w, PLAIN(p, T_CHAT_REOPEN_NEEDS));
    list_missing(p, true);
  }
  if (r->lead == CHAT_LEAD_PHOTOS_KEPT) words_block(&p->w, PLAIN(p, T_CHAT_REOPEN_OTHER));
  add_reopen_buttons(p, r->number);
}

/* Nothing was sent when data was synchronised: the citizen tries again at the partner. */
static str state_name(const struct chat_page *p, const struct chat_application *a) {
  if (a->service->data_sync && a->state == STATE_SENT) return PLAIN(p, T_SYNC_STATE_TOLD);
  return words_coded(&p->w, "citizen.state", state_code(a->state));
}

static void say_choose_cancel(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  p->w.say->kind = SAY_LIST;
  p->w.say->button = PLAIN(p, T_CHAT_BUTTON_CHOOSE_APPLICATION);
  words_line(&p->w, PLAIN(p, T_CHAT_CANCEL_CHOOSE));
  size_t n = 0;
  for (size_t i = 0; i < r->application_count && n < MAX_WA_ROWS; i++) {
    const struct chat_application *a = &r->applications[i];
    if (!chat_may_cancel(a)) continue;
    numbered(p, ++n,
             arena_printf(p->w.a, STR_FMT " " STR_FMT, STR_ARG(a->number), STR_ARG(service_name(p, a->service))));
    add_row(p, application_id(p, a->number, "cancel"), a->number, service_name(p, a->service));
  }
}

static void say_nothing_to_cancel(struct chat_page *p) {
  words_line(&p->w, p->r->number.n ? SAYS(p, T_CHAT_CANCEL_TOO_LATE, ARG("number", p->r->number))
                                   : PLAIN(p, T_CHAT_CANCEL_NONE));
}

/* ---- status -------------------------------------------------------------------------------------------- */

#define MAX_STATUS_LINES 5
static void say_status(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  words_line(&p->w, PLAIN(p, T_CHAT_STATUS_HEAD));
  for (size_t i = 0; i < r->application_count && i < MAX_STATUS_LINES; i++) {
    const struct chat_application *a = &r->applications[i];
    words_item(&p->w, S("-"),
               SAYS(p, T_CHAT_STATUS_LINE, ARG("number", a->number), ARG("service", service_name(p, a->service)),
                    ARG("state", state_name(p, a))));
  }
  if (r->application_count > MAX_STATUS_LINES)
    words_item(&p->w, S("-"),
               SAYS(p, T_CHAT_LIST_MORE, ARG("n", number_of(p, (i64)r->application_count - MAX_STATUS_LINES))));
  if (r->application_count == 1)
    words_line(&p->w, r->applications[0].service->data_sync && r->applications[0].state == STATE_SENT
                          ? PLAIN(p, T_SYNC_STATE_NEXT)
                      : r->applications[0].papers_gone
                          ? PLAIN(p, T_CITIZEN_EXPIRED_GONE)
                          : words_coded(&p->w, "citizen.next", state_code(r->applications[0].state)));
  if (r->service) words_item(&p->w, S("-"), SAYS(p, T_CHAT_STATUS_DRAFT, ARG("service", service_name(p, r->service))));
  if (r->application_count) words_block(&p->w, SAYS(p, T_CHAT_STATUS_WHERE, ARG("url", url_of(p, "/cek"))));
  if (!r->reopen.n) return;
  words_block(&p->w, SAYS(p, T_CHAT_REOPEN_MAY, ARG("number", r->reopen)));
  add_reopen_buttons(p, r->reopen);
}

static void say_with_check_page(struct chat_page *p, enum text_key key) {
  words_line(&p->w, SAYS(p, key, ARG("url", url_of(p, "/cek"))));
}
static void say_status_none(struct chat_page *p) { say_with_check_page(p, T_CHAT_STATUS_NONE); }
static void say_status_unknown(struct chat_page *p) { say_with_check_page(p, T_CHAT_STATUS_UNKNOWN); }

/* ---- officers -------------------------------------------------------------------------------------------- */

static void when_an_officer_reads(struct chat_page *p, enum text_key open) {
  const struct chat_words_facts *f = p->f;
  if (f->open_now)
    words_line(&p->w, PLAIN(p, open));
  else if (f->opens_at)
    words_line(&p->w, SAYS(p, T_CHAT_OFFICER_CLOSED, ARG("when", text_moment(p->w.a, p->w.lang, f->opens_at))));
  else
    words_line(&p->w, PLAIN(p, T_CHAT_OFFICER_CLOSED_UNKNOWN));
  if (f->phone.n) words_line(&p->w, SAYS(p, T_CHAT_OFFICER_PHONE, ARG("phone", f->phone)));
  words_block(&p->w, PLAIN(p, T_CHAT_OFFICER_BACK));
  p->w.say->footer = STR_NONE;
}
static void say_officer_called(struct chat_page *p) { when_an_officer_reads(p, T_CHAT_OFFICER_OPEN); }
static void say_officer_waiting(struct chat_page *p) { when_an_officer_reads(p, T_CHAT_OFFICER_WAITING); }
static void say_voice(struct chat_page *p) { when_an_officer_reads(p, T_CHAT_VOICE); }

static void say_offer_officer(struct chat_page *p) {
  static const struct button buttons[] = {{CHAT_ACT_OFFICER, T_CHAT_BUTTON_OFFICER},
                                          {CHAT_ACT_MENU, T_CHAT_BUTTON_MENU}};
  words_line(&p->w, PLAIN(p, T_CHAT_OFFER_OFFICER));
  p->w.say->kind = SAY_BUTTONS;
  for (size_t i = 0; i < COUNT(buttons); i++)
    add_row(p, act_id(p, buttons[i].act), PLAIN(p, buttons[i].title), STR_NONE);
}

static void say_no_numbers(struct chat_page *p) {
  bool link = p->r->form_link && p->f->form_link.n;
  words_line(&p->w, PLAIN(p, T_CHAT_NO_NUMBERS));
  words_line(&p->w, PLAIN(p, link ? T_CHAT_NO_NUMBERS_FORM : T_CHAT_NO_NUMBERS_LATER));
  if (!link) return;
  p->w.say->kind = SAY_LINK;
  p->w.say->button = PLAIN(p, T_CHAT_BUTTON_FORM);
  p->w.say->url = p->f->form_link;
}

/* ---- appointments ---------------------------------------------------------------------------------------- */

static void say_booking(struct chat_page *p) { booking_chat(&p->w, p->r, p->f); }

/* ---- the table ---------------------------------------------------------------------------------------------- */

static void say_complaint(struct chat_page *p) { words_line(&p->w, SAYS(p, T_CHAT_COMPLAINT, ARG("url", url_of(p, "/lapor")))); }

/* ---- synchronisation ---------------------------------------------------------------------------------------- */

static void say_sync_reopened(struct chat_page *p) {
  words_line(&p->w, SAYS(p, T_CHAT_SYNC_REOPENED, ARG("number", p->r->number)));
}
static void say_sync_photo(struct chat_page *p) {
  words_line(&p->w, SAYS(p, T_CHAT_SYNC_PHOTO, ARG("n", number_of(p, p->r->photos)), ARG("number", p->r->number)));
}
static void say_sync_noted(struct chat_page *p) {
  words_line(&p->w, SAYS(p, T_CHAT_SYNC_NOTED, ARG("number", p->r->number)));
}

static void add_lead(struct chat_page *p) {
  const struct chat_reply *r = p->r;
  bool question = r->kind == CHAT_SAY_QUESTION;
  str line = STR_NONE;
  switch (r->lead) {
    case CHAT_LEAD_STALE:
      line = PLAIN(p, T_CHAT_LEAD_STALE);
      break;
    case CHAT_LEAD_NOT_UNDERSTOOD:
      line = PLAIN(p, question ? T_CHAT_LEAD_PICK_ONE : T_CHAT_LEAD_NOT_UNDERSTOOD);
      break;
    case CHAT_LEAD_PHOTOS_KEPT:
      line = SAYS(p, T_CHAT_LEAD_PHOTOS_KEPT, ARG("n", number_of(p, r->photos)));
      break;
    case CHAT_LEAD_REOPENED:
      line = SAYS(p, T_CHAT_REOPEN_DONE, ARG("number", r->number), ARG("n", number_of(p, r->days)));
      break;
    case CHAT_LEAD_USUAL:
      line = SAYS(p, T_CHAT_LEAD_USUAL, ARG("choice", r->taken ? local(&r->taken->label, p->w.lang) : STR_NONE));
      break;
    case CHAT_LEAD_BACK:
      line = PLAIN(p, T_CHAT_LEAD_BACK);
      break;
    case CHAT_LEAD_SEAT_GONE:
      line = PLAIN(p, T_BOOKING_CHAT_GONE);
      break;
    case CHAT_LEAD_FORM_DONE:
      line = PLAIN(p, T_CHAT_LEAD_FORM_DONE);
      break;
    default:
      break;
  }
  words_line(&p->w, line);
}

/* ---- the survey ----------------------------------------------------------------------------------------------- */

static str survey_text(const struct chat_page *p, const char *family, const char *tail) {
  str name = arena_printf(p->w.a, "skm.%s.%s%s", family, skm_code(p->r->element), tail);
  return text_plain(p->w.lang, text_key_find(name));
}

static str survey_id(const struct chat_page *p, const char *what) {
  return arena_printf(p->w.a, "skm.%s.%s." CHAT_ID_VERSION, skm_code(p->r->element), what);
}

/* A list, and the same as numbers: a phone without lists types one. */
static void say_survey(struct chat_page *p) {
  static const char *const tails[] = {"", ".1", ".2", ".3", ".4"}, *const scores[] = {"", "1", "2", "3", "4"};
  str n = number_of(p, (i64)p->r->element + 1), all = number_of(p, SKM_ELEMENTS);
  words_line(&p->w, SAYS(p, T_SKM_CHAT_QUESTION, ARG("n", n), ARG("all", all), ARG("ask", survey_text(p, "ask", ""))));
  p->w.say->kind = SAY_LIST;
  p->w.say->button = PLAIN(p, T_SKM_CHAT_PICK);
  for (int i = 1; i <= 4; i++) numbered(p, (size_t)i, survey_text(p, "scale", tails[i]));
  numbered(p, 5, PLAIN(p, T_SKM_CHAT_SKIP));
  numbered(p, 6, PLAIN(p, T_SKM_CHAT_STOP));
  for (int i = 4; i >= 1; i--) add_row(p, survey_id(p, scores[i]), survey_text(p, "scale", tails[i]), STR_NONE);
  add_row(p, survey_id(p, "skip"), PLAIN(p, T_SKM_CHAT_SKIP), STR_NONE);
  add_row(p, S("skm.stop." CHAT_ID_VERSION), PLAIN(p, T_SKM_CHAT_STOP), STR_NONE);
}

static const struct {
  void (*say)(struct chat_page *);
  enum text_key plain; /* a sentence is all of it */
} replies[CHAT_REPLIES] = {
    [CHAT_SAY_MENU] = {.say = say_menu},
    [CHAT_SAY_QUESTION] = {.say = say_question},
    [CHAT_SAY_REQUIREMENTS] = {.say = say_requirements},
    [CHAT_SAY_IN_PERSON] = {.say = say_in_person},
    [CHAT_SAY_PROGRESS] = {.say = say_progress},
    [CHAT_SAY_INCOMPLETE] = {.say = say_incomplete},
    [CHAT_SAY_HOW_TO_SEND] = {.say = say_how},
    [CHAT_SAY_NO_PAPER] = {.say = say_no_paper},
    [CHAT_SAY_CORRECTION] = {.say = say_correction},
    [CHAT_SAY_RESUME] = {.say = say_resume},
    [CHAT_SAY_REMINDER] = {.say = say_reminder},
    [CHAT_SAY_CONFIRM_DISCARD] = {.say = say_confirm_discard},
    [CHAT_SAY_DISCARDED] = {.say = say_discarded},
    [CHAT_SAY_CONFIRM_CANCEL] = {.say = say_confirm_cancel},
    [CHAT_SAY_CHOOSE_CANCEL] = {.say = say_choose_cancel},
    [CHAT_SAY_NOT_CANCELLED] = {.plain = T_CHAT_CANCEL_KEPT},
    [CHAT_SAY_NOTHING_TO_CANCEL] = {.say = say_nothing_to_cancel},
    [CHAT_SAY_CONFIRM_REOPEN] = {.say = say_confirm_reopen},
    [CHAT_SAY_NOT_REOPENED] = {.plain = T_CHAT_REOPEN_KEPT},
    [CHAT_SAY_STATUS] = {.say = say_status},
    [CHAT_SAY_STATUS_NONE] = {.say = say_status_none},
    [CHAT_SAY_STATUS_UNKNOWN] = {.say = say_status_unknown},
    [CHAT_SAY_OFFICER_CALLED] = {.say = say_officer_called},
    [CHAT_SAY_OFFICER_WAITING] = {.say = say_officer_waiting},
    [CHAT_SAY_OFFER_OFFICER] = {.say = say_offer_officer},
    [CHAT_SAY_NO_NUMBERS] = {.say = say_no_numbers},
    [CHAT_SAY_VOICE] = {.say = say_voice},
    [CHAT_SAY_UNSUPPORTED] = {.plain = T_CHAT_UNSUPPORTED},
    [CHAT_SAY_OPTED_OUT] = {.plain = T_CHAT_OPTED_OUT},
    [CHAT_SAY_OPTED_IN] = {.plain = T_CHAT_OPTED_IN},
    [CHAT_SAY_COMPLAINT] = {.say = say_complaint},
    [CHAT_SAY_SYNC_REOPENED] = {.say = say_sync_reopened},
    [CHAT_SAY_SYNC_PHOTO] = {.say = say_sync_photo},
    [CHAT_SAY_SYNC_NOTED] = {.say = say_sync_noted},
    [CHAT_SAY_DAYS] = {.say = say_booking},
    [CHAT_SAY_TIMES] = {.say = say_booking},
    [CHAT_SAY_CONFIRM_SEAT] = {.say = say_booking},
    [CHAT_SAY_CONFIRM_MOVE] = {.say = say_booking},
    [CHAT_SAY_CONFIRM_LEAVE] = {.say = say_booking},
    [CHAT_SAY_BOOKINGS] = {.say = say_booking},
    [CHAT_SAY_VISIT_REASON] = {.say = say_booking},
    [CHAT_SAY_VISIT_ADDRESS] = {.plain = T_BOOKING_CHAT_VISIT_ADDRESS},
    [CHAT_SAY_TOO_YOUNG] = {.plain = T_BOOKING_TOO_YOUNG},
    [CHAT_SAY_SEAT_LEFT] = {.plain = T_BOOKING_CHAT_LEFT},
    [CHAT_SAY_NO_BOOKING] = {.plain = T_BOOKING_CHAT_NONE},
    [CHAT_SAY_NOT_BOOKED] = {.say = say_booking},
    [CHAT_SAY_SURVEY] = {.say = say_survey},
    [CHAT_SAY_SURVEY_THANKS] = {.plain = T_SKM_CHAT_THANKS},
    [CHAT_SAY_SURVEY_NO] = {.plain = T_SKM_CHAT_NO},
    [CHAT_SAY_SURVEY_OVER] = {.plain = T_SKM_CHAT_OVER},
    [CHAT_SAY_TRY_LATER] = {.plain = T_CHAT_TRY_LATER},
};

static bool condoles(const struct chat_reply *r) {
  return r->condolence && (r->kind == CHAT_SAY_REQUIREMENTS || (r->kind == CHAT_SAY_QUESTION && r->first));
}

void chat_words(struct arena *a, enum lang lang, const struct chat_reply *r, const struct chat_words_facts *f,
                struct say *ret) {
  struct chat_page p = {.w = words_new(a, lang, ret), .r = r, .f = f};
  if (r->kind == CHAT_SAY_NOTHING || r->kind >= CHAT_REPLIES) return;
  ret->footer = PLAIN(&p, T_CHAT_FOOTER);
  if (condoles(r)) words_line(&p.w, PLAIN(&p, T_CHAT_CONDOLENCE));
  add_lead(&p);
  if (replies[r->kind].say)
    replies[r->kind].say(&p);
  else
    words_line(&p.w, PLAIN(&p, replies[r->kind].plain));
  words_end(&p.w);
}

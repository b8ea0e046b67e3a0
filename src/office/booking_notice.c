#include "office/booking_notice.h"

#include "office/notice.h"
#include "office/turn.h"
#include "office/words.h"

#define MAX_BRING 12
#define MAX_PARAM 240

/* ---- words for codes ---------------------------------------------------------------------------- */

static const struct choice *choice_of(const struct catalogue *c, str kind) {
  const struct service *s = catalogue_find(c, VISIT_SERVICE);
  const struct question *q = s ? service_question(s, VISIT_QUESTION) : NULL;
  for (size_t i = 0; q && i < q->choice_count; i++)
    if (str_eq(q->choices[i].code, kind)) return &q->choices[i];
  return NULL;
}

str booking_kind_label(const struct catalogue *c, str kind, enum lang lang) {
  if (str_eq(kind, VISIT_PICKUP)) return text_plain(lang, T_BOOKING_KIND_PICKUP);
  const struct choice *choice = choice_of(c, kind);
  return choice ? local(&choice->label, lang) : kind;
}

size_t booking_bring(struct ctx *c, str kind, enum lang lang, str *ret, size_t max) {
  const struct service *s = catalogue_find(&c->office->catalogue, VISIT_SERVICE);
  struct answers a = answers_none();
  size_t n = 0;
  if (!s || answers_set(s, &a, VISIT_QUESTION, kind) != E_OK) return 0;
  struct judgement needs = service_judge(s, &a, ctx_today(c));
  for (size_t i = 0; i < needs.n && n < max; i++)
    if (!(needs.needs[i]->modes & MODE_OFFICER)) ret[n++] = local(&needs.needs[i]->label, lang);
  return n;
}

enum err booking_bring_of(struct ctx *c, struct tx *tx, const struct booking *b, enum lang lang, str *ret, size_t max, size_t *ret_n) {
  *ret_n = 0;
  if (!b->application) {
    *ret_n = booking_bring(c, b->kind, lang, ret, max);
    return E_OK;
  }
  struct application *f = arena_new_of(c->arena, struct application);
  TRY(file_by_id(c, tx, b->application, f));
  for (size_t i = 0; i < f->item_count && *ret_n + 1 < max; i++)
    if (item_needs_original(&f->items[i], f->originals)) ret[(*ret_n)++] = local(&f->items[i].requirement->label, lang);
  ret[(*ret_n)++] = text_plain(lang, T_CITIZEN_STATUS_BRING_ID);
  return E_OK;
}

str booking_place(const struct booking *b) { return b->booth ? b->booth->place : STR_NONE; }

enum err booking_words_of(struct ctx *c, struct tx *tx, const struct booking *b, enum lang lang, struct booking_words *ret) {
  const struct config *cfg = c->office->config;
  str *bring = arena_array(c->arena, str, MAX_BRING), place = booking_place(b);
  struct blanks blanks;
  struct booking_words f = {.kind = booking_kind_label(&c->office->catalogue, b->kind, lang), .number = b->number,
                            .url = booking_url(c, b->id), .name = b->name, .at_home = b->rule->at_home,
                            .early_record = visit_may_come(b->rule, b->age) == COME_EARLY, .bring = bring};
  TRY(booking_bring_of(c, tx, b, lang, bring, MAX_BRING, &f.bring_count));
  if (b->starts_at) f.when = text_moment(c->arena, lang, b->starts_at);
  if (b->expires_at) f.until = text_moment(c->arena, lang, b->expires_at);
  if (place.n && cfg->office.address.n)
    place = arena_printf(c->arena, STR_FMT ", " STR_FMT, STR_ARG(place), STR_ARG(cfg->office.address));
  f.place = place;
  if (b->state == BOOKING_WAITING) TRY(booking_place_in_line(c, tx, b, &f.line));
  TRY(blanks_read(tx, &blanks));
  if (blanks.expected.year) f.expected = text_date(c->arena, lang, blanks.expected);
  *ret = f;
  return E_OK;
}

/* ---- the sentences --------------------------------------------------------------------------------- */

struct saying {
  struct words w;
  const struct booking_words *f;
};
#define SAYS(s, key, ...) WORDS(&(s)->w, key, ##__VA_ARGS__)
#define PLAIN(s, key) text_plain((s)->w.lang, (key))

static void say_about(struct saying *s, enum text_key key) {
  const struct booking_words *f = s->f;
  words_line(&s->w, SAYS(s, key, ARG("number", f->number), ARG("kind", f->kind), ARG("when", f->when), ARG("until", f->until),
                         ARG("n", words_number(s->w.a, f->line)), ARG("expected", f->expected)));
}

static void say_where(struct saying *s) {
  const struct booking_words *f = s->f;
  if (f->when.n) words_block(&s->w, SAYS(s, T_BOOKING_SAY_WHEN, ARG("when", f->when)));
  if (f->place.n) words_line(&s->w, SAYS(s, T_BOOKING_SAY_PLACE, ARG("place", f->place)));
  if (f->name.n) words_line(&s->w, SAYS(s, T_BOOKING_SAY_NAME, ARG("name", f->name)));
}

static void say_bring(struct saying *s) {
  const struct booking_words *f = s->f;
  for (size_t i = 0; i < f->bring_count; i++) {
    if (i == 0) words_block(&s->w, PLAIN(s, T_BOOKING_SAY_BRING));
    words_item(&s->w, S("-"), words_fit(s->w.a, f->bring[i], 90));
  }
  if (f->early_record) words_block(&s->w, PLAIN(s, T_BOOKING_SAY_EARLY));
}

static void add_button(struct saying *s, const char *verb, enum text_key title) {
  struct say *say = s->w.say;
  say->kind = SAY_BUTTONS;
  say->rows[say->row_count++] = (struct say_row){
      .id = arena_printf(s->w.a, "jb." STR_FMT ".%s." CHAT_ID_VERSION, STR_ARG(s->f->number), verb), .title = PLAIN(s, title)};
}

static void add_change_buttons(struct saying *s) {
  add_button(s, "move", T_BOOKING_BUTTON_MOVE);
  add_button(s, "cancel", T_BOOKING_BUTTON_CANCEL);
}

static void say_booked(struct saying *s) {
  say_about(s, T_BOOKING_SAY_BOOKED);
  say_where(s);
  say_bring(s);
  words_block(&s->w, SAYS(s, T_BOOKING_SAY_LINK, ARG("url", s->f->url)));
  add_change_buttons(s);
}

static void say_moved(struct saying *s) {
  say_about(s, T_BOOKING_SAY_MOVED);
  say_where(s);
  words_block(&s->w, SAYS(s, T_BOOKING_SAY_LINK, ARG("url", s->f->url)));
  add_change_buttons(s);
}

static void say_cancelled(struct saying *s) { say_about(s, T_BOOKING_SAY_CANCELLED); }

static void say_waiting(struct saying *s) {
  say_about(s, T_BOOKING_SAY_WAITING);
  words_block(&s->w, SAYS(s, T_BOOKING_SAY_LINK_WAITING, ARG("url", s->f->url)));
  add_button(s, "cancel", T_BOOKING_BUTTON_LEAVE);
}

static void say_offer(struct saying *s) {
  say_about(s, T_BOOKING_SAY_OFFER);
  say_where(s);
  words_block(&s->w, SAYS(s, T_BOOKING_SAY_OFFER_UNTIL, ARG("until", s->f->until)));
  add_button(s, "accept", T_BOOKING_BUTTON_ACCEPT);
  add_button(s, "decline", T_BOOKING_BUTTON_DECLINE);
}

static void say_lapsed(struct saying *s) {
  say_about(s, s->f->when.n ? T_BOOKING_SAY_LAPSED : T_BOOKING_SAY_WAIT_OVER);
  words_block(&s->w, PLAIN(s, T_BOOKING_SAY_AGAIN));
}

static void say_requested(struct saying *s) {
  say_about(s, T_BOOKING_SAY_REQUESTED);
  words_block(&s->w, SAYS(s, T_BOOKING_SAY_LINK_VISIT, ARG("url", s->f->url)));
  add_button(s, "cancel", T_BOOKING_BUTTON_CANCEL);
}

static void say_planned(struct saying *s) {
  say_about(s, T_BOOKING_SAY_PLANNED);
  say_where(s);
  words_block(&s->w, PLAIN(s, T_BOOKING_SAY_AT_HOME));
  add_button(s, "cancel", T_BOOKING_BUTTON_CANCEL);
}

static void say_missed(struct saying *s) {
  say_about(s, T_BOOKING_SAY_MISSED);
  add_button(s, "move", T_BOOKING_BUTTON_NEW_TIME);
}

static void say_remind(struct saying *s) {
  say_about(s, s->f->at_home ? T_BOOKING_SAY_REMIND_HOME : T_BOOKING_SAY_REMIND);
  say_where(s);
  say_bring(s);
  if (s->f->at_home)
    add_button(s, "cancel", T_BOOKING_BUTTON_CANCEL);
  else
    add_change_buttons(s);
}

static void say_disturbed(struct saying *s, enum text_key key) {
  say_about(s, key);
  if (s->f->reason.n) words_line(&s->w, SAYS(s, T_BOOKING_SAY_REASON, ARG("reason", words_fit(s->w.a, s->f->reason, 300))));
  words_block(&s->w, PLAIN(s, T_BOOKING_SAY_OTHER_TIME));
  add_change_buttons(s);
}
static void say_central(struct saying *s) { say_disturbed(s, T_BOOKING_SAY_CENTRAL); }
static void say_no_blanks(struct saying *s) {
  say_disturbed(s, s->f->expected.n ? T_BOOKING_SAY_NO_BLANKS_UNTIL : T_BOOKING_SAY_NO_BLANKS);
}
static void say_closed(struct saying *s) { say_disturbed(s, T_BOOKING_SAY_CLOSED); }

static void say_as_before(struct saying *s, enum text_key key) {
  say_about(s, key);
  say_where(s);
  add_change_buttons(s);
}

static void say_blanks_back(struct saying *s) { say_as_before(s, T_BOOKING_SAY_BLANKS_BACK); }
static void say_central_back(struct saying *s) { say_as_before(s, T_BOOKING_SAY_CENTRAL_BACK); }

static const struct {
  void (*say)(struct saying *);
  const char *template_name;
} sayings[BOOKING_SAYINGS] = {
    [BOOKING_SAYS_BOOKED] = {say_booked, "loket_janji"},
    [BOOKING_SAYS_MOVED] = {say_moved, "loket_janji"},
    [BOOKING_SAYS_CANCELLED] = {say_cancelled, "loket_janji_batal"},
    [BOOKING_SAYS_WAITING] = {say_waiting, "loket_janji_tunggu"},
    [BOOKING_SAYS_OFFER] = {say_offer, "loket_janji_tawaran"},
    [BOOKING_SAYS_LAPSED] = {say_lapsed, "loket_janji_batal"},
    [BOOKING_SAYS_REQUESTED] = {say_requested, "loket_janji_tunggu"},
    [BOOKING_SAYS_PLANNED] = {say_planned, "loket_janji"},
    [BOOKING_SAYS_MISSED] = {say_missed, "loket_janji_batal"},
    [BOOKING_SAYS_REMIND_EARLY] = {say_remind, "loket_janji_pengingat"},
    [BOOKING_SAYS_REMIND_LATE] = {say_remind, "loket_janji_pengingat"},
    [BOOKING_SAYS_CENTRAL_DOWN] = {say_central, "loket_janji_gangguan"},
    [BOOKING_SAYS_NO_BLANKS] = {say_no_blanks, "loket_janji_gangguan"},
    [BOOKING_SAYS_BLANKS_BACK] = {say_blanks_back, "loket_janji"},
    [BOOKING_SAYS_CENTRAL_BACK] = {say_central_back, "loket_janji"},
    [BOOKING_SAYS_CLOSED] = {say_closed, "loket_janji_gangguan"},
};

static enum text_key detail_key(enum booking_says says) {
  switch (says) {
    case BOOKING_SAYS_CENTRAL_DOWN: return T_BOOKING_DETAIL_CENTRAL;
    case BOOKING_SAYS_NO_BLANKS: return T_BOOKING_DETAIL_BLANKS;
    case BOOKING_SAYS_CLOSED: return T_BOOKING_DETAIL_CLOSED;
    case BOOKING_SAYS_LAPSED: return T_BOOKING_DETAIL_LAPSED;
    case BOOKING_SAYS_MISSED: return T_BOOKING_DETAIL_MISSED;
    case BOOKING_SAYS_WAITING: return T_BOOKING_DETAIL_WAITING;
    case BOOKING_SAYS_REQUESTED: return T_BOOKING_DETAIL_REQUESTED;
    case BOOKING_SAYS_CANCELLED: return T_BOOKING_DETAIL_CANCELLED;
    default: return T_NONE;
  }
}

/* number, kind, when and where or what happened, link: one line each and never empty. */
static void add_template(struct saying *s, enum booking_says says) {
  const struct booking_words *f = s->f;
  struct say_template *t = &s->w.say->fallback;
  enum text_key key = detail_key(says);
  str when = f->place.n ? arena_printf(s->w.a, STR_FMT ", " STR_FMT, STR_ARG(f->when), STR_ARG(f->place)) : f->when;
  t->name = str_of(sayings[says].template_name);
  t->params[t->param_count++] = f->number;
  t->params[t->param_count++] = words_fit(s->w.a, f->kind, MAX_PARAM);
  t->params[t->param_count++] = words_fit(s->w.a, key != T_NONE ? PLAIN(s, key) : when, MAX_PARAM);
  t->params[t->param_count++] = f->url;
}

void booking_words(struct arena *a, enum lang lang, enum booking_says says, const struct booking_words *f, struct say *ret) {
  struct saying s = {.w = words_new(a, lang, ret), .f = f};
  if (says == BOOKING_SAYS_NOTHING) return;
  sayings[says].say(&s);
  words_block(&s.w, PLAIN(&s, T_CHAT_NOTICE_ASK));
  words_end(&s.w);
  ret->important = true;
  add_template(&s, says);
}

enum err booking_notice_why(struct ctx *c, struct tx *tx, const struct booking *b, enum booking_says says, str reason) {
  i64 chat;
  struct live_chat row;
  struct booking_words f;
  struct say say = {0};
  if (says == BOOKING_SAYS_NOTHING) return E_OK;
  TRY(notice_way(tx, b->chat, b->contact, &chat));
  if (!chat) return E_OK;
  TRY(chat_read(c, tx, chat, &row));
  TRY(booking_words_of(c, tx, b, row.chat.lang, &f));
  f.reason = reason;
  booking_words(c->arena, row.chat.lang, says, &f, &say);
  return say_put(c, tx, chat, b->application, &say, 0);
}

enum err booking_notice(struct ctx *c, struct tx *tx, const struct booking *b, enum booking_says says) {
  return booking_notice_why(c, tx, b, says, STR_NONE);
}

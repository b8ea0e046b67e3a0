/* office/notice_words: what the citizen hears when his application moves. One row a `tells` of the transition table:
 * the message inside the 24-hour window, and the template for outside (docs/templates.md). */
#include "office/chat_words.h"
#include "office/words.h"

#define MAX_PARAM 240 /* characters of a template's parameter */

struct notice {
  struct words w;
  const struct notice_facts *f;
  str service;
};
#define SAYS(n, key, ...) WORDS(&(n)->w, key, ##__VA_ARGS__)
#define PLAIN(n, key) text_plain((n)->w.lang, (key))

static void say_about(struct notice *n, enum text_key key) {
  words_line(&n->w, SAYS(n, key, ARG("number", n->f->number), ARG("service", n->service)));
}

static bool condolence(const struct notice *n) { return n->f->service && n->f->service->condolence; }

static void add_link(struct notice *n) {
  if (n->f->status_url.n) words_block(&n->w, SAYS(n, T_CHAT_NOTICE_FOLLOW, ARG("url", n->f->status_url)));
}

static str day(const struct notice *n, struct date d) { return text_date(n->w.a, n->w.lang, d); }

/* ---- one function a notice: writes the body, gives the template's third parameter ------------------- */

static str say_registered(struct notice *n) {
  const struct notice_facts *f = n->f;
  enum text_key key = condolence(n) ? T_CHAT_NOTICE_REGISTERED_DEATH : T_CHAT_NOTICE_REGISTERED;
  str when = text_moment(n->w.a, n->w.lang, f->at);
  words_line(&n->w, SAYS(n, key, ARG("number", f->number), ARG("service", n->service), ARG("when", when)));
  if (f->place > 0) words_line(&n->w, SAYS(n, T_CHAT_NOTICE_PLACE, ARG("place", words_number(n->w.a, f->place))));
  if (f->expected.year) words_line(&n->w, SAYS(n, T_CHAT_NOTICE_EXPECTED, ARG("date", day(n, f->expected))));
  add_link(n);
  words_block(&n->w, PLAIN(n, f->originals == ORIGINALS_NONE ? T_CHAT_NOTICE_KEEP_ORIGINALS_NONE
                                                             : T_CHAT_NOTICE_KEEP_ORIGINALS));
  return when;
}

static str say_processing(struct notice *n) {
  say_about(n, T_CHAT_NOTICE_PROCESSING);
  add_link(n);
  return STR_NONE;
}

static size_t faulty_items(const struct notice_facts *f, const struct item **ret) {
  size_t n = items_open(f->items, f->item_count, ret, MAX_REQUIREMENTS);
  return n < MAX_REQUIREMENTS ? n : MAX_REQUIREMENTS;
}

/* "Buku nikah (Foto buram); KK (Foto gelap)": for the template, on one line. */
static str faults_in_short(const struct notice *n, const struct item *const *items, size_t count) {
  struct buf b = buf_new(n->w.a, 8000);
  for (size_t i = 0; i < count; i++) {
    str label = local(&items[i]->requirement->label, n->w.lang);
    str what = words_coded(&n->w, "fault", fault_code(items[i]->fault));
    buf_printf(&b, "%s" STR_FMT, i ? "; " : "", STR_ARG(label));
    if (what.n) buf_printf(&b, " (" STR_FMT ")", STR_ARG(what));
  }
  return buf_str(&b);
}

static str say_correction(struct notice *n) {
  const struct notice_facts *f = n->f;
  const struct item *faulty[MAX_REQUIREMENTS];
  size_t count = faulty_items(f, faulty);
  say_about(n, T_CHAT_NOTICE_CORRECTION);
  words_papers(&n->w, &(struct words_papers){.items = faulty, .n = count, .faults = true});
  words_block(&n->w, f->advice);
  words_block(&n->w, PLAIN(n, T_CHAT_NOTICE_CORRECTION_REST));
  if (f->form_link.n) words_line(&n->w, SAYS(n, T_CHAT_NOTICE_FORM, ARG("link", f->form_link)));
  if (f->answer_by.year) words_line(&n->w, SAYS(n, T_CHAT_NOTICE_ANSWER_BY, ARG("date", day(n, f->answer_by))));
  add_link(n);
  return faults_in_short(n, faulty, count);
}

static str say_hold(struct notice *n) {
  const struct notice_facts *f = n->f;
  str reason = words_coded(&n->w, "hold_citizen", hold_code(f->hold));
  words_line(&n->w,
             SAYS(n, T_CHAT_NOTICE_HOLD, ARG("number", f->number), ARG("service", n->service), ARG("reason", reason)));
  words_line(&n->w, PLAIN(n, T_CHAT_NOTICE_SAFE));
  if (f->next_look.year) words_line(&n->w, SAYS(n, T_CHAT_NOTICE_NEXT_LOOK, ARG("date", day(n, f->next_look))));
  add_link(n);
  return reason;
}

/* The originals to bring; returns how many. */
static size_t say_originals(struct notice *n) {
  const struct notice_facts *f = n->f;
  size_t count = 0;
  for (size_t i = 0; i < f->item_count; i++) {
    const struct item *it = &f->items[i];
    if (!item_needs_original(it, f->originals)) continue;
    if (count++ == 0) words_block(&n->w, PLAIN(n, T_CHAT_NOTICE_BRING));
    str label = words_fit(n->w.a, local(&it->requirement->label, n->w.lang), 90);
    bool kept = (it->requirement->modes & MODE_WITHDRAW) != 0;
    words_item(
        &n->w, S("-"),
        kept ? arena_printf(n->w.a, STR_FMT " " STR_FMT, STR_ARG(label), STR_ARG(PLAIN(n, T_CHAT_NOTICE_WITHDRAWN)))
             : label);
  }
  return count;
}

static str say_ready(struct notice *n) {
  const struct notice_facts *f = n->f;
  say_about(n, T_CHAT_NOTICE_READY);
  str place = f->shelf.n && f->address.n
                  ? arena_printf(n->w.a, STR_FMT ", " STR_FMT, STR_ARG(f->shelf), STR_ARG(f->address))
              : f->shelf.n ? f->shelf
                           : f->address;
  if (place.n) words_line(&n->w, SAYS(n, T_CHAT_NOTICE_SHELF, ARG("shelf", place)));
  if (f->hours.n) words_line(&n->w, SAYS(n, T_CHAT_NOTICE_HOURS, ARG("hours", f->hours)));
  if (say_originals(n)) {
    words_block(&n->w, PLAIN(n, T_CHAT_NOTICE_RETURNED));
  } else {
    words_block(&n->w, PLAIN(n, T_CHAT_NOTICE_BRING_ID));
    words_line(&n->w, PLAIN(n, T_CHAT_NOTICE_PROXY));
  }
  if (f->offers_time && f->status_url.n) words_block(&n->w, SAYS(n, T_BOOKING_PICKUP_CHOOSE, ARG("url", f->status_url)));
  add_link(n);
  return place;
}

static str say_sent(struct notice *n) {
  say_about(n, n->f->delivery == DELIVERY_COURIER ? T_CHAT_NOTICE_SENT_COURIER : T_CHAT_NOTICE_SENT_PRINT);
  add_link(n);
  return STR_NONE;
}

static str say_completed(struct notice *n) {
  say_about(n, condolence(n) ? T_CHAT_NOTICE_COMPLETED_DEATH : T_CHAT_NOTICE_COMPLETED);
  if (!n->f->survey_url.n) return STR_NONE;
  struct say *s = n->w.say;
  words_block(&n->w, SAYS(n, T_SKM_INVITE, ARG("url", n->f->survey_url)));
  s->kind = SAY_BUTTONS;
  s->rows[s->row_count++] = (struct say_row){.id = S("skm.start." CHAT_ID_VERSION), .title = PLAIN(n, T_SKM_BUTTON_START)};
  s->rows[s->row_count++] = (struct say_row){.id = S("skm.no." CHAT_ID_VERSION), .title = PLAIN(n, T_SKM_BUTTON_NO)};
  return STR_NONE;
}

static str say_refused(struct notice *n) {
  const struct notice_facts *f = n->f;
  words_line(&n->w, SAYS(n, T_CHAT_NOTICE_REFUSED, ARG("number", f->number), ARG("service", n->service),
                         ARG("ground", words_fit(n->w.a, f->ground, 500))));
  if (f->advice.n) words_block(&n->w, SAYS(n, T_CHAT_NOTICE_ADVICE, ARG("advice", words_fit(n->w.a, f->advice, 500))));
  words_block(&n->w, PLAIN(n, T_CHAT_NOTICE_COMPLAIN));
  add_link(n);
  return f->ground;
}

static str say_cancelled(struct notice *n) {
  const struct notice_facts *f = n->f;
  say_about(n, T_CHAT_NOTICE_CANCELLED);
  if (f->ground.n) words_line(&n->w, SAYS(n, T_CHAT_NOTICE_REASON, ARG("ground", words_fit(n->w.a, f->ground, 500))));
  return STR_NONE;
}

static str say_expired(struct notice *n) {
  struct say *s = n->w.say;
  say_about(n, T_CHAT_NOTICE_EXPIRED);
  s->kind = SAY_BUTTONS;
  s->rows[s->row_count++] = (struct say_row){.id = arena_printf(n->w.a, "app." STR_FMT ".reopen." CHAT_ID_VERSION, STR_ARG(n->f->number)),
                                             .title = PLAIN(n, T_CHAT_BUTTON_REOPEN)};
  return STR_NONE;
}

/* ---- the table ---------------------------------------------------------------------------------------- */

/* detail: the template has a third parameter, what the function gave back. Every template ends with the link. */
static const struct {
  const char *tells;
  str (*say)(struct notice *);
  const char *template_name;
  bool detail;
} notices[] = {
    {"registered", say_registered, "loket_terdaftar", true}, {"processing", say_processing, "loket_diproses", false},
    {"correction", say_correction, "loket_perbaikan", true}, {"hold", say_hold, "loket_ditunda", true},
    {"ready", say_ready, "loket_siap_diambil", true},        {"sent", say_sent, "loket_dikirim", false},
    {"completed", say_completed, "loket_selesai", false},    {"refused", say_refused, "loket_ditolak", true},
    {"cancelled", say_cancelled, "loket_dibatalkan", false}, {"expired", say_expired, "loket_ditutup", false},
};

static size_t notice_at(str tells) {
  for (size_t i = 0; i < COUNT(notices); i++)
    if (str_is(tells, notices[i].tells)) return i;
  return COUNT(notices);
}

bool notice_known(str tells) { return notice_at(tells) < COUNT(notices); }

/* A parameter is one line, has no run of spaces and is never empty: the platform refuses the message otherwise. */
static str one_line(const struct notice *n, str text) {
  struct buf b = buf_new(n->w.a, 2 * text.n + 16);
  for (size_t i = 0; i < text.n; i++) {
    bool space = (u8)text.p[i] <= ' ';
    if (!space)
      buf_byte(&b, text.p[i]);
    else if (b.n && b.p[b.n - 1] != ' ')
      buf_byte(&b, ' ');
  }
  str line = words_fit(n->w.a, str_trim(buf_str(&b)), MAX_PARAM);
  return line.n ? line : PLAIN(n, T_CHAT_NOTICE_NOTHING);
}

static void add_template(const struct notice *n, size_t at, str detail) {
  struct say_template *t = &n->w.say->fallback;
  t->name = str_of(notices[at].template_name);
  t->params[t->param_count++] = one_line(n, n->f->number);
  t->params[t->param_count++] = one_line(n, n->service);
  if (notices[at].detail) t->params[t->param_count++] = one_line(n, detail);
  bool link = n->f->status_url.n > 0;
  t->params[t->param_count++] = one_line(n, link ? n->f->status_url : n->f->public_url);
}

enum err notice_words(struct arena *a, enum lang lang, str tells, const struct notice_facts *f, struct say *ret) {
  size_t at = notice_at(tells);
  if (at == COUNT(notices)) return E_NOTFOUND;
  struct notice n = {.w = words_new(a, lang, ret), .f = f};
  n.service = f->service ? local(&f->service->label, lang) : STR_NONE;
  str detail = notices[at].say(&n);
  words_line(&n.w, PLAIN(&n, T_CHAT_NOTICE_ASK));
  words_end(&n.w);
  ret->important = true;
  add_template(&n, at, detail);
  return E_OK;
}

/* After it was sent: messages in the one thread, withdrawing, the day as a calendar file. */
#include "office/today.h"
#include "web/citizen_visit.h"

#define WORDS_OF_A_PEER 30

/* ---- opening ------------------------------------------------------------------------------------------- */

static bool open_sent(struct web_request *rq, struct http_response *rs, struct portal_file *ret) {
  citizen_personal(rs);
  enum err e = portal_open(&rq->c, rq->args[0], ret);
  if (e == E_OK && ret->f.state == STATE_DRAFT) e = E_NOTFOUND;
  if (e == E_NOTFOUND) citizen_unknown_token(rq, rs);
  else if (e != E_OK) web_error(rq, rs, e);
  return e == E_OK;
}

static str status_url(struct web_request *rq, const char *tail) {
  return arena_printf(rq->c.arena, "/s/" STR_FMT "%s", STR_ARG(rq->args[0]), tail);
}

/* The thread tells of everything of this citizen, so the link alone, passed on, does not open it. */
static bool open_thread(struct web_request *rq, struct http_response *rs, struct portal_file *ret) {
  if (!open_sent(rq, rs, ret)) return false;
  bool mine = citizen_owns(rq, &ret->f);
  if (!mine) citizen_enter_first(rq, rs, status_url(rq, "/pesan"));
  return mine;
}

/* ---- messages -------------------------------------------------------------------------------------------- */

/* WhatsApp's *bold* has no stars on a page; those of a masked number stay. */
static str without_stars(struct ctx *c, str text) {
  struct buf b = buf_new(c->arena, text.n + 1);
  for (size_t i = 0; i < text.n; i++) {
    char before = i ? text.p[i - 1] : ' ', after = i + 1 < text.n ? text.p[i + 1] : ' ';
    bool mark = text.p[i] == '*' && before != '*' && after != '*' && ((u8)before <= ' ' || (u8)after <= ' ' || strchr(".,;:!?)", after));
    if (!mark) buf_byte(&b, text.p[i]);
  }
  return buf_str(&b);
}

static str line_body(struct ctx *c, const struct message_line *m) {
  static const struct {
    const char *kind;
    enum text_key key;
  } words[] = {{"photo", T_PORTAL_TALK_PHOTO}, {"document", T_PORTAL_TALK_DOCUMENT}, {"voice", T_PORTAL_TALK_VOICE}, {"other", T_PORTAL_TALK_OTHER}};
  if (m->erased_at) return text_plain(c->lang, T_PORTAL_TALK_ERASED);
  for (size_t i = 0; i < COUNT(words) && !m->body.n; i++)
    if (str_is(m->kind, words[i].kind)) return text_plain(c->lang, words[i].key);
  return without_stars(c, m->body);
}

static void fill_thread(struct ctx *c, const struct portal_thread *t, struct talk_view *v) {
  struct talk_line *lines = arena_array(c->arena, struct talk_line, t->n + 1);
  for (size_t i = 0; i < t->n; i++) {
    const struct message_line *m = &t->at[i];
    if (str_eq(m->kind, S("note"))) continue;
    enum text_key who = !m->ours ? T_PORTAL_TALK_YOU : m->officer.n ? T_PORTAL_TALK_OFFICER : T_PORTAL_TALK_LOKET;
    lines[v->line_count++] = (struct talk_line){.ours = m->ours, .who = text_plain(c->lang, who), .when = text_moment(c->arena, c->lang, m->at),
                                                .iso = rfc3339(c->arena, m->at), .body = line_body(c, m)};
  }
  v->lines = lines;
}

static void talk_show(struct web_request *rq, struct http_response *rs, const struct portal_file *p, int status) {
  struct ctx *c = &rq->c;
  struct today today;
  struct portal_thread thread;
  enum err e = portal_thread(c, rq->args[0], &thread);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  (void)office_today(c, &today); /* how busy it is does not matter here */
  struct talk_view v = {.token = rq->args[0], .number = p->f.number, .service = local(&p->f.service->label, c->lang),
                        .saved = web_query(rq, "terkirim").n ? text_plain(c->lang, T_PORTAL_TALK_SENT) : S(""),
                        .text = web_field(rq, "text"), .errors = citizen_errors(c), .closed = S("")};
  if (today.doors.opens) v.closed = TEXT(c->arena, c->lang, T_PORTAL_TALK_CLOSED, ARG("when", text_moment(c->arena, c->lang, today.doors.opens)));
  fill_thread(c, &thread, &v);
  talk_page(&rq->page, &v);
  web_page(rq, rs, status);
}

void citizen_talk(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (open_thread(rq, rs, p)) talk_show(rq, rs, p, 200);
}

void citizen_talk_say(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (!open_thread(rq, rs, p)) return;
  if (!web_allow("talk-peer", rq->http->peer, WORDS_OF_A_PEER) || !web_allow("talk", rq->args[0], 6)) {
    web_error_page(rq, rs, 429);
    return;
  }
  enum err e = portal_says(&rq->c, rq->args[0], web_field(rq, "text"));
  if (e == E_OK) web_redirect(rq, rs, status_url(rq, "/pesan?terkirim=1"));
  else if (rq->c.fault_count) talk_show(rq, rs, p, 422);
  else web_error(rq, rs, e);
}

/* ---- withdrawing ------------------------------------------------------------------------------------------- */

static void withdraw_show(struct web_request *rq, struct http_response *rs, const struct application *f, int status) {
  struct ctx *c = &rq->c;
  const struct transition *t = transition_find(f->state, ACTION_CANCEL);
  struct withdraw_view v = {.token = rq->args[0], .number = f->number, .service = local(&f->service->label, c->lang),
                            .may = t && (t->roles & ROLE_BIT(ROLE_CITIZEN)), .contact = citizen_contact(c)};
  withdraw_page(&rq->page, &v);
  web_page(rq, rs, status);
}

/* So does what cannot be taken back. A file without a phone number has its link alone. */
static bool open_mine(struct web_request *rq, struct http_response *rs, struct portal_file *ret) {
  if (!open_sent(rq, rs, ret)) return false;
  bool mine = (!ret->f.contact && !ret->f.phone.n) || citizen_owns(rq, &ret->f);
  if (!mine) citizen_enter_first(rq, rs, status_url(rq, "/batal"));
  return mine;
}

void citizen_withdraw(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (open_mine(rq, rs, p)) withdraw_show(rq, rs, &p->f, 200);
}

void citizen_withdraw_do(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (!open_mine(rq, rs, p)) return;
  enum err e = p->f.state == STATE_CANCELLED ? E_OK : portal_withdraw(&rq->c, rq->args[0]);
  if (e == E_OK) web_redirect(rq, rs, status_url(rq, ""));
  else if (e == E_RULE || e == E_DENIED) withdraw_show(rq, rs, &p->f, 422);
  else web_error(rq, rs, e);
}

/* ---- opening again what was closed because no correction came ------------------------------------------------ */

/* As with better photos, the link is enough: nothing is shown and nothing is lost. */
void citizen_reopen(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (!open_sent(rq, rs, p)) return;
  enum err e = p->f.state == STATE_EXPIRED ? portal_reopen(&rq->c, rq->args[0]) : E_OK;
  if (e == E_OK || e == E_RULE) web_redirect(rq, rs, status_url(rq, e == E_OK ? "?buka=1" : "")); /* the page says how it stands */
  else web_error(rq, rs, e);
}

/* ---- a day in the calendar (RFC 5545) ------------------------------------------------------------------------ */

/* Text values: commas, semicolons and backslashes are escaped; a line is folded before 75 bytes, between characters. */
static void ics_line(struct buf *b, const char *name, str value) {
  size_t column = strlen(name) + 1;
  buf_printf(b, "%s:", name);
  for (size_t i = 0; i < value.n; i++) {
    u8 ch = (u8)value.p[i];
    if (column >= 70 && (ch & 0xC0) != 0x80) {
      buf_add(b, S("\r\n "));
      column = 1;
    }
    if (ch == ',' || ch == ';' || ch == '\\') buf_byte(b, '\\');
    buf_byte(b, ch < ' ' ? ' ' : (char)ch);
    column++;
  }
  buf_add(b, S("\r\n"));
}

static str ics_day(struct arena *a, struct date d) { return arena_printf(a, "%04d%02d%02d", d.year, d.month, d.day); }

static str ics_moment(struct arena *a, moment m) {
  str iso = rfc3339(a, m); /* 2026-11-23T01:12:05Z */
  return arena_printf(a, "%.4s%.2s%.2sT%.2s%.2s%.2sZ", iso.p, iso.p + 5, iso.p + 8, iso.p + 11, iso.p + 14, iso.p + 17);
}

struct day {
  struct date date;
  enum text_key words;
};

bool citizen_has_day(const struct application *f, moment now) {
  moment due = state_clock_runs(f->state) ? file_due(f, now) : 0;
  return due > now || (f->state == STATE_NEEDS_CORRECTION && f->correct_until);
}

static struct day day_of(const struct application *f, moment now) {
  if (f->state == STATE_NEEDS_CORRECTION) return (struct day){local_of(f->correct_until).date, T_PORTAL_DAY_ANSWER};
  return (struct day){local_of(file_due(f, now)).date, T_PORTAL_DAY_READY};
}

static str calendar_text(struct web_request *rq, const struct application *f) {
  struct ctx *c = &rq->c;
  struct arena *a = c->arena;
  struct buf b = buf_new(a, 4096);
  struct day day = day_of(f, c->now);
  str service = local(&f->service->label, c->lang), url = file_status_url(c, f);
  buf_add(&b, S("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loket//Portal//ID\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\n"));
  ics_line(&b, "UID", arena_printf(a, STR_FMT "@loket", STR_ARG(f->number)));
  ics_line(&b, "SEQUENCE", arena_printf(a, "%lld", (long long)f->version));
  ics_line(&b, "DTSTAMP", ics_moment(a, c->now));
  ics_line(&b, "DTSTART;VALUE=DATE", ics_day(a, day.date));
  ics_line(&b, "DTEND;VALUE=DATE", ics_day(a, date_of_days(date_days(day.date) + 1)));
  ics_line(&b, "SUMMARY", TEXT(a, c->lang, day.words, ARG("service", service), ARG("number", f->number)));
  ics_line(&b, "DESCRIPTION", url);
  ics_line(&b, "TRANSP", S("TRANSPARENT"));
  buf_add(&b, S("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT6H\r\n"));
  ics_line(&b, "DESCRIPTION", service);
  buf_add(&b, S("END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
  return buf_str(&b);
}

void citizen_calendar(struct web_request *rq, struct http_response *rs) {
  struct portal_file *p = arena_new_of(rq->c.arena, struct portal_file);
  if (!open_sent(rq, rs, p)) return;
  if (!citizen_has_day(&p->f, rq->c.now)) {
    web_redirect(rq, rs, status_url(rq, ""));
    return;
  }
  rs->status = 200;
  rs->type = "text/calendar; charset=utf-8; method=PUBLISH";
  rs->body = calendar_text(rq, &p->f);
  http_set_header(rs, "Content-Disposition", arena_printf(rq->c.arena, "attachment; filename=\"" STR_FMT ".ics\"", STR_ARG(p->f.number)));
  http_set_header(rs, "Cache-Control", S("no-store"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
}

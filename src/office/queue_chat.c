#include "office/queue_chat.h"

#include "domain/conversation.h"
#include "office/chat_words.h"
#include "office/hall.h"
#include "office/notice.h"
#include "office/words.h"

struct queue_talk {
  struct ctx *c;
  struct tx *tx;
  struct live_chat *row;
  const struct hall *hall; /* a chat is about the office's first hall */
  struct say say;
  struct words w;
};
#define SAYS(t, key, ...) WORDS(&(t)->w, key, ##__VA_ARGS__)

static str number(struct ctx *c, i64 n) { return arena_printf(c->arena, "%lld", (long long)n); }

static void add_row(struct queue_talk *t, str id, str title, str description) {
  struct say *s = &t->say;
  bool buttons = s->kind == SAY_BUTTONS;
  if (s->row_count >= (buttons ? MAX_WA_BUTTONS : MAX_WA_ROWS)) return;
  s->rows[s->row_count++] = (struct say_row){.id = id, .title = words_fit(t->c->arena, title, buttons ? MAX_WA_BUTTON_TITLE : MAX_WA_ROW_TITLE),
                                             .description = words_fit(t->c->arena, description, MAX_WA_ROW_DESCRIPTION)};
}

static enum err answer(struct queue_talk *t) {
  words_end(&t->w);
  return say_put(t->c, t->tx, t->row->id, 0, &t->say, 0);
}

static str plain(struct queue_talk *t, enum text_key key) { return text_plain(t->w.lang, key); }

/* ---- the lines ---------------------------------------------------------------------------------------------------- */

static str line_row(struct queue_talk *t, const struct board_line *l, bool closed) {
  if (closed) return plain(t, T_HALL_CHAT_ROW_CLOSED);
  struct wait_range w = l->waits[l->n];
  return SAYS(t, T_HALL_CHAT_ROW, ARG("waiting", number(t->c, (i64)l->n)), ARG("low", number(t->c, w.low)), ARG("high", number(t->c, w.high)));
}

static enum err say_lines(struct queue_talk *t) {
  struct hall_now now;
  TRY(hall_now_read(t->c, t->tx, t->hall, &now));
  t->say.kind = SAY_LIST;
  t->say.button = plain(t, T_HALL_CHAT_CHOOSE);
  words_line(&t->w, SAYS(t, T_HALL_CHAT_LINES, ARG("hall", local(&t->hall->name, t->w.lang))));
  for (size_t i = 0; i < t->hall->line_count && i < MAX_WA_ROWS; i++) {
    const struct hall_line *line = &t->hall->lines[i];
    str name = local(&line->name, t->w.lang), how = line_row(t, &now.lines[i], letters_have(now.rules.closed, line->letter));
    words_item(&t->w, number(t->c, (i64)i + 1), arena_printf(t->c->arena, STR_FMT " (" STR_FMT ")", STR_ARG(name), STR_ARG(how)));
    add_row(t, arena_printf(t->c->arena, "que.line." STR_FMT "." CHAT_ID_VERSION, STR_ARG(line->letter)), name, how);
  }
  return answer(t);
}

/* ---- a ticket ------------------------------------------------------------------------------------------------------- */

static void say_waiting(struct queue_talk *t, const struct ticket_place *p) {
  if (p->ahead)
    words_block(&t->w, SAYS(t, T_HALL_CHAT_AHEAD, ARG("ahead", number(t->c, (i64)p->ahead)), ARG("low", number(t->c, p->wait.low)),
                            ARG("high", number(t->c, p->wait.high))));
  else
    words_block(&t->w, plain(t, T_HALL_CHAT_NEXT));
  if (p->t.invited_at) words_line(&t->w, SAYS(t, T_HALL_CHAT_COME_IN, ARG("hall", local(&p->hall->name, t->w.lang))));
  else words_line(&t->w, plain(t, T_HALL_CHAT_WAIT_HOME));
}

static enum err say_ticket(struct queue_talk *t, const struct ticket *ticket, enum text_key first) {
  struct ticket_place p;
  TRY(queue_place(t->c, t->tx, ticket, &p));
  words_line(&t->w, SAYS(t, first, ARG("ticket", p.t.number), ARG("line", local(&p.line->name, t->w.lang))));
  if (p.t.state == TICKET_WAITING) say_waiting(t, &p);
  if (p.t.state == TICKET_CALLED) words_block(&t->w, SAYS(t, T_HALL_CHAT_CALLED, ARG("ticket", p.t.number), ARG("counter", number(t->c, p.t.counter))));
  if (p.t.state == TICKET_HELD) words_block(&t->w, SAYS(t, T_HALL_CHAT_HELD, ARG("ticket", p.t.number)));
  words_block(&t->w, SAYS(t, T_HALL_CHAT_FOLLOW, ARG("url", queue_url(t->c, &p.t))));
  t->say.kind = SAY_BUTTONS;
  add_row(t, S("que.look." CHAT_ID_VERSION), plain(t, T_HALL_CHAT_BUTTON_LOOK), STR_NONE);
  if (p.t.state != TICKET_CALLED) add_row(t, S("que.leave." CHAT_ID_VERSION), plain(t, T_HALL_CHAT_BUTTON_LEAVE), STR_NONE);
  add_row(t, S("act.menu." CHAT_ID_VERSION), plain(t, T_HALL_CHAT_BUTTON_MENU), STR_NONE);
  return answer(t);
}

static enum err say_missed(struct queue_talk *t, const struct ticket *ticket) {
  struct hall_rules rules;
  TRY(hall_rules_read(t->c, t->tx, t->hall, &rules));
  words_line(&t->w, SAYS(t, T_HALL_CHAT_MISSED, ARG("ticket", ticket->number), ARG("minutes", number(t->c, rules.grace))));
  t->say.kind = SAY_BUTTONS;
  add_row(t, S("que.return." CHAT_ID_VERSION), plain(t, T_HALL_CHAT_BUTTON_BACK), STR_NONE);
  add_row(t, S("act.menu." CHAT_ID_VERSION), plain(t, T_HALL_CHAT_BUTTON_MENU), STR_NONE);
  return answer(t);
}

static enum err look(struct queue_talk *t) {
  struct ticket ticket;
  enum err e = queue_of_chat(t->c, t->tx, t->row->id, t->row->contact, &ticket);
  if (e == E_OK && ticket_living(ticket.state)) return say_ticket(t, &ticket, T_HALL_CHAT_HAVE);
  if (e == E_OK && ticket.state == TICKET_MISSED) return say_missed(t, &ticket);
  return e == E_OK || e == E_NOTFOUND ? say_lines(t) : e;
}

/* ---- what is asked for -------------------------------------------------------------------------------------------------- */

static enum err ask_reason(struct queue_talk *t, str letter) {
  struct hall_rules rules;
  TRY(hall_rules_read(t->c, t->tx, t->hall, &rules));
  t->say.kind = SAY_LIST;
  t->say.button = plain(t, T_HALL_CHAT_CHOOSE);
  words_line(&t->w, plain(t, T_HALL_CHAT_URGENT_ASK));
  for (size_t i = 0; i < rules.reason_count; i++) {
    words_item(&t->w, S("-"), rules.reasons[i]);
    add_row(t, arena_printf(t->c->arena, "que.urgent." STR_FMT ".%zu." CHAT_ID_VERSION, STR_ARG(letter), i), rules.reasons[i], STR_NONE);
  }
  return answer(t);
}

/* A rule's words are the answer; nothing was changed. */
static enum err say_fault(struct queue_talk *t, enum err e) {
  if (!t->c->fault_count) return e;
  words_line(&t->w, fault_text(t->c, &t->c->faults[0]));
  t->c->fault_count = 0;
  return answer(t);
}

static enum err take(struct queue_talk *t, str letter, str reason) {
  struct take want = {.hall = t->hall->code, .line = letter, .reason = reason, .channel = TAKEN_WHATSAPP, .chat = t->row->id,
                      .contact = t->row->contact, .phone = t->row->phone};
  struct ticket ticket;
  bool new;
  enum err e = queue_take(t->c, t->tx, &want, &ticket, &new);
  if (e == E_RULE && strcmp(t->c->faults[0].code, "urgent_only") == 0 && !reason.n) {
    t->c->fault_count = 0;
    return ask_reason(t, letter);
  }
  if (e == E_RULE || e == E_NOTFOUND || e == E_LIMIT || e == E_INPUT) return say_fault(t, e);
  TRY(e);
  return say_ticket(t, &ticket, new ? T_HALL_CHAT_TAKEN : T_HALL_CHAT_HAVE);
}

static enum err take_urgent(struct queue_talk *t, str rest) {
  struct hall_rules rules;
  str letter;
  i64 i;
  TRY(hall_rules_read(t->c, t->tx, t->hall, &rules));
  bool known = str_cut(&rest, '.', &letter) && str_to_i64(rest, &i) && i >= 0 && i < (i64)rules.reason_count;
  return known ? take(t, letter, rules.reasons[i]) : say_lines(t);
}

static enum err own(struct queue_talk *t, enum ticket_step step) {
  struct ticket ticket, after;
  enum err e = queue_of_chat(t->c, t->tx, t->row->id, t->row->contact, &ticket);
  if (e == E_OK) e = queue_own(t->c, t->tx, &ticket, step, &after);
  if (e == E_NOTFOUND || e == E_RULE || e == E_CONFLICT) {
    t->c->fault_count = 0;
    words_line(&t->w, plain(t, T_HALL_CHAT_OVER));
    return answer(t);
  }
  TRY(e);
  if (step != STEP_LEAVE) return say_ticket(t, &after, T_HALL_CHAT_HAVE);
  words_line(&t->w, SAYS(t, T_HALL_CHAT_LEFT, ARG("ticket", after.number)));
  return answer(t);
}

enum err queue_said(struct ctx *c, struct tx *tx, struct live_chat *row, str what) {
  struct queue_talk t = {.c = c, .tx = tx, .row = row, .hall = office_hall(c->office, S("")), .say = {.kind = SAY_TEXT}};
  t.w = words_new(c->arena, row->chat.lang, &t.say);
  i64 n;
  if (str_starts(what, S("line."))) return take(&t, str_from(what, 5), S(""));
  if (str_starts(what, S("urgent."))) return take_urgent(&t, str_from(what, 7));
  if (str_starts(what, S("#")) && str_to_i64(str_from(what, 1), &n) && n >= 1 && n <= (i64)t.hall->line_count)
    return take(&t, t.hall->lines[n - 1].letter, S(""));
  if (str_eq(what, S("leave"))) return own(&t, STEP_LEAVE);
  if (str_eq(what, S("return"))) return own(&t, STEP_RETURN);
  if (str_eq(what, S("resume"))) return own(&t, STEP_RESUME);
  return look(&t);
}

/* domain/conversation: one turn of the chat: what came is understood here, what is done stands in conversation_moves.c.
 * The order of the rules is the order of `understands`. */
#include "domain/conversation_turn.h"

#define RESUME_AFTER HOURS(2)  /* silence after which an unfinished request is offered again */
#define REMIND_AFTER HOURS(22) /* inside the 24 hours in which a free answer may be sent */
#define REMIND_UNTIL (HOURS(24) - MINUTES(5))
#define TELL_UNSUPPORTED_EVERY MINUTES(10)

/* ---- taps */

static bool tap_act(struct turn *t, str code) {
  for (int i = CHAT_ACT_NONE + 1; i < CHAT_ACTS; i++)
    if (str_is(code, chat_act_code((enum chat_act)i))) return turn_act(t, (enum chat_act)i);
  return false;
}

static bool tap_service(struct turn *t, str code) {
  const struct service *s = catalogue_find(t->f->catalogue, code);
  if (s) turn_choose_service(t, s);
  return s != NULL;
}

static bool tap_application(struct turn *t, str rest) {
  size_t dot = rest.n; /* a number may hold dots itself: the verb stands behind the last one */
  while (dot > 0 && rest.p[dot - 1] != '.') dot--;
  if (dot == 0) return false;
  str verb = str_from(rest, dot);
  const struct chat_application *a = turn_find_application(t->f, str_sub(rest, 0, dot - 1));
  if (!a) return false;
  if (str_eq(verb, S("status"))) {
    turn_say_status(t, a, false);
  } else if (str_eq(verb, S("cancel"))) {
    turn_confirm_cancel(t, a);
  } else if (str_eq(verb, S("withdraw"))) {
    bool asked = t->chat->step == CHAT_CONFIRM_CANCEL && str_eq(t->chat->number, a->number);
    if (asked && chat_may_cancel(a))
      turn_withdraw(t, a);
    else
      turn_confirm_cancel(t, a);
  } else if (str_eq(verb, S("works")) || str_eq(verb, S("fails"))) {
    return turn_sync_answer(t, a, str_eq(verb, S("works")));
  } else if (str_eq(verb, S("reopen"))) {
    return turn_reopen_tap(t, a);
  } else {
    return false;
  }
  return true;
}

/* q.<service>.<question>.<choice>: also an earlier question of the same request, which mends that answer. */
static bool tap_answer(struct turn *t, str rest) {
  str service, question, choice;
  if (!str_cut(&rest, '.', &service) || !str_cut(&rest, '.', &question) || !str_cut(&rest, '.', &choice)) return false;
  const struct service *s = turn_asked_service(t);
  struct chat *c = t->chat;
  bool asking = c->step == CHAT_QUESTION && s && str_eq(s->code, service) && str_eq(s->version, c->version);
  if (!asking) {
    if (!turn_has_draft(t) || !str_eq(t->f->draft.service->code, service)) return false;
    s = t->f->draft.service;
    c->service = s->code;
    c->version = s->version;
    c->answers = t->f->draft.answers;
  }
  struct answers changed = c->answers;
  if (str_eq(choice, S("unknown"))) {
    const struct question *q = service_question(s, question);
    if (q && chat_offers_unknown(q)) {
      turn_answer(t, s, q, (u8)q->usual, CHAT_LEAD_USUAL);
      return true;
    }
  }
  if (answers_set(s, &changed, question, choice) != E_OK) return false;
  c->answers = changed;
  c->errors_in_a_row = 0;
  turn_ask_next(t, s, CHAT_LEAD_NONE);
  return true;
}

static bool tap(struct turn *t, str id) {
  if (!str_ends(id, S("." CHAT_ID_VERSION))) return false;
  str body = str_sub(id, 0, id.n - sizeof("." CHAT_ID_VERSION) + 1);
  static const struct {
    const char *prefix;
    bool (*handle)(struct turn *, str);
  } kinds[] = {{"svc.", tap_service}, {"q.", tap_answer}, {"act.", tap_act}, {"app.", tap_application}, {"skm.", turn_survey_tap},
               {"que.", turn_queue}};
  if (body.n > 3 && body.p[0] == 'j' && body.p[2] == '.') return turn_tap_booking(t, body.p[1], str_from(body, 3));
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (str_starts(body, str_of(kinds[i].prefix))) return kinds[i].handle(t, str_from(body, strlen(kinds[i].prefix)));
  return false;
}

static void on_choice(struct turn *t) {
  bool officer = str_eq(t->e->choice, S("act.officer." CHAT_ID_VERSION));
  if (!officer) turn_give_back(t); /* a tap is meant for the bot, whoever spoke last */
  if (tap(t, t->e->choice)) {
    t->chat->errors_in_a_row = 0;
    return;
  }
  turn_say_menu(t, CHAT_LEAD_STALE);
}

/* ---- typed text
 * ------------------------------------------------------------------------------------------------------ */

/* Words that mean the same in every state. */
static bool said_everywhere(struct turn *t, enum said said) {
  bool looks;
  int named = typed_application(t->e->text, t->f, &looks);
  switch (said) {
    case SAID_MENU:
      if (t->chat->mode != CHAT_BOT) {
        turn_give_back(t);
        turn_say_menu(t, CHAT_LEAD_BACK);
      } else {
        turn_say_menu(t, CHAT_LEAD_NONE);
      }
      break;
    case SAID_OFFICER:
      turn_call_officer(t, CHAT_SAY_OFFICER_CALLED);
      break;
    case SAID_STOP:
      turn_opt(t, true);
      break;
    case SAID_START:
      turn_start_word(t);
      break;
    case SAID_STATUS:
      turn_say_status(t, named >= 0 ? &t->f->applications[named] : NULL, named < 0 && looks);
      break;
    case SAID_CANCEL:
      turn_cancel(t, named);
      break;
    case SAID_REOPEN:
      return turn_said_reopen(t, named >= 0 ? &t->f->applications[named] : NULL);
    case SAID_COMPLAINT:
      return turn_act(t, CHAT_ACT_COMPLAINT);
    case SAID_WORKS:
    case SAID_FAILS:
      return turn_sync_answer(t, named >= 0 ? &t->f->applications[named] : NULL, said == SAID_WORKS);
    case SAID_QUEUE:
      return turn_queue(t, S("look"));
    case SAID_QUEUE_LEAVE:
      return turn_queue(t, S("leave"));
    case SAID_QUEUE_BACK:
      return turn_queue(t, S("return"));
    case SAID_ENGLISH:
    case SAID_INDONESIAN:
      t->chat->lang = said == SAID_ENGLISH ? LANG_EN : LANG_ID;
      turn_say_menu(t, CHAT_LEAD_NONE);
      break;
    default:
      return turn_said_booking(t, said);
  }
  return true;
}

/* The words on the buttons, typed instead of tapped. */
static bool said_a_button(struct turn *t, enum said said) {
  static const struct {
    enum said said;
    enum chat_act act;
  } buttons[] = {{SAID_DONE, CHAT_ACT_DONE},         {SAID_MORE, CHAT_ACT_MORE},   {SAID_ANYWAY, CHAT_ACT_ANYWAY},
                 {SAID_CONTINUE, CHAT_ACT_CONTINUE}, {SAID_FRESH, CHAT_ACT_FRESH}, {SAID_UNKNOWN, CHAT_ACT_UNKNOWN}};
  for (size_t i = 0; i < COUNT(buttons); i++)
    if (said == buttons[i].said) return turn_act(t, buttons[i].act);
  return false;
}

static bool in_question(struct turn *t, enum said said) {
  const struct service *s;
  const struct question *q = turn_asked_question(t, &s);
  if (!q) return false;
  if (chat_offers_unknown(q) && typed_number(&t->typed) == (int)q->choice_count + 1) return turn_unknown_answer(t);
  int choice = typed_choice(&t->typed, q);
  if (choice < 0) return said == SAID_UNKNOWN ? turn_unknown_answer(t) : false;
  turn_answer(t, s, q, (u8)choice, CHAT_LEAD_NONE);
  return true;
}

static bool in_menu(struct turn *t, enum said said) {
  (void)said;
  int n = typed_number(&t->typed), services = (int)chat_menu_services(t->f->catalogue);
  if (n >= 1 && n <= services)
    turn_choose_service(t, &t->f->catalogue->services[n - 1]);
  else if (n == services + 1)
    turn_say_status(t, NULL, false);
  else if (n == services + 2)
    turn_call_officer(t, CHAT_SAY_OFFICER_CALLED);
  else if (n == services + 3)
    return turn_act(t, CHAT_ACT_COMPLAINT);
  else
    return false;
  return true;
}

/* The numbers under a message with buttons: the acts in the order they are shown. */
static bool numbered(struct turn *t, const enum chat_act *acts, size_t count) {
  int n = typed_number(&t->typed);
  return n >= 1 && (size_t)n <= count && turn_act(t, acts[n - 1]);
}

/* Someone who waits for an officer tells him a story: then only a short message is an order to the bot. */
static bool tells_officer(const struct turn *t) { return t->chat->mode == CHAT_WAITING_HUMAN && t->typed.n > 3; }

static bool in_collecting(struct turn *t, enum said said) {
  static const enum chat_act acts[] = {CHAT_ACT_DONE, CHAT_ACT_MORE, CHAT_ACT_OFFICER};
  if (said == SAID_NO_PAPER) return turn_say_about_draft(t, CHAT_SAY_NO_PAPER);
  if (said == SAID_YES) return turn_say_done(t, false);
  if (!tells_officer(t) && turn_names_paper(t)) {
    if (!t->chat->quiet_at) turn_say_draft(t, CHAT_SAY_PROGRESS, CHAT_LEAD_NONE);
    return true;
  }
  return numbered(t, acts, COUNT(acts));
}

static bool in_incomplete(struct turn *t, enum said said) {
  turn_count_papers(t);
  bool may = t->d->reply.may_insist;
  turn_say(t, CHAT_SAY_NOTHING, CHAT_LEAD_NONE);
  const enum chat_act acts[] = {may ? CHAT_ACT_ANYWAY : CHAT_ACT_MORE, may ? CHAT_ACT_MORE : CHAT_ACT_OFFICER,
                                CHAT_ACT_OFFICER};
  if (said == SAID_NO_PAPER) return turn_say_about_draft(t, CHAT_SAY_NO_PAPER);
  if (said == SAID_YES && may) return turn_say_done(t, true);
  return numbered(t, acts, may ? 3 : 2);
}

static bool in_confirm_discard(struct turn *t, enum said said) {
  static const enum chat_act acts[] = {CHAT_ACT_DISCARD, CHAT_ACT_KEEP, CHAT_ACT_OFFICER};
  if (said == SAID_YES) return turn_act(t, CHAT_ACT_DISCARD);
  if (said == SAID_NO) return turn_act(t, CHAT_ACT_KEEP);
  return numbered(t, acts, COUNT(acts));
}

static bool in_confirm_cancel(struct turn *t, enum said said) {
  const struct chat_application *a = turn_find_application(t->f, t->chat->number);
  int n = typed_number(&t->typed);
  if (said == SAID_NO || n == 2) return turn_act(t, CHAT_ACT_KEEP);
  if (n == 3) return turn_act(t, CHAT_ACT_OFFICER);
  if ((said != SAID_YES && n != 1) || !a || !chat_may_cancel(a)) return false;
  turn_withdraw(t, a);
  return true;
}

static bool in_choose_cancel(struct turn *t, enum said said) {
  if (said == SAID_NO) return turn_act(t, CHAT_ACT_KEEP);
  int wanted = typed_number(&t->typed);
  for (size_t i = 0; i < t->f->application_count && wanted > 0; i++)
    if (chat_may_cancel(&t->f->applications[i]) && --wanted == 0) {
      turn_confirm_cancel(t, &t->f->applications[i]);
      return true;
    }
  return false;
}

static bool in_resume(struct turn *t, enum said said) {
  static const enum chat_act acts[] = {CHAT_ACT_CONTINUE, CHAT_ACT_FRESH, CHAT_ACT_OFFICER};
  if (said == SAID_YES) return turn_act(t, CHAT_ACT_CONTINUE);
  return numbered(t, acts, COUNT(acts));
}

static bool in_queue_lines(struct turn *t, enum said said) {
  (void)said;
  return turn_queue_typed(t);
}

static bool in_step(struct turn *t, enum said said) {
  static bool (*const steps[CHAT_STEPS])(struct turn *, enum said) = {
      [CHAT_MENU] = in_menu,
      [CHAT_QUESTION] = in_question,
      [CHAT_COLLECTING] = in_collecting,
      [CHAT_INCOMPLETE] = in_incomplete,
      [CHAT_CONFIRM_DISCARD] = in_confirm_discard,
      [CHAT_CONFIRM_CANCEL] = in_confirm_cancel,
      [CHAT_CHOOSE_CANCEL] = in_choose_cancel,
      [CHAT_RESUME] = in_resume,
      [CHAT_BOOKING] = turn_in_booking,
      [CHAT_BOOKING_CONFIRM] = turn_in_booking,
      [CHAT_BOOKING_ADDRESS] = turn_in_booking,
      [CHAT_QUEUE_LINES] = in_queue_lines,
      [CHAT_CONFIRM_REOPEN] = turn_in_reopen,
  };
  bool (*handle)(struct turn *, enum said) = steps[t->chat->step];
  if (t->chat->step == CHAT_COLLECTING || t->chat->step == CHAT_INCOMPLETE)
    if (!turn_has_draft(t)) return false;
  return handle && handle(t, said);
}

/* A service or an application named in the sentence. */
static bool names_something(struct turn *t) {
  bool looks;
  int named = typed_application(t->e->text, t->f, &looks);
  if (named >= 0 || looks) {
    turn_say_status(t, named >= 0 ? &t->f->applications[named] : NULL, named < 0);
    return true;
  }
  bool busy = t->chat->step == CHAT_QUESTION || t->chat->step == CHAT_COLLECTING;
  if (tells_officer(t) || (busy && t->typed.n > 3)) return false;
  const struct service *s = catalogue_by_word(t->f->catalogue, t->e->text);
  if (s) turn_choose_service(t, s);
  return s != NULL;
}

static bool unfinished(const struct turn *t) {
  return turn_has_draft(t) || (t->chat->step == CHAT_QUESTION && turn_asked_service(t));
}

/* Exactly a choice of the question that was asked: wins over a command of the same spelling. */
static bool exact_choice(struct turn *t) {
  const struct service *s;
  const struct question *q = turn_asked_question(t, &s);
  for (size_t i = 0; q && i < q->choice_count; i++)
    for (int lang = 0; lang < LANGS; lang++)
      if (str_eq_nocase(str_trim(t->e->text), q->choices[i].label.in[lang])) {
        turn_answer(t, s, q, (u8)i, CHAT_LEAD_NONE);
        return true;
      }
  return false;
}

static void say_no_numbers(struct turn *t) {
  turn_say(t, CHAT_SAY_NO_NUMBERS, CHAT_LEAD_NONE);
  if (!turn_has_draft(t)) return;
  turn_count_papers(t);
}

/* While an officer talks with the citizen only these words are for the bot. */
static bool for_bot(enum said said) {
  return said == SAID_MENU || said == SAID_OFFICER || said == SAID_STOP || said == SAID_START;
}

static bool understands(struct turn *t, enum said said, bool after_a_while) {
  if (exact_choice(t) || said_everywhere(t, said) || turn_names_photo(t) || turn_takes_offer(t, said)) return true;
  if (after_a_while && unfinished(t) && t->chat->mode == CHAT_BOT) {
    if (!said_a_button(t, said) && !names_something(t)) turn_say_resume(t, CHAT_SAY_RESUME);
    return true;
  }
  return turn_survey_words(t) || in_step(t, said) || said_a_button(t, said) || names_something(t) || turn_sync_words(t);
}

static void on_text(struct turn *t, bool after_a_while) {
  struct chat *c = t->chat;
  typed_read(&t->typed, t->e->text);
  enum said said = typed_said(&t->typed);
  if (c->mode == CHAT_HUMAN && !for_bot(said)) return;
  if (t->d->mask_digits) {
    say_no_numbers(t);
  } else if (understands(t, said, after_a_while)) {
    c->errors_in_a_row = 0;
  } else if (said == SAID_THANKS && c->step != CHAT_QUESTION) {
    return; /* an answer to a thank-you would only cost attention */
  } else if (said == SAID_GREETING && c->step != CHAT_QUESTION && c->mode == CHAT_BOT && !c->quiet_at) {
    turn_say_menu(t, CHAT_LEAD_NONE);
  } else {
    turn_not_understood(t);
  }
}

/* ---- the other events
 * -------------------------------------------------------------------------------------------------- */

static void on_quiet(struct turn *t) {
  struct chat *c = t->chat;
  if (!c->quiet_at || t->e->at < c->quiet_at) return; /* a later photo moved it */
  if (c->mode == CHAT_HUMAN) {
    turn_stop_timer(t);
    return;
  }
  const struct chat_application *correction = turn_correction(t);
  if (correction) {
    turn_say_correction(t, correction);
  } else if (turn_has_draft(t)) {
    turn_say_draft(t, CHAT_SAY_PROGRESS, CHAT_LEAD_NONE);
  } else if (t->f->loose > 0) {
    const struct chat_application *closed = turn_reopenable(t);
    if (c->step == CHAT_QUESTION)
      turn_repeat_question(t, CHAT_LEAD_PHOTOS_KEPT);
    else if (closed)
      turn_offer_reopen(t, closed, CHAT_LEAD_PHOTOS_KEPT);
    else
      turn_say_menu(t, CHAT_LEAD_PHOTOS_KEPT);
    t->d->reply.photos = t->f->loose;
  }
  turn_stop_timer(t);
}

static void on_unsupported(struct turn *t, bool voice) {
  struct chat *c = t->chat;
  bool told = c->told_unsupported_at && t->e->at - c->told_unsupported_at < TELL_UNSUPPORTED_EVERY;
  if (c->mode == CHAT_HUMAN || told) return;
  c->told_unsupported_at = t->e->at;
  if (voice)
    turn_call_officer(t, CHAT_SAY_VOICE); /* only a person can listen to it */
  else
    turn_say(t, CHAT_SAY_UNSUPPORTED, CHAT_LEAD_NONE);
}

static void on_idle(struct turn *t) {
  struct chat *c = t->chat;
  bool due = c->idle_at && t->e->at >= c->idle_at && t->e->at - c->last_in_at < REMIND_UNTIL;
  c->idle_at = 0;
  if (due && turn_has_draft(t) && c->mode == CHAT_BOT && !c->opted_out) turn_say_resume(t, CHAT_SAY_REMINDER);
}

static void on_form_done(struct turn *t) {
  if (t->chat->mode == CHAT_HUMAN) return;
  const struct chat_application *correction = turn_correction(t);
  if (correction)
    turn_say_correction(t, correction);
  else if (turn_has_draft(t))
    turn_say_draft(t, CHAT_SAY_PROGRESS, CHAT_LEAD_FORM_DONE);
}

static void on_officer(struct turn *t) {
  t->chat->mode = CHAT_HUMAN;
  t->chat->bot_silent_until = t->e->at + HOURS(t->f->bot_pause_hours);
  turn_stop_timer(t);
}

/* ---- the end of a turn
 * ------------------------------------------------------------------------------------------------ */

static bool from_citizen(enum chat_event_kind k) {
  return k == CHAT_TEXT || k == CHAT_CHOICE || k == CHAT_MEDIA || k == CHAT_VOICE || k == CHAT_UNSUPPORTED;
}

static bool draft_remains(const struct turn *t) {
  bool there = turn_has_draft(t);
  for (size_t i = 0; i < t->d->effect_count; i++) {
    enum chat_effect_kind k = t->d->effects[i].kind;
    if (k == CHAT_START_DRAFT) there = true;
    if (k == CHAT_SUBMIT_DRAFT || k == CHAT_DISCARD_DRAFT) there = false;
  }
  return there;
}

/* A reply that goes on with the service anyway also says that the photos before it were kept: one message, not two. */
static void mention_loose_photos(struct turn *t) {
  struct chat_reply *r = &t->d->reply;
  bool asks = r->kind == CHAT_SAY_MENU || r->kind == CHAT_SAY_QUESTION || r->kind == CHAT_SAY_REQUIREMENTS;
  if (!asks || !t->chat->quiet_at || turn_has_draft(t) || turn_correction(t) || t->f->loose == 0) return;
  if (r->lead != CHAT_LEAD_NONE) return;
  r->lead = CHAT_LEAD_PHOTOS_KEPT;
  r->photos = t->f->loose;
  turn_stop_timer(t);
}

static void finish(struct turn *t) {
  struct chat *c = t->chat;
  struct chat_reply *r = &t->d->reply;
  if (from_citizen(t->e->kind)) {
    c->last_in_at = t->e->at;
    c->idle_at = draft_remains(t) && !c->opted_out ? t->e->at + REMIND_AFTER : 0;
  }
  mention_loose_photos(t);
  r->condolence = r->service && r->service->condolence;
  bool tells = r->kind == CHAT_SAY_MENU || r->kind == CHAT_SAY_QUESTION || r->kind == CHAT_SAY_REQUIREMENTS;
  r->first = tells && !c->privacy_told;
  if (tells) c->privacy_told = true;
}

void chat_decide(const struct chat *before, const struct chat_event *e, const struct chat_facts *f,
                 struct chat_decision *ret) {
  *ret = (struct chat_decision){.chat = *before, .mask_digits = chat_has_number16(e->text)};
  struct turn t = {.e = e, .f = f, .chat = &ret->chat, .d = ret};
  struct chat *c = t.chat;
  if (c->mode == CHAT_HUMAN && e->at >= c->bot_silent_until && from_citizen(e->kind)) turn_give_back(&t);
  bool after_a_while = c->last_in_at && e->at - c->last_in_at > RESUME_AFTER;
  switch (e->kind) {
    case CHAT_TEXT:
      on_text(&t, after_a_while);
      break;
    case CHAT_CHOICE:
      on_choice(&t);
      break;
    case CHAT_MEDIA:
      turn_media(&t);
      break;
    case CHAT_VOICE:
      on_unsupported(&t, true);
      break;
    case CHAT_UNSUPPORTED:
      on_unsupported(&t, false);
      break;
    case CHAT_OFFICER:
      on_officer(&t);
      break;
    case CHAT_GIVEN_BACK:
      c->mode = CHAT_BOT;
      break;
    case CHAT_QUIET:
      on_quiet(&t);
      break;
    case CHAT_IDLED:
      on_idle(&t);
      break;
    case CHAT_FORM_DONE:
      on_form_done(&t);
      break;
    default:
      break;
  }
  finish(&t);
}

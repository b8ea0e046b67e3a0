/* domain/conversation_moves: everything the bot can do in a turn, whoever asked for it: a tap, a typed word or a timer.
 */
#include "domain/conversation_turn.h"

#define TELL_WAITING_EVERY HOURS(1)
#define ERRORS_BEFORE_OFFICER 3

/* ---- the decision being built ---------------------------------------------------------------------- */

struct chat_effect *turn_effect(struct turn *t, enum chat_effect_kind kind) {
  struct chat_decision *d = t->d;
  size_t at = d->effect_count < MAX_CHAT_EFFECTS ? d->effect_count++ : MAX_CHAT_EFFECTS - 1;
  d->effects[at] = (struct chat_effect){.kind = kind, .answers = answers_none()};
  return &d->effects[at];
}

void turn_say(struct turn *t, enum chat_reply_kind kind, enum chat_lead lead) {
  t->d->reply = (struct chat_reply){.kind = kind, .lead = lead, .catalogue = t->f->catalogue};
}

void chat_expect_correction(struct chat *c, str number) {
  c->correcting = number;
  c->batch_requirement = STR_NONE;
}

void turn_say_menu(struct turn *t, enum chat_lead lead) {
  turn_say(t, CHAT_SAY_MENU, lead);
  t->chat->step = CHAT_MENU;
}

/* ---- ids of rows and buttons -------------------------------------------------------------------------- */

static const char *const act_codes[CHAT_ACTS] = {
    [CHAT_ACT_NONE] = "",           [CHAT_ACT_MENU] = "menu",         [CHAT_ACT_STATUS] = "status",
    [CHAT_ACT_OFFICER] = "officer", [CHAT_ACT_DONE] = "done",         [CHAT_ACT_MORE] = "more",
    [CHAT_ACT_ANYWAY] = "anyway",   [CHAT_ACT_CONTINUE] = "continue", [CHAT_ACT_FRESH] = "fresh",
    [CHAT_ACT_DISCARD] = "discard", [CHAT_ACT_KEEP] = "keep",         [CHAT_ACT_UNKNOWN] = "unknown",
    [CHAT_ACT_CANCEL] = "cancel",   [CHAT_ACT_COMPLAINT] = "complaint",
};
const char *chat_act_code(enum chat_act act) { return (size_t)act < CHAT_ACTS ? act_codes[act] : ""; }

size_t chat_menu_services(const struct catalogue *c) {
  size_t room = MAX_WA_ROWS - 3;
  return c->n < room ? c->n : room;
}

bool chat_offers_unknown(const struct question *q) {
  for (size_t i = 0; i < q->choice_count; i++)
    if (str_eq(q->choices[i].code, S("unknown"))) return false;
  return q->choice_count < MAX_WA_ROWS;
}

/* ---- services and their questions ----------------------------------------------------------------------- */

static bool drafting(const struct turn *t, const struct service *s) {
  return turn_has_draft(t) && str_eq(t->f->draft.service->code, s->code);
}

/* The service being asked about, in the version the answers were given for; NULL: it is gone or was changed. */
const struct service *turn_asked_service(const struct turn *t) {
  if (turn_has_draft(t) && str_eq(t->f->draft.service->code, t->chat->service)) return t->f->draft.service;
  return catalogue_find(t->f->catalogue, t->chat->service);
}

static void say_question(struct turn *t, const struct service *s, const struct question *q, enum chat_lead lead) {
  turn_say(t, CHAT_SAY_QUESTION, lead);
  t->d->reply.service = s;
  t->d->reply.question = q;
  t->chat->question = q->code;
  t->chat->step = CHAT_QUESTION;
}

static bool any_mode(const struct judgement *j, unsigned modes) {
  for (size_t i = 0; i < j->n; i++)
    if ((j->needs[i]->modes & modes) && !(j->needs[i]->modes & MODE_OFFICER)) return true;
  return false;
}

/* Every question is answered: the papers are known. Where nothing can be sent ahead it is done at the counter. */
static void say_requirements(struct turn *t, const struct service *s, enum chat_lead lead) {
  struct chat *c = t->chat;
  struct judgement needs = service_judge(s, &c->answers, t->f->today);
  bool counter = s->in_person || !any_mode(&needs, MODE_FORM | MODE_UPLOAD);
  if (s->in_person && t->f->books) {
    turn_say_days(t, s, &needs);
    return;
  }
  turn_say(t, counter ? CHAT_SAY_IN_PERSON : CHAT_SAY_REQUIREMENTS, lead);
  t->d->reply.service = s;
  t->d->reply.needs = needs;
  c->step = counter ? CHAT_IDLE : CHAT_COLLECTING;
  if (counter) return;
  bool again = drafting(t, s);
  t->d->reply.form_link = any_mode(&needs, MODE_FORM) && !(again && t->f->draft.form_done);
  struct chat_effect *e = turn_effect(t, again ? CHAT_SET_ANSWERS : CHAT_START_DRAFT);
  e->service = s;
  e->answers = c->answers;
  c->correcting = STR_NONE;
}

void turn_ask_next(struct turn *t, const struct service *s, enum chat_lead lead) {
  const struct question *q = service_next_question(s, &t->chat->answers);
  if (q)
    say_question(t, s, q, lead);
  else
    say_requirements(t, s, lead);
}

static void begin(struct turn *t, const struct service *s) {
  t->chat->service = s->code;
  t->chat->version = s->version;
  t->chat->answers = answers_none();
  t->chat->wanted = STR_NONE;
  turn_ask_next(t, s, CHAT_LEAD_NONE);
}

static void discard(struct turn *t, bool keep_media) {
  turn_effect(t, CHAT_DISCARD_DRAFT)->keep_media = keep_media;
  turn_stop_timer(t);
}

static void confirm_discard(struct turn *t, const struct service *wanted) {
  turn_say(t, CHAT_SAY_CONFIRM_DISCARD, CHAT_LEAD_NONE);
  t->d->reply.service = t->f->draft.service;
  t->d->reply.wanted = wanted;
  t->chat->wanted = wanted ? wanted->code : STR_NONE;
  t->chat->step = CHAT_CONFIRM_DISCARD;
}

void turn_choose_service(struct turn *t, const struct service *s) {
  t->chat->errors_in_a_row = 0;
  if (!s->in_person && drafting(t, s)) {
    turn_say_draft(t, CHAT_SAY_PROGRESS, CHAT_LEAD_NONE);
    return;
  }
  if (!s->in_person && turn_has_draft(t)) {
    if (turn_draft_holds_something(t)) {
      confirm_discard(t, s);
      return;
    }
    discard(t, true);
  }
  begin(t, s);
}

/* Asks again what was asked; a service that was changed meanwhile starts its questions anew. */
void turn_repeat_question(struct turn *t, enum chat_lead lead) {
  const struct service *s = turn_asked_service(t);
  if (!s) {
    turn_say_menu(t, lead);
    return;
  }
  if (!str_eq(s->version, t->chat->version)) {
    begin(t, s);
    return;
  }
  turn_ask_next(t, s, lead);
}

void turn_answer(struct turn *t, const struct service *s, const struct question *q, u8 choice, enum chat_lead lead) {
  t->chat->answers.choice[q - s->questions] = choice;
  t->chat->errors_in_a_row = 0;
  turn_ask_next(t, s, lead);
  if (lead == CHAT_LEAD_USUAL) t->d->reply.taken = &q->choices[choice];
}

const struct question *turn_asked_question(const struct turn *t, const struct service **ret_service) {
  const struct service *s = turn_asked_service(t);
  *ret_service = s;
  if (!s || t->chat->step != CHAT_QUESTION || !str_eq(s->version, t->chat->version)) return NULL;
  return service_question(s, t->chat->question);
}

/* ---- officers ------------------------------------------------------------------------------------------- */

void turn_call_officer(struct turn *t, enum chat_reply_kind kind) {
  turn_effect(t, CHAT_CALL_OFFICER);
  turn_say(t, kind, CHAT_LEAD_NONE);
  if (t->chat->mode == CHAT_BOT) t->chat->mode = CHAT_WAITING_HUMAN;
  t->chat->told_waiting_at = t->e->at;
  t->chat->errors_in_a_row = 0;
}

void turn_give_back(struct turn *t) {
  if (t->chat->mode == CHAT_BOT) return;
  t->chat->mode = CHAT_BOT;
  t->chat->bot_silent_until = 0;
  turn_effect(t, CHAT_GIVE_BACK);
}

void turn_not_understood(struct turn *t) {
  struct chat *c = t->chat;
  if (c->quiet_at) return;             /* photos are coming in: their one answer follows */
  if (c->mode == CHAT_WAITING_HUMAN) { /* it is for the officer */
    if (t->e->at - c->told_waiting_at < TELL_WAITING_EVERY) return;
    turn_say(t, CHAT_SAY_OFFICER_WAITING, CHAT_LEAD_NONE);
    c->told_waiting_at = t->e->at;
    return;
  }
  if (++c->errors_in_a_row >= ERRORS_BEFORE_OFFICER) {
    c->errors_in_a_row = 0;
    turn_say(t, CHAT_SAY_OFFER_OFFICER, CHAT_LEAD_NONE);
    return;
  }
  bool new_here = !c->privacy_told;
  if (c->step == CHAT_QUESTION)
    turn_repeat_question(t, CHAT_LEAD_NOT_UNDERSTOOD);
  else if ((c->step == CHAT_COLLECTING || c->step == CHAT_INCOMPLETE) && turn_has_draft(t))
    turn_say_draft(t, CHAT_SAY_PROGRESS, CHAT_LEAD_NOT_UNDERSTOOD);
  else
    turn_say_menu(t, new_here ? CHAT_LEAD_NONE : CHAT_LEAD_NOT_UNDERSTOOD);
}

/* ---- the draft: complete, more, later --------------------------------------------------------------------- */

static void submit(struct turn *t) {
  turn_say(t, CHAT_SAY_NOTHING, CHAT_LEAD_NONE); /* the notice "registered" is the answer */
  turn_effect(t, CHAT_SUBMIT_DRAFT);
  turn_stop_timer(t);
  t->chat->step = CHAT_IDLE;
}

bool turn_say_done(struct turn *t, bool anyway) {
  const struct chat_application *correction = turn_correction(t);
  if (correction) {
    turn_say_correction(t, correction);
    return true;
  }
  if (!turn_has_draft(t)) return false;
  bool insists = anyway || t->chat->step == CHAT_INCOMPLETE;
  bool complete = turn_count_papers(t);
  if (complete || (insists && t->d->reply.may_insist))
    submit(t);
  else
    turn_say_draft(t, CHAT_SAY_INCOMPLETE, CHAT_LEAD_NONE);
  return true;
}

bool turn_say_about_draft(struct turn *t, enum chat_reply_kind kind) {
  if (turn_has_draft(t))
    turn_say_draft(t, kind, CHAT_LEAD_NONE);
  else if (turn_correction(t))
    turn_say(t, kind, CHAT_LEAD_NONE);
  else
    return false;
  return true;
}

static bool go_on(struct turn *t) {
  if (turn_has_draft(t)) {
    t->chat->correcting = STR_NONE;
    turn_say_draft(t, CHAT_SAY_PROGRESS, CHAT_LEAD_NONE);
    return true;
  }
  if (!turn_asked_service(t) || (t->chat->step != CHAT_QUESTION && t->chat->step != CHAT_RESUME)) return false;
  turn_repeat_question(t, CHAT_LEAD_NONE);
  return true;
}

void turn_say_resume(struct turn *t, enum chat_reply_kind kind) {
  turn_say(t, kind, CHAT_LEAD_NONE);
  t->d->reply.service = turn_has_draft(t) ? t->f->draft.service : turn_asked_service(t);
  t->chat->step = CHAT_RESUME;
}

static void fresh(struct turn *t) {
  if (turn_has_draft(t) && turn_draft_holds_something(t)) {
    confirm_discard(t, NULL);
    return;
  }
  if (turn_has_draft(t)) discard(t, true);
  t->chat->service = STR_NONE;
  turn_say_menu(t, CHAT_LEAD_NONE);
}

static void discard_confirmed(struct turn *t) {
  const struct service *wanted = catalogue_find(t->f->catalogue, t->chat->wanted);
  discard(t, wanted != NULL);
  t->chat->service = t->chat->wanted = STR_NONE;
  if (wanted) {
    begin(t, wanted);
    return;
  }
  turn_say(t, CHAT_SAY_DISCARDED, CHAT_LEAD_NONE);
  t->chat->step = CHAT_MENU;
}

/* ---- cancelling what was submitted, and its status ------------------------------------------------------------ */

bool chat_may_cancel(const struct chat_application *a) {
  const struct transition *move = transition_find(a->state, ACTION_CANCEL);
  return move && (move->roles & ROLE_BIT(ROLE_CITIZEN)) && a->state != STATE_DRAFT;
}

void turn_confirm_cancel(struct turn *t, const struct chat_application *a) {
  turn_say(t, chat_may_cancel(a) ? CHAT_SAY_CONFIRM_CANCEL : CHAT_SAY_NOTHING_TO_CANCEL, CHAT_LEAD_NONE);
  t->d->reply.number = a->number;
  t->d->reply.service = a->service;
  if (!chat_may_cancel(a)) return;
  t->chat->number = a->number;
  t->chat->step = CHAT_CONFIRM_CANCEL;
}

static void choose_cancel(struct turn *t) {
  const struct chat_facts *f = t->f;
  const struct chat_application *only = NULL;
  size_t n = 0;
  for (size_t i = 0; i < f->application_count; i++)
    if (chat_may_cancel(&f->applications[i])) {
      only = &f->applications[i];
      n++;
    }
  if (n == 1) {
    turn_confirm_cancel(t, only);
    return;
  }
  turn_say(t, n ? CHAT_SAY_CHOOSE_CANCEL : CHAT_SAY_NOTHING_TO_CANCEL, CHAT_LEAD_NONE);
  t->d->reply.applications = f->applications;
  t->d->reply.application_count = f->application_count;
  if (n) t->chat->step = CHAT_CHOOSE_CANCEL;
}

static bool may_cancel_any(const struct chat_facts *f) {
  for (size_t i = 0; i < f->application_count; i++)
    if (chat_may_cancel(&f->applications[i])) return true;
  return false;
}

void turn_cancel(struct turn *t, int named) {
  bool booking = chat_step_books(t->chat->step);
  if (named < 0 && turn_may_cancel_booking(t) && (booking || (!turn_has_draft(t) && !may_cancel_any(t->f)))) {
    turn_cancel_booking(t);
  } else if (named >= 0) {
    turn_confirm_cancel(t, &t->f->applications[named]);
  } else if (turn_has_draft(t)) {
    confirm_discard(t, NULL);
  } else if (t->chat->step == CHAT_QUESTION) {
    turn_say(t, CHAT_SAY_DISCARDED, CHAT_LEAD_NONE);
    t->chat->service = STR_NONE;
    t->chat->step = CHAT_MENU;
  } else {
    choose_cancel(t);
  }
}

void turn_withdraw(struct turn *t, const struct chat_application *a) {
  turn_say(t, CHAT_SAY_NOTHING, CHAT_LEAD_NONE); /* the notice "cancelled" is the answer */
  turn_effect(t, CHAT_CANCEL)->number = a->number;
  if (str_eq(t->chat->correcting, a->number)) t->chat->correcting = STR_NONE;
  t->chat->number = STR_NONE;
  t->chat->step = CHAT_IDLE;
}

const struct chat_application *turn_find_application(const struct chat_facts *f, str number) {
  for (size_t i = 0; i < f->application_count; i++)
    if (number.n && str_eq(f->applications[i].number, number)) return &f->applications[i];
  return NULL;
}

void turn_say_status(struct turn *t, const struct chat_application *one, bool unknown_number) {
  const struct chat_facts *f = t->f;
  bool nothing = !one && f->application_count == 0 && !turn_has_draft(t);
  if (nothing && !unknown_number && f->booking_count && turn_said_booking(t, SAID_BOOKING)) return;
  turn_say(t,
           unknown_number ? CHAT_SAY_STATUS_UNKNOWN
           : nothing      ? CHAT_SAY_STATUS_NONE
                          : CHAT_SAY_STATUS,
           CHAT_LEAD_NONE);
  if (unknown_number || nothing) return;
  struct chat_reply *r = &t->d->reply;
  r->applications = one ? one : f->applications;
  r->application_count = one ? 1 : f->application_count;
  if (!one && turn_has_draft(t)) r->service = f->draft.service;
  turn_mention_reopen(t, !one ? turn_reopenable(t) : chat_may_reopen(one) ? one : NULL);
}

/* ---- opting out and in ------------------------------------------------------------------------------------------ */

void turn_opt(struct turn *t, bool out) {
  if (t->chat->opted_out != out) turn_effect(t, out ? CHAT_OPT_OUT : CHAT_OPT_IN);
  t->chat->opted_out = out;
  turn_say(t, out ? CHAT_SAY_OPTED_OUT : CHAT_SAY_OPTED_IN, CHAT_LEAD_NONE);
}

void turn_start_word(struct turn *t) {
  if (t->chat->opted_out)
    turn_opt(t, false);
  else if (!go_on(t))
    turn_say_menu(t, CHAT_LEAD_NONE);
}

/* ---- what a button does
 * ---------------------------------------------------------------------------------------------------------
 */

static bool act_keep(struct turn *t) {
  struct chat *c = t->chat;
  bool cancelling = c->step == CHAT_CONFIRM_CANCEL || c->step == CHAT_CHOOSE_CANCEL;
  bool reopening = c->step == CHAT_CONFIRM_REOPEN;
  c->number = c->wanted = STR_NONE;
  if (!cancelling && !reopening) return go_on(t);
  turn_say(t, reopening ? CHAT_SAY_NOT_REOPENED : CHAT_SAY_NOT_CANCELLED, CHAT_LEAD_NONE);
  c->step = turn_has_draft(t) ? CHAT_COLLECTING : CHAT_IDLE;
  return true;
}

bool turn_unknown_answer(struct turn *t) {
  const struct service *s;
  const struct question *q = turn_asked_question(t, &s);
  if (!q) return false;
  turn_answer(t, s, q, (u8)q->usual, CHAT_LEAD_USUAL);
  return true;
}

/* False: not possible any more, the button is old. */
bool turn_act(struct turn *t, enum chat_act act) {
  switch (act) {
    case CHAT_ACT_MENU:
      turn_say_menu(t, CHAT_LEAD_NONE);
      return true;
    case CHAT_ACT_STATUS:
      turn_say_status(t, NULL, false);
      return true;
    case CHAT_ACT_OFFICER:
      turn_call_officer(t, CHAT_SAY_OFFICER_CALLED);
      return true;
    case CHAT_ACT_DONE:
      return turn_say_done(t, false);
    case CHAT_ACT_ANYWAY:
      return turn_say_done(t, true);
    case CHAT_ACT_MORE:
      return turn_say_about_draft(t, CHAT_SAY_HOW_TO_SEND);
    case CHAT_ACT_CONTINUE:
      return go_on(t);
    case CHAT_ACT_FRESH:
      fresh(t);
      return true;
    case CHAT_ACT_DISCARD:
      if (t->chat->step != CHAT_CONFIRM_DISCARD || !turn_has_draft(t)) return false;
      discard_confirmed(t);
      return true;
    case CHAT_ACT_KEEP:
      return act_keep(t);
    case CHAT_ACT_UNKNOWN:
      return turn_unknown_answer(t);
    case CHAT_ACT_COMPLAINT:
      turn_say(t, CHAT_SAY_COMPLAINT, CHAT_LEAD_NONE);
      return true;
    case CHAT_ACT_CANCEL:
      turn_cancel(t, -1);
      return true;
    default:
      return false;
  }
}

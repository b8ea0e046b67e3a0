/* domain/conversation_reopen: a file that was closed because no correction came. Who writes about it, or sends a photo that may
 * be for it, is asked whether it shall open again; after a yes only what was faulty is asked for, in the same place in the line. */
#include "domain/conversation_turn.h"

bool chat_may_reopen(const struct chat_application *a) {
  const struct transition *move = transition_find(a->state, ACTION_REOPEN);
  return a->state == STATE_EXPIRED && !a->papers_gone && move && (move->roles & ROLE_BIT(ROLE_CITIZEN));
}

const struct chat_application *turn_reopenable(const struct turn *t) {
  for (size_t i = 0; i < t->f->application_count; i++) /* newest first */
    if (chat_may_reopen(&t->f->applications[i])) return &t->f->applications[i];
  return NULL;
}

static bool was_asked(const struct turn *t, const struct chat_application *a) {
  return t->chat->step == CHAT_CONFIRM_REOPEN && str_eq(t->chat->number, a->number);
}

static void expect_answer(struct turn *t, const struct chat_application *a) {
  t->chat->number = a->number;
  t->chat->step = CHAT_CONFIRM_REOPEN;
}

void turn_offer_reopen(struct turn *t, const struct chat_application *a, enum chat_lead lead) {
  turn_say(t, CHAT_SAY_CONFIRM_REOPEN, lead);
  turn_count_faults(t, a, 0, NULL);
  t->d->reply.form_link = false; /* nothing can be filled in yet */
  expect_answer(t, a);
}

/* Under a status: only where it takes nothing else out of the citizen's hands. */
void turn_mention_reopen(struct turn *t, const struct chat_application *a) {
  enum chat_step s = t->chat->step;
  bool free = !turn_has_draft(t) && (s == CHAT_IDLE || s == CHAT_MENU || s == CHAT_CONFIRM_REOPEN);
  if (!a || !free) return;
  t->d->reply.reopen = a->number;
  expect_answer(t, a);
}

static void reopen(struct turn *t, const struct chat_application *a) {
  const struct requirement *paper = t->f->loose > 0 ? turn_only_fault(a) : NULL;
  struct chat_effect *e = turn_effect(t, CHAT_REOPEN);
  e->number = a->number;
  if (paper) e->requirement = paper->code;
  turn_say(t, CHAT_SAY_CORRECTION, CHAT_LEAD_REOPENED);
  turn_stop_timer(t);
  turn_count_faults(t, a, t->f->loose, paper);
  t->d->reply.days = t->f->correction_days;
  t->chat->number = STR_NONE;
  t->chat->step = turn_has_draft(t) ? CHAT_COLLECTING : CHAT_IDLE;
  turn_send_when_mended(t, a);
}

bool turn_reopen_tap(struct turn *t, const struct chat_application *a) {
  if (!chat_may_reopen(a)) turn_say_status(t, a, false); /* opened already, or its papers are gone */
  else if (was_asked(t, a)) reopen(t, a);
  else turn_offer_reopen(t, a, CHAT_LEAD_NONE);
  return true;
}

bool turn_said_reopen(struct turn *t, const struct chat_application *a) {
  if (!a && t->chat->step == CHAT_CONFIRM_REOPEN) a = turn_find_application(t->f, t->chat->number);
  if (!a) a = turn_reopenable(t);
  if (a) return turn_reopen_tap(t, a);
  if (!t->f->application_count) return false;
  turn_say_status(t, NULL, false);
  return true;
}

bool turn_in_reopen(struct turn *t, enum said said) {
  const struct chat_application *a = turn_find_application(t->f, t->chat->number);
  int n = typed_number(&t->typed);
  if (said == SAID_NO || n == 2) return turn_act(t, CHAT_ACT_KEEP);
  if (n == 3) return turn_act(t, CHAT_ACT_OFFICER);
  if ((said != SAID_YES && n != 1) || !a || !chat_may_reopen(a)) return false;
  reopen(t, a);
  return true;
}

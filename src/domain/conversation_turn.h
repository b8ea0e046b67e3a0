/* domain/conversation_turn: one turn while it is being decided. Private to the conversation. */
#pragma once
#include "domain/conversation_typed.h"

struct turn {
  const struct chat_event *e;
  const struct chat_facts *f;
  struct chat *chat; /* the new state */
  struct chat_decision *d;
  struct typed typed;
};

struct chat_effect *turn_effect(struct turn *t, enum chat_effect_kind kind);
void turn_say(struct turn *t, enum chat_reply_kind kind, enum chat_lead lead);

/* conversation_papers.c: photos, what they belong to, and what is still missing */
bool turn_has_draft(const struct turn *t);
/* The application whose faulty papers the citizen is replacing; NULL: none. */
const struct chat_application *turn_correction(const struct turn *t);
void turn_media(struct turn *t);
/* The text says which paper a photo is ("ini KK", or a quoted photo): true when that was all there was to do. */
bool turn_names_photo(struct turn *t);
/* The text names a paper of the draft: it is about a photo, not about a service of that name. */
bool turn_names_paper(const struct turn *t);
void turn_stop_timer(struct turn *t);
bool turn_draft_holds_something(const struct turn *t);
/* Fills the reply with the papers of the draft. Returns true when nothing is missing. */
bool turn_count_papers(struct turn *t);
void turn_say_draft(struct turn *t, enum chat_reply_kind kind, enum chat_lead lead);
void turn_say_correction(struct turn *t, const struct chat_application *a);

/* conversation_moves.c: what the bot can do */
void turn_say_menu(struct turn *t, enum chat_lead lead);
void turn_choose_service(struct turn *t, const struct service *s);
/* The service being asked about, in the version the answers were given for; NULL: it is gone or was changed. */
const struct service *turn_asked_service(const struct turn *t);
const struct question *turn_asked_question(const struct turn *t, const struct service **ret_service);
void turn_ask_next(struct turn *t, const struct service *s, enum chat_lead lead);
void turn_repeat_question(struct turn *t, enum chat_lead lead);
void turn_answer(struct turn *t, const struct service *s, const struct question *q, u8 choice, enum chat_lead lead);
bool turn_unknown_answer(struct turn *t);
void turn_call_officer(struct turn *t, enum chat_reply_kind kind);
void turn_give_back(struct turn *t);
void turn_not_understood(struct turn *t);
/* "Complete": sends the draft or says what is missing. False: there is no draft and no correction. */
bool turn_say_done(struct turn *t, bool anyway);
bool turn_say_about_draft(struct turn *t, enum chat_reply_kind kind);
void turn_say_resume(struct turn *t, enum chat_reply_kind kind);
void turn_cancel(struct turn *t, int named);
void turn_confirm_cancel(struct turn *t, const struct chat_application *a);
void turn_withdraw(struct turn *t, const struct chat_application *a);
const struct chat_application *turn_find_application(const struct chat_facts *f, str number);
void turn_say_status(struct turn *t, const struct chat_application *one, bool unknown_number);
void turn_opt(struct turn *t, bool out);
void turn_start_word(struct turn *t);
/* A button's act. False: not possible any more, the button is old. */
bool turn_act(struct turn *t, enum chat_act act);

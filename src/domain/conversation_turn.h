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
/* Fills the reply with what is faulty; `more` photos come along, for `mended` when they can only be that. */
void turn_count_faults(struct turn *t, const struct chat_application *a, int more, const struct requirement *mended);
/* The only paper of it that is faulty and can be sent as a photo; NULL: none, or several. */
const struct requirement *turn_only_fault(const struct chat_application *a);
/* Behind turn_count_faults: when nothing is missing the file goes back to the officers. */
void turn_send_when_mended(struct turn *t, const struct chat_application *a);

/* conversation_sync.c: the answer to "does it work now?" */
/* The synchronisation that opened again, whose photos and words of the error are awaited; NULL: none. */
const struct chat_application *turn_sync_awaits(const struct turn *t);
/* The paper such a photo belongs to. */
const struct requirement *turn_sync_paper(const struct chat_application *a);
/* a NULL: the one meant by somebody who only says "still fails". False: there is none. */
bool turn_sync_answer(struct turn *t, const struct chat_application *a, bool works);
/* A photo whose caption says that it still fails: the file opens again, its answer comes with the photos. */
void turn_sync_caption(struct turn *t);
void turn_sync_say_photos(struct turn *t, const struct chat_application *a);
/* Words while the error is awaited are the error. */
bool turn_sync_words(struct turn *t);

/* conversation_reopen.c: closed because no correction came */
const struct chat_application *turn_reopenable(const struct turn *t); /* the newest; NULL: none */
void turn_offer_reopen(struct turn *t, const struct chat_application *a, enum chat_lead lead);
void turn_mention_reopen(struct turn *t, const struct chat_application *a); /* NULL: nothing to mention */
bool turn_reopen_tap(struct turn *t, const struct chat_application *a);
bool turn_said_reopen(struct turn *t, const struct chat_application *a); /* NULL: none was named */
bool turn_in_reopen(struct turn *t, enum said said);

/* conversation_survey.c: how satisfied he is */
bool turn_survey_tap(struct turn *t, str rest);
bool turn_survey_words(struct turn *t); /* a number typed behind a question of the survey */

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

/* conversation_booking.c: appointments */
bool turn_tap_booking(struct turn *t, char kind, str rest); /* ids that begin with "j" */
void turn_say_days(struct turn *t, const struct service *s, const struct judgement *needs);
bool turn_said_booking(struct turn *t, enum said said);     /* words about an appointment, in every state */
bool turn_in_booking(struct turn *t, enum said said);       /* the three steps */
bool turn_takes_offer(struct turn *t, enum said said);
void turn_cancel_booking(struct turn *t);
bool turn_may_cancel_booking(const struct turn *t);
/* conversation_queue.c: the hall. what: "look", "leave", "return", "line.A", "urgent.A.0" or "#2", the second line shown. */
bool turn_queue(struct turn *t, str what);
bool turn_queue_typed(struct turn *t); /* an answer to the list of lines */
/* A button's act. False: not possible any more, the button is old. */
bool turn_act(struct turn *t, enum chat_act act);

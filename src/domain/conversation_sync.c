/* domain/conversation_sync: the answer to "does it work now?". `It works` closes the file, `still fails` opens it again with
 * its history; the photo of the error that comes with or behind it lies with the file. */
#include "domain/conversation_turn.h"

static bool told(const struct chat_application *a) { return a->state == STATE_SENT || a->state == STATE_COMPLETED; }
static bool with_officers(const struct chat_application *a) {
  return a->state == STATE_SUBMITTED || a->state == STATE_IN_REVIEW || a->state == STATE_PROCESSING;
}

/* Who names none means the newest that waits for this answer, else the newest there is. */
static const struct chat_application *the_one_meant(const struct turn *t) {
  const struct chat_application *newest = NULL;
  for (size_t i = t->f->application_count; i-- > 0;) {
    const struct chat_application *a = &t->f->applications[i];
    if (!a->service->data_sync || !(told(a) || with_officers(a))) continue;
    if (!newest || a->state == STATE_SENT || newest->state != STATE_SENT) newest = a;
  }
  return newest;
}

const struct chat_application *turn_sync_awaits(const struct turn *t) {
  const struct chat_application *a = turn_find_application(t->f, t->chat->correcting);
  bool opens_now = false; /* the caption of this very photo */
  for (size_t i = 0; i < t->d->effect_count; i++) opens_now |= t->d->effects[i].kind == CHAT_SYNC_FAILS;
  return a && a->service->data_sync && (with_officers(a) || opens_now) ? a : NULL;
}

const struct requirement *turn_sync_paper(const struct chat_application *a) {
  for (size_t i = 0; i < a->item_count; i++)
    if ((a->items[i].requirement->modes & (MODE_UPLOAD | MODE_OPTIONAL)) == (MODE_UPLOAD | MODE_OPTIONAL))
      return a->items[i].requirement;
  return NULL;
}

static void about(struct turn *t, enum chat_reply_kind kind, const struct chat_application *a) {
  turn_say(t, kind, CHAT_LEAD_NONE);
  t->d->reply.service = a->service;
  t->d->reply.number = a->number;
}

bool turn_sync_answer(struct turn *t, const struct chat_application *a, bool works) {
  if (!a) a = the_one_meant(t);
  if (!a || !a->service->data_sync) return false;
  if (works && a->state == STATE_SENT) {
    turn_say(t, CHAT_SAY_NOTHING, CHAT_LEAD_NONE); /* the notice "completed" is the answer */
    turn_effect(t, CHAT_SYNC_WORKS)->number = a->number;
    t->chat->correcting = STR_NONE;
    return true;
  }
  if (works || !(told(a) || with_officers(a))) { /* closed already, or not decided yet */
    turn_say_status(t, a, false);
    return true;
  }
  if (told(a)) turn_effect(t, CHAT_SYNC_FAILS)->number = a->number;
  if (!turn_has_draft(t) && t->chat->step != CHAT_QUESTION) t->chat->step = CHAT_IDLE;
  t->chat->correcting = a->number;
  about(t, CHAT_SAY_SYNC_REOPENED, a);
  return true;
}

void turn_sync_caption(struct turn *t) {
  if (!t->e->text.n || turn_has_draft(t)) return;
  typed_read(&t->typed, t->e->text);
  if (typed_said(&t->typed) != SAID_FAILS) return;
  const struct chat_application *a = the_one_meant(t);
  if (!a) return;
  if (told(a)) turn_effect(t, CHAT_SYNC_FAILS)->number = a->number;
  t->chat->correcting = a->number;
}

void turn_sync_say_photos(struct turn *t, const struct chat_application *a) {
  int photos = t->chat->batch;
  about(t, CHAT_SAY_SYNC_PHOTO, a);
  t->d->reply.photos = photos;
  turn_stop_timer(t);
  t->chat->correcting = STR_NONE;
}

bool turn_sync_words(struct turn *t) {
  const struct chat_application *a = turn_has_draft(t) ? NULL : turn_sync_awaits(t);
  if (!a || t->chat->mode != CHAT_BOT || t->chat->step != CHAT_IDLE || t->typed.n < 2) return false;
  about(t, CHAT_SAY_SYNC_NOTED, a);
  t->chat->correcting = STR_NONE;
  return true;
}

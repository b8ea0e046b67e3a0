/* domain/conversation_survey: how satisfied somebody is, one question after another; any of them may be passed over, and he
 * may stop at any of them. What was scored lies with the link, not in the chat. */
#include "domain/conversation_turn.h"

#define PASS_NUMBER 5 /* typed instead of tapped: 1 to 4 are scores */
#define STOP_NUMBER 6

static void ends(struct turn *t, enum chat_reply_kind kind) {
  turn_say(t, kind, CHAT_LEAD_NONE);
  t->chat->survey = t->chat->survey_at = STR_NONE;
}

static bool over(struct turn *t) {
  if (t->chat->survey.n && t->f->survey.open) return false;
  ends(t, CHAT_SAY_SURVEY_OVER);
  return true;
}

static void stop(struct turn *t, enum chat_reply_kind kind) {
  turn_effect(t, CHAT_SURVEY_END);
  ends(t, kind);
}

/* Numbers typed now are scores: whatever else was asked of him before is not waited for any more. */
static void ask(struct turn *t, const struct skm_scores *scores) {
  int next = skm_next(scores);
  if (next == SKM_ELEMENTS) {
    stop(t, CHAT_SAY_SURVEY_THANKS);
    return;
  }
  turn_say(t, CHAT_SAY_SURVEY, CHAT_LEAD_NONE);
  t->d->reply.element = (enum skm_element)next;
  t->chat->survey_at = str_of(skm_code((enum skm_element)next));
  if (!turn_has_draft(t) && t->chat->step != CHAT_QUESTION) t->chat->step = CHAT_IDLE;
}

static void scored(struct turn *t, enum skm_element e, int score) {
  struct chat_effect *effect = turn_effect(t, CHAT_SURVEY_SCORE);
  struct skm_scores scores = t->f->survey.scores;
  effect->element = e;
  effect->score = scores.of[e] = score;
  ask(t, &scores);
}

/* skm.start, skm.no, skm.stop, skm.{element}.{1-4 or skip} */
bool turn_survey_tap(struct turn *t, str rest) {
  enum skm_element e;
  str element;
  i64 score = 0;
  if (over(t)) return true;
  str_cut(&rest, '.', &element);
  if (!rest.p) {
    if (str_eq(element, S("start"))) ask(t, &t->f->survey.scores);
    else if (str_eq(element, S("no"))) stop(t, CHAT_SAY_SURVEY_NO);
    else if (str_eq(element, S("stop"))) stop(t, CHAT_SAY_SURVEY_THANKS);
    else return false;
    return true;
  }
  if (!skm_parse(element, &e)) return false;
  if (!str_eq(rest, S("skip")) && (!str_to_i64(rest, &score) || score < 1 || score > 4)) return false;
  scored(t, e, score ? (int)score : SKM_PASSED);
  return true;
}

bool turn_survey_words(struct turn *t) {
  enum skm_element e;
  int n = typed_number(&t->typed);
  bool asked = t->chat->survey.n && t->f->survey.open && skm_parse(t->chat->survey_at, &e);
  if (!asked || turn_has_draft(t) || t->chat->mode != CHAT_BOT || t->chat->step != CHAT_IDLE || n < 1 || n > STOP_NUMBER) return false;
  if (n == STOP_NUMBER) stop(t, CHAT_SAY_SURVEY_THANKS);
  else scored(t, e, n == PASS_NUMBER ? SKM_PASSED : n);
  return true;
}

/* domain/conversation_queue: a ticket of the hall, from a chat. What is understood becomes one effect; the office knows lines
 * and tickets, so it answers. */
#include "domain/conversation_turn.h"

bool turn_queue(struct turn *t, str what) {
  static const char *const known[] = {"look", "leave", "return", "resume"};
  bool good = str_starts(what, S("line.")) || str_starts(what, S("urgent.")) || str_starts(what, S("#"));
  for (size_t i = 0; i < COUNT(known); i++) good |= str_is(what, known[i]);
  if (!good) return false;
  turn_say(t, CHAT_SAY_NOTHING, CHAT_LEAD_NONE);
  turn_effect(t, CHAT_QUEUE)->number = what;
  /* the list may be what comes of it; who was sending photos goes on as before */
  if (turn_has_draft(t) && t->chat->step == CHAT_COLLECTING) return true;
  t->chat->step = str_eq(what, S("look")) ? CHAT_QUEUE_LINES : turn_has_draft(t) ? CHAT_COLLECTING : CHAT_IDLE;
  return true;
}

bool turn_queue_typed(struct turn *t) {
  static const char *const places[] = {"#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8", "#9", "#10"};
  static const char *const letters[] = {"line.A", "line.B", "line.C", "line.D", "line.E", "line.F", "line.G", "line.H", "line.I",
                                        "line.J", "line.K", "line.L", "line.M", "line.N", "line.O", "line.P", "line.Q", "line.R",
                                        "line.S", "line.T", "line.U", "line.V", "line.W", "line.X", "line.Y", "line.Z"};
  int n = typed_number(&t->typed);
  if (n >= 1 && (size_t)n <= COUNT(places)) return turn_queue(t, str_of(places[n - 1]));
  bool letter = t->typed.n == 1 && t->typed.word[0].n == 1 && t->typed.word[0].p[0] >= 'a' && t->typed.word[0].p[0] <= 'z';
  return letter && turn_queue(t, str_of(letters[t->typed.word[0].p[0] - 'a']));
}

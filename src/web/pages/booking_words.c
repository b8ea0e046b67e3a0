/* Words and colours for the codes of appointments. */
#include "web/pages/booking_views.h"

struct tag tag_booking_state(enum booking_state s) {
  static const struct tag tags[BOOKING_STATES] = {
      [BOOKING_HELD] = {T_BOOKING_STATE_HELD, "info"},           [BOOKING_WAITING] = {T_BOOKING_STATE_WAITING, "sogan"},
      [BOOKING_OFFERED] = {T_BOOKING_STATE_OFFERED, "warn"},     [BOOKING_REQUESTED] = {T_BOOKING_STATE_REQUESTED, "sogan"},
      [BOOKING_BOOKED] = {T_BOOKING_STATE_BOOKED, "info"},       [BOOKING_ARRIVED] = {T_BOOKING_STATE_ARRIVED, "ok"},
      [BOOKING_DONE] = {T_BOOKING_STATE_DONE, "ok"},             [BOOKING_NO_SHOW] = {T_BOOKING_STATE_NO_SHOW, "warn"},
      [BOOKING_CANCELLED] = {T_BOOKING_STATE_CANCELLED, "plain"}, [BOOKING_LAPSED] = {T_BOOKING_STATE_LAPSED, "plain"}};
  return (size_t)s < BOOKING_STATES ? tags[s] : (struct tag){T_NONE, "plain"};
}

const struct needs_choice needs_choices[NEEDS_CHOICES] = {{"", T_BOOKING_NEEDS_NONE},
                                                          {"wheelchair", T_BOOKING_NEEDS_WHEELCHAIR},
                                                          {"deaf", T_BOOKING_NEEDS_DEAF},
                                                          {"blind", T_BOOKING_NEEDS_BLIND},
                                                          {"carer", T_BOOKING_NEEDS_CARER}};
const struct needs_choice reason_choices[REASON_CHOICES] = {{"old", T_BOOKING_REASON_OLD},
                                                            {"ill", T_BOOKING_REASON_ILL},
                                                            {"disabled", T_BOOKING_REASON_DISABLED},
                                                            {"disaster", T_BOOKING_REASON_DISASTER}};
const struct needs_choice outcome_choices[OUTCOME_CHOICES] = {{"recorded", T_BOOKING_OUTCOME_RECORDED},
                                                              {"printed", T_BOOKING_OUTCOME_PRINTED},
                                                              {"later", T_BOOKING_OUTCOME_LATER},
                                                              {"done", T_BOOKING_OUTCOME_DONE},
                                                              {"refused", T_BOOKING_OUTCOME_REFUSED}};

static enum text_key find(const struct needs_choice *list, size_t n, str code) {
  for (size_t i = 0; i < n; i++)
    if (code.n && str_is(code, list[i].code)) return list[i].text;
  return T_NONE;
}
enum text_key words_needs(str code) { return find(needs_choices, NEEDS_CHOICES, code); }
enum text_key words_reason(str code) { return find(reason_choices, REASON_CHOICES, code); }
enum text_key words_outcome(str code) { return find(outcome_choices, OUTCOME_CHOICES, code); }

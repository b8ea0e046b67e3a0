/* web/citizen_booking: the lists of days and times, shared by a new appointment, a move and a pickup. */
#pragma once
#include "office/booking.h"
#include "office/booking_notice.h"
#include "web/citizen.h"
#include "web/pages/booking_views.h"

struct pick {
  struct seat_query query; /* day: its times are shown */
  enum age_class age;
  str base_url, action, back_url;
  str moving; /* the time it has now */
  bool all_days;
  bool officer; /* an officer moves it */
};
void booking_pick_show(struct web_request *rq, struct http_response *rs, const struct pick *p, int status);
/* The field `kursi`: booth and time. */
bool booking_seat_chosen(struct web_request *rq, str *ret_booth, moment *ret_at);
str booking_day_label(struct ctx *c, struct date d); /* "Kamis, 3 Desember 2026" */

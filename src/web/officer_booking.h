/* web/officer_booking: what the pages about appointments share. */
#pragma once
#include "office/booking_house.h"
#include "office/booking_notice.h"
#include "web/officer.h"
#include "web/pages/booking_views.h"

struct booking_row officer_booking_row(struct ctx *c, const struct booking *b);
str officer_booking_path(struct ctx *c, str number, const char *tail);

/* report/calendar_file: one appointment as a file every calendar reads (iCalendar, RFC 5545). */
#pragma once
#include "base/base.h"

struct calendar_entry {
  str uid;         /* stays the same when the appointment moves: the calendar then moves it too */
  int sequence;    /* how often it was moved */
  bool cancelled;
  moment starts_at, ends_at, made_at;
  str zone;        /* IANA name of the office's zone */
  str title, place, description, url;
  int remind_minutes[2]; /* before the beginning; 0: none */
};
str calendar_file(struct arena *a, const struct calendar_entry *e);

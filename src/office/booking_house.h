/* office/booking_house: what the office says about its days: holidays and closures, the central system, blanks. Each of
 * them tells everybody whose appointment it touches, once, in the same transaction. */
#pragma once
#include "config/holidays_file.h"
#include "office/booking.h"
#include "office/hours.h"

struct house {
  bool central_down;
  moment central_since;
  str central_note;
  struct blanks blanks;
  struct closing *closures; /* now and to come */
  size_t closure_count;
  i64 waiting, requested;
};
enum err office_house(struct ctx *c, struct house *ret);

/* The rest of today is closed for KTP-el; ret_told: how many people of today were told. Again while it is down: nothing. */
enum err office_central_down(struct ctx *c, str note, size_t *ret_told);
/* It is back: those of today who were told, and whose time is still ahead, hear that it stands. */
enum err office_central_up(struct ctx *c, size_t *ret_told);
/* Blanks as they were counted; expected: date of the next delivery when there are none, year 0 = not known. */
enum err office_blanks(struct ctx *c, i64 count, struct date expected, size_t *ret_told);
/* E_INPUT: no name, or an end before its beginning. hall empty: the whole office. */
enum err house_close(struct ctx *c, str hall, moment from, moment to, str name, size_t *ret_told);
enum err house_reopen(struct ctx *c, i64 closure);

struct holidays_report {
  size_t kept, told;
};
/* Of a calendar file; days that have been are left out, one of the same uid is replaced. */
enum err office_holidays(struct ctx *c, const struct holiday_entry *list, size_t n, struct holidays_report *ret);

/* After one was printed: were these the last blanks, those who only wait for a print are told. */
enum err blanks_used(struct ctx *c, struct tx *tx);

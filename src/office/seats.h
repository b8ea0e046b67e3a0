/* office/seats: which seats are free. All inside a transaction of the caller: what is read here is true until it ends. */
#pragma once
#include "office/office.h"

struct seat_query {
  str kind;
  bool accessible;   /* a wheelchair must get there */
  bool any_time;     /* an officer: also what begins within the lead time */
  struct date day;   /* year 0: every day within the horizon */
};
struct seat_slot {
  const struct booth *booth;
  moment at;
  int free; /* > 0 */
};
struct seat_day {
  struct date date;
  int free;
  moment first; /* the first free seat of it */
};
#define MAX_SEAT_DAYS 128
/* In the order of time. Empty when there is none, the office gives no appointments, or the kind is paused. */
enum err seats_free(struct ctx *c, struct tx *tx, const struct seat_query *q, struct seat_slot **ret, size_t *ret_n);
enum err seats_days(struct ctx *c, struct tx *tx, const struct seat_query *q, struct seat_day *ret, size_t *ret_n);
/* The same, each in a transaction of its own. */
enum err office_seats(struct ctx *c, const struct seat_query *q, struct seat_slot **ret, size_t *ret_n);
enum err office_seat_days(struct ctx *c, const struct seat_query *q, struct seat_day *ret, size_t *ret_n);
/* The lowest free place of one time. E_RULE: no such time (fault "no_such_slot"); E_CONFLICT: full (fault
 * "slot_taken"). */
enum err seat_place(struct ctx *c, struct tx *tx, const struct booth *b, moment at, bool any_time, str kind,
                    int *ret_place);
const struct booth *booth_find(const struct office *o, str code); /* NULL: not, or not any more */

/* Blanks: nobody counted (counted false) is as if there were enough. */
struct blanks {
  bool counted;
  i64 count;
  struct date expected; /* of the next delivery; year 0: not known */
  moment changed_at;
};
enum err blanks_read(struct tx *tx, struct blanks *ret);
static inline bool blanks_out(const struct blanks *b) { return b->counted && b->count <= 0; }

enum err closures_read(struct ctx *c, struct tx *tx, moment from, moment until, struct closure **ret, size_t *ret_n);

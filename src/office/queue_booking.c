/* An appointment checks in: it is marked arrived and woven into the line by its time, both or neither. */
#include "office/booking.h"
#include "office/queue.h"

enum err office_queue_check_in(struct ctx *c, const struct hall *h, str typed, bool print, struct ticket *ret, bool *ret_new) {
  struct booking b;
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(office_check_in(c, &tx, typed, &b));
  bool pickup = str_eq(b.kind, VISIT_PICKUP), helped = b.needs.n > 0 && !str_eq(b.needs, S("carer"));
  const struct hall_line *line = pickup ? hall_pickup_line(h) : hall_line_of_service(h, VISIT_SERVICE);
  if (!line) return ctx_fail(c, E_NOTFOUND, T_HALL_NO_LINE, "unknown_line", S("line"));
  struct take take = {.hall = h->code, .line = line->letter, .kind = TICKET_APPOINTMENT, .appointment_at = b.starts_at, .channel = TAKEN_KIOSK,
                      .priority = helped ? PRIORITY_DISABLED : PRIORITY_NONE, .phone = b.phone, .chat = b.chat, .contact = b.contact,
                      .browser = b.number, .print = print};
  TRY(queue_take(c, &tx, &take, ret, ret_new));
  return db_commit(&tx);
}

#include "domain/retention.h"

static const char *const class_codes[PAPER_CLASSES] = {
    [PAPER_EVIDENCE] = "evidence", [PAPER_IDENTITY] = "identity", [PAPER_LOOSE] = "loose"};
const char *paper_class_code(enum paper_class c) { return (unsigned)c < PAPER_CLASSES ? class_codes[c] : ""; }

enum paper_class paper_class_of(const struct kept_paper *p) {
  if (!p->has_application) return PAPER_LOOSE;
  bool face = str_eq(p->requirement, S("foto")) || str_eq(p->requirement, S("swafoto"));
  return face ? PAPER_IDENTITY : PAPER_EVIDENCE;
}

moment retention_ends(const struct retention *r, const struct kept_paper *p) {
  enum paper_class c = paper_class_of(p);
  if (p->has_application && !state_is_final(p->state)) return 0;
  return (p->has_application ? p->settled_at : p->came_at) + DAYS(r->days[c]);
}

bool retention_over(const struct retention *r, const struct kept_paper *p, moment now) {
  moment ends = retention_ends(r, p);
  return ends != 0 && ends <= now && !p->held;
}

moment retention_newest(const struct retention *r, moment now) {
  int least = r->days[0];
  for (size_t i = 1; i < PAPER_CLASSES; i++)
    if (r->days[i] < least) least = r->days[i];
  return now - DAYS(least);
}

/* ---- requests about one's data -------------------------------------------------------------------- */

#define DATA_REQUEST_TIME (3 * HOURS(24))

static const char *const request_codes[DATA_REQUEST_KINDS] = {[DATA_SEE] = "see", [DATA_CORRECT] = "correct", [DATA_ERASE] = "erase"};
static const char *const outcome_codes[DATA_OUTCOMES] = {[DATA_OPEN] = "open", [DATA_DONE] = "done", [DATA_REFUSED] = "refused"};

const char *data_request_code(enum data_request_kind k) { return (unsigned)k < DATA_REQUEST_KINDS ? request_codes[k] : ""; }
const char *data_outcome_code(enum data_outcome o) { return (unsigned)o < DATA_OUTCOMES ? outcome_codes[o] : ""; }

static bool code_at(const char *const *codes, size_t n, str code, size_t *ret) {
  for (size_t i = 0; i < n; i++)
    if (str_is(code, codes[i])) {
      *ret = i;
      return true;
    }
  return false;
}

bool data_request_parse(str code, enum data_request_kind *ret) {
  size_t at;
  if (!code_at(request_codes, COUNT(request_codes), code, &at)) return false;
  *ret = (enum data_request_kind)at;
  return true;
}

bool data_outcome_parse(str code, enum data_outcome *ret) {
  size_t at;
  if (!code_at(outcome_codes, COUNT(outcome_codes), code, &at)) return false;
  *ret = (enum data_outcome)at;
  return true;
}

moment data_request_due(moment received) { return received + DATA_REQUEST_TIME; }

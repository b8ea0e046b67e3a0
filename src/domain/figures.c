#include "domain/figures.h"

static const char *const measure_codes[MEASURES] = {
    [MEASURE_SUBMITTED] = "submitted", [MEASURE_ENDED] = "ended",   [MEASURE_ANSWERED] = "answered",
    [MEASURE_READY] = "ready",         [MEASURE_PROMISE] = "promise", [MEASURE_JUDGED] = "judged",
    [MEASURE_FAULTY] = "faulty",       [MEASURE_REASON] = "reason", [MEASURE_VISIT] = "visit",
    [MEASURE_WORK] = "work",           [MEASURE_ARRIVAL] = "arrival",
    [MEASURE_CALL] = "call",           [MEASURE_TICKET] = "ticket", [MEASURE_BOOKED] = "booked",
    [MEASURE_LEAD] = "lead",           [MEASURE_KEPT] = "kept",     [MEASURE_MISSED] = "missed",
    [MEASURE_CANCELLED] = "cancelled",
};

const char *measure_code(enum measure m) { return (size_t)m < MEASURES ? measure_codes[m] : ""; }

bool measure_parse(str code, enum measure *ret) {
  for (int i = 0; i < MEASURES; i++)
    if (str_is(code, measure_codes[i])) {
      *ret = (enum measure)i;
      return true;
    }
  return false;
}

/* ---- classes of time ------------------------------------------------------------------------------ */

const int time_class_minutes[TIME_CLASSES] = {15, 30, 60, 120, 180, 240, 360, 480, 720, 960, 1440, 1920, 2400, 3360, 4800, 0};
static const char *const time_class_codes[TIME_CLASSES] = {"0015", "0030", "0060", "0120", "0180", "0240", "0360", "0480",
                                                           "0720", "0960", "1440", "1920", "2400", "3360", "4800", "more"};

int time_class(moment worked) {
  int at = 0;
  while (at < TIME_CLASSES - 1 && worked > MINUTES(time_class_minutes[at])) at++;
  return at;
}

const char *time_class_code(int at) { return time_class_codes[at]; }

int time_class_find(str code) {
  for (int i = 0; i < TIME_CLASSES; i++)
    if (str_is(code, time_class_codes[i])) return i;
  return -1;
}

/* ---- one file ---------------------------------------------------------------------------------------- */

bool tally_open(const struct tally *t) { return t->application && t->state != STATE_DRAFT && !state_is_final(t->state); }

moment tally_late_at(const struct tally *t) {
  bool counts = tally_open(t) && !t->ready && t->due_at && state_clock_runs(t->state);
  return counts ? t->due_at + t->paused_ms : 0;
}

static void put(struct marks *m, enum measure measure, const struct tally *t, const struct happening *h, str key, i64 value) {
  if (m->n == MAX_MARKS) return;
  bool of_service = measure != MEASURE_WORK && measure != MEASURE_ARRIVAL;
  m->at[m->n] = (struct mark){.measure = measure, .day = date_days(local_of(h->at).date),
                                .service = of_service ? t->service : S(""), .key = key, .place = h->seq * MARKS_OF_EVENT + (i64)m->n,
                                .application = h->application, .value = value};
  m->n++;
}

static bool by_officer(const struct happening *h) {
  return str_starts(h->actor, S("officer:")) || str_starts(h->actor, S("token:"));
}

static bool was_judged(const struct tally *t, str requirement, struct arena *a) {
  return str_has(t->judged, arena_printf(a, " " STR_FMT " ", STR_ARG(requirement)));
}

/* The first look at a paper decides whether it was right the first time. */
static void judge(struct arena *a, struct tally *t, const struct happening *h, str requirement, bool right, struct marks *m) {
  if (!requirement.n || was_judged(t, requirement, a)) return;
  t->judged = arena_printf(a, STR_FMT "%s" STR_FMT " ", STR_ARG(t->judged), t->judged.n ? "" : " ", STR_ARG(requirement));
  put(m, MEASURE_JUDGED, t, h, requirement, 0);
  if (!right) put(m, MEASURE_FAULTY, t, h, requirement, 0);
}

const char *visit_reason(enum action action, enum channel channel) {
  static const struct {
    enum action action;
    enum channel channel; /* CHANNELS: any */
    const char *reason;
  } sources[] = {
      {ACTION_SUBMIT, CHANNEL_COUNTER, "walkin"},  {ACTION_SEEN, CHANNELS, "originals"},
      {ACTION_CHECK_ORIGINAL, CHANNELS, "pickup"}, {ACTION_HAND_OVER, CHANNELS, "pickup"},
  };
  for (size_t i = 0; i < COUNT(sources); i++)
    if (sources[i].action == action && (sources[i].channel == CHANNELS || sources[i].channel == channel)) return sources[i].reason;
  return NULL;
}

static void visit(struct tally *t, const struct happening *h, enum action action, struct marks *m) {
  const char *why = visit_reason(action, t->channel);
  i64 day = date_days(local_of(h->at).date);
  if (!why || t->visit_day == day) return;
  t->visit_day = day;
  put(m, MEASURE_VISIT, t, h, str_of(why), 0);
}

/* ---- the clock ---------------------------------------------------------------------------------------- */

static moment worked_until(const struct tally *t, moment at, const struct calendar *cal) {
  return t->worked_ms + (t->since ? working_time(t->since, at, cal) : 0);
}

/* As the file's own: office/act.c. */
static void run_clock(struct tally *t, enum state to, moment at, const struct calendar *cal) {
  bool runs = state_clock_runs(to);
  if (!runs && !t->paused_at && !state_is_final(to)) t->paused_at = at;
  if (runs && t->paused_at) {
    t->paused_ms += at - t->paused_at;
    t->paused_at = 0;
  }
  if (!runs && t->since) {
    t->worked_ms = worked_until(t, at, cal);
    t->since = 0;
  }
  if (runs && !t->since) t->since = at;
}

static void answered(struct tally *t, const struct happening *h, const struct calendar *cal, struct marks *m) {
  moment worked = working_time(t->submitted_at, h->at, cal);
  t->answered = true;
  put(m, MEASURE_ANSWERED, t, h, str_of(time_class_code(time_class(worked))), worked / MINUTES(1));
}

static void ready(struct tally *t, const struct happening *h, const struct calendar *cal, struct marks *m) {
  moment worked = worked_until(t, h->at, cal);
  put(m, MEASURE_READY, t, h, str_of(time_class_code(time_class(worked))), worked / MINUTES(1));
  moment paused = t->paused_ms + (t->paused_at ? h->at - t->paused_at : 0);
  if (t->due_at) put(m, MEASURE_PROMISE, t, h, h->at <= t->due_at + paused ? S("kept") : S("late"), worked / MINUTES(1));
  t->ready = true;
}

static void move(struct tally *t, const struct happening *h, enum action action, const struct calendar *cal, struct marks *m) {
  const struct transition *step = transition_find(t->state, action);
  if (!t->answered && step && step->tells && by_officer(h)) answered(t, h, cal, m);
  bool done = h->to == STATE_READY_FOR_PICKUP || h->to == STATE_SENT || h->to == STATE_COMPLETED;
  if (!t->ready && done) ready(t, h, cal, m);
  run_clock(t, h->to, h->at, cal);
  if (state_is_final(h->to) && t->state != h->to) put(m, MEASURE_ENDED, t, h, str_of(state_code(h->to)), 0);
  t->state = h->to;
}

/* ---- the whole ------------------------------------------------------------------------------------------ */

static str hour_of(struct arena *a, moment at) { return arena_printf(a, "%02d", local_of(at).hour); }

static void submit(struct arena *a, struct tally *t, const struct happening *h, const struct calendar *cal, struct marks *m) {
  *t = (struct tally){.application = h->application, .service = h->service, .channel = h->channel, .state = STATE_SUBMITTED,
                      .submitted_at = h->at, .since = h->at, .judged = S("")};
  t->due_at = h->due_at;
  if (!t->due_at && h->sla_working_hours > 0) t->due_at = working_hours_after(h->at, h->sla_working_hours, cal);
  put(m, MEASURE_SUBMITTED, t, h, str_of(channel_code(t->channel)), 0);
  put(m, MEASURE_ARRIVAL, t, h, hour_of(a, h->at), 0);
}

void figures_fold(struct arena *a, struct tally *t, const struct happening *h, const struct calendar *cal, struct marks *ret) {
  enum action action;
  ret->n = 0;
  if (!h->application || !action_parse(h->kind, &action)) return;
  if (action == ACTION_SUBMIT && !t->application) submit(a, t, h, cal, ret);
  if (!t->application) return; /* a draft, or a file that came before there were events */
  if (str_starts(h->actor, S("officer:")))
    put(ret, MEASURE_WORK, t, h, arena_printf(a, STR_FMT "|" STR_FMT, STR_ARG(h->actor), STR_ARG(hour_of(a, h->at))), 0);
  visit(t, h, action, ret);
  if (action == ACTION_ACCEPT_SCAN || action == ACTION_FAULT_SCAN) judge(a, t, h, h->requirement, action == ACTION_ACCEPT_SCAN, ret);
  for (size_t i = 0; i < h->fault_count; i++) {
    judge(a, t, h, h->faults[i].requirement, false, ret);
    put(ret, MEASURE_REASON, t, h, str_of(fault_code(h->faults[i].reason)), 0);
  }
  if (h->moves) move(t, h, action, cal, ret);
}

/* ---- the hall --------------------------------------------------------------------------------------------- */

static void put_call(struct marks *m, enum measure measure, const struct hall_call *h, str key) {
  m->at[m->n] = (struct mark){.measure = measure, .day = date_days(local_of(h->at).date), .service = S(""), .key = key,
                              .place = h->seq * MARKS_OF_EVENT + (i64)m->n};
  m->n++;
}

void figures_call(struct arena *a, const struct hall_call *h, struct marks *ret) {
  ret->n = 0;
  put_call(ret, MEASURE_CALL, h, arena_printf(a, "%02d|" STR_FMT, h->counter, STR_ARG(hour_of(a, h->at))));
  if (h->first) put_call(ret, MEASURE_TICKET, h, str_sub(h->ticket, 0, str_find(h->ticket, '-')));
}

/* ---- appointments ----------------------------------------------------------------------------------------- */

static const int lead_days[LEAD_CLASSES] = {0, 1, 2, 3, 5, 7, 14, 21, 30, -1};
static const char *const lead_codes[LEAD_CLASSES] = {"00", "01", "02", "03", "05", "07", "14", "21", "30", "more"};
const char *lead_class_code(int at) { return lead_codes[at]; }
int lead_class(i64 days) {
  int at = 0;
  while (at < LEAD_CLASSES - 1 && days > lead_days[at]) at++;
  return at;
}

#define WAS(state) (1u << BOOKING_##state)
static const struct {
  unsigned from;
  enum booking_state to;
  enum measure counts, goes; /* MEASURES: none */
} turns_of_booking[] = {
    {WAS(HELD) | WAS(WAITING) | WAS(OFFERED) | WAS(REQUESTED) | WAS(NO_SHOW), BOOKING_BOOKED, MEASURE_BOOKED, MEASURES},
    {WAS(BOOKED), BOOKING_ARRIVED, MEASURE_KEPT, MEASURES},
    {WAS(BOOKED), BOOKING_DONE, MEASURE_KEPT, MEASURES},
    {WAS(BOOKED), BOOKING_NO_SHOW, MEASURE_MISSED, MEASURES},
    {WAS(NO_SHOW), BOOKING_ARRIVED, MEASURE_KEPT, MEASURE_MISSED},
    {WAS(ARRIVED), BOOKING_BOOKED, MEASURES, MEASURE_KEPT},
    {WAS(BOOKED), BOOKING_CANCELLED, MEASURE_CANCELLED, MEASURES},
};

static void put_booking(struct marks *m, enum measure measure, const struct booking_event *e, str key, i64 value) {
  m->at[m->n] = (struct mark){.measure = measure, .day = date_days(local_of(e->at).date), .service = S(""), .key = key,
                              .place = e->seq * MARKS_OF_EVENT + (i64)m->n, .value = value};
  m->n++;
}

enum measure figures_booking(struct arena *a, const struct booking_event *e, struct marks *ret) {
  ret->n = 0;
  for (size_t i = 0; i < COUNT(turns_of_booking); i++) {
    if (!(turns_of_booking[i].from & (1u << e->from)) || turns_of_booking[i].to != e->to) continue;
    enum measure counts = turns_of_booking[i].counts;
    if (counts != MEASURES) put_booking(ret, counts, e, e->kind, 0);
    if (counts == MEASURE_BOOKED && e->starts_at >= e->at) {
      i64 days = date_days(local_of(e->starts_at).date) - date_days(local_of(e->at).date);
      str key = arena_printf(a, STR_FMT "|%s", STR_ARG(e->kind), lead_class_code(lead_class(days)));
      put_booking(ret, MEASURE_LEAD, e, key, (e->starts_at - e->at) / MINUTES(1));
    }
    return turns_of_booking[i].goes;
  }
  return MEASURES;
}

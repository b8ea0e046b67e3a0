#include "domain/queue.h"

#include "domain/hall.h"

/* ---- words for the store and for machines ------------------------------------------------------------------ */

static const char *const state_codes[TICKET_STATES] = {
    [TICKET_WAITING] = "waiting", [TICKET_HELD] = "held",     [TICKET_CALLED] = "called",
    [TICKET_DONE] = "done",       [TICKET_MISSED] = "missed", [TICKET_LEFT] = "left"};
static const char *const kind_codes[TICKET_KINDS] = {
    [TICKET_WALKIN] = "walkin", [TICKET_APPOINTMENT] = "appointment", [TICKET_PICKUP] = "pickup"};
static const char *const priority_codes[PRIORITIES] = {[PRIORITY_NONE] = "",
                                                       [PRIORITY_ELDERLY] = "elderly",
                                                       [PRIORITY_PREGNANT] = "pregnant",
                                                       [PRIORITY_DISABLED] = "disabled",
                                                       [PRIORITY_CHILD] = "child"};
static const char *const channel_codes[TAKEN_CHANNELS] = {
    [TAKEN_KIOSK] = "kiosk", [TAKEN_WEB] = "web", [TAKEN_WHATSAPP] = "whatsapp", [TAKEN_OFFICER] = "officer"};
static const char *const step_codes[TICKET_STEPS] = {
    [STEP_CALL] = "call",         [STEP_RECALL] = "recall", [STEP_NO_SHOW] = "no_show",
    [STEP_FINISH] = "finish",     [STEP_TRANSFER] = "transfer", [STEP_HOLD] = "hold",
    [STEP_RESUME] = "resume",     [STEP_LEAVE] = "leave",   [STEP_RETURN] = "return"};
static const char *const reason_codes[CALL_REASONS] = {[CALL_FIRST] = "first",
                                                       [CALL_CAME_BACK] = "came_back",
                                                       [CALL_PICKUP] = "pickup",
                                                       [CALL_APPOINTMENT] = "appointment",
                                                       [CALL_PRIORITY] = "priority"};

static int code_find(str code, const char *const *codes, int n) {
  for (int i = 0; i < n; i++)
    if (str_is(code, codes[i])) return i;
  return -1;
}

#define CODES(type, name, table, count)                                                  \
  const char *name##_code(type v) { return (size_t)v < (count) ? (table)[v] : ""; } \
  bool name##_parse(str code, type *ret) {                                               \
    int at = code_find(code, (table), (count));                                          \
    if (at >= 0) *ret = (type)at;                                                        \
    return at >= 0;                                                                      \
  }
CODES(enum ticket_state, ticket_state, state_codes, TICKET_STATES)
CODES(enum ticket_kind, ticket_kind, kind_codes, TICKET_KINDS)
CODES(enum ticket_priority, ticket_priority, priority_codes, PRIORITIES)
CODES(enum ticket_channel, ticket_channel, channel_codes, TAKEN_CHANNELS)
CODES(enum ticket_step, ticket_step, step_codes, TICKET_STEPS)
const char *call_reason_code(enum call_reason r) { return (size_t)r < CALL_REASONS ? reason_codes[r] : ""; }

bool ticket_living(enum ticket_state s) { return s == TICKET_WAITING || s == TICKET_HELD || s == TICKET_CALLED; }

/* ---- what may happen to a ticket ------------------------------------------------------------------------------ */

#define IN(state) (1u << TICKET_##state)
static const struct {
  enum ticket_step step;
  unsigned from;
  enum ticket_state to;
  bool citizen; /* the person may do it as well */
  bool undo;    /* the counter may take it back */
} steps[] = {
    {STEP_CALL, IN(WAITING), TICKET_CALLED, false, true},
    {STEP_RECALL, IN(CALLED), TICKET_CALLED, false, false},
    {STEP_NO_SHOW, IN(CALLED), TICKET_MISSED, false, true},
    {STEP_FINISH, IN(CALLED), TICKET_DONE, false, true},
    {STEP_TRANSFER, IN(CALLED) | IN(HELD) | IN(WAITING), TICKET_WAITING, false, true},
    {STEP_HOLD, IN(CALLED) | IN(WAITING), TICKET_HELD, false, true},
    {STEP_RESUME, IN(HELD), TICKET_WAITING, true, false},
    {STEP_LEAVE, IN(WAITING) | IN(HELD), TICKET_LEFT, true, false},
    {STEP_RETURN, IN(MISSED) | IN(LEFT), TICKET_WAITING, true, false},
};

bool ticket_may(enum ticket_state from, enum ticket_step step, bool officer, enum ticket_state *ret_to) {
  for (size_t i = 0; i < COUNT(steps); i++) {
    if (steps[i].step != step || !(steps[i].from & (1u << from)) || !(officer || steps[i].citizen)) continue;
    *ret_to = steps[i].to;
    return true;
  }
  return false;
}

bool queue_may_undo(enum ticket_step step, moment age) {
  for (size_t i = 0; i < COUNT(steps); i++)
    if (steps[i].step == step) return steps[i].undo && age >= 0 && age <= UNDO_TIME;
  return false;
}

/* ---- who is next -------------------------------------------------------------------------------------------------- */

#define PRIORITY_RUN 2
#define LEAST_SHARE 10 /* who just comes is always served ... */
#define MOST_SHARE 90  /* ... and an appointment is worth something */

enum class { BACK, PICKUP, APPOINTMENT, PRIORITY, FIRST, EARLY, CLASSES };

static enum class class_of(const struct waiting *w, const struct queue_rules *r, moment now) {
  if (w->came_back) return BACK;
  if (w->kind == TICKET_PICKUP) return PICKUP;
  if (w->kind == TICKET_APPOINTMENT) return now >= w->appointment_at - r->early ? APPOINTMENT : EARLY;
  return w->priority != PRIORITY_NONE ? PRIORITY : FIRST;
}

static bool comes_before(const struct waiting *a, const struct waiting *b, enum class class) {
  bool by_time = (class == APPOINTMENT || class == EARLY) && a->appointment_at != b->appointment_at;
  if (by_time) return a->appointment_at < b->appointment_at;
  return a->order_at != b->order_at ? a->order_at < b->order_at : a->id < b->id;
}

/* Whose turn it is among those of `first`, and what the counter remembers of it. */
static enum class choose(const size_t first[CLASSES], size_t none, struct turns *t, int share) {
#define THERE(class) (first[class] != none)
  if (THERE(BACK)) return BACK;
  if (THERE(PICKUP) && !t->pickup_last) return PICKUP;
  bool walkins = THERE(PRIORITY) || THERE(FIRST);
  if (THERE(APPOINTMENT) && walkins) {
    t->credit += share;
    if (t->credit < 100) return APPOINTMENT;
    t->credit -= 100;
  } else if (THERE(APPOINTMENT)) {
    return APPOINTMENT;
  }
  if (THERE(PRIORITY) && (!THERE(FIRST) || t->priority_run < PRIORITY_RUN)) return PRIORITY;
  if (THERE(FIRST)) return FIRST;
  return THERE(PICKUP) ? PICKUP : EARLY;
#undef THERE
}

struct pick queue_pick(const struct waiting *list, size_t n, struct turns t, const struct queue_rules *r, moment now) {
  static const enum call_reason reasons[CLASSES] = {
      [BACK] = CALL_CAME_BACK, [PICKUP] = CALL_PICKUP, [APPOINTMENT] = CALL_APPOINTMENT,
      [PRIORITY] = CALL_PRIORITY, [FIRST] = CALL_FIRST, [EARLY] = CALL_APPOINTMENT};
  size_t first[CLASSES];
  for (size_t k = 0; k < CLASSES; k++) first[k] = n;
  for (size_t i = 0; i < n; i++) {
    enum class k = class_of(&list[i], r, now);
    if (first[k] == n || comes_before(&list[i], &list[first[k]], k)) first[k] = i;
  }
  if (n == 0) return (struct pick){.at = 0, .turns = t};
  int share = r->walkin_share < LEAST_SHARE ? LEAST_SHARE : r->walkin_share > MOST_SHARE ? MOST_SHARE : r->walkin_share;
  enum class chosen = choose(first, n, &t, share);
  bool others = first[FIRST] != n;
  if (chosen == PRIORITY) t.priority_run = others ? t.priority_run + 1 : 0;
  if (chosen == FIRST) t.priority_run = 0;
  if (chosen != BACK) t.pickup_last = chosen == PICKUP;
  return (struct pick){.at = first[chosen], .why = reasons[chosen], .turns = t};
}

void queue_order(struct waiting *list, size_t n, struct turns t, const struct queue_rules *r, moment now, moment step,
                 i64 *ret_ids) {
  for (size_t done = 0; n > 0; done++, n--, now += step) {
    struct pick p = queue_pick(list, n, t, r, now);
    ret_ids[done] = list[p.at].id;
    list[p.at] = list[n - 1];
    t = p.turns;
  }
}

struct comeback queue_comeback(moment order_at, moment ended_at, int times_before, int grace_minutes, moment now) {
  bool front = times_before == 0 && now - ended_at <= MINUTES(grace_minutes);
  return (struct comeback){front, front ? order_at : now};
}

enum ticket_kind queue_check_in(moment appointment_at, moment now) {
  return now - appointment_at > APPOINTMENT_LATE ? TICKET_WALKIN : TICKET_APPOINTMENT;
}

/* ---- how long it takes ----------------------------------------------------------------------------------------------- */

#define USUAL_WEIGHT 4
#define LONGEST HOURS(1) /* a ticket nobody finished says nothing about the pace */
#define STEP 5

static moment root(moment square) {
  moment low = 0, high = 3037000499;
  while (low < high) {
    moment middle = (low + high + 1) / 2;
    if (middle * middle <= square) low = middle;
    else high = middle - 1;
  }
  return low;
}

struct hall_pace queue_pace(const moment *lengths, size_t n, int usual_minutes, int counters) {
  moment usual = MINUTES(usual_minutes > 0 ? usual_minutes : 1), sum = usual * USUAL_WEIGHT, squares = 0;
  int seen = 0;
  for (size_t i = 0; i < n; i++) {
    if (lengths[i] <= 0 || lengths[i] > LONGEST) continue;
    sum += lengths[i];
    seen++;
  }
  moment mean = sum / (USUAL_WEIGHT + seen);
  squares = (usual / 2) * (usual / 2) * USUAL_WEIGHT;
  for (size_t i = 0; i < n; i++)
    if (lengths[i] > 0 && lengths[i] <= LONGEST) squares += (lengths[i] - mean) * (lengths[i] - mean);
  return (struct hall_pace){mean, root(squares / (USUAL_WEIGHT + seen)), counters > 0 ? counters : 1, seen};
}

struct wait_range queue_wait(const struct hall_pace *p, size_t ahead) {
  moment people = (moment)ahead, likely = (p->mean * people + p->mean / 2) / p->counters;
  moment around = p->spread * root((people + 1) * 10000) / 100 / p->counters;
  moment low = likely > around ? likely - around : 0, high = likely + around;
  int from = (int)(low / MINUTES(1)) / STEP * STEP, to = ((int)(high / MINUTES(1)) / STEP + 1) * STEP;
  return (struct wait_range){from, to};
}

/* ---- numbers ------------------------------------------------------------------------------------------------------------ */

str ticket_number(struct arena *a, str letter, i64 n) {
  return arena_printf(a, STR_FMT "-%03lld", STR_ARG(letter), (long long)n);
}

bool ticket_number_read(str typed, char *ret_letter, i64 *ret_n) {
  str s = str_trim(typed);
  if (s.n < 2 || s.n > 8) return false;
  char letter = s.p[0] >= 'a' && s.p[0] <= 'z' ? (char)(s.p[0] - 32) : s.p[0];
  size_t at = 1;
  while (at < s.n && (s.p[at] == '-' || s.p[at] == ' ')) at++;
  str digits = str_from(s, at);
  i64 n;
  if (letter < 'A' || letter > 'Z' || !str_all_digits(digits) || digits.n > 6 || !str_to_i64(digits, &n) || n < 1) return false;
  *ret_letter = letter;
  *ret_n = n;
  return true;
}

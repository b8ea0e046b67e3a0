#include "ops/demo_history.h"

#include "domain/calendar.h"
#include "domain/identity.h"
#include "domain/skm.h"
#include "office/chain.h"
#include "office/file.h"
#include "office/json.h"
#include "office/skm.h"
#include "ops/demo_people.h"

#define BATCH 2000 /* applications of one transaction; their events are sorted by time */
#define MAX_STEPS 64

struct step { /* something that befell an application */
  moment at;
  int file;     /* of the batch */
  u8 action;    /* enum action */
  u8 who;       /* of workers; CITIZEN_DOES, SYSTEM_DOES */
  str data;
};
enum { CITIZEN_DOES = 250, SYSTEM_DOES = 251 };
struct life { /* one application, as far as it came */
  i64 id;
  const struct service *service;
  struct judgement needs;
  enum channel channel;
  enum state state;
  str name, phone, number;
  moment submitted_at, changed_at, paused_at, paused_ms, correct_until;
  enum item_state items[MAX_REQUIREMENTS];
  enum original_result originals[MAX_REQUIREMENTS];
  enum fault_reason faults[MAX_REQUIREMENTS];
  enum hold_reason hold;
  u8 owner;
  struct step steps[MAX_STEPS];
  size_t step_n;
  bool stopped; /* the present has come */
};
struct past {
  struct ctx *c;
  struct arena *arena; /* of a batch */
  struct chance chance;
  const struct service *services[16];
  size_t service_n;
  i64 workers[8];
  size_t worker_n;
  moment now;
};

/* ---- days and hours -------------------------------------------------------------------------------- */

static const unsigned weekday_weight[7] = {3, 14, 12, 11, 11, 9, 4}; /* Sunday first */
static const unsigned hour_weight[24] = {0, 0, 0, 0, 1, 2, 4, 7, 14, 18, 17, 14, 9, 10, 9, 6, 4, 3, 4, 7, 8, 5, 2, 1};

static unsigned draw(struct chance *c, const unsigned *weights, unsigned n) {
  unsigned sum = 0, at;
  for (unsigned i = 0; i < n; i++) sum += weights[i];
  at = chance_below(c, sum);
  for (unsigned i = 0; i + 1 < n; i++) {
    if (at < weights[i]) return i;
    at -= weights[i];
  }
  return n - 1;
}

/* At any hour; at the counter only while the office is open, on that day or the next one it is. */
static moment some_time_of(struct past *p, i64 day, bool at_counter) {
  const struct opening *week = p->c->office->config->office.hours;
  struct local_time t = {.date = date_of_days(day), .hour = (int)draw(&p->chance, hour_weight, 24),
                         .minute = (int)chance_below(&p->chance, 60), .second = (int)chance_below(&p->chance, 60)};
  moment at = moment_of_local(t);
  if (!at_counter || office_open(at, week)) return at;
  t.hour = t.minute = 0;
  at = working_hours_after(moment_of_local(t), 0, &(struct calendar){.week = week});
  int open = week[local_of(at).weekday].to - week[local_of(at).weekday].from;
  return at + MINUTES(chance_below(&p->chance, (unsigned)(open > 10 ? open - 5 : 5)));
}

/* After so many working minutes, more or less. */
static moment worked(struct past *p, moment from, unsigned least, unsigned most) {
  unsigned minutes = least + chance_below(&p->chance, most - least + 1);
  const struct calendar week = {.week = p->c->office->config->office.hours};
  moment at = working_hours_after(from, (int)(minutes / 60), &week) + MINUTES(minutes % 60) + SECONDS(chance_below(&p->chance, 60));
  return working_hours_after(at, 0, &week);
}

static bool sometimes(struct past *p, unsigned percent) { return chance_below(&p->chance, 100) < percent; }

/* ---- a life ------------------------------------------------------------------------------------------- */

static json_t *moves(const struct life *l, enum state to) {
  json_t *o = json_object();
  json_object_set_new(o, "from", json_string(state_code(l->state)));
  json_object_set_new(o, "to", json_string(state_code(to)));
  return o;
}

/* Happens unless it lies ahead; then nothing more does. */
static bool happens(struct past *p, struct life *l, moment at, enum action action, u8 who, enum state to, json_t *data) {
  if (at > p->now || l->step_n == MAX_STEPS) l->stopped = true;
  if (l->stopped) {
    json_decref(data);
    return false;
  }
  l->steps[l->step_n++] = (struct step){.at = at, .action = (u8)action, .who = who, .data = json_text(p->arena, data)};
  bool runs = state_clock_runs(to);
  if (!runs && !l->paused_at && !state_is_final(to)) l->paused_at = at;
  if (runs && l->paused_at) l->paused_ms += at - l->paused_at, l->paused_at = 0;
  l->state = to;
  l->changed_at = at;
  return true;
}

static bool step(struct past *p, struct life *l, moment at, enum action action, u8 who, enum state to) {
  return happens(p, l, at, action, who, to, moves(l, to));
}

static bool is_scanned(const struct requirement *r) {
  return (r->modes & MODE_UPLOAD) && !(r->modes & (MODE_OPTIONAL | MODE_OFFICER));
}

static void submit(struct past *p, struct life *l, moment at, u8 clerk) {
  json_t *o = json_object();
  json_object_set_new(o, "number", json_of(l->number));
  json_object_set_new(o, "service", json_of(l->service->code));
  json_object_set_new(o, "rules", json_of(l->service->version));
  json_object_set_new(o, "channel", json_string(channel_code(l->channel)));
  if (l->channel == CHANNEL_COUNTER || l->channel == CHANNEL_API) json_object_set_new(o, "missing", json_array());
  l->submitted_at = at;
  for (size_t i = 0; i < l->needs.n; i++)
    l->items[i] = l->needs.needs[i]->modes & (MODE_UPLOAD | MODE_FORM) ? ITEM_RECEIVED : ITEM_MISSING;
  happens(p, l, at, ACTION_SUBMIT, l->channel == CHANNEL_COUNTER ? clerk : CITIZEN_DOES, STATE_SUBMITTED, o);
}

/* Each paper once; ret_faulty: how many are not right. Papers of strangers to the office go wrong more often. */
static bool look_through(struct past *p, struct life *l, moment *at, u8 who, unsigned faulty_percent, int *ret_faulty) {
  static const unsigned weights[FAULT_REASONS] = {[FAULT_BLURRED] = 30, [FAULT_CUT_OFF] = 18, [FAULT_GLARE] = 9, [FAULT_DARK] = 7,
                                                  [FAULT_NOT_ORIGINAL] = 6, [FAULT_WRONG_DOCUMENT] = 8, [FAULT_PAGES_MISSING] = 9,
                                                  [FAULT_DATA_DIFFERS] = 7, [FAULT_NOT_SIGNED] = 4, [FAULT_WITNESS_MISSING] = 2};
  *ret_faulty = 0;
  for (size_t i = 0; i < l->needs.n; i++) {
    if (l->items[i] != ITEM_RECEIVED || !is_scanned(l->needs.needs[i])) continue;
    bool faulty = sometimes(p, faulty_percent + (i % 3 == 1 ? 4 : 0));
    json_t *o = moves(l, STATE_IN_REVIEW);
    json_object_set_new(o, "requirement", json_of(l->needs.needs[i]->code));
    l->faults[i] = faulty ? (enum fault_reason)draw(&p->chance, weights, FAULT_REASONS) : FAULT_NONE;
    if (faulty) json_object_set_new(o, "fault", json_string(fault_code(l->faults[i])));
    *at += SECONDS(40 + chance_below(&p->chance, 120));
    if (!happens(p, l, *at, faulty ? ACTION_FAULT_SCAN : ACTION_ACCEPT_SCAN, who, STATE_IN_REVIEW, o)) return false;
    l->items[i] = faulty ? ITEM_FAULTY : ITEM_ACCEPTED;
    *ret_faulty += faulty;
  }
  return true;
}

static bool correct(struct past *p, struct life *l, moment *at, u8 who) {
  json_t *o = moves(l, STATE_NEEDS_CORRECTION), *faults = json_object();
  for (size_t i = 0; i < l->needs.n; i++)
    if (l->items[i] == ITEM_FAULTY)
      json_object_set_new(faults, arena_cstr(p->arena, l->needs.needs[i]->code), json_string(fault_code(l->faults[i])));
  json_object_set_new(o, "faults", faults);
  *at += MINUTES(1);
  if (!happens(p, l, *at, ACTION_ASK_CORRECTION, who, STATE_NEEDS_CORRECTION, o)) return false;
  l->correct_until = *at + DAYS(30);
  if (sometimes(p, 6)) { /* never heard of again */
    *at = l->correct_until;
    step(p, l, *at, ACTION_EXPIRE, SYSTEM_DOES, STATE_EXPIRED);
    return false;
  }
  *at += MINUTES(30 + chance_below(&p->chance, 60 * 24 * 3));
  for (size_t i = 0; *at <= p->now && i < l->needs.n; i++)
    if (l->items[i] == ITEM_FAULTY) l->items[i] = ITEM_RECEIVED;
  return step(p, l, *at, ACTION_SEND_CORRECTION, CITIZEN_DOES, STATE_IN_REVIEW);
}

static bool held(struct past *p, struct life *l, moment *at, u8 who) {
  json_t *o = moves(l, STATE_ON_HOLD);
  l->hold = sometimes(p, 60) ? HOLD_CENTRAL_SYSTEM : sometimes(p, 50) ? HOLD_ORIGIN_OFFICE : HOLD_CENTRE;
  json_object_set_new(o, "hold", json_string(hold_code(l->hold)));
  *at = worked(p, *at, 5, 60);
  if (!happens(p, l, *at, ACTION_HOLD, who, STATE_ON_HOLD, o)) return false;
  *at = worked(p, *at, 120, 900);
  if (!step(p, l, *at, ACTION_RESUME, who, STATE_PROCESSING)) return false;
  l->hold = HOLD_NONE;
  return true;
}

static bool fetched(struct past *p, struct life *l, moment *at, u8 who) {
  *at = some_time_of(p, date_days(local_of(*at).date) + 1 + chance_below(&p->chance, 5), true);
  for (size_t i = 0; i < l->needs.n; i++) {
    const struct item item = {.requirement = l->needs.needs[i], .state = l->items[i]};
    if (!item_needs_original(&item, l->service->originals)) continue;
    json_t *o = moves(l, STATE_READY_FOR_PICKUP);
    json_object_set_new(o, "requirement", json_of(l->needs.needs[i]->code));
    json_object_set_new(o, "original", json_string(original_code(ORIGINAL_SAME)));
    *at += SECONDS(30);
    if (!happens(p, l, *at, ACTION_CHECK_ORIGINAL, who, STATE_READY_FOR_PICKUP, o)) return false;
    l->originals[i] = ORIGINAL_SAME;
  }
  json_t *o = moves(l, STATE_COMPLETED);
  json_object_set_new(o, "relation", json_string("pemohon"));
  json_object_set_new(o, "identity_kind", json_string("ktp_el"));
  *at += MINUTES(1);
  return happens(p, l, *at, ACTION_HAND_OVER, who, STATE_COMPLETED, o);
}

static bool check_papers(struct past *p, struct life *l, moment *at, u8 who) {
  int faulty;
  if (!step(p, l, *at, ACTION_TAKE, who, STATE_IN_REVIEW)) return false;
  l->owner = who;
  if (!look_through(p, l, at, who, l->channel == CHANNEL_COUNTER ? 1 : 4, &faulty)) return false;
  for (int round = 0; faulty && round < 3; round++) {
    if (!correct(p, l, at, who)) return false;
    *at = worked(p, *at, 10, 240);
    if (!look_through(p, l, at, who, 6, &faulty)) return false;
  }
  return !faulty;
}

static void live(struct past *p, struct life *l, i64 day) {
  bool counter = l->channel == CHANNEL_COUNTER;
  u8 clerk = 0, verifier = (u8)(1 + chance_below(&p->chance, 3)), giver = 4;
  moment at = some_time_of(p, day, counter);
  submit(p, l, at, clerk);
  if (l->stopped) return;
  if (sometimes(p, 1)) {
    step(p, l, at + MINUTES(90), ACTION_CANCEL, CITIZEN_DOES, STATE_CANCELLED);
    return;
  }
  bool slow = sometimes(p, 6);
  at = worked(p, at, 4, slow ? 900 : 300);
  if (!check_papers(p, l, &at, verifier)) return;
  if (sometimes(p, 1)) {
    json_t *o = moves(l, STATE_REFUSED);
    json_object_set_new(o, "reason", json_string("Bukan penduduk kota ini"));
    happens(p, l, at + MINUTES(10), ACTION_REFUSE, 5, STATE_REFUSED, o);
    return;
  }
  json_t *o = moves(l, STATE_PROCESSING);
  json_object_set_new(o, "siak_number", json_of(arena_printf(p->arena, "5271-LU-%06u", chance_below(&p->chance, 1000000))));
  at += MINUTES(2);
  if (!happens(p, l, at, ACTION_PROCESS, verifier, STATE_PROCESSING, o)) return;
  if (sometimes(p, 4) && !held(p, l, &at, verifier)) return;
  at = worked(p, at, 30, slow ? 2400 : 700);
  bool by_link = l->service->delivery == DELIVERY_SELF_PRINT;
  json_t *ready = moves(l, by_link ? STATE_SENT : STATE_READY_FOR_PICKUP);
  json_object_set_new(ready, "result_kind", json_string("siak"));
  if (!happens(p, l, at, by_link ? ACTION_SEND : ACTION_READY, verifier, by_link ? STATE_SENT : STATE_READY_FOR_PICKUP, ready)) return;
  l->owner = 255;
  if (by_link) {
    at += HOURS(2 + chance_below(&p->chance, 60));
    step(p, l, at, ACTION_CONFIRM, CITIZEN_DOES, STATE_COMPLETED);
  } else {
    fetched(p, l, &at, giver);
  }
}

/* ---- into the store -------------------------------------------------------------------------------------- */

static i64 worker(const struct past *p, u8 who) { return who < p->worker_n ? p->workers[who] : 0; }

static enum err add_row(struct past *p, struct tx *tx, struct life *l, i64 expected) {
  struct ctx *c = p->c;
  const struct service *s = l->service;
  struct sha256 status = token_hash(keys_token(p->arena, &c->office->keys, "status", expected));
  moment due = working_hours_after(l->submitted_at, s->sla_working_hours, &(struct calendar){.week = c->office->config->office.hours});
  CLEANUP(rows_done)
  struct rows r = db_query(tx, SQL_APPLICATION_ADD, V(l->number), V_SHA(status), V(s->code), V(s->version), V(state_code(l->state)),
                           V(channel_code(l->channel)), V_NULL, V_NULL, V(l->name), V(l->phone), V(str_from(l->phone, l->phone.n - 4)),
                           V("{}"), V("{}"), V(delivery_code(s->delivery)), V(originals_code(s->originals)), V(worker(p, l->owner)),
                           V(l->submitted_at), V(l->submitted_at), V(due));
  TRY(rows_one(&r));
  l->id = col_int(&r, 0);
  return E_OK;
}

/* The id is known while this is the only writer; where it was guessed wrong the token is written again. */
static enum err add_file(struct past *p, struct tx *tx, struct life *l, i64 *last_id) {
  enum err e = add_row(p, tx, l, *last_id + 1);
  if (e == E_CONFLICT) return e;
  TRY(e);
  if (l->id != *last_id + 1) {
    struct sha256 status = token_hash(keys_token(p->arena, &p->c->office->keys, "status", l->id));
    TRY(db_change(tx, SQL_APPLICATION_STATUS, V(l->id), V_SHA(status)));
  }
  *last_id = l->id;
  TRY(db_exec(tx, SQL_APPLICATION_AGED, V(l->id), V(l->changed_at), V(l->paused_at), V(l->paused_ms), V(l->correct_until),
              V(l->state == STATE_ON_HOLD ? state_code(STATE_PROCESSING) : ""), V(l->state == STATE_ON_HOLD ? hold_code(l->hold) : ""),
              V(l->state == STATE_READY_FOR_PICKUP ? arena_printf(p->arena, "A-%u", 1 + chance_below(&p->chance, 40)) : S(""))));
  if (state_is_final(l->state)) TRY(db_exec(tx, SQL_APPLICATION_ENDED, V(l->id), V(l->changed_at)));
  for (size_t i = 0; i < l->needs.n; i++) {
    str code = l->needs.needs[i]->code;
    TRY(db_exec(tx, SQL_ITEM_ADD, V(l->id), V(code), V(i), V(item_state_code(l->items[i]))));
    if (l->items[i] == ITEM_FAULTY)
      TRY(db_exec(tx, SQL_ITEM_JUDGE, V(l->id), V(code), V(item_state_code(ITEM_FAULTY)), V(fault_code(l->faults[i])), V("")));
    if (l->originals[i] != ORIGINAL_UNCHECKED)
      TRY(db_exec(tx, SQL_ITEM_ORIGINAL, V(l->id), V(code), V(original_code(l->originals[i])), V(worker(p, 4)), V(l->changed_at)));
  }
  if (l->state == STATE_COMPLETED && l->service->delivery != DELIVERY_SELF_PRINT)
    TRY(db_exec(tx, SQL_HANDOVER_ADD, V(l->id), V(l->changed_at), V(worker(p, 4)), V(l->name), V("self"), V("ktp_el"), V("0001"), V(0),
                V(0), V("")));
  return E_OK;
}

static int by_time(const void *a, const void *b) {
  const struct step *x = a, *y = b;
  if (x->at != y->at) return x->at < y->at ? -1 : 1;
  return x->file - y->file;
}

static enum err add_events(struct past *p, struct tx *tx, const struct life *lives, const struct step *steps, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct step *s = &steps[i];
    p->c->now = s->at;
    p->c->actor = (struct actor_id){.officer = worker(p, s->who), .role = s->who == CITIZEN_DOES ? ROLE_CITIZEN : ROLE_SYSTEM};
    TRY(event_append(p->c, tx, action_code((enum action)s->action), lives[s->file].id, s->data));
  }
  return E_OK;
}

static void begin_life(struct past *p, struct life *l) {
  static const unsigned channels[CHANNELS] = {[CHANNEL_WHATSAPP] = 52, [CHANNEL_WEB] = 22, [CHANNEL_COUNTER] = 20, [CHANNEL_API] = 6};
  struct answers none = answers_none();
  memset(l, 0, sizeof *l);
  l->owner = 255;
  l->service = p->services[chance_below(&p->chance, (unsigned)p->service_n)];
  l->needs = service_judge(l->service, &none, ctx_today(p->c));
  l->channel = (enum channel)draw(&p->chance, channels, CHANNELS);
  l->name = person_name(p->arena, &p->chance);
  l->phone = person_phone(p->arena, &p->chance);
  l->number = number_new(p->arena, p->c->office->config->office.prefix);
}

/* One of four who were served tells how it was; most are content, and the time and the rooms least of all. */
static enum err add_answer(struct past *p, struct tx *tx, const struct life *l) {
  static const unsigned content[4] = {2, 9, 54, 35};
  static const char *const ages[] = {"u25", "u40", "u60", "over", ""}, *const schools[] = {"sd", "smp", "sma", "diploma", "s1", "s2", ""};
  static const char *const jobs[] = {"asn", "employee", "self", "farmer", "student", "home", "other", ""};
  static const char *const remarks[] = {"Pelayanannya cepat, terima kasih.", "Petunjuk foto KK mohon diperjelas.", "Ruang tunggu agak panas.",
                                        "Lebih mudah lewat WhatsApp.", "Mohon dibuka juga hari Sabtu."};
  int score[SKM_ELEMENTS];
  u8 id[16];
  for (size_t i = 0; i < sizeof id; i++) id[i] = (u8)chance_below(&p->chance, 256);
  for (int e = 0; e < SKM_ELEMENTS; e++) {
    score[e] = 1 + (int)draw(&p->chance, content, COUNT(content));
    if ((e == SKM_TIME || e == SKM_FACILITIES) && score[e] > 2 && sometimes(p, 25)) score[e]--;
    if (e == SKM_COST) score[e] = 4;
  }
  bool page = sometimes(p, 40);
  str quarter = quarter_text(p->arena, quarter_of(local_of(l->changed_at).date));
  const char *remark = page && sometimes(p, 6) ? remarks[chance_below(&p->chance, COUNT(remarks))] : "";
  TRY(db_exec(tx, SQL_SKM_ADD, V_BLOB(id, sizeof id), V(quarter), V(l->service->code), V(page ? "page" : "chat"), V(score[0]), V(score[1]),
                 V(score[2]), V(score[3]), V(score[4]), V(score[5]), V(score[6]), V(score[7]), V(score[8]),
                 V(page ? chance_below(&p->chance, 2) ? "p" : "l" : ""), V(page ? ages[chance_below(&p->chance, COUNT(ages))] : ""),
                 V(page ? schools[chance_below(&p->chance, COUNT(schools))] : ""), V(page ? jobs[chance_below(&p->chance, COUNT(jobs))] : ""),
                 V(remark)));
  return skm_add_up(tx, id);
}

static enum err add_batch(struct past *p, struct life *lives, const i64 *days, size_t n) {
  CLEANUP(db_end) struct tx tx = {0};
  struct step *steps = arena_array(p->arena, struct step, n * MAX_STEPS);
  size_t step_n = 0;
  i64 last_id = -1;
  for (size_t i = 0; i < n; i++) {
    begin_life(p, &lives[i]);
    live(p, &lives[i], days[i]);
  }
  TRY(db_begin(p->c->office->db, &tx));
  for (size_t i = 0; i < n; i++) {
    if (!lives[i].step_n) continue; /* came after now */
    for (enum err e = E_CONFLICT; e == E_CONFLICT; lives[i].number = number_new(p->arena, p->c->office->config->office.prefix)) {
      e = add_file(p, &tx, &lives[i], &last_id);
      if (e != E_CONFLICT) TRY(e);
    }
    if (lives[i].state == STATE_COMPLETED && !lives[i].service->condolence && sometimes(p, 25)) TRY(add_answer(p, &tx, &lives[i]));
    for (size_t k = 0; k < lives[i].step_n; k++) {
      steps[step_n] = lives[i].steps[k];
      steps[step_n++].file = (int)i;
    }
  }
  qsort(steps, step_n, sizeof *steps, by_time);
  TRY(add_events(p, &tx, lives, steps, step_n));
  TRY(db_commit(&tx));
  db_checkpoint(p->c->office->db);
  return E_OK;
}

/* ---- all of them -------------------------------------------------------------------------------------------- */

static enum err find_workers(struct past *p) {
  static const char *const logins[] = {"fo", "verifikator", "operator", "kabid", "penyerahan", "kabid"};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(p->c->office->db, &tx));
  for (size_t i = 0; i < COUNT(logins); i++) {
    CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_OFFICER_BY_LOGIN, V(logins[i]));
    TRY(rows_one(&r));
    p->workers[p->worker_n++] = col_int(&r, 0);
  }
  return E_OK;
}

/* A day for each: more on Mondays, few on Sundays, a little more every month. */
static i64 *spread(struct past *p, i64 first, i64 last, int count) {
  i64 *days = arena_array(p->c->arena, i64, (size_t)count), total = 0, before = 0;
  i64 *weights = arena_array(p->c->arena, i64, (size_t)(last - first + 1));
  int n = 0;
  for (i64 day = first; day <= last; day++) {
    weights[day - first] = weekday_weight[(day + 4) % 7] * (100 + 15 * (day - first) / (last - first + 1)) * (75 + chance_below(&p->chance, 51));
    total += weights[day - first];
  }
  for (i64 day = first; day <= last; day++)
    for (before += weights[day - first]; n < count && (i64)n * total < before * count; n++) days[n] = day;
  while (n < count) days[n++] = last;
  return days;
}

enum err demo_history(struct ctx *c, int count, int *ret_added) {
  CLEANUP(arena_freep) struct arena *a = arena_new(256u << 20);
  struct past *p = arena_new_of(c->arena, struct past);
  struct ctx own = *c; /* its time and its people are those of the past, its memory goes with each batch */
  *p = (struct past){.c = c, .arena = a, .chance = {5271}, .now = c->now};
  for (size_t i = 0; i < c->office->catalogue.n && p->service_n < COUNT(p->services); i++)
    if (!c->office->catalogue.services[i].in_person) p->services[p->service_n++] = &c->office->catalogue.services[i];
  if (!p->service_n) return E_NOTFOUND;
  TRY(find_workers(p));
  TRY(db_grow_cache(c->office->db, 256));
  i64 today = date_days(local_of(c->now).date), span = count / 40 < 30 ? 30 : count / 40 > 1095 ? 1095 : count / 40;
  i64 *days = spread(p, today - span + 1, today, count);
  struct life *lives = arena_array(c->arena, struct life, BATCH);
  own.arena = a;
  p->c = &own;
  for (int from = 0; from < count; from += BATCH) {
    size_t n = (size_t)(count - from < BATCH ? count - from : BATCH);
    enum err e = add_batch(p, lives, days + from, n);
    arena_reset(a);
    if (e != E_OK) return e;
  }
  *ret_added = count;
  return E_OK;
}

#include "ops/demo_stories.h"

#include "office/act.h"
#include "office/json.h"
#include "office/submit.h"
#include "ops/demo_paper.h"
#include "ops/demo_people.h"

/* What befell an application after it came in, one letter a step. */
static const struct story {
  const char *service;
  enum channel channel;
  int hours_ago; /* when it came */
  bool complete; /* false: the last paper is missing */
  const char *steps;
} stories[] = {
    {"akta_kelahiran", CHANNEL_WEB, 2, true, ""},
    {"kia", CHANNEL_WEB, 5, true, ""},
    {"kk", CHANNEL_COUNTER, 7, false, ""},
    {"sinkronisasi", CHANNEL_WEB, 20, true, ""},
    {"akta_kelahiran", CHANNEL_WEB, 26, true, "t"},
    {"akta_kematian", CHANNEL_COUNTER, 27, true, "ta"},
    {"pindah", CHANNEL_WEB, 30, true, "tc"},
    {"akta_kelahiran", CHANNEL_COUNTER, 50, true, "tap"},
    {"kk", CHANNEL_WEB, 52, true, "taph"},
    {"akta_kelahiran", CHANNEL_WEB, 75, true, "tapr"},
    {"kia", CHANNEL_COUNTER, 76, true, "tapr"},
    {"akta_kelahiran", CHANNEL_WEB, 98, true, "taprx"},
    {"akta_kematian", CHANNEL_WEB, 120, true, "taprog"},
};

struct teller {
  struct ctx *c;
  struct chance chance;
  struct actor_id citizen, front, verifier, handover;
  str number, applicant;
};

/* ---- who ---------------------------------------------------------------------------------------- */

static enum err find_officer(struct ctx *c, const char *login, struct actor_id *ret) {
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(c->office->db, &tx));
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_OFFICER_BY_LOGIN, V(login));
  TRY(rows_one(&r));
  *ret = (struct actor_id){.officer = col_int(&r, 0), .name = col_str(&r, c->arena, 1)};
  return role_parse(col_peek(&r, 2), &ret->role) ? E_OK : E_BUG;
}

static enum err find_people(struct teller *t) {
  t->citizen = (struct actor_id){.role = ROLE_CITIZEN};
  TRY(find_officer(t->c, "fo", &t->front));
  TRY(find_officer(t->c, "verifikator", &t->verifier));
  return find_officer(t->c, "penyerahan", &t->handover);
}

/* ---- coming in ----------------------------------------------------------------------------------- */

static str invented_value(struct teller *t, const struct form_field *f) {
  struct arena *a = t->c->arena;
  unsigned serial = 1 + chance_below(&t->chance, 9000);
  switch (f->kind) {
    case FIELD_NAME:
      return person_name(a, &t->chance);
    case FIELD_NIK:
    case FIELD_KK:
      return arena_printf(a, "527199%02u0%u%02u%04u", 1 + serial % 28, 1 + serial % 9, 70 + serial % 29, serial);
    case FIELD_DATE:
      return date_iso(a, date_of_days(t->c->now / DAYS(1) - 20 - serial % 40));
    case FIELD_TIME:
      return S("07:45");
    case FIELD_PHONE:
      return person_phone(a, &t->chance);
    case FIELD_NUMBER:
      return S("3");
    case FIELD_CHOICE:
      return f->choice_count ? f->choices[0].code : S("1");
    case FIELD_TEXT:
    case FIELD_REGION:
    case FIELD_KINDS:
      return S("Mataram");
    case FIELD_LONG:
      return S("Jalan Contoh 12, Mataram");
  }
  return S("-");
}

static str invented_data(struct teller *t, const struct service *s, const struct answers *answers) {
  json_t *o = json_object();
  for (size_t i = 0; i < s->field_count; i++)
    if (!s->fields[i].optional && condition_holds(s, &s->fields[i].when, answers))
      json_object_set_new(o, arena_cstr(t->c->arena, s->fields[i].code), json_of(invented_value(t, &s->fields[i])));
  return json_text(t->c->arena, o);
}

static enum err draw_papers(struct teller *t, struct intake *in, const struct new_application *n, bool complete,
                            struct new_scan *scans, size_t *ret_n) {
  struct judgement needs = service_judge(n->service, &n->answers, ctx_today(t->c));
  size_t count = 0;
  for (size_t i = 0; i < needs.n; i++) {
    const struct requirement *r = needs.needs[i];
    if (!(r->modes & MODE_UPLOAD) || (r->modes & (MODE_OPTIONAL | MODE_OFFICER))) continue;
    scans[count].requirement = r->code;
    scans[count].file_name = arena_printf(t->c->arena, STR_FMT ".png", STR_ARG(r->code));
    TRY(demo_paper(in, local(&r->label, LANG_ID), n->applicant, &scans[count].sealed));
    count++;
  }
  *ret_n = complete || count == 0 ? count : count - 1;
  return intake_flush(in);
}

static enum err come_in(struct teller *t, const struct story *story) {
  struct ctx *c = t->c;
  struct new_scan scans[MAX_REQUIREMENTS] = {0};
  struct new_application n = {.service = catalogue_find(&c->office->catalogue, str_of(story->service)),
                              .answers = answers_none(),
                              .channel = story->channel,
                              .scans = scans};
  struct submitted done;
  struct intake *in;
  if (!n.service) return E_NOTFOUND;
  c->actor = story->channel == CHANNEL_COUNTER ? t->front : t->citizen;
  n.applicant = person_name(c->arena, &t->chance);
  n.phone = person_phone(c->arena, &t->chance);
  n.data = invented_data(t, n.service, &n.answers);
  TRY(intake_begin(c->office->scans, c->arena, &in));
  enum err e = draw_papers(t, in, &n, story->complete, scans, &n.scan_count);
  if (e == E_OK) e = office_submit(c, &n, &done);
  intake_done(in, e == E_OK);
  t->number = done.number;
  t->applicant = n.applicant;
  return e;
}

/* ---- steps ---------------------------------------------------------------------------------------- */

static enum err act(struct teller *t, struct act a) {
  struct act_result done;
  a.number = t->number;
  t->c->now += MINUTES(4);
  return office_act(t->c, &a, &done);
}

/* The same step for every paper that waits for it; max 1: for the first alone. */
static enum err each_item(struct teller *t, bool (*waits)(const struct application *f, const struct item *i),
                          struct act a, size_t max) {
  struct application f = {0};
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_read(t->c->office->db, &tx));
  TRY(file_by_number(t->c, &tx, t->number, &f));
  db_end(&tx);
  for (size_t i = 0; i < f.item_count && max > 0; i++) {
    if (!waits(&f, &f.items[i])) continue;
    a.requirement = f.items[i].requirement->code;
    TRY(act(t, a));
    max--;
  }
  return E_OK;
}

static bool is_received(const struct application *f, const struct item *i) {
  (void)f;
  return i->state == ITEM_RECEIVED;
}
static bool has_scan(const struct application *f, const struct item *i) { return is_received(f, i) && i->scans > 0; }
static bool has_original(const struct application *f, const struct item *i) {
  return item_needs_original(i, f->originals);
}

static enum err take(struct teller *t) { return act(t, (struct act){.action = ACTION_TAKE}); }
static enum err accept_all(struct teller *t) {
  return each_item(t, is_received, (struct act){.action = ACTION_ACCEPT_SCAN}, MAX_REQUIREMENTS);
}
static enum err correction(struct teller *t) {
  struct act blurred = {.action = ACTION_FAULT_SCAN, .fault = FAULT_BLURRED, .note = S("Foto ulang di tempat terang.")};
  TRY(each_item(t, has_scan, blurred, 1));
  return act(t, (struct act){.action = ACTION_ASK_CORRECTION});
}
static enum err process(struct teller *t) {
  str number = arena_printf(t->c->arena, "5271-LU-%06u", chance_below(&t->chance, 1000000));
  return act(t, (struct act){.action = ACTION_PROCESS, .siak_number = number});
}
static enum err hold(struct teller *t) {
  return act(t, (struct act){.action = ACTION_HOLD, .hold = HOLD_CENTRAL_SYSTEM, .note = S("Gangguan SIAK pusat")});
}
static enum err ready(struct teller *t) {
  str shelf =
      arena_printf(t->c->arena, "%c-%u", (char)('A' + chance_below(&t->chance, 4)), 1 + chance_below(&t->chance, 30));
  return act(t, (struct act){.action = ACTION_READY, .result_kind = S("siak"), .shelf = shelf});
}
static enum err originals(struct teller *t) {
  return each_item(t, has_original, (struct act){.action = ACTION_CHECK_ORIGINAL, .original = ORIGINAL_SAME},
                   MAX_REQUIREMENTS);
}
static enum err mismatch(struct teller *t) {
  struct act differs = {.action = ACTION_CHECK_ORIGINAL, .original = ORIGINAL_DIFFERENT, .note = S("Tanggal berbeda")};
  return each_item(t, has_original, differs, 1);
}
static enum err hand_over(struct teller *t) {
  return act(t, (struct act){.action = ACTION_HAND_OVER,
                             .receiver = t->applicant,
                             .relation = S("pemohon"),
                             .identity_kind = S("ktp_el"),
                             .identity_last4 = S("0001")});
}

static const struct {
  char letter;
  enum err (*run)(struct teller *t);
  bool at_counter; /* by who hands over; else by who checks */
} steps[] = {
    {'t', take, false},  {'a', accept_all, false}, {'c', correction, false}, {'p', process, false},  {'h', hold, false},
    {'r', ready, false}, {'o', originals, true},   {'x', mismatch, true},    {'g', hand_over, true},
};

static enum err tell(struct teller *t, const struct story *story) {
  TRY(come_in(t, story));
  for (const char *p = story->steps; *p; p++)
    for (size_t i = 0; i < COUNT(steps); i++) {
      if (steps[i].letter != *p) continue;
      t->c->actor = steps[i].at_counter ? t->handover : t->verifier;
      TRY(steps[i].run(t));
    }
  return E_OK;
}

enum err demo_stories(struct ctx *c, int *ret_added) {
  struct teller t = {.c = c, .chance = {5271}};
  struct actor_id before = c->actor;
  moment now = c->now;
  *ret_added = 0;
  TRY(find_people(&t));
  for (size_t i = COUNT(stories); i-- > 0; ++*ret_added) { /* the oldest first */
    c->now = now - HOURS(stories[i].hours_ago);
    enum err e = tell(&t, &stories[i]);
    if (e != E_OK && c->fault_count) log_line(LOG_WARN, "demo", "story=%zu fault=%s", i, c->faults[0].code);
    TRY(e);
  }
  c->actor = before;
  c->now = now;
  return E_OK;
}

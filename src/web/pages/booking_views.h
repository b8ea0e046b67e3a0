/* web/pages/booking_views: what the pages about appointments print. Plain data, as in views.h. */
#pragma once
#include "domain/appointment.h"
#include "web/pages/views.h"

struct tag tag_booking_state(enum booking_state s);
struct needs_choice {
  const char *code;
  enum text_key text;
};
#define NEEDS_CHOICES 5
extern const struct needs_choice needs_choices[NEEDS_CHOICES]; /* none, wheelchair, deaf, blind, carer */
#define REASON_CHOICES 4
extern const struct needs_choice reason_choices[REASON_CHOICES];
#define OUTCOME_CHOICES 5
extern const struct needs_choice outcome_choices[OUTCOME_CHOICES]; /* recorded, printed, later, done, refused */
enum text_key words_needs(str code);   /* T_NONE for none */
enum text_key words_reason(str code);
enum text_key words_outcome(str code);

/* ---- citizens ---- */

struct visit_line {
  str code, label, help;
};
/* GET /janji. POST /janji/cari: number, last4. */
struct booking_start_view {
  str notice; /* central outage, blanks, closed today; empty = none */
  const struct visit_line *kinds;
  size_t kind_count;
  struct form_errors errors;
  str number, last4;
  struct contact contact;
};

struct day_line {
  str label; /* "Kamis, 3 Desember 2026" */
  str iso;
  str url;
  str free;  /* "12 kursi kosong" */
};
struct time_line {
  str value; /* booth.minutes: what the button posts */
  str label; /* "09.00" */
  str place; /* only when there are several */
};
/* GET /janji/pilih?untuk={kind}&umur={age}&kursi_roda=1&hari={date}: what to bring, days, times.
 * POST there: untuk, umur, kursi = {booth}.{minutes}: keeps the seat. POST /janji/tunggu: untuk, umur, name, phone, remind.
 * GET, POST /janji/{token}/pindah and GET, POST /s/{token}/ambil: the same lists; `kursi`. */
struct booking_pick_view {
  bool officer; /* in the officers' layout */
  str kind, kind_label;
  str age;           /* code, empty = not said */
  bool asks_age;     /* nothing else is shown until it is said */
  struct choice_question age_question;
  enum text_key stop; /* too young, no blanks: why no times are shown; T_NONE */
  bool early;        /* 16: recorded now, printed later */
  const str *bring;
  size_t bring_count;
  bool wheelchair;
  str base_url;      /* "/janji/pilih?untuk=..&umur=..": days append &hari= */
  str action;        /* where the times are posted */
  str moving;        /* "Jumat, ...": the time it has now; empty: a new one */
  const struct day_line *days;
  size_t day_count;
  bool more_days;
  str all_days_url;
  str day;           /* chosen: its label; empty: none */
  const struct time_line *morning, *afternoon;
  size_t morning_count, afternoon_count;
  bool may_wait;     /* the waiting list is offered */
  const struct form_input *inputs; /* of the waiting list */
  size_t input_count;
  struct form_errors errors;
  str back_url;
  struct contact contact;
};

/* GET /janji/{token}. Forms: /janji/{token}/pesan (name, phone, remind, needs), .../batal, .../tawaran (jawab = ya, tidak). */
struct booking_view {
  str token, number, kind_label;
  enum booking_state state;
  struct tag tag;
  bool early, at_home;
  str when, iso, place, name, needs, address;
  str until;     /* held, offered: kept until */
  str notice;    /* just done, or what disturbs it */
  bool disturbed;
  str line;      /* waiting: "ke-3" */
  bool may_move, may_cancel, may_accept;
  str outcome;
  const str *bring;
  size_t bring_count;
  const struct form_input *inputs; /* held: who comes */
  size_t input_count;
  bool remind;
  str chosen_needs;
  struct form_errors errors;
  struct contact contact;
};
/* GET, POST /janji/kunjungan: name, phone, reason, address. */
struct booking_visit_view {
  const struct form_input *inputs;
  size_t input_count;
  struct form_errors errors;
  struct contact contact;
};

/* ---- officers ---- */

struct booking_row {
  str number, time, kind, name, place, needs, phone4, outcome;
  enum text_key channel;
  struct tag state;
  i64 version;
  bool may_arrive, may_miss, may_finish, may_undo, disturbed, pickup;
  str file; /* number of the application whose document is fetched */
};
struct count_line {
  str kind;
  int booked, arrived, done, missed; /* booked: everybody of the day */
};
/* GET /petugas/janji?hari={date}. POST /petugas/janji/{number}: action, version, outcome, hari. */
struct booking_day_view {
  str day, iso, before_url, after_url;
  bool today;
  str notice, problem;
  const struct booking_row *rows;
  size_t row_count;
  bool more;
  const struct count_line *counts;
  size_t count_n;
  bool may_act, may_set; /* role */
  int waiting, requested;
  str closed; /* name of the closure of this day */
  str typed;
};
/* GET /petugas/janji/{number} */
struct booking_file_view {
  struct booking_row row;
  struct tag tag;
  str kind, when, place, name, phone, needs, address, reason, note, outcome, link, created, disturbed;
  enum text_key channel;
  bool early;
  bool may_move, may_cancel, may_plan;
  str move_url;
  const str *bring;
  size_t bring_count;
  str plan_date, plan_time;
  bool may_act;
  str notice, problem;
};
/* GET /petugas/janji/baru?untuk=&umur=&hari= ; POST: untuk, umur, kursi, name, phone, remind, needs */
struct booking_new_view {
  const struct option *kinds;
  size_t kind_count;
  str kind, age;
  bool asks_age;
  struct choice_question age_question;
  const struct option *days;
  size_t day_count;
  str day_label, day;
  const struct time_line *times;
  size_t time_count;
  const struct form_input *inputs;
  size_t input_count;
  enum text_key stop;
  struct form_errors errors;
  bool at_home; /* a visit: no seat */
};
/* GET /petugas/janji/kunjungan: visits without a date, and the waiting list */
struct booking_lists_view {
  const struct booking_row *visits, *waiting;
  size_t visit_count, waiting_count;
};
struct closure_line {
  i64 id;
  str name, span, source;
};
/* GET /petugas/janji/atur. POST there: apa = central_down (note), central_up, blanks (count, expected), close (name, from, to,
 * from_time, to_time), reopen (id), holidays (files). */
struct booking_house_view {
  bool central_down;
  str central_since;
  bool counted;
  int blanks;
  str expected, counted_at;
  const struct closure_line *closures;
  size_t closure_count;
  str notice;
  struct form_errors errors;
  str name, from, to, count, expect, note;
};

/* web/pages/hall_views: what the pages of the hall print: kiosk, queue, board, door, counter, settings. See views.h. */
#pragma once
#include "web/pages/views.h"

/* One line as a button or a choice. */
struct line_button {
  str letter, name;
  str waiting;  /* "4 menunggu, 5–15 menit" */
  bool closed, urgent;
  bool chosen;
};
struct hall_choice {
  str code, name;
  bool chosen;
};

/* GET /kios/{hall}. Form to the same address: priority (a code or empty), line (a letter). */
struct kiosk_view {
  str url, hall, notice;
  const struct line_button *lines;
  size_t line_count;
  bool full;             /* whoever takes a ticket now waits outside */
  str error;
};
/* A line that takes urgent cases only: POST again with reason. */
struct kiosk_reason_view {
  str url, hall, line, letter, priority;
  const str *reasons;
  size_t reason_count;
};
/* GET /kios/{hall}/tiket/{token}; also what the browser prints. */
struct kiosk_ticket_view {
  str url;               /* back to the choice */
  str hall, number, line, ahead, wait, when, priority;
  str qr_url;
  enum text_key paper;   /* what to do about the paper */
  bool inside;           /* may come in now */
  bool existing;
  bool print_here;       /* the browser prints */
  bool printing;         /* the printer has it: look again */
  str state_url;
  str grace;
};

/* GET /antre: halls and lines; POST: hall, line, phone, priority, reason. */
struct queue_view {
  struct form_errors errors;
  const struct hall_choice *halls;
  size_t hall_count;
  str hall_code, hall;
  const struct line_button *lines;
  size_t line_count;
  str phone, priority, reason;
  const str *reasons;
  size_t reason_count;
  bool any_urgent;
  str crowd, notice;
  str own_url;           /* the living ticket of this browser */
  str stream_url;
};
/* GET /antre/t/{token}. Form: action = leave, return, resume, follow (phone). */
struct queue_ticket_view {
  struct form_errors errors;
  str url, number, letter, line, hall;
  struct tag state;
  str headline;          /* what to do now */
  str tone;
  str ahead, wait, learned;
  bool waiting, may_leave, may_return, may_resume, over, existing, may_follow;
  str stream_url, state_url;
  str phone;
  str code;              /* state code, for the script */
};

/* GET /papan/{hall} */
struct board_counter_view {
  str number, ticket;
  bool open;
};
struct board_line_view {
  str letter, name, waiting, wait;
  const str *next;       /* the next few tickets */
  size_t next_count;
};
struct board_view {
  str hall, clock;
  str now_ticket, now_counter;
  const struct board_counter_view *counters;
  size_t counter_count;
  const struct board_line_view *lines;
  size_t line_count;
  const str *missed;
  size_t missed_count;
  str inside, capacity;  /* empty: nobody counts */
  bool full;
  str notice, qr_url;
  str stream_url;
  str from, to;          /* counters shown; empty: all */
  bool sound;
};

/* GET /pintu/{hall}. Form: step = in, out, undo, set (people). */
struct door_view {
  str url, hall;
  str inside, of, room, tickets, entered;
  bool full, limited;
  const str *checks;
  size_t check_count;
  str error, stream_url;
};

/* GET /loket */
struct desk_choice {
  int number;
  str hall, lines, ticket;
};
struct desk_choice_view {
  const struct desk_choice *counters;
  size_t n;
};
/* GET /loket/{n}. Form: step, ticket (0: the one here), line. */
struct desk_ticket {
  i64 id;
  str number, line, since, tags;
};
struct desk_view {
  int counter;
  str url, hall, lines, notice, error;
  bool busy;
  struct desk_ticket current;
  str application;       /* its file's number */
  str reason;            /* urgent */
  bool pickup;
  const struct desk_ticket *waiting, *missed, *held;
  size_t waiting_count, missed_count, held_count, more;
  const struct line_button *all; /* to transfer to */
  size_t all_count;
  str cleaning, stream_url, state_url;
  str walkin_url;
  str undo;              /* "Urungkan: panggil A-012"; empty: nothing can be */
  i64 undo_ms;           /* for so long */
};

/* GET /petugas/ruang?ruang=code. Forms: /petugas/ruang (rules), /petugas/ruang/perangkat (device), .../cabut. */
struct device_line {
  i64 id;
  str name, hall, seen;
  enum text_key kind;
};
struct hall_settings_view {
  struct form_errors errors;
  const struct hall_choice *halls;
  size_t hall_count;
  str code, hall;
  str capacity, share, near, grace, cleaning, spacing, checks, reasons, notice;
  bool protocol;
  const struct line_button *lines; /* closed and urgent are the check boxes */
  size_t line_count;
  bool may_change, saved;
  const struct device_line *devices;
  size_t device_count;
  str device_url; /* of the one just made */
};

/* GET /petugas/kunjungan?ruang=&hari= */
struct visit_day {
  str day;
  i64 came, done, avoided;
};
struct visit_part {
  str name;
  i64 count, percent;
};
struct visits_view {
  const struct hall_choice *halls;
  size_t hall_count;
  str hall, baseline, span;
  const struct visit_day *days;
  size_t day_count;
  const struct visit_part *reasons, *channels;
  size_t reason_count, channel_count;
};

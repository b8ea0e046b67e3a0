/* web/pages/portal_views: what the pages of the portal print. The rules of views.h hold here too. */
#pragma once
#include "web/pages/views.h"

/* GET, POST /layanan/{code}/mulai, /p/{token}/mulai: posts one field a question, and `asked` for each question shown. */
struct start_view {
  str action, back_url;
  str service;
  const struct choice_question *questions;
  size_t question_count;
  const struct option *earlier; /* already answered: value = question, label = choice */
  size_t earlier_count;
  bool unknown; /* offers "I do not know" */
  bool first;   /* the privacy notice belongs here */
  struct form_errors errors;
};

/* GET, POST /masuk: phone, how ("petugas": has an officer's code), untuk, jawab (what he was about to begin). */
struct phone_view {
  struct form_errors errors;
  str phone;
  str service; /* label; empty: nothing begun */
  str untuk, jawab;
  bool whatsapp;
  struct contact contact;
};
/* GET, POST /masuk/{token}: code. POST /masuk/{token}/lagi: nothing. */
struct code_view {
  str token;
  struct form_errors errors;
  str phone; /* masked */
  bool sent; /* over WhatsApp; else an officer's code is awaited */
  bool open;
  bool whatsapp;
  str phone_url; /* demo: where the code can be read */
};

struct mine_row {
  str url;
  str service, name, number; /* name masked */
  struct tag state;
  str when;
};
struct mine_visit {
  str url;
  str what, when, detail; /* "Rekam KTP-el", "Kamis ... 09.30 WITA", its place */
  struct tag state;
};
/* GET /saya; POST /keluar: nothing. */
struct mine_view {
  str phone;
  const struct mine_visit *ticket; /* NULL: none */
  const struct mine_visit *bookings;
  size_t booking_count;
  const struct mine_row *rows;
  size_t row_count;
};

enum task_state { TASK_TODO, TASK_DONE, TASK_OPTIONAL, TASK_WAITS };
struct task_row {
  str url; /* empty: not yet */
  str label;
  enum task_state state;
  int scans; /* papers */
};
/* GET /p/{token}: everything there is to do. POST /p/{token}/simpan: nothing; the link goes to WhatsApp. */
struct hub_view {
  str token;
  str service, name; /* name: masked, who it is about */
  str saved;         /* what was just done */
  str kept_until;    /* "25 Desember 2026" */
  const struct task_row *data, *papers;
  size_t data_count, paper_count;
  struct task_row check;
  int done, all; /* of what must be done */
  str next_url, next_label;
  bool may_send_link;
  bool mine; /* the phone number is proved in this browser */
};

struct paper_scan {
  str id;
  str view_url; /* empty: not shown in this browser */
  bool image;
  int index;
};
/* GET, POST /p/{token}/berkas/{code} (multipart/form-data): scan, any number of them.
 * POST .../hapus: scan (its id). */
struct paper_view {
  str token, code;
  str service, label, help;
  str form;     /* "F-2.04": to be printed and signed; form_url: the PDF with the data in it */
  str form_url;
  bool optional, from_check, mine;
  str saved, saved_url; /* "Buku nikah: 2 foto tersimpan."; where to look at it */
  const struct paper_scan *scans;
  size_t scan_count;
  str next_url, next_label;
  struct form_errors errors;
};
/* GET, POST /p/{token}/hapus */
struct discard_view {
  str token, service;
};

struct talk_line {
  bool ours;
  str who, when, iso, body;
};
/* GET, POST /s/{token}/pesan: text. */
struct talk_view {
  str token, number, service;
  str saved;
  const struct talk_line *lines; /* newest last */
  size_t line_count;
  str text;
  str closed; /* when an officer reads again; empty: now */
  struct form_errors errors;
  struct contact contact;
};
/* GET, POST /s/{token}/batal */
struct withdraw_view {
  str token, number, service;
  bool may;
  struct contact contact;
};
/* GET /v?kode=, /v/{code} */
struct verify_view {
  str typed;
  bool asked, found;
  str number, service, initials, date, made;
  struct tag state;
  struct form_errors errors;
};
/* GET /jam */
struct hours_view {
  bool open;
  str today, next;
  const str *closures;
  size_t closure_count;
  struct contact contact;
};

/* ---- officers ---- */

/* GET, POST /petugas/kode: phone. The code is shown once, on the answer. */
struct code_giver_view {
  struct form_errors errors;
  str typed, code, phone; /* phone masked */
};
/* GET, POST /petugas/p/{number}/telepon: phone */
struct relink_view {
  struct form_errors errors;
  str number, phone, typed;
};

/* GET /gaya (demo) */
struct style_view {
  const struct option *swatches; /* value: class, label: name */
  size_t swatch_count;
  const struct tag *tags, *panels;
  size_t tag_count, panel_count;
  const struct form_input *inputs;
  size_t input_count;
  struct input_group group;
  struct form_errors errors;
  const struct task_row *tasks;
  size_t task_count;
  const struct timeline_line *timeline;
  size_t timeline_count;
  const struct talk_line *talk;
  size_t talk_count;
  str time;
};

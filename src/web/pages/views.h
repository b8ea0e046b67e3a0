/* web/pages/views: what each page prints. Plain data, ready to print: dates are written out, phone numbers and NIKs
 * masked, texts in the language of the page before they come here. Where a code becomes words, the view holds the
 * enum text_key; views.c has the tables from the domain's codes to keys and colours.
 *
 * Above each view stands its address, the form it holds and the fields it posts. Every form posts `csrf` as well;
 * forms about a file post `version` (the number the page was drawn with) so that the slower of two officers is told.
 * An address inside a view (…_url) begins with '/' or "https://"; an empty one hides its link.
 * Pointers and arrays belong to the request's arena. */
#pragma once
#include "base/base.h"
#include "domain/application.h"
#include "locale/text.h"
#include "web/assets.h" /* ASSET_LOKET_CSS ...: the address of each embedded file */
#include "web/page.h"

/* ---- tables of the officers' pages (officer/layout.html) ------------------------------------------------ */

struct columns {
  const enum text_key *keys;
  size_t n;
};
#define COLUMNS(...) \
  ((struct columns){(const enum text_key[]){__VA_ARGS__}, sizeof((const enum text_key[]){__VA_ARGS__}) / sizeof(enum text_key)})

/* ---- words for codes (views.c) ---------------------------------------------------------------- */

/* tone: "plain", "info", "ok", "warn", "err" or "sogan"; it chooses a colour, never the only carrier of meaning. */
struct tag {
  enum text_key text; /* T_NONE: no tag is drawn */
  const char *tone;
};
struct tag tag_citizen_state(enum state s);     /* "Sedang diperiksa" */
struct tag tag_officer_state(enum state s);     /* "Diperiksa" */
struct tag tag_citizen_item(enum item_state s); /* "Perlu dikirim ulang" */
struct tag tag_officer_item(enum item_state s); /* "Bermasalah" */
struct tag tag_original(enum original_result r);
enum text_key words_next_step(enum state s); /* what the citizen does or awaits now */
enum text_key words_action(enum action a);   /* on a button: "Terbitkan" */
enum text_key words_rule(enum rule r);       /* why something is forbidden */
enum text_key words_channel(enum channel c);
enum text_key words_fault(enum fault_reason r);      /* "Foto buram" */
enum text_key words_fault_todo(enum fault_reason r); /* what the citizen does about it */
enum text_key words_hold(enum hold_reason r);        /* for officers */
enum text_key words_hold_citizen(enum hold_reason r);

/* One choice of a select, a radio group or a button row: label when it has one, else text. */
struct option {
  str value;
  str label;
  str help;
  enum text_key text;
  bool chosen;
};
/* Fixed choices in the order of the domain's enums. */
struct code_words {
  const char *code;
  enum text_key text;
};
extern const struct code_words fault_choices[FAULT_REASONS - 1];
extern const struct code_words hold_choices[HOLD_REASONS - 1];
#define FAULT_CHOICES (FAULT_REASONS - 1)
#define HOLD_CHOICES (HOLD_REASONS - 1)
#define ORIGINAL_CHOICES 4
extern const struct code_words original_choices[ORIGINAL_CHOICES]; /* same, different, not_brought, doubtful */
#define IDENTITY_CHOICES 5
extern const struct code_words identity_choices[IDENTITY_CHOICES]; /* ktp_el, ikd, sim, passport, family_card */
#define RELATION_CHOICES 7 /* self, spouse, parent, child, sibling, family, proxy */
extern const struct code_words relation_choices[RELATION_CHOICES];

/* The languages this page can be read in besides its own: value = code, label = its name. */
struct languages {
  const struct option *at;
  size_t n;
};
const struct languages *other_languages(struct page *p);
str text_of(struct page *p, i64 n); /* a number for an argument of a text */
/* The step the officers' page offers first: take, correct, process, ... ; ACTIONS when there is none. */
struct allowed;
enum action first_step(const struct allowed *may);
bool has_other_steps(const struct allowed *may); /* anything allowed beside first_step() and its link */

/* ---- forms ------------------------------------------------------------------------------------ */

/* One thing wrong in a form. field is the name (and id) of the input, empty for the form as a whole. */
struct field_error {
  str field;
  str text; /* "Tulis 4 angka terakhir nomor WhatsApp Anda" */
};
struct form_errors {
  const struct field_error *at;
  size_t n;
};
/* A stored result or choice is the one of this radio button. */
bool original_is(enum original_result r, const char *code);
bool has_error(const struct form_errors *e, const char *field);
str error_text(const struct form_errors *e, const char *field); /* empty when there is none */

/* One field a person fills in; the input's name and id is `name`.
 * FIELD_DATE posts {name}_day, {name}_month, {name}_year; every other kind posts {name}. */
struct form_input {
  str name;
  enum field_kind kind;
  str label, help;
  str value;            /* as typed before; for FIELD_CHOICE see options[].chosen */
  str day, month, year; /* FIELD_DATE */
  bool optional;
  str suggest; /* FIELD_REGION on citizens' pages: where names are looked up; its choices post {name}_pick */
  str error;   /* empty: none */
  const struct option *options;
  size_t option_count;
};

/* ---- citizens --------------------------------------------------------------------------------- */

struct wa_number {
  str label;  /* "Akta kelahiran dan kematian" */
  str number; /* "0818-0525-4545" */
  str url;    /* "https://wa.me/62818..." */
};
struct hours_line {
  str days, hours;
};
struct contact {
  const struct wa_number *wa;
  size_t wa_count;
  const struct hours_line *hours;
  size_t hours_count;
  str phone, phone_url; /* "tel:..." */
  str email;
  str address;
  str complaint_url; /* empty: the contact above takes complaints */
};

struct service_line {
  str code;
  str label, description;
  str time; /* "2 hari kerja"; empty when nothing is published */
};
/* GET / . Holds the form of /cek. */
struct home_view {
  str notice; /* closed, outage: with the time; empty = none */
  bool open;       /* the counters, now */
  str hours;       /* "Loket buka sampai 15.00 WITA." */
  str waiting;     /* how much waits to be looked at */
  str disturbance; /* the central system is down: since when; empty: it is not */
  const struct service_line *services;
  size_t service_count;
  struct contact contact;
};

/* GET /layanan?q= */
struct services_view {
  str typed;
  const struct service_line *found; /* what the words mean; NULL: nothing */
  const struct service_line *services;
  size_t service_count;
  struct contact contact;
};

/* GET /cek; POST /cek: number, last4. A wrong pair is one error with field "" and always the same text. */
struct check_view {
  struct form_errors errors;
  str number, last4;
};

struct choice_question {
  str code; /* name of the radio group */
  str ask, help;
  const struct option *options;
  size_t option_count;
  str error;
};
struct requirement_line {
  str label, help;
  str form;                                    /* "F-2.03" */
  str basis;                                   /* "Perpres 96/2018 pasal 33" */
  bool local_rule;                             /* asked by this office, not by national law */
  bool fill, upload, show, withdraw, optional; /* the modes */
  int witnesses;
};
/* GET /layanan/{code}?{question}={choice}&... : the public standard, narrowed by the answers. */
struct service_view {
  str code;
  str label, description;
  bool in_person;
  const struct choice_question *questions; /* those that apply */
  size_t question_count;
  const struct requirement_line *requirements;
  size_t requirement_count;
  str time;
  const str *products;
  size_t product_count;
  bool pickup;   /* the document is fetched at the office */
  str web_url;   /* the questions before an application on the pages; empty: in person */
  str start_url; /* wa.me link with the service's word */
  struct contact contact;
};

struct timeline_line {
  str when; /* "Jumat, 20 November 2026 pukul 09.12 WITA" */
  str iso;  /* RFC 3339 for <time> */
  str text; /* what happened, in the language of the page */
  str who;  /* officers' pages only */
};
struct seen_line {
  enum text_key who; /* the role */
  str when, iso, pages;
};
struct fault_line {
  str label;            /* the paper */
  enum text_key reason; /* words_fault */
  enum text_key todo;   /* words_fault_todo */
  str note;             /* the officer's words */
};
/* GET /s/{token} */
struct status_view {
  str number, service;
  struct tag state;
  enum text_key next; /* words_next_step */
  str saved;          /* "3 foto sudah kami terima.": what was just done; empty = nothing */
  str promise;        /* "23 November 2026": ready by; empty = none */
  bool late;          /* the promised time is over */
  str place;          /* where to fetch it */
  enum text_key hold; /* words_hold_citizen or T_NONE */
  str ground, advice; /* refused */
  str answer_by;      /* correction: last day to answer */
  const struct fault_line *faults;
  size_t fault_count;
  const str *missing; /* labels of papers still to come */
  size_t missing_count;
  const str *bring; /* originals to bring; empty while that is not due */
  size_t bring_count;
  const struct timeline_line *timeline; /* newest first */
  size_t timeline_count;
  const struct seen_line *seen; /* who looked at the papers, newest first */
  size_t seen_count;
  /* synchronisation; POST /s/{token}/sinkron (multipart): answer=works|fails, note, layar (photos) */
  str sync_title; /* empty: nothing was decided */
  enum text_key sync_outcome;
  str sync_step, sync_note, sync_contact, sync_retry;
  bool sync_answer, sync_again; /* both answers; only "still fails" */
  str sync_url;
  str privacy_url; /* /s/{token}/data */
  str upload_url, form_url, receipt_url, handover_url, wa_url;
  const struct option *forms; /* official forms with the data in them: value = address, label */
  size_t form_count;
  str pickup_url; /* choose or see the time to fetch it */
  str talk_url, withdraw_url, day_url; /* messages; withdraw, while that may be; the date as a calendar file */
  str reopen_url; /* it was closed because no correction came, and may open again */
  str survey_url; /* form: the survey may be taken, once */
  struct contact contact;
};

/* The fields of one section on a page of the form. */
struct input_group {
  str title; /* empty: the page's own title is enough */
  const struct form_input *inputs;
  size_t input_count;
  const struct form_input *more; /* may stay empty: folded away */
  size_t more_count;
  bool more_open;
};
/* GET, POST /f/{token}/{index}, /p/{token}/data/{index}: one page of the data form; index from 1. Posts the inputs. */
struct section_view {
  str action, back_url; /* back_url empty: none */
  str service, number;
  str title;
  int index, count;
  bool from_check; /* came from the check page: the button says so */
  bool is_new;     /* one more of a list (field `baru`) */
  const str *warnings; /* what looks odd; it is saved, and sending once more (field `noticed`) goes on */
  size_t warning_count;
  const struct input_group *groups;
  size_t group_count;
  struct form_errors errors;
};
struct data_line {
  str label, value; /* empty value: not filled in */
};
struct data_section {
  str title;
  int index;
  str change_url;
  const struct data_line *lines;
  size_t line_count;
  const struct data_section *items; /* of a list: title is the name of one */
  size_t item_count;
};
struct paper_line {
  str label;
  struct tag state;
  int scans;
  str change_url;
};
/* GET the same address, when it is a list: each is a page of its own, {address}/{id}. */
struct list_entry {
  str name, detail; /* "Perempuan · 14 November 2025 · Anak" */
  bool unfinished;
  str change_url, remove_url;
};
struct items_view {
  str back_url, service, title, help, saved;
  int index, count;
  const struct list_entry *rows;
  size_t row_count;
  str size; /* "2 anggota keluarga, paling banyak 20." */
  str add_url, add_label; /* add_url empty: it is full */
  str next_url, next_label; /* next_url empty: something is missing here */
};
/* GET, POST {address}/{id}/hapus */
struct remove_view {
  str action, back_url, service;
  str title, what;
  bool from_check;
};
/* GET /f/{token}/periksa, /p/{token}/periksa; POST there: insists ("yes": papers come later); sends the data. */
struct answers_view {
  str action, back_url;
  str service, number;
  const struct paper_line *papers; /* of the portal; the chat collects its own */
  size_t paper_count;
  str saved, saved_url;
  bool whole;      /* the whole application is sent, not its data alone */
  bool may_insist; /* papers are missing and may come later */
  const struct data_section *sections;
  size_t section_count;
  struct form_errors errors; /* field = "bagian-{index}" */
};
/* GET /f/{token}/selesai */
struct sent_view {
  str number, service;
  str wa_url, status_url;
};
/* any /f/ link that no longer opens */
struct expired_view {
  struct contact contact;
};

struct upload_slot {
  str code; /* the file input is named "scan_{code}", several files each */
  str label, help;
  struct tag state;
  enum text_key fault, todo; /* T_NONE unless faulty */
  str note;
  int scans; /* already here */
  bool optional;
  str error;
};
/* GET, POST /s/{token}/perbaiki (multipart/form-data): scan_{requirement}, any number of them. */
struct upload_view {
  str token;
  str number, service;
  str saved; /* "3 foto sudah kami terima." after a POST; empty before */
  const struct upload_slot *slots;
  size_t slot_count;
  struct form_errors errors;
  str status_url;
};

/* GET /bantuan, /privasi, /aksesibilitas */
struct about_view {
  struct contact contact;
  str dpo; /* who answers for personal data */
};

/* Any error answer. status: 400 403 404 405 409 413 422 429 500 503; others read like 500. */
struct error_view {
  int status;
  str detail; /* a sentence of the fault, empty = the page's own words alone */
  str code;   /* request id, to read out on the phone */
  str retry;  /* "2 menit": for 429 and 503 */
  str phone, phone_url;
  str back_url;
  bool officer; /* the officers' layout */
};
/* GET /galat/{code}: the address an error of the API names as its type. */
struct problem_view {
  str code;
  str text;
};
enum text_key words_error_title(int status);
enum text_key words_error_todo(int status);

/* ---- officers --------------------------------------------------------------------------------- */

enum menu { MENU_NONE, MENU_WORK, MENU_CHAT, MENU_PICKUP, MENU_WALKIN, MENU_SEARCH, MENU_SYNC, MENU_HEAD, MENU_DESK, MENU_HALL, MENU_BOOKING, MENU_PRIVACY, MENU_COMPLAINT, MENU_FAIR, MENU_PARTNER };

/* GET, POST /petugas/masuk: login, password, next. Wrong pair: one error with field "".
 * POST /petugas/keluar: nothing but csrf. */
struct login_view {
  struct form_errors errors;
  str login;
  str next;   /* path to go on to */
  str notice; /* "Sesi Anda berakhir"; empty = none */
};

/* GET, POST /petugas/masuk/kode: code, next */
struct login_code_view {
  struct form_errors errors;
  str next;
};

/* GET, POST /petugas/profil: do = sandi (password, wanted), keluar (everywhere else), pasang, pastikan (code), lepas (code). */
struct session_line {
  str since, seen;
  bool this_one;
};
struct profile_view {
  struct form_errors errors;
  str name, login;
  str notice; /* what was done; empty: nothing */
  bool factor_on, factor_owed; /* owed: his role does nothing without one */
  str factor_key; /* a phone is being made known: the key, to be typed where the QR code cannot be read; empty: none is */
  const struct session_line *sessions;
  size_t session_count;
};

struct queue_tab {
  str code; /* all, new, review, waiting, processing, ready, mismatch */
  enum text_key text;
  int count;
  bool active;
};
#define QUEUE_TABS 7
extern const struct code_words queue_choices[QUEUE_TABS];
struct file_row {
  str number, service, applicant;
  enum text_key channel;
  str age; /* "2 hari" */
  str due; /* "besok 14.00", "lewat 3 jam"; empty when the clock does not run */
  bool late;
  str owner; /* empty: nobody */
  bool mine;
  bool replied; /* the citizen wrote and nobody answered */
  struct tag state;
};
/* GET /petugas?antrean={queue}&layanan={service}&setelah={key}
 * POST /petugas/berikutnya: queue, service: takes the most urgent free file and opens it. */
struct list_view {
  str queue;
  struct queue_tab tabs[QUEUE_TABS];
  str service;
  const struct option *services;
  size_t service_count;
  const struct file_row *rows;
  size_t row_count;
  int total;
  int done_today;
  str first_url, next_url; /* keyset paging; empty = no such page */
  str notice;              /* "Tidak ada berkas bebas"; empty = none */
  str due;                 /* papers over their time to be kept; empty: nobody need be reminded */
};

/* One page of paper. The big picture is <img src=url>; a PDF (is_pdf) is opened by a link. */
/* A read value beside the typed one, in parts: those that differ are marked. */
struct read_part {
  str text;
  bool differs;
};
struct read_line {
  str label, typed; /* typed empty: nobody typed it in */
  const struct read_part *parts;
  size_t part_count;
  bool same;
};
/* What a machine found when it looked at a scan: advice. */
struct look_view {
  const enum text_key *remarks; /* officer.quality.* */
  size_t remark_count;
  const str *notes; /* seen before, in the wrong place ...: whole sentences */
  size_t note_count;
  str paper; /* which one it seems to be; empty: not known */
  const struct read_line *lines;
  size_t line_count;
  int pages, page; /* of the view */
  str previous_page_url, next_page_url;
};
struct scan_view {
  str id;
  int at; /* from 1; the page is opened with ?pindaian={at} */
  str url, thumb_url; /* thumb_url empty: a plain tile, the picture is only looked at when it is opened */
  bool is_pdf;
  bool chosen;
  str requirement, requirement_label; /* empty: tied to nothing */
  str received;                       /* "20 November 2026 09.12, WhatsApp" */
  str view_url;                       /* a picture of it that every browser shows; empty: none */
  const struct look_view *look;       /* NULL: not looked at yet */
  bool infected;                      /* its bytes are given to nobody */
};
struct item_view {
  str code, label;
  str form;
  struct tag state;
  enum text_key fault;
  str note;
  int scans;
  int first_scan; /* at of its first scan, 0 = none */
  bool optional, can_judge, can_mark_seen;
  bool current; /* the chosen scan belongs to it */
};
struct fact_line {
  enum text_key label; /* officer.fact.* */
  str value;
};
struct message_view {
  bool from_citizen, from_bot;
  str who, when, iso;
  str text;
  str gone; /* in place of words or photo that were erased */
  enum text_key delivery; /* officer.delivery.*: sent, delivered, read, failed; T_NONE for incoming */
  str media_url, thumb_url;
  str media; /* the scan's id; empty = none */
  bool media_is_pdf;
  str tied_to; /* "MTR-… · KK"; empty: not tied */
};
struct canned_view {
  str code, title, text;
};
/* Which buttons the rules allow this officer now. */
struct allowed {
  bool take, release, process, hold, resume, await_signature, issue, ready, send, confirm;
  bool refuse, cancel, reopen, ask_correction, pickup, decide;
  bool resolve; /* a synchronisation: decided on a page of its own */
  bool processed, issued; /* SIAK's number, the result document are recorded: the next step comes first */
};
struct blocked_action { /* a step somebody expects and may not take yet, with the reason */
  enum text_key action, rule;
};
/* GET /petugas/p/{number}?pindaian={at}&syarat={requirement}&balasan={canned code}
 * POST /petugas/p/{number}/aksi: version, action and
 *   take | release | resume | await_signature | confirm | reopen
 *   process: siak_number            hold: reason           ready: shelf
 *   issue: result_kind, result_number                      send: note (link or courier number)
 *   refuse: ground, advice          cancel: reason
 *   accept_scan: requirement        fault_scan: requirement, fault, note      seen: requirement
 *   tie_scan: scan, requirement (empty = untie)
 * POST /petugas/p/{number}/balas: version, text
 * POST /petugas/p/{number}/catatan: version, note (internal) */
struct file_view {
  str number, service;
  struct tag state;
  i64 version;
  str applicant, phone; /* masked */
  enum text_key channel;
  str submitted, due, owner;
  bool late, mine;
  str notice; /* "Tersimpan"; what the last action did */
  str error;  /* why the last action was not done */

  const struct scan_view *scans;
  size_t scan_count;
  int destroyed;                  /* scans whose time was over, or whose owner asked */
  const struct scan_view *chosen; /* NULL: no scans */
  str previous_scan_url, next_scan_url;
  const str *nik_notes; /* a NIK that contradicts itself or a date: a warning */
  size_t nik_note_count;
  int looks_waiting; /* of the whole office, while a scan of this file waits to be looked at */
  const struct item_view *items;
  size_t item_count;
  const struct item_view *current;   /* of the chosen scan, NULL when it is not tied */
  int items_open;                    /* mandatory ones missing, unseen or faulty */
  const struct option *requirements; /* for "tie to" */
  size_t requirement_count;
  bool can_tie, can_add; /* can_add: POST /petugas/p/{number}/berkas (multipart): requirement, scan (files) */
  bool can_write;        /* internal notes */

  const struct data_section *sections;
  size_t section_count;
  const str *situation; /* answers to the start questions, and effects */
  size_t situation_count;
  const struct fact_line *facts;
  size_t fact_count;
  const struct timeline_line *timeline;
  size_t timeline_count;
  const struct message_view *messages; /* oldest first */
  size_t message_count;
  bool can_reply;
  str window_left; /* "18 jam"; empty: closed, only a template goes out */
  const struct canned_view *canned;
  size_t canned_count;
  str draft; /* text in the reply box */

  struct allowed may;
  const struct blocked_action *blocked;
  size_t blocked_count;
  const struct option *result_kinds;
  size_t result_kind_count;
  str correction_url, receipt_url, label_url, next_url; /* next_url: the list it came from */
};

/* GET /petugas/p/{number}/perbaikan; POST /petugas/p/{number}/aksi: action=ask_correction, version, note */
struct correction_view {
  str number, service, applicant;
  i64 version;
  const struct fault_line *faults;
  size_t fault_count;
  const str *missing;
  size_t missing_count;
  str message;   /* as the citizen will read it, with line breaks */
  str answer_by; /* last day */
  str note;
  bool window_closed; /* WhatsApp: goes out as a template */
  struct form_errors errors;
};

/* GET /petugas/ambil?kode={number or the receipt's QR text} */
struct pickup_find_view {
  str typed;
  struct form_errors errors;    /* field "kode" */
  const struct file_row *ready; /* waiting longest */
  size_t ready_count;
};
struct pickup_item {
  str code, label;
  bool withdraw; /* the original stays here and is destroyed */
  bool needed;   /* must be judged before the document leaves */
  const struct scan_view *scans;
  size_t scan_count;
  enum original_result original;
  str note;
  str judged_by;
};
/* GET /petugas/p/{number}/ambil
 * POST there: version, action and
 *   check_original: original_{requirement} = same | different | not_brought | doubtful, note_{requirement}
 *   hand_over: receiver_name, receiver_relation, identity_kind, identity_last4, proxy = yes | no, proxy_letter = yes
 *   decide_mismatch: decision = accept | refuse, note */
struct pickup_view {
  str number, service, applicant, shelf;
  struct tag state;
  i64 version;
  const str *documents; /* what is handed over */
  size_t document_count;
  const struct pickup_item *items;
  size_t item_count;
  bool can_judge;
  bool mismatch;
  bool can_decide;
  bool can_hand_over;
  const enum text_key *blocked; /* reasons while it cannot; words_rule */
  size_t blocked_count;
  str receiver_name, identity_last4, relation, identity_kind; /* as typed */
  bool proxy, proxy_letter;
  struct form_errors errors;
};
/* GET /petugas/p/{number}/diserahkan */
struct handed_over_view {
  str number, service, receiver, when, by;
  str pdf_url;
};

/* GET /petugas/baru?layanan={code}: step 1, choose and answer; its form is GET /petugas/baru/{code}?{question}={choice}
 */
struct walkin_start_view {
  const struct service_line *services;
  size_t service_count;
  str service; /* chosen code, empty = none yet */
  str service_label;
  const struct choice_question *questions;
  size_t question_count;
  i64 ticket; /* of the hall: it is entered for its holder; 0: none */
  str ticket_number;
};
struct walkin_block {
  str title; /* of several of a list: "Anggota keluarga ke-2"; else empty */
  const struct form_input *inputs;
  size_t input_count;
  bool begun; /* the cursor goes here: it was asked for just now */
};
struct walkin_section {
  str title, help;
  str list; /* its name, which is asked for in {tambah}; empty: filled in once */
  str add;  /* "Tambah anggota keluarga lain"; empty: it is full */
  const struct walkin_block *blocks;
  size_t block_count;
};
struct walkin_paper {
  str code, label, form;
  bool optional, upload, show;
  bool seen; /* ticked before */
  str error;
};
/* GET /petugas/baru/{code}?answers; POST there (multipart): the answers as hidden fields {question},
 * applicant_name, applicant_phone, the inputs, scan_{requirement} (files), seen_{requirement} = yes; tambah = a list: nothing is
 * entered, the page comes again with room for one more */
struct walkin_view {
  str service, service_label;
  const struct option *answers; /* value = choice code, label = question code, help = words of the answer */
  size_t answer_count;
  str back_url;
  str applicant_name, applicant_phone;
  const struct walkin_section *sections;
  size_t section_count;
  const struct walkin_paper *papers;
  size_t paper_count;
  i64 ticket;
  str ticket_number;
  str page; /* a name of this showing of the form, sent back in {halaman}: the same words with it are entered once */
  struct form_errors errors;
};

struct chat_row {
  str id; /* in the address */
  str name, phone, last;
  str waiting; /* "12 menit"; empty: answered */
  bool late;
  str window_left;   /* empty: closed */
  int photos;        /* tied to nothing */
  str number;        /* its running application, or empty */
  bool with_officer; /* the bot is silent */
};
/* GET /petugas/wa?setelah={key} */
struct inbox_view {
  const struct chat_row *rows;
  size_t row_count;
  int waiting;
  str next_url;
};
/* GET /petugas/wa/{id}?balasan={canned code}
 * POST /petugas/wa/{id}/balas: text
 * POST /petugas/wa/{id}/ikat: media, target = "{number}/{requirement}"
 * POST /petugas/wa/{id}/bot: nothing but csrf; the bot answers again */
struct chat_view {
  str id, name, phone;
  bool with_officer;
  str window_left;
  str notice, error;
  const struct message_view *messages; /* oldest first */
  size_t message_count;
  const struct option *targets; /* value "{number}/{requirement}" */
  size_t target_count;
  const struct file_row *files; /* running applications of this number */
  size_t file_count;
  const struct canned_view *canned;
  size_t canned_count;
  bool can_reply;
  str draft;
};

/* GET /petugas/cari?q= */
struct search_view {
  str q;
  struct form_errors errors; /* field "q" */
  const struct file_row *rows;
  size_t row_count;
  bool more; /* there were more than fit */
};

/* 409 of every officer form: somebody was faster. */
struct conflict_view {
  str number;
  str who, when;
  const str *changes; /* "Status: Diperiksa → Diproses" */
  size_t change_count;
  str typed; /* what this officer wrote, so that it is not lost; empty = nothing */
  str back_url;
};

/* domain/conversation: what Loket answers a citizen in a chat, as one pure function. It reads the stored state of the
 * chat, one event and what the database knows, and gives the new state, a short list of effects and at most ONE reply:
 * one turn of the bot is one message (a chat message costs money and a person's attention).
 * Words are not made here: office/chat_words.h turns a reply into a struct say.
 * Nothing here allocates: every str of a result points into the catalogue, the facts, the event or the old chat. */
#pragma once
#include "base/base.h"
#include "base/limits.h"
#include "domain/application.h"
#include "domain/look.h"
#include "domain/appointment.h"
#include "domain/service.h"
#include "domain/skm.h"

/* ---- the stored state of one (office number, contact) ------------------------------------------ */

enum chat_step {
  CHAT_IDLE,
  CHAT_MENU,            /* the list of services was sent */
  CHAT_QUESTION,        /* chat.service and chat.answers are being filled; no draft yet */
  CHAT_COLLECTING,      /* there is a draft: photos and the form come in */
  CHAT_INCOMPLETE,      /* "complete" was said too early; saying it again sends what is there */
  CHAT_CONFIRM_DISCARD, /* erase the draft? chat.wanted = the service asked for instead, or empty */
  CHAT_CONFIRM_CANCEL,  /* withdraw the application chat.number? */
  CHAT_CHOOSE_CANCEL,   /* which application to withdraw? */
  CHAT_RESUME,          /* came back after hours: go on, or start anew? */
  CHAT_BOOKING,         /* about an appointment: chat.options are the rows shown last */
  CHAT_BOOKING_CONFIRM, /* the same, and a name may be typed: who comes */
  CHAT_BOOKING_ADDRESS, /* the same, and an address is awaited: a visit at home */
  CHAT_QUEUE_LINES,     /* the lines of the hall were sent: which one? */
  CHAT_CONFIRM_REOPEN,  /* open the closed application chat.number again? */
  CHAT_STEPS
};
static inline bool chat_step_books(enum chat_step s) { return s >= CHAT_BOOKING && s <= CHAT_BOOKING_ADDRESS; }
enum chat_mode {
  CHAT_BOT,
  CHAT_WAITING_HUMAN, /* asked for an officer: the bot still answers what it understands, else keeps silent */
  CHAT_HUMAN,         /* an officer wrote: the bot is silent until bot_silent_until; `0` or a tap gives it back */
  CHAT_MODES
};

struct chat {
  enum chat_step step;
  enum chat_mode mode;
  enum lang lang;
  moment bot_silent_until; /* CHAT_HUMAN */
  moment last_in_at;       /* the citizen's last message */
  moment quiet_at;         /* when CHAT_QUIET must be handed in: photos are being collected; 0 = not running */
  moment quiet_since;      /* the first photo of this batch */
  moment idle_at;          /* when CHAT_IDLED must be handed in (one reminder of an unfinished draft); 0 = never */
  moment told_unsupported_at;
  moment told_waiting_at;
  int batch;             /* photos and PDFs since quiet_since */
  i64 batch_media;       /* the only untied one of this batch, else 0: a text "ini KK" behind it names it */
  str batch_requirement; /* the paper the photos of this batch went to because only one was open */
  str service, version;  /* code and version of the service being asked about */
  struct answers answers;
  str question;   /* code of the question asked last */
  str wanted;     /* CHAT_CONFIRM_DISCARD */
  str number;     /* CHAT_CONFIRM_CANCEL, CHAT_CONFIRM_REOPEN */
  str correcting; /* number of the application whose faulty papers are awaited */
  str options;        /* CHAT_BOOKING...: ids of the rows shown last, so that a typed number finds its row */
  str booking_name;   /* who comes, as typed */
  str booking_reason; /* of a visit at home */
  str survey;     /* a link into the survey of satisfaction that may be answered here; empty: none */
  str survey_at;  /* code of the element asked last */
  int errors_in_a_row;
  bool opted_out; /* no notices from our side; answers still come */
  bool privacy_told;
};

struct chat chat_new(void);
/* The stored form. Reading never fails: content that is damaged, foreign or of another format is a fresh chat. */
str chat_to_json(struct arena *a, const struct chat *c);
struct chat chat_from_json(struct arena *a, str json);
/* Call when a correction was asked for: the next photos answer it, also when a draft is open. */
void chat_expect_correction(struct chat *c, str number);

/* ---- what happened --------------------------------------------------------------------------- */

enum chat_event_kind {
  CHAT_TEXT,
  CHAT_CHOICE, /* a list row or a button: choice = its id */
  CHAT_MEDIA,  /* a photo or PDF, already stored under `media`; text = its caption */
  CHAT_VOICE,
  CHAT_UNSUPPORTED, /* sticker, video, location, contact, poll ... */
  CHAT_REACTION,    /* and everything else that gets no answer */
  CHAT_OFFICER,     /* an officer wrote, in the back office or in the phone app */
  CHAT_GIVEN_BACK,  /* an officer gave the chat back to the bot */
  CHAT_QUIET,       /* quiet_at was reached */
  CHAT_IDLED,       /* idle_at was reached */
  CHAT_FORM_DONE,   /* the form behind the one-time link was sent in; facts already say so */
  CHAT_EVENTS
};
struct chat_event {
  enum chat_event_kind kind;
  moment at;
  str text;
  str choice;
  i64 media;              /* id of the stored photo (CHAT_MEDIA) */
  i64 quoted_media;       /* the citizen quoted this earlier photo of his (of the draft or the correction); 0 = none */
  str quoted_requirement; /* code of the requirement the quoted message was about, if known */
  bool of_survey;         /* out: it answered the survey, and its words are not to be kept with this person */
};

/* ---- what the database knows ------------------------------------------------------------------ */

struct chat_photo { /* current, of a draft or a correction, in the order they came */
  str requirement;  /* empty: unsorted */
  moment came_at;
  bool looked;      /* else nothing is known of it yet */
  enum look_problem problem;
  enum look_fault fault; /* LOOK_FAULTS: none */
  bool told;        /* the citizen heard of it */
};
struct chat_application { /* created from this contact; nothing else is ever handed in */
  str number;
  const struct service *service;
  enum state state;
  const struct item *items; /* only read in STATE_NEEDS_CORRECTION and STATE_EXPIRED */
  size_t item_count;
  int unsorted; /* scans that came for the correction and are tied to nothing */
  bool papers_gone; /* some were destroyed: what was expired stays so */
  const struct chat_photo *photos;
  size_t photo_count;
};
struct chat_draft {
  const struct service *service; /* NULL: no draft */
  struct answers answers;
  const struct item *items;
  size_t item_count;
  int unsorted; /* scans tied to nothing */
  const struct chat_photo *photos;
  size_t photo_count;
  bool form_done;
};
struct chat_booking { /* of this contact, and still before him */
  str number, kind;
  enum booking_state state;
  moment at;
  moment until; /* held, offered: the seat is kept until then */
  str place, name;
};
struct chat_seat { /* a free seat; in a list of days: the first of its day, and how many are free that day */
  str booth, place;
  moment at;
  int free;
};
struct chat_facts {
  bool books; /* this office gives appointments */
  const struct chat_booking *bookings; /* soonest first */
  size_t booking_count;
  const struct catalogue *catalogue;
  struct date today;
  struct chat_draft draft;
  int loose;                                   /* photos of this contact that belong to no draft and no application */
  const struct chat_application *applications; /* newest first */
  size_t application_count;
  struct {
    bool open; /* the link in chat.survey still opens */
    struct skm_scores scores;
  } survey;
  int quiet_seconds, quiet_cap_seconds, bot_pause_hours;
  int correction_days; /* so long the office waits for faulty papers */
};

/* ---- what follows ---------------------------------------------------------------------------- */

enum chat_effect_kind {
  CHAT_KEEP_LOOSE,      /* media: keep it for the service that will be chosen */
  CHAT_TIE_DRAFT,       /* media -> requirement of the draft; empty requirement: belongs to it, unsorted */
  CHAT_TIE_CORRECTION,  /* media -> requirement of application `number`; empty: unsorted */
  CHAT_START_DRAFT,     /* service, answers; takes the loose photos over (chat_requirement_named sorts captions) */
  CHAT_SET_ANSWERS,     /* of the draft: its papers are judged again, scans stay */
  CHAT_SUBMIT_DRAFT,    /* the notice of the transition is the answer: no reply comes with it */
  CHAT_DISCARD_DRAFT,   /* keep_media: its photos become loose again */
  CHAT_CANCEL,          /* withdraw application `number`; the notice of the transition is the answer */
  CHAT_SEND_CORRECTION, /* every faulty paper of `number` was replaced: back to the officers, same place in line */
  CHAT_REOPEN,          /* the expired `number` waits for its faulty papers again; takes the loose photos over, to
                           requirement when they can only be that paper */
  CHAT_SYNC_WORKS,      /* application `number`: the partner finds the data now; the notice is the answer */
  CHAT_SYNC_FAILS,      /* it still fails: `number` opens again */
  CHAT_SURVEY_SCORE,    /* element, score: of the survey in chat.survey before this turn */
  CHAT_SURVEY_END,      /* what was scored counts, the link is gone */
  CHAT_QUEUE,           /* the hall: `number` says what (chat_queue.h of the office knows): "look", "line.A", "leave" ...;
                           what came of it is the answer: no reply comes with it */
  CHAT_CALL_OFFICER,
  CHAT_GIVE_BACK, /* the chat is the bot's again */
  CHAT_OPT_OUT,
  CHAT_OPT_IN,
  /* appointments: the notice of each is the answer, but for the first */
  CHAT_HOLD_SEAT,    /* kind, age, booth, at: kept for some minutes */
  CHAT_BOOK_SEAT,    /* number: the held one; name may be empty */
  CHAT_MOVE_BOOKING, /* number, booth, at */
  CHAT_CANCEL_BOOKING,
  CHAT_TAKE_OFFER,
  CHAT_DECLINE_OFFER,
  CHAT_JOIN_WAITING,  /* kind, age */
  CHAT_REQUEST_VISIT, /* reason, address */
};
static inline bool chat_effect_books(enum chat_effect_kind k) { return k >= CHAT_HOLD_SEAT && k <= CHAT_REQUEST_VISIT; }
struct chat_effect {
  str kind_of_visit, age, booth, name, reason, address; /* appointments */
  moment at;
  enum chat_effect_kind kind;
  const struct service *service;
  struct answers answers;
  str number;
  i64 media;
  str requirement;
  enum skm_element element;
  int score; /* SKM_PASSED: passed over */
  bool keep_media;
};

enum chat_reply_kind {
  CHAT_SAY_NOTHING,
  CHAT_SAY_MENU,
  CHAT_SAY_QUESTION,     /* service, question */
  CHAT_SAY_REQUIREMENTS, /* service, needs; form_link when a form is among them */
  CHAT_SAY_IN_PERSON,    /* service, needs = what to bring */
  CHAT_SAY_PROGRESS,     /* photos came, or a look at where the draft stands */
  CHAT_SAY_INCOMPLETE,   /* "complete" was said too early; may_insist: there is enough to send it anyway */
  CHAT_SAY_HOW_TO_SEND,  /* "add photos": go on, and how */
  CHAT_SAY_NO_PAPER,     /* "I do not have it" */
  CHAT_SAY_CORRECTION,   /* number; missing = what is still faulty; none left: back with the officers */
  CHAT_SAY_RESUME,
  CHAT_SAY_REMINDER,
  CHAT_SAY_CONFIRM_DISCARD, /* service = the draft's, wanted = the new one or NULL */
  CHAT_SAY_DISCARDED,
  CHAT_SAY_CONFIRM_CANCEL, /* number, service */
  CHAT_SAY_CHOOSE_CANCEL,  /* applications */
  CHAT_SAY_NOT_CANCELLED,
  CHAT_SAY_NOTHING_TO_CANCEL,
  CHAT_SAY_CONFIRM_REOPEN, /* number, service, missing = what would have to be sent */
  CHAT_SAY_NOT_REOPENED,
  CHAT_SAY_STATUS, /* applications; draft service in `service` when there is one; reopen: one that may open again */
  CHAT_SAY_STATUS_NONE,
  CHAT_SAY_STATUS_UNKNOWN, /* a number that is not this contact's: the same answer whether it exists or not */
  CHAT_SAY_OFFICER_CALLED,
  CHAT_SAY_OFFICER_WAITING, /* still waiting, said at most once an hour */
  CHAT_SAY_OFFER_OFFICER,   /* three times not understood */
  CHAT_SAY_NO_NUMBERS,      /* a NIK or family card number was typed: into the form, not the chat */
  CHAT_SAY_VOICE,
  CHAT_SAY_UNSUPPORTED,
  CHAT_SAY_OPTED_OUT,
  CHAT_SAY_OPTED_IN,
  CHAT_SAY_COMPLAINT,     /* where complaints are taken: on a page, for officers read this chat */
  CHAT_SAY_SYNC_REOPENED, /* number: a synchronisation that still fails is with the officers again */
  CHAT_SAY_SYNC_PHOTO,    /* number, photos: pictures of the error came */
  CHAT_SAY_SYNC_NOTED,    /* number: the error was typed */
  /* appointments; seats, booking and place are filled in by the office */
  CHAT_SAY_DAYS,           /* service, needs = what to bring; seats = days; moving: number */
  CHAT_SAY_TIMES,          /* day; seats = its times */
  CHAT_SAY_CONFIRM_SEAT,   /* the seat is held */
  CHAT_SAY_CONFIRM_MOVE,   /* number, booth, at */
  CHAT_SAY_CONFIRM_LEAVE,  /* cancel the appointment `number`? */
  CHAT_SAY_SEAT_LEFT,      /* the held seat was let go */
  CHAT_SAY_BOOKINGS,       /* bookings */
  CHAT_SAY_NO_BOOKING,
  CHAT_SAY_TOO_YOUNG,
  CHAT_SAY_VISIT_REASON,
  CHAT_SAY_VISIT_ADDRESS,
  CHAT_SAY_NOT_BOOKED, /* fault = why, in the office's words */
  CHAT_SAY_SURVEY,        /* element: how good is it? */
  CHAT_SAY_SURVEY_THANKS,
  CHAT_SAY_SURVEY_NO,     /* did not want to */
  CHAT_SAY_SURVEY_OVER,
  CHAT_SAY_TRY_LATER, /* never decided here: for the office when an effect failed */
  CHAT_REPLIES
};
enum chat_lead { /* a line before the reply's own words */
                 CHAT_LEAD_NONE,
                 CHAT_LEAD_STALE, /* this choice is old */
                 CHAT_LEAD_NOT_UNDERSTOOD,
                 CHAT_LEAD_PHOTOS_KEPT, /* photos */
                 CHAT_LEAD_USUAL,       /* "I do not know": taken = the usual choice */
                 CHAT_LEAD_BACK,        /* the bot is back */
                 CHAT_LEAD_FORM_DONE,
                 CHAT_LEAD_REOPENED,  /* number, days */
                 CHAT_LEAD_SEAT_GONE, /* somebody was faster */
                 CHAT_LEADS
};
#define MAX_CHAT_POOR 6
struct chat_poor { /* a photo that should be taken again: advice, the citizen may send it anyway */
  const struct requirement *paper; /* NULL: which one is not known */
  int nth;                         /* of the photos sent; for an unknown paper */
  enum look_problem problem;
  enum look_fault fault;
};
struct chat_reply {
  enum chat_reply_kind kind;
  enum chat_lead lead;
  bool first;      /* first contact: greet and give the privacy notice */
  bool form_link;  /* the office makes a one-time link and hands it to the renderer */
  bool condolence; /* a death: no cheer, no emoji */
  bool may_insist;
  bool form_missing;
  const struct catalogue *catalogue;
  const struct service *service;
  const struct service *wanted;
  const struct question *question;
  const struct choice *taken;
  struct judgement needs;
  const struct item *missing[MAX_REQUIREMENTS]; /* open papers (draft) or faulty ones (correction) */
  size_t missing_count;
  int missing_least; /* how many of them are still to come when unsorted photos are counted toward them */
  str kind_of_visit, age, booth; /* appointments */
  str moving;                    /* the days and times are for this booking */
  struct date day;
  moment at;
  const struct chat_booking *booking; /* that is spoken of */
  const struct chat_booking *bookings;
  size_t booking_count;
  const struct chat_seat *seats;
  size_t seat_count;
  bool blanks_out; /* why there are no days */
  str fault;
  int photos;        /* in this batch; or loose ones kept */
  int papers, papers_there, unsorted;
  int clear; /* photos of this batch that were looked at and are fine */
  struct chat_poor poor[MAX_CHAT_POOR];
  size_t poor_count;
  const struct chat_application *applications;
  size_t application_count;
  str number;
  str reopen; /* number of a closed application that may open again */
  int days;   /* the office waits for faulty papers */
  enum skm_element element;
};

#define MAX_CHAT_EFFECTS 4
struct chat_decision {
  struct chat chat;
  struct chat_effect effects[MAX_CHAT_EFFECTS];
  size_t effect_count;
  struct chat_reply reply;
  bool mask_digits; /* the text or caption holds a 16-digit number: mask it wherever the thread is shown */
};
void chat_decide(const struct chat *c, const struct chat_event *e, const struct chat_facts *f,
                 struct chat_decision *ret);

/* ---- words shared with the renderer ------------------------------------------------------------ */

/* Ids of rows and buttons. They stay tappable for ever: "svc.kk.v1", "q.kk.reason.lost.v1", "act.done.v1",
 * "app.MTR-26-000012.cancel.v1". */
#define CHAT_ID_VERSION "v1"
enum chat_act {
  CHAT_ACT_NONE,
  CHAT_ACT_MENU,
  CHAT_ACT_STATUS,
  CHAT_ACT_OFFICER,
  CHAT_ACT_DONE,
  CHAT_ACT_MORE,
  CHAT_ACT_ANYWAY,
  CHAT_ACT_CONTINUE,
  CHAT_ACT_FRESH,
  CHAT_ACT_DISCARD,
  CHAT_ACT_KEEP,
  CHAT_ACT_UNKNOWN,
  CHAT_ACT_CANCEL,
  CHAT_ACT_COMPLAINT,
  CHAT_ACTS
};
const char *chat_act_code(enum chat_act act); /* "done" */
/* The services the menu shows (rows are limited; status and officer need two). */
size_t chat_menu_services(const struct catalogue *c);
/* Whether the citizen himself may still withdraw it (transition table). */
bool chat_may_cancel(const struct chat_application *a);
/* Whether a closed one opens again on the citizen's word. */
bool chat_may_reopen(const struct chat_application *a);
/* Whether a question offers "I do not know" as a row of its own (there is room, and no choice already says it). */
bool chat_offers_unknown(const struct question *q);

/* Which of these papers a caption means ("ini KK", "buku nikah"); NULL when none or more than one fits as well. */
const struct requirement *chat_requirement_named(const struct judgement *needs, str caption);
/* A run of 16 digits, also with spaces, dots or dashes between: a NIK or a family card number. */
bool chat_has_number16(str text);
/* The text with every such run but its last four digits replaced by '*'. */
str chat_mask_numbers(struct arena *a, str text);

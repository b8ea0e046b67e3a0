/* domain/figures: what an event of the chain counts for. Pure: one event and what is known of its file give what is known
 * afterwards and the marks to be counted. The figures of the office are sums of marks and nothing else, so that every
 * number has its list (docs/figures.md says what each one means).
 *
 * The clock is the file's own (domain/application.h: state_clock_runs): it stands still while the office waits for the
 * citizen or somebody else. What was promised is the published time from the submission on, plus the pauses. */
#pragma once
#include "base/base.h"
#include "domain/application.h"
#include "domain/appointment.h"
#include "domain/calendar.h"

enum measure {
  MEASURE_SUBMITTED, /* came in. key: channel */
  MEASURE_ENDED,     /* completed, refused, cancelled, expired. key: that state */
  MEASURE_ANSWERED,  /* the citizen heard from an officer for the first time. key: class of working time since it came */
  MEASURE_READY,     /* the document was ready for the first time. key: class of working time the office needed */
  MEASURE_PROMISE,   /* with it: was it in the published time? key: kept, late */
  MEASURE_JUDGED,    /* somebody looked at a paper for the first time. key: requirement */
  MEASURE_FAULTY,    /* and it was not right. key: requirement */
  MEASURE_REASON,    /* what was asked to be mended, once for each paper and asking. key: fault code */
  MEASURE_VISIT,     /* somebody came to the office because of a file; once a day and file. key: why */
  MEASURE_WORK,      /* a step of an officer. key: "officer:3|09", the hour of the day */
  MEASURE_ARRIVAL,   /* came in, by the hour. key: "09" */
  MEASURE_CALL,      /* a ticket was called to a counter. key: "03|09", counter and hour */
  MEASURE_TICKET,    /* a ticket was called for the first time that day. key: its line, "A" */
  MEASURE_BOOKED,    /* an appointment was made, or made anew after one was missed. key: what for */
  MEASURE_LEAD,      /* with it: how far away its time was. key: "rekam_baru|03", what for and class of days */
  MEASURE_KEPT,      /* who had one came. key: what for */
  MEASURE_MISSED,    /* did not come, nor late. key: what for */
  MEASURE_CANCELLED, /* was booked and is not any more. key: what for */
  MEASURES
};
const char *measure_code(enum measure m);
bool measure_parse(str code, enum measure *ret);

/* Classes of working time: upper ends in minutes, the last one open. */
#define TIME_CLASSES 16
extern const int time_class_minutes[TIME_CLASSES]; /* the last is 0: longer than the one before */
int time_class(moment worked);
const char *time_class_code(int at);      /* "0120": sorts as it counts; "more" */
int time_class_find(str code);            /* -1: none */

/* What is known of one file. application 0: nothing yet. */
struct tally {
  i64 application;
  str service;
  enum channel channel;
  enum state state;
  moment submitted_at, due_at; /* due_at 0: nothing is published */
  moment paused_at, paused_ms;
  moment since, worked_ms; /* the working time counts since then (0: stands still); what it counted before */
  bool answered, ready;
  i64 visit_day;           /* the last one counted */
  str judged;              /* " kk nikah ": papers somebody looked at */
};
bool tally_open(const struct tally *t);   /* counts among the open files */
/* When the promise breaks, if nothing happens; 0: it cannot now (paused, ready, over, nothing published). */
moment tally_late_at(const struct tally *t);

struct paper_fault {
  str requirement;
  enum fault_reason reason;
};
/* One event, read. */
struct happening {
  i64 seq, application;
  moment at;
  str kind;
  str actor;
  bool moves;       /* it names a state it leads to */
  enum state to;
  str requirement;  /* of accept_scan, fault_scan */
  enum fault_reason fault;
  const struct paper_fault *faults; /* ask_correction */
  size_t fault_count;
  str service;      /* submit */
  enum channel channel;
  int sla_working_hours;
  moment due_at;    /* submit: as it was promised; 0: before events told it */
};

struct mark {
  enum measure measure;
  i64 day; /* local, days since 1970 */
  str service, key;
  i64 place; /* seq of the event * MARKS_OF_EVENT + which of its marks */
  i64 application, value; /* value: working minutes where the measure is about time */
};
#define MARKS_OF_EVENT 128
#define MAX_MARKS (3 * MAX_REQUIREMENTS + 8) /* of one event */
_Static_assert(MAX_MARKS <= MARKS_OF_EVENT, "a mark's place names one mark");
struct marks {
  struct mark at[MAX_MARKS];
  size_t n;
};
/* t is changed in place; new texts live in the arena. */
void figures_fold(struct arena *a, struct tally *t, const struct happening *h, const struct calendar *cal, struct marks *ret);

/* A call in the hall ("queue_call"): no file knows of it. first: this ticket was not called before on that day. */
struct hall_call {
  i64 seq;
  moment at;
  str ticket; /* "A-012" */
  int counter;
  bool first;
};
void figures_call(struct arena *a, const struct hall_call *h, struct marks *ret);

/* Classes of the days between booking and coming: "00" the same day, "03" up to three days, "more". */
#define LEAD_CLASSES 10
const char *lead_class_code(int at);
int lead_class(i64 days);

/* An event of an appointment ("booking_..."). It may show that an earlier one was a mistake, or no longer true (who is
 * late did come): then the mark of that measure which this appointment made last goes. */
struct booking_event {
  i64 seq;
  moment at, starts_at;
  str kind;
  enum booking_state from, to;
};
enum measure figures_booking(struct arena *a, const struct booking_event *e, struct marks *ret); /* MEASURES: none goes */

/* Why an event is a visit: a row for each source. */
const char *visit_reason(enum action action, enum channel channel); /* NULL: nobody came */

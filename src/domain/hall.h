/* domain/hall: what a hall is made of: lines people wait in, counters that call them, and the rules of the day. The
 * lines and counters stand in loket.yaml; what a day asks for (how many people, urgent cases only) is changed on a page. */
#pragma once
#include "base/base.h"
#include "domain/service.h" /* struct local_text */

#define MAX_HALLS 6
#define MAX_HALL_LINES 12
#define MAX_LINE_SERVICES 12
#define MAX_COUNTERS 24
#define KIOSK_BUTTONS 6 /* more than six choices and nobody reads them */
#define MAX_TICKET 999  /* of one line and day */

struct hall_line {
  str letter;             /* "A": stands on the ticket, names the line everywhere */
  struct local_text name; /* "Akta kelahiran dan kematian" */
  int minutes;            /* one person usually takes, until today's pace is known */
  bool pickup;            /* documents are handed over: short, called in between */
  str services[MAX_LINE_SERVICES];
  size_t service_count;
};
struct hall_counter {
  int number;  /* once in the whole office: it is in the address /loket/{number} */
  str letters; /* the lines it calls: "AB" */
};
struct hall {
  str code; /* "utama": in addresses */
  struct local_text name;
  str printer; /* "192.168.1.50:9100"; empty: the browser of the kiosk prints */
  struct hall_line lines[MAX_HALL_LINES];
  size_t line_count;
  struct hall_counter counters[MAX_COUNTERS];
  size_t counter_count;
  int capacity;     /* people inside at once; 0: not limited */
  int walkin_share; /* of 100 calls where both wait, so many go to people without an appointment */
  int near;         /* so many before their turn people are told to come near */
  int grace;        /* minutes in which who missed a call comes back to the front */
};
/* The hall of an office that has set nothing: six lines, four counters. */
void hall_usual(struct hall *h);
const struct hall_line *hall_line_find(const struct hall *h, str letter);
const struct hall_line *hall_line_of_service(const struct hall *h, str service); /* NULL: none */
const struct hall_line *hall_pickup_line(const struct hall *h);                  /* NULL: none */
const struct hall_counter *hall_counter_find(const struct hall *h, int number);
bool counter_calls(const struct hall_counter *k, str letter);
/* What is wrong with it, or NULL: letters or numbers twice, a counter that calls a line nobody knows. */
const char *hall_problem(const struct hall *h);

/* What the day asks for. Usual values come from the hall, changes from the page; kept as JSON. */
#define MAX_REASONS 8
#define MAX_CHECKS 8
struct hall_rules {
  int capacity, walkin_share, near, grace;
  bool protocol;             /* health protocol: the door page shows the checklist */
  str checks[MAX_CHECKS];    /* "Cuci tangan" */
  size_t check_count;
  int cleaning_minutes;      /* between two people at a counter or an appointment's place */
  int spacing_minutes;       /* between appointments, on top */
  str urgent;                /* letters of the lines that take urgent cases only */
  str reasons[MAX_REASONS];  /* what counts as urgent */
  size_t reason_count;
  str closed;                /* letters of the lines that take nobody today */
  str notice;                /* shown on board and kiosk */
};
struct hall_rules hall_rules_usual(const struct hall *h);
bool letters_have(str letters, str letter);

/* office/complaint: complaints and reports of illegal fees: a ticket, a clock, an answer; never in the hands or before the
 * eyes of the officer they are about. What was said stands in table complaint alone: no event, log or chat holds it. */
#pragma once
#include "domain/complaint.h"
#include "office/office.h"

struct new_complaint {
  enum complaint_kind kind;
  enum complaint_channel channel;
  str body, place, officer_name, number; /* number: of an application, as typed */
  bool anonymous;                        /* then name and phone are not kept */
  str name, phone;
};
/* Faults: "body", "phone", "number". ret_token: of its page. */
enum err complaint_submit(struct ctx *c, const struct new_complaint *n, str *ret_ticket, str *ret_token);

struct complaint {
  i64 id;
  str ticket, body, place, officer_name, number, name, phone, answer, lapor_number;
  enum complaint_kind kind;
  enum complaint_class class_;
  enum complaint_state state;
  str channel;
  i64 contact, assigned, answered_by;
  moment created_at, due_at, answered_at, escalated_at;
  str assigned_name;
};
struct complaint_step {
  moment at;
  str officer_name; /* empty: Loket itself */
  str kind, text;
};
struct complaint_officer {
  i64 id;
  str name;
  enum role role;
  bool concerned, may_handle; /* may_handle: supervisor or head, not concerned, not disabled */
};
struct complaint_whole {
  struct complaint k;
  struct complaint_step *steps; /* newest first */
  size_t step_count;
  struct complaint_officer *officers; /* everybody who works here */
  size_t officer_count;
  bool may_handle; /* the one who looks */
};
/* What the complainant sees. E_NOTFOUND. */
enum err complaint_by_token(struct ctx *c, str token, struct complaint *ret);
/* Only what this officer may read, open ones first; at most MAX_LIST. */
enum err complaint_list(struct ctx *c, struct complaint **ret, size_t *ret_n);
/* E_NOTFOUND also for the officer it is about: there is nothing to see. The look is an event. */
enum err complaint_open(struct ctx *c, str ticket, struct complaint_whole *ret);

enum complaint_action { COMPLAINT_ASSIGN, COMPLAINT_RECLASS, COMPLAINT_CONCERN, COMPLAINT_NOTE, COMPLAINT_LAPOR, COMPLAINT_ANSWER, COMPLAINT_ACTIONS };
struct complaint_act {
  enum complaint_action action;
  i64 officer;               /* assign, concern */
  enum complaint_class class_; /* reclass */
  str text;                  /* note, lapor, answer */
};
/* E_RULE "concerned": that officer is the one it is about; "answered": it is over. E_INPUT: field "text", "officer". */
enum err complaint_do(struct ctx *c, str ticket, const struct complaint_act *act);
/* What is late goes up to the head; returns how many. For jobs/. */
enum err complaint_escalate(struct ctx *c, size_t *ret_n);

/* web/pages/views_complaint: complaints and reports of illegal fees. See views.h. */
#pragma once
#include "web/pages/views.h"

/* GET, POST /lapor and /petugas/pengaduan/baru: kind, body, place, officer_name, number, anonymous, name, phone */
struct complaint_form_view {
  struct form_errors errors;
  const struct form_input *inputs; /* all but anonymous */
  size_t input_count;
  bool anonymous;
  bool officer; /* at the counter */
  str action;   /* where the form goes */
};
/* GET /lapor/{token}; after sending with ?baru=1 */
struct complaint_status_view {
  str ticket, received, due, answered, answer, lapor_number, page_url;
  enum text_key kind;
  struct tag state;
  bool fresh, late, officer;
};

struct complaint_line {
  str ticket, age, due, assigned;
  enum text_key kind, class_;
  struct tag state;
  bool late, escalated, mine;
};
/* GET /petugas/pengaduan */
struct complaint_list_view {
  const struct complaint_line *lines;
  size_t line_count;
};
struct complaint_step_line {
  str when, who, text;
  enum text_key kind;
};
/* GET /petugas/pengaduan/{ticket}; POST there: action = assign (officer) | reclass (class) | concern (officer) | note (text)
 * | lapor (text) | answer (text) */
struct complaint_page_view {
  str ticket, received, due, assigned, notice, error;
  enum text_key kind, class_, channel;
  struct tag state;
  bool late, escalated, may_handle, answered;
  str body, place, officer_name, number, complainant, phone, lapor_number, answer, answered_at;
  const struct option *handlers; /* who may take it */
  size_t handler_count;
  const struct option *others; /* officers not yet marked as the one it is about */
  size_t other_count;
  const str *concerned;
  size_t concerned_count;
  const struct option *classes;
  size_t class_count;
  const struct complaint_step_line *steps;
  size_t step_count;
};

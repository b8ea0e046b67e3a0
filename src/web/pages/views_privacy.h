/* web/pages/views_privacy: what the pages about personal data print: requests, retention, destruction. See views.h. */
#pragma once
#include "web/pages/views.h"

struct request_line {
  i64 id;
  enum text_key kind, channel;
  struct tag outcome;
  str number, asked, reply, received, due, left; /* left: "2 hari"; empty when it is answered */
  str officer, closed;
  bool open, late;
};
struct record_view_line {
  i64 id;
  str number, at, who;
  enum text_key cause;
  i64 scans, applications;
};
struct hold_line {
  str number, reason, who, since;
};
/* GET /petugas/data-pribadi. POST there: kind, channel, number (may be empty), asked. */
struct privacy_list_view {
  str due; /* papers over their time; empty: none */
  str notice;
  struct form_errors errors;
  bool may_add;
  const struct request_line *open, *closed;
  size_t open_count, closed_count;
  const struct form_input *inputs;
  size_t input_count;
  const struct record_view_line *records;
  size_t record_count;
  const struct hold_line *holds;
  size_t hold_count;
};
/* GET /petugas/data-pribadi/{id}. POST there: outcome = done | refused, reply. */
struct privacy_request_view {
  str notice;
  struct form_errors errors;
  struct request_line request;
  bool may_answer, erases;
  enum text_key chats; /* what erasing does to the chats; T_NONE: nothing */
  const struct form_input *inputs;
  size_t input_count;
};
/* GET /petugas/p/{number}/data. POST there: reason (hold) or lift = yes. */
struct privacy_file_view {
  str notice, error;
  str number, service;
  i64 scans, destroyed;
  str ends; /* empty: its application is open */
  bool held, may_hold;
  str hold_reason, hold_who, hold_since;
  const struct request_line *requests;
  size_t request_count;
};
/* GET /s/{token}/data. POST there: kind = see | correct | erase, asked. */
struct privacy_mine_view {
  str saved;
  struct form_errors errors;
  str number, url, status_url;
  const struct form_input *inputs;
  size_t input_count;
  const struct request_line *requests;
  size_t request_count;
};

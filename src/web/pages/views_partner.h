/* web/pages/views_partner: partners' machines and what was delivered to them. See views.h. */
#pragma once
#include "web/pages/views.h"

struct partner_line {
  str label, code, agreement; /* agreement: "PKS ... sampai 31 Desember 2027"; empty: none */
  struct tag state;
  str scopes, fields;
  int keys, sandbox_keys;
  str calls; /* "12 / 5000" */
};
struct delivery_line {
  i64 id;
  str partner, kind, created, when; /* when: done, or due */
  struct tag state;
  i64 tries;
  str problem;
  bool may_again;
};
struct try_line {
  str when, took, status, problem;
  struct tag state;
};
/* GET /petugas/mitra/kiriman/{id}. POST: nothing but csrf; sends it again. */
struct delivery_view {
  str notice, error;
  struct delivery_line d;
  str webhook_id, address;
  str next; /* when it is tried again; empty: not by itself */
  const struct try_line *tries; /* newest first */
  size_t try_count;
};
/* GET /petugas/mitra */
struct partner_view {
  str public_key; /* ours */
  const struct partner_line *partners;
  size_t partner_count;
  const struct delivery_line *deliveries;
  size_t delivery_count;
  str next_url;
};

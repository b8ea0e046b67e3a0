/* web/pages/head_views: what the pages of the head of the office print. See views.h. */
#pragma once
#include "report/figures.h"
#include "web/pages/views.h"

struct head_tile {
  enum text_key label;
  str value, note;
  str url; /* the list behind the number */
  const char *tone; /* "plain", "ok", "warn", "err" */
};
struct head_tab {
  str url;
  enum text_key text;
  bool active;
};
struct head_row {
  const struct figures_cell *cells;
  int bar; /* 0 to 100 */
};
struct head_table {
  const struct figures_block *b;
  const struct head_row *rows;
  size_t row_count;
  struct chart chart;
};
#define HEAD_TABS 5
/* GET /kepala, /kepala/sla, /kepala/kualitas, /kepala/beban, /kepala/ikm: ?hari={7|30|90|365}&layanan={code} */
struct head_view {
  struct head_tab tabs[HEAD_TABS];
  str path;
  str span_name; /* "hari", "triwulan" */
  enum text_key span_label;
  const struct option *spans;
  size_t span_count;
  bool by_service; /* may be narrowed to one */
  const struct option *services;
  size_t service_count;
  str period;  /* "28 Oktober 2026 – 26 November 2026" */
  str counted; /* "Dihitung sampai hari ini 09.12" */
  str due;     /* papers over their time to be kept; empty: none */
  str behind;  /* "1.200 peristiwa belum dihitung"; empty: none */
  struct head_tile tiles[8];
  size_t tile_count;
  const struct head_table *tables;
  size_t table_count;
  str pdf_url, xlsx_url, csv_url;
  str office, place, address; /* letterhead of the printed page */
};

struct head_list_row {
  str when, number, booking, service, applicant, value; /* booking: of an appointment, then there is no number */
  struct tag state;
};
/* GET /kepala/daftar?ukuran=&dari=&sampai=&layanan=&kunci=&hari=&setelah= */
struct head_list_view {
  str title, period, back_url;
  enum text_key when; /* head of the column of times */
  bool has_value;
  const struct head_list_row *rows;
  size_t row_count;
  str first_url, next_url;
};

/* GET /angka */
struct figures_view {
  str period, counted, hidden, licence;
  const struct head_table *tables;
  size_t table_count;
};

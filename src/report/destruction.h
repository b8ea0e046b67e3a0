/* report/destruction: berita acara pemusnahan, the record of what was destroyed and how, to be signed by two. A4. See paper.h. */
#pragma once
#include "report/paper.h"

struct destruction_line {
  str number;  /* of the application, or what else it was */
  str kind;    /* "Berkas pendukung" */
  str scans;   /* "3" */
  str since;   /* "12 November 2025": settled, or came */
};
struct destruction_paper {
  enum lang lang;
  struct paper_office office;
  moment made_at;
  str number;      /* "BAP-2026-0007" */
  str at;          /* when it was destroyed */
  str cause;       /* "Masa simpan berakhir" */
  str basis;       /* the law and the office's rule, a sentence */
  str scans, applications;
  str key_id, key_state; /* the office key, and whether it exists still: a sentence */
  str officer;     /* who ran it */
  const struct destruction_line *lines;
  size_t line_count;
};
enum err paper_destruction(struct arena *a, const struct destruction_paper *p, str *ret_pdf);

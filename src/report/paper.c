#include "report/paper.h"

#include "base/limits.h"
#include "locale/text.h"
#include "report/letterhead.h"
#include "report/sheet.h"

#define A4_WIDTH MM(210)
#define A4_HEIGHT MM(297)

static const enum ink tone_inks[] = {
    [TONE_PLAIN] = INK_TEXT, [TONE_GOOD] = INK_GOOD, [TONE_WAIT] = INK_WAIT, [TONE_BAD] = INK_BAD};

static str say(const struct sheet *s, enum text_key key) { return text_plain(s->about->lang, key); }

/* ---- parts that both A4 papers have ----------------------------------------------------------- */

struct sheet_about letter_sheet(struct arena *a, enum lang lang, str title, str about, const struct paper_office *office, moment made_at) {
  str footer = arena_printf(a, STR_FMT " · " STR_FMT, STR_ARG(about), STR_ARG(office->name));
  return (struct sheet_about){
      .width = A4_WIDTH,
      .height = A4_HEIGHT,
      .margin = MM(15),
      .lang = lang,
      .title = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(title), STR_ARG(about)),
      .author = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(office->name), STR_ARG(office->place)),
      .made_at = made_at,
      .footer = footer,
      .page_numbers = true,
  };
}

void letterhead(struct sheet *s, const struct paper_office *office) {
  sheet_text(s, TYPE_STRONG, INK_SOFT, 0, office->place);
  sheet_text(s, TYPE_HEAD, INK_TEXT, 2, office->name);
  sheet_text(s, TYPE_SMALL, INK_SOFT, 0, office->address);
  sheet_skip(s, 7);
  sheet_band(s, s->left, s->y, s->width, 10);
  sheet_fill(s, FILL_KUNYIT, s->left, s->y + 12.5, s->width, 1.5, 0);
  sheet_skip(s, 23);
}

/* The number to read aloud and the code to scan, on one card. */
static void number_card(struct sheet *s, str number, str url, str scan_hint) {
  const double pad = 10, code = MM(26);
  double text_width = s->width - code - 3 * pad, top = s->y, height = code + 2 * pad;
  sheet_need(s, height);
  sheet_fill(s, FILL_NILA_SOFT, s->left, top, s->width, height, 6);
  double x = s->left + pad, y = top + pad + 4;
  y += sheet_text_at(s, TYPE_BODY, INK_SOFT, x, y, text_width, 1, say(s, T_PAPER_NUMBER)) + 1;
  y += sheet_text_at(s, TYPE_CODE, INK_NILA, x, y, text_width, 1, number) + 9;
  y += sheet_text_at(s, TYPE_SMALL, INK_SOFT, x, y, text_width, 1, scan_hint) + 1;
  sheet_link_at(s, TYPE_SMALL, x, y, text_width, url);
  double code_x = s->left + s->width - pad - code;
  sheet_fill(s, FILL_WHITE, code_x, top + pad, code, code, 4);
  sheet_qr(s, code_x, top + pad, code, url);
  s->y = top + height + 10;
}

static void tinted_note(struct sheet *s, enum fill fill, enum ink ink, str text) {
  const double pad = 10;
  double width = s->width - 2 * pad, height = sheet_text_height(s, TYPE_STRONG, width, 6, text) + 2 * pad;
  sheet_need(s, height + 14);
  sheet_skip(s, 14);
  sheet_fill(s, fill, s->left, s->y, s->width, height, 6);
  sheet_text_at(s, TYPE_STRONG, ink, s->left + pad, s->y + pad, width, 6, text);
  s->y += height;
}

/* A list with a box before each line that one can tick with a pen. */
static void tick_list(struct sheet *s, const str *lines, size_t n) {
  const double indent = 17, box = 8;
  for (size_t i = 0; i < n; i++) {
    double height = sheet_text_height(s, TYPE_BODY, s->width - indent, 6, lines[i]);
    sheet_need(s, height);
    sheet_frame(s, s->left + 1, s->y + 3, box, box);
    sheet_text_at(s, TYPE_BODY, INK_TEXT, s->left + indent, s->y, s->width - indent, 6, lines[i]);
    s->y += height + 3;
  }
}

static str row_number(struct sheet *s, size_t i) { return arena_printf(s->arena, "%zu", i + 1); }

/* ---- receipt -------------------------------------------------------------------------------- */

static void papers_table(struct sheet *s, const struct paper_row *rows, size_t n) {
  const struct sheet_column columns[] = {
      {0.07, S("No")}, {0.55, say(s, T_PAPER_COL_PAPER)}, {0.38, say(s, T_PAPER_COL_STATE)}};
  struct sheet_cell *cells = arena_array(s->arena, struct sheet_cell, n * COUNT(columns));
  for (size_t i = 0; i < n; i++) {
    struct sheet_cell *cell = cells + i * COUNT(columns);
    cell[0] = (struct sheet_cell){row_number(s, i), INK_SOFT};
    cell[1] = (struct sheet_cell){rows[i].label, INK_TEXT};
    cell[2] = (struct sheet_cell){rows[i].state, tone_inks[rows[i].tone]};
  }
  sheet_table(s, columns, COUNT(columns), cells, n);
}

static void draw_receipt(struct sheet *s, const void *paper) {
  const struct receipt_paper *p = paper;
  letterhead(s, &p->office);
  sheet_text(s, TYPE_TITLE, INK_TEXT, 10, say(s, T_PAPER_RECEIPT_TITLE));
  number_card(s, p->number, p->status_url, say(s, T_PAPER_SCAN_STATUS));
  sheet_fact(s, say(s, T_PAPER_SERVICE), p->service);
  sheet_fact(s, say(s, T_PAPER_APPLICANT), p->applicant);
  sheet_fact(s, say(s, T_PAPER_RECEIVED_AT), p->received_at);
  sheet_fact(s, say(s, T_PAPER_DUE_AT), p->due_at);

  sheet_head(s, 50, say(s, T_PAPER_PAPERS));
  if (!p->paper_count) sheet_text(s, TYPE_BODY, INK_TEXT, 0, say(s, T_PAPER_NO_PAPERS));
  papers_table(s, p->papers, p->paper_count);
  sheet_head(s, 20, say(s, T_PAPER_MISSING));
  if (!p->missing_count) sheet_text(s, TYPE_STRONG, INK_GOOD, 0, say(s, T_PAPER_COMPLETE));
  tick_list(s, p->missing, p->missing_count);
  if (p->bring_count) {
    sheet_head(s, 60, say(s, T_PAPER_BRING));
    tick_list(s, p->bring, p->bring_count);
    sheet_text(s, TYPE_SMALL, INK_SOFT, 0, say(s, T_PAPER_BRING_WHY));
  }
  tinted_note(s, FILL_SOGAN_SOFT, INK_SOGAN, say(s, T_PAPER_FREE));
  if (p->office.contact.n) {
    sheet_head(s, 20, say(s, T_PAPER_CONTACT));
    sheet_text(s, TYPE_BODY, INK_TEXT, 0, p->office.contact);
  }
}

enum err paper_receipt(struct arena *a, const struct receipt_paper *p, str *ret_pdf) {
  if (p->paper_count > MAX_PAPER_ROWS || p->missing_count > MAX_PAPER_ROWS || p->bring_count > MAX_PAPER_ROWS)
    return E_LIMIT;
  struct sheet_about about = letter_sheet(a, p->lang, text_plain(p->lang, T_PAPER_RECEIPT_TITLE), p->number, &p->office, p->made_at);
  return sheet_make(a, &about, draw_receipt, p, ret_pdf);
}

/* ---- hand-over record --------------------------------------------------------------------------- */

static void documents_table(struct sheet *s, const struct paper_document *rows, size_t n) {
  const struct sheet_column columns[] = {
      {0.07, S("No")}, {0.53, say(s, T_PAPER_COL_DOCUMENT)}, {0.40, say(s, T_PAPER_COL_NUMBER)}};
  struct sheet_cell *cells = arena_array(s->arena, struct sheet_cell, n * COUNT(columns));
  for (size_t i = 0; i < n; i++) {
    struct sheet_cell *cell = cells + i * COUNT(columns);
    cell[0] = (struct sheet_cell){row_number(s, i), INK_SOFT};
    cell[1] = (struct sheet_cell){rows[i].kind, INK_TEXT};
    cell[2] = (struct sheet_cell){rows[i].number, INK_TEXT};
  }
  sheet_table(s, columns, COUNT(columns), cells, n);
}

static void originals_table(struct sheet *s, const struct paper_original *rows, size_t n) {
  const struct sheet_column columns[] = {{0.07, S("No")},
                                         {0.45, say(s, T_PAPER_COL_ORIGINAL)},
                                         {0.24, say(s, T_PAPER_COL_RESULT)},
                                         {0.24, say(s, T_PAPER_COL_AFTER)}};
  struct sheet_cell *cells = arena_array(s->arena, struct sheet_cell, n * COUNT(columns));
  for (size_t i = 0; i < n; i++) {
    struct sheet_cell *cell = cells + i * COUNT(columns);
    cell[0] = (struct sheet_cell){row_number(s, i), INK_SOFT};
    cell[1] = (struct sheet_cell){rows[i].label, INK_TEXT};
    cell[2] = (struct sheet_cell){rows[i].result, tone_inks[rows[i].tone]};
    cell[3] = (struct sheet_cell){rows[i].after, INK_TEXT};
  }
  sheet_table(s, columns, COUNT(columns), cells, n);
}

static void receiver_facts(struct sheet *s, const struct handover_paper *p) {
  str identity =
      TEXT(s->arena, p->lang, T_PAPER_IDENTITY_VALUE, ARG("kind", p->identity_kind), ARG("last4", p->identity_last4));
  sheet_head(s, 60, say(s, T_PAPER_RECEIVER));
  sheet_fact(s, say(s, T_PAPER_RECEIVER_NAME), p->receiver);
  sheet_fact(s, say(s, T_PAPER_RELATION), p->relation);
  sheet_fact(s, say(s, T_PAPER_IDENTITY), p->identity_kind.n ? identity : STR_NONE);
  sheet_fact(s, say(s, T_PAPER_PROXY), p->proxy_letter);
}

void letter_signature(struct sheet *s, double x, double w, str role, str name) {
  const double room = 46;
  double y = s->y + 9;
  sheet_frame(s, x, s->y, w, room + 42);
  sheet_text_at(s, TYPE_SMALL, INK_SOFT, x + 9, y, w - 18, 1, role);
  sheet_rule(s, x + 9, y + room, w - 18);
  sheet_text_at(s, TYPE_STRONG, INK_TEXT, x + 9, y + room + 4, w - 18, 2, name);
}

static void signatures(struct sheet *s, const struct handover_paper *p) {
  const double gap = 14;
  double w = (s->width - gap) / 2;
  str statement = say(s, T_PAPER_STATEMENT);
  sheet_need(s, sheet_text_height(s, TYPE_BODY, s->width, 8, statement) + 105);
  sheet_skip(s, 10);
  sheet_text(s, TYPE_BODY, INK_TEXT, 7, statement);
  letter_signature(s, s->left, w, say(s, T_PAPER_SIGN_RECEIVER), p->receiver);
  letter_signature(s, s->left + w + gap, w, say(s, T_PAPER_SIGN_OFFICER), p->officer);
  sheet_skip(s, 88);
}

/* "3f9a 41c0 77de ...": in fours, so that two people can compare it aloud. */
static str in_fours(struct arena *a, str hex) {
  struct buf b = buf_new(a, 256);
  for (size_t i = 0; i < hex.n && i < 64; i++) {
    if (i && i % 4 == 0) buf_byte(&b, ' ');
    buf_byte(&b, hex.p[i]);
  }
  return buf_str(&b);
}

static void draw_handover(struct sheet *s, const void *paper) {
  const struct handover_paper *p = paper;
  letterhead(s, &p->office);
  sheet_text(s, TYPE_TITLE, INK_TEXT, 10, say(s, T_PAPER_HANDOVER_TITLE));
  number_card(s, p->number, p->check_url, say(s, T_PAPER_SCAN_CHECK));
  sheet_fact(s, say(s, T_PAPER_SERVICE), p->service);
  sheet_fact(s, say(s, T_PAPER_HANDED_AT), p->handed_at);
  sheet_fact(s, say(s, T_PAPER_EVENT_HASH), in_fours(s->arena, p->event_hash));
  sheet_head(s, 50, say(s, T_PAPER_DOCUMENTS));
  documents_table(s, p->documents, p->document_count);
  receiver_facts(s, p);
  sheet_head(s, 50, say(s, T_PAPER_ORIGINALS));
  if (!p->original_count) sheet_text(s, TYPE_BODY, INK_TEXT, 0, say(s, T_PAPER_NO_ORIGINALS));
  originals_table(s, p->originals, p->original_count);
  sheet_skip(s, 5);
  sheet_fact(s, say(s, T_PAPER_NOTE), p->note);
  signatures(s, p);
}

enum err paper_handover(struct arena *a, const struct handover_paper *p, str *ret_pdf) {
  if (p->document_count > MAX_PAPER_ROWS || p->original_count > MAX_PAPER_ROWS) return E_LIMIT;
  struct sheet_about about = letter_sheet(a, p->lang, text_plain(p->lang, T_PAPER_HANDOVER_TITLE), p->number, &p->office, p->made_at);
  return sheet_make(a, &about, draw_handover, p, ret_pdf);
}

/* ---- label ------------------------------------------------------------------------------------- */

/* Black only: it comes out of a thermal printer. */
static void draw_label(struct sheet *s, const void *paper) {
  const struct label_paper *p = paper;
  const double code = MM(30), gap = 8;
  double x = s->left + code + gap, w = s->width - code - gap;
  s->y += sheet_text_at(s, TYPE_TINY, INK_TEXT, s->left, s->y, s->width, 1, p->office.place);
  s->y += sheet_text_at(s, TYPE_TINY_STRONG, INK_TEXT, s->left, s->y, s->width, 1, p->office.name);
  sheet_qr(s, s->left, s->y, code, p->qr);
  double y = s->y + 6;
  if (p->shelf.n) {
    y += sheet_text_at(s, TYPE_TINY_STRONG, INK_TEXT, x, y, w, 1, say(s, T_PAPER_SHELF));
    y += sheet_text_at(s, TYPE_SHELF, INK_TEXT, x, y, w, 1, p->shelf) + 4;
  }
  sheet_text_at(s, TYPE_TINY_STRONG, INK_TEXT, x, y, w, 3, p->service);
  s->y += code + 2;
  s->y += sheet_text_at(s, TYPE_LABEL_CODE, INK_TEXT, s->left, s->y, s->width, 1, p->number) + 2;
  sheet_text_at(s, TYPE_TINY, INK_TEXT, s->left, s->y, s->width, 2, say(s, T_PAPER_LABEL_HINT));
}

enum err paper_label(struct arena *a, const struct label_paper *p, str *ret_pdf) {
  struct sheet_about about = {
      .width = MM(80),
      .height = MM(62),
      .margin = MM(4),
      .lang = p->lang,
      .title =
          arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(text_plain(p->lang, T_PAPER_LABEL_TITLE)), STR_ARG(p->number)),
      .author = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(p->office.name), STR_ARG(p->office.place)),
      .made_at = p->made_at,
  };
  return sheet_make(a, &about, draw_label, p, ret_pdf);
}

void paper_done(void) { sheet_done(); }

#include "report/form_paper.h"

#include "base/limits.h"
#include "locale/text.h"
#include "report/form_table.h"
#include "report/sheet.h"

#define BOX 13
#define LABEL 0.36 /* of the width */
#define SIGN_SPACE MM(16)
#define MAX_SIGNS 4

static str say(enum text_key key) { return text_plain(LANG_ID, key); }

/* ---- frame ---------------------------------------------------------------------------------------------- */

static void head(struct sheet *s, const struct form_paper *p) {
  const double code_width = MM(26);
  double top = s->y, h = 26;
  sheet_text_at(s, TYPE_STRONG, INK_TEXT, s->left, top, s->width - code_width - 8, 1, p->office.name);
  sheet_text_at(s, TYPE_SMALL, INK_SOFT, s->left, top + 14, s->width - code_width - 8, 1, p->office.place);
  sheet_frame(s, s->left + s->width - code_width, top, code_width, h);
  sheet_text_at(s, TYPE_STRONG, INK_TEXT, s->left + s->width - code_width + 12, top + 6, code_width - 16, 1, p->code);
  s->y = top + h + 8;
  sheet_rule(s, s->left, s->y, s->width);
  sheet_skip(s, 10);
  sheet_text(s, TYPE_HEAD, INK_TEXT, 2, p->title);
  sheet_text(s, TYPE_STRONG, INK_TEXT, 2, p->subtitle);
  if (p->number.n)
    sheet_text(s, TYPE_SMALL, INK_SOFT, 2, arena_printf(s->arena, STR_FMT " " STR_FMT, STR_ARG(say(T_PAPER_NUMBER)), STR_ARG(p->number)));
  sheet_skip(s, 6);
}

/* ---- one line ------------------------------------------------------------------------------------------------ */

static void dots(struct sheet *s, double x, double w) { sheet_rule(s, x, s->y + 13, w); }

static double boxes(struct sheet *s, double x, str digits) {
  for (size_t i = 0; i < 16; i++) {
    sheet_frame(s, x + (double)i * BOX, s->y, BOX, BOX);
    if (i < digits.n) sheet_text_at(s, TYPE_BODY, INK_TEXT, x + (double)i * BOX + 4, s->y, BOX, 1, str_sub(digits, i, 1));
  }
  return BOX + 2;
}

/* "[2]  1 Rumah sakit · 2 Puskesmas · ...": the box holds what was chosen, the list stands beside it. */
static double coded(struct sheet *s, double x, double w, const struct form_line *l) {
  struct buf list = buf_new(s->arena, 4096);
  for (size_t i = 0; i < l->code_count; i++)
    buf_printf(&list, "%s" STR_FMT " " STR_FMT, i ? "  ·  " : "", STR_ARG(l->codes[i].code), STR_ARG(l->codes[i].label));
  double box = l->value.n > 1 ? 1.6 * BOX : BOX;
  sheet_frame(s, x, s->y, box, BOX);
  sheet_text_at(s, TYPE_STRONG, INK_TEXT, x + 4, s->y + 0.5, box, 1, l->value);
  double h = sheet_text_at(s, TYPE_TINY, INK_SOFT, x + box + 6, s->y + 2, w - box - 6, 6, buf_str(&list));
  return h > BOX ? h + 2 : BOX + 2;
}

static double value_height(struct sheet *s, double w, const struct form_line *l) {
  if (l->boxes) return BOX + 2;
  if (l->code_count) return 3 * BOX;
  return l->value.n ? sheet_text_height(s, TYPE_BODY, w, 5, l->value) : BOX;
}

static void line(struct sheet *s, size_t index, const struct form_line *l) {
  double label_width = s->width * LABEL, x = s->left + label_width + 10, w = s->width - label_width - 10;
  str label = arena_printf(s->arena, "%zu. " STR_FMT, index + 1, STR_ARG(l->label));
  double label_height = sheet_text_height(s, TYPE_BODY, label_width, 3, label), h = value_height(s, w, l);
  sheet_need(s, h > label_height ? h : label_height);
  sheet_text_at(s, TYPE_BODY, INK_TEXT, s->left, s->y, label_width, 3, label);
  sheet_text_at(s, TYPE_BODY, INK_TEXT, x - 8, s->y, 8, 1, S(":"));
  if (l->boxes) h = boxes(s, x, l->value);
  else if (l->code_count) h = coded(s, x, w, l);
  else if (l->value.n) h = sheet_text_at(s, TYPE_STRONG, INK_TEXT, x, s->y, w, 5, l->value);
  else dots(s, x, w);
  s->y += (h > label_height ? h : label_height) + 1.5;
}

/* ---- signatures ------------------------------------------------------------------------------------------------ */

static void signature(struct sheet *s, double x, double w, const struct form_sign *sign) {
  double top = s->y;
  sheet_text_at(s, TYPE_BODY, INK_TEXT, x, top, w, 2, sign->role);
  if (sign->stamp) {
    sheet_frame(s, x, top + 30, MM(20), MM(14));
    sheet_text_at(s, TYPE_TINY, INK_SOFT, x + 5, top + 38, MM(18), 2, say(T_PAPER_FORM_STAMP));
  }
  double foot = top + 20 + SIGN_SPACE;
  if (sign->name.n) sheet_text_at(s, TYPE_STRONG, INK_TEXT, x, foot - 15, w, 1, sign->name);
  sheet_rule(s, x, foot, w);
}

static void signatures(struct sheet *s, const struct form_paper *p) {
  size_t n = p->sign_count < MAX_SIGNS ? p->sign_count : MAX_SIGNS, columns = n < 3 ? 2 : n;
  double gap = 14, w = (s->width - gap * (double)(columns - 1)) / (double)columns;
  sheet_need(s, SIGN_SPACE + 46);
  sheet_skip(s, 6);
  sheet_text_at(s, TYPE_BODY, INK_TEXT, s->left, s->y, s->width, 1, p->place_date);
  sheet_skip(s, 20);
  for (size_t i = 0; i < n; i++) signature(s, s->left + (w + gap) * (double)i, w, &p->signs[i]);
  sheet_skip(s, SIGN_SPACE + 22);
}

static void block_head(struct sheet *s, str title) {
  sheet_need(s, 60);
  sheet_fill(s, FILL_SUNKEN, s->left, s->y, s->width, 17, 2);
  sheet_text_at(s, TYPE_STRONG, INK_TEXT, s->left + 6, s->y + 2, s->width - 12, 1, title);
  sheet_skip(s, 20);
}

static void draw_block(struct sheet *s, const struct form_block *b) {
  block_head(s, b->title);
  if (b->table.column_count) form_table_draw(s, &b->table, 0);
  for (size_t k = 0; k < b->line_count; k++) line(s, k, &b->lines[k]);
  sheet_skip(s, 3);
}

/* Behind the signatures: the sheets with the rows that found no room. */
static void draw_more(struct sheet *s, const struct form_paper *p, const struct form_block *b) {
  for (size_t i = 1; b->table.column_count && i < form_table_sheets(&b->table); i++) {
    sheet_need(s, s->bottom);
    sheet_text(s, TYPE_HEAD, INK_TEXT, 6, TEXT(s->arena, LANG_ID, T_PAPER_FORM_MORE, ARG("form", p->code)));
    if (p->number.n) sheet_text(s, TYPE_SMALL, INK_SOFT, 4, arena_printf(s->arena, STR_FMT " " STR_FMT, STR_ARG(say(T_PAPER_NUMBER)), STR_ARG(p->number)));
    block_head(s, b->title);
    form_table_draw(s, &b->table, form_table_first(i));
  }
}

static void draw_form(struct sheet *s, const void *paper) {
  const struct form_paper *p = paper;
  head(s, p);
  sheet_text(s, TYPE_BODY, INK_TEXT, 8, p->before);
  for (size_t i = 0; i < p->block_count; i++) draw_block(s, &p->blocks[i]);
  sheet_text(s, TYPE_BODY, INK_TEXT, 2, p->after);
  signatures(s, p);
  for (size_t i = 0; i < p->block_count; i++) draw_more(s, p, &p->blocks[i]);
}

enum err paper_form(struct arena *a, const struct form_paper *p, str *ret_pdf) {
  size_t lines = 0;
  for (size_t i = 0; i < p->block_count; i++) lines += p->blocks[i].line_count + p->blocks[i].table.rows;
  if (lines > MAX_PAPER_ROWS) return E_LIMIT;
  struct sheet_about about = {
      .width = MM(210),
      .height = MM(297),
      .margin = MM(12),
      .lang = LANG_ID,
      .title = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(p->code), STR_ARG(p->title)),
      .author = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(p->office.name), STR_ARG(p->office.place)),
      .made_at = p->made_at,
      .footer = arena_printf(a, STR_FMT " · " STR_FMT, STR_ARG(p->code), STR_ARG(say(T_PAPER_FORM_FREE))),
      .page_numbers = true,
  };
  return sheet_make(a, &about, draw_form, p, ret_pdf);
}

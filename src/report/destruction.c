#include "report/destruction.h"

#include "base/limits.h"
#include "locale/text.h"
#include "report/letterhead.h"

static str say(const struct sheet *s, enum text_key key) { return text_plain(s->about->lang, key); }

static void lines_table(struct sheet *s, const struct destruction_paper *p) {
  const struct sheet_column columns[] = {{0.07, S("No")},
                                         {0.31, say(s, T_PAPER_NUMBER)},
                                         {0.26, say(s, T_PAPER_DESTRUCTION_KIND)},
                                         {0.11, say(s, T_PAPER_DESTRUCTION_SCANS)},
                                         {0.25, say(s, T_PAPER_DESTRUCTION_SINCE)}};
  struct sheet_cell *cells = arena_array(s->arena, struct sheet_cell, p->line_count * COUNT(columns) + 1);
  for (size_t i = 0; i < p->line_count; i++) {
    const struct destruction_line *l = &p->lines[i];
    struct sheet_cell *cell = cells + i * COUNT(columns);
    cell[0] = (struct sheet_cell){arena_printf(s->arena, "%zu", i + 1), INK_SOFT};
    cell[1] = (struct sheet_cell){l->number, INK_TEXT};
    cell[2] = (struct sheet_cell){l->kind, INK_TEXT};
    cell[3] = (struct sheet_cell){l->scans, INK_TEXT};
    cell[4] = (struct sheet_cell){l->since, INK_TEXT};
  }
  sheet_table(s, columns, COUNT(columns), cells, p->line_count);
}

static void sign(struct sheet *s, const struct destruction_paper *p) {
  const double gap = 14;
  double w = (s->width - gap) / 2;
  str statement = say(s, T_PAPER_DESTRUCTION_STATEMENT);
  sheet_need(s, sheet_text_height(s, TYPE_BODY, s->width, 8, statement) + 115);
  sheet_skip(s, 12);
  sheet_text(s, TYPE_BODY, INK_TEXT, 7, statement);
  letter_signature(s, s->left, w, say(s, T_PAPER_DESTRUCTION_BY), p->officer);
  letter_signature(s, s->left + w + gap, w, say(s, T_PAPER_DESTRUCTION_WITNESS), S(""));
  sheet_skip(s, 88);
}

static void draw(struct sheet *s, const void *paper) {
  const struct destruction_paper *p = paper;
  letterhead(s, &p->office);
  sheet_text(s, TYPE_TITLE, INK_TEXT, 10, say(s, T_PAPER_DESTRUCTION_TITLE));
  sheet_fact(s, say(s, T_PAPER_DESTRUCTION_NUMBER), p->number);
  sheet_fact(s, say(s, T_PAPER_DESTRUCTION_AT), p->at);
  sheet_fact(s, say(s, T_PAPER_DESTRUCTION_CAUSE), p->cause);
  sheet_fact(s, say(s, T_PAPER_DESTRUCTION_BASIS), p->basis);
  sheet_fact(s, say(s, T_PAPER_DESTRUCTION_SCANS), p->scans);
  sheet_fact(s, say(s, T_PAPER_DESTRUCTION_APPLICATIONS), p->applications);
  sheet_head(s, 60, say(s, T_PAPER_DESTRUCTION_HOW));
  sheet_text(s, TYPE_BODY, INK_TEXT, 6, say(s, T_PAPER_DESTRUCTION_METHOD));
  sheet_fact(s, say(s, T_PAPER_DESTRUCTION_KEY), p->key_id);
  sheet_text(s, TYPE_BODY, INK_TEXT, 0, p->key_state);
  sheet_head(s, 60, say(s, T_PAPER_DESTRUCTION_WHAT));
  lines_table(s, p);
  sign(s, p);
}

enum err paper_destruction(struct arena *a, const struct destruction_paper *p, str *ret_pdf) {
  if (p->line_count > MAX_PAPER_ROWS) return E_LIMIT;
  struct sheet_about about = letter_sheet(a, p->lang, text_plain(p->lang, T_PAPER_DESTRUCTION_TITLE), p->number, &p->office, p->made_at);
  return sheet_make(a, &about, draw, p, ret_pdf);
}

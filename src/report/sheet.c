#include "report/sheet.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <qrencode.h>

#include "base/limits.h"
#include "locale/text.h"
#include "report/pdf_language.h"

#define FAMILY "Inter, DejaVu Sans, sans-serif"
#define CELL_LINES 8  /* a text in a table that is longer ends in an ellipsis: a row always fits a page */
#define TEXT_LINES 24 /* the same for a paragraph */
#define CELL_PAD 3.5
#define FOOTER_HEIGHT 18.0

/* "Nila & Kunyit": design of the house, light theme; each ink on each fill is at least 7:1. */
static const u32 inks[] = {
    [INK_TEXT] = 0x1B1F2A, [INK_SOFT] = 0x474D5C, [INK_NILA] = 0x243C7C,  [INK_GOOD] = 0x17593A,
    [INK_WAIT] = 0x704300, [INK_BAD] = 0x961E1A,  [INK_SOGAN] = 0x684526,
};
static const u32 fills[] = {
    [FILL_NILA_SOFT] = 0xE9EDF8, [FILL_SOGAN_SOFT] = 0xF5ECE2, [FILL_WHITE] = 0xFFFFFF,
    [FILL_SUNKEN] = 0xF1EEE7,    [FILL_KUNYIT] = 0xF4B740,
};
#define LINE_COLOUR 0xD9D4C8

static const struct type_face {
  double size, leading; /* leading: line height over font size */
  PangoWeight weight;
  const char *tag, *features;
} faces[] = {
    [TYPE_TITLE] = {19, 1.2, PANGO_WEIGHT_BOLD, "H1", "tnum=1"},
    [TYPE_HEAD] = {11.5, 1.25, PANGO_WEIGHT_SEMIBOLD, "H2", "tnum=1"},
    [TYPE_BODY] = {9.5, 1.4, PANGO_WEIGHT_NORMAL, "P", "tnum=1"},
    [TYPE_STRONG] = {9.5, 1.4, PANGO_WEIGHT_SEMIBOLD, "P", "tnum=1"},
    [TYPE_SMALL] = {8.5, 1.35, PANGO_WEIGHT_NORMAL, "P", "tnum=1"},
    [TYPE_CODE] = {24, 1.2, PANGO_WEIGHT_BOLD, "P", "tnum=1, zero=1"},
    [TYPE_LABEL_CODE] = {20, 1.2, PANGO_WEIGHT_BOLD, "P", "tnum=1, zero=1"},
    [TYPE_SHELF] = {30, 1.1, PANGO_WEIGHT_BOLD, "P", "tnum=1, zero=1"},
    [TYPE_TINY] = {6.5, 1.3, PANGO_WEIGHT_NORMAL, "P", "tnum=1"},
    [TYPE_TINY_STRONG] = {7.5, 1.3, PANGO_WEIGHT_SEMIBOLD, "P", "tnum=1"},
};

/* ---- the file ----------------------------------------------------------------------------- */

static cairo_status_t take_bytes(void *closure, const unsigned char *p, unsigned n) {
  struct buf *b = closure;
  buf_add(b, (str){(const char *)p, n});
  return b->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void write_metadata(cairo_surface_t *pdf, struct arena *a, const struct sheet_about *about) {
  const char *when = arena_cstr(a, rfc3339(a, about->made_at));
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, arena_cstr(a, about->title));
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR, arena_cstr(a, about->author));
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "Loket");
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, when);
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_MOD_DATE, when);
}

static void draw_footer(struct sheet *s) {
  const struct sheet_about *about = s->about;
  if (!about->page_numbers) return;
  double y = s->bottom + FOOTER_HEIGHT - 8;
  sheet_rule(s, s->left, y - 5, s->width);
  str page = TEXT(s->arena, about->lang, T_PAPER_PAGE, ARG("page", arena_printf(s->arena, "%d", s->page)),
                  ARG("pages", arena_printf(s->arena, "%d", s->pages)));
  sheet_text_at(s, TYPE_SMALL, INK_SOFT, s->left, y, s->width * 0.7, 1, about->footer);
  pango_layout_set_alignment(s->layout, PANGO_ALIGN_RIGHT);
  sheet_text_at(s, TYPE_SMALL, INK_SOFT, s->left + s->width * 0.7, y, s->width * 0.3, 1, page);
  pango_layout_set_alignment(s->layout, PANGO_ALIGN_LEFT);
}

static void turn_page(struct sheet *s) {
  draw_footer(s);
  cairo_show_page(s->cr);
  s->page++;
  s->y = s->about->margin;
}

/* Type set for paper: no rounding to pixels, so that spacing is even and both runs measure the same. */
static PangoLayout *new_layout(cairo_t *cr) {
  PangoLayout *layout = pango_cairo_create_layout(cr);
  PangoContext *context = pango_layout_get_context(layout);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options(context, options);
  pango_context_set_round_glyph_positions(context, FALSE);
  cairo_font_options_destroy(options);
  return layout;
}

/* One run over the paper; `a` holds what only the run needs. Without `out` nothing is kept but the number of pages. */
static enum err run(struct arena *a, const struct sheet_about *about, sheet_draw draw, const void *paper,
                    struct buf *out, int *pages) {
  cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(out ? take_bytes : NULL, out, about->width, about->height);
  write_metadata(pdf, a, about);
  struct sheet s = {.about = about, .arena = a, .cr = cairo_create(pdf), .page = 1, .pages = *pages};
  s.layout = new_layout(s.cr);
  s.left = s.y = about->margin;
  s.width = about->width - 2 * about->margin;
  s.bottom = about->height - about->margin - (about->page_numbers ? FOOTER_HEIGHT : 0);
  cairo_tag_begin(s.cr, "Document", NULL);
  draw(&s, paper);
  draw_footer(&s);
  cairo_tag_end(s.cr, "Document");
  cairo_show_page(s.cr);
  g_object_unref(s.layout);
  cairo_status_t drawn = cairo_status(s.cr);
  cairo_destroy(s.cr);
  cairo_surface_finish(pdf);
  cairo_status_t written = cairo_surface_status(pdf);
  cairo_surface_destroy(pdf);
  *pages = s.page;
  if (s.fault != E_OK) return s.fault;
  if (out && out->full) return E_LIMIT;
  return drawn == CAIRO_STATUS_SUCCESS && written == CAIRO_STATUS_SUCCESS ? E_OK : E_BUG;
}

enum err sheet_make(struct arena *a, const struct sheet_about *about, sheet_draw draw, const void *paper,
                    str *ret_pdf) {
  CLEANUP(arena_freep) struct arena *scratch = arena_new(MAX_REQUEST_ARENA);
  int pages = 0;
  TRY(run(scratch, about, draw, paper, NULL, &pages));
  arena_reset(scratch);
  struct buf out = buf_new(scratch, MAX_PAPER);
  TRY(run(scratch, about, draw, paper, &out, &pages));
  return pdf_set_language(a, buf_str(&out), about->lang == LANG_ID ? S("id-ID") : S("en"), ret_pdf);
}

void sheet_done(void) {
  pango_cairo_font_map_set_default(NULL);
  FcFini();
}

/* ---- text --------------------------------------------------------------------------------- */

static void set_colour(cairo_t *cr, u32 rgb) {
  cairo_set_source_rgb(cr, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

static void sheet_fault(struct sheet *s, enum err e) {
  if (s->fault == E_OK) s->fault = e;
}

static bool is_control(char c) { return (u8)c < 0x20 || c == 0x7F; }

/* A line break or another control character inside a value becomes a space: nobody breaks out of a table cell. */
static str printable(struct arena *a, str text) {
  size_t first = 0;
  while (first < text.n && !is_control(text.p[first])) first++;
  if (first == text.n) return text;
  char *copy = arena_alloc(a, text.n);
  for (size_t i = 0; i < text.n; i++) copy[i] = is_control(text.p[i]) ? ' ' : text.p[i];
  return (str){copy, text.n};
}

static void lay_out(struct sheet *s, enum type type, double w, int lines, str text) {
  const struct type_face *face = &faces[type];
  if (!utf8_valid(text)) {
    sheet_fault(s, E_INPUT);
    text = STR_NONE;
  }
  text = printable(s->arena, utf8_cut(text, MAX_PAPER_TEXT));
  PangoFontDescription *font = pango_font_description_from_string(FAMILY);
  pango_font_description_set_weight(font, face->weight);
  pango_font_description_set_absolute_size(font, face->size * PANGO_SCALE);
  pango_layout_set_font_description(s->layout, font);
  pango_font_description_free(font);
  PangoAttrList *attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new(face->features));
  pango_attr_list_insert(attributes,
                         pango_attr_line_height_new_absolute((int)(face->size * face->leading * PANGO_SCALE)));
  pango_layout_set_attributes(s->layout, attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_width(s->layout, (int)(w * PANGO_SCALE));
  pango_layout_set_wrap(s->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize(s->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height(s->layout, -lines);
  pango_layout_set_text(s->layout, text.p ? text.p : "", (int)text.n);
}

static double layout_height(struct sheet *s) {
  int height;
  pango_layout_get_size(s->layout, NULL, &height);
  return (double)height / PANGO_SCALE;
}

double sheet_text_height(struct sheet *s, enum type type, double w, int lines, str text) {
  lay_out(s, type, w, lines, text);
  return layout_height(s);
}

double sheet_text_at(struct sheet *s, enum type type, enum ink ink, double x, double y, double w, int lines, str text) {
  if (!text.n) return 0;
  lay_out(s, type, w, lines, text);
  set_colour(s->cr, inks[ink]);
  cairo_tag_begin(s->cr, faces[type].tag, NULL);
  cairo_move_to(s->cr, x, y);
  pango_cairo_show_layout(s->cr, s->layout);
  cairo_tag_end(s->cr, faces[type].tag);
  return layout_height(s);
}

void sheet_number_at(struct sheet *s, enum type type, enum ink ink, double right, double y, str text) {
  int width;
  if (!text.n) return;
  lay_out(s, type, s->width, 1, text);
  pango_layout_get_size(s->layout, &width, NULL);
  sheet_text_at(s, type, ink, right - (double)width / PANGO_SCALE - 0.1, y, s->width, 1, text);
}

/* An address may go into a tag attribute only when it needs no quoting there. */
static bool is_plain_url(str url) {
  if (!str_starts(url, S("https://")) && !str_starts(url, S("http://"))) return false;
  for (size_t i = 0; i < url.n; i++)
    if (url.p[i] <= ' ' || url.p[i] > '~' || strchr("'\"\\()<>", url.p[i])) return false;
  return true;
}

double sheet_link_at(struct sheet *s, enum type type, double x, double y, double w, str url) {
  if (!is_plain_url(url)) return sheet_text_at(s, type, INK_NILA, x, y, w, 4, url);
  str uri = arena_printf(s->arena, "uri='" STR_FMT "'", STR_ARG(url));
  cairo_tag_begin(s->cr, CAIRO_TAG_LINK, uri.p);
  double height = sheet_text_at(s, type, INK_NILA, x, y, w, 4, url);
  cairo_tag_end(s->cr, CAIRO_TAG_LINK);
  return height;
}

void sheet_skip(struct sheet *s, double points) { s->y += points; }

void sheet_need(struct sheet *s, double points) {
  if (s->y + points > s->bottom && s->y > s->about->margin) turn_page(s);
}

void sheet_text(struct sheet *s, enum type type, enum ink ink, double after, str text) {
  if (!text.n) return;
  sheet_need(s, sheet_text_height(s, type, s->width, TEXT_LINES, text));
  s->y += sheet_text_at(s, type, ink, s->left, s->y, s->width, TEXT_LINES, text) + after;
}

void sheet_head(struct sheet *s, double room, str text) {
  sheet_need(s, room + 32);
  sheet_skip(s, 12);
  sheet_text(s, TYPE_HEAD, INK_NILA, 4, text);
}

/* ---- shapes ------------------------------------------------------------------------------- */

void sheet_fill(struct sheet *s, enum fill fill, double x, double y, double w, double h, double radius) {
  const double quarter = 1.57079632679;
  cairo_t *cr = s->cr;
  cairo_new_path(cr);
  cairo_arc(cr, x + w - radius, y + radius, radius, -quarter, 0);
  cairo_arc(cr, x + w - radius, y + h - radius, radius, 0, quarter);
  cairo_arc(cr, x + radius, y + h - radius, radius, quarter, 2 * quarter);
  cairo_arc(cr, x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
  cairo_close_path(cr);
  set_colour(cr, fills[fill]);
  cairo_fill(cr);
}

void sheet_rule(struct sheet *s, double x, double y, double w) {
  set_colour(s->cr, LINE_COLOUR);
  cairo_rectangle(s->cr, x, y, w, 0.6);
  cairo_fill(s->cr);
}

void sheet_frame(struct sheet *s, double x, double y, double w, double h) {
  set_colour(s->cr, inks[INK_SOFT]);
  cairo_set_line_width(s->cr, 0.6);
  cairo_rectangle(s->cr, x, y, w, h);
  cairo_stroke(s->cr);
}

static void petal(cairo_t *cr, double x, double y, double size, double angle) {
  cairo_save(cr);
  cairo_translate(cr, x, y);
  cairo_rotate(cr, angle);
  cairo_scale(cr, size * 0.29, size * 0.145);
  cairo_new_sub_path(cr);
  cairo_arc(cr, 0, 0, 1, 0, 6.28318530718);
  cairo_restore(cr);
}

void sheet_band(struct sheet *s, double x, double y, double w, double size) {
  const double eighth = 0.78539816339;
  int cells = (int)(w / size);
  double step = w / cells, far = size * 0.26;
  cairo_new_path(s->cr);
  for (int i = 0; i < cells; i++) {
    double cx = x + (i + 0.5) * step, cy = y + size / 2;
    petal(s->cr, cx - far, cy - far, size, eighth);
    petal(s->cr, cx + far, cy + far, size, eighth);
    petal(s->cr, cx + far, cy - far, size, -eighth);
    petal(s->cr, cx - far, cy + far, size, -eighth);
  }
  set_colour(s->cr, inks[INK_NILA]);
  cairo_fill(s->cr);
}

void sheet_qr(struct sheet *s, double x, double y, double size, str data) {
  const int quiet = 4; /* modules around the code, ISO/IEC 18004 */
  if (!data.n || data.n > MAX_QR_TEXT || memchr(data.p, 0, data.n)) {
    sheet_fault(s, E_INPUT);
    return;
  }
  QRcode *qr = QRcode_encodeData((int)data.n, (const unsigned char *)data.p, 0, QR_ECLEVEL_M);
  if (!qr) {
    sheet_fault(s, E_BUG);
    return;
  }
  double module = size / (qr->width + 2 * quiet);
  cairo_new_path(s->cr);
  for (int row = 0; row < qr->width; row++)
    for (int from = 0, to; from < qr->width; from = to + 1) {
      const unsigned char *line = qr->data + row * qr->width;
      for (to = from; to < qr->width && (line[to] & 1); to++) continue;
      if (to > from)
        cairo_rectangle(s->cr, x + (quiet + from) * module, y + (quiet + row) * module, (to - from) * module, module);
    }
  cairo_set_source_rgb(s->cr, 0, 0, 0);
  cairo_fill(s->cr);
  QRcode_free(qr);
}

/* ---- tables ------------------------------------------------------------------------------- */

static double row_height(struct sheet *s, enum type type, const struct sheet_column *columns, size_t n,
                         const struct sheet_cell *cells) {
  double most = 0;
  for (size_t i = 0; i < n; i++) {
    double h = sheet_text_height(s, type, columns[i].share * s->width - 2 * CELL_PAD, CELL_LINES, cells[i].text);
    if (h > most) most = h;
  }
  return most + 2 * CELL_PAD;
}

static void draw_row(struct sheet *s, enum type type, const struct sheet_column *columns, size_t n,
                     const struct sheet_cell *cells, double height) {
  double x = s->left;
  for (size_t i = 0; i < n; i++) {
    double w = columns[i].share * s->width;
    bool word = cells[i].ink != INK_TEXT && cells[i].ink != INK_SOFT; /* a state stands out in weight, too */
    sheet_text_at(s, word ? TYPE_STRONG : type, cells[i].ink, x + CELL_PAD, s->y + CELL_PAD, w - 2 * CELL_PAD,
                  CELL_LINES, cells[i].text);
    x += w;
  }
  s->y += height;
  sheet_rule(s, s->left, s->y, s->width);
}

static void draw_table_head(struct sheet *s, const struct sheet_column *columns, size_t n) {
  struct sheet_cell *cells = arena_array(s->arena, struct sheet_cell, n);
  for (size_t i = 0; i < n; i++) cells[i] = (struct sheet_cell){columns[i].head, INK_SOFT};
  double height = row_height(s, TYPE_SMALL, columns, n, cells);
  sheet_fill(s, FILL_SUNKEN, s->left, s->y, s->width, height, 3);
  draw_row(s, TYPE_SMALL, columns, n, cells, height);
}

void sheet_table(struct sheet *s, const struct sheet_column *columns, size_t column_count,
                 const struct sheet_cell *cells, size_t rows) {
  for (size_t row = 0; row < rows; row++) {
    const struct sheet_cell *line = cells + row * column_count;
    double height = row_height(s, TYPE_STRONG, columns, column_count, line);
    int page = s->page;
    sheet_need(s, height + (row == 0 ? 24 : 0));
    if (row == 0 || s->page != page) draw_table_head(s, columns, column_count);
    draw_row(s, TYPE_BODY, columns, column_count, line, height);
  }
}

void sheet_fact(struct sheet *s, str label, str value) {
  if (!value.n) return;
  double split = s->width * 0.3, rest = s->width - split;
  double height = sheet_text_height(s, TYPE_STRONG, rest, CELL_LINES, value);
  double label_height = sheet_text_height(s, TYPE_BODY, split - 8, CELL_LINES, label);
  if (label_height > height) height = label_height;
  sheet_need(s, height + 7);
  sheet_text_at(s, TYPE_BODY, INK_SOFT, s->left, s->y, split - 8, CELL_LINES, label);
  sheet_text_at(s, TYPE_STRONG, INK_TEXT, s->left + split, s->y, rest, CELL_LINES, value);
  s->y += height + 2.5;
  sheet_rule(s, s->left, s->y, s->width);
  s->y += 3;
}

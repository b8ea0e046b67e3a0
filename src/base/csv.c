#include "base/csv.h"

struct reading {
  struct arena *arena;
  str text;
  size_t at;
  int line;
  char separator;
  enum csv_problem problem;
};

static bool at_end(const struct reading *r) { return r->at >= r->text.n; }
static char here(const struct reading *r) { return at_end(r) ? 0 : r->text.p[r->at]; }
static bool line_ends(char c) { return c == '\n' || c == '\r' || c == 0; }

static enum err fail(struct reading *r, enum csv_problem problem) {
  r->problem = problem;
  return E_INPUT;
}

/* The sign that stands in the first line outside quotes. */
static char separator_of(str text) {
  bool quoted = false;
  for (size_t i = 0; i < text.n && (quoted || !line_ends(text.p[i])); i++) {
    char c = text.p[i];
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == ';' || c == ',' || c == '\t')) return c;
  }
  return ',';
}

static enum err check_bytes(struct reading *r) {
  if (!utf8_valid(r->text)) return fail(r, CSV_NOT_TEXT);
  for (size_t i = 0; i < r->text.n; i++) {
    u8 c = (u8)r->text.p[i];
    if (c == '\n') r->line++;
    if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) return fail(r, CSV_NOT_TEXT);
  }
  r->line = 1;
  return E_OK;
}

static enum err quoted_cell(struct reading *r, str *ret) {
  struct buf b = buf_new(r->arena, MAX_CSV_TEXT);
  int began = r->line;
  for (r->at++;; r->at++) {
    if (at_end(r)) {
      r->line = began;
      return fail(r, CSV_QUOTE);
    }
    char c = here(r);
    if (c == '\n') r->line++;
    if (c == '"') {
      r->at++;
      if (here(r) != '"') break;
    }
    buf_byte(&b, c);
  }
  while (here(r) == ' ') r->at++;
  *ret = buf_str(&b);
  return here(r) == r->separator || line_ends(here(r)) ? E_OK : fail(r, CSV_QUOTE);
}

static enum err cell(struct reading *r, str *ret) {
  while (here(r) == ' ') r->at++;
  if (here(r) == '"') return quoted_cell(r, ret);
  size_t from = r->at;
  for (; here(r) != r->separator && !line_ends(here(r)); r->at++)
    if (here(r) == '"') return fail(r, CSV_QUOTE);
  *ret = str_trim(str_sub(r->text, from, r->at - from));
  if (!ret->p) *ret = S("");
  return E_OK;
}

static void next_line(struct reading *r) {
  if (here(r) == '\r') r->at++;
  if (here(r) == '\n') r->at++;
  r->line++;
}

static enum err row(struct reading *r, str *cells, size_t *ret_n) {
  *ret_n = 0;
  for (;;) {
    if (*ret_n == MAX_CSV_COLUMNS) return fail(r, CSV_TOO_LARGE);
    TRY(cell(r, &cells[(*ret_n)++]));
    if (here(r) != r->separator) return E_OK;
    r->at++;
  }
}

static enum err rows(struct reading *r, size_t max_rows, struct csv *ret) {
  struct csv_row *list = arena_array(r->arena, struct csv_row, max_rows + 1);
  str cells[MAX_CSV_COLUMNS];
  size_t n;
  while (!at_end(r)) {
    int line = r->line;
    TRY(row(r, cells, &n));
    bool empty = n == 1 && !cells[0].n;
    if (!empty) {
      if (ret->n == max_rows) return fail(r, CSV_TOO_LARGE);
      if (ret->n && n != ret->columns) {
        r->line = line;
        return fail(r, CSV_COLUMNS);
      }
      str *kept = arena_array(r->arena, str, n);
      memcpy(kept, cells, n * sizeof *kept);
      ret->columns = n;
      list[ret->n++] = (struct csv_row){line, kept};
    }
    next_line(r);
  }
  ret->rows = list;
  return ret->n ? E_OK : fail(r, CSV_EMPTY);
}

enum err csv_read(struct arena *a, str text, size_t max_rows, struct csv *ret, enum csv_problem *ret_problem, int *ret_line) {
  struct reading r = {.arena = a, .text = text, .line = 1};
  struct csv table = {0};
  if (str_starts(text, S("\xEF\xBB\xBF"))) r.text = str_from(text, 3);
  enum err e = r.text.n > MAX_CSV_TEXT ? fail(&r, CSV_TOO_LARGE) : check_bytes(&r);
  r.separator = separator_of(r.text);
  if (e == E_OK) e = rows(&r, max_rows, &table);
  *ret_problem = r.problem;
  *ret_line = r.line;
  if (e == E_OK) *ret = table;
  return e;
}

void csv_cell(struct buf *b, str text) {
  bool formula = text.n && strchr("=+-@\t\r", text.p[0]);
  bool quotes = formula;
  for (size_t i = 0; i < text.n; i++) quotes |= text.p[i] == '"' || text.p[i] == ',' || text.p[i] == ';' || (u8)text.p[i] < ' ';
  if (quotes) buf_byte(b, '"');
  if (formula) buf_byte(b, '\'');
  for (size_t i = 0; i < text.n; i++) {
    if (text.p[i] == '"') buf_byte(b, '"');
    buf_byte(b, text.p[i]);
  }
  if (quotes) buf_byte(b, '"');
}

#include "report/table.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/csv.h"

static void csv_line(struct buf *b, const str *cells, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (i) buf_byte(b, ',');
    csv_cell(b, cells[i]);
  }
  buf_add(b, S("\r\n"));
}

enum err table_csv(struct arena *a, const struct table *t, str *ret) {
  struct buf b = buf_new(a, MAX_TABLE_FILE);
  buf_add(&b, S("\xEF\xBB\xBF"));
  csv_line(&b, t->heads, t->columns);
  for (size_t i = 0; i < t->rows; i++) csv_line(&b, t->cells + i * t->columns, t->columns);
  if (b.full) return E_LIMIT;
  *ret = buf_str(&b);
  return E_OK;
}

/* ---- XLSX ---------------------------------------------------------------------------------------- */

struct sheets {
  struct arena *a;
  lxw_workbook *book;
  lxw_format *head, *text, *note;
  lxw_error error; /* the first one */
};

static void put(struct sheets *s, lxw_worksheet *sheet, size_t row, size_t column, str text, lxw_format *format) {
  lxw_error e = worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, arena_cstr(s->a, utf8_cut(text, 8000)), format);
  if (e != LXW_NO_ERROR && s->error == LXW_NO_ERROR) s->error = e;
}

static void formats(struct sheets *s) {
  s->head = workbook_add_format(s->book);
  format_set_bold(s->head);
  format_set_bottom(s->head, LXW_BORDER_THIN);
  format_set_num_format(s->head, "@");
  s->text = workbook_add_format(s->book);
  format_set_num_format(s->text, "@"); /* text: sixteen digits stay sixteen digits */
  s->note = workbook_add_format(s->book);
  format_set_text_wrap(s->note);
}

static bool rows_sheet(struct sheets *s, const struct table *t) {
  lxw_worksheet *sheet = workbook_add_worksheet(s->book, t->title);
  if (!sheet) return false;
  for (size_t i = 0; i < t->columns; i++) {
    worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, t->widths ? t->widths[i] : 18, s->text);
    put(s, sheet, 0, i, t->heads[i], s->head);
  }
  for (size_t i = 0; i < t->rows * t->columns; i++) put(s, sheet, 1 + i / t->columns, i % t->columns, t->cells[i], s->text);
  worksheet_freeze_panes(sheet, 1, 0);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9); /* A4 */
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 0, 0);
  return true;
}

static bool notes_sheet(struct sheets *s, const struct table *t) {
  lxw_worksheet *sheet = workbook_add_worksheet(s->book, "Petunjuk");
  if (!sheet) return false;
  worksheet_set_column(sheet, 0, 0, 100, s->note);
  for (size_t i = 0; i < t->note_count; i++) put(s, sheet, i, 0, t->notes[i], s->note);
  return true;
}

static enum err fill(struct sheets *s, const struct table *t) {
  formats(s);
  bool sheets = rows_sheet(s, t) && (!t->note_count || notes_sheet(s, t));
  lxw_error closed = workbook_close(s->book); /* frees the book, whatever it says */
  return sheets && s->error == LXW_NO_ERROR && closed == LXW_NO_ERROR ? E_OK : E_IO;
}

static void close_fd(int *fd) {
  if (*fd >= 0) close(*fd);
}

static enum err bytes_of(struct arena *a, int fd, str *ret) {
  struct stat st;
  if (fstat(fd, &st) != 0) return E_IO;
  if (st.st_size > (off_t)MAX_TABLE_FILE) return E_LIMIT;
  size_t n = (size_t)st.st_size, done = 0;
  char *p = arena_alloc(a, n + 1);
  while (done < n) {
    ssize_t got = pread(fd, p + done, n - done, (off_t)done);
    if (got <= 0) return E_IO;
    done += (size_t)got;
  }
  *ret = (str){p, n};
  return E_OK;
}

/* The library writes to a named file only; a file in memory has a name too. */
enum err table_xlsx(struct arena *a, const struct table *t, str *ret) {
  char name[32];
  CLEANUP(close_fd) int fd = memfd_create("table", MFD_CLOEXEC);
  if (fd < 0) return E_IO;
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  struct sheets s = {.a = a, .book = workbook_new(name)};
  if (!s.book) return E_IO;
  TRY(fill(&s, t));
  return bytes_of(a, fd, ret);
}

/* The report as a workbook: a sheet for each table. */
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/limits.h"
#include "report/figures.h"

struct book {
  struct arena *arena;
  lxw_workbook *workbook;
  lxw_format *title, *head, *formats[FIGURES_DECIMAL + 1];
};

static const char *cstr(struct book *b, str s) { return arena_cstr(b->arena, s.p ? s : S("")); }

static void make_formats(struct book *b) {
  static const char *const numbers[] = {[FIGURES_TEXT] = "@", [FIGURES_COUNT] = "#,##0", [FIGURES_PERCENT] = "0.0%",
                                        [FIGURES_DAY] = "dd/mm/yyyy", [FIGURES_DECIMAL] = "0.00"};
  b->title = workbook_add_format(b->workbook);
  format_set_bold(b->title);
  format_set_font_size(b->title, 14);
  b->head = workbook_add_format(b->workbook);
  format_set_bold(b->head);
  format_set_bottom(b->head, LXW_BORDER_THIN);
  format_set_text_wrap(b->head);
  for (size_t i = 0; i < COUNT(numbers); i++) {
    b->formats[i] = workbook_add_format(b->workbook);
    format_set_num_format(b->formats[i], numbers[i]);
  }
}

/* A name of a sheet: at most 31 letters, none of []:*?/\ and no other of that name. */
static const char *sheet_name(struct book *b, size_t at, str title) {
  char *name = arena_alloc(b->arena, 128);
  str cut = utf8_cut(title, 26);
  int n = snprintf(name, 128, "%zu " STR_FMT, at + 1, STR_ARG(cut));
  for (int i = 0; i < n; i++)
    if (strchr("[]:*?/\\'", name[i])) name[i] = ' ';
  return name;
}

static void put_cell(struct book *b, lxw_worksheet *w, lxw_row_t row, lxw_col_t column, const struct figures_cell *cell, enum figures_kind kind) {
  lxw_format *f = b->formats[kind];
  if (cell->none) return;
  if (kind == FIGURES_TEXT) worksheet_write_string(w, row, column, cstr(b, cell->text), f); /* never a formula, never a number */
  else if (kind == FIGURES_DAY) worksheet_write_number(w, row, column, cell->value + 25569, f); /* days since 1899-12-30 */
  else worksheet_write_number(w, row, column, kind == FIGURES_PERCENT ? cell->value / 100 : cell->value, f);
}

static void put_block(struct book *b, const struct figures_report *r, size_t at) {
  const struct figures_block *block = &r->blocks[at];
  lxw_worksheet *w = workbook_add_worksheet(b->workbook, sheet_name(b, at, block->title));
  if (!w) return;
  const str lines[] = {block->title, r->office.name, r->period, r->counted, block->note};
  lxw_row_t row = 0;
  for (size_t i = 0; i < COUNT(lines); i++)
    if (lines[i].n) worksheet_write_string(w, row++, 0, cstr(b, lines[i]), i ? NULL : b->title);
  row++;
  for (size_t i = 0; i < block->column_count; i++) worksheet_write_string(w, row, (lxw_col_t)i, cstr(b, block->columns[i].head), b->head);
  worksheet_set_column(w, 0, 0, 34, NULL);
  if (block->column_count > 1) worksheet_set_column(w, 1, (lxw_col_t)(block->column_count - 1), block->heat_map ? 7 : 16, NULL);
  worksheet_freeze_panes(w, row + 1, 1);
  for (size_t i = 0; i < block->rows * block->column_count; i++) {
    size_t column = i % block->column_count;
    if (!column) row++;
    put_cell(b, w, row, (lxw_col_t)column, &block->cells[i], block->columns[column].kind);
  }
  worksheet_set_paper(w, 9); /* A4 */
  worksheet_fit_to_pages(w, 1, 0);
}

static enum err read_back(struct arena *a, int fd, str *ret) {
  struct stat st;
  if (fstat(fd, &st) != 0 || st.st_size <= 0) return E_IO;
  if (st.st_size > (off_t)MAX_PAPER) return E_LIMIT;
  char *p = arena_alloc(a, (size_t)st.st_size);
  if (pread(fd, p, (size_t)st.st_size, 0) != st.st_size) return E_IO;
  *ret = (str){p, (size_t)st.st_size};
  return E_OK;
}

/* The library writes to a name: that of a file that only lies in memory. */
enum err figures_xlsx(struct arena *a, const struct figures_report *r, str *ret_xlsx) {
  char path[64];
  int fd = memfd_create("figures", MFD_CLOEXEC);
  if (fd < 0) return E_IO;
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  lxw_workbook_options options = {.constant_memory = LXW_FALSE};
  struct book b = {.arena = a, .workbook = workbook_new_opt(path, &options)};
  enum err e = E_IO;
  if (b.workbook) {
    str author = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(r->office.name), STR_ARG(r->office.place));
    lxw_doc_properties about = {.title = (char *)(uintptr_t)cstr(&b, r->title), .company = (char *)(uintptr_t)cstr(&b, author),
                                .created = (time_t)(r->made_at / 1000)};
    workbook_set_properties(b.workbook, &about);
    make_formats(&b);
    for (size_t i = 0; i < r->block_count; i++) put_block(&b, r, i);
    if (workbook_close(b.workbook) == LXW_NO_ERROR) e = read_back(a, fd, ret_xlsx);
  }
  close(fd);
  return e;
}

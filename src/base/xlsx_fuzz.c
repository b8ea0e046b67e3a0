/* Any bytes as a workbook, or as the sheet of one: refused with a row, or a table within its bounds. */
#include "base/xlsx.h"
#include "base/zip_made.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static str book_around(struct arena *a, str sheet) {
  const struct zip_made_part parts[] = {
      {.name = "xl/workbook.xml", .bytes = S("<workbook><sheets><sheet name='A' r:id='r1'/></sheets></workbook>")},
      {.name = "xl/_rels/workbook.xml.rels", .bytes = S("<Relationships><Relationship Id='r1' Target='s.xml'/></Relationships>")},
      {.name = "xl/sharedStrings.xml", .bytes = S("<sst><si><t>nomor</t></si><si><r><t>ha</t></r><r><t>sil</t></r></si></sst>")},
      {.name = "xl/s.xml", .bytes = sheet}};
  return zip_made(a, parts, COUNT(parts));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  if (size > 32768) return 0;
  struct arena *a = arena_new(256u << 20);
  str bytes = {(const char *)data, size};
  struct csv t;
  enum csv_problem problem = CSV_FINE;
  int line = 0;
  enum err e = xlsx_read(a, xlsx_looks_like(bytes) ? bytes : book_around(a, bytes), 500, &t, &problem, &line);
  if (e != E_OK && (problem == CSV_FINE || line < 1)) abort();
  for (size_t i = 0; e == E_OK && i < t.n; i++) {
    if (t.rows[i].line < 1 || t.n > 500 || t.columns > MAX_CSV_COLUMNS) abort();
    for (size_t k = 0; k < t.columns; k++)
      if (!utf8_valid(t.rows[i].cells[k])) abort();
  }
  arena_free(a);
  return 0;
}

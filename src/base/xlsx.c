#include "base/xlsx.h"

#include <expat.h>

#include "base/zip.h"

#define SCRATCH (32u << 20)
#define MAX_CELL (32u << 10)
#define MAX_STRINGS 100000u
#define MAX_CELLS (1u << 20) /* bytes of all cells: one long text may be shared by many */
#define MAX_HEADING (256u << 10) /* workbook and its links */

bool xlsx_looks_like(str bytes) { return str_starts(bytes, S("PK\x03\x04")); }

/* ---- XML, one part after another ---------------------------------------------------------------------------- */

struct reader {
  struct arena *a, *scratch;
  XML_Parser xml;
  enum csv_problem problem;
  size_t max_rows;
  str sheet_id, target; /* of the first sheet: its link, and where that leads */
  str *strings;         /* what cells share */
  size_t string_n, string_cap;
  struct buf text;      /* of the cell or string being read */
  bool takes, phonetic; /* characters count now; or are a reading aid */
  char type;            /* of the cell: 's' shared, else as it stands */
  int row, column;
  str cells[MAX_CSV_COLUMNS];
  struct csv table;
  struct csv_row *rows;
  size_t row_cap, bytes;
};

static void stop(struct reader *r, enum csv_problem problem) {
  if (r->problem == CSV_FINE) r->problem = problem;
  XML_StopParser(r->xml, XML_FALSE);
}

/* Without the prefix of its namespace. */
static str local_name(const char *name) {
  const char *colon = strrchr(name, ':');
  return str_of(colon ? colon + 1 : name);
}

static str attribute(const char **list, const char *name) {
  for (; *list; list += 2)
    if (strcmp(list[0], name) == 0) return str_of(list[1]);
  return STR_NONE;
}

static void no_doctype(void *self, const char *name, const char *system, const char *public, int internal) {
  (void)name, (void)system, (void)public, (void)internal;
  stop(self, CSV_BOOK);
}

static enum err read_xml(struct reader *r, str xml, XML_StartElementHandler begin, XML_EndElementHandler end, XML_CharacterDataHandler text) {
  r->xml = XML_ParserCreate(NULL);
  if (!r->xml) return E_IO;
  XML_SetUserData(r->xml, r);
  XML_SetElementHandler(r->xml, begin, end);
  XML_SetCharacterDataHandler(r->xml, text);
  XML_SetStartDoctypeDeclHandler(r->xml, no_doctype);
  enum XML_Status s = XML_Parse(r->xml, xml.p, (int)xml.n, 1);
  XML_ParserFree(r->xml);
  if (s != XML_STATUS_OK && r->problem == CSV_FINE) r->problem = CSV_BOOK;
  return r->problem == CSV_FINE ? E_OK : E_INPUT;
}

/* ---- which sheet ------------------------------------------------------------------------------------------------ */

static void book_element(void *self, const char *name, const char **attributes) {
  struct reader *r = self;
  if (r->sheet_id.n || !str_eq(local_name(name), S("sheet"))) return;
  for (; *attributes; attributes += 2)
    if (strchr(attributes[0], ':') && str_eq(local_name(attributes[0]), S("id"))) r->sheet_id = arena_str(r->scratch, str_of(attributes[1]));
}

static void link_element(void *self, const char *name, const char **attributes) {
  struct reader *r = self;
  bool its = str_eq(local_name(name), S("Relationship")) && str_eq(attribute(attributes, "Id"), r->sheet_id);
  str target = attribute(attributes, "Target");
  if (!its || !target.n) return;
  if (target.p[0] == '/') r->target = arena_str(r->scratch, str_from(target, 1));
  else r->target = arena_printf(r->scratch, "xl/" STR_FMT, STR_ARG(target));
}

/* ---- strings ------------------------------------------------------------------------------------------------------ */

static void characters(void *self, const char *p, int n) {
  struct reader *r = self;
  if (!r->takes || r->phonetic) return;
  buf_add(&r->text, (str){p, (size_t)n});
  if (r->text.full) stop(r, CSV_TOO_LARGE);
}

static void string_begins(void *self, const char *name, const char **attributes) {
  struct reader *r = self;
  str n = local_name(name);
  (void)attributes;
  if (str_eq(n, S("si"))) r->text.n = 0;
  if (str_eq(n, S("rPh"))) r->phonetic = true;
  if (str_eq(n, S("t"))) r->takes = true;
}

static void string_ends(void *self, const char *name) {
  struct reader *r = self;
  str n = local_name(name);
  if (str_eq(n, S("t"))) r->takes = false;
  if (str_eq(n, S("rPh"))) r->phonetic = false;
  if (!str_eq(n, S("si"))) return;
  if (r->string_n == MAX_STRINGS) {
    stop(r, CSV_TOO_LARGE);
    return;
  }
  arena_grow(r->scratch, r->strings, r->string_n, &r->string_cap);
  r->strings[r->string_n++] = arena_str(r->scratch, buf_str(&r->text));
}

/* ---- cells ---------------------------------------------------------------------------------------------------------- */

/* "AB12": column 27. A cell without a place stands behind the one before it. */
static int column_of(str place, int before) {
  int column = 0;
  size_t i = 0;
  for (; i < place.n && i < 4 && place.p[i] >= 'A' && place.p[i] <= 'Z'; i++) column = column * 26 + (place.p[i] - 'A' + 1);
  return i ? column - 1 : before + 1;
}

static void row_begins(struct reader *r, const char **attributes) {
  i64 n;
  r->row = str_to_i64(attribute(attributes, "r"), &n) && n > r->row && n < 2000000 ? (int)n : r->row + 1;
  r->column = -1;
  for (size_t i = 0; i < MAX_CSV_COLUMNS; i++) r->cells[i] = S("");
}

static void cell_begins(void *self, const char *name, const char **attributes) {
  struct reader *r = self;
  str n = local_name(name);
  if (str_eq(n, S("row"))) row_begins(r, attributes);
  if (str_eq(n, S("c"))) {
    str type = attribute(attributes, "t");
    r->column = column_of(attribute(attributes, "r"), r->column);
    r->type = str_eq(type, S("s")) ? 's' : 'v';
    r->text.n = 0;
  }
  if (str_eq(n, S("rPh"))) r->phonetic = true;
  if (str_eq(n, S("v")) || str_eq(n, S("t"))) r->takes = true;
}

static void cell_ends(struct reader *r) {
  str value = str_trim(buf_str(&r->text));
  i64 at;
  if (r->type == 's' && value.n) {
    if (!str_to_i64(value, &at) || at < 0 || (size_t)at >= r->string_n) {
      stop(r, CSV_BOOK);
      return;
    }
    value = str_trim(r->strings[at]);
  }
  if (!value.n) return;
  r->bytes += value.n;
  if (r->column < 0 || r->column >= MAX_CSV_COLUMNS || r->bytes > MAX_CELLS) stop(r, CSV_TOO_LARGE);
  else r->cells[r->column] = arena_str(r->a, value);
}

static void row_ends(struct reader *r) {
  size_t used = MAX_CSV_COLUMNS;
  while (used && !r->cells[used - 1].n) used--;
  if (!used) return;
  if (!r->table.n) r->table.columns = used;
  if (r->table.n == r->max_rows) stop(r, CSV_TOO_LARGE);
  else if (used > r->table.columns) stop(r, CSV_COLUMNS);
  if (r->problem != CSV_FINE) return;
  str *kept = arena_array(r->a, str, r->table.columns);
  memcpy(kept, r->cells, r->table.columns * sizeof *kept);
  arena_grow(r->a, r->rows, r->table.n, &r->row_cap);
  r->rows[r->table.n++] = (struct csv_row){r->row, kept};
}

static void cell_part_ends(void *self, const char *name) {
  struct reader *r = self;
  str n = local_name(name);
  if (str_eq(n, S("v")) || str_eq(n, S("t"))) r->takes = false;
  if (str_eq(n, S("rPh"))) r->phonetic = false;
  if (str_eq(n, S("c"))) cell_ends(r);
  if (str_eq(n, S("row"))) row_ends(r);
}

/* ---- the whole -------------------------------------------------------------------------------------------------------- */

static enum err part(struct reader *r, const struct zip *z, str name, size_t max, str *ret) {
  enum err e = zip_part(r->scratch, z, name, max, ret);
  if (e == E_OK || e == E_NOTFOUND) return e;
  r->problem = e == E_LIMIT ? CSV_TOO_LARGE : CSV_BOOK;
  return E_INPUT;
}

static enum err needed(struct reader *r, const struct zip *z, str name, size_t max, str *ret) {
  enum err e = part(r, z, name, max, ret);
  if (e == E_NOTFOUND) r->problem = CSV_BOOK;
  return e == E_NOTFOUND ? E_INPUT : e;
}

static enum err read_book(struct reader *r, str bytes) {
  struct zip z;
  str xml;
  if (zip_open(bytes, &z) != E_OK) return E_INPUT;
  TRY(needed(r, &z, S("xl/workbook.xml"), MAX_HEADING, &xml));
  TRY(read_xml(r, xml, book_element, NULL, NULL));
  TRY(needed(r, &z, S("xl/_rels/workbook.xml.rels"), MAX_HEADING, &xml));
  TRY(read_xml(r, xml, link_element, NULL, NULL));
  enum err e = part(r, &z, S("xl/sharedStrings.xml"), MAX_XLSX_PART, &xml);
  if (e == E_OK) e = read_xml(r, xml, string_begins, string_ends, characters);
  if (e != E_OK && e != E_NOTFOUND) return e;
  TRY(needed(r, &z, r->target, MAX_XLSX_PART, &xml));
  TRY(read_xml(r, xml, cell_begins, cell_part_ends, characters));
  if (!r->table.n) r->problem = CSV_EMPTY;
  return r->table.n ? E_OK : E_INPUT;
}

enum err xlsx_read(struct arena *a, str bytes, size_t max_rows, struct csv *ret, enum csv_problem *ret_problem, int *ret_line) {
  CLEANUP(arena_freep) struct arena *scratch = arena_new(SCRATCH);
  struct reader r = {.a = a, .scratch = scratch, .max_rows = max_rows, .text = buf_new(scratch, MAX_CELL), .target = S("")};
  enum err e = bytes.n > MAX_CSV_TEXT ? E_INPUT : read_book(&r, bytes);
  if (e != E_OK && r.problem == CSV_FINE) r.problem = bytes.n > MAX_CSV_TEXT ? CSV_TOO_LARGE : CSV_BOOK;
  *ret_problem = r.problem;
  *ret_line = r.row > 0 ? r.row : 1;
  r.table.rows = r.rows;
  if (e == E_OK) *ret = r.table;
  return e;
}

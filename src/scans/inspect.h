/* scans/inspect: what a file is, told by its bytes while they pass, never by its name. No decoding here: that is done
 * in a cage (later). Finds wrong types, empty and cut-off files, locked PDFs and absurd sizes. */
#pragma once
#include "base/base.h"

enum scan_type { SCAN_NONE, SCAN_JPEG, SCAN_PNG, SCAN_WEBP, SCAN_HEIC, SCAN_TIFF, SCAN_PDF };
const char *scan_type_mime(enum scan_type t);      /* "image/jpeg" */
enum scan_type scan_type_of_mime(str mime);
const char *scan_type_extension(enum scan_type t); /* "jpg" */

enum scan_problem {
  SCAN_FINE,
  SCAN_EMPTY,
  SCAN_WRONG_TYPE,
  SCAN_CUT_OFF,
  SCAN_LOCKED, /* a PDF with a password */
  SCAN_TOO_LARGE,
  SCAN_TOO_MANY_PIXELS,
};
const char *scan_problem_code(enum scan_problem p); /* "cut_off" */

#define INSPECT_HEAD 64
struct inspect {
  enum scan_type type;
  i64 size, jpeg_end, iend, pdf_end; /* where the last end mark stood */
  bool locked, too_many_pixels;
  u8 head[INSPECT_HEAD];
  char carry[16]; /* the last bytes of the piece before: a mark may lie across two pieces */
  size_t carry_n;
};
void inspect_init(struct inspect *s);
void inspect_piece(struct inspect *s, str piece);
enum scan_problem inspect_end(const struct inspect *s);
/* After the first INSPECT_HEAD bytes: a type we do not take can be refused at once. */
bool inspect_hopeless(const struct inspect *s);

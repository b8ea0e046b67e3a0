/* domain/paper_text: what a text that a machine read off a paper tells: which paper it is, numbers, names, dates. The machine confuses signs
 * that look alike; digits are mended (O 0, I 1, S 5, B 8 ...), and letters are compared with patience. All of it is a hint for an
 * officer, never a decision. */
#pragma once
#include "base/base.h"
#include "domain/look.h"

#define PAPER_TEXT_MOST (16u << 10) /* bytes of a text that are looked at */
#define PAPER_FOUND_MOST 48
struct paper_found {
  enum read_kind kind;
  int sure;      /* 0..100: of the signs, not of the person */
  char text[96]; /* numbers: 16 digits; dates: 2026-11-23; names as they stand */
};
struct paper_text {
  enum paper_kind kind;
  int sure; /* 0..100 */
  struct paper_found found[PAPER_FOUND_MOST];
  size_t n;
};
/* Lines of UTF-8; signs that are none are passed over. */
void paper_text_read(str text, struct paper_text *ret);

/* Where a requirement asks for one kind of paper and this is surely another. codes: of the requirement and its label. */
bool paper_fits(str requirement, enum paper_kind kind);

enum read_match { READ_SAME, READ_NEAR, READ_OTHER }; /* near: perhaps only misread, or mistyped */
/* typed: as it lies in the data of an application; dates as ISO. */
enum read_match read_compare(enum read_kind kind, str typed, str read);

#include "domain/look.h"

#define WORD_OF(table, at) ((size_t)(at) < COUNT(table) ? table[at] : "")

const char *look_problem_code(enum look_problem p) {
  static const char *const codes[] = {"fine", "broken", "locked", "too_many_pixels", "too_long", "crashed", "virus"};
  return WORD_OF(codes, p);
}

const char *look_fault_code(enum look_fault f) {
  static const char *const codes[] = {"blurred", "dark", "glare", "cut", "small", "screen", "copy"};
  return WORD_OF(codes, f);
}

const char *look_paper_code(enum paper_kind k) {
  static const char *const codes[] = {"unknown",  "kk",           "ktp",   "kia",  "birth_letter", "birth",    "marriage_book", "marriage", "divorce",
                                      "death_letter", "death", "move", "sptjm",        "proxy",    "passport",      "police",   "form"};
  return WORD_OF(codes, k);
}

const char *look_read_code(enum read_kind k) {
  static const char *const codes[] = {"nik", "kk_number", "name", "date", "place"};
  return WORD_OF(codes, k);
}

int likeness_distance(const struct likeness *a, const struct likeness *b) {
  int n = 0;
  for (size_t i = 0; i < COUNT(a->w); i++) n += __builtin_popcountll(a->w[i] ^ b->w[i]);
  return n;
}

u32 look_faults(const int scores[LOOK_FAULTS], const struct look_limits *limits, enum paper_kind paper) {
  u32 faults = 0;
  bool coloured = paper == PAPER_KTP || paper == PAPER_KIA;
  for (size_t i = 0; i < LOOK_FAULTS; i++)
    if (scores[i] >= limits->from[i]) faults |= 1u << i;
  return coloured ? faults : faults & ~(1u << FAULTY_COPY);
}

enum look_fault look_worst(u32 faults) {
  for (size_t i = 0; i < LOOK_FAULTS; i++)
    if (faults >> i & 1) return (enum look_fault)i;
  return LOOK_FAULTS;
}

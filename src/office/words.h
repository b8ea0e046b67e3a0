/* office/words: building the body of a message line by line. Private to chat_words.c, notice_words.c and
 * sync_words.c. */
#pragma once
#include "domain/conversation.h"
#include "domain/message.h"
#include "locale/text.h"

struct words {
  struct arena *a;
  enum lang lang;
  struct buf body;
  struct say *say;
};
struct words words_new(struct arena *a, enum lang lang, struct say *ret);
void words_line(struct words *w, str line);  /* on a line of its own; nothing when empty */
void words_block(struct words *w, str line); /* the same behind an empty line */
void words_item(struct words *w, str mark, str text);
/* "fault.buram": the sentence of a family of keys; empty when there is none. */
str words_coded(const struct words *w, const char *family, const char *code);
/* Ends the message: what is too long for buttons or a list becomes plain text, and plain text ends at 4,096. */
void words_end(struct words *w);
#define WORDS(w, key, ...) TEXT((w)->a, (w)->lang, key, ##__VA_ARGS__)
/* Papers, one a line, until the list has used its share of the message; then "and n more". */
struct words_papers {
  const struct item *const *items;
  size_t n;
  bool faults; /* with what is wrong and what to do */
};
void words_papers(struct words *w, const struct words_papers *p);
str words_number(struct arena *a, i64 n);
/* A label that fits: cut on a code point with an ellipsis. */
str words_fit(struct arena *a, str text, size_t max);

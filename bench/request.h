/* bench/request: an HTTP request as a template, sent without copying its body.
 *
 * A template file is the request as it goes over the wire, head and body, with these marks in it:
 *   {{seq}}      the number of this request, 12 digits: what makes it unlike every other
 *   {{1}}..{{4}} the columns (tab) of this request's line in the items file; lines are used round and round
 *   {{alt:A|B}}  A in the first, third ... round over the items, B in the second, fourth ...
 *   {{length}}   bytes of the body        (head only)
 *   {{hmac}}     HMAC-SHA256 of the body under the secret, hex (head only; a body for it must be under 64 KB)
 * Anything else stays as it is; a body may be binary. */
#pragma once
#include <sys/uio.h>

#include "base/base.h"

#define MAX_PIECES 64  /* literals and marks of one template */
#define MAX_WORDS 2048 /* bytes that the marks of one request may fill */
#define MAX_COLUMNS 4

enum piece_kind { PIECE_LITERAL, PIECE_SEQ, PIECE_COLUMN, PIECE_ALT, PIECE_LENGTH, PIECE_HMAC };
struct piece {
  enum piece_kind kind;
  str text, other; /* literal; or the two words of an alternation */
  int column;
};
struct template {
  struct piece piece[MAX_PIECES];
  size_t n, body_from; /* the body starts at this piece */
  const str *items;    /* lines */
  size_t item_count;
  str secret;
};

/* Says on stderr what is wrong and gives false. `text` must live as long as the template. */
bool template_read(struct template *t, str text);

struct request {
  struct iovec part[MAX_PIECES];
  int parts, sent; /* parts before `sent` are out */
  char words[MAX_WORDS];
};
void request_make(const struct template *t, u64 seq, u64 first, struct request *ret_request);

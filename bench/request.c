#include "request.h"

static const struct {
  const char *mark;
  enum piece_kind kind;
  int column;
} marks[] = {
    {"{{seq}}", PIECE_SEQ, 0},       {"{{1}}", PIECE_COLUMN, 0},  {"{{2}}", PIECE_COLUMN, 1},
    {"{{3}}", PIECE_COLUMN, 2},      {"{{4}}", PIECE_COLUMN, 3},  {"{{alt:", PIECE_ALT, 0},
    {"{{length}}", PIECE_LENGTH, 0}, {"{{hmac}}", PIECE_HMAC, 0},
};

/* ---- reading a template ------------------------------------------------------------------------ */

/* The mark at the start of s: its piece and its length, or 0. */
static size_t mark_at(str s, struct piece *ret) {
  for (size_t i = 0; i < COUNT(marks); i++) {
    str mark = str_of(marks[i].mark);
    if (!str_starts(s, mark)) continue;
    *ret = (struct piece){.kind = marks[i].kind, .column = marks[i].column};
    if (marks[i].kind != PIECE_ALT) return mark.n;
    str words = str_sub(s, mark.n, 80);
    const char *end = memmem(words.p, words.n, "}}", 2);
    if (!end) return 0;
    ret->other = str_sub(words, 0, (size_t)(end - words.p));
    return str_cut(&ret->other, '|', &ret->text) ? (size_t)(end + 2 - s.p) : 0;
  }
  return 0;
}

static bool add_piece(struct template *t, struct piece piece) {
  if (piece.kind == PIECE_LITERAL && !piece.text.n) return true;
  if (t->n == MAX_PIECES) {
    fprintf(stderr, "template: more than %d pieces\n", MAX_PIECES);
    return false;
  }
  t->piece[t->n++] = piece;
  return true;
}

static bool read_pieces(struct template *t, str text) {
  size_t from = 0;
  for (size_t at = 0; at < text.n;) {
    const char *brace = memchr(text.p + at, '{', text.n - at);
    if (!brace) break;
    at = (size_t)(brace - text.p);
    struct piece piece;
    size_t n = mark_at(str_from(text, at), &piece);
    if (!n) {
      at++;
      continue;
    }
    if (!add_piece(t, (struct piece){.text = str_sub(text, from, at - from)}) || !add_piece(t, piece)) return false;
    from = at += n;
  }
  return add_piece(t, (struct piece){.text = str_from(text, from)});
}

bool template_read(struct template *t, str text) {
  const char *gap = memmem(text.p, text.n, "\r\n\r\n", 4);
  if (!gap) {
    fprintf(stderr, "template: no empty line after the head\n");
    return false;
  }
  size_t head = (size_t)(gap + 4 - text.p);
  t->n = 0;
  if (!read_pieces(t, str_sub(text, 0, head))) return false;
  t->body_from = t->n;
  return read_pieces(t, str_from(text, head));
}

/* ---- one request ---------------------------------------------------------------------------------- */

struct words {
  char *p;
  size_t n;
};

static str word(struct words *w, const char *fmt, ...) PRINTF(2, 3);
static str word(struct words *w, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  size_t room = MAX_WORDS - w->n;
  int n = vsnprintf(w->p + w->n, room, fmt, args);
  va_end(args);
  if (n < 0 || (size_t)n >= room) n = 0;
  str s = {w->p + w->n, (size_t)n};
  w->n += (size_t)n;
  return s;
}

static str column(str line, int wanted) {
  str cell = STR_NONE;
  for (int i = 0; i <= wanted; i++)
    if (!str_cut(&line, '\t', &cell)) return S("");
  return cell;
}

static str hmac_hex(struct words *w, str secret, const struct iovec *body, int parts) {
  char joined[64 << 10];
  size_t n = 0;
  for (int i = 0; i < parts && n + body[i].iov_len <= sizeof joined; i++) {
    memcpy(joined + n, body[i].iov_base, body[i].iov_len);
    n += body[i].iov_len;
  }
  struct sha256 mac = hmac_sha256(secret, (str){joined, n});
  str first = word(w, "%02x", mac.b[0]);
  for (size_t i = 1; i < sizeof mac.b; i++) word(w, "%02x", mac.b[i]);
  return (str){first.p, 2 * sizeof mac.b};
}

void request_make(const struct template *t, u64 seq, u64 first, struct request *r) {
  struct words w = {r->words, 0};
  u64 nth = seq - first, count = t->item_count ? t->item_count : 1;
  str line = t->item_count ? t->items[nth % count] : S("");
  size_t body_length = 0;
  /* From the end: the head may name the length and the mark of the body behind it. */
  for (size_t i = t->n; i-- > 0;) {
    const struct piece *piece = &t->piece[i];
    str s = STR_NONE;
    switch (piece->kind) {
      case PIECE_LITERAL:
        s = piece->text;
        break;
      case PIECE_SEQ:
        s = word(&w, "%012llu", (unsigned long long)seq);
        break;
      case PIECE_COLUMN:
        s = column(line, piece->column);
        break;
      case PIECE_ALT:
        s = nth / count % 2 ? piece->other : piece->text;
        break;
      case PIECE_LENGTH:
        s = word(&w, "%zu", body_length);
        break;
      case PIECE_HMAC:
        s = hmac_hex(&w, t->secret, r->part + t->body_from, (int)(t->n - t->body_from));
        break;
    }
    r->part[i] = (struct iovec){(void *)s.p, s.n};
    if (i >= t->body_from) body_length += s.n;
  }
  r->parts = (int)t->n;
  r->sent = 0;
}

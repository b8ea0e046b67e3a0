/* multipart/form-data, RFC 7578 and what browsers really send (WHATWG HTML, "multipart/form-data encoding algorithm").
 *
 * The delimiter is CRLF "--" boundary. A boundary holds no CR, so the only CR of the delimiter is its first byte: a
 * match that breaks off cannot overlap the next one, and its bytes are known without having been kept. */
#include "base/limits.h"
#include "net/form.h"

#define MAX_BOUNDARY 70 /* RFC 2046, 5.1.1 */

enum stage {
  IN_CONTENT, /* of a part, or of the preamble when no part is open */
  IN_HEAD,    /* from the delimiter to the empty line */
  AT_END,     /* the closing delimiter was seen; what follows is nobody's */
};

struct multipart {
  struct arena *arena;
  struct multipart_sink sink;
  str delimiter;
  size_t matched; /* bytes of the delimiter that ended the last piece */
  struct buf head;
  size_t parts, field_bytes;
  enum stage stage;
  bool in_part, in_file;
  enum err broken; /* the first error stays */
};

/* ---- parameters of a header: ; name=token ; name="quoted" --------------------------------------- */

static size_t skip_blanks(str s, size_t at) {
  while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t')) at++;
  return at;
}

/* Quoted text from behind the opening quote. A backslash escapes only a quote or itself: old browsers send
 * "C:\scan\kk.jpg" as it is. */
static bool escaped(str s, size_t at) { return s.p[at] == '\\' && at + 1 < s.n && (s.p[at + 1] == '"' || s.p[at + 1] == '\\'); }

static bool read_quoted(struct arena *a, str *rest, str *ret) {
  size_t end = 0, n = 0;
  while (end < rest->n && rest->p[end] != '"') end += escaped(*rest, end) ? 2 : 1;
  if (end >= rest->n) return false;
  char *to = arena_alloc(a, end + 1); /* not more: a head may hold hundreds of them */
  for (size_t i = 0; i < end; i++) {
    i += escaped(*rest, i);
    to[n++] = rest->p[i];
  }
  *ret = (str){to, n};
  *rest = str_from(*rest, end + 1);
  return true;
}

static str read_token(str *rest) {
  size_t n = str_find(*rest, ';');
  str token = str_trim(str_sub(*rest, 0, n));
  *rest = str_from(*rest, n);
  return token;
}

/* Moves *rest over the next parameter. False at the end; *ret_bad tells a broken one from the end. */
static bool next_parameter(struct arena *a, str *rest, str *ret_name, str *ret_value, bool *ret_bad) {
  size_t at = skip_blanks(*rest, 0);
  *ret_bad = at < rest->n && rest->p[at] != ';';
  if (at >= rest->n || *ret_bad) return false;
  *rest = str_from(*rest, skip_blanks(*rest, at + 1));
  if (rest->n == 0) return false; /* a last semicolon with nothing behind it */
  size_t equals = str_find(*rest, '=');
  *ret_bad = equals == rest->n || equals == 0;
  if (*ret_bad) return false;
  *ret_name = str_trim(str_sub(*rest, 0, equals));
  *rest = str_from(*rest, skip_blanks(*rest, equals + 1));
  if (rest->n == 0 || rest->p[0] != '"') {
    *ret_value = read_token(rest);
    return true;
  }
  *rest = str_from(*rest, 1);
  *ret_bad = !read_quoted(a, rest, ret_value);
  return !*ret_bad;
}

/* ---- names ----------------------------------------------------------------------------------------- */

static bool clean_text(str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((u8)s.p[i] < 0x20 || s.p[i] == 0x7F) return false;
  return utf8_valid(s);
}

/* Browsers write a quote as %22. The other two escapes of that rule, %0D and %0A, stay: no name needs a line end. */
static str quotes_back(struct arena *a, str s) {
  char *to = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    bool quote = str_eq(str_sub(s, i, 3), S("%22"));
    to[n++] = quote ? '"' : s.p[i];
    if (quote) i += 2;
  }
  return (str){to, n};
}

static str last_path_piece(str s) {
  for (size_t i = s.n; i > 0; i--)
    if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') return str_from(s, i);
  return s;
}

/* RFC 8187: UTF-8'language'percent-encoded */
static enum err extended_value(struct arena *a, str value, str *ret) {
  str charset, language;
  if (!str_cut(&value, '\'', &charset) || !str_cut(&value, '\'', &language) || !value.p) return E_INPUT;
  if (!str_eq_nocase(charset, S("utf-8"))) return E_INPUT;
  return percent_decode(a, value, false, ret);
}

/* ---- the head of a part ---------------------------------------------------------------------------- */

static enum err read_disposition(struct arena *a, str value, struct part *p) {
  size_t n = str_find(value, ';');
  if (!str_eq_nocase(str_trim(str_sub(value, 0, n)), S("form-data")) || p->name.p) return E_INPUT;
  str rest = str_from(value, n), key, text, plain = STR_NONE, extended = STR_NONE;
  bool bad;
  while (next_parameter(a, &rest, &key, &text, &bad)) {
    if (str_eq_nocase(key, S("name"))) p->name = quotes_back(a, text);
    if (str_eq_nocase(key, S("filename"))) plain = quotes_back(a, text);
    if (str_eq_nocase(key, S("filename*"))) TRY(extended_value(a, text, &extended));
  }
  if (bad || !p->name.p) return E_INPUT;
  str filename = extended.p ? extended : plain;
  p->is_file = filename.p != NULL;
  p->filename = last_path_piece(filename);
  return clean_text(p->name) && clean_text(p->filename) ? E_OK : E_INPUT;
}

static enum err read_header(struct arena *a, str line, struct part *p) {
  size_t colon = str_find(line, ':');
  if (colon == 0 || colon == line.n || line.p[0] == ' ' || line.p[0] == '\t') return E_INPUT;
  str name = str_sub(line, 0, colon), value = str_trim(str_from(line, colon + 1));
  if (str_eq_nocase(name, S("content-disposition"))) return read_disposition(a, value, p);
  if (!str_eq_nocase(name, S("content-type"))) return E_OK;
  p->type = arena_str(a, value);
  return clean_text(value) ? E_OK : E_INPUT;
}

/* head: blanks to the end of the delimiter's line, then header lines, each ended by CRLF. */
static enum err read_head(struct arena *a, str head, struct part *ret) {
  *ret = (struct part){0};
  bool first = true;
  for (str line; str_cut(&head, '\n', &line); first = false) {
    if (line.n == 0 && !head.p) break; /* behind the last line end */
    if (line.n == 0 || line.p[line.n - 1] != '\r') return E_INPUT;
    line.n--;
    if (first && skip_blanks(line, 0) != line.n) return E_INPUT;
    if (!first) TRY(read_header(a, line, ret));
  }
  return ret->name.p ? E_OK : E_INPUT;
}

/* ---- streaming -------------------------------------------------------------------------------------- */

static enum err content(struct multipart *m, str piece) {
  if (piece.n == 0 || !m->in_part) return E_OK;
  if (!m->in_file) {
    if (piece.n > MAX_FIELD_SIZE - m->field_bytes) return E_LIMIT;
    m->field_bytes += piece.n;
  }
  return m->sink.data(m->sink.self, piece);
}

static enum err delimiter_seen(struct multipart *m) {
  m->matched = 0;
  m->stage = IN_HEAD;
  m->head.n = 0;
  if (!m->in_part) return E_OK;
  m->in_part = false;
  return m->sink.end(m->sink.self);
}

/* Goes on with a match that the last piece began. */
static enum err continue_match(struct multipart *m, str *piece) {
  str want = str_from(m->delimiter, m->matched);
  size_t n = 0;
  while (n < want.n && n < piece->n && want.p[n] == piece->p[n]) n++;
  if (n < want.n && n < piece->n) { /* it was content after all */
    str was = str_sub(m->delimiter, 0, m->matched);
    m->matched = 0;
    return content(m, was);
  }
  *piece = str_from(*piece, n);
  m->matched += n;
  return m->matched == m->delimiter.n ? delimiter_seen(m) : E_OK;
}

/* How many of the last bytes may be the beginning of a delimiter. */
static size_t open_match(const struct multipart *m, str piece) {
  str tail = str_from(piece, piece.n > m->delimiter.n - 1 ? piece.n - (m->delimiter.n - 1) : 0);
  const char *cr = tail.n ? memrchr(tail.p, '\r', tail.n) : NULL;
  if (!cr) return 0;
  tail = str_from(tail, (size_t)(cr - tail.p));
  return str_starts(m->delimiter, tail) ? tail.n : 0;
}

static enum err feed_content(struct multipart *m, str *piece) {
  if (m->matched) return continue_match(m, piece);
  const char *hit = memmem(piece->p, piece->n, m->delimiter.p, m->delimiter.n);
  if (hit) {
    size_t n = (size_t)(hit - piece->p);
    TRY(content(m, str_sub(*piece, 0, n)));
    *piece = str_from(*piece, n + m->delimiter.n);
    return delimiter_seen(m);
  }
  size_t open = open_match(m, *piece);
  TRY(content(m, str_sub(*piece, 0, piece->n - open)));
  m->matched = open;
  *piece = str_from(*piece, piece->n);
  return E_OK;
}

static enum err begin_part(struct multipart *m) {
  struct part p;
  if (++m->parts > MAX_PARTS) return E_LIMIT;
  TRY(read_head(m->arena, str_sub(buf_str(&m->head), 0, m->head.n - 2), &p));
  m->stage = IN_CONTENT;
  m->matched = 0;
  m->field_bytes = 0;
  m->in_part = true;
  m->in_file = p.is_file;
  return m->sink.begin(m->sink.self, &p);
}

static enum err feed_head(struct multipart *m, str *piece) {
  while (piece->n) {
    buf_byte(&m->head, piece->p[0]);
    *piece = str_from(*piece, 1);
    if (m->head.full) return E_LIMIT;
    str head = buf_str(&m->head);
    if (head.n == 2 && str_eq(head, S("--"))) {
      m->stage = AT_END;
      return E_OK;
    }
    if (str_ends(head, S("\r\n\r\n"))) return begin_part(m);
  }
  return E_OK;
}

enum err multipart_feed(struct multipart *m, str piece) {
  while (m->broken == E_OK && piece.n && m->stage != AT_END)
    m->broken = m->stage == IN_HEAD ? feed_head(m, &piece) : feed_content(m, &piece);
  return m->broken;
}

enum err multipart_finish(struct multipart *m) {
  if (m->broken == E_OK && m->stage != AT_END) m->broken = E_INPUT;
  return m->broken;
}

/* ---- the header of the whole body ---------------------------------------------------------------------- */

static bool usable_boundary(str b) {
  static const char marks[] = "'()+_,-./:=? ";
  if (b.n == 0 || b.n > MAX_BOUNDARY || b.p[b.n - 1] == ' ') return false;
  for (size_t i = 0; i < b.n; i++) {
    char c = b.p[i];
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!plain && !memchr(marks, c, sizeof marks - 1)) return false;
  }
  return true;
}

enum err multipart_new(struct arena *a, str content_type, struct multipart_sink sink, struct multipart **ret) {
  *ret = NULL;
  size_t n = str_find(content_type, ';');
  if (!str_eq_nocase(str_trim(str_sub(content_type, 0, n)), S("multipart/form-data"))) return E_INPUT;
  str rest = str_from(content_type, n), key, value, boundary = STR_NONE;
  bool bad;
  while (next_parameter(a, &rest, &key, &value, &bad)) {
    if (!str_eq_nocase(key, S("boundary"))) continue;
    if (boundary.p) return E_INPUT; /* two boundaries are two readings of one body */
    boundary = value;
  }
  if (bad || !usable_boundary(boundary)) return E_INPUT;
  struct multipart *m = arena_new_of(a, struct multipart);
  *m = (struct multipart){.arena = a, .sink = sink, .head = buf_new(a, MAX_PART_HEAD)};
  m->delimiter = arena_printf(a, "\r\n--" STR_FMT, STR_ARG(boundary));
  m->matched = 2; /* the first delimiter may stand at the very beginning, without its CRLF */
  *ret = m;
  return E_OK;
}

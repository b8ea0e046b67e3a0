#include "scans/inspect.h"

#include "base/limits.h"

#define MAX_PIXELS 120000000 /* a 108-megapixel phone still passes */
#define END_WITHIN 65536     /* phones write their own notes behind the end mark */

static const struct {
  const char *mime, *extension;
} types[] = {
    [SCAN_NONE] = {"application/octet-stream", "bin"}, [SCAN_JPEG] = {"image/jpeg", "jpg"},
    [SCAN_PNG] = {"image/png", "png"},                 [SCAN_WEBP] = {"image/webp", "webp"},
    [SCAN_HEIC] = {"image/heic", "heic"},              [SCAN_TIFF] = {"image/tiff", "tif"},
    [SCAN_PDF] = {"application/pdf", "pdf"},
};
const char *scan_type_mime(enum scan_type t) { return types[(size_t)t < COUNT(types) ? t : SCAN_NONE].mime; }
const char *scan_type_extension(enum scan_type t) { return types[(size_t)t < COUNT(types) ? t : SCAN_NONE].extension; }

enum scan_type scan_type_of_mime(str mime) {
  for (size_t i = 1; i < COUNT(types); i++)
    if (str_is(mime, types[i].mime)) return (enum scan_type)i;
  return SCAN_NONE;
}

const char *scan_problem_code(enum scan_problem p) {
  static const char *const codes[] = {"fine", "empty", "wrong_type", "cut_off", "locked", "too_large", "too_many_pixels"};
  return (size_t)p < COUNT(codes) ? codes[p] : "";
}

void inspect_init(struct inspect *s) { *s = (struct inspect){.jpeg_end = -1, .iend = -1, .pdf_end = -1}; }

static bool has_at(const u8 *head, size_t n, size_t at, const char *mark, size_t mark_n) {
  return n >= at + mark_n && memcmp(head + at, mark, mark_n) == 0;
}

static enum scan_type type_of(const u8 *h, size_t n) {
  static const char *const heic[] = {"heic", "heix", "hevc", "mif1", "msf1", "heim", "heis"};
  if (has_at(h, n, 0, "\xFF\xD8\xFF", 3)) return SCAN_JPEG;
  if (has_at(h, n, 0, "\x89PNG\r\n\x1A\n", 8)) return SCAN_PNG;
  if (has_at(h, n, 0, "RIFF", 4) && has_at(h, n, 8, "WEBP", 4)) return SCAN_WEBP;
  if (has_at(h, n, 0, "II*\0", 4) || has_at(h, n, 0, "MM\0*", 4)) return SCAN_TIFF;
  if (has_at(h, n, 0, "%PDF-", 5)) return SCAN_PDF;
  if (has_at(h, n, 4, "ftyp", 4))
    for (size_t i = 0; i < COUNT(heic); i++)
      if (has_at(h, n, 8, heic[i], 4)) return SCAN_HEIC;
  return SCAN_NONE;
}

static u32 big_endian(const u8 *p) { return (u32)p[0] << 24 | (u32)p[1] << 16 | (u32)p[2] << 8 | p[3]; }

static void read_head(struct inspect *s) {
  size_t n = s->size < INSPECT_HEAD ? (size_t)s->size : INSPECT_HEAD;
  s->type = type_of(s->head, n);
  if (s->type == SCAN_PNG && n >= 24)
    s->too_many_pixels = (u64)big_endian(s->head + 16) * big_endian(s->head + 20) > MAX_PIXELS;
}

/* Remembers where the last mark that lies in text (at file position `at`) ends. */
static void last_mark(str text, i64 at, str mark, i64 *ret_end) {
  for (size_t i = 0; i + mark.n <= text.n; i++) {
    const char *hit = memchr(text.p + i, mark.p[0], text.n - mark.n + 1 - i);
    if (!hit) return;
    i = (size_t)(hit - text.p);
    if (hit[1] == mark.p[1] && memcmp(hit, mark.p, mark.n) == 0) *ret_end = at + (i64)(i + mark.n);
  }
}

static void find_marks(struct inspect *s, str text, i64 at) {
  i64 encrypt = -1;
  switch (s->type) {
    case SCAN_JPEG: last_mark(text, at, S("\xFF\xD9"), &s->jpeg_end); break;
    case SCAN_PNG: last_mark(text, at, S("IEND"), &s->iend); break;
    case SCAN_PDF:
      last_mark(text, at, S("%%EOF"), &s->pdf_end);
      last_mark(text, at, S("/Encrypt"), &encrypt);
      s->locked |= encrypt >= 0;
      break;
    default: break;
  }
}

/* The seam: the end of the piece before and the beginning of this one. */
static void find_at_seam(struct inspect *s, str piece, i64 at) {
  char seam[sizeof s->carry * 2];
  size_t more = piece.n < sizeof s->carry ? piece.n : sizeof s->carry;
  memcpy(seam, s->carry, s->carry_n);
  memcpy(seam + s->carry_n, piece.p, more);
  find_marks(s, (str){seam, s->carry_n + more}, at - (i64)s->carry_n);
}

static void keep_carry(struct inspect *s, str piece) {
  size_t keep = sizeof s->carry - 1;
  if (piece.n >= keep) {
    memcpy(s->carry, piece.p + piece.n - keep, keep);
    s->carry_n = keep;
    return;
  }
  size_t old = s->carry_n + piece.n > keep ? keep - piece.n : s->carry_n;
  memmove(s->carry, s->carry + s->carry_n - old, old);
  memcpy(s->carry + old, piece.p, piece.n);
  s->carry_n = old + piece.n;
}

void inspect_piece(struct inspect *s, str piece) {
  if (!piece.n) return;
  i64 at = s->size;
  if (at < INSPECT_HEAD) {
    size_t n = INSPECT_HEAD - (size_t)at < piece.n ? INSPECT_HEAD - (size_t)at : piece.n;
    memcpy(s->head + at, piece.p, n);
  }
  s->size += (i64)piece.n;
  if (at < INSPECT_HEAD) read_head(s);
  if (s->carry_n) find_at_seam(s, piece, at);
  find_marks(s, piece, at);
  keep_carry(s, piece);
}

bool inspect_hopeless(const struct inspect *s) {
  return (s->size >= INSPECT_HEAD && s->type == SCAN_NONE) || s->too_many_pixels;
}

static bool cut_off(const struct inspect *s) {
  switch (s->type) {
    case SCAN_JPEG: return s->jpeg_end < 0 || s->size - s->jpeg_end > END_WITHIN;
    case SCAN_PNG: return s->iend < 0 || s->size < s->iend + 4;
    case SCAN_PDF: return s->pdf_end < 0 || s->size - s->pdf_end > END_WITHIN;
    case SCAN_WEBP: {
      const u8 *h = s->head;
      i64 told = (i64)(h[4] | (u32)h[5] << 8 | (u32)h[6] << 16 | (u32)h[7] << 24) + 8;
      return s->size < told;
    }
    default: return false;
  }
}

enum scan_problem inspect_end(const struct inspect *s) {
  if (s->size == 0) return SCAN_EMPTY;
  if (s->size > MAX_SCAN_SIZE) return SCAN_TOO_LARGE;
  if (s->type == SCAN_NONE) return SCAN_WRONG_TYPE;
  if (s->too_many_pixels) return SCAN_TOO_MANY_PIXELS;
  if (s->locked) return SCAN_LOCKED;
  return cut_off(s) ? SCAN_CUT_OFF : SCAN_FINE;
}

/* Input: a byte that seeds the cuts, a Content-Type up to the first line end, the body. The body in one piece and in
 * many must mean the same. */
#include "base/limits.h"
#include "net/form.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t n);

static void require(bool fact) {
  if (!fact) abort();
}

struct record {
  struct buf text;
  size_t parts;
  bool open;
};

static void add_text(struct buf *b, str s) {
  buf_printf(b, "%d:%zu:", s.p != NULL, s.n);
  buf_add(b, s);
}

static enum err on_begin(void *self, const struct part *p) {
  struct record *r = self;
  require(!r->open && ++r->parts <= MAX_PARTS);
  require(p->name.p && utf8_valid(p->name) && utf8_valid(p->filename));
  require(str_find(p->filename, '/') == p->filename.n && str_find(p->filename, '\\') == p->filename.n);
  r->open = true;
  add_text(&r->text, p->name);
  add_text(&r->text, p->filename);
  add_text(&r->text, p->type);
  return E_OK;
}

static enum err on_data(void *self, str piece) {
  struct record *r = self;
  require(r->open && piece.n > 0);
  buf_add(&r->text, piece);
  return E_OK;
}

static enum err on_end(void *self) {
  struct record *r = self;
  require(r->open);
  r->open = false;
  buf_byte(&r->text, '\n');
  return E_OK;
}

/* Mostly a few bytes, so that a delimiter is cut often; at times up to a kilobyte. */
static size_t next_size(u32 *seed) {
  *seed = *seed * 1664525u + 1013904223u;
  return (*seed >> 16) % 8 == 0 ? *seed >> 22 : (*seed >> 24) % 17;
}

/* seed 0 = in one piece */
static enum err parse(struct arena *a, str type, str body, u32 seed, struct record *ret) {
  struct multipart *m;
  *ret = (struct record){.text = buf_new(a, body.n * 4 + 65536)};
  TRY(multipart_new(a, type, (struct multipart_sink){ret, on_begin, on_data, on_end}, &m));
  while (body.n) {
    size_t size = seed == 0 ? body.n : next_size(&seed);
    TRY(multipart_feed(m, str_sub(body, 0, size)));
    body = str_from(body, size);
  }
  return multipart_finish(m);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t n) {
  if (n == 0) return 0;
  str rest = {(const char *)data + 1, n - 1}, type;
  if (!str_cut(&rest, '\n', &type) || !rest.p) return 0;
  struct arena *a = arena_new(64 << 20);
  struct record whole, cut;
  enum err e = parse(a, type, rest, 0, &whole);
  require(parse(a, type, rest, data[0] + 1u, &cut) == e);
  if (e == E_OK) require(!whole.open && str_eq(buf_str(&whole.text), buf_str(&cut.text)));
  arena_free(a);
  return 0;
}

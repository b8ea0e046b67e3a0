#include "scans/vault_wire.h"

static const char *const why_names[OPEN_WHYS] = {
    [OPEN_VIEW] = "view", [OPEN_COPY] = "copy", [OPEN_SERVE] = "serve", [OPEN_JUDGE] = "judge", [OPEN_GLANCE] = "glance"};
const char *open_why_name(enum open_why why) { return (unsigned)why < OPEN_WHYS ? why_names[why] : NULL; }

/* ---- reading ---------------------------------------------------------------------------------- */

struct cursor {
  const u8 *p;
  size_t n;
};

static bool take(struct cursor *c, size_t n, const u8 **ret) {
  if (c->n < n) return false;
  *ret = c->p;
  c->p += n;
  c->n -= n;
  return true;
}

static bool take_byte(struct cursor *c, u8 *ret) {
  const u8 *p;
  if (!take(c, 1, &p)) return false;
  *ret = *p;
  return true;
}

/* Short words of our own, which stand in a line of the log: letters, digits, "-", "_", ":". */
static bool take_word(struct cursor *c, size_t most, str *ret) {
  u8 n;
  const u8 *p;
  if (!take_byte(c, &n) || n == 0 || n > most || !take(c, n, &p)) return false;
  for (size_t i = 0; i < n; i++) {
    char l = (char)p[i];
    bool good = (l >= '0' && l <= '9') || (l >= 'a' && l <= 'z') || (l >= 'A' && l <= 'Z') || l == '-' || l == '_' || l == ':';
    if (!good) return false;
  }
  *ret = (str){(const char *)p, n};
  return true;
}

static bool take_opening(struct cursor *c, struct vault_request *r) {
  u8 why;
  if (!take_byte(c, &why) || !open_why_name((enum open_why)why)) return false;
  r->why = (enum open_why)why;
  r->count = 1;
  return take_word(c, MAX_OPENING_WHO, &r->who) && take_word(c, MAX_OPENING_SCAN, &r->scan) &&
         take(c, WRAPPED_KEY_SIZE, &r->wrapped);
}

static bool take_keys(struct cursor *c, struct vault_request *r) {
  if (!take(c, KEY_ID_SIZE, &r->key_id)) return false;
  r->count = c->n / WRAPPED_KEY_SIZE;
  return r->count > 0 && r->count <= MAX_REWRAP && take(c, r->count * WRAPPED_KEY_SIZE, &r->wrapped);
}

enum err vault_read_request(str bytes, struct vault_request *ret) {
  struct cursor c = {(const u8 *)bytes.p, bytes.n};
  struct vault_request r = {0};
  u8 words, ask;
  if (!take_byte(&c, &words) || words != VAULT_WORDS || !take_byte(&c, &ask)) return E_INPUT;
  r.ask = (enum vault_ask)ask;
  bool good = false;
  switch (r.ask) {
    case VAULT_OPEN: good = take_opening(&c, &r); break;
    case VAULT_HEAD:
    case VAULT_KEYS:
    case VAULT_MAKE: good = true; break;
    case VAULT_REWRAP: good = take_keys(&c, &r); break;
    case VAULT_FORGET: good = take(&c, KEY_ID_SIZE, &r.key_id); break;
    default: break;
  }
  if (!good || c.n) return E_INPUT;
  *ret = r;
  return E_OK;
}

enum err vault_read_answer(str bytes, enum err *ret_err, str *ret_body) {
  if (!bytes.n || (u8)bytes.p[0] > E_BUG) return E_INPUT;
  *ret_err = (enum err)(u8)bytes.p[0];
  *ret_body = str_from(bytes, 1);
  return E_OK;
}

/* ---- writing ---------------------------------------------------------------------------------- */

struct writer {
  u8 *p;
  size_t n, max;
  bool full;
};

static void put(struct writer *w, const void *p, size_t n) {
  if (w->max - w->n < n) {
    w->full = true;
    return;
  }
  if (n) memcpy(w->p + w->n, p, n);
  w->n += n;
}
static void put_byte(struct writer *w, size_t byte) { put(w, &(u8){(u8)byte}, 1); }
static void put_word(struct writer *w, str s) {
  put_byte(w, s.n);
  put(w, s.p, s.n);
}

size_t vault_write_request(const struct vault_request *r, u8 *ret, size_t max) {
  struct writer w = {.p = ret, .max = max};
  struct vault_request again;
  put_byte(&w, VAULT_WORDS);
  put_byte(&w, r->ask);
  if (r->ask == VAULT_OPEN) {
    put_byte(&w, r->why);
    put_word(&w, r->who);
    put_word(&w, r->scan);
  }
  if (r->key_id) put(&w, r->key_id, KEY_ID_SIZE);
  if (r->wrapped) put(&w, r->wrapped, r->count * WRAPPED_KEY_SIZE);
  return !w.full && vault_read_request((str){(const char *)ret, w.n}, &again) == E_OK ? w.n : 0;
}

#include "scans/escrow.h"

#include <libgfshare.h>
#include <sodium.h>

#define BODY (3 + KEY_ID_SIZE + KEY_SIZE)
#define CHECK 4
#define BYTES (BODY + CHECK)
#define LETTERS ((BYTES * 8 + 4) / 5)
static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford */
static const char mark[] = "LKT1";

/* ---- splitting and joining ------------------------------------------------------------------------ */

static void fill(unsigned char *p, unsigned int n) { randombytes_buf(p, n); }

enum err escrow_split(const u8 *public_key, const u8 *secret_key, int needed, int count, struct key_share *ret_shares) {
  u8 numbers[SHARES_MOST], secret[KEY_SIZE];
  if (needed < 2 || needed > count || count > SHARES_MOST) return E_INPUT;
  for (int i = 0; i < count; i++) numbers[i] = (u8)(i + 1);
  gfshare_fill_rand = fill;
  gfshare_ctx *g = gfshare_ctx_init_enc(numbers, (unsigned)count, (u8)needed, KEY_SIZE);
  if (!g) return E_IO;
  memcpy(secret, secret_key, KEY_SIZE);
  gfshare_ctx_enc_setsecret(g, secret);
  for (int i = 0; i < count; i++) {
    struct key_share *s = &ret_shares[i];
    *s = (struct key_share){.needed = (u8)needed, .number = numbers[i]};
    key_id_of(public_key, s->key_id);
    gfshare_ctx_enc_getshare(g, (u8)i, s->part);
  }
  gfshare_ctx_free(g); /* wipes its buffer */
  sodium_memzero(secret, sizeof secret);
  return E_OK;
}

static bool fit_together(const struct key_share *shares, size_t n) {
  if (n == 0 || n < shares[0].needed || n > SHARES_MOST) return false;
  for (size_t i = 0; i < n; i++) {
    if (shares[i].needed != shares[0].needed || memcmp(shares[i].key_id, shares[0].key_id, KEY_ID_SIZE) != 0) return false;
    for (size_t j = 0; j < i; j++)
      if (shares[i].number == shares[j].number) return false;
  }
  return true;
}

enum err escrow_join(const struct key_share *shares, size_t n, u8 *ret_secret) {
  u8 numbers[SHARES_MOST], secret[KEY_SIZE], public_key[KEY_SIZE], id[KEY_ID_SIZE];
  if (!fit_together(shares, n)) return E_INPUT;
  for (size_t i = 0; i < n; i++) numbers[i] = shares[i].number;
  gfshare_fill_rand = fill; /* it wipes with it */
  gfshare_ctx *g = gfshare_ctx_init_dec(numbers, (unsigned)n, KEY_SIZE);
  if (!g) return E_IO;
  for (size_t i = 0; i < n; i++) {
    u8 part[KEY_SIZE];
    memcpy(part, shares[i].part, KEY_SIZE);
    gfshare_ctx_dec_giveshare(g, (u8)i, part);
    sodium_memzero(part, sizeof part);
  }
  gfshare_ctx_dec_extract(g, secret);
  gfshare_ctx_free(g);
  crypto_scalarmult_base(public_key, secret);
  key_id_of(public_key, id);
  bool right = memcmp(id, shares[0].key_id, KEY_ID_SIZE) == 0;
  if (right) memcpy(ret_secret, secret, KEY_SIZE);
  sodium_memzero(secret, sizeof secret);
  return right ? E_OK : E_DENIED;
}

/* ---- on paper ----------------------------------------------------------------------------------------- */

static void put_bytes(const struct key_share *s, u8 *ret) {
  ret[0] = 1; /* of this form */
  ret[1] = s->needed;
  ret[2] = s->number;
  memcpy(ret + 3, s->key_id, KEY_ID_SIZE);
  memcpy(ret + 3 + KEY_ID_SIZE, s->part, KEY_SIZE);
  struct sha256 sum = sha256_of((str){(const char *)ret, BODY});
  memcpy(ret + BODY, sum.b, CHECK);
}

size_t share_text(const struct key_share *s, char *ret) {
  u8 bytes[BYTES];
  size_t n = sizeof mark - 1;
  put_bytes(s, bytes);
  memcpy(ret, mark, n);
  for (size_t letter = 0; letter < LETTERS; letter++) {
    unsigned five = 0;
    for (size_t bit = letter * 5; bit < letter * 5 + 5; bit++)
      five = five << 1 | (bit < BYTES * 8 ? bytes[bit / 8] >> (7 - bit % 8) & 1u : 0);
    if (letter % 4 == 0) ret[n++] = '-';
    ret[n++] = digits[five];
  }
  ret[n] = 0;
  sodium_memzero(bytes, sizeof bytes);
  return n;
}

static int value_of(char c) {
  if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const char *at = c ? strchr(digits, c) : NULL;
  return at ? (int)(at - digits) : -1;
}

static bool is_gap(char c) { return c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t'; }

/* The bytes behind the mark; false: too short or a letter that is none. */
static bool read_letters(str text, u8 *ret) {
  size_t letter = 0;
  memset(ret, 0, BYTES);
  for (size_t i = 0; i < text.n && letter < LETTERS; i++) {
    if (is_gap(text.p[i])) continue;
    int five = value_of(text.p[i]);
    if (five < 0) return false;
    for (size_t k = 0; k < 5; k++) {
      size_t bit = letter * 5 + k;
      bool on = five >> (4 - k) & 1;
      if (bit < BYTES * 8) ret[bit / 8] |= (u8)(on << (7 - bit % 8));
      else if (on) return false;
    }
    letter++;
  }
  return letter == LETTERS;
}

enum err share_read(str text, struct key_share *ret) {
  u8 bytes[BYTES];
  enum err e = E_INPUT;
  for (size_t i = 0; i + sizeof mark - 1 <= text.n && e != E_OK; i++) {
    if (!str_eq_nocase(str_sub(text, i, sizeof mark - 1), str_of(mark))) continue;
    if (!read_letters(str_from(text, i + sizeof mark - 1), bytes)) continue;
    struct sha256 sum = sha256_of((str){(const char *)bytes, BODY});
    if (bytes[0] != 1 || memcmp(sum.b, bytes + BODY, CHECK) != 0 || bytes[1] < 2 || bytes[2] < 1) continue;
    *ret = (struct key_share){.needed = bytes[1], .number = bytes[2]};
    memcpy(ret->key_id, bytes + 3, KEY_ID_SIZE);
    memcpy(ret->part, bytes + 3 + KEY_ID_SIZE, KEY_SIZE);
    e = E_OK;
  }
  sodium_memzero(bytes, sizeof bytes);
  return e;
}

/* OpenSSL's interface for any digest (EVP) looks up and allocates before the first byte: five times what the hash of a token
 * or of an event takes. The one for SHA-256 alone is called deprecated since 3.0; it allocates nothing and cannot fail. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <sodium.h>

#include "base.h"

str hex_encode(struct arena *a, const void *p, size_t n) {
  static const char digits[] = "0123456789abcdef";
  const u8 *in = p;
  char *out = arena_alloc(a, n * 2 + 1);
  for (size_t i = 0; i < n; i++) {
    out[2 * i] = digits[in[i] >> 4];
    out[2 * i + 1] = digits[in[i] & 15];
  }
  return (str){out, n * 2};
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool hex_decode(str hex, void *ret, size_t n) {
  if (hex.n != n * 2) return false;
  for (size_t i = 0; i < hex.n; i++)
    if (hex_digit(hex.p[i]) < 0) return false;
  for (size_t i = 0; i < n; i++) ((u8 *)ret)[i] = (u8)(hex_digit(hex.p[2 * i]) << 4 | hex_digit(hex.p[2 * i + 1]));
  return true;
}

static str base64_as(struct arena *a, const void *p, size_t n, int variant) {
  size_t max = sodium_base64_ENCODED_LEN(n, variant);
  char *out = arena_alloc(a, max);
  sodium_bin2base64(out, max, p, n, variant);
  return str_of(out);
}

str base64_encode(struct arena *a, const void *p, size_t n) {
  return base64_as(a, p, n, sodium_base64_VARIANT_ORIGINAL);
}

str base64url_encode(struct arena *a, const void *p, size_t n) {
  return base64_as(a, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

str base32_encode(struct arena *a, const void *p, size_t n) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const u8 *bytes = p;
  struct buf b = buf_new(a, n * 2 + 8);
  u32 bits = 0, have = 0;
  for (size_t i = 0; i < n; i++) {
    bits = bits << 8 | bytes[i];
    for (have += 8; have >= 5; have -= 5) buf_byte(&b, letters[bits >> (have - 5) & 31]);
  }
  if (have) buf_byte(&b, letters[bits << (5 - have) & 31]);
  return buf_str(&b);
}

static bool unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

str percent_encode(struct arena *a, str text) {
  static const char digits[] = "0123456789ABCDEF";
  char *to = arena_alloc(a, text.n * 3 + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.n; i++) {
    u8 c = (u8)text.p[i];
    if (unreserved((char)c)) {
      to[n++] = (char)c;
      continue;
    }
    to[n++] = '%';
    to[n++] = digits[c >> 4];
    to[n++] = digits[c & 15];
  }
  return (str){to, n};
}

bool base64_decode(str text, void *ret, size_t n) {
  u8 out[256];
  size_t got;
  const char *end;
  if (n > sizeof out || !text.p) return false;
  if (sodium_base642bin(out, sizeof out, text.p, text.n, NULL, &got, &end, sodium_base64_VARIANT_ORIGINAL) != 0)
    return false;
  if (got != n || end != text.p + text.n) return false;
  memcpy(ret, out, n);
  return true;
}

struct sha256 sha256_of_parts(const str *parts, size_t n) {
  struct sha256 out;
  SHA256_CTX h;
  SHA256_Init(&h);
  for (size_t i = 0; i < n; i++)
    if (parts[i].n) SHA256_Update(&h, parts[i].p, parts[i].n);
  SHA256_Final(out.b, &h);
  sodium_memzero(&h, sizeof h); /* what was hashed may be a secret */
  return out;
}

struct sha256 sha256_of(str s) { return sha256_of_parts(&s, 1); }

/* RFC 2104, with the key in both blocks of 64 bytes. */
struct sha256 hmac_sha256(str key, str message) {
  u8 block[SHA256_CBLOCK] = {0};
  struct sha256 hashed = {0};
  if (key.n > sizeof block) {
    hashed = sha256_of(key);
    key = (str){(const char *)hashed.b, SHA256_SIZE};
  }
  if (key.n) memcpy(block, key.p, key.n);
  const str keyed = {(const char *)block, sizeof block};
  for (size_t i = 0; i < sizeof block; i++) block[i] ^= 0x36;
  struct sha256 inner = sha256_of_parts((const str[]){keyed, message}, 2);
  for (size_t i = 0; i < sizeof block; i++) block[i] ^= 0x36 ^ 0x5c;
  struct sha256 outer = sha256_of_parts((const str[]){keyed, {(const char *)inner.b, SHA256_SIZE}}, 2);
  sodium_memzero(block, sizeof block);
  sodium_memzero(&hashed, sizeof hashed);
  return outer;
}

void hmac_sha1(str key, str message, u8 ret[SHA1_SIZE]) {
  unsigned n = SHA1_SIZE;
  HMAC(EVP_sha1(), key.p ? key.p : "", (int)key.n, (const u8 *)(message.p ? message.p : ""), message.n, ret, &n);
}

bool same_secret(str a, str b) { return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0); }

void random_bytes(void *p, size_t n) { randombytes_buf(p, n); }

str random_token(struct arena *a) {
  u8 bytes[16];
  random_bytes(bytes, sizeof bytes);
  return base64url_encode(a, bytes, sizeof bytes);
}

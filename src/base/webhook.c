#include "base/webhook.h"

#include <sodium.h>

#define PUBLIC_PREFIX S("whpk_")
#define MAX_SIGNATURES 8

struct webhook_key webhook_key_of(str secret) {
  struct sha256 seed = sha256_of(secret);
  struct webhook_key k;
  crypto_sign_seed_keypair(k.public_key, k.secret, seed.b);
  return k;
}

bool webhook_public_read(str text, u8 ret[WEBHOOK_PUBLIC]) {
  u8 key[WEBHOOK_PUBLIC], as_x25519[32];
  if (!str_starts(text, PUBLIC_PREFIX) || !base64_decode(str_from(text, PUBLIC_PREFIX.n), key, sizeof key)) return false;
  if (crypto_sign_ed25519_pk_to_curve25519(as_x25519, key) != 0) return false; /* not on the curve, or of small order */
  memcpy(ret, key, sizeof key);
  return true;
}

str webhook_public_text(struct arena *a, const u8 public_key[WEBHOOK_PUBLIC]) {
  str b = base64_encode(a, public_key, WEBHOOK_PUBLIC);
  return arena_printf(a, "whpk_" STR_FMT, STR_ARG(b));
}

str webhook_new_id(struct arena *a) {
  str token = random_token(a);
  return arena_printf(a, "msg_" STR_FMT, STR_ARG(token));
}

static str signed_text(struct arena *a, str id, str seconds, str body) {
  struct buf b = buf_new(a, id.n + seconds.n + body.n + 2);
  buf_add(&b, id);
  buf_byte(&b, '.');
  buf_add(&b, seconds);
  buf_byte(&b, '.');
  buf_add(&b, body);
  return buf_str(&b);
}

str webhook_sign(struct arena *a, const struct webhook_key *k, str id, i64 seconds, str body) {
  u8 signature[WEBHOOK_SIGNATURE];
  str text = signed_text(a, id, arena_printf(a, "%lld", (long long)seconds), body);
  crypto_sign_detached(signature, NULL, (const u8 *)text.p, text.n, k->secret);
  str b = base64_encode(a, signature, sizeof signature);
  return arena_printf(a, "v1a," STR_FMT, STR_ARG(b));
}

/* ---- checking ------------------------------------------------------------------------------------- */

static bool good_id(str id) {
  if (id.n == 0 || id.n > MAX_WEBHOOK_ID) return false;
  for (size_t i = 0; i < id.n; i++) {
    char c = id.p[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) return false;
  }
  return true;
}

static bool fits(const u8 *public_key, const u8 *signature, const struct webhook_headers *h, str body) {
  struct arena *a = arena_new(body.n + h->id.n + h->timestamp.n + 4096);
  str text = signed_text(a, h->id, h->timestamp, body);
  bool good = crypto_sign_verify_detached(signature, (const u8 *)text.p, text.n, public_key) == 0;
  arena_free(a);
  return good;
}

enum webhook_check webhook_verify(const u8 public_key[WEBHOOK_PUBLIC], const struct webhook_headers *h, str body, moment now) {
  i64 seconds;
  str rest = h->signature, one;
  u8 signature[WEBHOOK_SIGNATURE];
  if (!good_id(h->id) || !h->signature.n) return WEBHOOK_HEADERS;
  if (!str_all_digits(h->timestamp) || h->timestamp.n > 12 || !str_to_i64(h->timestamp, &seconds)) return WEBHOOK_HEADERS;
  if (SECONDS(seconds) < now - WEBHOOK_TOLERANCE || SECONDS(seconds) > now + WEBHOOK_TOLERANCE) return WEBHOOK_TIME;
  for (int i = 0; i < MAX_SIGNATURES && str_cut(&rest, ' ', &one); i++)
    if (str_starts(one, S("v1a,")) && base64_decode(str_from(one, 4), signature, sizeof signature) &&
        fits(public_key, signature, h, body))
      return WEBHOOK_FINE;
  return WEBHOOK_WRONG;
}

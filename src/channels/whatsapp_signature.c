/* Is this call of the webhook who it says it is? Meta signs the raw bytes; a solution provider such as 360dialog signs nothing
 * and can only show a secret, in a header or in the address it was given. */
#include "channels/whatsapp.h"

#define PREFIX "sha256="

bool wa_signature_ok(str app_secret, str header, str raw_body) {
  char want[sizeof PREFIX + 2 * SHA256_SIZE] = PREFIX;
  if (!app_secret.n) return false; /* anybody can sign with an empty key */
  struct sha256 mac = hmac_sha256(app_secret, raw_body);
  for (size_t i = 0; i < SHA256_SIZE; i++) snprintf(want + sizeof PREFIX - 1 + 2 * i, 3, "%02x", mac.b[i]);
  return same_secret((str){want, sizeof want - 1}, header);
}

static bool same_as_told(const struct config *cfg, str shown) {
  str secret = cfg->whatsapp.check.secret;
  return secret.n >= MIN_HOOK_SECRET && same_secret(secret, shown);
}

bool wa_webhook_ok(const struct config *cfg, const struct wa_shown *shown, str raw_body) {
  switch (cfg->whatsapp.check.kind) {
    case HOOK_META_HMAC: return wa_signature_ok(cfg->whatsapp.app_secret, shown->signature, raw_body);
    case HOOK_SHARED_HEADER: return same_as_told(cfg, shown->header);
    case HOOK_URL_SECRET: return same_as_told(cfg, shown->key);
    default: return false;
  }
}

#include "channels/whatsapp.h"

#define PREFIX "sha256="

bool wa_signature_ok(str app_secret, str header, str raw_body) {
  char want[sizeof PREFIX + 2 * SHA256_SIZE] = PREFIX;
  if (!app_secret.n) return false; /* anybody can sign with an empty key */
  struct sha256 mac = hmac_sha256(app_secret, raw_body);
  for (size_t i = 0; i < SHA256_SIZE; i++) snprintf(want + sizeof PREFIX - 1 + 2 * i, 3, "%02x", mac.b[i]);
  return same_secret((str){want, sizeof want - 1}, header);
}

/* Any bytes as the headers of a signed message: never more than a refusal, for nobody signed them. */
#include "base/webhook.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  if (size > 4096) return 0;
  str all = {(const char *)data, size}, part[3];
  for (size_t i = 0; i < COUNT(part); i++)
    if (!str_cut(&all, '\n', &part[i])) part[i] = S("");
  struct webhook_key k = webhook_key_of(S("satu"));
  u8 key[WEBHOOK_PUBLIC];
  struct webhook_headers h = {part[0], part[1], part[2]};
  if (webhook_verify(k.public_key, &h, all.p ? all : S(""), SECONDS(1764115200)) == WEBHOOK_FINE) abort();
  (void)webhook_public_read(part[0], key);
  return 0;
}

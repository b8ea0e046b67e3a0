/* Any bytes: the webhook must be read or refused, and what is read must be text that may be shown and stored. */
#include "channels/whatsapp.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t n);

static void must(bool ok) {
  if (!ok) abort();
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t n) {
  struct arena *a = arena_new(MAX_REQUEST_ARENA);
  struct wa_event *e;
  size_t count;
  enum err err = wa_parse(a, (str){(const char *)data, n}, &e, &count);
  must(err == E_OK || count == 0);
  for (size_t i = 0; i < count; i++) {
    must(utf8_valid(e[i].text) && utf8_valid(e[i].profile_name) && utf8_valid(e[i].media.file_name));
    must(e[i].phone.n == 0 || str_all_digits(e[i].phone));
    must(e[i].wamid.n <= MAX_WA_ID && e[i].at >= 0);
    must(e[i].kind != WA_TEXT || e[i].phone.n || e[i].bsuid.n);
  }
  arena_free(a);
  return 0;
}

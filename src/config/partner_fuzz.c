/* Any bytes as a partner file: refused with a problem, or a partner that can be checked and asked. */
#include "config/partner_file.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  if (size > 32768) return 0;
  struct arena *a = arena_new(64u << 20);
  struct partner p;
  str problem = STR_NONE;
  if (partner_parse(a, S("fuzz.yaml"), (str){(const char *)data, size}, &p, &problem) == E_OK) {
    struct buf report = buf_new(a, 1u << 16);
    (void)partner_lint(&p, NULL, &report);
    (void)partner_agreement_holds(&p, (struct date){2026, 11, 23});
    (void)partner_address_allowed(&p, S("203.0.113.7"));
    if (!p.code.n || !p.label.in[LANG_ID].n || p.retry_days < 1) abort();
  } else if (problem.n == 0) {
    abort();
  }
  arena_free(a);
  return 0;
}

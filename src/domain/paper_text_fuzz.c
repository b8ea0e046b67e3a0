/* What a machine may have read off anything: numbers of sixteen digits, true dates, and never more than there is room for. */
#include <stdlib.h>

#include "domain/paper_text.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  static struct paper_text t;
  str text = {(const char *)data, size};
  paper_text_read(text, &t);
  if (t.n > PAPER_FOUND_MOST || t.kind >= PAPER_KINDS || t.sure < 0 || t.sure > 100) abort();
  for (size_t i = 0; i < t.n; i++) {
    str s = str_of(t.found[i].text);
    struct date d;
    if (!s.n || s.n >= sizeof t.found[i].text) abort();
    if ((t.found[i].kind == READ_NIK || t.found[i].kind == READ_KK_NUMBER) && (s.n != 16 || !str_all_digits(s))) abort();
    if (t.found[i].kind == READ_DATE && !date_parse(s, &d)) abort();
    (void)read_compare(t.found[i].kind, str_sub(text, 0, 64), s);
  }
  return 0;
}

#include "domain/proof.h"

moment proof_next(const struct proof_history *h, moment now) {
  if (h->last_day >= PROOF_PER_DAY) return now + HOURS(24);
  if (h->last_hour >= PROOF_PER_HOUR) return now + HOURS(1);
  if (h->newest && now - h->newest < PROOF_SPACING) return h->newest + PROOF_SPACING;
  return 0;
}

enum proof_verdict proof_judge(const struct proof_code *p, bool right, moment now) {
  if (p->used_at) return PROOF_USED;
  if (p->tries >= PROOF_TRIES) return PROOF_TOO_OFTEN;
  if (p->expires_at <= now) return PROOF_TOO_LATE;
  return right ? PROOF_GOOD : PROOF_WRONG;
}

str proof_digits(struct arena *a, str typed) {
  struct buf b = buf_new(a, 64);
  for (size_t i = 0; i < typed.n; i++) {
    char c = typed.p[i];
    if (c >= '0' && c <= '9') buf_byte(&b, c);
    else if (c != ' ' && c != '-' && c != '.') return S("");
  }
  return b.full ? S("") : buf_str(&b);
}

str proof_new_code(struct arena *a, int digits) {
  u32 bound = 1, chance;
  for (int i = 0; i < digits; i++) bound *= 10;
  do random_bytes(&chance, sizeof chance);
  while (chance >= UINT32_MAX / bound * bound); /* every code is as likely as any other */
  return arena_printf(a, "%0*u", digits, chance % bound);
}

#include "domain/partner.h"

#include <arpa/inet.h>

static const char *const fields[PARTNER_FIELDS] = {"number", "state", "submitted_at", "changed_at", "outcome", "retry_on",
                                                   "nik_last4"};
static const char *const scopes[PARTNER_SCOPES] = {"state.read", "batch.write", "receipt.read", "events"};
const char *partner_field_code(int i) { return i >= 0 && i < PARTNER_FIELDS ? fields[i] : ""; }
const char *partner_scope_code(int i) { return i >= 0 && i < PARTNER_SCOPES ? scopes[i] : ""; }

const struct partner *partner_find(const struct partners *all, str code) {
  for (size_t i = 0; i < all->n; i++)
    if (str_eq(all->list[i].code, code)) return &all->list[i];
  return NULL;
}

const struct partner *partner_of_choice(const struct partners *all, str choice) {
  const struct partner *same = partner_find(all, choice);
  if (same && str_eq(same->choice, choice)) return same;
  for (size_t i = 0; i < all->n; i++)
    if (str_eq(all->list[i].choice, choice)) return &all->list[i];
  return NULL;
}

bool partner_agreement_holds(const struct partner *p, struct date today) {
  if (!p->agreement.reference.n) return false;
  return !p->agreement.until.year || date_days(p->agreement.until) >= date_days(today);
}

/* ---- addresses ------------------------------------------------------------------------------ */

struct address {
  u8 b[16];
  int bits; /* 32 or 128 */
};

static bool address_read(str text, struct address *ret) {
  char copy[INET6_ADDRSTRLEN];
  if (text.n == 0 || text.n >= sizeof copy) return false;
  memcpy(copy, text.p, text.n);
  copy[text.n] = 0;
  struct address a = {.bits = 32};
  if (inet_pton(AF_INET, copy, a.b) != 1) {
    a.bits = 128;
    if (inet_pton(AF_INET6, copy, a.b) != 1) return false;
  }
  static const u8 mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (a.bits == 128 && memcmp(a.b, mapped, sizeof mapped) == 0) { /* ::ffff:203.0.113.7 is 203.0.113.7 */
    memmove(a.b, a.b + 12, 4);
    a.bits = 32;
  }
  *ret = a;
  return true;
}

static bool range_read(str range, struct address *ret, int *ret_bits) {
  str bits = range, address;
  i64 n;
  if (!str_cut(&bits, '/', &address) || !address_read(address, ret)) return false;
  *ret_bits = ret->bits;
  if (!bits.p) return true;
  if (!str_all_digits(bits) || !str_to_i64(bits, &n) || n < 0 || n > ret->bits) return false;
  *ret_bits = (int)n;
  return true;
}

static bool same_start(const u8 *a, const u8 *b, int bits) {
  if (memcmp(a, b, (size_t)bits / 8) != 0) return false;
  int rest = bits % 8;
  u8 mask = (u8)(0xff << (8 - rest));
  return rest == 0 || (a[bits / 8] & mask) == (b[bits / 8] & mask);
}

bool address_range_valid(str range) {
  struct address a;
  int bits;
  return range_read(range, &a, &bits);
}

bool partner_address_allowed(const struct partner *p, str address) {
  struct address from, range;
  int bits;
  if (!address_read(address, &from)) return false;
  for (size_t i = 0; i < p->agreement.address_count; i++)
    if (range_read(p->agreement.addresses[i], &range, &bits) && range.bits == from.bits && same_start(from.b, range.b, bits))
      return true;
  return false;
}

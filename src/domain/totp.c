#include "domain/totp.h"

/* RFC 4226, section 5.3 */
void totp_code(const u8 key[TOTP_KEY], i64 step, char ret[TOTP_DIGITS + 1]) {
  u8 counter[8], mac[SHA1_SIZE];
  for (int i = 0; i < 8; i++) counter[i] = (u8)((u64)step >> (56 - 8 * i));
  hmac_sha1((str){(const char *)key, TOTP_KEY}, (str){(const char *)counter, sizeof counter}, mac);
  const u8 *at = mac + (mac[SHA1_SIZE - 1] & 15);
  u32 value = ((u32)at[0] & 127) << 24 | (u32)at[1] << 16 | (u32)at[2] << 8 | at[3];
  snprintf(ret, TOTP_DIGITS + 1, "%06u", value % 1000000);
}

static bool digits_of(str typed, char ret[TOTP_DIGITS]) {
  size_t n = 0;
  for (size_t i = 0; i < typed.n; i++) {
    if (typed.p[i] == ' ') continue;
    if (typed.p[i] < '0' || typed.p[i] > '9' || n == TOTP_DIGITS) return false;
    ret[n++] = typed.p[i];
  }
  return n == TOTP_DIGITS;
}

bool totp_fits(const u8 key[TOTP_KEY], str typed, moment now, i64 last, i64 *ret_step) {
  char digits[TOTP_DIGITS], code[TOTP_DIGITS + 1];
  i64 step = now / TOTP_LIFE;
  if (!digits_of(typed, digits)) return false;
  for (i64 s = step - 1; s <= step + 1; s++) {
    totp_code(key, s, code);
    if (s <= last || !same_secret((str){digits, TOTP_DIGITS}, (str){code, TOTP_DIGITS})) continue;
    *ret_step = s;
    return true;
  }
  return false;
}

str totp_uri(struct arena *a, const u8 key[TOTP_KEY], str issuer, str account) {
  str from = percent_encode(a, issuer), who = percent_encode(a, account), secret = base32_encode(a, key, TOTP_KEY);
  return arena_printf(a, "otpauth://totp/" STR_FMT ":" STR_FMT "?secret=" STR_FMT "&issuer=" STR_FMT, STR_ARG(from), STR_ARG(who),
                      STR_ARG(secret), STR_ARG(from));
}

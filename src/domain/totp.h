/* domain/totp: the second factor of an officer, six digits that an app on his phone shows for half a minute (RFC 6238 with
 * HMAC-SHA-1, as every authenticator knows it). Pure. */
#pragma once
#include "base/base.h"

#define TOTP_KEY SHA1_SIZE /* bytes; RFC 4226 section 4 asks for 16 at least and recommends 20 */
#define TOTP_DIGITS 6
#define TOTP_LIFE SECONDS(30)

void totp_code(const u8 key[TOTP_KEY], i64 step, char ret[TOTP_DIGITS + 1]);
/* typed: blanks in it do not count. A phone's clock may be off by one step; a code counts once: only steps after `last` do.
 * ret_step: the one it was the code of. */
bool totp_fits(const u8 key[TOTP_KEY], str typed, moment now, i64 last, i64 *ret_step);
/* otpauth://totp/...: what the QR code for an app says. */
str totp_uri(struct arena *a, const u8 key[TOTP_KEY], str issuer, str account);

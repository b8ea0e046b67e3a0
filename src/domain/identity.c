#include "domain/identity.h"

#include "base/limits.h"

/* ---- NIK ------------------------------------------------------------------------------------- */

bool nik_is_error(enum nik_problem p) { return p == NIK_LENGTH || p == NIK_NOT_DIGITS || p == NIK_ALL_SAME; }

static int two(const char *p) { return (p[0] - '0') * 10 + (p[1] - '0'); }

bool nik_birth(const struct nik *n, struct date today, struct date *ret, char *ret_sex) {
  int day = two(n->digits + 6);
  *ret_sex = day > 40 ? 'P' : 'L';
  if (day > 40) day -= 40;
  struct date d = {2000 + two(n->digits + 10), two(n->digits + 8), day};
  if (d.year > today.year) d.year -= 100; /* the latest year that is not in the future */
  if (!date_valid(d)) return false;
  *ret = d;
  return true;
}

static enum nik_problem nik_doubt(const struct nik *n, struct date today) {
  struct date birth;
  char sex;
  if (two(n->digits) < 11) return NIK_REGION;
  if (!nik_birth(n, today, &birth, &sex)) return NIK_DATE;
  return memcmp(n->digits + 12, "0000", 4) == 0 ? NIK_SERIAL : NIK_FINE;
}

enum nik_problem nik_read(str text, struct date today, struct nik *ret) {
  struct nik n;
  size_t count = 0;
  for (size_t i = 0; i < text.n; i++) {
    char c = text.p[i];
    if (c == ' ' || c == '.' || c == '-') continue;
    if (c < '0' || c > '9') return NIK_NOT_DIGITS;
    if (count == sizeof n.digits) return NIK_LENGTH;
    n.digits[count++] = c;
  }
  if (count != sizeof n.digits) return NIK_LENGTH;
  bool same = true;
  for (size_t i = 1; i < sizeof n.digits; i++) same &= n.digits[i] == n.digits[0];
  if (same) return NIK_ALL_SAME;
  *ret = n;
  return nik_doubt(&n, today);
}

enum nik_problem nik_compare(const struct nik *n, struct date birth, char sex, struct date today) {
  struct date in_nik;
  char sex_in_nik;
  if (!nik_birth(n, today, &in_nik, &sex_in_nik)) return NIK_DATE;
  if (birth.year && (birth.day != in_nik.day || birth.month != in_nik.month || birth.year % 100 != in_nik.year % 100))
    return NIK_OTHER_DATE;
  return sex && sex != sex_in_nik ? NIK_OTHER_SEX : NIK_FINE;
}

str nik_masked(struct arena *a, str digits) {
  if (digits.n != 16) return S("****");
  return arena_printf(a, "%.6s******%.4s", digits.p, digits.p + 12);
}

/* ---- phone ------------------------------------------------------------------------------------ */

enum err phone_read(struct arena *a, str text, str *ret_digits) {
  struct buf b = buf_new(a, 32);
  text = str_trim(text);
  bool plus = str_starts(text, S("+"));
  for (size_t i = plus; i < text.n; i++) {
    char c = text.p[i];
    if (c >= '0' && c <= '9') buf_byte(&b, c);
    else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') return E_INPUT;
  }
  str d = buf_str(&b);
  if (b.full || d.n < 8) return E_INPUT;
  if (plus && !str_starts(d, S("62"))) { /* abroad: any country's number of a sensible length */
    if (d.n > 15 || d.p[0] == '0') return E_INPUT;
    *ret_digits = d;
    return E_OK;
  }
  if (str_starts(d, S("0062"))) d = str_from(d, 4);
  else if (str_starts(d, S("62"))) d = str_from(d, 2);
  if (str_starts(d, S("0"))) d = str_from(d, 1);
  if (!str_starts(d, S("8")) || d.n < 9 || d.n > 12) return E_INPUT;
  *ret_digits = arena_printf(a, "62" STR_FMT, STR_ARG(d));
  return E_OK;
}

str phone_last4(str digits) { return digits.n >= 4 ? str_from(digits, digits.n - 4) : S(""); }

str phone_masked(struct arena *a, str digits) {
  if (digits.n < 9) return S("-");
  return arena_printf(a, "+%.2s %.3s-****-%.4s", digits.p, digits.p + 2, digits.p + digits.n - 4);
}

/* ---- application number ------------------------------------------------------------------------ */

static const char symbols[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ"; /* 30: none looks like another */
#define SYMBOLS 30
#define BODY 7

static int symbol_of(char c) {
  if (c >= 'a' && c <= 'z') c = (char)(c - 32);
  const char *hit = c ? strchr(symbols, c) : NULL;
  return hit ? (int)(hit - symbols) : -1;
}

/* Weighted sum modulo a prime above the alphabet: one wrong symbol and most swaps of neighbours are found. */
static char check_symbol(const char *body) {
  int sum = 0;
  for (int i = 0; i < BODY; i++) sum = (sum * 7 + symbol_of(body[i]) + 1) % 31;
  return symbols[sum % SYMBOLS];
}

/* PREFIX-XXXX-XXXX; body: with its check symbol. */
static str with_dashes(struct arena *a, str prefix, const char *body) {
  const str parts[] = {prefix, S("-"), {body, 4}, S("-"), {body + 4, 4}};
  return arena_join(a, parts, COUNT(parts));
}

str number_new(struct arena *a, str prefix) {
  char body[BODY + 1];
  for (int i = 0; i < BODY; i++) {
    u8 r;
    do random_bytes(&r, 1);
    while (r >= 240); /* 240 = 8 * 30: every symbol as likely */
    body[i] = symbols[r % SYMBOLS];
  }
  body[BODY] = check_symbol(body);
  return with_dashes(a, prefix, body);
}

enum err number_read(struct arena *a, str typed, str *ret_number) {
  char plain[24];
  size_t n = 0;
  for (size_t i = 0; i < typed.n; i++) {
    char c = typed.p[i];
    if (c == '-' || c == ' ' || c == '.' || c == '\r' || c == '\n' || c == '\t') continue;
    if (n == sizeof plain || !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return E_INPUT;
    plain[n++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
  }
  if (n < BODY + 1 + 2) return E_INPUT;
  const char *body = plain + n - BODY - 1;
  for (int i = 0; i < BODY + 1; i++)
    if (symbol_of(body[i]) < 0) return E_INPUT;
  if (check_symbol(body) != body[BODY]) return E_INPUT;
  *ret_number = with_dashes(a, (str){plain, n - BODY - 1}, body);
  return E_OK;
}

/* ---- names --------------------------------------------------------------------------------------- */

bool name_is_error(enum name_problem p) { return p == NAME_EMPTY; }

enum name_problem name_check(str name) {
  name = str_trim(name);
  if (!name.n) return NAME_EMPTY;
  if (utf8_count(name) > MAX_NAME) return NAME_TOO_LONG;
  bool blank = false;
  for (size_t i = 0; i < name.n; i++) {
    u8 c = (u8)name.p[i];
    bool letter = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && c != ' ' && c != '\'') return NAME_SIGNS;
    blank |= c == ' ';
  }
  return blank ? NAME_FINE : NAME_ONE_WORD;
}

str name_masked(struct arena *a, str name) {
  struct buf b = buf_new(a, 256);
  str rest = str_trim(name), word;
  bool first = true;
  while (str_cut(&rest, ' ', &word)) {
    if (!word.n) continue;
    if (first) buf_add(&b, utf8_cut(word, 24));
    else {
      buf_byte(&b, ' ');
      buf_add(&b, utf8_cut(word, 1));
      buf_add(&b, S("***"));
    }
    first = false;
  }
  return buf_str(&b);
}

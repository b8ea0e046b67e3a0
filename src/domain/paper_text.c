#include "domain/paper_text.h"

#include "domain/identity.h"

/* ---- words, with patience ---------------------------------------------------------------------------- */

/* The letters of a text, in capitals, without anything between: what a machine makes of blanks is chance. */
static size_t letters_of(str text, char *ret, size_t max) {
  size_t n = 0;
  for (size_t i = 0; i < text.n && n < max; i++) {
    char c = text.p[i];
    if (c >= 'a' && c <= 'z') c = (char)(c - 32);
    if (c == '0') c = 'O';
    if (c == '1' || c == '|') c = 'I';
    if (c == '5') c = 'S';
    if (c == '8') c = 'B';
    if (c >= 'A' && c <= 'Z') ret[n++] = c;
  }
  return n;
}

/* How many signs the nearest stretch of the text differs in from the words (Sellers). */
static int nearest_stretch(const char *text, size_t n, const char *word, size_t m) {
  int column[48], best = (int)m;
  if (m >= COUNT(column)) return best;
  for (size_t j = 0; j <= m; j++) column[j] = (int)j;
  for (size_t i = 0; i < n; i++) {
    int diagonal = column[0];
    column[0] = 0;
    for (size_t j = 1; j <= m; j++) {
      int up = column[j], cost = diagonal + (text[i] != word[j - 1]);
      if (up + 1 < cost) cost = up + 1;
      if (column[j - 1] + 1 < cost) cost = column[j - 1] + 1;
      diagonal = up;
      column[j] = cost;
    }
    if (column[m] < best) best = column[m];
  }
  return best;
}

/* What a sign of a paper weighs: less for each letter that was misread, as words of other papers may be near. */
static int weigh(const char *text, size_t n, const char *word, int weight) {
  size_t m = strlen(word);
  int wrong = nearest_stretch(text, n, word, m);
  return wrong <= (int)m / 7 ? weight - wrong * 8 : 0;
}

/* ---- which paper ---------------------------------------------------------------------------------------- */

/* Words without blanks. The title weighs most; what stands on many papers weighs little. */
static const struct {
  enum paper_kind kind;
  const char *words;
  int weight;
} signs[] = {
    {PAPER_KK, "KARTUKELUARGA", 60},
    {PAPER_KK, "NAMAKEPALAKELUARGA", 25},
    {PAPER_KK, "HUBUNGANDALAMKELUARGA", 30},
    {PAPER_KTP, "BERLAKUHINGGA", 45},
    {PAPER_KTP, "SEUMURHIDUP", 25},
    {PAPER_KTP, "TEMPATTGLLAHIR", 20},
    {PAPER_KTP, "KEWARGANEGARAAN", 10},
    {PAPER_KTP, "STATUSPERKAWINAN", 10},
    {PAPER_KTP, "PROVINSI", 10},
    {PAPER_KIA, "KARTUIDENTITASANAK", 95},
    {PAPER_BIRTH_LETTER, "SURATKETERANGANLAHIR", 80},
    {PAPER_BIRTH_LETTER, "SURATKETERANGANKELAHIRAN", 80},
    {PAPER_BIRTH_LETTER, "RUMAHSAKIT", 10},
    {PAPER_BIRTH, "KUTIPANAKTAKELAHIRAN", 85},
    {PAPER_BIRTH, "AKTAKELAHIRAN", 40},
    {PAPER_MARRIAGE_BOOK, "KUTIPANAKTANIKAH", 80},
    {PAPER_MARRIAGE_BOOK, "BUKUNIKAH", 50},
    {PAPER_MARRIAGE_BOOK, "KANTORURUSANAGAMA", 25},
    {PAPER_MARRIAGE, "KUTIPANAKTAPERKAWINAN", 85},
    {PAPER_DIVORCE, "AKTAPERCERAIAN", 80},
    {PAPER_DIVORCE, "AKTACERAI", 70},
    {PAPER_DEATH_LETTER, "SURATKETERANGANKEMATIAN", 80},
    {PAPER_DEATH_LETTER, "SURATKETERANGANMENINGGAL", 80},
    {PAPER_DEATH, "KUTIPANAKTAKEMATIAN", 85},
    {PAPER_DEATH, "AKTAKEMATIAN", 40},
    {PAPER_MOVE, "SURATKETERANGANPINDAH", 80},
    {PAPER_MOVE, "SKPWNI", 50},
    {PAPER_SPTJM, "TANGGUNGJAWABMUTLAK", 90},
    {PAPER_PROXY, "SURATKUASA", 70},
    {PAPER_PROXY, "YANGMEMBERIKUASA", 25},
    {PAPER_PASSPORT, "PASPOR", 40},
    {PAPER_PASSPORT, "REPUBLIKINDONESIAPASSPORT", 60},
    {PAPER_POLICE, "KETERANGANKEHILANGAN", 60},
    {PAPER_POLICE, "TANDALAPORKEHILANGAN", 60},
    {PAPER_POLICE, "KEPOLISIANNEGARA", 25},
    {PAPER_FORM, "FORMULIRPENDAFTARANPERISTIWA", 60},
    {PAPER_FORM, "FORMULIRPELAPORANPENCATATANSIPIL", 70},
    {PAPER_FORM, "FORMULIRBIODATA", 60},
};
#define SURE_ENOUGH 40

static void read_kind(str text, struct paper_text *ret) {
  static _Thread_local char letters[PAPER_TEXT_MOST];
  int weight[PAPER_KINDS] = {0};
  size_t n = letters_of(text, letters, sizeof letters);
  for (size_t i = 0; i < COUNT(signs); i++)
    weight[signs[i].kind] += weigh(letters, n, signs[i].words, signs[i].weight);
  for (size_t k = 1; k < PAPER_KINDS; k++)
    if (weight[k] > ret->sure) {
      ret->sure = weight[k] > 100 ? 100 : weight[k];
      ret->kind = (enum paper_kind)k;
    }
  if (ret->sure >= SURE_ENOUGH) return;
  ret->kind = PAPER_UNKNOWN;
  ret->sure = 0;
}

/* ---- numbers ---------------------------------------------------------------------------------------------- */

/* What a sign may be when it stands among digits; 0: no digit. */
static char as_digit(char c) {
  static const char from[] = "OoQDUIil|!]JjZzEASsGbBTg", to[] = "000001111111122345566879";
  _Static_assert(sizeof from == sizeof to, "one digit for each sign");
  if (c >= '0' && c <= '9') return c;
  for (size_t i = 0; c && from[i]; i++)
    if (from[i] == c) return to[i];
  return 0;
}
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static void found(struct paper_text *t, enum read_kind kind, const char *text, size_t n, int sure) {
  for (size_t i = 0; i < t->n; i++)
    if (t->found[i].kind == kind && strlen(t->found[i].text) == n && memcmp(t->found[i].text, text, n) == 0) return;
  if (t->n == PAPER_FOUND_MOST || n == 0 || n >= sizeof t->found[0].text) return;
  struct paper_found *f = &t->found[t->n++];
  *f = (struct paper_found){.kind = kind, .sure = sure < 0 ? 0 : sure > 100 ? 100 : sure};
  memcpy(f->text, text, n);
}

/* Sixteen signs at p that can be digits; how many of them are. */
static int digits_at(str line, size_t at, char ret[16], size_t *ret_end) {
  int count = 0, real = 0;
  size_t i = at;
  for (; i < line.n && count < 16; i++) {
    char c = line.p[i], d = as_digit(c);
    if (!d && count > 0 && (c == ' ' || c == '.') && i + 1 < line.n && as_digit(line.p[i + 1])) continue;
    if (!d) return 0;
    ret[count++] = d;
    real += is_digit(c);
  }
  *ret_end = i;
  return count == 16 ? real : 0;
}

/* How likely it is a number of a person or a family: 16 digits alone say little. */
static int likely(const char d[16], int real, bool alone) {
  struct nik n;
  int day = (d[6] - '0') * 10 + d[7] - '0', month = (d[8] - '0') * 10 + d[9] - '0', province = (d[0] - '0') * 10 + d[1] - '0';
  int sure = real * 5 + (alone ? 10 : 0);
  memcpy(n.digits, d, 16);
  if (province < 11 || province > 97) sure -= 25;
  if (month < 1 || month > 12 || day < 1 || day > 71 || (day > 31 && day < 41)) sure -= 20;
  return sure;
}

static bool line_says(str line, const char *word) {
  char letters[256];
  size_t n = letters_of(line, letters, sizeof letters);
  return nearest_stretch(letters, n, word, strlen(word)) == 0;
}

/* The best sixteen of a line, then what stands behind them. */
static void read_numbers(str line, bool family, struct paper_text *t) {
  while (line.n >= 16) {
    char best[16], here[16];
    int sure = 0;
    size_t from = 0, to = 0, end;
    for (size_t at = 0; at + 16 <= line.n; at++) {
      int real = digits_at(line, at, here, &end);
      bool labelled = real >= 7 && real < 13 && line_says(str_sub(line, 0, at), "NIK"); /* then even many letters are digits */
      if (real < (labelled ? 7 : 11)) continue;
      bool alone = (at == 0 || !is_digit(line.p[at - 1])) && (end == line.n || !is_digit(line.p[end]));
      int s = likely(here, real, alone) + (labelled ? 25 : 0);
      if (s > sure) {
        sure = s;
        from = at;
        to = end;
        memcpy(best, here, 16);
      }
      if (sure && at > from + 20) break;
    }
    if (sure < 50) return;
    bool of_family = family || line_says(str_sub(line, 0, from), "NOKK") || line_says(str_sub(line, 0, from), "NOMORKK");
    found(t, of_family ? READ_KK_NUMBER : READ_NIK, best, 16, sure);
    line = str_from(line, to);
    family = false;
  }
}

/* ---- dates ------------------------------------------------------------------------------------------------- */

static bool two_digits(str s, size_t at, int *ret) {
  char a = at + 1 < s.n ? as_digit(s.p[at]) : 0, b = a ? as_digit(s.p[at + 1]) : 0;
  if (!a || !b) return false;
  *ret = (a - '0') * 10 + b - '0';
  return true;
}

static bool is_dash(char c) { return c == '-' || c == '/' || c == '.' || c == '~' || c == '_'; }

static void found_date(struct paper_text *t, int day, int month, int year, int sure) {
  struct date d = {year, month, day};
  char iso[16];
  if (year < 1900 || year > 2100 || !date_valid(d)) return;
  int n = snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
  found(t, READ_DATE, iso, (size_t)n, sure);
}

static void read_dates(str line, struct paper_text *t) {
  static const char *const months[] = {"JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI", "JULI", "AGUSTUS", "SEPTEMBER", "OKTOBER", "NOVEMBER", "DESEMBER"};
  int day, month, high, low;
  for (size_t i = 0; i + 10 <= line.n; i++)
    if ((i == 0 || !is_digit(line.p[i - 1])) && two_digits(line, i, &day) && is_dash(line.p[i + 2]) && two_digits(line, i + 3, &month) && is_dash(line.p[i + 5]) &&
        two_digits(line, i + 6, &high) && two_digits(line, i + 8, &low))
      found_date(t, day, month, high * 100 + low, 90);
  for (size_t i = 0; i + 11 <= line.n; i++) {
    if (!is_digit(line.p[i]) || (i && is_digit(line.p[i - 1]))) continue;
    size_t at = i + (is_digit(line.p[i + 1]) ? 2 : 1);
    day = at == i + 2 ? (line.p[i] - '0') * 10 + line.p[i + 1] - '0' : line.p[i] - '0';
    if (at >= line.n || line.p[at] != ' ') continue;
    str word, rest = str_from(line, at + 1);
    if (!str_cut(&rest, ' ', &word) || word.n < 3 || rest.n < 4) continue;
    char letters[24];
    size_t n = letters_of(word, letters, sizeof letters);
    for (size_t m = 0; m < COUNT(months); m++)
      if (n == strlen(months[m]) && nearest_stretch(letters, n, months[m], n) <= (n > 4) && two_digits(rest, 0, &high) && two_digits(rest, 2, &low))
        found_date(t, day, (int)m + 1, high * 100 + low, 85);
  }
}

/* ---- names -------------------------------------------------------------------------------------------------- */

static bool of_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ' || c == '.' || c == '\'' || c == ',' || c == '-'; }

/* Behind a name in capitals a smaller word is the edge of a photo or a stamp. */
static str without_noise(str s) {
  if (s.n < 4 || s.p[0] < 'A' || s.p[0] > 'Z' || s.p[1] < 'A' || s.p[1] > 'Z') return s;
  for (size_t i = 1; i < s.n; i++)
    if (s.p[i] >= 'a' && s.p[i] <= 'z') {
      while (i > 0 && s.p[i] != ' ') i--;
      return str_trim(str_sub(s, 0, i));
    }
  return s;
}

/* The longest stretch of letters and blanks, at least two words or one long one. */
static str name_in(str s) {
  str best = {NULL, 0};
  for (size_t i = 0; i < s.n;) {
    size_t from = i;
    while (i < s.n && of_name(s.p[i])) i++;
    str part = str_trim(str_sub(s, from, i - from));
    while (part.n && !((part.p[0] | 32) >= 'a' && (part.p[0] | 32) <= 'z')) part = str_from(part, 1);
    while (part.n && (part.p[part.n - 1] == '-' || part.p[part.n - 1] == ',' || part.p[part.n - 1] == ' ')) part.n--;
    part = without_noise(part);
    if (part.n > best.n) best = part;
    i += i == from;
  }
  return best;
}

/* Behind "Nama:", or in a row of a family card before the NIK. */
static void read_name(str line, struct paper_text *t) {
  size_t colon = str_find(line, ':');
  str label = str_sub(line, 0, colon), value = str_from(line, colon < line.n ? colon + 1 : line.n);
  bool named = colon < line.n && label.n < 40 && line_says(label, "NAMA") && !line_says(label, "KEPALA");
  if (!named && t->kind == PAPER_KK) {
    char digits[16];
    size_t end;
    for (size_t at = 0; at + 16 <= line.n; at++) {
      if (!is_digit(line.p[at]) || digits_at(line, at, digits, &end) < 13) continue;
      value = str_sub(line, 0, at);
      named = at > 6;
      break;
    }
  }
  str name = named ? name_in(value) : STR_NONE;
  if (name.n >= 4 && name.n < 60) found(t, READ_NAME, name.p, name.n, 70);
}

void paper_text_read(str text, struct paper_text *ret) {
  *ret = (struct paper_text){.kind = PAPER_UNKNOWN};
  text = str_sub(text, 0, PAPER_TEXT_MOST);
  read_kind(text, ret);
  bool family = ret->kind == PAPER_KK; /* the first number of a family card is its own */
  for (str line; str_cut(&text, '\n', &line);) {
    size_t before = ret->n;
    read_numbers(line, family, ret);
    if (ret->n > before) family = false;
    read_dates(line, ret);
    read_name(line, ret);
  }
}

/* ---- against what was asked for and typed ------------------------------------------------------------------ */

/* Requirements whose code names one kind of paper. What is in no row may be anything. */
static const struct {
  const char *part; /* of the code, whole words between '_' */
  u32 kinds;
} asked[] = {
#define K(kind) (1u << PAPER_##kind)
    {"kk_ktp", K(KK) | K(KTP)},
    {"akta_lahir", K(BIRTH)},
    {"kk", K(KK)},
    {"ktp", K(KTP)},
    {"kia", K(KIA)},
    {"skl", K(BIRTH_LETTER)},
    {"akta", K(BIRTH)},
    {"nikah", K(MARRIAGE_BOOK) | K(MARRIAGE)},
    {"mati", K(DEATH_LETTER) | K(DEATH)},
    {"sptjm", K(SPTJM)},
    {"kuasa", K(PROXY)},
    {"paspor", K(PASSPORT)},
    {"hilang", K(POLICE)},
#undef K
};

static bool has_word(str code, str word) {
  for (size_t i = 0; i + word.n <= code.n; i++)
    if (memcmp(code.p + i, word.p, word.n) == 0 && (i == 0 || code.p[i - 1] == '_') && (i + word.n == code.n || code.p[i + word.n] == '_')) return true;
  return false;
}

bool paper_fits(str requirement, enum paper_kind kind) {
  if (kind == PAPER_UNKNOWN || kind == PAPER_FORM) return true;
  for (size_t i = 0; i < COUNT(asked); i++)
    if (has_word(requirement, str_of(asked[i].part))) return asked[i].kinds >> kind & 1;
  return true;
}

/* ---- typed beside read ------------------------------------------------------------------------------------- */

static int distance(const char *a, size_t n, const char *b, size_t m) {
  int row[65];
  if (m >= COUNT(row)) return (int)(n + m);
  for (size_t j = 0; j <= m; j++) row[j] = (int)j;
  for (size_t i = 0; i < n; i++) {
    int diagonal = row[0];
    row[0] = (int)i + 1;
    for (size_t j = 1; j <= m; j++) {
      int up = row[j], cost = diagonal + (a[i] != b[j - 1]);
      if (up + 1 < cost) cost = up + 1;
      if (row[j - 1] + 1 < cost) cost = row[j - 1] + 1;
      diagonal = up;
      row[j] = cost;
    }
  }
  return row[m];
}

enum read_match read_compare(enum read_kind kind, str typed, str read) {
  char a[64], b[64];
  size_t n = 0, m = 0;
  if (kind == READ_NAME || kind == READ_PLACE) {
    n = letters_of(typed, a, sizeof a);
    m = letters_of(read, b, sizeof b);
  } else {
    for (size_t i = 0; i < typed.n && n < sizeof a; i++)
      if (is_digit(typed.p[i])) a[n++] = typed.p[i];
    for (size_t i = 0; i < read.n && m < sizeof b; i++)
      if (is_digit(read.p[i])) b[m++] = read.p[i];
  }
  if (!n || !m) return READ_OTHER;
  int d = distance(a, n, b, m), near = kind == READ_NAME || kind == READ_PLACE ? (int)n / 4 : kind == READ_DATE ? 2 : 3;
  return d == 0 ? READ_SAME : d <= near ? READ_NEAR : READ_OTHER;
}

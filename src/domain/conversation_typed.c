/* domain/conversation_typed: see the header. Tables of what people type, and how words are compared. */
#include "domain/conversation_typed.h"

/* ---- words ---------------------------------------------------------------------------------- */

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (u8)c >= 0x80; }
static bool digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

void typed_read(struct typed *t, str text) {
  t->n = 0;
  size_t n = text.n < MAX_TYPED ? text.n : MAX_TYPED;
  size_t start = 0;
  for (size_t i = 0; i <= n; i++) {
    char c = i < n ? lower(text.p[i]) : ' ';
    if (i < n) t->room[i] = c;
    if (letter(c)) continue;
    if (i > start && t->n < MAX_TYPED_WORDS) t->word[t->n++] = (str){t->room + start, i - start};
    start = i + 1;
  }
}

/* At most one letter inserted, left out or changed. */
static bool one_slip(str a, str b) {
  if (a.n > b.n) return one_slip(b, a);
  if (b.n - a.n > 1) return false;
  size_t same = 0;
  while (same < a.n && a.p[same] == b.p[same]) same++;
  size_t skip_a = same + (a.n == b.n);
  return str_eq(str_from(a, skip_a), str_from(b, same + 1));
}

bool near_word(str a, str b) {
  if (str_eq(a, b)) return true;
  return a.n >= 5 && b.n >= 5 && one_slip(a, b);
}

/* Do words[at..] begin with these (given as one text)? Gives how many words that were, 0 if not. */
static size_t words_at(const struct typed *t, size_t at, const char *said) {
  struct typed want;
  typed_read(&want, str_of(said));
  if (want.n == 0 || at + want.n > t->n) return 0;
  for (size_t i = 0; i < want.n; i++)
    if (!near_word(t->word[at + i], want.word[i])) return 0;
  return want.n;
}

/* ---- commands ------------------------------------------------------------------------------- */

static const struct {
  enum said said;
  bool anywhere; /* also inside a longer sentence */
  const char *words;
} commands[] = {
    {SAID_MENU, false, "0"},
    {SAID_MENU, false, "menu"},
    {SAID_MENU, false, "menu utama"},
    {SAID_MENU, false, "kembali"},
    {SAID_MENU, false, "layanan"},
    {SAID_OFFICER, true, "petugas"},
    {SAID_OFFICER, true, "ptugas"},
    {SAID_OFFICER, true, "customer service"},
    {SAID_OFFICER, true, "cs"},
    {SAID_OFFICER, true, "admin"},
    {SAID_OFFICER, true, "operator"},
    {SAID_OFFICER, true, "manusia"},
    {SAID_OFFICER, true, "pegawai"},
    {SAID_OFFICER, false, "min"},
    {SAID_OFFICER, false, "bantuan"},
    {SAID_OFFICER, false, "minta bantuan"},
    {SAID_OFFICER, false, "butuh bantuan"},
    {SAID_OFFICER, false, "tolong"},
    {SAID_OFFICER, false, "bicara"},
    {SAID_OFFICER, false, "agent"},
    {SAID_OFFICER, false, "officer"},
    {SAID_OFFICER, false, "help"},
    {SAID_STATUS, false, "status"},
    {SAID_STATUS, false, "cek status"},
    {SAID_STATUS, false, "cek"},
    {SAID_STATUS, true, "sampai mana"},
    {SAID_STATUS, true, "cek status"},
    {SAID_STATUS, true, "status permohonan"},
    {SAID_STATUS, false, "lacak"},
    {SAID_CANCEL, false, "batal"},
    {SAID_CANCEL, false, "batalkan"},
    {SAID_CANCEL, false, "tidak jadi"},
    {SAID_CANCEL, false, "gak jadi"},
    {SAID_CANCEL, false, "cancel"},
    {SAID_REOPEN, false, "buka lagi"},
    {SAID_REOPEN, false, "ya buka lagi"},
    {SAID_REOPEN, false, "buka kembali"},
    {SAID_REOPEN, false, "bukakan lagi"},
    {SAID_REOPEN, false, "aktifkan lagi"},
    {SAID_REOPEN, true, "dibuka lagi"},
    {SAID_REOPEN, true, "buka lagi permohonan"},
    {SAID_REOPEN, true, "buka kembali permohonan"},
    {SAID_REOPEN, false, "reopen"},
    {SAID_STOP, false, "berhenti"},
    {SAID_STOP, false, "stop"},
    {SAID_STOP, false, "unsubscribe"},
    {SAID_START, false, "mulai"},
    {SAID_START, false, "start"},
    {SAID_DONE, false, "sudah"},
    {SAID_DONE, false, "sdh"},
    {SAID_DONE, false, "udah"},
    {SAID_DONE, false, "lengkap"},
    {SAID_DONE, false, "sudah lengkap"},
    {SAID_DONE, false, "sudah semua"},
    {SAID_DONE, false, "selesai"},
    {SAID_DONE, false, "kirim"},
    {SAID_DONE, false, "kirim berkas"},
    {SAID_DONE, false, "kirim permohonan"},
    {SAID_DONE, false, "done"},
    {SAID_MORE, false, "tambah"},
    {SAID_MORE, false, "tambah foto"},
    {SAID_MORE, false, "belum"},
    {SAID_MORE, false, "belum lengkap"},
    {SAID_MORE, false, "nanti"},
    {SAID_ANYWAY, false, "kirim saja"},
    {SAID_ANYWAY, false, "kirim apa adanya"},
    {SAID_ANYWAY, false, "tetap kirim"},
    {SAID_CONTINUE, false, "lanjut"},
    {SAID_CONTINUE, false, "lanjutkan"},
    {SAID_CONTINUE, false, "teruskan"},
    {SAID_FRESH, false, "mulai baru"},
    {SAID_FRESH, false, "ulang"},
    {SAID_FRESH, false, "dari awal"},
    {SAID_YES, false, "ya"},
    {SAID_YES, false, "y"},
    {SAID_YES, false, "iya"},
    {SAID_YES, false, "ya batalkan"},
    {SAID_YES, false, "betul"},
    {SAID_YES, false, "yes"},
    {SAID_NO, false, "tidak"},
    {SAID_NO, false, "tdk"},
    {SAID_NO, false, "jangan"},
    {SAID_NO, false, "no"},
    {SAID_UNKNOWN, true, "tidak tahu"},
    {SAID_UNKNOWN, true, "tidak tau"},
    {SAID_UNKNOWN, true, "tdk tahu"},
    {SAID_UNKNOWN, true, "tdk tau"},
    {SAID_UNKNOWN, true, "gak tau"},
    {SAID_UNKNOWN, true, "ga tau"},
    {SAID_UNKNOWN, true, "kurang tahu"},
    {SAID_UNKNOWN, true, "kurang tau"},
    {SAID_UNKNOWN, false, "entah"},
    {SAID_UNKNOWN, true, "dont know"},
    {SAID_NO_PAPER, true, "tidak ada"},
    {SAID_NO_PAPER, true, "tidak punya"},
    {SAID_NO_PAPER, true, "tdk ada"},
    {SAID_NO_PAPER, true, "tdk punya"},
    {SAID_NO_PAPER, true, "gak punya"},
    {SAID_NO_PAPER, true, "ga punya"},
    {SAID_NO_PAPER, true, "belum punya"},
    {SAID_COMPLAINT, false, "lapor"},
    {SAID_COMPLAINT, true, "pengaduan"},
    {SAID_COMPLAINT, true, "pungli"},
    {SAID_COMPLAINT, true, "pungutan liar"},
    {SAID_COMPLAINT, false, "komplain"},
    {SAID_COMPLAINT, true, "mau komplain"},
    {SAID_COMPLAINT, true, "mau mengadu"},
    {SAID_COMPLAINT, true, "minta uang"},
    {SAID_COMPLAINT, true, "dimintai uang"},
    {SAID_COMPLAINT, false, "complaint"},
    {SAID_WORKS, false, "sudah bisa"},
    {SAID_WORKS, false, "sdh bisa"},
    {SAID_WORKS, false, "udah bisa"},
    {SAID_WORKS, false, "sudah bisa terima kasih"},
    {SAID_WORKS, false, "sudah berhasil"},
    {SAID_WORKS, false, "berhasil"},
    {SAID_WORKS, false, "sudah padan"},
    {SAID_WORKS, false, "it works"},
    {SAID_FAILS, true, "masih gagal"},
    {SAID_FAILS, true, "tetap gagal"},
    {SAID_FAILS, true, "gagal lagi"},
    {SAID_FAILS, true, "masih belum bisa"},
    {SAID_FAILS, true, "masih tidak bisa"},
    {SAID_FAILS, true, "masih ditolak"},
    {SAID_FAILS, false, "belum bisa"},
    {SAID_FAILS, false, "tetap tidak bisa"},
    {SAID_FAILS, false, "still fails"},
    {SAID_THANKS, false, "terima kasih"},
    {SAID_THANKS, false, "terimakasih"},
    {SAID_THANKS, false, "terima kasih banyak"},
    {SAID_THANKS, false, "makasih"},
    {SAID_THANKS, false, "ok"},
    {SAID_THANKS, false, "oke"},
    {SAID_THANKS, false, "baik"},
    {SAID_THANKS, false, "siap"},
    {SAID_THANKS, false, "thanks"},
    {SAID_GREETING, false, "halo"},
    {SAID_GREETING, false, "hallo"},
    {SAID_GREETING, false, "hai"},
    {SAID_GREETING, false, "hi"},
    {SAID_GREETING, false, "p"},
    {SAID_GREETING, false, "pagi"},
    {SAID_GREETING, true, "assalamualaikum"},
    {SAID_GREETING, true, "selamat pagi"},
    {SAID_GREETING, true, "selamat siang"},
    {SAID_GREETING, true, "selamat sore"},
    {SAID_GREETING, true, "selamat malam"},
    {SAID_BOOKING, false, "janji"},
    {SAID_BOOKING, false, "janji temu"},
    {SAID_BOOKING, false, "jadwal"},
    {SAID_BOOKING, true, "jadwal saya"},
    {SAID_BOOKING, true, "janji saya"},
    {SAID_MOVE_BOOKING, true, "pindah jadwal"},
    {SAID_MOVE_BOOKING, true, "ubah jadwal"},
    {SAID_MOVE_BOOKING, true, "ganti jadwal"},
    {SAID_MOVE_BOOKING, true, "atur ulang"},
    {SAID_CANCEL_BOOKING, true, "batal janji"},
    {SAID_CANCEL_BOOKING, true, "batalkan janji"},
    {SAID_CANCEL_BOOKING, true, "batalkan jadwal"},
    {SAID_VISIT, true, "keliling"},
    {SAID_VISIT, true, "jemput bola"},
    {SAID_VISIT, true, "minta didatangi"},
    {SAID_QUEUE, false, "antre"},
    {SAID_QUEUE, false, "antri"},
    {SAID_QUEUE, false, "antrean"},
    {SAID_QUEUE, false, "antrian"},
    {SAID_QUEUE, false, "ambil antrean"},
    {SAID_QUEUE, false, "ambil antrian"},
    {SAID_QUEUE, false, "ambil nomor"},
    {SAID_QUEUE, false, "ambil nomor antrean"},
    {SAID_QUEUE, false, "nomor antrean"},
    {SAID_QUEUE, false, "nomor antrian"},
    {SAID_QUEUE, false, "lihat posisi"},
    {SAID_QUEUE, false, "queue"},
    {SAID_QUEUE_LEAVE, false, "lepas nomor"},
    {SAID_QUEUE_LEAVE, false, "batal antre"},
    {SAID_QUEUE_LEAVE, false, "batal antri"},
    {SAID_QUEUE_BACK, false, "saya kembali"},
    {SAID_ENGLISH, false, "english"},
    {SAID_INDONESIAN, false, "indonesia"},
    {SAID_INDONESIAN, false, "bahasa indonesia"},
};

static bool polite(str w) {
  static const char *const words[] = {"pak", "bu", "ibu", "bapak", "kak", "min", "mas", "mbak", "dong", "ya", "nggih"};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_is(w, words[i])) return true;
  return false;
}

/* "terima kasih pak": how many words are left when politeness at the end is taken away. */
static size_t without_address(const struct typed *t) {
  size_t n = t->n;
  while (n > 1 && polite(t->word[n - 1])) n--;
  return n;
}

enum said typed_said(const struct typed *t) {
  size_t n = without_address(t);
  for (size_t i = 0; i < COUNT(commands); i++)
    if (words_at(t, 0, commands[i].words) == n && n > 0) return commands[i].said;
  for (size_t i = 0; i < COUNT(commands); i++)
    for (size_t at = 0; commands[i].anywhere && at < t->n; at++)
      if (words_at(t, at, commands[i].words)) return commands[i].said;
  return SAID_OTHER;
}

int typed_number(const struct typed *t) {
  size_t at = t->n == 2 && (str_eq(t->word[0], S("no")) || str_eq(t->word[0], S("nomor"))) ? 1 : 0;
  i64 n;
  if (t->n != at + 1 || t->word[at].n > 2 || !str_to_i64(t->word[at], &n)) return -1;
  return (int)n;
}

/* ---- choices -------------------------------------------------------------------------------- */

static bool same_words(const struct typed *t, str text) {
  struct typed want;
  typed_read(&want, text);
  if (want.n != t->n || t->n == 0) return false;
  for (size_t i = 0; i < t->n; i++)
    if (!near_word(t->word[i], want.word[i])) return false;
  return true;
}

static bool has_word(const struct typed *t, str w) {
  for (size_t i = 0; i < t->n; i++)
    if (near_word(t->word[i], w)) return true;
  return false;
}

static bool names_choice(const struct typed *t, const struct choice *c) {
  bool yes_no = str_eq(c->code, S("yes")) || str_eq(c->code, S("no"));
  return (!yes_no && same_words(t, c->code)) || same_words(t, c->label.in[LANG_ID]) ||
         same_words(t, c->label.in[LANG_EN]);
}

static bool says_nothing(str w);

/* Every typed word that says something stands in the label; gives how many. A word that is not in it may change the
 * meaning: "buku nikah" is not "Nikah belum tercatat". */
static size_t covered_words(const struct typed *t, const struct choice *c) {
  struct typed label;
  typed_read(&label, c->label.in[LANG_ID]);
  size_t n = 0;
  for (size_t i = 0; i < t->n; i++) {
    if (t->word[i].n < 3 || says_nothing(t->word[i]) || polite(t->word[i])) continue;
    if (!has_word(&label, t->word[i])) return 0;
    n++;
  }
  return n;
}

/* +1 for a word of yes, -1 for a word of no, else 0. */
static int polarity(str w) {
  static const char *const yes[] = {"ya", "iya", "y", "ada", "punya", "sudah", "betul", "yes"};
  static const char *const no[] = {"tidak", "tdk", "gak", "ga", "nggak", "belum", "bukan", "n", "no"};
  for (size_t i = 0; i < COUNT(yes); i++)
    if (str_is(w, yes[i])) return 1;
  for (size_t i = 0; i < COUNT(no); i++)
    if (str_is(w, no[i])) return -1;
  return 0;
}

/* "sudah ada", "tidak punya pak": nothing but yes or no, and a word that denies decides. */
static int typed_polarity(const struct typed *t) {
  int said = 0;
  for (size_t i = 0; i < t->n; i++) {
    int p = polarity(t->word[i]);
    if (!p && !polite(t->word[i])) return 0;
    if (p < 0 || !said) said = p;
  }
  return said;
}

/* The only choice whose label begins with a word of the same meaning. */
static int choice_yes_no(const struct typed *t, const struct question *q) {
  int said = typed_polarity(t), found = -1;
  for (size_t i = 0; said && i < q->choice_count; i++) {
    struct typed label;
    typed_read(&label, q->choices[i].label.in[LANG_ID]);
    if (!label.n || polarity(label.word[0]) != said) continue;
    if (found >= 0) return -1;
    found = (int)i;
  }
  return found;
}

/* "Apakah ...?" is answered by a plain yes or no even where the labels say it otherwise ("Diurus sendiri"). */
static int choice_plain_yes_no(const struct typed *t, const struct question *q) {
  enum said said = typed_said(t);
  if (!str_starts(q->ask.in[LANG_ID], S("Apakah")) || (said != SAID_YES && said != SAID_NO)) return -1;
  for (size_t i = 0; i < q->choice_count; i++)
    if (str_eq(q->choices[i].code, said == SAID_YES ? S("yes") : S("no"))) return (int)i;
  return -1;
}

int typed_choice(const struct typed *t, const struct question *q) {
  int n = typed_number(t);
  if (n >= 1 && (size_t)n <= q->choice_count) return n - 1;
  for (size_t i = 0; i < q->choice_count; i++)
    if (names_choice(t, &q->choices[i])) return (int)i;
  if (typed_said(t) == SAID_UNKNOWN) return -1;
  n = choice_yes_no(t, q);
  if (n < 0) n = choice_plain_yes_no(t, q);
  if (n >= 0) return n;
  size_t best = 0, second = 0;
  for (size_t i = 0; i < q->choice_count; i++) {
    size_t covered = covered_words(t, &q->choices[i]);
    if (covered > best) {
      second = best;
      best = covered;
      n = (int)i;
    } else if (covered > second) {
      second = covered;
    }
  }
  return best > second ? n : -1;
}

/* ---- numbers of applications ------------------------------------------------------------------ */

/* Letters and digits only, lower case: "MTR-26-000012" and "mtr 26 000012" are the same. */
static str squash(str text, char *room, size_t max) {
  size_t n = 0;
  for (size_t i = 0; i < text.n && n < max; i++) {
    char c = lower(text.p[i]);
    if (letter(c)) room[n++] = c;
  }
  return (str){room, n};
}

static bool looks_like_number(str token) {
  size_t digits = 0, letters = 0;
  for (size_t i = 0; i < token.n; i++) {
    if (digit(token.p[i]))
      digits++;
    else if (letter(lower(token.p[i])))
      letters++;
  }
  return digits >= 4 && letters >= 2 && letters <= 5 && token.n <= 24;
}

int typed_application(str text, const struct chat_facts *f, bool *ret_looks) {
  char room[MAX_TYPED], want_room[64];
  str squashed = squash(text, room, sizeof room);
  *ret_looks = false;
  for (size_t i = 0; i < f->application_count; i++) {
    str want = squash(f->applications[i].number, want_room, sizeof want_room);
    if (want.n >= 5 && str_has(squashed, want)) return (int)i;
  }
  str rest = text, token;
  while (str_cut(&rest, ' ', &token))
    if (looks_like_number(token)) *ret_looks = true;
  return -1;
}

/* ---- captions -------------------------------------------------------------------------------- */

static bool says_nothing(str w) {
  static const char *const words[] = {"ini",   "foto", "saya",    "yang",       "dan",  "dari", "untuk",
                                      "surat", "asli", "nya",     "file",       "scan", "kami", "anak",
                                      "pak",   "bu",   "kutipan", "keterangan", "atau", "the",  "photo",
                                      "of",    "ada",  "sudah",   "lagi",       "kartu"};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_is(w, words[i])) return true;
  return false;
}

/* The ways people write the most common papers. */
static str usual_spelling(str w) {
  static const struct { const char *typed, *usual; } words[] = {{"akte", "akta"}, {"ektp", "ktp"}, {"keluarga", "kk"}};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_is(w, words[i].typed)) return str_of(words[i].usual);
  return w;
}

/* A word of the code counts three, the whole code four, a word of the label one. */
static size_t fits(const struct typed *caption, const struct requirement *r) {
  struct typed code, label;
  typed_read(&code, r->code);
  typed_read(&label, r->label.in[LANG_ID]);
  size_t score = 0;
  for (size_t i = 0; i < caption->n; i++) {
    str w = usual_spelling(caption->word[i]);
    if (says_nothing(w) || w.n < 2) continue;
    if (has_word(&code, w))
      score += code.n == 1 ? 4 : 3;
    else if (has_word(&label, w))
      score += 1;
  }
  return score;
}

const struct requirement *chat_requirement_named(const struct judgement *needs, str caption) {
  struct typed t;
  typed_read(&t, caption);
  const struct requirement *found = NULL;
  size_t best = 0, second = 0;
  for (size_t i = 0; i < needs->n; i++) {
    if (!(needs->needs[i]->modes & MODE_UPLOAD)) continue;
    size_t score = fits(&t, needs->needs[i]);
    if (score > best) {
      second = best;
      best = score;
      found = needs->needs[i];
    } else if (score > second) {
      second = score;
    }
  }
  return best > second + (second >= 3) ? found : NULL;
}

/* ---- numbers of people ------------------------------------------------------------------------ */

static bool separator(char c) { return c == ' ' || c == '.' || c == '-'; }

/* The sensitive run that begins at `at`: where it ends, or `at` when there is none. Sixteen digits and more in a row,
 * or exactly sixteen with single separators between. */
static size_t number_end(str text, size_t at) {
  if (!digit(text.p[at]) || (at > 0 && digit(text.p[at - 1]))) return at;
  size_t solid = at;
  while (solid < text.n && digit(text.p[solid])) solid++;
  if (solid - at >= 16) return solid;
  size_t digits = 0, end = at;
  for (size_t i = at; i < text.n; i++) {
    if (digit(text.p[i])) {
      digits++;
      end = i + 1;
    } else if (!separator(text.p[i]) || i + 1 >= text.n || !digit(text.p[i + 1])) {
      break;
    }
  }
  return digits == 16 ? end : at;
}

bool chat_has_number16(str text) {
  for (size_t i = 0; i < text.n; i++)
    if (number_end(text, i) > i) return true;
  return false;
}

static void mask_run(char *p, size_t n) {
  size_t kept = 0;
  while (n > 0 && kept < 4) kept += digit(p[--n]);
  for (size_t i = 0; i < n; i++)
    if (digit(p[i])) p[i] = '*';
}

str chat_mask_numbers(struct arena *a, str text) {
  char *copy = arena_alloc(a, text.n + 1);
  if (text.n) memcpy(copy, text.p, text.n);
  for (size_t i = 0; i < text.n; i++) {
    size_t end = number_end(text, i);
    if (end == i) continue;
    mask_run(copy + i, end - i);
    i = end;
  }
  return (str){copy, text.n};
}

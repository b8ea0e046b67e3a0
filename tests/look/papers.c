/* driver: papers, drawn with cairo. */
#include "papers.h"

#include <cairo.h>
#include <math.h>

unsigned roll(struct dice *d, unsigned n) { /* splitmix64 */
  u64 z = (d->state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return (unsigned)((z ^ (z >> 31)) % n);
}
double roll_between(struct dice *d, double a, double b) { return a + (b - a) * roll(d, 100001) / 100000; }

const enum paper_kind paper_drawn[] = {PAPER_KK, PAPER_KTP, PAPER_BIRTH_LETTER, PAPER_BIRTH, PAPER_MARRIAGE_BOOK, PAPER_DEATH_LETTER,
                                       PAPER_KIA, PAPER_DEATH, PAPER_SPTJM, PAPER_PROXY};
const size_t paper_drawn_count = COUNT(paper_drawn);

/* ---- people -------------------------------------------------------------------------------------------- */

struct person {
  char name[48], nik[17], birth[11], place[24];
  bool woman;
};

static void person_make(struct dice *d, struct person *p) {
  static const char *const men[] = {"LALU ARMAN", "AHMAD FAUZAN", "I MADE SURYA", "MUHAMMAD IQBAL", "ZULKIFLI", "BAGUS", "RAHMAT", "USMAN"};
  static const char *const women[] = {"BAIQ SARI", "SITI NURAINI", "NI KETUT AYU", "DEWI LESTARI", "FITRIANI", "YULIANA", "MELATI", "RATNA"};
  static const char *const last[] = {"PUSPITA", "WIRAWAN", "HASANAH", "RAMADHAN", "SUARDANA", "MAULANA", "ANGGRAINI", "SAPUTRA", "KUSUMA", "HANDAYANI"};
  static const char *const places[] = {"MATARAM", "AMPENAN", "CAKRANEGARA", "SELONG", "PRAYA", "BIMA"};
  p->woman = roll(d, 2);
  int year = 1950 + (int)roll(d, 73), month = 1 + (int)roll(d, 12), day = 1 + (int)roll(d, 28);
  snprintf(p->name, sizeof p->name, "%s %s", p->woman ? women[roll(d, COUNT(women))] : men[roll(d, COUNT(men))], last[roll(d, COUNT(last))]);
  snprintf(p->birth, sizeof p->birth, "%02d-%02d-%04d", day, month, year);
  snprintf(p->place, sizeof p->place, "%s", places[roll(d, COUNT(places))]);
  snprintf(p->nik, sizeof p->nik, "527199%02d%02d%02d%04u", day + 40 * p->woman, month, year % 100, 1 + roll(d, 999));
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

struct sheet {
  cairo_t *cr;
  struct dice *d;
  struct paper_truth *truth;
  double w, h;
};

static void face(struct sheet *s, const char *family, double size, bool bold) {
  cairo_select_font_face(s->cr, family, CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(s->cr, size);
}
static void text(struct sheet *s, double x, double y, const char *words) {
  cairo_move_to(s->cr, x, y);
  cairo_show_text(s->cr, words);
}
static void centred(struct sheet *s, double y, const char *words) {
  cairo_text_extents_t e;
  cairo_text_extents(s->cr, words, &e);
  text(s, s->w / 2 - e.width / 2, y, words);
}
static void colour(struct sheet *s, double r, double g, double b) { cairo_set_source_rgb(s->cr, r, g, b); }
static void line(struct sheet *s, double x1, double y1, double x2, double y2) {
  cairo_move_to(s->cr, x1, y1);
  cairo_line_to(s->cr, x2, y2);
  cairo_stroke(s->cr);
}
static void row(struct sheet *s, double x, double y, double gap, const char *label, const char *value) {
  char words[120];
  text(s, x, y, label);
  snprintf(words, sizeof words, ": %s", value);
  text(s, x + gap, y, words);
}

/* A stamp in ink: coloured, as on a first print. */
static void stamp(struct sheet *s, double x, double y, double r) {
  cairo_save(s->cr);
  cairo_set_source_rgba(s->cr, 0.35, 0.2, 0.65, 0.7);
  cairo_set_line_width(s->cr, r / 14);
  cairo_arc(s->cr, x, y, r, 0, 2 * M_PI);
  cairo_stroke(s->cr);
  cairo_arc(s->cr, x, y, r * 0.72, 0, 2 * M_PI);
  cairo_stroke(s->cr);
  face(s, "DejaVu Sans", r * 0.3, true);
  text(s, x - r * 0.6, y + r * 0.1, "CONTOH");
  cairo_restore(s->cr);
  cairo_set_source_rgb(s->cr, 0.1, 0.15, 0.55);
  cairo_set_line_width(s->cr, r / 20);
  cairo_move_to(s->cr, x - r * 1.4, y + r * 0.4);
  for (int i = 0; i < 5; i++)
    cairo_rel_curve_to(s->cr, r * 0.1, -r * roll_between(s->d, 0.3, 0.9), r * 0.3, r * roll_between(s->d, 0.3, 0.9), r * 0.4, -r * 0.1);
  cairo_stroke(s->cr);
}

static void remember(struct sheet *s, const struct person *p) {
  struct paper_truth *t = s->truth;
  if (t->nik_count == 0) {
    snprintf(t->name, sizeof t->name, "%s", p->name);
    snprintf(t->date, sizeof t->date, "%s", p->birth);
  }
  if (t->nik_count < PAPER_PEOPLE) snprintf(t->nik[t->nik_count++], 17, "%s", p->nik);
}

static void draw_kk(struct sheet *s) {
  char words[120];
  struct person p;
  size_t n = 2 + roll(s->d, 5);
  snprintf(s->truth->kk, 17, "527199%02u%02u%02u%04u", 1 + roll(s->d, 28), 1 + roll(s->d, 12), roll(s->d, 26), 1 + roll(s->d, 9998));
  colour(s, 0.05, 0.05, 0.08);
  face(s, "DejaVu Sans", 62, true);
  centred(s, 130, "KARTU KELUARGA");
  face(s, "DejaVu Sans", 40, true);
  snprintf(words, sizeof words, "No. %s", s->truth->kk);
  centred(s, 190, words);
  face(s, "DejaVu Sans", 26, false);
  row(s, 90, 260, 330, "Nama Kepala Keluarga", "CONTOH KELUARGA");
  row(s, 90, 300, 330, "Alamat", "JL. PANTURA NO. 12 (REKAAN)");
  row(s, 90, 340, 330, "RT/RW", "003/005");
  row(s, 1300, 260, 330, "Kecamatan", "CONTOH");
  row(s, 1300, 300, 330, "Kabupaten/Kota", "KOTA MATARAM");
  row(s, 1300, 340, 330, "Provinsi", "NUSA TENGGARA BARAT");
  double top = 390, step = 58;
  cairo_set_line_width(s->cr, 2);
  for (size_t i = 0; i <= n + 1; i++) line(s, 80, top + step * (double)i, 2260, top + step * (double)i);
  static const double columns[] = {80, 140, 760, 1180, 1400, 1700, 1960, 2260};
  for (size_t i = 0; i < COUNT(columns); i++) line(s, columns[i], top, columns[i], top + step * (double)(n + 1));
  static const char *const heads[] = {"No", "Nama Lengkap", "NIK", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Agama"};
  face(s, "DejaVu Sans", 24, true);
  for (size_t i = 0; i < COUNT(heads); i++) text(s, columns[i] + 10, top + 40, heads[i]);
  face(s, "DejaVu Sans", 25, false);
  for (size_t i = 0; i < n; i++) {
    double y = top + step * (double)(i + 1) + 40;
    person_make(s->d, &p);
    remember(s, &p);
    snprintf(words, sizeof words, "%zu", i + 1);
    text(s, columns[0] + 14, y, words);
    text(s, columns[1] + 10, y, p.name);
    text(s, columns[2] + 10, y, p.nik);
    text(s, columns[3] + 10, y, p.woman ? "PEREMPUAN" : "LAKI-LAKI");
    text(s, columns[4] + 10, y, p.place);
    text(s, columns[5] + 10, y, p.birth);
    text(s, columns[6] + 10, y, "ISLAM");
  }
  double below = top + step * (double)(n + 1) + 60;
  face(s, "DejaVu Sans", 24, false);
  static const char *const more[] = {"Status Perkawinan", "Status Hubungan Dalam Keluarga", "Kewarganegaraan", "Nama Orang Tua"};
  for (size_t i = 0; i < COUNT(more); i++) text(s, 100 + 520 * (double)i, below + 20, more[i]);
  for (size_t i = 0; i < n; i++) {
    double y = below + 66 + 42 * (double)i;
    text(s, 100, y, i < 2 ? "KAWIN TERCATAT" : "BELUM KAWIN");
    text(s, 620, y, i == 0 ? "KEPALA KELUARGA" : i == 1 ? "ISTRI" : "ANAK");
    text(s, 1140, y, "WNI");
    text(s, 1660, y, "CONTOH REKAAN");
  }
  text(s, 1500, s->h - 280, "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL");
  stamp(s, 1760, s->h - 170, 90);
}

static void draw_card(struct sheet *s, bool child) {
  char words[120];
  struct person p;
  person_make(s->d, &p);
  remember(s, &p);
  cairo_pattern_t *sky = cairo_pattern_create_linear(0, 0, s->w, s->h);
  cairo_pattern_add_color_stop_rgb(sky, 0, child ? 0.98 : 0.62, child ? 0.72 : 0.82, child ? 0.76 : 0.95);
  cairo_pattern_add_color_stop_rgb(sky, 1, child ? 0.99 : 0.78, child ? 0.85 : 0.9, child ? 0.8 : 0.97);
  cairo_set_source(s->cr, sky);
  cairo_paint(s->cr);
  cairo_pattern_destroy(sky);
  cairo_set_source_rgba(s->cr, 1, 1, 1, 0.25);
  cairo_set_line_width(s->cr, 3);
  for (int i = 0; i < 30; i++) line(s, 0, 40.0 * i, s->w, 40.0 * i - 200);
  colour(s, 0.05, 0.08, 0.12);
  face(s, "DejaVu Sans", 46, true);
  centred(s, 70, child ? "KARTU IDENTITAS ANAK" : "PROVINSI NUSA TENGGARA BARAT");
  centred(s, 124, "KOTA MATARAM");
  face(s, "DejaVu Sans Mono", 56, true);
  snprintf(words, sizeof words, "NIK : %s", p.nik);
  text(s, 46, 204, words);
  face(s, "DejaVu Sans", 33, false);
  double y = 262, step = 46;
  snprintf(words, sizeof words, "%s, %s", p.place, p.birth);
  row(s, 46, y, 330, "Nama", p.name);
  row(s, 46, y + step, 330, "Tempat/Tgl Lahir", words);
  row(s, 46, y + 2 * step, 330, "Jenis Kelamin", p.woman ? "PEREMPUAN" : "LAKI-LAKI");
  row(s, 46, y + 3 * step, 330, "Alamat", "JL. PANTURA NO. 12");
  row(s, 46, y + 4 * step, 330, "RT/RW", "003/005");
  row(s, 46, y + 5 * step, 330, "Kel/Desa", "CONTOH");
  row(s, 46, y + 6 * step, 330, "Kecamatan", "CONTOH");
  row(s, 46, y + 7 * step, 330, "Agama", "ISLAM");
  if (!child) {
    row(s, 46, y + 8 * step, 330, "Status Perkawinan", "KAWIN");
    row(s, 46, y + 9 * step, 330, "Pekerjaan", "WIRASWASTA");
    row(s, 46, y + 10 * step, 330, "Kewarganegaraan", "WNI");
    row(s, 46, y + 11 * step, 330, "Berlaku Hingga", "SEUMUR HIDUP");
  }
  colour(s, 0.75, 0.2, 0.2);
  cairo_rectangle(s->cr, s->w - 330, 180, 270, 350);
  cairo_fill(s->cr);
  colour(s, 0.85, 0.65, 0.5);
  cairo_arc(s->cr, s->w - 195, 320, 80, 0, 2 * M_PI);
  cairo_fill(s->cr);
  colour(s, 0.2, 0.2, 0.25);
  cairo_arc(s->cr, s->w - 195, 300, 82, M_PI, 2 * M_PI);
  cairo_fill(s->cr);
  cairo_rectangle(s->cr, s->w - 300, 430, 210, 100);
  cairo_fill(s->cr);
}

/* A letter: headline, title, rows of data, sentences. */
struct letter {
  const char *head, *title, *before, *behind; /* the number stands between */
  const char *sentences[6];
  bool mother;
};

static void draw_letter(struct sheet *s, const struct letter *l) {
  char words[160];
  struct person p, other;
  person_make(s->d, &p);
  person_make(s->d, &other);
  remember(s, &p);
  remember(s, &other);
  const char *family = roll(s->d, 2) ? "DejaVu Serif" : "DejaVu Sans";
  colour(s, 0.06, 0.06, 0.1);
  face(s, family, 40, true);
  centred(s, 150, l->head);
  face(s, family, 26, false);
  centred(s, 196, "Jl. Contoh Nomor 1, Kota Mataram");
  cairo_set_line_width(s->cr, 4);
  line(s, 130, 230, s->w - 130, 230);
  face(s, family, 40, true);
  centred(s, 330, l->title);
  face(s, family, 28, false);
  snprintf(words, sizeof words, "%s%04u%s", l->before, 1 + roll(s->d, 900), l->behind);
  centred(s, 376, words);
  face(s, family, 31, false);
  double y = 470;
  text(s, 150, y, "Yang bertanda tangan di bawah ini menerangkan bahwa:");
  row(s, 200, y + 80, 380, "Nama", p.name);
  row(s, 200, y + 136, 380, "NIK", p.nik);
  row(s, 200, y + 192, 380, "Tempat Lahir", p.place);
  row(s, 200, y + 248, 380, "Tanggal Lahir", p.birth);
  row(s, 200, y + 304, 380, "Jenis Kelamin", p.woman ? "Perempuan" : "Laki-laki");
  text(s, 150, y + 400, l->mother ? "anak dari seorang ibu:" : "hubungan dengan pelapor:");
  row(s, 200, y + 480, 380, "Nama", other.name);
  row(s, 200, y + 536, 380, "NIK", other.nik);
  row(s, 200, y + 592, 380, "Tanggal Lahir", other.birth);
  y += 690;
  for (size_t i = 0; i < COUNT(l->sentences) && l->sentences[i]; i++) text(s, 150, y + 50 * (double)i, l->sentences[i]);
  text(s, s->w - 700, s->h - 480, "Mataram, 12 November 2026");
  stamp(s, s->w - 480, s->h - 320, 110);
}

static const struct letter letters[PAPER_KINDS] = {
    [PAPER_BIRTH_LETTER] = {"RUMAH SAKIT IBU DAN ANAK CONTOH", "SURAT KETERANGAN LAHIR", "Nomor: ", "/RSIA/XI/2026",
                            {"telah lahir seorang anak di rumah sakit kami pada hari tersebut di atas,", "dengan berat badan 3.100 gram dan panjang 49 cm.",
                             "Surat keterangan ini dibuat untuk dipergunakan sebagaimana mestinya."}, true},
    [PAPER_BIRTH] = {"PENCATATAN SIPIL WARGA NEGARA INDONESIA", "KUTIPAN AKTA KELAHIRAN", "Nomor: 5271-LU-12112026-", "",
                     {"Berdasarkan Akta Kelahiran Nomor tersebut di atas telah lahir seorang anak,", "Kutipan ini dikeluarkan di Kota Mataram.",
                      "Pejabat Pencatatan Sipil Kota Mataram"}, true},
    [PAPER_MARRIAGE_BOOK] = {"KEMENTERIAN AGAMA REPUBLIK INDONESIA", "KUTIPAN AKTA NIKAH", "Nomor: ", "/012/XI/2019",
                             {"Buku Nikah. Pada hari Jumat telah dilangsungkan akad nikah seorang laki-laki", "dengan seorang perempuan di Kantor Urusan Agama Kecamatan Contoh.",
                              "Wali nikah: ayah kandung. Mas kawin dibayar tunai."}, false},
    [PAPER_DEATH_LETTER] = {"PEMERINTAH KOTA MATARAM KELURAHAN CONTOH", "SURAT KETERANGAN KEMATIAN", "Nomor: 474.3/", "/KEL/2026",
                            {"telah meninggal dunia pada hari Senin karena sakit,", "Surat keterangan ini dibuat dengan sebenarnya."}, false},
    [PAPER_DEATH] = {"PENCATATAN SIPIL WARGA NEGARA INDONESIA", "KUTIPAN AKTA KEMATIAN", "Nomor: 5271-KM-12112026-", "",
                     {"Berdasarkan Akta Kematian Nomor tersebut di atas, telah meninggal dunia.", "Pejabat Pencatatan Sipil Kota Mataram"}, false},
    [PAPER_SPTJM] = {"FORMULIR F-2.03", "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "(SPTJM) KEBENARAN DATA KELAHIRAN ", "",
                     {"Dengan ini saya menyatakan bahwa data tersebut benar.", "Apabila tidak benar, saya bersedia diproses secara hukum."}, true},
    [PAPER_PROXY] = {"KOTA MATARAM", "SURAT KUASA", "Formulir F-1.07 Nomor ", "",
                     {"Yang memberi kuasa kepada yang diberi kuasa tersebut di atas,", "untuk mengurus dokumen kependudukan."}, false},
};

struct picture paper_draw(enum paper_kind kind, u64 seed, struct paper_truth *ret) {
  struct dice d = {seed * 7919 + kind};
  bool card = kind == PAPER_KTP || kind == PAPER_KIA, wide = kind == PAPER_KK;
  int w = card ? 1348 : wide ? 2340 : 1654, h = card ? 850 : wide ? 1654 : 2340;
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
  struct sheet s = {cairo_create(surface), &d, ret, w, h};
  *ret = (struct paper_truth){.kind = kind};
  colour(&s, 0.975, 0.97, 0.96);
  cairo_paint(s.cr);
  if (kind == PAPER_KK) draw_kk(&s);
  else if (card) draw_card(&s, kind == PAPER_KIA);
  else draw_letter(&s, &letters[kind]);
  cairo_destroy(s.cr);
  cairo_surface_flush(surface);
  struct picture p = picture_new(w, h);
  const u8 *from = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      const u8 *q = from + y * stride + x * 4;
      u8 *to = p.rgb + ((size_t)y * (size_t)w + (size_t)x) * 3;
      to[0] = q[2], to[1] = q[1], to[2] = q[0];
    }
  cairo_surface_destroy(surface);
  return p;
}

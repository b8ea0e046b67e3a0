/* What is read off a paper, mended and compared. All numbers live in region 52.71.99. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/paper_text.h"

static bool holds(const struct paper_text *t, enum read_kind kind, const char *text) {
  for (size_t i = 0; i < t->n; i++)
    if (t->found[i].kind == kind && strcmp(t->found[i].text, text) == 0) return true;
  return false;
}

static void papers_are_known_by_their_words(void **state) {
  (void)state;
  static const struct {
    const char *text;
    enum paper_kind kind;
  } rows[] = {
      {"KARTU KELUARGA\nNo. 5271990108014971\nNama Kepala Keluarga : CONTOH", PAPER_KK},
      {"KARTU KELUARG4\nNo 5271990108014971\nStatus Hubungan Dalam Keluarga", PAPER_KK},
      {"PROVINSI NUSA TENGGARA BARAT\nNIK : 5271994504920848\nBerlaku Hingga : SEUMUR HIDUP", PAPER_KTP},
      {"KARTU IDENTITAS ANAK\nNIK 5271994504920848", PAPER_KIA},
      {"RUMAH SAKIT CONTOH\nSURAT KETERANGAN LAHIR", PAPER_BIRTH_LETTER},
      {"PENCATATAN SIPIL\nKUTIPAN AKTA KELAHIRAN\nNomor 5271-LU-12112026-0001", PAPER_BIRTH},
      {"KUTIPAN AKTA NIKAH\nKantor Urusan Agama", PAPER_MARRIAGE_BOOK},
      {"SURAT KETERANGAN KEMATIAN", PAPER_DEATH_LETTER},
      {"KUTIPAN AKTA KEMATIAN", PAPER_DEATH},
      {"SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", PAPER_SPTJM},
      {"SURAT KUASA\nYang memberi kuasa", PAPER_PROXY},
      {"Resep nasi goreng: dua siung bawang", PAPER_UNKNOWN},
      {"", PAPER_UNKNOWN},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct paper_text t;
    paper_text_read(str_of(rows[i].text), &t);
    if (t.kind != rows[i].kind) fail_msg("%s: %s, not %s", rows[i].text, look_paper_code(t.kind), look_paper_code(rows[i].kind));
  }
}

static void confused_digits_are_mended(void **state) {
  (void)state;
  static const struct {
    const char *line, *nik;
  } rows[] = {
      {"NIK : 5271990101900001", "5271990101900001"},
      {"NIK : 527199O1O19OOOOl", "5271990101900001"},
      {"NIK 52719901019000O1", "5271990101900001"},
      {"NIK: S27I990I0I900001", "5271990101900001"},
      {"NIK:52719 90101 900001", "5271990101900001"},
      {"1 | BAIQ SARI | 5271994101900001 | PEREMPUAN", "5271994101900001"},
      {"|5271994101900001|", "5271994101900001"},
      {"NIK : 527199010190001", NULL},   /* fifteen */
      {"Telepon 081234567890", NULL},
      {"OOOOIIIISSSSBBBB", NULL},        /* letters that could be digits are no number */
      {"NIK : 5271 9901 0190 0001", "5271990101900001"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct paper_text t;
    paper_text_read(str_of(rows[i].line), &t);
    bool good = rows[i].nik ? holds(&t, READ_NIK, rows[i].nik) : t.n == 0;
    if (!good) fail_msg("%s: %zu found, first %s", rows[i].line, t.n, t.n ? t.found[0].text : "-");
  }
}

static void a_family_card_gives_its_number_people_and_dates(void **state) {
  (void)state;
  struct paper_text t;
  paper_text_read(S("KARTU KELUARGA\nNo. 5271990108014971\nNama Kepala Keluarga : CONTOH\n1 MUHAMMAD IQBAL 5271992511030364 LAKI-LAKI PRAYA 25-11-2003\n"
                    "2 SITI NURAINI 5271996810210951 PEREMPUAN 28-10-2021\nDikeluarkan 12 November 2026\n"), &t);
  assert_true(holds(&t, READ_KK_NUMBER, "5271990108014971"));
  assert_true(holds(&t, READ_NIK, "5271992511030364") && holds(&t, READ_NIK, "5271996810210951"));
  assert_false(holds(&t, READ_NIK, "5271990108014971"));
  assert_true(holds(&t, READ_NAME, "MUHAMMAD IQBAL") && holds(&t, READ_NAME, "SITI NURAINI"));
  assert_true(holds(&t, READ_DATE, "2003-11-25") && holds(&t, READ_DATE, "2021-10-28") && holds(&t, READ_DATE, "2026-11-12"));
}

static void a_card_gives_its_name(void **state) {
  (void)state;
  struct paper_text t;
  paper_text_read(S("PROVINSI NUSA TENGGARA BARAT\nNIK : 5271994504920848\nNama : YULIANA RAMADHAN\nTempat/Tgl Lahir : AMPENAN, 05-04-1992\nBerlaku Hingga : SEUMUR HIDUP"), &t);
  assert_true(holds(&t, READ_NAME, "YULIANA RAMADHAN") && holds(&t, READ_DATE, "1992-04-05"));
}

static void a_paper_in_the_wrong_place_is_noticed(void **state) {
  (void)state;
  assert_true(paper_fits(S("kk"), PAPER_KK) && paper_fits(S("kk_lama"), PAPER_KK) && paper_fits(S("kk_ktp"), PAPER_KTP));
  assert_false(paper_fits(S("kk"), PAPER_KTP));
  assert_false(paper_fits(S("kk_lama"), PAPER_BIRTH));
  assert_false(paper_fits(S("skl"), PAPER_KK));
  assert_false(paper_fits(S("ktp_ortu"), PAPER_KK));
  assert_true(paper_fits(S("nikah"), PAPER_MARRIAGE_BOOK) && paper_fits(S("sk_mati"), PAPER_DEATH_LETTER) && paper_fits(S("akta_lahir"), PAPER_BIRTH));
  assert_true(paper_fits(S("foto"), PAPER_KTP)); /* nothing is known of what it must be */
  assert_true(paper_fits(S("kk"), PAPER_UNKNOWN));
}

static void typed_and_read_are_compared_with_patience(void **state) {
  (void)state;
  assert_int_equal(read_compare(READ_NIK, S("5271990101900001"), S("5271990101900001")), READ_SAME);
  assert_int_equal(read_compare(READ_NIK, S("5271990101900001"), S("5271990101900007")), READ_NEAR);
  assert_int_equal(read_compare(READ_NIK, S("5271990101900001"), S("5271994504920848")), READ_OTHER);
  assert_int_equal(read_compare(READ_NAME, S("Baiq Sari Puspita"), S("BAIQ  SARI PUSPITA")), READ_SAME);
  assert_int_equal(read_compare(READ_NAME, S("Baiq Sari Puspita"), S("BAIO SARI PUSPLTA")), READ_NEAR);
  assert_int_equal(read_compare(READ_NAME, S("Baiq Sari Puspita"), S("LALU ARMAN")), READ_OTHER);
  assert_int_equal(read_compare(READ_DATE, S("2019-02-14"), S("2019-02-14")), READ_SAME);
  assert_int_equal(read_compare(READ_DATE, S("2019-02-14"), S("2019-02-11")), READ_NEAR);
  assert_int_equal(read_compare(READ_NAME, S(""), S("LALU")), READ_OTHER);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(papers_are_known_by_their_words), cmocka_unit_test(confused_digits_are_mended),
      cmocka_unit_test(a_family_card_gives_its_number_people_and_dates), cmocka_unit_test(a_card_gives_its_name),
      cmocka_unit_test(a_paper_in_the_wrong_place_is_noticed), cmocka_unit_test(typed_and_read_are_compared_with_patience),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

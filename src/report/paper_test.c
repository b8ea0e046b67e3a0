/* Papers: what a citizen or an auditor would find on them, read back with the tools they would use (poppler, zbar).
 * Where such a tool is not installed the check that needs it is skipped and says so. */
#include "report/paper.h"

#include <setjmp.h> /* cmocka */
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"

static struct arena *mem;
static char dir[] = "/tmp/loket-paper-XXXXXX";
static const moment made_at = 1795137125000; /* 2026-11-20T01:12:05Z */

static str path_of(const char *name) { return arena_printf(mem, "%s/%s", dir, name); }

static int setup(void **state) {
  (void)state;
  mem = arena_new(64u << 20);
  return mkdtemp(dir) && zone_set("Asia/Makassar") ? 0 : 1;
}

static int teardown(void **state) {
  (void)state;
  unlink(path_of("paper.pdf").p); /* left behind by a test that was skipped */
  unlink(path_of("page.png").p);
  arena_free(mem);
  paper_done();
  return rmdir(dir);
}

/* ---- reading a paper back ------------------------------------------------------------------- */

static void save(const char *name, str bytes) {
  FILE *f = fopen(path_of(name).p, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
  assert_int_equal(fclose(f), 0);
}

static str read_all(int fd) {
  struct buf b = buf_new(mem, 8u << 20);
  char chunk[16384];
  for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) > 0;) buf_add(&b, (str){chunk, (size_t)n});
  return buf_str(&b);
}

/* What a program prints; skips the test when the program is not there. */
static str output_of(const char *const *argv) {
  int out[2], status;
  assert_int_equal(pipe(out), 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(out[1], STDOUT_FILENO);
    close(out[0]);
    close(out[1]);
    execvp(argv[0], (char *const *)argv);
    _exit(127);
  }
  close(out[1]);
  str text = read_all(out[0]);
  close(out[0]);
  assert_int_equal(waitpid(child, &status, 0), child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
    print_message("%s is not installed: skipped\n", argv[0]);
    skip();
  }
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 0);
  return text;
}

static str read_back(const char *const *before, const char *after) {
  const char *argv[12] = {NULL};
  size_t n = 0;
  while (before[n]) {
    argv[n] = before[n];
    n++;
  }
  argv[n++] = path_of("paper.pdf").p;
  argv[n] = after;
  return output_of(argv);
}

static str words_of(str pdf) {
  save("paper.pdf", pdf);
  str text = read_back((const char *const[]){"pdftotext", "-layout", "-enc", "UTF-8", NULL}, "-");
  unlink(path_of("paper.pdf").p);
  return text;
}

static str info_of(str pdf) {
  save("paper.pdf", pdf);
  str text = read_back((const char *const[]){"pdfinfo", NULL}, NULL);
  unlink(path_of("paper.pdf").p);
  return text;
}

/* The text of the first code a scanner sees on the first page. */
static str scanned(str pdf) {
  save("paper.pdf", pdf);
  str png = path_of("page"), page = path_of("page.png");
  output_of((const char *const[]){"pdftoppm", "-r", "150", "-png", "-singlefile", path_of("paper.pdf").p, png.p, NULL});
  unlink(path_of("paper.pdf").p);
  str text = str_trim(output_of((const char *const[]){"zbarimg", "--raw", "--quiet", page.p, NULL}));
  unlink(page.p);
  return text;
}

static void assert_says(str text, const char *words) {
  if (!str_has(text, str_of(words))) fail_msg("the paper does not say \"%s\":\n" STR_FMT, words, STR_ARG(text));
}

static void assert_silent(str text, const char *words) {
  if (str_has(text, str_of(words))) fail_msg("the paper says \"%s\":\n" STR_FMT, words, STR_ARG(text));
}

/* ---- papers of an invented office --------------------------------------------------------------- */

static const struct paper_office office = {
    .name = S("Dinas Kependudukan dan Pencatatan Sipil"),
    .place = S("Pemerintah Kota Mataram"),
    .address = S("Jalan Contoh 99, Kota Mataram"),
    .contact = S("WhatsApp 0877 0000 0099, Senin sampai Jumat"),
};
static const struct paper_row papers[] = {
    {S("Surat keterangan lahir"), S("Sesuai"), TONE_GOOD},
    {S("Buku nikah orang tua"), S("Foto ulang: buram"), TONE_BAD},
};
static const str missing[] = {S("Kartu keluarga")};
static const str bring[] = {S("Buku nikah orang tua asli")};

static struct receipt_paper a_receipt(void) {
  return (struct receipt_paper){
      .office = office,
      .made_at = made_at,
      .number = S("MTR-7K4P-2Q9X"),
      .status_url = S("https://loket.example/s/Zk3qv0yB1mYt5nT8aLw2Xg"),
      .service = S("Akta kelahiran"),
      .applicant = S("Siti A*****"),
      .received_at = S("Jumat, 20 November 2026 pukul 09.12 WITA"),
      .papers = papers,
      .paper_count = COUNT(papers),
      .missing = missing,
      .missing_count = COUNT(missing),
      .bring = bring,
      .bring_count = COUNT(bring),
  };
}

static const struct paper_document documents[] = {{S("Kutipan akta kelahiran"), S("5271-LU-20112026-0001")}};
static const struct paper_original originals[] = {
    {S("Buku nikah orang tua"), S("Sesuai"), S("Dikembalikan"), TONE_GOOD},
    {S("Kartu keluarga lama"), S("Sesuai"), S("Ditarik"), TONE_GOOD},
};

static struct handover_paper a_handover(void) {
  return (struct handover_paper){
      .office = office,
      .made_at = made_at,
      .number = S("MTR-7K4P-2Q9X"),
      .service = S("Akta kelahiran"),
      .handed_at = S("Rabu, 25 November 2026 pukul 10.41 WITA"),
      .documents = documents,
      .document_count = COUNT(documents),
      .receiver = S("Lalu Zainul"),
      .relation = S("Paman"),
      .identity_kind = S("KTP-el"),
      .identity_last4 = S("0017"),
      .proxy_letter = S("Siti Aminah, 24 November 2026"),
      .originals = originals,
      .original_count = COUNT(originals),
      .officer = S("Baiq Rahmawati"),
      .check_url = S("https://loket.example/v/MTR-7K4P-2Q9X"),
      .event_hash = S("3f9a41c077de01b2"),
  };
}

static str receipt_pdf(const struct receipt_paper *p) {
  str pdf = STR_NONE;
  assert_int_equal(paper_receipt(mem, p, &pdf), E_OK);
  return pdf;
}

static str handover_pdf(const struct handover_paper *p) {
  str pdf = STR_NONE;
  assert_int_equal(paper_handover(mem, p, &pdf), E_OK);
  return pdf;
}

/* ---- tests ----------------------------------------------------------------------------------------- */

static void receipt_says_what_came_and_what_is_missing(void **state) {
  (void)state;
  struct receipt_paper p = a_receipt();
  str text = words_of(receipt_pdf(&p));
  assert_says(text, "Bukti pendaftaran");
  assert_says(text, "MTR-7K4P-2Q9X");
  assert_says(text, "https://loket.example/s/Zk3qv0yB1mYt5nT8aLw2Xg");
  assert_says(text, "Siti A*****");
  assert_says(text, "pukul 09.12 WITA");
  assert_says(text, "Foto ulang: buram");
  assert_says(text, "Kartu keluarga");
  assert_says(text, "Buku nikah orang tua asli");
  assert_says(text, "GRATIS");
  assert_says(text, "WhatsApp 0877 0000 0099");
  assert_says(text, "Halaman 1 dari 1");
  assert_silent(text, "Perkiraan selesai"); /* nothing promised, nothing printed */
}

static void complete_receipt_says_so(void **state) {
  (void)state;
  struct receipt_paper p = a_receipt();
  p.missing_count = 0;
  assert_says(words_of(receipt_pdf(&p)), "Semua berkas sudah kami terima");
  p.paper_count = 0;
  assert_says(words_of(receipt_pdf(&p)), "Belum ada berkas");
}

static void receipt_speaks_english(void **state) {
  (void)state;
  struct receipt_paper p = a_receipt();
  p.lang = LANG_EN;
  str pdf = receipt_pdf(&p), text = words_of(pdf);
  assert_says(text, "Receipt of your application");
  assert_says(text, "FREE OF CHARGE");
  assert_true(str_has(pdf, S("/Lang (en)")));
}

static void handover_names_who_what_and_proof(void **state) {
  (void)state;
  struct handover_paper p = a_handover();
  str text = words_of(handover_pdf(&p));
  assert_says(text, "Berita acara serah terima");
  assert_says(text, "5271-LU-20112026-0001");
  assert_says(text, "Lalu Zainul");
  assert_says(text, "KTP-el, nomor berakhiran 0017");
  assert_says(text, "Siti Aminah, 24 November 2026");
  assert_says(text, "Dikembalikan");
  assert_says(text, "Ditarik");
  assert_says(text, "Baiq Rahmawati");
  assert_says(text, "3f9a 41c0 77de 01b2");
  p.proxy_letter = STR_NONE;
  assert_silent(words_of(handover_pdf(&p)), "Surat kuasa");
}

static void label_holds_number_and_shelf(void **state) {
  (void)state;
  struct label_paper p = {.office = office,
                          .made_at = made_at,
                          .number = S("MTR-7K4P-2Q9X"),
                          .qr = S("MTR-7K4P-2Q9X"),
                          .service = S("Kutipan akta kelahiran"),
                          .shelf = S("B-12")};
  str pdf = STR_NONE;
  assert_int_equal(paper_label(mem, &p, &pdf), E_OK);
  str text = words_of(pdf), info = info_of(pdf);
  assert_says(text, "MTR-7K4P-2Q9X");
  assert_says(text, "B-12");
  assert_says(info, "Pages:           1");
  assert_says(info, "226.7"); /* 80 mm */
  p.shelf = STR_NONE;
  assert_int_equal(paper_label(mem, &p, &pdf), E_OK);
  assert_silent(words_of(pdf), "Rak");
}

static void scanner_reads_the_code(void **state) {
  (void)state;
  struct receipt_paper p = a_receipt();
  str seen = scanned(receipt_pdf(&p));
  assert_true(str_eq(seen, p.status_url));
}

static void metadata_is_impersonal_and_the_bytes_repeat(void **state) {
  (void)state;
  struct handover_paper p = a_handover();
  str once = handover_pdf(&p), again = handover_pdf(&p), info = info_of(once);
  assert_true(str_eq(once, again));
  assert_says(info, "Berita acara serah terima MTR-7K4P-2Q9X");
  assert_says(info, "2026");
  assert_silent(info, "Zainul");
  assert_silent(info, "Rahmawati");
  assert_true(str_has(once, S("/Lang (id-ID)")));
}

/* Two hundred rows go over several pages; each row is there once, each page has its number and the table's head. */
static void long_lists_flow(void **state) {
  (void)state;
  struct paper_original rows[200];
  for (size_t i = 0; i < COUNT(rows); i++)
    rows[i] = (struct paper_original){arena_printf(mem, "Berkas ke-%zu.", i + 1), S("Sesuai"), S("Kembali"), TONE_GOOD};
  struct handover_paper p = a_handover();
  p.originals = rows;
  p.original_count = COUNT(rows);
  str text = words_of(handover_pdf(&p)), page;
  for (size_t i = 0; i < COUNT(rows); i++) assert_says(text, arena_printf(mem, "Berkas ke-%zu.", i + 1).p);
  int pages = 0;
  for (str rest = text; str_cut(&rest, '\f', &page);)
    if (str_trim(page).n) pages++;
  assert_in_range(pages, 4, 9);
  assert_says(text, arena_printf(mem, "Halaman %d dari %d", pages, pages).p);
  str_cut(&text, '\f', &page);
  str_cut(&text, '\f', &page);
  assert_says(page, "Hasil pencocokan");
}

static void long_and_foreign_names_fit(void **state) {
  (void)state;
  struct handover_paper p = a_handover();
  p.receiver = S("Lalu Muhammad Zainul Majdi Firmansyah Hidayatullah Kusumawij"); /* 60, the longest the law allows */
  p.officer = S("Élodie Ñandú Šimůnek-Łoś");
  assert_int_equal(utf8_count(p.receiver), MAX_NAME);
  str text = words_of(handover_pdf(&p));
  assert_says(text, "Hidayatullah Kusumawij");
  assert_says(text, "Élodie Ñandú Šimůnek-Łoś");
}

/* A value cannot break out of its line, and a flood of letters cannot break the page. */
static void hostile_values_stay_in_their_place(void **state) {
  (void)state;
  char flood[9000];
  memset(flood, 'W', sizeof flood);
  struct receipt_paper p = a_receipt();
  p.service = S("Akta\n\n\n\n\n\tkelahiran\x01<b>&amp;");
  p.applicant = (str){flood, sizeof flood};
  p.status_url = S("https://loket.example/s/x' rect='0 0 1 1");
  str pdf = receipt_pdf(&p);
  assert_says(words_of(pdf), "<b>&amp;");
  assert_false(str_has(pdf, S("0 0 1 1'")));
  assert_true(pdf.n < 200000);
}

static void faults_are_named_and_change_nothing(void **state) {
  (void)state;
  str pdf = S("untouched");
  struct receipt_paper p = a_receipt();
  p.service = S("\xff\xfe");
  assert_int_equal(paper_receipt(mem, &p, &pdf), E_INPUT);
  p = a_receipt();
  p.status_url = STR_NONE;
  assert_int_equal(paper_receipt(mem, &p, &pdf), E_INPUT);
  p = a_receipt();
  p.paper_count = MAX_PAPER_ROWS + 1;
  assert_int_equal(paper_receipt(mem, &p, &pdf), E_LIMIT);
  assert_true(str_eq(pdf, S("untouched")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(receipt_says_what_came_and_what_is_missing),
      cmocka_unit_test(complete_receipt_says_so),
      cmocka_unit_test(receipt_speaks_english),
      cmocka_unit_test(handover_names_who_what_and_proof),
      cmocka_unit_test(label_holds_number_and_shelf),
      cmocka_unit_test(scanner_reads_the_code),
      cmocka_unit_test(metadata_is_impersonal_and_the_bytes_repeat),
      cmocka_unit_test(long_lists_flow),
      cmocka_unit_test(long_and_foreign_names_fit),
      cmocka_unit_test(hostile_values_stay_in_their_place),
      cmocka_unit_test(faults_are_named_and_change_nothing),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}

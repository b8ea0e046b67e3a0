/* What comes back from the centre, line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/identity.h"
#include "office/sync.h"

static struct arena *arena;
static struct sync_proposal rows[3];

static struct sync_reading read_back(const char *format) {
  struct ctx c = {.arena = arena, .lang = LANG_ID};
  struct sync_reading r;
  struct buf b = buf_new(arena, 4096); /* $1, $2, $3: the numbers of the batch */
  for (const char *p = format; *p; p++) {
    if (*p == '$') buf_add(&b, rows[*++p - '1'].number);
    else buf_byte(&b, *p);
  }
  sync_read_back(&c, buf_str(&b), rows, COUNT(rows), &r);
  return r;
}

static void good_lines(void **state) {
  (void)state;
  struct sync_reading r = read_back("Nomor;Hasil;Keterangan\n$1;padan;\n$2;DITOLAK;NIK tidak dikenal\n");
  assert_int_equal(r.problem.n, 0);
  assert_int_equal(r.n, 2);
  assert_int_equal(r.bad, 0);
  assert_int_equal(r.missing, 1);
  assert_int_equal(r.rows[0].result, SYNC_RESULT_DONE);
  assert_ptr_equal(r.rows[1].of, &rows[1]);
  assert_int_equal(r.rows[1].line, 3);
  r = read_back("baris,nomor,nik,hasil,keterangan\n1,$1,5271990101900001,,\n2,$2,5271990101900002,nik_ganda,\n3,$3,,perlu_perekaman,\n");
  assert_int_equal(r.bad, 0);
  assert_int_equal(r.rows[0].result, SYNC_RESULT_NONE); /* nothing said of it yet */
}

static void each_bad_line_says_why(void **state) {
  (void)state;
  const struct {
    const char *text, *words;
  } cases[] = {{"nomor,hasil\nMTR-AAAA-AAAA,padan\n", "tidak ada dalam kelompok"},
               {"nomor,hasil\n$1,beres\n", "Hasil tidak dikenal"},
               {"nomor,hasil\n$1,padan\n$1,padan\n", "dua kali"},
               {"nomor,hasil,baris\n$1,padan,2\n", "bergeser"},
               {"nomor,hasil,keterangan\n$1,ditolak,\n", "alasan"},
               {"nomor,hasil,keterangan\n$3,ditolak,NIK tidak dikenal\n", "sudah dicatat"}};
  rows[2].result = SYNC_RESULT_DONE;
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct sync_reading r = read_back(cases[i].text);
    assert_int_equal(r.problem.n, 0);
    assert_int_equal(r.bad, 1);
    str said = r.rows[r.n - 1].problem;
    if (!str_has(said, str_of(cases[i].words))) fail_msg("%s: " STR_FMT, cases[i].text, STR_ARG(said));
  }
  rows[2].result = SYNC_RESULT_NONE;
}

static void a_file_that_is_another_one(void **state) {
  (void)state;
  const struct {
    const char *text, *words;
  } cases[] = {{"", "kosong"},         {"nomor,hasil\n", "kosong"},          {"nomor,hasil\n$1\n", "baris 2"},
               {"nomor\n$1\n", "hasil"}, {"nomor,hasil,gaji\n$1,padan,3\n", "gaji"}, {"nomor,hasil,hasil\n$1,padan,padan\n", "hasil"},
               {"nomor,hasil\n$1,\"padan\n", "kutip"}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct sync_reading r = read_back(cases[i].text);
    if (!str_has(r.problem, str_of(cases[i].words))) fail_msg("%s: " STR_FMT, cases[i].text, STR_ARG(r.problem));
    assert_int_equal(r.n, 0);
  }
}

int main(void) {
  arena = arena_new(64u << 20);
  for (size_t i = 0; i < COUNT(rows); i++)
    rows[i] = (struct sync_proposal){.id = (i64)i + 1, .row = (i64)i + 1, .number = number_new(arena, S("MTR"))};
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(good_lines),
      cmocka_unit_test(each_bad_line_says_why),
      cmocka_unit_test(a_file_that_is_another_one),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(arena);
  return failed;
}

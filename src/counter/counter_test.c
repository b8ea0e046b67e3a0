/* What is called, what is printed, what a printer is sent. */
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "counter/call.h"
#include "counter/paper.h"
#include "counter/printer.h"
#include "counter/qr.h"

static struct arena *a;
static int begin(void **state) {
  (void)state;
  a = arena_new(64u << 20);
  return 0;
}
static int end(void **state) {
  (void)state;
  arena_free(a);
  ticket_paper_done();
  return 0;
}

static void a_number_in_clips(void **state) {
  (void)state;
  static const struct {
    char letter;
    i64 n;
    int counter;
    const char *words;
  } rows[] = {{'A', 12, 3, "nomor huruf_a angka_12 loket angka_3 "},   {'D', 1, 12, "nomor huruf_d angka_1 loket angka_12 "},
              {'B', 100, 1, "nomor huruf_b angka_100 loket angka_1 "}, {'B', 215, 1, "nomor huruf_b angka_200 angka_15 loket angka_1 "},
              {'Z', 999, 99, "nomor huruf_z angka_900 angka_99 loket angka_99 "}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    str clip[MAX_CALL_CLIPS];
    size_t n = call_clips(a, rows[i].letter, rows[i].n, rows[i].counter, clip);
    struct buf b = buf_new(a, 400);
    for (size_t k = 0; k < n; k++) {
      str bytes;
      const char *type;
      buf_printf(&b, STR_FMT " ", STR_ARG(clip[k]));
      if (!clip_count) continue; /* built without a voice */
      assert_int_equal(call_clip(a, S(""), clip[k], &bytes, &type), E_OK);
      assert_true(str_starts(bytes, S("OggS")));
      assert_true(bytes.n > 500);
    }
    assert_true(str_is(buf_str(&b), rows[i].words));
  }
}

static void an_offices_own_recording_wins(void **state) {
  (void)state;
  char folder[] = "/tmp/loket-sounds-XXXXXX";
  str bytes;
  const char *type;
  assert_non_null(mkdtemp(folder));
  str path = arena_printf(a, "%s/nomor.wav", folder);
  FILE *f = fopen(path.p, "wb");
  assert_non_null(f);
  fputs("RIFF own", f);
  fclose(f);
  assert_int_equal(call_clip(a, str_of(folder), S("nomor"), &bytes, &type), E_OK);
  assert_string_equal(type, "audio/wav");
  assert_true(str_eq(bytes, S("RIFF own")));
  assert_int_equal(call_clip(a, str_of(folder), S("../nomor"), &bytes, &type), E_NOTFOUND);
  assert_int_equal(call_clip(a, str_of(folder), S("tidak_ada"), &bytes, &type), E_NOTFOUND);
  unlink(path.p);
  rmdir(folder);
}

static struct ticket_paper example(void) {
  return (struct ticket_paper){.office = S("Dukcapil Kota Mataram"), .title = S("NOMOR ANTREAN"), .line = S("Kartu keluarga, KIA, pindah"),
                               .number = S("B-027"), .ahead = S("6 orang di depan Anda"), .when = S("Senin, 23 November 2026 pukul 09.12 WITA"),
                               .priority = S("Lansia (60 tahun ke atas)"), .note = S("Terlewat? Lapor ke petugas dalam 5 menit."),
                               .free = S("Layanan ini gratis. Simpan kertas ini."), .follow = S("Pantau dari HP: pindai kode ini"),
                               .url = S("http://127.0.0.1:8080/antre/t/AAAAAAAAAAAAAAAAAAAAAA")};
}

/* Reads the raster bands back: rows of dots, and how many are black. */
static int dots_of(str bytes, int *ret_black) {
  int rows = 0;
  assert_true(str_starts(bytes, S("\x1B@")));
  bytes = str_from(bytes, 2);
  *ret_black = 0;
  while (str_starts(bytes, S("\x1Dv0"))) {
    int wide = (u8)bytes.p[4], high = (u8)bytes.p[6] | (u8)bytes.p[7] << 8;
    assert_int_equal(wide, PAPER_DOTS / 8);
    for (int i = 0; i < wide * high; i++) *ret_black += __builtin_popcount((u8)bytes.p[8 + i]);
    bytes = str_from(bytes, 8 + (size_t)(wide * high));
    rows += high;
  }
  assert_true(str_ends(bytes, S("\x1DV\x42\x00"))); /* cut */
  return rows;
}

static void a_ticket_on_paper(void **state) {
  (void)state;
  struct ticket_paper t = example();
  str bytes;
  int black, rows;
  assert_int_equal(ticket_paper(a, &t, &bytes), E_OK);
  rows = dots_of(bytes, &black);
  assert_in_range(rows, 600, 1100);
  assert_in_range(black, rows * PAPER_DOTS / 40, rows * PAPER_DOTS / 4);
  t.line = S("Sebuah layanan dengan nama yang sangat panjang sekali sehingga tidak muat di dalam satu baris kertas");
  assert_int_equal(ticket_paper(a, &t, &bytes), E_OK);
  assert_true(dots_of(bytes, &black) > rows);
}

static void a_code_as_svg(void **state) {
  (void)state;
  struct qr q;
  assert_int_equal(qr_make(a, S("https://loket.example.go.id/antre"), &q), E_OK);
  str svg = qr_svg(a, &q);
  assert_true(str_starts(svg, S("<svg")) && str_has(svg, S("</svg>")));
  assert_int_equal(qr_make(a, S(""), &q), E_INPUT);
}

/* ---- a printer ------------------------------------------------------------------------------------------------- */

struct printer {
  int listener, port;
  u8 status;    /* what the paper sensor says */
  bool answers; /* to questions about it */
  char got[1 << 17];
  size_t n;
  pthread_t thread;
};

static void *print(void *self) {
  struct printer *p = self;
  int fd = accept(p->listener, NULL, NULL);
  for (;;) {
    ssize_t n = recv(fd, p->got + p->n, sizeof p->got - p->n, 0);
    if (n <= 0) break;
    bool asked = p->n == 0 && n >= 3 && memcmp(p->got, "\x10\x04\x04", 3) == 0;
    p->n += (size_t)n;
    if (asked && p->answers && send(fd, &p->status, 1, MSG_NOSIGNAL) != 1) break;
  }
  close(fd);
  return NULL;
}

static void printer_start(struct printer *p) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t n = sizeof at;
  p->listener = socket(AF_INET, SOCK_STREAM, 0);
  assert_int_equal(bind(p->listener, (struct sockaddr *)&at, sizeof at), 0);
  assert_int_equal(listen(p->listener, 1), 0);
  getsockname(p->listener, (struct sockaddr *)&at, &n);
  p->port = ntohs(at.sin_port);
  assert_int_equal(pthread_create(&p->thread, NULL, print, p), 0);
}

static enum err print_example(struct printer *p, const char **ret_problem) {
  struct ticket_paper t = example();
  str bytes;
  assert_int_equal(ticket_paper(a, &t, &bytes), E_OK);
  printer_start(p);
  enum err e = printer_send(a, arena_printf(a, "127.0.0.1:%d", p->port), bytes, ret_problem);
  pthread_join(p->thread, NULL);
  close(p->listener);
  if (e == E_OK) {
    assert_int_equal(p->n, bytes.n + 3);
    assert_memory_equal(p->got + 3, bytes.p, bytes.n);
  }
  return e;
}

static void printers(void **state) {
  (void)state;
  static struct printer full = {.answers = true, .status = 0x12}, silent = {.answers = false}, empty = {.answers = true, .status = 0x72};
  const char *problem;
  assert_int_equal(print_example(&full, &problem), E_OK);
  assert_int_equal(print_example(&silent, &problem), E_OK);
  assert_int_equal(print_example(&empty, &problem), E_IO);
  assert_string_equal(problem, "paper");
  assert_int_equal(printer_send(a, arena_printf(a, "127.0.0.1:%d", empty.port), S("x"), &problem), E_IO);
  assert_string_equal(problem, "unreachable");
  assert_int_equal(printer_send(a, S("nowhere"), S("x"), &problem), E_IO);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_number_in_clips), cmocka_unit_test(an_offices_own_recording_wins), cmocka_unit_test(a_ticket_on_paper),
      cmocka_unit_test(a_code_as_svg),     cmocka_unit_test(printers),
  };
  return cmocka_run_group_tests(tests, begin, end);
}

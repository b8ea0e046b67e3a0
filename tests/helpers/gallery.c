/* Every page with invented people, written as files, to look at without a server:
 *   gallery OUT LANG        OUT/officer_file.html, OUT/a/1a2b3c4d.loket.css ...
 * Nobody here exists; region code 52.71.99 is not assigned. */
#include <errno.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "web/assets.h"
#include "web/page.h"
#include "web/pages/views.h"
#include "web/pages_gen.h"

#define LIST_N(array) (array), COUNT(array)

static const char *out_folder;
static enum lang out_lang;

static void write_file(const char *name, str bytes) {
  char path[512];
  if (snprintf(path, sizeof path, "%s/%s", out_folder, name) >= (int)sizeof path) exit(1);
  FILE *f = fopen(path, "we");
  if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f)) {
    fprintf(stderr, "gallery: cannot write %s\n", path);
    exit(1);
  }
}

static struct page page_begin(bool officer) {
  struct arena *a = arena_new(MAX_REQUEST_ARENA);
  return (struct page){.arena = a,
                       .out = buf_new(a, MAX_PAGE),
                       .lang = out_lang,
                       .csrf = S("contoh"),
                       .office_name = S("Dukcapil Kota Mataram"),
                       .officer = officer ? S("Baiq Contoh Lestari") : STR_NONE,
                       .demo = true,
                       .path = S("/")};
}
static void page_end(struct page *p, const char *name) {
  if (p->out.full) fprintf(stderr, "gallery: %s is cut\n", name);
  write_file(name, buf_str(&p->out));
  arena_free(p->arena);
}
#define PAGE(name, officer, call)            \
  do {                                       \
    struct page page_ = page_begin(officer); \
    struct page *p = &page_;                 \
    call;                                    \
    page_end(p, name ".html");               \
  } while (0)

/* ---- data several pages share ---------------------------------------------------------------- */

static const struct wa_number numbers[] = {
    {S("Akta kelahiran dan kematian"), S("0800-0000-0001"), S("https://wa.me/628000000001")},
    {S("KK, KIA, pindah"), S("0800-0000-0002"), S("https://wa.me/628000000002")},
};
static const struct hours_line hours[] = {
    {S("Senin–Kamis"), S("08.00–15.00 WITA")},
    {S("Jumat"), S("08.00–11.00 WITA")},
};
static const struct contact contact = {.wa = numbers,
                                       .wa_count = COUNT(numbers),
                                       .hours = hours,
                                       .hours_count = COUNT(hours),
                                       .phone = S("(0370) 000000"),
                                       .phone_url = S("tel:+62370000000"),
                                       .address = S("Jalan Contoh 1, Mataram")};
static const struct service_line services[] = {
    {S("akta_kelahiran"), S("Akta Kelahiran"), S("Anak baru lahir atau belum punya akta"), S("2 hari kerja")},
    {S("kia"), S("Kartu Identitas Anak"), S("Anak di bawah 17 tahun"), S("2 hari kerja")},
    {S("kk"), S("Kartu Keluarga"), S("KK baru, hilang, rusak, atau berubah"), S("2 hari kerja")},
    {S("akta_kematian"), S("Akta Kematian"), S("Melaporkan kematian anggota keluarga"), S("2 hari kerja")},
    {S("pindah"), S("Pindah dan Datang"), S("Pindah ke, dari, atau di dalam kota"), S("1 hari kerja")},
    {S("sinkronisasi"), S("Sinkronisasi Data"), S("NIK tidak ditemukan di BPJS, bank, atau sekolah"),
     S("1 hari kerja")},
    {S("ktp_el"), S("KTP-el"), S("Jadwal perekaman di kantor"), STR_NONE},
};
static const struct timeline_line timeline[] = {
    {S("Jumat, 20 November 2026 pukul 10.40 WITA"), S("2026-11-20T02:40:00Z"), S("Perbaikan diminta"),
     S("Baiq Contoh Lestari")},
    {S("Jumat, 20 November 2026 pukul 10.31 WITA"), S("2026-11-20T02:31:00Z"), S("Berkas diperiksa petugas"),
     S("Baiq Contoh Lestari")},
    {S("Jumat, 20 November 2026 pukul 09.12 WITA"), S("2026-11-20T01:12:00Z"), S("Permohonan terdaftar"), S("sistem")},
};
static const str papers_to_bring[] = {S("Surat keterangan lahir"), S("Kartu Keluarga lama"), S("Buku nikah")};
static const str papers_missing[] = {S("Buku nikah (halaman nomor)")};

static struct fault_line a_fault(const char *label, enum fault_reason r, const char *note) {
  return (struct fault_line){str_of(label), words_fault(r), words_fault_todo(r), str_of(note)};
}

/* ---- citizens --------------------------------------------------------------------------------- */

static void citizen_pages(void) {
  const struct home_view home = {.services = services, .service_count = COUNT(services), .contact = contact};
  PAGE("citizen_home", false, home_page(p, &home));

  const struct field_error wrong[] = {{STR_NONE, S("Nomor permohonan dan 4 angka itu tidak cocok. Periksa keduanya.")},
                                      {S("last4"), S("Tulis 4 angka terakhir nomor WhatsApp Anda")}};
  const struct check_view check = {.errors = {LIST_N(wrong)}, .number = S("MTR-7K4P-2Q9X"), .last4 = S("12")};
  PAGE("citizen_check_error", false, check_page(p, &check));

  const struct option yes_no[] = {
      {.value = S("yes"), .label = S("Ya, punya buku nikah"), .chosen = true},
      {.value = S("no"), .label = S("Belum tercatat"), .help = S("Diganti surat pernyataan dua saksi")}};
  const struct choice_question questions[] = {
      {.code = S("marriage"), .ask = S("Apakah perkawinan orang tua tercatat?"), .options = yes_no, .option_count = 2},
  };
  const struct requirement_line requirements[] = {
      {.label = S("Surat keterangan lahir"),
       .help = S("Dari rumah sakit, puskesmas, bidan, atau penolong kelahiran."),
       .upload = true,
       .show = true,
       .basis = S("Perpres 96/2018 pasal 33")},
      {.label = S("Buku nikah orang tua"),
       .help = S("Foto halaman nama dan halaman nomor."),
       .upload = true,
       .show = true,
       .basis = S("Perpres 96/2018 pasal 33")},
      {.label = S("Formulir pelaporan"), .form = S("F-2.01"), .fill = true, .witnesses = 2},
      {.label = S("Kartu Keluarga"), .upload = true, .withdraw = true},
      {.label = S("Surat kuasa"),
       .form = S("F-1.07"),
       .upload = true,
       .optional = true,
       .local_rule = true,
       .basis = S("SOP 12/2025")},
  };
  const str products[] = {S("Kutipan akta kelahiran"), S("Kartu Keluarga baru"), S("KIA")};
  const struct service_view service = {.code = S("akta_kelahiran"),
                                       .label = S("Akta Kelahiran"),
                                       .description = S("Anak baru lahir atau belum punya akta"),
                                       .questions = questions,
                                       .question_count = 1,
                                       .requirements = requirements,
                                       .requirement_count = COUNT(requirements),
                                       .time = S("2 hari kerja"),
                                       .products = products,
                                       .product_count = COUNT(products),
                                       .pickup = true,
                                       .start_url = S("https://wa.me/628000000001?text=AKTA%20LAHIR"),
                                       .contact = contact};
  PAGE("citizen_service", false, service_page(p, &service));

  struct status_view status = {.number = S("MTR-7K4P-2Q9X"),
                               .service = S("Akta Kelahiran"),
                               .state = tag_citizen_state(STATE_READY_FOR_PICKUP),
                               .next = words_next_step(STATE_READY_FOR_PICKUP),
                               .place = S("Loket 3, Jalan Contoh 1"),
                               .bring = papers_to_bring,
                               .bring_count = COUNT(papers_to_bring),
                               .timeline = timeline,
                               .timeline_count = COUNT(timeline),
                               .receipt_url = S("/s/x/bukti.pdf"),
                               .wa_url = S("https://wa.me/628000000001"),
                               .contact = contact};
  PAGE("citizen_status_ready", false, status_page(p, &status));
  const struct fault_line faults[] = {a_fault("Surat keterangan lahir", FAULT_BLURRED, "Nama bayi tidak terbaca."),
                                      a_fault("Kartu Keluarga", FAULT_CUT_OFF, "")};
  status.state = tag_citizen_state(STATE_NEEDS_CORRECTION);
  status.next = words_next_step(STATE_NEEDS_CORRECTION);
  status.place = STR_NONE;
  status.bring_count = 0;
  status.faults = faults;
  status.fault_count = COUNT(faults);
  status.missing = papers_missing;
  status.missing_count = COUNT(papers_missing);
  status.upload_url = S("/kirim/x");
  status.answer_by = S("Jumat, 4 Desember 2026");
  PAGE("citizen_status_correction", false, status_page(p, &status));
  status.state = tag_citizen_state(STATE_EXPIRED);
  status.next = words_next_step(STATE_EXPIRED);
  status.fault_count = status.missing_count = 0;
  status.upload_url = status.answer_by = STR_NONE;
  status.reopen_url = S("/s/x/buka");
  PAGE("citizen_status_expired", false, status_page(p, &status));

  const struct option sexes[] = {{.value = S("1"), .label = S("Laki-laki"), .chosen = true},
                                 {.value = S("2"), .label = S("Perempuan")}};
  const struct form_input inputs[] = {
      {.name = S("child_name"),
       .kind = FIELD_NAME,
       .label = S("Nama lengkap anak"),
       .help = S("Paling sedikit dua kata, paling banyak 60 huruf."),
       .value = S("Rara"),
       .error = S("Nama paling sedikit dua kata")},
      {.name = S("child_sex"), .kind = FIELD_CHOICE, .label = S("Jenis kelamin"), .options = sexes, .option_count = 2},
      {.name = S("child_birth"),
       .kind = FIELD_DATE,
       .label = S("Tanggal lahir"),
       .day = S("17"),
       .month = S("11"),
       .year = S("2026")},
      {.name = S("child_time"), .kind = FIELD_TIME, .label = S("Pukul lahir"), .optional = true},
      {.name = S("mother_nik"), .kind = FIELD_NIK, .label = S("NIK ibu"), .value = S("5271996502950001")},
      {.name = S("note"), .kind = FIELD_LONG, .label = S("Keterangan lain"), .optional = true},
  };
  const struct field_error form_wrong[] = {{S("child_name"), S("Nama paling sedikit dua kata")}};
  const struct input_group groups[] = {{.title = S(""), .inputs = inputs, .input_count = COUNT(inputs)}};
  const struct section_view section = {.action = S("/f/abc/2"),
                                       .back_url = S("/f/abc/1"),
                                       .service = S("Akta Kelahiran"),
                                       .title = S("Data anak"),
                                       .index = 2,
                                       .count = 4,
                                       .groups = groups,
                                       .group_count = 1,
                                       .errors = {LIST_N(form_wrong)}};
  PAGE("citizen_form_error", false, section_page(p, &section));

  const struct list_entry people[] = {
      {S("Rara Contoh Putri"), S("Perempuan · Mataram · 17 November 2019 · Anak"), false, S("/f/abc/4/1"), S("/f/abc/4/1/hapus")},
      {S("Bayu Contoh"), S("Laki-laki"), true, S("/f/abc/4/2"), S("/f/abc/4/2/hapus")}};
  const struct items_view items = {.back_url = S("/f/abc/3"), .service = S("Kartu Keluarga"), .title = S("Anggota baru"), .help = S("Satu per satu."),
                                   .saved = S("Data Rara Contoh Putri tersimpan."), .index = 4, .count = 4, .rows = people, .row_count = 2,
                                   .size = S("2 anggota keluarga, paling banyak 20."), .add_url = S("/f/abc/4/3"),
                                   .add_label = S("Tambah anggota keluarga lain"), .next_url = S("/f/abc/periksa"), .next_label = S("Lanjut: Periksa")};
  PAGE("citizen_items", false, items_page(p, &items));
  const struct remove_view removal = {.action = S("/f/abc/4/1/hapus"), .back_url = S("/f/abc/4"), .service = S("Kartu Keluarga"),
                                      .title = S("Hapus Rara Contoh Putri?"), .what = S("Semua yang ditulis dihapus.")};
  PAGE("citizen_items_remove", false, remove_page(p, &removal));

  const struct data_line lines[] = {{S("Nama lengkap anak"), S("Rara Contoh Putri")},
                                    {S("Tanggal lahir"), S("17 November 2026")},
                                    {S("Pukul lahir"), STR_NONE}};
  const struct data_section sections[] = {{S("Data anak"), 1, S("/f/abc/1?periksa=1"), lines, COUNT(lines)},
                                          {S("Data ibu"), 2, S("/f/abc/2?periksa=1"), lines, 1}};
  const struct answers_view answers = {
      .action = S("/f/abc/periksa"), .service = S("Akta Kelahiran"), .sections = sections, .section_count = 2};
  PAGE("citizen_answers", false, answers_page(p, &answers));
  const struct sent_view sent = {.number = S("MTR-7K4P-2Q9X"),
                                 .service = S("Akta Kelahiran"),
                                 .wa_url = S("https://wa.me/628000000001"),
                                 .status_url = S("/s/x")};
  PAGE("citizen_sent", false, sent_page(p, &sent));
  const struct expired_view expired = {.contact = contact};
  PAGE("citizen_expired", false, expired_page(p, &expired));

  const struct upload_slot slots[] = {
      {.code = S("skl"),
       .label = S("Surat keterangan lahir"),
       .state = tag_citizen_item(ITEM_FAULTY),
       .fault = words_fault(FAULT_BLURRED),
       .todo = words_fault_todo(FAULT_BLURRED),
       .note = S("Nama bayi tidak terbaca."),
       .scans = 1},
      {.code = S("kk"),
       .label = S("Kartu Keluarga"),
       .help = S("Seluruh lembar, tulisan kecil terbaca."),
       .state = tag_citizen_item(ITEM_RECEIVED),
       .scans = 2},
      {.code = S("nikah"),
       .label = S("Buku nikah"),
       .state = tag_citizen_item(ITEM_MISSING),
       .error = S("Buku nikah harus JPG, PNG, WebP, HEIC, atau PDF")},
  };
  const struct field_error upload_wrong[] = {{S("scan_nikah"), S("Buku nikah harus JPG, PNG, WebP, HEIC, atau PDF")}};
  const struct upload_view upload = {.token = S("abc"),
                                     .number = S("MTR-7K4P-2Q9X"),
                                     .service = S("Akta Kelahiran"),
                                     .saved = S("2 foto sudah kami terima."),
                                     .slots = slots,
                                     .slot_count = COUNT(slots),
                                     .errors = {LIST_N(upload_wrong)},
                                     .status_url = S("/s/x")};
  PAGE("citizen_upload", false, upload_page(p, &upload));

  const struct about_view about = {.contact = contact, .dpo = S("Sekretaris Dinas")};
  PAGE("citizen_help", false, help_page(p, &about));
  PAGE("citizen_privacy", false, privacy_page(p, &about));
  PAGE("citizen_access", false, access_page(p, &about));
  const struct error_view missing = {
      .status = 404, .code = S("7F3A"), .phone = contact.phone, .phone_url = contact.phone_url};
  PAGE("citizen_error_404", false, error_page(p, &missing));
  const struct error_view busy = {
      .status = 503, .code = S("7F3B"), .retry = S("2 menit"), .phone = contact.phone, .phone_url = contact.phone_url};
  PAGE("citizen_error_503", false, error_page(p, &busy));
}

/* ---- officers --------------------------------------------------------------------------------- */

static struct file_row a_row(const char *number, const char *service, const char *who, enum channel c, enum state s,
                             const char *age, const char *due, bool late, const char *owner, bool mine) {
  return (struct file_row){.number = str_of(number),
                           .service = str_of(service),
                           .applicant = str_of(who),
                           .channel = words_channel(c),
                           .age = str_of(age),
                           .due = str_of(due),
                           .late = late,
                           .owner = str_of(owner),
                           .mine = mine,
                           .state = tag_officer_state(s)};
}
static const struct canned_view canned[] = {
    {S("salam"), S("Salam"), S("Selamat pagi, Bapak/Ibu. Ada yang dapat kami bantu?")},
    {S("foto_ulang"), S("Foto ulang"), S("Mohon foto ulang di tempat terang, seluruh tepi terlihat.")},
    {S("jam"), S("Jam kantor"), S("Kantor buka Senin–Kamis 08.00–15.00 dan Jumat 08.00–11.00 WITA.")},
};
static const struct message_view messages[] = {
    {.from_citizen = true,
     .who = S("Sari C."),
     .when = S("09.05"),
     .iso = S("2026-11-20T01:05:00Z"),
     .text = S("Selamat pagi, mau urus akta anak saya")},
    {.from_bot = true,
     .who = S("Bot"),
     .when = S("09.05"),
     .iso = S("2026-11-20T01:05:02Z"),
     .text = S("Selamat datang. Silakan kirim foto surat keterangan lahir."),
     .delivery = T_OFFICER_DELIVERY_READ},
    {.from_citizen = true,
     .who = S("Sari C."),
     .when = S("09.07"),
     .iso = S("2026-11-20T01:07:00Z"),
     .media = S("f7"),
     .media_url = S("/foto1.svg"),
     .thumb_url = S("/foto1.svg")},
    {.from_citizen = true,
     .who = S("Sari C."),
     .when = S("09.08"),
     .iso = S("2026-11-20T01:08:00Z"),
     .media = S("f8"),
     .media_url = S("/foto2.svg"),
     .thumb_url = S("/foto2.svg"),
     .tied_to = S("MTR-7K4P-2Q9X · Kartu Keluarga")},
    {.from_citizen = true,
     .who = S("Sari C."),
     .when = S("09.09"),
     .iso = S("2026-11-20T01:09:00Z"),
     .gone = S("Foto sudah dihapus sesuai masa simpan, 20 Desember 2026")},
    {.who = S("Baiq Contoh Lestari"),
     .when = S("10.40"),
     .iso = S("2026-11-20T02:40:00Z"),
     .text = S("Fotonya sudah kami terima, Bu.\nTinggal surat lahirnya difoto ulang ya."),
     .delivery = T_OFFICER_DELIVERY_DELIVERED},
};

static void officer_file(void) {
  static const enum text_key remarks[] = {T_OFFICER_QUALITY_BLURRED};
  static const str notes[] = {{"Gambar yang sama ada di berkas MTR-9K4P-2Q9A (Sari C.).", 55}};
  static const struct read_part nik[] = {{{"52719941019", 11}, false}, {{"8", 1}, true}, {{"0001", 4}, false}}, name[] = {{{"BAIQ CONTOH", 11}, false}},
                                kk[] = {{{"5271990108014971", 16}, false}};
  static const struct read_line reads[] = {{{"NIK ibu", 7}, {"5271994101900001", 16}, nik, 3, false}, {{"Nama ibu", 8}, {"Baiq Contoh", 11}, name, 1, true},
                                           {{"Nomor KK di foto", 16}, {"", 0}, kk, 1, false}};
  static const struct look_view look = {.remarks = remarks, .remark_count = 1, .notes = notes, .note_count = 1, .pages = 3, .page = 2,
                                        .previous_page_url = {"/petugas/p/MTR-7K4P-2Q9X?pindaian=1&lembar=1", 45}, .next_page_url = {"/petugas/p/MTR-7K4P-2Q9X?pindaian=1&lembar=3", 45},
                                        .paper = {"Surat keterangan lahir", 22}, .lines = reads, .line_count = 3};
  const struct scan_view scans[] = {
      {.id = S("s11"),
       .at = 1,
       .url = S("/foto1.svg"),
       .thumb_url = S("/foto1.svg"),
       .chosen = true,
       .requirement = S("skl"),
       .requirement_label = S("Surat keterangan lahir"),
       .received = S("20 November 2026 09.07, WhatsApp"),
       .look = &look},
      {.id = S("s12"),
       .at = 2,
       .url = S("/foto2.svg"),
       .thumb_url = S("/foto2.svg"),
       .requirement = S("kk"),
       .requirement_label = S("Kartu Keluarga")},
      {.id = S("s13"), .at = 3, .url = S("/foto1.svg"), .thumb_url = S("/foto1.svg"), .is_pdf = true, .requirement = S("kk")},
      {.id = S("s14"), .at = 4, .url = S("/foto2.svg"), .thumb_url = S("/foto2.svg")},
  };
  const struct item_view items[] = {
      {.code = S("skl"),
       .label = S("Surat keterangan lahir"),
       .state = tag_officer_item(ITEM_RECEIVED),
       .scans = 1,
       .first_scan = 1,
       .can_judge = true,
       .current = true},
      {.code = S("kk"),
       .label = S("Kartu Keluarga"),
       .state = tag_officer_item(ITEM_ACCEPTED),
       .scans = 2,
       .first_scan = 2,
       .can_judge = true},
      {.code = S("nikah"),
       .label = S("Buku nikah"),
       .state = tag_officer_item(ITEM_FAULTY),
       .fault = words_fault(FAULT_PAGES_MISSING),
       .note = S("halaman nomor belum ada"),
       .scans = 1,
       .first_scan = 2},
      {.code = S("f201"),
       .label = S("Formulir pelaporan"),
       .form = S("F-2.01"),
       .state = tag_officer_item(ITEM_RECEIVED)},
      {.code = S("saksi"), .label = S("KTP-el saksi"), .state = tag_officer_item(ITEM_MISSING), .can_mark_seen = true},
  };
  const struct option requirements[] = {{.value = S("skl"), .label = S("Surat keterangan lahir"), .chosen = true},
                                        {.value = S("kk"), .label = S("Kartu Keluarga")}};
  const struct data_line child[] = {{S("Nama anak"), S("Rara Contoh Putri")},
                                    {S("Tanggal lahir"), S("17 November 2026")},
                                    {S("Tempat lahir"), S("Mataram")},
                                    {S("Pukul"), STR_NONE}};
  const struct data_line mother[] = {{S("Nama ibu"), S("Sari Contoh")}, {S("NIK"), S("5271996502950001")}};
  const struct data_section sections[] = {{S("Anak"), 1, S(""), child, COUNT(child)}, {S("Ibu"), 2, S(""), mother, COUNT(mother)}};
  const str situation[] = {S("Perkawinan tercatat"), S("Lahir di rumah sakit"), S("Umur < 60 hari")};
  const struct fact_line facts[] = {{T_OFFICER_FACT_SIAK_NUMBER, S("5271-LU-20112026-0001")},
                                    {T_OFFICER_FACT_SHELF, S("B-12")}};
  const struct blocked_action blocked[] = {{words_action(ACTION_PROCESS), words_rule(RULE_ITEMS_OPEN)}};
  struct file_view v = {.number = S("MTR-7K4P-2Q9X"),
                        .service = S("Akta Kelahiran"),
                        .state = tag_officer_state(STATE_IN_REVIEW),
                        .version = 12,
                        .applicant = S("Sari Contoh"),
                        .phone = S("0818-****-45"),
                        .channel = words_channel(CHANNEL_WHATSAPP),
                        .submitted = S("20 Nov 09.12"),
                        .due = S("hari ini 14.00"),
                        .mine = true,
                        .scans = scans,
                        .scan_count = COUNT(scans),
                        .chosen = &scans[0],
                        .next_scan_url = S("/petugas/p/MTR-7K4P-2Q9X?pindaian=2"),
                        .items = items,
                        .item_count = COUNT(items),
                        .current = &items[0],
                        .items_open = 3,
                        .requirements = requirements,
                        .requirement_count = 2,
                        .can_tie = true,
                        .sections = sections,
                        .section_count = 2,
                        .situation = situation,
                        .situation_count = COUNT(situation),
                        .facts = facts,
                        .fact_count = COUNT(facts),
                        .timeline = timeline,
                        .timeline_count = COUNT(timeline),
                        .messages = messages,
                        .message_count = COUNT(messages),
                        .can_reply = true,
                        .window_left = S("18 jam"),
                        .canned = canned,
                        .canned_count = COUNT(canned),
                        .blocked = blocked,
                        .blocked_count = 1,
                        .correction_url = S("/petugas/p/MTR-7K4P-2Q9X/perbaikan"),
                        .receipt_url = S("/petugas/p/MTR-7K4P-2Q9X/bukti.pdf"),
                        .may = {.release = true, .ask_correction = true, .hold = true, .refuse = true, .cancel = true}};
  PAGE("officer_file", true, file_page(p, &v));
  v.may = (struct allowed){.issue = true, .ready = true, .hold = true};
  v.state = tag_officer_state(STATE_PROCESSING);
  v.blocked_count = 0;
  v.chosen = NULL;
  v.scan_count = 0;
  v.late = true;
  v.due = S("lewat 3 jam");
  v.notice = S("Tersimpan.");
  PAGE("officer_file_ready", true, file_page(p, &v));
}

static void officer_lists(void) {
  const struct field_error wrong[] = {{STR_NONE, S("Nama pengguna atau kata sandi tidak cocok.")}};
  const struct login_view login = {.login = S("baiq"), .errors = {LIST_N(wrong)}, .next = S("/petugas")};
  PAGE("officer_login_error", false, login_page(p, &login));

  struct file_row rows[] = {
      a_row("MTR-7K4P-2Q9X", "Akta Kelahiran", "Sari C***", CHANNEL_WHATSAPP, STATE_IN_REVIEW, "2 hari", "lewat 3 jam",
            true, "", true),
      a_row("MTR-3H8M-5T2W", "Kartu Keluarga", "Lalu C***", CHANNEL_COUNTER, STATE_SUBMITTED, "1 hari",
            "hari ini 14.00", false, "", false),
      a_row("MTR-9P4R-6V7C", "KIA", "Dewi R***", CHANNEL_WHATSAPP, STATE_NEEDS_CORRECTION, "4 hari", "", false,
            "Hadi Contoh", false),
      a_row("MTR-2X5J-8K3N", "Akta Kematian", "Made C***", CHANNEL_WEB, STATE_PROCESSING, "3 jam", "besok 10.00", false,
            "Hadi Contoh", false),
      a_row("MTR-6T9Q-4H2M", "Pindah dan Datang", "Nur C***", CHANNEL_API, STATE_ON_HOLD, "6 hari", "", false,
            "Baiq Contoh", false),
      a_row("MTR-5W7V-3P8R", "Sinkronisasi Data", "Ketut C***", CHANNEL_WHATSAPP, STATE_READY_FOR_PICKUP, "2 hari", "",
            false, "", false),
      a_row("MTR-8N2K-9X4J", "Akta Kelahiran", "Fitri C***", CHANNEL_COUNTER, STATE_MISMATCH, "5 hari", "", false,
            "Hadi Contoh", false),
  };
  rows[2].replied = true;
  const struct option choices[] = {{.value = S("akta_kelahiran"), .label = S("Akta Kelahiran")},
                                   {.value = S("kk"), .label = S("Kartu Keluarga")}};
  struct list_view list = {.queue = S("all"),
                           .services = choices,
                           .service_count = 2,
                           .rows = rows,
                           .row_count = COUNT(rows),
                           .total = 57,
                           .done_today = 14,
                           .due = S("14 pindaian sudah lewat masa simpannya dan menunggu dimusnahkan."),
                           .next_url = S("/petugas?setelah=x")};
  for (size_t i = 0; i < QUEUE_TABS; i++)
    list.tabs[i] =
        (struct queue_tab){str_of(queue_choices[i].code), queue_choices[i].text, (int)(57 / (i + 1)), i == 0};
  PAGE("officer_list", true, list_page(p, &list));
  list.row_count = 0;
  list.total = 0;
  PAGE("officer_list_empty", true, list_page(p, &list));
  const struct search_view found = {.q = S("Sari"), .rows = rows, .row_count = 1};
  PAGE("officer_search", true, search_page(p, &found));
  const struct pickup_find_view find = {.ready = rows + 5, .ready_count = 1};
  PAGE("officer_pickup_find", true, pickup_find_page(p, &find));

  const struct chat_row chats[] = {
      {.id = S("a1"),
       .name = S("Sari C."),
       .phone = S("0818-****-45"),
       .last = S("Bu, fotonya sudah saya kirim ulang, mohon dicek ya"),
       .waiting = S("1 jam 12 menit"),
       .late = true,
       .window_left = S("22 jam"),
       .photos = 2,
       .number = S("MTR-7K4P-2Q9X"),
       .with_officer = true},
      {.id = S("a2"),
       .name = S("Lalu C."),
       .phone = S("0819-****-12"),
       .last = S("Terima kasih"),
       .window_left = S("3 jam"),
       .number = S("MTR-3H8M-5T2W")},
      {.id = S("a3"),
       .name = S("0877-****-90"),
       .last = S("kk hilang gimana"),
       .waiting = S("4 menit"),
       .with_officer = true},
  };
  const struct inbox_view inbox = {.rows = chats, .row_count = COUNT(chats), .waiting = 2};
  PAGE("officer_inbox", true, inbox_page(p, &inbox));
  const struct option targets[] = {
      {.value = S("MTR-7K4P-2Q9X/skl"), .label = S("MTR-7K4P-2Q9X · Surat keterangan lahir")}};
  const struct chat_view chat = {.id = S("a1"),
                                 .name = S("Sari C."),
                                 .phone = S("0818-****-45"),
                                 .with_officer = true,
                                 .window_left = S("22 jam"),
                                 .messages = messages,
                                 .message_count = COUNT(messages),
                                 .targets = targets,
                                 .target_count = 1,
                                 .files = rows,
                                 .file_count = 1,
                                 .canned = canned,
                                 .canned_count = COUNT(canned),
                                 .can_reply = true};
  PAGE("officer_chat", true, chat_page(p, &chat));
}

static void officer_pickup(void) {
  const struct scan_view scans[] = {{.id = S("s11"), .at = 1, .url = S("/foto1.svg")},
                                    {.id = S("s12"), .at = 2, .url = S("/foto2.svg")}};
  const struct pickup_item items[] = {
      {.code = S("skl"),
       .label = S("Surat keterangan lahir"),
       .needed = true,
       .scans = scans,
       .scan_count = 1,
       .original = ORIGINAL_SAME,
       .judged_by = S("Baiq Contoh Lestari")},
      {.code = S("kk"),
       .label = S("Kartu Keluarga"),
       .needed = true,
       .withdraw = true,
       .scans = scans + 1,
       .scan_count = 1},
  };
  const str documents[] = {S("Kutipan akta kelahiran"), S("Kartu Keluarga")};
  const enum text_key blocked[] = {words_rule(RULE_ORIGINALS_OPEN), words_rule(RULE_RECEIVER_NEEDED)};
  struct pickup_view v = {.number = S("MTR-7K4P-2Q9X"),
                          .service = S("Akta Kelahiran"),
                          .applicant = S("Sari Contoh"),
                          .shelf = S("B-12"),
                          .state = tag_officer_state(STATE_READY_FOR_PICKUP),
                          .version = 20,
                          .documents = documents,
                          .document_count = 2,
                          .items = items,
                          .item_count = 2,
                          .can_judge = true,
                          .blocked = blocked,
                          .blocked_count = 2};
  PAGE("officer_pickup", true, pickup_page(p, &v));
  v.mismatch = v.can_decide = true;
  v.state = tag_officer_state(STATE_MISMATCH);
  PAGE("officer_pickup_mismatch", true, pickup_page(p, &v));
  const struct handed_over_view done = {.number = v.number,
                                        .service = v.service,
                                        .receiver = S("Sari Contoh"),
                                        .when = S("Senin, 23 November 2026 pukul 09.20 WITA"),
                                        .by = S("Hadi Contoh"),
                                        .pdf_url = S("/x.pdf")};
  PAGE("officer_handed", true, handed_over_page(p, &done));
}

static void officer_forms(void) {
  const struct fault_line faults[] = {a_fault("Surat keterangan lahir", FAULT_BLURRED, "Nama bayi tidak terbaca."),
                                      a_fault("Kartu Keluarga", FAULT_CUT_OFF, "")};
  const struct correction_view correction = {
      .number = S("MTR-7K4P-2Q9X"),
      .service = S("Akta Kelahiran"),
      .applicant = S("Sari Contoh"),
      .version = 12,
      .faults = faults,
      .fault_count = 2,
      .missing = papers_missing,
      .missing_count = 1,
      .message = S("Permohonan MTR-7K4P-2Q9X perlu perbaikan:\n1. Surat keterangan lahir: foto buram. Nama bayi tidak "
                   "terbaca.\n2. Kartu Keluarga: foto terpotong.\nDokumen lain sudah sesuai."),
      .answer_by = S("Jumat, 4 Desember 2026"),
      .window_closed = true};
  PAGE("officer_correction", true, correction_page(p, &correction));

  const struct option yes_no[] = {{.value = S("yes"), .label = S("Ya"), .chosen = true},
                                  {.value = S("no"), .label = S("Belum tercatat")}};
  const struct choice_question questions[] = {
      {.code = S("marriage"), .ask = S("Perkawinan orang tua tercatat?"), .options = yes_no, .option_count = 2},
      {.code = S("place"), .ask = S("Lahir di fasilitas kesehatan?"), .options = yes_no, .option_count = 2}};
  const struct walkin_start_view start = {.services = services,
                                          .service_count = COUNT(services),
                                          .service = S("akta_kelahiran"),
                                          .service_label = S("Akta Kelahiran"),
                                          .questions = questions,
                                          .question_count = 2};
  PAGE("officer_walkin_start", true, walkin_start_page(p, &start));
  const struct form_input inputs[] = {{.name = S("child_name"), .kind = FIELD_NAME, .label = S("Nama anak")},
                                      {.name = S("child_birth"), .kind = FIELD_DATE, .label = S("Tanggal lahir")},
                                      {.name = S("mother_nik"), .kind = FIELD_NIK, .label = S("NIK ibu")}};
  const struct walkin_section sections[] = {{S("Anak"), inputs, COUNT(inputs)}};
  const struct walkin_paper papers[] = {{.code = S("skl"), .label = S("Surat keterangan lahir"), .upload = true},
                                        {.code = S("kk"), .label = S("Kartu Keluarga"), .upload = true, .seen = true}};
  const struct option answers[] = {{.value = S("yes"), .label = S("marriage"), .help = S("Perkawinan tercatat")}};
  const struct walkin_view walkin = {.service = S("akta_kelahiran"),
                                     .service_label = S("Akta Kelahiran"),
                                     .answers = answers,
                                     .answer_count = 1,
                                     .back_url = S("/petugas/baru?layanan=akta_kelahiran"),
                                     .ticket = 17,
                                     .ticket_number = S("A-012"),
                                     .sections = sections,
                                     .section_count = 1,
                                     .papers = papers,
                                     .paper_count = 2};
  PAGE("officer_walkin", true, walkin_page(p, &walkin));
  const str changes[] = {S("Status: Diperiksa → Diproses"), S("Nomor registrasi SIAK: 5271-LU-20112026-0001")};
  const struct conflict_view conflict = {.number = S("MTR-7K4P-2Q9X"),
                                         .who = S("Hadi Contoh"),
                                         .when = S("10.42 WITA"),
                                         .changes = changes,
                                         .change_count = 2,
                                         .typed = S("Nama bayi tidak terbaca."),
                                         .back_url = S("/petugas/p/MTR-7K4P-2Q9X")};
  PAGE("officer_conflict", true, conflict_page(p, &conflict));
  const struct try_line tries[] = {{S("26 November 2026 09.17.05"), S("120 ms"), S("204"), S(""), {T_PARTNER_PAGE_SENT, "ok"}},
                                   {S("26 November 2026 09.12.01"), S("15,0 detik"), S("–"), S("Tidak ada jawaban"), {T_PARTNER_PAGE_FAILED, "err"}}};
  const struct delivery_view delivery = {
      .d = {.id = 4, .partner = S("Bank"), .kind = S("application.updated"), .created = S("26 November 2026 09.12"),
            .state = {T_PARTNER_PAGE_SENT, "ok"}, .tries = 2, .may_again = true},
      .webhook_id = S("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"), .address = S("https://bank.example/loket"), .tries = tries, .try_count = COUNT(tries)};
  PAGE("officer_delivery", true, delivery_page(p, &delivery));
  const struct error_view denied = {
      .status = 403, .detail = S("Peran Anda tidak dapat membuka berkas."), .officer = true, .code = S("7F3C")};
  PAGE("officer_error_403", true, error_page(p, &denied));
}

/* A sheet of paper with lines on it stands in for a photo of a document. */
static const char sheet[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 800\" width=\"1200\" height=\"1600\"><rect "
    "width=\"600\" height=\"800\" "
    "fill=\"#8a7a66\"/><g transform=\"rotate(-3 300 400)\"><rect x=\"60\" y=\"60\" width=\"480\" height=\"680\" "
    "fill=\"#fdfbf3\"/><g "
    "fill=\"#333\"><rect x=\"180\" y=\"110\" width=\"240\" height=\"14\"/><rect x=\"110\" y=\"190\" width=\"380\" "
    "height=\"8\"/><rect "
    "x=\"110\" y=\"230\" width=\"330\" height=\"8\"/><rect x=\"110\" y=\"270\" width=\"360\" height=\"8\"/><rect "
    "x=\"110\" y=\"310\" "
    "width=\"250\" height=\"8\"/><rect x=\"330\" y=\"560\" width=\"150\" height=\"8\"/></g></g></svg>";

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: gallery OUT id|en\n");
    return 2;
  }
  out_folder = argv[1];
  out_lang = strcmp(argv[2], "en") == 0 ? LANG_EN : LANG_ID;
  char path[512];
  if (snprintf(path, sizeof path, "%s/a", out_folder) >= (int)sizeof path) return 2;
  if ((mkdir(out_folder, 0755) && errno != EEXIST) || (mkdir(path, 0755) && errno != EEXIST)) {
    perror(path);
    return 1;
  }
  for (size_t i = 0; i < ASSET_COUNT; i++) {
    snprintf(path, sizeof path, "a/%s.%s", assets[i].hash, assets[i].name);
    write_file(path, (str){(const char *)assets[i].bytes, assets[i].n});
  }
  write_file("foto1.svg", str_of(sheet));
  write_file("foto2.svg", str_of(sheet));
  citizen_pages();
  officer_file();
  officer_lists();
  officer_pickup();
  officer_forms();
  return 0;
}

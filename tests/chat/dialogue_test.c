/* Dialogues with the services that ship: what a citizen sends, what he hears, and what it does. And chance: whatever
 * is sent in whatever order, no photo is lost and nobody loses his place in the line. */
#include "office_in_a_box.h"

struct step {
  const char *input;
  enum chat_reply_kind says;
  const char *effects;
  const char *words; /* stand in the message; NULL: not looked at */
};
#define SILENT CHAT_SAY_NOTHING

/* The story: photos in any order, one answer, a correction, all back with the officers. */
static const struct step birth[] = {
    {"halo", CHAT_SAY_MENU, "", "GRATIS"},
    {"akte lahir", CHAT_SAY_QUESTION, "", NULL},
    {"tidak", CHAT_SAY_QUESTION, "", "surat keterangan lahir"},
    {"ada", CHAT_SAY_QUESTION, "", "buku nikah"},
    {"buku nikah", CHAT_SAY_QUESTION, "", "Mohon pilih salah satu"},
    {"1", CHAT_SAY_QUESTION, "", "umur anak"},
    {"tidak tahu", CHAT_SAY_REQUIREMENTS, "start:akta_kelahiran", "Kami pakai yang paling umum"},
    {"/foto", SILENT, "tie:-", NULL},
    {"ini KK", SILENT, "tie:kk", NULL},
    {"/foto surat lahir", SILENT, "tie:skl", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", "2 foto diterima"},
    {"sudah lengkap", CHAT_SAY_INCOMPLETE, "", "Buku nikah"},
    {"/form", CHAT_SAY_PROGRESS, "", "Masih kurang"},
    {"/foto", SILENT, "tie:nikah", NULL},
    {"/foto", SILENT, "tie:nikah", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", "Semua berkas yang diminta sudah ada"},
    {"terima kasih", SILENT, "", NULL},
    {"sudah lengkap", SILENT, "submit", NULL},
    {"status", CHAT_SAY_STATUS, "", "MTR-26-000001"},
    {"mtr 26 000001", CHAT_SAY_STATUS, "", "Permohonan terdaftar"},
    {"MTR-26-000777", CHAT_SAY_STATUS_UNKNOWN, "", "/cek"},
    {"/fault nikah kk", SILENT, "", NULL},
    {"/foto buku nikah", SILENT, "mend:nikah", NULL},
    {"/quiet", CHAT_SAY_CORRECTION, "", "Kartu keluarga"},
    {"/foto", SILENT, "mend:kk", NULL},
    {"/foto", SILENT, "mend:kk", NULL},
    {"/quiet", CHAT_SAY_CORRECTION, "mended", "tidak berubah"},
    {"batal", CHAT_SAY_CONFIRM_CANCEL, "", "MTR-26-000001"},
    {"tidak", CHAT_SAY_NOT_CANCELLED, "", NULL},
    {"batal", CHAT_SAY_CONFIRM_CANCEL, "", NULL},
    {"ya", SILENT, "cancel", NULL},
    {"batal", CHAT_SAY_NOTHING_TO_CANCEL, "", NULL},
};
/* Closed because no correction came: by the notice's button, by words, by a photo, by a status; once its papers are gone, never. */
static const struct step closed[] = {
    {"kartu keluarga", CHAT_SAY_QUESTION, "", NULL},
    {"tambah anak", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_REQUIREMENTS, "start:kk", NULL},
    {"/foto kk lama", SILENT, "tie:kk_lama", NULL},
    {"/foto", SILENT, "tie:akta_lahir", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", NULL},
    {"/form", CHAT_SAY_PROGRESS, "", NULL},
    {"sudah", SILENT, "submit", NULL},
    {"buka lagi", CHAT_SAY_STATUS, "", "MTR-26-000001"}, /* nothing is closed */
    {"/fault kk_lama", SILENT, "", NULL},
    {"/expire", SILENT, "", NULL},
    {"/tap app.MTR-26-000001.reopen.v1", CHAT_SAY_CONFIRM_REOPEN, "", "Mau dibuka lagi?"},
    {"tidak", CHAT_SAY_NOT_REOPENED, "", "BUKA LAGI"},
    {"buka lagi pak", CHAT_SAY_CONFIRM_REOPEN, "", "hanya"},
    {"ya", CHAT_SAY_CORRECTION, "reopen", "30 hari"},
    {"/tap app.MTR-26-000001.reopen.v1", CHAT_SAY_STATUS, "", NULL}, /* it is open: the button is old */
    {"/foto", SILENT, "mend:kk_lama", NULL},
    {"/quiet", CHAT_SAY_CORRECTION, "mended", NULL},
    {"/fault kk_lama", SILENT, "", NULL},
    {"/expire", SILENT, "", NULL},
    {"/foto", SILENT, "loose", NULL},
    {"/quiet", CHAT_SAY_CONFIRM_REOPEN, "", "layanan lain"},
    {"1", CHAT_SAY_CORRECTION, "reopen mend:kk_lama mended", "sudah dibuka lagi"},
    {"/fault kk_lama", SILENT, "", NULL},
    {"/expire", SILENT, "", NULL},
    {"status", CHAT_SAY_STATUS, "", "bisa dibuka lagi"},
    {"ya", CHAT_SAY_CORRECTION, "reopen", "sudah dibuka lagi"},
    {"/expire", SILENT, "", NULL},
    {"status", CHAT_SAY_STATUS, "", "bisa dibuka lagi"},
    {"/tap app.MTR-26-000001.reopen.v1", CHAT_SAY_CORRECTION, "reopen", NULL},
    {"/expire", SILENT, "", NULL},
    {"buka lagi", CHAT_SAY_CONFIRM_REOPEN, "", NULL},
    {"kia", CHAT_SAY_QUESTION, "", NULL}, /* something else was wanted */
    {"ya", CHAT_SAY_QUESTION, "", NULL},
    {"batal", CHAT_SAY_DISCARDED, "", NULL},
    {"/purge", SILENT, "", NULL},
    {"buka lagi", CHAT_SAY_STATUS, "", "berkasnya sudah dihapus"},
    {"/tap app.MTR-26-000001.reopen.v1", CHAT_SAY_STATUS, "", NULL},
    {"/foto", SILENT, "loose", NULL},
    {"/quiet", CHAT_SAY_MENU, "", "1 foto"},
};
static const struct step death[] = {
    {"bapak saya meninggal", CHAT_SAY_QUESTION, "", "turut berdukacita"},
    {"1", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_REQUIREMENTS, "start:akta_kematian", "turut berdukacita"},
    {"/foto", SILENT, "tie:-", NULL},
    {"/foto", SILENT, "tie:-", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", "2 foto akan dipilah petugas"},
    {"/wait 3d", SILENT, "", NULL},
    {"selamat pagi", CHAT_SAY_RESUME, "", "Akta Kematian"},
    {"1", CHAT_SAY_PROGRESS, "", "Formulir belum diisi"},
    {"/form", CHAT_SAY_PROGRESS, "", NULL},
    {"/tap act.done.v1", SILENT, "submit", NULL},
};
/* Nine questions, one after another, by tap and by number; one is passed over, an earlier one is mended. */
static const struct step survey[] = {
    {"/survey", SILENT, "", NULL},
    {"3", CHAT_SAY_MENU, "", NULL}, /* nothing was asked yet: a number means what it always does */
    {"/tap skm.start.v1", CHAT_SAY_SURVEY, "", "Pertanyaan 1 dari 9"},
    {"/tap skm.requirements.4.v1", CHAT_SAY_SURVEY, "score:requirements=4", "prosedur"},
    {"3", CHAT_SAY_SURVEY, "score:procedure=3", "Pertanyaan 3 dari 9"},
    {"5", CHAT_SAY_SURVEY, "score:time=-1", "biaya"},
    {"/tap skm.procedure.2.v1", CHAT_SAY_SURVEY, "score:procedure=2", "Pertanyaan 4 dari 9"},
    {"/tap skm.cost.9.v1", CHAT_SAY_MENU, "", NULL},
    {"/tap skm.cost.4.v1", CHAT_SAY_SURVEY, "score:cost=4", NULL},
    {"/tap skm.product.skip.v1", CHAT_SAY_SURVEY, "score:product=-1", "petugas"},
    {"4", CHAT_SAY_SURVEY, "score:competence=4", NULL},
    {"4", CHAT_SAY_SURVEY, "score:behaviour=4", "pengaduan"},
    {"1", CHAT_SAY_SURVEY, "score:complaints=1", "Pertanyaan 9 dari 9"},
    {"/tap skm.facilities.3.v1", CHAT_SAY_SURVEY_THANKS, "score:facilities=3 end", "tanpa nama"},
    {"/tap skm.facilities.3.v1", CHAT_SAY_SURVEY_OVER, "", NULL},
    {"/survey", SILENT, "", NULL},
    {"/tap skm.no.v1", CHAT_SAY_SURVEY_NO, "end", NULL},
    {"/survey", SILENT, "", NULL},
    {"/tap skm.start.v1", CHAT_SAY_SURVEY, "", NULL},
    {"2", CHAT_SAY_SURVEY, "score:requirements=2", NULL},
    {"akta lahir", CHAT_SAY_QUESTION, "", NULL}, /* life goes on; the survey waits */
    {"1", CHAT_SAY_QUESTION, "", NULL},
    {"/tap skm.stop.v1", CHAT_SAY_SURVEY_THANKS, "end", NULL},
};
/* Photos before any service; a service changed on the way keeps them. */
static const struct step child_card[] = {
    {"/foto", SILENT, "loose", NULL},
    {"/foto akta", SILENT, "loose", NULL},
    {"/quiet", CHAT_SAY_MENU, "", "2 foto sudah kami simpan"},
    {"2", CHAT_SAY_QUESTION, "", "KIA"},
    {"KIA pertama", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_QUESTION, "", NULL},
    {"tidak", CHAT_SAY_REQUIREMENTS, "start:kia", NULL},
    {"/tap svc.kk.v1", CHAT_SAY_CONFIRM_DISCARD, "", "Kartu Keluarga"},
    {"tidak", CHAT_SAY_PROGRESS, "", NULL},
    {"/tap svc.kk.v1", CHAT_SAY_CONFIRM_DISCARD, "", NULL},
    {"1", CHAT_SAY_QUESTION, "discard:keep", NULL},
    {"KK hilang", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_REQUIREMENTS, "start:kk", NULL},
    {"batal", CHAT_SAY_CONFIRM_DISCARD, "", "ikut terhapus"},
    {"ya", CHAT_SAY_DISCARDED, "discard", NULL},
};
static const struct step moves[] = {
    {"pindah rumah", CHAT_SAY_QUESTION, "", NULL},
    {"2", CHAT_SAY_QUESTION, "", NULL},
    {"/tap q.pindah.movers.head_all.v1", CHAT_SAY_QUESTION, "", NULL},
    {"tidak", CHAT_SAY_REQUIREMENTS, "start:pindah", NULL},
    {"/tap q.pindah.move_kind.within.v1", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_REQUIREMENTS, "answers:pindah", NULL},
    {"tidak punya", CHAT_SAY_NO_PAPER, "", "Tidak apa-apa"},
    {"kirim saja", CHAT_SAY_INCOMPLETE, "", "paling sedikit satu foto"},
    {"/tap act.more.v1", CHAT_SAY_HOW_TO_SEND, "", NULL},
    {"/foto", SILENT, "tie:kk", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", NULL},
    {"/tap q.kk.reason.lost.v1", CHAT_SAY_MENU, "", "Pilihan ini sudah lama"},
    {"/tap svc.gone.v1", CHAT_SAY_MENU, "", "Pilihan ini sudah lama"},
    {"/tap svc.kk.v0", CHAT_SAY_MENU, "", "Pilihan ini sudah lama"},
};
static const struct step sync[] = {
    {"6", CHAT_SAY_MENU, "", NULL}, /* no menu was sent yet: a number means nothing */
    {"6", CHAT_SAY_QUESTION, "", "lembaga"},
    {"bank", CHAT_SAY_QUESTION, "", NULL},
    {"tidak tahu", CHAT_SAY_QUESTION, "", NULL},
    {"tidak", CHAT_SAY_REQUIREMENTS, "start:sinkronisasi", NULL},
    {"NIK saya 5271990101900001", CHAT_SAY_NO_NUMBERS, "", "Demi keamanan"},
    {"5271 9901 0190 0001", CHAT_SAY_NO_NUMBERS, "", NULL},
    {"/foto ktp 5271990101900001", SILENT, "tie:ktp", NULL},
    {"/form", CHAT_SAY_PROGRESS, "", NULL},
    {"lengkap", CHAT_SAY_INCOMPLETE, "", "Kirim apa adanya"},
    {"1", SILENT, "submit", NULL},
    {"sudah bisa", CHAT_SAY_STATUS, "", "MTR-26-000001"}, /* nothing was told yet */
    {"/state sent", SILENT, "", NULL},
    {"status", CHAT_SAY_STATUS, "", "Menunggu dicoba"},
    {"masih gagal pak", CHAT_SAY_SYNC_REOPENED, "reopened", "kami buka kembali"},
    {"/foto", SILENT, "mend:layar", NULL},
    {"/foto", SILENT, "mend:layar", NULL},
    {"/quiet", CHAT_SAY_SYNC_PHOTO, "", "2 foto"},
    {"/foto", SILENT, "loose", NULL}, /* later photos are for something else */
    {"/quiet", CHAT_SAY_MENU, "", NULL},
    {"/state sent", SILENT, "", NULL},
    {"/foto masih gagal, ini pesannya", SILENT, "reopened mend:layar", NULL},
    {"/quiet", CHAT_SAY_SYNC_PHOTO, "", "1 foto"},
    {"masih gagal", CHAT_SAY_SYNC_REOPENED, "", NULL}, /* it is with the officers already */
    {"data tidak ditemukan kode E12", CHAT_SAY_SYNC_NOTED, "", "sampai ke petugas"},
    {"/state sent", SILENT, "", NULL},
    {"/tap app.MTR-26-000001.works.v1", SILENT, "works", NULL},
    {"/tap app.MTR-26-000001.works.v1", CHAT_SAY_STATUS, "", "Selesai"},
    {"/tap app.MTR-26-000001.fails.v1", CHAT_SAY_SYNC_REOPENED, "reopened", NULL},
};
static const struct step id_card[] = {
    {"mau rekam ktp", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_QUESTION, "", "Berapa umur"},
    {"16 tahun", CHAT_SAY_IN_PERSON, "", "sidik jari"},
    {"7", CHAT_SAY_MENU, "", NULL},
};
static const struct step appointment[] = {
    {"mau rekam ktp", CHAT_SAY_QUESTION, "", "keperluan"},
    {"1", CHAT_SAY_QUESTION, "", "Berapa umur"},
    {"16 tahun", CHAT_SAY_DAYS, "", "dicetak saat genap 17 tahun"},
    {"2", CHAT_SAY_TIMES, "", "2026"},
    {"/row 5", CHAT_SAY_DAYS, "", "Pilih harinya"}, /* another day */
    {"/row 0", CHAT_SAY_TIMES, "", "Waktu lain dapat diketik"},
    {"jam 9.15", CHAT_SAY_CONFIRM_SEAT, "hold:rekam_baru", "pukul 09.15"},
    {"Baiq Uji Melati", CHAT_SAY_CONFIRM_SEAT, "", "Untuk orang lain"},
    {"/row 1", CHAT_SAY_DAYS, "", NULL}, /* another time: the seat waits */
    {"1", CHAT_SAY_TIMES, "", NULL},
    {"3", CHAT_SAY_CONFIRM_SEAT, "hold:rekam_baru", NULL},
    {"terima kasih", SILENT, "", NULL}, /* no name */
    {"ya", SILENT, "book", NULL},
    {"janji saya", CHAT_SAY_BOOKINGS, "", "Rekam KTP-el baru"},
    {"status", CHAT_SAY_BOOKINGS, "", "Rekam KTP-el baru"},
    {"pindah jadwal", CHAT_SAY_DAYS, "", "Memindah janji"},
    {"1", CHAT_SAY_TIMES, "", NULL},
    {"10.30", CHAT_SAY_CONFIRM_MOVE, "", "pukul 10.30"},
    {"tidak", CHAT_SAY_BOOKINGS, "", NULL},
    {"pindah jadwal", CHAT_SAY_DAYS, "", NULL},
    {"1", CHAT_SAY_TIMES, "", NULL},
    {"1", CHAT_SAY_CONFIRM_MOVE, "", NULL},
    {"ya", SILENT, "move", NULL},
    {"batal", CHAT_SAY_CONFIRM_LEAVE, "", "diberikan kepada orang lain"},
    {"tidak", CHAT_SAY_BOOKINGS, "", NULL},
    {"batalkan janji", CHAT_SAY_CONFIRM_LEAVE, "", NULL},
    {"1", SILENT, "leave", NULL},
    {"jadwal", CHAT_SAY_NO_BOOKING, "", "balas *KTP*"},
    {"/full", SILENT, "", NULL},
    {"ktp hilang", CHAT_SAY_QUESTION, "", NULL},
    {"KTP-el hilang", CHAT_SAY_DAYS, "", "daftar tunggu"},
    {"ya", SILENT, "wait:cetak_hilang", NULL},
    {"/offer", SILENT, "", NULL},
    {"ya", SILENT, "take", NULL},
    {"keliling", CHAT_SAY_VISIT_REASON, "", "GRATIS"},
    {"1", CHAT_SAY_VISIT_ADDRESS, "", "alamat lengkap"},
    {"sana", CHAT_SAY_MENU, "", NULL}, /* too short for an address */
    {"jemput bola", CHAT_SAY_VISIT_REASON, "", NULL},
    {"/row 1", CHAT_SAY_VISIT_ADDRESS, "", NULL},
    {"Jalan Uji 7, Lingkungan Contoh", SILENT, "visit:ill", NULL},
    {"/tap jb.JT-9999-2222.cancel.v1", CHAT_SAY_MENU, "", "Pilihan ini sudah lama"},
    {"/tap jd.rekam_baru.-.20269999.v1", CHAT_SAY_MENU, "", "Pilihan ini sudah lama"},
    {"rekam ktp", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_QUESTION, "", NULL},
    {"4", CHAT_SAY_TOO_YOUNG, "", "ulang tahun ke-16"},
};
static const struct step people[] = {
    {"BERHENTI", CHAT_SAY_OPTED_OUT, "out", NULL},
    {"berhenti", CHAT_SAY_OPTED_OUT, "", NULL},
    {"mulai", CHAT_SAY_OPTED_IN, "in", NULL},
    {"/voice", CHAT_SAY_VOICE, "officer", NULL},
    {"/sticker", SILENT, "", NULL},
    {"/reaction", SILENT, "", NULL},
    {"anak saya sakit dan saya bingung sekali", SILENT, "", NULL}, /* it is for the officer */
    {"/wait 2h", SILENT, "", NULL},
    {"anak saya sakit dan saya bingung sekali", CHAT_SAY_OFFICER_WAITING, "", NULL},
    {"/officer", SILENT, "", NULL},
    {"akta kelahiran", SILENT, "", NULL},
    {"/foto", SILENT, "loose", NULL},
    {"ptugas", CHAT_SAY_OFFICER_CALLED, "officer", NULL},
    {"0", CHAT_SAY_MENU, "back", "kembali ke layanan otomatis"},
    {"/officer", SILENT, "", NULL},
    {"/wait 13h", SILENT, "", NULL},
    {"menu", CHAT_SAY_MENU, "back", NULL},
    {"xyzzy", CHAT_SAY_MENU, "", "belum dapat kami pahami"},
    {"xyzzy", CHAT_SAY_MENU, "", NULL},
    {"xyzzy", CHAT_SAY_OFFER_OFFICER, "", "petugas"},
    {"/tap act.officer.v1", CHAT_SAY_OFFICER_CALLED, "officer", NULL},
    {"/giveback", SILENT, "", NULL},
    {"english", CHAT_SAY_MENU, "", NULL},
    {"status", CHAT_SAY_STATUS_NONE, "", NULL},
};

static struct arena *arena;
static struct box box;

static int open_box(void **state) {
  (void)state;
  zone_set("Asia/Makassar");
  arena = arena_new(512u << 20);
  box_open(&box, arena);
  return 0;
}
static int open_box_with_seats(void **state) {
  open_box(state);
  box.books = true;
  return 0;
}
static int close_box(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}

static void play(const struct step *steps, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct step *s = &steps[i];
    box_input(&box, s->input);
    if (s->input[0] == '/' && (strstr(s->input, "/wait") || strstr(s->input, "/fault") || strstr(s->input, "/full") || strstr(s->input, "/expire") || strstr(s->input, "/purge") ||
                                 strstr(s->input, "/offer")))
      continue;
    bool right = box.last.reply.kind == s->says && strcmp(box.effects, s->effects) == 0;
    if (right && s->words) right = str_has(box.said.body, str_of(s->words));
    if (!right)
      fail_msg("step %zu, \"%s\": reply %d, effects \"%s\": " STR_FMT, i + 1, s->input, (int)box.last.reply.kind,
               box.effects, STR_ARG(box.said.body));
    assert_int_equal(box_photos_held(&box), box.seen);
  }
}
#define DIALOGUE(name)                        \
  static void dialogue_##name(void **state) { \
    (void)state;                              \
    play(name, COUNT(name));                  \
  }
DIALOGUE(birth)
DIALOGUE(closed)
DIALOGUE(death)
DIALOGUE(child_card)
DIALOGUE(moves)
DIALOGUE(sync)
DIALOGUE(id_card)
DIALOGUE(appointment)
DIALOGUE(people)
DIALOGUE(survey)

/* Into each step of the conversation and each mode: `petugas`, `0` and BERHENTI answer. */
static void a_way_out_of_every_state(void **state) {
  (void)state;
  const char *const commands[] = {"petugas", "saya mau bicara dengan petugas", "0", "berhenti", "/tap act.officer.v1"};
  const enum chat_reply_kind says[] = {CHAT_SAY_OFFICER_CALLED, CHAT_SAY_OFFICER_CALLED, CHAT_SAY_MENU,
                                       CHAT_SAY_OPTED_OUT, CHAT_SAY_OFFICER_CALLED};
  for (int mode = 0; mode < CHAT_MODES; mode++)
    for (int step = 0; step < CHAT_STEPS; step++)
      for (size_t i = 0; i < COUNT(commands); i++) {
        box.chat = chat_new();
        box.chat.step = (enum chat_step)step;
        box.chat.mode = (enum chat_mode)mode;
        box.chat.bot_silent_until = box.now + HOURS(5);
        box.chat.last_in_at = box.now - HOURS(step % 2 ? 5 : 0);
        box.chat.service = S("kk");
        box.chat.question = S("reason");
        box.chat.version = catalogue_find(&box.catalogue, S("kk"))->version;
        box_input(&box, commands[i]);
        assert_int_equal(box.last.reply.kind, says[i]);
      }
}

/* ---- chance ---------------------------------------------------------------------------------------- */

static u64 seed;
static u32 chance(u32 n) {
  seed = seed * 6364136223846793005ull + 1442695040888963407ull;
  return (u32)(seed >> 33) % n;
}

static const char *const inputs[] = {"halo",
                                     "buka lagi",
                                     "/tap app.MTR-26-000001.reopen.v1",
                                     "janji",
                                     "pindah jadwal",
                                     "batal janji",
                                     "keliling",
                                     "rekam ktp",
                                     "09.15",
                                     "Sari Uji Lestari",
                                     "Jalan Contoh 7, Lingkungan Uji",
                                     "/row 0",
                                     "/row 1",
                                     "/row 2",
                                     "/row 5",
                                     "/row 9",
                                     "/full",
                                     "/free",
                                     "/offer",
                                     "0",
                                     "menu",
                                     "1",
                                     "2",
                                     "3",
                                     "4",
                                     "5",
                                     "6",
                                     "7",
                                     "8",
                                     "9",
                                     "10",
                                     "11",
                                     "petugas",
                                     "status",
                                     "batal",
                                     "ya",
                                     "tidak",
                                     "tidak tahu",
                                     "tidak ada",
                                     "sudah",
                                     "lengkap",
                                     "kirim saja",
                                     "lanjut",
                                     "mulai baru",
                                     "mulai",
                                     "berhenti",
                                     "akta kelahiran",
                                     "kk",
                                     "kia",
                                     "meninggal",
                                     "pindah",
                                     "sinkron",
                                     "ktp",
                                     "english",
                                     "bahasa indonesia",
                                     "ok",
                                     "xyzzy",
                                     "5271990101900001",
                                     "ini KK",
                                     "MTR-26-000001",
                                     "batal MTR-26-000002",
                                     "lapor pungli",
                                     "masih gagal",
                                     "sudah bisa",
                                     "/foto masih gagal",
                                     "",
                                     " ",
                                     "\xF0\x9F\x99\x8F",
                                     "....",
                                     "/foto",
                                     "/foto",
                                     "/foto",
                                     "/foto ktp",
                                     "/foto KK",
                                     "/foto buku nikah",
                                     "/foto surat lahir",
                                     "/quiet",
                                     "/quiet",
                                     "/quiet",
                                     "/form",
                                     "/voice",
                                     "/sticker",
                                     "/reaction",
                                     "/officer",
                                     "/giveback",
                                     "/idle",
                                     "/wait 20m",
                                     "/wait 3h",
                                     "/wait 2d",
                                     "/quote KK",
                                     "/tap act.done.v1",
                                     "/tap act.more.v1",
                                     "/tap act.anyway.v1",
                                     "/tap act.continue.v1",
                                     "/tap act.fresh.v1",
                                     "/tap act.discard.v1",
                                     "/tap act.keep.v1",
                                     "/tap act.unknown.v1",
                                     "/tap act.cancel.v1",
                                     "/tap svc.kk.v1",
                                     "/tap svc.kia.v1",
                                     "/tap app.MTR-26-000001.cancel.v1",
                                     "/tap app.MTR-26-000001.withdraw.v1",
                                     "/tap app.MTR-26-000009.status.v1",
                                     "/tap app..v1",
                                     "/tap q.kk.reason.lost.v1",
                                     "/tap q.kk...v1",
                                     "/tap q.v1",
                                     "/tap .v1",
                                     "/tap x",
                                     "/tap svc.v1",
                                     "/tap q.pindah.move_kind.cancel.v1"};

static bool allowed(const struct box *b, const char *input) {
  if (strcmp(input, "/form") == 0) return b->draft.service != NULL;
  return strncmp(input, "/quote", 6) != 0 || (b->draft_scans > 0 && b->draft.unsorted > 0);
}

/* The office moves a file now and then, as it does in life. */
static void officers_work(struct box *b) {
  if (!b->application_count || chance(12)) return;
  struct box_application *a = &b->applications[b->application_count - 1];
  if (a->state == STATE_NEEDS_CORRECTION && !chance(3)) box_input(b, "/expire");
  if (a->state == STATE_EXPIRED && !chance(6)) box_input(b, "/purge");
  if (a->state != STATE_SUBMITTED && a->state != STATE_IN_REVIEW) return;
  for (size_t i = 0; i < a->item_count; i++)
    if (a->items[i].requirement->modes & MODE_UPLOAD) {
      box_input(
          b, arena_cstr(b->arena, arena_printf(b->arena, "/fault " STR_FMT, STR_ARG(a->items[i].requirement->code))));
      if (chance(2)) return;
    }
}

static void places_are_kept(const struct box *b) {
  for (size_t i = 0; i < b->application_count; i++) assert_int_equal(b->applications[i].place, (i64)i + 1);
}

/* 400 chats of 25 events. A photo is held exactly once, whatever is sent in whatever order; a message never breaks a
 * limit (box_check_said); the place in the line never changes. */
static void chance_loses_nothing(void **state) {
  (void)state;
  const struct catalogue catalogue = box.catalogue;
  struct arena *chat_arena = arena_new(64u << 20);
  for (u32 round = 0; round < 400; round++) {
    seed = round + 1;
    box = (struct box){.arena = chat_arena,
                       .catalogue = catalogue,
                       .chat = chat_new(),
                       .now = BOX_START,
                       .next_media = 1,
                       .next_place = 1,
                       .books = round % 2 == 1};
    for (int i = 0; i < 25; i++) {
      const char *input = inputs[chance(COUNT(inputs))];
      if (!allowed(&box, input)) continue;
      box_input(&box, input);
      officers_work(&box);
      if (box_photos_held(&box) != box.seen) fail_msg("seed %u: %s lost a photo (%s)", round + 1, input, box.effects);
      places_are_kept(&box);
    }
    arena_reset(chat_arena);
  }
  arena_free(chat_arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(dialogue_birth, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_closed, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_death, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_child_card, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_moves, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_sync, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_id_card, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_appointment, open_box_with_seats, close_box),
      cmocka_unit_test_setup_teardown(dialogue_people, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_survey, open_box, close_box),
      cmocka_unit_test_setup_teardown(a_way_out_of_every_state, open_box, close_box),
      cmocka_unit_test_setup_teardown(chance_loses_nothing, open_box, close_box),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* report/paper: the papers Loket itself prints, as PDF: the receipt of an application, the hand-over record, the
 * pickup label. Pure but for the fonts it finds: the same struct gives the same bytes.
 *
 * Every value comes ready to print (masked, in the language of the paper, times in the office's zone); an empty str
 * means "not known" and its line is left out. Texts around them: src/locale/<lang>/paper.po. Lists flow over as many
 * pages as they need. The metadata of the file holds title, language, time and the name of the office, never a person.
 *
 * Errors: E_INPUT a value is not UTF-8 or an address is too long for a QR code; E_LIMIT more than MAX_PAPER_ROWS rows
 * or a file above MAX_PAPER; E_BUG cairo refused. On failure *ret_pdf is untouched. The bytes live in the arena.
 *
 * Any thread may make papers; each keeps its own fonts (some 10 MB) and pays 60 ms for the first paper, 30 ms for each
 * later one.
 *
 * Source: bukti pendaftaran and bukti serah terima are papers of the office's own procedure (standar pelayanan MPP Kota
 * Mataram); the service is free (UU 24/2013 art. 79A); a proxy brings form F-1.07 (Permendagri 109/2019). */
#pragma once
#include "base/base.h"
#include "domain/service.h" /* enum lang */

struct paper_office {
  str name;    /* "Dinas Kependudukan dan Pencatatan Sipil" */
  str place;   /* "Kota Mataram" */
  str address; /* one line, as on the office's letters */
  str contact; /* how to reach a person: telephone, WhatsApp, hours */
};

enum paper_tone { TONE_PLAIN, TONE_GOOD, TONE_WAIT, TONE_BAD }; /* colour of a state word; the word carries the sense */

struct paper_row {
  str label; /* "Surat keterangan lahir" */
  str state; /* "Diterima", "Foto ulang: buram" */
  enum paper_tone tone;
};

/* Bukti pendaftaran: what a citizen holds after sending an application. A4. */
struct receipt_paper {
  enum lang lang;
  struct paper_office office;
  moment made_at;                 /* only for the file's metadata */
  str number;                     /* "MTR-7K4P-2Q9X" */
  str status_url;                 /* printed, linked and in the QR code */
  str service;                    /* "Akta kelahiran" */
  str applicant;                  /* masked as it may be shown */
  str received_at;                /* "Jumat, 20 November 2026 pukul 09.12 WITA" */
  str due_at;                     /* empty when nothing is promised yet */
  const struct paper_row *papers; /* what came in, with its state */
  size_t paper_count;
  const str *missing; /* what is still missing; none = the paper says it is complete */
  size_t missing_count;
  const str *bring; /* originals to bring at pickup; none = nothing is said */
  size_t bring_count;
};
enum err paper_receipt(struct arena *a, const struct receipt_paper *p, str *ret_pdf);

struct paper_document {
  str kind;   /* "Kutipan akta kelahiran" */
  str number; /* "5271-LU-20112026-0001" */
};
struct paper_original {
  str label;  /* "Buku nikah orang tua" */
  str result; /* "Sesuai" */
  str after;  /* "Dikembalikan", "Ditarik" */
  enum paper_tone tone;
};

/* Berita acara serah terima: what was handed to whom, and what the originals showed. A4, to be signed. */
struct handover_paper {
  enum lang lang;
  struct paper_office office;
  moment made_at;
  str number;
  str service;
  str handed_at;
  const struct paper_document *documents;
  size_t document_count;
  str receiver;       /* full name: the receiver signs this paper */
  str relation;       /* "Ayah", "Pemohon sendiri" */
  str identity_kind;  /* "KTP-el" */
  str identity_last4; /* never more than the last four digits */
  str proxy_letter;   /* F-1.07: "12 November 2026, dari Siti A."; empty when no proxy came */
  const struct paper_original *originals;
  size_t original_count;
  str note;       /* empty when there is none */
  str officer;    /* name and, if wanted, position */
  str check_url;  /* public check page, printed, linked and in the QR code */
  str event_hash; /* start of the hand-over event's chain hash, hex */
};
enum err paper_handover(struct arena *a, const struct handover_paper *p, str *ret_pdf);

/* The slip on a finished document in the shelf, and the citizen's pickup pass: no name on it. 80 mm wide. */
struct label_paper {
  enum lang lang;
  struct paper_office office; /* name and place only */
  moment made_at;
  str number;
  str qr;      /* what the counter's scanner shall type: the number or an address */
  str service; /* what it is: "Kutipan akta kelahiran" */
  str shelf;   /* "B-12"; empty on a pass made before the shelf is known */
};
enum err paper_label(struct arena *a, const struct label_paper *p, str *ret_pdf);

/* Gives back the fonts kept between papers. At the very end of a process, when no other thread makes papers. */
void paper_done(void);

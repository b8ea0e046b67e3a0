/* office/booking_notice: what who booked hears about it, put into the outbox beside the change. */
#pragma once
#include "domain/message.h"
#include "office/booking.h"

enum booking_says {
  BOOKING_SAYS_NOTHING,
  BOOKING_SAYS_BOOKED,
  BOOKING_SAYS_MOVED,
  BOOKING_SAYS_CANCELLED,
  BOOKING_SAYS_WAITING,
  BOOKING_SAYS_OFFER,
  BOOKING_SAYS_LAPSED, /* the offer ended, or the wait */
  BOOKING_SAYS_REQUESTED,
  BOOKING_SAYS_PLANNED,
  BOOKING_SAYS_MISSED,
  BOOKING_SAYS_REMIND_EARLY,
  BOOKING_SAYS_REMIND_LATE,
  BOOKING_SAYS_CENTRAL_DOWN,
  BOOKING_SAYS_NO_BLANKS,
  BOOKING_SAYS_BLANKS_BACK,
  BOOKING_SAYS_CENTRAL_BACK,
  BOOKING_SAYS_CLOSED, /* a holiday or a closure came after the booking */
  BOOKING_SAYINGS
};
/* Nothing when he has no WhatsApp or stopped notices. */
enum err booking_notice(struct ctx *c, struct tx *tx, const struct booking *b, enum booking_says says);
/* The same with the office's own words about the reason. */
enum err booking_notice_why(struct ctx *c, struct tx *tx, const struct booking *b, enum booking_says says, str reason);
/* Pure: the same in words, with the template that stands for it outside the 24-hour window (docs/templates.md). */
struct booking_words {
  str kind;        /* label of the kind */
  str number, url;
  str when, place; /* written out; empty: no time yet */
  str until;       /* an offer: kept until */
  str name;
  str reason;      /* why something is disturbed: the officer's words */
  str expected;    /* date of the next delivery of blanks */
  i64 line;        /* waiting: place in line */
  bool early_record; /* 16: recorded now, the card follows */
  bool at_home;
  const str *bring;
  size_t bring_count;
};
void booking_words(struct arena *a, enum lang lang, enum booking_says says, const struct booking_words *f, struct say *ret);

/* ---- words shared with the chat and the pages ---- */
str booking_kind_label(const struct catalogue *c, str kind, enum lang lang); /* "Rekam KTP-el baru" */
/* What to bring for a kind; of the service's rules today. */
size_t booking_bring(struct ctx *c, str kind, enum lang lang, str *ret, size_t max);
/* The same for one booking; to fetch a document: the originals of its file. */
enum err booking_bring_of(struct ctx *c, struct tx *tx, const struct booking *b, enum lang lang, str *ret, size_t max, size_t *ret_n);
str booking_place(const struct booking *b);                               /* of its booth; empty: at home */
enum err booking_words_of(struct ctx *c, struct tx *tx, const struct booking *b, enum lang lang, struct booking_words *ret);

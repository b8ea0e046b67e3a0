/* An office without a database: applies the effects of the conversation to a few arrays, as the real one does to its
 * tables, so that dialogues can be played in a test. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config/service_file.h"
#include "office/chat_words.h"

#define BOX_APPLICATIONS 24
#define BOX_BOOKINGS 6
#define BOX_START 1795000000000LL /* 2026-11-18, a working day */

struct box_application {
  const struct service *service;
  enum state state;
  struct item items[MAX_REQUIREMENTS];
  size_t item_count;
  int unsorted, scans;
  bool purged; /* its papers were destroyed */
  i64 place; /* in the line: given at submission, and never again */
  char number[24];
};
struct box {
  struct arena *arena;
  struct catalogue catalogue;
  struct chat chat;
  moment now;
  i64 next_media, next_place;
  int loose, erased, seen; /* photos: waiting, erased on the citizen's word, ever sent */
  struct chat_draft draft;
  struct item draft_items[MAX_REQUIREMENTS];
  int draft_scans;
  struct box_application applications[BOX_APPLICATIONS]; /* oldest first */
  size_t application_count;
  bool survey_open;
  struct skm_scores scores;
  struct chat_application facts[BOX_APPLICATIONS];
  bool books; /* this office gives appointments */
  struct chat_booking bookings[BOX_BOOKINGS];
  char booking_numbers[BOX_BOOKINGS][24];
  size_t booking_count;
  int booking_next;
  bool full; /* no seat is free */
  struct chat_decision last;
  struct say said;
  char effects[400];
};
void box_open(struct box *b, struct arena *arena);
void box_event(struct box *b, struct chat_event e);
/* "tulis", "/tap id", "/foto caption", "/quiet", "/wait 3h", "/officer", "/voice", "/sticker", "/form", "/fault nikah
 * kk", "/expire" (the last file), "/purge", "/full", "/free", "/offer", "/row 2",
 * "/survey" (a file was completed), "/state 1 processing", "/reaction", "/giveback" */
void box_input(struct box *b, const char *input);
/* Fails the test when a message breaks a limit of WhatsApp or says what it must not. */
void box_check_said(const struct box *b);
int box_photos_held(const struct box *b);

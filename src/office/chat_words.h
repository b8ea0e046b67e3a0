/* office/chat_words: the replies of domain/conversation and the notices of the transition table, in words.
 * Everything fits a chat: a body with buttons or a list at most 1,024 characters, a button 20, a row title 24, a row
 * description 72, ten rows. What does not fit is shortened at a line, never in the middle of a paper's name, and the
 * status link or the form says the rest. No NIK, no number of a family card, no full name ever stands in a message. */
#pragma once
#include "domain/conversation.h"
#include "domain/message.h"

struct chat_words_facts {
  str office;         /* config office.name: "Kota Mataram" */
  str address, phone; /* of the office; may be empty */
  str public_url;     /* without a slash at the end */
  str form_link;      /* the one-time link, when reply.form_link; empty: could not be made, then none is shown */
  bool open_now;      /* does an officer read at this moment */
  moment opens_at;    /* when not: the next opening; 0 = unknown */
  str hours;          /* "Senin-Jumat 08.00-15.00 WITA", may be empty */
};
/* ret's strs live in the arena or in the catalogue. CHAT_SAY_NOTHING gives an empty body: send nothing. */
void chat_words(struct arena *a, enum lang lang, const struct chat_reply *r, const struct chat_words_facts *f,
                struct say *ret);

/* What the citizen hears when an application moves: `tells` of the transition table. Only what a notice needs is
 * looked at. Outside the 24-hour window the fallback template goes out instead (docs/templates.md lists them; the text
 * of a parameter has no line break and is never empty). */
struct notice_facts {
  str office, address, phone, hours, public_url;
  str number; /* "MTR-26-000012" */
  const struct service *service;
  str status_url;
  moment at;
  i64 place;                /* registered: place in the line, 0 = not said */
  struct date expected;     /* registered: the day it should be ready when the papers are right; year 0 = not said */
  const struct item *items; /* correction: the faulty ones are picked out; ready: the originals to bring */
  size_t item_count;
  struct date answer_by; /* correction: the day the file is closed without an answer; year 0 = not said */
  str form_link;         /* correction: where form data is mended; may be empty */
  enum hold_reason hold;
  struct date next_look;  /* hold: when the office looks again; year 0 = not said */
  str shelf;              /* ready */
  enum delivery delivery; /* completed, sent */
  bool offers_time; /* ready: a time to fetch it can be chosen */
  enum originals_check originals;
  str ground, advice; /* refused, cancelled: the officer's words */
  str survey_url;     /* completed: a link into the survey; empty: not asked */
};
/* The kinds of notices: rows of one table, so that a test can hold it against the transition table. */
bool notice_known(str tells);
/* E_NOTFOUND: a `tells` that has no words (nothing is to be sent). */
enum err notice_words(struct arena *a, enum lang lang, str tells, const struct notice_facts *f, struct say *ret);

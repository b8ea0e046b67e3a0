/* domain/conversation_typed: what a citizen typed, made comparable. Private to the conversation. */
#pragma once
#include "domain/conversation.h"

/* Words that mean the same wherever they are typed. */
enum said {
  SAID_OTHER,
  SAID_MENU,
  SAID_OFFICER,
  SAID_STATUS,
  SAID_CANCEL,
  SAID_REOPEN,
  SAID_STOP,
  SAID_START,
  SAID_DONE,
  SAID_MORE,
  SAID_ANYWAY,
  SAID_CONTINUE,
  SAID_FRESH,
  SAID_YES,
  SAID_NO,
  SAID_UNKNOWN,
  SAID_NO_PAPER,
  SAID_COMPLAINT,
  SAID_WORKS,
  SAID_FAILS,
  SAID_THANKS,
  SAID_GREETING,
  SAID_QUEUE,       /* a ticket of the hall: take one, or where am I */
  SAID_QUEUE_LEAVE,
  SAID_QUEUE_BACK,
  SAID_ENGLISH,
  SAID_BOOKING,
  SAID_MOVE_BOOKING,
  SAID_CANCEL_BOOKING,
  SAID_VISIT,
  SAID_INDONESIAN,
};

#define MAX_TYPED 400 /* bytes of a message that are looked at for commands; the rest is for the officer to read */
#define MAX_TYPED_WORDS 40
/* Lower case, everything but letters and digits cut away, as words. */
struct typed {
  char room[MAX_TYPED];
  str word[MAX_TYPED_WORDS];
  size_t n;
};
void typed_read(struct typed *t, str text);
enum said typed_said(const struct typed *t);
/* The message is one number, "3", "3." or "no 3": then it, else -1. */
int typed_number(const struct typed *t);
/* A choice of the question by number, label, code or a word only it has; -1 when none or several fit. */
int typed_choice(const struct typed *t, const struct question *q);
/* The application of this contact the message names; -1: none. ret_looks: something in it has the shape of a number. */
int typed_application(str text, const struct chat_facts *f, bool *ret_looks);
/* Same word, one slip of the finger allowed from five letters on. */
bool near_word(str a, str b);

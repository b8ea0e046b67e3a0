/* office/booking_chat: the replies of the conversation about appointments, in words. Private to chat_words.c. */
#pragma once
#include "office/chat_words.h"
#include "office/words.h"

void booking_chat(struct words *w, const struct chat_reply *r, const struct chat_words_facts *f);

/* office/queue_chat: tickets of the hall in a chat. */
#pragma once
#include "office/queue.h"
#include "office/turn.h"

/* what: "look" (the own ticket, or the lines to choose from), "line.A", "#2" (the second line shown), "urgent.A.0" (with the
 * first of the reasons), "leave", "return", "resume". Puts its one answer into the outbox; a rule that forbids it is the
 * answer as well. */
enum err queue_said(struct ctx *c, struct tx *tx, struct live_chat *row, str what);

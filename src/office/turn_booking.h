/* office/turn_booking: appointments in a turn of the conversation: what the store knows of them, what an effect does,
 * and the seats a reply shows. Inside the transaction of the turn. */
#pragma once
#include "domain/message.h"
#include "office/turn.h"

enum err booking_facts(struct ctx *c, struct tx *tx, const struct live_chat *row, struct chat_facts *ret);
/* What may not be is no error of the turn: the reply says why, or shows other times. */
enum err booking_effect(struct ctx *c, struct tx *tx, const struct live_chat *row, const struct chat_effect *e,
                        struct chat_decision *d);
/* Fills in free seats, places and names, where the reply needs them. */
enum err booking_reply(struct ctx *c, struct tx *tx, const struct live_chat *row, struct chat_decision *d);
/* The rows of an answer about appointments are remembered, so that a typed number finds its row. */
void booking_options(struct ctx *c, struct live_chat *row, const struct say *say);

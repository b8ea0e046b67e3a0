/* office/turn: one turn of the conversation inside a transaction: facts from the store, the pure decision, its effects
 * and its one answer. */
#pragma once
#include "domain/conversation.h"
#include "office/file.h"

struct live_chat {
  i64 id, contact, draft;
  str number_id, contact_name, phone;
  struct chat chat;
  moment window_until, waiting_since;
};
enum err chat_read(struct ctx *c, struct tx *tx, i64 id, struct live_chat *ret);
enum err chat_write(struct ctx *c, struct tx *tx, const struct live_chat *row);
/* Hands one event to the conversation. event->media is the id of a message whose scan is stored. */
enum err chat_turn(struct ctx *c, struct tx *tx, struct live_chat *row, struct chat_event *event);

/* office/notice: what the citizen hears when a file moves, put into the outbox beside the change. */
#pragma once
#include "domain/message.h"
#include "office/file.h"

/* tells: of the transition table; NULL or a citizen without WhatsApp: nothing. */
enum err notice_put(struct ctx *c, struct tx *tx, const struct application *f, const char *tells);
/* Other words about a file, to where this citizen reads; nothing when he has no chat or wants no notices. */
enum err notice_say(struct ctx *c, struct tx *tx, const struct application *f, const struct say *say);
/* The chat in which a citizen may be told something; 0: none, or he stopped notices, or the number may be another's. */
enum err notice_way(struct tx *tx, i64 chat, i64 contact, i64 *ret_chat);
/* Any other words to a chat; application 0 = none. Writes the thread and the outbox. by: officer who wrote, 0 = Loket. */
enum err say_put(struct ctx *c, struct tx *tx, i64 chat, i64 application, const struct say *say, i64 by);
/* The same; ret_outbox: its row, so that what it said can be blotted out later. */
enum err say_post(struct ctx *c, struct tx *tx, i64 chat, i64 application, const struct say *say, i64 by, i64 *ret_outbox);
/* The correction as the citizen will read it. */
enum err notice_preview(struct ctx *c, struct tx *tx, const struct application *f, const char *tells, struct say *ret);
str office_hours_text(struct ctx *c); /* "Senin-Kamis 08.00-15.00, Jumat 08.00-11.30 WITA" */
/* The citizen's next photos in this chat answer the correction of this file. */
enum err chat_expects_correction(struct ctx *c, struct tx *tx, i64 chat, str number);

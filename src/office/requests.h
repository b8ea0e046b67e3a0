/* office/requests: a person asks to see, correct or erase his data (UU 27/2022). A task with a clock of three times 24 hours. */
#pragma once
#include "domain/retention.h"
#include "office/erasure.h"

enum request_channel { REQUEST_STATUS, REQUEST_COUNTER, REQUEST_WHATSAPP, REQUEST_LETTER, REQUEST_CHANNELS };
const char *request_channel_code(enum request_channel c); /* "counter" */
bool request_channel_parse(str code, enum request_channel *ret);

struct data_request {
  i64 id;
  enum data_request_kind kind;
  i64 application; /* 0: about none */
  str number;
  enum request_channel channel;
  str asked, reply;
  moment received_at, due_at, closed_at;
  enum data_outcome outcome;
  str officer_name; /* who closed it */
};
struct request_list {
  struct data_request *rows;
  size_t n;
};

/* number: of the application it is about, or empty. E_NOTFOUND: no such application; E_INPUT: words too long; E_LIMIT: three
 * are open about this application already. */
enum err request_add(struct ctx *c, str number, enum data_request_kind kind, enum request_channel channel, str asked, i64 *ret_id);
/* Answered. Erasing destroys the scans and what was typed, and gives the record of it. E_CONFLICT: somebody answered already;
 * E_RULE: cannot be erased yet (still_open, legal_hold); E_INPUT: no reply. */
enum err request_close(struct ctx *c, i64 id, enum data_outcome outcome, str reply, i64 *ret_record);
enum err request_get(struct ctx *c, i64 id, struct data_request *ret);
/* What granting it does to the person's chats; CHATS_NONE when it erases nothing. */
enum err request_chats(struct ctx *c, const struct data_request *q, enum chat_fate *ret);
enum err requests_open(struct ctx *c, struct request_list *ret);   /* the most urgent first */
enum err requests_closed(struct ctx *c, struct request_list *ret); /* the newest 50 */
enum err requests_of(struct ctx *c, i64 application, struct request_list *ret);

/* web/citizen: what the citizens' handlers share. Everything here is in the language of the request. */
#pragma once
#include "web/handlers.h"

/* How to reach a person: WhatsApp numbers, hours, telephone, address. */
struct contact citizen_contact(struct ctx *c);
/* A link that opens WhatsApp with these words typed in: at the number this chat is with, else at the first one (chat
 * 0). Empty when the office has no number. A demo office's link opens the phone simulator. */
str citizen_chat_url(struct ctx *c, i64 chat, str words);
struct doors;
str citizen_open_until(struct ctx *c, const struct doors *open); /* "Sampai pukul 15.00 WITA." */
str citizen_working_time(struct ctx *c, int hours);            /* "3 hari kerja", "4 jam kerja"; empty for 0 */
str citizen_count(struct ctx *c, enum text_key key, size_t n); /* a sentence with {n} */
/* A page that only its owner may see: search engines keep away from it. */
void citizen_personal(struct http_response *rs);
/* The 404 page for a token nobody was given; who tries many gets 429. */
void citizen_unknown_token(struct web_request *rq, struct http_response *rs);
/* Faults as errors of the form. A fault's field "data/x" or "x" is the input "x". */
struct form_errors citizen_errors(struct ctx *c);
/* Which roles looked at the papers (citizen_seen.c). */
enum err citizen_seen_fill(struct ctx *c, const struct file_whole *w, struct status_view *v);
/* What came of a synchronisation; nothing for other services (citizen_sync.c). */
enum err citizen_sync_fill(struct ctx *c, const struct application *f, struct status_view *v);
/* The papers that can still be sent in over the page of this file: missing ones, and faulty ones that were asked for
 * again. Fills up to MAX_REQUIREMENTS. */
size_t citizen_wanted(const struct application *f, const struct item *ret[MAX_REQUIREMENTS]);
/* May the citizen read that this paper is faulty? What an officer marks is told with the correction, not before. */
bool citizen_told_faulty(const struct application *f, const struct item *i);

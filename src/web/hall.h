/* web/hall: what the handlers of the hall share. Everything here is in the language of the request. */
#pragma once
#include "office/hall.h"
#include "office/json.h"
#include "web/handlers.h"
#include "web/pages/hall_views.h"

/* ---- hall_words.c ---- */
str hall_wait_words(struct ctx *c, struct wait_range w); /* "5–15 menit", "kurang dari 5 menit" */
str hall_number_words(struct ctx *c, enum text_key key, i64 n); /* a sentence with {n} */
str hall_ahead_words(struct ctx *c, size_t ahead);
str hall_tags(struct ctx *c, const struct ticket *t); /* "Lansia · Janji temu 09.30"; may be empty */
str hall_clock(struct ctx *c, moment m);              /* "09.12" */
struct tag hall_state_tag(enum ticket_state s);
enum text_key hall_priority_key(enum ticket_priority p); /* T_NONE for none */
struct line_button *hall_buttons(struct ctx *c, const struct hall_now *now, str chosen, size_t max, size_t *ret_n);
struct hall_choice *hall_choices(struct ctx *c, const struct hall *chosen, size_t *ret_n);
/* The hall in the address, or the 404 page and NULL. */
const struct hall *hall_of(struct web_request *rq, struct http_response *rs);
struct form_errors hall_errors(struct ctx *c);
bool hall_wants_json(const struct web_request *rq); /* a script asks */
void hall_json(struct web_request *rq, struct http_response *rs, int status, json_t *o);
json_t *hall_str(str s); /* never null */

/* ---- hall_live.c: whoever watches a hall ---- */
struct live;
void hall_live_start(struct office *o, struct live *live); /* a thread looks for news until hall_live_stop */
void hall_live_stop(void);
str hall_stream_url(struct ctx *c, const struct hall *h); /* /papan/{hall}/siar */

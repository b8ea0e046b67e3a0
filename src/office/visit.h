/* office/visit: a citizen proves once that a phone number is his, and his browser is known from then on. No account, no
 * password: a code over WhatsApp, or one an officer gave him. Rules: domain/proof.h. */
#pragma once
#include "office/booking.h"
#include "office/queue.h"

/* What the citizen was about to begin when he was asked for his number. */
struct beginning {
  const struct service *service; /* NULL: nothing, he only wants to see what he has */
  struct answers answers;
};
/* phone as typed. send: a code goes out over WhatsApp; else he has one from an officer. ret_token opens the page the code
 * is typed into. E_INPUT: no phone number; E_LIMIT: too many codes for this number (fault with the wait). */
enum err visit_ask(struct ctx *c, str phone, bool send, const struct beginning *b, str *ret_token);
/* Another code for the same number; the one before is worth nothing then. */
enum err visit_ask_again(struct ctx *c, str token, str *ret_token);
struct visit_asked {
  str phone; /* masked */
  bool sent; /* a code went out over WhatsApp */
  bool open; /* a code typed now would be looked at */
};
enum err visit_asked(struct ctx *c, str token, struct visit_asked *ret);
/* The code that was typed. E_INPUT: wrong, with a fault; E_RULE: this page takes no code any more. ret_cookie: for the
 * browser; ret_draft: of what he was about to begin, id 0: nothing. */
enum err visit_prove(struct ctx *c, str token, str code, str *ret_cookie, struct application *ret_draft);

struct visit {
  i64 contact;
  str phone; /* digits; empty when WhatsApp hides it */
};
/* E_DENIED: this browser is not known (any more). */
enum err visit_open(struct ctx *c, str cookie, struct visit *ret);
enum err visit_end(struct ctx *c, str cookie);
struct visit_files {
  struct application *at; /* newest first, drafts too */
  size_t n;
};
/* What brings this citizen to the office: appointments to come, soonest first, and the living ticket of today. */
struct visit_ahead {
  struct booking *bookings;
  size_t booking_count;
  struct ticket_place *ticket; /* NULL: none */
};
enum err visit_ahead(struct ctx *c, const struct visit *v, struct visit_ahead *ret);
enum err visit_files(struct ctx *c, const struct visit *v, struct visit_files *ret);

/* An officer at the counter gives a code to somebody without WhatsApp; it lives 2 days. */
enum err visit_counter_code(struct ctx *c, str phone, str *ret_code);
/* Blots out messages whose code is worth nothing any more, forgets old codes and browsers. */
enum err visits_purge(struct ctx *c);

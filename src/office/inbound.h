/* office/inbound: what citizens write, one message = one transaction = at most one answer.
 * Called by jobs/inbox for each update of a stored webhook body; safe to call again with the same message. */
#pragma once
#include "domain/conversation.h"
#include "office/file.h"

struct inbound_media {
  str id, mime, file_name;
  bool has_sha256;
  struct sha256 sha256;
};
struct inbound {
  str number_id, wamid;
  str phone, bsuid, name; /* of the citizen; phone or bsuid is there */
  moment at;
  enum chat_event_kind kind; /* CHAT_OFFICER: an officer typed in the phone app */
  str text, choice, quoted;
  bool *ret_of_survey;               /* it answered the survey: what it came in is not to be kept; may be NULL */
  const struct inbound_media *media; /* photo or document: fetched later, then office_media_stored */
};
enum err office_inbound(struct ctx *c, const struct inbound *in);
/* The contact and chat of a phone that may never have written: what is said to it goes out as a template. */
enum err contact_for_phone(struct ctx *c, struct tx *tx, str phone, str number_id, i64 *ret_contact, i64 *ret_chat);
/* An edited message keeps its first words in the event chain. */
enum err office_edited(struct ctx *c, str number_id, str quoted, str text);
/* The number now belongs to another WhatsApp account: nothing personal goes there until checked. */
enum err office_number_changed(struct ctx *c, str phone, str bsuid);

struct media_job {
  i64 id, message, chat, contact;
  str number_id, media_id, mime, file_name, caption, quoted;
  bool has_sha256;
  struct sha256 sha256;
  i64 tries;
  moment came_at; /* its message: photos keep the order in which they were sent */
};
enum err office_media_stored(struct ctx *c, const struct media_job *job, const struct sealed_scan *scan);
/* Refused or gone for good: the citizen is told once, kindly. problem: scan_problem_code or "gone". */
enum err office_media_failed(struct ctx *c, const struct media_job *job, const char *problem);

enum err office_quiet(struct ctx *c, i64 chat); /* the collecting timer fired */
/* An officer writes from the back office: the bot is silent for some hours. */
enum err office_officer_says(struct ctx *c, i64 chat, str text);
enum err office_give_back(struct ctx *c, i64 chat);
/* The form behind the one-time link was sent in. */
enum err office_form_done(struct ctx *c, struct tx *tx, i64 chat);

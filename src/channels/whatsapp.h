/* channels/whatsapp: the WhatsApp Business Cloud API (Meta Graph, or 360dialog's same bodies under another address).
 * Source: docs of the Cloud API as of 2025-11..2026-04, Graph v17..v26 shapes. Parsing never refuses live traffic:
 * what is not understood becomes WA_UNKNOWN and is kept. */
#pragma once
#include "base/base.h"
#include "config/config.h"
#include "domain/message.h"

/* X-Hub-Signature-256: "sha256=" + 64 lower-case hex of HMAC-SHA256(app secret, raw body); constant time. */
bool wa_signature_ok(str app_secret, str header, str raw_body);
/* Whether a call of the webhook comes from whom the office expects (whatsapp.webhook_check), before its body is read.
 * Constant time; what another kind of check would look at means nothing. */
struct wa_shown {
  str signature; /* X-Hub-Signature-256 */
  str header;    /* the value of whatsapp.webhook_check.header */
  str key;       /* of the address */
};
bool wa_webhook_ok(const struct config *cfg, const struct wa_shown *shown, str raw_body);

enum wa_kind {
  WA_TEXT,        /* text */
  WA_CHOICE,      /* a list row, a reply button or a template's button: choice_id (payload), text = its title */
  WA_MEDIA,       /* image or document: media */
  WA_VOICE,       /* audio */
  WA_OTHER_MEDIA, /* video, sticker */
  WA_LOCATION,
  WA_CONTACTS,
  WA_REACTION,
  WA_UNSUPPORTED, /* poll, view-once ... : errors 131051 */
  WA_EDIT,        /* coexistence only: quoted = the message edited, text = the new text */
  WA_REVOKE,
  WA_NUMBER_CHANGED, /* system: new_wa_id */
  WA_IDENTITY_CHANGED,
  WA_ECHO,    /* an officer typed in the phone app (smb_message_echoes): contact = the citizen */
  WA_STATUS,  /* of a message of ours */
  WA_ACCOUNT, /* account_update, phone_number_quality_update, template status ...: for the admin;
                 choice_id = the field, text = what it says */
  WA_ERROR,   /* value.errors */
  WA_IGNORED, /* group messages, orders, requests we do not serve */
  WA_UNKNOWN,
};
enum wa_status { WA_SENT = 1, WA_DELIVERED, WA_READ, WA_PLAYED, WA_FAILED = 9 };

struct wa_media {
  str id, url, mime, file_name;
  bool has_sha256;
  struct sha256 sha256; /* from base64 in webhooks, hex elsewhere: both are taken */
  i64 size;             /* -1 unknown */
};
struct wa_event {
  enum wa_kind kind;
  str number_id; /* metadata.phone_number_id: which of the office's numbers */
  str wamid;     /* of this message, or for WA_STATUS of ours */
  str phone;     /* digits with country code; may be empty (usernames) */
  str bsuid;     /* from_user_id; may be empty on old shapes. At least one of the two is there for a message */
  str profile_name;
  moment at;
  str text; /* body, caption, title */
  str choice_id;
  str quoted; /* context.id */
  bool forwarded;
  struct wa_media media;
  str new_wa_id;
  str new_bsuid;    /* WA_NUMBER_CHANGED: either or both of the two */
  str shared_phone; /* WA_CONTACTS: the first number of the first card, as sent */
  enum wa_status status;
  int error_code;    /* of a failed status, an unsupported message or an error; 0 = none given */
  str callback_data; /* biz_opaque_callback_data: our outbox id */
};
/* One body -> all its updates, in order. E_INPUT only when it is not JSON or not a whatsapp_business_account object,
 * E_LIMIT over MAX_WEBHOOK_BODY or MAX_WA_UPDATES. The same wamid twice gives two events. `a` should hold 64 MiB. */
enum err wa_parse(struct arena *a, str raw_body, struct wa_event **ret_events, size_t *ret_count);

/* The body of POST {base}/{number}/messages for a say. `to_phone` digits or empty, `bsuid` used when there is none.
 * as_template: the fallback template instead; E_RULE when the say has none. E_INPUT: neither address can be one.
 * E_BUG when a say breaks a limit: texts are cut on a code point with an ellipsis, labels over the limit are an
 * error. What a wamid cannot be is not quoted. */
enum err wa_message_json(struct arena *a, const struct say *s, str to_phone, str bsuid, str callback_data,
                         bool as_template, str *ret_json);
str wa_read_json(struct arena *a, str wamid, bool typing);

/* What to do about an error code; one table for synchronous answers and failed statuses. */
enum wa_remedy {
  WA_RETRY,           /* backoff, at most 5 times */
  WA_RETRY_RECIPIENT, /* 131056: this recipient only, 4^n seconds */
  WA_RETRY_ALL_LATER, /* rate limits of app or account: pause the number for minutes */
  WA_USE_TEMPLATE,    /* 131047: the window is closed */
  WA_GIVE_UP,         /* permanent for this message */
  WA_UNREACHABLE,     /* permanent for this contact on this channel */
  WA_STOP_NUMBER,     /* token, account: stop the number's queue, tell the admin, lose nothing */
  WA_REVERIFY,        /* 137000: another person may hold the number: no personal data until checked */
};
enum wa_remedy wa_remedy_of(int code, int http_status);
const char *wa_remedy_name(enum wa_remedy r);

/* Calls. `outcome` tells a send that certainly did not happen from one that may have. */
struct wa_outcome {
  bool sent;    /* accepted; wamid is set, but for a read receipt */
  bool unknown; /* timeout or cut after the request went out: wait for a status before sending again */
  str wamid, wa_id;
  int http_status, code;
  enum wa_remedy remedy; /* when neither */
};
struct http_client;
/* E_OK whenever `ret` says it all, also when no answer came. E_DENIED: the client may not talk to api_base. */
enum err wa_send(struct http_client *c, struct arena *a, const struct config *cfg, const struct number_config *number,
                 str json, struct wa_outcome *ret);
/* Step 1 of fetching media: where it lies now (5 minutes) and its hash. Both steps: E_NOTFOUND: expired, ask for the
 * URL once more, then the citizen. E_DENIED: token, redirect or a host of no list. E_LIMIT: too often. E_IO: later. */
enum err wa_media_info(struct http_client *c, struct arena *a, const struct config *cfg,
                       const struct number_config *number, str media_id, struct wa_media *ret, int *ret_http_status);
/* WhatsApp forgets it: it was stored here. E_NOTFOUND: it is gone already. To be asked once: a provider may close the door
 * after repeated failures. */
enum err wa_media_forget(struct http_client *c, struct arena *a, const struct config *cfg,
                         const struct number_config *number, str media_id, int *ret_http_status);
/* Step 2: the bytes, into a sink. Only to hosts of the allow list (config whatsapp.media_hosts and api_base's host). */
enum err wa_media_fetch(struct http_client *c, struct arena *a, const struct config *cfg,
                        const struct number_config *number, str url, enum err (*sink)(void *self, str piece),
                        void *self, int *ret_http_status);

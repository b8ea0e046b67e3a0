/* channels/whatsapp_kinds: what one object of value.messages[] says. Private to channels/whatsapp_*.c. */
#pragma once
#include "channels/whatsapp.h"
#include "channels/whatsapp_json.h"

/* Fills kind and everything that depends on it. What is not understood becomes WA_UNKNOWN. */
void wa_read_kind(struct arena *a, const json_t *message, struct wa_event *e);

/* phone/errors: Meta's error objects. Source: error codes page of the Cloud API, 2025-12-12. */
#pragma once
#include <jansson.h>

#include "base/base.h"

const char *error_title(int code);
/* {"error":{...}} as the Graph API answers. subcode 0 = none. */
json_t *error_answer(int code, int subcode, str details);
/* The shape inside webhooks: {code,title,message,error_data{details},href}. */
json_t *error_in_webhook(int code, const char *details);

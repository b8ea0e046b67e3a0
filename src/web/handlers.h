/* web/handlers: the handlers named in routes.c. */
#pragma once
#include "web/web.h"

web_handler hook_verify, hook_receive;
web_handler asset_send, health_alive, health_ready;

/* citizens */

/* officers */

/* machines */

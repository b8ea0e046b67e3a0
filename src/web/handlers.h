/* web/handlers: the handlers named in routes.c. */
#pragma once
#include "web/web.h"

web_handler hook_verify, hook_receive;
web_handler asset_send, health_alive, health_ready;

/* citizens */

/* officers */

/* machines */
web_handler api_submit, api_list_applications, api_open_application, api_act, api_add_scans, api_open_scan, api_tie_scan;
web_handler api_track, api_list_services, api_open_service, api_openapi;

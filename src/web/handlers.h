/* web/handlers: the handlers named in routes.c. */
#pragma once
#include "web/web.h"

web_handler hook_verify, hook_receive;
web_handler asset_send, health_alive, health_ready;

/* citizens */
web_handler citizen_home, citizen_services, citizen_service, citizen_help, citizen_privacy, citizen_access, citizen_problem;
web_handler citizen_check, citizen_check_do, citizen_status, citizen_receipt, citizen_upload, citizen_upload_do;
web_handler citizen_form, citizen_section, citizen_section_save, citizen_answers, citizen_answers_send, citizen_form_done;
web_handler citizen_robots, citizen_security;

/* officers */
web_handler officer_login_form, officer_login, officer_logout;
web_handler officer_list, officer_next, officer_search;
web_handler officer_file, officer_act, officer_note, officer_reply, officer_scan, officer_add_scans, officer_correction;
web_handler officer_receipt_paper, officer_handover_paper, officer_label_paper;
web_handler officer_pickup_find, officer_pickup, officer_pickup_step, officer_handed_over;
web_handler officer_walkin_start, officer_walkin, officer_walkin_submit;
web_handler officer_inbox, officer_chat, officer_chat_reply, officer_chat_bot, officer_chat_tie, officer_chat_photo;

/* machines */
web_handler api_submit, api_list_applications, api_open_application, api_act, api_add_scans, api_open_scan, api_tie_scan;
web_handler api_track, api_list_services, api_open_service, api_openapi;

/* web/handlers: the handlers named in routes.c. */
#pragma once
#include "web/web.h"

web_handler hook_verify, hook_receive;
web_handler asset_send, health_alive, health_ready;

/* citizens */
web_handler citizen_home, citizen_services, citizen_service, citizen_help, citizen_privacy, citizen_access, citizen_problem;
web_handler citizen_check, citizen_check_do, citizen_status, citizen_receipt, citizen_upload, citizen_upload_do;
web_handler citizen_form, citizen_section, citizen_section_save, citizen_answers, citizen_answers_send, citizen_form_done;
web_handler tus_options, tus_create, tus_head, tus_patch, tus_delete, tus_override;
web_handler citizen_robots, citizen_security;
web_handler citizen_start, citizen_start_do, citizen_enter, citizen_enter_do, citizen_code, citizen_code_do, citizen_code_again;
web_handler citizen_mine, citizen_leave, citizen_hub, citizen_restart, citizen_restart_do, citizen_keep_link, citizen_data, citizen_data_save;
web_handler citizen_item, citizen_item_save, citizen_item_remove, citizen_item_remove_do;
web_handler citizen_section_item, citizen_section_item_save, citizen_section_item_remove, citizen_section_item_remove_do;
web_handler citizen_paper, citizen_paper_save, citizen_paper_remove, citizen_paper_next, citizen_paper_photo, citizen_read_over, citizen_send;
web_handler citizen_discard, citizen_discard_do, citizen_talk, citizen_talk_say, citizen_withdraw, citizen_withdraw_do, citizen_reopen, citizen_calendar;
web_handler officer_login_code, officer_login_code_do, officer_profile, officer_profile_qr, officer_profile_do;
web_handler officer_code, officer_code_give, officer_relink, officer_relink_do, officer_form_paper, citizen_form_paper;
web_handler citizen_bookings, citizen_booking_find, citizen_booking_pick, citizen_booking_hold, citizen_booking_wait;
web_handler citizen_booking, citizen_booking_confirm, citizen_booking_cancel, citizen_booking_offer;
web_handler citizen_booking_move, citizen_booking_move_do, citizen_booking_calendar, citizen_booking_code;
web_handler citizen_verify, citizen_hours, citizen_regions, citizen_style;
web_handler citizen_home_visit, citizen_home_visit_do, citizen_pickup_time, citizen_pickup_time_do;

/* officers */
web_handler officer_login_form, officer_login, officer_logout;
web_handler officer_list, officer_next, officer_search;
web_handler officer_file, officer_act, officer_note, officer_reply, officer_scan, officer_add_scans, officer_correction;
web_handler officer_receipt_paper, officer_handover_paper, officer_label_paper;
web_handler officer_pickup_find, officer_pickup, officer_pickup_step, officer_handed_over;
web_handler officer_walkin_start, officer_walkin, officer_walkin_submit;
web_handler officer_inbox, officer_chat, officer_chat_reply, officer_chat_bot, officer_chat_tie, officer_chat_photo;
web_handler officer_scan_copy, officer_chat_copy;

/* personal data */
web_handler officer_privacy_list, officer_privacy_add, officer_privacy_request, officer_privacy_answer;
web_handler officer_privacy_file, officer_privacy_hold, officer_destruction_paper, citizen_rights, citizen_rights_ask;

/* synchronisation */
web_handler officer_sync_list, officer_sync_batch_make, officer_sync_batch, officer_sync_csv, officer_sync_xlsx;
web_handler officer_sync_results, officer_sync_week, officer_sync_week_csv, officer_sync_case, officer_sync_decide;
web_handler citizen_sync_answer;
/* the hall */
web_handler hall_queue, hall_queue_take, hall_queue_ticket, hall_queue_step, hall_ticket_qr;
web_handler hall_board, hall_stream, hall_state, hall_board_qr, hall_clip, hall_device_open;
web_handler hall_kiosk, hall_kiosk_take, hall_kiosk_ticket, hall_door, hall_door_step;
web_handler hall_desks, hall_desk, hall_desk_step;
web_handler hall_settings, hall_settings_save, hall_device_add, hall_device_revoke, hall_visits;

web_handler officer_bookings, officer_booking_open, officer_booking_new, officer_booking_new_do, officer_booking_lists;
web_handler officer_booking, officer_booking_act, officer_booking_move, officer_booking_move_do, officer_house, officer_house_do;

/* complaints */
web_handler citizen_complaint, citizen_complaint_send, citizen_complaint_status;
web_handler officer_fair, officer_fair_explain, officer_fair_csv, officer_lookers, officer_look_log;
web_handler officer_complaint_form, officer_complaint_take, officer_complaints, officer_complaint, officer_complaint_do;

/* partners */
web_handler officer_partners, officer_delivery, officer_delivery_again;
web_handler api_partner_state, api_partner_batch, api_partner_receipt, api_partner_test, api_partner_key;

/* machines */
web_handler api_submit, api_list_applications, api_open_application, api_act, api_add_scans, api_open_scan, api_tie_scan;
web_handler api_track, api_list_services, api_open_service, api_openapi;
web_handler api_list_slots, api_book, api_list_bookings, api_open_booking, api_act_booking;

/* the survey of satisfaction, the public figures */
web_handler citizen_skm, citizen_skm_send, citizen_skm_done, citizen_skm_take, figures_public, figures_csv_public, figures_json_public;

/* the head of the office */
web_handler head_skm, head_skm_pdf, head_skm_xlsx, head_skm_csv;
web_handler head_summary, head_times, head_quality, head_load, head_list, head_report_pdf, head_report_xlsx, head_report_csv;

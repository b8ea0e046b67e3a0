/* Every route of Loket: what is not in this table does not exist. */
#include "web/handlers.h"

#define BIT(role) ROLE_BIT(ROLE_##role)
#define OFFICERS (ROLES_OFFICERS)
#define READERS (ROLES_READERS)
#define MACHINES (ROLES_READERS)
#define SENDERS (ROLES_OFFICERS | BIT(PARTNER)) /* a hospital, a village office: hands in, reads nothing */

const struct route routes[] = {
    /* method    path                        access              body       roles  handler            operation */

    /* citizens (citizen_*.c) */
    {HTTP_GET, "/", ACCESS_ANYBODY, BODY_NONE, 0, citizen_home, NULL},
    {HTTP_GET, "/layanan", ACCESS_ANYBODY, BODY_NONE, 0, citizen_services, NULL},
    {HTTP_GET, "/layanan/{code}", ACCESS_ANYBODY, BODY_NONE, 0, citizen_service, NULL},
    {HTTP_GET, "/cek", ACCESS_ANYBODY, BODY_NONE, 0, citizen_check, NULL},
    {HTTP_POST, "/cek", ACCESS_ANYBODY, BODY_FORM, 0, citizen_check_do, NULL},
    {HTTP_GET, "/s/{token}", ACCESS_ANYBODY, BODY_NONE, 0, citizen_status, NULL},
    {HTTP_GET, "/s/{token}/bukti.pdf", ACCESS_ANYBODY, BODY_NONE, 0, citizen_receipt, NULL},
    {HTTP_GET, "/s/{token}/perbaiki", ACCESS_ANYBODY, BODY_NONE, 0, citizen_upload, NULL},
    {HTTP_POST, "/s/{token}/perbaiki", ACCESS_ANYBODY, BODY_FILES, 0, citizen_upload_do, NULL},
    {HTTP_GET, "/f/{token}", ACCESS_ANYBODY, BODY_NONE, 0, citizen_form, NULL},
    {HTTP_GET, "/f/{token}/periksa", ACCESS_ANYBODY, BODY_NONE, 0, citizen_answers, NULL},
    {HTTP_POST, "/f/{token}/periksa", ACCESS_ANYBODY, BODY_FORM, 0, citizen_answers_send, NULL},
    {HTTP_GET, "/f/{token}/selesai", ACCESS_ANYBODY, BODY_NONE, 0, citizen_form_done, NULL},
    {HTTP_GET, "/f/{token}/{section}", ACCESS_ANYBODY, BODY_NONE, 0, citizen_section, NULL},
    {HTTP_POST, "/f/{token}/{section}", ACCESS_ANYBODY, BODY_FORM, 0, citizen_section_save, NULL},
    {HTTP_GET, "/bantuan", ACCESS_ANYBODY, BODY_NONE, 0, citizen_help, NULL},
    {HTTP_GET, "/privasi", ACCESS_ANYBODY, BODY_NONE, 0, citizen_privacy, NULL},
    {HTTP_GET, "/aksesibilitas", ACCESS_ANYBODY, BODY_NONE, 0, citizen_access, NULL},
    {HTTP_GET, "/galat/{code}", ACCESS_ANYBODY, BODY_NONE, 0, citizen_problem, NULL},
    {HTTP_GET, "/robots.txt", ACCESS_ANYBODY, BODY_NONE, 0, citizen_robots, NULL},
    {HTTP_GET, "/.well-known/security.txt", ACCESS_ANYBODY, BODY_NONE, 0, citizen_security, NULL},

    /* officers (officer_*.c) */
    {HTTP_GET, "/petugas/masuk", ACCESS_ANYBODY, BODY_NONE, 0, officer_login_form, NULL},
    {HTTP_POST, "/petugas/masuk", ACCESS_ANYBODY, BODY_FORM, 0, officer_login, NULL},
    {HTTP_POST, "/petugas/keluar", ACCESS_OFFICER, BODY_FORM, READERS | BIT(ADMIN), officer_logout, NULL},
    {HTTP_GET, "/petugas", ACCESS_OFFICER, BODY_NONE, READERS, officer_list, NULL},
    {HTTP_POST, "/petugas/berikutnya", ACCESS_OFFICER, BODY_FORM, OFFICERS, officer_next, NULL},
    {HTTP_GET, "/petugas/cari", ACCESS_OFFICER, BODY_NONE, READERS, officer_search, NULL},
    {HTTP_GET, "/petugas/p/{number}", ACCESS_OFFICER, BODY_NONE, READERS, officer_file, NULL},
    {HTTP_POST, "/petugas/p/{number}/aksi", ACCESS_OFFICER, BODY_FORM, OFFICERS, officer_act, NULL},
    {HTTP_POST, "/petugas/p/{number}/catatan", ACCESS_OFFICER, BODY_FORM, OFFICERS, officer_note, NULL},
    {HTTP_POST, "/petugas/p/{number}/balas", ACCESS_OFFICER, BODY_FORM, OFFICERS, officer_reply, NULL},
    {HTTP_GET, "/petugas/p/{number}/perbaikan", ACCESS_OFFICER, BODY_NONE, OFFICERS, officer_correction, NULL},
    {HTTP_GET, "/petugas/p/{number}/berkas/{id}", ACCESS_OFFICER, BODY_NONE, READERS, officer_scan, NULL},
    {HTTP_POST, "/petugas/p/{number}/berkas", ACCESS_OFFICER, BODY_FILES, OFFICERS, officer_add_scans, NULL},
    {HTTP_GET, "/petugas/p/{number}/bukti.pdf", ACCESS_OFFICER, BODY_NONE, READERS, officer_receipt_paper, NULL},
    {HTTP_GET, "/petugas/p/{number}/serah.pdf", ACCESS_OFFICER, BODY_NONE, READERS, officer_handover_paper, NULL},
    {HTTP_GET, "/petugas/p/{number}/label.pdf", ACCESS_OFFICER, BODY_NONE, READERS, officer_label_paper, NULL},
    {HTTP_GET, "/petugas/ambil", ACCESS_OFFICER, BODY_NONE, OFFICERS, officer_pickup_find, NULL},
    {HTTP_GET, "/petugas/p/{number}/ambil", ACCESS_OFFICER, BODY_NONE, READERS, officer_pickup, NULL},
    {HTTP_POST, "/petugas/p/{number}/ambil", ACCESS_OFFICER, BODY_FORM, OFFICERS, officer_pickup_step, NULL},
    {HTTP_GET, "/petugas/p/{number}/diserahkan", ACCESS_OFFICER, BODY_NONE, READERS, officer_handed_over, NULL},
    {HTTP_GET, "/petugas/baru", ACCESS_OFFICER, BODY_NONE, OFFICERS, officer_walkin_start, NULL},
    {HTTP_GET, "/petugas/baru/{code}", ACCESS_OFFICER, BODY_NONE, OFFICERS, officer_walkin, NULL},
    {HTTP_POST, "/petugas/baru/{code}", ACCESS_OFFICER, BODY_FILES, OFFICERS, officer_walkin_submit, NULL},
    {HTTP_GET, "/petugas/wa", ACCESS_OFFICER, BODY_NONE, READERS, officer_inbox, NULL},
    {HTTP_GET, "/petugas/wa/{id}", ACCESS_OFFICER, BODY_NONE, READERS, officer_chat, NULL},
    {HTTP_POST, "/petugas/wa/{id}/balas", ACCESS_OFFICER, BODY_FORM, OFFICERS, officer_chat_reply, NULL},
    {HTTP_POST, "/petugas/wa/{id}/bot", ACCESS_OFFICER, BODY_FORM, OFFICERS, officer_chat_bot, NULL},
    {HTTP_POST, "/petugas/wa/{id}/ikat", ACCESS_OFFICER, BODY_FORM, OFFICERS, officer_chat_tie, NULL},
    {HTTP_GET, "/petugas/wa/{id}/foto/{scan}", ACCESS_OFFICER, BODY_NONE, READERS, officer_chat_photo, NULL},

    /* machines (api/) */
    {HTTP_POST, "/api/v1/applications", ACCESS_TOKEN, BODY_FILES, SENDERS, api_submit, "submitApplication"},
    {HTTP_GET, "/api/v1/applications", ACCESS_TOKEN, BODY_NONE, MACHINES, api_list_applications, "listApplications"},
    {HTTP_GET, "/api/v1/applications/{number}", ACCESS_TOKEN, BODY_NONE, MACHINES, api_open_application, "openApplication"},
    {HTTP_POST, "/api/v1/applications/{number}/actions", ACCESS_TOKEN, BODY_JSON, OFFICERS, api_act, "act"},
    {HTTP_POST, "/api/v1/applications/{number}/scans", ACCESS_TOKEN, BODY_FILES, OFFICERS, api_add_scans, "addScans"},
    {HTTP_GET, "/api/v1/applications/{number}/scans/{id}", ACCESS_TOKEN, BODY_NONE, MACHINES, api_open_scan, "openScan"},
    {HTTP_POST, "/api/v1/applications/{number}/scans/{id}/requirement", ACCESS_TOKEN, BODY_JSON, OFFICERS, api_tie_scan, "tieScan"},
    {HTTP_GET, "/api/v1/track/{number}", ACCESS_API_ANYBODY, BODY_NONE, 0, api_track, "track"},
    {HTTP_GET, "/api/v1/services", ACCESS_API_ANYBODY, BODY_NONE, 0, api_list_services, "listServices"},
    {HTTP_GET, "/api/v1/services/{code}", ACCESS_API_ANYBODY, BODY_NONE, 0, api_open_service, "openService"},
    {HTTP_GET, "/openapi.json", ACCESS_API_ANYBODY, BODY_NONE, 0, api_openapi, "openApi"},

    /* WhatsApp, files of the pages, health */
    {HTTP_GET, "/hook/whatsapp", ACCESS_WEBHOOK, BODY_NONE, 0, hook_verify, NULL},
    {HTTP_POST, "/hook/whatsapp", ACCESS_WEBHOOK, BODY_RAW, 0, hook_receive, NULL},
    {HTTP_GET, "/a/{name}", ACCESS_ANYBODY, BODY_NONE, 0, asset_send, NULL},
    {HTTP_GET, "/healthz", ACCESS_ANYBODY, BODY_NONE, 0, health_alive, NULL},
    {HTTP_GET, "/readyz", ACCESS_ANYBODY, BODY_NONE, 0, health_ready, NULL},
};
const size_t route_count = COUNT(routes);

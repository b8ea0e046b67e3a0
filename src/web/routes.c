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

    /* officers (officer_*.c) */

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

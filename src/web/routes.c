/* Every route of Loket: what is not in this table does not exist. */
#include "web/handlers.h"

#define BIT(role) ROLE_BIT(ROLE_##role)
#define OFFICERS (ROLES_OFFICERS)
#define READERS (ROLES_READERS)
#define MACHINES (ROLES_READERS)

const struct route routes[] = {
    /* method    path                        access              body       roles  handler            operation */

    /* citizens (citizen_*.c) */

    /* officers (officer_*.c) */

    /* machines (api/) */

    /* WhatsApp, files of the pages, health */
    {HTTP_GET, "/hook/whatsapp", ACCESS_WEBHOOK, BODY_NONE, 0, hook_verify, NULL},
    {HTTP_POST, "/hook/whatsapp", ACCESS_WEBHOOK, BODY_RAW, 0, hook_receive, NULL},
    {HTTP_GET, "/a/{name}", ACCESS_ANYBODY, BODY_NONE, 0, asset_send, NULL},
    {HTTP_GET, "/healthz", ACCESS_ANYBODY, BODY_NONE, 0, health_alive, NULL},
    {HTTP_GET, "/readyz", ACCESS_ANYBODY, BODY_NONE, 0, health_ready, NULL},
};
const size_t route_count = COUNT(routes);

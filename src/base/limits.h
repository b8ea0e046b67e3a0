/* Every maximum of the house stands here. A limit that is not here does not exist. */
#pragma once

/* HTTP */
#define MAX_REQUEST_ARENA (64u << 20)   /* memory of one request, all told */
#define MAX_FORM_BODY (256u << 10)      /* a form or a JSON body */
#define MAX_WEBHOOK_BODY (4u << 20)     /* Meta sends up to 3 MB */
#define MAX_UPLOAD_BODY (160u << 20)    /* one multipart request, all files */
#define MAX_SCAN_SIZE (20u << 20)       /* one scan */
#define MAX_FIELD_SIZE (64u << 10)      /* one text field of a multipart body */
#define MAX_PART_HEAD (8u << 10)        /* headers of one part: two names and a type */
#define MAX_PARTS 600                   /* fields of a form, parts of a multipart body: twenty of a family have 15 each */
#define MAX_HEADER_MEMORY (16u << 10)   /* request line and headers of one connection; zeroed for each request */
#define MAX_CONNECTIONS 8192
#define MAX_PAGE (2u << 20)             /* an answer built in memory */

/* the office */
#define MAX_SCANS_PER_REQUIREMENT 12
#define MAX_SCANS_PER_APPLICATION 60
#define MAX_UPLOADS_OPEN 40             /* resumable uploads under way for one application */
#define MAX_UPLOADS_BYTES (240u << 20)  /* all of them together */
#define MAX_LIST 100                    /* rows of a list page */
#define MAX_NAME 60                     /* letters of a name: Permendagri 73/2022 */
#define MAX_TEXT 4096                   /* a message, a note */

/* papers (PDF) */
#define MAX_PAPER (4u << 20)   /* one file */
#define MAX_PAPER_ROWS 500     /* rows of one list on a paper */
#define MAX_PAPER_TEXT 1200    /* letters of one text on a paper; what is longer ends in an ellipsis */
#define MAX_QR_TEXT 300        /* bytes in a QR code: beyond that cheap scanners give up */

/* WhatsApp (Cloud API limits, characters) */
#define MAX_WA_TEXT 4096
#define MAX_WA_INTERACTIVE 1024
#define MAX_WA_ROWS 10
#define MAX_WA_ROW_TITLE 24
#define MAX_WA_ROW_DESCRIPTION 72
#define MAX_WA_BUTTONS 3
#define MAX_WA_BUTTON_TITLE 20
#define MAX_WA_FOOTER 60
#define MAX_WA_CHOICE_ID 200            /* bytes; a list row's limit, a button's is 256 */
#define MAX_WA_FILE_NAME 240
#define MAX_WA_CALLBACK 512             /* biz_opaque_callback_data */
#define MAX_WA_PARAM 120                /* one {{n}} of a template; the whole body may have 1024 */
#define MAX_WA_TEMPLATE_NAME 512
#define MAX_WA_ID 255                   /* bytes of a wamid, a media id, a BSUID: opaque */
#define MAX_WA_URL 2048                 /* bytes */
#define MAX_WA_PHONE 20                 /* digits; E.164 has at most 15 */
#define MAX_WA_UPDATES 10000            /* of one webhook body; Meta says 1,000 */
#define MAX_WA_ANSWER (64u << 10)       /* what the Cloud API answers to a call */
#define MAX_WA_MEDIA (100u << 20)

/* erasing */
#define MAX_RECORD_LINES 300            /* applications and classes in one record of destruction */
#define MAX_RECORD_SCANS 3000           /* scans destroyed in one transaction */
#define MAX_HOLD_REASON 300             /* letters */
#define MAX_REQUEST_TEXT 2000           /* letters of a request about data, and of its reply */

/* the vault */
#define MAX_VAULT_CONNECTIONS 256
#define MAX_REWRAP 500                  /* wrapped keys in one message */
#define VAULT_MESSAGE (48u << 10)       /* one datagram to or from the vault */
#define MAX_OPENING_WHO 40              /* letters of an actor: "officer:3" */
#define MAX_OPENING_SCAN 32             /* letters of a scan's id */
#define MAX_OPENINGS_A_MINUTE 1200      /* of one officer or token: what a person can look at, many times over */
#define MAX_JUDGED_A_MINUTE 12000       /* of the look cage: every scan once */

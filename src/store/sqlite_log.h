/* driver: how SQLite writes its log. Private to store. */
#pragma once

/* Once, before anything is opened; the name for sqlite3_open_v2, NULL when it cannot be had: then the usual one serves. */
const char *sqlite_log_vfs(void);

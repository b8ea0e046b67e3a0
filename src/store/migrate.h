/* store/migrate: forward only, numbered, checksummed; each one transaction. */
#pragma once
#include "store/db.h"

/* Brings the store to the newest version. E_BUG: a migration that already ran has been changed since. */
enum err migrate(struct db *db, int *ret_from, int *ret_to);
enum err migrate_version(struct db *db, int *ret_version, int *ret_newest);

/* office/keys: the wrapped keys that lie in the store, and the change to another office key. */
#pragma once
#include "office/office.h"
#include "store/db.h"

/* WRAPPED_KEY_SIZE bytes of a column; false: destroyed. Keys wrapped before they carried an id come with the id zero. */
bool col_wrapped_key(const struct rows *r, int column, u8 *ret_key);

/* Which office keys the store's wrapped keys are for. */
struct key_use {
  u8 key_id[KEY_ID_SIZE];
  i64 count;
};
#define KEY_USES 8
struct key_census {
  struct key_use uses[KEY_USES]; /* key ids beyond that are left out */
  size_t use_count;
};
enum err keys_count(struct ctx *c, struct key_census *ret_census);

/* Changes to a new office key: every scan's key is wrapped for it, batch by batch, while the office works; then the old
 * key is destroyed, and what was wrapped for it (in old backups, in freed pages of the store) is noise for ever.
 *
 * May be killed at any moment: until the end both keys are there and every scan opens; called again it goes on. Needs a
 * vault that answers. ret_problem: when it could not. E_CONFLICT: another rotation runs, or an upload that began before the
 * change has not ended within `patience`; the old key stays, call again. */
struct rotation {
  u8 from[KEY_ID_SIZE], to[KEY_ID_SIZE];
  i64 rewrapped, unreadable; /* unreadable: wrapped for a key nobody has; they stay as they are */
  bool went_on;              /* an earlier one had stopped */
};
enum err keys_rotate(struct ctx *c, moment patience, struct rotation *ret_rotation, const char **ret_problem);

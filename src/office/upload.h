/* office/upload: a paper that comes in several requests. An upload belongs to the application its personal link opens
 * and to one requirement; its bytes lie in a part file (scans/parts.h) and become a scan when they are all there. */
#pragma once
#include "office/file.h"
#include "scans/parts.h"

#define UPLOAD_LIFE HOURS(24) /* after the last byte */

struct upload {
  i64 id, application;
  str requirement, file_name, metadata;
  str part; /* name of the part file */
  i64 length;
  struct part_place here; /* what was acknowledged */
  u8 key[PART_KEY_SIZE];
  moment expires_at;
  bool done;
};
struct new_upload {
  str link;        /* the token of a status page, or of a link into a form or draft */
  str requirement; /* code of a paper the application waits for */
  i64 length;
  str file_name, metadata;
};
/* Whether it may come, and what it will be; only reads. E_NOTFOUND: the link opens nothing. E_INPUT: the paper is not
 * wanted. E_LIMIT: too large, or too much is under way. */
enum err upload_plan(struct ctx *c, const struct new_upload *n, str *ret_token, struct upload *ret);
enum err upload_add(struct ctx *c, struct upload *u, str token); /* the planned one begins */
/* E_NOTFOUND: no such upload; with the fault "upload_gone" when it ran out. */
enum err upload_find(struct ctx *c, str token, struct upload *ret);
/* The bytes up to here are on the disk. E_CONFLICT: somebody else went on with it. */
enum err upload_moved(struct ctx *c, struct upload *u, struct part_place here);
/* All is here and lies in a pack, flushed: it becomes a scan of the requirement, once; ret_kept is false when the paper
 * already had this very file. E_RULE, E_INPUT, E_LIMIT: the application does not take it any more. */
enum err upload_done(struct ctx *c, struct upload *u, const struct sealed_scan *scan, bool *ret_kept);
enum err upload_drop(struct ctx *c, const struct upload *u);
/* Removes what ran out, and lets corrections go that waited for an upload which stands still. */
enum err uploads_tidy(struct ctx *c);

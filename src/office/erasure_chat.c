/* What a person's request to erase does to his chats on WhatsApp. The phone number stays: without it nobody would know that
 * he stopped notices, and his next message would come from a stranger. */
#include "office/erasure.h"
#include "office/turn.h"

#define CHATS 20

static enum err contact_of(struct tx *tx, const struct application *f, i64 *ret) {
  *ret = f->contact;
  if (*ret || !f->chat) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_GET, V(f->chat));
  TRY(rows_one(&r));
  *ret = col_int(&r, 1);
  return E_OK;
}

static enum err has_row(struct rows r, bool *ret) {
  CLEANUP(rows_done) struct rows mine = r;
  *ret = rows_next(&mine);
  return mine.err;
}

enum err chats_fate(struct tx *tx, const struct application *f, i64 *ret_contact, enum chat_fate *ret) {
  bool any = false, busy = false;
  *ret = CHATS_NONE;
  TRY(contact_of(tx, f, ret_contact));
  if (!*ret_contact) return E_OK;
  TRY(has_row(db_query(tx, SQL_CHAT_IDS_OF_CONTACT, V(*ret_contact)), &any));
  TRY(has_row(db_query(tx, SQL_CONTACT_BUSY, V(*ret_contact), V(f->id)), &busy));
  if (any) *ret = busy ? CHATS_KEPT : CHATS_ERASED;
  return E_OK;
}

/* Language and the wish to hear nothing are kept; what was asked and answered is not. */
static str begun_anew(struct ctx *c, str state) {
  struct chat before = chat_from_json(c->arena, state), after = chat_new();
  after.lang = before.lang;
  after.opted_out = before.opted_out;
  after.privacy_told = before.privacy_told;
  return chat_to_json(c->arena, &after);
}

static enum err erase_one(struct ctx *c, struct tx *tx, i64 chat, str state) {
  TRY(db_exec(tx, SQL_MEDIA_ERASE, V(chat), V(c->now)));
  TRY(db_exec(tx, SQL_MESSAGE_ERASE, V(chat), V(c->now)));
  TRY(db_exec(tx, SQL_OUTBOX_ERASE, V(chat)));
  return db_exec(tx, SQL_CHAT_ERASE, V(chat), V(begun_anew(c, state)));
}

enum err chats_erase(struct ctx *c, struct tx *tx, i64 contact, i64 *ret_messages) {
  i64 ids[CHATS];
  str states[CHATS];
  size_t n = 0;
  *ret_messages = 0;
  {
    CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CHAT_IDS_OF_CONTACT, V(contact));
    for (; n < CHATS && rows_next(&r); n++) {
      ids[n] = col_int(&r, 0);
      states[n] = col_str(&r, c->arena, 1);
      *ret_messages += col_int(&r, 2);
    }
    TRY(r.err);
  }
  for (size_t i = 0; i < n; i++) TRY(erase_one(c, tx, ids[i], states[i]));
  return db_exec(tx, SQL_CONTACT_ERASE, V(contact));
}

#include "office/relink.h"

#include "domain/identity.h"
#include "office/chain.h"

static enum err contact_of(struct tx *tx, str phone, i64 *ret) {
  *ret = 0;
  if (!phone.n) return E_OK;
  CLEANUP(rows_done) struct rows r = db_query(tx, SQL_CONTACT_BY_PHONE, V(phone));
  if (rows_next(&r)) *ret = col_int(&r, 0);
  return r.err;
}

enum err office_relink(struct ctx *c, str number, str typed) {
  struct application f = {0};
  str phone = S("");
  i64 contact;
  typed = str_trim(typed);
  if (typed.n && phone_read(c->arena, typed, &phone) != E_OK) return ctx_fail(c, E_INPUT, T_PORTAL_PHONE_WRONG, "phone", S("phone"));
  CLEANUP(db_end) struct tx tx = {0};
  TRY(db_begin(c->office->db, &tx));
  TRY(file_by_number(c, &tx, number, &f));
  TRY(contact_of(&tx, phone, &contact));
  if (f.contact) TRY(db_exec(&tx, SQL_VISIT_REMOVE_OF, V(f.contact)));
  f.link_round++;
  struct sha256 hash = token_hash(file_status_token(c, &f));
  TRY(db_exec(&tx, SQL_APPLICATION_RELINK, V(f.id), V_STR(phone), V(phone_last4(phone)), V_OPT(contact), V(f.link_round), V_SHA(hash), V(c->now)));
  TRY(db_exec(&tx, SQL_LINK_END_OF, V(f.id), V(c->now)));
  TRY(event_append(c, &tx, "relink", f.id, STR_NONE));
  return db_commit(&tx);
}

/* /u/...: uploads that survive, by the tus protocol 1.0.0 (creation, creation-with-upload, expiration, termination,
 * checksum). POST to /u/{link}/{requirement} makes an upload, the link being the personal one of a status page, a form
 * or a draft; the answer names its address /u/{token}. An offset is told only when it is on the disk.
 *
 * Whoever comes last goes on: a phone that lost its signal does not wait until the server has noticed, too. The request
 * before it finds its turn over and keeps nothing more.
 *
 * Pieces come in on event threads, which must never wait for a thread of the pool: it may wait for the store, and an
 * event thread may hold the store. So they only try the lane; whom they would have to wait for has overtaken them. */
#include "web/tus.h"

#include <openssl/evp.h>

#include "base/lane.h"
#include "base/limits.h"
#include "net/tus.h"
#include "office/upload.h"
#include "web/handlers.h"

#define MISSES_PER_MINUTE 20
#define NEW_PER_MINUTE 60
#define EXTENSIONS "creation,creation-with-upload,expiration,termination,checksum"

struct receiving {
  struct upload u;
  str token; /* of an upload this request began; empty otherwise */
  struct part *part;
  struct lane *lane; /* of the upload, held from before `part` is open to the end of the request */
  u64 turn;
  i64 came;
  struct tus_checksum want;
  EVP_MD_CTX *sum;
  struct inspect look; /* the first bytes: what is no picture is refused before it has travelled */
  enum scan_problem problem;
  bool ended;
};

/* ---- headers ----------------------------------------------------------------------------------------------- */

static enum err bad_header(struct ctx *c) { return ctx_fail(c, E_INPUT, T_PROBLEM_UPLOAD_HEADER, "upload_header", STR_NONE); }

static enum err elsewhere(struct ctx *c) { return ctx_fail(c, E_CONFLICT, T_PROBLEM_UPLOAD_OFFSET, "upload_offset", STR_NONE); }

static enum err read_size(struct web_request *rq, const char *name, i64 *ret) {
  str text = http_header(rq->http, name);
  return str_all_digits(text) && str_to_i64(text, ret) ? E_OK : bad_header(&rq->c);
}

static enum err check_version(struct web_request *rq) {
  if (str_eq(http_header(rq->http, "Tus-Resumable"), S(TUS_VERSION))) return E_OK;
  return ctx_fail(&rq->c, E_INPUT, T_PROBLEM_TUS_VERSION, "tus_version", STR_NONE);
}

static bool is_pieces(struct web_request *rq) {
  return str_eq_nocase(http_header(rq->http, "Content-Type"), S("application/offset+octet-stream"));
}

static str http_date(struct arena *a, moment m) {
  char text[64];
  struct tm tm;
  time_t seconds = (time_t)(m / 1000);
  gmtime_r(&seconds, &tm);
  strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &tm);
  return arena_str(a, str_of(text));
}

static void tell(struct web_request *rq, struct http_response *rs, int status, const struct upload *u) {
  rs->status = status;
  rs->type = NULL;
  rs->body = S("");
  http_set_header(rs, "Tus-Resumable", S(TUS_VERSION));
  http_set_header(rs, "Cache-Control", S("no-store"));
  http_set_header(rs, "X-Content-Type-Options", S("nosniff"));
  if (!u) return;
  http_set_header(rs, "Upload-Offset", arena_printf(rq->c.arena, "%lld", (long long)u->here.plain));
  http_set_header(rs, "Upload-Expires", http_date(rq->c.arena, u->expires_at));
}

/* Who tries out addresses is slowed down; that an upload ran out is no guess. */
void tus_error(struct web_request *rq, struct http_response *rs, enum err e) {
  http_set_header(rs, "Tus-Resumable", S(TUS_VERSION));
  if (e == E_INPUT && rq->c.fault_count && strcmp(rq->c.faults[0].code, "tus_version") == 0)
    http_set_header(rs, "Tus-Version", S(TUS_VERSION));
  if (e == E_NOTFOUND && !rq->c.fault_count && !web_allow("token-miss", rq->http->peer, MISSES_PER_MINUTE))
    e = ctx_fail(&rq->c, E_LIMIT, T_API_TOO_OFTEN, "too_often", STR_NONE);
  if (e == E_NOTFOUND && !rq->c.fault_count) (void)ctx_fail(&rq->c, e, T_PROBLEM_NOT_FOUND, "not_found", STR_NONE);
  web_error(rq, rs, e);
}

/* ---- the body ------------------------------------------------------------------------------------------------ */

static enum err take_piece(void *self, str piece) {
  struct web_request *rq = self;
  struct receiving *r = rq->receiving;
  if (!r->sum && r->u.here.plain == 0 && r->came < INSPECT_HEAD) {
    inspect_piece(&r->look, str_sub(piece, 0, (size_t)(INSPECT_HEAD - r->came)));
    r->problem = inspect_hopeless(&r->look) ? inspect_end(&r->look) : SCAN_FINE;
    if (r->problem != SCAN_FINE) return E_INPUT;
  }
  if (r->sum) EVP_DigestUpdate(r->sum, piece.p, piece.n);
  CLEANUP(lane_leave) struct lane *l = lane_try(r->lane);
  if (!l || l->turn != r->turn) return E_CONFLICT;
  r->came += (i64)piece.n;
  return part_write(r->part, piece);
}

/* In the lane: nobody else changes the upload between the look at it and the first byte. */
static enum err open_part(struct web_request *rq, struct receiving *r, struct lane *l) {
  struct http_request *http = rq->http;
  r->turn = ++l->turn;
  TRY(part_open(rq->c.office->parts, http->arena, r->u.part, r->u.key, r->u.here, &r->part));
  inspect_init(&r->look);
  if (r->want.hash) {
    r->sum = EVP_MD_CTX_new();
    if (!r->sum || EVP_DigestInit_ex(r->sum, r->want.hash == TUS_SHA1 ? EVP_sha1() : EVP_sha256(), NULL) != 1) return E_IO;
  }
  http->keep_body = (size_t)(r->u.length - r->u.here.plain);
  http->sink = (struct http_sink){rq, take_piece};
  return E_OK;
}

static enum err hold_lane(struct receiving *r) {
  r->lane = lane_hold(r->u.part);
  return r->lane ? E_OK : E_IO;
}

static enum err expect_new(struct web_request *rq, struct receiving *r) {
  struct ctx *c = &rq->c;
  struct new_upload n = {.link = rq->args[0], .requirement = rq->args[1], .metadata = http_header(rq->http, "Upload-Metadata")};
  struct fields meta;
  TRY(read_size(rq, "Upload-Length", &n.length));
  if (tus_metadata(c->arena, n.metadata, &meta) != E_OK) return bad_header(c);
  n.file_name = field_get(&meta, S("filename"));
  if (!n.file_name.n) n.file_name = field_get(&meta, S("name"));
  if (!web_allow("upload-new", n.link, NEW_PER_MINUTE)) return ctx_fail(c, E_LIMIT, T_API_TOO_OFTEN, "too_often", STR_NONE);
  TRY(upload_plan(c, &n, &r->token, &r->u));
  if (!is_pieces(rq)) return E_OK; /* no bytes yet: keep_body is 0 */
  TRY(hold_lane(r));
  CLEANUP(lane_leave) struct lane *l = lane_try(r->lane);
  return l ? open_part(rq, r, l) : elsewhere(c);
}

static enum err expect_more(struct web_request *rq, struct receiving *r) {
  struct ctx *c = &rq->c;
  i64 offset;
  if (!is_pieces(rq)) return ctx_fail(c, E_INPUT, T_PROBLEM_UPLOAD_TYPE, "upload_type", STR_NONE);
  TRY(read_size(rq, "Upload-Offset", &offset));
  TRY(upload_find(c, rq->args[0], &r->u));
  TRY(hold_lane(r));
  CLEANUP(lane_leave) struct lane *l = lane_try(r->lane);
  if (!l) return elsewhere(c);
  TRY(upload_find(c, rq->args[0], &r->u)); /* as it is now that nobody else moves it */
  if (offset != r->u.here.plain) return elsewhere(c);
  return r->u.done ? E_OK : open_part(rq, r, l);
}

enum err tus_expect(struct web_request *rq) {
  struct receiving *r = arena_new_of(rq->http->arena, struct receiving);
  rq->receiving = r;
  TRY(check_version(rq));
  if (rq->http->method == HTTP_POST && rq->arg_count == 1) { /* where a proxy lets only GET and POST pass */
    str really = http_header(rq->http, "X-HTTP-Method-Override");
    if (str_eq(really, S("DELETE"))) return E_OK;
    if (!str_eq(really, S("PATCH"))) return bad_header(&rq->c);
  }
  if (tus_checksum(http_header(rq->http, "Upload-Checksum"), &r->want) != E_OK) return bad_header(&rq->c);
  return rq->arg_count == 2 ? expect_new(rq, r) : expect_more(rq, r);
}

/* ---- keeping it -------------------------------------------------------------------------------------------------- */

static enum err refuse_scan(struct ctx *c, const struct upload *u, enum scan_problem problem) {
  if (u->id) TRY(upload_drop(c, u)); /* else it had not begun yet */
  return ctx_fail(c, problem == SCAN_TOO_LARGE ? E_LIMIT : E_INPUT, scan_problem_key(problem), scan_problem_code(problem), STR_NONE);
}

/* The application does not take it any more: it will not tomorrow either. */
static bool for_good(enum err e) { return e == E_RULE || e == E_INPUT || e == E_LIMIT || e == E_NOTFOUND; }

static enum err into_a_scan(struct ctx *c, struct receiving *r, struct part_place end, struct intake *in, bool *ret_kept) {
  struct sealed_scan scan;
  TRY(scan_begin(in));
  TRY(part_pour(c->office->parts, c->arena, r->u.part, r->u.key, end, in));
  TRY(scan_end(in, &scan));
  TRY(intake_flush(in));
  return upload_done(c, &r->u, &scan, ret_kept);
}

static enum err complete(struct ctx *c, struct receiving *r, struct part_place end) {
  struct intake *in;
  bool kept = false;
  TRY(intake_begin(c->office->scans, c->arena, &in));
  enum err e = into_a_scan(c, r, end, in, &kept);
  enum scan_problem problem = intake_problem(in);
  intake_done(in, kept);
  if (e == E_OK) part_remove(c->office->parts, r->u.part);
  if (e == E_INPUT && problem != SCAN_FINE) return refuse_scan(c, &r->u, problem);
  if (for_good(e)) TRY(upload_drop(c, &r->u));
  return e;
}

static enum err keep(struct web_request *rq, struct receiving *r, struct lane *l) {
  struct part_place here;
  if (!l || l->turn != r->turn) return elsewhere(&rq->c);
  bool whole = r->u.here.plain + r->came == r->u.length;
  TRY(part_flush(r->part, !whole, &here));
  if (whole) return complete(&rq->c, r, here);
  enum err e = upload_moved(&rq->c, &r->u, here);
  return e == E_CONFLICT ? elsewhere(&rq->c) : e;
}

static bool sum_fits(struct receiving *r) {
  u8 sum[EVP_MAX_MD_SIZE];
  unsigned n = 0;
  return !r->sum || (EVP_DigestFinal_ex(r->sum, sum, &n) == 1 && n == r->want.n && memcmp(sum, r->want.sum, n) == 0);
}

static enum err receive_end(struct web_request *rq) {
  struct receiving *r = rq->receiving;
  struct ctx *c = &rq->c;
  r->ended = true;
  if (rq->http->too_large) return ctx_fail(c, E_LIMIT, T_OFFICE_SCAN_TOO_LARGE, "too_large", STR_NONE);
  if (r->problem != SCAN_FINE) return refuse_scan(c, &r->u, r->problem);
  if (rq->http->sink_error == E_CONFLICT) return elsewhere(c);
  TRY(rq->http->sink_error);
  if (!sum_fits(r)) return ctx_fail(c, E_INPUT, T_PROBLEM_UPLOAD_CHECKSUM, "upload_checksum", STR_NONE);
  if (r->token.n) TRY(upload_add(c, &r->u, r->token));
  if (!r->part || !r->came) return E_OK;
  CLEANUP(lane_leave) struct lane *l = lane_enter(r->lane);
  return keep(rq, r, l);
}

/* The client left in the middle. Of an upload he never heard of nothing is kept. */
static void save_the_rest(struct web_request *rq, struct receiving *r) {
  bool sound = !r->want.hash && r->problem == SCAN_FINE && rq->http->sink_error == E_OK && !rq->http->too_large;
  if (r->ended || !r->part || !r->came || !sound) return;
  if (r->token.n) return;
  CLEANUP(lane_leave) struct lane *l = lane_try(r->lane);
  if (keep(rq, r, l) == E_IO)
    log_line(LOG_WARN, "upload", "what came before the client left is not kept");
}

static void close_part(struct web_request *rq, struct receiving *r) {
  if (!r->part) return;
  part_close(r->part);
  r->part = NULL;
  if (!r->u.id) part_remove(rq->c.office->parts, r->u.part); /* it never began */
}

void tus_over(struct web_request *rq) {
  struct receiving *r = rq->receiving;
  if (!r) return;
  rq->receiving = NULL;
  save_the_rest(rq, r);
  close_part(rq, r);
  lane_release(r->lane);
  EVP_MD_CTX_free(r->sum);
}

/* ---- handlers -------------------------------------------------------------------------------------------------- */

void tus_options(struct web_request *rq, struct http_response *rs) {
  tell(rq, rs, 204, NULL);
  http_set_header(rs, "Tus-Version", S(TUS_VERSION));
  http_set_header(rs, "Tus-Extension", S(EXTENSIONS));
  http_set_header(rs, "Tus-Checksum-Algorithm", S(TUS_HASHES));
  http_set_header(rs, "Tus-Max-Size", arena_printf(rq->c.arena, "%u", MAX_SCAN_SIZE));
}

void tus_create(struct web_request *rq, struct http_response *rs) {
  struct receiving *r = rq->receiving;
  enum err e = receive_end(rq);
  if (e != E_OK) {
    close_part(rq, r); /* whoever is told that nothing was taken finds nothing kept */
    tus_error(rq, rs, e);
    return;
  }
  tell(rq, rs, 201, &r->u);
  http_set_header(rs, "Location", arena_printf(rq->c.arena, "/u/" STR_FMT, STR_ARG(r->token)));
}

void tus_patch(struct web_request *rq, struct http_response *rs) {
  enum err e = receive_end(rq);
  if (e == E_OK)
    tell(rq, rs, 204, &rq->receiving->u);
  else
    tus_error(rq, rs, e);
}

void tus_head(struct web_request *rq, struct http_response *rs) {
  struct upload u = {0};
  enum err e = check_version(rq);
  if (e == E_OK) e = upload_find(&rq->c, rq->args[0], &u);
  if (e != E_OK) {
    tus_error(rq, rs, e);
    return;
  }
  tell(rq, rs, 200, &u);
  http_set_header(rs, "Upload-Length", arena_printf(rq->c.arena, "%lld", (long long)u.length));
  if (u.metadata.n) http_set_header(rs, "Upload-Metadata", u.metadata);
}

/* Who is still sending finds his turn over. */
static enum err drop(struct web_request *rq, const struct upload *u) {
  struct lane *lane = lane_hold(u->part);
  if (!lane) return E_IO;
  lane_enter(lane)->turn++;
  enum err e = upload_drop(&rq->c, u);
  lane_leave(&lane);
  lane_release(lane);
  return e;
}

void tus_delete(struct web_request *rq, struct http_response *rs) {
  struct upload u = {0};
  enum err e = check_version(rq);
  if (e == E_OK) e = upload_find(&rq->c, rq->args[0], &u);
  if (e == E_OK && u.done) e = ctx_fail(&rq->c, E_CONFLICT, T_PROBLEM_UPLOAD_COMPLETE, "upload_complete", STR_NONE);
  if (e == E_OK) e = drop(rq, &u);
  if (e == E_OK)
    tell(rq, rs, 204, NULL);
  else
    tus_error(rq, rs, e);
}

void tus_override(struct web_request *rq, struct http_response *rs) {
  str method = http_header(rq->http, "X-HTTP-Method-Override");
  if (str_eq(method, S("DELETE")))
    tus_delete(rq, rs);
  else
    tus_patch(rq, rs);
}

/* net/http: a server that hides its library. Only src/net names libmicrohttpd.
 *
 * Threads: an event thread a core reads and sends; `answer` runs on one of a pool of http_server_config.threads, synchronously,
 * and may wait. What `pace` calls quick is answered on the event thread itself, which saves two changes of thread: reads at
 * once; writes at the end of the round, with all others of that round. What these wrote may still be on its way to the disk
 * (response->ticket): the answers leave when `settle` has come back, one flush for all. Memory: everything of a request
 * lives in request->arena and dies with it.
 *
 * Life of one request:
 *   begin   headers are there, the body is not. Decide what the body may be. Setting rs->status answers now and
 *           the body is thrown away unread.
 *   (body)  kept in request->body up to keep_body bytes, or handed piece by piece to request->sink.
 *   answer  everything is there: fill the response. Called exactly once unless begin answered or the client left.
 *   done    always called once when begin was called, also when the client left in the middle: give back what
 *           request->state holds.
 *
 * Requests that RFC 9112 calls malformed, and methods nobody serves, are answered before begin (http_guard.h).
 * An answer that refuses an upload in the middle is sent at once and the connection ends; it has a body, no stream.
 */
#pragma once
#include "base/base.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_METHODS };
const char *http_method_name(enum http_method m);

struct http_sink {
  void *self;
  /* E_OK to go on. Anything else stops the upload: `answer` is called at once with request->sink_error set. */
  enum err (*write)(void *self, str piece);
};

struct http_request {
  struct arena *arena;
  enum http_method method;
  str path;   /* as sent, still percent-encoded, without the query; always begins with '/' */
  str query;  /* as sent, without '?'; may be empty */
  str peer;   /* the address of the client: of the socket, or X-Forwarded-For's last hop when the socket's peer
                 is a trusted proxy (loopback) */
  str body;   /* when kept */
  i64 content_length; /* -1 when chunked or absent */
  size_t keep_body;   /* set by begin: bytes of body to keep; more gives 413. 0 = no body allowed */
  struct http_sink sink; /* set by begin when the body is to be streamed; then keep_body is the maximum of the stream */
  enum err sink_error;
  bool too_large;     /* the body was over keep_body */
  void *state;        /* the handler's own */
  void *connection;   /* the library's own */
};

/* Empty str (p == NULL) when the header is not there. Name without colon, any case. */
str http_header(const struct http_request *rq, const char *name);
/* A cookie's value, or STR_NONE. */
str http_cookie(const struct http_request *rq, str name);

struct http_header {
  const char *name;
  str value; /* control characters are refused: the answer becomes a 500 */
};

struct http_stream {
  void *self;
  /* Fill up to max bytes; returns bytes written, 0 = end, -1 = broken (connection is cut). */
  i64 (*read)(void *self, char *ret, size_t max);
  void (*close)(void *self);
};

struct http_response {
  int status;           /* 0 = not answered */
  const char *type;     /* Content-Type; NULL = none */
  str body;             /* in the request's arena, or static */
  struct http_stream stream; /* used when stream.read is set */
  i64 stream_length;    /* bytes the stream will give; -1 = unknown (chunked) */
  struct live_listener *live; /* set by live_watch: the answer does not end; `done` is called at once */
  struct http_header headers[16];
  size_t header_count;
  u64 ticket; /* set by an answer that is not slow: keep it back until this is settled; 0 = it may leave at once */
};
void http_set_header(struct http_response *rs, const char *name, str value);

enum http_pace {
  HTTP_SLOW,   /* may wait or compute long */
  HTTP_READS,  /* quick, and writes seldom */
  HTTP_WRITES, /* quick */
};
struct http_handler {
  void *self;
  void (*begin)(void *self, struct http_request *rq, struct http_response *rs);
  void (*answer)(void *self, struct http_request *rq, struct http_response *rs);
  void (*done)(void *self, struct http_request *rq, const struct http_response *rs);
  /* The next three may be missing together: then every answer is made on the pool. */
  enum http_pace (*pace)(void *self, const struct http_request *rq);
  enum err (*settle)(void *self, u64 ticket);
  void (*unsettled)(void *self, struct http_request *rq, struct http_response *rs, enum err e); /* answers anew */
};

struct live; /* net/live.h */
struct http_server_config {
  const char *host; /* "127.0.0.1" or "::1" or "0.0.0.0" */
  int port;         /* 0 = any free one */
  int listen_fd;    /* >= 0: use this listening socket instead (ownership passes) ; -1 = none */
  int threads;          /* of the pool */
  int connections;       /* at most this many at once */
  int connections_per_peer; /* 0 = no limit */
  int idle_seconds;
  struct live *live; /* whose listeners end when the server stops; may be NULL */
  struct http_handler handler;
};
struct http_server;
enum err http_server_start(const struct http_server_config *config, struct http_server **ret_server);
int http_server_port(const struct http_server *s);
void http_server_stop(struct http_server *s); /* lets running answers finish, takes no new ones */

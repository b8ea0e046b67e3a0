/* The threads of the HTTP server: with http_server.c the driver for libmicrohttpd. */
#include "net/http_loops.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_LOOPS 8
#define FULL_PAUSE_MS 2 /* how often the acceptor looks whether a connection has ended */
#define WRITERS 2       /* one writes while the other waits for the disk */

struct newcomer {
  struct newcomer *next;
  int fd;
  struct sockaddr_storage address;
  socklen_t address_n;
};

struct loop {
  struct loops *loops;
  struct MHD_Daemon *daemon;
  pthread_t thread;
  int poll, wake; /* epoll over MHD's own and `wake`, an eventfd */
  struct aside *first_held, *last_held;
  pthread_mutex_t lock; /* of what other threads bring */
  struct newcomer *newcomers;
  struct aside *finished;
  bool stop;
  atomic_bool news; /* for those who watch */
};

/* Requests on their way from one thread to another. */
struct line {
  struct aside *first, *last;
  pthread_cond_t came; /* behind loops.lock */
};

struct loops {
  struct loops_config config;
  struct loop loop[MAX_LOOPS];
  int count;
  atomic_int connections;
  pthread_t acceptor;
  int closed; /* an eventfd: the acceptor ends */

  pthread_mutex_t lock; /* of the lines */
  struct line work;     /* for the pool */
  struct line writes;   /* for the writers */
  atomic_int writing;   /* how many the writers have */
  pthread_t writers[WRITERS];
  int writer_count;
  pthread_t *pool;
  int pool_count;
  bool stop;
};

void *loop_self(struct loop *loop) { return loop->loops->config.self; }
void loop_left(struct loop *loop) { atomic_fetch_sub(&loop->loops->connections, 1); }

static void signal_fd(int fd) {
  u64 one = 1;
  if (write(fd, &one, sizeof one) < 0) return; /* it was signalled more often than it can count */
}

/* ---- a round ---------------------------------------------------------------------------------------- */

void loop_hold(struct aside *request) {
  struct loop *loop = request->loop;
  MHD_suspend_connection(request->connection);
  request->next = NULL;
  if (loop->last_held) loop->last_held->next = request;
  else loop->first_held = request;
  loop->last_held = request;
}

/* First all of them write, then the first settle() flushes for all. */
static void write_round(const struct loops_config *config, struct aside *first) {
  for (struct aside *r = first; r; r = r->next) config->work(r);
  for (struct aside *r = first; r; r = r->next) config->settle(r);
}

/* first to last, chained, behind whoever stands there. */
static void line_up(struct loops *l, struct line *line, struct aside *first, struct aside *last) {
  pthread_mutex_lock(&l->lock);
  if (line->last) line->last->next = first;
  else line->first = first;
  line->last = last;
  pthread_cond_signal(&line->came);
  pthread_mutex_unlock(&l->lock);
}

/* All who stand there, at least one; NULL: `stop` is set and nobody is left. */
static struct aside *take_line(struct loops *l, struct line *line) {
  pthread_mutex_lock(&l->lock);
  while (!line->first && !l->stop) pthread_cond_wait(&line->came, &l->lock);
  struct aside *first = line->first;
  line->first = line->last = NULL;
  pthread_mutex_unlock(&l->lock);
  return first;
}

/* One alone is quicker done here; several go to a writer, who may have those of other loops to put them with. */
static bool end_round(struct loop *loop) {
  struct loops *l = loop->loops;
  struct aside *first = loop->first_held, *last = loop->last_held;
  loop->first_held = loop->last_held = NULL;
  if (!first) return false;
  if (first == last && atomic_load(&l->writing) == 0) {
    write_round(&l->config, first);
    MHD_resume_connection(first->connection);
    return true;
  }
  int n = 0;
  for (const struct aside *r = first; r; r = r->next) n++;
  atomic_fetch_add(&l->writing, n);
  line_up(l, &l->writes, first, last);
  return false;
}

static void take_newcomers(struct loop *loop, struct newcomer *list) {
  for (struct newcomer *next; list; list = next) {
    next = list->next;
    if (MHD_add_connection(loop->daemon, list->fd, (struct sockaddr *)&list->address, list->address_n) != MHD_YES) loop_left(loop);
    free(list);
  }
}

static bool take_what_others_brought(struct loop *loop) {
  u64 times;
  if (read(loop->wake, &times, sizeof times) < 0) return true;
  pthread_mutex_lock(&loop->lock);
  struct newcomer *newcomers = loop->newcomers;
  struct aside *finished = loop->finished;
  bool stop = loop->stop;
  loop->newcomers = NULL;
  loop->finished = NULL;
  pthread_mutex_unlock(&loop->lock);
  take_newcomers(loop, newcomers);
  for (struct aside *next; finished; finished = next) { /* once resumed it may be over */
    next = finished->next;
    MHD_resume_connection(finished->connection);
  }
  if (atomic_exchange(&loop->news, false)) loop->loops->config.news(loop->loops->config.self, loop);
  return !stop;
}

static int patience_ms(struct loop *loop) {
  MHD_UNSIGNED_LONG_LONG ms;
  if (MHD_get_timeout(loop->daemon, &ms) != MHD_YES) return -1;
  return ms > 1000 ? 1000 : (int)ms;
}

static void *loop_main(void *self) {
  struct loop *loop = self;
  struct epoll_event events[2];
  for (bool more = true;;) {
    do MHD_run(loop->daemon);
    while (end_round(loop));
    if (!more) return NULL;
    int n = epoll_wait(loop->poll, events, COUNT(events), patience_ms(loop));
    if (n < 0 && errno != EINTR) return NULL;
    for (int i = 0; i < n; i++)
      if (events[i].data.fd == loop->wake) more = take_what_others_brought(loop);
  }
}

void loops_news(struct loops *l) {
  for (int i = 0; i < l->count; i++) {
    atomic_store(&l->loop[i].news, true);
    signal_fd(l->loop[i].wake);
  }
}

/* ---- accepting --------------------------------------------------------------------------------------- */

static struct newcomer *accept_one(int listen_fd) {
  struct newcomer *n = calloc(1, sizeof *n);
  if (!n) return NULL;
  n->address_n = sizeof n->address;
  n->fd = accept4(listen_fd, (struct sockaddr *)&n->address, &n->address_n, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (n->fd >= 0) return n;
  free(n);
  return NULL;
}

/* True when somebody knocks and there is room. The listening socket is shared with the supervisor: it is never shut. */
static bool wait_for_newcomer(struct loops *l) {
  struct pollfd fds[2] = {{.fd = l->closed, .events = POLLIN}, {.fd = l->config.listen_fd, .events = POLLIN}};
  for (;;) {
    bool room = atomic_load(&l->connections) < l->config.connections;
    if (poll(fds, room ? 2 : 1, room ? -1 : FULL_PAUSE_MS) < 0 && errno != EINTR) return false;
    if (fds[0].revents) return false;
    if (room && fds[1].revents) return true;
  }
}

static void *acceptor_main(void *self) {
  struct loops *l = self;
  for (int turn = 0; wait_for_newcomer(l);) {
    struct newcomer *n = accept_one(l->config.listen_fd);
    if (!n) {
      if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) usleep(FULL_PAUSE_MS * 1000);
      continue;
    }
    struct loop *loop = &l->loop[turn++ % l->count];
    atomic_fetch_add(&l->connections, 1);
    pthread_mutex_lock(&loop->lock);
    n->next = loop->newcomers;
    loop->newcomers = n;
    pthread_mutex_unlock(&loop->lock);
    signal_fd(loop->wake);
  }
  return NULL;
}

/* ---- the pool ------------------------------------------------------------------------------------------ */

void loop_work(struct aside *request) {
  MHD_suspend_connection(request->connection);
  request->next = NULL;
  line_up(request->loop->loops, &request->loop->loops->work, request, request);
}

static struct aside *next_work(struct loops *l) {
  pthread_mutex_lock(&l->lock);
  while (!l->work.first && !l->stop) pthread_cond_wait(&l->work.came, &l->lock);
  struct aside *request = l->work.first;
  if (request) l->work.first = request->next;
  if (!l->work.first) l->work.last = NULL;
  pthread_mutex_unlock(&l->lock);
  return request;
}

static void give_back(struct aside *request) {
  struct loop *loop = request->loop;
  pthread_mutex_lock(&loop->lock);
  bool first = !loop->finished;
  request->next = loop->finished;
  loop->finished = request;
  pthread_mutex_unlock(&loop->lock);
  if (first) signal_fd(loop->wake);
}

static void *pool_main(void *self) {
  struct loops *l = self;
  for (struct aside *request; (request = next_work(l));) {
    l->config.work(request);
    l->config.settle(request);
    give_back(request);
  }
  return NULL;
}

/* ---- the writers ------------------------------------------------------------------------------------------- */

/* Who wrote waits for the disk himself, and the other one takes who came meanwhile. */
static void *writer_main(void *self) {
  struct loops *l = self;
  for (struct aside *first; (first = take_line(l, &l->writes));) {
    write_round(&l->config, first);
    for (struct aside *next; first; first = next) {
      next = first->next;
      atomic_fetch_sub(&l->writing, 1);
      give_back(first);
    }
  }
  return NULL;
}

/* ---- start and stop ---------------------------------------------------------------------------------------- */

static bool watch(int poll, int fd) {
  struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
  return epoll_ctl(poll, EPOLL_CTL_ADD, fd, &e) == 0;
}

static bool loop_start(struct loops *l, struct loop *loop, int count) {
  loop->loops = l;
  pthread_mutex_init(&loop->lock, NULL);
  loop->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  loop->poll = epoll_create1(EPOLL_CLOEXEC);
  loop->daemon = l->config.start(l->config.self, loop, count);
  if (loop->wake < 0 || loop->poll < 0 || !loop->daemon) return false;
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD);
  return info && watch(loop->poll, info->epoll_fd) && watch(loop->poll, loop->wake) &&
         pthread_create(&loop->thread, NULL, loop_main, loop) == 0;
}

static void loop_stop(struct loop *loop) {
  pthread_mutex_lock(&loop->lock);
  loop->stop = true;
  pthread_mutex_unlock(&loop->lock);
  signal_fd(loop->wake);
  pthread_join(loop->thread, NULL);
}

static void loop_done(struct loop *loop) {
  if (loop->daemon) MHD_stop_daemon(loop->daemon);
  if (loop->wake > 0) close(loop->wake);
  if (loop->poll > 0) close(loop->poll);
  pthread_mutex_destroy(&loop->lock);
}

static bool pool_start(struct loops *l) {
  l->pool = calloc((size_t)l->config.pool_threads, sizeof *l->pool);
  while (l->pool && l->pool_count < l->config.pool_threads) {
    if (pthread_create(&l->pool[l->pool_count], NULL, pool_main, l) != 0) return false;
    l->pool_count++;
  }
  while (l->writer_count < WRITERS && pthread_create(&l->writers[l->writer_count], NULL, writer_main, l) == 0) l->writer_count++;
  return l->pool && l->writer_count == WRITERS;
}

static void pool_stop(struct loops *l) {
  pthread_mutex_lock(&l->lock);
  l->stop = true;
  pthread_cond_broadcast(&l->work.came);
  pthread_cond_broadcast(&l->writes.came);
  pthread_mutex_unlock(&l->lock);
  for (int i = 0; i < l->writer_count; i++) pthread_join(l->writers[i], NULL);
  for (int i = 0; i < l->pool_count; i++) pthread_join(l->pool[i], NULL);
  free(l->pool);
}

static void free_loops(struct loops *l) {
  for (int i = 0; i < l->count; i++) loop_stop(&l->loop[i]);
  for (int i = 0; i < MAX_LOOPS && l->loop[i].loops; i++) loop_done(&l->loop[i]);
  pthread_mutex_destroy(&l->lock);
  pthread_cond_destroy(&l->work.came);
  pthread_cond_destroy(&l->writes.came);
  if (l->closed >= 0) close(l->closed);
  close(l->config.listen_fd);
  free(l);
}

enum err loops_start(const struct loops_config *config, struct loops **ret_loops) {
  struct loops *l = calloc(1, sizeof *l);
  if (!l) return E_IO;
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  int count = cores < 1 ? 1 : cores > MAX_LOOPS ? MAX_LOOPS : (int)cores;
  l->config = *config;
  pthread_mutex_init(&l->lock, NULL);
  pthread_cond_init(&l->work.came, NULL);
  pthread_cond_init(&l->writes.came, NULL);
  l->closed = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  bool fine = l->closed >= 0 && pool_start(l);
  while (fine && l->count < count && (fine = loop_start(l, &l->loop[l->count], count))) l->count++;
  if (fine && pthread_create(&l->acceptor, NULL, acceptor_main, l) == 0) {
    *ret_loops = l;
    return E_OK;
  }
  pool_stop(l);
  free_loops(l);
  return E_IO;
}

void loops_stop(struct loops *l, int (*busy)(void *self), i64 wait_us) {
  signal_fd(l->closed);
  pthread_join(l->acceptor, NULL);
  for (i64 end = clock_monotonic_us() + wait_us; busy(l->config.self) > 0 && clock_monotonic_us() < end;) usleep(5000);
  pool_stop(l);
  free_loops(l);
}

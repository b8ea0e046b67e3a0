#include "cmd/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/base.h"

void notify_systemd(const char *state) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  str path = str_of(getenv("NOTIFY_SOCKET"));
  if (path.n < 2 || path.n >= sizeof to.sun_path || (path.p[0] != '/' && path.p[0] != '@')) return;
  memcpy(to.sun_path, path.p, path.n);
  if (path.p[0] == '@') to.sun_path[0] = 0; /* the abstract name space */
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path.n);
  if (sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to, size) < 0)
    log_line(LOG_WARN, "systemd", "NOTIFY_SOCKET does not take \"%s\"", state);
  close(fd);
}

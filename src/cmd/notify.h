/* cmd/notify: sd_notify(3) in a few lines, without libsystemd. */
#pragma once

/* Tells systemd, when it started us and asked for it (NOTIFY_SOCKET). "READY=1", "STOPPING=1". */
void notify_systemd(const char *state);

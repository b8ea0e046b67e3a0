/* ops/disk: whether what lies on a disk is unreadable for who takes the disk away. */
#pragma once
#include "base/base.h"

enum disk_kind { DISK_UNKNOWN, DISK_PLAIN, DISK_ENCRYPTED };

/* Of a device, by its number: dm-crypt (LUKS), also below LVM or RAID, if every disk below it is. `sys_block` is
 * "/sys/dev/block" but for tests (Linux, Documentation/ABI/stable/sysfs-block: dm/uuid, slaves/). */
enum disk_kind disk_of_device(const char *sys_block, unsigned major, unsigned minor);
/* Of the file system a path is on, or of the folder itself (fscrypt). What has no device (tmpfs, ZFS): DISK_UNKNOWN. */
enum disk_kind disk_of_path(const char *path);

/* config/region_file: the folder of services holds wilayah.txt, the regions of the country down to the village. */
#pragma once
#include "config/config.h"
#include "domain/region.h"

/* Read when the first page asks for it, once a process (some 4 MB). NULL: the file is not there or broken (then logged);
 * addresses are typed as plain words then. Any thread. */
const struct regions *regions_of(const struct config *config);

/* web/compress: a page as gzip, for clients that take it. */
#pragma once
#include "base/base.h"

/* False: it would not pay, or every compressor is at work; the text goes as it is. */
bool compress_gzip(struct arena *a, str text, str *ret);
/* Whether an Accept-Encoding header takes gzip ("gzip;q=0" does not). */
bool compress_taken(str accept_encoding);

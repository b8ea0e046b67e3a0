/* report/code_image: a QR code as a picture for a page. */
#pragma once
#include "base/base.h"

/* SVG, black on white with its quiet zone; empty when the text is too long (MAX_QR_TEXT). */
str code_svg(struct arena *a, str text);

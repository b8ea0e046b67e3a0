/* counter/call: a number called aloud, in Indonesian, from short clips: "nomor antrean" "A" "dua belas" "silakan ke loket"
 * "tiga". The clips are spoken by espeak-ng while Loket is built (tools/sounds.py); an office may put its own beside. */
#pragma once
#include "base/base.h"

#define MAX_CALL_CLIPS 8
#define MAX_CLIP (512u << 10) /* bytes of one recording */
/* Names of clips in the order they are spoken. n: 1..999, counter: 1..99. */
size_t call_clips(struct arena *a, char letter, i64 n, int counter, str ret[MAX_CALL_CLIPS]);

struct clip {
  const char *name; /* "angka_12" */
  const unsigned char *bytes; /* Ogg Opus */
  size_t n;
};
extern const struct clip clips[];
extern const size_t clip_count;
/* Built in, or from the office's folder (NAME.opus, .ogg, .mp3 or .wav), which wins. E_NOTFOUND. */
enum err call_clip(struct arena *a, str folder, str name, str *ret_bytes, const char **ret_type);

/* driver: HEIC, what iPhones make. libheif turns the picture upright itself. */
#include <libheif/heif.h>

#include "look/decode.h"

static enum look_problem take(struct heif_image *image, struct decoded *ret) {
  int stride = 0;
  const u8 *from = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
  int w = heif_image_get_width(image, heif_channel_interleaved), h = heif_image_get_height(image, heif_channel_interleaved);
  if (!from || w < 1 || h < 1 || stride < w * 3) return LOOK_BROKEN;
  ret->width = w;
  ret->height = h;
  ret->picture = picture_new(w, h);
  for (int y = 0; y < h && ret->picture.rgb; y++)
    memcpy(ret->picture.rgb + (size_t)y * (size_t)w * 3, from + (size_t)y * (size_t)stride, (size_t)w * 3);
  return ret->picture.rgb ? LOOK_FINE : LOOK_TOO_MANY_PIXELS;
}

static enum look_problem decode_primary(struct heif_context *c, struct decoded *ret) {
  struct heif_image_handle *handle = NULL;
  struct heif_image *image = NULL;
  if (heif_context_get_primary_image_handle(c, &handle).code != heif_error_Ok) return LOOK_BROKEN;
  i64 w = heif_image_handle_get_width(handle), h = heif_image_handle_get_height(handle);
  enum look_problem p = w * h > LOOK_MAX_PIXELS ? LOOK_TOO_MANY_PIXELS : LOOK_FINE;
  if (p == LOOK_FINE &&
      heif_decode_image(handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL).code != heif_error_Ok)
    p = LOOK_BROKEN;
  if (p == LOOK_FINE) p = take(image, ret);
  if (image) heif_image_release(image);
  heif_image_handle_release(handle);
  return p;
}

enum look_problem decode_heic(str file, struct decoded *ret) {
  struct heif_context *c = heif_context_alloc();
  if (!c) return LOOK_BROKEN;
  heif_context_set_maximum_image_size_limit(c, 16384);
  heif_context_set_max_decoding_threads(c, 0);
  bool read = heif_context_read_from_memory_without_copy(c, file.p, file.n, NULL).code == heif_error_Ok;
  enum look_problem p = read ? decode_primary(c, ret) : LOOK_BROKEN;
  heif_context_free(c);
  return p;
}

/* libheif asks its decoder for a thread of its own. The cage allows none, and without one the work is done in ours: this stands in
 * for libde265's function of that name. */
int de265_start_worker_threads(void *decoder, int n);
int de265_start_worker_threads(void *decoder, int n) {
  (void)decoder, (void)n;
  return 0;
}

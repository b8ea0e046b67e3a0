/* driver: JPEG, PNG and WebP, what phones send. */
#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>

#include "look/decode.h"

/* ---- JPEG ------------------------------------------------------------------------------------------------ */

/* The smallest of the sizes the decoder can give at once that is still large enough. */
static tjscalingfactor factor_for(int side) {
  int n = 0;
  tjscalingfactor best = {1, 1};
  const tjscalingfactor *all = tjGetScalingFactors(&n);
  for (int i = 0; i < n; i++)
    if (all[i].num <= all[i].denom && TJSCALED(side, all[i]) >= LOOK_WORK_SIDE && TJSCALED(side, all[i]) < TJSCALED(side, best)) best = all[i];
  return best;
}

/* Ink of four colours, as printers' software writes it (inverted, as Adobe does). */
static struct picture from_cmyk(const u8 *cmyk, int w, int h) {
  struct picture p = picture_new(w, h);
  for (size_t i = 0; p.rgb && i < (size_t)w * (size_t)h; i++)
    for (size_t c = 0; c < 3; c++) p.rgb[i * 3 + c] = (u8)(cmyk[i * 4 + c] * cmyk[i * 4 + 3] / 255);
  return p;
}

/* A warning (a few wrong bits at the end) still gives a picture. */
static bool decompress(tjhandle t, str f, u8 *to, int w, int h, int format) {
  int flags = TJFLAG_LIMITSCANS;
  return tjDecompress2(t, (const u8 *)f.p, f.n, to, w, 0, h, format, flags) == 0 || tjGetErrorCode(t) == TJERR_WARNING;
}

static enum look_problem decode_with(tjhandle t, str f, struct decoded *ret) {
  int sub, space;
  if (tjDecompressHeader3(t, (const u8 *)f.p, f.n, &ret->width, &ret->height, &sub, &space) != 0) return LOOK_BROKEN;
  if (ret->width < 1 || ret->height < 1) return LOOK_BROKEN;
  int side = ret->width > ret->height ? ret->width : ret->height;
  tjscalingfactor scale = factor_for(side);
  int w = TJSCALED(ret->width, scale), h = TJSCALED(ret->height, scale);
  if ((i64)w * h > LOOK_MAX_PIXELS) return LOOK_TOO_MANY_PIXELS;
  bool ink = space == TJCS_CMYK || space == TJCS_YCCK;
  if (!ink) {
    ret->picture = picture_new(w, h);
    if (!ret->picture.rgb) return LOOK_TOO_MANY_PIXELS;
    return decompress(t, f, ret->picture.rgb, w, h, TJPF_RGB) ? LOOK_FINE : LOOK_BROKEN;
  }
  u8 *cmyk = malloc((size_t)w * (size_t)h * 4);
  if (!cmyk) return LOOK_TOO_MANY_PIXELS;
  bool good = decompress(t, f, cmyk, w, h, TJPF_CMYK);
  if (good) ret->picture = from_cmyk(cmyk, w, h);
  free(cmyk);
  return good ? LOOK_FINE : LOOK_BROKEN;
}

enum look_problem decode_jpeg(str file, struct decoded *ret) {
  tjhandle t = tjInitDecompress();
  enum look_problem p = t ? decode_with(t, file, ret) : LOOK_BROKEN;
  if (t) tjDestroy(t);
  return p;
}

/* ---- PNG ------------------------------------------------------------------------------------------------- */

enum look_problem decode_png(str file, struct decoded *ret) {
  png_image image = {.version = PNG_IMAGE_VERSION};
  png_color white = {255, 255, 255};
  if (!png_image_begin_read_from_memory(&image, file.p, file.n)) return LOOK_BROKEN;
  ret->width = (int)image.width;
  ret->height = (int)image.height;
  if ((u64)image.width * image.height > LOOK_MAX_PIXELS) {
    png_image_free(&image);
    return LOOK_TOO_MANY_PIXELS;
  }
  image.format = PNG_FORMAT_RGB;
  ret->picture = picture_new(image.width, image.height);
  bool good = ret->picture.rgb && png_image_finish_read(&image, &white, ret->picture.rgb, 0, NULL);
  png_image_free(&image);
  return good ? LOOK_FINE : ret->picture.rgb ? LOOK_BROKEN : LOOK_TOO_MANY_PIXELS;
}

/* ---- WebP ------------------------------------------------------------------------------------------------ */

enum look_problem decode_webp(str file, struct decoded *ret) {
  WebPDecoderConfig c;
  if (!WebPInitDecoderConfig(&c) || WebPGetFeatures((const u8 *)file.p, file.n, &c.input) != VP8_STATUS_OK) return LOOK_BROKEN;
  if (c.input.has_animation) return LOOK_BROKEN; /* a moving picture is no paper */
  ret->width = c.input.width;
  ret->height = c.input.height;
  i64 w = ret->width, h = ret->height, side = w > h ? w : h;
  if (w * h > LOOK_MAX_PIXELS) return LOOK_TOO_MANY_PIXELS;
  if (side > LOOK_WORK_SIDE) {
    w = w * LOOK_WORK_SIDE / side;
    h = h * LOOK_WORK_SIDE / side;
    c.options.use_scaling = 1;
    c.options.scaled_width = (int)(w = w < 1 ? 1 : w);
    c.options.scaled_height = (int)(h = h < 1 ? 1 : h);
  }
  ret->picture = picture_new(w, h);
  if (!ret->picture.rgb) return LOOK_TOO_MANY_PIXELS;
  c.output.colorspace = MODE_RGB;
  c.output.is_external_memory = 1;
  c.output.u.RGBA.rgba = ret->picture.rgb;
  c.output.u.RGBA.stride = ret->picture.w * 3;
  c.output.u.RGBA.size = (size_t)ret->picture.w * (size_t)ret->picture.h * 3;
  return WebPDecode((const u8 *)file.p, file.n, &c) == VP8_STATUS_OK ? LOOK_FINE : LOOK_BROKEN;
}

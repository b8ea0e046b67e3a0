#include "html.h"

/* ---- what may stand where ------------------------------------------------------------------ */

/* Attributes that hold a URL, and attributes that take any words. A value in an attribute of neither list is refused:
 * add a line here after a look at what a hostile value could do in it. aria-* and data-* take any words. */
static const char *const url_attrs[] = {"href", "src", "action", "formaction", "poster", "cite", "xlink:href"};
static const char *const word_attrs[] = {
    "id",
    "class",
    "name",
    "value",
    "title",
    "alt",
    "placeholder",
    "lang",
    "dir",
    "type",
    "for",
    "label",
    "list",
    "form",
    "accept",
    "pattern",
    "min",
    "max",
    "step",
    "minlength",
    "maxlength",
    "size",
    "rows",
    "cols",
    "width",
    "height",
    "datetime",
    "role",
    "tabindex",
    "inputmode",
    "autocomplete",
    "autocapitalize",
    "colspan",
    "rowspan",
    "scope",
    "headers",
    "start",
    "span",
    "content",
    "download",
    "hreflang",
    "method",
    "enctype",
    "media",
    "rel",
    "abbr",
    "high",
    "low",
    "optimum",
    "capture",
    "spellcheck",
    "enterkeyhint",
    "itemprop",
    "slot",
    "d",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "points",
    "viewbox",
    "transform",
    "fill",
    "stroke",
    "stroke-width",
    "offset",
    "dx",
    "dy",
    "text-anchor",
    "popovertarget",
    "wrap",
    "stroke-dasharray",
};
/* Elements whose content a browser does not read as HTML, and <pre>, where white space counts. */
static const char *const insides[] = {"script", "style", "textarea", "title", "pre"};
/* Elements that change how everything else is read. */
static const char *const refused_tags[] = {"base",     "xmp",    "plaintext", "noembed",
                                           "noframes", "object", "embed",     "applet"};
static const char *const url_prefixes[] = {"/", "#", "?", "https://", "http://", "tel:", "mailto:"};

static const char *find(const char *const *list, size_t n, const char *name) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(list[i], name) == 0) return list[i];
  return NULL;
}
#define FIND(list, name) find((list), COUNT(list), (name))

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static const char *append(char *name, char c) {
  size_t n = strlen(name);
  if (n + 1 >= HTML_NAME_MAX) return "a name of this length is no name of HTML";
  name[n] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  name[n + 1] = 0;
  return NULL;
}

/* ---- ends of names -------------------------------------------------------------------------- */

static bool inside_code(const struct html *h) { return !strcmp(h->inside, "script") || !strcmp(h->inside, "style"); }

static const char *end_tag_name(struct html *h) {
  h->state = HTML_TIGHT;
  if (FIND(refused_tags, h->tag)) return "this element is not allowed in a page";
  bool closes = h->closing && strcmp(h->tag, h->inside) == 0;
  if (*h->inside && strcmp(h->inside, "pre") != 0 && !closes)
    return "no tags inside <script>, <style>, <textarea>, <title>";
  return NULL;
}

static const char *end_attr_name(struct html *h) {
  h->state = HTML_TIGHT;
  if (str_starts(str_of(h->attr), S("on"))) return "no event handlers: listen in a script file";
  if (!strcmp(h->attr, "style")) return "no style attribute: use a class";
  if (!strcmp(h->attr, "srcdoc")) return "no srcdoc";
  return NULL;
}

static void end_tag(struct html *h) {
  const char *inside = FIND(insides, h->tag);
  if (h->closing) {
    if (strcmp(h->tag, h->inside) == 0) h->inside = "";
  } else if (inside) {
    h->inside = inside;
  }
  h->state = HTML_TEXT;
  h->tag[0] = h->attr[0] = 0;
  h->closing = false;
}

/* ---- one step a state ----------------------------------------------------------------------- */

struct html html_start(void) {
  return (struct html){.inside = ""};
}

static const char *step_text(struct html *h, char c) {
  if (c == '<') {
    h->state = HTML_OPEN;
  } else if (inside_code(h) && !is_blank(c)) {
    return "no inline script or style: put it into src/web/assets";
  }
  return NULL;
}

static const char *step_open(struct html *h, char c) {
  if (c == '/' && !h->closing) {
    h->closing = true;
  } else if (c == '!' && !h->closing && !*h->inside) {
    h->state = HTML_DECL;
    h->dashes = 0;
  } else if (is_letter(c)) {
    h->state = HTML_NAME;
    h->tag[0] = 0;
    return append(h->tag, c);
  } else {
    return "'<' that begins no tag: write &lt;";
  }
  return NULL;
}

static const char *step_tag(struct html *h, char c) {
  if (is_blank(c)) {
    h->state = HTML_TAG;
  } else if (c == '>') {
    end_tag(h);
  } else if (c == '/') {
    h->state = HTML_TIGHT;
  } else if (h->state == HTML_TIGHT) {
    return "white space is missing before this attribute";
  } else if (c == '=' || c == '"' || c == '\'' || c == '<' || c == '`') {
    return "no attribute begins like this: write name=\"value\"";
  } else {
    h->state = HTML_ATTR;
    h->attr[0] = 0;
    return append(h->attr, c);
  }
  return NULL;
}

static const char *step_name(struct html *h, char c) {
  if (!is_blank(c) && c != '/' && c != '>') return append(h->tag, c);
  const char *fault = end_tag_name(h);
  return fault ? fault : step_tag(h, c);
}

static const char *step_attr(struct html *h, char c) {
  if (c == '"' || c == '\'' || c == '<') return "a quote or '<' in the name of an attribute";
  if (!is_blank(c) && c != '/' && c != '>' && c != '=') return append(h->attr, c);
  const char *fault = end_attr_name(h);
  if (fault) return fault;
  if (c != '=') return step_tag(h, c);
  h->state = HTML_EQUALS;
  h->prefix[0] = 0;
  h->url_begun = false;
  return NULL;
}

static const char *step_equals(struct html *h, char c) {
  if (is_blank(c) || c == '>') return "a value must follow '=' directly";
  h->state = c == '"' ? HTML_QUOTED : c == '\'' ? HTML_SINGLE : HTML_BARE;
  return NULL;
}

static const char *step_quoted(struct html *h, char c) {
  if (c == (h->state == HTML_QUOTED ? '"' : '\'')) {
    h->state = HTML_TIGHT;
  } else if (FIND(url_attrs, h->attr) && strlen(h->prefix) + 1 < HTML_NAME_MAX) {
    return append(h->prefix, c);
  }
  return NULL;
}

static const char *step_decl(struct html *h, char c) {
  bool ends = c == '>' && (h->state == HTML_DECL || h->dashes >= 2);
  h->dashes = c == '-' ? h->dashes + 1 : 0;
  if (ends) {
    h->state = HTML_TEXT;
  } else if (h->state == HTML_DECL && h->dashes == 2) {
    h->state = HTML_COMMENT;
    h->dashes = 0;
  }
  return NULL;
}

const char *html_step(struct html *h, char c) {
  switch (h->state) {
    case HTML_TEXT:
      return step_text(h, c);
    case HTML_OPEN:
      return step_open(h, c);
    case HTML_NAME:
      return step_name(h, c);
    case HTML_TAG:
    case HTML_TIGHT:
      return step_tag(h, c);
    case HTML_ATTR:
      return step_attr(h, c);
    case HTML_EQUALS:
      return step_equals(h, c);
    case HTML_QUOTED:
    case HTML_SINGLE:
      return step_quoted(h, c);
    case HTML_BARE:
      return is_blank(c) || c == '>' ? step_tag(h, c) : NULL;
    case HTML_DECL:
    case HTML_COMMENT:
      return step_decl(h, c);
  }
  return "bug in tools/html.c";
}

/* ---- values --------------------------------------------------------------------------------- */

static bool good_prefix(const char *prefix) {
  for (size_t i = 0; i < COUNT(url_prefixes); i++)
    if (str_starts(str_of(prefix), str_of(url_prefixes[i]))) return true;
  return false;
}

static const char *value_in_url(struct html *h, enum html_place *ret) {
  if (!h->url_begun && !*h->prefix) {
    *ret = PLACE_URL;
  } else if (h->url_begun || good_prefix(h->prefix)) {
    *ret = PLACE_URL_PART;
  } else {
    return "a URL with a value in it begins with / # ? https:// http:// tel: or mailto:";
  }
  h->url_begun = true;
  return NULL;
}

const char *html_value(struct html *h, enum html_place *ret) {
  switch (h->state) {
    case HTML_TEXT:
      *ret = PLACE_TEXT;
      return inside_code(h) ? "no value inside <script> or <style>" : NULL;
    case HTML_QUOTED:
      if (FIND(url_attrs, h->attr)) return value_in_url(h, ret);
      *ret = PLACE_ATTR;
      if (FIND(word_attrs, h->attr) || str_starts(str_of(h->attr), S("aria-")) ||
          str_starts(str_of(h->attr), S("data-")))
        return NULL;
      return "this attribute is not in the list of those that take a value (tools/html.c)";
    case HTML_SINGLE:
    case HTML_BARE:
    case HTML_EQUALS:
      return "a value in an attribute needs double quotes around it";
    case HTML_COMMENT:
      return "no value inside a comment";
    default:
      return "no value inside a tag, except in name=\"...\"";
  }
}

const char *html_pause(struct html *h) {
  switch (h->state) {
    case HTML_TEXT:
      return inside_code(h) ? "no {% %} inside <script> or <style>" : NULL;
    case HTML_TAG:
    case HTML_TIGHT:
    case HTML_QUOTED:
      return NULL;
    case HTML_NAME:
      return end_tag_name(h);
    case HTML_ATTR:
      return end_attr_name(h);
    default:
      return "no {% %} here: only in text, between attributes, in a double-quoted value";
  }
}

/* ---- where ways meet ------------------------------------------------------------------------ */

/* Only of a URL it matters how far the value has come. */
static bool same_value(const struct html *a, const struct html *b) {
  if (strcmp(a->attr, b->attr) != 0) return false;
  if (!FIND(url_attrs, a->attr)) return true;
  bool a_begun = a->url_begun || good_prefix(a->prefix), b_begun = b->url_begun || good_prefix(b->prefix);
  return a_begun == b_begun && (a_begun || strcmp(a->prefix, b->prefix) == 0);
}

bool html_same(const struct html *a, const struct html *b) {
  if (a->state != b->state || strcmp(a->inside, b->inside) != 0) return false;
  if (a->state == HTML_TEXT) return true;
  if (strcmp(a->tag, b->tag) != 0 || a->closing != b->closing) return false;
  return a->state != HTML_QUOTED || same_value(a, b);
}

bool html_meet(struct html *h, const struct html *other) {
  struct html there = *other;
  if ((h->state == HTML_TAG && there.state == HTML_TIGHT) || (h->state == HTML_TIGHT && there.state == HTML_TAG))
    h->state = there.state = HTML_TIGHT;
  return html_same(h, &there);
}

bool html_keeps_space(const struct html *h) {
  return h->state >= HTML_EQUALS || !strcmp(h->inside, "pre") || !strcmp(h->inside, "textarea");
}

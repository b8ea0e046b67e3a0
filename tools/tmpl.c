#include "tmpl.h"

#include "html.h"
#include "tool.h"

enum block_kind { BLOCK_TEMPLATE, BLOCK_IF, BLOCK_EACH };
struct block {
  enum block_kind kind;
  size_t line;
  struct html start; /* where the block began */
  struct html met;   /* where its branches so far end */
  bool branched, has_else;
};

struct tmpl {
  struct arena *arena;
  const char *path;
  str rest;    /* of the source */
  size_t line; /* of rest */
  struct html html;
  struct buf code, includes, constant; /* constant: bytes that wait to be written by one page_raw */
  bool line_start;                     /* nothing but blanks and {% %} on this line so far */
  bool drop_space;                     /* the last byte written was a newline */
  struct block blocks[TMPL_MAX_DEPTH];
  size_t depth;
  struct tmpl_result *result;
};

/* Every step gives false after a fault; the first fault is the one reported. */
static bool fault_at(struct tmpl *t, size_t line, const char *what, str detail) {
  t->result->fault_line = line;
  t->result->fault =
      detail.n ? arena_printf(t->arena, "%s: " STR_FMT, what, STR_ARG(detail)) : arena_str(t->arena, str_of(what));
  return false;
}
static bool fault(struct tmpl *t, const char *what, str detail) { return fault_at(t, t->line, what, detail); }

/* ---- writing C ------------------------------------------------------------------------------ */

static void flush(struct tmpl *t) {
  str rest = buf_str(&t->constant);
  if (!rest.n) return;
  buf_add(&t->code, S("page_raw(p,"));
  for (str line; rest.n; rest = str_from(rest, line.n)) {
    line = str_sub(rest, 0, str_find(rest, '\n') + 1);
    buf_add(&t->code, S("\n  "));
    tool_c_string(&t->code, line);
  }
  buf_printf(&t->code, ", %zu);\n", t->constant.n);
  t->constant = buf_new(t->arena, TOOL_MAX_FILE);
}

/* Begins a line of C that the compiler shall ascribe to the template. */
static void code_line(struct tmpl *t, struct buf *out, size_t line) {
  buf_printf(out, "#line %zu ", line);
  tool_c_string(out, str_of(t->path));
  buf_byte(out, '\n');
}
static void code_begin(struct tmpl *t, size_t line) {
  flush(t);
  code_line(t, &t->code, line);
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
static bool is_name(str s) {
  for (size_t i = 0; i < s.n; i++)
    if (!is_word(s.p[i])) return false;
  return s.n && !(s.p[0] >= '0' && s.p[0] <= '9');
}

static void skip(struct tmpl *t, size_t n) {
  for (size_t i = 0; i < n; i++) t->line += t->rest.p[i] == '\n';
  t->rest = str_from(t->rest, n);
}

/* The length of the C text before `stop`, which counts only outside strings and characters; s.n = not found. */
static size_t c_until(str s, str stop) {
  char quote = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (quote) {
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        quote = 0;
      }
    } else if (str_starts(str_from(s, i), stop)) {
      return i;
    } else if (c == '"' || c == '\'') {
      quote = c;
    }
  }
  return s.n;
}

/* Takes "{%" ... "%}" off the source and gives what is between. */
static bool take_braces(struct tmpl *t, str close, str *ret) {
  str inner = str_from(t->rest, 2);
  size_t n = c_until(inner, close);
  if (n == inner.n) return fault(t, "is never closed", str_sub(t->rest, 0, 2));
  *ret = str_trim(str_sub(inner, 0, n));
  skip(t, 2 + n + 2);
  return true;
}

/* The first word; *rest is what follows it. */
static str first_word(str *rest) {
  size_t n = 0;
  while (n < rest->n && is_word(rest->p[n])) n++;
  str word = str_sub(*rest, 0, n);
  *rest = str_trim(str_from(*rest, n));
  return word;
}

/* The next piece up to white space that stands outside strings and brackets. */
static str next_piece(str *rest) {
  int deep = 0;
  char quote = 0;
  size_t i = 0;
  for (; i < rest->n; i++) {
    char c = rest->p[i];
    if (quote) {
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        quote = 0;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      deep++;
    } else if (c == ')' || c == ']' || c == '}') {
      deep--;
    } else if (is_blank(c) && deep <= 0) {
      break;
    }
  }
  str piece = str_sub(*rest, 0, i);
  *rest = str_trim(str_from(*rest, i));
  return piece;
}

/* ---- values --------------------------------------------------------------------------------- */

static const char *const writer_of_value[] = {"page_value", "page_value", "page_url_start", "page_url_value"};
static const char *const writer_of_text[] = {"page_str", "page_str", "page_url", "page_url_part"};

static bool text_key(struct tmpl *t, str quoted, str *ret_constant) {
  bool good = quoted.n > 2 && quoted.p[0] == '"' && quoted.p[quoted.n - 1] == '"';
  str name = good ? str_sub(quoted, 1, quoted.n - 2) : STR_NONE;
  char *constant = arena_alloc(t->arena, name.n + 1);
  for (size_t i = 0; i < name.n && good; i++) {
    good = is_word(name.p[i]) || name.p[i] == '.';
    constant[i] = name.p[i] == '.' ? '_' : name.p[i];
  }
  if (!good) return fault(t, "{{t wants a key in double quotes, not", quoted);
  *ret_constant = arena_upper(t->arena, (str){constant, name.n});
  return true;
}

/* The arguments of {{t}} as ARG(...), with a check that the sentence has these and no others (constants of tools/po).
 */
static bool read_args(struct tmpl *t, str key, str rest, struct buf *args) {
  size_t n = 0;
  for (; rest.n; n++) {
    str expr = next_piece(&rest), name;
    if (!str_cut(&expr, '=', &name) || !is_name(name) || !expr.n)
      return fault(t, "{{t wants name=expression, not", name);
    buf_printf(args, ", ARG(\"" STR_FMT "\", (" STR_FMT "))", STR_ARG(name), STR_ARG(expr));
    buf_printf(&t->code, "_Static_assert(T_" STR_FMT "__" STR_FMT ", \"\"); ", STR_ARG(key), STR_ARG(name));
  }
  buf_printf(&t->code, "_Static_assert(T_" STR_FMT "__args == %zu, \"the sentence has other {arguments}\"); ",
             STR_ARG(key), n);
  return true;
}

/* {{t "key" name=expr ...}} */
static bool write_text(struct tmpl *t, enum html_place place, str rest) {
  str key = STR_NONE;
  if (!text_key(t, next_piece(&rest), &key)) return false;
  struct buf args = buf_new(t->arena, TOOL_MAX_FILE);
  if (!read_args(t, key, rest, &args)) return false;
  if (args.n) {
    buf_printf(&t->code, "%s(p, TEXT(p->arena, p->lang, T_" STR_FMT STR_FMT "));\n", writer_of_text[place],
               STR_ARG(key), STR_ARG(buf_str(&args)));
  } else {
    buf_printf(&t->code, "%s(p, text_plain(p->lang, T_" STR_FMT "));\n", writer_of_text[place], STR_ARG(key));
  }
  return true;
}

/* {{t ...}} and {{k ...}} have the letter at the braces; {{ t }} is an expression. */
static char value_kind(str rest) {
  bool text = rest.n > 3 && (rest.p[2] == 't' || rest.p[2] == 'k') && is_blank(rest.p[3]);
  return text ? rest.p[2] : 0;
}

static bool take_value(struct tmpl *t) {
  size_t line = t->line;
  enum html_place place;
  if (!t->depth) return fault(t, "a value outside {% template %}", STR_NONE);
  const char *no = html_value(&t->html, &place);
  if (no) return fault(t, no, STR_NONE);
  char kind = value_kind(t->rest);
  str expr;
  if (!take_braces(t, S("}}"), &expr)) return false;
  if (kind) expr = str_trim(str_from(expr, 1));
  if (!expr.n) return fault_at(t, line, "{{ }} is empty", STR_NONE);
  t->line_start = t->drop_space = false;
  code_begin(t, line);
  if (kind == 't') return write_text(t, place, expr);
  if (kind == 'k') {
    buf_printf(&t->code, "%s(p, text_plain(p->lang, (" STR_FMT ")));\n", writer_of_text[place], STR_ARG(expr));
  } else {
    buf_printf(&t->code, "%s(p, (" STR_FMT "));\n", writer_of_value[place], STR_ARG(expr));
  }
  return true;
}

/* ---- {% %} ---------------------------------------------------------------------------------- */

static bool open_block(struct tmpl *t, enum block_kind kind, size_t line) {
  if (t->depth == TMPL_MAX_DEPTH) return fault(t, "too many blocks in one another", STR_NONE);
  t->blocks[t->depth++] = (struct block){.kind = kind, .line = line, .start = t->html};
  return true;
}

static struct block *innermost(struct tmpl *t) { return t->depth ? &t->blocks[t->depth - 1] : NULL; }

static bool on_include(struct tmpl *t, str rest, size_t line) {
  if (t->depth) return fault_at(t, line, "{% include %} belongs outside of templates", STR_NONE);
  bool good = rest.n > 2 && rest.p[0] == '"' && str_find(str_from(rest, 1), '"') == rest.n - 2;
  if (!good) return fault_at(t, line, "{% include %} wants one file in double quotes, not", rest);
  code_line(t, &t->includes, line);
  buf_printf(&t->includes, "#include " STR_FMT "\n", STR_ARG(rest));
  return true;
}

/* Splits "name(inner)"; inner may hold brackets itself. */
static bool split_call(str s, str *ret_name, str *ret_inner) {
  size_t open = str_find(s, '(');
  *ret_name = str_trim(str_sub(s, 0, open));
  if (open == s.n || s.p[s.n - 1] != ')' || !is_name(*ret_name)) return false;
  *ret_inner = str_trim(str_sub(s, open + 1, s.n - open - 2));
  return true;
}

static bool on_template(struct tmpl *t, str rest, size_t line) {
  str name, params;
  if (t->depth) return fault_at(t, line, "{% template %} inside a block", STR_NONE);
  if (!split_call(rest, &name, &params)) return fault_at(t, line, "{% template %} wants name(parameters), not", rest);
  if (t->result->template_count == TMPL_MAX_TEMPLATES) return fault_at(t, line, "too many templates", STR_NONE);
  const char *comma = params.n ? ", " : "";
  str prototype =
      arena_printf(t->arena, "void " STR_FMT "(struct page *p%s" STR_FMT ")", STR_ARG(name), comma, STR_ARG(params));
  t->result->templates[t->result->template_count++] = (struct tmpl_template){name, prototype, line};
  t->html = html_start();
  t->drop_space = true;
  code_line(t, &t->code, line);
  buf_printf(&t->code, STR_FMT " {\n", STR_ARG(prototype));
  return open_block(t, BLOCK_TEMPLATE, line);
}

static bool on_if(struct tmpl *t, str rest, size_t line) {
  if (!rest.n) return fault_at(t, line, "{% if %} without a condition", STR_NONE);
  code_begin(t, line);
  buf_printf(&t->code, "if (" STR_FMT ") {\n", STR_ARG(rest));
  return open_block(t, BLOCK_IF, line);
}

/* A branch ends: all branches of one if must end in the same place of the HTML. */
static bool end_branch(struct tmpl *t, struct block *b, size_t line) {
  if (!b->branched) {
    b->met = t->html;
    b->branched = true;
  } else if (!html_meet(&b->met, &t->html)) {
    return fault_at(t, line, "the branches of this {% if %} end in different places of the HTML", STR_NONE);
  }
  return true;
}

static bool on_else(struct tmpl *t, str rest, size_t line) {
  struct block *b = innermost(t);
  if (!b || b->kind != BLOCK_IF || b->has_else) return fault_at(t, line, "no {% if %} is open for this", STR_NONE);
  if (!end_branch(t, b, line)) return false;
  t->html = b->start;
  flush(t);
  if (rest.n) {
    buf_add(&t->code, S("} else\n"));
    code_line(t, &t->code, line);
    buf_printf(&t->code, "if (" STR_FMT ") {\n", STR_ARG(rest));
  } else {
    b->has_else = true;
    buf_add(&t->code, S("} else {\n"));
  }
  return true;
}
static bool on_elif(struct tmpl *t, str rest, size_t line) {
  return rest.n ? on_else(t, rest, line) : fault_at(t, line, "{% elif %} without a condition", STR_NONE);
}
static bool on_plain_else(struct tmpl *t, str rest, size_t line) {
  return rest.n ? fault_at(t, line, "{% else %} takes no condition: use {% elif %}", STR_NONE) : on_else(t, rest, line);
}

/* item in array[count]: the last pair of square brackets holds the count. */
static bool on_each(struct tmpl *t, str rest, size_t line) {
  str item = first_word(&rest), in = first_word(&rest);
  size_t open = rest.n;
  int deep = 0;
  while (open > 0) {
    char c = rest.p[--open];
    deep += c == ']' ? 1 : c == '[' ? -1 : 0;
    if (deep == 0) break;
  }
  if (!is_name(item) || !str_eq(in, S("in")) || !open || rest.p[rest.n - 1] != ']')
    return fault_at(t, line, "{% each %} wants: item in array[count]", STR_NONE);
  str array = str_trim(str_sub(rest, 0, open)), count = str_sub(rest, open + 1, rest.n - open - 2);
  code_begin(t, line);
  buf_printf(&t->code, "for (size_t " STR_FMT "_i = 0; " STR_FMT "_i < (size_t)(" STR_FMT "); " STR_FMT "_i++) { ",
             STR_ARG(item), STR_ARG(item), STR_ARG(count), STR_ARG(item));
  buf_printf(&t->code, "const __typeof__((" STR_FMT ")[0]) *" STR_FMT " = &(" STR_FMT ")[" STR_FMT "_i];\n",
             STR_ARG(array), STR_ARG(item), STR_ARG(array), STR_ARG(item));
  return open_block(t, BLOCK_EACH, line);
}

static bool on_call(struct tmpl *t, str rest, size_t line) {
  str name, args;
  if (t->html.state != HTML_TEXT || *t->html.inside)
    return fault_at(t, line, "{% call %} only in text, between tags", STR_NONE);
  if (!split_call(rest, &name, &args)) return fault_at(t, line, "{% call %} wants name(arguments), not", rest);
  code_begin(t, line);
  buf_printf(&t->code, STR_FMT "(p%s" STR_FMT ");\n", STR_ARG(name), args.n ? ", " : "", STR_ARG(args));
  t->line_start = t->drop_space = false;
  return true;
}

static bool end_matches(struct tmpl *t, struct block *b, size_t line) {
  if (b->kind == BLOCK_IF) {
    if (!end_branch(t, b, line)) return false;
    if (!b->has_else && !html_meet(&b->met, &b->start))
      return fault_at(t, b->line, "without {% else %} this {% if %} must end where it began in the HTML", STR_NONE);
    t->html = b->met;
    return true;
  }
  if (html_same(&t->html, &b->start)) return true;
  return fault_at(t, b->line,
                  b->kind == BLOCK_EACH ? "each turn of this {% each %} must end where it began in the HTML"
                                        : "this template ends inside a tag or an element",
                  STR_NONE);
}

static bool on_end(struct tmpl *t, str rest, size_t line) {
  struct block *b = innermost(t);
  if (!b || rest.n) return fault_at(t, line, "{% end %} that ends nothing", rest);
  if (!end_matches(t, b, line)) return false;
  flush(t);
  buf_add(&t->code, S("}\n"));
  t->depth--;
  return true;
}

static const struct {
  str word;
  bool (*on)(struct tmpl *t, str rest, size_t line);
  bool outside; /* may stand outside of templates */
} directives[] = {
    {{"include", 7}, on_include, true}, {{"template", 8}, on_template, true}, {{"if", 2}, on_if, false},
    {{"elif", 4}, on_elif, false},      {{"else", 4}, on_plain_else, false},  {{"each", 4}, on_each, false},
    {{"call", 4}, on_call, false},      {{"end", 3}, on_end, false},
};

static bool directive(struct tmpl *t, str rest, size_t line) {
  str word = first_word(&rest);
  for (size_t i = 0; i < COUNT(directives); i++) {
    if (!str_eq(directives[i].word, word)) continue;
    if (!t->depth && !directives[i].outside) return fault_at(t, line, "outside of {% template %}", word);
    return directives[i].on(t, rest, line);
  }
  return fault_at(t, line, "unknown {% %}", word);
}

/* A line that held only {% %} and comments leaves nothing behind, not even its end. */
static void skip_line_end(struct tmpl *t) {
  size_t n = 0;
  while (n < t->rest.n && is_blank(t->rest.p[n]) && t->rest.p[n] != '\n') n++;
  if (t->line_start && n < t->rest.n && t->rest.p[n] == '\n') skip(t, n + 1);
}

static bool take_directive(struct tmpl *t) {
  size_t line = t->line;
  const char *no = t->depth ? html_pause(&t->html) : NULL;
  if (no) return fault(t, no, STR_NONE);
  str inner;
  if (!take_braces(t, S("%}"), &inner) || !directive(t, inner, line)) return false;
  skip_line_end(t);
  return true;
}

static bool take_comment(struct tmpl *t) {
  size_t n = 2;
  while (n < t->rest.n && !str_starts(str_from(t->rest, n), S("#}"))) n++;
  if (n >= t->rest.n) return fault(t, "is never closed", S("{#"));
  skip(t, n + 2);
  skip_line_end(t);
  return true;
}

/* ---- constants ------------------------------------------------------------------------------ */

static bool take_constant(struct tmpl *t) {
  char c = t->rest.p[0];
  if (!t->depth && !is_blank(c)) return fault(t, "text outside of {% template %}", STR_NONE);
  bool keep = html_keeps_space(&t->html);
  const char *no = t->depth ? html_step(&t->html, c) : NULL;
  if (no) return fault(t, no, t->html.state >= HTML_ATTR ? str_of(t->html.attr) : str_of(t->html.tag));
  skip(t, 1);
  if (t->depth && (keep || !t->drop_space || !is_blank(c))) {
    buf_byte(&t->constant, c);
    t->drop_space = c == '\n';
  }
  t->line_start = c == '\n' || (t->line_start && is_blank(c));
  return true;
}

static bool take_next(struct tmpl *t) {
  if (str_starts(t->rest, S("{{"))) return take_value(t);
  if (str_starts(t->rest, S("{%"))) return take_directive(t);
  if (str_starts(t->rest, S("{#"))) return take_comment(t);
  return take_constant(t);
}

void tmpl_compile(struct arena *a, const char *path, str source, struct tmpl_result *ret) {
  *ret = (struct tmpl_result){0};
  struct tmpl t = {.arena = a, .path = path, .rest = source, .line = 1, .html = html_start(), .line_start = true};
  t.code = buf_new(a, TOOL_MAX_FILE);
  t.includes = buf_new(a, TOOL_MAX_FILE);
  t.constant = buf_new(a, TOOL_MAX_FILE);
  t.result = ret;
  while (t.rest.n && take_next(&t)) continue;
  if (!ret->fault_line && t.depth) fault_at(&t, t.blocks[t.depth - 1].line, "this block is never ended", STR_NONE);
  ret->code = buf_str(&t.code);
  ret->includes = buf_str(&t.includes);
}

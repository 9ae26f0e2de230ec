package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** {@code str.format} as Jinja2's sandbox has it: Python's {@code string.Formatter}. */
final class PyFormatter {
    private final Environment environment;
    private final boolean escaping;
    private List<@Nullable Object> args = List.of();
    private @Nullable Object kwargs;

    /** The next automatic field; -1 once fields are numbered by hand. */
    private int automatic;

    PyFormatter(Environment environment, boolean escaping) {
        this.environment = environment;
        this.escaping = escaping;
    }

    String format(String text, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        PyDict named = new PyDict();
        kwargs.forEach(named::put);
        return run(text, args, named);
    }

    String formatMap(String text, @Nullable Object mapping) {
        return run(text, List.of(), mapping);
    }

    private String run(String text, List<@Nullable Object> args, @Nullable Object kwargs) {
        this.args = args;
        this.kwargs = kwargs;
        return expand(text, 2);
    }

    private String expand(String text, int depth) {
        if (depth < 0) {
            throw TemplateError.value("Max string recursion exceeded");
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '{' && c != '}') {
                out.append(c);
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == c) {
                out.append(c);
                at += 2;
            } else if (c == '}') {
                throw TemplateError.value("Single '}' encountered in format string");
            } else if (at + 1 >= text.length()) {
                throw TemplateError.value("Single '{' encountered in format string");
            } else {
                int end = closing(text, at + 1);
                out.append(field(text.substring(at + 1, end), depth));
                Bounds.checkLength(out.length());
                at = end + 1;
            }
        }
        return out.toString();
    }

    /** Where the field ends whose text starts at {@code from}. */
    private static int closing(String text, int from) {
        int nested = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[' && nested == 1) {
                int bracket = text.indexOf(']', i);
                boolean inName =
                        text.substring(from, i).indexOf(':') < 0
                                && text.substring(from, i).indexOf('!') < 0;
                if (inName && bracket > 0) {
                    i = bracket;
                }
            } else if (c == '{') {
                nested++;
            } else if (c == '}' && --nested == 0) {
                return i;
            }
        }
        String rest = text.substring(from);
        throw TemplateError.value(
                rest.indexOf(':') >= 0
                        ? "unmatched '{' in format spec"
                        : rest.isEmpty()
                                ? "Single '{' encountered in format string"
                                : "expected '}' before end of string");
    }

    private String field(String field, int depth) {
        int end = 0;
        while (end < field.length() && field.charAt(end) != ':' && field.charAt(end) != '!') {
            if (field.charAt(end) == '[') {
                int bracket = field.indexOf(']', end);
                end = bracket < 0 ? field.length() - 1 : bracket;
            } else if (field.charAt(end) == '{') {
                throw TemplateError.value("unexpected '{' in field name");
            }
            end++;
        }
        String name = field.substring(0, end);
        int conversion = 0;
        String spec = "";
        if (end < field.length() && field.charAt(end) == '!') {
            if (end + 1 >= field.length()) {
                throw TemplateError.value("end of string while looking for conversion specifier");
            }
            conversion = field.codePointAt(end + 1);
            end += 1 + Character.charCount(conversion);
            if (end < field.length() && field.charAt(end) != ':') {
                throw TemplateError.value("expected ':' after conversion specifier");
            }
        }
        if (end < field.length()) {
            spec = field.substring(end + 1);
        }
        String numbered = number(name);
        Object value = convert(resolve(numbered), conversion);
        String expanded = expand(spec, depth - 1);
        if (!escaping) {
            return PyFormat.format(value, expanded);
        }
        return Markup.escape(value instanceof Markup ? value : PyFormat.format(value, expanded))
                .text();
    }

    private String number(String name) {
        if (name.isEmpty()) {
            if (automatic < 0) {
                throw TemplateError.value(
                        "cannot switch from manual field specification to automatic field"
                                + " numbering");
            }
            return Integer.toString(automatic++);
        }
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (automatic > 0) {
                throw TemplateError.value(
                        "cannot switch from manual field specification to automatic field"
                                + " numbering");
            }
            automatic = -1;
        }
        return name;
    }

    private @Nullable Object resolve(String field) {
        int at = 0;
        while (at < field.length() && field.charAt(at) != '.' && field.charAt(at) != '[') {
            at++;
        }
        Object value = first(field.substring(0, at));
        while (at < field.length()) {
            int start = at + 1;
            if (field.charAt(at) == '.') {
                at = start;
                while (at < field.length() && field.charAt(at) != '.' && field.charAt(at) != '[') {
                    at++;
                }
                String name = checked(field.substring(start, at));
                value = environment.getattr(value, name);
            } else if (field.charAt(at) == '[') {
                int end = field.indexOf(']', start);
                if (end < 0) {
                    throw TemplateError.value("Missing ']' in format string");
                }
                String key = checked(field.substring(start, end));
                Object index = key.matches("[0-9]{1,18}") ? (Object) Long.valueOf(key) : key;
                value = environment.getitem(value, index);
                at = end + 1;
            } else {
                throw TemplateError.value(
                        "Only '.' or '[' may follow ']' in format field specifier");
            }
        }
        return value;
    }

    private static String checked(String part) {
        if (part.isEmpty()) {
            throw TemplateError.value("Empty attribute in format string");
        }
        return part;
    }

    private @Nullable Object first(String name) {
        if (name.matches("[0-9]{1,18}")) {
            long index = Long.parseLong(name);
            if (index >= args.size()) {
                throw new TemplateError(
                        "IndexError",
                        "Replacement index " + index + " out of range for positional args tuple");
            }
            return args.get((int) index);
        }
        return Attributes.subscript(kwargs, name);
    }

    private static @Nullable Object convert(@Nullable Object value, int conversion) {
        return switch (conversion) {
            case 0 -> value;
            case 's' -> PyRepr.str(value);
            case 'r' -> PyRepr.repr(value);
            case 'a' -> PyPercent.ascii(value);
            default ->
                    throw TemplateError.value(
                            "Unknown conversion specifier " + Character.toString(conversion));
        };
    }
}

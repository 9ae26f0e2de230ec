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
                Field field = field(text, at + 1);
                out.append(shown(field, depth));
                Bounds.checkLength(out.length());
                at = field.end();
            }
        }
        return out.toString();
    }

    /** A replacement field, and where it ends; conversion 0 is none. */
    private record Field(String name, int conversion, String spec, int end) {}

    private static Field field(String text, int from) {
        int at = from;
        char c = 0;
        while (at < text.length()) {
            c = text.charAt(at);
            if (c == '{') {
                throw TemplateError.value("unexpected '{' in field name");
            }
            if (c == '}' || c == ':' || c == '!') {
                break;
            }
            if (c == '[') {
                int bracket = text.indexOf(']', at);
                at = bracket < 0 ? text.length() - 1 : bracket;
            }
            at++;
        }
        if (at >= text.length()) {
            throw TemplateError.value("expected '}' before end of string");
        }
        String name = text.substring(from, at++);
        int conversion = 0;
        if (c == '!') {
            if (at >= text.length()) {
                throw TemplateError.value("end of string while looking for conversion specifier");
            }
            conversion = text.codePointAt(at);
            at += Character.charCount(conversion);
            if (at < text.length()) {
                c = text.charAt(at++);
                if (c != '}' && c != ':') {
                    throw TemplateError.value("expected ':' after conversion specifier");
                }
            }
        }
        if (c == '}') {
            return new Field(name, conversion, "", at);
        }
        int nested = 1;
        for (int i = at; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                nested++;
            } else if (text.charAt(i) == '}' && --nested == 0) {
                return new Field(name, conversion, text.substring(at, i), i + 1);
            }
        }
        throw TemplateError.value("unmatched '{' in format spec");
    }

    private String shown(Field field, int depth) {
        Object value = convert(resolve(number(field.name())), field.conversion());
        String spec = expand(field.spec(), depth - 1);
        if (!escaping) {
            return PyFormat.format(value, spec);
        }
        if (value instanceof Markup && !spec.isEmpty()) {
            throw TemplateError.value("Unsupported format specification for Markup.");
        }
        return Markup.escape(value instanceof Markup ? value : PyFormat.format(value, spec)).text();
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
                throw new TemplateError("IndexError", "tuple index out of range");
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

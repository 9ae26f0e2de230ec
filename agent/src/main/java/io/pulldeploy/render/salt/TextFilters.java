package io.pulldeploy.render.salt;

import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.render.jinja.Markup;
import io.pulldeploy.render.jinja.PyCallable;
import io.pulldeploy.render.jinja.PyCase;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyInvocable;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.yaml.QuotedYaml;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Salt's filters on text and numbers. */
final class TextFilters {
    private static final Pattern UNSAFE_IN_SHELL = Pattern.compile("[^a-zA-Z0-9_@%+=:,./-]");
    private static final Pattern SIZE = Pattern.compile("([0-9.]*)\\s*(.*)\\z", Pattern.UNIX_LINES);
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+(?:_[0-9]+)*");
    private static final Pattern FLOAT =
            Pattern.compile(
                    "[-+]?(?:(?:[0-9]+(?:_[0-9]+)*\\.?(?:[0-9]+(?:_[0-9]+)*)?|\\.[0-9]+(?:_[0-9]+)*)"
                            + "(?:[eE][-+]?[0-9]+)?|inf|infinity|nan)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern HEX =
            Pattern.compile("[-+]?(?:0[xX]_?)?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*");

    private TextFilters() {}

    static void addTo(FilterTable filters) {
        filters.add("regex_escape", "value", (_, a) -> escape(a[0]))
                .add(
                        "regex_search",
                        "txt, rgx, ignorecase=False, multiline=False",
                        (_, a) -> {
                            Matcher m = regex(a[1], a[2], a[3]).matcher(Values.regexText(a[0]));
                            return m.find() ? groups(m) : null;
                        })
                .add(
                        "regex_match",
                        "txt, rgx, ignorecase=False, multiline=False",
                        (_, a) -> {
                            Matcher m = regex(a[1], a[2], a[3]).matcher(Values.regexText(a[0]));
                            return m.lookingAt() ? groups(m) : null;
                        })
                .add(
                        "regex_replace",
                        "txt, rgx, val, ignorecase=False, multiline=False",
                        (_, a) -> replace(a))
                .add("quote", "txt", (_, a) -> quote(a[0]))
                .add("to_bool", "val", (_, a) -> toBool(a[0]))
                .add("skip", "skip_filter", "data", (_, _) -> "")
                .add("to_num", "text", (_, a) -> toNumber(a[0]))
                .add("str_to_num", "to_num", "text", (_, a) -> toNumber(a[0]))
                .add(
                        "human_to_bytes",
                        "size, default_unit='B', handle_metric=False",
                        (_, a) -> humanToBytes(a[0], a[1], PyValues.truth(a[2])))
                .add("is_hex", "value", (_, a) -> isHex(a[0]))
                .add(
                        "contains_whitespace",
                        "text",
                        (_, a) -> {
                            Iterator<@Nullable Object> items = PyValues.iterate(a[0]);
                            while (items.hasNext()) {
                                String letter = Values.method(items.next(), "isspace");
                                if (isSpace(letter)) {
                                    return true;
                                }
                            }
                            return false;
                        })
                .add(
                        "substring_in_list",
                        "substr_in_list",
                        "string_to_search_for, list_to_search",
                        (_, a) -> {
                            for (Object item : PyValues.list(a[1])) {
                                if (PyValues.contains(item, a[0])) {
                                    return true;
                                }
                            }
                            return false;
                        })
                .add(
                        "to_camelcase",
                        "snake_to_camel_case",
                        "snake_input, uppercamel=False",
                        (_, a) -> camelCase(a[0], PyValues.truth(a[1])))
                .add(
                        "to_snake_case",
                        "camel_to_snake_case",
                        "camel_input",
                        (_, a) -> snakeCase(a[0]))
                .add(
                        "check_whitelist_blacklist",
                        "value, whitelist=None, blacklist=None",
                        (_, a) -> Lists.allowed(a[0], a[1], a[2]))
                .add("yaml_dquote", "text", (_, a) -> QuotedYaml.doubleQuoted(PyValues.str(a[0])))
                .add("yaml_squote", "text", (_, a) -> QuotedYaml.singleQuoted(PyValues.str(a[0])))
                .add("yaml_encode", "data", (_, a) -> yamlEncode(a[0]));
    }

    static PythonRegex regex(
            @Nullable Object pattern, @Nullable Object ignoreCase, @Nullable Object multiline) {
        String text = PyValues.text(pattern);
        if (text == null) {
            throw Values.type("first argument must be string or compiled pattern");
        }
        List<PythonRegex.Flag> flags = new ArrayList<>();
        if (PyValues.truth(ignoreCase)) {
            flags.add(PythonRegex.Flag.IGNORECASE);
        }
        if (PyValues.truth(multiline)) {
            flags.add(PythonRegex.Flag.MULTILINE);
        }
        try {
            return PythonRegex.compile(text, flags.toArray(PythonRegex.Flag[]::new));
        } catch (PythonRegex.SyntaxError e) {
            throw new TemplateError("re.error", String.valueOf(e.getMessage()));
        }
    }

    private static PyTuple groups(Matcher match) {
        if (match.groupCount() == 0) {
            return PyTuple.of(match.group());
        }
        @Nullable Object[] groups = new @Nullable Object[match.groupCount()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = match.group(i + 1);
        }
        return PyTuple.of(groups);
    }

    private static String replace(@Nullable Object[] a) {
        PythonRegex regex = regex(a[1], a[3], a[4]);
        if (a[2] instanceof PyInvocable || a[2] instanceof PyCallable) {
            throw Values.type("a function as the replacement is not supported");
        }
        String text = Values.regexText(a[0]);
        String replacement = PyValues.text(a[2]);
        if (replacement == null) {
            throw Values.type(
                    "decoding to str: need a bytes-like object, "
                            + PyValues.typeName(a[2])
                            + " found");
        }
        try {
            return regex.sub(replacement, text, 0);
        } catch (PythonRegex.SyntaxError e) {
            throw new TemplateError("re.error", String.valueOf(e.getMessage()));
        }
    }

    private static String escape(@Nullable Object value) {
        String text = PyValues.text(value);
        if (text == null) {
            throw Values.type(
                    "decoding to str: need a bytes-like object, "
                            + PyValues.typeName(value)
                            + " found");
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("()[]{}?*+-|^$\\.&~# \t\n\r\u000b\f".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static String quote(@Nullable Object value) {
        if (!PyValues.truth(value)) {
            return "''";
        }
        String text = Values.regexText(value);
        return UNSAFE_IN_SHELL.matcher(text).find()
                ? "'" + text.replace("'", "'\"'\"'") + "'"
                : text;
    }

    private static boolean toBool(@Nullable Object value) {
        String text = PyValues.text(value);
        if (text != null) {
            String lower = text.toLowerCase(Locale.ROOT);
            return lower.equals("yes") || lower.equals("1") || lower.equals("true");
        }
        return switch (value) {
            case Boolean b -> b;
            case Long n -> n > 0;
            case BigInteger n -> n.signum() > 0;
            case null -> false;
            default -> !Values.isHashable(value) && PyValues.length(value) > 0;
        };
    }

    private static @Nullable Object toNumber(@Nullable Object value) {
        Values.requireDefined(value);
        return switch (value) {
            case Long n -> n;
            case BigInteger n -> n;
            case Boolean b -> b ? 1L : 0L;
            case Double d -> truncated(d);
            case null, default -> {
                String text = PyValues.text(value);
                if (text == null) {
                    throw Values.type(
                            "int() argument must be a string, a bytes-like object or a real"
                                    + " number, not '"
                                    + PyValues.typeName(value)
                                    + "'");
                }
                yield parseNumber(text);
            }
        };
    }

    private static Object truncated(double number) {
        if (Double.isNaN(number)) {
            return number;
        }
        if (Double.isInfinite(number)) {
            throw new TemplateError("OverflowError", "cannot convert float infinity to integer");
        }
        return narrow(new BigDecimal(number).toBigInteger());
    }

    static Object narrow(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /** A text's int or float, or the text. */
    static Object parseNumber(String text) {
        String stripped = text.strip();
        if (INTEGER.matcher(stripped).matches()) {
            return narrow(new BigInteger(stripped.replace("_", "").replaceFirst("^\\+", "")));
        }
        if (!FLOAT.matcher(stripped).matches()) {
            return text;
        }
        String lower = stripped.toLowerCase(Locale.ROOT).replaceFirst("^\\+", "");
        return switch (lower) {
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> Double.valueOf(lower.replace("_", ""));
        };
    }

    private static Object humanToBytes(
            @Nullable Object size, @Nullable Object defaultUnit, boolean metric) {
        Matcher parts = SIZE.matcher(PyValues.str(size).strip());
        if (!parts.lookingAt()) {
            throw new TemplateError("AttributeError", "'NoneType' object has no attribute 'group'");
        }
        String unit = parts.group(2).toLowerCase(Locale.ROOT);
        if (unit.isEmpty()) {
            unit = PyValues.str(defaultUnit).toLowerCase(Locale.ROOT);
        }
        Object number = parseNumber(parts.group(1));
        if (number instanceof String) {
            return 0L;
        }
        boolean decimal = unit.matches("[kmgtpezy]b") && metric;
        if (!unit.matches("[kmgtpezy]b") && !unit.matches("b|[kmgtpezy](?:ib)?")) {
            return 0L;
        }
        int power = "bkmgtpezy".indexOf(unit.charAt(0));
        BigInteger factor =
                decimal ? BigInteger.TEN.pow(power * 3) : BigInteger.TWO.pow(power * 10);
        return number instanceof Double d
                ? truncated(d * factor.doubleValue())
                : narrow(new BigInteger(number.toString()).multiply(factor));
    }

    private static boolean isHex(@Nullable Object value) {
        String text = PyValues.text(value);
        return text != null && HEX.matcher(text.strip()).matches();
    }

    static boolean isSpace(String text) {
        return !text.isEmpty()
                && text.codePoints()
                        .allMatch(c ->
                                Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85);
    }

    private static String capitalized(String word) {
        if (word.isEmpty()) {
            return word;
        }
        int first = word.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(word.codePointAt(0)))
                + word.substring(first).toLowerCase(Locale.ROOT);
    }

    private static Object camelCase(@Nullable Object value, boolean upper) {
        String[] words = Values.method(value, "split").split("_", -1);
        String first = upper ? capitalized(words[0]) : words[0];
        StringBuilder rest = new StringBuilder();
        for (int i = 1; i < words.length; i++) {
            rest.append(capitalized(words[i]));
        }
        return value instanceof Markup
                ? new Markup(first + Markup.escape(rest.toString()).text())
                : first + rest;
    }

    /** Of a text's characters; or of a list's items, as Python takes them. */
    private static String snakeCase(@Nullable Object value) {
        String first = Values.method(PyValues.item(value, 0L), "lower");
        if (value instanceof PyDict) {
            throw Values.type("unhashable type: 'slice'");
        }
        List<@Nullable Object> letters = PyValues.list(value);
        StringBuilder snake = new StringBuilder(first.toLowerCase(Locale.ROOT));
        for (int i = 1; i < letters.size(); i++) {
            String letter = Values.method(letters.get(i), "isupper");
            boolean starts =
                    PyCase.isCased(letter, true)
                            && (PyCase.isCased(PyValues.str(letters.get(i - 1)), false)
                                    || (i + 1 < letters.size()
                                            && PyCase.isCased(
                                                    Values.method(letters.get(i + 1), "islower"),
                                                    false)));
            snake.append(starts ? "_" : "").append(letter.toLowerCase(Locale.ROOT));
        }
        return snake.toString();
    }

    private static String yamlEncode(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean b -> b ? "true" : "false";
            case Long _, BigInteger _ -> value.toString();
            case Double d -> QuotedYaml.number(d);
            case String text -> QuotedYaml.doubleQuoted(text);
            case io.pulldeploy.render.jinja.PyBytes bytes -> QuotedYaml.base64(bytes.data());
            case PyList _, PyTuple _, PyDict _, io.pulldeploy.render.jinja.PySet _ ->
                    throw Values.type(
                            "yaml_encode() only works with YAML scalar data; failed for "
                                    + Values.typeText(value));
            default ->
                    throw new TemplateError(
                            "RepresenterError",
                            "('cannot represent an object', " + PyValues.repr(value) + ")");
        };
    }
}

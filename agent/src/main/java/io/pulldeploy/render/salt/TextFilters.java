package io.pulldeploy.render.salt;

import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.render.jinja.Context;
import io.pulldeploy.render.jinja.Markup;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyCallable;
import io.pulldeploy.render.jinja.PyCase;
import io.pulldeploy.render.jinja.PyConversion;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyInvocable;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySet;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.Undefined;
import io.pulldeploy.render.yaml.QuotedYaml;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Salt's filters on text and numbers. */
final class TextFilters {
    private static final Pattern UNSAFE_IN_SHELL = Pattern.compile("[^a-zA-Z0-9_@%+=:,./-]");
    private static final Pattern SIZE = Pattern.compile("([0-9.]*)\\s*(.*)\\z", Pattern.UNIX_LINES);

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
                        TextFilters::replace)
                .add("quote", "txt", (_, a) -> quote(a[0]))
                .add("to_bool", "val", (_, a) -> toBool(a[0]))
                .add("skip", "skip_filter", "data", (_, _) -> "")
                .add("to_num", "text", (_, a) -> PyConversion.numberOrSame(a[0]))
                .add("str_to_num", "to_num", "text", (_, a) -> PyConversion.numberOrSame(a[0]))
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
                                Object item = items.next();
                                String letter =
                                        item instanceof PyBytes bytes
                                                ? new String(
                                                        bytes.data(), StandardCharsets.ISO_8859_1)
                                                : Values.method(item, "isspace");
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
        if (!(pattern instanceof Undefined undefined) || undefined.strict()) {
            Values.requireHashable(pattern);
        }
        String text = PyValues.text(pattern);
        if (pattern instanceof PyBytes) {
            throw Values.type("cannot use a bytes pattern on a string-like object");
        }
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

    private static String replace(Context context, @Nullable Object[] a) {
        PythonRegex regex = regex(a[1], a[3], a[4]);
        String text = Values.regexText(a[0]);
        if (a[2] instanceof PyInvocable || a[2] instanceof PyCallable) {
            return regex.sub(
                    match -> replaced(context, a[2], new RegexMatch(regex, match, text)), text, 0);
        }
        Values.requireHashable(a[2]);
        String replacement = PyValues.text(a[2]);
        if (replacement == null) {
            throw Values.type(
                    "decoding to str: need a bytes-like object, "
                            + PyValues.typeName(a[2])
                            + " found");
        }
        try {
            // Python puts together what a template with groups gives as the text's own class does.
            return a[0] instanceof Markup && replacement.indexOf('\\') >= 0
                    ? regex.sub(m -> Markup.escape(regex.expand(replacement, m)).text(), text, 0)
                    : regex.sub(replacement, text, 0);
        } catch (PythonRegex.SyntaxError e) {
            throw new TemplateError("re.error", String.valueOf(e.getMessage()));
        }
    }

    private static String replaced(Context context, @Nullable Object function, RegexMatch match) {
        Object made = PyValues.call(context, function, Collections.singletonList(match), Map.of());
        String text = PyValues.text(made);
        if (made != null && text == null) {
            int before = match.match().start() > 0 ? 1 : 0;
            throw Values.type(
                    "sequence item "
                            + before
                            + ": expected str instance, "
                            + PyValues.typeName(made)
                            + " found");
        }
        return text == null ? "" : text;
    }

    private static Object escape(@Nullable Object value) {
        if (value instanceof PyBytes bytes) {
            String escaped =
                    escape(new String(bytes.data(), StandardCharsets.ISO_8859_1)).toString();
            return new PyBytes(escaped.getBytes(StandardCharsets.ISO_8859_1));
        }
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
        return value instanceof Markup ? new Markup(escaped.toString()) : escaped.toString();
    }

    private static @Nullable Object quote(@Nullable Object value) {
        if (!PyValues.truth(value)) {
            return "''";
        }
        String text = Values.regexText(value);
        if (!UNSAFE_IN_SHELL.matcher(text).find()) {
            return value;
        }
        return value instanceof Markup
                ? new Markup("&#39;" + text.replace("'", "&#39;&#34;&#39;&#34;&#39;") + "&#39;")
                : "'" + text.replace("'", "'\"'\"'") + "'";
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
        Object number = PyConversion.numberOrSame(parts.group(1));
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
                ? PyConversion.toInt(d * factor.doubleValue())
                : Objects.requireNonNull(
                        PyValues.fromJava(factor.multiply(new BigInteger(PyValues.str(number)))));
    }

    private static boolean isHex(@Nullable Object value) {
        String text =
                value instanceof PyBytes bytes
                        ? new String(bytes.data(), StandardCharsets.ISO_8859_1)
                        : PyValues.text(value);
        try {
            return text != null && PyConversion.parseInt(text, 16) != null;
        } catch (TemplateError e) {
            return false;
        }
    }

    static boolean isSpace(String text) {
        return !text.isEmpty()
                && text.codePoints()
                        .allMatch(c ->
                                Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85);
    }

    private static Object camelCase(@Nullable Object value, boolean upper) {
        if (value instanceof PyBytes) {
            throw Values.type("a bytes-like object is required, not 'str'");
        }
        String[] words = Values.method(value, "split").split("_", -1);
        String first = upper ? PyCase.capitalize(words[0]) : words[0];
        StringBuilder rest = new StringBuilder();
        for (int i = 1; i < words.length; i++) {
            rest.append(PyCase.capitalize(words[i]));
        }
        return value instanceof Markup
                ? new Markup(first + Markup.escape(rest.toString()).text())
                : first + rest;
    }

    /** Of a text's characters; or of a list's items, as Python takes them. */
    private static Object snakeCase(@Nullable Object value) {
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
        // Python adds characters, which it escapes, to a first one that is Markup.
        return value instanceof Markup
                ? new Markup(
                        first.toLowerCase(Locale.ROOT)
                                + Markup.escape(snake.substring(first.length())).text())
                : snake.toString();
    }

    private static String yamlEncode(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean b -> b ? "true" : "false";
            case Long _, BigInteger _ -> value.toString();
            case Double d -> QuotedYaml.number(d);
            case String text -> QuotedYaml.doubleQuoted(text);
            case PyBytes bytes -> QuotedYaml.base64(bytes.data());
            default -> {
                requireRepresentable(value);
                throw Values.type(
                        "yaml_encode() only works with YAML scalar data; failed for "
                                + Values.typeText(value));
            }
        };
    }

    /** PyYAML looks at all of a value before Salt sees that it is no scalar. */
    private static void requireRepresentable(@Nullable Object value) {
        switch (value) {
            case null -> {}
            case String _, Boolean _, Long _, BigInteger _, Double _, PyBytes _, PySet _ -> {}
            case PyList list -> list.items().forEach(TextFilters::requireRepresentable);
            case PyTuple tuple when !tuple.isNamed() ->
                    tuple.items().forEach(TextFilters::requireRepresentable);
            case PyDict dict when !dict.isOrdered() -> {
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    requireRepresentable(entry.getKey());
                    requireRepresentable(entry.getValue());
                }
            }
            default ->
                    throw new TemplateError(
                            "RepresenterError",
                            "('cannot represent an object', " + PyValues.repr(value) + ")");
        }
    }
}

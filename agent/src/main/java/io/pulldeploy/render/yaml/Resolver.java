package io.pulldeploy.render.yaml;

import java.util.Set;
import java.util.regex.Pattern;

/** PyYAML's implicit tags: what a plain scalar is, by YAML 1.1. */
final class Resolver {
    private static final String CORE = "tag:yaml.org,2002:";
    private static final Set<String> BOOL =
            Set.of(
                    "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False",
                    "FALSE", "on", "On", "ON", "off", "Off", "OFF");
    private static final Pattern FLOAT =
            Pattern.compile(
                    "[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
                            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
                            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
                            + "|[-+]?\\.(?:inf|Inf|INF)"
                            + "|\\.(?:nan|NaN|NAN)");
    private static final Pattern INT =
            Pattern.compile(
                    "[-+]?0b[0-1_]+"
                            + "|[-+]?0[0-7_]+"
                            + "|[-+]?(?:0|[1-9][0-9_]*)"
                            + "|[-+]?0x[0-9a-fA-F_]+"
                            + "|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
    private static final Set<String> NULL = Set.of("~", "null", "Null", "NULL", "");
    private static final Pattern TIMESTAMP =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}"
                            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \\t]+)[0-9]{1,2}"
                            + ":[0-9]{2}:[0-9]{2}(?:\\.[0-9]*)?"
                            + "(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?");

    private Resolver() {}

    /** The tag of a plain scalar. */
    static String resolve(String value) {
        if (value.isEmpty()) {
            return CORE + "null";
        }
        // Python's $ also matches before a last line feed, which a scalar tagged "!" may have.
        String text =
                value.length() > 1 && value.endsWith("\n")
                        ? value.substring(0, value.length() - 1)
                        : value;
        char first = text.charAt(0);
        String name =
                switch (first) {
                    case 'n', 'N' ->
                            BOOL.contains(text) ? "bool" : NULL.contains(text) ? "null" : "str";
                    case 'y', 'Y', 't', 'T', 'f', 'F', 'o', 'O' ->
                            BOOL.contains(text) ? "bool" : "str";
                    case '~' -> NULL.contains(text) ? "null" : "str";
                    case '-', '+' -> is(FLOAT, text) ? "float" : is(INT, text) ? "int" : "str";
                    case '.' -> is(FLOAT, text) ? "float" : "str";
                    case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                            is(FLOAT, text)
                                    ? "float"
                                    : is(INT, text)
                                            ? "int"
                                            : is(TIMESTAMP, text) ? "timestamp" : "str";
                    case '<' -> text.equals("<<") ? "merge" : "str";
                    case '=' -> text.equals("=") ? "value" : "str";
                    case '!', '&', '*' -> text.length() == 1 ? "yaml" : "str";
                    default -> "str";
                };
        return CORE + name;
    }

    private static boolean is(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }
}

package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One entry of apt's sources: a line, or a paragraph of a {@code .sources} file.
 *
 * @param file that holds it
 * @param text as it stands there
 * @param valid whether apt takes it
 * @param signedBy the key's file, empty if none is named
 * @param options of a line, as they stand between the brackets
 * @param comment after a line
 */
record AptSource(
        String file,
        String text,
        boolean valid,
        boolean disabled,
        List<String> types,
        List<String> uris,
        List<String> suites,
        List<String> components,
        List<String> architectures,
        String signedBy,
        List<String> options,
        String comment) {
    static final String TRUSTED = "trusted=yes";
    static final Set<String> YES = Set.of("yes", "true", "with", "on", "enable", "1");
    private static final Set<String> KINDS = Set.of("deb", "deb-src", "rpm", "rpm-src");

    private static AptSource none(String file, String text) {
        return new AptSource(
                file, text, false, false, List.of(), List.of(), List.of(), List.of(), List.of(), "",
                List.of(), "");
    }

    /** An entry in one line; one that starts with a hash is disabled, or a comment. */
    static AptSource ofLine(String file, String text) {
        String line = text.strip();
        boolean disabled = line.startsWith("#");
        line = disabled ? line.substring(1) : line;
        int hash = line.indexOf('#');
        String comment = hash > 0 ? line.substring(hash + 1) : "";
        line = (hash > 0 ? line.substring(0, hash) : line).strip();
        List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
        if (!KINDS.contains(words.getFirst()) || words.size() < 3) {
            return none(file, text);
        }
        List<String> options = new ArrayList<>();
        if (words.get(1).startsWith("[")) {
            int open = line.indexOf('[');
            int close = line.indexOf(']', open);
            if (close < 0) {
                return none(file, text);
            }
            String inside = line.substring(open + 1, close).strip();
            if (!inside.isEmpty()) {
                options.addAll(List.of(inside.split("\\s+")));
            }
            String rest = (line.substring(0, open) + line.substring(close + 1)).strip();
            words = new ArrayList<>(List.of(rest.split("\\s+")));
        }
        if (words.size() < 3) {
            throw new CallError(
                    "SaltInvocationError",
                    "Invalid repository definition: " + String.join(" ", words));
        }
        return new AptSource(
                file,
                text,
                true,
                disabled,
                List.of(words.get(0)),
                List.of(words.get(1)),
                List.of(words.get(2)),
                List.copyOf(words.subList(3, words.size())),
                options.stream()
                        .filter(o -> o.startsWith("arch"))
                        .flatMap(o -> Stream.of(value(o).split(",")))
                        .toList(),
                options.stream()
                        .filter(o -> o.startsWith("signed-by"))
                        .map(AptSource::value)
                        .findFirst()
                        .orElse(""),
                List.copyOf(options),
                comment);
    }

    private static String value(String option) {
        return option.substring(option.indexOf('=') + 1);
    }

    /** A paragraph's fields, named as they stand there. */
    static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        String last = "";
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith("#")) {
                continue;
            }
            if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
                last = line.substring(0, colon);
                fields.put(last, line.substring(colon + 1).strip());
            } else if (!last.isEmpty()) {
                fields.merge(last, line, (value, more) -> value + "\n" + more);
            }
        }
        return fields;
    }

    /** A paragraph's comments before its first field. */
    static List<String> header(String text) {
        return text.lines().takeWhile(line -> line.startsWith("#")).toList();
    }

    /** A paragraph of these fields; empty ones are left out. */
    static AptSource ofFields(String file, List<String> header, Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        header.forEach(line -> text.append(line).append('\n'));
        fields.forEach((name, value) -> {
            if (!value.isEmpty()) {
                text.append(name).append(": ").append(value).append('\n');
            }
        });
        return ofParagraph(file, text.toString());
    }

    /** A paragraph of fields. */
    static AptSource ofParagraph(String file, String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields(text).forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
        if (fields.isEmpty()) {
            return none(file, text);
        }
        String enabled = fields.getOrDefault("enabled", "yes").toLowerCase(Locale.ROOT);
        return new AptSource(
                file,
                text,
                true,
                Set.of("no", "false", "without", "off", "disable", "0").contains(enabled),
                words(fields.get("types")),
                words(fields.get("uris")),
                words(fields.get("suites")),
                words(fields.get("components")),
                words(fields.get("architectures")),
                fields.getOrDefault("signed-by", ""),
                YES.contains(fields.getOrDefault("trusted", "no").toLowerCase(Locale.ROOT))
                        ? List.of(TRUSTED)
                        : List.of(),
                "");
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    boolean isParagraph() {
        return file.endsWith(".sources");
    }

    AptSource with(List<String> newComponents) {
        return new AptSource(
                file,
                text,
                valid,
                disabled,
                types,
                uris,
                suites,
                newComponents,
                architectures,
                signedBy,
                options,
                comment);
    }

    /** One of the combinations that it stands for, as one line. */
    String line(String type, String uri, String suite) {
        List<String> parts = new ArrayList<>();
        if (disabled) {
            parts.add("#");
        }
        parts.add(type);
        List<String> inside = new ArrayList<>(isParagraph() ? List.of() : options);
        if (isParagraph() && !architectures.isEmpty()) {
            inside.add("arch=" + String.join(",", architectures));
        }
        if (isParagraph()) {
            // Salt writes Python's None where no key is named.
            inside.add("signed-by=" + (signedBy.isEmpty() ? "None" : signedBy));
            inside.addAll(options);
        }
        if (!inside.isEmpty()) {
            parts.add("[" + String.join(" ", inside) + "]");
        }
        parts.addAll(List.of(uri, suite, String.join(" ", components)));
        if (!comment.isEmpty()) {
            parts.add("#" + comment);
        }
        return String.join(" ", parts).strip();
    }

    /** What its file is to hold of it. */
    String written() {
        return valid && !isParagraph()
                ? line(types.getFirst(), uris.getFirst(), suites.getFirst())
                : text.strip();
    }

    /** Whether it has a repository under this type, address and suite. */
    boolean has(AptSource other) {
        return types.contains(other.types.getFirst())
                && uris.stream()
                        .map(AptSource::bare)
                        .collect(Collectors.toSet())
                        .contains(bare(other.uris.getFirst()))
                && suites.contains(other.suites.getFirst());
    }

    static String bare(String uri) {
        return Texts.stripEnd(uri, "/");
    }
}

package io.pulldeploy.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function's arguments as salt-call takes them from the command line: {@code key=value} is a
 * keyword argument, and every value is read as YAML where that loses nothing.
 */
public record CallArguments(
        List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
    private static final String KEYWORDS = "__kwarg__";
    private static final Pattern KEYWORD =
            Pattern.compile("([^\\d\\W][\\w.-]*)=(?!=)(.*)", Pattern.UNICODE_CHARACTER_CLASS);

    public CallArguments {
        positional = Collections.unmodifiableList(new ArrayList<>(positional));
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /**
     * @param yaml reads one YAML document; what it throws means that the text stays text
     * @param notParsed the keyword arguments that are not read as YAML
     */
    public static CallArguments parse(
            List<String> words, Function<String, @Nullable Object> yaml, List<String> notParsed) {
        List<@Nullable Object> positional = new ArrayList<>();
        Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (String word : words) {
            Matcher keyword = KEYWORD.matcher(word);
            if (keyword.matches()) {
                String name = keyword.group(1);
                keywords.put(
                        name,
                        notParsed.contains(name)
                                ? keyword.group(2)
                                : value(keyword.group(2), yaml));
                continue;
            }
            switch (value(word, yaml)) {
                // This is how the callers of Salt's API write keyword arguments.
                case Map<?, ?> map when Boolean.TRUE.equals(map.get(KEYWORDS)) ->
                        map.forEach((name, value) -> named.put(String.valueOf(name), value));
                case Object value -> positional.add(value);
                case null -> positional.add(null);
            }
        }
        named.putAll(keywords);
        named.remove(KEYWORDS);
        return new CallArguments(positional, named);
    }

    /** A value as YAML has it, or the text itself where YAML would lose something of it. */
    static @Nullable Object value(String text, Function<String, @Nullable Object> yaml) {
        String stripped = text.strip();
        boolean loses =
                stripped.isEmpty()
                        || stripped.equals("---")
                        || stripped.equals("...")
                        || (text.contains("_") && stripped.matches("[0-9_]+"))
                        || text.matches("(?s).*[\\t\\r\\n].*")
                        || text.equals("|")
                        || text.equals("!");
        if (loses) {
            return text;
        }
        if (text.equals("None")) {
            return null;
        }
        Object value;
        try {
            value = yaml.apply(text);
        } catch (RuntimeException notYaml) {
            return text;
        }
        return switch (value) {
            case null -> text.contains("#") ? text : null;
            // A comment sign would cut the text short.
            case String s -> text.contains("#") ? text : s;
            case Map<?, ?> map -> text.startsWith("{") ? map : text;
            case List<?> list -> text.startsWith("[") ? list : text;
            default -> value;
        };
    }
}

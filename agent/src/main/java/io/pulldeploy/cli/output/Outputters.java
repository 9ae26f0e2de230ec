package io.pulldeploy.cli.output;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Salt's outputters by name. */
public final class Outputters {
    private final Map<String, Outputter> byName = new LinkedHashMap<>();

    /**
     * @param json writes JSON as Python's json.dumps does; its second argument is the indentation
     * @param yaml writes YAML as Salt's block dumper does
     */
    public Outputters(PythonText python, JsonText json, YamlText yaml) {
        NestedOutputter nested = new NestedOutputter(python);
        byName.put("nested", nested);
        byName.put("highstate", new HighstateOutputter(python, nested));
        byName.put("json", (data, options) -> json(json, data, options));
        byName.put("yaml", (data, options) -> yaml.write(data, indentation(options)));
        byName.put("raw", (data, options) -> python.str(data));
        byName.put("pprint", (data, options) -> python.pretty(data));
        byName.put("txt", (data, options) -> lines(python, data));
        byName.put("text", (data, options) -> lines(python, data));
        byName.put("quiet", (data, options) -> "");
    }

    /** Writes JSON; an empty indentation means one line. */
    @FunctionalInterface
    public interface JsonText {
        String write(@Nullable Object value, Optional<Integer> indentation, boolean sorted);
    }

    /** Writes block YAML; an empty indentation is PyYAML's own, a negative one flow style. */
    @FunctionalInterface
    public interface YamlText {
        String write(@Nullable Object value, Optional<Integer> indentation);
    }

    public Optional<Outputter> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    private static String json(JsonText json, @Nullable Object data, OutputOptions options) {
        Object asked = options.value("output_indent").orElse(null);
        if (asked == null) {
            return json.write(
                    data,
                    options.opts().containsKey("output_indent") ? Optional.empty() : Optional.of(4),
                    false);
        }
        if ("pretty".equals(asked)) {
            return json.write(data, Optional.of(4), true);
        }
        return json.write(data, indentation(options).filter(n -> n >= 0), false);
    }

    private static Optional<Integer> indentation(OutputOptions options) {
        return options.value("output_indent")
                .filter(Number.class::isInstance)
                .map(n -> ((Number) n).intValue());
    }

    private static String lines(PythonText python, @Nullable Object data) {
        if (!(data instanceof Map<?, ?> map)) {
            return (data instanceof String text ? text : python.pretty(data)) + "\n";
        }
        StringBuilder text = new StringBuilder();
        map.forEach((key, value) -> {
            if (value instanceof String lines) {
                lines.lines()
                        .forEach(line ->
                                text.append(python.str(key))
                                        .append(": ")
                                        .append(line)
                                        .append('\n'));
            } else {
                text.append(python.str(key)).append(": ").append(python.str(value)).append('\n');
            }
        });
        return text.toString();
    }
}

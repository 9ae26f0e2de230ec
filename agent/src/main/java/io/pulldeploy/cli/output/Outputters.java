package io.pulldeploy.cli.output;

import io.pulldeploy.cli.output.Colours.Colour;
import io.pulldeploy.model.PythonOrder;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.render.jinja.PyPrint;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.yaml.DumpOptions;
import io.pulldeploy.render.yaml.DumpOptions.FlowStyle;
import io.pulldeploy.render.yaml.YamlDumper;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Salt's outputters by name. */
public final class Outputters {
    private final Map<String, Outputter> byName = new LinkedHashMap<>();

    private Outputters() {
        NestedOutputter nested = new NestedOutputter();
        byName.put("nested", nested);
        byName.put("highstate", new HighstateOutputter(nested));
        byName.put("json", (data, options) -> Json.write(jsonValue(data), jsonStyle(options)));
        byName.put("yaml", (data, options) -> YamlDumper.dump(data, yamlStyle(options)));
        byName.put("raw", (data, options) -> PythonText.str(data));
        byName.put(
                "pprint",
                (data, options) ->
                        PyPrint.format(
                                PyValues.fromJava(data),
                                indentation(options).filter(n -> n >= 0).orElse(1)));
        byName.put("key", new KeyOutputter(nested));
        byName.put("table", new TableOutputter(nested));
        byName.put("no_return", (data, options) -> missing(data, options.colours(), ""));
        byName.put("txt", (data, options) -> lines(data));
        byName.put("text", (data, options) -> lines(data));
        byName.put("quiet", (data, options) -> "");
    }

    /** All of them. */
    public static Outputters standard() {
        return new Outputters();
    }

    public Optional<Outputter> find(String name) {
        // Salt drops the space at the end of whatever an outputter makes.
        return Optional.ofNullable(byName.get(name))
                .map(outputter ->
                        (data, options) -> outputter.format(plain(data), options).stripTrailing());
    }

    /** Salt copies what it prints: what was ordered is a plain mapping then. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> copy =
                        LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((key, entry) -> copy.put(key, plain(entry)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(entry -> copy.add(plain(entry)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** JSON has no bytes: Salt writes them as Python does. */
    private static @Nullable Object jsonValue(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> PythonText.repr(bytes);
            case List<?> list -> {
                List<@Nullable Object> entries = new ArrayList<>(list.size());
                list.forEach(entry -> entries.add(jsonValue(entry)));
                yield entries;
            }
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> entries =
                        LinkedHashMap.newLinkedHashMap(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    entries.put(entry.getKey(), jsonValue(entry.getValue()));
                }
                yield entries;
            }
            case null, default -> value;
        };
    }

    private static JsonStyle jsonStyle(OutputOptions options) {
        if (!options.opts().containsKey("output_indent")) {
            return JsonStyle.SALT.withIndent(4);
        }
        Object asked = options.value("output_indent").orElse(-1L);
        if ("pretty".equals(asked)) {
            return JsonStyle.SALT.withIndent(4).withSortKeys(true);
        }
        return indentation(options)
                .filter(n -> n >= 0)
                .map(JsonStyle.SALT::withIndent)
                .orElse(JsonStyle.SALT);
    }

    private static DumpOptions yamlStyle(OutputOptions options) {
        DumpOptions block = DumpOptions.SAFE_DUMP.withFlowStyle(FlowStyle.BLOCK);
        return indentation(options)
                .map(n ->
                        n < 0
                                ? DumpOptions.SAFE_DUMP.withFlowStyle(FlowStyle.FLOW)
                                : block.withIndent(n))
                .orElse(block);
    }

    private static Optional<Integer> indentation(OutputOptions options) {
        return options.value("output_indent")
                .filter(Number.class::isInstance)
                .map(n -> ((Number) n).intValue());
    }

    /** Texts alone, under the keys that lead to them. */
    private static String missing(@Nullable Object data, Colours colours, String indent) {
        StringBuilder text = new StringBuilder();
        switch (data) {
            case String s -> {
                for (String line : s.split("\n", -1)) {
                    text.append(colours.paint(Colour.RED, indent + line)).append('\n');
                }
            }
            case Map<?, ?> map -> {
                for (Object key : PythonOrder.sorted(map.keySet(), true)) {
                    text.append(colours.paint(Colour.CYAN, indent + PythonText.str(key)))
                            .append(":\n")
                            .append(missing(map.get(key), colours, indent + "    "));
                }
            }
            case null, default -> {}
        }
        return text.toString();
    }

    private static String pretty(@Nullable Object data) {
        return PyPrint.format(PyValues.fromJava(data));
    }

    private static String lines(@Nullable Object data) {
        if (!(data instanceof Map<?, ?> map)) {
            return (data instanceof String text ? text : pretty(data)) + "\n";
        }
        StringBuilder text = new StringBuilder();
        map.forEach((key, value) -> {
            if (value instanceof String lines) {
                lines.lines()
                        .forEach(line ->
                                text.append(PythonText.str(key))
                                        .append(": ")
                                        .append(line)
                                        .append('\n'));
            } else {
                text.append(PythonText.str(key))
                        .append(": ")
                        .append(PythonText.str(value))
                        .append('\n');
            }
        });
        return text.toString();
    }
}

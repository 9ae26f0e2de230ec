package io.pulldeploy.modules;

import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.render.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** {@code jinja.*}: what a map file of a formula gives. */
public final class JinjaModule {
    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "jinja.load_map",
                        "A variable of a Jinja file of the state tree.",
                        "path, value",
                        (minion, args) ->
                                value(
                                        minion,
                                        "{%% from \"%s\" import %s with context %%}{{ %2$s | tojson }}"
                                                .formatted(
                                                        args.string("path"),
                                                        args.string("value")))),
                new ExecutionFunction(
                        "jinja.import_yaml",
                        "The value of a YAML file of the state tree.",
                        "path",
                        (minion, args) -> imported(minion, "import_yaml", args.string("path"))),
                new ExecutionFunction(
                        "jinja.import_json",
                        "The value of a JSON file of the state tree.",
                        "path",
                        (minion, args) -> imported(minion, "import_json", args.string("path"))));
    }

    private static @Nullable Object imported(Minion minion, String tag, String path) {
        return value(
                minion,
                "{%% %s \"%s\" as imported %%}{{ imported | tojson }}".formatted(tag, path));
    }

    private static @Nullable Object value(Minion minion, String template) {
        return Json.parse(
                minion.templates()
                        .render("jinja", template, ":string:", "base", Map.of("sls", "")));
    }
}

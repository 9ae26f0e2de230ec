package io.pulldeploy.render.salt;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.SaltFunctions;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** The few functions that the cases call, as the script that made them had them. */
public final class CaseFunctions implements SaltFunctions {
    private final Map<String, @Nullable Object> context;

    private CaseFunctions(Map<String, @Nullable Object> context) {
        this.context = context;
    }

    /** What a template of a case has as {@code salt}. */
    public static Object in(Map<String, @Nullable Object> context) {
        return new SaltObject(new CaseFunctions(context));
    }

    @Override
    public @Nullable Object call(
            String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        return switch (function) {
            case "test.echo" -> args.getFirst();
            case "test.kw" -> "args=" + PythonText.repr(args) + " kw=" + PythonText.repr(kwargs);
            case "cmd.run" -> "RAN " + args.getFirst();
            case "grains.get" -> at(context.get("grains"), String.valueOf(args.getFirst()));
            case "pillar.get" -> {
                Object value = at(context.get("pillar"), String.valueOf(args.getFirst()));
                yield value == null && args.size() > 1 ? args.get(1) : value;
            }
            case "grains.filter_by" ->
                    at(args.getFirst(), String.valueOf(at(context.get("grains"), "os_family")));
            default -> throw new IllegalStateException(function);
        };
    }

    private static @Nullable Object at(@Nullable Object value, String path) {
        Object found = value;
        for (String key : path.split(":", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return found;
    }

    @Override
    public List<String> names(String prefix) {
        return List.of(
                        "cmd.run",
                        "grains.filter_by",
                        "grains.get",
                        "pillar.get",
                        "test.echo",
                        "test.kw")
                .stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}

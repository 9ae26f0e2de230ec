package io.pulldeploy.pillar;

import io.pulldeploy.aws.ParameterStore;
import io.pulldeploy.aws.ParameterStore.Parameter;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.model.Traverse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kind {@code ssm}: the parameters below a path as nested mappings. The path may hold grains:
 * {@code /{service_name}/{service_instance}}. Encrypted values are secrets.
 */
public final class ParameterStorePillar implements ExternalPillar {
    private static final List<String> SETTINGS = List.of("path", "key", "recursive");
    private static final Pattern GRAIN = Pattern.compile("\\{([a-z_0-9]+)}");

    private final ParameterStore store;
    private final Secrets secrets;

    public ParameterStorePillar(ParameterStore store, Secrets secrets) {
        this.store = store;
        this.secrets = secrets;
    }

    @Override
    public Map<?, ?> read(
            Minion minion, Map<Object, @Nullable Object> pillar, @Nullable Object settings) {
        Map<?, ?> options =
                settings instanceof Map<?, ?> map ? map : Map.of("path", String.valueOf(settings));
        for (Object name : options.keySet()) {
            if (!SETTINGS.contains(String.valueOf(name))) {
                List<String> close = CloseNames.of(String.valueOf(name), SETTINGS);
                throw new CallError(
                        "unknown setting '"
                                + name
                                + "'"
                                + (close.isEmpty()
                                        ? ""
                                        : ", did you mean '" + close.getFirst() + "'?"));
            }
        }
        String path = path(minion, options.get("path"));
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        boolean recursive = !Boolean.FALSE.equals(options.get("recursive"));
        for (Parameter parameter : store.below(path, recursive)) {
            if (parameter.secret()) {
                parameter.values().forEach(secrets::add);
            }
            put(values, names(path, parameter.name()), value(parameter));
        }
        if (!(options.get("key") instanceof String key) || key.isEmpty()) {
            return values;
        }
        Map<Object, @Nullable Object> wrapped = new LinkedHashMap<>();
        put(wrapped, Traverse.split(key, ":"), values);
        return wrapped;
    }

    private static String path(Minion minion, @Nullable Object configured) {
        if (!(configured instanceof String text) || !text.startsWith("/")) {
            throw new CallError(
                    "'path' must start with a slash, not '" + PythonText.str(configured) + "'");
        }
        String path =
                GRAIN.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(grain(minion, found)));
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }

    private static String grain(Minion minion, MatchResult found) {
        Object value = minion.grains().get(found.group(1));
        if (value == null) {
            throw new CallError("there is no grain '" + found.group(1) + "' for the path");
        }
        return PythonText.str(value);
    }

    private static List<String> names(String path, String parameter) {
        String relative =
                parameter.startsWith(path) ? parameter.substring(path.length()) : parameter;
        return Traverse.split(relative, "/").stream().filter(name -> !name.isEmpty()).toList();
    }

    private static Object value(Parameter parameter) {
        return parameter.list() ? parameter.values() : parameter.values().getFirst();
    }

    /** A parameter that is also the path of others gives way to them. */
    @SuppressWarnings("unchecked")
    private static void put(
            Map<Object, @Nullable Object> into, List<String> names, @Nullable Object value) {
        Map<Object, @Nullable Object> at = into;
        for (String name : names.subList(0, names.size() - 1)) {
            if (!(at.get(name) instanceof Map<?, ?>)) {
                at.put(name, new LinkedHashMap<Object, @Nullable Object>());
            }
            at = (Map<Object, @Nullable Object>) java.util.Objects.requireNonNull(at.get(name));
        }
        if (!(at.get(names.getLast()) instanceof Map<?, ?>)) {
            at.put(names.getLast(), value);
        }
    }
}

package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.DictUpdate;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.model.Traverse;
import io.pulldeploy.model.Traverse.Found;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code config.*}: settings, wherever they stand. */
public final class ConfigModule {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigModule.class);

    /** Salt's own values for what nothing configures. */
    private static final Map<String, @Nullable Object> DEFAULTS = defaults();

    private static Map<String, @Nullable Object> defaults() {
        Map<String, @Nullable Object> defaults = new LinkedHashMap<>();
        defaults.put("test.foo", "unconfigured");
        defaults.put("ca.cert_base_path", "/etc/pki");
        defaults.put("hosts.file", "/etc/hosts");
        defaults.put("aliases.file", "/etc/aliases");
        return defaults;
    }

    public List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "config.get",
                        "A setting by its path: from the configuration, else grains, else pillar.",
                        "key, default='', delimiter=':', merge=None, omit_opts=False,"
                                + " omit_pillar=False, omit_master=False, omit_grains=False",
                        ConfigModule::get),
                new ExecutionFunction(
                        "config.option",
                        "A setting by its name, or all that match a pattern.",
                        "value, default=None, omit_opts=False, omit_grains=False,"
                                + " omit_pillar=False, omit_master=False, omit_all=False, wildcard=False",
                        ConfigModule::option),
                new ExecutionFunction(
                        "config.merge",
                        "A setting of the configuration and the pillar, merged.",
                        "value, default='', omit_opts=False, omit_master=False, omit_pillar=False",
                        ConfigModule::merge),
                new ExecutionFunction(
                        "config.dot_vals",
                        "All settings whose names start with a word and a dot.",
                        "value",
                        ConfigModule::dotValues),
                new ExecutionFunction(
                        "config.items",
                        "The whole configuration.",
                        "",
                        (minion, args) -> new LinkedHashMap<>(minion.opts())),
                new ExecutionFunction(
                        "config.backup_mode",
                        "The configured backup mode.",
                        "backup=''",
                        (minion, args) ->
                                args.flag("backup")
                                        ? args.value("backup")
                                        : minion.opts().getOrDefault("backup_mode", "")),
                new ExecutionFunction(
                        "config.manage_mode",
                        "A mode as four octal digits.",
                        "mode",
                        (minion, args) -> mode(args.text("mode"))),
                new ExecutionFunction(
                        "config.valid_fileproto",
                        "Whether a file can be fetched from an address of this kind.",
                        "uri",
                        (minion, args) ->
                                args.string("uri")
                                        .matches("(?s)(?:salt|https?|ftp|s3|swift|file)://.*")));
    }

    private static @Nullable Object get(Minion minion, Arguments args) {
        String key = args.key();
        String delimiter = args.delimiter();
        if (args.value("merge") != null) {
            return merged(minion, args, key, delimiter);
        }
        List<Map<?, ?>> places = new ArrayList<>();
        String first = Traverse.split(key, delimiter).getFirst();
        if (!args.flag("omit_opts")) {
            places.add(opts(minion, first));
        }
        if (!args.flag("omit_grains")) {
            places.add(minion.grains());
        }
        if (!args.flag("omit_pillar")) {
            Optional<Found> found = firstOf(places, key, delimiter);
            if (found.isPresent()) {
                return found.get().value();
            }
            places = new ArrayList<>(List.of(minion.pillar()));
        }
        if (!args.flag("omit_master")) {
            places.add(master(minion));
        }
        places.add(DEFAULTS);
        Optional<Found> found = firstOf(places, key, delimiter);
        return found.isPresent() ? found.get().value() : args.value("default");
    }

    private static Optional<Found> firstOf(List<Map<?, ?>> places, String key, String delimiter) {
        return places.stream()
                .flatMap(place -> Traverse.find(place, key, delimiter).stream())
                .findFirst();
    }

    /** Salt's opts hold the grains and the pillar too; neither is made without need. */
    private static Map<?, ?> opts(Minion minion, String first) {
        return switch (first) {
            case "grains" -> Map.of("grains", minion.grains());
            case "pillar" -> Map.of("pillar", minion.pillar());
            default -> minion.opts();
        };
    }

    private static Map<?, ?> master(Minion minion) {
        return minion.pillar().get("master") instanceof Map<?, ?> master ? master : Map.of();
    }

    private static @Nullable Object merged(
            Minion minion, Arguments args, String key, String delimiter) {
        String strategy = args.string("merge");
        if (!strategy.equals("recurse") && !strategy.equals("overwrite")) {
            LOG.warn("Unsupported merge strategy '{}'. Falling back to 'recurse'.", strategy);
            strategy = "recurse";
        }
        Map<Object, @Nullable Object> data = new LinkedHashMap<>(DEFAULTS);
        for (Map<?, ?> more :
                List.<Map<?, ?>>of(
                        master(minion), minion.pillar(), minion.grains(), minion.opts())) {
            data = DictUpdate.merge(data, more, strategy, "yaml", false);
        }
        return Traverse.get(data, key, args.value("default"), delimiter);
    }

    private static @Nullable Object option(Minion minion, Arguments args) {
        boolean wildcard = args.flag("wildcard");
        boolean all = args.flag("omit_all");
        String name = args.string("value");
        Object otherwise = args.value("default");
        if (otherwise == null) {
            otherwise = wildcard ? Map.of() : "";
        }
        List<Map<?, ?>> places = new ArrayList<>();
        if (!all && !args.flag("omit_opts")) {
            places.add(opts(minion, name));
        }
        if (!all && !args.flag("omit_grains")) {
            places.add(minion.grains());
        }
        if (!all && !args.flag("omit_pillar")) {
            places.add(minion.pillar());
        }
        if (!all && !args.flag("omit_master")) {
            places.add(master(minion));
        }
        places.add(DEFAULTS);
        if (!wildcard) {
            for (Map<?, ?> place : places) {
                if (place.containsKey(name)) {
                    return place.get(name);
                }
            }
            return otherwise;
        }
        Map<Object, @Nullable Object> found = new LinkedHashMap<>();
        for (Map<?, ?> place : places.reversed()) {
            place.forEach((key, value) -> {
                if (key instanceof String text && Fnmatch.matches(text, name)) {
                    found.put(key, value);
                }
            });
        }
        return found.isEmpty() ? otherwise : found;
    }

    private static @Nullable Object merge(Minion minion, Arguments args) {
        String name = args.string("value");
        Object result = null;
        List<Map<?, ?>> places = new ArrayList<>();
        if (!args.flag("omit_opts")) {
            places.add(minion.opts());
        }
        if (!args.flag("omit_master")) {
            places.add(master(minion));
        }
        if (!args.flag("omit_pillar")) {
            places.add(minion.pillar());
        }
        for (Map<?, ?> place : places) {
            Object more = place.get(name);
            if (result == null) {
                result = more;
                if (result instanceof String) {
                    return result;
                }
            } else if (result instanceof Map<?, ?> before && more instanceof Map<?, ?> map) {
                Map<Object, @Nullable Object> both = new LinkedHashMap<>(map);
                both.putAll(before);
                result = both;
            } else if (result instanceof List<?> before && more instanceof List<?> list) {
                List<@Nullable Object> both = new ArrayList<>(before);
                both.addAll(list);
                result = both;
            }
        }
        if (result == null) {
            return DEFAULTS.containsKey(name) ? DEFAULTS.get(name) : args.value("default");
        }
        return result;
    }

    private static Map<Object, @Nullable Object> dotValues(Minion minion, Arguments args) {
        String prefix = args.string("value") + ".";
        Map<Object, @Nullable Object> found = new LinkedHashMap<>();
        for (Map<?, ?> place : List.of(master(minion), minion.opts())) {
            place.forEach((key, value) -> {
                if (key instanceof String text && text.startsWith(prefix)) {
                    found.put(key, value);
                }
            });
        }
        return found;
    }

    private static @Nullable String mode(Optional<String> given) {
        if (given.isEmpty()) {
            return null;
        }
        String digits = given.get().replaceFirst("^0o", "0").strip();
        String padded = digits.length() < 4 ? "0".repeat(4 - digits.length()) + digits : digits;
        return padded.length() > 4 && padded.startsWith("0")
                ? padded.replaceFirst("^0+(?=.{4})", "")
                : padded;
    }
}

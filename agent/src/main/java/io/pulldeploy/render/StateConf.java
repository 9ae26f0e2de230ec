package io.pulldeploy.render;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The renderer {@code stateconf}: a file's own IDs and references begin with a dot and get the
 * file's name, its states of {@code stateconf.set} hold what the rest of the file may use, and a
 * goal state requires all others.
 */
final class StateConf {
    private static final Pattern END_MARKER =
            Pattern.compile("#\\s*-+\\s*end of state config\\s*-+");
    private static final Pattern SEPARATOR = Pattern.compile("\\s+(?<!\\\\)\\.\\s+");
    private static final Set<String> RENDERERS =
            Set.of("jinja", "yaml", "json", "yamlex", "gpg", "jinjava");
    private static final String USAGE =
            """
            Invalid use of stateconf.py renderer!
            Usage: #!stateconf.py [-GoSp] [<data_renderer> [options] . <template_renderer> [options]]

            where an example <data_renderer> would be yaml and a <template_renderer> might
            be jinja. Each renderer can be passed its renderer specific options.

            Options(for this renderer):

              -G   Do not generate the goal state that requires all other states in the sls.

              -o   Indirectly order the states by adding requires such that they will be
                   executed in the order they are defined in the sls. Implies using yaml -o.

              -s   Generate the start state that gets inserted as the first state in
                   the sls. This only makes sense if your high state data dict is ordered.

              -p   Assume high state input. This option allows you to pipe high state data
                   through this renderer. With this option, the use of stateconf.set state
                   in the sls will have no effect, but other features of the renderer still
                   apply.

            """
                    + "  ";

    /** Runs the renderers that the arguments name. */
    @FunctionalInterface
    interface Steps {
        @Nullable Object apply(RenderStep step, @Nullable Object data, RenderContext context);
    }

    private final SlsSource source;
    private final RenderContext context;
    private final Steps steps;
    private boolean goal = true;
    private boolean ordered;
    private boolean start;
    private boolean isData;
    private String pipe = "yaml . jinja";

    /**
     * @param arguments what follows the renderer's name
     */
    StateConf(String arguments, SlsSource source, RenderContext context, Steps steps) {
        this.source = source;
        this.context = context;
        this.steps = steps;
        options(arguments.isBlank() ? List.of() : List.of(arguments.strip().split("\\s+")));
    }

    private void options(List<String> words) {
        int first = 0;
        while (first < words.size() && words.get(first).matches("-[^-].*")) {
            for (char option : words.get(first).substring(1).toCharArray()) {
                switch (option) {
                    case 'G' -> goal = false;
                    case 'o' -> ordered = true;
                    case 's' -> start = true;
                    case 'p' -> isData = true;
                    default ->
                            throw RenderFailure.other(
                                    "getopt.GetoptError",
                                    "option -" + option + " not recognized",
                                    1,
                                    "-" + option);
                }
            }
            first++;
        }
        if (first < words.size()) {
            pipe = String.join(" ", words.subList(first, words.size()));
        }
    }

    /**
     * @param data the file's text; with the option {@code -p} high data
     */
    Map<Object, @Nullable Object> render(@Nullable Object data) {
        if (isData) {
            return processed(data, false);
        }
        String text = String.valueOf(data);
        List<RenderStep> renderers = renderers();
        Matcher end = END_MARKER.matcher(text);
        if (end.find()) {
            processed(rendered(text.substring(0, end.start()), renderers, Map.of()), true);
        }
        return processed(rendered(text, renderers, known()), false);
    }

    /** The template's renderer, then the data's. */
    private List<RenderStep> renderers() {
        String[] parts = SEPARATOR.split(pipe, 2);
        if (parts.length < 2) {
            throw RenderFailure.render(USAGE, 1, "stateconf " + pipe);
        }
        RenderStep reader = step(parts[0]);
        if (ordered && !reader.renderer().equals("yaml")) {
            throw RenderFailure.render(
                    "Implicit ordering is only supported if the yaml renderer is used!",
                    1,
                    reader.renderer());
        }
        return List.of(step(parts[1]), reader);
    }

    private static RenderStep step(String part) {
        String[] words = part.strip().replace("\\.", ".").split(" ", 2);
        if (!RENDERERS.contains(words[0])) {
            throw RenderFailure.render(
                    "Renderer: '%s.render' is not available!".formatted(words[0]), 1, words[0]);
        }
        return new RenderStep(words[0], words.length > 1 ? words[1].strip() : "");
    }

    private @Nullable Object rendered(
            String text, List<RenderStep> renderers, Map<String, @Nullable Object> conf) {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        String sls = source.sls();
        String path = sls.replace('.', '/');
        names.put("sls_dir", sls.contains(".") ? path.substring(0, path.lastIndexOf('/')) : sls);
        names.putAll(conf);
        @Nullable Object data = text;
        for (RenderStep step : renderers) {
            data = steps.apply(step, data, context.withExtra(names));
        }
        return data;
    }

    /** What files have set so far; this file's own without its name. */
    private Map<String, @Nullable Object> known() {
        String prefix = source.sls() + "::";
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        context.stateConf()
                .set
                .forEach((id, conf) ->
                        known.put(
                                id.startsWith(prefix) ? id.substring(prefix.length()) : id, conf));
        return known;
    }

    private Map<Object, @Nullable Object> processed(@Nullable Object data, boolean extract) {
        try {
            if (!(mutable(data) instanceof Map<?, ?> map)) {
                throw RenderFailure.render("High data is not a dictionary and is invalid", 1, "");
            }
            Map<Object, @Nullable Object> high = StateConfData.map(map);
            StateConfData states = new StateConfData(high, source.sls(), source.saltenv());
            states.spellOut();
            if (!extract && ordered) {
                states.order(context.stateConf());
            }
            if (start) {
                states.addStart();
            }
            if (!extract && goal) {
                states.addGoal();
            }
            states.rename();
            states.extract(context.stateConf());
            return high;
        } catch (StateConfData.Malformed e) {
            throw RenderFailure.render("sls preprocessing/rendering failed!", 1, "");
        }
    }

    private static @Nullable Object mutable(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key, mutable(item)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(mutable(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    /**
     * What the files of one compilation have set, so that a file may extend another's.
     *
     * @param set by ID what {@code stateconf.set} holds
     * @param extensions by ID what an {@code extend} adds to it
     * @param required by state what an {@code extend} lets it require
     * @param requiring by state what an {@code extend} lets it be required by
     */
    record Known(
            Map<String, Map<Object, @Nullable Object>> set,
            Map<String, Map<Object, @Nullable Object>> extensions,
            Map<String, List<String>> required,
            Map<String, List<String>> requiring) {
        Known() {
            this(
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>());
        }
    }
}

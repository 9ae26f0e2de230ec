package io.pulldeploy.render;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One renderer of a pipe.
 *
 * @param arguments what follows the renderer's name
 */
record RenderStep(String renderer, String arguments) {
    private static final Logger LOG = LoggerFactory.getLogger(RenderStep.class);

    /** The pipe that a file's first line names, or the standard one. */
    static List<RenderStep> pipe(String text, String standard, Map<String, @Nullable Object> opts) {
        String first = text.lines().findFirst().orElse("");
        boolean shebang = first.startsWith("#!") && !first.startsWith("#!/");
        return parse(shebang ? first.strip().substring(2) : standard, opts);
    }

    private static List<RenderStep> parse(String pipe, Map<String, @Nullable Object> opts) {
        List<RenderStep> steps = new ArrayList<>();
        for (String part : oldStyle(pipe).split("\\|", -1)) {
            String step = part.strip();
            int space = step.indexOf(' ');
            String name = space < 0 ? step : step.substring(0, space);
            List<?> whitelist = list(opts.get("renderer_whitelist"));
            if ((!whitelist.isEmpty() && !whitelist.contains(name))
                    || list(opts.get("renderer_blacklist")).contains(name)) {
                LOG.warn(
                        "The renderer \"{}\" is disallowed by configuration and will be skipped.",
                        name);
                continue;
            }
            steps.add(new RenderStep(name, space < 0 ? "" : step.substring(space).strip()));
        }
        return steps;
    }

    /** {@code yaml_jinja} is how a pipe was written long ago. */
    private static String oldStyle(String pipe) {
        return switch (pipe) {
            case "yaml_jinja" -> "jinja|yaml";
            case "json_jinja" -> "jinja|json";
            case "yamlex_jinja" -> "jinja|yamlex";
            case "yaml_mako" -> "mako|yaml";
            case "json_mako" -> "mako|json";
            case "yaml_wempy" -> "wempy|yaml";
            case "json_wempy" -> "wempy|json";
            default -> pipe;
        };
    }

    private static List<?> list(@Nullable Object option) {
        return option instanceof List<?> list
                ? list
                : option instanceof String name ? List.of(name) : List.of();
    }
}

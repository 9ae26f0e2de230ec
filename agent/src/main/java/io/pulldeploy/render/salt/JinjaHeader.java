package io.pulldeploy.render.salt;

import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code #jinja2:} line that sets options for its own file.
 *
 * @param text the template without the line
 */
record JinjaHeader(String text, Map<?, ?> options) {
    private static final Logger LOG = LoggerFactory.getLogger(JinjaHeader.class);
    private static final Pattern HEADER =
            Pattern.compile(
                    "\\A((?:#!(?!/)[^\\n\\r]*(?:\\r\\n|\\n|\\r))?)"
                            + "(#jinja2:([^\\n\\r]*)(?:\\r\\n|\\n|\\r|\\z))");

    /** Reads and removes the line, if it is the first one, or the second one after a shebang. */
    static JinjaHeader of(String template) {
        Matcher header = HEADER.matcher(template);
        if (!header.find() || header.group(3).isBlank()) {
            return new JinjaHeader(template, Map.of());
        }
        @Nullable Object options;
        try {
            options = Json.parse(header.group(3));
        } catch (JsonError e) {
            LOG.warn(
                    "Ignoring malformed '#jinja2:' header in template: {}",
                    header.group(2).strip());
            return new JinjaHeader(template, Map.of());
        }
        if (!(options instanceof Map<?, ?> map)) {
            LOG.warn(
                    "Ignoring '#jinja2:' header that is not a JSON object: {}",
                    header.group(2).strip());
            return new JinjaHeader(template, Map.of());
        }
        return new JinjaHeader(header.group(1) + template.substring(header.end()), map);
    }
}

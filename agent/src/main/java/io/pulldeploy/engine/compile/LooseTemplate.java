package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SlsException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An SLS text that stands in no tree: it may declare states, and nothing that needs other files.
 */
public final class LooseTemplate {
    private final String name;
    private final List<SlsError> errors = new ArrayList<>();

    /**
     * @param name what errors call it
     */
    public LooseTemplate(String name) {
        this.name = name;
    }

    /** Renders the text into high data. */
    public SlsCompiler.Rendered compile(String text, SlsRenderer renderer) {
        Map<Object, @Nullable Object> high = new LinkedHashMap<>();
        try {
            Object value =
                    Python.mutable(renderer.render(new SlsFile(text, name, name, "base"), ""));
            Map<Object, @Nullable Object> map = HighData.map(value);
            if (map != null) {
                high = map;
                declarations(map);
            } else if (Python.truth(value)) {
                error("Template %s does not render to a dictionary".formatted(name), "");
            }
        } catch (SlsException e) {
            errors.addAll(e.errors());
        }
        return new SlsCompiler.Rendered(high, errors);
    }

    private void declarations(Map<Object, @Nullable Object> high) {
        for (String invalid : List.of("include", "exclude", "extends")) {
            if (high.containsKey(invalid)) {
                error(
                        "The '%s' declaration found on '%s' is invalid when rendering single templates"
                                .formatted(invalid, name),
                        invalid);
                return;
            }
        }
        for (Map.Entry<Object, @Nullable Object> entry : high.entrySet()) {
            String id = Python.str(entry.getKey());
            Map<Object, @Nullable Object> body = HighData.map(entry.getValue());
            if (body != null) {
                body(id, body);
            } else if (entry.getValue() instanceof String shortForm && shortForm.contains(".")) {
                String[] parts = shortForm.split("\\.", -1);
                entry.setValue(
                        HighData.argument(
                                parts[0], new ArrayList<@Nullable Object>(List.of(parts[1]))));
            } else {
                error("ID %s in template %s is not a dictionary".formatted(id, name), id);
            }
        }
    }

    private void body(String id, Map<Object, @Nullable Object> body) {
        Set<String> keys = new TreeSet<>();
        body.keySet().forEach(key -> keys.add(Python.str(key)));
        Set<String> seen = new HashSet<>();
        for (String key : keys) {
            if (key.startsWith("_")) {
                continue;
            }
            if (body.containsKey(key) && body.get(key) == null) {
                error(
                        ("ID '%s' in template %s contains a short declaration (%s) with a trailing colon."
                                        + " When not passing any arguments to a state, the colon must be"
                                        + " omitted.")
                                .formatted(id, name, key),
                        id);
                continue;
            }
            List<@Nullable Object> arguments = HighData.list(body.get(key));
            if (arguments == null) {
                continue;
            }
            if (!key.contains(".")) {
                seen.add(key);
                continue;
            }
            String[] parts = key.split("\\.", -1);
            if (!seen.add(parts[0])) {
                error(
                        ("ID '%s' in template '%s' contains multiple state declarations of the same"
                                        + " type")
                                .formatted(id, name),
                        id);
                continue;
            }
            body.remove(key);
            body.put(parts[0], arguments);
            arguments.add(parts[1]);
        }
    }

    private void error(String saltText, String offending) {
        errors.add(SlsError.at(saltText, "", 0, offending, ""));
    }
}

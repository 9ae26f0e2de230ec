package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The variables of a running template; what functions get that look at them. */
public final class Context {
    /** Whether output is escaped; shared by a context and those derived from it. */
    static final class Escaping {
        boolean on;
    }

    private final Environment environment;
    private final Map<String, @Nullable Object> parent;
    final Map<String, @Nullable Object> vars = new LinkedHashMap<>();
    final Set<String> exported = new HashSet<>();
    final Map<String, List<Code.Routine>> blocks = new LinkedHashMap<>();
    final Escaping escaping;
    private final @Nullable String name;

    Context(
            Environment environment,
            Map<String, @Nullable Object> parent,
            @Nullable String name,
            Map<String, Code.Routine> blocks,
            Escaping escaping) {
        this.environment = environment;
        this.parent = parent;
        this.name = name;
        this.escaping = escaping;
        blocks.forEach(
                (block, routine) -> this.blocks.put(block, new ArrayList<>(List.of(routine))));
    }

    /** The name of the template; empty for the rendered text itself. */
    public String templateName() {
        return name == null ? "" : name;
    }

    public Environment environment() {
        return environment;
    }

    /** Whether output is being escaped. */
    public boolean autoescape() {
        return escaping.on;
    }

    /** The variable's value, or {@link Missing#MISSING}. */
    public @Nullable Object resolve(String variable) {
        Object value = vars.get(variable);
        if (value != null || vars.containsKey(variable)) {
            return value;
        }
        value = parent.get(variable);
        return value != null || parent.containsKey(variable) ? value : Missing.MISSING;
    }

    /** All variables, those of the environment included. */
    public Map<String, @Nullable Object> all() {
        if (vars.isEmpty()) {
            return Collections.unmodifiableMap(parent);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(parent);
        all.putAll(vars);
        return all;
    }

    /** The same template's context with more variables, for a scoped block. */
    Context derived(Map<String, @Nullable Object> locals) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(all());
        all.putAll(locals);
        Context derived = new Context(environment, all, name, Map.of(), escaping);
        blocks.forEach((block, stack) -> derived.blocks.put(block, new ArrayList<>(stack)));
        return derived;
    }

    Map<String, @Nullable Object> exportedValues() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        vars.forEach((variable, value) -> {
            if (exported.contains(variable)) {
                values.put(variable, value);
            }
        });
        return values;
    }
}

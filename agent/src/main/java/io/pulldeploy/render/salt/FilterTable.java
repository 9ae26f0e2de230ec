package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.PyFunction;

import java.util.LinkedHashMap;
import java.util.Map;

/** Filters by name, while they are gathered. */
final class FilterTable {
    private final Map<String, PyFunction> filters = new LinkedHashMap<>();

    /**
     * Adds a filter.
     *
     * @param function the Python function's name, which error messages show
     * @param parameters as Python writes them
     */
    FilterTable add(String name, String function, String parameters, PyFunction.Body body) {
        if (filters.putIfAbsent(name, PyFunction.of(function, parameters, body)) != null) {
            throw new IllegalStateException("two filters are called " + name);
        }
        return this;
    }

    /** Adds a filter whose Python function has its name. */
    FilterTable add(String name, String parameters, PyFunction.Body body) {
        return add(name, name, parameters, body);
    }

    Map<String, PyFunction> all() {
        return filters;
    }
}

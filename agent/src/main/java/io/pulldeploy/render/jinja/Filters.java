package io.pulldeploy.render.jinja;

import java.util.HashMap;
import java.util.Map;

/** Jinja2's own filters, with Jinja2's names for their arguments. */
final class Filters {
    static final Map<String, PyFunction> ALL = all();

    private Filters() {}

    private static Map<String, PyFunction> all() {
        Map<String, PyFunction> all = new HashMap<>();
        StringFilters.addTo(all);
        TextFilters.addTo(all);
        SequenceFilters.addTo(all);
        SelectFilters.addTo(all);
        ValueFilters.addTo(all);
        HtmlFilters.addTo(all);
        return Map.copyOf(all);
    }
}

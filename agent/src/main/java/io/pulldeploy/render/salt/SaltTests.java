package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.PyFunction;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PyValues;

import java.util.Map;

/** The tests that Salt adds to Jinja2's. */
final class SaltTests {
    static final Map<String, PyFunction> ALL =
            Map.of(
                    "match",
                    PyFunction.of(
                            "test_match",
                            "txt, rgx, ignorecase=False, multiline=False",
                            (_, a) ->
                                    TextFilters.regex(a[1], a[2], a[3])
                                            .matchesStart(Values.regexText(a[0]))),
                    "equalto",
                    PyFunction.of(
                            "test_equalto", "value, other", (_, a) -> PyValues.equal(a[0], a[1])),
                    "list",
                    PyFunction.of("is_list", "value", (_, a) -> a[0] instanceof PyList));

    private SaltTests() {}
}

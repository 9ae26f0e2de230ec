package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.Missing;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyFunction;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.Undefined;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** All filters that Salt adds to Jinja2's. */
final class SaltFilters {
    private SaltFilters() {}

    static Map<String, PyFunction> all(Host host, RandomGenerator random) {
        FilterTable filters = new FilterTable();
        Serializers.addTo(filters);
        TextFilters.addTo(filters);
        Lists.addTo(filters);
        PathChanges.addTo(filters);
        Mappings.addTo(filters);
        Iterations.addTo(filters);
        Hashes.addTo(filters, random);
        Networks.addTo(filters, random);
        new HostFilters(host, random).addTo(filters);
        filters.add(
                "method_call",
                "obj, f_name, *f_args, **f_kwargs",
                (context, a) -> {
                    if (a[0] instanceof Undefined undefined) {
                        throw undefined.error();
                    }
                    Object method = PyValues.attribute(a[0], PyValues.str(a[1]));
                    if (method == Missing.MISSING) {
                        return null;
                    }
                    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
                    if (a[3] instanceof PyDict named) {
                        named.entries()
                                .forEach(e -> kwargs.put(PyValues.str(e.getKey()), e.getValue()));
                    }
                    return PyValues.call(context, method, PyValues.list(a[2]), kwargs);
                });
        return filters.all();
    }
}

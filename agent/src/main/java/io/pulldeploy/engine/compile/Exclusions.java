package io.pulldeploy.engine.compile;

import io.pulldeploy.model.Fnmatch;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes out what {@code exclude:} names. */
final class Exclusions {
    private Exclusions() {}

    static void apply(Map<Object, @Nullable Object> high) {
        if (!high.containsKey(HighData.EXCLUDE)) {
            return;
        }
        List<@Nullable Object> excluded = HighData.list(high.remove(HighData.EXCLUDE));
        Set<String> sls = new HashSet<>();
        Set<Object> ids = new HashSet<>();
        for (Object item : excluded == null ? List.of() : excluded) {
            if (item instanceof String name) {
                sls.add(name);
            } else if (item instanceof Map<?, ?> map && map.size() == 1) {
                Object value = map.values().iterator().next();
                if (map.containsKey("sls")) {
                    sls.add(Python.str(value));
                } else if (map.containsKey("id") && value != null) {
                    ids.add(value);
                }
            }
        }
        List<Pattern> patterns = sls.stream().map(Fnmatch::compile).toList();
        if (!patterns.isEmpty()) {
            high.forEach((id, body) -> {
                if (!HighData.isInternal(id) && body instanceof Map<?, ?> map) {
                    String of = HighData.text(map, "__sls__", "");
                    if (!of.isEmpty() && patterns.stream().anyMatch(p -> p.matcher(of).matches())) {
                        ids.add(id);
                    }
                }
            });
        }
        ids.forEach(high::remove);
    }
}

package io.pulldeploy.states;

import io.pulldeploy.loader.Minion;
import io.pulldeploy.modules.Texts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code file.accumulated} states have gathered for files that later states write. */
final class Accumulators {
    private static final String KEY = "file.accumulated";

    private final Map<Object, @Nullable Object> byFile;

    private Accumulators(Map<Object, @Nullable Object> byFile) {
        this.byFile = byFile;
    }

    @SuppressWarnings("unchecked")
    static Accumulators of(Minion minion) {
        return new Accumulators(
                (Map<Object, @Nullable Object>)
                        minion.context()
                                .computeIfAbsent(
                                        KEY, _ -> new LinkedHashMap<Object, @Nullable Object>()));
    }

    /** Accumulator's name to its texts, for a file that has any. */
    Optional<Object> texts(String file) {
        return Optional.ofNullable(byFile.get(file));
    }

    /** Every text gathered for a file, in order. */
    List<String> lines(String file) {
        List<String> lines = new ArrayList<>();
        if (byFile.get(file) instanceof Map<?, ?> accumulators) {
            for (Object texts : accumulators.values()) {
                if (texts instanceof List<?> list) {
                    list.forEach(t -> lines.add(Texts.str(t)));
                }
            }
        }
        return lines;
    }

    /** Whether a text was new to its accumulator. */
    @SuppressWarnings("unchecked")
    boolean add(String file, String accumulator, @Nullable Object text) {
        Map<Object, @Nullable Object> ofFile =
                (Map<Object, @Nullable Object>)
                        byFile.computeIfAbsent(
                                file, _ -> new LinkedHashMap<Object, @Nullable Object>());
        List<@Nullable Object> texts =
                (List<@Nullable Object>)
                        ofFile.computeIfAbsent(accumulator, _ -> new ArrayList<@Nullable Object>());
        return !texts.contains(text) && texts.add(text);
    }
}

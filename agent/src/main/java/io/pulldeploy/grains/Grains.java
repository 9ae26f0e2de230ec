package io.pulldeploy.grains;

import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Grains by name. Some are found out only when they are first read: what costs a program or a call
 * to AWS must not cost every run.
 */
public final class Grains extends AbstractMap<String, @Nullable Object> {
    private static final Logger LOG = LoggerFactory.getLogger(Grains.class);

    private final Map<String, @Nullable Object> known = new LinkedHashMap<>();
    private final Map<String, Source> pending = new LinkedHashMap<>();

    /** Where grains come from that are not known yet. */
    @FunctionalInterface
    public interface Source extends Supplier<Map<String, ? extends @Nullable Object>> {}

    /**
     * Grains to be found out when one of them is first read.
     *
     * @param names all that the source may give; it may give less
     */
    public synchronized void defer(Collection<String> names, Source source) {
        for (String name : names) {
            known.remove(name);
            pending.put(name, source);
        }
    }

    @Override
    public synchronized @Nullable Object put(String name, @Nullable Object value) {
        pending.remove(name);
        return known.put(name, value);
    }

    @Override
    public synchronized @Nullable Object remove(@Nullable Object name) {
        pending.remove(name);
        return known.remove(name);
    }

    /**
     * @throws Failure if it is to be found out now, and that fails
     */
    @Override
    public synchronized @Nullable Object get(@Nullable Object name) {
        resolve(name);
        return known.get(name);
    }

    /**
     * @throws Failure as {@link #get}
     */
    @Override
    public synchronized boolean containsKey(@Nullable Object name) {
        resolve(name);
        return known.containsKey(name);
    }

    /** All grains; those that cannot be found out are left out, with a warning. */
    @Override
    public synchronized Set<Entry<String, @Nullable Object>> entrySet() {
        while (!pending.isEmpty()) {
            Entry<String, Source> next = pending.entrySet().iterator().next();
            try {
                resolve(next.getKey());
            } catch (Failure e) {
                LOG.warn("the grain {} is left out: {}", next.getKey(), e.getMessage());
                pending.values().removeIf(next.getValue()::equals);
            }
        }
        return known.entrySet();
    }

    /** Every name that may have a value, without finding out whether it has. */
    synchronized Set<String> names() {
        Set<String> names = new LinkedHashSet<>(known.keySet());
        names.addAll(pending.keySet());
        return names;
    }

    private void resolve(@Nullable Object name) {
        Source source = pending.get(name);
        if (source == null) {
            return;
        }
        Map<String, ? extends @Nullable Object> found = source.get();
        found.forEach((key, value) -> {
            if (source.equals(pending.get(key))) {
                known.put(key, value);
            }
        });
        pending.values().removeIf(source::equals);
    }
}

package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names of one scope, and where they come from: Jinja2's own analysis of scopes. */
final class Symbols {
    /** A function of the compiled template and its local variables. */
    static final class Function {
        final @Nullable Function outer;
        private final Map<String, Integer> slots = new HashMap<>();

        Function(@Nullable Function outer) {
            this.outer = outer;
        }

        Slot slot(String identifier) {
            return new Slot(this, slots.computeIfAbsent(identifier, _ -> slots.size()));
        }

        int size() {
            return slots.size();
        }
    }

    /** A local variable of a function. */
    record Slot(Function function, int index) {
        /** How many functions out of {@code from} this variable lives. */
        int hops(Function from) {
            int hops = 0;
            for (Function at = from; at != null && at != function; at = at.outer) {
                hops++;
            }
            return hops;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Slot slot && slot.function == function && slot.index == index;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(function) * 31 + index;
        }
    }

    /** What a variable holds when its scope is entered. */
    sealed interface Load {
        record Parameter() implements Load {}

        record Resolve(String name) implements Load {}

        record Alias(Slot slot) implements Load {}

        record Nothing() implements Load {}
    }

    final Function function;
    private final int level;
    private final @Nullable Symbols parent;
    private final Map<String, Slot> refs;
    private final Map<Slot, Load> loads;
    private final Set<String> stores;

    Symbols(@Nullable Symbols parent, Function function) {
        this.parent = parent;
        this.function = function;
        this.level = parent == null ? 0 : parent.level + 1;
        this.refs = new HashMap<>();
        this.loads = new LinkedHashMap<>();
        this.stores = new HashSet<>();
    }

    private Symbols(Symbols other) {
        this.parent = other.parent;
        this.function = other.function;
        this.level = other.level;
        this.refs = new HashMap<>(other.refs);
        this.loads = new LinkedHashMap<>(other.loads);
        this.stores = new HashSet<>(other.stores);
    }

    Symbols copy() {
        return new Symbols(this);
    }

    Map<Slot, Load> loads() {
        return loads;
    }

    Set<String> stores() {
        return stores;
    }

    private Slot define(String name, Load load) {
        Slot slot = function.slot("l_" + level + "_" + name);
        refs.put(name, slot);
        loads.put(slot, load);
        return slot;
    }

    @Nullable Slot find(String name) {
        Slot slot = refs.get(name);
        if (slot != null) {
            return slot;
        }
        return parent == null ? null : parent.find(name);
    }

    Slot ref(String name) {
        Slot slot = find(name);
        if (slot == null) {
            throw new IllegalStateException("no reference for " + name);
        }
        return slot;
    }

    void store(String name) {
        stores.add(name);
        if (refs.containsKey(name)) {
            return;
        }
        Slot outer = parent == null ? null : parent.find(name);
        define(name, outer == null ? new Load.Nothing() : new Load.Alias(outer));
    }

    Slot declareParameter(String name) {
        stores.add(name);
        return define(name, new Load.Parameter());
    }

    void load(String name) {
        if (find(name) == null) {
            define(name, new Load.Resolve(name));
        }
    }

    void branchUpdate(List<Symbols> branches) {
        Set<String> stored = new TreeSet<>();
        for (Symbols branch : branches) {
            stored.addAll(branch.stores);
        }
        stored.removeAll(stores);
        for (Symbols branch : branches) {
            refs.putAll(branch.refs);
            loads.putAll(branch.loads);
            stores.addAll(branch.stores);
        }
        for (String name : stored) {
            Slot target = ref(name);
            Slot outer = parent == null ? null : parent.find(name);
            loads.put(target, outer == null ? new Load.Resolve(name) : new Load.Alias(outer));
        }
    }

    /** The variables that were set in this scope and those around it. */
    Map<String, Slot> storedVariables() {
        Map<String, Slot> variables = new LinkedHashMap<>();
        for (Symbols scope = this; scope != null; scope = scope.parent) {
            for (String name : new TreeSet<>(scope.stores)) {
                if (!variables.containsKey(name)) {
                    variables.put(name, ref(name));
                }
            }
        }
        return variables;
    }
}

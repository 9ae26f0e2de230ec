package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.PyIterable;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The filters that are Python's itertools: lazy, and walked once. */
final class Iterations {
    private static final int MOST_ITEMS = 10_000_000;

    private Iterations() {}

    static void addTo(FilterTable filters) {
        filters.add(
                        "combinations",
                        "iterable, r",
                        Serializers.definite((_, a) ->
                                lazy(
                                        "itertools.combinations",
                                        new Choices(PyValues.list(a[0]), size(a[1]), true, false))))
                .add(
                        "combinations_with_replacement",
                        "iterable, r",
                        Serializers.definite((_, a) ->
                                lazy(
                                        "itertools.combinations_with_replacement",
                                        new Choices(PyValues.list(a[0]), size(a[1]), true, true))))
                .add(
                        "permutations",
                        "iterable, r=None",
                        Serializers.definite((_, a) -> {
                            List<@Nullable Object> pool = PyValues.list(a[0]);
                            return lazy(
                                    "itertools.permutations",
                                    new Choices(
                                            pool,
                                            a[1] == null ? pool.size() : size(a[1]),
                                            false,
                                            false));
                        }))
                .add(
                        "compress",
                        "data, selectors",
                        Serializers.definite((_, a) -> compress(a[0], a[1])))
                .add(
                        "product",
                        "iterable, *iterables, **kwargs",
                        Serializers.definite((_, a) -> product(a)))
                .add("zip", "iterable, *iterables", Serializers.definite((_, a) -> zip(a)))
                .add(
                        "zip_longest",
                        "iterable, *iterables, **kwargs",
                        Serializers.definite((_, a) -> zipLongest(a)));
    }

    private static int size(@Nullable Object r) {
        long size = Values.integer(r);
        if (size < 0) {
            throw Values.value("r must be non-negative");
        }
        return (int) Math.min(size, MOST_ITEMS);
    }

    private static Object lazy(String type, Iterator<? extends @Nullable Object> items) {
        return new Lazy(type, items);
    }

    /** An iterator of Python's, which prints as its type. */
    private record Lazy(String type, Iterator<? extends @Nullable Object> items)
            implements PyIterable {
        @Override
        public String typeName() {
            return type;
        }

        @Override
        public Iterator<@Nullable Object> iterate() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return items.hasNext();
                }

                @Override
                public @Nullable Object next() {
                    return items.next();
                }
            };
        }
    }

    private static List<@Nullable Object> all(@Nullable Object[] a) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(a[0]);
        all.addAll(PyValues.list(a[1]));
        return all;
    }

    private static Object compress(@Nullable Object data, @Nullable Object selectors) {
        List<@Nullable Object> chosen = new ArrayList<>();
        Iterator<@Nullable Object> items = PyValues.iterate(data);
        Iterator<@Nullable Object> wanted = PyValues.iterate(selectors);
        while (items.hasNext() && wanted.hasNext()) {
            Object item = items.next();
            if (PyValues.truth(wanted.next())) {
                chosen.add(item);
            }
        }
        return lazy("itertools.compress", chosen.iterator());
    }

    private static Object product(@Nullable Object[] a) {
        List<List<@Nullable Object>> once = new ArrayList<>();
        all(a).forEach(iterable -> once.add(PyValues.list(iterable)));
        Object repeat = named(a[2], "repeat", 1L);
        List<List<@Nullable Object>> pools = new ArrayList<>();
        for (long i = 0; i < Values.integer(repeat); i++) {
            pools.addAll(once);
        }
        return lazy("itertools.product", new Product(pools));
    }

    private static @Nullable Object named(
            @Nullable Object kwargs, String name, @Nullable Object otherwise) {
        return kwargs instanceof io.pulldeploy.render.jinja.PyDict dict && dict.containsKey(name)
                ? dict.get(name)
                : otherwise;
    }

    private static Object zip(@Nullable Object[] a) {
        List<Iterator<@Nullable Object>> iterators = new ArrayList<>();
        all(a).forEach(iterable -> iterators.add(PyValues.iterate(iterable)));
        List<@Nullable Object> rows = new ArrayList<>();
        while (iterators.stream().allMatch(Iterator::hasNext) && rows.size() < MOST_ITEMS) {
            rows.add(PyTuple.of(iterators.stream().map(Iterator::next).toArray()));
        }
        return lazy("zip", rows.iterator());
    }

    private static Object zipLongest(@Nullable Object[] a) {
        Object fill = named(a[2], "fillvalue", null);
        List<Iterator<@Nullable Object>> iterators = new ArrayList<>();
        all(a).forEach(iterable -> iterators.add(PyValues.iterate(iterable)));
        List<@Nullable Object> rows = new ArrayList<>();
        while (iterators.stream().anyMatch(Iterator::hasNext) && rows.size() < MOST_ITEMS) {
            @Nullable Object[] row = new @Nullable Object[iterators.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = iterators.get(i).hasNext() ? iterators.get(i).next() : fill;
            }
            rows.add(PyTuple.of(row));
        }
        return lazy("itertools.zip_longest", rows.iterator());
    }

    /** Every way to take one of each pool, the last one turning fastest. */
    private static final class Product implements Iterator<Object> {
        private final List<List<@Nullable Object>> pools;
        private final int[] at;
        private boolean more;

        Product(List<List<@Nullable Object>> pools) {
            this.pools = pools;
            this.at = new int[pools.size()];
            this.more = pools.stream().noneMatch(List::isEmpty);
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public Object next() {
            if (!more) {
                throw new NoSuchElementException();
            }
            @Nullable Object[] row = new @Nullable Object[at.length];
            for (int i = 0; i < at.length; i++) {
                row[i] = pools.get(i).get(at[i]);
            }
            int i = at.length - 1;
            while (i >= 0 && ++at[i] == pools.get(i).size()) {
                at[i--] = 0;
            }
            more = i >= 0;
            return PyTuple.of(row);
        }
    }

    /** Every choice of some elements by their positions, in the positions' order. */
    private static final class Choices implements Iterator<Object> {
        private final List<@Nullable Object> pool;
        private final int[] at;
        private final boolean ordered;
        private final boolean repeating;
        private boolean more;

        Choices(List<@Nullable Object> pool, int size, boolean ordered, boolean repeating) {
            this.pool = pool;
            this.ordered = ordered;
            this.repeating = repeating;
            this.more = repeating ? !pool.isEmpty() || size == 0 : size <= pool.size();
            this.at = new int[more ? size : 0];
            for (int i = 0; i < at.length; i++) {
                at[i] = repeating ? 0 : i;
            }
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public Object next() {
            if (!more) {
                throw new NoSuchElementException();
            }
            @Nullable Object[] row = new @Nullable Object[at.length];
            for (int i = 0; i < at.length; i++) {
                row[i] = pool.get(at[i]);
            }
            more = advance();
            return PyTuple.of(row);
        }

        private boolean advance() {
            for (int i = at.length - 1; i >= 0; i--) {
                for (int candidate = at[i] + 1; candidate < pool.size(); candidate++) {
                    if (place(i, candidate)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Puts a position at {@code i} and the least ones after it, if there are enough. */
        private boolean place(int i, int candidate) {
            if (!ordered && taken(candidate, i)) {
                return false;
            }
            int[] next = at.clone();
            next[i] = candidate;
            for (int j = i + 1; j < at.length; j++) {
                next[j] = repeating ? candidate : ordered ? next[j - 1] + 1 : least(next, j);
                if (next[j] >= pool.size()) {
                    return false;
                }
            }
            System.arraycopy(next, 0, at, 0, at.length);
            return true;
        }

        private boolean taken(int candidate, int before) {
            for (int k = 0; k < before; k++) {
                if (at[k] == candidate) {
                    return true;
                }
            }
            return false;
        }

        private static int least(int[] next, int j) {
            int least = 0;
            boolean free = false;
            while (!free) {
                free = true;
                for (int k = 0; k < j; k++) {
                    if (next[k] == least) {
                        least++;
                        free = false;
                    }
                }
            }
            return least;
        }
    }
}

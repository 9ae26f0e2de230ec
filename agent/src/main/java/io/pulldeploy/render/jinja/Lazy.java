package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lazy sequences, as Python's generators make them. */
final class Lazy {
    private Lazy() {}

    static Iterator<@Nullable Object> map(
            Iterator<@Nullable Object> items,
            Function<@Nullable Object, @Nullable Object> function) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public @Nullable Object next() {
                return function.apply(items.next());
            }
        };
    }

    static Iterator<@Nullable Object> filter(
            Iterator<@Nullable Object> items, Predicate<@Nullable Object> test) {
        return new Iterator<>() {
            private @Nullable Object next = Missing.MISSING;

            @Override
            public boolean hasNext() {
                while (next == Missing.MISSING && items.hasNext()) {
                    Object item = items.next();
                    if (test.test(item)) {
                        next = item;
                    }
                }
                return next != Missing.MISSING;
            }

            @Override
            public @Nullable Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Object item = next;
                next = Missing.MISSING;
                return item;
            }
        };
    }

    /** A generator whose body starts when it is first asked. */
    static PyGenerator generator(String label, Supplier<Iterator<@Nullable Object>> body) {
        return new PyGenerator(
                label,
                new Iterator<@Nullable Object>() {
                    private @Nullable Iterator<@Nullable Object> items;

                    private Iterator<@Nullable Object> items() {
                        Iterator<@Nullable Object> known = items;
                        if (known == null) {
                            known = body.get();
                            items = known;
                        }
                        return known;
                    }

                    @Override
                    public boolean hasNext() {
                        return items().hasNext();
                    }

                    @Override
                    public @Nullable Object next() {
                        return items().next();
                    }
                });
    }
}

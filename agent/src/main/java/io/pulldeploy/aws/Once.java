package io.pulldeploy.aws;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** A value that is made when it is first asked for, and then kept. */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T value;

    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        T made = value;
        if (made == null) {
            made = maker.get();
            value = made;
        }
        return made;
    }
}

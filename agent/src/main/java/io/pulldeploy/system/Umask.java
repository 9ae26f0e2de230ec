package io.pulldeploy.system;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which permissions new files and directories do not get, and programs do not give, as long as a
 * piece of work lasts. The process's own umask is one for all threads, on which states run beside
 * each other.
 */
public final class Umask {
    private static final ScopedValue<Integer> CURRENT = ScopedValue.newInstance();

    private Umask() {}

    /**
     * @param mask such as 0077
     */
    public static <T extends @Nullable Object> T under(long mask, Supplier<T> work) {
        return ScopedValue.where(CURRENT, (int) mask & 0777).call(work::get);
    }

    /** The mode of a new file; empty where the process's umask decides. */
    static Optional<Integer> ofFile() {
        return current().map(mask -> 0666 & ~mask);
    }

    /** The mode of a new directory; empty where the process's umask decides. */
    static Optional<Integer> ofDirectory() {
        return current().map(mask -> 0777 & ~mask);
    }

    static Optional<Integer> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}

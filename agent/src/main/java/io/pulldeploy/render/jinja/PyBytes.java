package io.pulldeploy.render.jinja;

import java.util.Arrays;

/** Python's bytes. */
@SuppressWarnings("ArrayRecordComponent") // Equality is by content, and nobody changes it.
public record PyBytes(byte[] data) {
    @Override
    public boolean equals(Object other) {
        return other instanceof PyBytes bytes && Arrays.equals(data, bytes.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return PyRepr.repr(this);
    }
}

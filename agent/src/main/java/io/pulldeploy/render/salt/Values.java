package io.pulldeploy.render.salt;

import io.pulldeploy.render.jinja.Markup;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyIterable;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PySet;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.render.jinja.Undefined;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Salt's filters ask of the engine's values. */
final class Values {
    private Values() {}

    static TemplateError type(String message) {
        return new TemplateError("TypeError", message);
    }

    static TemplateError value(String message) {
        return new TemplateError("ValueError", message);
    }

    /** Python's {@code str(type(value))}. */
    static String typeText(@Nullable Object value) {
        return "<class '" + PyValues.qualifiedTypeName(value) + "'>";
    }

    /** A text, or what Python's {@code re} says instead. */
    static String regexText(@Nullable Object value) {
        String text = PyValues.text(value);
        if (value instanceof PyBytes) {
            throw type("cannot use a string pattern on a bytes-like object");
        }
        if (text == null) {
            throw type(
                    "expected string or bytes-like object, got '" + PyValues.typeName(value) + "'");
        }
        return text;
    }

    /** {@code salt.utils.stringutils.to_bytes}. */
    static byte[] bytes(@Nullable Object value) {
        if (value instanceof PyBytes bytes) {
            return bytes.data();
        }
        String text = PyValues.text(value);
        if (text == null) {
            throw type("expected str, bytes, or bytearray not " + typeText(value));
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** UTF-8 text, or the bytes themselves if they are none. */
    static Object textOrBytes(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new PyBytes(bytes);
        }
    }

    /** A text that has Python's string methods; anything else lacks {@code method}. */
    static String method(@Nullable Object value, String method) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        String text = PyValues.text(value);
        if (text == null) {
            throw TemplateError.noAttribute(value, method);
        }
        return text;
    }

    /** Fails as a strict undefined value does when it is used. */
    static void requireDefined(@Nullable Object value) {
        if (value instanceof Undefined undefined && undefined.strict()) {
            throw undefined.error();
        }
    }

    /** Whether Python's {@code isinstance(value, Hashable)} holds. */
    static boolean isHashable(@Nullable Object value) {
        return !(value instanceof PyList
                || value instanceof PyDict
                || value instanceof PySet
                || (value instanceof PyIterable lazy && !lazy.isHashable()));
    }

    /** Whether a dict can look it up. */
    static boolean canBeKey(@Nullable Object value) {
        return isHashable(value)
                && !(value instanceof PyTuple tuple
                        && !tuple.items().stream().allMatch(Values::canBeKey));
    }

    static boolean isInt(@Nullable Object value) {
        return value instanceof Long
                || value instanceof java.math.BigInteger
                || value instanceof Boolean;
    }

    /** Fails as Python does where it looks up what cannot be a key; undefined values fail, too. */
    static void requireHashable(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!isHashable(value)) {
            throw type("unhashable type: '" + PyValues.typeName(value) + "'");
        }
        if (value instanceof PyTuple tuple) {
            tuple.items().forEach(Values::requireHashable);
        }
    }

    /** A whole number, as Python's {@code range} or an index wants it. */
    static long integer(@Nullable Object value) {
        return switch (value) {
            case Long n -> n;
            case Boolean b -> b ? 1 : 0;
            case null, default ->
                    throw type(
                            "'"
                                    + PyValues.typeName(value)
                                    + "' object cannot be interpreted as an integer");
        };
    }

    /** The undefined values inside a value, in order. */
    static List<Undefined> undefined(@Nullable Object value) {
        List<Undefined> found = new ArrayList<>();
        collect(value, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        return found;
    }

    private static void collect(@Nullable Object value, List<Undefined> found, Set<Object> seen) {
        boolean collection =
                value instanceof PyDict || value instanceof PyList || value instanceof PyTuple;
        if (value == null || (collection && !seen.add(value))) {
            return;
        }
        switch (value) {
            case Undefined undefined -> {
                if (undefined.strict()) {
                    found.add(undefined);
                }
            }
            case PyDict dict -> {
                for (Map.Entry<@Nullable Object, @Nullable Object> entry : dict.entries()) {
                    collect(entry.getKey(), found, seen);
                    collect(entry.getValue(), found, seen);
                }
            }
            case PyList list -> list.items().forEach(item -> collect(item, found, seen));
            case PyTuple tuple -> tuple.items().forEach(item -> collect(item, found, seen));
            default -> {}
        }
    }

    static PyDict dict(Map<String, ? extends @Nullable Object> entries) {
        PyDict dict = new PyDict();
        entries.forEach(dict::put);
        return dict;
    }

    static Object markup(String text) {
        return new Markup(text);
    }
}

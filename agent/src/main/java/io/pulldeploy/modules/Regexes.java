package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.PythonRegex;
import io.pulldeploy.model.PythonRegex.Flag;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Regular expressions as states write them, with flags by name or number. */
public final class Regexes {
    /** Python's {@code re.MULTILINE}. */
    public static final int MULTILINE = 8;

    private static final int IGNORECASE = 2;
    private static final int DOTALL = 16;
    private static final int VERBOSE = 64;

    private Regexes() {}

    /**
     * @param flags Python's numbers: 2 ignores case, 8 is multi-line, 16 lets the dot match
     *     newlines, 64 is verbose
     * @throws CallError if it is no regular expression
     */
    public static PythonRegex compile(String regex, int flags) {
        List<Flag> wanted = new ArrayList<>();
        if ((flags & IGNORECASE) != 0) {
            wanted.add(Flag.IGNORECASE);
        }
        if ((flags & MULTILINE) != 0) {
            wanted.add(Flag.MULTILINE);
        }
        if ((flags & DOTALL) != 0) {
            wanted.add(Flag.DOTALL);
        }
        if ((flags & VERBOSE) != 0) {
            wanted.add(Flag.VERBOSE);
        }
        try {
            return PythonRegex.compile(regex, wanted.toArray(Flag[]::new));
        } catch (PythonRegex.SyntaxError e) {
            throw new CallError(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Flags as states give them: a number, a name, or a list of names.
     *
     * @throws CallError with Salt's text for an unknown one
     */
    public static int flags(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Number n -> n.intValue();
            case String s -> flag(s);
            case List<?> l ->
                    l.stream().mapToInt(f -> flag(Texts.str(f))).reduce(0, (a, b) -> a | b);
            default ->
                    throw new CallError(
                            "Invalid re flags: \"%s\", must be given either as a single flag string, a list of strings, as an integer, or as an re flag"
                                    .formatted(Texts.str(value)));
        };
    }

    private static int flag(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "I", "IGNORECASE" -> IGNORECASE;
            case "L", "LOCALE" -> 4;
            case "M", "MULTILINE" -> MULTILINE;
            case "S", "DOTALL" -> DOTALL;
            case "U", "UNICODE" -> 32;
            case "X", "VERBOSE" -> VERBOSE;
            case "A", "ASCII" -> 256;
            default -> throw new CallError("Invalid re flag given: " + name);
        };
    }

    /** Python's {@code re.escape}. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder();
        text.chars()
                .forEach(c -> {
                    if ("()[]{}?*+-|^$\\.&~# \t\n\r\u000B\f".indexOf(c) >= 0) {
                        out.append('\\');
                    }
                    out.append((char) c);
                });
        return out.toString();
    }
}

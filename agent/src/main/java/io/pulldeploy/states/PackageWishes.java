package io.pulldeploy.states;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.modules.Texts;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The packages that a state names: {@code name} with {@code version}, {@code pkgs}, {@code
 * sources}.
 */
final class PackageWishes {
    private PackageWishes() {}

    /**
     * Package to version, or to an empty text where any will do.
     *
     * @throws CallError with Salt's text if the list is malformed
     */
    static Map<String, String> of(Arguments args, String name) {
        return of(args, name, args.text("version").orElse(""));
    }

    /** The same for a state that takes no version. */
    static Map<String, String> newest(Arguments args, String name) {
        return of(args, name, "");
    }

    private static Map<String, String> of(Arguments args, String name, String version) {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (args.value("pkgs") == null) {
            wanted.put(name, version);
            return wanted;
        }
        for (Object entry : args.list("pkgs")) {
            read(wanted, entry, "pkgs");
        }
        return wanted;
    }

    /** Package to the address of its file. */
    static Map<String, String> sources(Arguments args) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Object entry : args.list("sources")) {
            if (!(entry instanceof Map)) {
                throw malformed("sources");
            }
            read(sources, entry, "sources");
        }
        return sources;
    }

    private static void read(Map<String, String> wanted, @Nullable Object entry, String option) {
        switch (entry) {
            case null -> throw malformed(option);
            case List<?> _ -> throw malformed(option);
            case Map<?, ?> m ->
                    m.forEach((k, v) -> wanted.put(Texts.str(k), v == null ? "" : Texts.str(v)));
            default -> wanted.put(Texts.str(entry), "");
        }
    }

    private static CallError malformed(String option) {
        return new CallError("Invalidly formatted '" + option + "' parameter. See minion log.");
    }

    /** A package as Salt's comments write it: with its version, if the state names one. */
    static String written(String name, String version) {
        boolean compares =
                version.startsWith("<") || version.startsWith(">") || version.startsWith("=");
        return version.isEmpty() ? name : name + (compares ? "" : "=") + version;
    }

    /** Whether the list of packages is there and empty, which Salt takes for a success. */
    static boolean isEmptyList(Arguments args) {
        return args.value("pkgs") instanceof List<?> l && l.isEmpty();
    }
}

package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.PythonText;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sections of keys and values as Python's {@code configparser} writes them. */
final class ConfigParserText {
    private static final String DEFAULTS = "DEFAULT";
    private static final Pattern REFERENCE = Pattern.compile("%\\(([^)]+)\\)s");

    private ConfigParserText() {}

    /**
     * @throws CallError if the value is no mapping of mappings of texts
     */
    static String write(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> sections)) {
            throw refused(
                    "configparser can only serialize dictionaries, not <class '%s'>"
                            .formatted(PythonText.type(value)));
        }
        Map<String, String> written = new LinkedHashMap<>();
        sections.forEach((name, keys) -> {
            String section = PythonText.str(name);
            if (!(keys instanceof Map<?, ?> entries)) {
                throw refused(
                        "'%s' object has no attribute 'items'".formatted(PythonText.type(keys)));
            }
            String text = "[" + section + "]\n" + entries(entries) + "\n";
            if (written.putIfAbsent(section, text) != null) {
                throw refused("Section " + PythonText.repr(section) + " already exists");
            }
        });
        StringBuilder all = new StringBuilder();
        String defaults = written.remove(DEFAULTS);
        if (defaults != null && defaults.lines().count() > 2) {
            all.append(defaults);
        }
        written.values().forEach(all::append);
        return all.toString();
    }

    private static String entries(Map<?, ?> entries) {
        Map<String, String> lines = new LinkedHashMap<>();
        entries.forEach((name, value) -> {
            if (value == null) {
                throw refused("option values must be strings");
            }
            String text = PythonText.str(value);
            checkInterpolation(text);
            lines.put(PythonText.str(name).toLowerCase(Locale.ROOT), text.replace("\n", "\n\t"));
        });
        StringBuilder all = new StringBuilder();
        lines.forEach((key, text) -> all.append(key).append(" = ").append(text).append('\n'));
        return all.toString();
    }

    private static void checkInterpolation(String value) {
        String rest = value.replace("%%", "");
        Matcher reference = REFERENCE.matcher(rest);
        rest = reference.replaceAll("");
        int at = rest.indexOf('%');
        if (at >= 0) {
            throw refused(
                    "invalid interpolation syntax in %s at position %d"
                            .formatted(PythonText.repr(value), at));
        }
    }

    private static CallError refused(String reason) {
        return new CallError("salt.serializers.SerializationError", reason);
    }
}

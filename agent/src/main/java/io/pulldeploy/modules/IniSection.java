package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.PythonRegex;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of an ini file as Salt reads and changes it: options, comments under names of their
 * own, and in the file itself sections.
 */
final class IniSection {
    private static final Pattern COMMENT = Pattern.compile("^\\s*(#|;)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern INDENTED = Pattern.compile("^(\\s+)(.*)", Pattern.DOTALL);
    private static final PythonRegex HEADER =
            PythonRegex.compile("^\\s*\\[(.+?)\\]\\s*$", PythonRegex.Flag.MULTILINE);

    private final String name;
    private final boolean noSpaces;
    private final PythonRegex option;
    private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    private String separator;

    /**
     * @param separator between an option and its value
     * @param noSpaces whether it is written without spaces around it
     */
    IniSection(String name, String separator, boolean noSpaces) {
        this.name = name;
        this.separator = separator;
        this.noSpaces = noSpaces;
        this.option = PythonRegex.compile("(\\s*)(.+?)\\s*(\\" + separator + ")\\s*(.*)\\s*");
    }

    /** A file's text, section by section. */
    static IniSection ofFile(String text, String separator, boolean noSpaces) {
        IniSection file = new IniSection("", separator, noSpaces);
        String content = String.join("\n", Texts.splitLines(text, false));
        Matcher header = HEADER.matcher(content);
        int from = 0;
        IniSection section = file;
        while (header.find()) {
            file.keep(section, content.substring(from, header.start()));
            section = new IniSection(header.group(1), file.separator, false);
            from = header.end();
        }
        file.keep(section, content.substring(from));
        return file;
    }

    private void keep(IniSection section, String text) {
        section.read(text);
        if (section != this) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put(section.name, section.entries);
            update(one);
        }
    }

    private void read(String text) {
        String content = Texts.stripStart(Texts.stripEnd(text, "\n"), "\n");
        if (content.isEmpty()) {
            return;
        }
        int comments = 0;
        int unknown = 0;
        String indent = "";
        String last = "";
        for (String line : content.split("\n", -1)) {
            Matcher indented = INDENTED.matcher(line);
            Matcher found = option.matcher(line);
            if (COMMENT.matcher(line).matches()) {
                last = "#comment" + ++comments;
                put(last, line);
            } else if (indented.matches()
                    && indented.group(1).replace("\t", "    ").compareTo(indent) > 0
                    && !entries.isEmpty()) {
                String previous = List.copyOf(entries.keySet()).getLast();
                put(previous, entries.get(previous) + "\n" + line);
            } else if (found.lookingAt()) {
                indent = found.group(1).replace("\t", "    ");
                separator = found.group(3);
                put(found.group(2), found.group(4));
            } else {
                put("#unknown" + ++unknown, line);
            }
        }
    }

    private void put(String key, String value) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put(key, value);
        update(one);
    }

    /** The options, sections and comments. */
    Map<String, @Nullable Object> entries() {
        return entries;
    }

    /** Options without comments; sections as mappings. */
    Map<String, @Nullable Object> plain() {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            if (!key.startsWith("#")) {
                plain.put(key, value instanceof IniSection section ? section.plain() : value);
            }
        });
        return plain;
    }

    private Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        entries.forEach((key, value) ->
                all.put(key, value instanceof IniSection section ? section.all() : value));
        return all;
    }

    /**
     * Sets options and sections.
     *
     * @return what changed: before and after by option, nested by section
     */
    Map<String, @Nullable Object> update(Map<?, ? extends @Nullable Object> wanted) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        wanted.forEach((name, given) -> {
            String key = Texts.str(name);
            boolean known = entries.containsKey(key);
            Object now = entries.get(key);
            if (given instanceof Map<?, ?> || given instanceof IniSection) {
                Map<?, ? extends @Nullable Object> inner =
                        given instanceof IniSection section
                                ? section.entries
                                : (Map<?, ?>) Objects.requireNonNull(given);
                if (now instanceof IniSection section) {
                    Map<String, @Nullable Object> nested = section.update(inner);
                    if (!nested.isEmpty()) {
                        changes.put(key, nested);
                    }
                } else {
                    IniSection section = new IniSection(key, separator, noSpaces);
                    section.update(inner);
                    changes.put(key, change(now, section.all()));
                    entries.put(key, section);
                }
                return;
            }
            String value = Texts.str(given);
            if (now instanceof IniSection) {
                throw new CallError("AttributeError", "'str' object has no attribute 'items'");
            }
            if (!known) {
                changes.put(key, change(null, value));
                takeCommentsPlace(key);
                entries.put(key, value);
            } else if (!value.equals(now)) {
                changes.put(key, change(now, value));
                entries.put(key, value);
            }
        });
        return changes;
    }

    private static Map<String, @Nullable Object> change(
            @Nullable Object before, @Nullable Object after) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("before", before);
        change.put("after", after);
        return change;
    }

    /** An option that stands commented out gets its comment's place. */
    private void takeCommentsPlace(String key) {
        List<String> keys = new ArrayList<>(entries.keySet());
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).contains("#comment")) {
                continue;
            }
            String line = Texts.stripStart(Texts.str(entries.get(keys.get(i))), "#");
            Matcher found = option.matcher(line);
            if (found.lookingAt() && found.group(2).equals(key)) {
                Map<String, @Nullable Object> after = new LinkedHashMap<>();
                keys.subList(i + 1, keys.size()).forEach(k -> after.put(k, entries.remove(k)));
                entries.remove(keys.get(i));
                entries.put(key, null);
                entries.putAll(after);
                return;
            }
        }
    }

    /** The file's text. */
    String text() {
        StringBuilder text = new StringBuilder();
        write(text);
        return Texts.stripStart(text.toString(), "\n");
    }

    private void write(StringBuilder text) {
        List<IniSection> sections = new ArrayList<>();
        entries.forEach((key, value) -> {
            if (COMMENT.matcher(key).matches()) {
                text.append(Texts.str(value)).append('\n');
            } else if (value instanceof IniSection section) {
                sections.add(section);
            } else {
                text.append(key).append(between()).append(Texts.str(value)).append('\n');
            }
        });
        for (IniSection section : sections) {
            text.append("\n[").append(section.name).append("]\n");
            section.write(text);
        }
    }

    private String between() {
        if (separator.isBlank()) {
            return " ";
        }
        return noSpaces ? separator.strip() : " " + separator.strip() + " ";
    }
}

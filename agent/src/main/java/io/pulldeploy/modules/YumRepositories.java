package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The repositories of yum and dnf: sections of the {@code *.repo} files in some directories. */
final class YumRepositories {
    private static final List<String> LINKS = List.of("baseurl", "mirrorlist", "metalink");
    private static final String COMMENTS = "comments";
    private static final Pattern SECTION = Pattern.compile("\\[(.+)]");
    private static final Pattern OPTION = Pattern.compile("(.*?)\\s*[=:]\\s*(.*)");

    private final FileTree files;
    private final List<String> directories;

    /**
     * @param directories between commas, or a list; null for those that yum looks into by itself
     */
    YumRepositories(FileTree files, @Nullable Object directories) {
        this.files = files;
        this.directories =
                switch (directories) {
                    case null -> List.of("/etc/yum/repos.d", "/etc/yum.repos.d");
                    case List<?> list -> list.stream().map(Texts::str).toList();
                    default ->
                            List.of(Texts.str(directories).split(",")).stream()
                                    .map(String::strip)
                                    .toList();
                };
    }

    /**
     * A file.
     *
     * @param header the comments before the first section
     */
    private record RepoFile(
            String header, Map<String, Map<String, @Nullable Object>> repositories) {}

    /** Every repository by name, with the file that holds it. */
    Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String directory : directories) {
            if (!files.isDirectory(Path.of(directory))) {
                continue;
            }
            for (String name : files.list(Path.of(directory)).stream().sorted().toList()) {
                String file = directory + "/" + name;
                if (name.endsWith(".repo")) {
                    read(file)
                            .repositories()
                            .forEach((repository, options) -> {
                                options.put("file", file);
                                all.put(repository, options);
                            });
                }
            }
        }
        return all;
    }

    /** The options of a repository; empty if there is none of that name. */
    Map<String, @Nullable Object> one(String name) {
        String file = fileOf(name);
        return file.isEmpty() ? Map.of() : read(file).repositories().getOrDefault(name, Map.of());
    }

    private String fileOf(String name) {
        return all().get(name) instanceof Map<?, ?> options ? Texts.str(options.get("file")) : "";
    }

    /** Removes a repository, and its file if it was the only one there; says so. */
    String delete(String name) {
        String file = fileOf(name);
        if (file.isEmpty()) {
            return "Error: the %s repo does not exist in %s"
                    .formatted(name, Texts.str(directories));
        }
        RepoFile known = read(file);
        if (known.repositories().size() == 1) {
            files.delete(Path.of(file));
            return "File %s containing repo %s has been removed".formatted(file, name);
        }
        StringBuilder text = new StringBuilder(known.header());
        known.repositories()
                .forEach((section, options) -> {
                    if (!section.equals(name)) {
                        String comments = comments(options);
                        text.append("\n[").append(section).append(']');
                        options.forEach((key, value) ->
                                text.append('\n').append(key).append('=').append(written(value)));
                        text.append('\n').append(comments).append('\n');
                    }
                });
        files.write(Path.of(file), text.toString());
        return "Repo %s has been removed from %s".formatted(name, file);
    }

    /**
     * Gives a repository these options; those without a value are taken from it.
     *
     * @return the file's repositories, by the file's name
     */
    Map<String, @Nullable Object> modify(String name, Map<String, @Nullable Object> options) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        Set<String> unwanted = new LinkedHashSet<>();
        if (LINKS.stream().filter(options::containsKey).count() > 1) {
            throw refused("One and only one of " + String.join(", ", LINKS) + " can be used");
        }
        options.forEach((key, value) -> {
            if (isGiven(value)) {
                wanted.put(key, value);
            } else {
                unwanted.add(key);
            }
        });
        if (LINKS.stream().anyMatch(wanted::containsKey)) {
            LINKS.stream().filter(link -> !wanted.containsKey(link)).forEach(unwanted::add);
        }
        if (unwanted.contains("name")) {
            throw refused("The repo name cannot be deleted");
        }
        String known = fileOf(name);
        String file = known.isEmpty() ? newFile(name, wanted) : known;
        RepoFile content = known.isEmpty() ? new RepoFile("", new LinkedHashMap<>()) : read(known);
        Map<String, @Nullable Object> repository =
                content.repositories().computeIfAbsent(name, _ -> new LinkedHashMap<>());
        for (String link : LINKS) {
            List<String> others = LINKS.stream().filter(other -> !other.equals(link)).toList();
            if (unwanted.contains(link)
                    && others.stream()
                            .noneMatch(o -> wanted.containsKey(o) || repository.containsKey(o))) {
                throw refused(
                        "Cannot delete "
                                + link
                                + " without specifying "
                                + String.join(" or ", others));
            }
        }
        unwanted.forEach(repository::remove);
        repository.putAll(wanted);
        StringBuilder text = new StringBuilder(content.header());
        content.repositories()
                .forEach((section, all) -> {
                    String comments = comments(all);
                    text.append('[').append(section).append("]\n");
                    all.forEach((key, value) ->
                            text.append(key).append('=').append(written(value)).append('\n'));
                    text.append(comments).append('\n');
                });
        files.write(Path.of(file), text.toString());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(file, new LinkedHashMap<Object, @Nullable Object>(content.repositories()));
        return answer;
    }

    private String newFile(String name, Map<String, @Nullable Object> wanted) {
        String missing = "The repo does not exist and needs to be created, but ";
        String directory =
                directories.stream()
                        .filter(d -> files.isDirectory(Path.of(d)))
                        .findFirst()
                        .orElseThrow(() ->
                                refused(
                                        missing
                                                + "none of the following basedir directories exist: "
                                                + Texts.str(directories)));
        if (!wanted.containsKey("name")) {
            throw refused(missing + "a name was not given");
        }
        if (LINKS.stream().noneMatch(wanted::containsKey)) {
            throw refused(missing + "none of " + String.join(", ", LINKS) + " was given");
        }
        return directory + "/" + name + ".repo";
    }

    private static CallError refused(String text) {
        return new CallError("SaltInvocationError", text);
    }

    /** As Python sees it, but for the number 0, and False, which equals it. */
    private static boolean isGiven(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    private static String comments(Map<String, @Nullable Object> options) {
        Object comments = options.remove(COMMENTS);
        StringBuilder text = new StringBuilder();
        for (Object comment :
                comments instanceof List<?> list
                        ? list
                        : comments == null ? List.of() : List.of(comments)) {
            text.append("# ")
                    .append(Texts.str(comment).replaceFirst("^#+", "").stripLeading())
                    .append('\n');
        }
        return text.toString();
    }

    private static String written(@Nullable Object value) {
        return switch (value) {
            case Boolean b -> b ? "1" : "0";
            case String text -> text.replace("\n", "\n ");
            case null, default -> Texts.str(value);
        };
    }

    /** A file as Python's {@code configparser} reads it, with the comments that stand in it. */
    private RepoFile read(String file) {
        StringBuilder header = new StringBuilder();
        Map<String, Map<String, @Nullable Object>> sections = new LinkedHashMap<>();
        Map<String, List<String>> comments = new LinkedHashMap<>();
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        String section = "";
        String key = "";
        int indentation = 0;
        for (String line : files.lines(Path.of(file))) {
            String text = line.strip();
            if (text.startsWith("#") || text.startsWith(";")) {
                if (text.startsWith("#") && section.isEmpty()) {
                    header.append(text).append('\n');
                } else if (text.startsWith("#")) {
                    comments.computeIfAbsent(section, _ -> new ArrayList<>())
                            .add(text.substring(1).stripLeading());
                }
                continue;
            }
            int indent = line.length() - line.stripLeading().length();
            Matcher head = SECTION.matcher(text);
            Matcher option = OPTION.matcher(text);
            boolean continued = !key.isEmpty() && (text.isEmpty() || indent > indentation);
            if (continued) {
                options.merge(key, "\n" + text, (a, b) -> Texts.str(a) + b);
            } else if (head.matches()) {
                section = head.group(1);
                key = "";
                indentation = indent;
                options = new LinkedHashMap<>();
                if (sections.putIfAbsent(section, options) != null) {
                    throw new CallError("%s: section '%s' already exists".formatted(file, section));
                }
            } else if (!text.isEmpty()) {
                if (section.isEmpty() || !option.matches()) {
                    throw new CallError(file + ": neither a section nor an option: " + text);
                }
                key = option.group(1).strip().toLowerCase(Locale.ROOT);
                indentation = indent;
                options.put(key, option.group(2));
            }
        }
        sections.forEach((name, values) -> {
            values.replaceAll((_, value) -> Texts.str(value).stripTrailing());
            if (comments.containsKey(name)) {
                values.put(COMMENTS, comments.get(name));
            }
        });
        return new RepoFile(header.toString(), sections);
    }
}

package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.model.Fnmatch;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code file.find}: files below a directory that meet every condition. */
final class FileFinder {
    private static final Set<String> OPTIONS =
            Set.of(
                    "name",
                    "iname",
                    "regex",
                    "iregex",
                    "type",
                    "owner",
                    "group",
                    "size",
                    "mtime",
                    "mindepth",
                    "maxdepth",
                    "print",
                    "delete",
                    "grep");
    private static final Pattern SIZE = Pattern.compile("([-+])?(\\d+)([bkmgt])?");
    private static final Pattern AGE =
            Pattern.compile("([-+])?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s?)?");

    private final FileTree files;
    private final Clock clock;
    private final Map<String, @Nullable Object> options;

    FileFinder(FileTree files, Clock clock, Map<String, @Nullable Object> options) {
        this.files = files;
        this.clock = clock;
        this.options = options;
        options.keySet().stream()
                .filter(o -> !OPTIONS.contains(o) && !o.startsWith("_"))
                .findFirst()
                .ifPresent(o -> {
                    throw new CallError("file.find: the option '" + o + "' is not known");
                });
    }

    private Optional<String> text(String option) {
        return options.get(option) == null
                ? Optional.empty()
                : Optional.of(Texts.str(options.get(option)));
    }

    /**
     * The matching paths, sorted, or their names, as {@code print} says; what {@code delete} names
     * is removed on the way.
     */
    List<String> find(String start) {
        String shown = text("print").orElse("path");
        if (!shown.equals("path") && !shown.equals("name")) {
            throw new CallError("file.find prints 'path' or 'name', not '" + shown + "'");
        }
        Path root = Path.of(start);
        List<Path> all = new ArrayList<>();
        if (files.isPresent(root)) {
            all.add(root);
            if (files.isDirectory(root)) {
                all.addAll(files.walk(root));
            }
        }
        List<String> found = new ArrayList<>();
        for (Path path : all) {
            FileStat stat = files.lstat(path).orElse(null);
            if (stat != null && matches(path, stat, path.getNameCount() - root.getNameCount())) {
                found.add(path.toString());
            }
        }
        found.sort(null);
        if (text("delete").isPresent()) {
            String types = text("delete").get();
            found.removeIf(p ->
                    files.lstat(Path.of(p)).filter(s -> types.indexOf(letter(s)) >= 0).isEmpty());
            found.reversed().forEach(p -> files.delete(Path.of(p)));
        }
        if (shown.equals("name")) {
            found.replaceAll(p -> Objects.toString(Path.of(p).getFileName(), ""));
        }
        return found;
    }

    private boolean matches(Path path, FileStat stat, int depth) {
        String name = Objects.toString(path.getFileName(), "/");
        return text("name").map(g -> Fnmatch.matches(name, g)).orElse(true)
                && text("iname")
                        .map(g -> Fnmatch.compile(g).toString())
                        .map(g ->
                                Pattern.compile(g, Pattern.CASE_INSENSITIVE)
                                        .matcher(name)
                                        .matches())
                        .orElse(true)
                && text("regex")
                        .map(r -> Regexes.compile(r, 0).isFound(path.toString()))
                        .orElse(true)
                && text("iregex")
                        .map(r -> Regexes.compile(r, 2).isFound(path.toString()))
                        .orElse(true)
                && text("type").map(t -> t.indexOf(letter(stat)) >= 0).orElse(true)
                && isOneOf("owner", stat.user(), stat.uid())
                && isOneOf("group", stat.group(), stat.gid())
                && text("size").map(s -> hasSize(s, stat)).orElse(true)
                && text("mtime").map(a -> hasAge(a, stat)).orElse(true)
                && text("mindepth").map(d -> depth >= Integer.parseInt(d)).orElse(true)
                && text("maxdepth").map(d -> depth <= Integer.parseInt(d)).orElse(true)
                && text("grep")
                        .map(r ->
                                stat.isFile()
                                        && Regexes.compile(r, Regexes.MULTILINE)
                                                .isFound(Texts.decode(files.bytes(path))))
                        .orElse(true);
    }

    private boolean isOneOf(String option, String name, long id) {
        return text(option)
                .map(wanted ->
                        List.of(wanted.split(",")).stream()
                                .map(String::strip)
                                .anyMatch(w -> w.equals(name) || w.equals("" + id)))
                .orElse(true);
    }

    private static char letter(FileStat stat) {
        return switch (stat.kind()) {
            case FILE -> 'f';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case CHARACTER_DEVICE -> 'c';
            case BLOCK_DEVICE -> 'b';
            case FIFO -> 'p';
            case SOCKET -> 's';
        };
    }

    private static boolean hasSize(String condition, FileStat stat) {
        Matcher m = SIZE.matcher(condition);
        if (!m.matches()) {
            throw new CallError("invalid size value: \"" + condition + "\"");
        }
        long unit =
                switch (Objects.toString(m.group(3), "b")) {
                    case "k" -> 1L << 10;
                    case "m" -> 1L << 20;
                    case "g" -> 1L << 30;
                    case "t" -> 1L << 40;
                    default -> 1;
                };
        long low = Long.parseLong(m.group(2)) * unit;
        return switch (Objects.toString(m.group(1), "")) {
            case "-" -> stat.size() <= low;
            case "+" -> stat.size() >= low;
            default -> stat.size() >= low && stat.size() <= low + unit - 1;
        };
    }

    private boolean hasAge(String condition, FileStat stat) {
        Matcher m = AGE.matcher(condition.replace(" ", ""));
        if (!m.matches()) {
            throw new CallError("invalid age value: \"" + condition + "\"");
        }
        Duration age =
                Duration.ofDays(7 * number(m, 2))
                        .plusDays(number(m, 3))
                        .plusHours(number(m, 4))
                        .plusMinutes(number(m, 5))
                        .plusSeconds(number(m, 6));
        boolean older = stat.modified().isBefore(clock.instant().minus(age));
        return "-".equals(m.group(1)) != older;
    }

    private static long number(Matcher m, int group) {
        String text = m.group(group);
        return text == null ? 0 : Long.parseLong(text);
    }
}

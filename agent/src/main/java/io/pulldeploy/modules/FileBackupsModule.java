package io.pulldeploy.modules;

import static io.pulldeploy.modules.FileFactsModule.at;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code file} functions about the copies that states put aside. */
public final class FileBackupsModule {
    private static final List<String> MONTHS =
            List.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");
    private static final Pattern TIME =
            Pattern.compile(
                    "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)_(\\w{3})_(\\d{1,2})_(\\d{1,2}):(\\d{1,2}):(\\d{1,2})_(\\d{1,6})_(\\d{4})");
    private static final DateTimeFormatter TOLD =
            DateTimeFormatter.ofPattern("EEE MMM dd yyyy HH:mm:ss.SSSSSS", Locale.ROOT);

    private final FileTree files;
    private final FileBackups backups;

    public FileBackupsModule(Host host) {
        this.files = host.files();
        this.backups = new FileBackups(host.files(), host.clock());
    }

    public List<ExecutionFunction> functions() {
        FunctionList functions = new FunctionList("file");
        for (String name : List.of("list_backups", "list_backup")) {
            functions.add(
                    name,
                    "A file's copies, newest first.",
                    "path, limit=None",
                    (m, a) -> numbered(copies(m, at(a, "path")), limit(a)));
        }
        for (String name : List.of("delete_backup", "remove_backup")) {
            functions.add(
                    name, "Removes a file's copy.", "path, backup_id", (m, a) -> delete(m, a));
        }
        return functions
                .add(
                        "list_backups_dir",
                        "The copies of a directory's files, by the name before the first underscore.",
                        "path, limit=None",
                        (m, a) -> copiesBelow(m, a))
                .add(
                        "restore_backup",
                        "Puts a file's copy back; the file is put aside first.",
                        "path, backup_id",
                        (m, a) -> restore(m, a))
                .all();
    }

    private static Path directory(Minion minion, Path of) {
        Path root = Path.of(Texts.str(minion.opts().get("cachedir")), "file_backup");
        return root.resolve(of.toString().replaceFirst("^/", ""));
    }

    private static Optional<LocalDateTime> time(String copy, String name) {
        if (!copy.startsWith(name + "_")) {
            return Optional.empty();
        }
        Matcher parts = TIME.matcher(copy.substring(name.length() + 1));
        if (!parts.matches() || !MONTHS.contains(parts.group(1))) {
            return Optional.empty();
        }
        try {
            String micros = (parts.group(6) + "000000").substring(0, 6);
            return Optional.of(
                    LocalDateTime.of(
                            Integer.parseInt(parts.group(7)),
                            MONTHS.indexOf(parts.group(1)) + 1,
                            Integer.parseInt(parts.group(2)),
                            Integer.parseInt(parts.group(3)),
                            Integer.parseInt(parts.group(4)),
                            Integer.parseInt(parts.group(5)),
                            Integer.parseInt(micros) * 1000));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The copies of one name in a directory, newest first. */
    private Map<LocalDateTime, Path> copies(Path directory, String name) {
        Map<LocalDateTime, Path> found = new TreeMap<>(Comparator.reverseOrder());
        for (String copy : files.list(directory)) {
            time(copy, name).ifPresent(when -> found.put(when, directory.resolve(copy)));
        }
        return found;
    }

    private Map<LocalDateTime, Path> copies(Minion minion, Path path) {
        Path parent = Path.of(PosixPaths.directoryName(path.toString()));
        Path directory = directory(minion, parent);
        if (!files.isDirectory(directory)) {
            return Map.of();
        }
        Map<LocalDateTime, Path> found = copies(directory, PosixPaths.baseName(path.toString()));
        found.values().removeIf(copy -> !files.isFile(copy));
        return found;
    }

    /** How many of the copies are told of; what is no number stands for all. */
    private static Optional<Integer> limit(Arguments args) {
        return args.text("limit")
                .filter(text -> text.strip().matches("-?\\d+"))
                .map(text -> Integer.valueOf(text.strip()));
    }

    private Map<Object, @Nullable Object> numbered(
            Map<LocalDateTime, Path> copies, Optional<Integer> limit) {
        int count =
                limit.map(n -> n < 0 ? Math.max(0, copies.size() + n) : n).orElse(copies.size());
        Map<Object, @Nullable Object> told = new LinkedHashMap<>();
        copies.entrySet().stream()
                .limit(count)
                .forEach(copy -> {
                    Map<String, @Nullable Object> one = new LinkedHashMap<>();
                    one.put("Backup Time", TOLD.format(copy.getKey()));
                    one.put("Size", files.stat(copy.getValue()).map(FileStat::size).orElse(0L));
                    one.put("Location", copy.getValue().toString());
                    told.put((long) told.size(), one);
                });
        return told;
    }

    private Map<String, @Nullable Object> copiesBelow(Minion minion, Arguments args) {
        Path directory = directory(minion, Path.of(PosixPaths.directoryName(args.string("path"))));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (files.isDirectory(directory)) {
            files.list(directory).stream()
                    .sorted()
                    .map(copy -> copy.split("_", 2)[0])
                    .distinct()
                    .forEach(name -> all.put(name, numbered(copies(directory, name), limit(args))));
        }
        return all;
    }

    private static Map<String, @Nullable Object> told(boolean result, String comment) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("result", result);
        told.put("comment", comment);
        return told;
    }

    /** The copy that the arguments mean, or what is wrong with its number. */
    private Path chosen(Minion minion, Arguments args) {
        String id =
                args.text("backup_id")
                        .orElseThrow(() ->
                                new CallError(
                                        "TypeError",
                                        "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"));
        if (!id.matches("0|-?[1-9]\\d*")) {
            throw new IllegalArgumentException("Invalid backup_id '" + id + "'");
        }
        List<Path> copies = List.copyOf(copies(minion, at(args, "path")).values());
        int number = Integer.parseInt(id);
        if (number < 0 || number >= copies.size()) {
            throw new IllegalArgumentException(
                    "backup_id '%s' does not exist for %s".formatted(id, at(args, "path")));
        }
        return copies.get(number);
    }

    private Map<String, @Nullable Object> restore(Minion minion, Arguments args) {
        Path path = at(args, "path");
        Path copy;
        try {
            copy = chosen(minion, args);
        } catch (IllegalArgumentException e) {
            return told(false, String.valueOf(e.getMessage()));
        }
        try {
            backups.keep(path, "minion", minion);
            files.write(path, files.bytes(copy));
        } catch (Failure e) {
            return told(
                    false,
                    "Unable to restore %s to %s: %s"
                            .formatted(copy, path, PythonErrors.of(e).getMessage()));
        }
        return told(true, "Successfully restored " + copy + " to " + path);
    }

    private Map<String, @Nullable Object> delete(Minion minion, Arguments args) {
        Path copy;
        try {
            copy = chosen(minion, args);
        } catch (IllegalArgumentException e) {
            return told(false, String.valueOf(e.getMessage()));
        }
        try {
            files.delete(copy);
        } catch (Failure e) {
            return told(
                    false,
                    "Unable to remove %s: %s".formatted(copy, PythonErrors.of(e).getMessage()));
        }
        return told(true, "Successfully removed " + copy);
    }
}

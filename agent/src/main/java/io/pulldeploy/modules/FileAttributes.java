package io.pulldeploy.modules;

import io.pulldeploy.loader.CallError;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The attributes that Linux's file systems keep of a file, such as that it is immutable. */
final class FileAttributes {
    private static final String KNOWN = "aAcCdDeijPsStTu";

    private final FileTree files;
    private final Programs programs;

    FileAttributes(FileTree files, Processes processes) {
        this.files = files;
        this.programs = new Programs(processes);
    }

    /**
     * Each file's letters, as {@code lsattr} tells them of a path; empty where there is no such
     * program.
     *
     * @throws CallError with Salt's text if there is no such file
     */
    Optional<Map<String, @Nullable Object>> of(Path path) {
        if (!programs.has("lsattr")) {
            return Optional.empty();
        }
        if (!files.exists(path)) {
            throw new CallError("File or directory does not exist: " + path);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : programs.lines("lsattr", files.locate(path).toString())) {
            String[] words = line.split("\\s+", 2);
            if (!line.startsWith("lsattr: ") && words.length == 2) {
                all.put(files.nameOf(Path.of(words[1])).toString(), letters(words[0]));
            }
        }
        return Optional.of(all);
    }

    private static List<String> letters(String text) {
        List<String> letters = new ArrayList<>();
        text.chars()
                .filter(c -> KNOWN.indexOf(c) >= 0)
                .forEach(c -> letters.add(Character.toString(c)));
        return letters;
    }

    /** A file's own letters; empty where nobody can tell. */
    private Optional<Set<String>> now(Path path) {
        return of(path).map(all -> {
            Set<String> now = new LinkedHashSet<>();
            if (all.get(path.toString()) instanceof List<?> letters) {
                letters.forEach(letter -> now.add(String.valueOf(letter)));
            }
            return now;
        });
    }

    /** Whether a file's attributes are others than these letters; false where nobody can tell. */
    boolean differ(Path path, String wanted) {
        return now(path).filter(now -> !now.equals(asked(wanted, now))).isPresent();
    }

    /** Extents can be asked for, but not given up. */
    private static Set<String> asked(String wanted, Set<String> now) {
        Set<String> asked =
                new LinkedHashSet<>(List.of(wanted.isEmpty() ? new String[0] : wanted.split("")));
        if (now.contains("e")) {
            asked.add("e");
        }
        return asked;
    }

    /**
     * Gives a file these attributes and no others.
     *
     * @return Salt's change, with old and new letters; empty if there is none
     */
    Optional<Map<String, @Nullable Object>> enforce(Path path, String wanted) {
        if (!differ(path, wanted)) {
            return Optional.empty();
        }
        Set<String> before = now(path).orElseThrow();
        Set<String> asked = asked(wanted, before);
        change('+', asked, letter -> !before.contains(letter), path);
        change('-', before, letter -> !asked.contains(letter), path);
        String after = differ(path, wanted) ? String.join("", now(path).orElseThrow()) : wanted;
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("old", String.join("", before));
        change.put("new", after);
        return String.join("", before).equals(after) ? Optional.empty() : Optional.of(change);
    }

    private void change(char operator, Set<String> letters, Predicate<String> which, Path path) {
        String chosen = String.join("", letters.stream().filter(which).toList());
        if (!chosen.isEmpty()) {
            programs.output("chattr", operator + chosen, files.locate(path).toString());
        }
    }
}

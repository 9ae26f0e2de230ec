import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Formats our sources in AOSP style, or fails if one is not: {@code Format check|apply PATH…}. */
final class Format {
    public static void main(String[] args) throws Exception {
        boolean apply = args[0].equals("apply");
        Formatter formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
        List<Path> files = Stream.of(args).skip(1).map(Path::of).flatMap(Format::sources).toList();
        List<Path> wrong =
                files.parallelStream().filter(file -> !format(formatter, file, apply)).toList();
        if (!wrong.isEmpty() && !apply) {
            wrong.forEach(file -> System.err.println("not formatted: " + file));
            System.err.println("run: mvn -q -Pformat process-sources");
            System.exit(1);
        }
    }

    private static Stream<Path> sources(Path root) {
        try {
            return Files.walk(root).filter(p -> p.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * @return whether the file was formatted already
     */
    private static boolean format(Formatter formatter, Path file, boolean apply) {
        try {
            String before = Files.readString(file);
            String ordered = ImportOrderer.reorderImports(before, JavaFormatterOptions.Style.AOSP);
            String after = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
            if (after.equals(before)) {
                return true;
            }
            if (apply) {
                Files.writeString(file, after);
            }
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }
}

package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * What {@code .pulldeployignore} leaves out: one glob per line, {@code #} starts a comment. A glob
 * with a slash is matched from the artifact's root, one without against every name; a slash at its
 * end means directories only. {@code .git} is always left out.
 */
final class IgnoreRules {
    static final String FILE = ".pulldeployignore";

    private record Rule(PathMatcher matcher, boolean anchored, boolean directoriesOnly) {}

    private final List<Rule> rules = new ArrayList<>();

    /**
     * @throws Failure (CONFIGURATION) naming the line that is no glob
     */
    IgnoreRules(List<String> lines) {
        add(".git", 0);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(line, i + 1);
            }
        }
    }

    /**
     * @param path relative to the artifact's root
     */
    boolean ignores(Path path, boolean directory) {
        Path name = path.getFileName();
        return rules.stream()
                .filter(r -> directory || !r.directoriesOnly())
                .anyMatch(r -> r.matcher().matches(r.anchored() ? path : name));
    }

    private void add(String line, int number) {
        if (line.startsWith("!")) {
            throw wrong(line, number, "a pattern cannot be taken back by '!'");
        }
        boolean directoriesOnly = line.endsWith("/");
        String glob = directoriesOnly ? line.substring(0, line.length() - 1) : line;
        boolean anchored = glob.contains("/");
        String relative = glob.startsWith("/") ? glob.substring(1) : glob;
        try {
            rules.add(
                    new Rule(
                            FileSystems.getDefault().getPathMatcher("glob:" + relative),
                            anchored,
                            directoriesOnly));
        } catch (PatternSyntaxException e) {
            throw wrong(line, number, e.getDescription());
        }
    }

    private static Failure wrong(String line, int number, String complaint) {
        return new Failure(
                ExitCode.CONFIGURATION,
                FILE + ":" + number + ": " + line + ": " + complaint,
                "Write one glob per line, such as *.log or build/.");
    }
}

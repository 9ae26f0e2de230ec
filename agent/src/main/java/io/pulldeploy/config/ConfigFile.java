package io.pulldeploy.config;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One file of the configuration, kept with its text so that an error can name the line.
 *
 * @param values its top-level mapping
 */
record ConfigFile(Path path, String text, Map<Object, @Nullable Object> values) {
    private static final Pattern LINES = Pattern.compile("\n");

    /**
     * An error about a key of this file, with its line and the text that stands there.
     *
     * @param keys the path of keys from the top of the file to the one at fault
     */
    Failure failure(List<String> keys, String problem, String remedy) {
        return new Failure(ExitCode.CONFIGURATION, about(keys, problem), remedy);
    }

    /** A sentence about a key of this file, with its line and the text that stands there. */
    String about(List<String> keys, String sentence) {
        List<String> lines = List.of(LINES.split(text, -1));
        int line = line(lines, keys);
        String where = line == 0 ? path.toString() : path + ":" + line;
        String standing = line == 0 ? "" : " (\"" + lines.get(line - 1).strip() + "\")";
        return where + ": " + sentence + standing;
    }

    /** The line of a key: each key of the path is looked for below the one before. */
    private static int line(List<String> lines, List<String> keys) {
        int found = 0;
        int from = 0;
        for (String key : keys) {
            Pattern start =
                    Pattern.compile("[\\s{,]*['\"]?" + Pattern.quote(key) + "['\"]?\\s*:.*");
            for (int i = from; i < lines.size(); i++) {
                if (start.matcher(lines.get(i)).matches()) {
                    found = i + 1;
                    from = i;
                    break;
                }
            }
        }
        return found;
    }
}

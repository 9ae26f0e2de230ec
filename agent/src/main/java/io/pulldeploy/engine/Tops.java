package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.SlsFile;
import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SourceLines;

import java.util.List;
import java.util.Map;

/**
 * What the top files say.
 *
 * @param matches the SLS names or globs for this minion, by saltenv
 * @param errors what is wrong with them
 * @param unreadable why they could not be read, which Salt only logs
 * @param files the top files that were read
 */
public record Tops(
        Map<String, List<String>> matches,
        List<SlsError> errors,
        List<SlsError> unreadable,
        List<SlsFile> files) {
    public Tops {
        List<SlsFile> read = List.copyOf(files);
        files = read;
        errors = errors.stream().map(error -> located(error, read)).toList();
        unreadable = unreadable.stream().map(error -> located(error, read)).toList();
    }

    /** A mistake that no other file made is that of the top file which names its cause. */
    SlsError located(SlsError error) {
        return located(error, files);
    }

    private static SlsError located(SlsError error, List<SlsFile> files) {
        if (error.file().isEmpty()) {
            for (SlsFile file : files) {
                int line = SourceLines.declaring(file.text(), error.offending());
                if (line > 0) {
                    return error.foundAt(file.path(), line, error.offending());
                }
            }
            if (files.size() == 1) {
                return error.foundAt(files.getFirst().path(), 0, error.offending());
            }
        }
        return error;
    }

    /**
     * Why there is nothing for a minion to do.
     *
     * @param topFile the name of top files
     */
    SlsError nothingFor(String minion, String topFile) {
        SlsError nothing = SlsError.of("No Top file or master_tops data matches found.");
        return files.isEmpty()
                ? new SlsError(
                        nothing.saltText(),
                        "there is no " + topFile + " in any root",
                        "",
                        0,
                        "",
                        "Write one, or name SLS files: state.apply NAME.")
                : new SlsError(
                        nothing.saltText(),
                        "no target is for this minion, whose id is " + minion,
                        files.getFirst().path(),
                        0,
                        "",
                        "A target '*' is for every minion.");
    }
}

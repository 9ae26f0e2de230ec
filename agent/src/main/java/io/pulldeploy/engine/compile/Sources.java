package io.pulldeploy.engine.compile;

import io.pulldeploy.model.SlsError;
import io.pulldeploy.model.SourceLines;

import java.util.Map;
import java.util.Optional;

/**
 * The files that were compiled, so that an error can name its place.
 *
 * @param files by SLS name
 */
public record Sources(Map<String, SlsFile> files) {
    /** For high data that came from no file. */
    public static final Sources NONE = new Sources(Map.of());

    /** Where an ID is declared, as {@code file:line}; empty if it came from no file. */
    public Optional<String> place(String sls, String id) {
        return Optional.ofNullable(files.get(sls))
                .map(file -> {
                    int line = SourceLines.declaring(file.text(), id);
                    return line > 0 ? file.path() + ":" + line : file.path();
                });
    }

    /** An error in an SLS, at the line where a state declares the offending key. */
    public SlsError error(String sls, String id, String offending, String saltText, String hint) {
        SlsFile file = files.get(sls);
        return file == null
                ? SlsError.at(saltText, "", 0, offending, hint)
                : SlsError.at(
                        saltText,
                        file.path(),
                        SourceLines.declaring(file.text(), id, offending),
                        offending,
                        hint);
    }

    /** An error in an SLS, at the line that declares the offending key. */
    public SlsError error(String sls, String offending, String saltText, String hint) {
        SlsFile file = files.get(sls);
        return file == null
                ? SlsError.at(saltText, "", 0, offending, hint)
                : SlsError.at(
                        saltText,
                        file.path(),
                        SourceLines.declaring(file.text(), offending),
                        offending,
                        hint);
    }
}

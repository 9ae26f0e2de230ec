package io.pulldeploy.model;

import java.util.List;
import java.util.stream.Collectors;

/** The author's mistakes in SLS, pillar, top or template files, all that were found at once. */
public final class SlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SlsError> errors;

    /**
     * @param errors at least one, in the order in which they are to be reported
     */
    public SlsException(List<SlsError> errors) {
        super(errors.stream().map(SlsError::saltText).collect(Collectors.joining("\n")));
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("an SlsException without an error");
        }
        this.errors = List.copyOf(errors);
    }

    public SlsException(SlsError error) {
        this(List.of(error));
    }

    public List<SlsError> errors() {
        return errors;
    }
}

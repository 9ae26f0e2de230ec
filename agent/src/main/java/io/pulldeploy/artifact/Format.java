package io.pulldeploy.artifact;

import java.util.Arrays;
import java.util.Optional;

/** How an archive is packed. */
public enum Format {
    TAR_GZ("tar.gz"),
    TAR_ZST("tar.zst");

    private final String suffix;

    Format(String suffix) {
        this.suffix = suffix;
    }

    /** As manifests and keys have it, without the leading dot. */
    public String suffix() {
        return suffix;
    }

    public static Optional<Format> of(String suffix) {
        return Arrays.stream(values()).filter(f -> f.suffix.equals(suffix)).findFirst();
    }
}

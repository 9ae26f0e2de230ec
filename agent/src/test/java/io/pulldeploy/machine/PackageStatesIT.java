package io.pulldeploy.machine;

import org.junit.jupiter.api.Tag;

import java.util.Set;

/** The states of apt and dpkg, as Salt has them. */
@Tag("machine")
class PackageStatesIT extends SaltsCases {
    PackageStatesIT() {
        super(Set.of("packages"));
    }
}

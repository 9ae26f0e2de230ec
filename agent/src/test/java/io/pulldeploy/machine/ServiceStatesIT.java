package io.pulldeploy.machine;

import org.junit.jupiter.api.Tag;

import java.util.Set;

/**
 * The states of systemd, the accounts and {@code /etc/hosts}, and what combines them, as Salt has
 * them.
 */
@Tag("machine")
class ServiceStatesIT extends SaltsCases {
    ServiceStatesIT() {
        super(Set.of("services", "accounts", "names", "mixed"));
    }
}

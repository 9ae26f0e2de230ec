package io.pulldeploy.deploy;

import java.util.Locale;

/** Why a run happens; hooks see it as {@code PULLDEPLOY_TRIGGER}. */
public enum Trigger {
    /** The first deploy of a service on this instance. */
    BOOT,
    DEPLOY,
    REFRESH,
    ROLLBACK;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

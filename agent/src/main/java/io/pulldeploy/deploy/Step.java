package io.pulldeploy.deploy;

import java.util.Locale;

/** The steps of a deploy, in their order. */
public enum Step {
    LOCK,
    RESOLVE,
    FETCH_BASE,
    FETCH_SERVICE,
    LINK_BASE,
    LINK_SERVICE,
    LINK_NEXT,
    PRE_HOOKS,
    HIGHSTATE,
    LINK_CURRENT,
    POST_HOOKS,
    REGISTER,
    PRUNE;

    /** Whether it may wait for long: for the network, for programs, for states. */
    boolean waits() {
        return switch (this) {
            case RESOLVE, FETCH_BASE, FETCH_SERVICE, PRE_HOOKS, HIGHSTATE, POST_HOOKS, REGISTER ->
                    true;
            case LOCK, LINK_BASE, LINK_SERVICE, LINK_NEXT, LINK_CURRENT, PRUNE -> false;
        };
    }

    /** As journals and messages have it, such as {@code fetch-base}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

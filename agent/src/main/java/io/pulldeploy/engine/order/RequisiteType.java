package io.pulldeploy.engine.order;

import java.util.Locale;

/**
 * Requisites that are edges of the dependency graph. The order of the constants is Salt's
 * precedence: of a state's dependents, those of the highest type decide how early it is drawn.
 */
public enum RequisiteType {
    ONFAIL(0),
    ONFAIL_ANY(1),
    ONFAIL_ALL(2),
    REQUIRE(3),
    REQUIRE_ANY(4),
    ONCHANGES(5),
    ONCHANGES_ANY(6),
    WATCH(7),
    WATCH_ANY(8),
    PREREQ(9);

    private final String key = name().toLowerCase(Locale.ROOT);
    private final int weight;

    RequisiteType(int weight) {
        this.weight = weight;
    }

    /** Salt's precedence: of a state's dependents, those of the highest weight decide its place. */
    int weight() {
        return weight;
    }

    /** The word that declares it: {@code onchanges_any}. */
    public String key() {
        return key;
    }

    /** The type without {@code _any} and {@code _all}. */
    public RequisiteType base() {
        return switch (this) {
            case ONFAIL, ONFAIL_ANY, ONFAIL_ALL -> ONFAIL;
            case REQUIRE, REQUIRE_ANY -> REQUIRE;
            case ONCHANGES, ONCHANGES_ANY -> ONCHANGES;
            case WATCH, WATCH_ANY -> WATCH;
            case PREREQ -> PREREQ;
        };
    }

    /** Whether one met requisite of the list is enough. */
    public boolean isAny() {
        return key.endsWith("_any");
    }

    /** Whether every requisite of the list must be met. */
    public boolean isAll() {
        return key.endsWith("_all");
    }
}

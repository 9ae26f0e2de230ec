package io.pulldeploy.render.jinja;

/** What stands for no value at all, which is neither None nor undefined. */
public enum Missing {
    MISSING
}

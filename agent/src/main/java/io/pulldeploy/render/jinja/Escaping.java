package io.pulldeploy.render.jinja;

/** What is known of escaping where code is made: Jinja2 decides it there, not where it runs. */
enum Escaping {
    OFF,
    ON,
    /** An {@code autoescape} tag's expression decides when it runs. */
    DYNAMIC;

    boolean isOn(Frame frame) {
        return this == ON || (this == DYNAMIC && frame.context.autoescape());
    }

    static Escaping of(boolean on) {
        return on ? ON : OFF;
    }
}

package io.pulldeploy.render.jinja;

/** Counts what a render uses, and ends it at its limits. */
final class Meter {
    private final Limits limits;
    private final long deadline;
    private long iterations;
    private int depth;

    Meter(Limits limits) {
        this.limits = limits;
        this.deadline = System.nanoTime() + limits.time().toNanos();
    }

    void enter() {
        if (++depth > limits.depth()) {
            depth--;
            throw TemplateError.limit(
                    "macros, includes and blocks are nested deeper than the limit of "
                            + limits.depth());
        }
        tick();
    }

    void leave() {
        depth--;
    }

    /** One pass through a loop. */
    void tick() {
        if (++iterations > limits.iterations()) {
            throw TemplateError.limit(
                    "the template runs longer than the limit of "
                            + limits.iterations()
                            + " iterations");
        }
        if ((iterations & 0xff) == 0 && System.nanoTime() - deadline > 0) {
            throw TemplateError.limit(
                    "the template runs longer than the limit of "
                            + limits.time().toSeconds()
                            + " seconds");
        }
    }

    void checkOutput(StringBuilder out) {
        if (out.length() > limits.output()) {
            throw TemplateError.limit(
                    "the output is larger than the limit of " + limits.output() + " characters");
        }
    }
}

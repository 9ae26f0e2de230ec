package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

/** A compiled expression. */
@FunctionalInterface
interface Code {
    @Nullable Object eval(Frame frame);

    /** A compiled assignment target. */
    @FunctionalInterface
    interface Target {
        void set(Frame frame, @Nullable Object value);
    }

    /** A compiled statement. */
    @FunctionalInterface
    interface Step {
        Flow run(Frame frame);
    }

    /** How a statement ended. */
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    /**
     * A compiled function: the template itself, a block, a macro or a recursive loop.
     *
     * @param line where it starts
     */
    record Routine(Source source, String location, int line, int slots, Step body) {
        /** Runs in a new frame and adds that frame to the traceback of what fails in it. */
        Flow run(Frame frame) {
            Meter meter = frame.context.environment().meter();
            meter.enter();
            try {
                return body.run(frame);
            } catch (TemplateError e) {
                throw e.within(source.frame(frame.line, location));
            } finally {
                meter.leave();
            }
        }
    }
}

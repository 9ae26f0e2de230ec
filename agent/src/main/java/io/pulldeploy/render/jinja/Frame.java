package io.pulldeploy.render.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** A running function of a template: its variables, its output, and the line that it is at. */
final class Frame {
    final Context context;
    final @Nullable Frame outer;
    final @Nullable Object[] slots;
    StringBuilder out;
    int line;

    /** The template that this one extends, once it does; kept by the template's root frame. */
    @Nullable Template parentTemplate;

    Frame(Context context, @Nullable Frame outer, Code.Routine routine, StringBuilder out) {
        this.context = context;
        this.outer = outer;
        this.slots = new @Nullable Object[routine.slots()];
        Arrays.fill(slots, Missing.MISSING);
        this.line = routine.line();
        this.out = out;
    }

    Frame outer(int hops) {
        Frame frame = this;
        for (int i = 0; i < hops && frame.outer != null; i++) {
            frame = frame.outer;
        }
        return frame;
    }

    Frame root() {
        Frame frame = this;
        while (frame.outer != null) {
            frame = frame.outer;
        }
        return frame;
    }
}

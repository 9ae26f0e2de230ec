package io.pulldeploy.render.jinja;

import java.util.Map;

/** A compiled template; it holds nothing of any render. */
record Template(Source source, Code.Routine root, Map<String, Code.Routine> blocks) {
    /** Appends what the template prints. */
    void run(Context context, StringBuilder out) {
        root.run(new Frame(context, null, root, out));
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

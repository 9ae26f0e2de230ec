package io.pulldeploy.render.yaml;

import java.util.List;

/** A value as YAML will show it. Compared by identity, because that is what makes an alias. */
abstract sealed class Represented {
    private final String tag;

    private Represented(String tag) {
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    static final class Scalar extends Represented {
        private final String value;
        private final char style;

        Scalar(String tag, String value, char style) {
            super(tag);
            this.value = value;
            this.style = style;
        }

        String value() {
            return value;
        }

        /** One of {@code ' " | >}, or NUL. */
        char style() {
            return style;
        }
    }

    static final class Sequence extends Represented {
        private final List<Represented> items;
        private final boolean flow;

        Sequence(String tag, List<Represented> items, boolean flow) {
            super(tag);
            this.items = items;
            this.flow = flow;
        }

        List<Represented> items() {
            return items;
        }

        boolean flow() {
            return flow;
        }
    }

    static final class Mapping extends Represented {
        record Entry(Represented key, Represented value) {}

        private final List<Entry> entries;
        private final boolean flow;

        Mapping(String tag, List<Entry> entries, boolean flow) {
            super(tag);
            this.entries = entries;
            this.flow = flow;
        }

        List<Entry> entries() {
            return entries;
        }

        boolean flow() {
            return flow;
        }
    }
}

package io.pulldeploy.render.yaml;

import io.pulldeploy.render.yaml.Represented.Mapping;
import io.pulldeploy.render.yaml.Represented.Scalar;
import io.pulldeploy.render.yaml.Represented.Sequence;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Lays a document out by libyaml's rules. */
final class Emitter {
    private static final String CORE = "tag:yaml.org,2002:";
    private static final int LONGEST_SIMPLE_KEY = 128;

    /** Where a node stands. */
    private enum Context {
        ROOT,
        ITEM,
        VALUE,
        SIMPLE_KEY
    }

    private final DumpOptions options;
    private final EmitterOutput out = new EmitterOutput();
    private final ScalarWriter scalars;
    private final int width;
    private final int bestIndent;
    // A node that is met twice is named; the names are given in the order of the second meetings.
    private final IdentityHashMap<Represented, String> names = new IdentityHashMap<>();
    private final Set<Represented> unwritten = Collections.newSetFromMap(new IdentityHashMap<>());
    private int indent = -1;
    private int flowLevel;

    Emitter(DumpOptions options) {
        this.bestIndent = options.indent() < 2 || options.indent() > 9 ? 2 : options.indent();
        this.options = options.withIndent(bestIndent);
        this.scalars = new ScalarWriter(out, this.options);
        this.width =
                options.width() < 0
                        ? Integer.MAX_VALUE
                        : options.width() <= bestIndent * 2 ? 80 : options.width();
    }

    String document(Represented root) {
        nameTheShared(root);
        if (options.explicitStart()) {
            out.indent(0);
            out.indicator("---", true, false, false);
        }
        node(root, Context.ROOT);
        out.indent(0);
        if (options.explicitEnd() || scalars.isOpenEnded()) {
            out.indicator("...", true, false, false);
            out.indent(0);
        }
        return out.toString();
    }

    private void nameTheShared(Represented node) {
        if (node instanceof Scalar) {
            return;
        }
        if (!unwritten.add(node)) {
            names.computeIfAbsent(node, _ -> "id%03d".formatted(names.size() + 1));
            return;
        }
        switch (node) {
            case Scalar _ -> {}
            case Sequence sequence -> sequence.items().forEach(this::nameTheShared);
            case Mapping mapping ->
                    mapping.entries()
                            .forEach(entry -> {
                                nameTheShared(entry.key());
                                nameTheShared(entry.value());
                            });
        }
    }

    private int increaseIndent(boolean flow, boolean indentless) {
        int before = indent;
        if (indent < 0) {
            indent = flow ? bestIndent : 0;
        } else if (!indentless) {
            indent += bestIndent;
        }
        return before;
    }

    private int columns() {
        return Math.max(indent, 0);
    }

    private void node(Represented node, Context context) {
        String name = names.get(node);
        if (name != null) {
            boolean alias = !unwritten.remove(node);
            out.indicator(alias ? "*" : "&", true, false, false);
            name.chars().forEach(c -> out.put((char) c));
            out.set(false, false);
            if (alias) {
                if (context == Context.SIMPLE_KEY) {
                    out.put(' ');
                }
                return;
            }
        }
        switch (node) {
            case Scalar scalar -> scalar(scalar, context);
            case Sequence sequence -> {
                tag(sequence.tag(), sequence.tag().equals(CORE + "seq"));
                if (flowLevel > 0 || sequence.flow() || sequence.items().isEmpty()) {
                    flowSequence(sequence);
                } else {
                    blockSequence(sequence, context);
                }
            }
            case Mapping mapping -> {
                tag(mapping.tag(), mapping.tag().equals(CORE + "map"));
                if (flowLevel > 0 || mapping.flow() || mapping.entries().isEmpty()) {
                    flowMapping(mapping);
                } else {
                    blockMapping(mapping);
                }
            }
        }
    }

    private void tag(String tag, boolean implicit) {
        if (implicit) {
            return;
        }
        String text = tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
        out.indicator(text, true, false, false);
        out.set(false, false);
    }

    private void flowSequence(Sequence sequence) {
        out.indicator("[", true, true, false);
        int before = increaseIndent(true, false);
        flowLevel++;
        boolean first = true;
        for (Represented item : sequence.items()) {
            separate(first);
            first = false;
            node(item, Context.ITEM);
        }
        flowLevel--;
        indent = before;
        out.indicator("]", false, false, false);
    }

    private void separate(boolean first) {
        if (!first) {
            out.indicator(",", false, false, false);
        }
        wrap();
    }

    private void wrap() {
        if (out.column() > width) {
            out.indent(columns());
        }
    }

    private void flowMapping(Mapping mapping) {
        out.indicator("{", true, true, false);
        int before = increaseIndent(true, false);
        flowLevel++;
        boolean first = true;
        for (Mapping.Entry entry : mapping.entries()) {
            separate(first);
            first = false;
            if (isSimpleKey(entry.key())) {
                node(entry.key(), Context.SIMPLE_KEY);
                out.indicator(":", false, false, false);
            } else {
                out.indicator("?", true, false, false);
                node(entry.key(), Context.VALUE);
                wrap();
                out.indicator(":", true, false, false);
            }
            node(entry.value(), Context.VALUE);
        }
        flowLevel--;
        indent = before;
        out.indicator("}", false, false, false);
    }

    private void blockSequence(Sequence sequence, Context context) {
        int before = increaseIndent(false, context == Context.VALUE && !out.isIndention());
        for (Represented item : sequence.items()) {
            out.indent(columns());
            out.indicator("-", true, false, true);
            node(item, Context.ITEM);
        }
        indent = before;
    }

    private void blockMapping(Mapping mapping) {
        int before = increaseIndent(false, false);
        for (Mapping.Entry entry : mapping.entries()) {
            out.indent(columns());
            if (isSimpleKey(entry.key())) {
                node(entry.key(), Context.SIMPLE_KEY);
                out.indicator(":", false, false, false);
            } else {
                out.indicator("?", true, false, true);
                node(entry.key(), Context.VALUE);
                out.indent(columns());
                out.indicator(":", true, false, true);
            }
            node(entry.value(), Context.VALUE);
        }
        indent = before;
    }

    private boolean isSimpleKey(Represented key) {
        String name = names.getOrDefault(key, "");
        if (!name.isEmpty() && !unwritten.contains(key)) {
            return name.length() <= LONGEST_SIMPLE_KEY;
        }
        return switch (key) {
            case Scalar scalar -> {
                int[] text = scalar.value().codePoints().toArray();
                int length =
                        scalar.value().getBytes(StandardCharsets.UTF_8).length
                                + shownTag(scalar).length();
                yield !ScalarAnalysis.of(text, options.allowUnicode()).multiline()
                        && length <= LONGEST_SIMPLE_KEY;
            }
            case Sequence sequence -> sequence.items().isEmpty();
            case Mapping mapping -> mapping.entries().isEmpty();
        };
    }

    /** The tag that must stand before a scalar, because its text alone would mean another. */
    private static String shownTag(Scalar scalar) {
        return isPlainImplicit(scalar) || isQuotedImplicit(scalar)
                ? ""
                : "!!" + scalar.tag().substring(CORE.length());
    }

    private static boolean isPlainImplicit(Scalar scalar) {
        return Resolver.resolve(scalar.value()).equals(scalar.tag());
    }

    private static boolean isQuotedImplicit(Scalar scalar) {
        return scalar.tag().equals(CORE + "str");
    }

    private void scalar(Scalar scalar, Context context) {
        int[] text = scalar.value().codePoints().toArray();
        ScalarAnalysis analysis = ScalarAnalysis.of(text, options.allowUnicode());
        boolean simpleKey = context == Context.SIMPLE_KEY;
        String tag = shownTag(scalar);
        char style = style(scalar, analysis, tag.isEmpty(), simpleKey);
        if (tag.isEmpty() && !isQuotedImplicit(scalar) && style != '\0') {
            tag = "!";
        }
        if (!tag.isEmpty()) {
            out.indicator(tag, true, false, false);
            out.set(false, false);
        }
        int before = increaseIndent(true, false);
        switch (style) {
            case '\'' -> scalars.singleQuoted(text, columns(), !simpleKey);
            case '"' -> scalars.doubleQuoted(text, columns(), !simpleKey);
            case '|' -> scalars.literal(text, columns());
            case '>' -> scalars.foldedBlock(text, columns());
            default -> scalars.plain(text, columns(), flowLevel > 0, !simpleKey);
        }
        indent = before;
    }

    private char style(
            Scalar scalar, ScalarAnalysis analysis, boolean untagged, boolean simpleKey) {
        char style = scalar.style();
        if (simpleKey && analysis.multiline()) {
            style = '"';
        }
        if (style == '\0') {
            boolean allowed = flowLevel > 0 ? analysis.flowPlain() : analysis.blockPlain();
            boolean empty = scalar.value().isEmpty() && (flowLevel > 0 || simpleKey);
            if (!allowed || empty || (untagged && !isPlainImplicit(scalar))) {
                style = '\'';
            }
        }
        if (style == '\'' && !analysis.singleQuoted()) {
            style = '"';
        }
        if ((style == '|' || style == '>') && (!analysis.block() || flowLevel > 0 || simpleKey)) {
            style = '"';
        }
        return style;
    }
}

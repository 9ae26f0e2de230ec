package io.pulldeploy.render.yaml;

import io.pulldeploy.render.yaml.Node.MappingNode;
import io.pulldeploy.render.yaml.Node.ScalarNode;
import io.pulldeploy.render.yaml.Node.SequenceNode;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns tokens into the nodes of the one document that a Salt file may hold. */
final class Composer {
    /** Deeper than any file that people write, and well within a thread's stack. */
    private static final int DEEPEST = 500;

    private static final String CORE = "tag:yaml.org,2002:";

    private final Scanner tokens;
    private final String name;
    private final Map<String, String> tagPrefixes = new HashMap<>();
    private final Map<String, Node> anchors = new HashMap<>();
    private boolean isAliased;
    private int depth;

    Composer(Scanner tokens, String name) {
        this.tokens = tokens;
        this.name = name;
    }

    /** The document's root; empty if the text holds no document. */
    Optional<Node> document() {
        tokens.next();
        Token token = tokens.peek();
        Node root;
        switch (token.kind()) {
            case STREAM_END -> {
                return Optional.empty();
            }
            case VERSION_DIRECTIVE, TAG_DIRECTIVE, DOCUMENT_START -> {
                directivesAndMarker();
                root = explicitContent();
            }
            default -> {
                directives();
                root = node(true, false);
            }
        }
        while (at(Token.Kind.DOCUMENT_END)) {
            tokens.next();
        }
        Token rest = tokens.peek();
        if (rest.kind() != Token.Kind.STREAM_END) {
            directivesAndMarker();
            throw YamlError.marked(
                    YamlError.Kind.COMPOSER,
                    name,
                    "expected a single document in the stream",
                    root.start(),
                    "but found another document",
                    rest.start());
        }
        return Optional.of(root);
    }

    private void directivesAndMarker() {
        directives();
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.DOCUMENT_START) {
            throw error(null, null, "did not find expected <document start>", token.start());
        }
        tokens.next();
    }

    private void directives() {
        tagPrefixes.clear();
        Set<String> seen = new HashSet<>();
        while (at(Token.Kind.VERSION_DIRECTIVE) || at(Token.Kind.TAG_DIRECTIVE)) {
            Token token = tokens.peek();
            if (token.kind() == Token.Kind.VERSION_DIRECTIVE) {
                if (!seen.add("%YAML")) {
                    throw error(null, null, "found duplicate %YAML directive", token.start());
                }
                if (!token.value().equals("1.1") && !token.value().equals("1.2")) {
                    throw error(null, null, "found incompatible YAML document", token.start());
                }
            } else if (tagPrefixes.putIfAbsent(token.value(), token.suffix()) != null) {
                throw error(null, null, "found duplicate %TAG directive", token.start());
            }
            tokens.next();
        }
        tagPrefixes.putIfAbsent("!", "!");
        tagPrefixes.putIfAbsent("!!", CORE);
    }

    private Node explicitContent() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case VERSION_DIRECTIVE, TAG_DIRECTIVE, DOCUMENT_START, DOCUMENT_END, STREAM_END ->
                    emptyScalar(token.start());
            default -> node(true, false);
        };
    }

    /** Whether a node stands in more than one place. */
    boolean isAliased() {
        return isAliased;
    }

    private boolean at(Token.Kind kind) {
        return tokens.peek().kind() == kind;
    }

    private boolean atAny(Token.Kind first, Token.Kind second, Token.Kind third) {
        Token.Kind kind = tokens.peek().kind();
        return kind == first || kind == second || kind == third;
    }

    private static Node emptyScalar(Mark mark) {
        return new ScalarNode(Resolver.resolve(""), "", mark);
    }

    private Node node(boolean block, boolean indentlessSequence) {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.ALIAS) {
            tokens.next();
            isAliased = true;
            Node target = anchors.get(token.value());
            if (target == null) {
                throw YamlError.marked(
                        YamlError.Kind.COMPOSER,
                        name,
                        null,
                        null,
                        "found undefined alias",
                        token.start());
            }
            return target;
        }
        Mark start = token.start();
        Token anchor = null;
        Token tagToken = null;
        while ((anchor == null && at(Token.Kind.ANCHOR))
                || (tagToken == null && at(Token.Kind.TAG))) {
            Token property = tokens.next();
            if (property.kind() == Token.Kind.ANCHOR) {
                anchor = property;
            } else {
                tagToken = property;
            }
        }
        String tag = tagToken == null ? null : resolveTag(tagToken, start);
        if (++depth > DEEPEST) {
            throw error(null, null, "found more than " + DEEPEST + " levels of nesting", start);
        }
        Node node = content(block, indentlessSequence, start, anchor, tag);
        depth--;
        return node;
    }

    private String resolveTag(Token tag, Mark start) {
        if (tag.value().isEmpty()) {
            return tag.suffix();
        }
        String prefix = tagPrefixes.get(tag.value());
        if (prefix == null) {
            throw error("while parsing a node", start, "found undefined tag handle", tag.start());
        }
        return prefix + tag.suffix();
    }

    private Node content(
            boolean block,
            boolean indentlessSequence,
            Mark start,
            @Nullable Token anchor,
            @Nullable String tag) {
        Token token = tokens.peek();
        Token.Kind kind = token.kind();
        boolean untagged = tag == null || tag.equals("!");
        if (kind == Token.Kind.SCALAR) {
            tokens.next();
            boolean plain = tag == null ? token.plain() : untagged;
            String implicit = plain ? Resolver.resolve(token.value()) : CORE + "str";
            return scalarNode(
                    tag == null || untagged ? implicit : tag, token.value(), start, anchor);
        }
        if (kind == Token.Kind.FLOW_SEQUENCE_START
                || (block && kind == Token.Kind.BLOCK_SEQUENCE_START)
                || (indentlessSequence && kind == Token.Kind.BLOCK_ENTRY)) {
            SequenceNode node =
                    new SequenceNode(tag == null || untagged ? CORE + "seq" : tag, start);
            register(anchor, node, start);
            if (kind == Token.Kind.BLOCK_ENTRY) {
                indentlessEntries(node);
            } else if (kind == Token.Kind.BLOCK_SEQUENCE_START) {
                blockSequenceEntries(node);
            } else {
                flowSequenceEntries(node);
            }
            return node;
        }
        if (kind == Token.Kind.FLOW_MAPPING_START
                || (block && kind == Token.Kind.BLOCK_MAPPING_START)) {
            MappingNode node = new MappingNode(tag == null || untagged ? CORE + "map" : tag, start);
            register(anchor, node, start);
            if (kind == Token.Kind.BLOCK_MAPPING_START) {
                blockMappingEntries(node);
            } else {
                flowMappingEntries(node);
            }
            return node;
        }
        if (anchor == null && tag == null) {
            throw error(
                    block ? "while parsing a block node" : "while parsing a flow node",
                    start,
                    "did not find expected node content",
                    token.start());
        }
        String resolved = tag == null ? Resolver.resolve("") : untagged ? CORE + "str" : tag;
        return scalarNode(resolved, "", start, anchor);
    }

    private Node scalarNode(String tag, String value, Mark start, @Nullable Token anchor) {
        ScalarNode node = new ScalarNode(tag, value, start);
        register(anchor, node, start);
        return node;
    }

    private void register(@Nullable Token anchor, Node node, Mark start) {
        if (anchor == null) {
            return;
        }
        Node first = anchors.putIfAbsent(anchor.value(), node);
        if (first != null) {
            throw YamlError.marked(
                    YamlError.Kind.COMPOSER,
                    name,
                    "found duplicate anchor; first occurrence",
                    first.start(),
                    "second occurrence",
                    start);
        }
    }

    private void blockSequenceEntries(SequenceNode node) {
        Mark start = tokens.next().start();
        while (at(Token.Kind.BLOCK_ENTRY)) {
            Token entry = tokens.next();
            node.items()
                    .add(
                            at(Token.Kind.BLOCK_ENTRY) || at(Token.Kind.BLOCK_END)
                                    ? emptyScalar(entry.end())
                                    : node(true, false));
        }
        if (!at(Token.Kind.BLOCK_END)) {
            throw error(
                    "while parsing a block collection",
                    start,
                    "did not find expected '-' indicator",
                    tokens.peek().start());
        }
        tokens.next();
    }

    private void indentlessEntries(SequenceNode node) {
        while (at(Token.Kind.BLOCK_ENTRY)) {
            Token entry = tokens.next();
            boolean empty =
                    at(Token.Kind.BLOCK_ENTRY)
                            || atAny(Token.Kind.KEY, Token.Kind.VALUE, Token.Kind.BLOCK_END);
            node.items().add(empty ? emptyScalar(entry.end()) : node(true, false));
        }
    }

    private void blockMappingEntries(MappingNode node) {
        Mark start = tokens.next().start();
        while (!at(Token.Kind.BLOCK_END)) {
            Token token = tokens.peek();
            Node key;
            if (token.kind() == Token.Kind.KEY) {
                tokens.next();
                key = blockPart(token.end());
            } else {
                throw error(
                        "while parsing a block mapping",
                        start,
                        "did not find expected key",
                        token.start());
            }
            Token value = tokens.peek();
            if (value.kind() == Token.Kind.VALUE) {
                tokens.next();
                node.entries().add(new MappingNode.Entry(key, blockPart(value.end())));
            } else {
                node.entries().add(new MappingNode.Entry(key, emptyScalar(value.start())));
            }
        }
        tokens.next();
    }

    private Node blockPart(Mark end) {
        return atAny(Token.Kind.KEY, Token.Kind.VALUE, Token.Kind.BLOCK_END)
                ? emptyScalar(end)
                : node(true, true);
    }

    private void flowSequenceEntries(SequenceNode node) {
        Mark start = tokens.next().start();
        boolean first = true;
        while (!at(Token.Kind.FLOW_SEQUENCE_END)) {
            if (!first) {
                flowSeparator("while parsing a flow sequence", start, "']'");
            }
            first = false;
            if (at(Token.Kind.KEY)) {
                node.items().add(pairInSequence());
            } else if (!at(Token.Kind.FLOW_SEQUENCE_END)) {
                node.items().add(node(false, false));
            }
        }
        tokens.next();
    }

    private void flowSeparator(String context, Mark start, String close) {
        if (!at(Token.Kind.FLOW_ENTRY)) {
            throw error(
                    context, start, "did not find expected ',' or " + close, tokens.peek().start());
        }
        tokens.next();
    }

    /** {@code [a: b]}: a mapping of one entry without braces. */
    private Node pairInSequence() {
        Token keyToken = tokens.next();
        MappingNode pair = new MappingNode(CORE + "map", keyToken.start());
        Node key;
        if (atAny(Token.Kind.VALUE, Token.Kind.FLOW_ENTRY, Token.Kind.FLOW_SEQUENCE_END)) {
            // libyaml swallows that token, and so refuses "[? ]" and "[? : a]".
            key = emptyScalar(tokens.next().end());
        } else {
            key = node(false, false);
        }
        pair.entries().add(new MappingNode.Entry(key, flowValue(Token.Kind.FLOW_SEQUENCE_END)));
        return pair;
    }

    private Node flowValue(Token.Kind end) {
        if (at(Token.Kind.VALUE)) {
            tokens.next();
            if (!at(Token.Kind.FLOW_ENTRY) && !at(end)) {
                return node(false, false);
            }
        }
        return emptyScalar(tokens.peek().start());
    }

    private void flowMappingEntries(MappingNode node) {
        Mark start = tokens.next().start();
        boolean first = true;
        while (!at(Token.Kind.FLOW_MAPPING_END)) {
            if (!first) {
                flowSeparator("while parsing a flow mapping", start, "'}'");
            }
            first = false;
            if (at(Token.Kind.KEY)) {
                tokens.next();
                Node key =
                        atAny(Token.Kind.VALUE, Token.Kind.FLOW_ENTRY, Token.Kind.FLOW_MAPPING_END)
                                ? emptyScalar(tokens.peek().start())
                                : node(false, false);
                node.entries()
                        .add(new MappingNode.Entry(key, flowValue(Token.Kind.FLOW_MAPPING_END)));
            } else if (!at(Token.Kind.FLOW_MAPPING_END)) {
                Node key = node(false, false);
                node.entries().add(new MappingNode.Entry(key, emptyScalar(tokens.peek().start())));
            }
        }
        tokens.next();
    }

    private YamlError error(
            @Nullable String context, @Nullable Mark start, String problem, Mark where) {
        return YamlError.marked(YamlError.Kind.PARSER, name, context, start, problem, where);
    }
}

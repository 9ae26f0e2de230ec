package io.pulldeploy.render.yaml;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a YAML text into tokens, with libyaml's rules and errors, because PyYAML runs on libyaml
 * wherever Salt does.
 */
final class Scanner {
    /** A token that may turn out to be a mapping's key, once a colon follows it. */
    private static final class SimpleKey {
        boolean possible;
        boolean required;
        int tokenNumber;
        int index;
        Mark mark = new Mark(0, 0);
    }

    private static final int LONGEST_SIMPLE_KEY = 1024;

    private final String name;
    private final Cursor in;
    private final ScalarScanner scalars;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>();

    /** One of each level of flow collections, the innermost last. */
    private final List<SimpleKey> simpleKeys = new ArrayList<>();

    private int head;
    private int tokensParsed;
    private int indent = -1;
    private int flowLevel;
    private boolean simpleKeyAllowed = true;
    private boolean ended;

    /** Whether the token ahead is known, because nothing was read since it was. */
    private boolean isAheadKnown;

    Scanner(String text, String name) {
        this.name = name;
        this.in = new Cursor(text, name);
        this.scalars = new ScalarScanner(in, name);
        simpleKeys.add(new SimpleKey());
        add(new Token(Token.Kind.STREAM_START, in.mark(), in.mark()));
    }

    /** The token ahead. */
    Token peek() {
        if (!isAheadKnown) {
            while (needsMore()) {
                fetchNext();
            }
            isAheadKnown = true;
        }
        return tokens.get(head);
    }

    /** Takes the token ahead. */
    Token next() {
        Token token = peek();
        isAheadKnown = false;
        head++;
        tokensParsed++;
        if (head > 64 && head * 2 > tokens.size()) {
            tokens.subList(0, head).clear();
            head = 0;
        }
        return token;
    }

    private boolean needsMore() {
        if (head == tokens.size()) {
            return !ended;
        }
        // Also after the end: only then is a bracket seen that was left open at a key's place.
        dropStaleSimpleKeys();
        for (int i = 0; i < simpleKeys.size(); i++) {
            SimpleKey key = simpleKeys.get(i);
            if (key.possible && key.tokenNumber == tokensParsed) {
                return true;
            }
        }
        return false;
    }

    private void add(Token token) {
        tokens.add(token);
    }

    private void add(Token.Kind kind, Mark start) {
        add(new Token(kind, start, in.mark()));
    }

    private void fetchNext() {
        scanToNextToken();
        dropStaleSimpleKeys();
        unrollIndent(in.column());
        char c = in.peek();
        if (in.atEnd()) {
            fetchStreamEnd();
        } else if (in.column() == 0 && c == '%') {
            fetchDirective();
        } else if (in.atDocumentMarker()) {
            fetchDocumentMarker(c == '-' ? Token.Kind.DOCUMENT_START : Token.Kind.DOCUMENT_END);
        } else if (c == '[') {
            fetchFlowStart(Token.Kind.FLOW_SEQUENCE_START);
        } else if (c == '{') {
            fetchFlowStart(Token.Kind.FLOW_MAPPING_START);
        } else if (c == ']') {
            fetchFlowEnd(Token.Kind.FLOW_SEQUENCE_END);
        } else if (c == '}') {
            fetchFlowEnd(Token.Kind.FLOW_MAPPING_END);
        } else if (c == ',') {
            removeSimpleKey();
            simpleKeyAllowed = true;
            fetchIndicator(Token.Kind.FLOW_ENTRY);
        } else if (c == '-' && in.isBlankBreakOrEnd(1)) {
            fetchBlockEntry();
        } else if (c == '?' && (flowLevel > 0 || in.isBlankBreakOrEnd(1))) {
            fetchKey();
        } else if (c == ':' && (flowLevel > 0 || in.isBlankBreakOrEnd(1))) {
            fetchValue();
        } else if (c == '*') {
            fetchAnchor(Token.Kind.ALIAS);
        } else if (c == '&') {
            fetchAnchor(Token.Kind.ANCHOR);
        } else if (c == '!') {
            saveSimpleKey();
            simpleKeyAllowed = false;
            add(new TagScanner(in, name).tag(flowLevel > 0));
        } else if ((c == '|' || c == '>') && flowLevel == 0) {
            removeSimpleKey();
            simpleKeyAllowed = true;
            add(scalars.block(c == '|', indent));
        } else if (c == '\'' || c == '"') {
            saveSimpleKey();
            simpleKeyAllowed = false;
            add(scalars.quoted(c));
        } else if (startsPlain(c)) {
            saveSimpleKey();
            simpleKeyAllowed = false;
            add(scalars.plain(indent, flowLevel > 0));
            if (scalars.plainEndedOnNewLine()) {
                simpleKeyAllowed = true;
            }
        } else {
            throw error(
                    "while scanning for the next token",
                    in.mark(),
                    "found character that cannot start any token");
        }
    }

    private boolean startsPlain(char c) {
        boolean indicator = in.atBlankBreakOrEnd() || "-?:,[]{}#&*!|>'\"%@`".indexOf(c) >= 0;
        return !indicator
                || (c == '-' && in.peek(1) != ' ' && in.peek(1) != '\t')
                || (flowLevel == 0 && (c == '?' || c == ':') && !in.isBlankBreakOrEnd(1));
    }

    private void scanToNextToken() {
        while (true) {
            // A tab may separate tokens, but never indent a line in which a key could start.
            while (in.isAt(' ') || (in.isAt('\t') && (flowLevel > 0 || !simpleKeyAllowed))) {
                in.skip();
            }
            if (in.isAt('#')) {
                while (!in.atBreakOrEnd()) {
                    in.skip();
                }
            }
            if (!in.atBreak()) {
                return;
            }
            in.skipLine();
            if (flowLevel == 0) {
                simpleKeyAllowed = true;
            }
        }
    }

    // Simple keys

    private void dropStaleSimpleKeys() {
        // libyaml reports the oldest first.
        for (int i = 0; i < simpleKeys.size(); i++) {
            SimpleKey key = simpleKeys.get(i);
            if (key.possible
                    && (key.mark.line() < in.line()
                            || key.index + LONGEST_SIMPLE_KEY < in.index())) {
                refuseIfRequired(key);
                key.possible = false;
            }
        }
    }

    private void saveSimpleKey() {
        if (!simpleKeyAllowed) {
            return;
        }
        removeSimpleKey();
        SimpleKey key = simpleKeys.getLast();
        key.possible = true;
        key.required = flowLevel == 0 && indent == in.column();
        key.tokenNumber = tokensParsed + tokens.size() - head;
        key.index = in.index();
        key.mark = in.mark();
    }

    private void removeSimpleKey() {
        SimpleKey key = simpleKeys.getLast();
        if (key.possible) {
            refuseIfRequired(key);
            key.possible = false;
        }
    }

    private void refuseIfRequired(SimpleKey key) {
        if (key.required) {
            throw error("while scanning a simple key", key.mark, "could not find expected ':'");
        }
    }

    // Indentation

    /** Opens a block collection at a column; {@code number} is the token it goes before, or -1. */
    private void rollIndent(int column, int number, Token.Kind kind, Mark mark) {
        if (flowLevel > 0 || indent >= column) {
            return;
        }
        indents.push(indent);
        indent = column;
        Token token = new Token(kind, mark, mark);
        if (number < 0) {
            add(token);
        } else {
            tokens.add(head + number - tokensParsed, token);
        }
    }

    private void unrollIndent(int column) {
        if (flowLevel > 0) {
            return;
        }
        while (indent > column) {
            add(Token.Kind.BLOCK_END, in.mark());
            indent = indents.pop();
        }
    }

    // Tokens

    private void fetchStreamEnd() {
        in.forceNewLine();
        unrollIndent(-1);
        removeSimpleKey();
        simpleKeyAllowed = false;
        add(Token.Kind.STREAM_END, in.mark());
        ended = true;
    }

    private void fetchDirective() {
        unrollIndent(-1);
        removeSimpleKey();
        simpleKeyAllowed = false;
        add(new TagScanner(in, name).directive());
    }

    private void fetchDocumentMarker(Token.Kind kind) {
        unrollIndent(-1);
        removeSimpleKey();
        simpleKeyAllowed = false;
        Mark start = in.mark();
        in.skip(3);
        add(kind, start);
    }

    private void fetchIndicator(Token.Kind kind) {
        Mark start = in.mark();
        in.skip();
        add(kind, start);
    }

    private void fetchFlowStart(Token.Kind kind) {
        saveSimpleKey();
        simpleKeys.add(new SimpleKey());
        flowLevel++;
        simpleKeyAllowed = true;
        fetchIndicator(kind);
    }

    private void fetchFlowEnd(Token.Kind kind) {
        removeSimpleKey();
        if (flowLevel > 0) {
            flowLevel--;
            simpleKeys.removeLast();
        }
        simpleKeyAllowed = false;
        fetchIndicator(kind);
    }

    private void fetchBlockEntry() {
        if (flowLevel == 0) {
            if (!simpleKeyAllowed) {
                throw error(null, null, "block sequence entries are not allowed in this context");
            }
            rollIndent(in.column(), -1, Token.Kind.BLOCK_SEQUENCE_START, in.mark());
        }
        removeSimpleKey();
        simpleKeyAllowed = true;
        fetchIndicator(Token.Kind.BLOCK_ENTRY);
    }

    private void fetchKey() {
        if (flowLevel == 0) {
            if (!simpleKeyAllowed) {
                throw error(null, null, "mapping keys are not allowed in this context");
            }
            rollIndent(in.column(), -1, Token.Kind.BLOCK_MAPPING_START, in.mark());
        }
        removeSimpleKey();
        simpleKeyAllowed = flowLevel == 0;
        fetchIndicator(Token.Kind.KEY);
    }

    private void fetchValue() {
        SimpleKey key = simpleKeys.getLast();
        if (key.possible) {
            tokens.add(
                    head + key.tokenNumber - tokensParsed,
                    new Token(Token.Kind.KEY, key.mark, key.mark));
            rollIndent(
                    key.mark.column(), key.tokenNumber, Token.Kind.BLOCK_MAPPING_START, key.mark);
            key.possible = false;
            simpleKeyAllowed = false;
        } else {
            if (flowLevel == 0) {
                if (!simpleKeyAllowed) {
                    throw error(null, null, "mapping values are not allowed in this context");
                }
                rollIndent(in.column(), -1, Token.Kind.BLOCK_MAPPING_START, in.mark());
            }
            simpleKeyAllowed = flowLevel == 0;
        }
        fetchIndicator(Token.Kind.VALUE);
    }

    private void fetchAnchor(Token.Kind kind) {
        saveSimpleKey();
        simpleKeyAllowed = false;
        Mark start = in.mark();
        in.skip();
        StringBuilder anchor = new StringBuilder();
        while (in.atWord()) {
            in.read(anchor);
        }
        if (anchor.isEmpty() || !(in.atBlankBreakOrEnd() || "?:,]}%@`".indexOf(in.peek()) >= 0)) {
            throw error(
                    kind == Token.Kind.ANCHOR
                            ? "while scanning an anchor"
                            : "while scanning an alias",
                    start,
                    "did not find expected alphabetic or numeric character");
        }
        add(new Token(kind, start, in.mark(), anchor.toString()));
    }

    private YamlError error(@Nullable String context, @Nullable Mark start, String problem) {
        return YamlError.marked(YamlError.Kind.SCANNER, name, context, start, problem, in.mark());
    }
}

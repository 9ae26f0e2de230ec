package io.pulldeploy.render.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.render.yaml.Represented.Mapping;
import io.pulldeploy.render.yaml.Represented.Scalar;
import io.pulldeploy.render.yaml.Represented.Sequence;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Counts the cases of Salt's that SnakeYAML's parser and emitter would answer otherwise: the
 * figures of decision 8. Where a newer SnakeYAML changes them, that decision is to be looked at.
 */
@Tag("soak")
class SnakeYamlComparisonTest {
    private static final String CORE = "tag:yaml.org,2002:";
    private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");

    @Test
    void whatItsParserWouldChange() {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode c : YamlCases.read("load.json")) {
            counts.merge(loaded(c), 1, Integer::sum);
        }
        assertThat(counts)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "valid: same value", 1821,
                                "valid: other value", 7,
                                "valid: refused", 30,
                                "invalid: accepted", 34,
                                "invalid: same words and place", 292,
                                "invalid: other words", 958,
                                "invalid: other words and place", 154));
    }

    @Test
    void whatItsEmitterWouldChange() throws IOException {
        int different = 0;
        for (JsonNode c : YamlCases.read("dump.json")) {
            Object value = YamlLoader.load(c.get("source").textValue(), YamlLoader.TEXT);
            DumpOptions options = YamlDumperTest.options(DumpOptions.SAFE_DUMP, c.get("options"));
            String dumped =
                    new EventWriter(options).dump(new Representer(options).represent(value));
            different += dumped.equals(c.get("dump").textValue()) ? 0 : 1;
        }
        assertThat(different).isEqualTo(452);
    }

    private static String loaded(JsonNode c) {
        boolean valid = c.has("value");
        String kind = valid ? "valid: " : "invalid: ";
        String text = c.get("text").textValue();
        try {
            String value = PythonText.repr(new EventReader(text).load());
            return kind
                    + (!valid
                            ? "accepted"
                            : value.equals(c.get("value").textValue())
                                    ? "same value"
                                    : "other value");
        } catch (YAMLException | YamlError e) {
            if (valid) {
                return kind + "refused";
            }
            String expected = c.get("message").textValue();
            String message = Objects.requireNonNull(message(e));
            return kind
                    + (message.equals(expected)
                            ? "same words and place"
                            : places(message).equals(places(expected))
                                    ? "other words"
                                    : "other words and place");
        }
    }

    /** The message with its marks as PyYAML words them, without the excerpts of the text. */
    private static String message(RuntimeException e) {
        if (!(e instanceof MarkedYAMLException marked)) {
            return Objects.requireNonNull(e.getMessage());
        }
        return YamlError.marked(
                        YamlError.Kind.PARSER,
                        YamlLoader.TEXT,
                        marked.getContext(),
                        marked.getContextMark() == null ? null : mark(marked.getContextMark()),
                        marked.getProblem(),
                        mark(marked.getProblemMark()))
                .getMessage();
    }

    private static String places(String message) {
        StringBuilder places = new StringBuilder();
        PLACE.matcher(message)
                .results()
                .forEach(place -> places.append(place.group()).append('\n'));
        return places.toString();
    }

    private static Mark mark(org.yaml.snakeyaml.error.Mark mark) {
        return new Mark(mark.getLine(), mark.getColumn());
    }

    /** Our nodes and values, made of SnakeYAML's events. */
    private static final class EventReader {
        private final ParserImpl events;
        private final Map<String, Node> anchors = new HashMap<>();

        EventReader(String text) {
            events = new ParserImpl(new StreamReader(text), new LoaderOptions());
        }

        Object load() {
            events.getEvent();
            if (events.checkEvent(Event.ID.StreamEnd)) {
                return new Constructor(YamlLoader.TEXT).document(scalar("", CORE + "null"), true);
            }
            events.getEvent();
            Node root = node();
            events.getEvent();
            if (!events.checkEvent(Event.ID.StreamEnd)) {
                throw composer(
                        "expected a single document in the stream",
                        root.start(),
                        "but found another document",
                        mark(events.peekEvent().getStartMark()));
            }
            return new Constructor(YamlLoader.TEXT).document(root, true);
        }

        private static Node scalar(String value, String tag) {
            return new Node.ScalarNode(tag, value, new Mark(0, 0));
        }

        private Node node() {
            NodeEvent event = (NodeEvent) events.getEvent();
            Mark start = mark(event.getStartMark());
            String anchor = event.getAnchor();
            if (event instanceof AliasEvent) {
                Node target = anchors.get(anchor);
                if (target == null) {
                    throw composer(null, null, "found undefined alias", start);
                }
                return target;
            }
            Node node =
                    switch (event) {
                        case ScalarEvent scalar -> {
                            String implicit =
                                    scalar.getImplicit().canOmitTagInPlainScalar()
                                            ? Resolver.resolve(scalar.getValue())
                                            : CORE + "str";
                            yield new Node.ScalarNode(
                                    tag(scalar.getTag(), implicit), scalar.getValue(), start);
                        }
                        case SequenceStartEvent sequence ->
                                new Node.SequenceNode(tag(sequence.getTag(), CORE + "seq"), start);
                        case MappingStartEvent mapping ->
                                new Node.MappingNode(tag(mapping.getTag(), CORE + "map"), start);
                        default -> throw new AssertionError(event);
                    };
            Node first = anchor == null ? null : anchors.putIfAbsent(anchor, node);
            if (first != null) {
                throw composer(
                        "found duplicate anchor; first occurrence",
                        first.start(),
                        "second occurrence",
                        start);
            }
            fill(node);
            return node;
        }

        private void fill(Node node) {
            switch (node) {
                case Node.ScalarNode _ -> {}
                case Node.SequenceNode sequence -> {
                    while (!events.checkEvent(Event.ID.SequenceEnd)) {
                        sequence.items().add(node());
                    }
                    events.getEvent();
                }
                case Node.MappingNode mapping -> {
                    while (!events.checkEvent(Event.ID.MappingEnd)) {
                        Node key = node();
                        mapping.entries().add(new Node.MappingNode.Entry(key, node()));
                    }
                    events.getEvent();
                }
            }
        }

        private static String tag(String explicit, String implicit) {
            return explicit == null || explicit.equals("!") ? implicit : explicit;
        }

        private static YamlError composer(String context, Mark start, String problem, Mark where) {
            return YamlError.marked(
                    YamlError.Kind.COMPOSER, YamlLoader.TEXT, context, start, problem, where);
        }
    }

    /** Our represented values, written by SnakeYAML's emitter. */
    private static final class EventWriter {
        private final DumpOptions options;
        private final StringWriter text = new StringWriter();
        private final org.yaml.snakeyaml.emitter.Emitter emitter;
        private final Map<Represented, Integer> meetings = new IdentityHashMap<>();
        private final Map<Represented, String> names = new IdentityHashMap<>();

        EventWriter(DumpOptions options) {
            this.options = options;
            boolean indented = options.indent() >= 2 && options.indent() <= 9;
            DumperOptions theirs = new DumperOptions();
            theirs.setIndent(indented ? options.indent() : 2);
            theirs.setWidth(
                    options.width() < 0
                            ? Integer.MAX_VALUE
                            : options.width() <= theirs.getIndent() * 2 ? 80 : options.width());
            theirs.setAllowUnicode(options.allowUnicode());
            emitter = new org.yaml.snakeyaml.emitter.Emitter(text, theirs);
        }

        String dump(Represented root) throws IOException {
            nameTheShared(root);
            emitter.emit(new StreamStartEvent(null, null));
            emitter.emit(
                    new DocumentStartEvent(null, null, options.explicitStart(), null, Map.of()));
            node(root);
            emitter.emit(new DocumentEndEvent(null, null, options.explicitEnd()));
            emitter.emit(new StreamEndEvent(null, null));
            return text.toString();
        }

        private void nameTheShared(Represented node) {
            if (node instanceof Scalar) {
                return;
            }
            if (meetings.merge(node, 1, Integer::sum) > 1) {
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

        private void node(Represented node) throws IOException {
            String name = names.get(node);
            if (name != null && meetings.put(node, 0) == 0) {
                emitter.emit(new AliasEvent(name, null, null));
                return;
            }
            String tag = node.tag();
            switch (node) {
                case Scalar scalar ->
                        emitter.emit(
                                new ScalarEvent(
                                        null,
                                        tag,
                                        new ImplicitTuple(
                                                Resolver.resolve(scalar.value()).equals(tag),
                                                tag.equals(CORE + "str")),
                                        scalar.value(),
                                        null,
                                        null,
                                        style(scalar.style())));
                case Sequence sequence -> {
                    boolean implicit = tag.equals(CORE + "seq");
                    emitter.emit(
                            new SequenceStartEvent(
                                    name, tag, implicit, null, null, flow(sequence.flow())));
                    for (Represented item : sequence.items()) {
                        node(item);
                    }
                    emitter.emit(new SequenceEndEvent(null, null));
                }
                case Mapping mapping -> {
                    boolean implicit = tag.equals(CORE + "map");
                    emitter.emit(
                            new MappingStartEvent(
                                    name, tag, implicit, null, null, flow(mapping.flow())));
                    for (Mapping.Entry entry : mapping.entries()) {
                        node(entry.key());
                        node(entry.value());
                    }
                    emitter.emit(new MappingEndEvent(null, null));
                }
            }
        }

        private static DumperOptions.FlowStyle flow(boolean flow) {
            return flow ? DumperOptions.FlowStyle.FLOW : DumperOptions.FlowStyle.BLOCK;
        }

        private static ScalarStyle style(char style) {
            return switch (style) {
                case '\'' -> ScalarStyle.SINGLE_QUOTED;
                case '"' -> ScalarStyle.DOUBLE_QUOTED;
                case '|' -> ScalarStyle.LITERAL;
                case '>' -> ScalarStyle.FOLDED;
                default -> ScalarStyle.PLAIN;
            };
        }
    }
}

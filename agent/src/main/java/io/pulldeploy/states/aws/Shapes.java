package io.pulldeploy.states.aws;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** The shapes that parameters have, by name. */
final class Shapes {
    static final Shape TEXT = new Shape.Scalar(Shape.Kind.TEXT);
    static final Shape INTEGER = new Shape.Scalar(Shape.Kind.INTEGER);
    static final Shape NUMBER = new Shape.Scalar(Shape.Kind.NUMBER);
    static final Shape FLAG = new Shape.Scalar(Shape.Kind.FLAG);
    static final Shape ANY = new Shape.Anything();
    static final Shape TEXTS = new Shape.OneOrMore(TEXT);
    static final Shape TEXT_MAPPING = new Shape.MappingOf(TEXT);
    static final Shape MAPPING = new Shape.MappingOf(ANY);

    private Shapes() {}

    static Shape listOf(Shape item) {
        return new Shape.ListOf(item);
    }

    static Shape mappingOf(Shape value) {
        return new Shape.MappingOf(value);
    }

    /**
     * A mapping with these keys: {@code "elb_port: integer!, certificate: text"}, where {@code !}
     * says that a key is needed. Types are text, integer, number, flag, port, block, texts,
     * mapping, list and any.
     */
    static Shape.Fields fields(String described) {
        SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
        SequencedSet<String> required = new LinkedHashSet<>();
        for (String part : described.isEmpty() ? new String[0] : described.split(",")) {
            String[] halves = part.split(":", 2);
            String name = halves[0].strip();
            String type = halves[1].strip();
            if (type.endsWith("!")) {
                required.add(name);
                type = type.substring(0, type.length() - 1);
            }
            shapes.put(name, ofType(type));
        }
        return new Shape.Fields(shapes, required);
    }

    /**
     * @throws IllegalArgumentException if there is no such type: a programmer's mistake
     */
    static Shape ofType(String type) {
        return switch (type) {
            case "text" -> TEXT;
            case "integer" -> INTEGER;
            case "number" -> NUMBER;
            case "flag" -> FLAG;
            case "port" -> new Shape.Scalar(Shape.Kind.PORT);
            case "block" -> new Shape.Scalar(Shape.Kind.BLOCK);
            case "texts" -> TEXTS;
            case "mapping" -> MAPPING;
            case "tags" -> TEXT_MAPPING;
            case "list" -> listOf(ANY);
            case "any" -> ANY;
            default -> throw new IllegalArgumentException("no type " + type);
        };
    }
}

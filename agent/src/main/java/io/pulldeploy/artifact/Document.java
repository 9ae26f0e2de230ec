package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;
import io.pulldeploy.render.JsonStyle;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object from the bucket or from a run's records, read field by field. Unknown fields are
 * ignored; a missing or wrong one is refused, with the name of the document.
 */
public final class Document {
    private static final long SCHEMA = 1;

    private final String where;
    private final String remedy;
    private final Map<?, ?> fields;

    private Document(String where, String remedy, Map<?, ?> fields) {
        this.where = where;
        this.remedy = remedy;
        this.fields = fields;
    }

    /**
     * Reads a document of schema 1.
     *
     * @param where the document as messages name it
     * @param remedy what to do if it is damaged
     * @throws Failure (REFUSED) if the text is no JSON object or has another schema
     */
    public static Document parse(String text, String where, String remedy) {
        Document document = parseAny(text, where, remedy);
        long schema = document.number("schema");
        if (schema != SCHEMA) {
            throw document.refused(
                    "has schema " + schema + ", of which this version knows nothing",
                    "Update pulldeploy.");
        }
        return document;
    }

    /** Reads a document that has no schema number, such as a signature. */
    public static Document parseAny(String text, String where, String remedy) {
        @Nullable Object value;
        try {
            value = Json.parse(text);
        } catch (JsonError e) {
            throw refused(where, "is not JSON: " + e.getMessage(), remedy);
        }
        if (!(value instanceof Map<?, ?> fields)) {
            throw refused(where, "is not a JSON object", remedy);
        }
        return new Document(where, remedy, fields);
    }

    /** An empty mapping that starts with the schema number. */
    public static Map<String, @Nullable Object> start() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("schema", SCHEMA);
        return fields;
    }

    /** The text of a document, as it is written to the bucket and to disk. */
    public static String write(Map<String, @Nullable Object> fields) {
        return Json.write(fields, JsonStyle.SALT.withIndent(2)) + "\n";
    }

    /** The text of a document in one line, without the line's end. */
    public static String line(Map<String, @Nullable Object> fields) {
        return Json.write(fields, JsonStyle.SALT);
    }

    public String text(String field) {
        return optionalText(field).orElseThrow(() -> refused("has no text in '" + field + "'"));
    }

    public Optional<String> optionalText(String field) {
        return fields.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public long number(String field) {
        if (fields.get(field) instanceof Long number) {
            return number;
        }
        throw refused("has no number in '" + field + "'");
    }

    public boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    public Instant time(String field) {
        try {
            return Instant.parse(text(field));
        } catch (DateTimeException e) {
            throw refused("has no RFC 3339 time in '" + field + "'");
        }
    }

    public Version version(String field) {
        try {
            return new Version(text(field));
        } catch (Failure e) {
            throw refused("has no version in '" + field + "': " + e.getMessage());
        }
    }

    /** A nested object; an empty one if the field is missing. */
    public Document object(String field) {
        return new Document(
                where + ": " + field,
                remedy,
                fields.get(field) instanceof Map<?, ?> m ? m : Map.of());
    }

    /** All fields, in their order. */
    public Map<?, ?> fields() {
        return fields;
    }

    /** The refusal of a damaged document. */
    public Failure refused(String complaint) {
        return refused(complaint, remedy);
    }

    /** The refusal of a document that has a remedy of its own. */
    Failure refused(String complaint, String ownRemedy) {
        return refused(where, complaint, ownRemedy);
    }

    private static Failure refused(String where, String complaint, String remedy) {
        return new Failure(ExitCode.REFUSED, where + " " + complaint, remedy);
    }
}

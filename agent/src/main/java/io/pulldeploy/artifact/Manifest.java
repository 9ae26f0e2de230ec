package io.pulldeploy.artifact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an artifact is.
 *
 * @param artifact the archive's key
 * @param size bytes of the archive
 * @param sha256 of the archive, in hexadecimal
 * @param created when it was published
 */
public record Manifest(
        ArtifactName name,
        Version version,
        String artifact,
        Format format,
        long size,
        String sha256,
        Instant created,
        Source source) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private static final String ANEW =
            "It is damaged or was replaced: publish the content under a new version, and promote"
                    + " that.";

    /**
     * Where the content came from, as far as it is known.
     *
     * @param revision of the version control system, or empty
     * @param repository its address, or empty
     */
    public record Source(String revision, String repository) {
        public static final Source UNKNOWN = new Source("", "");
    }

    /**
     * Reads a manifest, which must be the one that was asked for.
     *
     * @throws io.pulldeploy.model.Failure (REFUSED) if it is not, or is damaged
     */
    static Manifest parse(
            String text, String where, Keys keys, ArtifactName name, Version version) {
        Document document = Document.parse(text, where, ANEW);
        if (!document.text("name").equals(name.text())
                || !document.text("version").equals(version.text())) {
            throw document.refused(
                    "describes "
                            + document.text("name")
                            + " "
                            + document.text("version")
                            + " instead of "
                            + name
                            + " "
                            + version);
        }
        Format format =
                Format.of(document.text("format"))
                        .orElseThrow(() ->
                                document.refused(
                                        "has the unknown format '" + document.text("format") + "'",
                                        "Update pulldeploy."));
        String artifact = document.text("artifact");
        if (!artifact.equals(keys.artifact(name, version, format))) {
            throw document.refused("points elsewhere, at " + artifact);
        }
        String sha256 = document.text("sha256");
        if (!SHA256.matcher(sha256).matches()) {
            throw document.refused("has no SHA-256 in 'sha256'");
        }
        Document source = document.object("source");
        return new Manifest(
                name,
                version,
                artifact,
                format,
                document.number("size"),
                sha256,
                document.time("created"),
                new Source(
                        source.optionalText("revision").orElse(""),
                        source.optionalText("repository").orElse("")));
    }

    public String write() {
        Map<String, @Nullable Object> fields = Document.start();
        fields.put("name", name.text());
        fields.put("version", version.text());
        fields.put("artifact", artifact);
        fields.put("format", format.suffix());
        fields.put("size", size);
        fields.put("sha256", sha256);
        fields.put("created", created.toString());
        Map<String, @Nullable Object> from = new LinkedHashMap<>();
        from.put("revision", source.revision());
        from.put("repository", source.repository());
        fields.put("source", from);
        return Document.write(fields);
    }
}

package io.pulldeploy.artifact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * Which version an environment runs.
 *
 * @param sequence grows by one with every move
 * @param by who moved it
 */
public record Channel(
        ArtifactName name,
        ChannelName channel,
        Version version,
        long sequence,
        Instant updated,
        String by) {

    /**
     * Reads a channel, which must be the one that was asked for.
     *
     * @throws io.pulldeploy.model.Failure (REFUSED) if it is not, or is damaged
     */
    static Channel parse(String text, String where, ArtifactName name, ChannelName channel) {
        String again =
                "Move it with 'pulldeploy promote %s %s VERSION --force'.".formatted(name, channel);
        Document document = Document.parse(text, where, again);
        if (!document.text("name").equals(name.text())
                || !document.text("channel").equals(channel.text())) {
            throw document.refused(
                    "is the channel " + document.text("channel") + " of " + document.text("name"));
        }
        return new Channel(
                name,
                channel,
                document.version("version"),
                document.number("sequence"),
                document.time("updated"),
                document.optionalText("by").orElse(""));
    }

    String write() {
        Map<String, @Nullable Object> fields = Document.start();
        fields.put("name", name.text());
        fields.put("channel", channel.text());
        fields.put("version", version.text());
        fields.put("sequence", sequence);
        fields.put("updated", updated.toString());
        fields.put("by", by);
        return Document.write(fields);
    }
}

package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Channel;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Document;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance remembers between runs.
 *
 * @param role what it runs; empty before its first deploy
 * @param seen channels as {@code name/channel} to the highest sequence that was ever read
 * @param base the channel that the base was last taken from
 * @param held the base that a rollback brought back and holds
 * @param releases artifact to version to how it was deployed last
 */
record Ledger(
        Optional<Role> role,
        Map<String, Long> seen,
        Optional<BaseChannel> base,
        Optional<Held> held,
        Map<String, Map<String, Deployed>> releases) {
    static final Ledger EMPTY =
            new Ledger(Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Map.of());

    private static final String IF_DAMAGED =
            "Remove it, and deploy with the service's and the instance's name: what is forgotten is"
                    + " a held base, and how far channels were.";

    /** A state of the base's channel. */
    record BaseChannel(String channel, long sequence) {}

    /**
     * A base that stays until its channel moves on.
     *
     * @param sequence the channel's state that is left alone
     */
    record Held(String channel, long sequence, Version version) {}

    /**
     * A release's last deploy.
     *
     * @param base what it ran with; empty for the base itself
     */
    record Deployed(Optional<Version> base, Instant time) {}

    long highestSeen(ArtifactName name, ChannelName channel) {
        return seen.getOrDefault(name + "/" + channel, 0L);
    }

    Optional<Deployed> deployed(ArtifactName name, Version version) {
        return Optional.ofNullable(
                releases.getOrDefault(name.text(), Map.of()).get(version.text()));
    }

    Ledger saw(Channel channel) {
        Map<String, Long> more = new LinkedHashMap<>(seen);
        more.merge(channel.name() + "/" + channel.channel(), channel.sequence(), Math::max);
        return new Ledger(role, more, base, held, releases);
    }

    Ledger withRole(Role newRole) {
        return new Ledger(Optional.of(newRole), seen, base, held, releases);
    }

    Ledger withBaseChannel(BaseChannel from) {
        return new Ledger(role, seen, Optional.of(from), held, releases);
    }

    Ledger withHeld(Optional<Held> nowHeld) {
        return new Ledger(role, seen, base, nowHeld, releases);
    }

    Ledger withDeployed(ArtifactName name, Version version, Deployed how) {
        Map<String, Map<String, Deployed>> all = new LinkedHashMap<>(releases);
        Map<String, Deployed> versions =
                new LinkedHashMap<>(all.getOrDefault(name.text(), Map.of()));
        versions.put(version.text(), how);
        all.put(name.text(), versions);
        return new Ledger(role, seen, base, held, all);
    }

    Ledger without(ArtifactName name, Version version) {
        Map<String, Map<String, Deployed>> all = new LinkedHashMap<>(releases);
        Map<String, Deployed> versions =
                new LinkedHashMap<>(all.getOrDefault(name.text(), Map.of()));
        versions.remove(version.text());
        all.put(name.text(), versions);
        return new Ledger(role, seen, base, held, all);
    }

    String write() {
        Map<String, @Nullable Object> fields = Document.start();
        role.ifPresent(r -> {
            fields.put("service", r.service().text());
            fields.put("instance", r.instance().text());
        });
        fields.put("seen", new LinkedHashMap<>(seen));
        base.ifPresent(b -> fields.put("base", channelFields(b.channel(), b.sequence())));
        held.ifPresent(h -> {
            Map<String, @Nullable Object> map = channelFields(h.channel(), h.sequence());
            map.put("version", h.version().text());
            fields.put("held", map);
        });
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        releases.forEach((name, versions) -> {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            versions.forEach((version, how) -> {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                how.base().ifPresent(b -> one.put("base", b.text()));
                one.put("time", how.time().toString());
                map.put(version, one);
            });
            all.put(name, map);
        });
        fields.put("releases", all);
        return Document.write(fields);
    }

    private static Map<String, @Nullable Object> channelFields(String channel, long sequence) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("channel", channel);
        map.put("sequence", sequence);
        return map;
    }

    /** The instance's own, or an empty one before its first deploy. */
    static Ledger read(FileTree files, InstanceLayout layout) {
        return files.textIfPresent(layout.ledger())
                .map(text -> parse(text, layout.ledger().toString()))
                .orElse(EMPTY);
    }

    static Ledger parse(String text, String where) {
        Document document = Document.parse(text, where, IF_DAMAGED);
        Map<String, Long> seen = new LinkedHashMap<>();
        Document seenFields = document.object("seen");
        seenFields.fields().forEach((k, _) -> seen.put((String) k, seenFields.number((String) k)));
        Map<String, Map<String, Deployed>> releases = new LinkedHashMap<>();
        Document all = document.object("releases");
        all.fields()
                .forEach((name, _) -> {
                    Map<String, Deployed> versions = new LinkedHashMap<>();
                    Document one = all.object((String) name);
                    one.fields()
                            .forEach((version, _) -> {
                                Document how = one.object((String) version);
                                versions.put(
                                        (String) version,
                                        new Deployed(
                                                how.optionalText("base").map(Version::new),
                                                how.time("time")));
                            });
                    releases.put((String) name, versions);
                });
        return new Ledger(
                document.optionalText("service")
                        .map(s ->
                                new Role(
                                        new ArtifactName(s),
                                        new ChannelName(document.text("instance")))),
                seen,
                present(document, "base")
                        .map(b -> new BaseChannel(b.text("channel"), b.number("sequence"))),
                present(document, "held")
                        .map(h ->
                                new Held(
                                        h.text("channel"),
                                        h.number("sequence"),
                                        h.version("version"))),
                releases);
    }

    private static Optional<Document> present(Document document, String field) {
        return document.fields().containsKey(field)
                ? Optional.of(document.object(field))
                : Optional.empty();
    }
}

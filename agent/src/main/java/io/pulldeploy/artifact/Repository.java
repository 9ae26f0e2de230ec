package io.pulldeploy.artifact;

import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.aws.ObjectStore.Opened;
import io.pulldeploy.model.CloseNames;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The bucket as a reader of artifacts sees it: channels, manifests, halts. */
public final class Repository {
    /** No document is longer; what is longer is not read into memory. */
    private static final int DOCUMENT_LIMIT = 1024 * 1024;

    /** How often a document is read whose connection breaks. */
    private static final int READS = 3;

    private static final String SUFFIX = ".json";

    private final ObjectStore store;
    private final Keys keys;
    private final Signatures signatures;

    public Repository(ObjectStore store, Keys keys, Signatures signatures) {
        this.store = store;
        this.keys = keys;
        this.signatures = signatures;
    }

    public ObjectStore store() {
        return store;
    }

    public Keys keys() {
        return keys;
    }

    /**
     * @throws Failure (UNAVAILABLE) if there is no such channel, naming those that exist; (REFUSED)
     *     if it is damaged or not signed by a trusted key
     */
    public Channel channel(ArtifactName name, ChannelName channel) {
        return findVersionedChannel(name, channel)
                .orElseThrow(() -> unknown(name, channel))
                .channel();
    }

    /** A channel that need not be there. */
    public Optional<Channel> findChannel(ArtifactName name, ChannelName channel) {
        return readIfListed(keys.channel(name, channel))
                .map(found -> verified(found, name, channel).channel());
    }

    /**
     * A channel with the version of its object, for moving it.
     *
     * @param etag of the object that was read
     */
    record VersionedChannel(Channel channel, String etag) {}

    Optional<VersionedChannel> findVersionedChannel(ArtifactName name, ChannelName channel) {
        return read(keys.channel(name, channel)).map(found -> verified(found, name, channel));
    }

    private VersionedChannel verified(Text found, ArtifactName name, ChannelName channel) {
        String key = keys.channel(name, channel);
        Channel read = Channel.parse(found.text(), store.uri(key), name, channel);
        verify(found.text(), key, keys.channelSignature(name, channel, read.sequence()));
        return new VersionedChannel(read, found.etag());
    }

    /**
     * @throws Failure (UNAVAILABLE) if there is no such version, naming close ones; (REFUSED) if
     *     the manifest is damaged or not signed by a trusted key
     */
    public Manifest manifest(ArtifactName name, Version version) {
        return findManifest(name, version)
                .orElseThrow(() -> {
                    List<String> known = versions(name);
                    List<String> close = CloseNames.of(version.text(), known);
                    return new Failure(
                            ExitCode.UNAVAILABLE,
                            "there is no version "
                                    + version
                                    + " of "
                                    + name
                                    + " in "
                                    + store.name(),
                            known.isEmpty()
                                    ? "Nothing of that name is published; 'pulldeploy publish "
                                            + name
                                            + " DIR' does it."
                                    : (close.isEmpty() ? "The newest are: " : "Close ones are: ")
                                            + String.join(
                                                    ", ", close.isEmpty() ? newest(known) : close)
                                            + ".");
                });
    }

    Optional<Manifest> findManifest(ArtifactName name, Version version) {
        String key = keys.manifest(name, version);
        return read(key)
                .map(found -> {
                    verify(found.text(), key, keys.manifestSignature(name, version));
                    return Manifest.parse(found.text(), store.uri(key), keys, name, version);
                });
    }

    /** A manifest's text as it is, whoever signed it. */
    Optional<String> manifestText(ArtifactName name, Version version) {
        return read(keys.manifest(name, version)).map(Text::text);
    }

    /** Whose signature this is, if it is there; an empty name if it is damaged. */
    Optional<String> signer(String signatureKey) {
        return readIfListed(signatureKey).map(found -> Signatures.keyIdOf(found.text()));
    }

    /** Why deploys are halted, if they are. */
    public Optional<Halt> halt(ArtifactName name) {
        return readIfListed(keys.halt(name))
                .map(found -> Halt.parse(found.text(), store.uri(keys.halt(name))));
    }

    /** The environments that have a channel, sorted. */
    public List<String> channels(ArtifactName name) {
        return namesUnder(keys.channels(name));
    }

    /** The published versions, sorted. */
    public List<String> versions(ArtifactName name) {
        return namesUnder(keys.artifacts(name));
    }

    private List<String> namesUnder(String prefix) {
        return store.list(prefix).stream()
                .map(o -> o.key().substring(prefix.length()))
                .filter(n -> n.endsWith(SUFFIX))
                .map(n -> n.substring(0, n.length() - SUFFIX.length()))
                .sorted()
                .toList();
    }

    private Failure unknown(ArtifactName name, ChannelName channel) {
        List<String> known = channels(name);
        return new Failure(
                ExitCode.UNAVAILABLE,
                name
                        + " has no channel "
                        + channel
                        + " in "
                        + store.name()
                        + "; there are: "
                        + orNone(known),
                known.isEmpty()
                        ? "If that is its name: run 'pulldeploy publish "
                                + name
                                + " DIR', then 'pulldeploy promote "
                                + name
                                + " "
                                + channel
                                + " VERSION'."
                        : "Name one of them, or run 'pulldeploy promote "
                                + name
                                + " "
                                + channel
                                + " VERSION'.");
    }

    private static String orNone(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static List<String> newest(List<String> versions) {
        return versions.subList(Math.max(0, versions.size() - 5), versions.size());
    }

    private void verify(String text, String key, String signatureKey) {
        if (signatures.required()) {
            Text signature =
                    read(signatureKey).orElseThrow(() -> signatures.missing(store.uri(key)));
            signatures.verify(text, store.uri(key), signature.text());
        }
    }

    /** A document's text, and which version of the object it is. */
    private record Text(String text, String etag) {}

    /** Reads a short document that is there more often than not. */
    private Optional<Text> read(String key) {
        for (int attempt = 1; ; attempt++) {
            Optional<Opened> opened = store.open(key);
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream content = opened.get().content()) {
                byte[] bytes = content.readNBytes(DOCUMENT_LIMIT + 1);
                if (bytes.length > DOCUMENT_LIMIT) {
                    throw new Failure(
                            ExitCode.REFUSED,
                            store.uri(key)
                                    + " has more than "
                                    + DOCUMENT_LIMIT
                                    + " bytes, which no document has",
                            "Find out who wrote it, and publish or promote anew.");
                }
                return Optional.of(
                        new Text(
                                new String(bytes, StandardCharsets.UTF_8),
                                opened.get().stored().etag()));
            } catch (IOException e) {
                if (attempt == READS) {
                    throw new Failure(
                            ExitCode.UNAVAILABLE,
                            "reading " + store.uri(key) + " broke off: " + e.getMessage(),
                            "Run again when the network is better.",
                            e);
                }
            }
        }
    }

    /** Reads a short document that is mostly absent: only listing tells that. */
    private Optional<Text> readIfListed(String key) {
        return store.find(key).flatMap(_ -> read(key));
    }
}

package io.pulldeploy.artifact;

import io.pulldeploy.artifact.Packing.Packed;
import io.pulldeploy.artifact.Publisher.Published.Outcome;
import io.pulldeploy.aws.ObjectStore;
import io.pulldeploy.aws.ObjectStore.Condition;
import io.pulldeploy.aws.ObjectStore.Content;
import io.pulldeploy.aws.ObjectStore.PutOutcome;
import io.pulldeploy.aws.ObjectStore.Stored;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The bucket as a release engineer writes it: versions that never change, channels that move. */
public final class Publisher {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final int DIGEST_DIGITS = 12;

    /** How many sequence numbers of promotions that broke off are left out at most. */
    private static final int SKIPS = 10;

    private final Repository repository;
    private final FileTree files;
    private final Clock clock;
    private final Optional<SigningKey> key;

    /**
     * @param key signs manifests and channels; empty leaves them unsigned
     */
    public Publisher(Repository repository, FileTree files, Clock clock, Optional<SigningKey> key) {
        this.repository = repository;
        this.files = files;
        this.clock = clock;
        this.key = key;
    }

    /** What a publish did. */
    public record Published(Manifest manifest, List<Path> entries, Outcome outcome) {
        public Published {
            entries = List.copyOf(entries);
        }

        /** What there is now that was not there before. */
        public enum Outcome {
            NEW,
            /** The same content was there under that version; its signature is new. */
            SIGNED,
            NOTHING
        }
    }

    /**
     * Packs a directory and uploads it as a new version, the manifest last, so that a version that
     * has one is complete.
     *
     * @param version empty makes one of the time and the content's digest
     * @throws Failure (REFUSED) if the version exists with other content
     */
    public Published publish(
            ArtifactName name,
            Path directory,
            Optional<Version> version,
            Format format,
            Manifest.Source source) {
        Path scratch = files.temporaryDirectory("pulldeploy-publish-");
        try {
            return publish(name, directory, version, format, source, scratch);
        } finally {
            files.delete(scratch);
        }
    }

    /**
     * The same, by way of a directory that is the caller's, who deletes it.
     *
     * @param scratch empty, with room for the archive
     */
    public Published publish(
            ArtifactName name,
            Path directory,
            Optional<Version> version,
            Format format,
            Manifest.Source source,
            Path scratch) {
        Packed packed =
                new Packing(files).pack(name, directory, format, scratch.resolve("artifact"));
        return upload(name, packed, version, source);
    }

    private Published upload(
            ArtifactName name, Packed packed, Optional<Version> asked, Manifest.Source source) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Version version =
                asked.orElseGet(() ->
                        new Version(
                                STAMP.format(now)
                                        + "-"
                                        + packed.sha256().substring(0, DIGEST_DIGITS)));
        Keys keys = repository.keys();
        Optional<String> existing = repository.manifestText(name, version);
        if (existing.isPresent()) {
            Manifest there =
                    Manifest.parse(
                            existing.get(),
                            store().uri(keys.manifest(name, version)),
                            keys,
                            name,
                            version);
            if (!there.sha256().equals(packed.sha256())) {
                throw taken(name, version);
            }
            return new Published(there, packed.entries(), signAnew(name, version, existing.get()));
        }
        Manifest manifest =
                new Manifest(
                        name,
                        version,
                        keys.artifact(name, version, packed.format()),
                        packed.format(),
                        packed.size(),
                        packed.sha256(),
                        now,
                        source);
        putArchive(manifest, packed);
        String text = manifest.write();
        key.ifPresent(k -> put(keys.manifestSignature(name, version), k.sign(text)));
        PutOutcome outcome =
                store().put(
                                keys.manifest(name, version),
                                new Content.Text(text),
                                new Condition.Absent());
        return switch (outcome) {
            case PutOutcome.Written _ -> new Published(manifest, packed.entries(), Outcome.NEW);
            case PutOutcome.ConditionFailed _ -> {
                // The answer to our own write may have been lost, and the write repeated.
                if (!repository.findManifest(name, version).equals(Optional.of(manifest))) {
                    throw taken(name, version);
                }
                yield new Published(manifest, packed.entries(), Outcome.NEW);
            }
        };
    }

    /** For instances that came to trust a key later than this was published. */
    private Outcome signAnew(ArtifactName name, Version version, String manifest) {
        String signature = repository.keys().manifestSignature(name, version);
        if (key.isEmpty() || isSigned(signature)) {
            return Outcome.NOTHING;
        }
        put(signature, key.get().sign(manifest));
        return Outcome.SIGNED;
    }

    private boolean isSigned(String signatureKey) {
        return repository.signer(signatureKey).equals(key.map(SigningKey::id));
    }

    /**
     * An archive without a manifest is what a publish that broke off left; the same one is kept.
     */
    private void putArchive(Manifest manifest, Packed packed) {
        PutOutcome outcome =
                store().put(
                                manifest.artifact(),
                                new Content.File(files.locate(packed.archive())),
                                new Condition.Absent());
        switch (outcome) {
            case PutOutcome.Written _ -> {}
            case PutOutcome.ConditionFailed _ -> {
                try {
                    new Download(store(), files)
                            .fetch(manifest, packed.archive().resolveSibling("existing"), _ -> {});
                } catch (Failure e) {
                    throw e.exitCode() == ExitCode.REFUSED
                            ? taken(manifest.name(), manifest.version())
                            : e;
                }
            }
        }
    }

    /**
     * What a promotion did.
     *
     * @param from the version before, if the channel existed
     */
    public record Promoted(Channel channel, Optional<Version> from, boolean changed) {}

    /**
     * Points a channel at a version, unless somebody else moves it at the same time. One that names
     * the version already moves on only to be signed with the key.
     *
     * @param by who asks for it
     * @param force replace a channel that is damaged or not signed by a trusted key; its sequence
     *     goes on from the clock's seconds, which no sequence that counts has reached
     * @throws Failure (UNAVAILABLE) if there is no such version; (LOCKED) if the channel moved in
     *     between; (REFUSED) if the channel is damaged
     */
    public Promoted promote(
            ArtifactName name, ChannelName channel, Version version, String by, boolean force) {
        repository.manifest(name, version);
        Before before = before(name, channel, force);
        boolean signed =
                key.isEmpty()
                        || isSigned(
                                repository
                                        .keys()
                                        .channelSignature(name, channel, before.sequence()));
        if (before.version().equals(Optional.of(version)) && signed) {
            Channel now = repository.channel(name, channel);
            return new Promoted(now, before.version(), false);
        }
        if (key.isEmpty() && !force) {
            requireUnsigned(name, channel, before.sequence());
        }
        Channel moved = sign(name, channel, version, before, by);
        Condition condition =
                before.etag()
                        .<Condition>map(Condition.Matches::new)
                        .orElseGet(Condition.Absent::new);
        String pointer = repository.keys().channel(name, channel);
        return switch (store().put(pointer, new Content.Text(moved.write()), condition)) {
            case PutOutcome.Written _ -> new Promoted(moved, before.version(), true);
            case PutOutcome.ConditionFailed _ -> {
                // The answer to our own write may have been lost, and the write repeated.
                if (!repository.findChannel(name, channel).equals(Optional.of(moved))) {
                    throw raced(name, channel);
                }
                yield new Promoted(moved, before.version(), true);
            }
        };
    }

    /**
     * A channel before it moves.
     *
     * @param etag empty if it is not there
     * @param sequence 0 if it is not there
     */
    private record Before(Optional<Version> version, Optional<String> etag, long sequence) {
        static final Before NOTHING = new Before(Optional.empty(), Optional.empty(), 0);
    }

    private Before before(ArtifactName name, ChannelName channel, boolean force) {
        try {
            return repository
                    .findVersionedChannel(name, channel)
                    .map(b ->
                            new Before(
                                    Optional.of(b.channel().version()),
                                    Optional.of(b.etag()),
                                    b.channel().sequence()))
                    .orElse(Before.NOTHING);
        } catch (Failure e) {
            if (e.exitCode() != ExitCode.REFUSED || !force) {
                throw e;
            }
            return new Before(
                    Optional.empty(),
                    store().find(repository.keys().channel(name, channel)).map(Stored::etag),
                    clock.instant().getEpochSecond());
        }
    }

    /** Instances that trust keys would refuse an unsigned state of a channel that was signed. */
    private void requireUnsigned(ArtifactName name, ChannelName channel, long sequence) {
        if (store().find(repository.keys().channelSignature(name, channel, sequence)).isPresent()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the channel " + channel + " of " + name + " is signed, and no key was given",
                    "Give --key FILE; or --force, if no instance has trusted_keys any more.");
        }
    }

    /**
     * The channel's next state, whose signature is in the bucket before the pointer moves, so that
     * no reader finds one without the other. A sequence number that already has a signature belongs
     * to another promotion: to one that goes on right now, or to one that broke off, whose number
     * is left out.
     */
    private Channel sign(
            ArtifactName name, ChannelName channel, Version version, Before before, String by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        long first = before.sequence() + 1;
        for (long sequence = first; sequence < first + SKIPS; sequence++) {
            Channel moved = new Channel(name, channel, version, sequence, now, by);
            if (key.isEmpty()) {
                return moved;
            }
            PutOutcome outcome =
                    store().put(
                                    repository.keys().channelSignature(name, channel, sequence),
                                    new Content.Text(key.get().sign(moved.write())),
                                    new Condition.Absent());
            if (outcome instanceof PutOutcome.Written) {
                return moved;
            }
            Optional<String> etag =
                    store().find(repository.keys().channel(name, channel)).map(Stored::etag);
            if (!etag.equals(before.etag())) {
                break;
            }
        }
        throw raced(name, channel);
    }

    private static Failure raced(ArtifactName name, ChannelName channel) {
        return new Failure(
                ExitCode.LOCKED,
                "somebody else moved the channel " + channel + " of " + name + " at the same time",
                "Find out who did and whether your version is still wanted, then run again.");
    }

    private ObjectStore store() {
        return repository.store();
    }

    private void put(String objectKey, String text) {
        store().put(objectKey, new Content.Text(text), new Condition.Always());
    }

    private Failure taken(ArtifactName name, Version version) {
        return new Failure(
                ExitCode.REFUSED,
                name + " " + version + " is already published with other content",
                "Versions never change: choose another one with --version.");
    }
}

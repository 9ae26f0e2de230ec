package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Channel;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.Optional;

/** Decides which versions a run is about. */
final class Resolver {
    private final Repository repository;

    Resolver(Repository repository) {
        this.repository = repository;
    }

    /**
     * The base that a run is to use.
     *
     * @param manifest empty if a held base stays, which is on disk
     * @param channel where it comes from
     * @param held the hold that goes on; empty ends it
     */
    record Base(
            Version version,
            Optional<Manifest> manifest,
            Ledger.BaseChannel channel,
            Optional<Ledger.Held> held) {}

    /** A value, and what the instance remembers after looking it up. */
    record Looked<T>(T value, Ledger ledger) {}

    /**
     * @throws Failure (LOCKED) with the reason, if deploys of the artifact are halted
     */
    void refuseIfHalted(ArtifactName name) {
        repository
                .halt(name)
                .ifPresent(halt -> {
                    throw new Failure(
                            ExitCode.LOCKED,
                            "deploys of "
                                    + name
                                    + " are halted"
                                    + (halt.by().isEmpty() ? "" : " by " + halt.by())
                                    + ": "
                                    + halt.reason(),
                            "They go on when "
                                    + repository.store().uri(repository.keys().halt(name))
                                    + " is removed.");
                });
    }

    /** The manifest of the version asked for, or else of the one that the channel names. */
    Looked<Manifest> service(Role role, Optional<Version> asked, boolean force, Ledger ledger) {
        if (asked.isPresent()) {
            return new Looked<>(repository.manifest(role.service(), asked.get()), ledger);
        }
        Channel channel = repository.channel(role.service(), role.instance());
        requireForward(channel, force, ledger);
        return new Looked<>(
                repository.manifest(role.service(), channel.version()), ledger.saw(channel));
    }

    /** The base of the environment's channel, or of {@code default}, unless another one is held. */
    Looked<Base> base(ChannelName instance, boolean force, Ledger ledger) {
        Channel channel =
                repository
                        .findChannel(ArtifactName.BASE, instance)
                        .orElseGet(
                                () -> repository.channel(ArtifactName.BASE, ChannelName.DEFAULT));
        requireForward(channel, force, ledger);
        Ledger after = ledger.saw(channel);
        Ledger.BaseChannel from =
                new Ledger.BaseChannel(channel.channel().text(), channel.sequence());
        Optional<Ledger.Held> held =
                ledger.held()
                        .filter(h -> !force)
                        .filter(h -> h.channel().equals(from.channel()))
                        .filter(h -> from.sequence() <= h.sequence());
        if (held.isPresent()) {
            return new Looked<>(
                    new Base(held.get().version(), Optional.empty(), from, held), after);
        }
        Manifest manifest = repository.manifest(ArtifactName.BASE, channel.version());
        return new Looked<>(
                new Base(manifest.version(), Optional.of(manifest), from, Optional.empty()), after);
    }

    /** A sequence that shrinks means that somebody put an old pointer back behind our back. */
    private void requireForward(Channel channel, boolean force, Ledger ledger) {
        long seen = ledger.highestSeen(channel.name(), channel.channel());
        if (channel.sequence() < seen && !force) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "the channel "
                            + channel.channel()
                            + " of "
                            + channel.name()
                            + " went back from sequence "
                            + seen
                            + " to "
                            + channel.sequence(),
                    "Move it forward with 'pulldeploy promote', or accept it with --force.");
        }
    }
}

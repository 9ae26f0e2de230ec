package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Channel;
import io.pulldeploy.artifact.ChannelName;
import io.pulldeploy.artifact.Halt;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.Optional;
import java.util.function.Supplier;

/** Decides which versions a run is about; what it asks the bucket, it asks at once. */
final class Resolver implements AutoCloseable {
    private final Repository repository;
    private final Questions questions = new Questions();

    Resolver(Repository repository) {
        this.repository = repository;
    }

    @Override
    public void close() {
        questions.close();
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

    /** What the bucket says of a service. */
    interface ServiceAnswer {
        /**
         * @throws Failure (LOCKED) if deploys are halted; (REFUSED) if the channel went back
         */
        Looked<Manifest> given(Ledger ledger);
    }

    /** What the bucket says of the base. */
    interface BaseAnswer {
        /**
         * @throws Failure (LOCKED) if deploys are halted; (REFUSED) if the channel went back
         */
        Looked<Base> given(Ledger ledger);
    }

    /** The manifest of the version asked for, or else of the one that the channel names. */
    ServiceAnswer service(Role role, Optional<Version> asked, boolean force) {
        Supplier<Optional<Halt>> halt = questions.ask(() -> repository.halt(role.service()));
        if (asked.isPresent()) {
            Supplier<Manifest> manifest =
                    questions.ask(() -> repository.manifest(role.service(), asked.get()));
            return ledger -> {
                refuseIfHalted(role.service(), halt.get());
                return new Looked<>(manifest.get(), ledger);
            };
        }
        Supplier<Channel> channel =
                questions.ask(() -> repository.channel(role.service(), role.instance()));
        Supplier<Manifest> manifest =
                questions.ask(() -> repository.manifest(role.service(), channel.get().version()));
        return ledger -> {
            refuseIfHalted(role.service(), halt.get());
            requireForward(channel.get(), force, ledger);
            return new Looked<>(manifest.get(), ledger.saw(channel.get()));
        };
    }

    /** The base of the environment's channel, or of {@code default}, unless another one is held. */
    BaseAnswer base(ChannelName instance, boolean force) {
        Supplier<Optional<Halt>> halt = questions.ask(() -> repository.halt(ArtifactName.BASE));
        Supplier<Optional<Channel>> own =
                questions.ask(() -> repository.findChannel(ArtifactName.BASE, instance));
        Supplier<Channel> common =
                questions.ask(() -> repository.channel(ArtifactName.BASE, ChannelName.DEFAULT));
        Supplier<Channel> channel = () -> own.get().orElseGet(common);
        Supplier<Manifest> manifest =
                questions.ask(
                        () -> repository.manifest(ArtifactName.BASE, channel.get().version()));
        return ledger -> {
            refuseIfHalted(ArtifactName.BASE, halt.get());
            requireForward(channel.get(), force, ledger);
            return base(channel.get(), manifest, force, ledger);
        };
    }

    private static Looked<Base> base(
            Channel channel, Supplier<Manifest> newest, boolean force, Ledger ledger) {
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
        Manifest manifest = newest.get();
        return new Looked<>(
                new Base(manifest.version(), Optional.of(manifest), from, Optional.empty()), after);
    }

    private void refuseIfHalted(ArtifactName name, Optional<Halt> halted) {
        halted.ifPresent(halt -> {
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

    /** A sequence that shrinks means that somebody put an old pointer back behind our back. */
    private static void requireForward(Channel channel, boolean force, Ledger ledger) {
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

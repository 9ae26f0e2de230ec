package io.pulldeploy.deploy;

import io.pulldeploy.artifact.ArtifactName;
import io.pulldeploy.artifact.Manifest;
import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.deploy.Resolver.Looked;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.util.Optional;
import java.util.function.Supplier;

/** Finds out what a deploy, a refresh or a rollback of one role is about. */
final class Planner {
    private final InstanceLayout layout;
    private final Links links;
    private final Releases releases;
    private final Role role;
    private final Supplier<Repository> repository;
    private final Ledger ledger;

    /**
     * @param repository asked by those plans alone that need the bucket
     */
    Planner(
            InstanceLayout layout,
            Links links,
            Releases releases,
            Role role,
            Supplier<Repository> repository,
            Ledger ledger) {
        this.layout = layout;
        this.links = links;
        this.releases = releases;
        this.role = role;
        this.repository = repository;
        this.ledger = ledger;
    }

    /** What the channels say, unless a version is asked for, or a rollback holds the base. */
    Looked<Plan> deploy(Deployer.Request request) {
        try (Resolver resolver = new Resolver(repository.get())) {
            Resolver.ServiceAnswer ofService =
                    resolver.service(role, request.version(), request.force());
            Resolver.BaseAnswer ofBase = resolver.base(role.instance(), request.force());
            Looked<Manifest> service = ofService.given(ledger);
            Looked<Resolver.Base> base = ofBase.given(service.ledger());
            Manifest manifest = service.value();
            return new Looked<>(
                    new Plan(manifest.version(), Optional.of(manifest), base.value()),
                    base.ledger());
        }
    }

    /** The release that runs, with the newest base. */
    Looked<Plan> refresh(boolean force) {
        Version running =
                links.version(layout.current(role.service())).orElseThrow(this::nothingRuns);
        try (Resolver resolver = new Resolver(repository.get())) {
            Looked<Resolver.Base> base = resolver.base(role.instance(), force).given(ledger);
            return new Looked<>(new Plan(running, Optional.empty(), base.value()), base.ledger());
        }
    }

    /** A release on disk, with the base that it ran with. */
    Looked<Plan> rollback(Optional<Version> to) {
        Version version =
                to.or(() -> links.version(layout.previous(role.service())))
                        .orElseThrow(() ->
                                new Failure(
                                        ExitCode.USAGE,
                                        "no release of " + role.service() + " ran before this one",
                                        "Name one with --to VERSION; 'pulldeploy status' lists those"
                                                + " on disk."));
        if (!releases.isComplete(role.service(), version)) {
            throw new Failure(
                    ExitCode.USAGE,
                    role.service() + " " + version + " is not on disk",
                    "'pulldeploy status' lists what is. Deploy it with 'pulldeploy deploy "
                            + role
                            + " --version "
                            + version
                            + "'.");
        }
        return new Looked<>(new Plan(version, Optional.empty(), baseOf(version)), ledger);
    }

    /** The base that a release ran with, held from now on; else the one that is there. */
    private Resolver.Base baseOf(Version version) {
        Ledger.BaseChannel channel =
                ledger.base().orElse(new Ledger.BaseChannel(role.instance().text(), 0));
        Version base =
                ledger.deployed(role.service(), version)
                        .flatMap(Ledger.Deployed::base)
                        .or(() -> links.version(layout.current(ArtifactName.BASE)))
                        .orElseThrow(this::nothingRuns);
        if (!releases.isComplete(ArtifactName.BASE, base)) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "the base "
                            + base
                            + ", with which "
                            + role.service()
                            + " "
                            + version
                            + " ran, is not on disk any more",
                    "Deploy with 'pulldeploy deploy " + role + " --version " + version + "'.");
        }
        return new Resolver.Base(
                base,
                Optional.empty(),
                channel,
                Optional.of(new Ledger.Held(channel.channel(), channel.sequence(), base)));
    }

    private Failure nothingRuns() {
        return new Failure(
                ExitCode.USAGE,
                "no release of " + role.service() + " is current on this instance",
                "Run 'pulldeploy deploy " + role + "' first.");
    }
}

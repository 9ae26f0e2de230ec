package io.pulldeploy.deploy;

import io.pulldeploy.artifact.Repository;
import io.pulldeploy.artifact.Version;
import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.model.Secrets;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Processes;
import io.pulldeploy.system.Signals;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings a service onto this instance, refreshes its base, or goes back. Every call is a run with a
 * record; how it ended, well or badly, is in the report.
 */
public final class Deployer {
    private final Parts parts;

    public Deployer(Parts parts) {
        this.parts = parts;
    }

    /**
     * What runs are made of.
     *
     * @param repository made when it is first needed: a rollback works without the bucket
     * @param identity what the instance's name says that it is, if it says so; asked once states
     *     have run, because they set the name
     * @param signals which stop a run
     * @param agent how another run may name this process, such as its process id
     */
    public record Parts(
            InstanceLayout layout,
            FileTree files,
            Processes processes,
            Clock clock,
            Supplier<Repository> repository,
            HighstateRunner states,
            Supplier<Optional<Role>> identity,
            DeployListener listener,
            Settings settings,
            Signals signals,
            String agent,
            Secrets secrets) {}

    /**
     * How runs behave.
     *
     * @param keepReleases how many releases of a service, and of the base, stay on disk
     * @param hookLimit after which a hook and all that it started is ended
     * @param hookUser whom hooks run as; empty is the agent's user
     * @param register whether deploys join the load balancer
     */
    public record Settings(
            int keepReleases, Duration hookLimit, Optional<String> hookUser, boolean register) {}

    /**
     * A deploy to make.
     *
     * @param version empty means the one that the channel names
     * @param register whether to join the load balancer at the end, beside the settings
     * @param force take what a rollback holds back, and channels that went back
     */
    public record Request(Role role, Optional<Version> version, boolean register, boolean force) {}

    /** Brings the service, from fetching it to its post-release hooks. */
    public RunReport deploy(Request request) {
        return DeployRun.of(parts, "deploy", request.role()).deploy(request);
    }

    /**
     * Brings the newest base under the release that runs.
     *
     * @param force take what a rollback holds back
     * @throws Failure (USAGE) if nothing was ever deployed
     */
    public RunReport refresh(boolean force) {
        return DeployRun.of(parts, "refresh", knownRole()).refresh(force);
    }

    /**
     * Goes back to a release that is on disk, with the base that it ran with.
     *
     * @param to empty means the one that ran before
     * @throws Failure (USAGE) if nothing was ever deployed
     */
    public RunReport rollback(Optional<Version> to) {
        return DeployRun.of(parts, "rollback", knownRole()).rollback(to);
    }

    private Role knownRole() {
        return Ledger.read(parts.files(), parts.layout())
                .role()
                .orElseThrow(() ->
                        new Failure(
                                ExitCode.USAGE,
                                "nothing is deployed on this instance",
                                "Run 'pulldeploy deploy SERVICE INSTANCE' first."));
    }
}

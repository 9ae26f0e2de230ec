package io.pulldeploy.simulation;

import io.pulldeploy.system.Accounts;
import io.pulldeploy.system.AccountsContract;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.HostNames;
import io.pulldeploy.system.HostNamesContract;
import io.pulldeploy.system.Ownership;
import io.pulldeploy.system.OwnershipContract;
import io.pulldeploy.system.Packages;
import io.pulldeploy.system.PackagesContract;
import io.pulldeploy.system.Processes;
import io.pulldeploy.system.ProcessesContract;
import io.pulldeploy.system.Services;
import io.pulldeploy.system.ServicesContract;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** What a simulation writes down behaves as the machine would. */
class SimulatedPortsTest {
    @TempDir Path scratch;
    private Host host;

    @BeforeEach
    void aSimulatedMachine() {
        host =
                SimulatedMachine.host(
                        scratch,
                        new FakeAccounts(),
                        new FakePackages()::compareVersions,
                        Map.of("PATH", "/usr/bin:/bin"),
                        Clock.systemUTC());
    }

    @Nested
    class OfPackages extends PackagesContract {
        @Override
        protected Packages packages() {
            return host.packages();
        }

        @Override
        protected String offered() {
            return "tree";
        }

        @Override
        protected Optional<String> unknown() {
            return Optional.empty();
        }
    }

    @Nested
    class OfServices extends ServicesContract {
        @Override
        protected Services services() {
            return host.services();
        }

        @Override
        protected String stopped() {
            return "app";
        }

        @Override
        protected Optional<String> unknown() {
            return Optional.empty();
        }
    }

    @Nested
    class OfAccounts extends AccountsContract {
        @Override
        protected Accounts accounts() {
            return host.accounts();
        }
    }

    @Nested
    class OfHostNames extends HostNamesContract {
        @Override
        protected HostNames hostNames() {
            return host.hostNames();
        }
    }

    @Nested
    class OfOwnership extends OwnershipContract {
        @Override
        protected Ownership ownership(Path root) {
            FileTree disk = new FileTree();
            return new RecordedOwnership(
                    new Recording(disk, root.resolve("record"), Clock.systemUTC()),
                    new FakeAccounts());
        }

        @Override
        protected long uid() {
            return 23_010;
        }

        @Override
        protected long gid() {
            return 23_001;
        }
    }

    @Nested
    class OfProcesses extends ProcessesContract {
        @Override
        protected Processes processes() {
            return host.processes();
        }

        @Override
        protected String directory() {
            return "/srv";
        }

        @Override
        protected Path onDisk() {
            return scratch.resolve("srv");
        }
    }
}

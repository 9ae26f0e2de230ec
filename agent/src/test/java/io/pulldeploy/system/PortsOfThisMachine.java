package io.pulldeploy.system;

import org.junit.jupiter.api.Nested;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/**
 * The contracts that change a machine, kept by the real adapters of the one on which this runs: a
 * throw-away Debian with the repository of {@code src/test/machine/repository}. Its own program,
 * because only {@code machine.PortsIT} starts it, there.
 */
class PortsOfThisMachine {
    private final RealProcesses processes =
            new RealProcesses(
                    new FileTree(),
                    new AccountFiles(
                            new FileTree(),
                            _ -> {
                                throw new AssertionError("no account is changed to run a program");
                            }),
                    Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));

    /** Prints how the contracts were kept; ends with 1 where one was not. */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(PortsOfThisMachine.class))
                        .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        PrintWriter out = new PrintWriter(System.out, true);
        summary.printFailuresTo(out, 10);
        out.println(summary.getTestsSucceededCount() + " kept");
        System.exit(summary.getTotalFailureCount() == 0 ? 0 : 1);
    }

    private void sh(String script) {
        processes.run(Command.of("sh", "-c", script));
    }

    @Nested
    class OfPackages extends PackagesContract {
        @Override
        protected Packages packages() {
            sh("apt-mark unhold pd-lib; apt-get -q -y purge pd-lib");
            Packages packages = new AptPackages(new FileTree(), processes);
            packages.refresh();
            return packages;
        }

        @Override
        protected String offered() {
            return "pd-lib";
        }

        @Override
        protected Optional<String> unknown() {
            return Optional.of("pd-no-such-package");
        }
    }

    @Nested
    class OfServices extends ServicesContract {
        @Override
        protected Services services() {
            sh(
                    """
                    apt-get -q update
                    apt-get -q -y install pd-served
                    systemctl unmask pd-served
                    systemctl unmask --runtime pd-served
                    systemctl disable --now pd-served
                    """);
            return new SystemdServices(new FileTree(), processes, processes::started);
        }

        @Override
        protected String stopped() {
            return "pd-served";
        }

        @Override
        protected Optional<String> unknown() {
            return Optional.of("pd-no-such-service");
        }
    }

    @Nested
    class OfAccounts extends AccountsContract {
        private final Accounts accounts = new AccountFiles(new FileTree(), processes::run);

        OfAccounts() {
            sh("userdel pd-user; for group in pd-user pd-team pd-guild; do groupdel $group; done");
        }

        @Override
        protected Accounts accounts() {
            return accounts;
        }
    }

    @Nested
    class OfHostNames extends HostNamesContract {
        @Override
        protected HostNames hostNames() {
            return new SystemHostNames(new FileTree(), processes);
        }
    }
}
